//! What the author of a dialect lends.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aludel_dialect::Construct;
use aludel_engine::{ConnectOptions, Connection, Database, Driver, Engine, EngineUrl, Error};
use aludel_query::{SqlDialect, Table, create_table};
use async_trait::async_trait;

use crate::{Narrowed, Observed, Phase, Probes};

/// An engine that was opened, or why not.
pub type Opened = Result<Arc<dyn Database>, Error>;

/// Opens `url` with a driver and settings beside it: what most subjects do in [`Subject::open`].
///
/// # Errors
/// The driver's; a URL that can't be read.
pub async fn open(driver: &dyn Driver, url: &str, settings: &[(String, String)]) -> Opened {
    let options = ConnectOptions::new(EngineUrl::parse(url)?);
    let with = |options: ConnectOptions, (key, value): &(String, String)| options.with_config(key, value.as_str());
    driver.open(&settings.iter().fold(options, with)).await
}

/// A dialect and its engine, lent to the suite.
#[async_trait]
pub trait Subject: Send + Sync + 'static {
    /// The dialect that is put to the proof: its declaration and its spelling.
    type Dialect: SqlDialect;

    /// The engine's name, for people: `DuckDB`.
    const ENGINE: &'static str;

    /// Asks the engine its version.
    const VERSION: &'static str = "SELECT version()";

    /// The folder with the text of each case in this dialect, `<case>/<dialect>.sql` or `.refused`, seen from the package.
    const GOLDEN: &'static str = "tests/golden";

    /// What is run on each connection before it is asked anything: the session's time zone must be UTC.
    const SESSION: &'static [&'static str] = &[];

    /// How long what is asked of the engine in one trial may take; then the trial fails, instead of hanging.
    const TIME_LIMIT: Duration = Duration::from_secs(120);

    /// Constructs that the engine at hand answers for another, so that its answer is no proof: of a server that imitates a
    /// service, what that alone refuses or adds. They are asked all the same, and stand in the matrix as declared, not proven.
    const NOT_PROVEN: &'static [Construct] = &[];

    /// How the engine says that something is true.
    const TRUTH_VALUES: TruthValues = TruthValues::OwnType;

    /// The raw SQL that asks the engine about each construct: by default the files of `tests/probes` in the package, where
    /// Cargo runs its tests.
    ///
    /// # Errors
    /// Files that can't be read.
    fn probes(&self) -> Result<Probes, String> {
        Probes::read("tests/probes")
    }

    /// Opens an engine with nothing in it, the caller's own until [`close`](Self::close): a database in memory, or a new
    /// database or schema of a server.
    ///
    /// # Errors
    /// The engine's own, and those of the wire.
    async fn open(&self, settings: &[(String, String)]) -> Opened;

    /// Closes what [`open`](Self::open) gave, and takes away what it made.
    ///
    /// # Errors
    /// The engine's own.
    async fn close(&self, database: Arc<dyn Database>) -> Result<(), Error> {
        database.close().await
    }

    /// Why no engine can be asked, where that is known without a try: `the variable MY_ENGINE_URL is not set`. An engine
    /// that is [unavailable](aludel_engine::ErrorClass::Unavailable) when it is opened counts as missing too.
    fn missing(&self) -> Option<String> {
        None
    }

    /// Waits until what was written on `connection` can be read, for engines that write later than they answer.
    ///
    /// # Errors
    /// The engine's own.
    async fn settle(&self, connection: &mut dyn Connection) -> Result<(), Error> {
        let _ = connection;
        Ok(())
    }

    /// Makes a table for a case; override it where an engine wants more said than the columns.
    ///
    /// # Errors
    /// The engine's own.
    async fn create(&self, engine: &Engine, table: &Table) -> Result<(), Error> {
        engine.execute(create_table(table)).await.map(drop)
    }

    /// As [`settle`](Self::settle), of all that was written through `engine`.
    ///
    /// # Errors
    /// The engine's own.
    async fn settle_engine(&self, engine: &Engine) -> Result<(), Error> {
        let _ = engine;
        Ok(())
    }

    /// Probes that can't be said in the files, such as those that need an interface of the engine's own.
    fn by_hand(&self) -> Vec<ByHand> {
        Vec::new()
    }

    /// What connections may narrow the declaration to. The builder must refuse what they lack, and so must the engine.
    fn narrowed(&self) -> Vec<Narrowed> {
        Vec::new()
    }

    /// Opens an engine for what [`narrowed`](Self::narrowed) says, twice: to be filled, and then, closed since, narrowed so. It
    /// may keep its files in `directory`, which is the caller's own.
    ///
    /// # Errors
    /// The engine's own, and those of the wire; by default, that it is not told how.
    async fn open_narrowed(
        &self,
        narrowed: &Narrowed,
        phase: Phase,
        directory: &Path,
        settings: &[(String, String)],
    ) -> Opened {
        let _ = (phase, directory, settings);
        Err(Error::Usage(format!("the subject does not say how an engine is opened {}", narrowed.name())))
    }
}

/// How an engine says that something is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TruthValues {
    /// By a type of its own: TRUE and FALSE.
    OwnType,
    /// It has no such type, and says 1 and 0.
    Numbers,
}

/// A probe that is a function. It gets an empty directory of its own.
#[derive(Clone, Copy, Debug)]
pub struct ByHand {
    /// What it asks.
    pub construct: Construct,
    /// Asks it.
    pub ask: fn(&Path) -> Observed,
}
