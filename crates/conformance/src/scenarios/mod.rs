//! Scenarios: what takes more than one statement, played on every engine.

mod connections;
mod rows;
mod transactions;

use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel_dialect::{Any, Capabilities, Construct, Dialect};
use aludel_engine::{Connect, Database, Engine, Error, PoolOptions, Registry};
use aludel_query::{Select, SqlDialect, Statement, Text, select, text};
use futures_util::future::BoxFuture;

use crate::Subject;
use crate::ask::rows_text;
use crate::cases::{Fixture, Written, fill, refused};
use crate::lent::{Counting, Lent};
use crate::opened::with_database;
use crate::probe::Probe;
use crate::stopping::{Endless, Watch};

/// Longer than anything here takes, even on a machine that is busy.
const LONG: Duration = Duration::from_secs(60);

/// A scenario: several statements, several connections, or a statement that does not come to its end.
///
/// As a [`Case`](crate::Case) it names the constructs that it needs. Where one is not granted it is played all the same, on a
/// connection without an engine, and must end with the refusal of a need that is not granted.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) needs: &'static [Construct],
    tables: &'static [Fixture],
    play: for<'a> fn(&'a Stage<'a>) -> BoxFuture<'a, Result<(), Failure>>,
}

/// Why a scenario did not come to its end.
#[derive(Debug)]
enum Failure {
    Error(Error),
    Wrong(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Error(error)
    }
}

impl From<String> for Failure {
    fn from(what: String) -> Self {
        Failure::Wrong(what)
    }
}

/// Where a scenario is played.
struct Stage<'a> {
    engine: Engine,
    database: Arc<dyn Database>,
    settle: &'a (dyn Fn(Engine) -> BoxFuture<'a, Result<(), Error>> + Send + Sync),
    /// A statement that does not come to an end, that of the probe that cancels one; and what tells whether it runs.
    endless: Option<(&'a str, Watch)>,
}

impl Stage<'_> {
    /// Another engine on the same database, with a pool of its own.
    async fn engine_with(&self, pool: PoolOptions) -> Result<Engine, Error> {
        Connect::through(Registry::new().with(Lent(self.database.clone())), "lent://").pool(pool).open().await
    }

    fn endless(&self) -> Result<(Text, &Watch), Failure> {
        let (sql, watch) = self.endless.as_ref().ok_or("no probe of Cancel has a statement to cancel".to_owned())?;
        Ok((text((*sql).to_owned()), watch))
    }

    async fn settle(&self) -> Result<(), Failure> {
        Ok((self.settle)(self.engine.clone()).await?)
    }

    /// Whether the statement gives these rows.
    async fn gives(&self, statement: impl Statement<Any> + 'static, expected: &str) -> Result<(), Failure> {
        self.settle().await?;
        let found = rows_text(&self.engine.fetch(Written(Box::new(statement))).await?);
        same(&found, expected)
    }
}

fn same(found: &str, expected: &str) -> Result<(), Failure> {
    if found == expected { Ok(()) } else { Err(format!("found {found}, expected {expected}").into()) }
}

fn check(holds: bool, what: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(what.to_owned().into()) }
}

/// Fails instead of hanging.
async fn soon<T>(work: impl IntoFuture<Output = Result<T, Error>>) -> Result<T, Failure> {
    match tokio::time::timeout(LONG, work.into_future()).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(format!("it does not end within {LONG:?}").into()),
    }
}

