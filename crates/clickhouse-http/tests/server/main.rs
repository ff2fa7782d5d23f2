//! What holds on a real server: that of `CLICKHOUSE_URL`, or one that the tests start.

#![allow(clippy::unwrap_used, clippy::panic)]

mod ends;
mod errors;
mod front;
mod insert;
mod open;
mod parameters;
mod progress;
mod sessions;
mod tables;
mod tls;
mod types;

use std::sync::Arc;

use aludel_clickhouse_host::{HOST, User};
use aludel_clickhouse_http::{ClickHouseConnection, DIALECT, Server, parameter_type};
use aludel_dialect::{Parameter, Value};
use aludel_engine::{ConnectOptions, Connection, EngineUrl, Error, Results, Rows, RowsChanged};
use aludel_query::{Effect, Prepared};
use futures_util::TryStreamExt;

/// The engine URL of the test server, with these settings.
fn url(user: Option<User>, settings: &str) -> EngineUrl {
    let url = HOST.url_for_tests().unwrap_or_else(|error| panic!("{error}"));
    let url = url.replacen("http://", "clickhouse://", 1);
    let url = EngineUrl::parse(&format!("{url}/?{settings}")).unwrap();
    match user {
        Some(user) => url.with_user(user.name).with_password(user.password),
        None => url,
    }
}

async fn open(user: Option<User>, settings: &str) -> Result<Arc<Server>, Error> {
    Server::open(&ConnectOptions::new(url(user, settings))).await
}

async fn connect() -> ClickHouseConnection {
    open(None, "").await.unwrap().connect()
}

fn statement(sql: &str, parameters: Vec<Parameter>) -> Prepared {
    Prepared::new(DIALECT, sql, parameters, Effect::Unknown)
}

/// `{}` in the text stands for the next of the parameters, with its own type.
fn with_placeholders(sql: &str, parameters: Vec<Parameter>) -> Prepared {
    let mut text = String::new();
    let mut parts = sql.split("{}");
    text.push_str(parts.next().unwrap_or_default());
    for (index, (part, parameter)) in parts.zip(&parameters).enumerate() {
        text.push_str(&format!("{{p{}:{}}}", index + 1, parameter_type(parameter).unwrap()));
        text.push_str(part);
    }
    statement(&text, parameters)
}

async fn rows_of(connection: &mut ClickHouseConnection, statement: &Prepared) -> Result<Vec<Vec<Value>>, Error> {
    let Results { schema, batches } = connection.query(statement).await?;
    let width = schema.fields().len();
    let rows = Rows::new(schema, batches.try_collect().await?);
    rows.iter().map(|row| (0..width).map(|index| Ok(row.get::<Value>(index)?)).collect()).collect()
}

async fn rows(connection: &mut ClickHouseConnection, sql: &str) -> Result<Vec<Vec<Value>>, Error> {
    rows_of(connection, &statement(sql, vec![])).await
}

async fn value(connection: &mut ClickHouseConnection, sql: &str) -> Result<Value, Error> {
    Ok(rows(connection, sql).await?.remove(0).remove(0))
}

async fn execute(connection: &mut ClickHouseConnection, sql: &str) -> Result<RowsChanged, Error> {
    connection.execute(&statement(sql, vec![])).await
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}
