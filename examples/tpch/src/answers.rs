//! The answers that the queries must give at scale 0.01.

use std::iter::zip;

use aludel::bigdecimal::BigDecimal;
use aludel::prelude::{Any, Value, literal};

/// The scale that there are answers for.
pub const SCALE: f64 = 0.01;

/// Columns of averages and ratios, which are floating point; all others are exact.
const RATIOS: [&str; 6] = ["avg_qty", "avg_price", "avg_disc", "mkt_share", "promo_revenue", "avg_yearly"];

/// How far a ratio may be from its answer, relative to it.
const TOLERANCE: f64 = 1e-9;

macro_rules! answers {
    ($($number:literal)*) => {
        [$(include_str!(concat!("../../../tests/data/tpch/answers/q", $number, ".csv"))),*]
    };
}

/// `|`-separated, header first, `\N` for NULL.
const ANSWERS: [&str; 22] = answers! {
    "01" "02" "03" "04" "05" "06" "07" "08" "09" "10" "11" "12" "13" "14" "15" "16" "17" "18" "19" "20" "21" "22"
};

/// Whether `rows` are the answer to query `number`.
///
/// # Errors
/// The first difference, in words.
pub fn check(number: usize, rows: &[Vec<Value>]) -> Result<(), String> {
    let mut lines = ANSWERS[number - 1].lines();
    let names: Vec<&str> = lines.next().into_iter().flat_map(|header| header.split('|')).collect();
    let expected: Vec<Vec<&str>> = lines.map(|line| line.split('|').collect()).collect();
    for (index, (expected, found)) in zip(&expected, rows).enumerate() {
        if found.len() != names.len() {
            return Err(format!("{} columns, expected {}", found.len(), names.len()));
        }
        for (name, (expected, found)) in zip(&names, zip(expected, found)) {
            if !matches(name, expected, found) {
                let found = literal::<Any>(found.clone());
                return Err(format!("row {}, column {name}: found {found}, expected {expected}", index + 1));
            }
        }
    }
    if rows.len() != expected.len() {
        return Err(format!("{} rows, expected {}", rows.len(), expected.len()));
    }
    Ok(())
}

fn matches(name: &str, expected: &str, found: &Value) -> bool {
    let is = |number: BigDecimal| expected.parse() == Ok(number);
    match found {
        Value::Null => expected == r"\N",
        Value::Text(text) => text == expected,
        Value::Date(date) => date.to_string() == expected,
        // A day, on an engine that knows moments only.
        Value::Timestamp(begin) => begin.to_string() == format!("{expected} 00:00:00"),
        Value::Float64(number) if RATIOS.contains(&name) => {
            expected.parse().is_ok_and(|expected: f64| (number - expected).abs() <= TOLERANCE * expected.abs())
        }
        Value::Decimal(number) => is(number.clone()),
        Value::Int32(number) => is((*number).into()),
        Value::Int64(number) => is((*number).into()),
        Value::UInt64(number) => is((*number).into()),
        Value::Int128(number) => is((*number).into()),
        _ => false,
    }
}
