//! The ways to run a statement, what they give, and how they fail.

use aludel::arrow::array::{Int64Array, RecordBatch};
use aludel::prelude::*;
use aludel::{DecodeErrorKind, ErrorClass};
use futures_util::{StreamExt, TryStreamExt};

use crate::support::{Outcome, all_back, class, count, failure, memory, with_table};

#[tokio::test]
async fn rows_come_as_vectors_options_scalars_batches_and_streams() -> Outcome {
    let (engine, t) = with_table().await?;
    let rows = [(1, "one"), (2, "two"), (3, "three")].map(|(a, b)| [literal(a), literal(b)]);
    assert_eq!(engine.execute(insert(&t).columns(["a", "b"]).rows(rows)).await?, 3);
    let all = || select([t.col("a"), t.col("b")]).from(&t).order_by([t.col("a")]);
    let only = |a: i64| all().filter(t.col("a").eq(a));

    let rows: Vec<(i64, String)> = engine.fetch_all(all()).await?;
    assert_eq!(rows, [(1, "one".into()), (2, "two".into()), (3, "three".into())]);
    assert_eq!(engine.fetch_one::<(i64, String)>(only(2)).await?, (2, "two".into()));
    assert_eq!(engine.fetch_optional::<(i64, String)>(only(2)).await?, Some((2, "two".into())));
    assert_eq!(engine.fetch_optional::<(i64, String)>(only(9)).await?, None);
    let number = select([t.col("a")]).filter(t.col("a").eq(3));
    assert_eq!(engine.fetch_scalar::<i64>(number).await?, 3);
    let batches = engine.fetch_batches(all()).await?;
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 3);
    let whole = engine.fetch(all()).await?;
    assert_eq!((whole.len(), whole.keys().collect::<Vec<_>>()), (3, vec!["a", "b"]));
    let streamed: Vec<(i64, String)> = engine.stream(all()).await?.try_collect().await?;
    assert_eq!(streamed, rows);
    let streamed: Vec<RecordBatch> = engine.stream_batches(all()).await?.try_collect().await?;
    assert_eq!(streamed, batches);
    all_back(&engine).await;
    assert_eq!(engine.pool_status().open, 1, "one after the other, one connection is enough");
    Ok(())
}

#[tokio::test]
async fn one_row_means_one_row() -> Outcome {
    let engine = memory().await?;
    let none = || text("SELECT 1 AS a WHERE false");
    let two = || text("SELECT range FROM range(2)");
    let many = || text("SELECT range FROM range(100000)");
    assert!(matches!(engine.fetch_one::<i64>(none()).await, Err(Error::NoRow)));
    assert!(matches!(engine.fetch_scalar::<i64>(none()).await, Err(Error::NoRow)));
    for several in [two, many] {
        assert!(matches!(engine.fetch_one::<i64>(several()).await, Err(Error::SeveralRows)));
        assert!(matches!(engine.fetch_optional::<i64>(several()).await, Err(Error::SeveralRows)));
        assert!(matches!(engine.fetch_scalar::<i64>(several()).await, Err(Error::SeveralRows)));
    }
    // Two rows that do not arrive together.
    let apart = text("SELECT range FROM range(1000000) WHERE range IN (3, 999999)");
    assert!(matches!(engine.fetch_one::<i64>(apart).await, Err(Error::SeveralRows)));
    all_back(&engine).await;
    Ok(())
}

#[tokio::test]
async fn an_empty_result_still_has_its_columns() -> Outcome {
    let (engine, _) = with_table().await?;
    let rows = engine.fetch(text("FROM t")).await?;
    assert_eq!((rows.len(), rows.keys().collect::<Vec<_>>()), (0, vec!["a", "b"]));
    assert!(engine.fetch_all::<(i64, String)>(text("FROM t")).await?.is_empty());
    let stream = engine.stream_batches(text("FROM t")).await?;
    assert_eq!(stream.schema().fields().len(), 2);
    assert_eq!(stream.count().await, 0);
    Ok(())
}

#[tokio::test]
async fn a_row_that_can_not_be_read_names_column_types_and_row() -> Outcome {
    let engine = memory().await?;
    let wrong = text("SELECT range, 'x' AS name FROM range(3)");
    let Error::Decode(error) = failure(engine.fetch_all::<(i64, i64)>(wrong).await) else {
        panic!("no error of decoding");
    };
    assert_eq!(error.column(), Some("name"));
    assert!(error.found_type().is_some_and(|found| found.starts_with("VARCHAR")), "{error}");
    assert!(matches!(error.kind(), DecodeErrorKind::WrongType { expected, .. } if expected == "i64"), "{error:?}");

    // The row counts from the first of the result, not of its batch.
    let late = || text("SELECT CASE WHEN range = 12345 THEN NULL ELSE range END AS n FROM range(20000)");
    let Error::Decode(error) = failure(engine.fetch_all::<i64>(late()).await) else { panic!("no error of decoding") };
    assert_eq!((error.column(), error.row()), (Some("n"), Some(12345)), "{error}");
    assert!(matches!(error.kind(), DecodeErrorKind::Null { .. }));
    let mut stream = engine.stream::<i64>(late()).await?;
    let mut read = 0;
    let error = loop {
        match stream.try_next().await {
            Ok(Some(_)) => read += 1,
            Ok(None) => panic!("no error of decoding"),
            Err(error) => break error,
        }
    };
    assert!(matches!(&error, Error::Decode(error) if error.row() == Some(12345)), "{error}");
    assert_eq!(read, 12345, "the rows before it were good");
    assert!(stream.try_next().await?.is_none());

    let Error::Decode(error) = failure(engine.fetch_all::<i8>(text("SELECT range FROM range(200)")).await) else {
        panic!("no error of decoding");
    };
    assert!(matches!(error.kind(), DecodeErrorKind::OutOfRange { value, .. } if value == "128"), "{error}");
    let missing = failure(engine.fetch_all::<(i64, i64)>(text("SELECT 1")).await);
    assert_eq!(missing.to_string(), "(i64, i64) reads 2 columns, the result has 1");
    drop(stream);
    all_back(&engine).await;
    Ok(())
}

