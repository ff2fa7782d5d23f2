//! A column's bytes as an Arrow array.

use std::sync::Arc;

use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, IntervalMonthDayNanoType,
    Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{
    ArrayRef, BooleanArray, DictionaryArray, FixedSizeBinaryArray, NullArray, PrimitiveArray, StringArray,
    new_empty_array,
};
use arrow_buffer::{BooleanBuffer, Buffer, IntervalMonthDayNano, NullBuffer, OffsetBuffer, ScalarBuffer, i256};
use arrow_schema::{ArrowError, DataType, TimeUnit};

use super::measure::{skip_prefix, width};
use super::nested;
use super::scan::{Scan, Stop};
use crate::types::{EnumSize, Interval, Kind, Type};

/// Why a column could not be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// The bytes do not follow the format.
    Malformed(&'static str),
    /// A value that has no place in the Arrow type, with its row in the block if that is known.
    Unreadable { row: Option<usize>, reason: String },
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        match stop {
            // All of the column was seen to be there.
            Stop::Short(_) => Fault::Malformed("length"),
            Stop::Malformed(what) => Fault::Malformed(what),
        }
    }
}

/// Arrow's own checks: keys within their dictionary, as many values as rows.
impl From<ArrowError> for Fault {
    fn from(_: ArrowError) -> Self {
        Fault::Malformed("column")
    }
}

pub(super) type Read = Result<ArrayRef, Fault>;

/// Reads a whole column of `rows` rows as `to`.
pub(super) fn read_column(of: &Type, to: &DataType, rows: usize, bytes: &[u8]) -> Read {
    if rows == 0 {
        return Ok(new_empty_array(to));
    }
    let mut scan = Scan::new(bytes);
    skip_prefix(of, &mut scan)?;
    read_values(of, to, rows, None, &mut scan)
}

/// Reads values, of which `nulls` says which are not there.
pub(super) fn read_values(
    of: &Type,
    to: &DataType,
    rows: usize,
    nulls: Option<NullBuffer>,
    scan: &mut Scan<'_>,
) -> Read {
    if rows == 0 {
        return Ok(new_empty_array(to));
    }
    match (&of.kind, width(&of.kind)) {
        (Kind::Nullable(inner), _) => {
            let nulls = read_nulls(scan.take(rows)?);
            read_values(inner, to, rows, nulls, scan)
        }
        (Kind::String | Kind::Json, _) => strings(rows, nulls, scan),
        (Kind::LowCardinality(inner), _) => nested::dictionary(inner, to, rows, scan),
        (Kind::Array(element), _) => nested::list(element, to, rows, scan),
        (Kind::Map(entry), _) => nested::map(entry, to, rows, scan),
        (Kind::Tuple(members), _) => nested::tuple(members, to, rows, nulls, scan),
        (Kind::Variant(alternatives), _) => nested::variant(alternatives, to, rows, scan),
        (_, Some(width)) => fixed(&of.kind, to, nulls, width, scan.take_values(rows, width)?),
        _ => Err(Fault::Malformed("type")),
    }
}

/// A byte for each row, 1 for NULL.
fn read_nulls(bytes: &[u8]) -> Option<NullBuffer> {
    let present = BooleanBuffer::collect_bool(bytes.len(), |row| bytes[row] == 0);
    Some(NullBuffer::new(present)).filter(|nulls| nulls.null_count() > 0)
}

/// Little-endian numbers, whatever this machine's order is.
fn numbers<T: arrow_buffer::ArrowNativeType, const N: usize>(
    bytes: &[u8],
    read: impl Fn([u8; N]) -> T,
) -> ScalarBuffer<T> {
    bytes.as_chunks::<N>().0.iter().map(|bytes| read(*bytes)).collect()
}

fn primitive<T: ArrowPrimitiveType>(values: ScalarBuffer<T::Native>, to: &DataType, nulls: Option<NullBuffer>) -> Read {
    Ok(Arc::new(PrimitiveArray::<T>::try_new(values, nulls)?.with_data_type(to.clone())))
}

