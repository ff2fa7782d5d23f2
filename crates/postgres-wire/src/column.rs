//! What a backend says of a result's columns.

use std::collections::HashMap;
use std::sync::Arc;

use aludel_dialect::TimeUnit;
use aludel_engine::TYPE_NAME;
use arrow_schema::{DataType, Field, TimeUnit as ArrowUnit};

/// Whether a timestamp is a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// A place on the calendar.
    None,
    /// A point in time, counted from 1970 in UTC.
    Utc,
}

/// How a column's values are read from the wire's binary form, and what they are in Arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// One byte.
    Boolean,
    /// An `int2` that holds no more than 8 bits.
    Int8,
    /// An `int2`.
    Int16,
    /// An `int4`.
    Int32,
    /// An `int8`.
    Int64,
    /// A `float4`.
    Float32,
    /// A `float8`.
    Float64,
    /// A `numeric` of a fixed precision, 1 to 76, and scale.
    Decimal(u8, u8),
    /// Text of any type.
    Text,
    /// A `bytea`.
    Bytes,
    /// A `uuid`.
    Uuid,
    /// A `date`.
    Date,
    /// A `timestamp` or `timestamptz`, which the wire counts in microseconds, to be kept in this unit: no finer part may
    /// be lost.
    Timestamp(TimeUnit, Zone),
    /// An `int8` that counts nanoseconds since 1970.
    EpochNanoseconds(Zone),
    /// An array with this many dimensions.
    Array(Box<Kind>, usize),
}

/// A column of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// How it is read.
    pub kind: Kind,
    /// The engine's own name of its type.
    pub type_name: String,
}

impl Column {
    /// The Arrow field: nullable, with the engine's type name in its metadata.
    pub fn field(&self) -> Field {
        let mut metadata = HashMap::from([(TYPE_NAME.to_owned(), self.type_name.clone())]);
        if self.kind == Kind::Uuid {
            metadata.insert("ARROW:extension:name".to_owned(), "arrow.uuid".to_owned());
        }
        Field::new(&self.name, self.kind.data_type(), true).with_metadata(metadata)
    }
}

impl Kind {
    /// The Arrow type.
    pub fn data_type(&self) -> DataType {
        match self {
            Kind::Boolean => DataType::Boolean,
            Kind::Int8 => DataType::Int8,
            Kind::Int16 => DataType::Int16,
            Kind::Int32 => DataType::Int32,
            Kind::Int64 => DataType::Int64,
            Kind::Float32 => DataType::Float32,
            Kind::Float64 => DataType::Float64,
            Kind::Decimal(precision, scale) if *precision <= 38 => {
                DataType::Decimal128(*precision, arrow_scale(*scale))
            }
            Kind::Decimal(precision, scale) => DataType::Decimal256(*precision, arrow_scale(*scale)),
            Kind::Text => DataType::Utf8,
            Kind::Bytes => DataType::Binary,
            Kind::Uuid => DataType::FixedSizeBinary(16),
            Kind::Date => DataType::Date32,
            Kind::Timestamp(unit, zone) => DataType::Timestamp(arrow_unit(*unit), arrow_zone(*zone)),
            Kind::EpochNanoseconds(zone) => DataType::Timestamp(ArrowUnit::Nanosecond, arrow_zone(*zone)),
            Kind::Array(element, dimensions) => {
                (0..*dimensions).fold(element.data_type(), |inner, _| DataType::List(Arc::new(item(inner))))
            }
        }
    }
}

/// The field of a list's elements.
pub(crate) fn item(data_type: DataType) -> Field {
    Field::new("item", data_type, true)
}

/// At most 76.
pub(crate) fn arrow_scale(scale: u8) -> i8 {
    i8::try_from(scale).unwrap_or(i8::MAX)
}

pub(crate) fn arrow_zone(zone: Zone) -> Option<Arc<str>> {
    match zone {
        Zone::None => None,
        Zone::Utc => Some(Arc::from("UTC")),
    }
}

/// The unit in Arrow's words.
pub fn arrow_unit(unit: TimeUnit) -> ArrowUnit {
    match unit {
        TimeUnit::Second => ArrowUnit::Second,
        TimeUnit::Millisecond => ArrowUnit::Millisecond,
        TimeUnit::Microsecond => ArrowUnit::Microsecond,
        TimeUnit::Nanosecond => ArrowUnit::Nanosecond,
    }
}