#[tokio::test]
async fn execute_tells_how_many_rows_a_statement_changed() -> Outcome {
    let (engine, t) = with_table().await?;
    let run = async |sql: &'static str| engine.execute(text(sql)).await;
    assert_eq!(run("CREATE TABLE s (a BIGINT, b VARCHAR)").await?, 0);
    assert_eq!(run("INSERT INTO t SELECT range, 'x' FROM range(5000)").await?, 5000);
    assert_eq!(run("UPDATE t SET b = 'y' WHERE a < 10").await?, 10);
    assert_eq!(run("DELETE FROM t WHERE a >= 4000").await?, 1000);
    assert_eq!(run("INSERT INTO s VALUES (1, 'm'), (7777, 'n')").await?, 2);
    let merge = "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET b = s.b WHEN NOT MATCHED THEN INSERT";
    assert_eq!(run(merge).await?, 2);
    assert_eq!(run("INSERT INTO t VALUES (1, 'r'), (2, 'r') RETURNING a").await?, 2);
    assert_eq!(run("SELECT * FROM t").await?, 0);
    assert_eq!(run("DROP TABLE s").await?, 0);
    assert_eq!(engine.execute(update(&t).set("b", "z").filter(t.col("a").eq(7777))).await?, 1);
    assert_eq!(engine.execute(delete(&t).filter(t.col("a").eq(-1))).await?, 0);
    Ok(())
}

#[tokio::test]
async fn returning_gives_rows_like_a_query() -> Outcome {
    let (engine, t) = with_table().await?;
    let rows = [(1, "one"), (2, "two")].map(|(a, b)| [literal(a), literal(b)]);
    let back = insert(&t).columns(["a", "b"]).rows(rows).returning([t.col("a")]);
    assert_eq!(engine.fetch_all::<i64>(back).await?, [1, 2]);
    let gone = delete(&t).filter(t.col("a").eq(2)).returning([t.col("b")]);
    assert_eq!(engine.fetch_one::<String>(gone).await?, "two");
    assert_eq!(count(&engine).await?, 1);
    Ok(())
}

#[derive(Record, FromRow, Clone, Debug, PartialEq)]
#[record(table = "t")]
struct T {
    a: i64,
    b: Option<String>,
}

#[tokio::test]
async fn records_and_batches_go_in_by_the_fast_road_all_or_none() -> Outcome {
    let (engine, t) = with_table().await?;
    let record = |a: i64| T { a, b: (a % 2 == 0).then(|| format!("number {a}")) };
    assert_eq!(engine.insert(&record(1)).await?, 1);
    assert_eq!(engine.insert([record(2), record(3)]).await?, 2);
    let many: Vec<T> = (4..200_000).map(record).collect();
    assert_eq!(engine.insert(&many[..10]).await?, 10);
    assert_eq!(engine.insert(many.into_iter().skip(10).collect::<Vec<_>>()).await?, 200_000 - 14);
    assert_eq!(engine.fetch_one::<T>(text("FROM t WHERE a = 150000")).await?, record(150_000));
    assert_eq!(engine.insert(Vec::<T>::new()).await?, 0);

    let batches = engine.fetch_batches(text("SELECT a + 1000000 AS a FROM t WHERE a < 10")).await?;
    assert_eq!(engine.insert_batches(&t, batches).await?, 9);
    let none: Vec<RecordBatch> = Vec::new();
    assert_eq!(engine.insert_batches(&t, none).await?, 0);
    let total = count(&engine).await?;

    // The second batch has the wrong columns: nothing of the first stays.
    let good = RecordBatch::try_from_iter([("a", std::sync::Arc::new(Int64Array::from(vec![1])) as _)])?;
    let bad = RecordBatch::try_from_iter([("c", std::sync::Arc::new(Int64Array::from(vec![1])) as _)])?;
    assert!(engine.insert_batches(&t, [good, bad]).await.is_err());
    assert_eq!(count(&engine).await?, total);
    // The columns are found by name, wherever they stand.
    let ab = engine.fetch_batches(text("SELECT 5000000::BIGINT AS a, 'b' AS b")).await?;
    let ba = engine.fetch_batches(text("SELECT 'b' AS b, 5000001::BIGINT AS a")).await?;
    assert_eq!(engine.insert_batches(&t, ab.into_iter().chain(ba)).await?, 2);
    let placed: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t WHERE a >= 5000000 AND b = 'b'")).await?;
    assert_eq!(placed, 2);
    let absent = Table::new("absent").column(Column::new("a", SqlType::Int64));
    let batches = engine.fetch_batches(text("SELECT 1::BIGINT AS a")).await?;
    let error = failure(engine.insert_batches(&absent, batches).await);
    assert!(error.to_string().contains("absent"), "{error:?}");

    let stream = engine.stream_batches(text("SELECT range AS a FROM range(100000)")).await?;
    assert_eq!(engine.insert_stream(&t, stream).await?, 100_000);
    all_back(&engine).await;
    Ok(())
}