/// Numbers that fit `to` after a computation, which is not asked about rows that are NULL.
fn converted<T: ArrowPrimitiveType, S: Copy + std::fmt::Display>(
    from: impl ExactSizeIterator<Item = S>,
    to: &DataType,
    nulls: Option<NullBuffer>,
    convert: impl Fn(S) -> Option<T::Native>,
) -> Read {
    let mut values = Vec::with_capacity(from.len());
    for (row, value) in from.enumerate() {
        values.push(match convert(value) {
            Some(converted) => converted,
            None if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) => T::Native::default(),
            None => {
                let reason = format!(
                    "{value} (as ClickHouse counts it) is out of range for Arrow's {to}; cast the column to text in the query"
                );
                return Err(Fault::Unreadable { row: Some(row), reason });
            }
        });
    }
    primitive::<T>(values.into(), to, nulls)
}

fn fixed(kind: &Kind, to: &DataType, nulls: Option<NullBuffer>, width: usize, bytes: &[u8]) -> Read {
    match kind {
        Kind::Nothing => Ok(Arc::new(NullArray::new(bytes.len()))),
        Kind::Bool => {
            let values = BooleanBuffer::collect_bool(bytes.len(), |row| bytes[row] != 0);
            Ok(Arc::new(BooleanArray::new(values, nulls)))
        }
        Kind::Int8 => primitive::<Int8Type>(numbers(bytes, i8::from_le_bytes), to, nulls),
        Kind::Int16 => primitive::<Int16Type>(numbers(bytes, i16::from_le_bytes), to, nulls),
        Kind::Int32 => primitive::<Int32Type>(numbers(bytes, i32::from_le_bytes), to, nulls),
        Kind::Int64 => primitive::<Int64Type>(numbers(bytes, i64::from_le_bytes), to, nulls),
        Kind::UInt8 => primitive::<UInt8Type>(numbers(bytes, u8::from_le_bytes), to, nulls),
        Kind::UInt16 => primitive::<UInt16Type>(numbers(bytes, u16::from_le_bytes), to, nulls),
        Kind::UInt32 => primitive::<UInt32Type>(numbers(bytes, u32::from_le_bytes), to, nulls),
        Kind::UInt64 => primitive::<UInt64Type>(numbers(bytes, u64::from_le_bytes), to, nulls),
        Kind::Float32 => primitive::<Float32Type>(numbers(bytes, f32::from_le_bytes), to, nulls),
        Kind::Float64 => primitive::<Float64Type>(numbers(bytes, f64::from_le_bytes), to, nulls),
        // The upper half of a Float32.
        Kind::BFloat16 => {
            let widen = |bytes| f32::from_bits(u32::from(u16::from_le_bytes(bytes)) << 16);
            primitive::<Float32Type>(numbers(bytes, widen), to, nulls)
        }
        Kind::Decimal { .. } => match width {
            4 => primitive::<Decimal32Type>(numbers(bytes, i32::from_le_bytes), to, nulls),
            8 => primitive::<Decimal64Type>(numbers(bytes, i64::from_le_bytes), to, nulls),
            16 => primitive::<Decimal128Type>(numbers(bytes, i128::from_le_bytes), to, nulls),
            _ => primitive::<Decimal256Type>(numbers(bytes, i256::from_le_bytes), to, nulls),
        },
        Kind::Date => primitive::<Date32Type>(numbers(bytes, |bytes| i32::from(u16::from_le_bytes(bytes))), to, nulls),
        Kind::Date32 => primitive::<Date32Type>(numbers(bytes, i32::from_le_bytes), to, nulls),
        Kind::DateTime(_) => {
            primitive::<TimestampSecondType>(numbers(bytes, |bytes| i64::from(u32::from_le_bytes(bytes))), to, nulls)
        }
        Kind::DateTime64(digits, _) => timestamps(*digits, to, nulls, bytes),
        Kind::Time => primitive::<Time32SecondType>(numbers(bytes, i32::from_le_bytes), to, nulls),
        Kind::Time64(digits) => times(*digits, to, nulls, bytes),
        Kind::Interval(unit) => intervals(*unit, to, nulls, bytes),
        Kind::Enum(size, members) => enumeration(*size, members, nulls, bytes),
        Kind::Uuid => binary(&bytes.as_chunks::<16>().0.iter().flat_map(swap_uuid).collect::<Vec<u8>>(), 16, nulls),
        Kind::IPv4 => {
            let reversed = bytes.as_chunks::<4>().0.iter().flat_map(|[a, b, c, d]| [*d, *c, *b, *a]);
            binary(&reversed.collect::<Vec<u8>>(), 4, nulls)
        }
        Kind::Int128 | Kind::UInt128 | Kind::Int256 | Kind::UInt256 | Kind::IPv6 | Kind::FixedString(_) => {
            binary(bytes, width, nulls)
        }
        _ => Err(Fault::Malformed("type")),
    }
}

