//! Batches of Arrow arrive in a table as they are, or not at all.

use std::sync::Arc;

use aludel_clickhouse_http::{AsyncInsert, InsertOptions};
use aludel_engine::{ErrorClass, InsertTarget};
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use arrow_array::{ArrayRef, Int64Array, PrimitiveArray, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use futures_util::{StreamExt, stream};

use super::*;

fn target(table: &str, columns: &[&str]) -> InsertTarget {
    InsertTarget::new(vec![table.to_owned()], columns.iter().map(|name| (*name).to_owned()).collect())
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter(columns).unwrap()
}

async fn insert(
    connection: &mut ClickHouseConnection,
    target: &InsertTarget,
    batches: Vec<RecordBatch>,
) -> Result<u64, Error> {
    connection.insert(target, stream::iter(batches.into_iter().map(Ok)).boxed()).await
}

#[tokio::test]
async fn every_type_arrives_as_it_left() {
    let mut connection = connect().await;
    for (of, values) in [
        ("Bool", "true, false"),
        ("Int8", "-128, 127"),
        ("UInt64", "0, 18446744073709551615"),
        ("Nullable(Int64)", "NULL, -9223372036854775808, 9223372036854775807"),
        ("Int128", "-170141183460469231731687303715884105728, 170141183460469231731687303715884105727"),
        ("Nullable(UInt128)", "NULL, 340282366920938463463374607431768211455"),
        ("Int256", "'-57896044618658097711785492504343953926634992332820282019728792003956564819968'"),
        ("UInt256", "'115792089237316195423570985008687907853269984665640564039457584007913129639935'"),
        ("Float32", "1.5, -inf"),
        ("Nullable(Float64)", "NULL, 1e300, -0.0"),
        ("BFloat16", "1.5, -2"),
        ("Decimal(9, 2)", "-9999999.99, 0.01"),
        ("Nullable(Decimal(18, 18))", "NULL, 0.000000000000000001"),
        ("Decimal(38, 4)", "'-9999999999999999999999999999999999.9999'"),
        ("Decimal(76, 6)", "'9999999999999999999999999999999999999999999999999999999999999999999999.999999'"),
        ("String", "'', 'a\\0b', '日本'"),
        ("Nullable(String)", "NULL, 'NULL', ''"),
        ("LowCardinality(String)", "'a', 'b', 'a'"),
        ("LowCardinality(Nullable(String))", "'a', NULL, ''"),
        ("FixedString(3)", "'abc', 'a'"),
        ("Nullable(UUID)", "NULL, '00112233-4455-6677-8899-aabbccddeeff'"),
        ("IPv4", "'1.2.3.255'"),
        ("Nullable(IPv6)", "NULL, '2001:db8::1'"),
        (r"Enum8('b\'q' = -128, 'a' = 127)", r"'b\'q', 'a'"),
        ("Nullable(Enum16('a' = 300))", "NULL, 'a'"),
        ("Date", "'1970-01-01', '2149-06-06'"),
        ("Nullable(Date32)", "NULL, '1900-01-01', '2299-12-31'"),
        ("DateTime", "0, 4294967295"),
        ("DateTime('Europe/Berlin')", "'2020-07-01 12:00:00'"),
        ("DateTime64(1, 'UTC')", "'1900-01-01 00:00:00.1'"),
        ("DateTime64(6, 'UTC')", "'2299-12-31 23:59:59.999999'"),
        ("Nullable(DateTime64(9))", "NULL, '2020-01-01 00:00:00.123456789'"),
        ("Time", "'-999:59:59', '999:59:59'"),
        ("Time64(3)", "'-12:34:56.789'"),
        ("JSON", "'{\"a\":1,\"b\":[1,null]}'"),
        ("Array(Array(Nullable(Int32)))", "[], [[1, NULL], []]"),
        ("Array(LowCardinality(String))", "['a', 'b'], []"),
        ("Map(String, Array(UInt8))", "{'k': [1], 'l': []}, {}"),
        ("Tuple(x UInt8, `y z` Nullable(String))", "(1, NULL), (2, 'b')"),
        ("Point", "(1, 2)"),
        ("Polygon", "[[(1, 2), (3, 4)], []]"),
        ("SimpleAggregateFunction(sum, UInt64)", "3"),
    ] {
        let rows_of_values = values_of(values);
        for table in ["from_here", "to_there"] {
            execute(&mut connection, &format!("CREATE OR REPLACE TEMPORARY TABLE {table} (v {of})")).await.unwrap();
        }
        let sql = format!("INSERT INTO from_here VALUES {rows_of_values}");
        execute(&mut connection, &sql).await.unwrap_or_else(|error| panic!("{of}: {error}"));
        let query = statement("SELECT v FROM from_here", vec![]);
        let batches: Vec<_> = connection.query(&query).await.unwrap().batches.try_collect().await.unwrap();
        let inserted = insert(&mut connection, &target("to_there", &["v"]), batches).await;
        let inserted = inserted.unwrap_or_else(|error| panic!("{of}: {error}"));
        let left = rows(&mut connection, "SELECT v, toString(v) FROM from_here").await.unwrap();
        let arrived = rows(&mut connection, "SELECT v, toString(v) FROM to_there").await.unwrap();
        assert_eq!(inserted, left.len() as u64);
        assert!(arrived == left, "{of}: {arrived:?} is not {left:?}");
    }
}

/// `1, (2, 3)` as `(1), ((2, 3))`.
fn values_of(list: &str) -> String {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    let mut text = String::from("(");
    for char in list.chars() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\'' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                text.push_str("), (");
                continue;
            }
            _ => {}
        }
        text.push(char);
    }
    text + ")"
}

