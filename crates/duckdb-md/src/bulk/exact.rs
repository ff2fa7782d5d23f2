//! Values of Arrow that DuckDB would cut, or take for others, without a word. What it does was asked of DuckDB 1.5.6.

use aludel_engine::{Error, ErrorClass, ServerError, TYPE_NAME};
use aludel_query::{func, select, table_function};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, Time32MillisecondType, Time32SecondType, Time64MicrosecondType, Time64NanosecondType,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, RecordBatch, make_array};
use arrow_schema::{DataType, Field, TimeUnit};

use crate::executor::Run;

const DAY: i64 = 86_400;
const DAY_IN_MILLISECONDS: i64 = DAY * 1_000;

/// Refuses, by column, values that would be changed, and time zones that nobody knows.
pub(super) async fn check_batches(batches: &[RecordBatch], on: &impl Run) -> Result<(), Error> {
    let mut zones: Vec<(String, String)> = Vec::new();
    for batch in batches {
        for (field, array) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            check(field, array).map_err(|reason| refused(field.name(), reason))?;
            zones_of(field.data_type(), &mut |zone| {
                if !zones.iter().any(|(_, known)| known == zone) {
                    zones.push((field.name().clone(), zone.to_owned()));
                }
            });
        }
    }
    for (column, zone) in zones.iter().filter(|(_, zone)| !is_offset(zone)) {
        let names = table_function("pg_timezone_names", Vec::<aludel_query::Expr<_>>::new()).alias("zones");
        let named = func::lower(names.col("name")).eq(zone.to_lowercase());
        let found = on.ask(select([names.col("name")]).from(&names).filter(named)).await?;
        if found.is_empty() {
            return Err(refused(column, &format!("there is no time zone {zone:?}")));
        }
    }
    Ok(())
}

fn refused(column: &str, reason: &str) -> Error {
    let message = format!("the column {column:?} {reason}: cast the batch's column first");
    ServerError::new(ErrorClass::Conversion, message).into()
}

/// `+02:00`, `-0230`, `+02`; UTC is one of them.
fn is_offset(zone: &str) -> bool {
    let digits = zone.strip_prefix(['+', '-']).map(|rest| rest.replace(':', ""));
    zone.eq_ignore_ascii_case("utc")
        || digits
            .is_some_and(|digits| matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn zones_of(data_type: &DataType, found: &mut impl FnMut(&str)) {
    match data_type {
        DataType::Timestamp(_, Some(zone)) => found(zone),
        DataType::Dictionary(_, value) => zones_of(value, found),
        DataType::RunEndEncoded(_, field)
        | DataType::List(field)
        | DataType::LargeList(field)
        | DataType::ListView(field)
        | DataType::LargeListView(field)
        | DataType::FixedSizeList(field, _)
        | DataType::Map(field, _) => zones_of(field.data_type(), found),
        DataType::Struct(fields) => fields.iter().for_each(|field| zones_of(field.data_type(), found)),
        DataType::Union(fields, _) => fields.iter().for_each(|(_, field)| zones_of(field.data_type(), found)),
        _ => {}
    }
}

fn check(field: &Field, array: &ArrayRef) -> Result<(), &'static str> {
    // DuckDB's own infinity comes from a result with its types.
    check_array(array, field.metadata().contains_key(TYPE_NAME))
}

fn check_array(array: &ArrayRef, has_infinity: bool) -> Result<(), &'static str> {
    const NANOSECONDS: &str = "holds a duration with nanoseconds, and DuckDB's INTERVAL ends at microseconds";
    const LONG: &str = "holds a duration that is too long for DuckDB's INTERVAL";
    const TIME_OF_DAY: &str = "holds a day with a time of day, which DuckDB's DATE would lose";
    const FAR: &str = "holds a day that DuckDB's DATE can't hold";
    const NO_TIME: &str = "holds a time of day that is before 00:00 or after 24:00";
    const INFINITE: &str = "holds a point in time that DuckDB would take for infinity or can't show";
    let infinite = move |value: i64| value == i64::MIN || !has_infinity && (value == i64::MAX || value == -i64::MAX);
    match array.data_type() {
        DataType::Duration(TimeUnit::Nanosecond) => {
            none::<DurationNanosecondType>(array, NANOSECONDS, |value| value % 1_000 != 0)
        }
        DataType::Duration(TimeUnit::Second) => {
            none::<DurationSecondType>(array, LONG, |value| value.checked_mul(1_000_000).is_none())
        }
        DataType::Duration(TimeUnit::Millisecond) => {
            none::<DurationMillisecondType>(array, LONG, |value| value.checked_mul(1_000).is_none())
        }
        DataType::Duration(TimeUnit::Microsecond) => none::<DurationMicrosecondType>(array, LONG, |_| false),
        DataType::Date64 => {
            none::<Date64Type>(array, TIME_OF_DAY, |value| value % DAY_IN_MILLISECONDS != 0)?;
            none::<Date64Type>(array, FAR, |value| (value / DAY_IN_MILLISECONDS).abs() >= i64::from(i32::MAX))
        }
        DataType::Date32 => none::<Date32Type>(array, FAR, |value| {
            value == i32::MIN || !has_infinity && (value == i32::MAX || value == -i32::MAX)
        }),
        DataType::Time32(TimeUnit::Second) => {
            none::<Time32SecondType>(array, NO_TIME, |value| !(0..=DAY).contains(&i64::from(value)))
        }
        DataType::Time32(_) => none::<Time32MillisecondType>(array, NO_TIME, |value| {
            !(0..=DAY_IN_MILLISECONDS).contains(&i64::from(value))
        }),
        DataType::Time64(TimeUnit::Nanosecond) => {
            none::<Time64NanosecondType>(array, NO_TIME, |value| !(0..=DAY * 1_000_000_000).contains(&value))
        }
        DataType::Time64(_) => {
            none::<Time64MicrosecondType>(array, NO_TIME, |value| !(0..=DAY * 1_000_000).contains(&value))
        }
        DataType::Timestamp(TimeUnit::Second, _) => none::<TimestampSecondType>(array, INFINITE, infinite),
        DataType::Timestamp(TimeUnit::Millisecond, _) => none::<TimestampMillisecondType>(array, INFINITE, infinite),
        DataType::Timestamp(TimeUnit::Microsecond, _) => none::<TimestampMicrosecondType>(array, INFINITE, infinite),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => none::<TimestampNanosecondType>(array, INFINITE, infinite),
        _ => array
            .to_data()
            .child_data()
            .iter()
            .try_for_each(|part| check_array(&make_array(part.clone()), has_infinity)),
    }
}

/// That no value is such.
fn none<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    reason: &'static str,
    is_such: impl Fn(T::Native) -> bool,
) -> Result<(), &'static str> {
    match array.as_primitive_opt::<T>() {
        Some(values) if values.iter().flatten().any(is_such) => Err(reason),
        _ => Ok(()),
    }
}
