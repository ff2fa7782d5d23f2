//! Each type, there and back, in binary.

use std::fmt::Debug;
use std::str::FromStr;

use aludel_md_stand_in::Quirks;
use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use sqlx::postgres::types::{PgInterval, PgTimeTz};
use sqlx::postgres::{PgConnection, PgHasArrayType, Postgres};
use sqlx::{AssertSqlSafe, Column, Decode, Encode, Executor, Row, SqlSafeStr, Statement, Type};
use uuid::Uuid;

use crate::raw::{Raw, letters, text};
use crate::{connected, started};

/// Binds a value for a column of a DuckDB type, and reads it back.
async fn round_trip<T>(connection: &mut PgConnection, sql_type: &str, value: T)
where
    T: for<'q> Encode<'q, Postgres> + for<'r> Decode<'r, Postgres> + Type<Postgres> + Clone + Debug + PartialEq,
    T: Send + Unpin + 'static,
{
    connection.execute(AssertSqlSafe(format!("CREATE OR REPLACE TABLE t (v {sql_type})"))).await.unwrap();
    sqlx::query("INSERT INTO t VALUES ($1), (NULL)")
        .persistent(false)
        .bind(value.clone())
        .execute(&mut *connection)
        .await
        .unwrap();
    let sql = "SELECT v FROM t WHERE v = $1";
    let back = sqlx::query(sql).persistent(false).bind(value.clone()).fetch_one(&mut *connection).await;
    let back = back.unwrap_or_else(|error| panic!("{sql_type}: {error}"));
    assert_eq!(back.get::<T, _>(0), value, "{sql_type}");
    let null =
        sqlx::query("SELECT v FROM t WHERE v IS NULL").persistent(false).fetch_one(&mut *connection).await.unwrap();
    assert_eq!(null.get::<Option<T>, _>(0), None, "{sql_type}");
    // The parameter itself as a column.
    let echo = sqlx::query(AssertSqlSafe(format!("SELECT $1::{sql_type}"))).bind(value.clone());
    assert_eq!(echo.fetch_one(connection).await.unwrap().get::<T, _>(0), value, "{sql_type}");
}

/// The same for a list of it, with a NULL between.
async fn list_round_trip<T>(connection: &mut PgConnection, sql_type: &str, values: Vec<T>)
where
    T: for<'q> Encode<'q, Postgres> + for<'r> Decode<'r, Postgres> + Type<Postgres> + PgHasArrayType,
    T: Clone + Debug + PartialEq + Send + Sync + Unpin + 'static,
{
    connection.execute(AssertSqlSafe(format!("CREATE OR REPLACE TABLE t (v {sql_type}[])"))).await.unwrap();
    let values: Vec<Option<T>> = values.into_iter().map(Some).chain([None]).collect();
    for list in [values, vec![]] {
        sqlx::query("DELETE FROM t").execute(&mut *connection).await.unwrap();
        sqlx::query("INSERT INTO t VALUES ($1)")
            .persistent(false)
            .bind(list.clone())
            .execute(&mut *connection)
            .await
            .unwrap();
        let back = sqlx::query("SELECT v FROM t").persistent(false).fetch_one(&mut *connection).await.unwrap();
        assert_eq!(back.get::<Vec<Option<T>>, _>(0), list, "{sql_type}[]");
    }
}

