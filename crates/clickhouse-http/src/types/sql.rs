//! Neutral types in ClickHouse's words.

use aludel_dialect::{Field, SqlType};
use aludel_query::Unspeakable;

/// Whether ClickHouse has a NULL of this type.
pub(crate) fn has_null(sql_type: &SqlType) -> bool {
    !matches!(
        sql_type,
        SqlType::List(_) | SqlType::Array(..) | SqlType::Struct(_) | SqlType::Map(..) | SqlType::Native(_)
    )
}

/// Whether casting to it must be watched for numbers that are too great.
pub(crate) fn is_integer(sql_type: &SqlType) -> bool {
    matches!(
        sql_type,
        SqlType::Int8
            | SqlType::Int16
            | SqlType::Int32
            | SqlType::Int64
            | SqlType::Int128
            | SqlType::UInt8
            | SqlType::UInt16
            | SqlType::UInt32
            | SqlType::UInt64
            | SqlType::UInt128
            | SqlType::BigInteger
    )
}

/// Writes the type whose values are those of `sql_type`, and NULL where there is one.
pub(crate) fn type_name(sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
    if !has_null(sql_type) {
        return bare(sql_type, out);
    }
    out.push_str("Nullable(");
    bare(sql_type, out)?;
    out.push(')');
    Ok(())
}

/// Writes the type without NULL; what is inside of it may be NULL.
pub(crate) fn bare(sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
    match sql_type {
        SqlType::List(element) | SqlType::Array(element, _) => {
            out.push_str("Array(");
            type_name(element, out)?;
            out.push(')');
        }
        SqlType::Map(key, value) => {
            out.push_str("Map(");
            bare(key, out)?;
            out.push_str(", ");
            type_name(value, out)?;
            out.push(')');
        }
        SqlType::Struct(fields) if !fields.is_empty() => {
            out.push_str("Tuple(");
            for (index, Field { name, sql_type, .. }) in fields.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                crate::spelling::quote(name, '`', out);
                out.push(' ');
                type_name(sql_type, out)?;
            }
            out.push(')');
        }
        SqlType::Enum(names) if !names.is_empty() => {
            out.push_str("Enum(");
            for (index, name) in names.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                crate::spelling::quote(name, '\'', out);
            }
            out.push(')');
        }
        // Its String is for both, and what is read from it is text.
        SqlType::Bytes => return Err(Unspeakable::Type(SqlType::Bytes)),
        plain => match crate::parameter::plain_type(plain) {
            Ok(name) if !matches!(plain, SqlType::Enum(_) | SqlType::Struct(_)) => out.push_str(&name),
            _ => return Err(Unspeakable::Type(sql_type.clone())),
        },
    }
    Ok(())
}
