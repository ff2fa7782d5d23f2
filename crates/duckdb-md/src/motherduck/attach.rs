//! Another database beside the engine's own.

use aludel_dialect::{Capabilities, Construct, ToValue};
use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Engine, Error};
use aludel_query::{BuildError, Effect, Prepared, Spelling, Statement};

use super::keys::{CREDENTIALS, canonical};
use super::path::{check_name, parts};
use super::route::{no_token, token_of_environment};
use super::{Login, explained, is_motherduck};
use crate::words::Words;

/// A database that is about to be attached; see [`attach`].
#[derive(Clone, Debug)]
#[must_use = "nothing is attached until `run` is awaited"]
pub struct Attach {
    database: String,
    alias: Option<String>,
    read_only: bool,
    login: Login,
}

/// Attaches another database to an engine, for all of its connections: a file, MotherDuck's `md:my_db` beside a local main
/// database, or a share, `md:_share/…`. Queries may then use both.
///
/// MotherDuck needs a token: the engine's setting `motherduck_token`, which a local database takes too, or the environment
/// variable `MOTHERDUCK_TOKEN`. Without one, it is an error at once.
///
/// ```
/// use aludel_duckdb_md::attach;
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_engine::{Connect, Registry};
/// use aludel_query::text;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Connect::through(Registry::new().with(aludel_duckdb_md::driver()), "duckdb://").open().await?;
/// let engine = engine.typed::<DuckDb>()?;
/// attach(":memory:").alias("scratch").run(&engine).await?;
/// engine.execute(text("CREATE TABLE scratch.t AS SELECT 1 AS a")).await?;
/// let a: i32 = engine.fetch_scalar(text("SELECT a FROM scratch.t")).await?;
/// assert_eq!(a, 1);
/// # Ok(()) }
/// ```
pub fn attach(database: impl Into<String>) -> Attach {
    Attach { database: database.into(), alias: None, read_only: false, login: Login::Token }
}

impl Attach {
    /// Under this name. MotherDuck's own databases keep theirs; shares and files take another.
    pub fn alias(mut self, name: impl Into<String>) -> Self {
        self.alias = Some(name.into());
        self
    }

    /// For reading alone.
    pub fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// How to log in at MotherDuck where there is no token.
    pub fn login(mut self, login: Login) -> Self {
        self.login = login;
        self
    }

    /// Attaches it.
    ///
    /// # Errors
    /// For MotherDuck: no token, a token in the name, an extension that can't be fetched. A file that can't be opened; a
    /// name that is attached already.
    pub async fn run(self, engine: &Engine<DuckDb>) -> Result<(), Error> {
        if !is_motherduck(&self.database) {
            return engine.execute(self).await.map(|_| ());
        }
        let parts = parts(&self.database)?;
        check_name(&parts.database)?;
        if let Some((key, _)) = parts.query.iter().find(|(key, _)| CREDENTIALS.contains(&canonical(key).key.as_str())) {
            return Err(Error::Usage(format!(
                "{key:?} would stand in the text of a statement: give it as a setting of the engine"
            )));
        }
        if self.login == Login::Token && !has_token(engine)? {
            return Err(no_token());
        }
        let attached = engine.execute(self).await;
        attached.map(|_| ()).map_err(|error| explained(error, &parts.database, &crate::native::version()))
    }
}

/// Whether MotherDuck's extension finds a token, as far as is known here.
fn has_token(engine: &Engine<DuckDb>) -> Result<bool, Error> {
    let options = engine.connect_options();
    let settings = options.settings().take_rest()?;
    let is_credential = |key: &str| CREDENTIALS.contains(&canonical(key).key.as_str());
    let has_setting = settings.iter().any(|(key, value)| is_credential(key) && !value.to_string().is_empty());
    // An engine on MotherDuck was opened with one.
    let is_there = options.url().database().is_some_and(is_motherduck);
    Ok(has_setting || is_there || token_of_environment(|name| std::env::var(name).ok()).is_some())
}

impl Statement<DuckDb> for Attach {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        capabilities.require(Construct::Attach)?;
        let mut words = Words::new(spelling, capabilities);
        words.push("ATTACH ");
        words.literal(&self.database.as_str().to_value())?;
        if let Some(alias) = &self.alias {
            words.push(" AS ");
            words.name(alias)?;
        }
        words.push(if self.read_only { " (READ_ONLY)" } else { "" });
        // It is the whole engine's, and leaves nothing in the session.
        Ok(words.prepared(Effect::Write))
    }
}

/// A database that is about to be detached; see [`detach`].
#[derive(Clone, Debug)]
pub struct Detach {
    name: String,
    if_exists: bool,
}

/// Detaches a database from an engine, for all of its connections: a statement.
pub fn detach(name: impl Into<String>) -> Detach {
    Detach { name: name.into(), if_exists: false }
}

impl Detach {
    /// `IF EXISTS`
    #[must_use]
    pub fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }
}

impl Statement<DuckDb> for Detach {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        capabilities.require(Construct::Attach)?;
        let mut words = Words::new(spelling, capabilities);
        words.push(if self.if_exists { "DETACH DATABASE IF EXISTS " } else { "DETACH " });
        words.name(&self.name)?;
        Ok(words.prepared(Effect::Write))
    }
}
