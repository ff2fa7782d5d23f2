//! Sessions: their state is theirs alone, and they are no transactions.

use std::time::Duration;

use aludel::ErrorClass;
use aludel::prelude::*;
use futures_util::TryStreamExt;

use crate::support::{ENDLESS_ROWS, Outcome, all_back, class, count, create, failure, pool_of, soon, with_table};

async fn zone(engine: &Engine) -> Result<String, Error> {
    engine.fetch_scalar(text("SELECT current_setting('TimeZone')")).await
}

#[tokio::test]
async fn a_session_keeps_its_settings_and_temporary_tables_and_nobody_else_sees_them() -> Outcome {
    let engine = pool_of(1).await?;
    let before = zone(&engine).await?;
    let session = engine.connection().await?;
    session.execute(text("SET TimeZone = 'Pacific/Chatham'")).await?;
    session.execute(text("CREATE TEMP TABLE mine AS SELECT 1 AS a")).await?;
    session.execute(text("SET VARIABLE v = 5")).await?;
    for _ in 0..3 {
        let zone: String = session.fetch_scalar(text("SELECT current_setting('TimeZone')")).await?;
        assert_eq!(zone, "Pacific/Chatham");
        assert_eq!(session.fetch_scalar::<i32>(text("SELECT a FROM mine")).await?, 1);
        assert_eq!(session.fetch_scalar::<i32>(text("SELECT getvariable('v')")).await?, 5);
    }
    drop(session);
    assert_eq!(zone(&engine).await?, before);
    assert_eq!(class(engine.fetch(text("FROM mine")).await), Some(ErrorClass::NotFound));
    let variable: Option<i32> = engine.fetch_scalar(text("SELECT getvariable('v')::INT")).await?;
    assert_eq!(variable, None);
    Ok(())
}

/// One cause at a time, so that none hides behind another.
#[tokio::test]
async fn each_way_to_make_a_temporary_table_keeps_it_from_the_next_user() -> Outcome {
    let engine = pool_of(1).await?;
    engine.execute(text("CREATE TABLE orders AS FROM range(3)")).await?;
    let temporary = Table::new("orders").column(Column::new("a", SqlType::Int32));
    let session = engine.connection().await?;
    session.execute(create_table(&temporary).temporary()).await?;
    drop(session);
    assert_eq!(engine.fetch_scalar::<i64>(text("SELECT count(*) FROM orders")).await?, 3);
    for sql in [
        "CREATE TEMP TABLE orders AS SELECT 42",
        "CREATE OR REPLACE TEMPORARY VIEW orders AS SELECT 42",
        "EXPLAIN ANALYZE CREATE TEMP TABLE orders AS SELECT 42",
        "SELECT 1; CREATE TEMP TABLE orders AS SELECT 42",
    ] {
        engine.connection().await?.execute(text(sql)).await?;
        assert_eq!(engine.fetch_scalar::<i64>(text("SELECT count(*) FROM orders")).await?, 3, "{sql}");
    }
    Ok(())
}

#[tokio::test]
async fn a_session_that_changed_nothing_goes_back() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    for _ in 0..5 {
        let session = engine.connection().await?;
        session.execute(text("INSERT INTO t VALUES (1, 'x')")).await?;
        session.fetch(text("FROM t")).await?;
        session.begin().await?.commit().await?;
        drop(session);
        assert_eq!(engine.pool_status().idle, 1);
    }
    Ok(())
}

#[tokio::test]
async fn what_a_text_changes_in_a_session_does_not_reach_the_next_user() -> Outcome {
    let engine = pool_of(1).await?;
    let before = zone(&engine).await?;
    let changes = [
        "SET TimeZone = 'Pacific/Chatham'",
        "  /* a note */ -- and another\n set session TimeZone = 'Pacific/Chatham'",
        "SELECT 1; SET TimeZone = 'Pacific/Chatham'",
        "PRAGMA TimeZone = 'Pacific/Chatham'",
        "CREATE OR REPLACE TEMP TABLE mine AS SELECT 1 AS a",
        "CREATE TEMPORARY VIEW mine AS SELECT 1 AS a",
        "CREATE TEMP MACRO mine() AS TABLE SELECT 1",
        "PREPARE mine AS SELECT 1",
        "BEGIN; CREATE TABLE mine (a INT)",
    ];
    for change in changes {
        engine.connection().await?.execute(text(change)).await?;
        all_back(&engine).await;
        assert_eq!(zone(&engine).await?, before, "{change}");
        for reads in ["FROM mine", "FROM mine()", "EXECUTE mine"] {
            assert!(engine.fetch(text(reads)).await.is_err(), "{change}: {reads}");
        }
    }
    Ok(())
}

