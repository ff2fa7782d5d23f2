//! From an [`EngineUrl`] to text.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{EngineUrl, SecretKeys};

/// What stands for a secret.
pub(super) const HIDDEN: &str = "***";

const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'*');
const PATH: &AsciiSet = &PLAIN.remove(b'/');
const ADDRESS: &AsciiSet = &PLAIN.remove(b':');

/// The URL; with `secrets`, those are hidden.
pub(super) fn print(url: &EngineUrl, secrets: Option<&SecretKeys>) -> String {
    let mut out = url.scheme.clone();
    if let Some(driver) = &url.driver {
        out.push('+');
        out.push_str(driver);
    }
    out.push_str("://");
    if url.user.is_some() || url.password.is_some() {
        push(&mut out, url.user.as_deref().unwrap_or_default(), PLAIN);
        if let Some(password) = &url.password {
            out.push(':');
            push(&mut out, if secrets.is_some() { HIDDEN } else { password }, PLAIN);
        }
        out.push('@');
    }
    match &url.host {
        Some(host) if host.contains(':') => {
            out.push('[');
            push(&mut out, host, ADDRESS);
            out.push(']');
        }
        Some(host) => push(&mut out, host, PLAIN),
        None => {}
    }
    if let Some(port) = url.port {
        // Writing to a String does not fail.
        let _ = write!(out, ":{port}");
    }
    if let Some(database) = &url.database {
        out.push('/');
        match secrets {
            Some(secrets) => push(&mut out, &secrets.redact_text(database), PATH),
            None => push(&mut out, database, PATH),
        }
    }
    for (number, (key, value)) in url.query.iter().enumerate() {
        out.push(if number == 0 { '?' } else { '&' });
        push(&mut out, key, PLAIN);
        out.push('=');
        match secrets {
            Some(secrets) => push(&mut out, &secrets.redact(key, value), PLAIN),
            None => push(&mut out, value, PLAIN),
        }
    }
    out
}

fn push(out: &mut String, text: &str, escaped: &'static AsciiSet) {
    out.extend(utf8_percent_encode(text, escaped));
}
