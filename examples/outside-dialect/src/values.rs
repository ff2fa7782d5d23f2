//! Parameters as SQLite takes them.

use aludel_dialect::{Parameter, Value};
use aludel_engine::Error;
use sqlx::Arguments;
use sqlx::sqlite::SqliteArguments;

/// Whether SQLite gives back the value that it gets.
pub(crate) fn is_kept(value: &Value) -> bool {
    match value {
        Value::Float64(number) => !number.is_nan() && number.to_bits() != (-0.0_f64).to_bits(),
        Value::Float32(number) => !number.is_nan() && number.to_bits() != (-0.0_f32).to_bits(),
        Value::Null | Value::Boolean(_) | Value::Text(_) | Value::Bytes(_) => true,
        Value::Int8(_) | Value::Int16(_) | Value::Int32(_) | Value::Int64(_) => true,
        Value::UInt8(_) | Value::UInt16(_) | Value::UInt32(_) => true,
        _ => false,
    }
}

/// The values of one run. What SQLite would change is refused.
pub(crate) fn arguments(parameters: &[Parameter]) -> Result<SqliteArguments, Error> {
    let mut arguments = SqliteArguments::default();
    for parameter in parameters {
        let added = match &parameter.value {
            other if !is_kept(other) => return refused(&format!("{other:?}")),
            Value::Null => arguments.add(None::<i64>),
            Value::Boolean(truth) => arguments.add(*truth),
            Value::Int8(number) => arguments.add(i64::from(*number)),
            Value::Int16(number) => arguments.add(i64::from(*number)),
            Value::Int32(number) => arguments.add(i64::from(*number)),
            Value::Int64(number) => arguments.add(*number),
            Value::UInt8(number) => arguments.add(i64::from(*number)),
            Value::UInt16(number) => arguments.add(i64::from(*number)),
            Value::UInt32(number) => arguments.add(i64::from(*number)),
            Value::Float64(number) => arguments.add(*number),
            Value::Float32(number) => arguments.add(f64::from(*number)),
            Value::Text(text) => arguments.add(text.clone()),
            Value::Bytes(bytes) => arguments.add(bytes.clone()),
            other => return refused(&format!("{:?}", other.sql_type())),
        };
        added.map_err(|error| Error::Usage(error.to_string()))?;
    }
    Ok(arguments)
}

fn refused<T>(what: &str) -> Result<T, Error> {
    Err(Error::Usage(format!("SQLite has no value like {what}; write it as text, as bytes or as a 64-bit number")))
}

/// Bytes in hexadecimal digits, as a literal has them.
pub(crate) fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
