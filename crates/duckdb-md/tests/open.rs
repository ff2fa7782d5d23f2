//! Opening: paths, settings, locks, and what a database that can only be read refuses.
mod common;

use std::path::PathBuf;

use aludel_dialect::Construct;
use aludel_engine::{Driver, Error, ErrorClass, UrlError};
use common::{Tested, number, open, options, sql, text};

/// A path in a directory of its own, which goes when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Tested<Self> {
        let path = std::env::temp_dir().join(format!("aludel-duckdb-md-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Scratch(path))
    }

    fn file(&self) -> String {
        self.0.join("d.duckdb").display().to_string()
    }

    fn url(&self) -> String {
        format!("duckdb:///{}", self.file())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

async fn refused(url: &str) -> Tested<Error> {
    match aludel_duckdb_md::driver().open(&options(url)?).await {
        Ok(_) => Err(format!("{url} was opened").into()),
        Err(error) => Ok(error),
    }
}

#[tokio::test]
async fn memory_is_shared_by_the_connections_of_one_engine_alone() -> Tested<()> {
    let (one, other) = (open("duckdb://").await?, open("duckdb:///:memory:").await?);
    one.connect().await?.execute(&sql("CREATE TABLE t AS SELECT 1 AS a")).await?;
    assert_eq!(number(&mut one.connect().await?, "SELECT a FROM t").await?, 1);
    assert!(other.connect().await?.execute(&sql("SELECT a FROM t")).await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_file_is_kept_and_two_engines_on_it_share_it() -> Tested<()> {
    let scratch = Scratch::new("share")?;
    let (one, other) = (open(&scratch.url()).await?, open(&scratch.url()).await?);
    let mut c = one.connect().await?;
    c.execute(&sql("CREATE TABLE t AS SELECT 1 AS a")).await?;
    assert_eq!(number(&mut other.connect().await?, "SELECT a FROM t").await?, 1);
    c.close().await?;
    one.close().await?;
    other.close().await?;
    assert_eq!(number(&mut open(&scratch.url()).await?.connect().await?, "SELECT a FROM t").await?, 1);
    Ok(())
}

#[tokio::test]
async fn the_same_path_with_another_configuration_is_a_clear_error() -> Tested<()> {
    let scratch = Scratch::new("configuration")?;
    let one = open(&scratch.url()).await?;
    let error = refused(&format!("{}?access_mode=read_only", scratch.url())).await?;
    assert_eq!(error.class(), Some(ErrorClass::Invalid), "{error}");
    assert!(error.to_string().contains("other settings"), "{error}");
    one.close().await?;
    let two = open(&format!("{}?access_mode=read_only", scratch.url())).await?;
    assert!(!two.capabilities().grants(Construct::Insert));
    Ok(())
}

#[tokio::test]
async fn read_only_narrows_every_write() -> Tested<()> {
    let scratch = Scratch::new("read-only")?;
    let writable = open(&scratch.url()).await?;
    writable.connect().await?.execute(&sql("CREATE TABLE t AS SELECT 1 AS a")).await?;
    assert!(writable.capabilities().grants(Construct::Insert));
    writable.close().await?;
    drop(writable);
    let database = loop {
        // The first engine's connection closes on its own thread.
        match open(&format!("{}?access_mode=READ_ONLY", scratch.url())).await {
            Ok(database) => break database,
            Err(error) if error.to_string().contains("other settings") => tokio::task::yield_now().await,
            Err(error) => return Err(error),
        }
    };
    for write in
        [Construct::Insert, Construct::Update, Construct::Delete, Construct::CreateTable, Construct::BulkInsert]
    {
        assert!(!database.capabilities().grants(write), "{write:?}");
    }
    assert!(database.capabilities().grants(Construct::Having));
    let mut c = database.connect().await?;
    assert_eq!(number(&mut c, "SELECT a FROM t").await?, 1);
    let error = c.execute(&sql("INSERT INTO t VALUES (2)")).await.expect_err("read-only");
    assert_eq!(error.class(), Some(ErrorClass::Refused), "{error}");
    Ok(())
}

#[tokio::test]
async fn settings_reach_duckdb_at_opening_or_on_each_connection() -> Tested<()> {
    let database = open("duckdb://?threads=3&memory_limit=512MB&TimeZone=Asia/Tokyo&search_path=main").await?;
    for _ in 0..2 {
        let mut c = database.connect().await?;
        assert_eq!(number(&mut c, "SELECT current_setting('threads')").await?, 3);
        assert_eq!(text(&mut c, "SELECT current_setting('TimeZone')").await?, "Asia/Tokyo");
        assert_eq!(text(&mut c, "SELECT current_setting('search_path')").await?, "main");
    }
    assert!(database.describe().contains("threads = 3"), "{}", database.describe());
    Ok(())
}

#[tokio::test]
async fn a_setting_that_changes_what_statements_mean_is_refused() -> Tested<()> {
    for setting in ["default_null_order=nulls_first", "Null_Order=nulls_first", "default_collation=nocase"] {
        let error = refused(&format!("duckdb://?{setting}")).await?.to_string();
        assert!(error.contains("changes what statements mean"), "{setting}: {error}");
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_setting_is_named_with_those_most_like_it() -> Tested<()> {
    let error = refused("duckdb://?threds=3").await?;
    assert!(matches!(&error, Error::Url(UrlError::UnknownSetting { .. })), "{error:?}");
    assert!(error.to_string().contains("threds") && error.to_string().contains("threads"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_setting_of_the_wrong_type_is_named() -> Tested<()> {
    for (key, value) in
        [("threads", "many"), ("access_mode", "sometimes"), ("memory_limit", "much"), ("TimeZone", "Nowhere/Else")]
    {
        let error = refused(&format!("duckdb://?{key}={value}")).await?.to_string();
        assert!(error.contains(key) || error.contains("Time Zone"), "{error}");
        assert!(error.contains(value), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn a_secret_is_not_repeated() -> Tested<()> {
    for key in ["s3_secret_access_key", "http_proxy_password"] {
        let url = format!("duckdb://?{key}=hunter2");
        let shown = match open(&url).await {
            Ok(database) => database.describe(),
            Err(error) => error.to_string(),
        };
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    Ok(())
}

#[tokio::test]
async fn a_url_that_is_not_for_duckdb_in_process_is_refused() -> Tested<()> {
    for (url, says) in [("duckdb://localhost/x", "no host"), ("duckdb://?threads=1&threads=2", "more than once")] {
        let error = refused(url).await?.to_string();
        assert!(error.contains(says), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_a_typed_error() -> Tested<()> {
    let scratch = Scratch::new("unreadable")?;
    std::fs::write(
        scratch.file(),
        "this is no database, and long enough to be one with a header of its own".repeat(100),
    )?;
    let error = refused(&scratch.url()).await?;
    assert_eq!(error.class(), Some(ErrorClass::Io), "{error}");
    let error = refused("duckdb:////nosuch/directory/d.duckdb").await?;
    assert_eq!(error.class(), Some(ErrorClass::Io), "{error}");
    let error = refused(&format!("duckdb:///{}", scratch.0.display())).await?;
    assert!(error.server().is_some(), "{error}");
    Ok(())
}

/// The other process is this test program itself, told by a variable to hold the file until its input ends.
#[tokio::test]
async fn a_lock_held_by_another_process_is_named_with_its_pid() -> Tested<()> {
    use std::io::Read;
    const HOLD: &str = "ALUDEL_TEST_HOLD";
    if let Ok(url) = std::env::var(HOLD) {
        let _held = open(&url).await?;
        println!("held");
        std::io::stdin().read_to_end(&mut Vec::new())?;
        return Ok(());
    }
    let scratch = Scratch::new("lock")?;
    let mut other = std::process::Command::new(std::env::current_exe()?)
        .args(["a_lock_held_by_another_process_is_named_with_its_pid", "--exact", "--nocapture"])
        .env(HOLD, scratch.url())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()?;
    let mut said = Vec::new();
    if let Some(out) = other.stdout.as_mut() {
        let mut byte = [0];
        while !String::from_utf8_lossy(&said).contains("held") && out.read(&mut byte)? > 0 {
            said.push(byte[0]);
        }
    }
    let error = refused(&scratch.url()).await;
    drop(other.stdin.take());
    other.wait()?;
    let error = error?;
    assert!(error.to_string().contains(&format!("PID {}", other.id())), "{error}");
    assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{error}");
    Ok(())
}

/// Blocks of a file are handed out as they are, and need not be aligned for 16-byte numbers.
#[tokio::test]
async fn sixteen_byte_numbers_are_read_from_a_file() -> Tested<()> {
    let scratch = Scratch::new("hugeint")?;
    let database = open(&scratch.url()).await?;
    let mut c = database.connect().await?;
    c.execute(&sql("SET force_compression = 'uncompressed'")).await?;
    let table = "CREATE TABLE t AS SELECT i::HUGEINT h, i::DECIMAL(38, 2) d, i::TINYINT b FROM range(100) r(i)";
    c.execute(&sql(&format!("{table}; INSERT INTO t SELECT i, i, 1 FROM range(300000) r(i)"))).await?;
    c.execute(&sql("CHECKPOINT")).await?;
    let mut rows = 0;
    for batch in common::fetch(&mut c, &sql("SELECT h, d FROM t")).await? {
        rows += batch.num_rows();
    }
    assert_eq!(rows, 300_100);
    Ok(())
}

/// Threads may still be closing the database while the process ends.
#[tokio::test]
async fn a_program_that_ends_at_once_loses_nothing_and_does_not_crash() -> Tested<()> {
    const RUN: &str = "ALUDEL_TEST_END_AT_ONCE";
    if let Ok(url) = std::env::var(RUN) {
        let database = open(&url).await?;
        let mut c = database.connect().await?;
        c.execute(&sql("CREATE TABLE IF NOT EXISTS t(a INTEGER)")).await?;
        c.execute(&sql("INSERT INTO t SELECT 1 FROM range(100000)")).await?;
        return Ok(());
    }
    let scratch = Scratch::new("end")?;
    for _ in 0..20 {
        let status = std::process::Command::new(std::env::current_exe()?)
            .args(["a_program_that_ends_at_once_loses_nothing_and_does_not_crash", "--exact"])
            .env(RUN, scratch.url())
            .stdout(std::process::Stdio::null())
            .status()?;
        assert!(status.success(), "{status}");
    }
    let database = open(&scratch.url()).await?;
    assert_eq!(number(&mut database.connect().await?, "SELECT count(*) FROM t").await?, 2_000_000);
    Ok(())
}
