//! Cancellation: what is dropped stops, and nothing else does.

use std::time::{Duration, Instant};

use aludel::prelude::*;
use futures_util::FutureExt;

use crate::support::{ENDLESS, ENDLESS_ROWS, LONG, Outcome, all_back, count, create, pool_of, soon};

/// How long until the only connection is free again: it is, once the work on it has stopped.
async fn until_free(engine: &Engine) -> Result<Duration, Error> {
    let begun = Instant::now();
    soon("the next statement", engine.fetch_scalar::<i32>(text("SELECT 1"))).await?;
    Ok(begun.elapsed())
}

#[tokio::test]
async fn dropping_a_future_stops_its_work() -> Outcome {
    let engine = pool_of(1).await?;
    for _ in 0..5 {
        let work = engine.execute(text(ENDLESS)).into_future();
        assert!(tokio::time::timeout(Duration::from_millis(50), work).await.is_err());
        assert!(until_free(&engine).await? < LONG / 6);
        let work = engine.fetch_all::<i64>(text(ENDLESS)).into_future();
        assert!(tokio::time::timeout(Duration::from_millis(50), work).await.is_err());
        assert!(until_free(&engine).await? < LONG / 6);
    }
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

#[tokio::test]
async fn dropping_a_stream_stops_its_work() -> Outcome {
    let engine = pool_of(1).await?;
    for read in [0, 1, 3, 50] {
        let mut stream = engine.stream_batches(text(ENDLESS_ROWS)).await?;
        for _ in 0..read {
            stream.try_next().await?;
        }
        drop(stream);
        assert!(until_free(&engine).await? < LONG / 6);
    }
    // Nobody asks for a row, so that the engine waits; that must stop too.
    let stream = engine.stream_batches(text(ENDLESS_ROWS)).await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(stream);
    assert!(until_free(&engine).await? < LONG / 6);
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

/// A cancellation that comes late must hit nobody else: neither the next user of the connection nor the next statement
/// of the same session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_statement_on_the_connection_is_never_hit() -> Outcome {
    let engine = pool_of(1).await?;
    let (mut cut, mut done) = (0, 0);
    for round in 0..1_000_u64 {
        let mut work = engine.fetch_scalar::<i64>(text("SELECT sum(range)::BIGINT FROM range(20000)")).into_future();
        let pause = Duration::from_micros(round % 10 * 50);
        match tokio::time::timeout(pause, &mut work).await {
            Err(_) => cut += 1,
            Ok(sum) => {
                assert_eq!(sum?, 199_990_000);
                done += 1;
            }
        }
        drop(work);
        assert_eq!(soon("the next", engine.fetch_scalar::<i64>(text("SELECT count(*) FROM range(1000)"))).await?, 1000);
    }
    assert_eq!(engine.pool_status().open, 1, "{cut} were cut short, {done} were not");

    let session = engine.connection().await?;
    for round in 0..1_000_u64 {
        let mut stream = session.stream_batches(text("FROM range(100000)")).await?;
        for _ in 0..round % 3 {
            stream.try_next().await?;
        }
        drop(stream);
        assert_eq!(
            soon("the next", session.fetch_scalar::<i64>(text("SELECT count(*) FROM range(1000)"))).await?,
            1000
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_insert_that_is_dropped_leaves_nothing() -> Outcome {
    let engine = pool_of(1).await?;
    let other = pool_of(1).await?;
    let t = create(&engine).await?;
    for _ in 0..5 {
        let endless = text("SELECT range AS a FROM range(100000000000000)");
        let source = other.stream_batches(endless).await?;
        let work = engine.insert_stream(&t, source).into_future();
        assert!(tokio::time::timeout(Duration::from_millis(100), work).await.is_err());
        assert_eq!(soon("the next", count(&engine)).await?, 0);
        all_back(&other).await;
    }
    let many = (0..1_000_000).map(|a| params! { a: a });
    let work = engine.execute_many(text("INSERT INTO t VALUES (:a, 'x')"), many).into_future();
    assert!(tokio::time::timeout(Duration::from_millis(100), work).await.is_err());
    assert_eq!(soon("the next", count(&engine)).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_source_that_panics_leaves_nothing_and_the_connection_is_good() -> Outcome {
    let engine = pool_of(1).await?;
    let t = create(&engine).await?;
    let batch = engine.fetch_batches(text("SELECT 1::BIGINT AS a")).await?;
    let source = batch.into_iter().cycle().enumerate().map(|(number, batch)| {
        assert!(number < 100, "on purpose");
        batch
    });
    let work = std::panic::AssertUnwindSafe(engine.insert_batches(&t, source).into_future());
    assert!(work.catch_unwind().await.is_err());
    assert_eq!(soon("the next", count(&engine)).await?, 0);
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

#[tokio::test]
async fn many_queries_are_cancelled_at_once() -> Outcome {
    let engine = pool_of(4).await?;
    for _ in 0..5 {
        let work: Vec<_> = (0..12).map(|_| tokio::spawn(engine.execute(text(ENDLESS)).into_future())).collect();
        tokio::time::sleep(Duration::from_millis(30)).await;
        for task in &work {
            task.abort();
        }
        for task in work {
            assert!(soon("a task", task).await.is_err_and(|error| error.is_cancelled()));
        }
        all_back(&engine).await;
        assert_eq!(engine.fetch_scalar::<i32>(text("SELECT 1")).await?, 1);
    }
    assert_eq!(engine.pool_status().open, 4);
    Ok(())
}
