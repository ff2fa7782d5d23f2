//! Any column as a [`Value`], with nothing lost.

use aludel_dialect::bigdecimal::{BigDecimal, num_bigint::BigInt};
use aludel_dialect::{Bits, Date, Interval, Time, TimeTz, Timestamp, Value};
use arrow_array::cast::AsArray;
use arrow_array::{Array, UnionArray};
use arrow_schema::DataType;
use uuid::Uuid;

use super::logical::{Logical, is_enum};
use super::{
    BytesReader, Column, ColumnReader, Columns, DecodeError, DecodeErrorKind, FromColumn, ListReader, Nulls,
    duckdb_bytes,
};

/// Reads any column.
pub struct ValueReader {
    source: Source,
    nulls: Nulls,
}

type Reader<T> = <T as FromColumn>::Reader;

enum Source {
    Null,
    Boolean(Reader<bool>),
    Int8(Reader<i8>),
    Int16(Reader<i16>),
    Int32(Reader<i32>),
    Int64(Reader<i64>),
    Int128(Reader<i128>),
    UInt8(Reader<u8>),
    UInt16(Reader<u16>),
    UInt32(Reader<u32>),
    UInt64(Reader<u64>),
    UInt128(Reader<u128>),
    BigInteger(Reader<BigInt>),
    Float32(Reader<f32>),
    Float64(Reader<f64>),
    Decimal(Reader<BigDecimal>),
    Text(Reader<String>),
    Json(Reader<String>),
    Enum(Reader<String>),
    Bytes(BytesReader),
    Bits(Reader<Bits>),
    Date(Reader<Date>),
    Time(Reader<Time>),
    TimeTz(Reader<TimeTz>),
    Timestamp(Reader<Timestamp>),
    Interval(Reader<Interval>),
    Uuid(Reader<Uuid>),
    List(Box<ListReader<Value>>),
    Array(Box<ListReader<Value>>),
    Struct(Vec<(String, ColumnReader<ValueReader>)>),
    Map(Box<ListReader<(Value, Value)>>),
    Union(Box<Union>),
}

struct Union {
    array: UnionArray,
    /// By type id.
    members: Vec<(i8, String, ColumnReader<ValueReader>)>,
}

impl Union {
    fn of(array: &UnionArray) -> Result<Self, DecodeError> {
        let DataType::Union(fields, _) = array.data_type() else {
            return Err(DecodeError::wrong_type::<Value>());
        };
        let members = fields
            .iter()
            .map(|(id, field)| Ok((id, field.name().clone(), Column::new(field, array.child(id))?.read_as::<Value>()?)))
            .collect::<Result<_, DecodeError>>()?;
        Ok(Self { array: array.clone(), members })
    }

    fn read(&self, row: usize) -> Result<Value, DecodeError> {
        let id = self.array.type_id(row);
        match self.members.iter().find(|(member, ..)| *member == id) {
            Some((_, name, reader)) => match reader.read::<Value>(self.array.value_offset(row))? {
                Value::Null if self.members.first().is_some_and(|(first, ..)| *first == id) => Ok(Value::Null),
                value => Ok(Value::Union(name.clone(), Box::new(value))),
            },
            None => Err(DecodeError::new(DecodeErrorKind::Malformed { of: "union" })),
        }
    }
}

