//! Arrow arrays built from the wire's binary values, one row after the other.

use std::sync::Arc;

use aludel_dialect::TimeUnit;
use arrow_array::builder::{
    BinaryBuilder, BooleanBuilder, FixedSizeBinaryBuilder, NullBufferBuilder, PrimitiveBuilder, StringBuilder,
};
use arrow_array::types::{
    Date32Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
};
use arrow_array::{Array, ArrayRef, Int64Array, ListArray};
use arrow_buffer::OffsetBuffer;
use arrow_cast::cast;

use crate::column::{arrow_scale, item};
use crate::encode::{EPOCH_DAYS, EPOCH_MICROS};
use crate::{Kind, numeric};

/// A column that grows.
#[derive(Debug)]
pub(crate) struct Builder {
    kind: Kind,
    values: Values,
}

#[derive(Debug)]
enum Values {
    Boolean(BooleanBuilder),
    Int8(PrimitiveBuilder<Int8Type>),
    Int16(PrimitiveBuilder<Int16Type>),
    Int32(PrimitiveBuilder<Int32Type>),
    Int64(PrimitiveBuilder<Int64Type>),
    Float32(PrimitiveBuilder<Float32Type>),
    Float64(PrimitiveBuilder<Float64Type>),
    Decimal128(PrimitiveBuilder<Decimal128Type>, u8),
    Decimal256(PrimitiveBuilder<Decimal256Type>, u8),
    Text(StringBuilder),
    Bytes(BinaryBuilder),
    Uuid(FixedSizeBinaryBuilder),
    Date(PrimitiveBuilder<Date32Type>),
    /// Counts of the column's own unit since 1970.
    Timestamp(PrimitiveBuilder<Int64Type>, TimeUnit),
    EpochNanoseconds(PrimitiveBuilder<Int64Type>),
    Array(Lists),
}

/// The offsets of each dimension, the outermost first, and the elements of the innermost.
#[derive(Debug)]
struct Lists {
    dimensions: Vec<Vec<i32>>,
    nulls: NullBufferBuilder,
    elements: Box<Builder>,
}

impl Builder {
    pub(crate) fn new(kind: &Kind) -> Self {
        let values = match kind {
            Kind::Boolean => Values::Boolean(BooleanBuilder::new()),
            Kind::Int8 => Values::Int8(PrimitiveBuilder::new()),
            Kind::Int16 => Values::Int16(PrimitiveBuilder::new()),
            Kind::Int32 => Values::Int32(PrimitiveBuilder::new()),
            Kind::Int64 => Values::Int64(PrimitiveBuilder::new()),
            Kind::Float32 => Values::Float32(PrimitiveBuilder::new()),
            Kind::Float64 => Values::Float64(PrimitiveBuilder::new()),
            Kind::Decimal(precision, scale) if *precision <= 38 => Values::Decimal128(PrimitiveBuilder::new(), *scale),
            Kind::Decimal(_, scale) => Values::Decimal256(PrimitiveBuilder::new(), *scale),
            Kind::Text => Values::Text(StringBuilder::new()),
            Kind::Bytes => Values::Bytes(BinaryBuilder::new()),
            Kind::Uuid => Values::Uuid(FixedSizeBinaryBuilder::new(16)),
            Kind::Date => Values::Date(PrimitiveBuilder::new()),
            Kind::Timestamp(unit, _) => Values::Timestamp(PrimitiveBuilder::new(), *unit),
            Kind::EpochNanoseconds(_) => Values::EpochNanoseconds(PrimitiveBuilder::new()),
            Kind::Array(element, dimensions) => Values::Array(Lists {
                dimensions: vec![vec![0]; *dimensions],
                nulls: NullBufferBuilder::new(0),
                elements: Box::new(Builder::new(element)),
            }),
        };
        Self { kind: kind.clone(), values }
    }

