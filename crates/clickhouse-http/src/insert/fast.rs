//! Columns whose values are laid out as ClickHouse's, or nearly.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray};
use arrow_schema::{DataType, TimeUnit};

use super::text;
use crate::types::{Kind, Type};

/// Writes the column's values if there is a short way; says whether there was. What stands for a NULL is of no matter.
pub(super) fn column(array: &ArrayRef, to: &Type, out: &mut Vec<u8>) -> Result<bool, (usize, String)> {
    match (array.data_type(), &to.kind) {
        (DataType::Int8, Kind::Int8) => numbers::<Int8Type, 1>(array, i8::to_le_bytes, out),
        (DataType::Int16, Kind::Int16) => numbers::<Int16Type, 2>(array, i16::to_le_bytes, out),
        (DataType::Int32, Kind::Int32) => numbers::<Int32Type, 4>(array, i32::to_le_bytes, out),
        (DataType::Int64, Kind::Int64) => numbers::<Int64Type, 8>(array, i64::to_le_bytes, out),
        (DataType::UInt8, Kind::UInt8) => numbers::<UInt8Type, 1>(array, u8::to_le_bytes, out),
        (DataType::UInt16, Kind::UInt16) => numbers::<UInt16Type, 2>(array, u16::to_le_bytes, out),
        (DataType::UInt32, Kind::UInt32) => numbers::<UInt32Type, 4>(array, u32::to_le_bytes, out),
        (DataType::UInt64, Kind::UInt64) => numbers::<UInt64Type, 8>(array, u64::to_le_bytes, out),
        (DataType::Float32, Kind::Float32) => numbers::<Float32Type, 4>(array, f32::to_le_bytes, out),
        (DataType::Float64, Kind::Float64) => numbers::<Float64Type, 8>(array, f64::to_le_bytes, out),
        (DataType::Boolean, Kind::Bool) => out.extend(array.as_boolean().values().iter().map(u8::from)),
        (DataType::Utf8, Kind::String) => {
            let array = array.as_string::<i32>();
            out.reserve(array.values().len() + array.len());
            for row in 0..array.len() {
                // Below a NULL there may be a text.
                text(if array.is_null(row) { b"" } else { array.value(row).as_bytes() }, out);
            }
        }
        (DataType::Date32, Kind::Date) => {
            let day = |day: i32| u16::try_from(day).ok().map(u16::to_le_bytes);
            return checked::<Date32Type, 2>(array.as_primitive(), to, day, out);
        }
        (DataType::Date32, Kind::Date32) => {
            let day = |day: i32| super::values::DATE_32.contains(&day).then(|| day.to_le_bytes());
            return checked::<Date32Type, 4>(array.as_primitive(), to, day, out);
        }
        (DataType::Timestamp(TimeUnit::Microsecond, Some(_)), Kind::DateTime64(6, _)) => {
            let count = |count: i64| {
                super::values::DATE_TIME_64.contains(&count.div_euclid(1_000_000)).then(|| count.to_le_bytes())
            };
            return checked::<TimestampMicrosecondType, 8>(array.as_primitive(), to, count, out);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn numbers<T: ArrowPrimitiveType, const N: usize>(
    array: &ArrayRef,
    bytes: impl Fn(T::Native) -> [u8; N],
    out: &mut Vec<u8>,
) {
    let values = array.as_primitive::<T>().values();
    out.reserve(values.len() * N);
    out.extend(values.iter().flat_map(|value| bytes(*value)));
}

fn checked<T: ArrowPrimitiveType, const N: usize>(
    array: &PrimitiveArray<T>,
    to: &Type,
    bytes: impl Fn(T::Native) -> Option<[u8; N]>,
    out: &mut Vec<u8>,
) -> Result<bool, (usize, String)>
where
    T::Native: std::fmt::Display,
{
    out.reserve(array.len() * N);
    for (row, value) in array.values().iter().enumerate() {
        match bytes(*value) {
            _ if array.is_null(row) => out.extend_from_slice(&[0; N]),
            Some(bytes) => out.extend_from_slice(&bytes),
            None => return Err((row, format!("{value} (as Arrow counts it) is out of range for {to}"))),
        }
    }
    Ok(true)
}
