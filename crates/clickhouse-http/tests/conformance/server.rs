//! A database of its own on the test server, for each probe.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aludel_clickhouse_host::HOST;
use aludel_clickhouse_http::{DIALECT, Server, driver};
use aludel_conformance::Opened;
use aludel_engine::{ConnectOptions, Connection, Database, Driver, EngineUrl, Error, ErrorClass, ServerError};
use aludel_query::{Effect, Prepared};

/// An opened database.
pub(crate) type Shared = Arc<dyn Database>;
/// What comes of closing one.
pub(crate) type Closed = Result<(), Error>;

static NEXT: AtomicU64 = AtomicU64::new(0);

/// The names of the databases that are open, by where they are.
static OPEN: Mutex<Option<HashMap<usize, String>>> = Mutex::new(None);

fn url() -> Result<EngineUrl, Error> {
    let missing = |error: &_| Error::Server(ServerError::new(ErrorClass::Unavailable, ToString::to_string(error)));
    Ok(EngineUrl::parse(&HOST.url_for_tests().map_err(missing)?.replacen("http://", "clickhouse://", 1))?)
}

async fn run(sql: String) -> Closed {
    let mut connection = Server::open(&ConnectOptions::new(url()?)).await?.connect();
    connection.execute(&Prepared::new(DIALECT, sql, Vec::new(), Effect::Unknown)).await.map(drop)
}

pub(crate) async fn open(settings: &[(String, String)]) -> Opened {
    let name = format!("probe_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    run(format!("CREATE DATABASE {name}")).await?;
    // Whatever the zone of the server is.
    let options = ConnectOptions::new(url()?.with_database(name.as_str())).with_config("session_timezone", "UTC");
    let with = |options: ConnectOptions, (key, value): &(String, String)| options.with_config(key, value.as_str());
    let database = driver().open(&settings.iter().fold(options, with)).await?;
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.get_or_insert_default().insert(place(&database), name);
    Ok(database)
}

pub(crate) async fn close(database: Shared) -> Closed {
    let name = {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.get_or_insert_default().remove(&place(&database))
    };
    database.close().await?;
    match name {
        Some(name) => run(format!("DROP DATABASE {name} SYNC")).await,
        None => Ok(()),
    }
}

fn place(database: &Shared) -> usize {
    Arc::as_ptr(database).cast::<()>() as usize
}