/// Waits until every connection is back in the pool.
async fn all_back(engine: &Engine) -> Result<(), Failure> {
    let begun = Instant::now();
    loop {
        let status = engine.pool_status();
        if status.idle == status.open {
            return Ok(());
        }
        check(begun.elapsed() < LONG, "a connection does not come back")?;
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// All columns of `arrived`, `(2, 200) (3, 300)` at first, by `id`.
fn arrived() -> Select<Any> {
    let table = Fixture::Arrived.table();
    select(table.all_columns::<Any>()).order_by(table.col("id"))
}

const AS_IT_WAS: &str = "(2, 200) (3, 300)";

/// `name (needs) [tables] |stage| { … }`
macro_rules! scenarios {
    ($($name:ident ($($need:ident),*) [$($table:ident),*] |$stage:ident| $body:block)+) => {
        pub(super) const SCENARIOS: &[crate::scenarios::Scenario] = &[$(crate::scenarios::Scenario {
            name: stringify!($name),
            needs: &[$(aludel_dialect::Construct::$need),*],
            tables: &[$(crate::cases::Fixture::$table),*],
            play: |$stage| Box::pin(async move $body),
        }),+];
    };
}
use scenarios;

/// Every scenario.
pub(crate) fn all() -> impl Iterator<Item = &'static Scenario> {
    [transactions::SCENARIOS, connections::SCENARIOS, rows::SCENARIOS].into_iter().flatten()
}

/// The statement that the probes cancel.
pub(crate) fn endless(probes: &[Probe]) -> Option<Endless> {
    probes.iter().filter(|probe| probe.construct == Construct::Cancel).find_map(Probe::endless)
}

/// Plays it on the engine.
pub(crate) async fn play<S: Subject>(
    subject: &S,
    scenario: &Scenario,
    endless: Option<&Endless>,
) -> Result<(), String> {
    with_database(subject, subject.open(&[]), async |database| {
        let engine = crate::lent::engine_of(database.clone()).await.map_err(|error| error.to_string())?;
        let tables: Vec<_> = scenario.tables.iter().map(|table| table.filled()).collect();
        let filled = fill(subject, &engine, &tables).await;
        filled.map_err(|error| format!("making its tables: {error}"))?;
        let settle =
            |engine: Engine| -> BoxFuture<'_, _> { Box::pin(async move { subject.settle_engine(&engine).await }) };
        let endless = match endless.filter(|_| scenario.needs.contains(&Construct::Cancel)) {
            Some(Endless { given, sql, running }) => {
                for sql in given {
                    engine.execute(text(sql.to_owned())).await.map_err(|error| format!("{sql}: {error}"))?;
                }
                Some((sql.as_str(), Watch::new::<S>(database.clone(), running)))
            }
            None => None,
        };
        let stage = Stage { engine, database, settle: &settle, endless };
        match (scenario.play)(&stage).await {
            Ok(()) => Ok(()),

            Err(Failure::Error(error)) => Err(error.to_string()),
            Err(Failure::Wrong(what)) => Err(what),
        }
    })
    .await
}

/// Plays it where nothing is: it must end with the refusal of a need that is not granted.
///
/// Two needs have no refusal that could be played. A future that is dropped asks nobody, so nothing can refuse `Cancel`: what
/// an engine without it does is close the connection. And a transaction that does not see its own rows reads as any other, so
/// nothing refuses `ReadYourWrites`. There the declaration alone is the twin; the probes have asked the engine whether it is
/// true.
pub(crate) async fn twin<D: Dialect + SqlDialect>(scenario: &Scenario) -> Result<(), String> {
    let capabilities = Capabilities::of::<D>();
    if scenario.needs.iter().any(|need| crate::UNWRITTEN.contains(need) && !capabilities.grants(*need)) {
        return Ok(());
    }
    let database: Arc<dyn Database> = Arc::new(Counting::new(D::NAME, capabilities.clone(), D::spelling()));
    let engine = crate::lent::engine_of(database.clone()).await.map_err(|error| error.to_string())?;
    let settle = |_: Engine| -> BoxFuture<'_, _> { Box::pin(async { Ok(()) }) };
    let stage = Stage { engine, database, settle: &settle, endless: None };
    match (scenario.play)(&stage).await {
        // What went before may have been sent; that a refusal sends nothing is shown for each construct.
        Err(Failure::Error(error)) => refused(scenario.needs, &capabilities, Err(error), 0),
        Err(Failure::Wrong(what)) => Err(format!("it is not refused: {what}")),
        Ok(()) => Err("it is not refused".to_owned()),
    }
}

/// Whether the dialect grants all that it needs.
pub(crate) fn is_granted<D: Dialect>(scenario: &Scenario) -> bool {
    let capabilities = Capabilities::of::<D>();
    scenario.needs.iter().all(|need| capabilities.grants(*need))
}
