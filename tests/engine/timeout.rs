//! Time limits: of statements, sessions and engines; the nearest wins.

use std::time::{Duration, Instant};

use aludel::prelude::*;
use aludel::{ErrorClass, ExecutionOptions};
use futures_util::TryStreamExt;

use crate::support::{
    ENDLESS, ENDLESS_ROWS, LONG, Outcome, all_back, count, create, failure, pool_of, soon, with_table,
};

const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn every_way_to_run_a_statement_ends_in_time() -> Outcome {
    let engine = pool_of(1).await?;
    let t = create(&engine).await?;
    let endless = || text(ENDLESS);
    let rows = || text(ENDLESS_ROWS);
    let source = || text("SELECT range AS a FROM range(100000000000000)");
    let begun = Instant::now();
    let errors = [
        failure(engine.execute(endless()).timeout(SHORT).await),
        failure(engine.execute_many(endless(), [params! {}]).timeout(SHORT).await),
        failure(engine.fetch(endless()).timeout(SHORT).await),
        failure(engine.fetch_one::<i64>(endless()).timeout(SHORT).await),
        failure(engine.fetch_optional::<i64>(endless()).timeout(SHORT).await),
        failure(engine.fetch_scalar::<i64>(endless()).timeout(SHORT).await),
        failure(engine.fetch_batches(endless()).timeout(SHORT).await),
        failure(engine.stream::<i64>(endless()).timeout(SHORT).await),
        failure(engine.stream_batches(endless()).timeout(SHORT).await),
        // These have rows from the first moment on.
        failure(engine.fetch_all::<(i64, i64)>(rows()).timeout(SHORT).await),
    ];
    for error in errors {
        assert!(matches!(error, Error::Timeout(SHORT)), "{error:?}");
        assert_eq!(error.class(), Some(ErrorClass::Timeout));
    }
    assert!(begun.elapsed() >= SHORT * 10 && begun.elapsed() < LONG, "{:?}", begun.elapsed());
    all_back(&engine).await;
    assert_eq!(engine.fetch_scalar::<i32>(text("SELECT 1")).await?, 1);
    assert_eq!(engine.pool_status().open, 1, "the connection is still good");

    let other = aludel::connect("duckdb://").await?;
    let stream = other.stream_batches(source()).await?;
    let error = failure(engine.insert_stream(&t, stream).timeout(SHORT * 3).await);
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    all_back(&other).await;
    assert_eq!(count(&engine).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_stream_that_outlives_its_time_ends_with_an_error() -> Outcome {
    let engine = pool_of(1).await?;
    // Read as fast as it comes.
    let begun = Instant::now();
    let mut stream = engine.stream_batches(text(ENDLESS_ROWS)).timeout(SHORT).await?;
    let error = loop {
        match stream.try_next().await {
            Ok(batch) => assert!(batch.is_some() && begun.elapsed() < LONG),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, Error::Timeout(SHORT)), "{error:?}");
    assert!(begun.elapsed() >= SHORT);
    assert!(stream.try_next().await?.is_none());
    all_back(&engine).await;

    // Read slowly.
    let mut stream = engine.stream::<(i64, i64)>(text(ENDLESS_ROWS)).timeout(SHORT).await?;
    stream.try_next().await?;
    tokio::time::sleep(SHORT * 2).await;
    let mut rows = 0_u64;
    while let Ok(Some(_)) = stream.try_next().await {
        rows += 1;
    }
    assert!(rows < 1_000_000, "rows that had arrived are still given, no more: {rows}");
    drop(stream);
    all_back(&engine).await;
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

#[tokio::test]
async fn a_result_that_comes_in_time_is_not_cut() -> Outcome {
    let engine = pool_of(1).await?;
    let rows: Vec<i64> = engine.fetch_all(text("FROM range(100000)")).timeout(LONG).await?;
    assert_eq!(rows.len(), 100_000);
    let stream = engine.stream::<i64>(text("FROM range(100000)")).timeout(LONG).await?;
    assert_eq!(stream.try_collect::<Vec<_>>().await?.len(), 100_000);
    Ok(())
}

#[tokio::test]
async fn the_nearest_limit_wins() -> Outcome {
    let limit = |timeout| ExecutionOptions::new().timeout(timeout);
    let long = Duration::from_secs(3600);
    let engine = Connect::to("duckdb://").statement_timeout(SHORT).open().await?;
    assert!(matches!(engine.execute(text(ENDLESS)).await, Err(Error::Timeout(SHORT))));
    let other = Duration::from_millis(150);
    assert!(matches!(engine.execute(text(ENDLESS)).timeout(other).await, Err(Error::Timeout(at)) if at == other));

    let session = engine.connection().await?;
    assert!(matches!(session.execute(text(ENDLESS)).await, Err(Error::Timeout(SHORT))), "the engine's");
    let session = session.with_options(limit(other));
    assert!(matches!(session.execute(text(ENDLESS)).await, Err(Error::Timeout(at)) if at == other), "its own");
    assert!(matches!(session.execute(text(ENDLESS)).timeout(SHORT).await, Err(Error::Timeout(SHORT))));

    let slow = engine.with_options(limit(long));
    assert!(matches!(slow.execute(text(ENDLESS)).timeout(SHORT).await, Err(Error::Timeout(SHORT))));
    // No limit that a clock could count is no limit.
    let work = slow.execute(text("SELECT 1")).timeout(Duration::MAX).await;
    assert!(work.is_ok());
    let stream = slow.stream::<i64>(text("FROM range(10)")).timeout(Duration::MAX).await?;
    assert_eq!(stream.try_collect::<Vec<_>>().await?.len(), 10);
    Ok(())
}

#[tokio::test]
async fn the_time_counts_from_when_a_connection_is_free() -> Outcome {
    let engine = pool_of(1).await?;
    let held = engine.connection().await?;
    let waiting = engine.clone();
    let waiting = tokio::spawn(async move {
        let scalar = waiting.fetch_scalar::<i64>(text("SELECT count(*) FROM range(10)")).timeout(SHORT * 5).await?;
        let stream = waiting.stream::<i64>(text("FROM range(10)")).timeout(SHORT * 5).await?;
        Ok::<_, Error>((scalar, stream.try_collect::<Vec<_>>().await?.len()))
    });
    tokio::time::sleep(SHORT * 7).await;
    drop(held);
    assert_eq!(waiting.await??, (10, 10));

    let held = engine.connection().await?;
    let (stream, ()) =
        tokio::join!(engine.stream::<i64>(text("FROM range(10)")).timeout(SHORT * 5).into_future(), async {
            tokio::time::sleep(SHORT * 7).await;
            drop(held);
        });
    assert_eq!(stream?.try_collect::<Vec<_>>().await?.len(), 10);
    Ok(())
}

#[tokio::test]
async fn a_write_that_times_out_leaves_nothing() -> Outcome {
    let (engine, _) = with_table().await?;
    let write = "INSERT INTO t SELECT a.range, 'x' FROM range(100000000000000) a WHERE hash(a.range) = 0";
    let error = failure(engine.execute(text(write)).timeout(SHORT).await);
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    let many = (0..1_000_000).map(|a| params! { a: a });
    let error = failure(engine.execute_many(text("INSERT INTO t VALUES (:a, 'x')"), many).timeout(SHORT).await);
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    assert_eq!(count(&engine).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_session_goes_on_after_a_timeout() -> Outcome {
    let engine = pool_of(1).await?;
    let session = engine.connection().await?;
    session.execute(text("CREATE TEMP TABLE mine AS SELECT 1 AS a")).await?;
    for _ in 0..5 {
        assert!(matches!(session.fetch(text(ENDLESS)).timeout(SHORT / 2).await, Err(Error::Timeout(_))));
        assert_eq!(soon("the next", session.fetch_scalar::<i32>(text("SELECT a FROM mine"))).await?, 1);
    }
    Ok(())
}

/// Opening a FIFO that nobody writes to can't be interrupted: not by DuckDB, and not by the operating system.
#[cfg(unix)]
#[tokio::test]
async fn what_cannot_be_stopped_costs_its_connection_and_not_the_pools_place() -> Outcome {
    let folder = std::env::temp_dir().join(format!("aludel-fifo-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let fifo = folder.join("never-written.csv");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo");
    assert!(made.success());
    let engine = pool_of(1).await?;
    let read = select([star()]).from(read_csv(fifo.display().to_string()));
    let started = std::time::Instant::now();
    let error = engine.fetch(&read).timeout(std::time::Duration::from_millis(200)).await.expect_err("too long");
    assert!(matches!(error, Error::Timeout(_)), "{error}");
    assert!(started.elapsed() < std::time::Duration::from_secs(20));
    assert_eq!(engine.fetch_scalar::<i32>(text("SELECT 1")).await?, 1);
    // A session is told that it has none any more, by the statement after one that was given up.
    let session = engine.connection().await?;
    let given_up = tokio::time::timeout(SHORT, session.fetch(&read).into_future()).await;
    assert!(given_up.is_err());
    let error = soon("the next", session.fetch(text("SELECT 1"))).await;
    assert!(matches!(error, Err(Error::Closed("connection"))), "{error:?}");
    // Lets the thread that hangs go on, so that the process can end.
    drop(std::fs::OpenOptions::new().write(true).open(&fifo));
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    Ok(())
}
