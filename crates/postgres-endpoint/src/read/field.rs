//! What a column of a DuckDB type is in Arrow: the same field that the library in process gives.

use std::collections::HashMap;
use std::sync::Arc;

use aludel_dialect::{SqlType, TimeUnit};
use aludel_duckdb_sql::type_text;
use aludel_engine::TYPE_NAME;
use aludel_postgres_wire::arrow_unit;
use arrow_schema::{DataType, Field, Fields, IntervalUnit, TimeUnit as ArrowUnit, UnionFields, UnionMode};

/// So deep may a type be nested: what is projected is nested as deep, and twice for maps.
const DEPTH: usize = 50;

/// So many values may an array have, those of arrays in it counted: a NULL takes as much room in Arrow.
const MOST_PLACES: u64 = 1 << 22;

/// How many values Arrow keeps of one, also of a NULL: arrays have a fixed length.
pub(super) fn places(sql_type: &SqlType) -> u64 {
    match sql_type {
        SqlType::Array(element, length) => places(element).saturating_mul(u64::from(*length)),
        SqlType::Struct(members) | SqlType::Union(members) => {
            members.iter().fold(0_u64, |sum, member| sum.saturating_add(places(&member.sql_type)))
        }
        _ => 1,
    }
}

/// The field of a column.
///
/// # Errors
/// Why Arrow can't hold it, or its values can't be fetched over this wire.
pub(super) fn field(name: &str, sql_type: &SqlType) -> Result<Field, String> {
    nested(name, sql_type, 0)
}

fn nested(name: &str, sql_type: &SqlType, depth: usize) -> Result<Field, String> {
    if depth > DEPTH {
        return Err(format!("its type is nested more than {DEPTH} levels deep: cast it to text"));
    }
    let part = |name: &str, sql_type: &SqlType| nested(name, sql_type, depth + 1);
    let data_type = match sql_type {
        SqlType::Boolean => DataType::Boolean,
        SqlType::Int8 => DataType::Int8,
        SqlType::Int16 => DataType::Int16,
        SqlType::Int32 => DataType::Int32,
        SqlType::Int64 => DataType::Int64,
        SqlType::UInt8 => DataType::UInt8,
        SqlType::UInt16 => DataType::UInt16,
        SqlType::UInt32 => DataType::UInt32,
        SqlType::UInt64 => DataType::UInt64,
        SqlType::Float32 => DataType::Float32,
        SqlType::Float64 => DataType::Float64,
        SqlType::Int128 | SqlType::UInt128 | SqlType::Uuid => DataType::FixedSizeBinary(16),
        SqlType::TimeTz => DataType::FixedSizeBinary(8),
        SqlType::Decimal { precision, scale } => {
            let scale = i8::try_from(*scale).map_err(|_| "its scale is out of range".to_owned())?;
            DataType::Decimal128(*precision, scale)
        }
        SqlType::Date => DataType::Date32,
        SqlType::Time(TimeUnit::Nanosecond) => DataType::Time64(ArrowUnit::Nanosecond),
        SqlType::Time(_) => DataType::Time64(ArrowUnit::Microsecond),
        SqlType::Timestamp(unit) => DataType::Timestamp(arrow_unit(*unit), None),
        SqlType::TimestampTz(unit) => DataType::Timestamp(arrow_unit(*unit), Some("UTC".into())),
        SqlType::Interval => DataType::Interval(IntervalUnit::MonthDayNano),
        SqlType::Text | SqlType::Json => DataType::Utf8,
        SqlType::Bytes | SqlType::Bits | SqlType::BigInteger => DataType::Binary,
        SqlType::Native(words) if words == "GEOMETRY" => DataType::Binary,
        SqlType::Null => DataType::Null,
        SqlType::Enum(labels) => {
            let key = match labels.len() {
                0..=255 => DataType::UInt8,
                256..=65_535 => DataType::UInt16,
                _ => DataType::UInt32,
            };
            DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8))
        }
        SqlType::List(element) => DataType::List(Arc::new(part("item", element)?)),
        SqlType::Array(..) if places(sql_type) > MOST_PLACES => {
            return Err(format!("a value of its arrays has more than {MOST_PLACES} places: cast it to text"));
        }
        SqlType::Array(element, length) => {
            let length = i32::try_from(*length).map_err(|_| "its arrays are too long for Arrow".to_owned())?;
            DataType::FixedSizeList(Arc::new(part("item", element)?), length)
        }
        SqlType::Struct(members) => {
            let members = members.iter().map(|member| part(&member.name, &member.sql_type));
            DataType::Struct(members.collect::<Result<Fields, _>>()?)
        }
        SqlType::Map(key, value) => {
            let fields: Fields = [part("key", key)?.with_nullable(false), part("value", value)?].into_iter().collect();
            DataType::Map(Arc::new(Field::new("entries", DataType::Struct(fields), false)), false)
        }
        SqlType::Union(members) if members.len() > 127 => {
            return Err("Arrow's unions have at most 127 members".to_owned());
        }
        SqlType::Union(members) => {
            let fields = members.iter().map(|member| part(&member.name, &member.sql_type).map(Arc::new));
            let fields = fields.collect::<Result<Vec<_>, _>>()?;
            DataType::Union((0_i8..).zip(fields).collect::<UnionFields>(), UnionMode::Sparse)
        }
        _ => return Err(format!("values of type {} can't be fetched: cast it in the query", type_text(sql_type))),
    };
    let mut metadata = extension(sql_type);
    metadata.insert(TYPE_NAME.to_owned(), type_text(sql_type));
    Ok(Field::new(name, data_type, true).with_metadata(metadata))
}

/// What tells a reader that a type of Arrow stands for another.
fn extension(sql_type: &SqlType) -> HashMap<String, String> {
    let opaque =
        |kind: &str| ("arrow.opaque", Some(format!("{{\"type_name\":\"{kind}\",\"vendor_name\":\"DuckDB\"}}")));
    let (name, metadata) = match sql_type {
        SqlType::Int128 => opaque("hugeint"),
        SqlType::UInt128 => opaque("uhugeint"),
        SqlType::TimeTz => opaque("time_tz"),
        SqlType::Bits => opaque("bit"),
        SqlType::BigInteger => opaque("bignum"),
        SqlType::Uuid => ("arrow.uuid", Some(String::new())),
        SqlType::Json => ("arrow.json", Some(String::new())),
        SqlType::Native(_) => ("geoarrow.wkb", None),
        _ => return HashMap::new(),
    };
    let metadata = metadata.map(|metadata| ("ARROW:extension:metadata".to_owned(), metadata));
    [("ARROW:extension:name".to_owned(), name.to_owned())].into_iter().chain(metadata).collect()
}
