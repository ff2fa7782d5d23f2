//! Booleans and floating-point numbers.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int8Type};
use arrow_buffer::{BooleanBuffer, ScalarBuffer};
use arrow_schema::DataType;

use super::logical::Logical;
use super::{Column, DecodeError, FromColumn, Nulls};

/// Reads truth values.
#[derive(Debug)]
pub struct BooleanReader {
    values: BooleanBuffer,
    nulls: Nulls,
}

/// From BOOLEAN.
impl FromColumn for bool {
    type Reader = BooleanReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let array = column.array();
        let values = match (column.logical(), array.data_type()) {
            (Logical::Plain, DataType::Boolean) => array.as_boolean().values().clone(),
            (Logical::Bool8, DataType::Int8) => {
                let bytes = array.as_primitive::<Int8Type>().values();
                BooleanBuffer::collect_bool(bytes.len(), |row| bytes[row] != 0)
            }
            _ => return Err(DecodeError::wrong_type::<bool>()),
        };
        Ok(BooleanReader { values, nulls: column.nulls() })
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.nulls.is_null(row) { Err(DecodeError::null::<bool>()) } else { Ok(reader.values.value(row)) }
    }
}

/// Reads floating-point numbers.
#[derive(Debug)]
pub struct FloatReader {
    values: Values,
    nulls: Nulls,
}

#[derive(Debug)]
enum Values {
    Narrow(ScalarBuffer<f32>),
    Wide(ScalarBuffer<f64>),
}

const NUMBER_HINT: &str =
    "cast the column to a floating-point type in the query, or read it as an integer or `BigDecimal`";

/// From 32-bit floats and, exactly, from 64-bit ones.
impl FromColumn for f64 {
    type Reader = FloatReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let values = match column.plain_type() {
            Some(DataType::Float64) => Values::Wide(column.array().as_primitive::<Float64Type>().values().clone()),
            Some(DataType::Float32) => Values::Narrow(column.array().as_primitive::<Float32Type>().values().clone()),
            Some(other) if other.is_numeric() => return Err(DecodeError::wrong_type_but::<f64>(NUMBER_HINT)),
            _ => return Err(DecodeError::wrong_type::<f64>()),
        };
        Ok(FloatReader { values, nulls: column.nulls() })
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.nulls.is_null(row) {
            return Err(DecodeError::null::<f64>());
        }
        Ok(match &reader.values {
            Values::Wide(values) => values[row],
            Values::Narrow(values) => f64::from(values[row]),
        })
    }
}

/// From 32-bit floats; a 64-bit one would have to be rounded.
impl FromColumn for f32 {
    type Reader = (ScalarBuffer<f32>, Nulls);

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        match column.plain_type() {
            Some(DataType::Float32) => {
                Ok((column.array().as_primitive::<Float32Type>().values().clone(), column.nulls()))
            }
            Some(DataType::Float64) => Err(DecodeError::wrong_type_but::<f32>("read it as f64")),
            Some(other) if other.is_numeric() => Err(DecodeError::wrong_type_but::<f32>(NUMBER_HINT)),
            _ => Err(DecodeError::wrong_type::<f32>()),
        }
    }

    #[inline]
    fn read((values, nulls): &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if nulls.is_null(row) { Err(DecodeError::null::<f32>()) } else { Ok(values[row]) }
    }
}
