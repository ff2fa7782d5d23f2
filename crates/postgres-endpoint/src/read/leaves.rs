//! Texts of values into arrays: the types without parts.

use std::sync::Arc;

use aludel_dialect::bigdecimal::num_bigint::{BigInt, Sign};
use aludel_dialect::{SqlType, TimeUnit};
use arrow_array::builder::{BinaryBuilder, FixedSizeBinaryBuilder};
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, IntervalMonthDayNanoType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{
    ArrayRef, ArrowPrimitiveType, BooleanArray, DictionaryArray, NullArray, PrimitiveArray, StringArray,
};
use arrow_buffer::{ArrowNativeType, IntervalMonthDayNano};

use crate::calendar;

/// The greatest offset of a TIMETZ, 15:59:59, from which DuckDB counts down.
const GREATEST_OFFSET: i32 = 16 * 3_600 - 1;

/// An array of the values that the texts say.
///
/// # Errors
/// What can't be read.
pub(super) fn array(sql_type: &SqlType, texts: &[Option<&str>]) -> Result<ArrayRef, String> {
    Ok(match sql_type {
        SqlType::Boolean => {
            let values = each(texts, |text| match text {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            })?;
            Arc::new(BooleanArray::from(values))
        }
        SqlType::Int8 => parsed::<Int8Type>(texts)?,
        SqlType::Int16 => parsed::<Int16Type>(texts)?,
        SqlType::Int32 => parsed::<Int32Type>(texts)?,
        SqlType::Int64 => parsed::<Int64Type>(texts)?,
        SqlType::UInt8 => parsed::<UInt8Type>(texts)?,
        SqlType::UInt16 => parsed::<UInt16Type>(texts)?,
        SqlType::UInt32 => parsed::<UInt32Type>(texts)?,
        SqlType::UInt64 => parsed::<UInt64Type>(texts)?,
        SqlType::Float32 => parsed::<Float32Type>(texts)?,
        SqlType::Float64 => parsed::<Float64Type>(texts)?,
        SqlType::Decimal { precision, scale } => {
            let scale = i8::try_from(*scale).map_err(|error| error.to_string())?;
            let values = primitive::<Decimal128Type>(texts, |text| decimal(text, scale))?;
            Arc::new(values.with_precision_and_scale(*precision, scale).map_err(|error| error.to_string())?)
        }
        SqlType::Date => Arc::new(primitive::<Date32Type>(texts, calendar::date)?),
        SqlType::Time(TimeUnit::Nanosecond) => Arc::new(primitive::<Time64NanosecondType>(texts, calendar::time)?),
        SqlType::Time(_) => Arc::new(primitive::<Time64MicrosecondType>(texts, |text| micros(calendar::time(text)?))?),
        SqlType::Timestamp(unit) => timestamps(*unit, texts)?,
        SqlType::TimestampTz(_) => {
            let values = primitive::<TimestampMicrosecondType>(texts, |text| match text {
                "infinity" => Some(calendar::INFINITE_TIMESTAMP),
                "-infinity" => Some(-calendar::INFINITE_TIMESTAMP),
                text => text.parse().ok(),
            })?;
            Arc::new(values.with_timezone("UTC"))
        }
        SqlType::Interval => {
            let mut values = Vec::with_capacity(texts.len());
            for text in texts {
                values.push(
                    text.map(calendar::interval)
                        .transpose()
                        .map_err(|reason| format!("holds {reason}"))?
                        .map(|(months, days, nanoseconds)| IntervalMonthDayNano::new(months, days, nanoseconds)),
                );
            }
            Arc::new(PrimitiveArray::<IntervalMonthDayNanoType>::from(values))
        }
        SqlType::Int128 => fixed(16, texts, |text| Some(text.parse::<i128>().ok()?.to_le_bytes().to_vec()))?,
        SqlType::UInt128 => fixed(16, texts, |text| Some(text.parse::<u128>().ok()?.to_le_bytes().to_vec()))?,
        SqlType::TimeTz => fixed(8, texts, time_tz)?,
        SqlType::Uuid => fixed(16, texts, |text| hex(&text.replace('-', "")))?,
        SqlType::Text | SqlType::Json => Arc::new(texts.iter().copied().collect::<StringArray>()),
        SqlType::Bytes | SqlType::Native(_) => bytes(texts, hex)?,
        SqlType::Bits => bytes(texts, bits)?,
        SqlType::BigInteger => bytes(texts, bignum)?,
        SqlType::Enum(labels) => match labels.len() {
            0..=255 => dictionary::<UInt8Type>(labels, texts)?,
            256..=65_535 => dictionary::<UInt16Type>(labels, texts)?,
            _ => dictionary::<UInt32Type>(labels, texts)?,
        },
        SqlType::Null => Arc::new(NullArray::new(texts.len())),
        other => return Err(format!("values of type {other} can't be read")),
    })
}

