//! One pass over a text: what is a parameter, and what is left alone.

use std::ops::Range;

use super::error::{TextError, TextPosition};
use super::rules::{HashComments, LexicalRules};

/// A piece of a text, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment<'a> {
    /// SQL that stays as it is.
    Sql(&'a str),
    /// A parameter.
    Parameter(Slot<'a>),
}

/// A place where a parameter's value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Slot<'a> {
    /// The parameter's name, without the colon.
    pub name: &'a str,
    /// Where in the statement it stands.
    pub place: Place,
    /// The byte in the text at which its colon stands.
    pub offset: usize,
}

/// Where a parameter stands, as far as lists need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// `IN :name`
    AfterIn,
    /// `IN (:name)`, with nothing else in the parentheses.
    AloneAfterIn,
    /// Anywhere else.
    Elsewhere,
}

/// What the last token that is neither space nor comment was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    In,
    OpenAfterIn,
    Other,
}

/// Cuts `text` into segments. Linear in the length of the text, without recursion.
pub(super) fn scan<'a>(text: &'a str, rules: &LexicalRules) -> Result<Vec<Segment<'a>>, TextError> {
    scanner(text, rules).run().map(|scanner| scanner.segments)
}

/// Whether `text` can stand inside a statement: no semicolon, and each bracket closed, outside literals, names and
/// comments.
pub(super) fn keeps_together(text: &str, rules: &LexicalRules) -> Result<(), TextError> {
    let scanner = scanner(text, rules).run()?;
    match scanner.semicolon {
        Some(at) => Err(TextError::Semicolon { at: scanner.position(at) }),
        None if scanner.unbalanced || scanner.depth != 0 => Err(TextError::Unbalanced),
        None => Ok(()),
    }
}

/// Whether `words` can be the name of one type: as [`keeps_together`], without comments, and commas only in parentheses.
pub(crate) fn is_one_type(words: &str, rules: &LexicalRules) -> bool {
    scanner(words, rules).run().is_ok_and(|scanner| {
        let Scanner { semicolon, comment, outer_comma, unbalanced, depth, .. } = scanner;
        semicolon.is_none() && !comment && !outer_comma && !unbalanced && depth == 0
    })
}

/// `text` with `'?'` for each string literal; what is unterminated is left out to the end.
pub(super) fn without_literals(text: &str, rules: &LexicalRules) -> String {
    // In a text that is sent, the engine's placeholders stand where the parameters were.
    let rules = LexicalRules {
        numbered_placeholders: false,
        named_placeholders: false,
        question_placeholders: false,
        ..*rules
    };
    let mut scanner = scanner(text, &rules);
    while let Some(&byte) = scanner.bytes.get(scanner.at) {
        let start = scanner.at;
        if scanner.step(byte).is_err() {
            scanner.literals.push(start..text.len());
            break;
        }
    }
    let mut shown = String::with_capacity(text.len());
    let mut copied = 0;
    for literal in &scanner.literals {
        shown.push_str(&text[copied..literal.start]);
        shown.push_str("'?'");
        copied = literal.end;
    }
    shown.push_str(&text[copied..]);
    shown
}

fn scanner<'a, 'r>(text: &'a str, rules: &'r LexicalRules) -> Scanner<'a, 'r> {
    Scanner {
        text,
        bytes: text.as_bytes(),
        rules,
        at: 0,
        copied: 0,
        last: Last::Nothing,
        found_statement: false,
        undecided: None,
        escape_string_end: None,
        semicolon: None,
        depth: 0,
        unbalanced: false,
        comment: false,
        outer_comma: false,
        segments: Vec::new(),
        literals: Vec::new(),
    }
}

struct Scanner<'a, 'r> {
    text: &'a str,
    bytes: &'a [u8],
    rules: &'r LexicalRules,
    /// The byte that is looked at.
    at: usize,
    /// Up to here the text is in `segments`.
    copied: usize,
    last: Last,
    found_statement: bool,
    /// The segment of a parameter after `IN (`, until the next token tells whether it stands alone.
    undecided: Option<usize>,
    /// Where an `E'…'` ended, as long as only space and comments followed: a literal after a line break continues it.
    escape_string_end: Option<usize>,
    /// Where the first semicolon is.
    semicolon: Option<usize>,
    /// How many parentheses are open.
    depth: usize,
    /// One was closed that was not open.
    unbalanced: bool,
    comment: bool,
    /// A comma stands outside of all parentheses.
    outer_comma: bool,
    segments: Vec<Segment<'a>>,
    /// Where string literals stand.
    literals: Vec<Range<usize>>,
}

