//! Cancelling: the right command, and only that.
mod common;

use std::time::{Duration, Instant};

use aludel_engine::Error;
use common::{Tested, memory, number, open, sql};
use futures_util::{FutureExt, StreamExt};

/// Runs for minutes.
const ENDLESS: &str = "SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i) WHERE (a.i + b.i) % 7 = 3";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_late_interrupt_never_hits_the_next_command() -> Tested<()> {
    let mut c = memory().await?;
    let began = Instant::now();
    let (mut finished, mut cancelled) = (0, 0);
    for round in 0..10_000u32 {
        // About 0.1 ms of work, given up after 0 to 0.2 ms: some just before its end, some just after.
        let work = sql("SELECT sum(i) FROM range(20000) t(i)");
        let mut command = Box::pin(c.execute(&work));
        let patience = Duration::from_micros(u64::from(round % 21) * 10);
        let started = Instant::now();
        let done = loop {
            if let Some(done) = command.as_mut().now_or_never() {
                break Some(done);
            }
            if started.elapsed() >= patience {
                break None;
            }
            std::hint::spin_loop();
        };
        drop(command);
        match done {
            Some(done) => finished += u32::from(done? == 0),
            None => cancelled += 1,
        }
        if round % 2 == 0 {
            c.settle().await?;
        }
        c.execute(&sql("SELECT 1")).await.map_err(|error| format!("round {round}: {error}"))?;
    }
    assert!(cancelled > 100, "{cancelled} cancelled, {finished} finished");
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropping_a_future_stops_its_query() -> Tested<()> {
    let mut c = memory().await?;
    for statement in [ENDLESS, "CREATE TABLE t AS SELECT a.i FROM range(100000000) a(i), range(1000) b"] {
        let given_up = tokio::time::timeout(Duration::from_millis(100), c.execute(&sql(statement))).await;
        assert!(given_up.is_err());
        let began = Instant::now();
        c.settle().await?;
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        assert_eq!(number(&mut c, "SELECT 1").await?, 1);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropping_a_result_stops_its_query() -> Tested<()> {
    let mut c = memory().await?;
    let mut results = c.query(&sql("SELECT i, i FROM range(10000000000) t(i)")).await?;
    assert!(results.batches.next().await.is_some_and(|batch| batch.is_ok()));
    let busy = c.execute(&sql("SELECT 1")).await;
    assert!(matches!(busy, Err(Error::Usage(_))), "a connection does one thing at a time");
    drop(results);
    c.settle().await?;
    assert_eq!(number(&mut c, "SELECT 1").await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_transaction_can_be_rolled_back() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a INTEGER)")).await?;
    c.begin(Default::default()).await?;
    c.execute(&sql("INSERT INTO t VALUES (1)")).await?;
    let given_up = tokio::time::timeout(Duration::from_millis(50), c.execute(&sql(ENDLESS))).await;
    assert!(given_up.is_err());
    c.settle().await?;
    let committed = c.commit().await;
    assert!(matches!(committed, Err(Error::RolledBack)), "{committed:?}");
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_reader_makes_the_engine_wait() -> Tested<()> {
    let mut c = memory().await?;
    let mut results = c.query(&sql("SELECT i, i FROM range(100000000) t(i)")).await?;
    assert!(results.batches.next().await.is_some());
    let before = resident();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let grown = resident().saturating_sub(before);
    assert!(grown < 64 << 20, "{grown} bytes while nobody read");
    Ok(())
}

fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}

#[tokio::test]
async fn a_result_that_was_read_leaves_the_connection_free() -> Tested<()> {
    let mut c = memory().await?;
    for _ in 0..200 {
        let results = c.query(&sql("SELECT * FROM range(10000)")).await?;
        let rows = results.batches.map(|batch| batch.map_or(0, |batch| batch.num_rows())).collect::<Vec<_>>().await;
        assert_eq!(rows.iter().sum::<usize>(), 10_000);
    }
    Ok(())
}

#[tokio::test]
async fn a_closed_engine_answers_closed() -> Tested<()> {
    let database = open("duckdb://").await?;
    let mut c = database.connect().await?;
    database.close().await?;
    assert!(matches!(c.ping().await, Err(Error::Closed(_))));
    assert!(matches!(database.connect().await.map(|_| ()), Err(Error::Closed(_))));
    c.close().await?;
    Ok(())
}
