//! A server of our own: each trial begins with nothing in it, and QuestDB has one database.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use aludel_conformance::Opened;
use aludel_dialect::Dialect;
use aludel_engine::{Database, Engine, Error};
use aludel_query::{Column, Effect, Prepared, Table, create_table};
use aludel_questdb_host::HOST;
use aludel_questdb_pg::QuestDb;
use aludel_questdb_pg::table::{Period, QuestDbTable};
use tokio::sync::Semaphore;

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

pub(crate) fn missing() -> Option<String> {
    server().err()
}

pub(crate) async fn open(settings: &[(String, String)]) -> Opened {
    let url = server().map_err(Error::Usage)?;
    let turn = TURN.acquire().await.map_err(|closed| Error::Usage(closed.to_string()))?;
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

pub(crate) async fn close(database: Arc<dyn Database>) -> Result<(), Error> {
    TURN.add_permits(1);
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