#[tokio::test]
async fn what_a_column_does_not_hold_is_refused_and_nothing_is_inserted() {
    let mut connection = connect().await;
    let number = |value: i64| Arc::new(Int64Array::from(vec![0, value])) as ArrayRef;
    let null = Arc::new(Int64Array::from(vec![Some(0), None])) as ArrayRef;
    let text = |text: &str| Arc::new(StringArray::from(vec!["a", text])) as ArrayRef;
    let naive = Arc::new(PrimitiveArray::<TimestampMicrosecondType>::from(vec![0, 1])) as ArrayRef;
    let micros =
        Arc::new(PrimitiveArray::<TimestampMicrosecondType>::from(vec![0, 1]).with_timezone("UTC")) as ArrayRef;
    for (of, values, words) in [
        ("UInt8", number(256), "row 1: 256 is out of range for UInt8"),
        ("UInt64", number(-1), "row 1: -1 is out of range"),
        ("Int64", null.clone(), "row 1: NULL can't be put into Int64"),
        ("Array(Int64)", number(1), "can't be put into Array(Int64)"),
        ("String", number(1), "can't be put into String"),
        ("Decimal(4, 3)", number(10), "row 1: 10 has more digits"),
        ("Enum8('a' = 1)", text("b"), "row 1: \"b\" is no member"),
        ("FixedString(2)", text("abc"), "row 1: 3 bytes do not fit"),
        ("IPv4", text("1.2.3"), "is no IPv4"),
        ("DateTime('Europe/Berlin')", naive.clone(), "without time zone"),
        ("DateTime('UTC')", micros.clone(), "row 1: 1970-01-01 00:00:00.000001+00:00 has more digits"),
        ("DateTime64(3, 'UTC')", micros.clone(), "more digits of a second"),
    ] {
        let table = format!("CREATE OR REPLACE TEMPORARY TABLE refused (v {of})");
        execute(&mut connection, &table).await.unwrap();
        let error = insert(&mut connection, &target("refused", &["v"]), vec![batch(vec![("v", values)])]).await;
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("column \"v\", row ") && error.contains(words), "{of}: {error}");
        assert_eq!(value(&mut connection, "SELECT count() FROM refused").await.unwrap(), Value::UInt64(0));
    }
    let one = batch(vec![("v", number(1))]);
    let error = insert(&mut connection, &target("refused", &["w"]), vec![one.clone()]).await.unwrap_err().to_string();
    assert!(error.contains("has no column \"w\""), "{error}");
    let error = insert(&mut connection, &target("no`where", &["v"]), vec![one]).await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::NotFound), "{error}");
}

