//! Neutral SQL types: what a column, a cast or a parameter is, whatever the engine calls it.

use std::fmt;

/// The resolution of a time of day or a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeUnit {
    /// Whole seconds.
    Second,
    /// Thousandths of a second.
    Millisecond,
    /// Millionths of a second.
    Microsecond,
    /// Billionths of a second.
    Nanosecond,
}

impl TimeUnit {
    /// How many of this unit make a second.
    pub const fn per_second(self) -> i64 {
        match self {
            TimeUnit::Second => 1,
            TimeUnit::Millisecond => 1_000,
            TimeUnit::Microsecond => 1_000_000,
            TimeUnit::Nanosecond => 1_000_000_000,
        }
    }

    /// How many digits of a second's fraction this unit can tell.
    pub const fn digits(self) -> usize {
        match self {
            TimeUnit::Second => 0,
            TimeUnit::Millisecond => 3,
            TimeUnit::Microsecond => 6,
            TimeUnit::Nanosecond => 9,
        }
    }
}

/// A named member of a [`SqlType::Struct`] or [`SqlType::Union`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// The member's name, case preserved.
    pub name: String,
    /// The member's type.
    pub sql_type: SqlType,
}

impl Field {
    /// A member called `name` of type `sql_type`.
    pub fn new(name: impl Into<String>, sql_type: SqlType) -> Self {
        Self { name: name.into(), sql_type }
    }
}

/// A neutral SQL type; each dialect spells it, or refuses it.
///
/// ```
/// # use aludel_dialect::SqlType;
/// let price = SqlType::Decimal { precision: 15, scale: 2 };
/// assert_eq!(price.to_string(), "DECIMAL(15, 2)");
/// assert_eq!(SqlType::list(SqlType::Int64).to_string(), "LIST(INT64)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SqlType {
    /// True, false or NULL.
    Boolean,
    /// Signed, 8 bits.
    Int8,
    /// Signed, 16 bits.
    Int16,
    /// Signed, 32 bits.
    Int32,
    /// Signed, 64 bits.
    Int64,
    /// Signed, 128 bits (DuckDB's HUGEINT).
    Int128,
    /// Unsigned, 8 bits.
    UInt8,
    /// Unsigned, 16 bits.
    UInt16,
    /// Unsigned, 32 bits.
    UInt32,
    /// Unsigned, 64 bits.
    UInt64,
    /// Unsigned, 128 bits (DuckDB's UHUGEINT).
    UInt128,
    /// An integer of any size (DuckDB's BIGNUM).
    BigInteger,
    /// IEEE 754, 32 bits.
    Float32,
    /// IEEE 754, 64 bits.
    Float64,
    /// Exact decimal number: `precision` digits, `scale` of them after the point.
    Decimal {
        /// Digits in all, 1 to 76.
        precision: u8,
        /// Digits after the decimal point, 0 to `precision`.
        scale: u8,
    },
    /// Unicode text of any length.
    Text,
    /// Bytes of any length.
    Bytes,
    /// A string of bits.
    Bits,
    /// A calendar day.
    Date,
    /// A time of day without offset.
    Time(TimeUnit),
    /// A time of day with an offset from UTC.
    TimeTz,
    /// A point on the calendar without time zone.
    Timestamp(TimeUnit),
    /// A point in time, shown in the session's time zone.
    TimestampTz(TimeUnit),
    /// Months, days and a time span.
    Interval,
    /// A UUID.
    Uuid,
    /// A JSON document, kept as the text that was stored.
    Json,
    /// One of a fixed list of names.
    Enum(Vec<String>),
    /// Any number of values of one type.
    List(Box<SqlType>),
    /// A fixed number of values of one type.
    Array(Box<SqlType>, u32),
    /// Named members.
    Struct(Vec<Field>),
    /// Keys and values.
    Map(Box<SqlType>, Box<SqlType>),
    /// One of several named alternatives.
    Union(Vec<Field>),
    /// The type of NULL where nothing else is known.
    Null,
    /// A type in the engine's own words, passed through as it stands.
    Native(String),
}

impl SqlType {
    /// A list of `element`s.
    pub fn list(element: SqlType) -> Self {
        SqlType::List(Box::new(element))
    }

    /// An array of exactly `length` `element`s.
    pub fn array(element: SqlType, length: u32) -> Self {
        SqlType::Array(Box::new(element), length)
    }

    /// A map from `key` to `value`.
    pub fn map(key: SqlType, value: SqlType) -> Self {
        SqlType::Map(Box::new(key), Box::new(value))
    }

