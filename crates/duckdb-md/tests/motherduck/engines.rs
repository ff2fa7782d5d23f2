//! Engines on MotherDuck: pooled or not, read-only, in turn, tried again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use aludel_dialect::Parameter;
use aludel_duckdb_md::*;
use aludel_engine::*;
use aludel_query::{Column, Prepared, Table, func, insert, literal, select, star, table_function, text};
use arrow_array::RecordBatch;
use async_trait::async_trait;
use futures_core::stream::BoxStream;

use crate::common::Tested;
use crate::log::Warnings;
use crate::opener::{InMemory, expected};

#[tokio::test]
async fn a_pooled_read_only_engine_refuses_to_write() -> Tested<()> {
    let opener = InMemory::default();
    let engine = motherduck("md:analytics")
        .attach_mode(AttachMode::Single)
        .access_mode(AccessMode::ReadOnly)
        .session_name(stable_session_name("user-123", Some("org-1")))
        .token("t")
        .performance()
        .driver(opener.driver())
        .open()
        .await?;
    let path = "md:analytics?access_mode=read_only&attach_mode=single&session_name=4a8ba4de1d90213b";
    assert_eq!(opener.last(), expected(path, &[("motherduck_token", "t")]));
    let one: i32 = engine.fetch_scalar(text("SELECT 1")).await?;
    assert_eq!(one, 1);

    let table = Table::new("opened").column(Column::new("path", aludel_dialect::SqlType::Text));
    let refused = engine.execute(insert(&table).columns(["path"]).rows([("x",)])).await;
    let refused = refused.map_err(|error| error.to_string());
    assert!(refused.as_ref().is_err_and(|error| error.contains("opened read-only")), "{refused:?}");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn read_scaling_without_a_session_name_warns_once() {
    let log = Warnings::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let named = read_scaling("md:analytics", Some("team-a")).url().to_string();
    assert_eq!(log.lines(), Vec::<String>::new());
    let unnamed: Vec<String> = (0..2).map(|_| read_scaling("md:analytics", None).url().to_string()).collect();
    drop(guard);
    assert_eq!(named, "duckdb:///md%3Aanalytics?access_mode=read_only&attach_mode=single&session_name=team-a");
    assert_eq!(unnamed, ["duckdb:///md%3Aanalytics?access_mode=read_only&attach_mode=single"; 2]);
    let lines = log.lines();
    assert!(lines.len() == 1 && lines[0].contains("session name"), "{lines:?}");
}

#[tokio::test]
async fn connections_are_used_once_unless_a_pool_is_asked_for() -> Tested<()> {
    let url = "duckdb:///md:my_db";
    for (how, kept) in [("", 0), ("?pool_pre_ping=true", 1), ("?pool_size=2", 0)] {
        let opener = InMemory::default();
        let engine = opener.connect(format!("{url}{how}")).config("motherduck_token", "t").open().await?;
        for _ in 0..3 {
            let _: i32 = engine.fetch_scalar(text("SELECT 1")).await?;
        }
        assert_eq!(engine.pool_status().idle, kept, "{how}");
    }
    let opener = InMemory::default();
    let engine = motherduck("md:my_db").token("t").performance().driver(opener.driver()).open().await?;
    for _ in 0..3 {
        let _: i32 = engine.fetch_scalar(text("SELECT 1")).await?;
    }
    assert_eq!((engine.pool_status().idle, opener.openings().len()), (1, 1));
    Ok(())
}

/// MotherDuck is left once nobody is connected, and opened again by who comes next.
#[tokio::test]
async fn an_instance_lives_as_long_as_its_connections() -> Tested<()> {
    let opener = InMemory::default();
    let engine = opener.connect("duckdb:///md:my_db").config("motherduck_token", "t").open().await?;
    {
        let (one, other) = (engine.connection().await?, engine.connection().await?);
        one.execute(text("CREATE TABLE t AS SELECT 1 AS a")).await?;
        let rows: i64 = other.fetch_scalar(text("SELECT count(*) FROM t")).await?;
        assert_eq!((rows, opener.openings().len()), (1, 1));
    }
    let began = Instant::now();
    while engine.fetch_scalar::<i64>(text("SELECT count(*) FROM t")).await.is_ok() {
        assert!(began.elapsed() < Duration::from_secs(10), "the instance stayed");
    }
    assert_eq!(opener.openings().len(), 2);
    engine.close().await?;
    assert!(engine.fetch_scalar::<i32>(text("SELECT 1")).await.is_err());
    Ok(())
}

/// Opens when it is let.
#[derive(Debug, Default)]
struct Slow {
    opener: InMemory,
    waits: AtomicBool,
}

impl Opener for Slow {
    fn open(&self, asked: Opening) -> Result<Opening, Error> {
        let opened = self.opener.open(asked);
        while self.waits.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(5));
        }
        opened
    }
}

