//! What DuckDB does not say, or says wrongly: each trap with a test that is named after it.
mod common;

use aludel_dialect::{Parameter, Value};
use aludel_engine::{Error, ErrorClass, TransactionMode};
use arrow_array::Array;
use common::{Tested, fetch, memory, number, open, sql, text, type_text, value, with};
use futures_util::StreamExt;

const LATE_ERROR: &str = "SELECT CAST(CASE WHEN i = 900000 THEN 'x' ELSE '1' END AS INTEGER) FROM range(1000000) t(i)";

#[tokio::test]
async fn commit_of_an_aborted_transaction_is_an_error() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a INTEGER PRIMARY KEY)")).await?;
    c.begin(TransactionMode::ReadWrite).await?;
    c.execute(&sql("INSERT INTO t VALUES (1)")).await?;
    let error = c.execute(&sql("INSERT INTO t VALUES (1)")).await.expect_err("a duplicate key");
    assert_eq!(error.class(), Some(ErrorClass::Constraint));
    assert!(matches!(c.commit().await, Err(Error::RolledBack)));
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);
    c.begin(TransactionMode::ReadWrite).await?;
    c.execute(&sql("INSERT INTO t VALUES (2)")).await?;
    c.commit().await?;
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 1);
    Ok(())
}

#[tokio::test]
async fn an_error_that_does_not_abort_leaves_the_transaction_to_commit() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a INTEGER)")).await?;
    c.begin(TransactionMode::ReadWrite).await?;
    c.execute(&sql("INSERT INTO t VALUES (1)")).await?;
    for wrong in ["SELECT nosuch", "SELECT * FROM nosuch", "SELEC", "SELECT $1"] {
        assert!(c.execute(&sql(wrong)).await.is_err(), "{wrong}");
    }
    c.commit().await?;
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_user_s_own_begin_and_commit_are_followed() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a INTEGER PRIMARY KEY); BEGIN; INSERT INTO t VALUES (1)")).await?;
    assert!(matches!(c.begin(TransactionMode::ReadWrite).await, Err(Error::Usage(_))));
    assert!(c.execute(&sql("INSERT INTO t VALUES (1)")).await.is_err());
    assert!(matches!(c.execute(&sql("COMMIT")).await, Err(Error::RolledBack)));
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);

    c.execute(&sql("BEGIN; INSERT INTO t VALUES (1)")).await?;
    assert!(c.execute(&sql("INSERT INTO t VALUES (1)")).await.is_err());
    c.execute(&sql("ROLLBACK")).await?;
    c.begin(TransactionMode::ReadWrite).await?;
    c.execute(&sql("INSERT INTO t VALUES (1)")).await?;
    c.execute(&sql("COMMIT")).await?;
    c.begin(TransactionMode::ReadWrite).await?;
    assert!(c.execute(&sql("INSERT INTO t VALUES (1)")).await.is_err());
    assert!(c.execute(&sql("BEGIN")).await.is_err());
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 1);
    c.begin(TransactionMode::ReadWrite).await?;
    c.rollback().await?;
    Ok(())
}

#[tokio::test]
async fn a_conflict_of_two_transactions_is_transient() -> Tested<()> {
    let database = open("duckdb://").await?;
    let (mut a, mut b) = (database.connect().await?, database.connect().await?);
    a.execute(&sql("CREATE TABLE t AS SELECT 1 AS x")).await?;
    a.begin(TransactionMode::ReadWrite).await?;
    b.begin(TransactionMode::ReadWrite).await?;
    a.execute(&sql("UPDATE t SET x = 2")).await?;
    let error = b.execute(&sql("UPDATE t SET x = 3")).await.expect_err("a conflict");
    assert_eq!(error.class(), Some(ErrorClass::Conflict), "{error}");
    assert!(error.is_transient());
    assert!(matches!(b.commit().await, Err(Error::RolledBack)));
    a.commit().await?;
    Ok(())
}

#[tokio::test]
async fn a_read_only_transaction_does_not_write() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t(a INTEGER)")).await?;
    c.begin(TransactionMode::ReadOnly).await?;
    assert!(c.execute(&sql("INSERT INTO t VALUES (1)")).await.is_err());
    c.rollback().await?;
    Ok(())
}

