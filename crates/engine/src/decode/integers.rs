//! Integers of every width, read as any other with a check.

use std::fmt::Display;

use aludel_dialect::bigdecimal::num_bigint::{BigInt, Sign};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, FixedSizeBinaryArray};
use arrow_buffer::{ScalarBuffer, i256};
use arrow_schema::DataType;

use super::logical::Logical;
use super::{BytesReader, Column, DecodeError, FromColumn, Nulls, duckdb_bytes};

/// Reads integers from columns of any integer type, and from decimals without digits after the point.
#[derive(Debug)]
pub struct IntegerReader {
    values: Values,
    nulls: Nulls,
}

#[derive(Debug)]
enum Values {
    I8(ScalarBuffer<i8>),
    I16(ScalarBuffer<i16>),
    I32(ScalarBuffer<i32>),
    I64(ScalarBuffer<i64>),
    I128(ScalarBuffer<i128>),
    I256(ScalarBuffer<i256>),
    U256(ScalarBuffer<i256>),
    U8(ScalarBuffer<u8>),
    U16(ScalarBuffer<u16>),
    U32(ScalarBuffer<u32>),
    U64(ScalarBuffer<u64>),
    U128(ScalarBuffer<u128>),
    Big(BytesReader),
}

#[cold]
fn no_integer<T>(column: &Column) -> DecodeError {
    match column.plain_type() {
        Some(DataType::Float32 | DataType::Float64) => {
            DecodeError::wrong_type_but::<T>("read it as f64, or round and cast it in the query")
        }
        Some(other) if other.is_numeric() => {
            DecodeError::wrong_type_but::<T>("read it as `BigDecimal` or `Decimal`, or round and cast it in the query")
        }
        _ => DecodeError::wrong_type::<T>(),
    }
}

/// What an integer type must do to be read from every width.
trait Integer:
    TryFrom<i8>
    + TryFrom<i16>
    + TryFrom<i32>
    + TryFrom<i64>
    + TryFrom<i128>
    + TryFrom<u8>
    + TryFrom<u16>
    + TryFrom<u32>
    + TryFrom<u64>
    + TryFrom<u128>
    + TryFrom<BigInt>
{
}

impl IntegerReader {
    /// `None` if the column holds no integers.
    pub(crate) fn of(column: &Column) -> Option<Self> {
        let array = column.array();
        let values = match (column.logical(), array.data_type()) {
            (Logical::HugeInt, _) => Values::I128(wide(array.as_fixed_size_binary_opt()?, i128::from_le_bytes)),
            (Logical::UHugeInt, _) => Values::U128(wide(array.as_fixed_size_binary_opt()?, u128::from_le_bytes)),
            (Logical::Int256, _) => Values::I256(wide(array.as_fixed_size_binary_opt()?, i256::from_le_bytes)),
            (Logical::UInt256, _) => Values::U256(wide(array.as_fixed_size_binary_opt()?, i256::from_le_bytes)),
            (Logical::BigNum, _) => Values::Big(BytesReader::storage(column)?),
            (Logical::Plain, DataType::Int8) => Values::I8(array.as_primitive::<Int8Type>().values().clone()),
            (Logical::Plain, DataType::Int16) => Values::I16(array.as_primitive::<Int16Type>().values().clone()),
            (Logical::Plain, DataType::Int32) => Values::I32(array.as_primitive::<Int32Type>().values().clone()),
            (Logical::Plain, DataType::Int64) => Values::I64(array.as_primitive::<Int64Type>().values().clone()),
            (Logical::Plain, DataType::UInt8) => Values::U8(array.as_primitive::<UInt8Type>().values().clone()),
            (Logical::Plain, DataType::UInt16) => Values::U16(array.as_primitive::<UInt16Type>().values().clone()),
            (Logical::Plain, DataType::UInt32) => Values::U32(array.as_primitive::<UInt32Type>().values().clone()),
            (Logical::Plain, DataType::UInt64) => Values::U64(array.as_primitive::<UInt64Type>().values().clone()),
            (Logical::Plain, DataType::Decimal32(_, 0)) => {
                Values::I32(array.as_primitive::<Decimal32Type>().values().clone())
            }
            (Logical::Plain, DataType::Decimal64(_, 0)) => {
                Values::I64(array.as_primitive::<Decimal64Type>().values().clone())
            }
            (Logical::Plain, DataType::Decimal128(_, 0)) => {
                Values::I128(array.as_primitive::<Decimal128Type>().values().clone())
            }
            (Logical::Plain, DataType::Decimal256(_, 0)) => {
                Values::I256(array.as_primitive::<Decimal256Type>().values().clone())
            }
            _ => return None,
        };
        Some(Self { values, nulls: column.nulls() })
    }

