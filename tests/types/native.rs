//! Rust's own types, without a word about SQL's.

use std::fmt::Debug;

use aludel::bigdecimal::BigDecimal;
use aludel::bigdecimal::num_bigint::BigInt;
use aludel::prelude::*;
use aludel::{Bits, Date, FromColumn, Parameter, Time, TimeTz, Timestamp, TimestampNs, ToValue, typed_literal};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use crate::lab::Lab;

/// `T` as a literal, read again as `T` by the row and by the column, and as an `Option` of it.
fn comes_back<T>(lab: &Lab, value: &T) -> Result<(), String>
where
    T: ToValue + FromColumn + Clone + Debug + Send + 'static,
{
    let statement = || select([parameter(value.clone()).label("v")]);
    let (back,): (T,) = lab.one(statement())?;
    let optional: (Option<T>,) = lab.one(statement())?;
    let scalar: T = lab.attempt(async |engine| engine.fetch_scalar(statement()).await)?;
    let shown = format!("{value:?}");
    for found in [format!("{back:?}"), format!("{scalar:?}"), optional.0.map_or("NULL".into(), |v| format!("{v:?}"))] {
        if found != shown {
            return Err(format!("{shown} came back as {found}"));
        }
    }
    Ok(())
}

/// As `literal` does, of any type that can be a parameter.
fn parameter<T: ToValue>(value: T) -> Expr<Any> {
    let parameter = Parameter::new(value);
    match parameter.sql_type {
        Some(sql_type) => typed_literal(parameter.value, sql_type),
        None => literal(parameter.value),
    }
}

fn all_of<S: Strategy>(lab: &Lab, strategy: S)
where
    S::Value: ToValue + FromColumn + Clone + Debug + Send + 'static,
{
    let tried = lab.try_cases(40, strategy, |value| comes_back(lab, value));
    tried.unwrap_or_else(|why| unreachable!("{}: {why}", std::any::type_name::<S::Value>()));
}

/// Microseconds since 1970 within `chrono`'s years.
fn micros() -> impl Strategy<Value = DateTime<Utc>> {
    (-8_000_000_000_000_000_000..=8_000_000_000_000_000_000_i64)
        .prop_filter_map("a time", DateTime::from_timestamp_micros)
}

#[test]
fn numbers() {
    let lab = Lab::new();
    all_of(&lab, any::<bool>());
    all_of(&lab, any::<i8>());
    all_of(&lab, any::<i16>());
    all_of(&lab, any::<i32>());
    all_of(&lab, any::<i64>());
    all_of(&lab, any::<i128>());
    all_of(&lab, any::<u8>());
    all_of(&lab, any::<u16>());
    all_of(&lab, any::<u32>());
    all_of(&lab, any::<u64>());
    all_of(&lab, any::<u128>());
    all_of(&lab, prop::num::f32::ANY.prop_map(|number| if number.is_nan() { f32::NAN } else { number }));
    all_of(&lab, prop::num::f64::ANY.prop_map(|number| if number.is_nan() { f64::NAN } else { number }));
    all_of(&lab, any::<Vec<u8>>().prop_map(|bytes| BigInt::from_signed_bytes_be(&bytes)));
    let digits = || -(10_i128.pow(38) - 1)..10_i128.pow(38);
    all_of(&lab, (digits(), 0..=38_i64).prop_map(|(digits, scale)| BigDecimal::new(digits.into(), scale)));
    let small = || -((1_i128 << 96) - 1)..(1_i128 << 96);
    let decimal = |(digits, scale)| rust_decimal::Decimal::from_i128_with_scale(digits, scale);
    all_of(&lab, (small(), 0..=28_u32).prop_map(decimal));
}

#[test]
fn text_bytes_and_others() {
    let lab = Lab::new();
    all_of(&lab, any::<String>());
    all_of(&lab, "[01]{1,70}".prop_filter_map("bits", |text| Bits::new(text).ok()));
    all_of(&lab, any::<u128>().prop_map(Uuid::from_u128));
    all_of(&lab, prop::collection::vec(any::<i32>(), 0..5));
    all_of(&lab, prop::collection::vec(prop::option::of(prop::collection::vec(any::<String>(), 1..3)), 1..4));
    let bytes: Vec<u8> = (0..=u8::MAX).collect();
    let back: Vec<u8> = lab.run(async |engine| engine.fetch_scalar(select([literal(bytes.as_slice())])).await);
    assert_eq!(back, bytes);
}

#[test]
fn dates_and_times() {
    let lab = Lab::new();
    all_of(&lab, (-2_147_483_646..=i32::MAX).prop_map(|days| Date { days }));
    all_of(
        &lab,
        micros()
            .prop_map(|at| at.date_naive())
            .prop_filter("in DuckDB", |day: &NaiveDate| day.format("%Y").to_string().len() < 7),
    );
    all_of(&lab, (0..=86_400_000_000_000_i64).prop_map(|nanoseconds| Time { nanoseconds }));
    let clock = |micros: u64| {
        NaiveTime::from_num_seconds_from_midnight_opt((micros / 1_000_000) as u32, (micros % 1_000_000) as u32 * 1_000)
    };
    all_of(&lab, (0..86_400_000_000_u64).prop_filter_map("a time", clock));
    let with_offset = |(micros, offset_seconds): (i64, i32)| TimeTz { nanoseconds: micros * 1_000, offset_seconds };
    all_of(&lab, (0..=86_400_000_000_i64, -57_599..=57_599_i32).prop_map(with_offset));
    all_of(&lab, micros().prop_map(|at| at.naive_utc()));
    // DuckDB's TIMESTAMP_NS begins with a whole day.
    all_of(&lab, (-9_223_286_400_000_000_000..=i64::MAX).prop_map(|nanoseconds| TimestampNs { nanoseconds }));
    all_of(&lab, micros());
    let span =
        |(months, days, micros): (i32, i32, i64)| Interval { months, days, nanoseconds: i128::from(micros) * 1_000 };
    all_of(&lab, (any::<i32>(), any::<i32>(), i64::MIN / 1_000..=i64::MAX / 1_000).prop_map(span));
    all_of(&lab, any::<i32>().prop_map(|seconds| Timestamp::naive(i64::from(seconds), TimeUnit::Second)));
}

/// A point in time with an offset is the same point, seen from the session's zone.
#[test]
fn a_time_with_an_offset_is_the_same_point() {
    let lab = Lab::new();
    let tried = lab.try_cases(40, (micros(), -50_000..50_000_i32), |(at, offset)| {
        let Some(zone) = FixedOffset::east_opt(*offset) else { return Err("no such offset".to_owned()) };
        let given = at.with_timezone(&zone);
        let (back,): (DateTime<Utc>,) = lab.one(select([literal(given)]))?;
        if back == given { Ok(()) } else { Err(format!("{given} came back as {back}")) }
    });
    tried.expect("every point");
}