fn decimal(text: &str) -> BigDecimal {
    BigDecimal::from_str(text).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn timestamp(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

#[tokio::test]
async fn values_go_there_and_back() {
    for quirks in [Quirks::all(), Quirks::none()] {
        let server = started(quirks);
        let connection = &mut connected(&server, "md:").await;
        for truth in [true, false] {
            round_trip(connection, "BOOLEAN", truth).await;
        }
        for number in [i16::MIN, -1, 0, i16::MAX] {
            round_trip(connection, "SMALLINT", number).await;
        }
        round_trip(connection, "TINYINT", -128_i16).await;
        round_trip(connection, "UTINYINT", 255_i16).await;
        round_trip(connection, "INTEGER", i32::MIN).await;
        round_trip(connection, "USMALLINT", 65_535).await;
        round_trip(connection, "BIGINT", i64::MAX).await;
        round_trip(connection, "UINTEGER", 4_294_967_295_i64).await;
        for number in ["0", "18446744073709551615"] {
            round_trip(connection, "UBIGINT", decimal(number)).await;
        }
        for number in ["-1", "12345678901234567890123456789012345678"] {
            round_trip(connection, "HUGEINT", decimal(number)).await;
        }
        for number in ["0.00", "-0.01", "12345678.90", "100.00"] {
            round_trip(connection, "DECIMAL(10, 2)", decimal(number)).await;
        }
        round_trip(connection, "DECIMAL(38, 10)", decimal("1234567890123456789012345678.0123456789")).await;
        round_trip(connection, "FLOAT", f32::MIN_POSITIVE).await;
        for number in [0.1, f64::MAX, f64::INFINITY] {
            round_trip(connection, "DOUBLE", number).await;
        }
        for text in ["", "it's", "Grüße, 世界\n\"{}\\"] {
            round_trip(connection, "VARCHAR", text.to_owned()).await;
        }
        round_trip(connection, "ENUM('sad', 'happy')", "happy".to_owned()).await;
        round_trip(connection, "BLOB", vec![0_u8, 255, 39, 92]).await;
        round_trip(connection, "UUID", Uuid::from_u128(0xfedc_ba98_7654_3210_0123_4567_89ab_cdef)).await;
        for day in ["1970-01-01", "1582-10-15", "9999-12-31"] {
            round_trip(connection, "DATE", date(day)).await;
        }
        round_trip(connection, "TIME", "23:59:59.999999".parse::<NaiveTime>().unwrap()).await;
        for at in ["2024-02-29T12:34:56.789012", "1969-12-31T23:59:59.999999"] {
            round_trip(connection, "TIMESTAMP", timestamp(at)).await;
        }
        round_trip(connection, "TIMESTAMP_S", timestamp("2024-02-29T12:34:56")).await;
        round_trip(connection, "TIMESTAMP_MS", timestamp("2024-02-29T12:34:56.789")).await;
        round_trip(connection, "TIMESTAMP_NS", timestamp("2024-02-29T12:34:56.789012")).await;
        round_trip(connection, "TIMESTAMPTZ", "2024-02-29T12:34:56.789012Z".parse::<DateTime<Utc>>().unwrap()).await;
        round_trip(connection, "INTERVAL", PgInterval { months: 14, days: -3, microseconds: 1_500_000 }).await;
        round_trip(connection, "JSON", sqlx::types::Json(sqlx::types::JsonValue::from(vec![1, 2]))).await;
    }
}

#[tokio::test]
async fn lists_go_there_and_back() {
    let server = started(Quirks::documented());
    let connection = &mut connected(&server, "md:").await;
    list_round_trip(connection, "BOOLEAN", vec![true, false]).await;
    list_round_trip(connection, "SMALLINT", vec![1_i16]).await;
    list_round_trip(connection, "INTEGER", vec![1, -1]).await;
    list_round_trip(connection, "BIGINT", vec![i64::MIN]).await;
    list_round_trip(connection, "FLOAT", vec![0.5_f32]).await;
    list_round_trip(connection, "DOUBLE", vec![0.1]).await;
    list_round_trip(connection, "DECIMAL(20, 4)", vec![decimal("1.5000"), decimal("-20.0000")]).await;
    list_round_trip(connection, "VARCHAR", vec!["a, b".to_owned(), String::new()]).await;
    list_round_trip(connection, "UUID", vec![Uuid::from_u128(7)]).await;
    list_round_trip(connection, "DATE", vec![date("2024-01-01")]).await;
    list_round_trip(connection, "TIMESTAMP", vec![timestamp("2024-01-01T00:00:00")]).await;
    list_round_trip(connection, "TIMESTAMPTZ", vec!["2024-01-01T00:00:00.5Z".parse::<DateTime<Utc>>().unwrap()]).await;
    list_round_trip(connection, "TIME", vec![NaiveTime::MIN]).await;
    list_round_trip(connection, "INTERVAL", vec![PgInterval { months: 1, days: 2, microseconds: -3 }]).await;
    list_round_trip(connection, "BLOB", vec![vec![0_u8, 1], vec![]]).await;
    list_round_trip(connection, "JSON", vec![sqlx::types::Json(sqlx::types::JsonValue::from("a"))]).await;
}

#[tokio::test]
async fn what_is_finer_than_the_wire_is_cut() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    let sql = "SELECT '2024-01-01 00:00:00.123456789'::TIMESTAMP_NS, '1960-01-01 00:00:00.000000001'::TIMESTAMP_NS";
    let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
    assert_eq!(row.get::<NaiveDateTime, _>(0), timestamp("2024-01-01T00:00:00.123456"));
    assert_eq!(row.get::<NaiveDateTime, _>(1), timestamp("1960-01-01T00:00:00"));
}

#[tokio::test]
async fn times_with_offsets_go_there_and_back_without_the_quirk() {
    let server = started(Quirks::none());
    let mut connection = connected(&server, "md:").await;
    let row = sqlx::query("SELECT TIMETZ '12:00:00+05:30', $1::TIMETZ")
        .bind(PgTimeTz { time: NaiveTime::MIN, offset: chrono::FixedOffset::west_opt(3600).unwrap() })
        .fetch_one(&mut connection)
        .await
        .unwrap();
    type Time = PgTimeTz<NaiveTime, chrono::FixedOffset>;
    assert_eq!(row.get::<Time, _>(0).offset.local_minus_utc(), 5 * 3600 + 30 * 60);
    assert_eq!(row.get::<Time, _>(1).offset.local_minus_utc(), -3600);
}

#[tokio::test]
async fn returned_rows_of_writing_statements_are_described_without_running_them() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    connection.execute("CREATE TABLE t (i INT, s VARCHAR)").await.unwrap();
    let sql = "INSERT INTO t VALUES (1, 'a') RETURNING s, i".into_sql_str();
    let described = connection.prepare(sql).await.unwrap();
    let columns: Vec<&str> = described.columns().iter().map(|column| column.name()).collect();
    assert_eq!(columns, ["s", "i"]);
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(&mut connection).await.unwrap();
    assert_eq!(count, 0);
}