#[tokio::test]
async fn a_late_error_is_an_error_and_not_a_panic() -> Tested<()> {
    let mut c = memory().await?;
    let mut results = c.query(&sql(LATE_ERROR)).await?;
    let (mut rows, mut error) = (0, None);
    while let Some(batch) = results.batches.next().await {
        match batch {
            Ok(batch) => rows += batch.num_rows(),
            Err(late) => error = Some(late),
        }
    }
    assert!(rows > 0, "the first batch comes before the error");
    assert_eq!(error.and_then(|error| error.class()), Some(ErrorClass::Conversion));
    assert!(results.batches.next().await.is_none());
    drop(results);
    assert_eq!(number(&mut c, "SELECT 1").await?, 1);
    assert_eq!(c.execute(&sql(LATE_ERROR)).await.expect_err("late").class(), Some(ErrorClass::Conversion));
    Ok(())
}

#[tokio::test]
async fn settings_of_the_user_do_not_change_what_arrives() -> Tested<()> {
    let mut c = memory().await?;
    let query = "SELECT 170141183460469231731687303715884105727 h, TIMETZ '12:00:00+05:30' t, '101'::BIT b, \
                 '00112233-4455-6677-8899-aabbccddeeff'::UUID u, 'a' s, [1] l, TIMESTAMPTZ '2020-01-01 00:00:00+00' z, \
                 true f, '{}'::JSON j";
    let before = fetch(&mut c, &sql(query)).await?;
    for set in [
        "SET arrow_lossless_conversion = true",
        "SET arrow_lossless_conversion = false",
        "SET produce_arrow_string_view = true",
        "SET arrow_large_buffer_size = true",
        "SET arrow_output_list_view = true",
        "SET TimeZone = 'Asia/Tokyo'",
    ] {
        c.execute(&sql(set)).await?;
        assert_eq!(fetch(&mut c, &sql(query)).await?, before, "{set}");
    }
    Ok(())
}

