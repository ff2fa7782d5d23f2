//! Runtimes and threads: nothing blocks a worker, everything can be spawned, and an engine outlives a runtime.

use std::time::{Duration, Instant};

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use aludel::{BatchStream, RowStream, Session, Transaction};

use crate::support::{Outcome, all_back, count, create, pool_of, soon, with_table};

/// About half a second of work for both cores.
const SLOW: &str = "SELECT max(hash(a.range, b.range)) FROM range(20000) a, range(3000) b";

async fn ticks_meanwhile() -> Outcome {
    let engine = pool_of(4).await?;
    create(&engine).await?;
    let mut longest = Duration::ZERO;
    let work = {
        let engine = engine.clone();
        tokio::spawn(async move {
            engine.execute(text(SLOW)).await?;
            let mut stream = engine.stream::<(i64, i64)>(text("SELECT range, range FROM range(300000)")).await?;
            while stream.try_next().await?.is_some() {}
            engine
                .transaction(async |transaction| {
                    transaction.execute(text("INSERT INTO t SELECT range, 'x' FROM range(300000)")).await
                })
                .await
        })
    };
    let (begun, mut ticks) = (Instant::now(), 0);
    let mut last = begun;
    while !work.is_finished() {
        tokio::time::sleep(Duration::from_millis(1)).await;
        longest = longest.max(last.elapsed());
        last = Instant::now();
        ticks += 1;
    }
    soon("the work", work).await??;
    let took = begun.elapsed();
    // Generous, because the machine may be busy; a worker that is blocked would not tick at all.
    assert!(ticks > 20 && longest < took / 3 + Duration::from_millis(100), "{ticks} in {took:?}, longest {longest:?}");
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_query_does_not_block_a_runtime_of_one_thread() -> Outcome {
    ticks_meanwhile().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_does_not_block_a_runtime_of_several_threads() -> Outcome {
    ticks_meanwhile().await
}

#[test]
fn handles_are_shared_and_sent() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<Engine>();
    shared::<Engine<DuckDb>>();
    shared::<Engine<(DuckDb, DuckDb)>>();
    shared::<aludel::PreparedStatement<Any>>();
    sent::<Session<Any>>();
    sent::<Transaction<DuckDb>>();
    sent::<BatchStream>();
    sent::<RowStream<(i64, String)>>();
    sent::<Connect2>();
    sent::<Error>();
}

type Connect2 = aludel::Execution;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_can_be_spawned() -> Outcome {
    let (engine, t) = with_table().await?;
    let spawned = engine.clone();
    let typed: Engine<DuckDb> = engine.typed()?;
    tokio::spawn(async move {
        spawned.execute(insert(&t).columns(["a"]).rows([[literal(1)]])).await?;
        spawned.execute_many(text("INSERT INTO t VALUES (:a, 'x')"), [params! { a: 2 }]).await?;
        let _: Vec<(i64, Option<String>)> = spawned.fetch_all(text("FROM t")).await?;
        let session = spawned.connection().await?;
        let transaction = session.begin().await?;
        transaction.execute(text("INSERT INTO t VALUES (3, 'x')")).await?;
        transaction.commit().await?;
        let mut stream = session.stream::<(i64, Option<String>)>(text("FROM t")).await?;
        while stream.try_next().await?.is_some() {}
        drop((stream, session));
        spawned
            .transaction(async |transaction| {
                transaction.execute(text("INSERT INTO t VALUES (4, 'x')")).await?;
                Ok::<_, Error>(())
            })
            .await?;
        typed
            .transaction(async |transaction| {
                transaction.execute(insert(&t).columns(["a"]).rows([[literal(5)]])).await?;
                Ok::<_, Error>(())
            })
            .await
    })
    .await??;
    // The futures own all they need.
    let work = tokio::spawn(engine.fetch_all::<i64>(text("SELECT a FROM t ORDER BY a")).into_future());
    assert_eq!(work.await??, [1, 2, 3, 4, 5]);
    Ok(())
}

#[test]
fn an_engine_outlives_the_runtime_it_was_opened_on() -> Outcome {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build();
    let first = runtime()?;
    let (engine, transaction) = first.block_on(async {
        let engine = pool_of(2).await?;
        create(&engine).await?;
        let transaction = engine.begin().await?;
        transaction.execute(text("INSERT INTO t VALUES (1, 'undone')")).await?;
        // Dropped with the runtime, in the middle of its work.
        let left = engine.clone();
        tokio::spawn(async move {
            let transaction = left.begin().await?;
            transaction.execute(text("INSERT INTO t VALUES (2, 'undone')")).await?;
            transaction.fetch(text(crate::support::ENDLESS)).await.map(drop)
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        Ok::<_, Error>((engine, transaction))
    })?;
    drop(first);
    // No runtime is there to roll it back.
    drop(transaction);
    runtime()?.block_on(async {
        for _ in 0..10 {
            assert_eq!(soon("the next", count(&engine)).await?, 0);
            engine.execute(text("UPDATE t SET b = 'x'")).await?;
        }
        soon("a transaction", engine.begin()).await?.commit().await?;
        all_back(&engine).await;
        Ok::<_, Error>(())
    })?;
    drop(engine);
    Ok(())
}
