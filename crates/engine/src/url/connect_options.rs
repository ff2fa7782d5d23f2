//! A URL and what was set beside it.

use std::fmt;

use super::pool_options::POOL_KEYS;
use super::print::HIDDEN;
use super::settings::Setting;
use super::{EngineUrl, Origin, PoolOptions, SecretKeys, SettingValue, Settings, UrlError};

/// What a driver opens: a URL, and settings beside it. The URL wins over the same key beside it.
///
/// ```
/// use aludel_engine::{ConnectOptions, EngineUrl};
///
/// let url = EngineUrl::parse("duckdb:///shop.duckdb?threads=4")?;
/// let options = ConnectOptions::new(url).with_config("threads", 8).with_config("motherduck_token", "t0ken");
/// assert_eq!(options.resolved().get("threads"), Some("4"));
/// assert_eq!(options.resolved().get("motherduck_token"), Some("***"));
/// # Ok::<(), aludel_engine::UrlError>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct ConnectOptions {
    url: EngineUrl,
    user: Option<String>,
    password: Option<String>,
    config: Vec<(String, SettingValue)>,
    pool: Option<PoolOptions>,
    secrets: SecretKeys,
}

impl ConnectOptions {
    /// `url` and nothing beside it.
    pub fn new(url: EngineUrl) -> Self {
        let (user, password, config) = (None, None, Vec::new());
        Self { url, user, password, config, pool: None, secrets: SecretKeys::default() }
    }

    /// With another URL in the place of this one.
    #[must_use]
    pub fn with_url(self, url: EngineUrl) -> Self {
        Self { url, ..self }
    }

    /// With a user, for a URL that has none.
    #[must_use]
    pub fn with_user(self, user: impl Into<String>) -> Self {
        Self { user: Some(user.into()), ..self }
    }

    /// With a password, for a URL that has none.
    #[must_use]
    pub fn with_password(self, password: impl Into<String>) -> Self {
        Self { password: Some(password.into()), ..self }
    }

    /// With a setting, for a URL that does not have it; the last one of a key counts.
    #[must_use]
    pub fn with_config(mut self, key: impl Into<String>, value: impl Into<SettingValue>) -> Self {
        let (key, value) = (key.into(), value.into());
        match self.config.iter_mut().find(|(have, _)| *have == key) {
            Some((_, old)) => *old = value,
            None => self.config.push((key, value)),
        }
        self
    }

    /// With this pool, as far as no setting says otherwise.
    #[must_use]
    pub fn with_pool(self, pool: PoolOptions) -> Self {
        Self { pool: Some(pool), ..self }
    }

    /// With more settings that are shown as `***`: for drivers.
    #[must_use]
    pub fn with_secret_keys(self, secrets: SecretKeys) -> Self {
        Self { secrets, ..self }
    }

    /// The URL.
    pub fn url(&self) -> &EngineUrl {
        &self.url
    }

    /// The user, of the URL or beside it.
    pub fn user(&self) -> Option<&str> {
        self.url.user().or(self.user.as_deref())
    }

    /// The password, of the URL or beside it, as it is.
    pub fn password(&self) -> Option<&str> {
        self.url.password().or(self.password.as_deref())
    }

    /// All settings but those of the pool, for the driver to take.
    pub fn settings(&self) -> Settings {
        let of_driver = |setting: &Setting| !POOL_KEYS.contains(&setting.key.as_str());
        Settings::new(self.merged().into_iter().filter(of_driver).collect(), self.secrets.clone())
    }

    /// The pool, with what settings say about it.
    ///
    /// # Errors
    /// [`UrlError::Setting`] and [`UrlError::RepeatedSetting`] for settings that begin with `pool_`, and `max_overflow`.
    pub fn pool(&self) -> Result<PoolOptions, UrlError> {
        self.pool_or(PoolOptions::default())
    }

    /// The pool, `default` if none was given, with what settings say about it.
    ///
    /// # Errors
    /// As [`pool`](Self::pool).
    pub fn pool_or(&self, default: PoolOptions) -> Result<PoolOptions, UrlError> {
        let pool = self.pool.clone().unwrap_or(default);
        pool.overridden(&mut Settings::new(self.merged(), self.secrets.clone()))
    }

    /// What counts in the end and where it came from, without secrets: for people and logs.
    pub fn resolved(&self) -> Resolved {
        let mut entries = Vec::new();
        let mut push = |key: &str, value: String, origin| {
            entries.push(ResolvedOption { key: key.to_owned(), value, origin });
        };
        let url = &self.url;
        push("scheme", url.scheme().to_owned(), Origin::Url);
        if let Some(driver) = url.driver() {
            push("driver", driver.to_owned(), Origin::Url);
        }
        let origin = |in_url: bool| if in_url { Origin::Url } else { Origin::Beside };
        if let Some(user) = self.user() {
            push("user", user.to_owned(), origin(url.user().is_some()));
        }
        if self.password().is_some() {
            push("password", HIDDEN.to_owned(), origin(url.password().is_some()));
        }
        if let Some(host) = url.host() {
            push("host", host.to_owned(), Origin::Url);
        }
        if let Some(port) = url.port() {
            push("port", port.to_string(), Origin::Url);
        }
        if let Some(database) = url.database() {
            push("database", self.secrets.redact_text(database).into_owned(), Origin::Url);
        }
        for setting in self.merged() {
            for value in &setting.values {
                let text = value.to_string();
                push(&setting.key, self.secrets.redact(&setting.key, &text).into_owned(), setting.origin);
            }
        }
        Resolved { entries }
    }

    /// The settings by key, the URL's first and winning.
    fn merged(&self) -> Vec<Setting> {
        let mut merged: Vec<Setting> = Vec::new();
        for (key, value) in self.url.query() {
            let value = SettingValue::from(value);
            match merged.iter_mut().find(|setting| setting.key == key) {
                Some(setting) => setting.values.push(value),
                None => merged.push(Setting { key: key.to_owned(), values: vec![value], origin: Origin::Url }),
            }
        }
        for (key, value) in &self.config {
            if !merged.iter().any(|setting| setting.key == *key) {
                merged.push(Setting { key: key.clone(), values: vec![value.clone()], origin: Origin::Beside });
            }
        }
        merged
    }
}

/// Without secrets.
impl fmt::Debug for ConnectOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectOptions").field("resolved", &self.resolved()).field("pool", &self.pool).finish()
    }
}

/// One option as it counts in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedOption {
    /// Its name; the parts of the URL are `scheme`, `driver`, `user`, `password`, `host`, `port` and `database`.
    pub key: String,
    /// Its value, or `***`.
    pub value: String,
    /// Where it was given.
    pub origin: Origin,
}

/// All options as they count in the end, without secrets. `Display` writes one a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    entries: Vec<ResolvedOption>,
}

impl Resolved {
    /// The first value of `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.value.as_str())
    }

    /// All of them: the parts of the URL, its settings, those beside it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &ResolvedOption> {
        self.entries.iter()
    }
}

impl fmt::Display for Resolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, ResolvedOption { key, value, origin }) in self.entries.iter().enumerate() {
            let end = if number == 0 { "" } else { "\n" };
            write!(f, "{end}{key} = {} ({origin})", value.escape_debug())?;
        }
        Ok(())
    }
}