#[tokio::test]
async fn an_interval_past_nanoseconds_is_refused_by_name() -> Tested<()> {
    let mut c = memory().await?;
    let error = fetch(&mut c, &sql("SELECT to_microseconds(9223372036854775807) AS span")).await.expect_err("too long");
    assert!(error.to_string().contains("column \"span\""), "{error}");
    let error =
        fetch(&mut c, &sql("SELECT [to_microseconds(9223372036854775807)] AS spans")).await.expect_err("nested");
    assert!(error.to_string().contains("column \"spans\""), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_type_that_arrow_lacks_is_refused_by_name() -> Tested<()> {
    let mut c = memory().await?;
    let error = fetch(&mut c, &sql("SELECT 1::VARIANT AS v")).await.expect_err("no Arrow type");
    assert!(error.to_string().contains("column \"v\"") && error.to_string().contains("VARIANT"), "{error}");
    assert_eq!(number(&mut c, "SELECT 1").await?, 1);
    Ok(())
}

#[tokio::test]
async fn infinite_dates_and_the_range_s_ends_arrive() -> Tested<()> {
    let mut c = memory().await?;
    let query = "SELECT unnest(['infinity', '-infinity', '5877642-06-25 (BC)', '5881580-07-10']::DATE[])";
    let batches = fetch(&mut c, &sql(query)).await?;
    let days =
        arrow_array::cast::AsArray::as_primitive::<arrow_array::types::Date32Type>(batches[0].column(0).as_ref());
    assert_eq!(days.values(), &[i32::MAX, -i32::MAX, -2_147_483_646, i32::MAX - 1]);
    Ok(())
}

#[tokio::test]
async fn the_type_text_is_duckdb_s_own() -> Tested<()> {
    let mut c = memory().await?;
    c.execute(&sql("CREATE TYPE mood AS ENUM ('ok', 'it''s')")).await?;
    for kind in [
        "BOOLEAN",
        "TINYINT",
        "HUGEINT",
        "UHUGEINT",
        "BIGNUM",
        "FLOAT",
        "DECIMAL(38,10)",
        "VARCHAR",
        "BLOB",
        "BIT",
        "DATE",
        "TIME",
        "TIME_NS",
        "TIMETZ",
        "TIMESTAMP",
        "TIMESTAMP_S",
        "TIMESTAMP_MS",
        "TIMESTAMP_NS",
        "TIMESTAMPTZ",
        "INTERVAL",
        "UUID",
        "JSON",
        "mood",
        "INTEGER[3][]",
        "STRUCT(a INTEGER, \"b \"\"c\" VARCHAR[])",
        "MAP(VARCHAR, DECIMAL(4,2)[])",
        "UNION(num INTEGER, str VARCHAR)",
        "GEOMETRY",
    ] {
        let batches = fetch(&mut c, &sql(&format!("SELECT x, typeof(x) FROM (SELECT NULL::{kind} x)"))).await?;
        let named = arrow_array::cast::AsArray::as_string::<i32>(batches[0].column(1).as_ref()).value(0).to_owned();
        // DuckDB leaves out quotes in nested names where it can.
        assert_eq!(type_text(&batches[0], 0).replace('"', ""), named.replace('"', ""), "{kind}");
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_result_has_its_columns() -> Tested<()> {
    let mut c = memory().await?;
    let results = c.query(&sql("SELECT 1 AS a, 'x' AS b WHERE false")).await?;
    assert_eq!(results.schema.fields().len(), 2);
    assert_eq!(results.batches.count().await, 0);
    let created = fetch(&mut c, &sql("CREATE TABLE t(a INTEGER)")).await?;
    assert_eq!(created[0].num_rows(), 0);
    let counted = value(&mut c, &sql("INSERT INTO t VALUES (1), (2)")).await?;
    assert_eq!(counted, Value::Int64(2));
    Ok(())
}

#[tokio::test]
async fn changed_rows_are_counted_with_and_without_returning() -> Tested<()> {
    let mut c = memory().await?;
    assert_eq!(c.execute(&sql("CREATE TABLE t AS SELECT * FROM range(5000) r(a)")).await?, 0);
    assert_eq!(c.execute(&sql("UPDATE t SET a = -1 WHERE a < 10")).await?, 10);
    assert_eq!(c.execute(&sql("DELETE FROM t WHERE a > 99 RETURNING a")).await?, 4900);
    assert_eq!(c.execute(&sql("SELECT * FROM t")).await?, 0);
    assert_eq!(c.execute(&sql("CREATE TABLE u(a INTEGER)")).await?, 0);
    let sets = (0..100).map(|n| vec![Parameter::new(n)]).collect();
    assert_eq!(c.execute_many(&sql("INSERT INTO u VALUES ($1)"), sets).await?, 100);
    let sets = vec![vec![Parameter::new(1i32)], vec![Parameter::new("x")]];
    assert!(c.execute_many(&sql("INSERT INTO u VALUES ($1)"), sets).await.is_err());
    assert_eq!(number(&mut c, "SELECT count(*) FROM u").await?, 100);
    Ok(())
}

#[tokio::test]
async fn text_that_is_not_utf8_is_an_error_that_names_the_column() -> Tested<()> {
    let path = std::env::temp_dir().join(format!("aludel-utf8-{}.parquet", std::process::id()));
    let mut c = memory().await?;
    c.execute(&sql(&format!("COPY (SELECT '\\xFF\\xFE'::BLOB AS b) TO '{}' (FORMAT parquet)", path.display()))).await?;
    c.execute(&sql("SET binary_as_string = true")).await?;
    let read = fetch(&mut c, &sql(&format!("SELECT b FROM read_parquet('{}')", path.display()))).await;
    std::fs::remove_file(&path)?;
    let error = read.expect_err("not UTF-8").to_string();
    assert!(error.contains("UTF-8") || error.contains("UTF8"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_kept_statement_follows_the_catalogue() -> Tested<()> {
    let mut c = memory().await?;
    let query = sql("SELECT * FROM t");
    let insert = with("INSERT INTO t VALUES ($1)", vec![Parameter::new(1i32)]);
    c.execute(&sql("CREATE TABLE t(a INTEGER)")).await?;
    for (change, kind, columns) in [
        ("SELECT 1", "INTEGER", 1),
        ("ALTER TABLE t ALTER a TYPE VARCHAR", "VARCHAR", 1),
        ("DROP TABLE t; CREATE TABLE t(a DOUBLE)", "DOUBLE", 1),
        ("ALTER TABLE t ADD COLUMN b INTEGER DEFAULT 7", "DOUBLE", 2),
    ] {
        c.execute(&sql(change)).await?;
        if columns == 1 {
            c.execute(&insert).await?;
        }
        let batches = fetch(&mut c, &query).await?;
        assert_eq!((type_text(&batches[0], 0).as_str(), batches[0].num_columns()), (kind, columns));
    }
    c.execute(&sql("DROP TABLE t")).await?;
    assert_eq!(fetch(&mut c, &query).await.expect_err("dropped").class(), Some(ErrorClass::NotFound));
    c.execute(&sql("CREATE TABLE t(a INTEGER)")).await?;
    assert_eq!(type_text(&fetch(&mut c, &query).await?[0], 0), "INTEGER");
    Ok(())
}

#[tokio::test]
async fn parameters_belong_to_the_last_statement() -> Tested<()> {
    let mut c = memory().await?;
    let statement =
        with("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (5); SELECT a + $1 FROM t", vec![Parameter::new(2i32)]);
    assert_eq!(value(&mut c, &statement).await?, Value::Int32(7));
    let error = c.execute(&with("SELECT $1; SELECT $1", vec![Parameter::new(1i32)])).await.expect_err("refused");
    assert!(error.to_string().contains("last statement"), "{error}");
    let error = c.execute(&with("SELECT $1, $2", vec![Parameter::new(1i32)])).await.expect_err("too few");
    assert!(error.to_string().contains("2 parameters"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_wrong_statement_is_a_typed_error() -> Tested<()> {
    let mut c = memory().await?;
    for empty in ["", " ; ", "-- nothing", "\u{feff}"] {
        assert!(c.execute(&sql(empty)).await.is_err(), "{empty:?}");
    }
    assert!(matches!(c.execute(&sql("SELECT 1 \0")).await, Err(Error::Usage(_))));
    assert_eq!(c.execute(&sql("SELEC")).await.expect_err("syntax").class(), Some(ErrorClass::Syntax));
    let other = aludel_query::Prepared::new("clickhouse", "SELECT 1", vec![], aludel_query::Effect::Read);
    assert!(matches!(c.execute(&other).await, Err(Error::WrongDialect { .. })));
    assert_eq!(number(&mut c, "SELECT 1").await?, 1);
    Ok(())
}

#[tokio::test]
async fn ten_megabytes_of_sql_are_run() -> Tested<()> {
    let mut c = memory().await?;
    let long = "x".repeat(10 << 20);
    assert_eq!(text(&mut c, &format!("SELECT '{long}'")).await?.len(), long.len());
    Ok(())
}

#[tokio::test]
async fn deep_nesting_in_text_is_an_error_and_no_overflow() -> Tested<()> {
    let mut c = memory().await?;
    for depth in [200, 5_000] {
        for (open, close) in [("(", ")"), ("[", "]"), ("abs(", ")"), ("(SELECT ", ")"), ("- ", ""), ("NOT ", "")] {
            let statement = format!("SELECT {}1{}", open.repeat(depth), close.repeat(depth));
            // Either is right, as long as the process lives.
            drop(fetch(&mut c, &sql(&statement)).await);
        }
    }
    assert_eq!(number(&mut c, "SELECT 1").await?, 1);
    Ok(())
}

#[tokio::test]
async fn shared_and_shuffled_lists_arrive_whole() -> Tested<()> {
    let mut c = memory().await?;
    let batches = fetch(&mut c, &sql("SELECT [x, x, NULL, []] l FROM (SELECT [1, 2] x), range(3) ORDER BY 1")).await?;
    assert_eq!(batches[0].num_rows(), 3);
    let query = "SELECT l FROM (SELECT i, CASE WHEN i % 5 = 0 THEN NULL ELSE [i, -i] END l FROM range(5000) t(i)) \
                 WHERE i % 3 = 1 ORDER BY i DESC";
    let mut expected = (0..5000i64).rev().filter(|i| i % 3 == 1);
    for batch in fetch(&mut c, &sql(query)).await? {
        for row in 0..batch.num_rows() {
            let i = expected.next().unwrap_or_default();
            let shown = common::decode(batch.schema().field(0), batch.column(0).as_ref(), row);
            let list = Value::List(vec![Value::Int64(i), Value::Int64(-i)]);
            assert_eq!(shown, if i % 5 == 0 { Value::Null } else { list });
        }
        assert_eq!(batch.column(0).len(), batch.num_rows());
    }
    assert_eq!(expected.next(), None);
    Ok(())
}

#[tokio::test]
async fn a_setting_of_another_connection_reaches_kept_statements() -> Tested<()> {
    let database = open("duckdb://").await?;
    let (mut a, mut b) = (database.connect().await?, database.connect().await?);
    let ordered = "SELECT coalesce(x, -1) FROM (VALUES (1), (NULL)) t(x) ORDER BY x LIMIT 1";
    assert_eq!(number(&mut a, ordered).await?, 1);
    b.execute(&sql("SET GLOBAL default_null_order = 'nulls_first'")).await?;
    assert_eq!(number(&mut a, ordered).await?, -1);
    Ok(())
}

#[tokio::test]
async fn rows_of_an_earlier_statement_are_never_lost_silently() -> Tested<()> {
    let mut c = memory().await?;
    let error = c.query(&sql("SELECT 1; SELECT 2")).await.expect_err("the first result would be lost");
    assert!(error.to_string().contains("statement 1 of the text's 2 returns rows"), "{error}");
    c.execute(&sql("SELECT 1; CREATE TABLE t(a INTEGER)")).await?;
    assert_eq!(number(&mut c, "SELECT count(*) FROM t").await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_error_does_not_tell_the_statement_s_secrets() -> Tested<()> {
    let mut c = memory().await?;
    for secret in [
        "CREATE SECRET s (TYPE s3, SECRET 'hunter2' KEY_ID 'k')",
        "CREATE SECRET s (TYPE s3, KEY_ID 'k', SECRET 'hunter2' 'x')",
        "SELECT 1;\nCREATE SECRET s (TYPE s3,\n SECRET $$hunter2$$ x)",
        "CREATE SECRET s (TYPE nosuch, SECRET 'hunter2')",
        "ATTACH 'postgres:host=h password=hunter2' AS p (TYPE nosuch) x",
        "SELECT nosuch('it''s hunter2', password)",
    ] {
        for error in [c.execute(&sql(secret)).await.err(), fetch(&mut c, &sql(secret)).await.err()] {
            let error = error.ok_or("it ran")?;
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }
    let error = c.execute(&sql("SELECT nosuch FROM range(3)")).await.expect_err("no such column").to_string();
    assert!(error.contains("LINE 1: SELECT nosuch"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_type_nested_without_end_is_refused_by_name() -> Tested<()> {
    let mut c = memory().await?;
    let nested = |levels: usize| sql(&format!("SELECT {}1{} AS deep", "[".repeat(levels), "]".repeat(levels)));
    assert_eq!(fetch(&mut c, &nested(200)).await?[0].num_rows(), 1);
    let error = fetch(&mut c, &nested(201)).await.expect_err("too deep").to_string();
    assert!(error.contains("\"deep\"") && error.contains("200 levels"), "{error}");
    Ok(())
}

/// What DuckDB knows of a table's rows goes into the plan: a count becomes a number, and a condition that all rows meet, or
/// none, is left out. A plan that is used again would count what is gone, and delete what is not meant.
#[tokio::test]
async fn a_statement_that_is_run_again_knows_the_rows_that_are_there() -> Tested<()> {
    let folder = tempfile::tempdir()?;
    let asked = [
        ("SELECT count(*) FROM t", 6),
        ("SELECT max(i) FROM t", 77),
        ("SELECT sum(i)::BIGINT FROM t WHERE i < 50", 10),
        ("SELECT count(*) FROM t WHERE i > 50", 1),
        ("SELECT count(*) FROM t WHERE i < 1000 AND i >= ?", 6),
    ];
    for (number_of_case, (query, expected)) in asked.into_iter().enumerate() {
        let path = folder.path().join(format!("{number_of_case}.db"));
        let url = format!("duckdb:///{}", path.display());
        // Of rows that are in the file it knows the most.
        let first = open(&url).await?;
        first.connect().await?.execute(&sql("CREATE TABLE t AS SELECT range AS i FROM range(5)")).await?;
        first.close().await?;
        drop(first);
        let database = open(&url).await?;
        let mut c = database.connect().await?;
        let parameters = || if query.contains('?') { vec![Parameter::new(0_i64)] } else { Vec::new() };
        value(&mut c, &with(query, parameters())).await?;
        c.execute(&sql("INSERT INTO t VALUES (77)")).await?;
        let found = value(&mut c, &with(query, parameters())).await?;
        assert_eq!(found, Value::Int64(expected), "{query}");
    }
    let mut c = memory().await?;
    c.execute(&sql("CREATE TABLE t AS SELECT range AS i FROM range(5)")).await?;
    let delete = sql("DELETE FROM t WHERE i < 50");
    c.execute(&delete).await?;
    c.execute(&sql("INSERT INTO t VALUES (3), (77)")).await?;
    c.execute(&delete).await?;
    assert_eq!(number(&mut c, "SELECT max(i) FROM t").await?, 77);
    Ok(())
}