/// The pool may run the next statement on another connection, so what only changes a session would be lost without a word.
#[tokio::test]
async fn what_is_for_a_session_is_refused_on_the_engine_and_says_where_it_goes() -> Outcome {
    let engine = pool_of(2).await?;
    let lost = [
        "SET TimeZone = 'UTC'",
        "PRAGMA TimeZone = 'UTC'",
        "PRAGMA enable_progress_bar",
        "USE memory",
        "CREATE TEMP TABLE mine (a INT)",
        "PREPARE mine AS SELECT 1",
    ];
    for sql in lost {
        let refused = failure(engine.execute(text(sql)).await).to_string();
        assert!(refused.contains("`engine.connection()`") && refused.contains("`on_connect`"), "{sql}: {refused}");
        engine.connection().await?.execute(text(sql)).await?;
    }
    let temporary = create_table(&Table::new("built").column(Column::new("a", SqlType::Int32))).temporary();
    assert!(failure(engine.execute(temporary).await).to_string().contains("`engine.connection()`"));
    for sql in ["BEGIN", "COMMIT", "-- over\nROLLBACK", "BEGIN; CREATE TABLE lost (a INT)"] {
        let refused = failure(engine.fetch(text(sql)).await).to_string();
        assert!(refused.contains("`engine.begin()`") && refused.contains("`engine.connection()`"), "{sql}: {refused}");
    }
    // A setting of the whole database is not lost; neither is what a text makes for its own use.
    engine.execute(text("SET GLOBAL threads = 2")).await?;
    assert_eq!(engine.fetch_scalar::<i64>(text("SELECT current_setting('threads')")).await?, 2);
    for (sql, threads) in [("SET threads = 1", 1), ("PRAGMA threads = 3", 3)] {
        engine.execute(text(sql)).await?;
        assert_eq!(engine.fetch_scalar::<i64>(text("SELECT current_setting('threads')")).await?, threads);
    }
    let own = engine.fetch_scalar::<i32>(text("CREATE TEMP TABLE mine AS SELECT 7 AS a; SELECT a FROM mine")).await?;
    assert_eq!(own, 7);
    Ok(())
}

