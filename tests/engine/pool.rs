//! The pool: how many connections there are, who waits, and that each one comes back.

use std::time::{Duration, Instant};

use aludel::prelude::*;
use aludel::{PoolOptions, PoolOrder, PrePing};
use futures_util::{FutureExt, TryStreamExt};

use crate::support::{ENDLESS, ENDLESS_ROWS, Outcome, all_back, create, failure, pool_of, soon};

/// Which connection it is: each has the number that its hook drew.
async fn number(session: &aludel::Session<Any>) -> Result<i64, Error> {
    session.fetch_scalar(text("SELECT a FROM mine")).await
}

async fn numbered(pool: PoolOptions) -> Result<Engine, Error> {
    Connect::to("duckdb://")
        .pool(pool)
        .on_connect(text("CREATE SEQUENCE IF NOT EXISTS numbers"))
        .on_connect(text("CREATE TEMP TABLE mine AS SELECT nextval('numbers') AS a"))
        .open()
        .await
}

/// The pool sets memory aside for each of its connections.
#[tokio::test]
async fn a_pool_that_no_memory_holds_is_refused() -> Outcome {
    for size in [PoolOptions::LARGEST + 1, usize::MAX] {
        let refused = Connect::to("duckdb://").pool(PoolOptions::new().size(size)).open().await.err();
        assert!(matches!(&refused, Some(Error::Usage(words)) if words.contains("10000")), "{refused:?}");
    }
    Ok(())
}

#[tokio::test]
async fn there_are_never_more_connections_than_allowed() -> Outcome {
    let engine =
        Connect::to("duckdb://").pool(PoolOptions::new().size(2).timeout(Duration::from_millis(50))).open().await?;
    assert_eq!(engine.pool_status().open, 0, "the first connection is made when it is needed");
    let (one, two) = (engine.connection().await?, engine.connection().await?);
    let begun = Instant::now();
    let error = failure(engine.fetch(text("SELECT 1")).await);
    assert!(matches!(error, Error::PoolTimeout { size: 2, waited } if waited == Duration::from_millis(50)));
    assert!(error.is_transient() && !error.is_disconnect());
    assert!(begun.elapsed() >= Duration::from_millis(50));
    let status = engine.pool_status();
    assert_eq!((status.limit, status.open, status.idle), (2, 2, 0));
    drop(one);
    assert_eq!(engine.fetch_scalar::<i32>(text("SELECT 1")).await?, 1);
    drop(two);
    assert_eq!(engine.pool_status().idle, 2);
    Ok(())
}

#[tokio::test]
async fn the_pool_is_set_in_the_url_too() -> Outcome {
    let beside = PoolOptions::new().size(7);
    let engine = Connect::to("duckdb://?pool_size=3&pool_timeout=1ms").pool(beside).open().await?;
    assert_eq!(engine.pool_status().limit, 3);
    let _sessions = [engine.connection().await?, engine.connection().await?, engine.connection().await?];
    assert!(matches!(engine.connection().await, Err(Error::PoolTimeout { .. })));
    Ok(())
}