/// An engine whose instance is being opened for the second time, which takes until it is let.
async fn opening_slowly() -> Tested<(Engine, Arc<Slow>)> {
    let slow = Arc::new(Slow::default());
    let registry = Registry::new().with(driver().with_opener(slow.clone()));
    let engine = Connect::through(registry, "duckdb:///md:my_db?motherduck_token=t").open().await?;
    let _: i32 = engine.fetch_scalar(text("SELECT 1")).await?;
    slow.waits.store(true, Ordering::SeqCst);
    // Until the last connection is gone, and the instance with it.
    while asked_briefly(&engine).await {}
    Ok((engine, slow))
}

/// Asks and soon gives up; whether there was an answer.
async fn asked_briefly(engine: &Engine) -> bool {
    let asked = async { engine.fetch_scalar::<i32>(text("SELECT 1")).await };
    tokio::time::timeout(Duration::from_millis(100), asked).await.is_ok()
}

/// A thread that is in DuckDB can't be stopped: each new one would wait as the first does, and ask for a login of its own.
#[tokio::test]
async fn what_is_being_opened_is_shared_and_outlives_who_asked_for_it() -> Tested<()> {
    let (engine, slow) = opening_slowly().await?;
    assert!(!asked_briefly(&engine).await);
    assert_eq!(slow.opener.openings().len(), 2);
    slow.waits.store(false, Ordering::SeqCst);
    let one: i32 = engine.fetch_scalar(text("SELECT 1")).await?;
    assert_eq!((one, slow.opener.openings().len()), (1, 2));
    Ok(())
}

#[tokio::test]
async fn closing_an_engine_does_not_wait_for_what_is_being_opened() -> Tested<()> {
    let (engine, slow) = opening_slowly().await?;
    tokio::time::timeout(Duration::from_secs(5), engine.close()).await??;
    slow.waits.store(false, Ordering::SeqCst);
    let asked = engine.fetch_scalar::<i32>(text("SELECT 1")).await;
    assert!(matches!(asked, Err(Error::Closed(_))), "{asked:?}");
    Ok(())
}

/// Who logs in in the browser does so once.
#[tokio::test]
async fn after_a_login_in_the_browser_the_instance_stays_open() -> Tested<()> {
    let opener = InMemory::default();
    let engine = opener.connect("duckdb:///md:my_db?login=browser").open().await?;
    engine.execute(text("CREATE TABLE t AS SELECT 1 AS a")).await?;
    for _ in 0..3 {
        // The connection before this one is closed in the background.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let rows: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t")).await?;
        assert_eq!((rows, opener.openings().len()), (1, 1));
    }
    Ok(())
}

