//! The words, numbers and quoted texts that a type is written with.

use std::str::FromStr;

use super::Parsed;

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    pub(super) fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    pub(super) fn expect(&mut self, wanted: char, problem: &'static str) -> Parsed<()> {
        if self.eat(wanted) { Ok(()) } else { Err(problem) }
    }

    pub(super) fn word(&mut self) -> &'a str {
        self.skip_space();
        let rest = self.rest();
        let end = rest.find(|char: char| !(char.is_alphanumeric() || matches!(char, '_' | '.'))).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    pub(super) fn number<T: FromStr>(&mut self) -> Parsed<T> {
        self.skip_space();
        let rest = self.rest();
        let sign = usize::from(rest.starts_with('-'));
        let digits = rest.get(sign..).unwrap_or_default();
        let end = sign + digits.find(|char: char| !char.is_ascii_digit()).unwrap_or(digits.len());
        let number = rest.get(..end).and_then(|text| text.parse().ok()).ok_or("a number is expected")?;
        self.at += end;
        Ok(number)
    }

    /// Between quotes, in which a backslash escapes and the quote may be doubled.
    pub(super) fn quoted(&mut self, quote: char) -> Parsed<String> {
        self.expect(quote, "a quoted text is expected")?;
        let mut bytes = Vec::new();
        loop {
            let mut rest = self.rest().chars();
            let char = rest.next().ok_or("the quote is not closed")?;
            self.at += char.len_utf8();
            if char == quote {
                if rest.next() != Some(quote) {
                    return String::from_utf8(bytes).map_err(|_| "the quoted text is no UTF-8");
                }
                self.at += quote.len_utf8();
                bytes.extend_from_slice(quote.encode_utf8(&mut [0; 4]).as_bytes());
            } else if char == '\\' {
                bytes.extend_from_slice(self.escaped()?.encode(&mut [0; 4]));
            } else {
                bytes.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }

    fn escaped(&mut self) -> Parsed<Escaped> {
        let char = self.rest().chars().next().ok_or("the quote is not closed")?;
        self.at += char.len_utf8();
        Ok(match char {
            'n' => Escaped::Byte(b'\n'),
            't' => Escaped::Byte(b'\t'),
            'r' => Escaped::Byte(b'\r'),
            'b' => Escaped::Byte(8),
            'f' => Escaped::Byte(12),
            'a' => Escaped::Byte(7),
            'v' => Escaped::Byte(11),
            'e' => Escaped::Byte(27),
            '0' => Escaped::Byte(0),
            'x' => {
                let digits = self.rest().get(..2).ok_or("two hexadecimal digits are expected")?;
                let byte = u8::from_str_radix(digits, 16).map_err(|_| "two hexadecimal digits are expected")?;
                self.at += 2;
                Escaped::Byte(byte)
            }
            other => Escaped::Char(other),
        })
    }

    pub(super) fn close(&mut self) -> Parsed<()> {
        self.expect(')', "a closing parenthesis is expected")
    }

    pub(super) fn open(&mut self) -> Parsed<()> {
        self.expect('(', "an opening parenthesis is expected")
    }

    /// Whatever stands in parentheses, if they come next.
    pub(super) fn skip_arguments(&mut self) -> Parsed<()> {
        if self.peek() != Some('(') {
            return Ok(());
        }
        let mut open = 0_usize;
        loop {
            match self.peek().ok_or("a parenthesis is not closed")? {
                quote @ ('\'' | '`' | '"') => {
                    self.quoted(quote)?;
                    continue;
                }
                '(' => open += 1,
                ')' => open -= 1,
                _ => {}
            }
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            if open == 0 {
                return Ok(());
            }
        }
    }
}

enum Escaped {
    Byte(u8),
    Char(char),
}

impl Escaped {
    fn encode(self, buffer: &mut [u8; 4]) -> &[u8] {
        match self {
            Escaped::Byte(byte) => {
                buffer[0] = byte;
                &buffer[..1]
            }
            Escaped::Char(char) => char.encode_utf8(buffer).as_bytes(),
        }
    }
}
