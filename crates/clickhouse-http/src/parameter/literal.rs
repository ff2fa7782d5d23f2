//! Values as literals, where the wire takes no parameters because there is too much of them.

use aludel_dialect::{Parameter, Value};

use crate::spelling::quote;
use crate::types::{Kind, Type};

/// The value as a literal of the type `to`; `encoded` is its text as a parameter.
pub(crate) fn literal(parameter: &Parameter, to: &Type, encoded: &str) -> String {
    let mut out = String::with_capacity(encoded.len() + to.text.len() + 16);
    match (&parameter.value, bare(to)) {
        (Value::Null, _) => out.push_str("CAST(NULL"),
        (Value::Text(text), Kind::String) => {
            quote(text, '\'', &mut out);
            return out;
        }
        // As a parameter they have backslashes of their own.
        (Value::Text(text) | Value::Json(text) | Value::Enum(text), _) => {
            out.push_str("CAST(");
            quote(text, '\'', &mut out);
        }
        (Value::Bytes(bytes), _) => {
            out.push_str("CAST(unhex('");
            out.extend(bytes.iter().map(|byte| format!("{byte:02X}")));
            out.push_str("')");
        }
        _ => {
            out.push_str("CAST(");
            quote(encoded, '\'', &mut out);
        }
    }
    out.push_str(", ");
    quote(&to.text, '\'', &mut out);
    out.push(')');
    out
}

/// What the type is below what says only that it may be NULL.
fn bare(to: &Type) -> &Kind {
    match &to.kind {
        Kind::Nullable(inner) | Kind::LowCardinality(inner) => bare(inner),
        kind => kind,
    }
}
