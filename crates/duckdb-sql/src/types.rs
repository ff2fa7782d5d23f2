//! Types in DuckDB's words.

use aludel_dialect::{Field, SqlType, TimeUnit};
use aludel_query::Unspeakable;

use crate::spelling::quote;
use crate::type_text;

/// DuckDB's widest DECIMAL.
const MAX_PRECISION: u8 = 38;

/// DuckDB's longest ARRAY.
const MAX_ARRAY: u32 = 100_000;

/// Writes the name of the DuckDB type whose values are those of `sql_type`.
///
/// TIME and TIMESTAMPTZ count microseconds in DuckDB, so they stand for the coarser neutral types too; for a timestamp with
/// zone in nanoseconds DuckDB 1.5 has no type.
pub(crate) fn type_name(sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
    let refused = || Err(Unspeakable::Type(sql_type.clone()));
    match sql_type {
        SqlType::Decimal { precision, scale } => {
            if !(1..=MAX_PRECISION).contains(precision) || scale > precision {
                return refused();
            }
            out.push_str(&format!("DECIMAL({precision}, {scale})"));
        }
        SqlType::Enum(names) => {
            if names.is_empty() || names.iter().any(|name| name.contains('\0')) {
                return refused();
            }
            out.push_str("ENUM(");
            separated(names, out, |name, out| {
                quote(name, '\'', out);
                Ok(())
            })?;
            out.push(')');
        }
        SqlType::List(element) => {
            type_name(element, out)?;
            out.push_str("[]");
        }
        SqlType::Array(_, length) if !(1..=MAX_ARRAY).contains(length) => return refused(),
        SqlType::Array(element, length) => {
            type_name(element, out)?;
            out.push_str(&format!("[{length}]"));
        }
        SqlType::Struct(fields) | SqlType::Union(fields) if fields.is_empty() => return refused(),
        SqlType::Struct(fields) => members("STRUCT", fields, out)?,
        SqlType::Union(fields) => members("UNION", fields, out)?,
        SqlType::Map(key, value) => {
            out.push_str("MAP(");
            type_name(key, out)?;
            out.push_str(", ");
            type_name(value, out)?;
            out.push(')');
        }
        SqlType::Native(words) if words.trim().is_empty() => return refused(),
        SqlType::Native(words) => out.push_str(words),
        plain => match plain_name(plain) {
            Some(name) => out.push_str(name),
            None => return refused(),
        },
    }
    Ok(())
}

/// The catalog's words, or shorter ones. A type of the catalog that is as fine, or finer, stands for a coarser one.
fn plain_name(sql_type: &SqlType) -> Option<&'static str> {
    match sql_type {
        SqlType::TimeTz => Some("TIMETZ"),
        SqlType::TimestampTz(TimeUnit::Nanosecond) => None,
        SqlType::TimestampTz(_) => Some("TIMESTAMPTZ"),
        SqlType::Time(TimeUnit::Second | TimeUnit::Millisecond) => Some("TIME"),
        plain => type_text::plain_name(plain),
    }
}

fn members(word: &str, fields: &[Field], out: &mut String) -> Result<(), Unspeakable> {
    out.push_str(word);
    out.push('(');
    separated(fields, out, |field, out| {
        crate::spelling::identifier(&field.name, out)?;
        out.push(' ');
        type_name(&field.sql_type, out)
    })?;
    out.push(')');
    Ok(())
}

/// Writes `items` with commas between them.
pub(crate) fn separated<T>(
    items: impl IntoIterator<Item = T>,
    out: &mut String,
    mut write: impl FnMut(T, &mut String) -> Result<(), Unspeakable>,
) -> Result<(), Unspeakable> {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write(item, out)?;
    }
    Ok(())
}
