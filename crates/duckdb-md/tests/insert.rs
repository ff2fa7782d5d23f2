//! Bulk insert: what goes in comes out, all of it or nothing.
mod common;

use std::sync::Arc;

use aludel_engine::{Connection, Error, ErrorClass, InsertTarget, TransactionMode};
use arrow_array::*;
use arrow_schema::{DataType, Field, Schema};
use common::{Tested, fetch, memory, number, sql, text};
use futures_util::StreamExt;

async fn insert(
    c: &mut Box<dyn Connection>,
    path: &[&str],
    columns: &[&str],
    batches: Vec<Result<RecordBatch, Error>>,
) -> Result<u64, Error> {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let target = InsertTarget::new(names(path), names(columns));
    c.insert(&target, futures_util::stream::iter(batches).boxed()).await
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> Tested<RecordBatch> {
    Ok(RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))?)
}

fn longs(range: std::ops::Range<i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(range))
}

#[tokio::test]
async fn every_type_goes_in_as_it_came_out() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql(
        "CREATE TABLE a AS SELECT i::TINYINT ti, i::HUGEINT * 170141183460469231 h, i::UHUGEINT u, \
         CASE WHEN i % 2 = 0 THEN NULL ELSE i / 7 END d, (i / 100)::DECIMAL(38, 10) big, (i / 10)::DECIMAL(4, 1) small, \
         'text ' || i || repeat('x', (i % 40)::INT) s, ('b' || i)::BLOB b, (i % 2 = 0) f, DATE '2020-01-01' + i::INT dt, \
         TIME '01:02:03.000004' t, TIMESTAMP_NS '2020-01-01 00:00:00.123456789' ns, TIMESTAMP_S '2020-01-01' ts, \
         TIMESTAMPTZ '2020-01-01 00:00:00+00' tz, INTERVAL (i) DAY iv, uuid() id, ('{\"a\":' || i || '}')::JSON j, \
         (['x', 'y', 'z'])[1 + i % 3]::ENUM('x', 'y', 'z') e, [i, NULL] l, [i, i]::INT[2] ar, \
         {'a': i, 'b': [{'c': 'x' || i}]} st, MAP {'k' || i: i} m \
         FROM range(127) r(i)",
    ))
    .await?;
    let out = fetch(&mut c, &sql("SELECT * FROM a")).await?;
    c.execute(&sql("CREATE TABLE b AS FROM a LIMIT 0")).await?;
    let rows = insert(&mut c, &["b"], &[], out.clone().into_iter().map(Ok).collect()).await?;
    assert_eq!(rows, 127);
    assert_eq!(number(&mut c, "SELECT count(*) FROM (FROM a EXCEPT ALL FROM b)").await?, 0);
    assert_eq!(fetch(&mut c, &sql("SELECT * FROM b")).await?, out);
    Ok(())
}

#[tokio::test]
async fn types_that_arrow_lacks_go_in_as_they_came_out() -> Tested<()> {
    let mut c = memory().await?;
    for (kind, value) in [
        ("BIT", "'10101'"),
        ("TIMETZ", "'12:00:00+05:30'"),
        ("BIGNUM", "'-123456789012345678901234567890123456789012345678'"),
        ("HUGEINT", "'-170141183460469231731687303715884105728'"),
        ("UHUGEINT", "'340282366920938463463374607431768211455'"),
        ("TIME_NS", "'12:00:00.123456789'"),
        ("UNION(a INTEGER, b VARCHAR)", "'x'"),
    ] {
        c.execute(&sql(&format!("CREATE OR REPLACE TABLE a AS SELECT {value}::{kind} AS v"))).await?;
        c.execute(&sql("CREATE OR REPLACE TABLE b AS FROM a LIMIT 0")).await?;
        let out = fetch(&mut c, &sql("FROM a")).await?;
        match insert(&mut c, &["b"], &[], out.clone().into_iter().map(Ok).collect()).await {
            Ok(_) => assert_eq!(fetch(&mut c, &sql("FROM b")).await?, out, "{kind}"),
            Err(error) => return Err(format!("{kind}: {error}").into()),
        }
    }
    Ok(())
}

#[tokio::test]
async fn columns_left_out_take_their_defaults() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE SCHEMA s; CREATE TABLE s.t(a INTEGER, b VARCHAR DEFAULT 'none', c BIGINT DEFAULT 1 + 1)"))
        .await?;
    let rows = insert(
        &mut c,
        &["memory", "s", "t"],
        &["c", "a"],
        vec![Ok(batch(vec![("x", longs(0..5000)), ("y", longs(1..5001))])?)],
    )
    .await?;
    assert_eq!(rows, 5000);
    assert_eq!(number(&mut c, "SELECT count(*) FROM s.t WHERE a = c + 1 AND b = 'none'").await?, 5000);
    Ok(())
}

