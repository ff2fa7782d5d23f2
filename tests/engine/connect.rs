//! Opening an engine: URLs, settings, files, read-only databases, typed views.

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use aludel::{EngineUrl, ErrorClass, Origin, UrlError, UrlPolicy};

use crate::support::{Folder, Outcome, class, count, create, failure, memory};

async fn setting(engine: &Engine, name: &str) -> Result<String, Error> {
    engine.fetch_scalar(text("SELECT current_setting(:name)::VARCHAR").bind("name", name)).await
}

#[tokio::test]
async fn a_database_in_memory_belongs_to_one_engine_and_all_its_connections() -> Outcome {
    for url in ["duckdb://", "duckdb:///:memory:"] {
        let engine = aludel::connect(url).await?;
        let other = aludel::connect(url).await?;
        create(&engine).await?;
        let (one, two) = (engine.connection().await?, engine.connection().await?);
        one.execute(text("INSERT INTO t VALUES (1, 'x')")).await?;
        assert_eq!(two.fetch_scalar::<i64>(text("SELECT a FROM t")).await?, 1, "{url}");
        assert_eq!(class(other.fetch(text("FROM t")).await), Some(ErrorClass::NotFound), "{url}");
        assert_eq!(count(&engine.clone()).await?, 1, "a clone is the same engine");
    }
    Ok(())
}

#[tokio::test]
async fn files_are_absolute_relative_and_escaped() -> Outcome {
    let folder = Folder::new();
    let engine = aludel::connect(&folder.url("absolute.duckdb")).await?;
    create(&engine).await?;
    engine.close().await?;
    assert!(folder.join("absolute.duckdb").is_file());

    let up = "../".repeat(std::env::current_dir()?.components().count() - 1);
    let relative = folder.join("relative.duckdb").display().to_string();
    let engine = aludel::connect(&format!("duckdb:///{up}{}", relative.trim_start_matches('/'))).await?;
    create(&engine).await?;
    engine.close().await?;
    assert!(folder.join("relative.duckdb").is_file());

    let engine = aludel::connect(&folder.url("a%20b%3Fc%23d%25e%C3%BC.duckdb")).await?;
    create(&engine).await?;
    engine.close().await?;
    assert!(folder.join("a b?c#d%eü.duckdb").is_file());
    Ok(())
}

