//! The tables that cases read.

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::{Any, SqlType, TimeUnit, Value};
use aludel_query::{Column, Expr, Table};
use chrono::{NaiveDate, NaiveDateTime};

/// A table with rows in it.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The table, with its columns.
    pub table: Table,
    /// A value for each column of each row.
    pub rows: Vec<Vec<Value>>,
}

/// The tables that several cases share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fixture {
    /// `things (id, n, name)`: `(1, 5, 'x') (2, 7, '') (3, NULL, NULL) (4, -2, 'añ🦆')`.
    Things,
    /// `parts (of, part)`: `(5, 'a') (5, 'b') (NULL, 'c')`.
    Parts,
    /// `sales (id, region, amount)`:
    /// `(1, 'n', 10) (2, 'n', 20) (3, 's', 20) (4, 's', NULL) (5, NULL, 40) (6, 'n', 30)`.
    Sales,
    /// `measures (id, price, ratio, ok)`, a decimal, a float and a truth value:
    /// `(1, 1.25, 0.5, TRUE) (2, -1.25, -2.0, FALSE) (3, NULL, NULL, NULL) (4, 100.00, 4.0, TRUE)`.
    Measures,
    /// `days (id, day, at)`: the last day of a January and of a leap year's February, the last microsecond of a year, NULLs.
    Days,
    /// `ticks (at, sym, v)`, rows at seconds 10, 20, 30 and 20 of one minute: `('a', 1) ('a', 2) ('a', 3) ('b', 9)`.
    Ticks,
    /// `asks (at, sym, want)`, rows at seconds 5, 20, 25, 40 and 15: `('a', 1) ('a', 2) ('a', 3) ('b', 4) ('c', 5)`.
    Asks,
    /// `kept (id, n, name)`, whose key is `id`: `(1, 10, 'a') (2, 20, 'b')`.
    Kept,
    /// `arrived (id, n)`: `(2, 200) (3, 300)`.
    Arrived,
}

impl Fixture {
    /// The table, with its columns.
    pub fn table(self) -> Table {
        use SqlType::{Boolean, Date, Float64, Int64, Text};
        let at = SqlType::Timestamp(TimeUnit::Microsecond);
        let table = |name: &str, columns: &[(&str, SqlType)]| {
            let columns = columns.iter().map(|(name, sql_type)| Column::new(*name, sql_type.clone()));
            columns.fold(Table::new(name), Table::column)
        };
        // Of interest to engines that keep rows by their time.
        let series = |name: &str, value: &str| {
            table(name, &[("at", at.clone())])
                .column(Column::new("sym", Text).not_null())
                .column(Column::new(value, Int64))
                .with_time_column("at")
        };
        match self {
            Fixture::Things => table("things", &[("id", Int64), ("n", Int64), ("name", Text)]),
            Fixture::Parts => table("parts", &[("of", Int64), ("part", Text)]),
            Fixture::Sales => table("sales", &[("id", Int64), ("region", Text), ("amount", Int64)]),
            Fixture::Measures => {
                let price = SqlType::decimal(10, 2);
                table("measures", &[("id", Int64), ("price", price), ("ratio", Float64), ("ok", Boolean)])
            }
            Fixture::Days => table("days", &[("id", Int64), ("day", Date), ("at", at.clone())]),
            Fixture::Ticks => series("ticks", "v"),
            Fixture::Asks => series("asks", "want"),
            Fixture::Kept => Table::new("kept")
                .column(Column::new("id", Int64).primary_key())
                .column(Column::new("n", Int64))
                .column(Column::new("name", Text)),
            Fixture::Arrived => table("arrived", &[("id", Int64), ("n", Int64)]),
        }
    }

    /// The column called `name`.
    pub fn col(self, name: &str) -> Expr<Any> {
        self.table().col(name)
    }

    /// The table with its rows.
    pub fn filled(self) -> Filled {
        Filled { table: self.table(), rows: self.rows() }
    }

    fn rows(self) -> Vec<Vec<Value>> {
        macro_rules! rows {
            ($(($($value:expr),+))+) => { vec![$(vec![$(Value::from($value)),+]),+] };
        }
        const NULL: Value = Value::Null;
        match self {
            Fixture::Things => rows![(1_i64, 5_i64, "x")(2_i64, 7_i64, "")(3_i64, NULL, NULL)(4_i64, -2_i64, "añ🦆")],
            Fixture::Parts => rows![(5_i64, "a")(5_i64, "b")(NULL, "c")],
            Fixture::Sales => rows![(1_i64, "n", 10_i64)(2_i64, "n", 20_i64)(3_i64, "s", 20_i64)(4_i64, "s", NULL)(
                5_i64, NULL, 40_i64
            )(6_i64, "n", 30_i64)],
            Fixture::Measures => rows![(1_i64, cents(125), 0.5, true)(2_i64, cents(-125), -2.0, false)(
                3_i64, NULL, NULL, NULL
            )(4_i64, cents(10_000), 4.0, true)],
            Fixture::Days => rows![(1_i64, day(2024, 1, 31), at(day(2024, 1, 31), 84_600_000_000))(
                2_i64,
                day(2024, 2, 29),
                at(day(2024, 2, 29), 0)
            )(3_i64, day(2023, 12, 31), at(day(2023, 12, 31), 86_399_999_999))(
                4_i64, NULL, NULL
            )],
            Fixture::Ticks => {
                rows![(second(10), "a", 1_i64)(second(20), "a", 2_i64)(second(30), "a", 3_i64)(second(20), "b", 9_i64)]
            }
            Fixture::Asks => rows![(second(5), "a", 1_i64)(second(20), "a", 2_i64)(second(25), "a", 3_i64)(
                second(40),
                "b",
                4_i64
            )(second(15), "c", 5_i64)],
            Fixture::Kept => rows![(1_i64, 10_i64, "a")(2_i64, 20_i64, "b")],
            Fixture::Arrived => rows![(2_i64, 200_i64)(3_i64, 300_i64)],
        }
    }
}

/// A decimal with two digits behind the point.
pub(super) fn cents(cents: i64) -> BigDecimal {
    BigDecimal::new(cents.into(), 2)
}

/// A day of the calendar; the first of 1970 if there is no such day.
pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// So many microseconds behind a day's midnight.
pub(super) fn at(day: NaiveDate, microseconds: i64) -> NaiveDateTime {
    day.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::microseconds(microseconds)
}

/// A second of the minute that `ticks` and `asks` are of.
pub(super) fn second(second: i64) -> NaiveDateTime {
    at(day(2024, 5, 1), second * 1_000_000)
}
