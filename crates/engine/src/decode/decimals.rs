//! Exact decimals.

use aludel_dialect::bigdecimal::{BigDecimal, num_bigint::BigInt};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type};
use arrow_buffer::{ScalarBuffer, i256};
use arrow_schema::DataType;
use rust_decimal::Decimal;

use super::{Column, DecodeError, DecodeErrorKind, FromColumn, IntegerReader, Nulls};

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
const GREATEST_SCALE: i32 = 28;

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
        let (mut digits, mut scale) = match &self.values {
            Values::D128(values) => (values[row], self.scale.into()),
            Values::D64(values) => (values[row].into(), self.scale.into()),
            Values::D32(values) => (values[row].into(), self.scale.into()),
            Values::D256(_) | Values::Integers(_) => self.shortened(row)?,
        };
        if !is_small(digits, scale) {
            (digits, scale) = self.shortened(row)?;
        }
        // One place for all: a decimal that came from several would be put together in memory.
        Decimal::try_from_i128_with_scale(digits, scale.unsigned_abs())
            .map_err(|_| DecodeError::new(DecodeErrorKind::Malformed { of: "decimal" }))
    }

    /// Digits, and how many of them are after the point, without the zeros at the end for which there is no room.
    #[cold]
    fn shortened(&self, row: usize) -> Result<(i128, i32), DecodeError> {
        let exact = self.big(row)?;
        let (digits, scale) = exact.as_bigint_and_scale();
        match i128::try_from(&*digits).ok().and_then(|digits| shortened(digits, scale)) {
            Some(short) => Ok(short),
            None => Err(DecodeError::out_of_range::<Decimal>(&exact)),
        }
    }
}

/// Whether a `rust_decimal::Decimal` has room for it.
#[inline]
fn is_small(digits: i128, scale: i32) -> bool {
    (0..=GREATEST_SCALE).contains(&scale) && digits.unsigned_abs() >> 96 == 0
}

fn shortened(mut digits: i128, mut scale: i64) -> Option<(i128, i32)> {
    while scale < 0 {
        digits = digits.checked_mul(10)?;
        scale += 1;
    }
    loop {
        if let Ok(scale) = i32::try_from(scale)
            && is_small(digits, scale)
        {
            return Some((digits, scale));
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
