//! What the tests share.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use aludel::prelude::*;
use aludel::{ErrorClass, PoolOptions};

pub type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// A query that would run for hours.
pub const ENDLESS: &str = "SELECT max(hash(range)) FROM range(100000000000000)";

/// A result that would arrive for hours.
pub const ENDLESS_ROWS: &str = "SELECT range AS a, range AS b FROM range(100000000000000)";

/// Longer than anything here takes, even on a machine that is busy.
pub const LONG: Duration = Duration::from_secs(60);

pub async fn memory() -> Result<Engine, Error> {
    aludel::connect("duckdb://").await
}

/// An engine in memory with the table `t (a BIGINT, b VARCHAR)`.
pub async fn with_table() -> Result<(Engine, Table), Error> {
    let engine = memory().await?;
    let t = create(&engine).await?;
    Ok((engine, t))
}

pub async fn create(engine: &Engine) -> Result<Table, Error> {
    let t = Table::new("t").column(Column::new("a", SqlType::Int64)).column(Column::new("b", SqlType::Text));
    engine.execute(create_table(&t)).await?;
    Ok(t)
}

pub async fn pool_of(size: usize) -> Result<Engine, Error> {
    Connect::to("duckdb://").pool(PoolOptions::new().size(size).timeout(Duration::from_secs(30))).open().await
}

pub async fn count(engine: &Engine) -> Result<i64, Error> {
    engine.fetch_scalar(text("SELECT count(*) FROM t")).await
}

/// Waits until all connections are back in the pool, and fails if that does not happen.
pub async fn all_back(engine: &Engine) {
    let begun = Instant::now();
    loop {
        let status = engine.pool_status();
        if status.idle == status.open {
            return;
        }
        assert!(begun.elapsed() < LONG, "a connection did not come back: {status:?}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Fails the test instead of hanging.
pub async fn soon<T>(what: &str, work: impl IntoFuture<Output = T>) -> T {
    match tokio::time::timeout(LONG, work.into_future()).await {
        Ok(done) => done,
        Err(_) => panic!("{what} hangs"),
    }
}

#[track_caller]
pub fn failure<T: std::fmt::Debug>(result: Result<T, Error>) -> Error {
    match result {
        Ok(value) => panic!("this should have failed and gave {value:?}"),
        Err(error) => error,
    }
}

#[track_caller]
pub fn class<T: std::fmt::Debug>(result: Result<T, Error>) -> Option<ErrorClass> {
    failure(result).class()
}

/// A folder for one test, removed afterwards.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("engine-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the target folder can be written");
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The URL of a file in it, whose name needs no escapes.
    pub fn url(&self, name: &str) -> String {
        format!("duckdb:///{}", self.join(name).display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
