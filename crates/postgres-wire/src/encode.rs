//! Parameters in the wire's binary form, exactly as the type that the server expects, or not at all.

use aludel_dialect::{TimeUnit, Timestamp, Value};
use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::BigInt;
use bigdecimal::{FromPrimitive, ToPrimitive};
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid as DriverOid;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, Postgres};

use crate::numeric;
use crate::oid::{self, Oid};

/// 2000-01-01, where the wire's days and microseconds begin, in days since 1970-01-01.
pub(crate) const EPOCH_DAYS: i32 = 10_957;
/// The same in microseconds.
pub(crate) const EPOCH_MICROS: i64 = EPOCH_DAYS as i64 * 86_400_000_000;

/// A parameter as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its type.
    pub oid: Oid,
    /// Its bytes; `None` is NULL.
    pub bytes: Option<Vec<u8>>,
}

impl sqlx::Type<Postgres> for Argument {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(DriverOid(oid::UNKNOWN))
    }
}

impl Encode<'_, Postgres> for Argument {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        let Some(bytes) = &self.bytes else { return Ok(IsNull::Yes) };
        buffer.extend_from_slice(bytes);
        Ok(IsNull::No)
    }

    fn produces(&self) -> Option<PgTypeInfo> {
        Some(PgTypeInfo::with_oid(DriverOid(self.oid)))
    }

    fn size_hint(&self) -> usize {
        self.bytes.as_ref().map_or(0, Vec::len)
    }
}

/// Why a value can't be sent as a type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mismatch {
    /// No value like it can be: text as a number. Perhaps the server takes another type.
    Type(String),
    /// This one can't be without a change: 300 as 8 bits, a third of a cent.
    Value(String),
}

/// The type that a value has by itself; `None` for NULL and for what the wire does not have.
pub fn natural_type(value: &Value) -> Option<Oid> {
    Some(match value {
        Value::Boolean(_) => oid::BOOL,
        Value::Int8(_) | Value::Int16(_) | Value::UInt8(_) => oid::INT2,
        Value::Int32(_) | Value::UInt16(_) => oid::INT4,
        Value::Int64(_) | Value::UInt32(_) => oid::INT8,
        Value::UInt64(_) | Value::Int128(_) | Value::UInt128(_) | Value::BigInteger(_) | Value::Decimal(_) => {
            oid::NUMERIC
        }
        Value::Float32(_) => oid::FLOAT4,
        Value::Float64(_) => oid::FLOAT8,
        Value::Text(_) | Value::Enum(_) | Value::Json(_) => oid::VARCHAR,
        Value::Bytes(_) => oid::BYTEA,
        Value::Date(_) => oid::DATE,
        Value::Timestamp(timestamp) if timestamp.zone.is_some() => oid::TIMESTAMPTZ,
        Value::Timestamp(_) => oid::TIMESTAMP,
        Value::Uuid(_) => oid::UUID,
        Value::List(items) | Value::Array(items) => match natural_type(items.iter().find(|item| !item.is_null())?)? {
            oid::BOOL => oid::BOOL_ARRAY,
            oid::INT2 => oid::INT2_ARRAY,
            oid::INT4 => oid::INT4_ARRAY,
            oid::INT8 => oid::INT8_ARRAY,
            oid::FLOAT4 => oid::FLOAT4_ARRAY,
            oid::FLOAT8 => oid::FLOAT8_ARRAY,
            oid::VARCHAR => oid::VARCHAR_ARRAY,
            // Of arrays: the wire has one type for all dimensions.
            array => oid::element(array).map(|_| array)?,
        },
        _ => return None,
    })
}

/// A value in the binary form of a type; `None` is NULL.
///
/// # Errors
/// [`Mismatch`] if that would change it.
pub fn encode(value: &Value, expected: Oid) -> Result<Option<Vec<u8>>, Mismatch> {
    if value.is_null() {
        return Ok(None);
    }
    if let Some(why) = value.refused() {
        return Err(Mismatch::Value(format!("it {why}")));
    }
    let inexact = |reason: &str| Mismatch::Value(format!("{reason}, which {} does not hold", oid::name(expected)));
    let bytes = match (expected, value) {
        (oid::BOOL, Value::Boolean(value)) => vec![u8::from(*value)],
        (oid::INT2 | oid::INT4 | oid::INT8, value) => {
            let integer = value.to_integer().ok_or_else(|| wrong(value, expected))?;
            let wide = integer.to_i64().ok_or_else(|| inexact("the number is too large"))?;
            match expected {
                oid::INT2 => i16::try_from(wide).map(|narrow| narrow.to_be_bytes().to_vec()),
                oid::INT4 => i32::try_from(wide).map(|narrow| narrow.to_be_bytes().to_vec()),
                _ => Ok(wide.to_be_bytes().to_vec()),
            }
            .map_err(|_| inexact(&format!("the number is {wide}")))?
        }
        (oid::FLOAT4, Value::Float32(value)) => value.to_be_bytes().to_vec(),
        (oid::FLOAT4, value) => {
            let wide = float(value).ok_or_else(|| wrong(value, expected))?.ok_or_else(|| inexact("a number"))?;
            let narrow = wide as f32;
            if f64::from(narrow).to_bits() != wide.to_bits() && !wide.is_nan() {
                return Err(inexact(&format!("the number is {wide}")));
            }
            narrow.to_be_bytes().to_vec()
        }
        (oid::FLOAT8, value) => float(value)
            .ok_or_else(|| wrong(value, expected))?
            .ok_or_else(|| inexact("a whole number with too many digits"))?
            .to_be_bytes()
            .to_vec(),
        (oid::NUMERIC, Value::Decimal(number)) => {
            numeric::encode(number).ok_or_else(|| inexact("a number with too many digits"))?
        }
        (oid::NUMERIC, value) => {
            let number = BigDecimal::from(value.to_integer().ok_or_else(|| wrong(value, expected))?);
            numeric::encode(&number).ok_or_else(|| inexact("a number with too many digits"))?
        }
        (
            oid::TEXT | oid::VARCHAR | oid::BPCHAR | oid::NAME | oid::UNKNOWN | oid::JSON,
            Value::Text(text) | Value::Enum(text) | Value::Json(text),
        ) => text.as_bytes().to_vec(),
        (oid::BYTEA, Value::Bytes(bytes)) => bytes.clone(),
        (oid::UUID, Value::Uuid(uuid)) => uuid.as_bytes().to_vec(),
        (oid::DATE, Value::Date(date)) => {
            let days = date.days.checked_sub(EPOCH_DAYS).ok_or_else(|| inexact("the day is too early"))?;
            days.to_be_bytes().to_vec()
        }
        (oid::TIMESTAMP | oid::TIMESTAMPTZ, Value::Date(date)) => {
            micros(&Timestamp::naive(i64::from(date.days) * 86_400, TimeUnit::Second))
                .map_err(|reason| inexact(&reason))?
                .to_be_bytes()
                .to_vec()
        }
        (oid::TIMESTAMP | oid::TIMESTAMPTZ, Value::Timestamp(timestamp)) => {
            micros(timestamp).map_err(Mismatch::Value)?.to_be_bytes().to_vec()
        }
        (expected, Value::List(items) | Value::Array(items)) => {
            let element = oid::element(expected).ok_or_else(|| wrong(value, expected))?;
            array(items, element)?
        }
        _ => return Err(wrong(value, expected)),
    };
    Ok(Some(bytes))
}

