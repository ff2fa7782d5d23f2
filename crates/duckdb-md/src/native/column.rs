//! What a result's columns look like in Arrow, and how each is read.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use arrow_schema::{DataType, Field, Fields, IntervalUnit, TimeUnit, UnionFields, UnionMode};

use super::fault::Fault;
use super::logical::{self as id, LogicalType};

/// The key under which a field carries DuckDB's own type text.
pub(super) const TYPE_NAME: &str = "aludel.type";

/// As deep as values are bound. Whoever has the batches walks, prints and drops them by recursion.
const DEPTH: usize = 200;

const EXTENSION_NAME: &str = "ARROW:extension:name";
const EXTENSION_METADATA: &str = "ARROW:extension:metadata";

/// How a vector is read.
#[derive(Debug)]
pub(super) enum Kind {
    /// One byte a value, to bits.
    Boolean,
    /// Values of so many bytes, which Arrow keeps as DuckDB does.
    Fixed(usize),
    /// 16 bytes whose first bit is flipped, least significant first; Arrow wants them as they are written.
    Uuid,
    /// An integer of so many bytes, widened to 16.
    Decimal(usize),
    /// Months, days, microseconds; Arrow wants nanoseconds.
    Interval,
    /// `duckdb_string_t`, checked to be UTF-8.
    Text,
    /// `duckdb_string_t`.
    Bytes,
    /// Positions of so many bytes in a list of names.
    Enum(usize, ArrayRef),
    /// Offset and length in a child.
    List(Box<Column>),
    /// The child's elements, so many for each row.
    Array(Box<Column>, usize),
    /// Children of the same length.
    Struct(Vec<Column>),
    /// A LIST of a STRUCT of two.
    Map(Box<Column>),
    /// A STRUCT whose first child says which of the others counts.
    Union(Vec<Column>),
    /// NULLs only.
    Null,
}

/// How a column is read and what it is in Arrow.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) kind: Kind,
    pub(super) field: Arc<Field>,
}

impl Column {
    /// The column `name` of type `logical`.
    ///
    /// # Errors
    /// [`Fault::Column`] for a type that Arrow can't hold without loss.
    pub(super) fn new(name: &str, logical: &LogicalType) -> Result<Self, Fault> {
        Self::nested(name, name, logical, 0)
    }