#[tokio::test]
async fn what_was_written_is_there_when_the_file_is_opened_again() -> Outcome {
    let folder = Folder::new();
    for expected in 0..3 {
        let engine = aludel::connect(&folder.url("kept.duckdb")).await?;
        engine.execute(text("CREATE TABLE IF NOT EXISTS t (a BIGINT)")).await?;
        assert_eq!(count(&engine).await?, expected);
        engine.execute(text("INSERT INTO t VALUES (1)")).await?;
        engine.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn closing_lets_go_of_the_file() -> Outcome {
    let folder = Folder::new();
    for threads in [1, 2, 3, 1, 2, 3] {
        // Another configuration: possible only once the one before is closed.
        let engine = Connect::to(folder.url("f.duckdb")).config("threads", threads).open().await?;
        let (_, _) = tokio::join!(engine.fetch(text("SELECT 1")), engine.fetch(text("SELECT 2")));
        engine.close().await?;
        assert!(matches!(engine.fetch(text("SELECT 1")).await, Err(Error::Closed(_))));
    }
    Ok(())
}

#[tokio::test]
async fn settings_come_from_the_url_and_from_beside_it_and_the_url_wins() -> Outcome {
    let engine = Connect::to("duckdb://").config("threads", 4).config("memory_limit", "1GB").open().await?;
    assert_eq!(setting(&engine, "threads").await?, "4");
    assert_eq!(setting(&engine, "memory_limit").await?, "953.6 MiB");

    let both = Connect::to("duckdb://?threads=3").config("threads", 4).config("preserve_insertion_order", false);
    let resolved = both.resolved()?;
    assert_eq!(resolved.get("threads"), Some("3"));
    let threads = resolved.iter().find(|option| option.key == "threads").map(|option| option.origin);
    assert_eq!(threads, Some(Origin::Url));
    let engine = both.open().await?;
    assert_eq!(setting(&engine, "threads").await?, "3");
    assert_eq!(setting(&engine, "preserve_insertion_order").await?, "false");
    Ok(())
}

#[tokio::test]
async fn an_unknown_scheme_lists_the_known_ones() {
    let error = failure(aludel::connect("duckbd://").await);
    let known = "clickhouse, clickhousedb, duckdb, motherduck+pg, postgres, postgresql, questdb";
    assert_eq!(error.to_string(), format!("no engine answers to `duckbd://`; known are {known}; did you mean duckdb?"));
    assert!(matches!(error, Error::Url(UrlError::UnknownScheme { .. })));
    assert!(matches!(failure(aludel::connect("not a url").await), Error::Url(UrlError::Malformed { .. })));
    assert!(matches!(failure(aludel::connect("").await), Error::Url(UrlError::Malformed { .. })));
}

#[tokio::test]
async fn an_unknown_setting_names_the_nearest() {
    for connect in [Connect::to("duckdb://?thread=4"), Connect::to("duckdb://").config("thread", 4)] {
        let error = failure(connect.open().await);
        assert_eq!(error.to_string(), "there is no setting \"thread\"; did you mean threads?");
    }
}

#[tokio::test]
async fn a_setting_of_the_wrong_type_is_named_with_its_value() {
    for (url, name) in [
        ("duckdb://?threads=many", "threads"),
        ("duckdb://?memory_limit=lots", "memory_limit"),
        ("duckdb://?access_mode=maybe", "access_mode"),
        ("duckdb://?preserve_insertion_order=perhaps", "preserve_insertion_order"),
        ("duckdb://?pool_size=0", "pool_size"),
        ("duckdb://?pool_timeout=soon", "pool_timeout"),
    ] {
        let error = failure(aludel::connect(url).await);
        let text = error.to_string();
        assert!(matches!(&error, Error::Url(UrlError::Setting { key, .. }) if key == name), "{url}: {error:?}");
        assert!(text.contains(name) && text.contains(url.rsplit('=').next().unwrap_or_default()), "{text}");
    }
}

#[tokio::test]
async fn what_is_no_database_file_is_a_typed_error() -> Outcome {
    let folder = Folder::new();
    std::fs::write(folder.join("text.duckdb"), "to whom it may concern: this is no database, and never was one\n")?;
    for url in [folder.url("text.duckdb"), folder.url("missing/folder/x.duckdb"), folder.url("")] {
        let error = failure(aludel::connect(&url).await);
        assert_eq!(error.class(), Some(ErrorClass::Io), "{url}: {error:?}");
    }
    let absent = aludel::connect(&format!("{}?access_mode=read_only", folder.url("absent.duckdb"))).await;
    assert!(failure(absent).to_string().contains("does not exist"));
    assert!(!folder.join("absent.duckdb").exists());
    Ok(())
}

#[tokio::test]
async fn one_file_is_shared_with_the_same_settings_and_refused_with_others() -> Outcome {
    let folder = Folder::new();
    let url = folder.url("f.duckdb");
    let engine = aludel::connect(&url).await?;
    create(&engine).await?;
    let same = aludel::connect(&url).await?;
    assert_eq!(count(&same).await?, 0);

    let other = failure(Connect::to(&url).config("threads", 1).open().await);
    assert!(other.to_string().contains("close that engine, or open it with the same"), "{other}");
    let read_only = failure(Connect::to(&url).config("access_mode", "read_only").open().await);
    assert!(read_only.server().is_some(), "{read_only:?}");
    Ok(())
}

#[derive(Record, Debug)]
#[record(table = "t")]
struct T {
    a: i64,
    b: String,
}

#[tokio::test]
async fn a_read_only_database_refuses_every_write_before_it_is_sent() -> Outcome {
    let folder = Folder::new();
    let writer = aludel::connect(&folder.url("f.duckdb")).await?;
    let t = create(&writer).await?;
    writer.execute(text("INSERT INTO t VALUES (1, 'x')")).await?;
    writer.close().await?;

    let engine = aludel::connect(&format!("{}?access_mode=read_only", folder.url("f.duckdb"))).await?;
    let one = || [[literal(1), literal("x")]];
    let source = Table::new("s").column(Column::new("a", SqlType::Int64));
    let refused = [
        ("insert", engine.execute(insert(&t).columns(["a", "b"]).rows(one())).await),
        ("update", engine.execute(update(&t).set("a", 2).filter(t.col("a").eq(1))).await),
        ("delete", engine.execute(delete(&t).filter(t.col("a").eq(1))).await),
        ("truncate", engine.execute(truncate(&t)).await),
        ("create table", engine.execute(create_table(&source)).await),
        ("drop table", engine.execute(drop_table(&t)).await),
        ("create table as", engine.execute(create_table_as(&source, select([t.col("a")]))).await),
        ("records", engine.insert(&T { a: 1, b: "x".into() }).await.map(aludel::RowsChanged::from)),
        (
            "batches",
            engine.insert_batches(&t, engine.fetch_batches(text("FROM t")).await?).await.map(aludel::RowsChanged::from),
        ),
        ("many", engine.execute_many(insert(&t).columns(["a", "b"]).rows(one()), [params! {}]).await),
    ];
    for (what, done) in refused {
        let error = failure(done);
        assert!(matches!(error, Error::Refused(_)), "{what}: {error:?}");
        assert!(error.to_string().contains("read-only"), "{what}: {error}");
    }
    // What we did not write ourselves, the engine refuses.
    assert_eq!(class(engine.execute(text("INSERT INTO t VALUES (2, 'y')")).await), Some(ErrorClass::Refused));
    assert_eq!(count(&engine).await?, 1);
    Ok(())
}

#[tokio::test]
async fn an_engine_is_typed_narrowed_to_a_set_and_erased() -> Outcome {
    let engine = memory().await?;
    let t = create(&engine).await?;
    let typed: Engine<DuckDb> = engine.typed::<DuckDb>()?;
    typed.execute(insert(&t).columns(["a", "b"]).rows([[literal(1), literal("x")]])).await?;
    let set: Engine<(DuckDb, DuckDb)> = typed.within()?;
    let rows: Vec<i64> = set.fetch_all(select([t.col("a")]).from(&t)).await?;
    assert_eq!(rows, [1]);
    assert_eq!(count(&set.erase()).await?, 1);
    assert_eq!(format!("{typed:?}"), format!("{engine:?}"));
    Ok(())
}

#[tokio::test]
async fn a_policy_limits_urls_from_outside() -> Outcome {
    let folder = Folder::new();
    std::fs::create_dir(folder.join("open"))?;
    let policy = UrlPolicy::deny_all().scheme("duckdb").memory().folder(folder.join("open")).option("threads");
    let admit = |url: &str| policy.admit(&EngineUrl::parse(url)?);

    let engine = aludel::connect(admit(&folder.url("open/f.duckdb?threads=2"))?).await?;
    assert_eq!(setting(&engine, "threads").await?, "2");
    assert!(folder.join("open/f.duckdb").is_file());
    aludel::connect(admit("duckdb://")?).await?;

    for url in [
        folder.url("secret.duckdb"),
        folder.url("open/../secret.duckdb"),
        folder.url("open/%2e%2e/secret.duckdb"),
        folder.url("open/f.duckdb?access_mode=read_only"),
        "duckdb://user:word@/".to_owned(),
        "clickhousedb://host/db".to_owned(),
        "duckdb:///relative.duckdb".to_owned(),
    ] {
        assert!(matches!(admit(&url), Err(UrlError::Denied { .. })), "{url}");
    }
    assert!(!folder.path().join("secret.duckdb").exists());
    Ok(())
}

#[tokio::test]
async fn hooks_run_on_each_new_connection_in_their_order() -> Outcome {
    let engine = Connect::to("duckdb://")
        .on_connect(text("SET TimeZone = 'Asia/Tokyo'"))
        .on_connect(text("SET TimeZone = 'Europe/Paris'"))
        .on_connect(text("CREATE TEMP TABLE mine (a INT)"))
        .open()
        .await?;
    let sessions = [engine.connection().await?, engine.connection().await?, engine.connection().await?];
    for session in &sessions {
        assert_eq!(session.fetch_scalar::<String>(text("SELECT current_setting('TimeZone')")).await?, "Europe/Paris");
        assert!(session.fetch(text("FROM mine")).await?.is_empty());
    }
    drop(sessions);
    crate::support::all_back(&engine).await;
    assert_eq!(engine.pool_status().open, 3, "what hooks do does not count as a change of the session");

    let broken = Connect::to("duckdb://").on_connect(text("SET no_such_setting = 1")).open().await;
    let said = failure(broken).to_string();
    assert!(said.starts_with("on_connect(\"SET no_such_setting = 1\") failed: "), "{said}");
    // One that works when the engine is opened, and no more afterwards.
    let once = Connect::to("duckdb://").on_connect(text("CREATE TABLE made (a INT)")).pool(PoolOptions::new().size(2));
    let once = once.open().await?;
    let held = once.connection().await?;
    for _ in 0..20 {
        let error = failure(once.fetch(text("SELECT 1")).await);
        assert!(error.server().is_some() && error.to_string().starts_with("on_connect("), "{error}");
    }
    drop(held);
    once.fetch(text("SELECT 1")).await?;
    for transaction in ["BEGIN", "SET threads = 2; BEGIN TRANSACTION", "COMMIT"] {
        let error = failure(Connect::to("duckdb://").on_connect(text(transaction)).open().await);
        assert!(error.to_string().contains("lent without a transaction"), "{transaction}: {error}");
    }

    let unbound = Connect::to("duckdb://").on_connect(text("SELECT :a")).open().await;
    assert!(unbound.is_err(), "a hook whose parameters have no values is an error at once");
    Ok(())
}