/// New connections reach MotherDuck anew, which may send them to another replica.
#[tokio::test]
async fn recycling_reaches_motherduck_anew() -> Tested<()> {
    let opener = InMemory::default();
    let engine = motherduck("md:my_db").token("t").performance().driver(opener.driver()).open().await?;
    let held = engine.connection().await?;
    let _: i32 = engine.fetch_scalar(text("SELECT 1")).await?;
    assert_eq!((engine.pool_status().idle, opener.openings().len()), (1, 1));

    engine.recycle().await?;
    assert_eq!((engine.pool_status().idle, engine.pool_status().open), (0, 1));
    let one: i32 = held.fetch_scalar(text("SELECT 1")).await?;
    drop(held);
    assert_eq!((one, engine.pool_status().open), (1, 0));

    let began = Instant::now();
    while opener.openings().len() == 1 {
        let _: i32 = engine.fetch_scalar(text("SELECT 1")).await?;
        engine.recycle().await?;
        assert!(began.elapsed() < Duration::from_secs(10), "the instance stayed");
    }
    engine.close().await?;
    assert!(engine.recycle().await.is_ok());
    Ok(())
}

#[tokio::test]
async fn another_session_name_is_another_engine_with_the_same_settings() -> Tested<()> {
    let settings = [("motherduck_token", "t"), ("threads", "2")];
    for given in ["?session_name=team-a&access_mode=read_only", "?session_hint=team-a&access_mode=read_only"] {
        let opener = InMemory::default();
        let connect = opener.connect(format!("duckdb:///md:my_db{given}")).config("motherduck_token", "t");
        let connect = connect.config("threads", 2).pool(PoolOptions::new().size(3));
        let engine = connect.on_connect(text("SET TimeZone = 'Asia/Tokyo'")).open().await?;
        let engine = engine.typed::<aludel_duckdb_sql::DuckDb>()?;
        assert_eq!(opener.last(), expected("md:my_db?access_mode=read_only&session_name=team-a", &settings));
        let other = engine.with_session_name("it's & \"b\"").await?;
        let path = "md:my_db?access_mode=read_only&session_name=it%27s%20%26%20%22b%22";
        assert_eq!(opener.last(), expected(path, &settings));
        let zone: String = other.fetch_scalar(text("SELECT current_setting('TimeZone')")).await?;
        assert_eq!((zone.as_str(), other.pool_status().limit), ("Asia/Tokyo", 3));
        assert!(other.execute(text("SELECT 1")).await.is_ok() && engine.execute(text("SELECT 1")).await.is_ok());
        let third = other.with_session_name("c").await?;
        assert_eq!(opener.last().0, "md:my_db?access_mode=read_only&session_name=c");
        drop(third);
    }
    let opener = InMemory::default();
    let paths = ["md:my_db?user=1", "md:my_db?user=2"];
    let engine = connect_to_paths(opener.driver(), paths)?.config("motherduck_token", "t").open().await?;
    engine.with_session_name("b").await?;
    assert_eq!(opener.last().0, "md:my_db?session_name=b&user=1");
    let paths = ["md:my_db?user=1", "md:my_db?user=2&session_name=a"];
    let engine = connect_to_paths(opener.driver(), paths)?.config("motherduck_token", "t").open().await?;
    let refused = engine.with_session_name("b").await.map(|_| ()).map_err(|error| error.to_string());
    assert!(refused.as_ref().is_err_and(|error| error.contains("session name of its own")), "{refused:?}");
    let local = Connect::through(Registry::new().with(driver()), "duckdb://").open().await?;
    let refused = local.with_session_name("b").await.map(|_| ()).map_err(|error| error.to_string());
    assert!(refused.as_ref().is_err_and(|error| error.contains("MotherDuck's")), "{refused:?}");
    Ok(())
}

