//! Transactions: what is kept, what is undone, and when.

use std::time::{Duration, Instant};

use aludel::prelude::*;
use aludel::{ErrorClass, ExecutionOptions};
use futures_util::FutureExt;

use crate::support::{
    ENDLESS, ENDLESS_ROWS, LONG, Outcome, all_back, class, count, create, failure, pool_of, soon, with_table,
};

const INSERT: &str = "INSERT INTO t VALUES (1, 'x')";

#[tokio::test]
async fn commit_keeps_and_rollback_undoes() -> Outcome {
    let (engine, t) = with_table().await?;
    let transaction = engine.begin().await?;
    transaction.execute(text(INSERT)).await?;
    transaction.execute(insert(&t).columns(["a"]).rows([[literal(2)]])).await?;
    assert_eq!(transaction.fetch_scalar::<i64>(text("SELECT count(*) FROM t")).await?, 2, "it reads its own writes");
    assert_eq!(count(&engine).await?, 0, "nobody else does yet");
    transaction.commit().await?;
    assert_eq!(count(&engine).await?, 2);

    let transaction = engine.begin().await?;
    transaction.execute(delete(&t).filter(t.col("a").eq(1))).await?;
    transaction.execute(text("CREATE TABLE made (a INT)")).await?;
    transaction.rollback().await?;
    assert_eq!(count(&engine).await?, 2);
    assert_eq!(class(engine.fetch(text("FROM made")).await), Some(ErrorClass::NotFound));
    all_back(&engine).await;
    Ok(())
}

#[tokio::test]
async fn dropping_it_rolls_back_without_anybody_asking_for_a_connection() -> Outcome {
    let engine = pool_of(2).await?;
    let t = create(&engine).await?;
    engine.execute(text(INSERT)).await?;
    for _ in 0..50 {
        let transaction = engine.begin().await?;
        transaction.execute(update(&t).set("b", "undone").filter(t.col("a").eq(1))).await?;
        drop(transaction);
        all_back(&engine).await;
        // Would be a conflict if the update were still about.
        assert_eq!(engine.execute(update(&t).set("b", "kept").filter(t.col("a").eq(1))).await?, 1);
    }
    assert_eq!(engine.fetch_scalar::<String>(text("SELECT b FROM t")).await?, "kept");
    assert!(engine.pool_status().open <= 2);
    Ok(())
}

#[tokio::test]
async fn a_closure_commits_on_ok_and_rolls_back_on_err() -> Outcome {
    let (engine, _) = with_table().await?;
    let given: i64 = engine
        .transaction(async |transaction| {
            transaction.execute(text(INSERT)).await?;
            transaction.fetch_scalar(text("SELECT a FROM t")).await
        })
        .await?;
    assert_eq!((given, count(&engine).await?), (1, 1));

    #[derive(Debug)]
    enum Mine {
        Refused,
        Engine,
    }
    impl From<Error> for Mine {
        fn from(_: Error) -> Self {
            Mine::Engine
        }
    }
    let outcome: Result<(), Mine> = engine
        .transaction(async |transaction| {
            transaction.execute(text(INSERT)).await?;
            Err(Mine::Refused)
        })
        .await;
    assert!(matches!(outcome, Err(Mine::Refused)));
    let outcome: Result<(), Mine> = engine
        .transaction(async |transaction| {
            transaction.execute(text(INSERT)).await?;
            transaction.execute(text("SELECT * FROM nowhere")).await?;
            Ok(())
        })
        .await;
    assert!(matches!(outcome, Err(Mine::Engine)));
    assert_eq!(count(&engine).await?, 1, "it was rolled back when the error was returned");
    assert_eq!(engine.pool_status().open, engine.pool_status().idle);
    Ok(())
}

#[tokio::test]
async fn a_panic_in_the_closure_rolls_back() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let work = engine.transaction(async |transaction| {
        transaction.execute(text(INSERT)).await?;
        if count(&engine.clone()).now_or_never().is_none() {
            panic!("on purpose");
        }
        Ok::<(), Error>(())
    });
    assert!(std::panic::AssertUnwindSafe(work).catch_unwind().await.is_err());
    all_back(&engine).await;
    assert_eq!(count(&engine).await?, 0);
    Ok(())
}

