//! DuckDB's SQL as tokens: just enough to find statements, words and texts, and never to take one for another.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name without quotes.
    Word,
    /// `"name"`.
    Quoted,
    /// `'text'`, `E'text'`, `$$text$$`.
    Text,
    /// `$1`, `?`, `?1`, `$name`.
    Parameter,
    Number,
    /// Any other single character.
    Sign,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: Range<usize>,
}

/// The tokens of a text, without spaces and comments.
pub(super) fn tokens(sql: &str) -> Vec<Token> {
    let bytes = sql.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let rest = &sql[at..];
        let kind = match bytes[at] {
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'-' if rest.starts_with("--") => {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            b'/' if rest.starts_with("/*") => {
                at = end_of_comment(sql, at);
                continue;
            }
            b'\'' => {
                at = end_of_quoted(bytes, at, b'\'', false);
                Kind::Text
            }
            b'"' => {
                at = end_of_quoted(bytes, at, b'"', false);
                Kind::Quoted
            }
            b'e' | b'E' if bytes.get(at + 1) == Some(&b'\'') => {
                at = end_of_quoted(bytes, at + 1, b'\'', true);
                Kind::Text
            }
            b'$' => match end_of_dollar_quoted(sql, at) {
                Some(end) => {
                    at = end;
                    Kind::Text
                }
                None => {
                    at = end_of_word(sql, at + 1);
                    Kind::Parameter
                }
            },
            b'?' => {
                at += 1;
                at += sql[at..].bytes().take_while(u8::is_ascii_digit).count();
                Kind::Parameter
            }
            byte if byte.is_ascii_digit() => {
                at +=
                    rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')).count();
                Kind::Number
            }
            byte if byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii() => {
                at = end_of_word(sql, at);
                Kind::Word
            }
            _ => {
                at += 1;
                Kind::Sign
            }
        };
        found.push(Token { kind, at: start..at });
    }
    found
}

fn end_of_word(sql: &str, at: usize) -> usize {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$' || !letter.is_ascii();
    at + sql[at..].find(|letter: char| !is_part(letter)).unwrap_or(sql.len() - at)
}

/// Behind the closing quote; the end of the text if there is none.
fn end_of_quoted(bytes: &[u8], start: usize, quote: u8, escapes: bool) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if escapes => at += 2,
            byte if byte == quote && bytes.get(at + 1) == Some(&quote) => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Comments nest.
fn end_of_comment(sql: &str, start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at < sql.len() {
        match &sql.as_bytes()[at..] {
            [b'/', b'*', ..] => {
                depth += 1;
                at += 2;
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    sql.len()
}

/// Behind `$tag$text$tag$`, if that is what begins here.
fn end_of_dollar_quoted(sql: &str, start: usize) -> Option<usize> {
    let rest = &sql[start + 1..];
    let length = rest.find(|letter: char| !(letter.is_alphanumeric() || letter == '_'))?;
    if !rest[length..].starts_with('$') || rest.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let tag = &sql[start..start + length + 2];
    let body = start + tag.len();
    Some(sql[body..].find(tag).map_or(sql.len(), |end| body + end + tag.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_comments_and_parameters_are_told_apart() {
        let sql = "SELECT 'a;''b', E'\\'', \"c\"\"d\", $$e;$$, $t$f$t$, $1, ? -- $2\n/* /* $3 */ */ FROM x1;";
        let found: Vec<(Kind, &str)> = tokens(sql)
            .into_iter()
            .map(|token| (token.kind, &sql[token.at]))
            .filter(|(_, text)| *text != ",")
            .collect();
        let expected = [
            (Kind::Word, "SELECT"),
            (Kind::Text, "'a;''b'"),
            (Kind::Text, "E'\\''"),
            (Kind::Quoted, "\"c\"\"d\""),
            (Kind::Text, "$$e;$$"),
            (Kind::Text, "$t$f$t$"),
            (Kind::Parameter, "$1"),
            (Kind::Parameter, "?"),
            (Kind::Word, "FROM"),
            (Kind::Word, "x1"),
            (Kind::Sign, ";"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        for sql in ["'a", "\"a", "$$a", "/* a", "E'\\", "$", "é"] {
            assert!(tokens(sql).iter().all(|token| token.at.end <= sql.len() + 1), "{sql}");
        }
    }
}
