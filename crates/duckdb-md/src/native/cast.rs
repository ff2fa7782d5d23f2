//! Plain values as values of DuckDB: exactly, or refused.

use aludel_dialect::bigdecimal::num_bigint::{BigInt, Sign};
use aludel_dialect::bigdecimal::{BigDecimal, ToPrimitive};
use aludel_dialect::{Bits, Interval, SqlType, TimeUnit, Timestamp, Value};
use duckdb::ffi;

use super::bind::Bound;
use super::logical::LogicalType;

/// Text as VARCHAR; NUL characters are kept.
pub(super) fn text(text: &str) -> Result<Bound, String> {
    check_size(text.len())?;
    // SAFETY: pointer and length are those of `text`, which DuckDB copies.
    unsafe { Bound::from_raw(ffi::duckdb_create_varchar_length(text.as_ptr().cast(), text.len() as u64)) }
}

/// DuckDB's strings count their bytes in 32 bits.
fn check_size(bytes: usize) -> Result<(), String> {
    if u32::try_from(bytes).is_ok() { Ok(()) } else { Err("is longer than 4 GiB".to_owned()) }
}

/// A plain value as `sql_type`, if it is exactly that there.
pub(super) fn scalar(value: &Value, sql_type: &SqlType) -> Result<Bound, String> {
    let mismatch = || format!("{} can't be bound as {sql_type}", describe(value));
    if let Some(integer) = integer(value) {
        return from_integer(&integer, sql_type, &mismatch);
    }
    // SAFETY (all): plain numbers, or pointer and length of a borrow that DuckDB copies.
    match (value, sql_type) {
        (Value::Boolean(truth), SqlType::Boolean) => unsafe { Bound::from_raw(ffi::duckdb_create_bool(*truth)) },
        (Value::Float32(number), SqlType::Float32) => unsafe { Bound::from_raw(ffi::duckdb_create_float(*number)) },
        (Value::Float32(number), SqlType::Float64) => double(f64::from(*number)),
        (Value::Float64(number), SqlType::Float64) => double(*number),
        (Value::Float64(number), SqlType::Float32) if f64::from(*number as f32) == *number || number.is_nan() => unsafe {
            Bound::from_raw(ffi::duckdb_create_float(*number as f32))
        },
        (Value::Decimal(number), SqlType::Decimal { precision, scale }) => decimal(number, *precision, *scale),
        (Value::Text(content) | Value::Json(content) | Value::Enum(content), SqlType::Text) => text(content),
        (Value::Json(content) | Value::Text(content), SqlType::Json) => text(content)?.cast_to(&LogicalType::json()),
        (Value::Bytes(bytes), SqlType::Bytes) => {
            check_size(bytes.len())?;
            unsafe { Bound::from_raw(ffi::duckdb_create_blob(bytes.as_ptr(), bytes.len() as u64)) }
        }
        (Value::Bits(value), SqlType::Bits) => bits(value),
        (Value::Uuid(uuid), SqlType::Uuid) => {
            let (upper, lower) = uuid.as_u64_pair();
            unsafe { Bound::from_raw(ffi::duckdb_create_uuid(ffi::duckdb_uhugeint { lower, upper })) }
        }
        (Value::Date(date), SqlType::Date) => {
            if date.days < -2_147_483_646 && date.days != -i32::MAX {
                return Err("is before DuckDB's first day".to_owned());
            }
            unsafe { Bound::from_raw(ffi::duckdb_create_date(ffi::duckdb_date { days: date.days })) }
        }
        (Value::Time(time), SqlType::Time(unit)) => {
            if let Some(why) = time.refused() {
                return Err(why.to_owned());
            }
            if !(0..=DAY_NS).contains(&time.nanoseconds) {
                return Err("is not between 00:00:00 and 24:00:00".to_owned());
            }
            if *unit == TimeUnit::Nanosecond {
                let time = ffi::duckdb_time_ns { nanos: time.nanoseconds };
                return unsafe { Bound::from_raw(ffi::duckdb_create_time_ns(time)) };
            }
            let micros = whole_micros(time.nanoseconds.into(), "TIME")
                .map_err(|why| format!("{why}: cut it with chrono's `SubsecRound::trunc_subsecs(6)`"))?;
            unsafe { Bound::from_raw(ffi::duckdb_create_time(ffi::duckdb_time { micros })) }
        }
        (Value::TimeTz(time), SqlType::TimeTz) => {
            if !(0..=DAY_NS).contains(&time.nanoseconds) {
                return Err("is not between 00:00:00 and 24:00:00".to_owned());
            }
            if time.offset_seconds.unsigned_abs() > MAX_OFFSET {
                return Err("its offset is more than 15:59:59 from UTC, which DuckDB can't hold".to_owned());
            }
            let micros = whole_micros(time.nanoseconds.into(), "TIMETZ")?;
            unsafe {
                let time = ffi::duckdb_create_time_tz(micros, time.offset_seconds);
                Bound::from_raw(ffi::duckdb_create_time_tz_value(time))
            }
        }
        (Value::Timestamp(at), SqlType::Timestamp(unit)) if at.zone.is_none() => timestamp(at, *unit, false),
        (Value::Timestamp(at), SqlType::TimestampTz(_)) if at.zone.is_some() => {
            timestamp(at, TimeUnit::Microsecond, true)
        }
        (Value::Interval(span), SqlType::Interval) => interval(span),
        _ => Err(mismatch()),
    }
}

