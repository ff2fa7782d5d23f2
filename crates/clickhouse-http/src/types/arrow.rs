//! What a type is in Arrow, with nothing lost.
//!
//! | ClickHouse | Arrow |
//! |---|---|
//! | `Int8` … `UInt64`, `Float32`, `Float64`, `Bool` | the same |
//! | `BFloat16` | `Float32`, which holds all its values |
//! | `Int128`, `UInt128`, `Int256`, `UInt256` | `FixedSizeBinary` of little-endian bytes, `arrow.opaque` |
//! | `Decimal` | `Decimal32` to `Decimal256`, as wide as ClickHouse's own |
//! | `String` | `Utf8`; a value that is no UTF-8 is an error that names the column |
//! | `FixedString(n)` | `FixedSizeBinary(n)` |
//! | `UUID`, `JSON` | `arrow.uuid`, `arrow.json` |
//! | `IPv4`, `IPv6` | `FixedSizeBinary` in network order, `arrow.opaque` |
//! | `Date`, `Date32` | `Date32` |
//! | `DateTime` | `Timestamp`, labelled UTC: the server counts in UTC, and sends no zone |
//! | `DateTime64` | `Timestamp` in the type's own zone; without one, see [`Unzoned`] |
//! | `Time`, `Time64` | `Time32`, `Time64`; ClickHouse's reach from -999 to 999 hours, and are kept as they are |
//! | `Interval…` | `Interval(MonthDayNano)` |
//! | `Enum8`, `Enum16` | dictionary with unsigned keys |
//! | `LowCardinality(T)` | dictionary with signed keys |
//! | `Array`, `Tuple`, `Map`, `Nested`, geometries | `List`, `Struct`, `Map`, `List` of `Struct` |
//! | `Variant` | dense union; its NULL is a NULL of the first alternative |
//!
//! `Dynamic`, `AggregateFunction` and what is not named here are refused by the column's name.

use std::sync::Arc;

use aludel_engine::{ENUM_NAMES, TYPE_NAME};
use arrow_schema::{DataType, Field, Fields, IntervalUnit, TimeUnit, UnionFields, UnionMode};

use super::{EnumSize, Kind, Member, Type};

/// What a `DateTime64` is whose type names no zone. The server counts it since 1970 in UTC, and shows it in the session's zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unzoned {
    /// A point in time, labelled UTC: another zone shows some hours twice a year, and which is meant would be lost.
    #[default]
    Instant,
    /// What calendar and clock show: the session's zone is UTC, so that it is the same count.
    Clock,
}

/// A type whose values are not read, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotRead {
    pub(crate) type_text: String,
    pub(crate) way_out: &'static str,
}

/// A column or a part of one, with the server's own words for its type.
pub(crate) fn field(name: &str, of: &Type, unzoned: Unzoned) -> Result<Field, NotRead> {
    let mut metadata = vec![(TYPE_NAME.to_owned(), of.text.clone())];
    if let Some((extension, parameters)) = extension(bare(of)) {
        metadata.push(("ARROW:extension:name".to_owned(), extension.to_owned()));
        metadata.push(("ARROW:extension:metadata".to_owned(), parameters));
    }
    if let Kind::Enum(_, members) = &bare(of).kind {
        let names = members.iter().map(|(_, name)| format!("'{}'", name.replace('\'', "''")));
        metadata.push((ENUM_NAMES.to_owned(), names.collect::<Vec<_>>().join(", ")));
    }
    Ok(Field::new(name, data_type(of, unzoned)?, is_nullable(of)).with_metadata(metadata.into_iter().collect()))
}

/// The type below `Nullable` and `LowCardinality`, which say nothing about values.
fn bare(of: &Type) -> &Type {
    match &of.kind {
        Kind::Nullable(inner) | Kind::LowCardinality(inner) => bare(inner),
        _ => of,
    }
}

fn is_nullable(of: &Type) -> bool {
    match &of.kind {
        Kind::Nullable(_) | Kind::Nothing | Kind::Variant(_) => true,
        Kind::LowCardinality(inner) => is_nullable(inner),
        _ => false,
    }
}

fn extension(of: &Type) -> Option<(&'static str, String)> {
    let opaque =
        |name: &str| Some(("arrow.opaque", format!("{{\"type_name\":\"{name}\",\"vendor_name\":\"aludel\"}}")));
    match of.kind {
        Kind::Int128 => opaque("hugeint"),
        Kind::Int256 => opaque("int256"),
        Kind::UInt128 => opaque("uhugeint"),
        Kind::UInt256 => opaque("uint256"),
        Kind::IPv4 => opaque("ipv4"),
        Kind::IPv6 => opaque("ipv6"),
        Kind::Uuid => Some(("arrow.uuid", String::new())),
        Kind::Json => Some(("arrow.json", String::new())),
        _ => None,
    }
}

