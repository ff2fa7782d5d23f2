//! Which bulk inserts are exact: DuckDB's own casts would round, truncate or wrap without a word.

use arrow_array::cast::AsArray;
use arrow_array::make_array;
use arrow_array::types::{IntervalMonthDayNanoType, TimestampNanosecondType};
use arrow_data::ArrayData;
use arrow_schema::{DataType, IntervalUnit, TimeUnit};

use super::fault::Fault;
use super::logical::{self as id, LogicalType};

/// Refuses a batch whose column types (`from`) don't go into the table's (`to`) without loss.
pub(super) fn check_types(from: &[LogicalType], to: &[LogicalType], names: &[String]) -> Result<(), Fault> {
    for ((from, to), name) in from.iter().zip(to).zip(names) {
        if !fits(from, to) {
            let reason = format!(
                "{} can't go into {} without loss: cast the batch's column, or give the record's field a type that goes into {}",
                from.text(),
                to.text(),
                to.text()
            );
            return Err(Fault::column(name, reason));
        }
    }
    Ok(())
}

/// Whether every value of `from` either is one of `to` or makes DuckDB's cast fail.
fn fits(from: &LogicalType, to: &LogicalType) -> bool {
    let (source, target) = (from.id(), to.id());
    match (source, target) {
        (id::SQLNULL, _) => true,
        (id::DECIMAL, id::DECIMAL) => from.decimal_parts().1 <= to.decimal_parts().1,
        (id::LIST | id::ARRAY, id::LIST) | (id::ARRAY, id::ARRAY) => fits(&from.element(), &to.element()),
        (id::MAP, id::MAP) => {
            let ((key, value), (to_key, to_value)) = (from.entry(), to.entry());
            fits(&key, &to_key) && fits(&value, &to_value)
        }
        (id::STRUCT, id::STRUCT) | (id::UNION, id::UNION) => {
            let (from, to) = (from.named_members(), to.named_members());
            from.len() == to.len()
                && from
                    .iter()
                    .zip(&to)
                    .all(|((name, kind), (to_name, to_kind))| name.eq_ignore_ascii_case(to_name) && fits(kind, to_kind))
        }
        (id::VARCHAR, id::ENUM | id::UUID) | (id::ENUM, id::VARCHAR) => true,
        (id::TINYINT | id::UTINYINT | id::SMALLINT | id::USMALLINT, id::FLOAT) => true,
        (id::TINYINT | id::UTINYINT | id::SMALLINT | id::USMALLINT | id::INTEGER | id::UINTEGER, id::DOUBLE) => true,
        (id::FLOAT, id::DOUBLE) | (id::TIME, id::TIME_NS) => true,
        (id::DATE, id::TIMESTAMP | id::TIMESTAMP_S | id::TIMESTAMP_MS | id::TIMESTAMP_NS) => true,
        (from, id::DECIMAL | id::BIGNUM) if is_integer(from) => true,
        (from, to) if is_integer(from) && is_integer(to) => true,
        (from, to) => match (digits(from), digits(to)) {
            (Some(from), Some(to)) => from <= to,
            _ => from == to,
        },
    }
}

fn is_integer(kind: u32) -> bool {
    matches!(
        kind,
        id::TINYINT
            | id::SMALLINT
            | id::INTEGER
            | id::BIGINT
            | id::HUGEINT
            | id::UTINYINT
            | id::USMALLINT
            | id::UINTEGER
            | id::UBIGINT
            | id::UHUGEINT
    )
}

/// How many digits of a second a timestamp type has.
fn digits(kind: u32) -> Option<u8> {
    Some(match kind {
        id::TIMESTAMP_S => 0,
        id::TIMESTAMP_MS => 3,
        id::TIMESTAMP => 6,
        id::TIMESTAMP_NS => 9,
        _ => return None,
    })
}

/// Refuses values that DuckDB's import of Arrow would cut off: it divides nanoseconds down to microseconds.
pub(super) fn check_values(data: &ArrayData) -> Result<(), String> {
    match data.data_type() {
        DataType::Interval(IntervalUnit::MonthDayNano) => {
            let array = make_array(data.clone());
            let array = array.as_primitive::<IntervalMonthDayNanoType>();
            match array.iter().flatten().any(|span| span.nanoseconds % 1_000 != 0) {
                true => {
                    Err("holds an interval with nanoseconds, and DuckDB's INTERVAL ends at microseconds".to_owned())
                }
                false => Ok(()),
            }
        }
        DataType::Timestamp(TimeUnit::Nanosecond, Some(_)) => {
            let array = make_array(data.clone());
            let array = array.as_primitive::<TimestampNanosecondType>();
            match array.iter().flatten().any(|at| at % 1_000 != 0) {
                true => {
                    Err("holds a point in time with nanoseconds, and DuckDB's TIMESTAMPTZ ends at microseconds"
                        .to_owned())
                }
                false => Ok(()),
            }
        }
        _ => data.child_data().iter().try_for_each(check_values),
    }
}
