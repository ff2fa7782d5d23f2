//! DuckDB's SQL as tokens: enough to find statements, words, parameters and clauses, and never to take a part of a
//! literal or comment for one.

use std::iter::FusedIterator;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// A keyword, a name without quotes, or a number.
    Word,
    /// `"name"`, in which a quote is doubled.
    Name,
    /// `'text'`, `E'text'`, `$$text$$`, `$tag$text$tag$`.
    Text,
    /// `$1`, with its number.
    Parameter(usize),
    /// Any other single character.
    Sign(char),
}

/// A token, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// As it is written, quotes included.
    pub text: &'a str,
    /// Where it begins, in bytes.
    pub start: usize,
}

impl Token<'_> {
    /// Where it ends, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this word, in letters of either case. A name in quotes is no word.
    pub fn is(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether it is this character.
    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == TokenKind::Sign(sign)
    }
}

/// The tokens of a text, one after another; white space and comments are passed. Nothing is kept, however long the text
/// is. What is not closed ends with the text.
///
/// ```
/// # use aludel_duckdb_sql::tokens;
/// let texts: Vec<&str> = tokens("SELECT \"a\"\"b\", 'x;' -- ;\n;").map(|token| token.text).collect();
/// assert_eq!(texts, ["SELECT", "\"a\"\"b\"", ",", "'x;'", ";"]);
/// ```
pub fn tokens(sql: &str) -> Tokens<'_> {
    Tokens { sql, at: 0 }
}

/// See [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    sql: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let start = self.at;
            let rest = self.sql.get(start..)?;
            let first = rest.chars().next()?;
            let (kind, length) = match first {
                letter if is_space(letter) => (None, letter.len_utf8()),
                '-' if rest.starts_with("--") => (None, rest.find(['\n', '\r']).unwrap_or(rest.len())),
                '/' if rest.starts_with("/*") => (None, comment(rest)),
                '\'' => (Some(TokenKind::Text), quoted(rest, '\'')),
                '"' => (Some(TokenKind::Name), quoted(rest, '"')),
                'e' | 'E' if rest[1..].starts_with('\'') => (Some(TokenKind::Text), escaped(rest)),
                '$' => dollar(rest),
                letter if is_of_word(letter) => (Some(TokenKind::Word), word(rest, letter)),
                other => (Some(TokenKind::Sign(other)), other.len_utf8()),
            };
            self.at = start + length;
            if let Some(kind) = kind {
                return Some(Token { kind, text: &rest[..length], start });
            }
        }
    }
}

impl FusedIterator for Tokens<'_> {}

/// What DuckDB 1.5.6 takes for white space: some spaces without width, and not all of Unicode's with one.
fn is_space(letter: char) -> bool {
    matches!(letter, '\t'..='\r' | ' ' | '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}')
        || matches!(letter, '\u{2060}' | '\u{3000}' | '\u{feff}')
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || (!letter.is_ascii() && !is_space(letter))
}

/// How long the word is that `text` begins with. Behind its first letter a name may have dollars, a number has none.
fn word(text: &str, first: char) -> usize {
    let is_number = first.is_ascii_digit();
    let is_part = |letter: char| is_of_word(letter) || (letter == '$' && !is_number);
    text.find(|letter| !is_part(letter)).unwrap_or(text.len())
}

/// How long the quoted text is that `text` begins with; a doubled quote is one in it.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// How long the `E'…'` is that `text` begins with, in which a backslash takes the next byte along. It goes on behind a line
/// break, `E'…'⏎'…'`.
fn escaped(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 2;
    while let Some(byte) = bytes.get(at) {
        at += match (byte, bytes.get(at + 1)) {
            (b'\\', Some(_)) | (b'\'', Some(b'\'')) => 2,
            (b'\'', _) => match continued(&text[at + 1..]) {
                Some(behind) => 1 + behind,
                None => return at + 1,
            },
            _ => 1,
        };
    }
    text.len()
}

/// Where a literal goes on, behind its next quote, if only white space with a line break and comments of a line stand before
/// that.
fn continued(text: &str) -> Option<usize> {
    let (mut at, mut is_next_line) = (0, false);
    loop {
        let rest = &text[at..];
        match rest.bytes().next()? {
            b'\'' if is_next_line => return Some(at + 1),
            b'\n' | b'\r' => {
                is_next_line = true;
                at += 1;
            }
            b' ' | b'\t' | 0x0b | 0x0c => at += 1,
            b'-' if rest.starts_with("--") => at += rest.find(['\n', '\r'])?,
            _ => return None,
        }
    }
}