/// Both halves are little-endian numbers, the upper one first.
fn swap_uuid(bytes: &[u8; 16]) -> [u8; 16] {
    let mut swapped = *bytes;
    let (upper, lower) = swapped.split_at_mut(8);
    upper.reverse();
    lower.reverse();
    swapped
}

fn binary(bytes: &[u8], width: usize, nulls: Option<NullBuffer>) -> Read {
    let width = i32::try_from(width).map_err(|_| Fault::Malformed("length"))?;
    Ok(Arc::new(FixedSizeBinaryArray::try_new(width, Buffer::from(bytes), nulls)?))
}

fn counts(bytes: &[u8]) -> impl ExactSizeIterator<Item = i64> {
    bytes.as_chunks::<8>().0.iter().map(|bytes| i64::from_le_bytes(*bytes))
}

fn timestamps(digits: u8, to: &DataType, nulls: Option<NullBuffer>, bytes: &[u8]) -> Read {
    fn scaled<T: ArrowPrimitiveType<Native = i64>>(
        missing_digits: u8,
        to: &DataType,
        nulls: Option<NullBuffer>,
        bytes: &[u8],
    ) -> Read {
        if missing_digits == 0 {
            return primitive::<T>(numbers(bytes, i64::from_le_bytes), to, nulls);
        }
        let factor = 10_i64.pow(missing_digits.into());
        converted::<T, i64>(counts(bytes), to, nulls, |count| count.checked_mul(factor))
    }
    match to {
        DataType::Timestamp(TimeUnit::Second, _) => scaled::<TimestampSecondType>(0, to, nulls, bytes),
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            scaled::<TimestampMillisecondType>(3 - digits.min(3), to, nulls, bytes)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            scaled::<TimestampMicrosecondType>(6 - digits.min(6), to, nulls, bytes)
        }
        _ => scaled::<TimestampNanosecondType>(9 - digits.min(9), to, nulls, bytes),
    }
}

fn times(digits: u8, to: &DataType, nulls: Option<NullBuffer>, bytes: &[u8]) -> Read {
    let scale = |all: u8| 10_i64.pow(u32::from(all - digits.min(all)));
    match to {
        DataType::Time32(_) => {
            converted::<Time32SecondType, i64>(counts(bytes), to, nulls, |count| i32::try_from(count).ok())
        }
        DataType::Time64(TimeUnit::Microsecond) => {
            converted::<Time64MicrosecondType, i64>(counts(bytes), to, nulls, |count| count.checked_mul(scale(6)))
        }
        _ => converted::<Time64NanosecondType, i64>(counts(bytes), to, nulls, |count| count.checked_mul(scale(9))),
    }
}

