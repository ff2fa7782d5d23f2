//! What all tests of this crate need: a database, statements, and Arrow back as values.
#![allow(dead_code)]

use std::sync::Arc;

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::bigdecimal::num_bigint::{BigInt, Sign};
use aludel_dialect::{Bits, Date, Interval, Parameter, Time, TimeTz, TimeUnit, Timestamp, Value};
use aludel_engine::{ConnectOptions, Connection, Database, Driver, EngineUrl, Error};
use aludel_query::{Effect, Prepared};
use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Field, TimeUnit as ArrowUnit};
use futures_util::TryStreamExt;

pub(crate) type Tested<T> = Result<T, Box<dyn std::error::Error>>;

pub(crate) fn options(url: &str) -> Tested<ConnectOptions> {
    Ok(ConnectOptions::new(EngineUrl::parse(url)?))
}

pub(crate) async fn open(url: &str) -> Tested<Arc<dyn Database>> {
    Ok(aludel_duckdb_md::driver().open(&options(url)?).await?)
}

/// A connection to a new database in memory.
pub(crate) async fn memory() -> Tested<Box<dyn Connection>> {
    Ok(open("duckdb://").await?.connect().await?)
}

pub(crate) fn sql(text: &str) -> Prepared {
    with(text, Vec::new())
}

pub(crate) fn with(text: &str, parameters: Vec<Parameter>) -> Prepared {
    Prepared::new("duckdb", text, parameters, Effect::Unknown)
}

pub(crate) async fn fetch(
    connection: &mut Box<dyn Connection>,
    statement: &Prepared,
) -> Result<Vec<RecordBatch>, Error> {
    let results = connection.query(statement).await?;
    let schema = results.schema.clone();
    let mut batches: Vec<RecordBatch> = results.batches.try_collect().await?;
    if batches.is_empty() {
        batches.push(RecordBatch::new_empty(schema));
    }
    Ok(batches)
}

/// The first column's first value.
pub(crate) async fn value(connection: &mut Box<dyn Connection>, statement: &Prepared) -> Tested<Value> {
    let batches = fetch(connection, statement).await?;
    Ok(decode(batches[0].schema().field(0), batches[0].column(0).as_ref(), 0))
}

pub(crate) async fn text(connection: &mut Box<dyn Connection>, query: &str) -> Tested<String> {
    match value(connection, &sql(query)).await? {
        Value::Text(text) => Ok(text),
        other => Err(format!("{query} gave {other:?}").into()),
    }
}

pub(crate) async fn number(connection: &mut Box<dyn Connection>, query: &str) -> Tested<i64> {
    match value(connection, &sql(query)).await? {
        Value::Int64(number) => Ok(number),
        Value::Int32(number) => Ok(number.into()),
        other => Err(format!("{query} gave {other:?}").into()),
    }
}

/// DuckDB's own text for the type of a batch's column.
pub(crate) fn type_text(batch: &RecordBatch, column: usize) -> String {
    batch.schema().field(column).metadata().get("aludel.type").cloned().unwrap_or_default()
}

/// An opaque type's name, or the extension's.
fn extension(field: &Field) -> &str {
    match field.metadata().get("ARROW:extension:name").map(String::as_str) {
        Some("arrow.opaque") => {
            let parameters = &field.metadata()["ARROW:extension:metadata"];
            parameters.split('"').nth(3).unwrap_or_default()
        }
        Some(name) => name,
        None => "",
    }
}

