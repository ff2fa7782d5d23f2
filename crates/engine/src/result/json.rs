//! Values as JSON.

use std::collections::HashSet;
use std::fmt;

use aludel_dialect::Value;
use arrow_schema::Schema;

use super::json_text::compact;
use crate::decode::{DecodeError, DecodeErrorKind};

/// A piece of JSON; [`Rows::write_json_lines`](super::Rows::write_json_lines) says how values look in it.
pub(super) enum Json<'a> {
    Value(&'a Value),
    String(&'a str),
}

impl<'a> Json<'a> {
    pub(super) fn string(text: &'a str) -> Self {
        Json::String(text)
    }
}

/// # Errors
/// Two columns of one name: a JSON object has no place for both.
pub(super) fn check_names(schema: &Schema) -> Result<(), DecodeError> {
    let mut seen = HashSet::new();
    match schema.fields().iter().find(|field| !seen.insert(field.name())) {
        None => Ok(()),
        Some(twice) => {
            let count = schema.fields().iter().filter(|field| field.name() == twice.name()).count();
            Err(DecodeError::new(DecodeErrorKind::AmbiguousColumn { name: twice.name().clone(), count }))
        }
    }
}

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Value(value) => write_value(f, value),
            Json::String(text) => write_string(f, text),
        }
    }
}

fn write_string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("\"")?;
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter < ' ' || letter == '"' || letter == '\\') {
        let (plain, special) = rest.split_at(at);
        f.write_str(plain)?;
        match special.as_bytes()[0] {
            b'"' => f.write_str("\\\"")?,
            b'\\' => f.write_str("\\\\")?,
            b'\n' => f.write_str("\\n")?,
            b'\r' => f.write_str("\\r")?,
            b'\t' => f.write_str("\\t")?,
            other => write!(f, "\\u{other:04x}")?,
        }
        rest = &special[1..];
    }
    f.write_str(rest)?;
    f.write_str("\"")
}

/// Something that JSON has no type for, as a string of its SQL text.
fn write_text(f: &mut fmt::Formatter<'_>, text: impl fmt::Display) -> fmt::Result {
    write_string(f, &text.to_string())
}

fn write_float(f: &mut fmt::Formatter<'_>, number: f64, digits: impl fmt::Debug) -> fmt::Result {
    if number.is_nan() {
        f.write_str("\"NaN\"")
    } else if number.is_infinite() {
        f.write_str(if number > 0.0 { "\"Infinity\"" } else { "\"-Infinity\"" })
    } else {
        write!(f, "{digits:?}")
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    [open, close]: [&str; 2],
    items: &[T],
    write: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    f.write_str(open)?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        write(f, item)?;
    }
    f.write_str(close)
}

fn write_member(f: &mut fmt::Formatter<'_>, name: &str, value: &Value) -> fmt::Result {
    write_string(f, name)?;
    f.write_str(":")?;
    write_value(f, value)
}

fn write_value(f: &mut fmt::Formatter<'_>, value: &Value) -> fmt::Result {
    match value {
        Value::Null => f.write_str("null"),
        Value::Boolean(value) => write!(f, "{value}"),
        Value::Int8(value) => write!(f, "{value}"),
        Value::Int16(value) => write!(f, "{value}"),
        Value::Int32(value) => write!(f, "{value}"),
        Value::Int64(value) => write!(f, "{value}"),
        Value::UInt8(value) => write!(f, "{value}"),
        Value::UInt16(value) => write!(f, "{value}"),
        Value::UInt32(value) => write!(f, "{value}"),
        Value::UInt64(value) => write!(f, "{value}"),
        Value::Int128(value) => write!(f, "{value}"),
        Value::UInt128(value) => write!(f, "{value}"),
        Value::BigInteger(value) => write!(f, "{value}"),
        Value::Float32(value) => write_float(f, f64::from(*value), value),
        Value::Float64(value) => write_float(f, *value, value),
        Value::Decimal(value) => write!(f, "\"{}\"", value.to_plain_string()),
        Value::Text(text) | Value::Enum(text) => write_string(f, text),
        Value::Json(text) => match compact(text) {
            Some(compact) => f.write_str(&compact),
            None => write_string(f, text),
        },
        Value::Bytes(bytes) => {
            f.write_str("\"")?;
            bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
            f.write_str("\"")
        }
        Value::Bits(value) => write_text(f, value),
        Value::Date(value) => write_text(f, value),
        Value::Time(value) => write_text(f, value),
        Value::TimeTz(value) => write_text(f, value),
        Value::Timestamp(value) => write_text(f, value),
        Value::Interval(value) => write_text(f, value),
        Value::Uuid(value) => write_text(f, value),
        Value::List(items) | Value::Array(items) => separated(f, ["[", "]"], items, write_value),
        Value::Struct(members) => separated(f, ["{", "}"], members, |f, (name, value)| write_member(f, name, value)),
        Value::Map(entries) => separated(f, ["[", "]"], entries, |f, (key, value)| {
            f.write_str("{")?;
            write_member(f, "key", key)?;
            f.write_str(",")?;
            write_member(f, "value", value)?;
            f.write_str("}")
        }),
        Value::Union(name, value) => {
            f.write_str("{")?;
            write_member(f, name, value)?;
            f.write_str("}")
        }
        // `Value` may grow; what is added there is added here.
        other => write_string(f, &format!("{other:?}")),
    }
}