#[tokio::test]
async fn commit_after_an_error_is_rolled_back_and_says_so() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let transaction = engine.begin().await?;
    transaction.execute(text(INSERT)).await?;
    // An error at run time: DuckDB can't go on with the transaction.
    assert_eq!(class(transaction.fetch(text("SELECT 'x'::INT")).await), Some(ErrorClass::Conversion));
    let next = failure(transaction.execute(text(INSERT)).await);
    assert_eq!(next.class(), Some(ErrorClass::AbortedTransaction), "{next:?}");
    let error = failure(transaction.commit().await);
    assert!(matches!(error, Error::RolledBack));
    assert_eq!(error.class(), Some(ErrorClass::AbortedTransaction));
    assert_eq!(count(&engine).await?, 0);

    let transaction = engine.begin().await?;
    assert!(transaction.fetch(text("SELECT 'x'::INT")).await.is_err());
    transaction.rollback().await?;
    let outcome = engine
        .transaction(async |transaction| {
            transaction.execute(text(INSERT)).await?;
            drop(transaction.fetch(text("SELECT 'x'::INT")).await);
            Ok::<_, Error>(())
        })
        .await;
    assert!(matches!(outcome, Err(Error::RolledBack)), "an error that the closure has swallowed is not swallowed");
    assert_eq!(count(&engine).await?, 0);
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

#[tokio::test]
async fn a_session_begins_commits_and_rolls_back() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let session = engine.connection().await?;
    session.execute(text("CREATE TEMP TABLE mine AS SELECT 1 AS a")).await?;
    let transaction = session.begin().await?;
    transaction.execute(text("INSERT INTO t SELECT a, 'x' FROM mine")).await?;
    session.execute(text(INSERT)).await?;
    transaction.rollback().await?;
    assert_eq!(session.fetch_scalar::<i64>(text("SELECT count(*) FROM t")).await?, 0, "its own statements were in it");

    let transaction = session.begin().await?;
    transaction.execute(text(INSERT)).await?;
    let second = failure(session.begin().await);
    assert!(second.to_string().contains("open already"), "{second}");
    transaction.execute(text(INSERT)).await?;
    transaction.commit().await?;
    assert_eq!(session.fetch_scalar::<i64>(text("SELECT count(*) FROM t")).await?, 2);

    let transaction = session.begin().await?;
    transaction.execute(text(INSERT)).await?;
    drop(transaction);
    assert_eq!(
        session.fetch_scalar::<i64>(text("SELECT count(*) FROM t")).await?,
        2,
        "the next statement is outside it"
    );
    assert!(session.begin().await?.commit().await.is_ok());
    assert_eq!(session.fetch_scalar::<i32>(text("SELECT a FROM mine")).await?, 1, "it is the same connection");
    Ok(())
}