    /// A column or a part of one; errors name the whole `column`.
    fn nested(column: &str, name: &str, logical: &LogicalType, depth: usize) -> Result<Self, Fault> {
        if depth > DEPTH {
            return Err(Fault::column(
                column,
                format!("its type is nested more than {DEPTH} levels deep: cast it to text"),
            ));
        }
        let part = |name: &str, logical: &LogicalType| Self::nested(column, name, logical, depth + 1);
        let mut extension = None;
        let (kind, data_type) = match logical.id() {
            id::BOOLEAN => (Kind::Boolean, DataType::Boolean),
            id::TINYINT => (Kind::Fixed(1), DataType::Int8),
            id::SMALLINT => (Kind::Fixed(2), DataType::Int16),
            id::INTEGER => (Kind::Fixed(4), DataType::Int32),
            id::BIGINT => (Kind::Fixed(8), DataType::Int64),
            id::UTINYINT => (Kind::Fixed(1), DataType::UInt8),
            id::USMALLINT => (Kind::Fixed(2), DataType::UInt16),
            id::UINTEGER => (Kind::Fixed(4), DataType::UInt32),
            id::UBIGINT => (Kind::Fixed(8), DataType::UInt64),
            id::FLOAT => (Kind::Fixed(4), DataType::Float32),
            id::DOUBLE => (Kind::Fixed(8), DataType::Float64),
            id::HUGEINT => {
                extension = Some(Extension::Opaque("hugeint"));
                (Kind::Fixed(16), DataType::FixedSizeBinary(16))
            }
            id::UHUGEINT => {
                extension = Some(Extension::Opaque("uhugeint"));
                (Kind::Fixed(16), DataType::FixedSizeBinary(16))
            }
            id::TIME_TZ => {
                extension = Some(Extension::Opaque("time_tz"));
                (Kind::Fixed(8), DataType::FixedSizeBinary(8))
            }
            id::UUID => {
                extension = Some(Extension::Named("arrow.uuid"));
                (Kind::Uuid, DataType::FixedSizeBinary(16))
            }
            id::DECIMAL => {
                let (precision, scale, storage) = logical.decimal_parts();
                let scale = i8::try_from(scale).map_err(|_| Fault::column(column, "its scale is out of range"))?;
                (Kind::Decimal(width(storage)), DataType::Decimal128(precision, scale))
            }
            id::DATE => (Kind::Fixed(4), DataType::Date32),
            id::TIME => (Kind::Fixed(8), DataType::Time64(TimeUnit::Microsecond)),
            id::TIME_NS => (Kind::Fixed(8), DataType::Time64(TimeUnit::Nanosecond)),
            id::TIMESTAMP => (Kind::Fixed(8), DataType::Timestamp(TimeUnit::Microsecond, None)),
            id::TIMESTAMP_S => (Kind::Fixed(8), DataType::Timestamp(TimeUnit::Second, None)),
            id::TIMESTAMP_MS => (Kind::Fixed(8), DataType::Timestamp(TimeUnit::Millisecond, None)),
            id::TIMESTAMP_NS => (Kind::Fixed(8), DataType::Timestamp(TimeUnit::Nanosecond, None)),
            // A point in time whatever the session's zone is; the label says what the number counts from.
            id::TIMESTAMP_TZ => (Kind::Fixed(8), DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()))),
            id::INTERVAL => (Kind::Interval, DataType::Interval(IntervalUnit::MonthDayNano)),
            id::VARCHAR => {
                if logical.is_json() {
                    extension = Some(Extension::Named("arrow.json"));
                }
                (Kind::Text, DataType::Utf8)
            }
            id::BLOB => (Kind::Bytes, DataType::Binary),
            id::BIT => {
                extension = Some(Extension::Opaque("bit"));
                (Kind::Bytes, DataType::Binary)
            }
            id::BIGNUM => {
                extension = Some(Extension::Opaque("bignum"));
                (Kind::Bytes, DataType::Binary)
            }
            id::GEOMETRY => {
                extension = Some(Extension::Named("geoarrow.wkb"));
                (Kind::Bytes, DataType::Binary)
            }
            id::SQLNULL => (Kind::Null, DataType::Null),
            id::ENUM => {
                let (names, storage) = logical.enum_names();
                let (bytes, key) = match width(storage) {
                    1 => (1, DataType::UInt8),
                    2 => (2, DataType::UInt16),
                    _ => (4, DataType::UInt32),
                };
                let names: ArrayRef = Arc::new(StringArray::from(names));
                (Kind::Enum(bytes, names), DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8)))
            }
            id::LIST => {
                let element = part("item", &logical.element())?;
                let data_type = DataType::List(element.field.clone());
                (Kind::List(Box::new(element)), data_type)
            }
            id::ARRAY => {
                let element = part("item", &logical.element())?;
                let length = i32::try_from(logical.array_length())
                    .map_err(|_| Fault::column(column, "its arrays are too long for Arrow"))?;
                let data_type = DataType::FixedSizeList(element.field.clone(), length);
                (Kind::Array(Box::new(element), length.unsigned_abs() as usize), data_type)
            }
            id::STRUCT => {
                let members = logical.named_members();
                let members = members.iter().map(|(name, kind)| part(name, kind)).collect::<Result<Vec<_>, _>>()?;
                let fields: Fields = members.iter().map(|member| member.field.clone()).collect();
                (Kind::Struct(members), DataType::Struct(fields))
            }
            id::MAP => {
                let (key, value) = logical.entry();
                let mut key = part("key", &key)?;
                key.field = Arc::new(key.field.as_ref().clone().with_nullable(false));
                let value = part("value", &value)?;
                let fields: Fields = [key.field.clone(), value.field.clone()].into_iter().collect();
                let entries = Arc::new(Field::new("entries", DataType::Struct(fields), false));
                let data_type = DataType::Map(entries.clone(), false);
                (Kind::Map(Box::new(Column { kind: Kind::Struct(vec![key, value]), field: entries })), data_type)
            }
            id::UNION => {
                let members = logical.named_members();
                let members = members.iter().map(|(name, kind)| part(name, kind)).collect::<Result<Vec<_>, _>>()?;
                if members.len() > 127 {
                    return Err(Fault::column(column, "Arrow's unions have at most 127 members"));
                }
                let fields: UnionFields = (0i8..).zip(members.iter().map(|member| member.field.clone())).collect();
                (Kind::Union(members), DataType::Union(fields, UnionMode::Sparse))
            }
            _ => {
                let reason = format!("values of type {} can't be fetched: cast it in the query", logical.text());
                return Err(Fault::column(column, reason));
            }
        };
        let mut metadata = extension.map_or_else(HashMap::new, |extension| extension.metadata());
        metadata.insert(TYPE_NAME.to_owned(), logical.text());
        let field = Field::new(name, data_type, true).with_metadata(metadata);
        Ok(Column { kind, field: Arc::new(field) })
    }
}

enum Extension {
    Named(&'static str),
    Opaque(&'static str),
}

impl Extension {
    fn metadata(&self) -> HashMap<String, String> {
        let (name, parameters) = match self {
            Extension::Named(name) => (*name, String::new()),
            Extension::Opaque(kind) => {
                ("arrow.opaque", format!("{{\"type_name\":\"{kind}\",\"vendor_name\":\"DuckDB\"}}"))
            }
        };
        let mut metadata = HashMap::from([(EXTENSION_NAME.to_owned(), name.to_owned())]);
        if !parameters.is_empty() || name.starts_with("arrow.") {
            metadata.insert(EXTENSION_METADATA.to_owned(), parameters);
        }
        metadata
    }
}

/// The bytes of the integer type that a DECIMAL or ENUM is kept in.
fn width(storage: u32) -> usize {
    match storage {
        id::UTINYINT => 1,
        id::SMALLINT | id::USMALLINT => 2,
        id::INTEGER | id::UINTEGER => 4,
        id::BIGINT => 8,
        _ => 16,
    }
}
