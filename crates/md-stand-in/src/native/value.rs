//! Values as DuckDB takes them: for parameters, and to have DuckDB write them as text.

use duckdb::ffi;

use super::logical::{LogicalType, Shape};
use super::read::Cell;
use super::{Fault, take_text};

/// A value of DuckDB, owned.
pub(super) struct Value(ffi::duckdb_value);

impl Drop for Value {
    fn drop(&mut self) {
        // SAFETY: ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_value(&mut self.0) }
    }
}

fn hugeint(number: i128) -> ffi::duckdb_hugeint {
    ffi::duckdb_hugeint { lower: number as u64, upper: (number >> 64) as i64 }
}

impl Value {
    fn from_raw(raw: ffi::duckdb_value) -> Result<Self, Fault> {
        if raw.is_null() { Err(Fault("Conversion Error: DuckDB refused the value".to_owned())) } else { Ok(Self(raw)) }
    }

    pub(super) fn raw(&self) -> ffi::duckdb_value {
        self.0
    }

    /// `cell`, which is of the type `shape`.
    pub(super) fn new(cell: &Cell, shape: &Shape) -> Result<Self, Fault> {
        // SAFETY (all): plain numbers, pointer and length of a borrow, live handles; DuckDB copies what it is given.
        let raw = unsafe {
            match (cell, shape) {
                (Cell::Null, Shape::Null | Shape::Unknown) => ffi::duckdb_create_null_value(),
                (Cell::Null, shape) => {
                    let null = Self::from_raw(ffi::duckdb_create_null_value())?;
                    return null.cast(shape);
                }
                (Cell::Boolean(truth), _) => ffi::duckdb_create_bool(*truth),
                (Cell::Integer(number), shape) => match shape {
                    Shape::TinyInt => ffi::duckdb_create_int8(*number as i8),
                    Shape::SmallInt => ffi::duckdb_create_int16(*number as i16),
                    Shape::Integer => ffi::duckdb_create_int32(*number as i32),
                    Shape::BigInt => ffi::duckdb_create_int64(*number as i64),
                    Shape::UTinyInt => ffi::duckdb_create_uint8(*number as u8),
                    Shape::USmallInt => ffi::duckdb_create_uint16(*number as u16),
                    Shape::UInteger => ffi::duckdb_create_uint32(*number as u32),
                    Shape::UBigInt => ffi::duckdb_create_uint64(*number as u64),
                    _ => ffi::duckdb_create_hugeint(hugeint(*number)),
                },
                (Cell::UHugeInt(number), _) => ffi::duckdb_create_uhugeint(ffi::duckdb_uhugeint {
                    lower: *number as u64,
                    upper: (*number >> 64) as u64,
                }),
                (Cell::Float(number), _) => ffi::duckdb_create_float(*number),
                (Cell::Double(number), _) => ffi::duckdb_create_double(*number),
                (Cell::Decimal(digits), Shape::Decimal { width, scale }) => {
                    ffi::duckdb_create_decimal(ffi::duckdb_decimal {
                        width: *width,
                        scale: *scale,
                        value: hugeint(*digits),
                    })
                }
                (Cell::Text(text), Shape::Varchar | Shape::Enum(_) | Shape::Unknown | Shape::Null) => {
                    ffi::duckdb_create_varchar_length(text.as_ptr().cast(), text.len() as u64)
                }
                // Text that DuckDB is to read.
                (Cell::Text(text), shape) => {
                    let raw = ffi::duckdb_create_varchar_length(text.as_ptr().cast(), text.len() as u64);
                    return Self::from_raw(raw)?.cast(shape);
                }
                (Cell::Bytes(bytes), Shape::Bit) => {
                    let mut bytes = bytes.clone();
                    ffi::duckdb_create_bit(ffi::duckdb_bit { data: bytes.as_mut_ptr(), size: bytes.len() as u64 })
                }
                (Cell::Bytes(bytes), _) => ffi::duckdb_create_blob(bytes.as_ptr(), bytes.len() as u64),
                (Cell::Uuid(number), _) => ffi::duckdb_create_uuid(ffi::duckdb_uhugeint {
                    lower: *number as u64,
                    upper: (*number >> 64) as u64,
                }),
                (Cell::Date(days), _) => ffi::duckdb_create_date(ffi::duckdb_date { days: *days }),
                (Cell::Time(nanos), Shape::TimeNs) => ffi::duckdb_create_time_ns(ffi::duckdb_time_ns { nanos: *nanos }),
                (Cell::Time(micros), _) => ffi::duckdb_create_time(ffi::duckdb_time { micros: *micros }),
                (Cell::TimeTz(micros, offset), _) => {
                    ffi::duckdb_create_time_tz_value(ffi::duckdb_create_time_tz(*micros, *offset))
                }
                (Cell::Timestamp(number), shape) => match shape {
                    Shape::TimestampS => ffi::duckdb_create_timestamp_s(ffi::duckdb_timestamp_s { seconds: *number }),
                    Shape::TimestampMs => ffi::duckdb_create_timestamp_ms(ffi::duckdb_timestamp_ms { millis: *number }),
                    Shape::TimestampNs => ffi::duckdb_create_timestamp_ns(ffi::duckdb_timestamp_ns { nanos: *number }),
                    Shape::TimestampTz => ffi::duckdb_create_timestamp_tz(ffi::duckdb_timestamp { micros: *number }),
                    _ => ffi::duckdb_create_timestamp(ffi::duckdb_timestamp { micros: *number }),
                },
                (Cell::Interval { months, days, micros }, _) => {
                    ffi::duckdb_create_interval(ffi::duckdb_interval { months: *months, days: *days, micros: *micros })
                }
                (Cell::List(items), Shape::List(element) | Shape::Array(element, _)) => {
                    let kind = LogicalType::of(element);
                    let items = items.iter().map(|item| Self::new(item, element)).collect::<Result<Vec<_>, _>>()?;
                    let mut raw: Vec<_> = items.iter().map(Value::raw).collect();
                    let count = raw.len() as u64;
                    match shape {
                        Shape::Array(..) => ffi::duckdb_create_array_value(kind.raw(), raw.as_mut_ptr(), count),
                        _ => ffi::duckdb_create_list_value(kind.raw(), raw.as_mut_ptr(), count),
                    }
                }
                (Cell::Struct(cells), Shape::Struct(members)) => {
                    let kind = LogicalType::of(shape);
                    let values = cells.iter().zip(members).map(|(cell, (_, shape))| Self::new(cell, shape));
                    let values = values.collect::<Result<Vec<_>, _>>()?;
                    let mut raw: Vec<_> = values.iter().map(Value::raw).collect();
                    ffi::duckdb_create_struct_value(kind.raw(), raw.as_mut_ptr())
                }
                (Cell::Map(entries), Shape::Map(key_shape, value_shape)) => {
                    let kind = LogicalType::of(shape);
                    let keys = entries.iter().map(|(key, _)| Self::new(key, key_shape));
                    let keys = keys.collect::<Result<Vec<_>, _>>()?;
                    let values = entries.iter().map(|(_, value)| Self::new(value, value_shape));
                    let values = values.collect::<Result<Vec<_>, _>>()?;
                    let mut raw_keys: Vec<_> = keys.iter().map(Value::raw).collect();
                    let mut raw_values: Vec<_> = values.iter().map(Value::raw).collect();
                    let count = raw_keys.len() as u64;
                    ffi::duckdb_create_map_value(kind.raw(), raw_keys.as_mut_ptr(), raw_values.as_mut_ptr(), count)
                }
                (Cell::Union(tag, cell), Shape::Union(members)) => {
                    let kind = LogicalType::of(shape);
                    let member = members.get(*tag).map_or(&Shape::Null, |(_, shape)| shape);
                    let value = Self::new(cell, member)?;
                    ffi::duckdb_create_union_value(kind.raw(), *tag as u64, value.raw())
                }
                _ => {
                    let reason = "Not implemented Error: the stand-in does not read this type: cast it to VARCHAR";
                    return Err(Fault(reason.to_owned()));
                }
            }
        };
        Self::from_raw(raw)
    }