#[tokio::test]
async fn a_statement_whose_columns_have_changed_is_refused() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    let select = "SELECT * FROM t";
    connection.execute("CREATE TABLE t (i INT)").await.unwrap();
    sqlx::query(select).fetch_all(&mut connection).await.unwrap();
    connection.execute("CREATE OR REPLACE TABLE t (i VARCHAR)").await.unwrap();
    let error = sqlx::query(select).fetch_all(&mut connection).await.unwrap_err().to_string();
    assert!(error.contains("cached plan must not change result type"), "{error}");
}

#[tokio::test]
async fn a_parameter_alone_comes_back_as_what_was_declared() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    for number in ["1.5", "-20", "0.0000000001"] {
        let back: BigDecimal =
            sqlx::query_scalar("SELECT $1").bind(decimal(number)).fetch_one(&mut connection).await.unwrap();
        assert_eq!(back, decimal(number));
    }
    let row = sqlx::query("SELECT $1, $2, $3")
        .bind("text")
        .bind(vec![1_i64, 2])
        .bind(None::<NaiveDate>)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(row.get::<&str, _>(0), "text");
    assert_eq!(row.get::<Vec<i64>, _>(1), [1, 2]);
    assert_eq!(row.get::<Option<NaiveDate>, _>(2), None);
}

/// The driver asks the catalogue for a type that it does not know, in a way that DuckDB's catalogue can't answer:
/// whoever uses it must not ask for such columns.
#[tokio::test]
async fn the_driver_fails_on_nested_columns_with_the_quirk() {
    let sql = "SELECT [[1, 2], [3]] AS n";
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    let error = sqlx::query(sql).fetch_one(&mut connection).await.unwrap_err().to_string();
    assert!(error.contains("pg_range does not exist"), "{error}");
    let text: String =
        sqlx::query_scalar("SELECT [[1, 2], [3]]::VARCHAR AS n").fetch_one(&mut connection).await.unwrap();
    assert_eq!(text, "[[1, 2], [3]]");

    let server = started(Quirks::none());
    let mut connection = connected(&server, "md:").await;
    let row = sqlx::query(sql).fetch_one(&mut connection).await.unwrap();
    assert_eq!(row.get::<&str, _>(0), "[[1, 2], [3]]");
}