fn numbers(from: i64, to: i64) -> RecordBatch {
    let values = PrimitiveArray::<Int64Type>::from_iter_values(from..to);
    let schema = Schema::new(vec![Field::new("v", DataType::Int64, false)]);
    RecordBatch::try_new(Arc::new(schema), vec![Arc::new(values)]).unwrap()
}

#[tokio::test]
async fn a_failing_source_inserts_nothing_of_its_statement() {
    let mut connection = connect().await;
    execute(&mut connection, "DROP TABLE IF EXISTS cut_short").await.unwrap();
    execute(&mut connection, "CREATE TABLE cut_short (v Int64) ENGINE = MergeTree ORDER BY v").await.unwrap();
    let source = [Ok(numbers(0, 70_000)), Ok(numbers(70_000, 140_000)), Err(Error::Usage("the source failed".into()))];
    let error = connection.insert(&target("cut_short", &["v"]), stream::iter(source).boxed()).await.unwrap_err();
    assert_eq!(error.to_string(), "the source failed");
    connection.settle().await.unwrap();
    assert_eq!(value(&mut connection, "SELECT count() FROM cut_short").await.unwrap(), Value::UInt64(0));
    execute(&mut connection, "DROP TABLE cut_short").await.unwrap();
}

#[tokio::test]
async fn more_rows_than_a_statement_takes_are_counted_as_they_are_taken() {
    let mut connection = connect().await;
    execute(&mut connection, "DROP TABLE IF EXISTS many_rows").await.unwrap();
    execute(&mut connection, "CREATE TABLE many_rows (v Int64) ENGINE = MergeTree ORDER BY v").await.unwrap();
    let columns = target("many_rows", &[]);
    let taken = insert(&mut connection, &columns, vec![numbers(0, 1_000_000), numbers(1_000_000, 1_200_000)]).await;
    assert_eq!(taken.unwrap(), 1_200_000);
    let found = rows(&mut connection, "SELECT count(), uniqExact(v), sum(v) FROM many_rows").await.unwrap();
    let sum = 1_200_000_i64 * 1_199_999 / 2;
    assert_eq!(found, [[Value::UInt64(1_200_000), Value::UInt64(1_200_000), Value::Int64(sum)]]);
    let source = [Ok(numbers(0, 1_000_000)), Err(Error::Usage("the source failed".into()))];
    let error = connection.insert(&columns, stream::iter(source).boxed()).await.unwrap_err().to_string();
    assert_eq!(error, "the source failed; the 983040 rows before have been inserted");
    connection.settle().await.unwrap();
    let found = value(&mut connection, "SELECT count() FROM many_rows").await.unwrap();
    assert_eq!(found, Value::UInt64(1_200_000 + 983_040));
    execute(&mut connection, "DROP TABLE many_rows").await.unwrap();
}

/// The library of the test server has no queue, so what it is asked for is seen on the wire; here, that it is done.
#[tokio::test]
async fn the_server_gathers_what_it_is_asked_to() {
    let by_url = open(None, "async_insert=1&wait_for_async_insert=1").await.unwrap();
    let asked = |asynchronous| InsertOptions::new().asynchronous(asynchronous);
    for (case, mut connection, options) in [
        ("at_once", connect().await, InsertOptions::new()),
        ("gathered", connect().await, asked(AsyncInsert::Confirmed)),
        ("gathered_by_url", by_url.connect(), InsertOptions::new()),
        ("handed_over", connect().await, asked(AsyncInsert::Unconfirmed)),
    ] {
        execute(&mut connection, &format!("DROP TABLE IF EXISTS {case}")).await.unwrap();
        execute(&mut connection, &format!("CREATE TABLE {case} (v Int64) ENGINE = MergeTree ORDER BY v"))
            .await
            .unwrap();
        let batches = stream::iter([Ok(numbers(0, 10))]).boxed();
        assert_eq!(connection.insert_with(&options, &target(case, &["v"]), batches).await.unwrap(), 10, "{case}");
        if options != asked(AsyncInsert::Unconfirmed) {
            let found = value(&mut connection, &format!("SELECT count() FROM {case}")).await.unwrap();
            assert_eq!(found, Value::UInt64(10), "{case}");
        }
        execute(&mut connection, &format!("DROP TABLE {case}")).await.unwrap();
    }
}