    /// The value cast by DuckDB itself. The C API has no cast, but a list's elements are cast to its type.
    pub(super) fn cast(&self, shape: &Shape) -> Result<Self, Fault> {
        let kind = LogicalType::of(shape);
        let mut element = self.0;
        // SAFETY: live handles; the list copies the element, and the one that it gives back is ours.
        unsafe {
            let list = ffi::duckdb_create_list_value(kind.raw(), &mut element, 1);
            if list.is_null() {
                let text = take_text(ffi::duckdb_get_varchar(self.0)).unwrap_or_default();
                return Err(Fault(format!("Conversion Error: Could not convert string '{text}' to {shape:?}")));
            }
            let list = Self(list);
            Self::from_raw(ffi::duckdb_get_list_child(list.0, 0))
        }
    }

    /// As DuckDB casts it to VARCHAR.
    pub(super) fn text(&self) -> String {
        // SAFETY: a live handle; the text is ours to free.
        unsafe { take_text(ffi::duckdb_get_varchar(self.0)) }.unwrap_or_default()
    }
}

impl Cell {
    /// The text that DuckDB writes for it.
    pub(crate) fn text(&self, shape: &Shape) -> Result<String, Fault> {
        match self {
            Cell::Text(text) => Ok(text.clone()),
            cell => Ok(Value::new(cell, shape)?.text()),
        }
    }
}