/// The Arrow type that values of this type are read into.
fn data_type(of: &Type, unzoned: Unzoned) -> Result<DataType, NotRead> {
    Ok(match &of.kind {
        Kind::Nothing => DataType::Null,
        Kind::Bool => DataType::Boolean,
        Kind::Int8 => DataType::Int8,
        Kind::Int16 => DataType::Int16,
        Kind::Int32 => DataType::Int32,
        Kind::Int64 => DataType::Int64,
        Kind::UInt8 => DataType::UInt8,
        Kind::UInt16 => DataType::UInt16,
        Kind::UInt32 => DataType::UInt32,
        Kind::UInt64 => DataType::UInt64,
        Kind::Int128 | Kind::UInt128 | Kind::Uuid | Kind::IPv6 => DataType::FixedSizeBinary(16),
        Kind::Int256 | Kind::UInt256 => DataType::FixedSizeBinary(32),
        Kind::IPv4 => DataType::FixedSizeBinary(4),
        Kind::Float32 | Kind::BFloat16 => DataType::Float32,
        Kind::Float64 => DataType::Float64,
        Kind::Decimal { precision, scale } => {
            // No greater than the precision, which is at most 76.
            let scale = i8::try_from(*scale).unwrap_or(i8::MAX);
            match precision {
                0..=9 => DataType::Decimal32(*precision, scale),
                10..=18 => DataType::Decimal64(*precision, scale),
                19..=38 => DataType::Decimal128(*precision, scale),
                _ => DataType::Decimal256(*precision, scale),
            }
        }
        Kind::String | Kind::Json => DataType::Utf8,
        Kind::FixedString(length) => match i32::try_from(*length) {
            Ok(length) if length > 0 => DataType::FixedSizeBinary(length),
            _ => return Err(not_read(of, "its length is not one that Arrow has")),
        },
        Kind::Date | Kind::Date32 => DataType::Date32,
        // The zone of one in seconds is not sent, so that none in its type says nothing.
        Kind::DateTime(zone) => DataType::Timestamp(TimeUnit::Second, label(zone.as_deref(), Unzoned::Instant)),
        Kind::DateTime64(digits, zone) => {
            DataType::Timestamp(unit_with_digits(*digits), label(zone.as_deref(), unzoned))
        }
        Kind::Time => DataType::Time32(TimeUnit::Second),
        // Not Time32 in milliseconds: it ends at 596 hours.
        Kind::Time64(digits) => match digits {
            0 => DataType::Time32(TimeUnit::Second),
            1..=6 => DataType::Time64(TimeUnit::Microsecond),
            _ => DataType::Time64(TimeUnit::Nanosecond),
        },
        Kind::Interval(_) => DataType::Interval(IntervalUnit::MonthDayNano),
        Kind::Enum(size, _) => {
            let key = match size {
                EnumSize::Eight => DataType::UInt8,
                EnumSize::Sixteen => DataType::UInt16,
            };
            DataType::Dictionary(Box::new(key), Box::new(DataType::Utf8))
        }
        Kind::Nullable(inner) => data_type(inner, unzoned)?,
        Kind::LowCardinality(inner) => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(data_type(inner, unzoned)?))
        }
        Kind::Array(element) => DataType::List(Arc::new(field("item", element, unzoned)?)),
        Kind::Tuple(members) => DataType::Struct(fields(members, unzoned)?),
        Kind::Map(entry) => {
            let members = Fields::from(vec![field("key", &entry.0, unzoned)?, field("value", &entry.1, unzoned)?]);
            DataType::Map(Arc::new(Field::new("entries", DataType::Struct(members), false)), false)
        }
        Kind::Variant(alternatives) => DataType::Union(union(of, alternatives, unzoned)?, UnionMode::Dense),
        Kind::Dynamic => return Err(not_read(of, "select one of its types, `column.Int64`, or toString(column)")),
        Kind::Other if of.text.starts_with("AggregateFunction") => {
            return Err(not_read(
                of,
                "finish the state in the query: finalizeAggregation(column), or sumMerge and the like",
            ));
        }
        Kind::Other if of.text.starts_with("QBit") => {
            return Err(not_read(of, "cast it in the query: column::Array(Float32)"));
        }
        Kind::Other => return Err(not_read(of, "cast the column to another type in the query")),
    })
}

fn not_read(of: &Type, way_out: &'static str) -> NotRead {
    NotRead { type_text: of.text.clone(), way_out }
}