#[tokio::test]
async fn a_second_begin_does_not_make_the_first_leak() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let session = engine.connection().await?;
    let transaction = session.begin().await?;
    transaction.execute(text(INSERT)).await?;
    assert!(session.begin().await.is_err());
    drop((transaction, session));
    all_back(&engine).await;
    assert_eq!(count(&engine).await?, 0);
    engine.execute(text(INSERT)).await?;
    assert_eq!(count(&engine).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_statement_made_for_a_transaction_does_not_run_after_it() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let session = engine.connection().await?;
    for end in 0..3 {
        let transaction = session.begin().await?;
        let late = transaction.execute(text(INSERT));
        match end {
            0 => transaction.commit().await?,
            1 => transaction.rollback().await?,
            _ => drop(transaction),
        }
        let other = session.begin().await?;
        assert!(failure(late.await).to_string().contains("is over"));
        other.commit().await?;
    }
    drop(session);
    assert_eq!(count(&engine).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_read_only_transaction_reads_one_state_and_writes_nothing() -> Outcome {
    let engine = pool_of(2).await?;
    create(&engine).await?;
    engine.execute(text(INSERT)).await?;
    let transaction = engine.begin_read_only().await?;
    assert_eq!(transaction.fetch_scalar::<i64>(text("SELECT count(*) FROM t")).await?, 1);
    engine.execute(text(INSERT)).await?;
    assert_eq!(transaction.fetch_scalar::<i64>(text("SELECT count(*) FROM t")).await?, 1, "its state stays");
    assert_eq!(class(transaction.execute(text(INSERT)).await), Some(ErrorClass::Refused));
    transaction.rollback().await?;
    assert_eq!(count(&engine).await?, 2);
    let transaction = engine.begin_read_only().await?;
    transaction.commit().await?;
    engine.execute(text(INSERT)).await?;
    Ok(())
}

#[tokio::test]
async fn two_that_write_the_same_row_conflict_and_trying_again_helps() -> Outcome {
    let engine = pool_of(2).await?;
    let t = create(&engine).await?;
    engine.execute(text(INSERT)).await?;
    let write = |b: &str| update(&t).set("b", b).filter(t.col("a").eq(1));
    let (one, two) = (engine.begin().await?, engine.begin().await?);
    one.execute(write("one")).await?;
    let error = failure(two.execute(write("two")).await);
    assert_eq!(error.class(), Some(ErrorClass::Conflict), "{error:?}");
    assert!(error.is_transient());
    assert!(matches!(two.commit().await, Err(Error::RolledBack)));
    one.commit().await?;
    engine.transaction(async |again| again.execute(write("two")).await).await?;
    assert_eq!(engine.fetch_scalar::<String>(text("SELECT b FROM t")).await?, "two");
    Ok(())
}

#[tokio::test]
async fn a_commit_that_fails_ends_the_transaction() -> Outcome {
    let engine = pool_of(2).await?;
    engine.execute(text("CREATE TABLE k (a INT PRIMARY KEY)")).await?;
    let session = engine.connection().await?;
    let (one, two) = (engine.begin().await?, session.begin().await?);
    one.execute(text("INSERT INTO k VALUES (1)")).await?;
    two.execute(text("INSERT INTO k VALUES (1)")).await?;
    one.commit().await?;
    let error = failure(two.commit().await);
    assert!(matches!(error.class(), Some(ErrorClass::Constraint | ErrorClass::Conflict)), "{error:?}");
    assert_eq!(session.execute(text("INSERT INTO k VALUES (2)")).await?, 1, "the session is outside of it");
    session.begin().await?.commit().await?;
    drop(session);
    all_back(&engine).await;
    assert_eq!(engine.fetch_all::<i32>(text("FROM k ORDER BY a")).await?, [1, 2]);
    assert_eq!(engine.pool_status().open, 2, "both connections are still good");
    Ok(())
}

#[tokio::test]
async fn a_begin_that_is_dropped_leaves_nothing_open() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let session = engine.connection().await?;
    for pause in 0..200 {
        let begin = session.begin();
        let cut_short = async {
            tokio::pin!(begin);
            for _ in 0..pause % 5 {
                if let Some(begun) = (&mut begin).now_or_never() {
                    return drop(begun);
                }
                tokio::time::sleep(Duration::from_micros(10)).await;
            }
        };
        cut_short.await;
        soon("the next", session.execute(text("INSERT INTO t VALUES (2, 'kept')"))).await?;
    }
    drop(session);
    all_back(&engine).await;
    assert_eq!(count(&engine).await?, 200);
    for _ in 0..50 {
        drop(engine.begin().now_or_never());
        soon("the next", engine.execute(text(INSERT))).await?;
    }
    assert_eq!(count(&engine).await?, 250);
    Ok(())
}

#[tokio::test]
async fn a_commit_that_is_dropped_keeps_all_or_nothing() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let session = engine.connection().await?;
    for _ in 0..100 {
        let transaction = session.begin().await?;
        transaction.execute(text("INSERT INTO t SELECT range, 'x' FROM range(10)")).await?;
        drop(transaction.commit().now_or_never());
        session.execute(text("SELECT 1")).await?;
    }
    drop(session);
    assert_eq!(count(&engine).await? % 10, 0);
    engine.execute(text("DELETE FROM t")).await?;
    assert_eq!(count(&engine).await?, 0);
    Ok(())
}

