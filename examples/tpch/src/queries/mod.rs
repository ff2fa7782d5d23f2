//! The 22 queries of TPC-H with the parameters that the specification gives for validation.
//!
//! Each is generic over the dialect: the same function gives a statement for DuckDB, for ClickHouse, or for an engine that
//! is chosen by URL when the program runs.

use aludel::bigdecimal::BigDecimal;
use aludel::chrono::{Days, Months, NaiveDate};
use aludel::prelude::*;
use aludel::{Grants, Levels, cap};

use crate::schema::Tpch;

macro_rules! queries {
    ($($number:literal $name:ident $title:literal;)*) => {
        $(mod $name;)*

        impl<D: Analytic> Query<D> {
            /// All queries in the specification's order.
            pub const ALL: [Self; 22] =
                [$(Query { number: $number, title: $title, build: $name::$name }),*];
        }
    };
}

/// One of the queries.
pub struct Query<D> {
    /// 1 to 22.
    pub number: usize,
    /// The specification's name for it.
    pub title: &'static str,
    /// Builds the statement.
    pub build: fn(&Tpch) -> Select<D>,
}

queries! {
    1 q01 "Pricing summary report";
    2 q02 "Minimum cost supplier";
    3 q03 "Shipping priority";
    4 q04 "Order priority checking";
    5 q05 "Local supplier volume";
    6 q06 "Forecasting revenue change";
    7 q07 "Volume shipping";
    8 q08 "National market share";
    9 q09 "Product type profit measure";
    10 q10 "Returned item reporting";
    11 q11 "Important stock identification";
    12 q12 "Shipping modes and order priority";
    13 q13 "Customer distribution";
    14 q14 "Promotion effect";
    15 q15 "Top supplier";
    16 q16 "Parts/supplier relationship";
    17 q17 "Small-quantity-order revenue";
    18 q18 "Large volume customer";
    19 q19 "Discounted revenue";
    20 q20 "Potential part promotion";
    21 q21 "Suppliers who kept orders waiting";
    22 q22 "Global sales opportunity";
}

macro_rules! asks_for {
    ($(#[$doc:meta])* $alias:ident: $($construct:ident)*) => {
        $(#[$doc])*
        pub trait $alias: Levels<$($construct: Grants<Self, cap::$construct>),*> {}
        impl<D> $alias for D where D: Levels<$($construct: Grants<D, cap::$construct>),*> {}
    };
}

asks_for! {
    /// What the queries ask of a dialect, in one word for their bounds. A dialect that lacks one of these constructs is
    /// refused by the compiler where a query is built for it.
    Analytic: InnerJoin LeftJoin Cte DerivedTable ScalarSubquery InSubquery Exists AggregateDistinct Having Limit
}

/// What a customer pays for a line, before tax. Parts of statements are values like any other.
fn discounted_price<D>(lineitem: &Table) -> Expr<D> {
    lineitem.col("l_extendedprice") * (literal(1) - lineitem.col("l_discount"))
}

/// The day with this number, month and year.
fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// `units` / 10^`scale`, exactly: `decimal(5, 2)` is 0.05.
fn decimal(units: i64, scale: i64) -> BigDecimal {
    BigDecimal::new(units.into(), scale)
}
