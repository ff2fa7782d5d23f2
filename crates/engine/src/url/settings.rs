//! The settings of one connect call, taken one by one, so that none is ignored.

use std::fmt;
use std::time::Duration;

use super::pool_options::POOL_KEYS;
use super::print::HIDDEN;
use super::{SecretKeys, SettingValue, UrlError, nearest};

/// Where a setting was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// In the URL, which wins.
    Url,
    /// Beside the URL.
    Beside,
    /// Nowhere: it is the default.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::Url => "URL",
            Origin::Beside => "beside the URL",
            Origin::Default => "default",
        })
    }
}

/// One setting with all values that it was given.
#[derive(Clone, PartialEq)]
pub(super) struct Setting {
    pub(super) key: String,
    pub(super) values: Vec<SettingValue>,
    pub(super) origin: Origin,
}

/// The settings that a driver has still to take. It takes those that it knows, then calls [`finish`](Self::finish), which
/// refuses what is left.
///
/// ```
/// use aludel_engine::{ConnectOptions, EngineUrl};
///
/// let url = EngineUrl::parse("questdb://localhost/qdb?tls=on&retires=3")?;
/// let mut settings = ConnectOptions::new(url).with_config("retries", 2).settings();
/// assert_eq!(settings.take_bool("tls")?, Some(true));
/// assert_eq!(settings.take_int("retries")?, Some(2));
/// let error = settings.finish(&[]).unwrap_err();
/// assert_eq!(error.to_string(), r#"there is no setting "retires"; did you mean retries?"#);
/// # Ok::<(), aludel_engine::UrlError>(())
/// ```
pub struct Settings {
    left: Vec<Setting>,
    asked: Vec<String>,
    secrets: SecretKeys,
}

impl Settings {
    pub(super) fn new(left: Vec<Setting>, secrets: SecretKeys) -> Self {
        Self { left, asked: Vec::new(), secrets }
    }

    /// Takes a truth value.
    ///
    /// # Errors
    /// For this and every other `take_…`: [`UrlError::Setting`] if the value has not this form,
    /// [`UrlError::RepeatedSetting`] if there are several.
    pub fn take_bool(&mut self, key: &str) -> Result<Option<bool>, UrlError> {
        self.take_as(key, "true or false", SettingValue::as_bool)
    }

    /// Takes a whole number.
    pub fn take_int(&mut self, key: &str) -> Result<Option<i64>, UrlError> {
        self.take_as(key, "a whole number", |value| i64::try_from(value.as_int()?).ok())
    }

    /// Takes a whole number from 0 up.
    pub fn take_count(&mut self, key: &str) -> Result<Option<usize>, UrlError> {
        self.take_as(key, "a whole number, 0 or more", |value| usize::try_from(value.as_int()?).ok())
    }

    /// Takes a number.
    pub fn take_float(&mut self, key: &str) -> Result<Option<f64>, UrlError> {
        self.take_as(key, "a number", SettingValue::as_float)
    }

    /// Takes a span of time: `30`, `1.5`, `30s`, `1500ms`, `2m`, `1h`; a number alone is seconds.
    pub fn take_duration(&mut self, key: &str) -> Result<Option<Duration>, UrlError> {
        self.take_as(key, "a span of time such as 30s, 1500ms or 2m", SettingValue::as_duration)
    }

    /// Takes text; other values as their text.
    pub fn take_text(&mut self, key: &str) -> Result<Option<String>, UrlError> {
        self.take_as(key, "text", |value| Some(value.to_string()))
    }

    /// Takes one of `choices`, in any case.
    pub fn take_choice<T: Clone>(&mut self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>, UrlError> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        self.take_as(key, &format!("one of {}", names.join(", ")), |value| {
            let text = value.to_string();
            choices.iter().find(|(name, _)| name.eq_ignore_ascii_case(&text)).map(|(_, choice)| choice.clone())
        })
    }

    /// Takes a value that `convert` understands; `expected` says in an error what it must be.
    pub fn take_as<T>(
        &mut self,
        key: &str,
        expected: &str,
        convert: impl FnOnce(&SettingValue) -> Option<T>,
    ) -> Result<Option<T>, UrlError> {
        match self.take_all(key).as_slice() {
            [] => Ok(None),
            [value] => match convert(value) {
                Some(converted) => Ok(Some(converted)),
                None => Err(self.wrong(key, value, expected)),
            },
            _ => Err(UrlError::RepeatedSetting { key: key.to_owned() }),
        }
    }

    /// Takes all values of `key`, in order.
    pub fn take_all(&mut self, key: &str) -> Vec<SettingValue> {
        if !self.asked.iter().any(|asked| asked == key) {
            self.asked.push(key.to_owned());
        }
        match self.left.iter().position(|setting| setting.key == key) {
            Some(place) => self.left.remove(place).values,
            None => Vec::new(),
        }
    }

    /// Takes everything that is left, for an engine that checks its settings itself.
    ///
    /// # Errors
    /// [`UrlError::RepeatedSetting`] for a key with several values.
    pub fn take_rest(&mut self) -> Result<Vec<(String, SettingValue)>, UrlError> {
        let rest = std::mem::take(&mut self.left).into_iter().map(|mut setting| match setting.values.pop() {
            Some(value) if setting.values.is_empty() => Ok((setting.key, value)),
            _ => Err(UrlError::RepeatedSetting { key: setting.key }),
        });
        rest.collect()
    }

    /// Ends the taking. `more_known` are keys that the driver knows but did not ask for; they help only to guess what a
    /// wrong key meant.
    ///
    /// # Errors
    /// [`UrlError::UnknownSetting`] for the first that nobody took.
    pub fn finish(self, more_known: &[&str]) -> Result<(), UrlError> {
        match self.left.into_iter().next() {
            None => Ok(()),
            Some(Setting { key, .. }) => {
                let known: Vec<&str> =
                    self.asked.iter().map(String::as_str).chain(more_known.iter().copied()).collect();
                Err(Self::unknown(&key, &known))
            }
        }
    }

    /// The error for a setting that a driver does not have, which has those of `known`, and the pool's.
    pub fn unknown(key: &str, known: &[&str]) -> UrlError {
        let nearest = nearest(key, known.iter().copied().chain(POOL_KEYS));
        UrlError::UnknownSetting { key: key.to_owned(), nearest }
    }

    /// The error that says what `key` must be instead of `value`, which is hidden if it is secret.
    pub fn wrong(&self, key: &str, value: &SettingValue, expected: &str) -> UrlError {
        let text = value.to_string();
        let shown = self.secrets.redact(key, &text);
        let value = if shown == HIDDEN { HIDDEN.to_owned() } else { format!("{:?}", shortened(&shown)) };
        UrlError::Setting { key: key.to_owned(), value, expected: expected.to_owned() }
    }
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 64;
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Keys only.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.left.iter().map(|setting| &setting.key)).finish()
    }
}