#[tokio::test]
async fn ending_a_transaction_whose_result_is_kept_does_not_hang() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    for commit in [true, false] {
        let transaction = engine.begin().await?;
        transaction.execute(text(INSERT)).await?;
        let stream = transaction.stream::<(i64, i64)>(text(ENDLESS_ROWS)).await?;
        let ended = if commit { transaction.commit().boxed() } else { transaction.rollback().boxed() };
        assert!(failure(soon("the end", ended).await).to_string().contains("still being read"));
        drop(stream);
        all_back(&engine).await;
        assert_eq!(count(&engine).await?, 0);
    }
    let mut kept = None;
    let outcome = soon(
        "the closure",
        engine.transaction(async |transaction| {
            transaction.execute(text(INSERT)).await?;
            kept = Some(transaction.stream::<(i64, i64)>(text(ENDLESS_ROWS)).await?);
            Err::<(), _>(Error::NoRow)
        }),
    )
    .await;
    assert!(matches!(outcome, Err(Error::NoRow)));
    drop(kept);
    all_back(&engine).await;
    assert_eq!(count(&engine).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_statement_that_times_out_ends_the_transaction() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    let transaction = engine.begin().await?;
    transaction.execute(text(INSERT)).await?;
    let begun = Instant::now();
    let slow = transaction.execute(text(ENDLESS)).timeout(Duration::from_millis(100)).await;
    assert!(matches!(slow, Err(Error::Timeout(_))));
    assert!(begun.elapsed() < LONG);
    assert_eq!(class(transaction.execute(text(INSERT)).await), Some(ErrorClass::AbortedTransaction));
    assert!(matches!(transaction.commit().await, Err(Error::RolledBack)));
    assert_eq!(count(&engine).await?, 0);
    Ok(())
}

#[tokio::test]
async fn options_of_the_engine_hold_in_its_transactions() -> Outcome {
    let (engine, _) = with_table().await?;
    let short = engine.with_options(ExecutionOptions::new().timeout(Duration::from_millis(50)));
    let transaction = short.begin().await?;
    assert!(matches!(transaction.execute(text(ENDLESS)).await, Err(Error::Timeout(_))));
    transaction.rollback().await?;
    Ok(())
}

#[tokio::test]
async fn transactions_never_see_half_of_another() -> Outcome {
    let engine = pool_of(3).await?;
    create(&engine).await?;
    let writer = engine.clone();
    let writing = tokio::spawn(async move {
        for _ in 0..50 {
            writer
                .transaction(async |transaction| {
                    for _ in 0..3 {
                        transaction.execute(text(INSERT)).await?;
                    }
                    Ok::<_, Error>(())
                })
                .await?;
        }
        Ok::<_, Error>(())
    });
    while !writing.is_finished() {
        assert_eq!(count(&engine).await? % 3, 0);
    }
    writing.await??;
    assert_eq!(count(&engine).await?, 150);
    Ok(())
}

#[tokio::test]
async fn ending_a_transaction_by_text_is_refused() -> Outcome {
    let engine = pool_of(1).await?;
    create(&engine).await?;
    for end in ["COMMIT", "ROLLBACK", "/* note */ commit;", "END", "ABORT", "BEGIN"] {
        let transaction = engine.begin().await?;
        transaction.execute(text(INSERT)).await?;
        let error = failure(transaction.execute(text(end)).await);
        assert!(error.to_string().contains("commit()"), "{end}: {error}");
        transaction.rollback().await?;
        assert_eq!(count(&engine).await?, 0, "{end}");
    }
    Ok(())
}

#[tokio::test]
async fn no_text_ends_a_transaction_whoever_runs_it() -> Outcome {
    let engine = pool_of(1).await?;
    engine.execute(text("CREATE TABLE t (a INTEGER)")).await?;
    let session = engine.connection().await?;
    let tx = session.begin().await?;
    tx.execute(text("INSERT INTO t VALUES (1)")).await?;
    for sql in ["COMMIT", "/* /* */ */ COMMIT", "INSERT INTO t VALUES (2); COMMIT"] {
        assert!(matches!(tx.execute(text(sql)).await, Err(Error::Usage(_))), "{sql}");
        assert!(matches!(session.execute(text(sql)).await, Err(Error::Usage(_))), "{sql}");
    }
    tx.rollback().await?;
    drop(session);
    assert_eq!(engine.fetch_scalar::<i64>(text("SELECT count(*) FROM t")).await?, 0);
    Ok(())
}