#[tokio::test]
async fn narrower_integers_are_cast_or_refused() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a INTEGER, d DECIMAL(10, 2))")).await?;
    insert(&mut c, &["t"], &["a"], vec![Ok(batch(vec![("a", longs(0..10))])?)]).await?;
    let wide = batch(vec![("a", longs(i64::MAX - 1..i64::MAX))])?;
    let error = insert(&mut c, &["t"], &["a"], vec![Ok(wide)]).await.expect_err("too wide");
    assert!(error.server().is_some(), "{error}");
    let doubles = batch(vec![("a", Arc::new(Float64Array::from(vec![1.5])) as ArrayRef)])?;
    for column in ["a", "d"] {
        let error = insert(&mut c, &["t"], &[column], vec![Ok(doubles.clone())]).await.expect_err("would round");
        assert!(error.to_string().contains(&format!("column \"{column}\"")), "{error}");
    }
    let fine = Decimal128Array::from(vec![12345]).with_precision_and_scale(10, 3)?;
    let error = insert(&mut c, &["t"], &["d"], vec![Ok(batch(vec![("d", Arc::new(fine))])?)]).await.expect_err("scale");
    assert!(error.to_string().contains("without loss"), "{error}");
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 10);
    Ok(())
}

#[tokio::test]
async fn nanoseconds_that_would_be_cut_off_are_refused() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(i INTERVAL, z TIMESTAMPTZ)")).await?;
    let span = arrow_buffer::IntervalMonthDayNano::new(0, 0, 1);
    let spans: ArrayRef = Arc::new(IntervalMonthDayNanoArray::from(vec![span]));
    let instants: ArrayRef = Arc::new(TimestampNanosecondArray::from(vec![1]).with_timezone("UTC"));
    for (column, array) in [("i", spans), ("z", instants)] {
        let error = insert(&mut c, &["t"], &[column], vec![Ok(batch(vec![("x", array)])?)]).await.expect_err("cut off");
        assert!(error.to_string().contains("microseconds"), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn an_error_in_the_middle_leaves_nothing() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a BIGINT PRIMARY KEY)")).await?;
    let good = |range| batch(vec![("a", longs(range))]);
    let broken = vec![Ok(good(0..300_000)?), Err(Error::Usage("the source broke".to_owned()))];
    let error = insert(&mut c, &["t"], &["a"], broken).await.expect_err("the source's error");
    assert!(matches!(&error, Error::Usage(text) if text == "the source broke"), "{error}");
    let twice = vec![Ok(good(0..300_000)?), Ok(good(5..6)?)];
    let error = insert(&mut c, &["t"], &["a"], twice).await.expect_err("a duplicate");
    assert_eq!(error.class(), Some(ErrorClass::Constraint), "{error}");
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);
    assert_eq!(insert(&mut c, &["t"], &["a"], vec![Ok(good(0..10)?)]).await?, 10);
    Ok(())
}

#[tokio::test]
async fn an_insert_that_is_dropped_leaves_nothing() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a BIGINT)")).await?;
    let first = futures_util::stream::iter([Ok(batch(vec![("a", longs(0..10_000))])?)]);
    let target = InsertTarget::new(vec!["t".into()], vec!["a".into()]);
    let endless = first.chain(futures_util::stream::pending()).boxed();
    let given_up = tokio::time::timeout(std::time::Duration::from_millis(50), c.insert(&target, endless)).await;
    assert!(given_up.is_err());
    c.settle().await?;
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_insert_joins_the_open_transaction() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a BIGINT)")).await?;
    c.begin(TransactionMode::ReadWrite).await?;
    insert(&mut c, &["t"], &["a"], vec![Ok(batch(vec![("a", longs(0..10))])?)]).await?;
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 10);
    c.rollback().await?;
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_is_named() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a BIGINT)")).await?;
    let one = batch(vec![("a", longs(0..1))])?;
    for (path, columns, says) in [(["nosuch"], ["a"], "nosuch"), (["t"], ["nosuch"], "nosuch")] {
        let error = insert(&mut c, &path, &columns, vec![Ok(one.clone())]).await.expect_err("not there").to_string();
        assert!(error.contains(says), "{error}");
    }
    let two = batch(vec![("a", longs(0..1)), ("b", longs(0..1))])?;
    assert!(matches!(insert(&mut c, &["t"], &["a"], vec![Ok(two)]).await, Err(Error::Usage(_))));
    Ok(())
}

