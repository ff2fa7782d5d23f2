//! Parameters as SQLite takes them.

use aludel_dialect::{Parameter, Value};
use aludel_engine::Error;
use sqlx::Arguments;
use sqlx::sqlite::SqliteArguments;

/// The values of one run. What SQLite would change is refused.
pub(crate) fn arguments(parameters: &[Parameter]) -> Result<SqliteArguments, Error> {
    let mut arguments = SqliteArguments::default();
    for parameter in parameters {
        let added = match &parameter.value {
            Value::Null => arguments.add(None::<i64>),
            Value::Boolean(truth) => arguments.add(*truth),
            Value::Int8(number) => arguments.add(i64::from(*number)),
            Value::Int16(number) => arguments.add(i64::from(*number)),
            Value::Int32(number) => arguments.add(i64::from(*number)),
            Value::Int64(number) => arguments.add(*number),
            Value::UInt8(number) => arguments.add(i64::from(*number)),
            Value::UInt16(number) => arguments.add(i64::from(*number)),
            Value::UInt32(number) => arguments.add(i64::from(*number)),
            // SQLite keeps NULL for it.
            Value::Float64(number) if number.is_nan() => return refused("NaN"),
            Value::Float32(number) if number.is_nan() => return refused("NaN"),
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
