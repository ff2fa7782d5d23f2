//! From text to an [`EngineUrl`].

use super::{EngineUrl, UrlError};

const LONGEST_SCHEME: usize = 64;

/// A part of the URL that is being read: a slice of the whole, so that errors can tell the place.
#[derive(Clone, Copy)]
struct Part<'a> {
    whole: &'a str,
    name: &'static str,
    start: usize,
    text: &'a str,
}

impl<'a> Part<'a> {
    fn malformed(&self, offset: usize, problem: &'static str, instead: &'static str) -> UrlError {
        let before = self.whole.get(..self.start + offset).unwrap_or(self.whole);
        UrlError::Malformed { part: self.name, at: before.chars().count() + 1, problem, instead }
    }

    /// The bytes from `from` to `to` of this part, as a part called `name`.
    fn slice(&self, name: &'static str, from: usize, to: usize) -> Part<'a> {
        Part { whole: self.whole, name, start: self.start + from, text: self.text.get(from..to).unwrap_or("") }
    }

    /// The text before and after the separator at `at`, which is one byte long.
    fn split_at(&self, at: usize, names: (&'static str, &'static str)) -> (Part<'a>, Part<'a>) {
        (self.slice(names.0, 0, at), self.slice(names.1, at + 1, self.text.len()))
    }

    fn decoded(&self) -> Result<String, UrlError> {
        self.decode(Plus::Literal)
    }

    fn decode(&self, plus: Plus) -> Result<String, UrlError> {
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut rest = self.text.bytes().enumerate();
        while let Some((offset, byte)) = rest.next() {
            let hex = |digit: Option<(usize, u8)>| digit.and_then(|(_, digit)| char::from(digit).to_digit(16));
            bytes.push(match byte {
                b'+' if plus == Plus::Space => b' ',
                b'%' => match (hex(rest.next()), hex(rest.next())) {
                    (Some(high), Some(low)) => u8::try_from(high * 16 + low).unwrap_or(b'%'),
                    _ => {
                        return Err(self.malformed(offset, "a `%` without two hexadecimal digits", "write `%` as %25"));
                    }
                },
                _ => byte,
            });
        }
        let Ok(text) = String::from_utf8(bytes) else {
            return Err(self.malformed(0, "its percent escapes are not UTF-8", "escape the bytes of its UTF-8 form"));
        };
        if text.contains('\0') {
            return Err(self.malformed(0, "it holds a NUL", "take the %00 out"));
        }
        Ok(text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Plus {
    Literal,
    Space,
}

pub(super) fn parse(url: &str) -> Result<EngineUrl, UrlError> {
    let whole = Part { whole: url, name: "text", start: 0, text: url };
    if let Some(at) = url.find(char::is_control) {
        return Err(whole.malformed(at, "a control character", "write it as a percent escape, or take it out"));
    }
    let Some(colon) = url.find("://") else {
        let instead = "write scheme://user:password@host:port/database, or scheme:///path for a file, such as \
                       duckdb:///shop.duckdb";
        return Err(whole.slice("scheme", 0, url.len()).malformed(0, "there is no `://`", instead));
    };
    let mut parsed = EngineUrl::new(&url[..colon])?;
    let rest = whole.slice("authority", colon + 3, url.len());
    let (rest, query) = match rest.text.find('?') {
        None => (rest, None),
        Some(at) => (rest.slice("authority", 0, at), Some(rest.slice("query", at + 1, rest.text.len()))),
    };
    let (authority, database) = match rest.text.find('/') {
        None => (rest, None),
        Some(at) => {
            let (authority, database) = rest.split_at(at, ("authority", "database"));
            (authority, Some(database))
        }
    };
    reject_unescaped_password(authority, database, query)?;
    read_authority(&mut parsed, authority)?;
    if let Some(database) = database {
        parsed.database = Some(database.decoded()?).filter(|database| !database.is_empty());
    }
    if let Some(query) = query {
        parsed.query = read_query(query)?;
    }
    Ok(parsed)
}

/// `scheme` or `scheme+driver`, in lower case.
pub(super) fn scheme(text: &str) -> Result<(String, Option<String>), UrlError> {
    let part = Part { whole: text, name: "scheme", start: 0, text };
    let instead = "a scheme is letters, digits, `_`, `.` and `-`, beginning with a letter, such as duckdb://";
    let good = |name: &str| {
        name.starts_with(|char: char| char.is_ascii_alphabetic())
            && name.len() <= LONGEST_SCHEME
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
    };
    let (scheme, driver) = match text.split_once('+') {
        None => (text, None),
        Some((scheme, driver)) => (scheme, Some(driver)),
    };
    if !good(scheme) {
        return Err(part.malformed(0, "this is no scheme", instead));
    }
    if driver.is_some_and(|driver| !good(driver)) {
        return Err(part.malformed(scheme.len() + 1, "this is no driver", instead));
    }
    Ok((scheme.to_ascii_lowercase(), driver.map(str::to_ascii_lowercase)))
}

/// A password with a bare `/` or `?` looks like a port and a path; read so, its end would be shown in logs.
fn reject_unescaped_password(
    authority: Part<'_>,
    database: Option<Part<'_>>,
    query: Option<Part<'_>>,
) -> Result<(), UrlError> {
    if authority.text.contains('@') || !authority.text.contains(':') || authority.text.starts_with('[') {
        return Ok(());
    }
    let key_has_at = |query: &Part<'_>| query.text.split('&').any(|pair| pair.split('=').next().is_some_and(has_at));
    let suspect = database.filter(|part| has_at(part.text)).or(query.filter(key_has_at));
    match suspect.and_then(|part| Some((part, part.text.find('@')?))) {
        None => Ok(()),
        Some((part, at)) => {
            let instead = "in a password write `/` as %2F and `?` as %3F, elsewhere write `@` as %40";
            Err(part.malformed(at, "an `@` after a `/` or `?` that may belong to a password", instead))
        }
    }
}

fn has_at(text: &str) -> bool {
    text.contains('@')
}

fn read_authority(url: &mut EngineUrl, authority: Part<'_>) -> Result<(), UrlError> {
    let address = match authority.text.rfind('@') {
        None => authority,
        Some(at) => {
            let (login, address) = authority.split_at(at, ("user", "host"));
            let (user, password) = match login.text.find(':') {
                None => (login, None),
                Some(colon) => {
                    let (user, password) = login.split_at(colon, ("user", "password"));
                    (user, Some(password))
                }
            };
            url.user = Some(user.decoded()?).filter(|user| !user.is_empty());
            url.password = password.map(|password| password.decoded()).transpose()?;
            address
        }
    };
    let (host, port) = if address.text.starts_with('[') {
        let instead = "write an IPv6 address as [::1] or [::1]:8812";
        let Some(end) = address.text.find(']') else {
            return Err(address.slice("host", 0, 0).malformed(0, "a `[` without `]`", instead));
        };
        let after = address.slice("host", end + 1, address.text.len());
        let host = address.slice("host", 1, end);
        match after.text.strip_prefix(':') {
            _ if host.text.is_empty() => return Err(host.malformed(0, "an empty `[]`", instead)),
            Some(_) => (host, Some(after.slice("port", 1, after.text.len()))),
            None if after.text.is_empty() => (host, None),
            None => return Err(after.malformed(0, "text between `]` and the port", instead)),
        }
    } else {
        match address.text.find(':') {
            None => (address, None),
            Some(colon) => {
                let (host, port) = address.split_at(colon, ("host", "port"));
                (host, Some(port))
            }
        }
    };
    let host = Part { name: "host", ..host };
    url.host = Some(host.decoded()?).filter(|host| !host.is_empty());
    url.port = port.map(|port| read_port(&port)).transpose()?.flatten();
    Ok(())
}

fn read_port(port: &Part<'_>) -> Result<Option<u16>, UrlError> {
    if port.text.is_empty() {
        return Ok(None);
    }
    let digits = port.text.bytes().all(|byte| byte.is_ascii_digit());
    if port.text == "memory:" {
        let instead = "write `:memory:` behind three slashes (scheme:///:memory:), or nothing at all (scheme://)";
        return Err(port.malformed(0, "`:memory:` is a path", instead));
    }
    match port.text.parse::<u16>().ok().filter(|port| digits && *port > 0) {
        Some(port) => Ok(Some(port)),
        None => Err(port.malformed(
            0,
            "it is not a number from 1 to 65535",
            "a path needs three slashes (scheme:///path), a password its `/`, `?` and `:` written as %2F, %3F and %3A, an IPv6 \
             address brackets",
        )),
    }
}

fn read_query(query: Part<'_>) -> Result<Vec<(String, String)>, UrlError> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for text in query.text.split('&') {
        let pair = query.slice("query", start, start + text.len());
        start += text.len() + 1;
        if text.is_empty() {
            continue;
        }
        match text.find('=') {
            None => {
                return Err(pair.malformed(
                    0,
                    "a key without `=`",
                    "write key=value, with nothing after `=` for no text",
                ));
            }
            Some(0) => {
                return Err(pair.malformed(0, "a value without key", "write key=value, and `&` in a value as %26"));
            }
            Some(equals) => {
                let (key, value) = pair.split_at(equals, ("query", "query"));
                pairs.push((key.decode(Plus::Space)?, value.decode(Plus::Space)?));
            }
        }
    }
    Ok(pairs)
}