#[tokio::test]
async fn the_last_one_back_is_lent_first_unless_asked_otherwise() -> Outcome {
    for (order, expected) in [(PoolOrder::Lifo, [3, 3, 3]), (PoolOrder::Fifo, [1, 2, 3])] {
        let engine = numbered(PoolOptions::new().size(3).order(order)).await?;
        let sessions = [engine.connection().await?, engine.connection().await?, engine.connection().await?];
        drop(sessions);
        let mut lent = [0; 3];
        for place in &mut lent {
            *place = number(&engine.connection().await?).await?;
        }
        assert_eq!(lent, expected, "{order:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_old_connection_is_replaced() -> Outcome {
    let engine = numbered(PoolOptions::new().size(1).recycle(Duration::from_millis(100))).await?;
    assert_eq!(number(&engine.connection().await?).await?, 1);
    assert_eq!(number(&engine.connection().await?).await?, 1);
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(number(&engine.connection().await?).await?, 2);
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

#[tokio::test]
async fn a_connection_that_is_asked_first_is_kept_if_it_answers() -> Outcome {
    let engine = numbered(PoolOptions::new().size(1).pre_ping(PrePing::OnCheckout)).await?;
    for _ in 0..5 {
        assert_eq!(number(&engine.connection().await?).await?, 1);
    }
    engine.connection().await?.ping().await?;
    Ok(())
}

#[tokio::test]
async fn a_detached_connection_does_not_come_back() -> Outcome {
    let engine = numbered(PoolOptions::new().size(1)).await?;
    let session = engine.connection().await?;
    session.detach().await?;
    assert_eq!(number(&session).await?, 1);
    drop(session);
    assert_eq!(engine.pool_status().open, 0);
    assert_eq!(number(&engine.connection().await?).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_connection_comes_back_whatever_happened() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let back = async |what: &str| {
        all_back(&engine).await;
        assert_eq!(soon(what, engine.fetch_scalar::<i32>(text("SELECT 1"))).await.expect(what), 1);
        assert_eq!(engine.pool_status().open, 1, "{what}");
    };

    assert!(engine.fetch(text("SELECT * FROM nowhere")).await.is_err());
    back("an error of the engine").await;
    assert!(engine.fetch_all::<i64>(text("SELECT 'x'")).await.is_err());
    back("a row that can't be read").await;
    assert!(engine.fetch_one::<i64>(text(ENDLESS_ROWS)).await.is_err());
    back("one row that were many").await;

    drop(engine.fetch(text(ENDLESS)).into_future());
    back("a future that never ran").await;
    assert!(
        tokio::time::timeout(Duration::from_millis(50), engine.execute(text(ENDLESS)).into_future()).await.is_err()
    );
    back("a future dropped while it ran").await;

    drop(engine.stream_batches(text(ENDLESS_ROWS)).await?);
    back("a stream dropped at once").await;
    let mut stream = engine.stream::<(i64, i64)>(text(ENDLESS_ROWS)).await?;
    for _ in 0..10_000 {
        stream.try_next().await?;
    }
    drop(stream);
    back("a stream dropped in the middle").await;
    let stream = engine.stream_batches(text("FROM range(10)")).await?;
    assert_eq!(stream.try_collect::<Vec<_>>().await?.len(), 1);
    back("a stream read to its end").await;

    drop(engine.begin().await?);
    back("a transaction dropped").await;
    drop(engine.connection().await?);
    back("a session dropped").await;
    assert!(engine.transaction(async |_| Err::<(), _>(Error::NoRow)).await.is_err());
    back("a closure that failed").await;
    assert!(std::panic::AssertUnwindSafe(closure_that_panics(&engine)).catch_unwind().await.is_err());
    back("a closure that panicked").await;
    Ok(())
}

async fn closure_that_panics(engine: &Engine) -> Result<(), Error> {
    engine
        .transaction(async |transaction| {
            transaction.execute(text("INSERT INTO t VALUES (1, 'x')")).await?;
            panic!("on purpose");
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_tasks_share_four_connections() -> Outcome {
    let engine = pool_of(4).await?;
    create(&engine).await?;
    let tasks: Vec<_> = (0..50)
        .map(|task| {
            let engine = engine.clone();
            tokio::spawn(async move {
                for round in 0..10_i64 {
                    match (task + round) % 4 {
                        0 => {
                            let insert = text("INSERT INTO t VALUES (:a, 'x')").bind("a", task * 100 + round);
                            engine.execute(insert).await?;
                        }
                        1 => drop(engine.fetch(text("SELECT count(*) FROM t")).await?),
                        2 => drop(engine.stream::<i64>(text("FROM range(100000)")).await?),
                        _ => {
                            let transaction = engine.begin().await?;
                            transaction.execute(text("INSERT INTO t VALUES (-1, 'undone')")).await?;
                            if round % 2 == 0 {
                                transaction.rollback().await?;
                            }
                        }
                    }
                    assert!(engine.pool_status().open <= 4);
                }
                Ok::<_, Error>(())
            })
        })
        .collect();
    for task in tasks {
        soon("a task", task).await??;
    }
    all_back(&engine).await;
    let kept: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t WHERE b = 'x'")).await?;
    let undone: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t WHERE b = 'undone'")).await?;
    assert_eq!((kept, undone), (125, 0));
    Ok(())
}

#[tokio::test]
async fn waiting_for_a_connection_can_be_given_up() -> Outcome {
    let engine = pool_of(1).await?;
    let held = engine.connection().await?;
    for _ in 0..100 {
        let waiting = engine.fetch(text("SELECT 1")).into_future();
        assert!(tokio::time::timeout(Duration::from_millis(1), waiting).await.is_err());
    }
    drop(held);
    assert_eq!(engine.fetch_scalar::<i32>(text("SELECT 1")).await?, 1);
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

#[tokio::test]
async fn a_closed_engine_says_so() -> Outcome {
    let engine = pool_of(2).await?;
    let session = engine.connection().await?;
    let clone = engine.clone();
    engine.close().await?;
    for error in [
        failure(engine.fetch(text("SELECT 1")).await),
        failure(clone.begin().await),
        failure(session.fetch(text("SELECT 1")).await),
    ] {
        assert!(matches!(error, Error::Closed(_)), "{error:?}");
    }
    engine.close().await?;
    Ok(())
}