fn label(zone: Option<&str>, unzoned: Unzoned) -> Option<Arc<str>> {
    match (zone, unzoned) {
        (Some(zone), _) => Some(Arc::from(zone)),
        (None, Unzoned::Instant) => Some(Arc::from("UTC")),
        (None, Unzoned::Clock) => None,
    }
}

/// The coarsest of Arrow's units that tells so many digits of a second.
fn unit_with_digits(digits: u8) -> TimeUnit {
    match digits {
        0 => TimeUnit::Second,
        1..=3 => TimeUnit::Millisecond,
        4..=6 => TimeUnit::Microsecond,
        _ => TimeUnit::Nanosecond,
    }
}

/// Members without a name go by their number, as in ClickHouse's own SQL (`t.1`).
fn fields(members: &[Member], unzoned: Unzoned) -> Result<Fields, NotRead> {
    let number = |index: usize| (index + 1).to_string();
    members
        .iter()
        .enumerate()
        .map(|(index, member)| {
            field(&member.name.clone().unwrap_or_else(|| number(index)), &member.member_type, unzoned)
        })
        .collect()
}

/// Each alternative may be NULL: Arrow's unions have no NULL of their own.
fn union(of: &Type, alternatives: &[Type], unzoned: Unzoned) -> Result<UnionFields, NotRead> {
    let too_many = || not_read(of, "Arrow's unions have at most 127 alternatives");
    alternatives
        .iter()
        .enumerate()
        .map(|(index, alternative)| {
            let number = i8::try_from(index).map_err(|_| too_many())?;
            let part = field(&alternative.text, alternative, unzoned)?;
            Ok((number, Arc::new(part.with_nullable(true))))
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use aludel_dialect::SqlType;
    use aludel_engine::sql_type_of;

    use super::*;

    fn field_of(text: &str) -> Result<Field, NotRead> {
        field("c", &text.parse().unwrap(), Unzoned::default())
    }

    #[test]
    fn each_type_has_its_neutral_type() {
        use aludel_dialect::TimeUnit as Unit;
        for (text, expected) in [
            ("Int64", SqlType::Int64),
            ("BFloat16", SqlType::Float32),
            ("Int128", SqlType::Int128),
            ("UInt128", SqlType::UInt128),
            ("Int256", SqlType::BigInteger),
            ("UInt256", SqlType::BigInteger),
            ("Decimal(5, 2)", SqlType::decimal(5, 2)),
            ("Nullable(Decimal(76, 10))", SqlType::decimal(76, 10)),
            ("LowCardinality(Nullable(String))", SqlType::Text),
            ("LowCardinality(UInt8)", SqlType::UInt8),
            ("FixedString(3)", SqlType::Bytes),
            ("UUID", SqlType::Uuid),
            ("IPv4", SqlType::Text),
            ("IPv6", SqlType::Text),
            ("JSON(a UInt8)", SqlType::Json),
            ("DateTime", SqlType::TimestampTz(Unit::Second)),
            ("DateTime64(4, 'Europe/Berlin')", SqlType::TimestampTz(Unit::Microsecond)),
            ("Time", SqlType::Time(Unit::Second)),
            ("Time64(9)", SqlType::Time(Unit::Nanosecond)),
            ("IntervalWeek", SqlType::Interval),
            (r"Enum8('b' = 2, 'a\'' = 1)", SqlType::Enum(vec!["a'".into(), "b".into()])),
            ("Array(Nullable(UInt8))", SqlType::list(SqlType::UInt8)),
            ("Map(String, Array(Date))", SqlType::map(SqlType::Text, SqlType::list(SqlType::Date))),
            ("Nullable(Nothing)", SqlType::Null),
        ] {
            assert_eq!(sql_type_of(&field_of(text).unwrap()).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_null_says_so() {
        for (text, nullable) in [
            ("UInt8", false),
            ("Nullable(UInt8)", true),
            ("LowCardinality(String)", false),
            ("LowCardinality(Nullable(String))", true),
            ("Variant(String, UInt8)", true),
            ("Array(Nullable(UInt8))", false),
        ] {
            assert_eq!(field_of(text).unwrap().is_nullable(), nullable, "{text}");
        }
    }

    #[test]
    fn what_is_not_read_is_refused_with_a_way_out() {
        for (text, way_out) in [
            ("AggregateFunction(sum, UInt8)", "finalizeAggregation"),
            ("Array(AggregateFunction(sum, UInt8))", "finalizeAggregation"),
            ("QBit(Float32, 3)", "Array(Float32)"),
            ("Dynamic", "toString"),
            ("SomethingNew(1)", "cast"),
        ] {
            let refused = field_of(text).unwrap_err();
            assert!(refused.way_out.contains(way_out), "{refused:?}");
        }
    }
}
