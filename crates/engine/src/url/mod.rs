//! Engine URLs, the options beside them, and what may come from outside.

mod connect_options;
mod error;
mod parse;
mod policy;
mod pool_options;
mod print;
mod secret_keys;
mod setting_value;
mod settings;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub(crate) use aludel_dialect::nearest;
pub use connect_options::{ConnectOptions, Resolved, ResolvedOption};
pub use error::UrlError;
pub use policy::UrlPolicy;
pub use pool_options::{PoolOptions, PoolOrder, PrePing, Reuse};
pub use secret_keys::SecretKeys;
pub use setting_value::SettingValue;
pub use settings::{Origin, Settings};

/// Where an engine is: `scheme[+driver]://user:password@host:port/database?key=value&…`, as SQLAlchemy writes it.
///
/// * `duckdb:///a/b.db` is the relative path `a/b.db`, `duckdb:////a/b.db` the absolute one, `duckdb:///C:/x.db` works.
/// * Percent escapes are decoded in every part; one that is broken is an error. In the query, `+` is a space.
/// * In a password or user, `@`, `/`, `?` and `:` are written `%40`, `%2F`, `%3F`, `%3A`. An `@` is understood as it is.
/// * Keys of the query may repeat and keep their order; each is written with its `=`.
/// * An empty database, user or host is none. `#` has no meaning of its own.
///
/// `Display` and `Debug` hide passwords and the values of keys that look secret ([`SecretKeys`]);
/// [`to_string_with_secrets`](Self::to_string_with_secrets) does not, and what it prints reads back as the same value.
///
/// ```
/// use aludel_engine::EngineUrl;
///
/// let url: EngineUrl = "questdb://admin:qu%40st@localhost:8812/qdb?app=a+b".parse()?;
/// assert_eq!(url.password(), Some("qu@st"));
/// assert_eq!(url.query_value("app"), Some("a b"));
/// assert_eq!(url.to_string(), "questdb://admin:***@localhost:8812/qdb?app=a%20b");
/// # Ok::<(), aludel_engine::UrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EngineUrl {
    scheme: String,
    driver: Option<String>,
    user: Option<String>,
    password: Option<String>,
    host: Option<String>,
    port: Option<u16>,
    database: Option<String>,
    query: Vec<(String, String)>,
}

impl EngineUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// [`UrlError::Malformed`] with the place and what to write instead; it never repeats the text.
    pub fn parse(url: &str) -> Result<Self, UrlError> {
        parse::parse(url)
    }

    /// A URL of `scheme` or `scheme+driver` and nothing else.
    ///
    /// ```
    /// use aludel_engine::EngineUrl;
    ///
    /// let url = EngineUrl::new("duckdb")?.with_database("md:my_db").with_query("attach_mode", "single");
    /// assert_eq!(url.to_string(), "duckdb:///md%3Amy_db?attach_mode=single");
    /// # Ok::<(), aludel_engine::UrlError>(())
    /// ```
    ///
    /// # Errors
    /// [`UrlError::Malformed`] if `scheme` is none.
    pub fn new(scheme: &str) -> Result<Self, UrlError> {
        let (scheme, driver) = parse::scheme(scheme)?;
        let (user, password, host, port, database, query) = (None, None, None, None, None, Vec::new());
        Ok(Self { scheme, driver, user, password, host, port, database, query })
    }

    /// With this user; an empty one is none.
    #[must_use]
    pub fn with_user(self, user: impl Into<String>) -> Self {
        Self { user: Some(user.into()).filter(|user| !user.is_empty()), ..self }
    }

    /// With this password.
    #[must_use]
    pub fn with_password(self, password: impl Into<String>) -> Self {
        Self { password: Some(password.into()), ..self }
    }

    /// With this host, IPv6 addresses without brackets; an empty one is none.
    #[must_use]
    pub fn with_host(self, host: impl Into<String>) -> Self {
        Self { host: Some(host.into()).filter(|host| !host.is_empty()), ..self }
    }

    /// With this port; 0 is none.
    #[must_use]
    pub fn with_port(self, port: u16) -> Self {
        Self { port: Some(port).filter(|port| *port != 0), ..self }
    }

    /// With this database or path, not escaped; an empty one is none.
    #[must_use]
    pub fn with_database(self, database: impl Into<String>) -> Self {
        Self { database: Some(database.into()).filter(|database| !database.is_empty()), ..self }
    }

    /// With one more key and value at the end of the query, beside any that have the same key.
    #[must_use]
    pub fn with_query(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((key.into(), value.into()));
        self
    }

    /// With `value` as the only one of `key`: in the place of the first there was, or at the end.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let (key, value) = (key.into(), value.into());
        let place = self.query.iter().position(|(have, _)| *have == key).unwrap_or(self.query.len());
        self.query.retain(|(have, _)| *have != key);
        self.query.insert(place, (key, value));
        self
    }

    /// Without any value of `key`.
    #[must_use]
    pub fn without_query(mut self, key: &str) -> Self {
        self.query.retain(|(have, _)| have != key);
        self
    }

    /// The scheme in lower case, without driver.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The driver that was asked for behind `+`.
    pub fn driver(&self) -> Option<&str> {
        self.driver.as_deref()
    }

    /// The user.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The password, as it is.
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// The host; an IPv6 address without its brackets.
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// The port.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// The database or path.
    pub fn database(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// Keys and values of the query, in order; values as they are.
    pub fn query(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.query.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The first value of `key`.
    pub fn query_value(&self, key: &str) -> Option<&str> {
        self.query().find(|(have, _)| *have == key).map(|(_, value)| value)
    }

    /// The URL with every secret in it: for handing on, never for a log.
    pub fn to_string_with_secrets(&self) -> String {
        print::print(self, None)
    }

    /// The URL with `***` for the password and for the values of `secrets`.
    pub fn redacted(&self, secrets: &SecretKeys) -> String {
        print::print(self, Some(secrets))
    }

    /// Whether it can be opened by anything: what only a builder could have got wrong.
    pub(crate) fn check(&self) -> Result<(), UrlError> {
        let parts = [&self.user, &self.password, &self.host, &self.database];
        let pairs = self.query.iter().flat_map(|(key, value)| [key, value]);
        if parts.into_iter().flatten().chain(pairs).any(|part| part.contains('\0')) {
            return Err(UrlError::Usage("a part of the engine URL holds a NUL character"));
        }
        if self.query.iter().any(|(key, _)| key.is_empty()) {
            return Err(UrlError::Usage("a setting in the engine URL has an empty name"));
        }
        Ok(())
    }
}

impl FromStr for EngineUrl {
    type Err = UrlError;

    fn from_str(url: &str) -> Result<Self, UrlError> {
        Self::parse(url)
    }
}

/// Without secrets.
impl fmt::Display for EngineUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted(&SecretKeys::new()))
    }
}

/// Without secrets.
impl fmt::Debug for EngineUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EngineUrl({self})")
    }
}
