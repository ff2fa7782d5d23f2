//! A local main database with others beside it: files, and MotherDuck's up to the network.

use std::time::{Duration, Instant};

use aludel_duckdb_md::*;
use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Connect, Error, ErrorClass, Registry};
use aludel_query::{Table, ToSql, select, text};

use crate::common::Tested;
use crate::opener::InMemory;
use crate::paths::failure;
use crate::token::in_child;

const SECRET: &str = "hush-77ab";

/// Without a network: a repository that answers nothing, and a folder without extensions.
fn offline(connect: Connect, folder: &std::path::Path) -> Connect {
    connect
        .config("extension_directory", folder.display().to_string())
        .config("custom_extension_repository", "http://127.0.0.1:9")
        .config("autoinstall_extension_repository", "http://127.0.0.1:9")
}

fn folder(name: &str) -> std::io::Result<std::path::PathBuf> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

#[tokio::test]
async fn a_file_is_attached_for_every_connection() -> Tested<()> {
    let folder = folder("attached")?;
    let path = folder.join("it's other.duckdb");
    let registry = Registry::new().with(driver());
    let engine = Connect::through(registry, "duckdb://").open().await?.typed::<DuckDb>()?;
    engine.execute(text("CREATE TABLE t AS SELECT 1 AS id, 'one' AS word")).await?;
    attach(path.display().to_string()).alias("o'; \"x").run(&engine).await?;
    engine.execute(text("CREATE TABLE \"o'; \"\"x\".s AS SELECT 1 AS id, 10 AS price")).await?;
    let (one, two) = (engine.connection().await?, engine.connection().await?);
    for session in [one, two] {
        let joined = text("SELECT word || price FROM t JOIN \"o'; \"\"x\".s USING (id)");
        assert_eq!(session.fetch_scalar::<String>(joined).await?, "one10");
    }
    let s = Table::new("s").in_schema("main").in_database("o'; \"x");
    let price: i32 = engine.fetch_scalar(select([s.col("price")]).from(&s)).await?;
    assert_eq!(price, 10);
    let twice = attach(":memory:").alias("o'; \"x").run(&engine).await.map_err(|error| error.class());
    assert_eq!(twice, Err(Some(ErrorClass::Exists)));
    engine.execute(detach("o'; \"x")).await?;
    engine.execute(detach("o'; \"x").if_exists()).await?;
    attach(path.display().to_string()).alias("seen").read_only().run(&engine).await?;
    let written = engine.execute(text("INSERT INTO seen.s VALUES (2, 20)")).await.map_err(|error| error.class());
    assert_eq!(written, Err(Some(ErrorClass::Refused)));
    engine.close().await?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// MotherDuck's settings on a database in a file are the extension's, which is loaded for them, and set on it.
#[tokio::test]
async fn a_local_database_takes_motherducks_settings() -> Tested<()> {
    for url in ["duckdb://?motherduck_token=hush-77ab", "duckdb://?MOTHERDUCK_TOKEN=hush-77ab&motherduck_host=h"] {
        let opener = InMemory::default();
        let connect = opener.connect(url).config("threads", 2);
        let engine = connect.open().await?;
        let shown = format!("{engine:?} {:?}", opener.openings());
        let opened = opener.openings().pop().ok_or("nothing was opened")?;
        assert_eq!(opened.path(), ":memory:");
        let keys: Vec<String> = opened.session_settings().map(|(key, _)| key.to_lowercase()).collect();
        assert!(keys.contains(&"motherduck_token".to_owned()), "{keys:?}");
        assert_eq!(opened.settings().map(|(key, _)| key).collect::<Vec<_>>(), ["threads"]);
        assert!(!shown.contains(SECRET), "{shown}");
    }
    let folder = folder("hybrid")?;
    let registry = || Registry::new().with(driver());
    let connect = Connect::through(registry(), "duckdb://").config("motherduck_token", SECRET);
    let began = Instant::now();
    let error = failure(offline(connect, &folder)).await?;
    let text = format!("{error} {error:?}");
    for part in [":memory:", "`motherduck`", "127.0.0.1:9", "extension_directory"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(error.class(), Some(ErrorClass::Unavailable));
    assert!(!text.contains(SECRET) && began.elapsed() < Duration::from_secs(60), "{text}");
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

#[tokio::test]
async fn motherduck_is_attached_up_to_the_network() -> Tested<()> {
    let folder = folder("attach-md")?;
    let opener = InMemory::default();
    let connect = offline(opener.connect("duckdb://").config("motherduck_token", SECRET), &folder);
    let engine = connect.open().await?.typed::<DuckDb>()?;
    for database in ["md:my_db", "md:", "md:_share/ducks/0a9a026ec5a55946a9de39851087ed81"] {
        let error = attach(database).alias("ducks").run(&engine).await;
        let error = error.map_err(|error| (error.class(), format!("{error} {error:?}")));
        let (class, words) = error.err().ok_or("it was attached")?;
        assert_eq!(class, Some(ErrorClass::Unavailable), "{words}");
        assert!(
            words.contains(database) && words.contains("extension_directory") && !words.contains(SECRET),
            "{words}"
        );
    }
    for (database, says) in [("md:a,b", "comma"), ("md:a?motherduck_token=hush-77ab", "setting of the engine")] {
        let error = attach(database).run(&engine).await.map_err(|error: Error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says) && !error.contains(SECRET)), "{error:?}");
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

#[test]
fn without_a_token_attaching_is_an_error_at_once() -> Tested<()> {
    in_child("hybrid::child_without_a_token", &[])
}

#[tokio::test]
#[ignore = "run by without_a_token_attaching_is_an_error_at_once, in an environment of its own"]
async fn child_without_a_token() -> Tested<()> {
    let engine = Connect::through(Registry::new().with(driver()), "duckdb://").open().await?.typed::<DuckDb>()?;
    let error = attach("md:my_db").run(&engine).await.map_err(|error| error.to_string());
    assert!(error.as_ref().is_err_and(|error| error.contains("MOTHERDUCK_TOKEN")), "{error:?}");
    Ok(())
}

#[test]
fn hostile_names_stay_names() -> Tested<()> {
    let name = "a\"; DROP TABLE t; --";
    let quoted = "\"a\"\"; DROP TABLE t; --\"";
    let sql =
        |rendered: Result<aludel_query::Prepared, aludel_query::BuildError>| rendered.map(|it| it.sql.to_string());
    for (rendered, expected) in [
        (sql(create_snapshot(name).named(name).to_sql::<DuckDb>()), format!("CREATE SNAPSHOT {quoted} OF {quoted}")),
        (sql(refresh_database(name).to_sql::<DuckDb>()), format!("REFRESH DATABASE {quoted}")),
        (
            sql(create_motherduck_database(name).or_replace().from("md:_share/it's/1").to_sql::<DuckDb>()),
            format!("CREATE OR REPLACE DATABASE {quoted} FROM 'md:_share/it''s/1'"),
        ),
        (sql(drop_motherduck_database(name).to_sql::<DuckDb>()), format!("DROP DATABASE {quoted}")),
        (
            sql(create_share(name).from(name).if_not_exists().to_sql::<DuckDb>()),
            format!("CREATE SHARE IF NOT EXISTS {quoted} FROM {quoted}"),
        ),
        (sql(update_share(name).to_sql::<DuckDb>()), format!("UPDATE SHARE {quoted}")),
        (sql(drop_share(name).if_exists().to_sql::<DuckDb>()), format!("DROP SHARE IF EXISTS {quoted}")),
        (
            sql(attach("md:_share/it's/1").alias(name).read_only().to_sql::<DuckDb>()),
            format!("ATTACH 'md:_share/it''s/1' AS {quoted} (READ_ONLY)"),
        ),
    ] {
        assert_eq!(rendered?, expected);
    }
    assert!(create_snapshot("a\0").to_sql::<DuckDb>().is_err());
    Ok(())
}

/// A macro stands in for MotherDuck's function.
#[tokio::test]
async fn functions_are_queried_by_the_columns_that_they_have() -> Tested<()> {
    let engine = Connect::through(Registry::new().with(driver()), "duckdb://").open().await?.typed::<DuckDb>()?;
    engine
        .execute(text(
            "CREATE MACRO md_list_flights(\"limit\" := 1) AS TABLE SELECT i AS flight_id, 'f' || i AS flight_name, \
             NULL AS schedule_cron, NULL AS schedule_status, 'READY' AS status, 1 AS current_version, NULL AS created_at, \
             NULL AS updated_at, 'joe' AS owner_name FROM range(\"limit\") r(i)",
        ))
        .await?;
    let flights = md::list_flights().arg("limit", 3);
    let names = select([flights.col("flight_name")]).from(&flights).filter(flights.col("flight_id").gt(0));
    assert_eq!(engine.fetch_all::<String>(names).await?, ["f1", "f2"]);
    assert_eq!(engine.fetch(select(flights.all_columns()).from(&flights)).await?.keys().count(), 9);
    let older = md::list_flights().columns(["flight_id", "flight_name"]);
    assert_eq!(engine.fetch(select(older.all_columns()).from(&older)).await?.keys().count(), 2);
    let wrong = engine.fetch(select([older.col("owner_name")]).from(&older)).await.map_err(|error| error.to_string());
    assert!(wrong.as_ref().is_err_and(|error| error.contains("flight_id")), "{wrong:?}");
    for wrong in [("", None), ("a=b", None), ("a\0", None), ("a", Some("b\0"))] {
        assert!(md::run_flight().config([wrong]).is_err(), "{wrong:?}");
    }
    let run = md::run_flight().arg("flight_id", "f1").config([("REGION", Some("it's")), ("NONE", None)])?;
    let sql = select(run.all_columns()).from(&run).to_sql::<DuckDb>()?.sql.to_string();
    assert!(sql.contains("config") && sql.contains("MAP"), "{sql}");
    Ok(())
}
