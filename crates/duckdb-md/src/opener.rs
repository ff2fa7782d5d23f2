//! What hands a path and its configuration to DuckDB, and can be replaced.

use std::fmt;

use aludel_engine::{Error, SecretKeys, SettingValue};

/// The last step before DuckDB: it receives what is about to be opened, and says what is.
///
/// The driver's own hands everything on as it is. Another one lets a program that means `md:my_db` run without a network:
///
/// ```
/// use std::sync::Arc;
///
/// use aludel_duckdb_md::{Opener, Opening, driver};
/// use aludel_engine::{Connect, Error, Registry};
///
/// /// A database in memory in the place of MotherDuck's.
/// #[derive(Debug)]
/// struct InMemory;
///
/// impl Opener for InMemory {
///     fn open(&self, asked: Opening) -> Result<Opening, Error> {
///         assert_eq!(asked.path(), "md:my_db");
///         Ok(Opening::new(":memory:").statement("ATTACH ':memory:' AS my_db").on_connect("USE my_db"))
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let registry = Registry::new().with(driver().with_opener(Arc::new(InMemory)));
/// let engine = Connect::through(registry, "duckdb:///md:my_db").config("motherduck_token", "t").open().await?;
/// let name: String = engine.fetch_scalar(aludel_query::text("SELECT current_database()")).await?;
/// assert_eq!(name, "my_db");
/// # Ok(()) }
/// ```
pub trait Opener: fmt::Debug + Send + Sync {
    /// What to open instead of `asked`, or `asked` itself. It runs on a thread that may block.
    ///
    /// # Errors
    /// Whatever speaks against opening it.
    fn open(&self, asked: Opening) -> Result<Opening, Error>;
}

/// Hands everything on as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AsAsked;

impl Opener for AsAsked {
    fn open(&self, asked: Opening) -> Result<Opening, Error> {
        Ok(asked)
    }
}

/// A database that is about to be opened. `Debug` hides secrets.
#[derive(Clone, PartialEq)]
pub struct Opening {
    pub(crate) path: String,
    pub(crate) settings: Vec<(String, SettingValue)>,
    pub(crate) session_settings: Vec<(String, SettingValue)>,
    pub(crate) statements: Vec<String>,
    pub(crate) on_connect: Vec<String>,
}

impl Opening {
    /// The database at `path` and nothing else.
    pub fn new(path: impl Into<String>) -> Self {
        let (settings, session_settings, statements, on_connect) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { path: path.into(), settings, session_settings, statements, on_connect }
    }

    /// With a setting for the whole database.
    #[must_use]
    pub fn setting(mut self, key: impl Into<String>, value: impl Into<SettingValue>) -> Self {
        self.settings.push((key.into(), value.into()));
        self
    }

    /// Runs a statement once, when the database is open.
    #[must_use]
    pub fn statement(mut self, sql: impl Into<String>) -> Self {
        self.statements.push(sql.into());
        self
    }

    /// Runs a statement on each new connection.
    #[must_use]
    pub fn on_connect(mut self, sql: impl Into<String>) -> Self {
        self.on_connect.push(sql.into());
        self
    }

    /// The path: of a file, `:memory:`, or MotherDuck's database string. Of MotherDuck's, the key `slt` is a secret.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The settings for the whole database, as they are.
    pub fn settings(&self) -> impl ExactSizeIterator<Item = (&str, &SettingValue)> {
        self.settings.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The settings for each connection, as they are.
    pub fn session_settings(&self) -> impl ExactSizeIterator<Item = (&str, &SettingValue)> {
        self.session_settings.iter().map(|(key, value)| (key.as_str(), value))
    }
}

/// Without secrets: no query of the path, no value of a setting that looks secret, no statements.
impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secrets = SecretKeys::new();
        let settings = self.settings.iter().chain(&self.session_settings);
        let shown = settings.map(|(key, value)| {
            let value = value.to_string();
            (key, if secrets.is_secret(key) { "***".to_owned() } else { value })
        });
        let path = self.path.split_once('?').map_or(self.path.as_str(), |(path, _)| path);
        f.debug_struct("Opening").field("path", &path).field("settings", &shown.collect::<Vec<_>>()).finish()
    }
}