/// How long the comment is that `text` begins with; comments nest.
fn comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        match bytes.get(at..at + 2) {
            Some(b"/*") => depth += 1,
            Some(b"*/") if depth == 1 => return at + 2,
            Some(b"*/") => depth -= 1,
            Some(_) => {
                at += 1;
                continue;
            }
            None => return text.len(),
        }
        at += 2;
    }
}

/// `$1`, `$tag$…$tag$`, or a dollar: what `text` begins with, and how long it is.
fn dollar(text: &str) -> (Option<TokenKind>, usize) {
    let behind = &text[1..];
    let digits = behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len());
    if digits > 0 {
        return match behind[..digits].parse() {
            Ok(number) => (Some(TokenKind::Parameter(number)), 1 + digits),
            Err(_) => (Some(TokenKind::Sign('$')), 1),
        };
    }
    let length = behind.find(|letter: char| !is_of_word(letter)).unwrap_or(behind.len());
    if !behind[length..].starts_with('$') {
        return (Some(TokenKind::Sign('$')), 1);
    }
    let tag = &text[..length + 2];
    let end = text[tag.len()..].find(tag).map_or(text.len(), |found| found + 2 * tag.len());
    (Some(TokenKind::Text), end)
}

#[cfg(test)]
mod tests {
    use super::TokenKind::{self, Name, Parameter, Sign, Text, Word};
    use super::tokens;

    fn of(sql: &str) -> Vec<(TokenKind, &str)> {
        tokens(sql).map(|token| (token.kind, token.text)).collect()
    }

    #[test]
    fn literals_names_and_comments_are_one_token_or_none() {
        let cases: [(&str, &[(TokenKind, &str)]); 19] = [
            ("a_1 + größe", &[(Word, "a_1"), (Sign('+'), "+"), (Word, "größe")]),
            ("'it''s' x", &[(Text, "'it''s'"), (Word, "x")]),
            ("\"a\"\"b\".c", &[(Name, "\"a\"\"b\""), (Sign('.'), "."), (Word, "c")]),
            ("E'\\';' e'a''\\'' ;", &[(Text, "E'\\';'"), (Text, "e'a''\\''"), (Sign(';'), ";")]),
            ("E'a'\n'b\\'c' d", &[(Text, "E'a'\n'b\\'c'"), (Word, "d")]),
            ("E'a' -- e\r 'b\\'' d", &[(Text, "E'a' -- e\r 'b\\''"), (Word, "d")]),
            ("E'a' 'b\\' d", &[(Text, "E'a'"), (Text, "'b\\'"), (Word, "d")]),
            ("E'a'\n/* */'b\\' d", &[(Text, "E'a'"), (Text, "'b\\'"), (Word, "d")]),
            ("date'\\' x", &[(Word, "date"), (Text, "'\\'"), (Word, "x")]),
            ("$1,$23", &[(Parameter(1), "$1"), (Sign(','), ","), (Parameter(23), "$23")]),
            ("$$a;$$ $t$ $$ $1 $t$", &[(Text, "$$a;$$"), (Text, "$t$ $$ $1 $t$")]),
            // As DuckDB reads it: a name may have dollars, and no tag begins with a digit.
            ("a$1 $1$2", &[(Word, "a$1"), (Parameter(1), "$1"), (Parameter(2), "$2")]),
            ("$name", &[(Sign('$'), "$"), (Word, "name")]),
            ("/* /* ; */ ' */ a", &[(Word, "a")]),
            ("a --; '\nb --;\rc", &[(Word, "a"), (Word, "b"), (Word, "c")]),
            ("a-b/c", &[(Word, "a"), (Sign('-'), "-"), (Word, "b"), (Sign('/'), "/"), (Word, "c")]),
            ("a\u{200b}\u{feff}b\u{200d}c", &[(Word, "a"), (Word, "b\u{200d}c")]),
            ("ä\u{a0}b", &[(Word, "ä"), (Word, "b")]),
            ("$99999999999999999999", &[(Sign('$'), "$"), (Word, "99999999999999999999")]),
        ];
        for (sql, expected) in cases {
            assert_eq!(of(sql), expected, "{sql}");
        }
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for sql in
            ["'a", "'", "'a''", "\"a", "$$a", "$t$a$", "/* a /* */", "/*", "/", "-", "--", "E'\\", "E'", "$", "é"]
        {
            let last = tokens(sql).last();
            assert!(last.is_none_or(|token| token.end() == sql.len()), "{sql}: {last:?}");
        }
    }
}
