//! What all tests of this crate need: a server that imitates the endpoint, statements, and Arrow back as values.
#![allow(dead_code)]

use std::sync::{Arc, OnceLock};

use aludel_dialect::{Dialect, Parameter, Value};
use aludel_engine::decode::{Columns, FromColumn};
use aludel_engine::{ConnectOptions, Connection, Database, Driver, EngineUrl, Error};
use aludel_md_stand_in::{Quirks, Server, StandIn};
use aludel_postgres_endpoint::MotherDuckEndpoint;
use aludel_query::{Effect, Prepared};
use arrow_array::RecordBatch;
use futures_util::TryStreamExt;

pub(crate) type Tested<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// One server for all tests of a file, with the quirks that are documented.
pub(crate) fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| StandIn::builder().quirks(Quirks::documented()).start().expect("the stand-in starts"))
}

pub(crate) async fn open(url: &str) -> Result<Arc<dyn Database>, Error> {
    let options = ConnectOptions::new(EngineUrl::parse(url)?);
    aludel_postgres_endpoint::driver().open(&options).await
}

pub(crate) async fn connect() -> Tested<Box<dyn Connection>> {
    Ok(open(&server().url("md:")).await?.connect().await?)
}

pub(crate) fn sql(text: &str) -> Prepared {
    with(text, Vec::new())
}

pub(crate) fn with(text: &str, parameters: Vec<Parameter>) -> Prepared {
    Prepared::new(MotherDuckEndpoint::NAME, text, parameters, Effect::Unknown)
}

pub(crate) async fn fetch(connection: &mut dyn Connection, statement: &Prepared) -> Result<Vec<RecordBatch>, Error> {
    let results = connection.query(statement).await?;
    let schema = results.schema.clone();
    let mut batches: Vec<RecordBatch> = results.batches.try_collect().await?;
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema));
    }
    Ok(batches)
}

/// All values, row by row.
pub(crate) async fn rows(connection: &mut dyn Connection, statement: &Prepared) -> Tested<Vec<Vec<Value>>> {
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