    /// Adds a value, and returns how many bytes it took.
    pub(crate) fn push(&mut self, bytes: Option<&[u8]>) -> Result<usize, String> {
        let Some(bytes) = bytes else {
            self.push_null()?;
            return Ok(1);
        };
        match &mut self.values {
            Values::Boolean(values) => values.append_value(fixed::<1>(bytes)? != [0]),
            Values::Int8(values) => {
                let wide = i16::from_be_bytes(fixed(bytes)?);
                values.append_value(i8::try_from(wide).map_err(|_| format!("{wide} does not fit into 8 bits"))?);
            }
            Values::Int16(values) => values.append_value(i16::from_be_bytes(fixed(bytes)?)),
            Values::Int32(values) => values.append_value(i32::from_be_bytes(fixed(bytes)?)),
            Values::Int64(values) | Values::EpochNanoseconds(values) => {
                values.append_value(i64::from_be_bytes(fixed(bytes)?));
            }
            Values::Float32(values) => values.append_value(f32::from_be_bytes(fixed(bytes)?)),
            Values::Float64(values) => values.append_value(f64::from_be_bytes(fixed(bytes)?)),
            Values::Decimal128(values, scale) => {
                let number = numeric::decode(bytes, *scale)?;
                values.append_value(number.to_i128().ok_or("a number with more digits than its type has")?);
            }
            Values::Decimal256(values, scale) => values.append_value(numeric::decode(bytes, *scale)?),
            Values::Text(values) => {
                values.append_value(std::str::from_utf8(bytes).map_err(|_| "text that is not UTF-8")?);
            }
            Values::Bytes(values) => values.append_value(bytes),
            Values::Uuid(values) => values.append_value(bytes).map_err(|error| error.to_string())?,
            Values::Date(values) => {
                let days = i32::from_be_bytes(fixed(bytes)?);
                values.append_value(days.checked_add(EPOCH_DAYS).ok_or("a day that is too late")?);
            }
            Values::Timestamp(values, unit) => {
                let since_2000 = i64::from_be_bytes(fixed(bytes)?);
                let micros = since_2000.checked_add(EPOCH_MICROS).ok_or("a timestamp that is too late")?;
                values.append_value(rescaled(micros, *unit)?);
            }
            Values::Array(lists) => lists.push(bytes)?,
        }
        Ok(bytes.len())
    }

    fn push_null(&mut self) -> Result<(), String> {
        match &mut self.values {
            Values::Boolean(values) => values.append_null(),
            Values::Int8(values) => values.append_null(),
            Values::Int16(values) => values.append_null(),
            Values::Int32(values) => values.append_null(),
            Values::Int64(values) | Values::EpochNanoseconds(values) | Values::Timestamp(values, _) => {
                values.append_null();
            }
            Values::Float32(values) => values.append_null(),
            Values::Float64(values) => values.append_null(),
            Values::Decimal128(values, _) => values.append_null(),
            Values::Decimal256(values, _) => values.append_null(),
            Values::Text(values) => values.append_null(),
            Values::Bytes(values) => values.append_null(),
            Values::Uuid(values) => values.append_null(),
            Values::Date(values) => values.append_null(),
            Values::Array(lists) => {
                lists.nulls.append_null();
                lists.grow(0, 0)?;
            }
        }
        Ok(())
    }

    /// What was added since the last time.
    pub(crate) fn finish(&mut self) -> Result<ArrayRef, String> {
        let wrong = |error: arrow_schema::ArrowError| error.to_string();
        let data_type = self.kind.data_type();
        Ok(match &mut self.values {
            Values::Boolean(values) => Arc::new(values.finish()),
            Values::Int8(values) => Arc::new(values.finish()),
            Values::Int16(values) => Arc::new(values.finish()),
            Values::Int32(values) => Arc::new(values.finish()),
            Values::Int64(values) => Arc::new(values.finish()),
            Values::Float32(values) => Arc::new(values.finish()),
            Values::Float64(values) => Arc::new(values.finish()),
            Values::Decimal128(values, scale) => {
                let precision = precision_of(&self.kind);
                Arc::new(values.finish().with_precision_and_scale(precision, arrow_scale(*scale)).map_err(wrong)?)
            }
            Values::Decimal256(values, scale) => {
                let precision = precision_of(&self.kind);
                Arc::new(values.finish().with_precision_and_scale(precision, arrow_scale(*scale)).map_err(wrong)?)
            }
            Values::Text(values) => Arc::new(values.finish()),
            Values::Bytes(values) => Arc::new(values.finish()),
            Values::Uuid(values) => Arc::new(values.finish()),
            Values::Date(values) => Arc::new(values.finish()),
            // The same counts under another type.
            Values::Timestamp(values, _) | Values::EpochNanoseconds(values) => {
                let counts: Int64Array = values.finish();
                cast(&counts, &data_type).map_err(wrong)?
            }
            Values::Array(lists) => lists.finish()?,
        })
    }
}

