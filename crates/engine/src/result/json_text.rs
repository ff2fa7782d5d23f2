//! JSON that is to stand on one line.

/// Nesting past this is not followed.
const DEEPEST: usize = 10_000;

/// `text` without spaces and line breaks between its tokens; `None` if it is no JSON document.
pub(super) fn compact(text: &str) -> Option<String> {
    let mut scanner = Scanner { rest: text, out: String::with_capacity(text.len()) };
    // What is open; a loop instead of recursion, because the text may be nested as deep as someone likes.
    let mut open: Vec<char> = Vec::new();
    let mut wants_value = true;
    loop {
        scanner.skip_space();
        if wants_value {
            match scanner.peek()? {
                bracket @ ('{' | '[') if open.len() < DEEPEST => {
                    scanner.take(1)?;
                    scanner.skip_space();
                    let close = if bracket == '{' { '}' } else { ']' };
                    if scanner.peek()? == close {
                        scanner.take(1)?;
                        wants_value = false;
                        continue;
                    }
                    open.push(close);
                    if bracket == '{' {
                        scanner.key()?;
                    }
                    continue;
                }
                '"' => scanner.string()?,
                _ => scanner.word()?,
            }
            wants_value = false;
        }
        scanner.skip_space();
        match (open.last().copied(), scanner.peek()) {
            (None, None) => return Some(scanner.out),
            (Some(close), Some(',')) => {
                scanner.take(1)?;
                scanner.skip_space();
                if close == '}' {
                    scanner.key()?;
                }
                wants_value = true;
            }
            (Some(close), Some(next)) if next == close => {
                scanner.take(1)?;
                open.pop();
            }
            _ => return None,
        }
    }
}

struct Scanner<'a> {
    rest: &'a str,
    out: String,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn take(&mut self, bytes: usize) -> Option<()> {
        let (token, rest) = self.rest.split_at_checked(bytes)?;
        self.out.push_str(token);
        self.rest = rest;
        Some(())
    }

    fn key(&mut self) -> Option<()> {
        self.string()?;
        self.skip_space();
        if self.peek()? != ':' {
            return None;
        }
        self.take(1)
    }

    fn string(&mut self) -> Option<()> {
        let mut letters = self.rest.char_indices();
        if letters.next()?.1 != '"' {
            return None;
        }
        loop {
            match letters.next()? {
                (at, '"') => return self.take(at + 1),
                (_, '\\') => match letters.next()?.1 {
                    'u' => {
                        for _ in 0..4 {
                            letters.next().filter(|(_, digit)| digit.is_ascii_hexdigit())?;
                        }
                    }
                    '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {}
                    _ => return None,
                },
                (_, letter) if letter < ' ' => return None,
                _ => {}
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<()> {
        let end = self.rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || "+-.".contains(letter)));
        let word = &self.rest[..end.unwrap_or(self.rest.len())];
        if !matches!(word, "true" | "false" | "null") && !is_number(word) {
            return None;
        }
        self.take(word.len())
    }
}

fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (word, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_lose_their_spaces_only() {
        for (text, expected) in [
            (
                " { \"a b\" : [ 1 , -2.50e+10 , \"x \\\" \\u00e9\" ] ,\n\"c\":{ } }",
                r#"{"a b":[1,-2.50e+10,"x \" \u00e9"],"c":{}}"#,
            ),
            ("[]", "[]"),
            (" null ", "null"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("[[[]]]", "[[[]]]"),
        ] {
            assert_eq!(compact(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_document() {
        for text in [
            "", "{", "[1,]", "{1:2}", "{\"a\"}", "01", "1 2", "[1}", "'a'", "\"a", "nul", "\"\\x\"", "\"\n\"", "-",
            "1.",
        ] {
            assert_eq!(compact(text), None, "{text}");
        }
        assert_eq!(compact(&"[".repeat(1_000_000)), None);
    }
}