fn wrong(value: &Value, expected: Oid) -> Mismatch {
    let found = value.sql_type().map_or_else(|| "a value".to_owned(), |found| found.to_string());
    Mismatch::Type(format!("{found} where the server expects {}", oid::name(expected)))
}

/// The outer `None`: no number; the inner: not exactly.
fn float(value: &Value) -> Option<Option<f64>> {
    match value {
        Value::Float32(value) => Some(Some((*value).into())),
        Value::Float64(value) => Some(Some(*value)),
        other => {
            let integer = other.to_integer()?;
            Some(integer.to_f64().filter(|float| BigInt::from_f64(*float).as_ref() == Some(&integer)))
        }
    }
}

/// Microseconds since 2000-01-01.
fn micros(timestamp: &Timestamp) -> Result<i64, String> {
    let out_of_range = || "the timestamp is out of the wire's range".to_owned();
    let since_1970 = match timestamp.unit {
        TimeUnit::Nanosecond if timestamp.value % 1_000 != 0 => {
            return Err("it has a part below the microsecond, which the wire does not have".to_owned());
        }
        TimeUnit::Nanosecond => timestamp.value / 1_000,
        unit => timestamp.value.checked_mul(1_000_000 / unit.per_second()).ok_or_else(out_of_range)?,
    };
    since_1970.checked_sub(EPOCH_MICROS).ok_or_else(out_of_range)
}

/// An array of any number of dimensions, all rows of one as long as one another.
fn array(items: &[Value], element: Oid) -> Result<Vec<u8>, Mismatch> {
    fn dimensions(items: &[Value], found: &mut Vec<usize>) {
        found.push(items.len());
        if let Some(Value::List(inner) | Value::Array(inner)) = items.first() {
            dimensions(inner, found);
        }
    }
    fn elements(items: &[Value], sizes: &[usize], element: Oid, bytes: &mut Vec<u8>) -> Result<bool, Mismatch> {
        let ragged = || Mismatch::Value("the rows of an array must be as long as one another".to_owned());
        let (size, inner_sizes) = sizes.split_first().ok_or_else(ragged)?;
        if items.len() != *size {
            return Err(ragged());
        }
        let mut has_null = false;
        for item in items {
            match item {
                Value::List(inner) | Value::Array(inner) => has_null |= elements(inner, inner_sizes, element, bytes)?,
                _ if !inner_sizes.is_empty() => return Err(ragged()),
                item => match encode(item, element)? {
                    Some(encoded) => {
                        let length = i32::try_from(encoded.len()).map_err(|_| ragged())?;
                        bytes.extend(length.to_be_bytes());
                        bytes.extend(encoded);
                    }
                    None => {
                        has_null = true;
                        bytes.extend((-1_i32).to_be_bytes());
                    }
                },
            }
        }
        Ok(has_null)
    }
    let mut sizes = Vec::new();
    dimensions(items, &mut sizes);
    let mut body = Vec::new();
    let has_null = elements(items, &sizes, element, &mut body)?;
    let too_long = || Mismatch::Value("the array is too long".to_owned());
    let mut bytes = Vec::with_capacity(12 + 8 * sizes.len() + body.len());
    bytes.extend(i32::try_from(sizes.len()).map_err(|_| too_long())?.to_be_bytes());
    bytes.extend(i32::from(has_null).to_be_bytes());
    bytes.extend(element.to_be_bytes());
    for size in sizes {
        bytes.extend(i32::try_from(size).map_err(|_| too_long())?.to_be_bytes());
        bytes.extend(1_i32.to_be_bytes());
    }
    bytes.extend(body);
    Ok(bytes)
}
