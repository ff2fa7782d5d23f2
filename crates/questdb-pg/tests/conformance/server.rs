//! A server of our own: each trial begins with nothing in it, and QuestDB has one database.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use aludel_conformance::Opened;
use aludel_dialect::Dialect;
use aludel_engine::{ConnectOptions, Database, Driver, Engine, EngineUrl, Error};
use aludel_query::{Column, Effect, Prepared, Table, create_table};
use aludel_questdb_host::{HOST, User};
use aludel_questdb_pg::QuestDb;
use aludel_questdb_pg::table::{Period, QuestDbTable};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Started once, and gone with this process.
fn server() -> Result<&'static str, String> {
    static URL: OnceLock<Result<String, String>> = OnceLock::new();
    let url = URL.get_or_init(|| {
        let server = HOST.start().map_err(|error| error.to_string())?;
        let url = server.url().to_owned();
        std::mem::forget(server);
        Ok(url)
    });
    url.as_deref().map_err(Clone::clone)
}

/// Held from opening to closing, for all trials have the one database.
static TURN: Semaphore = Semaphore::const_new(1);

/// Whether the database that is closed next is opened again by the same trial.
static FILLING: AtomicBool = AtomicBool::new(false);

/// How long the trials before may take; one that fails to fill a database keeps its turn.
const PATIENCE: Duration = Duration::from_secs(300);

async fn turn() -> Result<SemaphorePermit<'static>, Error> {
    match tokio::time::timeout(PATIENCE, TURN.acquire()).await {
        Ok(turn) => turn.map_err(|closed| Error::Usage(closed.to_string())),
        Err(_) => Err(Error::Usage("another trial holds the database".to_owned())),
    }
}

pub(crate) fn missing() -> Option<String> {
    server().err()
}

pub(crate) async fn open(settings: &[(String, String)]) -> Opened {
    let url = server().map_err(Error::Usage)?;
    let turn = turn().await?;
    let database =
        aludel_conformance::open(&aludel_questdb_pg::driver(), &format!("{url}?wait_for_visibility=writes"), settings)
            .await?;
    let mut connection = database.connect().await?;
    let names = "SELECT table_name, table_type FROM tables()";
    let asked = Prepared::new(QuestDb::NAME, names, Vec::new(), Effect::Read);
    let results = connection.query(&asked).await?;
    let schema = results.schema.clone();
    let batches = futures_util::TryStreamExt::try_collect(results.batches).await?;
    let found: Vec<(String, String)> = aludel_engine::Rows::new(schema, batches).into_vec()?;
    // What stands on another goes first.
    for (letter, kind) in [("V", "VIEW"), ("M", "MATERIALIZED VIEW"), ("T", "TABLE")] {
        for (name, _) in found.iter().filter(|(_, found)| found == letter) {
            let drop = format!("DROP {kind} IF EXISTS '{name}'");
            let drop = Prepared::new(QuestDb::NAME, drop, Vec::new(), Effect::Ddl);
            let begun = Instant::now();
            // A query that was cancelled may still read it.
            while let Err(fault) = connection.execute(&drop).await {
                if !fault.is_transient() || begun.elapsed() > Duration::from_secs(20) {
                    return Err(fault);
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    connection.close().await?;
    // Given back by `close`.
    turn.forget();
    Ok(database)
}

/// A database that [`open_filled`] opens again.
pub(crate) async fn open_to_fill(settings: &[(String, String)]) -> Opened {
    let database = open(settings).await?;
    FILLING.store(true, Ordering::Release);
    Ok(database)
}

/// What was filled, for another user.
pub(crate) async fn open_filled(user: User, settings: &[(String, String)]) -> Opened {
    let url = EngineUrl::parse(server().map_err(Error::Usage)?)?.with_user(user.name).with_password(user.password);
    let options = settings
        .iter()
        .fold(ConnectOptions::new(url), |options, (key, value)| options.with_config(key.as_str(), value.as_str()));
    aludel_questdb_pg::driver().open(&options).await
}

pub(crate) async fn close(database: Arc<dyn Database>) -> Result<(), Error> {
    if !FILLING.swap(false, Ordering::AcqRel) {
        TURN.add_permits(1);
    }
    database.close().await
}

/// QuestDB has no keys and no NOT NULL, so a table of a case that has them is made without; what has a time is partitioned.
pub(crate) async fn create(engine: &Engine, table: &Table) -> Result<(), Error> {
    if table.columns().iter().all(Column::is_nullable) {
        return engine.execute(create_table(table)).await.map(drop);
    }
    let columns = table.columns().iter().map(|column| Column::new(column.name(), column.sql_type().clone()));
    let mut plain = columns.fold(Table::new(table.name()), Table::column);
    if let Some(time) = table.time_column() {
        plain = plain.with_time_column(time).with_options(QuestDbTable::new().partition_by(Period::Day));
    }
    engine.execute(create_table(&plain)).await.map(drop)
}