#[tokio::test]
async fn several_paths_take_turns() -> Tested<()> {
    let opener = InMemory::default();
    let paths = ["md:my_db?user=1", "md:my_db?user=2", "duckdb:///md:my_db?user=3&motherduck_token=own-hush"];
    let connect = connect_to_paths(opener.driver(), paths)?.config("motherduck_token", "t");
    let engine = connect.pool(PoolOptions::new().size(4)).open().await?;
    let mut held = Vec::new();
    for turn in [1, 2, 3, 1] {
        let connection = engine.connection().await?;
        let path: String = connection.fetch_scalar(text("SELECT path FROM opened")).await?;
        assert_eq!(path, format!("md:my_db?user={turn}"));
        held.push(connection);
    }
    let shown = format!("{engine:?}");
    assert!(shown.contains("md:my_db") && !shown.contains("own-hush"), "{shown}");

    // What is said beside them is said to each, as it is to one alone.
    let connect = connect_to_paths(opener.driver(), ["md:my_db"])?.config("motherduck_token", "t").password("p");
    let refused = connect.open().await.map(drop).map_err(|error| error.to_string());
    assert!(refused.as_ref().is_err_and(|error| error.contains("no users")), "{refused:?}");
    // A connection to MotherDuck is used once, wherever its path stands.
    let mixed = connect_to_paths(opener.driver(), [":memory:", "md:my_db?motherduck_token=t"])?.open().await?;
    for _ in 0..2 {
        let _: i32 = mixed.fetch_scalar(text("SELECT 1")).await?;
    }
    assert_eq!(mixed.pool_status().idle, 0);

    for (paths, says) in [
        (vec![], "at least one"),
        (vec!["md:my_db", "questdb://localhost/qdb"], "all DuckDB's"),
        (vec!["md:one,two"], "comma"),
    ] {
        let error = connect_to_paths(opener.driver(), paths).map(|_| ()).map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says)), "{error:?}");
    }
    Ok(())
}

/// Fails the first statements of each connection with an answer of this kind, then hands on to DuckDB.
#[derive(Clone, Debug)]
struct Failing {
    driver: DuckDbDriver,
    failures: u32,
    message: &'static str,
    attempts: Arc<AtomicU32>,
}

#[derive(Debug)]
struct FailingDatabase(Arc<dyn Database>, Failing);

#[derive(Debug)]
struct FailingConnection(Box<dyn Connection>, Failing);

impl Failing {
    fn attempt(&self) -> Result<(), Error> {
        if self.attempts.fetch_add(1, Ordering::Relaxed) >= self.failures {
            return Ok(());
        }
        let name = aludel_duckdb_sql::error_name(self.message).unwrap_or_default();
        let class = aludel_duckdb_sql::error_class(name, self.message);
        Err(ServerError::new(class, self.message).into())
    }
}

#[async_trait]
impl Driver for Failing {
    fn schemes(&self) -> &'static [&'static str] {
        self.driver.schemes()
    }

    fn name(&self) -> &'static str {
        "failing"
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(Arc::new(FailingDatabase(self.driver.open(options).await?, self.clone())))
    }
}

#[async_trait]
impl Database for FailingDatabase {
    fn capabilities(&self) -> &aludel_dialect::Capabilities {
        self.0.capabilities()
    }

    fn spelling(&self) -> &dyn aludel_query::Spelling {
        self.0.spelling()
    }

    fn session_effect(&self, sql: &str) -> SessionEffect {
        self.0.session_effect(sql)
    }

    fn only_reads(&self, sql: &str) -> bool {
        self.0.only_reads(sql)
    }

    fn inspection(&self) -> &dyn Inspection {
        self.0.inspection()
    }

    fn describe(&self) -> String {
        self.0.describe()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        Ok(Box::new(FailingConnection(self.0.connect().await?, self.1.clone())))
    }

    async fn close(&self) -> Result<(), Error> {
        self.0.close().await
    }
}

