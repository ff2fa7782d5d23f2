//! What is said when a result is read as something that it is not: the column, the types, and the row.

use aludel::prelude::*;
use aludel::{Date, FromColumn, FromRow};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::lab::Lab;

/// Reads the column `v` of three rows, the third of which is the given one, and gives the error's text.
fn refused<T: FromColumn + std::fmt::Debug + Send + 'static>(lab: &Lab, first: &str, third: &str) -> String {
    let sql = format!("SELECT v FROM (VALUES (1, {first}), (2, {first}), (3, {third})) t(id, v) ORDER BY id");
    let rows: Result<Vec<(T,)>, String> = lab.attempt(async |engine| engine.fetch_all(text(sql)).await);
    rows.expect_err("a wrong read")
}

#[test]
fn a_wrong_read_names_column_types_and_row() {
    let lab = Lab::new();
    let cases: Vec<(String, &[&str])> = vec![
        // A type that can't be read as the other: no row is to blame.
        (refused::<i64>(&lab, "'x'", "'y'"), &["column \"v\"", "VARCHAR", "i64"]),
        (refused::<String>(&lab, "1", "2"), &["column \"v\"", "INTEGER", "String"]),
        (refused::<i32>(&lab, "1.5::DOUBLE", "2.5::DOUBLE"), &["column \"v\"", "DOUBLE", "i32"]),
        (refused::<f32>(&lab, "1.5::DOUBLE", "2.5::DOUBLE"), &["column \"v\"", "DOUBLE", "f32"]),
        (refused::<bool>(&lab, "1", "0"), &["column \"v\"", "INTEGER", "bool"]),
        (refused::<NaiveDate>(&lab, "TIMESTAMP '2020-01-01'", "NULL"), &["column \"v\"", "TIMESTAMP", "NaiveDate"]),
        (
            refused::<NaiveDateTime>(&lab, "now()", "NULL"),
            &["column \"v\"", "TIMESTAMP WITH TIME ZONE", "NaiveDateTime"],
        ),
        (refused::<uuid::Uuid>(&lab, "'a'", "'b'"), &["column \"v\"", "VARCHAR", "Uuid"]),
        (refused::<Vec<i64>>(&lab, "['a']", "['b']"), &["column \"v", "VARCHAR", "i64"]),
        // A value that does not fit: the third row is.
        (refused::<i8>(&lab, "1", "300"), &["column \"v\"", "INTEGER", "i8", "300", "row 2"]),
        (refused::<u64>(&lab, "1", "-1"), &["column \"v\"", "INTEGER", "u64", "-1", "row 2"]),
        (
            refused::<i64>(&lab, "1::HUGEINT", "9223372036854775808::HUGEINT"),
            &["column \"v\"", "HUGEINT", "i64", "row 2"],
        ),
        (refused::<i64>(&lab, "1", "NULL"), &["column \"v\"", "INTEGER", "i64", "NULL", "row 2"]),
        (refused::<String>(&lab, "'x'", "NULL"), &["column \"v\"", "VARCHAR", "String", "NULL", "row 2"]),
        (
            refused::<NaiveDate>(&lab, "DATE '2020-01-01'", "DATE 'infinity'"),
            &["column \"v\"", "DATE", "NaiveDate", "infinity", "row 2"],
        ),
        (
            refused::<NaiveTime>(&lab, "TIME '10:00:00'", "TIME '24:00:00'"),
            &["column \"v\"", "TIME", "NaiveTime", "24:00:00", "row 2"],
        ),
        (refused::<Vec<i64>>(&lab, "[1]", "[1, NULL]"), &["v", "i64", "NULL", "row 2"]),
        (refused::<[i32; 2]>(&lab, "[1, 2]", "[1, 2, 3]"), &["column \"v\"", "3", "row 2"]),
        (
            refused::<rust_decimal::Decimal>(
                &lab,
                "1::DECIMAL(38, 0)",
                "99999999999999999999999999999999999999::DECIMAL(38, 0)",
            ),
            &["column \"v\"", "DECIMAL(38,0)", "Decimal", "row 2"],
        ),
    ];
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|(message, words)| {
            let missing: Vec<_> = words.iter().filter(|word| !message.contains(**word)).collect();
            (!missing.is_empty()).then(|| format!("{missing:?} not in: {message}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[derive(Debug, FromRow)]
#[allow(dead_code, reason = "never read: making one fails")]
struct Wanted {
    id: i64,
    total: Date,
}

#[test]
fn a_struct_names_the_column_that_is_missing_or_wrong() {
    let lab = Lab::new();
    let read = |sql: &'static str| -> String { lab.one::<Wanted>(text(sql)).expect_err("a wrong read") };
    let missing = read("SELECT 1 AS id, 2 AS totals");
    assert!(missing.contains("\"total\"") && missing.contains("totals"), "{missing}");
    let wrong = read("SELECT 1 AS id, 2 AS total");
    assert!(wrong.contains("\"total\"") && wrong.contains("INTEGER") && wrong.contains("Date"), "{wrong}");
    let null = read("SELECT 1 AS id, NULL::DATE AS total");
    assert!(null.contains("\"total\"") && null.contains("NULL"), "{null}");
    let twice = read("SELECT 1 AS id, DATE '2020-01-01' AS total, DATE '2020-01-01' AS total");
    assert!(twice.contains("total"), "{twice}");
    let columns = lab.one::<(i64,)>(text("SELECT 1, 2")).expect_err("two columns");
    assert!(columns.contains('1') && columns.contains('2'), "{columns}");
}
