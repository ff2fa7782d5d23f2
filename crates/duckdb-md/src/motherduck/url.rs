//! URLs of MotherDuck databases, piece by piece.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use aludel_engine::{EngineUrl, IntoUrl, SettingValue, UrlError};

use super::path::{check_name, is_motherduck, parts};
use super::{AccessMode, AttachMode};

/// The URL of a MotherDuck database. Keys are sorted, so that equal settings give equal URLs.
///
/// `Display` and `Debug` hide secrets, as those of [`EngineUrl`] do.
///
/// ```
/// use aludel_duckdb_md::{AccessMode, AttachMode, MotherDuckUrl};
/// use aludel_engine::IntoUrl;
///
/// let url = MotherDuckUrl::new("md:my_db")
///     .attach_mode(AttachMode::Single)
///     .access_mode(AccessMode::ReadOnly)
///     .session_name("team-a")
///     .query("memory_limit", "1GB");
/// let text = "duckdb:///md%3Amy_db?access_mode=read_only&attach_mode=single&memory_limit=1GB&session_name=team-a";
/// assert_eq!(url.to_string(), text);
/// assert_eq!(text.into_url()?, url.into_url()?);
/// # Ok::<(), aludel_engine::UrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct MotherDuckUrl {
    database: String,
    /// What the database string brought along, which later keys replace.
    query: Result<BTreeMap<String, String>, UrlError>,
}

impl MotherDuckUrl {
    /// The database `md:my_db`; `md:` alone is the default one, in the workspace's mode. Keys behind a `?` become the
    /// URL's.
    pub fn new(database: impl AsRef<str>) -> Self {
        match parts(database.as_ref()) {
            Ok(parts) => Self { database: parts.database, query: Ok(parts.query.into_iter().collect()) },
            Err(error) => Self { database: String::new(), query: Err(error) },
        }
    }

    /// With this setting, in place of any of the same key: MotherDuck's (`host`, `saas_mode`, `cache_buster`, …) or
    /// DuckDB's.
    #[must_use]
    pub fn query(mut self, key: impl Into<String>, value: impl Into<SettingValue>) -> Self {
        if let Ok(query) = &mut self.query {
            query.insert(key.into(), value.into().to_string());
        }
        self
    }

    /// Which databases are seen.
    #[must_use]
    pub fn attach_mode(self, mode: AttachMode) -> Self {
        self.query("attach_mode", mode.to_string())
    }

    /// Whether it can be written.
    #[must_use]
    pub fn access_mode(self, mode: AccessMode) -> Self {
        self.query("access_mode", mode.to_string())
    }

    /// Sessions of one name go to one read-scaling replica; see [`stable_session_name`](crate::stable_session_name).
    #[must_use]
    pub fn session_name(self, name: impl Into<String>) -> Self {
        self.query("session_name", name.into())
    }

    /// How long MotherDuck keeps the instance after its last connection, 15 minutes unless this is said.
    #[must_use]
    pub fn dbinstance_inactivity_ttl(self, ttl: Duration) -> Self {
        self.query("dbinstance_inactivity_ttl", ttl)
    }

    /// The token. A setting beside the URL or the environment variable keeps it out of URLs.
    #[must_use]
    pub fn token(self, token: impl Into<String>) -> Self {
        self.query("motherduck_token", token.into())
    }

    fn unchecked(&self) -> Result<EngineUrl, UrlError> {
        let query = self.query.as_ref().map_err(Clone::clone)?;
        let url = EngineUrl::new("duckdb")?.with_database(&self.database);
        Ok(query.iter().fold(url, |url, (key, value)| url.with_query(key, value)))
    }
}

impl IntoUrl for MotherDuckUrl {
    fn into_url(self) -> Result<EngineUrl, UrlError> {
        let url = self.unchecked()?;
        if !is_motherduck(&self.database) {
            return Err(UrlError::Usage("the name of a MotherDuck database begins with `md:`, such as md:my_db"));
        }
        check_name(&self.database)?;
        Ok(url)
    }
}

impl IntoUrl for &MotherDuckUrl {
    fn into_url(self) -> Result<EngineUrl, UrlError> {
        self.clone().into_url()
    }
}

/// Without secrets.
impl fmt::Display for MotherDuckUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.unchecked() {
            Ok(url) => fmt::Display::fmt(&url, f),
            Err(error) => write!(f, "no URL: {error}"),
        }
    }
}

/// Without secrets.
impl fmt::Debug for MotherDuckUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MotherDuckUrl({self})")
    }
}