/// Each setting is set to what it is, and DuckDB asked whether that was for the session alone.
#[tokio::test]
async fn which_settings_are_a_sessions_is_duckdbs_own_judgement() -> Outcome {
    let engine = pool_of(2).await?;
    let settings: Vec<(String, String, String)> = engine
        .fetch_all(text("SELECT name, coalesce(value, ''), input_type FROM duckdb_settings() ORDER BY name"))
        .await?;
    let (mut wrong, mut kept) = (Vec::new(), 0);
    for (name, value, input_type) in settings {
        // What would lock the others, or print and log from here on.
        let disturbs = ["debug_", "log", "profil", "lock_configuration"];
        if disturbs.iter().any(|part| name.contains(part)) {
            continue;
        }
        let value = match input_type.ends_with("[]") {
            true => value,
            false => format!("'{}'", value.replace('\'', "''")),
        };
        let set = format!("SET \"{name}\" = {value}");
        let session = engine.connection().await?;
        // Some can't be set while the database is open.
        if session.execute(text(set.clone())).await.is_err() {
            continue;
        }
        let scope: String = session
            .fetch_scalar(text("SELECT scope FROM duckdb_settings() WHERE name = :name").bind("name", &*name))
            .await?;
        let refused = engine.execute(text(set)).await.is_err();
        kept += usize::from(!refused);
        if refused != (scope == "LOCAL") {
            wrong.push((name, scope));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(kept > 50, "{kept}");
    Ok(())
}

#[tokio::test]
async fn a_users_own_begin_does_not_leak_a_transaction() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    engine.execute(text("INSERT INTO t VALUES (1, 'kept')")).await?;
    assert_eq!(count(&engine).await?, 1);

    let session = engine.connection().await?;
    session.execute(text("BEGIN")).await?;
    session.execute(text("INSERT INTO t VALUES (2, 'undone')")).await?;
    assert!(session.begin().await.is_err(), "one is open already");
    session.execute(text("INSERT INTO t VALUES (3, 'undone')")).await?;
    drop(session);
    assert_eq!(count(&engine).await?, 1);

    let session = engine.connection().await?;
    session.execute(text("BEGIN")).await?;
    session.execute(text("INSERT INTO t VALUES (4, 'kept')")).await?;
    session.execute(text("COMMIT")).await?;
    drop(session);
    assert_eq!(count(&engine).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_session_is_no_transaction() -> Outcome {
    let engine = pool_of(2).await?;
    create(&engine).await?;
    let session = engine.connection().await?;
    session.execute(text("INSERT INTO t VALUES (1, 'x')")).await?;
    assert_eq!(count(&engine).await?, 1, "it is committed when it has run");
    assert!(session.execute(text("INSERT INTO t VALUES ('no number', 'x')")).await.is_err());
    session.execute(text("INSERT INTO t VALUES (2, 'x')")).await?;
    drop(session);
    assert_eq!(count(&engine).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_result_that_is_kept_refuses_the_sessions_next_statement_instead_of_hanging() -> Outcome {
    let (engine, _) = with_table().await?;
    let session = engine.connection().await?;
    let mut stream = session.stream::<(i64, i64)>(text(ENDLESS_ROWS)).await?;
    stream.try_next().await?;
    for error in [
        failure(soon("a statement", session.fetch(text("SELECT 1"))).await),
        failure(soon("an execution", session.execute(text("INSERT INTO t VALUES (1, 'x')"))).await),
        failure(soon("a stream", session.stream_batches(text("SELECT 1"))).await),
        failure(soon("a transaction", session.begin()).await),
        failure(soon("a ping", session.ping()).await),
    ] {
        assert!(error.to_string().contains("still being read"), "{error:?}");
        assert!(!error.is_disconnect());
    }
    assert!(stream.try_next().await?.is_some(), "the result itself goes on");
    drop(stream);
    assert_eq!(soon("a statement", session.fetch_scalar::<i32>(text("SELECT 1"))).await?, 1);
    drop(session);
    all_back(&engine).await;
    Ok(())
}

#[tokio::test]
async fn statements_that_meet_a_stream_on_its_way_do_not_hang() -> Outcome {
    let (engine, _) = with_table().await?;
    let session = engine.connection().await?;
    // The second one is in line before the first has a result to keep.
    let (stream, other) = soon("the two", async {
        tokio::join!(
            session.stream_batches(text(ENDLESS_ROWS)).into_future(),
            session.fetch(text("SELECT 1")).into_future()
        )
    })
    .await;
    assert!(failure(other).to_string().contains("still being read"));
    drop(stream?);
    Ok(())
}

#[tokio::test]
async fn statements_of_one_session_wait_for_each_other() -> Outcome {
    let (engine, _) = with_table().await?;
    let session = engine.connection().await?;
    let inserts = (0..20).map(|a| session.execute(text("INSERT INTO t VALUES (:a, 'x')").bind("a", a)).into_future());
    let queries = (0..20).map(|_| session.fetch_all::<i64>(text("FROM range(10000)")).into_future());
    let (inserted, read) = soon("they", async {
        tokio::join!(futures_util::future::join_all(inserts), futures_util::future::join_all(queries))
    })
    .await;
    assert!(inserted.into_iter().all(|done| done.is_ok_and(|rows| rows == 1)));
    assert!(read.into_iter().all(|rows| rows.is_ok_and(|rows| rows.len() == 10_000)));
    assert_eq!(count(&engine).await?, 20);
    Ok(())
}

#[tokio::test]
async fn a_stream_outlives_its_session() -> Outcome {
    let engine = pool_of(1).await?;
    let session = engine.connection().await?;
    let stream = session.stream::<i64>(text("FROM range(100000)")).await?;
    drop(session);
    assert_eq!(engine.pool_status().idle, 0);
    assert_eq!(stream.try_collect::<Vec<_>>().await?.len(), 100_000);
    all_back(&engine).await;
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

#[tokio::test]
async fn a_session_goes_on_after_an_abandoned_statement() -> Outcome {
    let (engine, _) = with_table().await?;
    let session = engine.connection().await?;
    session.execute(text("CREATE TEMP TABLE mine AS SELECT 1 AS a")).await?;
    for _ in 0..20 {
        let work = session.fetch(text(crate::support::ENDLESS)).into_future();
        assert!(tokio::time::timeout(Duration::from_millis(5), work).await.is_err());
        assert_eq!(soon("the next", session.fetch_scalar::<i32>(text("SELECT a FROM mine"))).await?, 1);
    }
    Ok(())
}

/// Without the refusal, NULL would come first in every ORDER BY of every connection.
#[tokio::test]
async fn nobody_changes_what_a_neutral_statement_means() -> Outcome {
    let (engine, t) = with_table().await?;
    engine.execute(text("INSERT INTO t VALUES (1, 'x'), (NULL, 'y')")).await?;
    let session = engine.connection().await?;
    let transaction = engine.begin().await?;
    for sql in [
        "SET default_null_order = 'nulls_first'",
        "SET GLOBAL default_order = 'desc'",
        "PRAGMA null_order='nulls_first'",
    ] {
        for error in [
            failure(engine.execute(text(sql)).await),
            failure(session.execute(text(sql)).await),
            failure(transaction.fetch(text(sql)).await),
            failure(Connect::to("duckdb://").on_connect(text(sql)).open().await),
        ] {
            assert!(error.to_string().contains("changes what other statements mean"), "{sql}: {error}");
        }
    }
    session.execute(text("RESET default_null_order")).await?;
    for ordered in [select([t.col("a")]).from(&t).order_by(t.col("a")), select([t.col("a")]).from(&t).order_by_all()] {
        assert_eq!(session.fetch_all::<Option<i64>>(ordered).await?, [Some(1), None]);
    }
    Ok(())
}
