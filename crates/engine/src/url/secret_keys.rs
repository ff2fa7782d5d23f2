//! Which settings hold secrets.

use std::borrow::Cow;

use super::print::HIDDEN;

/// In the name of a setting, these tell that its value is a secret.
const TELLING: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "token",
    "secret",
    "credential",
    "oauth",
    "apikey",
    "jwt",
    "bearer",
    "private",
    "signature",
];
/// A name that ends with one of these as a word of its own holds a secret.
const TELLING_WORDS: [&str; 6] = ["key", "auth", "authorization", "pass", "sig", "slt"];

/// Which settings are shown as `***`: those whose names say that they hold a password, token, key or the like, and those
/// that a driver adds.
///
/// ```
/// use aludel_engine::SecretKeys;
///
/// let secrets = SecretKeys::new().with("ca_bundle");
/// assert!(secrets.is_secret("motherduck_token") && secrets.is_secret("CA_BUNDLE"));
/// assert!(!secrets.is_secret("threads"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecretKeys {
    more: Vec<String>,
}

impl SecretKeys {
    /// Those that every driver hides.
    pub fn new() -> Self {
        Self::default()
    }

    /// And this one, in any case.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>) -> Self {
        self.more.push(key.into().to_lowercase());
        self
    }

    /// Whether the value of `key` is to be hidden.
    pub fn is_secret(&self, key: &str) -> bool {
        let key = key.to_lowercase();
        let words = || key.split(|char: char| !char.is_alphanumeric());
        TELLING.iter().any(|telling| key.contains(telling))
            || words().any(|word| TELLING_WORDS.contains(&word) || word.ends_with("key"))
            || self.more.contains(&key)
    }

    /// `value`, or `***` if `key` is secret or the value itself carries one.
    pub(crate) fn redact<'a>(&self, key: &str, value: &'a str) -> Cow<'a, str> {
        if self.is_secret(key) { Cow::Borrowed(HIDDEN) } else { self.redact_text(value) }
    }

    /// `text` without what in it is a secret: a URL with a login, and all from the first `secret_key=` on.
    pub(crate) fn redact_text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.find("://").is_some_and(|at| text[at..].contains('@')) {
            return Cow::Borrowed(HIDDEN);
        }
        let first = text.match_indices('=').map(|(at, _)| at).find(|at| {
            let name = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.');
            text[..*at].trim_end().rsplit(|char| !name(char)).next().is_some_and(|key| self.is_secret(key))
        });
        match first {
            None => Cow::Borrowed(text),
            Some(at) => Cow::Owned(format!("{}={HIDDEN}", &text[..at])),
        }
    }
}
