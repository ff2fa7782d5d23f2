//! Waiting until what was written can be read.
//!
//! QuestDB acknowledges a commit when it stands in the table's log; the table itself follows some milliseconds later,
//! or never, when the table is suspended.

use std::time::Duration;

use aludel_engine::{Error, ErrorClass, FromRow, ServerError, decode_batch};
use aludel_postgres_wire::{Column, Kind, Wire, WireError};
use futures_util::TryStreamExt;

use crate::error::error;

/// Where a table and its log are.
#[derive(Debug)]
struct Position {
    table: String,
    suspended: bool,
    applied: i64,
    logged: i64,
    reason: Option<String>,
}

const POSITIONS: &str = "SELECT name, suspended, writerTxn, sequencerTxn, errorMessage FROM wal_tables()";

/// Waits for the tables; `None` stands for one that is not known, for which all are waited for that are not suspended.
///
/// # Errors
/// A table that is suspended, with the server's reason; one that takes longer than `timeout`. What was written is then in
/// the log all the same.
pub(crate) async fn wait(wire: &mut Wire, tables: &[Option<String>], timeout: Duration) -> Result<(), Error> {
    match tokio::time::timeout(timeout, wait_for(wire, tables)).await {
        Ok(done) => done,
        Err(_) => {
            let message = format!("what was written is in the log, and could not be read after {timeout:?}");
            // Of no class that calls for another try: it is written.
            Err(Error::Server(ServerError::new(ErrorClass::Other, message)))
        }
    }
}

async fn wait_for(wire: &mut Wire, tables: &[Option<String>]) -> Result<(), Error> {
    let names: Option<Vec<String>> = tables.iter().map(|name| name.as_ref().map(|name| name.to_lowercase())).collect();
    for position in positions(wire).await? {
        let behind = position.applied < position.logged;
        match &names {
            Some(names) if !names.contains(&position.table.to_lowercase()) => continue,
            Some(_) if position.suspended => {
                let reason = position.reason.filter(|reason| !reason.is_empty());
                let message = format!(
                    "table {} is suspended, so that what was written can't be read until `ALTER TABLE … RESUME WAL`: {}",
                    position.table,
                    reason.as_deref().unwrap_or("the server gives no reason")
                );
                return Err(Error::Server(ServerError::new(ErrorClass::Other, message)));
            }
            None if position.suspended => continue,
            _ if !behind => continue,
            _ => {}
        }
        let statement = format!("SELECT wait_wal_table('{}')", position.table.replace('\'', "''"));
        let column = Column { name: "waited".to_owned(), kind: Kind::Boolean, type_name: "BOOLEAN".to_owned() };
        rows::<bool>(wire, &statement, vec![column]).await?;
    }
    Ok(())
}

async fn positions(wire: &mut Wire) -> Result<Vec<Position>, Error> {
    let column =
        |name: &str, kind, type_name: &str| Column { name: name.to_owned(), kind, type_name: type_name.to_owned() };
    let columns = vec![
        column("name", Kind::Text, "STRING"),
        column("suspended", Kind::Boolean, "BOOLEAN"),
        column("writerTxn", Kind::Int64, "LONG"),
        column("sequencerTxn", Kind::Int64, "LONG"),
        column("errorMessage", Kind::Text, "STRING"),
    ];
    let rows: Vec<(String, bool, i64, i64, Option<String>)> = rows(wire, POSITIONS, columns).await?;
    Ok(rows
        .into_iter()
        .map(|(table, suspended, applied, logged, reason)| Position { table, suspended, applied, logged, reason })
        .collect())
}

/// The answer to a question of our own.
pub(crate) async fn rows<T: FromRow>(wire: &mut Wire, sql: &str, columns: Vec<Column>) -> Result<Vec<T>, Error> {
    let described = wire.describe(sql, &[]).await.map_err(error)?;
    if described.columns.len() != columns.len() {
        let reason = format!("{} columns in the answer to `{sql}`, not {}", described.columns.len(), columns.len());
        return Err(error(WireError::Usage(reason)));
    }
    let mut batches = wire.query(sql, &[], Vec::new(), columns).await.map_err(error)?;
    let mut rows = Vec::new();
    while let Some(batch) = batches.try_next().await.map_err(error)? {
        decode_batch(&batch, rows.len() as u64, &mut rows)?;
    }
    Ok(rows)
}
