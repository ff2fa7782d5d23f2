//! What all tests of this crate need: a server, statements, and Arrow back as values.
#![allow(dead_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel_dialect::{Parameter, Value};
use aludel_engine::decode::{Columns, FromColumn};
use aludel_engine::{ConnectOptions, Connection, Database, Driver, EngineUrl, Error};
use aludel_query::{Effect, Prepared};
use arrow_array::RecordBatch;
use futures_util::TryStreamExt;

pub(crate) type Tested<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// The URL of the server, with more settings behind it.
pub(crate) fn url(settings: &str) -> Tested<String> {
    let url = aludel_questdb_host::HOST.url_for_tests()?;
    let joint = if url.contains('?') { '&' } else { '?' };
    Ok(if settings.is_empty() { url.to_owned() } else { format!("{url}{joint}{settings}") })
}

pub(crate) async fn open(url: &str) -> Result<Arc<dyn Database>, Error> {
    let options = ConnectOptions::new(EngineUrl::parse(url)?);
    aludel_questdb_pg::driver().open(&options).await
}

pub(crate) async fn connect() -> Tested<Box<dyn Connection>> {
    Ok(open(&url("wait_for_visibility=writes")?).await?.connect().await?)
}

/// A name for a table that no other test has.
pub(crate) fn table(stem: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{stem}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn sql(text: &str) -> Prepared {
    with(text, Vec::new())
}

pub(crate) fn with(text: &str, parameters: Vec<Parameter>) -> Prepared {
    Prepared::new("questdb", text, parameters, Effect::Unknown)
}

/// A value without a type of its own.
pub(crate) fn untyped(value: Value) -> Parameter {
    Parameter { value, sql_type: None }
}

pub(crate) async fn fetch(
    connection: &mut Box<dyn Connection>,
    statement: &Prepared,
) -> Result<Vec<RecordBatch>, Error> {
    let results = connection.query(statement).await?;
    let schema = results.schema.clone();
    let mut batches: Vec<RecordBatch> = results.batches.try_collect().await?;
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema));
    }
    Ok(batches)
}

/// All values, row by row.
pub(crate) async fn rows(connection: &mut Box<dyn Connection>, statement: &Prepared) -> Tested<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    for batch in fetch(connection, statement).await? {
        let columns = Columns::from(&batch);
        let readers: Vec<_> =
            (0..batch.num_columns()).map(|index| Value::reader(&columns.at(index)?)).collect::<Result<_, _>>()?;
        for row in 0..batch.num_rows() {
            rows.push(readers.iter().map(|reader| Value::read(reader, row)).collect::<Result<_, _>>()?);
        }
    }
    Ok(rows)
}

/// The first column.
pub(crate) async fn column(connection: &mut Box<dyn Connection>, statement: &Prepared) -> Tested<Vec<Value>> {
    Ok(rows(connection, statement).await?.into_iter().filter_map(|row| row.into_iter().next()).collect())
}

/// QuestDB's own text for the type of a batch's column.
pub(crate) fn type_text(batch: &RecordBatch, column: usize) -> String {
    batch.schema().field(column).metadata().get("aludel.type").cloned().unwrap_or_default()
}
