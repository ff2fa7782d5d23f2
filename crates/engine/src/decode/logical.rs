//! What a column holds: its Arrow type together with its extension, never the engine's name.

use aludel_dialect::{Field as SqlField, SqlType, TimeUnit};
use arrow_schema::{DataType, Field, IntervalUnit, TimeUnit as ArrowUnit};

use super::{DecodeError, DecodeErrorKind};

/// The key in a field's metadata under which the engine's own type text stands, such as `DECIMAL(15,2)`.
pub const TYPE_NAME: &str = "aludel.type";

/// The key in a field's metadata under which an enum's names stand, as SQL writes a list of texts: `'sad', 'it''s ok'`.
/// For engines whose own type text does not list them so.
pub const ENUM_NAMES: &str = "aludel.enum";

/// Whose `arrow.opaque` types are known: the names and byte formats are those that DuckDB gave them where it has
/// them, and any backend may use them as `aludel`'s. Another vendor's type of the same name is not guessed to be laid out alike.
const VENDORS: [&str; 2] = ["aludel", "DuckDB"];

const EXTENSION_NAME: &str = "ARROW:extension:name";
const EXTENSION_METADATA: &str = "ARROW:extension:metadata";

/// What an extension says about the storage type below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Logical {
    /// No extension: the Arrow type says it all.
    Plain,
    /// A truth value in a byte, which is how DuckDB hands over BOOLEAN when nothing may be lost.
    Bool8,
    Uuid,
    Json,
    HugeInt,
    UHugeInt,
    Bit,
    TimeTz,
    BigNum,
    /// A little-endian number of 256 bits.
    Int256,
    UInt256,
    /// An address of the Internet Protocol, in network order.
    Ipv4,
    Ipv6,
}

impl Logical {
    /// # Errors
    /// An extension that is not known, or a known one over a storage type that it does not have.
    pub(crate) fn of(field: &Field) -> Result<Self, DecodeError> {
        let Some(name) = field.metadata().get(EXTENSION_NAME) else {
            return Ok(Logical::Plain);
        };
        let metadata = field.metadata().get(EXTENSION_METADATA).map_or("", String::as_str);
        let logical = match name.as_str() {
            "arrow.bool8" => Some(Logical::Bool8),
            "arrow.uuid" => Some(Logical::Uuid),
            "arrow.json" => Some(Logical::Json),
            "arrow.opaque" if json_text(metadata, "vendor_name").is_some_and(|vendor| VENDORS.contains(&vendor)) => {
                match json_text(metadata, "type_name") {
                    Some("hugeint") => Some(Logical::HugeInt),
                    Some("uhugeint") => Some(Logical::UHugeInt),
                    Some("bit") => Some(Logical::Bit),
                    Some("time_tz") => Some(Logical::TimeTz),
                    Some("bignum") => Some(Logical::BigNum),
                    Some("int256") => Some(Logical::Int256),
                    Some("uint256") => Some(Logical::UInt256),
                    Some("ipv4") => Some(Logical::Ipv4),
                    Some("ipv6") => Some(Logical::Ipv6),
                    _ => None,
                }
            }
            _ => None,
        };
        logical.filter(|logical| logical.stands_on(storage(field.data_type()))).ok_or_else(|| unknown(field))
    }

    fn stands_on(self, storage: &DataType) -> bool {
        match self {
            Logical::Plain => true,
            Logical::Bool8 => *storage == DataType::Int8,
            Logical::Uuid | Logical::HugeInt | Logical::UHugeInt | Logical::Ipv6 => {
                *storage == DataType::FixedSizeBinary(16)
            }
            Logical::Int256 | Logical::UInt256 => *storage == DataType::FixedSizeBinary(32),
            Logical::Ipv4 => *storage == DataType::FixedSizeBinary(4),
            Logical::TimeTz => *storage == DataType::FixedSizeBinary(8),
            Logical::Json => matches!(storage, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View),
            Logical::Bit | Logical::BigNum => {
                matches!(storage, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
            }
        }
    }
}

/// The type below dictionaries and runs.
fn storage(data_type: &DataType) -> &DataType {
    match data_type {
        DataType::Dictionary(_, values) => storage(values),
        DataType::RunEndEncoded(_, values) => storage(values.data_type()),
        other => other,
    }
}

/// The text of a member of a flat JSON object, as extensions write their metadata; `None` where it has escapes.
fn json_text<'a>(object: &'a str, member: &str) -> Option<&'a str> {
    let (_, after) = object.split_once(&format!("\"{member}\""))?;
    let text = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (text, _) = text.split_once('"')?;
    (!text.contains('\\')).then_some(text)
}