impl<'a> Scanner<'a, '_> {
    fn run(mut self) -> Result<Self, TextError> {
        if let Some(nul) = self.text.find('\0') {
            return Err(TextError::Nul { at: self.position(nul) });
        }
        while let Some(&byte) = self.bytes.get(self.at) {
            self.step(byte)?;
        }
        self.copy_until(self.text.len());
        if self.found_statement { Ok(self) } else { Err(TextError::Empty) }
    }

    fn step(&mut self, byte: u8) -> Result<(), TextError> {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => self.at += 1,
            b'-' if self.next_is(1, b'-') => self.skip_line(),
            b'#' if self.hash_begins_comment() => self.skip_line(),
            b'/' if self.next_is(1, b'*') => return self.skip_comment(),
            b'\'' => return self.literal(Escapes::AsUsual),
            b'"' => return self.quoted(b'"', self.rules.backslash_escapes, "quoted name"),
            b'`' if self.rules.backtick_names => {
                return self.quoted(b'`', self.rules.backslash_escapes, "quoted name");
            }
            b'$' => return self.dollar(),
            b'?' if self.rules.question_placeholders => return Err(self.placeholder(self.at + 1)),
            b':' => self.colon(),
            b'\\' if self.next_is(1, b':') => self.escaped_colon(),
            b';' => {
                self.semicolon.get_or_insert(self.at);
                self.undecided = None;
                self.last = Last::Nothing;
                self.escape_string_end = None;
                self.at += 1;
            }
            b'(' => {
                self.depth += 1;
                let after_in = self.last == Last::In;
                self.token(if after_in { Last::OpenAfterIn } else { Last::Other });
                self.at += 1;
            }
            b')' => {
                match self.depth.checked_sub(1) {
                    Some(depth) => self.depth = depth,
                    None => self.unbalanced = true,
                }
                if let Some(Segment::Parameter(slot)) = self.undecided.and_then(|index| self.segments.get_mut(index)) {
                    slot.place = Place::AloneAfterIn;
                }
                self.token(Last::Other);
                self.at += 1;
            }
            b',' => {
                self.outer_comma |= self.depth == 0;
                self.token(Last::Other);
                self.at += 1;
            }
            b'0'..=b'9' => {
                // Letters after the digits are a word of their own: `1e'…'` is read as `1` and `e'…'`.
                self.token(Last::Other);
                self.at += self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            }
            _ if byte == b'_' || byte.is_ascii_alphabetic() => return self.word(),
            0x80.. => match self.text[self.at..].chars().next().filter(|char| is_space(*char)) {
                Some(space) => self.at += space.len_utf8(),
                None => return self.word(),
            },
            _ => {
                self.token(Last::Other);
                self.at += 1;
            }
        }
        Ok(())
    }

    /// Notes that a token begins that is neither space nor comment.
    fn token(&mut self, last: Last) {
        self.undecided = None;
        self.escape_string_end = None;
        self.found_statement = true;
        self.last = last;
    }

    fn next_is(&self, ahead: usize, byte: u8) -> bool {
        self.bytes.get(self.at + ahead) == Some(&byte)
    }

    fn position(&self, offset: usize) -> TextPosition {
        TextPosition::of(self.text, offset)
    }

    fn copy_until(&mut self, end: usize) {
        if let Some(sql) = self.text.get(self.copied..end).filter(|sql| !sql.is_empty()) {
            self.segments.push(Segment::Sql(sql));
        }
        self.copied = end;
    }

    /// A name, a keyword, or the `E` of an `E'…'`.
    fn word(&mut self) -> Result<(), TextError> {
        let end = self.word_end(self.at);
        let word = &self.bytes[self.at..end];
        let escape_string = self.rules.escape_strings && word.eq_ignore_ascii_case(b"e");
        self.token(if word.eq_ignore_ascii_case(b"in") { Last::In } else { Last::Other });
        self.at = end;
        if escape_string && self.next_is(0, b'\'') { self.literal(Escapes::Backslash) } else { Ok(()) }
    }

    fn word_end(&self, start: usize) -> usize {
        let mut end = start;
        while let Some(&byte) = self.bytes.get(end) {
            if byte >= 0x80 {
                let Some(char) = self.text[end..].chars().next().filter(|char| !is_space(*char)) else { break };
                end += char.len_utf8();
            } else if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') {
                end += 1;
            } else {
                break;
            }
        }
        end
    }

    fn literal(&mut self, escapes: Escapes) -> Result<(), TextError> {
        let continued = self
            .escape_string_end
            .is_some_and(|end| self.bytes[end..self.at].iter().any(|byte| matches!(byte, b'\n' | b'\r')));
        let escape_string = escapes == Escapes::Backslash || continued;
        let start = self.at;
        self.quoted(b'\'', escape_string || self.rules.backslash_escapes, "string literal")?;
        self.literals.push(start..self.at);
        self.escape_string_end = escape_string.then_some(self.at);
        Ok(())
    }

    fn quoted(&mut self, quote: u8, backslash: bool, what: &'static str) -> Result<(), TextError> {
        let start = self.at;
        self.token(Last::Other);
        let mut at = start + 1;
        loop {
            match self.bytes.get(at) {
                None => return Err(TextError::Unterminated { what, at: self.position(start) }),
                Some(b'\\') if backslash => at += 2,
                Some(byte) if *byte == quote => {
                    if self.bytes.get(at + 1) != Some(&quote) {
                        self.at = at + 1;
                        return Ok(());
                    }
                    at += 2;
                }
                Some(_) => at += 1,
            }
        }
    }

    fn dollar(&mut self) -> Result<(), TextError> {
        let start = self.at;
        self.token(Last::Other);
        // Every character beyond ASCII may stand in a tag, spaces too.
        let in_tag = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
        let end = start + 1 + self.bytes[start + 1..].iter().take_while(|byte| in_tag(byte)).count();
        let begins_with_digit = self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit);
        if self.rules.dollar_quotes && !begins_with_digit && self.bytes.get(end) == Some(&b'$') {
            let tag = &self.text[start..=end];
            let Some(length) = self.text[end + 1..].find(tag) else {
                return Err(TextError::Unterminated { what: "dollar-quoted literal", at: self.position(start) });
            };
            self.at = end + 1 + length + tag.len();
            self.literals.push(start..self.at);
        } else if begins_with_digit && self.rules.numbered_placeholders {
            let digits = self.bytes[start + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            return Err(self.placeholder(start + 1 + digits));
        } else if !begins_with_digit && self.rules.named_placeholders {
            // Also a `$` alone: space and comments may stand between it and the name.
            return Err(self.placeholder(end));
        } else {
            self.at = end;
        }
        Ok(())
    }

    fn placeholder(&self, end: usize) -> TextError {
        let found = self.text.get(self.at..end).unwrap_or("$").chars().take(64).collect();
        TextError::Placeholder { found, at: self.position(self.at) }
    }

    fn hash_begins_comment(&self) -> bool {
        match self.rules.hash_comments {
            HashComments::None => false,
            HashComments::Spaced => self.next_is(1, b' ') || self.next_is(1, b'!'),
            HashComments::Any => true,
        }
    }

    fn skip_line(&mut self) {
        self.comment = true;
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    }

    fn skip_comment(&mut self) -> Result<(), TextError> {
        let start = self.at;
        let mut depth = 1_usize;
        self.comment = true;
        self.at += 2;
        while depth > 0 {
            match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
                (None, _) => return Err(TextError::Unterminated { what: "comment", at: self.position(start) }),
                (Some(b'*'), Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                }
                (Some(b'/'), Some(b'*')) if self.rules.nested_comments => {
                    depth += 1;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
        // A block comment ends the space in which a literal may continue an `E'…'`.
        self.escape_string_end = None;
        Ok(())
    }

    /// `\:` stands for a colon that begins no parameter.
    fn escaped_colon(&mut self) {
        self.token(Last::Other);
        self.copy_until(self.at);
        self.copied += 1;
        self.at += 2;
    }

    fn colon(&mut self) {
        let start = self.at;
        let name_length = self.text[start + 1..]
            .char_indices()
            .find(|(index, char)| !(char.is_alphabetic() || *char == '_' || (*index > 0 && char.is_alphanumeric())))
            .map_or(self.text.len() - start - 1, |(index, _)| index);
        if name_length == 0 || self.text[..start].chars().next_back().is_some_and(ends_operand) {
            self.token(Last::Other);
            // A run of colons is a cast or an operator of its own.
            self.at += self.bytes[start..].iter().take_while(|byte| **byte == b':').count();
            return;
        }
        let place = if self.last == Last::In { Place::AfterIn } else { Place::Elsewhere };
        let may_be_alone = self.last == Last::OpenAfterIn;
        self.copy_until(start);
        self.token(Last::Other);
        let end = start + 1 + name_length;
        self.undecided = may_be_alone.then_some(self.segments.len());
        self.segments.push(Segment::Parameter(Slot { name: &self.text[start + 1..end], place, offset: start }));
        self.at = end;
        self.copied = end;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    AsUsual,
    Backslash,
}

/// The spaces beyond ASCII that engines read as space; all other characters beyond ASCII belong to words.
fn is_space(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a colon right after `char` separates (a slice, a key, a cast) instead of beginning a parameter.
fn ends_operand(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, ':' | '_' | '$' | '\'' | '"' | '`' | ')' | ']' | '}')
}