/// From any column that has a neutral type; see [`sql_type_of`](super::sql_type_of).
///
/// Arrow writes the NULL of a union as a NULL of its first member, and so it is read. A backend refuses a union whose
/// first member is chosen and NULL, because it could not be told from that.
impl FromColumn for Value {
    type Reader = ValueReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let source = if column.is_null_type() { Source::Null } else { source(column)? };
        Ok(ValueReader { source, nulls: column.nulls() })
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if let Source::Union(union) = &reader.source {
            return union.read(row);
        }
        if reader.nulls.is_null(row) {
            return Ok(Value::Null);
        }
        fn read<T: FromColumn>(
            reader: &T::Reader,
            row: usize,
            value: impl Fn(T) -> Value,
        ) -> Result<Value, DecodeError> {
            T::read(reader, row).map(value)
        }
        match &reader.source {
            Source::Null => Ok(Value::Null),
            Source::Boolean(reader) => read(reader, row, Value::Boolean),
            Source::Int8(reader) => read(reader, row, Value::Int8),
            Source::Int16(reader) => read(reader, row, Value::Int16),
            Source::Int32(reader) => read(reader, row, Value::Int32),
            Source::Int64(reader) => read(reader, row, Value::Int64),
            Source::Int128(reader) => read(reader, row, Value::Int128),
            Source::UInt8(reader) => read(reader, row, Value::UInt8),
            Source::UInt16(reader) => read(reader, row, Value::UInt16),
            Source::UInt32(reader) => read(reader, row, Value::UInt32),
            Source::UInt64(reader) => read(reader, row, Value::UInt64),
            Source::UInt128(reader) => read(reader, row, Value::UInt128),
            Source::BigInteger(reader) => read(reader, row, Value::BigInteger),
            Source::Float32(reader) => read(reader, row, Value::Float32),
            Source::Float64(reader) => read(reader, row, Value::Float64),
            Source::Decimal(reader) => read(reader, row, Value::Decimal),
            Source::Text(reader) => read(reader, row, Value::Text),
            Source::Json(reader) => read(reader, row, Value::Json),
            Source::Enum(reader) => read(reader, row, Value::Enum),
            Source::Bytes(reader) => Ok(Value::Bytes(reader.get(row).to_vec())),
            Source::Bits(reader) => read(reader, row, Value::Bits),
            Source::Date(reader) => read(reader, row, Value::Date),
            Source::Time(reader) => read(reader, row, Value::Time),
            Source::TimeTz(reader) => read(reader, row, Value::TimeTz),
            Source::Timestamp(reader) => read(reader, row, Value::Timestamp),
            Source::Interval(reader) => read(reader, row, Value::Interval),
            Source::Uuid(reader) => read(reader, row, Value::Uuid),
            Source::List(list) => list.elements::<Value>(row)?.collect::<Result<_, _>>().map(Value::List),
            Source::Array(list) => list.elements::<Value>(row)?.collect::<Result<_, _>>().map(Value::Array),
            Source::Struct(members) => members
                .iter()
                .map(|(name, reader)| Ok((name.clone(), reader.read::<Value>(row)?)))
                .collect::<Result<_, _>>()
                .map(Value::Struct),
            Source::Map(entries) => entries.elements::<Value>(row)?.collect::<Result<_, _>>().map(Value::Map),
            Source::Union(union) => union.read(row),
        }
    }
}

fn source(column: &Column) -> Result<Source, DecodeError> {
    let is_nested = column.array().data_type().is_nested();
    if is_nested && matches!(column.logical(), Logical::Plain) { nested(column) } else { flat(column) }
}

fn flat(column: &Column) -> Result<Source, DecodeError> {
    Ok(match column.logical() {
        Logical::Bool8 => Source::Boolean(bool::reader(column)?),
        Logical::Uuid => Source::Uuid(Uuid::reader(column)?),
        Logical::Json => Source::Json(String::reader(column)?),
        Logical::HugeInt => Source::Int128(i128::reader(column)?),
        Logical::UHugeInt => Source::UInt128(u128::reader(column)?),
        Logical::Bit => Source::Bits(Bits::reader(column)?),
        Logical::TimeTz => Source::TimeTz(TimeTz::reader(column)?),
        Logical::BigNum | Logical::Int256 | Logical::UInt256 => Source::BigInteger(BigInt::reader(column)?),
        Logical::Ipv4 | Logical::Ipv6 => Source::Text(String::reader(column)?),
        Logical::Plain => plain(column)?,
    })
}

