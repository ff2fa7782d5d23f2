//! Parameters as QuestDB takes them.
//!
//! The server tells what it expects, and a value that is exactly that is sent so. Where it expects another (it takes
//! `$1` for DOUBLE in `cast($1 AS LONG)`, for text in `SELECT $1`), it is told the value's own type, and converts.
//! What it would turn into NULL, or into something else without a word, is refused.

use aludel_dialect::{Parameter, SqlType, TimeUnit, Value};
use aludel_postgres_wire::oid::{self, Oid};
use aludel_postgres_wire::{Argument, Mismatch, encode, natural_type};

/// Parameters, and the types that the server must be told of; 0 where it has guessed right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) declared: Vec<Oid>,
    pub(crate) arguments: Vec<Argument>,
}

/// Why a parameter can't be sent, and its number from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unbound {
    pub(crate) number: usize,
    pub(crate) reason: String,
}

/// Binds `parameters` where the server expects these types.
pub(crate) fn bind(parameters: &[Parameter], expected: &[Oid]) -> Result<Bound, Unbound> {
    if parameters.len() != expected.len() {
        let reason =
            format!("the statement has {} parameters, and {} values were given", expected.len(), parameters.len());
        return Err(Unbound { number: expected.len().min(parameters.len()) + 1, reason });
    }
    let mut bound = Bound { declared: Vec::new(), arguments: Vec::new() };
    for (index, (parameter, expected)) in parameters.iter().zip(expected).enumerate() {
        let argument = argument(parameter, *expected).map_err(|reason| Unbound { number: index + 1, reason })?;
        // Told that it is VARCHAR, the server converts a text where it would not by its own guess: to LONG256.
        let told = argument.oid != *expected || (argument.oid == oid::VARCHAR && argument.bytes.is_some());
        bound.declared.push(if told { argument.oid } else { 0 });
        bound.arguments.push(argument);
    }
    Ok(bound)
}

fn argument(parameter: &Parameter, expected: Oid) -> Result<Argument, String> {
    let value = &parameter.value;
    check_precision(value, parameter.sql_type.as_ref())?;
    if value.is_null() {
        return match expected {
            oid::BOOL => Err("NULL, which a BOOLEAN of QuestDB can't be: the server would take false".to_owned()),
            oid::INT2 => Err("NULL, which BYTE and SHORT of QuestDB can't be: the server would take 0".to_owned()),
            oid => Ok(Argument { oid, bytes: None }),
        };
    }
    check_kept(value, expected)?;
    let mismatch = match encode(value, expected) {
        Ok(bytes) => return Ok(Argument { oid: expected, bytes }),
        Err(mismatch) => mismatch,
    };
    let reason = match &mismatch {
        Mismatch::Type(reason) | Mismatch::Value(reason) => reason.clone(),
        _ => "it can't be sent".to_owned(),
    };
    let own = natural_type(value).map(|own| match own {
        oid::INT2 | oid::INT4 => oid::INT8,
        oid::TIMESTAMPTZ => oid::TIMESTAMP,
        own => own,
    });
    match own {
        Some(own) if own != expected => match encode(value, own) {
            Ok(bytes) => {
                check_kept(value, own)?;
                Ok(Argument { oid: own, bytes })
            }
            Err(_) => Err(reason),
        },
        _ => Err(reason),
    }
}

/// A DATE counts milliseconds; the wire carries microseconds, of which the server would drop the rest.
fn check_precision(value: &Value, sql_type: Option<&SqlType>) -> Result<(), String> {
    let unit = match sql_type {
        Some(SqlType::Timestamp(unit) | SqlType::TimestampTz(unit)) => *unit,
        _ => return Ok(()),
    };
    let Value::Timestamp(timestamp) = value else { return Ok(()) };
    let (finer, coarser) = (timestamp.unit.per_second(), unit.per_second());
    if finer > coarser && timestamp.value % (finer / coarser) != 0 && unit != TimeUnit::Nanosecond {
        return Err(format!("it is finer than the type {} that it is to have", SqlType::Timestamp(unit)));
    }
    Ok(())
}

/// Values that stand for NULL in QuestDB, and text that is cut.
pub(crate) fn check_kept(value: &Value, expected: Oid) -> Result<(), String> {
    let null = |what: &str| Err(format!("{what}, which QuestDB would take for NULL"));
    match value {
        Value::Float64(number) if !number.is_finite() => null(&number.to_string()),
        Value::Float32(number) if !number.is_finite() => null(&number.to_string()),
        Value::Int64(i64::MIN) if expected != oid::NUMERIC => null(&i64::MIN.to_string()),
        Value::Int64(number) if expected == oid::INT4 && *number == i64::from(i32::MIN) => null(&number.to_string()),
        Value::Int32(i32::MIN) if expected == oid::INT4 => null(&i32::MIN.to_string()),
        Value::Uuid(uuid) if is_null_uuid(uuid.as_u64_pair()) => null(&uuid.to_string()),
        Value::Timestamp(at) if at.value == i64::MIN => null("the least moment"),
        Value::Text(text) | Value::Enum(text) if expected == oid::BPCHAR && text.encode_utf16().count() != 1 => {
            Err(format!("{text:?}, of which a CHAR of QuestDB would keep one UTF-16 unit"))
        }
        Value::List(items) | Value::Array(items) => items.iter().try_for_each(|item| match item {
            Value::Null => Err("an array with NULL in it, which QuestDB would take for NaN".to_owned()),
            item => check_kept(item, oid::element(expected).unwrap_or(expected)),
        }),
        _ => Ok(()),
    }
}