    /// `DECIMAL(precision, scale)`.
    pub const fn decimal(precision: u8, scale: u8) -> Self {
        SqlType::Decimal { precision, scale }
    }
}

/// Neutral words, the same for every dialect; what goes to an engine is its dialect's spelling.
impl fmt::Display for SqlType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = |f: &mut fmt::Formatter<'_>, word: &str, fields: &[Field]| {
            write!(f, "{word}(")?;
            for (index, field) in fields.iter().enumerate() {
                let comma = if index == 0 { "" } else { ", " };
                write!(f, "{comma}{} {}", field.name, field.sql_type)?;
            }
            f.write_str(")")
        };
        let fraction = |f: &mut fmt::Formatter<'_>, word: &str, unit: &TimeUnit| write!(f, "{word}({})", unit.digits());
        match self {
            SqlType::Boolean => f.write_str("BOOLEAN"),
            SqlType::Int8 => f.write_str("INT8"),
            SqlType::Int16 => f.write_str("INT16"),
            SqlType::Int32 => f.write_str("INT32"),
            SqlType::Int64 => f.write_str("INT64"),
            SqlType::Int128 => f.write_str("INT128"),
            SqlType::UInt8 => f.write_str("UINT8"),
            SqlType::UInt16 => f.write_str("UINT16"),
            SqlType::UInt32 => f.write_str("UINT32"),
            SqlType::UInt64 => f.write_str("UINT64"),
            SqlType::UInt128 => f.write_str("UINT128"),
            SqlType::BigInteger => f.write_str("BIGINTEGER"),
            SqlType::Float32 => f.write_str("FLOAT32"),
            SqlType::Float64 => f.write_str("FLOAT64"),
            SqlType::Decimal { precision, scale } => write!(f, "DECIMAL({precision}, {scale})"),
            SqlType::Text => f.write_str("TEXT"),
            SqlType::Bytes => f.write_str("BYTES"),
            SqlType::Bits => f.write_str("BITS"),
            SqlType::Date => f.write_str("DATE"),
            SqlType::Time(unit) => fraction(f, "TIME", unit),
            SqlType::TimeTz => f.write_str("TIME WITH TIME ZONE"),
            SqlType::Timestamp(unit) => fraction(f, "TIMESTAMP", unit),
            SqlType::TimestampTz(unit) => write!(f, "TIMESTAMP({}) WITH TIME ZONE", unit.digits()),
            SqlType::Interval => f.write_str("INTERVAL"),
            SqlType::Uuid => f.write_str("UUID"),
            SqlType::Json => f.write_str("JSON"),
            SqlType::Enum(names) => write!(f, "ENUM({})", names.join(", ")),
            SqlType::List(element) => write!(f, "LIST({element})"),
            SqlType::Array(element, length) => write!(f, "ARRAY({element}, {length})"),
            SqlType::Struct(fields) => members(f, "STRUCT", fields),
            SqlType::Map(key, value) => write!(f, "MAP({key}, {value})"),
            SqlType::Union(fields) => members(f, "UNION", fields),
            SqlType::Null => f.write_str("NULL"),
            SqlType::Native(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_show_their_parts() {
        let point = SqlType::Struct(vec![Field::new("x", SqlType::Float64), Field::new("y", SqlType::Float64)]);
        let cases = [
            (SqlType::Time(TimeUnit::Second), "TIME(0)"),
            (SqlType::Timestamp(TimeUnit::Nanosecond), "TIMESTAMP(9)"),
            (SqlType::TimestampTz(TimeUnit::Microsecond), "TIMESTAMP(6) WITH TIME ZONE"),
            (SqlType::Enum(vec!["red".into(), "green".into()]), "ENUM(red, green)"),
            (SqlType::list(point), "LIST(STRUCT(x FLOAT64, y FLOAT64))"),
            (SqlType::array(SqlType::decimal(76, 38), 3), "ARRAY(DECIMAL(76, 38), 3)"),
            (SqlType::map(SqlType::Text, SqlType::list(SqlType::Int8)), "MAP(TEXT, LIST(INT8))"),
            (SqlType::Union(vec![Field::new("n", SqlType::Int64)]), "UNION(n INT64)"),
            (SqlType::Struct(vec![]), "STRUCT()"),
            (SqlType::Native("GEOMETRY".into()), "GEOMETRY"),
        ];
        for (sql_type, text) in cases {
            assert_eq!(sql_type.to_string(), text);
        }
    }

    #[test]
    fn units_agree_with_their_digits() {
        for unit in [TimeUnit::Second, TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond] {
            assert_eq!(10_i64.pow(u32::try_from(unit.digits()).expect("few")), unit.per_second());
        }
    }
}