#[tokio::test]
async fn statements_of_all_kinds_are_answered_in_both_protocols() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    sqlx::raw_sql("CREATE TABLE t AS SELECT * FROM (VALUES ('a', 1), ('b', 2)) AS v(k, n)")
        .execute(&mut connection)
        .await
        .unwrap();
    for (sql, rows) in [
        ("SELECT NULL", 1),
        ("FROM t", 2),
        ("VALUES (1), (2)", 2),
        ("WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 4) SELECT * FROM r", 4),
        ("DESCRIBE t", 2),
        ("SUMMARIZE t", 2),
        ("SHOW TABLES", 1),
        ("EXPLAIN SELECT 1", 1),
        ("PIVOT t ON k IN ('a', 'b') USING sum(n)", 1),
        ("SELECT * FROM duckdb_columns() WHERE table_name = 't'", 2),
        ("SELECT * FROM information_schema.columns WHERE table_name = 't'", 2),
        ("PRAGMA table_info('t')", 2),
        ("SELECT * FROM t WHERE n > 5", 0),
        ("INSERT INTO t VALUES ('c', 3) RETURNING *", 1),
        ("DELETE FROM t WHERE k = 'c'", 1),
    ] {
        let simple = sqlx::raw_sql(sql).fetch_all(&mut connection).await;
        assert_eq!(simple.unwrap_or_else(|error| panic!("{sql}: {error}")).len(), rows, "{sql}");
        let extended = sqlx::query(sql).fetch_all(&mut connection).await;
        assert_eq!(extended.unwrap_or_else(|error| panic!("{sql}: {error}")).len(), rows, "{sql}");
    }
    // DuckDB makes several statements of it, which can't be prepared.
    let pivot = "PIVOT t ON k USING sum(n)";
    assert_eq!(sqlx::raw_sql(pivot).fetch_all(&mut connection).await.unwrap().len(), 1);
    let error = sqlx::query(pivot).fetch_all(&mut connection).await.unwrap_err().to_string();
    assert!(error.contains("Cannot prepare multiple statements at once"), "{error}");
}

#[tokio::test]
async fn large_results_come_as_they_are_made() {
    use futures_util::StreamExt;
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    {
        let mut rows = sqlx::query("SELECT * FROM range(100000000000)").fetch(&mut connection);
        for expected in 0..10_000_i64 {
            assert_eq!(rows.next().await.unwrap().unwrap().get::<i64, _>(0), expected);
        }
    }
    // What is left would take hours.
    drop(connection);
    let mut connection = connected(&server, "md:").await;
    let sum: BigDecimal =
        sqlx::query_scalar("SELECT sum(range) FROM range(1000)").fetch_one(&mut connection).await.unwrap();
    assert_eq!(sum, decimal("499500"));
    let failing = "SELECT CASE WHEN range = 900000 THEN error('late') ELSE repeat('x', 100) END FROM range(1000000)";
    let mut rows = sqlx::query(failing).fetch(&mut connection);
    let mut count = 0;
    let error = loop {
        match rows.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error.to_string(),
        }
    };
    assert!(count > 0 && error.contains("late"), "{count} rows, then {error}");
}

#[tokio::test]
async fn thousands_of_parameters() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    connection.execute("CREATE TABLE t (i BIGINT, s VARCHAR)").await.unwrap();
    let groups: Vec<String> = (0..2000).map(|row| format!("(${}, ${})", 2 * row + 1, 2 * row + 2)).collect();
    let mut query = sqlx::query(AssertSqlSafe(format!("INSERT INTO t VALUES {}", groups.join(", "))));
    for row in 0..2000_i64 {
        query = query.bind(row).bind(row.to_string());
    }
    query.execute(&mut connection).await.unwrap();
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM t WHERE i::VARCHAR = s").fetch_one(&mut connection).await.unwrap();
    assert_eq!(count, 2000);
}

