//! Values as people read them, on a terminal.

use std::fmt;

use crate::Value;

/// For people: NULL as `NULL`, text that could be taken for something else in quotes, nothing that a terminal would obey.
/// A dialect's literal is something else.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) | Value::Enum(text) | Value::Json(text) if is_plain(text) => visible(f, text),
            other => nested(f, other),
        }
    }
}

/// Whether a text can't be taken for NULL, for nothing or for another text.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.eq_ignore_ascii_case("null") && text.trim().len() == text.len()
}

/// Text without line breaks and without anything that moves a terminal's cursor.
fn visible(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|letter| {
        let bidi = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
        if letter.is_control() || bidi { write!(f, "{}", letter.escape_default()) } else { write!(f, "{letter}") }
    })
}

fn quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("'")?;
    visible(f, &text.replace('\'', "''"))?;
    f.write_str("'")
}

fn listed<T>(
    f: &mut fmt::Formatter<'_>,
    [open, close]: [&str; 2],
    items: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    f.write_str(open)?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write(f, item)?;
    }
    f.write_str(close)
}

fn nested(f: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::Null => f.write_str("NULL"),
        Value::Boolean(value) => write!(f, "{value}"),
        Value::Int8(value) => write!(f, "{value}"),
        Value::Int16(value) => write!(f, "{value}"),
        Value::Int32(value) => write!(f, "{value}"),
        Value::Int64(value) => write!(f, "{value}"),
        Value::Int128(value) => write!(f, "{value}"),
        Value::UInt8(value) => write!(f, "{value}"),
        Value::UInt16(value) => write!(f, "{value}"),
        Value::UInt32(value) => write!(f, "{value}"),
        Value::UInt64(value) => write!(f, "{value}"),
        Value::UInt128(value) => write!(f, "{value}"),
        Value::BigInteger(value) => write!(f, "{value}"),
        Value::Float32(value) => write!(f, "{value:?}"),
        Value::Float64(value) => write!(f, "{value:?}"),
        Value::Decimal(value) => f.write_str(&value.to_plain_string()),
        Value::Text(text) | Value::Json(text) | Value::Enum(text) => quoted(f, text),
        Value::Bytes(bytes) => {
            f.write_str("0x")?;
            bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
        }
        Value::Bits(value) => write!(f, "{value}"),
        Value::Date(value) => write!(f, "{value}"),
        Value::Time(value) => write!(f, "{value}"),
        Value::TimeTz(value) => write!(f, "{value}"),
        Value::Timestamp(value) => write!(f, "{value}"),
        Value::Interval(value) => write!(f, "{value}"),
        Value::Uuid(value) => write!(f, "{value}"),
        Value::List(items) | Value::Array(items) => listed(f, ["[", "]"], items, nested),
        Value::Struct(members) => listed(f, ["{", "}"], members, |f, (name, value)| {
            visible(f, name)?;
            f.write_str(": ")?;
            nested(f, value)
        }),
        Value::Map(entries) => listed(f, ["{", "}"], entries, |f, (key, value)| {
            nested(f, key)?;
            f.write_str(" = ")?;
            nested(f, value)
        }),
        Value::Union(name, value) => {
            visible(f, name)?;
            f.write_str(" := ")?;
            nested(f, value)
        }
    }
}
