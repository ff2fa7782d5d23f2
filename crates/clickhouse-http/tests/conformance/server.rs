//! A database of its own on the test server, for each probe.

use std::collections::BTreeMap;
pub(crate) use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aludel_clickhouse_host::{HOST, User};
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
static OPEN: Mutex<BTreeMap<usize, String>> = Mutex::new(BTreeMap::new());

/// The names of those that were filled, by the directory of the probe.
static FILLED: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());

fn url() -> Result<EngineUrl, Error> {
    let missing = |error: &_| Error::Server(ServerError::new(ErrorClass::Unavailable, ToString::to_string(error)));
    Ok(EngineUrl::parse(&HOST.url_for_tests().map_err(missing)?.replacen("http://", "clickhouse://", 1))?)
}

async fn run(sql: String) -> Closed {
    let mut connection = Server::open(&ConnectOptions::new(url()?)).await?.connect();
    connection.execute(&Prepared::new(DIALECT, sql, Vec::new(), Effect::Unknown)).await.map(drop)
}

/// A new database that is dropped when it is closed.
pub(crate) async fn open(settings: &[(String, String)]) -> Opened {
    let name = create().await?;
    // Whatever the zone of the server is.
    let options = ConnectOptions::new(url()?.with_database(name.as_str())).with_config("session_timezone", "UTC");
    let database = with(options, settings).await?;
    locked(&OPEN).insert(place(&database), name);
    Ok(database)
}

/// A new database that [`open_filled`] opens again for the same directory.
pub(crate) async fn open_to_fill(directory: &Path, settings: &[(String, String)]) -> Opened {
    let name = create().await?;
    let database = with(ConnectOptions::new(url()?.with_database(name.as_str())), settings).await?;
    locked(&FILLED).insert(directory.to_owned(), name);
    Ok(database)
}

/// What was filled, for a user; it is dropped when it is closed.
pub(crate) async fn open_filled(directory: &Path, user: User, settings: &[(String, String)]) -> Opened {
    let name = locked(&FILLED).remove(directory).ok_or(Error::Usage("it was not filled".to_owned()))?;
    let url = url()?.with_database(name.as_str()).with_user(user.name).with_password(user.password);
    let database = with(ConnectOptions::new(url), settings).await?;
    locked(&OPEN).insert(place(&database), name);
    Ok(database)
}

async fn create() -> Result<String, Error> {
    let name = format!("probe_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    run(format!("CREATE DATABASE {name}")).await?;
    Ok(name)
}

async fn with(options: ConnectOptions, settings: &[(String, String)]) -> Opened {
    let add = |options: ConnectOptions, (key, value): &(String, String)| options.with_config(key, value.as_str());
    driver().open(&settings.iter().fold(options, add)).await
}

pub(crate) async fn close(database: Shared) -> Closed {
    let name = locked(&OPEN).remove(&place(&database));
    database.close().await?;
    match name {
        Some(name) => run(format!("DROP DATABASE {name} SYNC")).await,
        None => Ok(()),
    }
}

fn locked<T>(names: &Mutex<T>) -> MutexGuard<'_, T> {
    names.lock().unwrap_or_else(PoisonError::into_inner)
}

fn place(database: &Shared) -> usize {
    Arc::as_ptr(database).cast::<()>() as usize
}
