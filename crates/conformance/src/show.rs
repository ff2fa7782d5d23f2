//! Values as they are written in the data of tests.

use aludel_dialect::Value;

/// A value as SQL would write it, as far as the data need that.
pub fn show(value: &Value) -> String {
    let items = |items: &[Value]| items.iter().map(show).collect::<Vec<_>>().join(", ");
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(truth) => truth.to_string().to_uppercase(),
        Value::Int8(number) => number.to_string(),
        Value::Int16(number) => number.to_string(),
        Value::Int32(number) => number.to_string(),
        Value::Int64(number) => number.to_string(),
        Value::Int128(number) => number.to_string(),
        Value::UInt8(number) => number.to_string(),
        Value::UInt16(number) => number.to_string(),
        Value::UInt32(number) => number.to_string(),
        Value::UInt64(number) => number.to_string(),
        Value::UInt128(number) => number.to_string(),
        Value::BigInteger(number) => number.to_string(),
        // With a point or an exponent, so that it is told from an integer.
        Value::Float32(number) => format!("{number:?}"),
        Value::Float64(number) => format!("{number:?}"),
        Value::Decimal(number) => number.to_plain_string(),
        Value::Text(text) | Value::Enum(text) | Value::Json(text) => quoted(text),
        Value::Uuid(uuid) => uuid.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Time(time) => time.to_string(),
        Value::TimeTz(time) => time.to_string(),
        Value::Timestamp(at) => at.to_string(),
        Value::Interval(span) => span.to_string(),
        Value::Bits(bits) => bits.to_string(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("\\x{byte:02X}")).collect(),
        Value::List(elements) | Value::Array(elements) => format!("[{}]", items(elements)),
        Value::Struct(members) => {
            let member = |(name, value): &(String, Value)| format!("{}: {}", quoted(name), show(value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(Value, Value)| format!("{}: {}", show(key), show(value));
            format!("MAP {{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Value::Union(_, value) => show(value),
        other => format!("{other:?}"),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
