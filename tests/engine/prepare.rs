//! Statements that are kept, their parameters, and texts of unusual size.

use aludel::prelude::*;
use aludel::{ErrorClass, PoolOptions};

use crate::support::{Outcome, all_back, class, count, failure, memory, with_table};

#[tokio::test]
async fn a_prepared_statement_runs_many_times_with_other_values() -> Outcome {
    let (engine, t) = with_table().await?;
    let rows = (0..100).map(|a| [literal(a), literal(format!("number {a}"))]);
    engine.execute(insert(&t).columns(["a", "b"]).rows(rows)).await?;
    let by_number = engine.prepare(select([t.col("b")]).filter(t.col("a").eq(bindparam("a"))))?;
    for a in 0..100 {
        let name: String = engine.fetch_scalar(by_number.with(params! { a: a })?).await?;
        assert_eq!(name, format!("number {a}"));
    }
    let session = engine.connection().await?;
    assert_eq!(session.fetch_scalar::<String>(by_number.with(params! { a: 7 })?).await?, "number 7");
    let transaction = engine.begin().await?;
    assert_eq!(transaction.fetch_scalar::<String>(by_number.with(params! { a: 8 })?).await?, "number 8");
    transaction.rollback().await?;
    Ok(())
}

#[tokio::test]
async fn parameters_without_values_and_values_without_parameters_are_named() -> Outcome {
    let (engine, t) = with_table().await?;
    let statement = engine.prepare(select([t.col("b")]).filter(t.col("a").eq(bindparam("number"))))?;
    let missing = failure(engine.fetch(statement.clone()).await);
    assert!(missing.to_string().contains("\"number\" has no value"), "{missing}");
    let wrong = failure(statement.with(params! { numbr: 1 }));
    assert!(wrong.to_string().contains("\"number\" has no value"), "{wrong}");
    let more = failure(statement.with(params! { number: 1, numbr: 2 }));
    assert!(more.to_string().contains("no parameter \"numbr\": did you mean number?"), "{more}");
    let unbound = failure(engine.fetch(text("SELECT :a, :b").bind("a", 1)).await);
    assert!(unbound.to_string().contains('b'), "{unbound}");
    Ok(())
}

#[tokio::test]
async fn many_sets_of_a_builder_statement() -> Outcome {
    let (engine, t) = with_table().await?;
    let into = insert(&t).columns(["a", "b"]).rows([[bindparam("a"), bindparam("b")]]);
    let sets = (0..10_000).map(|a| params! { a: a, b: "x" });
    assert_eq!(engine.execute_many(&into, sets).await?, 10_000);
    let change = update(&t).set("b", bindparam("b")).filter(t.col("a").eq(bindparam("a")));
    let changed = engine.execute_many(&change, (0..10).map(|a| params! { a: a, b: "y" })).await?;
    assert_eq!(changed, 10);
    let changed: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t WHERE b = 'y'")).await?;
    assert_eq!(changed, 10);
    Ok(())
}

#[tokio::test]
async fn in_lists_expand() -> Outcome {
    let engine = memory().await?;
    let within = |xs: Vec<i64>| text("SELECT range FROM range(10) WHERE range IN :xs ORDER BY range").bind("xs", xs);
    assert_eq!(engine.fetch_all::<i64>(within(vec![3, 11, 5])).await?, [3, 5]);
    assert_eq!(engine.fetch_all::<i64>(within(vec![3])).await?, [3]);
    assert!(engine.fetch_all::<i64>(within(vec![])).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn seventy_thousand_parameters() -> Outcome {
    let engine = memory().await?;
    let xs: Vec<i64> = (0..70_000).collect();
    let sum = text("SELECT count(*) FROM range(100000) WHERE range IN :xs").bind("xs", xs);
    match engine.fetch_scalar::<i64>(sum).await {
        Ok(found) => assert_eq!(found, 70_000),
        // DuckDB counts parameters in 16 bits.
        Err(error) => assert!(error.server().is_some() || matches!(error, Error::Usage(_)), "{error:?}"),
    }
    assert_eq!(engine.fetch_scalar::<i32>(text("SELECT 1")).await?, 1);
    all_back(&engine).await;
    assert_eq!(engine.pool_status().open, 1);
    Ok(())
}

#[tokio::test]
async fn ten_megabytes_of_text() -> Outcome {
    let engine = memory().await?;
    let long = "x".repeat(10 << 20);
    let sql = format!("SELECT length('{long}')");
    assert_eq!(engine.fetch_scalar::<i64>(text(sql)).await?, 10 << 20);
    let bound = text("SELECT length(:long)").bind("long", long);
    assert_eq!(engine.fetch_scalar::<i64>(bound).await?, 10 << 20);
    Ok(())
}

#[tokio::test]
async fn a_text_without_a_statement_is_an_error() -> Outcome {
    let engine = memory().await?;
    for nothing in ["", "   \n\t ", ";", ";;;", "-- only a comment", "/* only a comment */"] {
        let error = failure(engine.execute(text(nothing)).await);
        assert!(!matches!(error, Error::Closed(_)), "{nothing:?}: {error:?}");
        assert!(engine.fetch(text(nothing)).await.is_err(), "{nothing:?}");
    }
    assert_eq!(class(engine.execute(text("SELEC 1")).await), Some(ErrorClass::Syntax));
    assert_eq!(engine.fetch_scalar::<i32>(text("SELECT 1;")).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_kept_plan_does_not_outlive_what_it_was_made_from() -> Outcome {
    let engine = Connect::to("duckdb://").pool(PoolOptions::new().size(2)).open().await?;
    engine.execute(text("CREATE TABLE t AS SELECT 1 AS a")).await?;
    let all = || text("SELECT * FROM t");
    assert_eq!(engine.fetch(all()).await?.keys().collect::<Vec<_>>(), ["a"]);
    let other = engine.connection().await?;
    other.execute(text("CREATE OR REPLACE TABLE t AS SELECT 'x' AS b, 2 AS c")).await?;
    assert_eq!(engine.fetch(all()).await?.keys().collect::<Vec<_>>(), ["b", "c"]);
    assert_eq!(count(&engine).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_negative_number_of_rows_is_refused_before_it_is_sent() -> Outcome {
    let (engine, t) = with_table().await?;
    let some = || select([t.col("a")]).from(&t).limit(bindparam("rows")).offset(bindparam("skipped"));
    let prepared = engine.prepare(some())?;
    assert_eq!(engine.fetch(prepared.with(params! { rows: 1, skipped: 0 })?).await?.len(), 0);
    for set in [params! { rows: -1, skipped: 0 }, params! { rows: 1, skipped: -1_i64 }] {
        for error in [
            failure(engine.fetch(prepared.with(set.clone())?).await),
            failure(engine.execute_many(some(), [params! { rows: 1, skipped: 0 }, set.clone()]).await),
        ] {
            assert!(error.to_string().contains("not a negative one, and -1 was bound"), "{error}");
        }
    }
    Ok(())
}
