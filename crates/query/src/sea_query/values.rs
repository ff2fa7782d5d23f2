//! Values.

use ::sea_query::{OptionEnum, Value as Sea};
use aludel_dialect::{Parameter, SqlType, Value};
use chrono::{DateTime, Utc};

use super::unwritten;
use crate::BuildError;

/// A value with its type, which NULL has too.
pub(super) fn parameter(value: &Sea) -> Result<Parameter, BuildError> {
    Ok(match value {
        Sea::Bool(value) => Parameter::new(*value),
        Sea::TinyInt(value) => Parameter::new(*value),
        Sea::SmallInt(value) => Parameter::new(*value),
        Sea::Int(value) => Parameter::new(*value),
        Sea::BigInt(value) => Parameter::new(*value),
        Sea::TinyUnsigned(value) => Parameter::new(*value),
        Sea::SmallUnsigned(value) => Parameter::new(*value),
        Sea::Unsigned(value) => Parameter::new(*value),
        Sea::BigUnsigned(value) => Parameter::new(*value),
        Sea::Float(value) => Parameter::new(*value),
        Sea::Double(value) => Parameter::new(*value),
        Sea::String(value) => Parameter::new(value.clone()),
        Sea::Char(value) => Parameter::new(value.map(String::from)),
        // The type of its own is Postgres's; as text it is compared and written everywhere.
        Sea::Enum(OptionEnum::Some(value)) => Parameter::new(value.value.to_string()),
        Sea::Enum(OptionEnum::None(_)) => Parameter::new(None::<String>),
        Sea::Bytes(Some(bytes)) => Parameter::new(bytes.as_slice()),
        Sea::Bytes(None) => Parameter::typed(Value::Null, SqlType::Bytes),
        Sea::Json(Some(document)) => Parameter::typed(Value::Json(document.to_string()), SqlType::Json),
        Sea::Json(None) => Parameter::typed(Value::Null, SqlType::Json),
        Sea::ChronoDate(value) => Parameter::new(*value),
        Sea::ChronoTime(value) => Parameter::new(*value),
        Sea::ChronoDateTime(value) => Parameter::new(*value),
        Sea::ChronoDateTimeUtc(value) => Parameter::new(*value),
        // The same moment; the zone of this machine is no part of it.
        Sea::ChronoDateTimeLocal(value) => Parameter::new(value.map(DateTime::<Utc>::from)),
        Sea::ChronoDateTimeWithTimeZone(value) => Parameter::new(*value),
        Sea::Uuid(value) => Parameter::new(*value),
        Sea::Decimal(value) => Parameter::new(*value),
        Sea::BigDecimal(value) => Parameter::new(value.as_deref().cloned()),
        Sea::Array(_, Some(items)) => list(items)?,
        Sea::Array(_, None) => Parameter::new(Value::Null),
        // Other features of sea-query have other values.
        #[allow(unreachable_patterns, reason = "reached if another crate asks for those features")]
        other => return Err(unwritten(format_args!("value {}", kind(other)))),
    })
}

fn list(items: &[Sea]) -> Result<Parameter, BuildError> {
    let items: Vec<Parameter> = items.iter().map(parameter).collect::<Result<_, _>>()?;
    let element = items.iter().find_map(|item| item.sql_type.clone());
    let items = Value::List(items.into_iter().map(|item| item.value).collect());
    Ok(match element {
        Some(element) => Parameter::typed(items, SqlType::list(element)),
        None => Parameter::new(items),
    })
}

/// The name of what it is, and nothing of the value.
#[allow(dead_code, reason = "called if another crate asks for other features of sea-query")]
fn kind(value: &Sea) -> String {
    let shown = format!("{value:?}");
    shown.split(['(', ' ']).next().unwrap_or_default().to_owned()
}
