//! Which type of ClickHouse a parameter is sent as.

use aludel_dialect::{Parameter, SqlType, Value};

/// The type for the placeholder of this parameter: `{p1:<type>}`.
///
/// A value that is NULL, or not known yet, may be NULL; a list may hold NULL if it does. Types that ClickHouse does not
/// allow NULL of (arrays, tuples, maps) have no NULL.
///
/// ```
/// use aludel_clickhouse_http::parameter_type;
/// use aludel_dialect::{Parameter, SqlType, Value};
///
/// assert_eq!(parameter_type(&Parameter::new(7_i64)), Ok("Int64".to_owned()));
/// assert_eq!(parameter_type(&Parameter::new(None::<i64>)), Ok("Nullable(Int64)".to_owned()));
/// ```
///
/// # Errors
/// What there is no type for, in words.
pub fn parameter_type(parameter: &Parameter) -> Result<String, String> {
    let own = || parameter.value.sql_type();
    let Some(sql_type) = parameter.sql_type.clone().or_else(own) else {
        return match &parameter.value {
            Value::Enum(_) => Ok("String".to_owned()),
            Value::Null => Err("ClickHouse needs to know the type of a NULL: give the parameter a type".to_owned()),
            _ => Err("ClickHouse needs to know the type of a parameter: give it one".to_owned()),
        };
    };
    type_text(&sql_type, &[&parameter.value])
}

/// The type for all of `values`, which are elements of one list or the one parameter.
fn type_text(sql_type: &SqlType, values: &[&Value]) -> Result<String, String> {
    let has_null = values.iter().any(|value| value.is_null());
    let part = |part: &SqlType, of: &dyn for<'a> Fn(&'a Value) -> Vec<&'a Value>| {
        let values: Vec<&Value> = values.iter().flat_map(|value| of(value)).collect();
        type_text(part, &values)
    };
    let nested = match sql_type {
        SqlType::List(element) | SqlType::Array(element, _) => {
            let element = part(element, &|value| match value {
                Value::List(items) | Value::Array(items) => items.iter().collect(),
                _ => Vec::new(),
            })?;
            Some(format!("Array({element})"))
        }
        SqlType::Map(key, value) => {
            let keys = part(key, &|map| match map {
                Value::Map(entries) => entries.iter().map(|(key, _)| key).collect(),
                _ => Vec::new(),
            })?;
            let values = part(value, &|map| match map {
                Value::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
                _ => Vec::new(),
            })?;
            Some(format!("Map({keys}, {values})"))
        }
        SqlType::Struct(members) => {
            let mut text = Vec::with_capacity(members.len());
            for (index, member) in members.iter().enumerate() {
                let member_type = part(&member.sql_type, &|value| match value {
                    Value::Struct(members) => members.get(index).map(|(_, value)| value).into_iter().collect(),
                    _ => Vec::new(),
                })?;
                text.push(format!("`{}` {member_type}", member.name.replace('\\', "\\\\").replace('`', "\\`")));
            }
            Some(format!("Tuple({})", text.join(", ")))
        }
        _ => None,
    };
    if let Some(nested) = nested {
        return if has_null { Err(format!("ClickHouse has no NULL of the type {nested}")) } else { Ok(nested) };
    }
    let plain = plain(sql_type)?;
    Ok(if has_null && !plain.starts_with("Nullable(") { format!("Nullable({plain})") } else { plain })
}

pub(crate) fn plain(sql_type: &SqlType) -> Result<String, String> {
    Ok(match sql_type {
        SqlType::Boolean => "Bool".to_owned(),
        SqlType::Int8 => "Int8".to_owned(),
        SqlType::Int16 => "Int16".to_owned(),
        SqlType::Int32 => "Int32".to_owned(),
        SqlType::Int64 => "Int64".to_owned(),
        SqlType::Int128 => "Int128".to_owned(),
        SqlType::UInt8 => "UInt8".to_owned(),
        SqlType::UInt16 => "UInt16".to_owned(),
        SqlType::UInt32 => "UInt32".to_owned(),
        SqlType::UInt64 => "UInt64".to_owned(),
        SqlType::UInt128 => "UInt128".to_owned(),
        SqlType::BigInteger => "Int256".to_owned(),
        SqlType::Float32 => "Float32".to_owned(),
        SqlType::Float64 => "Float64".to_owned(),
        SqlType::Decimal { precision, scale } => format!("Decimal({precision}, {scale})"),
        SqlType::Text | SqlType::Bytes | SqlType::Enum(_) => "String".to_owned(),
        SqlType::Json => "JSON".to_owned(),
        SqlType::Uuid => "UUID".to_owned(),
        // Date begins in 1970.
        SqlType::Date => "Date32".to_owned(),
        SqlType::Time(unit) => format!("Time64({})", unit.digits()),
        SqlType::Timestamp(unit) => format!("DateTime64({})", unit.digits()),
        SqlType::TimestampTz(unit) => format!("DateTime64({}, 'UTC')", unit.digits()),
        SqlType::Native(text) => text.clone(),
        SqlType::Null => {
            return Err("ClickHouse needs to know the type of a NULL: give the parameter a type".to_owned());
        }
        SqlType::Interval => {
            return Err("ClickHouse has a type for each unit of an interval, and none for all".to_owned());
        }
        other => return Err(format!("ClickHouse has no type for {other}")),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use aludel_dialect::Field;

    use super::*;

    #[test]
    fn lists_may_hold_null_if_they_do() {
        let list = |items: Vec<Value>| Parameter {
            value: Value::List(items),
            sql_type: Some(SqlType::list(SqlType::list(SqlType::Text))),
        };
        assert_eq!(parameter_type(&list(vec![])).unwrap(), "Array(Array(String))");
        let inner = Value::List(vec![Value::Null]);
        assert_eq!(parameter_type(&list(vec![inner])).unwrap(), "Array(Array(Nullable(String)))");
        assert!(parameter_type(&list(vec![Value::Null])).is_err());
    }

    #[test]
    fn members_are_quoted() {
        let members = vec![Field::new("a`b", SqlType::Int8), Field::new("x", SqlType::Text)];
        let value = Value::Struct(vec![("a`b".into(), Value::Int8(1)), ("x".into(), Value::Null)]);
        let parameter = Parameter { value, sql_type: Some(SqlType::Struct(members)) };
        assert_eq!(parameter_type(&parameter).unwrap(), "Tuple(`a\\`b` Int8, `x` Nullable(String))");
    }

    #[test]
    fn what_has_no_type_is_refused() {
        for parameter in [
            Parameter { value: Value::Null, sql_type: None },
            Parameter { value: Value::List(vec![]), sql_type: None },
            Parameter::new(aludel_dialect::Interval::days(1)),
        ] {
            assert!(parameter_type(&parameter).is_err(), "{parameter:?}");
        }
    }
}