/// A UUID is two LONGs, and NULL when both are the least.
pub(crate) fn is_null_uuid(halves: (u64, u64)) -> bool {
    halves == (1 << 63, 1 << 63)
}

/// Texts that the server reads as NULL of a type that the wire does not know.
pub(crate) fn is_null_text(type_name: &str, text: &str) -> bool {
    match type_name {
        "IPV4" => text.trim().split('.').all(|part| part.parse::<u8>() == Ok(0)),
        "LONG256" => {
            let digits = text.trim().trim_start_matches("0x");
            digits.len() == 64 && digits.as_bytes().chunks(16).all(|quarter| quarter == b"8000000000000000")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use aludel_dialect::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn oid_of(value: Value, expected: Oid) -> Result<Oid, String> {
        argument(&Parameter { value, sql_type: None }, expected).map(|argument| argument.oid)
    }

    #[test]
    fn a_value_is_sent_as_what_the_server_expects_if_that_is_exact() {
        for (value, expected, sent) in [
            (Value::Int64(5), oid::INT4, oid::INT4),
            (Value::Int64(5), oid::FLOAT8, oid::FLOAT8),
            (Value::Int64(9_007_199_254_740_993), oid::FLOAT8, oid::INT8),
            (Value::Int64(5_000_000_000), oid::INT4, oid::INT8),
            (Value::Int32(5), oid::VARCHAR, oid::INT8),
            (Value::Float64(0.5), oid::FLOAT4, oid::FLOAT4),
            (Value::Float64(0.1), oid::FLOAT4, oid::FLOAT8),
            (Value::Text("a".into()), oid::UUID, oid::VARCHAR),
            (Value::Text("é".into()), oid::BPCHAR, oid::BPCHAR),
            (Value::Timestamp(Timestamp::utc(0, TimeUnit::Second)), oid::VARCHAR, oid::TIMESTAMP),
            (Value::Null, oid::VARCHAR, oid::VARCHAR),
        ] {
            assert_eq!(oid_of(value.clone(), expected), Ok(sent), "{value:?}");
        }
    }

    #[test]
    fn texts_that_are_null_are_known() {
        let least = format!("0x{}", "8000000000000000".repeat(4));
        for (type_name, text, expected) in [
            ("IPV4", "0.0.0.0", true),
            ("IPV4", "10.0.0.0", false),
            ("IPV4", "", false),
            ("LONG256", least.as_str(), true),
            ("LONG256", "0x80", false),
            ("VARCHAR", "0.0.0.0", false),
        ] {
            assert_eq!(is_null_text(type_name, text), expected, "{type_name} {text}");
        }
    }

    #[test]
    fn what_the_server_would_change_is_refused() {
        for (value, expected, words) in [
            (Value::Null, oid::BOOL, "take false"),
            (Value::Null, oid::INT2, "take 0"),
            (Value::Int64(i64::MIN), oid::INT8, "for NULL"),
            (Value::Int32(i32::MIN), oid::INT4, "for NULL"),
            (Value::Int64(i32::MIN.into()), oid::INT4, "for NULL"),
            (Value::Float64(f64::NAN), oid::FLOAT8, "for NULL"),
            (Value::Float32(f32::INFINITY), oid::FLOAT4, "for NULL"),
            (Value::Uuid(Uuid::from_u64_pair(1 << 63, 1 << 63)), oid::UUID, "for NULL"),
            (Value::Timestamp(Timestamp::naive(i64::MIN, TimeUnit::Microsecond)), oid::TIMESTAMP, "for NULL"),
            (Value::Text("ab".into()), oid::BPCHAR, "one UTF-16 unit"),
            (Value::Text(String::new()), oid::BPCHAR, "one UTF-16 unit"),
            (Value::Text("😀".into()), oid::BPCHAR, "one UTF-16 unit"),
            (Value::List(vec![Value::Float64(1.0), Value::Null]), oid::FLOAT8_ARRAY, "for NaN"),
            (Value::Timestamp(Timestamp::naive(1, TimeUnit::Nanosecond)), oid::TIMESTAMP, "below the microsecond"),
        ] {
            let reason = oid_of(value.clone(), expected).expect_err(words);
            assert!(reason.contains(words), "{value:?}: {reason}");
        }
        let finer = Parameter {
            value: Value::Timestamp(Timestamp::naive(1_500, TimeUnit::Microsecond)),
            sql_type: Some(SqlType::Timestamp(TimeUnit::Millisecond)),
        };
        assert!(argument(&finer, oid::TIMESTAMP).is_err());
    }
}