#[async_trait]
impl Connection for FailingConnection {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        self.1.attempt()?;
        self.0.query(statement).await
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.1.attempt()?;
        self.0.execute(statement).await
    }

    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.1.attempt()?;
        self.0.execute_many(statement, sets).await
    }

    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.1.attempt()?;
        self.0.insert(target, batches).await
    }

    async fn begin(&mut self, mode: TransactionMode) -> Result<(), Error> {
        self.0.begin(mode).await
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.0.commit().await
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.0.rollback().await
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.0.ping().await
    }

    async fn settle(&mut self) -> Result<(), Error> {
        self.0.settle().await
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        self.0.close().await
    }
}

const BUSY: &str = "HTTP Error: the request failed (HTTP 503)";
const LOST: &str = "Connection Error: the connection was reset by peer";

async fn failing(failures: u32, message: &'static str) -> Result<(Engine, Arc<AtomicU32>), Error> {
    let attempts = Arc::new(AtomicU32::new(0));
    let driver = Failing { driver: InMemory::default().driver(), failures, message, attempts: attempts.clone() };
    let connect = Connect::through(Registry::new().with(driver), "duckdb:///md:my_db?motherduck_token=t");
    Ok((connect.pool(PoolOptions::new()).open().await?, attempts))
}

#[tokio::test]
async fn what_only_reads_is_tried_again_if_that_is_asked_for() -> Tested<()> {
    let backoff = Duration::from_millis(20);
    let retry = ExecutionOptions::new().retry(RetryTransient::times(2).backoff(backoff));
    // Text, failures, their message, then the attempts and whether it ends well.
    for (sql, failures, message, attempts, ends_well) in [
        ("select 1", 2, BUSY, 3, true),
        ("select 1", 3, BUSY, 3, false),
        ("select 1", 1, LOST, 1, false),
        ("select nextval('s')", 1, BUSY, 1, false),
        ("insert into t values (1)", 1, BUSY, 1, false),
    ] {
        let (engine, counted) = failing(failures, message).await?;
        let began = Instant::now();
        let done = engine.connection().await?.with_options(retry.clone()).execute(text(sql)).await;
        assert_eq!((counted.load(Ordering::Relaxed), done.is_ok()), (attempts, ends_well), "{sql}: {done:?}");
        assert!(began.elapsed() >= backoff * (attempts - 1), "{sql}");
    }
    // Of a query as well, and on one statement; not unless it is asked for; not in a transaction.
    let (engine, counted) = failing(2, BUSY).await?;
    let one: i32 = engine.fetch_scalar(text("select 1")).retry(RetryTransient::times(2).backoff(backoff)).await?;
    assert_eq!((one, counted.load(Ordering::Relaxed)), (1, 3));
    for (function, attempts) in [("upper", 2), ("nextval", 1), ("main.nextval", 1), ("postgres_execute", 1)] {
        let (engine, counted) = failing(1, BUSY).await?;
        let query = select::<aludel_dialect::Any>([func::native(function, literal("s"))]);
        let _ = engine.fetch(query).retry(RetryTransient::times(2).backoff(backoff)).await;
        assert_eq!(counted.load(Ordering::Relaxed), attempts, "{function}()");
        let (engine, counted) = failing(1, BUSY).await?;
        let query = select::<aludel_dialect::Any>([star()]).from(table_function(function, literal("s")));
        let _ = engine.fetch(query).retry(RetryTransient::times(2).backoff(backoff)).await;
        assert_eq!(counted.load(Ordering::Relaxed), attempts, "FROM {function}()");
    }
    let (engine, counted) = failing(1, BUSY).await?;
    let error = engine.execute(text("select 1")).await.map_err(|error| (error.class(), error.is_disconnect()));
    assert_eq!((error, counted.load(Ordering::Relaxed)), (Err((Some(ErrorClass::Overloaded), false)), 1));
    let (engine, counted) = failing(1, BUSY).await?;
    let transaction = engine.with_options(retry).begin().await?;
    assert!(transaction.execute(text("select 1")).await.is_err());
    assert_eq!(counted.load(Ordering::Relaxed), 1);
    Ok(())
}