    #[inline]
    fn get<T: Integer>(&self, row: usize) -> Result<T, DecodeError> {
        if self.nulls.is_null(row) {
            return Err(DecodeError::null::<T>());
        }
        match &self.values {
            Values::I64(values) => narrowed(values[row]),
            Values::I32(values) => narrowed(values[row]),
            Values::I16(values) => narrowed(values[row]),
            Values::I8(values) => narrowed(values[row]),
            Values::U64(values) => narrowed(values[row]),
            Values::U32(values) => narrowed(values[row]),
            Values::U16(values) => narrowed(values[row]),
            Values::U8(values) => narrowed(values[row]),
            Values::I128(values) => narrowed(values[row]),
            Values::U128(values) => narrowed(values[row]),
            Values::I256(_) | Values::U256(_) | Values::Big(_) => narrowed(self.big(row)?),
        }
    }

    /// The value in row `row`, whatever its size; the row must not be NULL.
    pub(crate) fn big(&self, row: usize) -> Result<BigInt, DecodeError> {
        Ok(match &self.values {
            Values::I8(values) => values[row].into(),
            Values::I16(values) => values[row].into(),
            Values::I32(values) => values[row].into(),
            Values::I64(values) => values[row].into(),
            Values::I128(values) => values[row].into(),
            Values::I256(values) => BigInt::from_signed_bytes_le(&values[row].to_le_bytes()),
            Values::U256(values) => BigInt::from_bytes_le(Sign::Plus, &values[row].to_le_bytes()),
            Values::U8(values) => values[row].into(),
            Values::U16(values) => values[row].into(),
            Values::U32(values) => values[row].into(),
            Values::U64(values) => values[row].into(),
            Values::U128(values) => values[row].into(),
            Values::Big(values) => duckdb_bytes::bignum(values.get(row))?,
        })
    }

    pub(crate) fn is_null(&self, row: usize) -> bool {
        self.nulls.is_null(row)
    }
}

fn wide<T: arrow_buffer::ArrowNativeType, const N: usize>(
    array: &FixedSizeBinaryArray,
    from: impl Fn([u8; N]) -> T,
) -> ScalarBuffer<T> {
    let (numbers, _) = array.value_data().as_chunks::<N>();
    numbers.iter().map(|bytes| from(*bytes)).collect()
}

#[inline]
fn narrowed<T: TryFrom<S>, S: Display + Clone>(value: S) -> Result<T, DecodeError> {
    match T::try_from(value.clone()) {
        Ok(fits) => Ok(fits),
        Err(_) => Err(DecodeError::out_of_range::<T>(value)),
    }
}

macro_rules! integers {
    ($($type:ty $(, $is_byte:literal, $from_bytes:expr)?;)*) => { $(
        impl Integer for $type {}

        /// From any integer, and from a decimal without digits after the point; out of range is an error.
        impl FromColumn for $type {
            type Reader = IntegerReader;
            $(
                const IS_BYTE: bool = $is_byte;

                fn from_bytes(bytes: &[u8]) -> Result<Vec<Self>, DecodeError> {
                    $from_bytes(bytes)
                }
            )?

            fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
                IntegerReader::of(column).ok_or_else(|| no_integer::<Self>(column))
            }

            #[inline]
            fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
                reader.get(row)
            }
        }
    )* };
}

integers! {
    i8; i16; i32; i64; i128;
    u8, true, |bytes: &[u8]| Ok(bytes.to_vec());
    u16; u32; u64; u128;
}

/// From any integer, and from a decimal without digits after the point.
impl FromColumn for BigInt {
    type Reader = IntegerReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        IntegerReader::of(column).ok_or_else(|| no_integer::<Self>(column))
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.is_null(row) {
            return Err(DecodeError::null::<Self>());
        }
        reader.big(row)
    }
}
