//! Types by the names that sea-query's users give them, and by sea-query's own.

use ::sea_query::{ColumnType, StringLen};
use aludel_dialect::{SqlType, TimeUnit};

use super::unwritten;
use crate::BuildError;

/// The type of a name behind CAST. Only names that mean one thing everywhere: what else stands there is an engine's own
/// text.
pub(super) fn named(name: &str) -> Result<SqlType, BuildError> {
    Ok(match name.trim().to_lowercase().as_str() {
        "boolean" | "bool" => SqlType::Boolean,
        "smallint" | "int2" => SqlType::Int16,
        "integer" | "int" | "int4" => SqlType::Int32,
        "bigint" | "int8" => SqlType::Int64,
        "real" | "float4" => SqlType::Float32,
        "double" | "double precision" | "float8" => SqlType::Float64,
        "text" | "varchar" | "character varying" => SqlType::Text,
        "bytea" | "blob" => SqlType::Bytes,
        "date" => SqlType::Date,
        "time" => SqlType::Time(TimeUnit::Microsecond),
        "timestamp" | "timestamp without time zone" => SqlType::Timestamp(TimeUnit::Microsecond),
        "timestamptz" | "timestamp with time zone" => SqlType::TimestampTz(TimeUnit::Microsecond),
        "interval" => SqlType::Interval,
        "uuid" => SqlType::Uuid,
        "json" | "jsonb" => SqlType::Json,
        other => match decimal(other) {
            Some(decimal) => decimal,
            None => {
                return Err(BuildError::usage(format!(
                    "the type {name:?} of a sea-query CAST is not known on every engine: say integer, bigint, double precision, \
                     decimal(p, s), text, date, timestamp or another of the standard's"
                )));
            }
        },
    })
}

/// `decimal(18, 2)`
fn decimal(name: &str) -> Option<SqlType> {
    let digits = name.strip_prefix("decimal").or_else(|| name.strip_prefix("numeric"))?;
    let digits = digits.trim().strip_prefix('(')?.strip_suffix(')')?;
    let (precision, scale) = digits.split_once(',').unwrap_or((digits, "0"));
    Some(SqlType::Decimal { precision: precision.trim().parse().ok()?, scale: scale.trim().parse().ok()? })
}

/// The type of a column that is made.
pub(super) fn column(column: &ColumnType) -> Result<SqlType, BuildError> {
    let digits = |number: u32| u8::try_from(number).map_err(|_| unwritten(format_args!("DECIMAL of {number} digits")));
    Ok(match column {
        ColumnType::Text | ColumnType::String(StringLen::None | StringLen::Max) => SqlType::Text,
        ColumnType::Char(_) | ColumnType::String(StringLen::N(_)) => {
            let message = "engines for analytics keep no length of a text: say `text()`, and a CHECK of its length";
            return Err(BuildError::usage(message));
        }
        ColumnType::Blob | ColumnType::VarBinary(StringLen::None | StringLen::Max) => SqlType::Bytes,
        ColumnType::TinyInteger => SqlType::Int8,
        ColumnType::SmallInteger => SqlType::Int16,
        ColumnType::Integer => SqlType::Int32,
        ColumnType::BigInteger => SqlType::Int64,
        ColumnType::TinyUnsigned => SqlType::UInt8,
        ColumnType::SmallUnsigned => SqlType::UInt16,
        ColumnType::Unsigned => SqlType::UInt32,
        ColumnType::BigUnsigned => SqlType::UInt64,
        ColumnType::Float => SqlType::Float32,
        ColumnType::Double => SqlType::Float64,
        ColumnType::Decimal(Some((precision, scale))) => {
            SqlType::Decimal { precision: digits(*precision)?, scale: digits(*scale)? }
        }
        ColumnType::Date => SqlType::Date,
        ColumnType::Time => SqlType::Time(TimeUnit::Microsecond),
        ColumnType::DateTime | ColumnType::Timestamp => SqlType::Timestamp(TimeUnit::Microsecond),
        ColumnType::TimestampWithTimeZone => SqlType::TimestampTz(TimeUnit::Microsecond),
        ColumnType::Interval(None, None) => SqlType::Interval,
        ColumnType::Boolean => SqlType::Boolean,
        ColumnType::Json | ColumnType::JsonBinary => SqlType::Json,
        ColumnType::Uuid => SqlType::Uuid,
        ColumnType::Array(element) => SqlType::list(self::column(element)?),
        ColumnType::Enum { variants, .. } => SqlType::Enum(variants.iter().map(ToString::to_string).collect()),
        other => return Err(unwritten(format_args!("column type {other:?}"))),
    })
}