fn unknown(field: &Field) -> DecodeError {
    let arrow = match field.metadata().get(EXTENSION_NAME) {
        None => format!("Arrow's {}", field.data_type()),
        Some(name) => match field.metadata().get(EXTENSION_METADATA) {
            Some(metadata) if !metadata.is_empty() => format!("the Arrow extension {name} {metadata}"),
            _ => format!("the Arrow extension {name}"),
        },
    };
    DecodeError::new(DecodeErrorKind::UnknownType { arrow }).in_column(field.name(), &found_type(field))
}

/// A field's type for people: the engine's own words if it has them, and Arrow's.
pub(crate) fn found_type(field: &Field) -> String {
    match field.metadata().get(TYPE_NAME) {
        // Arrow's text is written by recursion.
        _ if is_too_deep(field.data_type()) => "a nested type".to_owned(),
        Some(own) => format!("{own} (Arrow: {})", field.data_type()),
        None => field.data_type().to_string(),
    }
}

/// How many levels of lists, structs, maps and unions may stand in one another. Values are read, written and dropped by
/// recursion, and each level takes some of a thread's stack.
pub(crate) const DEPTH: usize = 32;

/// # Errors
/// [`DecodeErrorKind::TooDeep`], with the column's name.
pub(crate) fn check_depth(field: &Field) -> Result<(), DecodeError> {
    if is_too_deep(field.data_type()) {
        let error = DecodeError::new(DecodeErrorKind::TooDeep { limit: DEPTH });
        return Err(error.in_column(field.name(), &found_type(field)));
    }
    Ok(())
}

/// Whether a type is nested deeper than [`DEPTH`]; itself no deeper than that in recursion.
fn is_too_deep(data_type: &DataType) -> bool {
    fn deeper(data_type: &DataType, left: usize) -> bool {
        let part = |part: &DataType| left == 0 || deeper(part, left - 1);
        match data_type {
            DataType::Dictionary(_, value) => part(value),
            DataType::RunEndEncoded(_, value) => part(value.data_type()),
            DataType::List(element)
            | DataType::LargeList(element)
            | DataType::ListView(element)
            | DataType::LargeListView(element)
            | DataType::FixedSizeList(element, _) => part(element.data_type()),
            // The struct of a map's entries is no level of its own.
            DataType::Map(entries, _) => left == 0 || deeper(entries.data_type(), left),
            DataType::Struct(members) => members.iter().any(|member| part(member.data_type())),
            DataType::Union(members, _) => members.iter().any(|(_, member)| part(member.data_type())),
            _ => false,
        }
    }
    deeper(data_type, DEPTH)
}

/// Whether the engine says that the type of this column is that of a bare NULL.
///
/// DuckDB's Arrow export gives such a column the type INTEGER.
pub(crate) fn is_null_type(field: &Field) -> bool {
    *field.data_type() == DataType::Null
        || field.metadata().get(TYPE_NAME).is_some_and(|own| matches!(own.as_str(), "NULL" | "\"NULL\""))
}