fn precision_of(kind: &Kind) -> u8 {
    match kind {
        Kind::Decimal(precision, _) => *precision,
        _ => 76,
    }
}

fn rescaled(micros: i64, unit: TimeUnit) -> Result<i64, String> {
    let finer = || format!("{micros} microseconds are finer than its type");
    match unit {
        TimeUnit::Microsecond => Ok(micros),
        TimeUnit::Nanosecond => micros.checked_mul(1_000).ok_or_else(|| "a timestamp that is too late".to_owned()),
        TimeUnit::Millisecond if micros % 1_000 == 0 => Ok(micros / 1_000),
        TimeUnit::Second if micros % 1_000_000 == 0 => Ok(micros / 1_000_000),
        TimeUnit::Millisecond | TimeUnit::Second => Err(finer()),
    }
}

fn fixed<const SIZE: usize>(bytes: &[u8]) -> Result<[u8; SIZE], String> {
    bytes.try_into().map_err(|_| format!("a value of {} bytes, not {SIZE}", bytes.len()))
}

/// Reads big-endian numbers off the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or("an array that is cut short")?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<i32, String> {
        Ok(i32::from_be_bytes(fixed(self.take(4)?)?))
    }

    fn length(&mut self) -> Result<usize, String> {
        usize::try_from(self.number()?).map_err(|_| "an array with a negative size".to_owned())
    }
}

impl Lists {
    fn push(&mut self, bytes: &[u8]) -> Result<(), String> {
        let mut reader = Reader(bytes);
        let (dimensions, _has_null, _element) = (reader.length()?, reader.number()?, reader.number()?);
        let mut sizes = Vec::new();
        for _ in 0..dimensions.min(64) {
            sizes.push(reader.length()?);
            reader.number()?;
        }
        // An empty array may say nothing of its dimensions.
        if sizes.is_empty() || sizes.contains(&0) {
            self.nulls.append_non_null();
            return self.grow(0, 0);
        }
        if dimensions != self.dimensions.len() {
            return Err(format!("an array with {dimensions} dimensions, not {}", self.dimensions.len()));
        }
        let mut lists = 1_usize;
        for (dimension, size) in sizes.iter().enumerate() {
            // As many bytes are there, at least.
            let elements = lists.checked_mul(*size).filter(|elements| *elements <= bytes.len());
            let elements = elements.ok_or("an array with more elements than bytes")?;
            for _ in 0..lists {
                self.grow(dimension, *size)?;
            }
            lists = elements;
        }
        self.nulls.append_non_null();
        for _ in 0..lists {
            let element = match reader.number()? {
                -1 => None,
                length => Some(reader.take(usize::try_from(length).map_err(|_| "a negative length")?)?),
            };
            self.elements.push(element)?;
        }
        Ok(())
    }

    /// A list of this many more.
    fn grow(&mut self, dimension: usize, size: usize) -> Result<(), String> {
        let too_long = "a batch of arrays with more elements than Arrow counts";
        let offsets = self.dimensions.get_mut(dimension).ok_or("an array without dimensions")?;
        let last = offsets.last().copied().unwrap_or(0);
        offsets.push(i32::try_from(size).ok().and_then(|size| last.checked_add(size)).ok_or(too_long)?);
        Ok(())
    }

    fn finish(&mut self) -> Result<ArrayRef, String> {
        let mut array = self.elements.finish()?;
        for (dimension, offsets) in self.dimensions.iter_mut().enumerate().rev() {
            let offsets = OffsetBuffer::new(std::mem::replace(offsets, vec![0]).into());
            // Only whole arrays are NULL, so only the outermost lists are.
            let nulls = if dimension == 0 { self.nulls.finish() } else { None };
            let field = Arc::new(item(array.data_type().clone()));
            array = Arc::new(ListArray::try_new(field, offsets, array, nulls).map_err(|error| error.to_string())?);
        }
        Ok(array)
    }
}
