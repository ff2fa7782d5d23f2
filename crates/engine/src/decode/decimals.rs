//! Exact decimals.

use aludel_dialect::bigdecimal::{BigDecimal, num_bigint::BigInt};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type};
use arrow_buffer::{ScalarBuffer, i256};
use arrow_schema::DataType;
use rust_decimal::Decimal;

use super::{Column, DecodeError, FromColumn, IntegerReader, Nulls};

/// Reads decimals of up to 76 digits, and integers.
#[derive(Debug)]
pub struct DecimalReader {
    values: Values,
    scale: i8,
    nulls: Nulls,
}

#[derive(Debug)]
enum Values {
    D32(ScalarBuffer<i32>),
    D64(ScalarBuffer<i64>),
    D128(ScalarBuffer<i128>),
    D256(ScalarBuffer<i256>),
    Integers(IntegerReader),
}

/// How many digits after the point a `rust_decimal::Decimal` has at most.
const GREATEST_SCALE: u32 = 28;

impl DecimalReader {
    pub(crate) fn of(column: &Column) -> Option<Self> {
        let array = column.array();
        let (values, scale) = match column.plain_type() {
            Some(DataType::Decimal32(_, scale)) => {
                (Values::D32(array.as_primitive::<Decimal32Type>().values().clone()), *scale)
            }
            Some(DataType::Decimal64(_, scale)) => {
                (Values::D64(array.as_primitive::<Decimal64Type>().values().clone()), *scale)
            }
            Some(DataType::Decimal128(_, scale)) => {
                (Values::D128(array.as_primitive::<Decimal128Type>().values().clone()), *scale)
            }
            Some(DataType::Decimal256(_, scale)) => {
                (Values::D256(array.as_primitive::<Decimal256Type>().values().clone()), *scale)
            }
            _ => (Values::Integers(IntegerReader::of(column)?), 0),
        };
        Some(Self { values, scale, nulls: column.nulls() })
    }

    fn big(&self, row: usize) -> Result<BigDecimal, DecodeError> {
        let digits: BigInt = match &self.values {
            Values::D32(values) => values[row].into(),
            Values::D64(values) => values[row].into(),
            Values::D128(values) => values[row].into(),
            Values::D256(values) => BigInt::from_signed_bytes_le(&values[row].to_le_bytes()),
            Values::Integers(values) => values.big(row)?,
        };
        Ok(BigDecimal::new(digits, i64::from(self.scale)))
    }

    #[inline]
    fn small(&self, row: usize) -> Result<Decimal, DecodeError> {
        let digits = match &self.values {
            Values::D128(values) => Some(values[row]),
            Values::D64(values) => Some(i128::from(values[row])),
            Values::D32(values) => Some(i128::from(values[row])),
            Values::D256(_) | Values::Integers(_) => self.big(row)?.into_bigint_and_exponent().0.try_into().ok(),
        };
        match digits.and_then(|digits| fitted(digits, self.scale)) {
            Some(decimal) => Ok(decimal),
            None => Err(DecodeError::out_of_range::<Decimal>(self.big(row)?)),
        }
    }
}

/// `digits` with `scale` of them after the point; zeros at the end are given up where there is no room for them.
#[inline]
fn fitted(mut digits: i128, scale: i8) -> Option<Decimal> {
    let mut scale = i32::from(scale);
    while scale < 0 {
        digits = digits.checked_mul(10)?;
        scale += 1;
    }
    let mut scale = scale.unsigned_abs();
    loop {
        if scale <= GREATEST_SCALE
            && let Ok(decimal) = Decimal::try_from_i128_with_scale(digits, scale)
        {
            return Some(decimal);
        }
        if scale == 0 || digits % 10 != 0 {
            return None;
        }
        digits /= 10;
        scale -= 1;
    }
}

/// From decimals, which keep their scale, and from integers.
impl FromColumn for BigDecimal {
    type Reader = DecimalReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        DecimalReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.nulls.is_null(row) { Err(DecodeError::null::<Self>()) } else { reader.big(row) }
    }
}

/// From decimals, which keep their scale up to 28 digits, and from integers; past 96 bits is out of range.
impl FromColumn for Decimal {
    type Reader = DecimalReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        DecimalReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.nulls.is_null(row) { Err(DecodeError::null::<Self>()) } else { reader.small(row) }
    }
}