const DAY_NS: i64 = 86_400_000_000_000;
const MAX_OFFSET: u32 = 15 * 3600 + 59 * 60 + 59;

fn describe(value: &Value) -> String {
    value.sql_type().map_or_else(|| "this value".to_owned(), |kind| format!("a value of type {kind}"))
}

fn integer(value: &Value) -> Option<BigInt> {
    Some(match value {
        Value::Int8(n) => (*n).into(),
        Value::Int16(n) => (*n).into(),
        Value::Int32(n) => (*n).into(),
        Value::Int64(n) => (*n).into(),
        Value::Int128(n) => (*n).into(),
        Value::UInt8(n) => (*n).into(),
        Value::UInt16(n) => (*n).into(),
        Value::UInt32(n) => (*n).into(),
        Value::UInt64(n) => (*n).into(),
        Value::UInt128(n) => (*n).into(),
        Value::BigInteger(n) => n.clone(),
        _ => return None,
    })
}

fn double(number: f64) -> Result<Bound, String> {
    // SAFETY: a plain number.
    unsafe { Bound::from_raw(ffi::duckdb_create_double(number)) }
}

fn hugeint(number: i128) -> ffi::duckdb_hugeint {
    ffi::duckdb_hugeint { lower: number as u64, upper: (number >> 64) as i64 }
}

/// An integer as any type that holds it exactly.
fn from_integer(number: &BigInt, sql_type: &SqlType, mismatch: &dyn Fn() -> String) -> Result<Bound, String> {
    let range = || format!("{number} does not fit into {sql_type}");
    // SAFETY (all): plain numbers.
    unsafe {
        Bound::from_raw(match sql_type {
            SqlType::Int8 => ffi::duckdb_create_int8(number.to_i8().ok_or_else(range)?),
            SqlType::Int16 => ffi::duckdb_create_int16(number.to_i16().ok_or_else(range)?),
            SqlType::Int32 => ffi::duckdb_create_int32(number.to_i32().ok_or_else(range)?),
            SqlType::Int64 => ffi::duckdb_create_int64(number.to_i64().ok_or_else(range)?),
            SqlType::Int128 => ffi::duckdb_create_hugeint(hugeint(number.to_i128().ok_or_else(range)?)),
            SqlType::UInt8 => ffi::duckdb_create_uint8(number.to_u8().ok_or_else(range)?),
            SqlType::UInt16 => ffi::duckdb_create_uint16(number.to_u16().ok_or_else(range)?),
            SqlType::UInt32 => ffi::duckdb_create_uint32(number.to_u32().ok_or_else(range)?),
            SqlType::UInt64 => ffi::duckdb_create_uint64(number.to_u64().ok_or_else(range)?),
            SqlType::UInt128 => {
                let number = number.to_u128().ok_or_else(range)?;
                ffi::duckdb_create_uhugeint(ffi::duckdb_uhugeint { lower: number as u64, upper: (number >> 64) as u64 })
            }
            SqlType::BigInteger => return bignum(number),
            SqlType::Decimal { precision, scale } => return decimal(&number.clone().into(), *precision, *scale),
            SqlType::Float64 => {
                let float = number.to_i64().map(|number| number as f64);
                let float = float.filter(|float| float.abs() <= EXACT_IN_F64).ok_or_else(range)?;
                ffi::duckdb_create_double(float)
            }
            SqlType::Float32 => {
                let float = number.to_i32().map(|number| number as f32);
                ffi::duckdb_create_float(float.filter(|float| float.abs() <= EXACT_IN_F32).ok_or_else(range)?)
            }
            _ => return Err(mismatch()),
        })
    }
}

const EXACT_IN_F64: f64 = 9_007_199_254_740_992.0;
const EXACT_IN_F32: f32 = 16_777_216.0;

/// DuckDB keeps a BIGNUM's length in 23 bits.
const BIGNUM_BYTES: usize = 0x7f_ffff;

fn bignum(number: &BigInt) -> Result<Bound, String> {
    let (sign, mut magnitude) = number.to_bytes_be();
    if magnitude.len() > BIGNUM_BYTES {
        return Err("is longer than DuckDB's BIGNUM can be (8 MiB)".to_owned());
    }
    let (data, size) = (magnitude.as_mut_ptr(), magnitude.len() as u64);
    let number = ffi::duckdb_bignum { data, size, is_negative: sign == Sign::Minus };
    // SAFETY: pointer and length of `magnitude`, which DuckDB copies.
    unsafe { Bound::from_raw(ffi::duckdb_create_bignum(number)) }
}