#[tokio::test]
async fn an_insert_whose_source_fails_leaves_nothing() -> Outcome {
    let (engine, t) = with_table().await?;
    let broken =
        text("SELECT CASE WHEN range = 500000 THEN error('stop')::BIGINT ELSE range END AS a FROM range(1000000)");
    let source = engine.stream_batches(broken).await?;
    assert!(failure(engine.insert_stream(&t, source).await).to_string().contains("stop"));
    assert_eq!(count(&engine).await?, 0);
    all_back(&engine).await;
    Ok(())
}

#[tokio::test]
async fn many_sets_are_all_or_none() -> Outcome {
    let (engine, _) = with_table().await?;
    let into = || text("INSERT INTO t VALUES (:a, :b)");
    let sets = (0..10_000).map(|a| params! { a: a, b: format!("number {a}") });
    assert_eq!(engine.execute_many(into(), sets).await?, 10_000);
    assert_eq!(engine.execute_many(into(), []).await?, 0);
    let bad = [params! { a: 1, b: "x" }, params! { a: "no number", b: "x" }];
    assert_eq!(class(engine.execute_many(into(), bad).await), Some(ErrorClass::Conversion));
    let incomplete = failure(engine.execute_many(into(), [params! { a: 1 }]).await);
    assert!(incomplete.to_string().contains("`:b`"), "{incomplete}");
    assert_eq!(count(&engine).await?, 10_000);
    Ok(())
}

#[tokio::test]
async fn an_error_that_comes_late_is_an_error_and_not_an_end() -> Outcome {
    let engine = memory().await?;
    let late = || text("SELECT CASE WHEN range = 900000 THEN error('late') ELSE 'x' END FROM range(1000000)");
    for done in [
        engine.fetch(late()).await.map(|rows| rows.len()),
        engine.fetch_all::<String>(late()).await.map(|rows| rows.len()),
        engine.fetch_batches(late()).await.map(|batches| batches.len()),
    ] {
        assert!(failure(done).to_string().contains("late"));
    }
    let mut stream = engine.stream_batches(late()).await?;
    while let Ok(Some(_)) = stream.try_next().await {}
    assert!(stream.try_next().await?.is_none(), "an error ends a stream");
    all_back(&engine).await;
    assert_eq!(engine.fetch_scalar::<i32>(text("SELECT 1")).await?, 1);
    Ok(())
}

/// The elements of `IN :ids` are parameters of their own, and DuckDB takes its time for each.
#[tokio::test]
async fn a_long_list_goes_as_one_value() -> Outcome {
    let engine = memory().await?;
    let ids: Vec<i64> = (0..60_000).collect();
    for sql in [
        "SELECT count(*) FROM range(70_000) AS t(r) WHERE r = ANY(:ids)",
        "SELECT count(*) FROM range(70_000) AS t(r) WHERE r IN (SELECT unnest(:ids))",
    ] {
        assert_eq!(engine.fetch_scalar::<i64>(text(sql).bind("ids", ids.clone())).await?, 60_000, "{sql}");
    }
    let few = text("SELECT count(*) FROM range(9) AS t(r) WHERE list_contains(:ids, r)").bind("ids", vec![1_i64, 2]);
    assert_eq!(engine.fetch_scalar::<i64>(few).await?, 2);
    Ok(())
}

/// DuckDB would search `'a'` in `'abc'`.
#[tokio::test]
async fn one_value_after_in_is_refused_and_says_that_a_list_is_meant() -> Outcome {
    let engine = memory().await?;
    for sql in ["SELECT 'a' IN :l", "SELECT 'a' NOT IN :l"] {
        let said = failure(engine.fetch(text(sql).bind("l", "abc")).await).to_string();
        assert!(said.contains("`IN :l`") && said.contains("takes a list: bind a `Vec`"), "{said}");
    }
    assert!(engine.fetch_scalar::<bool>(text("SELECT 'a' IN (:l)").bind("l", "a")).await?);
    assert!(engine.fetch_scalar::<bool>(text("SELECT 'a' IN :l").bind("l", vec!["a"])).await?);
    Ok(())
}