fn plain(column: &Column) -> Result<Source, DecodeError> {
    let array = column.array();
    Ok(match array.data_type() {
        DataType::Null => Source::Null,
        DataType::Boolean => Source::Boolean(bool::reader(column)?),
        DataType::Int8 => Source::Int8(i8::reader(column)?),
        DataType::Int16 => Source::Int16(i16::reader(column)?),
        DataType::Int32 => Source::Int32(i32::reader(column)?),
        DataType::Int64 => Source::Int64(i64::reader(column)?),
        DataType::UInt8 => Source::UInt8(u8::reader(column)?),
        DataType::UInt16 => Source::UInt16(u16::reader(column)?),
        DataType::UInt32 => Source::UInt32(u32::reader(column)?),
        DataType::UInt64 => Source::UInt64(u64::reader(column)?),
        DataType::Float32 => Source::Float32(f32::reader(column)?),
        DataType::Float64 => Source::Float64(f64::reader(column)?),
        DataType::Decimal32(..) | DataType::Decimal64(..) | DataType::Decimal128(..) | DataType::Decimal256(..) => {
            Source::Decimal(BigDecimal::reader(column)?)
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Source::Text(String::reader(column)?),
        DataType::Dictionary(key, value) if is_enum(key, value) => Source::Enum(String::reader(column)?),
        DataType::Dictionary(..) => Source::Text(String::reader(column)?),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            Source::Bytes(BytesReader::of(column).ok_or_else(DecodeError::wrong_type::<Value>)?)
        }
        DataType::Date32 | DataType::Date64 => Source::Date(Date::reader(column)?),
        DataType::Time32(_) | DataType::Time64(_) => Source::Time(Time::reader(column)?),
        DataType::Timestamp(..) => Source::Timestamp(Timestamp::reader(column)?),
        DataType::Interval(_) | DataType::Duration(_) => Source::Interval(Interval::reader(column)?),
        _ => return nested(column),
    })
}

/// What has parts, apart from the rest: only this function's frame is on the stack once for each level.
fn nested(column: &Column) -> Result<Source, DecodeError> {
    let array = column.array();
    Ok(match array.data_type() {
        DataType::List(_) | DataType::LargeList(_) | DataType::ListView(_) | DataType::LargeListView(_) => {
            Source::List(Box::new(list(column)?))
        }
        DataType::FixedSizeList(..) => Source::Array(Box::new(list(column)?)),
        DataType::Map(..) => Source::Map(Box::new(list(column)?)),
        DataType::Struct(_) => {
            let members = Columns::from(array.as_struct());
            let reader = |(index, name): (usize, &str)| Ok((name.to_owned(), members.read_at::<Value>(index)?));
            Source::Struct(members.names().enumerate().map(reader).collect::<Result<_, DecodeError>>()?)
        }
        DataType::Union(..) => Source::Union(Box::new(Union::of(array.as_union())?)),
        _ => {
            return Err(DecodeError::new(DecodeErrorKind::UnknownType {
                arrow: format!("Arrow's {}", array.data_type()),
            }));
        }
    })
}

fn list<T: FromColumn>(column: &Column) -> Result<ListReader<T>, DecodeError> {
    ListReader::of(column)?.ok_or_else(DecodeError::wrong_type::<Value>)
}

/// From a bit string.
impl FromColumn for Bits {
    type Reader = BytesReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        match (column.logical(), BytesReader::storage(column)) {
            (Logical::Bit, Some(reader)) => Ok(reader),
            _ => Err(DecodeError::wrong_type::<Self>()),
        }
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.is_null(row) { Err(DecodeError::null::<Self>()) } else { duckdb_bytes::bits(reader.get(row)) }
    }
}

/// From a UUID.
impl FromColumn for Uuid {
    type Reader = BytesReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        match (column.logical(), BytesReader::storage(column)) {
            (Logical::Uuid, Some(reader)) => Ok(reader),
            _ => Err(DecodeError::wrong_type::<Self>()),
        }
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.is_null(row) {
            return Err(DecodeError::null::<Self>());
        }
        Uuid::from_slice(reader.get(row)).map_err(|_| DecodeError::new(DecodeErrorKind::Malformed { of: "UUID" }))
    }
}