#[tokio::test]
async fn what_the_server_has_seen_under_a_token_is_not_inserted_again() {
    let mut connection = connect().await;
    // The first is more than one statement takes.
    for (asynchronous, rows) in [(None, 983_040 + 10), (Some(AsyncInsert::Confirmed), 10)] {
        execute(&mut connection, "DROP TABLE IF EXISTS once").await.unwrap();
        let table = "CREATE TABLE once (v Int64) ENGINE = MergeTree ORDER BY v \
                     SETTINGS non_replicated_deduplication_window = 100";
        execute(&mut connection, table).await.unwrap();
        let options = |token: &str| match asynchronous {
            None => InsertOptions::new().deduplication_token(token),
            Some(asynchronous) => InsertOptions::new().deduplication_token(token).asynchronous(asynchronous),
        };
        // The token is what counts, not the rows.
        for (token, from, expected) in [("a", 0, rows), ("a", 7, rows), ("b", 0, 2 * rows)] {
            let source = stream::iter([Ok(numbers(from, from + rows))]).boxed();
            let taken = connection.insert_with(&options(token), &target("once", &["v"]), source).await.unwrap();
            assert_eq!(taken, rows as u64);
            let found = value(&mut connection, "SELECT count() FROM once").await.unwrap();
            assert_eq!(found, Value::UInt64(expected as u64), "{token} {from} {asynchronous:?}");
        }
    }
    execute(&mut connection, "DROP TABLE once").await.unwrap();
}

#[tokio::test]
async fn wide_rows_are_inserted_in_pieces_that_the_server_takes_as_a_whole() {
    let mut connection = connect().await;
    execute(&mut connection, "DROP TABLE IF EXISTS wide").await.unwrap();
    execute(&mut connection, "CREATE TABLE wide (v String) ENGINE = MergeTree ORDER BY tuple()").await.unwrap();
    let batch = |_| Ok(batch(vec![("v", Arc::new(StringArray::from(vec!["x".repeat(100_000); 100])) as ArrayRef)]));
    let failed = Err(Error::Usage("the source failed".into()));
    let source = stream::iter((0..16).map(batch).chain([failed]).collect::<Vec<_>>()).boxed();
    let error = connection.insert(&target("wide", &["v"]), source).await.unwrap_err().to_string();
    connection.settle().await.unwrap();
    let Value::UInt64(count) = value(&mut connection, "SELECT count() FROM wide").await.unwrap() else {
        panic!("a count")
    };
    assert!(0 < count && count < 1_600, "{count}");
    assert_eq!(error, format!("the source failed; the {count} rows before have been inserted"));
    execute(&mut connection, "DROP TABLE wide").await.unwrap();
}

#[tokio::test]
async fn what_the_server_refuses_in_the_middle_is_told_with_what_it_has_confirmed() {
    let mut connection = connect().await;
    execute(&mut connection, "DROP TABLE IF EXISTS constrained").await.unwrap();
    let table = "CREATE TABLE constrained (v Int64, CONSTRAINT small CHECK v < 1000000) ENGINE = MergeTree ORDER BY v";
    execute(&mut connection, table).await.unwrap();
    let source = stream::iter([Ok(numbers(0, 983_040)), Ok(numbers(983_040, 1_000_001))]).boxed();
    let error = connection.insert(&target("constrained", &["v"]), source).await.unwrap_err();
    let server = error.server().unwrap();
    assert_eq!(
        (server.class, server.code.as_deref()),
        (ErrorClass::Constraint, Some("469 VIOLATED_CONSTRAINT")),
        "{error}"
    );
    assert!(error.to_string().ends_with("; the 983040 rows before have been inserted"), "{error}");
    assert_eq!(value(&mut connection, "SELECT count() FROM constrained").await.unwrap(), Value::UInt64(983_040));
    execute(&mut connection, "DROP TABLE constrained").await.unwrap();
}