/// Nested values and others without a binary form are the text that DuckDB itself casts them to; but JSON within a
/// nested value is quoted here.
#[tokio::test]
async fn text_is_duckdbs_own() {
    let server = started(Quirks::none());
    let mut connection = connected(&server, "md:").await;
    for value in [
        "[['it''s', 'a, b', NULL, '', '[x]'], []]",
        "{'a b': 'x', 'n': {'m': [1.5::DOUBLE, 'inf'::FLOAT, 1e300]}}",
        "MAP {'k=': DATE '2024-01-02', 'l': NULL}",
        "[{'t': TIMESTAMP '2024-01-02 03:04:05.6', 'z': TIMESTAMPTZ '2024-01-02 03:04:05+02'}]",
        "[[INTERVAL '14 months -3 days 01:02:03.5']]",
        "[['\\x00\\xFFa'::BLOB]]",
        "[['2024-01-01 00:00:00.123456789'::TIMESTAMP_NS]]",
        "[['0101'::BIT]]",
        "{'e': 'happy'::ENUM('sad', 'happy'), 'u': 'fedcba98-7654-3210-0123-456789abcdef'::UUID}",
        "[[170141183460469231731687303715884105727::HUGEINT, NULL]]",
        "{'u': union_value(num := 5), 'v': union_value(str := NULL::VARCHAR)}",
        "array_value([1, 2], [3, NULL])",
        "[{'d': 12.340::DECIMAL(10, 3), 'b': true, 'tz': TIMETZ '01:02:03+05:30'}]",
        "'0011'::BIT",
        "'1 year 2 days'::INTERVAL",
        "'-infinity'::TIMESTAMP",
        "0.1::FLOAT",
        "1e16::DOUBLE",
        "-0.050::DECIMAL(4, 3)",
    ] {
        let sql = AssertSqlSafe(format!("SELECT v, v::VARCHAR FROM (SELECT {value} AS v)"));
        let row =
            sqlx::raw_sql(sql).fetch_one(&mut connection).await.unwrap_or_else(|error| panic!("{value}: {error}"));
        let text = |index| row.try_get_raw(index).unwrap().as_str().unwrap().to_owned();
        assert_eq!(text(0), text(1), "{value}");
    }
}

#[tokio::test]
async fn a_type_that_is_not_read_is_an_error_that_says_what_to_do() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    let error = sqlx::raw_sql("SELECT 1::BIGNUM").fetch_all(&mut connection).await.unwrap_err().to_string();
    assert!(error.contains("cast it to VARCHAR"), "{error}");
    sqlx::raw_sql("SELECT 1::BIGNUM::VARCHAR").fetch_all(&mut connection).await.unwrap();
}

#[tokio::test]
async fn parameters_come_as_text_too() {
    let server = started(Quirks::none());
    let mut raw = Raw::connect(&server, "").await;
    for (oid, given, expected) in [
        (16, "true", "t"),
        (20, "-5", "-5"),
        (701, "1e3", "1000.0"),
        (1700, "-12.50", "-12.50"),
        (25, "it's", "it's"),
        (17, "\\x00ff", "\\x00ff"),
        (2950, "fedcba98-7654-3210-0123-456789abcdef", "fedcba98-7654-3210-0123-456789abcdef"),
        (1082, "2024-02-29", "2024-02-29"),
        (1114, "2024-02-29 01:02:03.5", "2024-02-29 01:02:03.5"),
        (1184, "2024-02-29 01:02:03+02", "2024-02-28 23:02:03+00"),
        (1186, "1 day 2 hours", "1 day 02:00:00"),
        (114, "{\"a\": 1}", "{\"a\": 1}"),
        (1007, "{1,NULL,-3}", "{1,NULL,-3}"),
        (1009, r#"{a,"b, \"c\"","NULL",null,""}"#, r#"{a,"b, \"c\"","NULL",NULL,""}"#),
        (1231, "{1.5,20}", "{1.5,20.0}"),
        (1016, "{}", "{}"),
    ] {
        let answer = raw.with_texts("SELECT $1", &[(oid, given)]).await;
        assert!(letters(&answer).contains('D'), "{oid}: {answer:?}");
        assert_eq!(text(&answer), expected, "{oid}");
    }
    for (oid, given) in [(16, "maybe"), (20, "x"), (1007, "{1"), (1007, "{{1}}"), (1009, "{\"a}"), (17, "00")] {
        let answer = raw.with_texts("SELECT $1", &[(oid, given)]).await;
        assert!(letters(&answer).contains('E') && !letters(&answer).contains('D'), "{oid} {given}: {answer:?}");
    }
}