fn decimal(number: &BigDecimal, precision: u8, scale: u8) -> Result<Bound, String> {
    if !(1..=38).contains(&precision) || scale > precision {
        return Err("DECIMAL has at most 38 digits in DuckDB".to_owned());
    }
    let range = || format!("{number} does not fit into DECIMAL({precision}, {scale}) exactly");
    // Before the digits are written out: an exponent of a billion would take all memory.
    let (_, exponent) = number.as_bigint_and_exponent();
    if exponent < -38 || exponent > i64::from(scale) + 100_000 {
        return Err(range());
    }
    let scaled = number.with_scale(i64::from(scale));
    if scaled != *number {
        return Err(range());
    }
    let digits = scaled.as_bigint_and_exponent().0.to_i128().ok_or_else(range)?;
    if digits.unsigned_abs() >= 10u128.pow(u32::from(precision)) {
        return Err(range());
    }
    let value = ffi::duckdb_decimal { width: precision, scale, value: hugeint(digits) };
    // SAFETY: plain numbers, within the precision.
    unsafe { Bound::from_raw(ffi::duckdb_create_decimal(value)) }
}

/// DuckDB's form: how many bits of the first byte are padding, then the bits, the padding set.
fn bits(bits: &Bits) -> Result<Bound, String> {
    let digits = bits.as_str().as_bytes();
    if digits.is_empty() {
        return Err("DuckDB has no empty bit string".to_owned());
    }
    let padding = (8 - digits.len() % 8) % 8;
    let mut bytes = vec![0u8; 1 + digits.len().div_ceil(8)];
    bytes[0] = padding as u8;
    let padded = std::iter::repeat_n(&b'1', padding).chain(digits);
    for (index, digit) in padded.enumerate() {
        bytes[1 + index / 8] |= (digit & 1) << (7 - index % 8);
    }
    check_size(bytes.len())?;
    let value = ffi::duckdb_bit { data: bytes.as_mut_ptr(), size: bytes.len() as u64 };
    // SAFETY: pointer and length of `bytes`, which DuckDB copies.
    unsafe { Bound::from_raw(ffi::duckdb_create_bit(value)) }
}

fn whole_micros(nanoseconds: i128, what: &str) -> Result<i64, String> {
    if nanoseconds % 1_000 != 0 {
        return Err(format!("has nanoseconds, and DuckDB's {what} ends at microseconds"));
    }
    i64::try_from(nanoseconds / 1_000).map_err(|_| format!("is outside the range of DuckDB's {what}"))
}

fn interval(span: &Interval) -> Result<Bound, String> {
    let micros = whole_micros(span.nanoseconds, "INTERVAL")?;
    let span = ffi::duckdb_interval { months: span.months, days: span.days, micros };
    // SAFETY: plain numbers.
    unsafe { Bound::from_raw(ffi::duckdb_create_interval(span)) }
}

/// The least number that is a timestamp in each of DuckDB's units; the greatest is that before `i64::MAX`, which is
/// infinity, as `-i64::MAX` is its negative.
const fn first(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Second => -9_223_372_022_400,
        TimeUnit::Millisecond => -9_223_372_022_400_000,
        TimeUnit::Microsecond => -9_223_372_022_400_000_000,
        TimeUnit::Nanosecond => -9_223_286_400_000_000_000,
    }
}

fn timestamp(at: &Timestamp, unit: TimeUnit, zoned: bool) -> Result<Bound, String> {
    if let Some(why) = at.refused() {
        return Err(why.to_owned());
    }
    let infinite = at.value == i64::MAX || at.value == -i64::MAX;
    let value = if infinite { at.value } else { rescale(at, unit)? };
    let last = match unit {
        TimeUnit::Second => 9_223_372_036_854,
        TimeUnit::Millisecond => 9_223_372_036_854_775,
        _ => i64::MAX,
    };
    if !infinite && !(first(unit)..=last).contains(&value) {
        return Err("is outside the range of DuckDB's timestamps".to_owned());
    }
    // SAFETY (all): plain numbers.
    unsafe {
        Bound::from_raw(match unit {
            _ if zoned => ffi::duckdb_create_timestamp_tz(ffi::duckdb_timestamp { micros: value }),
            TimeUnit::Second => ffi::duckdb_create_timestamp_s(ffi::duckdb_timestamp_s { seconds: value }),
            TimeUnit::Millisecond => ffi::duckdb_create_timestamp_ms(ffi::duckdb_timestamp_ms { millis: value }),
            TimeUnit::Microsecond => ffi::duckdb_create_timestamp(ffi::duckdb_timestamp { micros: value }),
            TimeUnit::Nanosecond => ffi::duckdb_create_timestamp_ns(ffi::duckdb_timestamp_ns { nanos: value }),
        })
    }
}

fn rescale(at: &Timestamp, unit: TimeUnit) -> Result<i64, String> {
    let (from, to) = (i128::from(at.unit.per_second()), i128::from(unit.per_second()));
    let scaled = i128::from(at.value) * to;
    if scaled % from != 0 {
        return Err(format!("is finer than the type, which has {} digits of a second", unit.digits()));
    }
    i64::try_from(scaled / from).map_err(|_| "is outside the range of DuckDB's timestamps".to_owned())
}