/// An enum arrives as a dictionary with unsigned keys; one with signed keys is text that was compressed.
pub(crate) fn is_enum(key: &DataType, value: &DataType) -> bool {
    key.is_unsigned_integer() && matches!(value, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// The neutral type of a result's column, by its Arrow type and extension.
///
/// The names of an enum are read from the engine's own type text, and are missing where that does not list them.
///
/// ```
/// use aludel_dialect::SqlType;
/// use aludel_engine::decode::sql_type_of;
/// use arrow_schema::{DataType, Field};
///
/// let price = Field::new("price", DataType::Decimal128(15, 2), true);
/// assert_eq!(sql_type_of(&price)?, SqlType::decimal(15, 2));
/// # Ok::<(), aludel_engine::DecodeError>(())
/// ```
///
/// # Errors
/// [`DecodeErrorKind::UnknownType`] for a type that has no reader; [`DecodeErrorKind::TooDeep`].
pub fn sql_type_of(field: &Field) -> Result<SqlType, DecodeError> {
    check_depth(field)?;
    if is_null_type(field) {
        return Ok(SqlType::Null);
    }
    Ok(match Logical::of(field)? {
        Logical::Bool8 => SqlType::Boolean,
        Logical::Uuid => SqlType::Uuid,
        Logical::Json => SqlType::Json,
        Logical::HugeInt => SqlType::Int128,
        Logical::UHugeInt => SqlType::UInt128,
        Logical::Bit => SqlType::Bits,
        Logical::TimeTz => SqlType::TimeTz,
        Logical::BigNum | Logical::Int256 | Logical::UInt256 => SqlType::BigInteger,
        // No dialect has a neutral type for them; their text is what every engine takes.
        Logical::Ipv4 | Logical::Ipv6 => SqlType::Text,
        Logical::Plain => plain(field, field.data_type())?,
    })
}

fn plain(field: &Field, data_type: &DataType) -> Result<SqlType, DecodeError> {
    Ok(match data_type {
        DataType::Null => SqlType::Null,
        DataType::Boolean => SqlType::Boolean,
        DataType::Int8 => SqlType::Int8,
        DataType::Int16 => SqlType::Int16,
        DataType::Int32 => SqlType::Int32,
        DataType::Int64 => SqlType::Int64,
        DataType::UInt8 => SqlType::UInt8,
        DataType::UInt16 => SqlType::UInt16,
        DataType::UInt32 => SqlType::UInt32,
        DataType::UInt64 => SqlType::UInt64,
        DataType::Float32 => SqlType::Float32,
        DataType::Float64 => SqlType::Float64,
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale)
        | DataType::Decimal256(precision, scale) => {
            let scale = u8::try_from(*scale).map_err(|_| unknown(field))?;
            SqlType::Decimal { precision: *precision, scale }
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => SqlType::Text,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            SqlType::Bytes
        }
        DataType::Date32 | DataType::Date64 => SqlType::Date,
        DataType::Time32(unit) | DataType::Time64(unit) => SqlType::Time(time_unit(*unit)),
        DataType::Timestamp(unit, None) => SqlType::Timestamp(time_unit(*unit)),
        DataType::Timestamp(unit, Some(_)) => SqlType::TimestampTz(time_unit(*unit)),
        DataType::Interval(IntervalUnit::YearMonth | IntervalUnit::DayTime | IntervalUnit::MonthDayNano)
        | DataType::Duration(_) => SqlType::Interval,
        DataType::Dictionary(key, value) if is_enum(key, value) => {
            let names = field.metadata().get(ENUM_NAMES).or_else(|| field.metadata().get(TYPE_NAME));
            SqlType::Enum(names.map_or_else(Vec::new, |names| enum_names(names)))
        }
        DataType::Dictionary(_, value) => plain(field, value)?,
        DataType::RunEndEncoded(_, value) => sql_type_of(value)?,
        DataType::List(element)
        | DataType::LargeList(element)
        | DataType::ListView(element)
        | DataType::LargeListView(element) => SqlType::list(sql_type_of(element)?),
        DataType::FixedSizeList(element, length) => {
            SqlType::array(sql_type_of(element)?, u32::try_from(*length).map_err(|_| unknown(field))?)
        }
        DataType::Struct(members) => {
            SqlType::Struct(members.iter().map(|member| sql_field(member)).collect::<Result<_, _>>()?)
        }
        DataType::Map(entries, _) => match entries.data_type() {
            DataType::Struct(members) if members.len() == 2 => {
                SqlType::map(sql_type_of(&members[0])?, sql_type_of(&members[1])?)
            }
            _ => return Err(unknown(field)),
        },
        DataType::Union(members, _) => {
            SqlType::Union(members.iter().map(|(_, member)| sql_field(member)).collect::<Result<_, _>>()?)
        }
        DataType::Float16 => return Err(unknown(field)),
    })
}

fn sql_field(member: &Field) -> Result<SqlField, DecodeError> {
    Ok(SqlField::new(member.name(), sql_type_of(member)?))
}

pub(crate) fn time_unit(unit: ArrowUnit) -> TimeUnit {
    match unit {
        ArrowUnit::Second => TimeUnit::Second,
        ArrowUnit::Millisecond => TimeUnit::Millisecond,
        ArrowUnit::Microsecond => TimeUnit::Microsecond,
        ArrowUnit::Nanosecond => TimeUnit::Nanosecond,
    }
}

/// The names in a text like `ENUM('sad', 'it''s ok')`.
fn enum_names(own: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = own;
    while let Some((_, after)) = rest.split_once('\'') {
        let mut name = String::new();
        rest = after;
        loop {
            let Some((part, after)) = rest.split_once('\'') else {
                return Vec::new();
            };
            name.push_str(part);
            rest = after;
            match rest.strip_prefix('\'') {
                Some(after) => {
                    name.push('\'');
                    rest = after;
                }
                None => break,
            }
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn enums_list_their_names() {
        assert_eq!(enum_names("ENUM('sad', 'it''s ok', '')"), ["sad", "it's ok", ""]);
        assert!(enum_names("mood").is_empty());
        assert!(enum_names("ENUM('torn").is_empty());
    }

    #[test]
    fn extensions_are_known_or_refused() {
        let field = |data_type, name: &str, metadata: &str| {
            Field::new("c", data_type, true).with_metadata(
                [(EXTENSION_NAME, name), (EXTENSION_METADATA, metadata)]
                    .map(|(key, value)| (key.to_owned(), value.to_owned()))
                    .into(),
            )
        };
        let opaque = |name: &str| format!("{{\"type_name\":\"{name}\",\"vendor_name\":\"DuckDB\"}}");
        let fixed = DataType::FixedSizeBinary;
        for (data_type, name, metadata, expected) in [
            (DataType::Int8, "arrow.bool8", String::new(), Some(SqlType::Boolean)),
            (fixed(16), "arrow.uuid", String::new(), Some(SqlType::Uuid)),
            (fixed(16), "arrow.opaque", opaque("hugeint"), Some(SqlType::Int128)),
            (fixed(16), "arrow.opaque", opaque("hugeint").replace("DuckDB", "aludel"), Some(SqlType::Int128)),
            (fixed(8), "arrow.opaque", opaque("time_tz"), Some(SqlType::TimeTz)),
            (DataType::Binary, "arrow.opaque", opaque("bit"), Some(SqlType::Bits)),
            (DataType::Binary, "arrow.opaque", opaque("hugeint"), None),
            (DataType::Binary, "arrow.opaque", opaque("variant"), None),
            (DataType::Binary, "arrow.opaque", "{\"type_name\":\"bit\",\"vendor_name\":\"Else\"}".into(), None),
            (DataType::Binary, "geoarrow.wkb", "{}".into(), None),
        ] {
            let found = sql_type_of(&field(data_type, name, &metadata));
            match (found, expected) {
                (Ok(found), Some(expected)) => assert_eq!(found, expected),
                (Err(error), None) => assert_eq!(error.column(), Some("c")),
                (found, expected) => panic!("{name} {metadata}: {found:?}, not {expected:?}"),
            }
        }
    }
}
