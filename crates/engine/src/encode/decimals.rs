//! Exact decimals.

use aludel_dialect::bigdecimal::{BigDecimal, ToPrimitive};
use arrow_array::types::Decimal128Type;
use arrow_schema::{DataType, Field};
use rust_decimal::Decimal;

use super::{ColumnBuilder, EncodeError, Primitive, Shape, ToColumn};

/// Collects exact decimals of one precision and scale.
#[derive(Debug)]
pub struct DecimalBuilder {
    values: Primitive<Decimal128Type>,
    precision: u8,
    scale: u8,
    /// The least number that has a digit too many.
    limit: u128,
}

/// The widest DECIMAL, for one whose precision is not said.
const WIDEST: (u8, u8) = (38, 0);

impl DecimalBuilder {
    fn new(shape: Shape, capacity: usize) -> Self {
        let (precision, scale) = shape.decimal.unwrap_or(WIDEST);
        Self {
            values: Primitive::new(data_type(shape), capacity),
            precision,
            scale,
            limit: 10_u128.checked_pow(u32::from(precision)).unwrap_or(u128::MAX),
        }
    }

    /// `digits` with `scale` of them after the point, if it fits without loss.
    #[inline]
    fn append(&mut self, mut digits: i128, mut scale: i64) -> Option<()> {
        let own = i64::from(self.scale);
        while scale > own {
            if digits % 10 != 0 {
                return None;
            }
            digits /= 10;
            scale -= 1;
        }
        if scale < own {
            let shift = u32::try_from(own - scale).ok()?;
            digits = if digits == 0 { 0 } else { digits.checked_mul(10_i128.checked_pow(shift)?)? };
        }
        if digits.unsigned_abs() >= self.limit {
            return None;
        }
        self.values.append(digits);
        Some(())
    }

    #[cold]
    fn does_not_fit(&self, value: String) -> EncodeError {
        EncodeError::new(value, format!("does not fit DECIMAL({}, {}) without loss", self.precision, self.scale))
    }
}

impl ColumnBuilder for DecimalBuilder {
    #[inline]
    fn append_null(&mut self) {
        self.values.append_null();
    }

    fn finish(&mut self) -> Result<arrow_array::ArrayRef, arrow_schema::ArrowError> {
        self.values.finish()
    }
}

fn data_type(shape: Shape) -> DataType {
    let (precision, scale) = shape.decimal.unwrap_or(WIDEST);
    DataType::Decimal128(precision, i8::try_from(scale).unwrap_or(i8::MAX))
}

macro_rules! decimals {
    ($($type:ty, $value:ident => $digits:expr, $scale:expr, $text:expr;)*) => { $(
        /// As the DECIMAL that `#[record(precision = …, scale = …)]` says; a number that would have to be rounded is an
        /// error.
        impl ToColumn for $type {
            type Builder = DecimalBuilder;
            const IS_DECIMAL: bool = true;

            fn field(name: &str, shape: Shape) -> Field {
                Field::new(name, data_type(shape), false)
            }

            fn builder(shape: Shape, capacity: usize) -> Self::Builder {
                DecimalBuilder::new(shape, capacity)
            }

            #[inline]
            fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
                let $value = self;
                let fits: Option<()> = $digits.and_then(|digits| builder.append(digits, $scale));
                match fits {
                    Some(()) => Ok(()),
                    None => Err(builder.does_not_fit($text)),
                }
            }
        }
    )* };
}

decimals! {
    Decimal, number => Some(number.mantissa()), i64::from(number.scale()), number.to_string();
    BigDecimal, number => number.as_bigint_and_scale().0.to_i128(), number.as_bigint_and_scale().1, number.to_plain_string();
}