/// One value of an array; by Arrow type and extension alone.
pub(crate) fn decode(field: &Field, array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    let time = |nanoseconds| Value::Time(Time { nanoseconds });
    match (field.data_type(), extension(field)) {
        (DataType::Null, _) => Value::Null,
        (DataType::Boolean, _) => Value::Boolean(array.as_boolean().value(row)),
        (DataType::Int8, _) => Value::Int8(array.as_primitive::<Int8Type>().value(row)),
        (DataType::Int16, _) => Value::Int16(array.as_primitive::<Int16Type>().value(row)),
        (DataType::Int32, _) => Value::Int32(array.as_primitive::<Int32Type>().value(row)),
        (DataType::Int64, _) => Value::Int64(array.as_primitive::<Int64Type>().value(row)),
        (DataType::UInt8, _) => Value::UInt8(array.as_primitive::<UInt8Type>().value(row)),
        (DataType::UInt16, _) => Value::UInt16(array.as_primitive::<UInt16Type>().value(row)),
        (DataType::UInt32, _) => Value::UInt32(array.as_primitive::<UInt32Type>().value(row)),
        (DataType::UInt64, _) => Value::UInt64(array.as_primitive::<UInt64Type>().value(row)),
        (DataType::Float32, _) => Value::Float32(array.as_primitive::<Float32Type>().value(row)),
        (DataType::Float64, _) => Value::Float64(array.as_primitive::<Float64Type>().value(row)),
        (DataType::Decimal128(_, scale), _) => {
            let digits = array.as_primitive::<Decimal128Type>().value(row);
            Value::Decimal(BigDecimal::new(digits.into(), i64::from(*scale)))
        }
        (DataType::FixedSizeBinary(16), "hugeint") => Value::Int128(i128::from_le_bytes(sixteen(array, row))),
        (DataType::FixedSizeBinary(16), "uhugeint") => Value::UInt128(u128::from_le_bytes(sixteen(array, row))),
        (DataType::FixedSizeBinary(16), "arrow.uuid") => Value::Uuid(uuid::Uuid::from_bytes(sixteen(array, row))),
        (DataType::FixedSizeBinary(8), "time_tz") => {
            let bytes = array.as_fixed_size_binary().value(row).try_into().unwrap_or_default();
            let packed = u64::from_le_bytes(bytes);
            let nanoseconds = (packed >> 24) as i64 * 1_000;
            Value::TimeTz(TimeTz { nanoseconds, offset_seconds: 57_599 - (packed & 0xff_ffff) as i32 })
        }
        (DataType::Utf8, "arrow.json") => Value::Json(array.as_string::<i32>().value(row).to_owned()),
        (DataType::Utf8, _) => Value::Text(array.as_string::<i32>().value(row).to_owned()),
        (DataType::Binary, "bit") => bits(array.as_binary::<i32>().value(row)),
        (DataType::Binary, "bignum") => bignum(array.as_binary::<i32>().value(row)),
        (DataType::Binary, _) => Value::Bytes(array.as_binary::<i32>().value(row).to_vec()),
        (DataType::Date32, _) => Value::Date(Date { days: array.as_primitive::<Date32Type>().value(row) }),
        (DataType::Time64(ArrowUnit::Microsecond), _) => {
            time(array.as_primitive::<Time64MicrosecondType>().value(row) * 1_000)
        }
        (DataType::Time64(_), _) => time(array.as_primitive::<Time64NanosecondType>().value(row)),
        (DataType::Timestamp(unit, zone), _) => {
            let (value, unit) = match unit {
                ArrowUnit::Second => (array.as_primitive::<TimestampSecondType>().value(row), TimeUnit::Second),
                ArrowUnit::Millisecond => {
                    (array.as_primitive::<TimestampMillisecondType>().value(row), TimeUnit::Millisecond)
                }
                ArrowUnit::Microsecond => {
                    (array.as_primitive::<TimestampMicrosecondType>().value(row), TimeUnit::Microsecond)
                }
                ArrowUnit::Nanosecond => {
                    (array.as_primitive::<TimestampNanosecondType>().value(row), TimeUnit::Nanosecond)
                }
            };
            Value::Timestamp(Timestamp { value, unit, zone: zone.clone() })
        }
        (DataType::Interval(_), _) => {
            let span = array.as_primitive::<IntervalMonthDayNanoType>().value(row);
            let (months, days, nanoseconds) = (span.months, span.days, span.nanoseconds.into());
            Value::Interval(Interval { months, days, nanoseconds })
        }
        (DataType::Dictionary(..), _) => {
            let dictionary = array.as_any_dictionary();
            let names = dictionary.values().as_string::<i32>();
            Value::Enum(names.value(dictionary.normalized_keys()[row]).to_owned())
        }
        (DataType::List(item), _) => {
            let items = array.as_list::<i32>().value(row);
            Value::List((0..items.len()).map(|at| decode(item, items.as_ref(), at)).collect())
        }
        (DataType::FixedSizeList(item, _), _) => {
            let items = array.as_fixed_size_list().value(row);
            Value::Array((0..items.len()).map(|at| decode(item, items.as_ref(), at)).collect())
        }
        (DataType::Struct(fields), _) => {
            let columns = array.as_struct().columns().iter().zip(fields);
            let members = columns.map(|(column, field)| (field.name().clone(), decode(field, column.as_ref(), row)));
            Value::Struct(members.collect())
        }
        (DataType::Map(entries, _), _) => {
            let DataType::Struct(fields) = entries.data_type() else { return Value::Null };
            let entries = array.as_map().value(row);
            let (keys, values) = (entries.column(0), entries.column(1));
            let pair = |at| (decode(&fields[0], keys.as_ref(), at), decode(&fields[1], values.as_ref(), at));
            Value::Map((0..entries.len()).map(pair).collect())
        }
        (DataType::Union(fields, _), _) => {
            let union = array.as_union();
            let tag = union.type_id(row);
            let field = fields.iter().find(|(id, _)| *id == tag).map(|(_, field)| field.clone());
            let Some(field) = field else { return Value::Null };
            match decode(&field, union.child(tag).as_ref(), row) {
                Value::Null => Value::Null,
                inner => Value::Union(field.name().clone(), Box::new(inner)),
            }
        }
        (other, _) => Value::Text(format!("no decoder for {other}")),
    }
}

fn sixteen(array: &dyn Array, row: usize) -> [u8; 16] {
    array.as_fixed_size_binary().value(row).try_into().unwrap_or_default()
}

fn bits(bytes: &[u8]) -> Value {
    let padding = usize::from(bytes[0]);
    let digits: String = bytes[1..].iter().map(|byte| format!("{byte:08b}")).collect();
    Bits::new(&digits[padding..]).map_or(Value::Null, Value::Bits)
}

/// Three bytes of length, whose first bit is set for numbers from 0 up, then the magnitude; all flipped below 0.
fn bignum(bytes: &[u8]) -> Value {
    let negative = bytes[0] & 0x80 == 0;
    let flip = if negative { 0xff } else { 0 };
    let magnitude: Vec<u8> = bytes[3..].iter().map(|byte| byte ^ flip).collect();
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    Value::BigInteger(BigInt::from_bytes_be(sign, &magnitude))
}