fn intervals(unit: Interval, to: &DataType, nulls: Option<NullBuffer>, bytes: &[u8]) -> Read {
    let whole = |count: i64, size: i32| i32::try_from(count).ok()?.checked_mul(size);
    converted::<IntervalMonthDayNanoType, i64>(counts(bytes), to, nulls, |count| {
        Some(match unit {
            Interval::Months(size) => IntervalMonthDayNano::new(whole(count, size)?, 0, 0),
            Interval::Days(size) => IntervalMonthDayNano::new(0, whole(count, size)?, 0),
            Interval::Nanoseconds(size) => IntervalMonthDayNano::new(0, 0, count.checked_mul(size)?),
        })
    })
}

/// As a dictionary of the names: a key is a member's place in the order of numbers.
fn enumeration(size: EnumSize, members: &[(i16, String)], nulls: Option<NullBuffer>, bytes: &[u8]) -> Read {
    let names: ArrayRef = Arc::new(members.iter().map(|(_, name)| Some(name)).collect::<StringArray>());
    fn keys<K: ArrowDictionaryKeyType>(
        numbers: impl ExactSizeIterator<Item = i16>,
        nulls: Option<NullBuffer>,
        place: impl Fn(i16) -> Option<K::Native>,
        names: ArrayRef,
    ) -> Read {
        let mut keys = Vec::with_capacity(numbers.len());
        for (row, number) in numbers.enumerate() {
            keys.push(match place(number) {
                Some(key) => key,
                // The number of a NULL need not be a member's.
                None if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) => K::Native::default(),
                None => return Err(Fault::Malformed("member of the enum")),
            });
        }
        let keys = PrimitiveArray::<K>::try_new(keys.into(), nulls)?;
        Ok(Arc::new(DictionaryArray::<K>::try_new(keys, names)?))
    }
    let place = |number: i16| members.binary_search_by_key(&number, |(number, _)| *number).ok();
    match size {
        EnumSize::Eight => {
            // A table of all numbers: there are 256.
            let places: Vec<Option<u8>> =
                (0..=u8::MAX).map(|byte| u8::try_from(place(byte.cast_signed().into())?).ok()).collect();
            let numbers = bytes.iter().map(|byte| i16::from(byte.cast_signed()));
            keys::<UInt8Type>(numbers, nulls, |number| places[usize::from(number.to_le_bytes()[0])], names)
        }
        EnumSize::Sixteen => {
            let numbers = bytes.as_chunks::<2>().0.iter().map(|bytes| i16::from_le_bytes(*bytes));
            keys::<UInt16Type>(numbers, nulls, |number| u16::try_from(place(number)?).ok(), names)
        }
    }
}

fn strings(rows: usize, nulls: Option<NullBuffer>, scan: &mut Scan<'_>) -> Read {
    // Exact for most columns of a result, and never more than bytes that are there.
    let mut text = Vec::with_capacity(scan.left().min(rows.saturating_mul(64)));
    let mut offsets = Vec::with_capacity(rows + 1);
    offsets.push(0);
    for _ in 0..rows {
        text.extend_from_slice(scan.text()?);
        offsets.push(i32::try_from(text.len()).map_err(|_| Fault::Unreadable {
            row: None,
            reason: "a block of it has more than 2 GiB of text; set max_block_size lower".to_owned(),
        })?);
    }
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    let text = Buffer::from_vec(text);
    match StringArray::try_new(offsets.clone(), text.clone(), nulls) {
        Ok(array) => Ok(Arc::new(array)),
        Err(_) => {
            let mut ends = offsets.windows(2).map(|pair| (pair[0] as usize, pair[1] as usize));
            let row = ends.position(|(begin, end)| std::str::from_utf8(&text[begin..end]).is_err());
            let reason = "not valid UTF-8; select it as bytes: toFixedString(column, n), or hex(column)".to_owned();
            Err(Fault::Unreadable { row, reason })
        }
    }
}