#[tokio::test]
async fn odd_arrow_shapes_go_in() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(s VARCHAR, e ENUM('x', 'y'), n INTEGER)")).await?;
    let views: ArrayRef = Arc::new(StringViewArray::from(vec![Some("a longer text than in place"), None, Some("")]));
    let words: DictionaryArray<types::Int32Type> = vec!["x", "y", "x"].into_iter().collect();
    let nulls: ArrayRef = Arc::new(NullArray::new(3));
    let odd = batch(vec![("s", views), ("e", Arc::new(words)), ("n", nulls)])?;
    insert(&mut c, &["t"], &["s", "e", "n"], vec![Ok(odd.slice(1, 2)), Ok(odd)]).await?;
    assert_eq!(
        text(&mut c, "SELECT string_agg(e::VARCHAR || coalesce(s, '-'), ',' ORDER BY rowid) FROM t").await?,
        "y-,x,xa longer text than in place,y-,x"
    );
    let empty = RecordBatch::new_empty(Arc::new(Schema::new(vec![Field::new("n", DataType::Int32, true)])));
    assert_eq!(insert(&mut c, &["t"], &["n"], vec![Ok(empty)]).await?, 0);
    let unknown = batch(vec![("e", Arc::new(StringArray::from(vec!["z"])) as ArrayRef)])?;
    assert!(insert(&mut c, &["t"], &["e"], vec![Ok(unknown)]).await.is_err());
    Ok(())
}

#[tokio::test]
async fn later_batches_are_matched_by_name_and_their_types_looked_at() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a INTEGER, b BIGINT)")).await?;
    let first = batch(vec![("a", longs(1..2)), ("b", longs(2..3))])?;
    let turned = batch(vec![("b", longs(2..3)), ("a", longs(1..2))])?;
    insert(&mut c, &["t"], &["a", "b"], vec![Ok(first.clone()), Ok(turned), Ok(first.clone())]).await?;
    assert_eq!(number(&mut c, "SELECT count(*) FROM t WHERE a = 1 AND b = 2").await?, 3);
    let doubles: ArrayRef = Arc::new(Float64Array::from(vec![2.7]));
    let rounds = batch(vec![("a", doubles), ("b", longs(2..3))])?;
    let renamed = batch(vec![("a", longs(1..2)), ("x", longs(2..3))])?;
    let twice = batch(vec![("a", longs(1..2)), ("a", longs(2..3))])?;
    for (bad, says) in [(rounds, "without loss"), (renamed, "\"b\""), (twice, "\"a\"")] {
        let error = insert(&mut c, &["t"], &["a", "b"], vec![Ok(first.clone()), Ok(bad)]).await.expect_err("differs");
        assert!(error.to_string().contains(says), "{error}");
    }
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 3);
    Ok(())
}

#[tokio::test]
async fn a_part_of_an_insert_is_never_committed() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a BIGINT)")).await?;
    for by_text in [false, true] {
        c.begin(TransactionMode::ReadWrite).await?;
        let bad = batch(vec![("a", longs(0..1)), ("b", longs(0..1))])?;
        let batches = vec![Ok(batch(vec![("a", longs(0..500_000))])?), Ok(bad)];
        assert!(matches!(insert(&mut c, &["t"], &["a"], batches).await, Err(Error::Usage(_))));
        let committed = if by_text { c.execute(&sql("COMMIT")).await.map(drop) } else { c.commit().await };
        assert!(matches!(committed, Err(Error::RolledBack)), "{committed:?}");
        assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);
    }
    c.begin(TransactionMode::ReadWrite).await?;
    insert(&mut c, &["t"], &["a"], vec![Ok(batch(vec![("a", longs(0..10))])?)]).await?;
    c.commit().await?;
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 10);
    Ok(())
}

#[tokio::test]
async fn a_part_of_many_sets_is_never_committed() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a BIT)")).await?;
    let sets = ["1", ""].map(|bits| Ok::<_, Box<dyn std::error::Error>>(aludel_dialect::Bits::new(bits)?));
    let sets =
        sets.into_iter().map(|bits| Ok(vec![aludel_dialect::Parameter::new(bits?)])).collect::<Tested<Vec<_>>>()?;
    c.begin(TransactionMode::ReadWrite).await?;
    assert!(c.execute_many(&sql("INSERT INTO t VALUES ($1)"), sets).await.is_err());
    assert!(matches!(c.commit().await, Err(Error::RolledBack)));
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);
    Ok(())
}
