//! Transactions, statements for their effect, sessions: what the wire says of them is not what is true.

mod common;

use std::sync::Arc;

use aludel_dialect::{Parameter, Value};
use aludel_engine::{Connection, Error, ErrorClass, InsertTarget, RowsChanged, TransactionMode};
use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray, TimestampNanosecondArray};
use common::{Tested, connect, rows, sql, with};
use futures_util::{StreamExt, TryStreamExt, stream};

async fn run(connection: &mut dyn Connection, text: &str) -> Result<RowsChanged, Error> {
    connection.execute(&sql(text)).await
}

async fn count(connection: &mut dyn Connection, table: &str) -> Tested<Vec<Vec<Value>>> {
    rows(connection, &sql(&format!("SELECT count(*) FROM {table}"))).await
}

#[tokio::test]
async fn how_many_rows_were_changed_is_told() -> Tested {
    let mut connection = connect().await?;
    let connection = connection.as_mut();
    for (text, expected) in [
        ("CREATE OR REPLACE TABLE counted (a INTEGER PRIMARY KEY, b VARCHAR)", 0),
        ("INSERT INTO counted VALUES (1, 'x'), (2, 'y'), (3, 'z')", 3),
        ("UPDATE counted SET b = 'w' WHERE a > 1", 2),
        ("UPDATE counted SET b = 'w' WHERE a > 100", 0),
        ("INSERT INTO counted VALUES (4, 'v') RETURNING a AS \"Count\"", 1),
        ("DELETE FROM counted WHERE a = 1", 1),
        ("SELECT 7 AS \"Count\"", 0),
        ("WITH x AS (SELECT 9 AS a) INSERT INTO counted SELECT a, 'q' FROM x", 1),
        ("SET TimeZone = 'UTC'", 0),
        ("DROP TABLE counted", 0),
    ] {
        assert_eq!(run(connection, text).await?, RowsChanged::Known(expected), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_returned_keeps_its_types() -> Tested {
    let mut connection = connect().await?;
    let connection = connection.as_mut();
    run(connection, "CREATE OR REPLACE TABLE kept (a UTINYINT, t TIMESTAMP_NS, l STRUCT(x INTEGER)[])").await?;
    let insert = "INSERT INTO kept VALUES ($1, $2, [{'x': 1}, NULL]) RETURNING *, a + 1 AS more, t AS \"the t\"";
    let at = aludel_dialect::Timestamp::naive(1, aludel_dialect::TimeUnit::Nanosecond);
    let parameters = vec![Parameter::new(7_u8), Parameter::new(at.clone())];
    let found = rows(connection, &with(insert, parameters)).await?;
    let list = Value::List(vec![Value::Struct(vec![("x".to_owned(), Value::Int32(1))]), Value::Null]);
    let row = vec![Value::UInt8(7), Value::Timestamp(at.clone()), list, Value::UInt8(8), Value::Timestamp(at)];
    assert_eq!(found, [row]);
    // An expression is computed once, whatever is selected of it.
    let insert = "INSERT INTO kept (a) VALUES (1) RETURNING now() = now() AS same, now() AS at, \
                  {'x': a, 'y': 'z'} AS s, union_value(n := a) AS u";
    let found = rows(connection, &sql(insert)).await?;
    let pair = vec![("x".to_owned(), Value::UInt8(1)), ("y".to_owned(), Value::Text("z".to_owned()))];
    assert_eq!((&found[0][0], &found[0][2]), (&Value::Boolean(true), &Value::Struct(pair)));
    assert!(format!("{:?}", found[0][3]).contains("UInt8(1)"), "{:?}", found[0][3]);
    // What stands for several columns and is more than a star has no names to select them by.
    let some = |columns: &str| sql(&format!("INSERT INTO kept (a) VALUES (2) RETURNING {columns}"));
    for columns in ["* EXCLUDE (l)", "COLUMNS('t')", "* REPLACE (NULL AS l)"] {
        let fault = connection.query(&some(columns)).await.map(drop).expect_err("not to be read");
        assert!(fault.to_string().contains("name the columns"), "{columns}: {fault}");
    }
    run(connection, "DROP TABLE kept").await?;

    // What stands in quotes is a name, whatever it looks like.
    run(connection, "CREATE SCHEMA \"s\"\" AS s\"").await?;
    run(connection, "CREATE TABLE \"s\"\" AS s\".\"a\"\"b AS c\" (\"c\"\"d\" HUGEINT)").await?;
    for (text, expected) in [
        ("INSERT INTO \"s\"\" AS s\".\"a\"\"b AS c\" VALUES (7) RETURNING \"c\"\"d\"", Value::Int128(7)),
        (
            "UPDATE \"s\"\" AS s\".\"a\"\"b AS c\" \"x\"\"y\" SET \"c\"\"d\" = 8 RETURNING \"x\"\"y\".\"c\"\"d\"",
            Value::Int128(8),
        ),
        (
            "MERGE INTO \"s\"\" AS s\".\"a\"\"b AS c\" USING (SELECT 8) AS u(k) ON (\"c\"\"d\" = u.k) \
             WHEN MATCHED THEN DELETE RETURNING \"a\"\"b AS c\".\"c\"\"d\"",
            Value::Int128(8),
        ),
    ] {
        assert_eq!(rows(connection, &sql(text)).await?, [[expected]], "{text}");
    }
    run(connection, "DROP SCHEMA \"s\"\" AS s\" CASCADE").await?;
    Ok(())
}

#[tokio::test]
async fn a_transaction_is_known_although_the_server_says_that_it_is_idle() -> Tested {
    let (mut one, mut other) = (connect().await?, connect().await?);
    let (one, other) = (one.as_mut(), other.as_mut());
    run(one, "CREATE OR REPLACE TABLE told (a INTEGER)").await?;
    one.begin(TransactionMode::ReadWrite).await?;
    run(one, "INSERT INTO told VALUES (1)").await?;
    assert_eq!(count(one, "told").await?, [[Value::Int64(1)]]);
    assert_eq!(count(other, "told").await?, [[Value::Int64(0)]]);
    one.rollback().await?;
    assert_eq!(count(one, "told").await?, [[Value::Int64(0)]]);

    // As text, too.
    run(one, "BEGIN TRANSACTION").await?;
    run(one, "INSERT INTO told VALUES (1)").await?;
    run(one, "COMMIT").await?;
    assert_eq!(count(other, "told").await?, [[Value::Int64(1)]]);
    let fault = run(one, "COMMIT").await.expect_err("none is open");
    assert_eq!(fault.class(), Some(ErrorClass::Invalid), "{fault}");

    // COMMIT after an error would be answered with COMMIT.
    one.begin(TransactionMode::ReadWrite).await?;
    run(one, "INSERT INTO told VALUES (2)").await?;
    let fault = run(one, "INSERT INTO told VALUES (CAST('x' AS INTEGER))").await.expect_err("no number");
    assert_eq!(fault.class(), Some(ErrorClass::Conversion), "{fault}");
    assert!(matches!(one.commit().await, Err(Error::RolledBack)));
    assert_eq!(count(other, "told").await?, [[Value::Int64(1)]]);

    one.begin(TransactionMode::ReadOnly).await?;
    let fault = run(one, "INSERT INTO told VALUES (3)").await.expect_err("read only");
    assert_eq!(fault.class(), Some(ErrorClass::Refused), "{fault}");
    one.rollback().await?;
    run(one, "DROP TABLE told").await?;
    Ok(())
}

#[tokio::test]
async fn values_that_the_server_prepares_nothing_with_leave_the_transaction_whole() -> Tested {
    let mut connection = connect().await?;
    let connection = connection.as_mut();
    run(connection, "CREATE OR REPLACE TABLE whole (a INTEGER)").await?;
    connection.begin(TransactionMode::ReadWrite).await?;
    run(connection, "INSERT INTO whole VALUES (1)").await?;
    // Refused when it is prepared, and then sent with its value in it.
    let found =
        rows(connection, &with("SELECT quantile_cont(a, $1) FROM whole", vec![Parameter::new(0.5_f64)])).await?;
    assert_eq!(found, [[Value::Float64(1.0)]]);
    connection.commit().await?;
    assert_eq!(count(connection, "whole").await?, [[Value::Int64(1)]]);
    run(connection, "DROP TABLE whole").await?;
    Ok(())
}

#[tokio::test]
async fn a_result_that_is_dropped_leaves_the_session_as_it_was() -> Tested {
    let mut connection = connect().await?;
    let connection = connection.as_mut();
    run(connection, "SET TimeZone = 'America/New_York'").await?;
    let mut results = connection.query(&sql("SELECT x FROM range(10000000) t(x)")).await?;
    assert!(results.batches.try_next().await?.is_some());
    drop(results);
    connection.settle().await?;
    let zone = rows(connection, &sql("SELECT current_setting('TimeZone')")).await?;
    assert_eq!(zone, [[Value::Text("America/New_York".to_owned())]]);

    // A transaction is not begun again.
    connection.begin(TransactionMode::ReadWrite).await?;
    let mut results = connection.query(&sql("SELECT x FROM range(10000000) t(x)")).await?;
    assert!(results.batches.try_next().await?.is_some());
    drop(results);
    connection.settle().await?;
    assert!(connection.execute(&sql("SELECT 1")).await.is_err());
    connection.rollback().await?;
    connection.settle().await?;
    assert_eq!(rows(connection, &sql("SELECT 1")).await?, [[Value::Int32(1)]]);
    Ok(())
}

#[tokio::test]
async fn more_rows_than_one_statement_has_parameters_for_are_inserted_all_or_none() -> Tested {
    let mut connection = connect().await?;
    let connection = connection.as_mut();
    run(connection, "CREATE OR REPLACE TABLE many (a INTEGER, \"b c\" VARCHAR, t TIMESTAMP_NS, d DECIMAL(9, 2))")
        .await?;
    let rows_of = |from: i32, to: i32| {
        let numbers: ArrayRef = Arc::new(Int32Array::from_iter_values(from..to));
        let texts: ArrayRef =
            Arc::new(StringArray::from_iter((from..to).map(|n| (n % 3 > 0).then(|| format!("it's {n}")))));
        let times: ArrayRef = Arc::new(TimestampNanosecondArray::from_iter_values((from..to).map(i64::from)));
        let decimals: ArrayRef = Arc::new(Int32Array::from_iter_values(from..to));
        RecordBatch::try_from_iter_with_nullable([
            ("a", numbers, true),
            ("b c", texts, true),
            ("t", times, true),
            ("d", decimals, true),
        ])
    };
    let names = ["a", "b c", "t", "d"].map(str::to_owned).to_vec();
    let target = InsertTarget::new(vec!["many".to_owned()], names);
    let batches = vec![Ok(rows_of(0, 3_000)?), Ok(rows_of(3_000, 20_000)?)];
    assert_eq!(connection.insert(&target, stream::iter(batches).boxed()).await?, 20_000);
    let found = rows(
        connection,
        &sql("SELECT count(*), count(\"b c\"), max(\"b c\"), max(t) = TIMESTAMP_NS '1970-01-01 00:00:00.000019999', sum(d) FROM many"),
    )
    .await?;
    assert_eq!(
        format!("{:?}", found[0][..4].to_vec()),
        "[Int64(20000), Int64(13333), Text(\"it's 9998\"), Boolean(true)]"
    );

    // What does not fit is told by its place, and nothing stays.
    let wrong: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
    let wrong = RecordBatch::try_from_iter([("a", wrong)])?;
    let target = InsertTarget::new(vec!["many".to_owned()], vec!["a".to_owned()]);
    let fine = RecordBatch::try_from_iter([("a", Arc::new(Int32Array::from_iter_values(0..5_000)) as ArrayRef)])?;
    let fault = connection.insert(&target, stream::iter([Ok(fine), Ok(wrong)]).boxed()).await.expect_err("no number");
    assert!(fault.to_string().contains("row 5000, column \"a\""), "{fault}");
    assert_eq!(count(connection, "many").await?, [[Value::Int64(20_000)]]);
    run(connection, "DROP TABLE many").await?;
    Ok(())
}

#[tokio::test]
async fn a_table_that_is_made_anew_is_read_as_it_is() -> Tested {
    let (mut one, mut other) = (connect().await?, connect().await?);
    let (one, other) = (one.as_mut(), other.as_mut());
    for (column, expected) in
        [("1::INTEGER", Value::Int32(1)), ("'x'", Value::Text("x".into())), ("1::UTINYINT", Value::UInt8(1))]
    {
        run(one, &format!("CREATE OR REPLACE TABLE anew AS SELECT {column} AS a")).await?;
        assert_eq!(rows(one, &sql("SELECT * FROM anew")).await?, [[expected.clone()]], "{column}");
        // What another connection has changed is believed after a second at the latest.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        assert_eq!(rows(other, &sql("SELECT * FROM anew")).await?, [[expected]], "{column}");
    }
    run(one, "ALTER TABLE anew ADD COLUMN b INTEGER DEFAULT 2").await?;
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(rows(other, &sql("SELECT * FROM anew")).await?, [[Value::UInt8(1), Value::Int32(2)]]);
    // Within that second, of a statement that the server has prepared: it says that its columns have changed.
    run(one, "CREATE OR REPLACE TABLE anew AS SELECT 1 AS a").await?;
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(rows(other, &sql("SELECT * FROM anew")).await?, [[Value::Int32(1)]]);
    run(one, "CREATE OR REPLACE TABLE anew AS SELECT 'x' AS a").await?;
    assert_eq!(rows(other, &sql("SELECT * FROM anew")).await?, [[Value::Text("x".into())]]);
    run(one, "DROP TABLE anew").await?;
    Ok(())
}

#[tokio::test]
async fn an_insert_that_is_dropped_while_it_waits_for_rows_leaves_nothing_open() -> Tested {
    let mut connection = connect().await?;
    let connection = connection.as_mut();
    run(connection, "CREATE OR REPLACE TABLE stalled (a INTEGER)").await?;
    let target = InsertTarget::new(vec!["stalled".to_owned()], vec!["a".to_owned()]);
    let batch = RecordBatch::try_from_iter([("a", Arc::new(Int32Array::from_iter_values(0..5_000)) as ArrayRef)])?;
    for _ in 0..2 {
        let source = stream::iter([Ok(batch.clone())]).chain(stream::pending()).boxed();
        let dropped = connection.insert(&target, source);
        assert!(tokio::time::timeout(std::time::Duration::from_millis(500), dropped).await.is_err());
        connection.settle().await?;
        assert_eq!(run(connection, "INSERT INTO stalled VALUES (1)").await?, RowsChanged::Known(1));
    }
    let mut other = connect().await?;
    assert_eq!(count(other.as_mut(), "stalled").await?, [[Value::Int64(2)]]);
    connection.begin(TransactionMode::ReadWrite).await?;
    connection.commit().await?;
    run(connection, "DROP TABLE stalled").await?;
    Ok(())
}

#[tokio::test]
async fn a_transaction_is_known_however_its_words_are_sent() -> Tested {
    let mut connection = connect().await?;
    let connection = connection.as_mut();
    run(connection, "CREATE OR REPLACE TABLE worded (a INTEGER PRIMARY KEY)").await?;
    run(connection, "INSERT INTO worded VALUES (1)").await?;
    for (begin, commit) in [(";BEGIN", "COMMIT"), ("BEGIN;;", "; COMMIT;;"), ("/**/ START TRANSACTION;", "END")] {
        run(connection, begin).await?;
        run(connection, "INSERT INTO worded VALUES (1)").await.expect_err("it is there already");
        let fault = run(connection, commit).await.expect_err("it was rolled back");
        assert!(matches!(fault, Error::RolledBack), "{begin}: {fault:?}");
        run(connection, begin).await?;
        run(connection, commit).await?;
    }
    let fault = run(connection, "BEGIN; INSERT INTO worded VALUES (2)").await.expect_err("two");
    assert!(fault.to_string().contains("one statement"), "{fault}");

    // A failure stays one, also when a later statement is tried again with its values in it.
    connection.begin(TransactionMode::ReadWrite).await?;
    run(connection, "SELECT * FROM not_there").await.expect_err("no such table");
    rows(connection, &with("SELECT quantile_cont(a, $1) FROM worded", vec![Parameter::new(0.5_f64)])).await?;
    assert!(matches!(connection.commit().await, Err(Error::RolledBack)));
    run(connection, "DROP TABLE worded").await?;
    Ok(())
}

#[tokio::test]
async fn columns_that_change_places_come_under_their_names() -> Tested {
    let (mut one, mut other) = (connect().await?, connect().await?);
    let (one, other) = (one.as_mut(), other.as_mut());
    let names = async |connection: &mut dyn Connection| -> Tested<Vec<(String, Value)>> {
        let batches = common::fetch(connection, &sql("SELECT * FROM placed")).await?;
        let names: Vec<String> = batches[0].schema().fields().iter().map(|field| field.name().clone()).collect();
        let mut found = rows(connection, &sql("SELECT * FROM placed")).await?;
        let mut found: Vec<_> = names.into_iter().zip(found.remove(0)).collect();
        found.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(found)
    };
    let expected = [("a".to_owned(), Value::Int32(1)), ("b".to_owned(), Value::Int32(2))];
    run(one, "CREATE OR REPLACE TABLE placed AS SELECT 1 AS a, 2 AS b").await?;
    assert_eq!(names(other).await?, expected);
    run(one, "CREATE OR REPLACE TABLE placed AS SELECT 2 AS b, 1 AS a").await?;
    assert_eq!(names(other).await?, expected);
    run(one, "CREATE OR REPLACE TABLE placed AS SELECT 1 AS a, 2 AS b").await?;
    other.begin(TransactionMode::ReadWrite).await?;
    assert_eq!(names(other).await?, expected);
    other.commit().await?;
    run(one, "DROP TABLE placed").await?;
    Ok(())
}

#[tokio::test]
async fn more_parameters_than_the_wire_counts_are_refused_with_the_way_out() -> Tested {
    let mut connection = connect().await?;
    let numbers: Vec<String> = (1..=65_536).map(|number| format!("(${number})")).collect();
    let values = format!("SELECT count(*) FROM (VALUES {})", numbers.join(", "));
    let given = vec![Parameter::new(1_i32); 65_536];
    let fault = connection.execute(&with(&values, given)).await.expect_err("one too many");
    assert!(fault.to_string().contains("`Engine::insert`"), "{fault}");
    Ok(())
}

/// The types of a result come from DuckDB, and never from a catalog that the endpoint only imitates.
#[tokio::test]
async fn nobody_asks_the_catalog_of_postgres_for_types() -> Tested {
    let server = aludel_md_stand_in::StandIn::builder().start()?;
    let mut connection = common::open(&server.url("md:")).await?.connect().await?;
    let connection = connection.as_mut();
    run(connection, "CREATE TABLE t (a STRUCT(x INTEGER[][]), m MAP(VARCHAR, INTEGER), u UHUGEINT, z TIMETZ)").await?;
    for text in [
        "INSERT INTO t VALUES ({'x': [[1]]}, MAP {'a': 1}, 1, '12:00:00+01') RETURNING *",
        "SELECT * FROM t",
        "SELECT [a], [[1, 2]], union_value(n := 1), NULL FROM t",
        "CALL duckdb_tables()",
        "; CALL duckdb_types();",
        "SHOW TABLES",
        "DESCRIBE t",
        "EXPLAIN SELECT * FROM t",
        "UPDATE t SET u = 2 RETURNING a, m",
    ] {
        assert!(!rows(connection, &sql(text)).await?.is_empty(), "{text}");
        run(connection, text).await?;
    }
    let asked: Vec<String> = server.parsed().into_iter().filter(|sql| sql.contains("pg_")).collect();
    assert_eq!(asked, Vec::<String>::new());
    Ok(())
}