/// Each text through `read`, which gives nothing for what it can't read.
fn each<T>(texts: &[Option<&str>], read: impl Fn(&str) -> Option<T>) -> Result<Vec<Option<T>>, String> {
    let value = |text: &Option<&str>| match text {
        None => Ok(None),
        Some(text) => {
            read(text).map(Some).ok_or_else(|| format!("holds {:?}, which is no value of its type", shortened(text)))
        }
    };
    texts.iter().map(value).collect()
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn primitive<T: ArrowPrimitiveType>(
    texts: &[Option<&str>],
    read: impl Fn(&str) -> Option<T::Native>,
) -> Result<PrimitiveArray<T>, String> {
    Ok(each(texts, read)?.into_iter().collect())
}

fn parsed<T: ArrowPrimitiveType>(texts: &[Option<&str>]) -> Result<ArrayRef, String>
where
    T::Native: std::str::FromStr,
{
    Ok(Arc::new(primitive::<T>(texts, |text| text.parse().ok())?))
}

fn timestamps(unit: TimeUnit, texts: &[Option<&str>]) -> Result<ArrayRef, String> {
    let read = |text: &str| calendar::timestamp(text, unit.per_second());
    Ok(match unit {
        TimeUnit::Second => Arc::new(primitive::<TimestampSecondType>(texts, read)?),
        TimeUnit::Millisecond => Arc::new(primitive::<TimestampMillisecondType>(texts, read)?),
        TimeUnit::Microsecond => Arc::new(primitive::<TimestampMicrosecondType>(texts, read)?),
        TimeUnit::Nanosecond => Arc::new(primitive::<TimestampNanosecondType>(texts, read)?),
    })
}

fn micros(nanoseconds: i64) -> Option<i64> {
    (nanoseconds % 1_000 == 0).then_some(nanoseconds / 1_000)
}

/// `-12.50` as its digits, of which `scale` stand behind the point.
fn decimal(text: &str, scale: i8) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = usize::try_from(scale).ok() == Some(fraction.len());
    is_whole.then(|| format!("{whole}{fraction}").parse().ok()).flatten()
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

/// DuckDB's form: 40 bits of microseconds, then 24 that count down from the greatest offset.
fn time_tz(text: &str) -> Option<Vec<u8>> {
    let (nanoseconds, offset) = calendar::time_tz(text)?;
    let below_greatest = u64::try_from(GREATEST_OFFSET - offset).ok()?;
    let bits = u64::try_from(micros(nanoseconds)?).ok()? << 24 | below_greatest;
    Some(bits.to_le_bytes().to_vec())
}

/// DuckDB's form: how many bits of the first byte are padding, then the bits, the padding (all ones) first.
fn bits(text: &str) -> Option<Vec<u8>> {
    let padding = (8 - text.len() % 8) % 8;
    let mut bytes = vec![0_u8; 1 + text.len().div_ceil(8)];
    *bytes.first_mut()? = u8::try_from(padding).ok()?;
    let padded = std::iter::repeat_n(b'1', padding).chain(text.bytes());
    for (index, digit) in padded.enumerate() {
        let bit = match digit {
            b'0' => 0,
            b'1' => 1,
            _ => return None,
        };
        *bytes.get_mut(1 + index / 8)? |= bit << (7 - index % 8);
    }
    Some(bytes)
}

/// DuckDB's form: a bit that is set unless it is negative, 23 bits for how many bytes follow, then these, the
/// greatest first. Of a negative number all bits are inverted.
fn bignum(text: &str) -> Option<Vec<u8>> {
    let number: BigInt = text.parse().ok()?;
    let (sign, magnitude) = number.to_bytes_be();
    let length = u32::try_from(magnitude.len()).ok().filter(|length| *length < 1 << 23)?;
    let header = length | 1 << 23;
    let bytes = header.to_be_bytes().into_iter().skip(1).chain(magnitude);
    Some(if sign == Sign::Minus { bytes.map(|byte| !byte).collect() } else { bytes.collect() })
}

fn fixed(width: i32, texts: &[Option<&str>], read: impl Fn(&str) -> Option<Vec<u8>>) -> Result<ArrayRef, String> {
    let mut builder = FixedSizeBinaryBuilder::with_capacity(texts.len(), width);
    for value in each(texts, read)? {
        match value {
            Some(value) => builder.append_value(value).map_err(|error| error.to_string())?,
            None => builder.append_null(),
        }
    }
    Ok(Arc::new(builder.finish()))
}

fn bytes(texts: &[Option<&str>], read: impl Fn(&str) -> Option<Vec<u8>>) -> Result<ArrayRef, String> {
    let mut builder = BinaryBuilder::new();
    for value in each(texts, read)? {
        builder.append_option(value);
    }
    Ok(Arc::new(builder.finish()))
}

fn dictionary<K: ArrowDictionaryKeyType>(labels: &[String], texts: &[Option<&str>]) -> Result<ArrayRef, String> {
    let places: std::collections::HashMap<&str, usize> =
        labels.iter().enumerate().map(|(place, label)| (label.as_str(), place)).collect();
    let keys = primitive::<K>(texts, |text| K::Native::from_usize(*places.get(text)?))?;
    let labels: ArrayRef = Arc::new(labels.iter().map(Some).collect::<StringArray>());
    Ok(Arc::new(DictionaryArray::try_new(keys, labels).map_err(|error| error.to_string())?))
}
