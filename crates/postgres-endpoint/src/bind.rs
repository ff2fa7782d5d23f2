//! Parameters: each travels as its text, and a cast in the statement says what it is.
//!
//! The endpoint prepares a statement before it knows its values, and refuses one whose result depends on a parameter
//! without a type. Text is the one form in which the wire carries every value of DuckDB without loss; what a cast
//! from text would change is refused before it is sent.

use aludel_dialect::bigdecimal::num_bigint::BigInt;
use aludel_dialect::bigdecimal::{BigDecimal, ToPrimitive};
use aludel_dialect::{Parameter, SqlType, TimeUnit, Timestamp, Value};
use aludel_duckdb_sql::DuckDbSpelling;
use aludel_postgres_wire::oid::{self, Oid};
use aludel_postgres_wire::{Argument, WireError};
use aludel_query::Spelling;

use crate::{calendar, words};

/// Values nested deeper than this are refused.
const DEPTH: usize = 50;

const DAY: i64 = 86_400_000_000_000;
/// DuckDB's greatest offset, 15:59:59.
const MAX_OFFSET: u32 = 57_599;
const EXACT_IN_F64: i64 = 1 << 53;
const EXACT_IN_F32: i64 = 1 << 24;

/// A statement with its casts, and its values.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) sql: String,
    pub(crate) arguments: Vec<Argument>,
}

impl Bound {
    /// The types that the server is told, in this or another text with the same parameters.
    pub(crate) fn declared(&self) -> Vec<Oid> {
        vec![oid::VARCHAR; self.arguments.len()]
    }
}

/// The name of a type in a cast.
fn type_name(sql_type: &SqlType) -> Result<String, String> {
    let mut name = String::new();
    match DuckDbSpelling::TYPED_BY_CAST.type_name(sql_type, &mut name) {
        Ok(()) => Ok(name),
        Err(_) => Err(format!("DuckDB has no type {sql_type}")),
    }
}

/// Binds `parameters` into a text.
///
/// # Errors
/// [`WireError::Parameter`] for a value that a cast from text would change.
pub(crate) fn bind(sql: &str, parameters: &[Parameter]) -> Result<Bound, WireError> {
    if parameters.iter().any(|parameter| has_union(&parameter.value)) {
        return inlined(sql, parameters);
    }
    let mut arguments = Vec::with_capacity(parameters.len());
    for (index, parameter) in parameters.iter().enumerate() {
        let refused = |reason| WireError::Parameter { number: index + 1, reason };
        arguments.push(argument(parameter).map_err(refused)?);
    }
    if parameters.is_empty() {
        return Ok(Bound { sql: sql.to_owned(), arguments });
    }
    let (mut typed, mut copied) = (String::with_capacity(sql.len() + 16 * parameters.len()), 0);
    for place in words::parameters(sql) {
        let refused = |reason| WireError::Parameter { number: place.number, reason };
        let parameter = parameters.get(place.number.wrapping_sub(1));
        let parameter = parameter.ok_or_else(|| refused("there is no value for it".to_owned()))?;
        let own = own_type(parameter).map_err(refused)?;
        // A cast to another type is the user's, or was written for another value: it gets the value with its own type.
        if place.cast != Some(own.as_str()) {
            typed.push_str(&sql[copied..place.at.start]);
            typed.push_str(&format!("CAST(${} AS {own})", place.number));
            copied = place.at.end;
        }
    }
    typed.push_str(&sql[copied..]);
    Ok(Bound { sql: typed, arguments })
}

/// The same with every value written as a literal, by the dialect's own writer: for what the endpoint does not
/// prepare with parameters, and for values that have no text.
///
/// # Errors
/// As [`bind`].
pub(crate) fn inlined(sql: &str, parameters: &[Parameter]) -> Result<Bound, WireError> {
    let (mut written, mut copied) = (String::with_capacity(sql.len()), 0);
    for place in words::parameters(sql) {
        let refused = |reason| WireError::Parameter { number: place.number, reason };
        let parameter = parameters.get(place.number.wrapping_sub(1));
        let parameter = parameter.ok_or_else(|| refused("there is no value for it".to_owned()))?;
        if !has_union(&parameter.value) {
            // What does not fit into its type is refused as ever.
            argument(parameter).map_err(refused)?;
        }
        written.push_str(&sql[copied..place.at.start]);
        let mut literal = String::new();
        let spelt = DuckDbSpelling::TYPED_BY_CAST.literal(&parameter.value, &mut literal);
        spelt.map_err(|_| refused(format!("DuckDB has no literal of {}", describe(&parameter.value))))?;
        match own_type(parameter) {
            Ok(own) => written.push_str(&format!("CAST({literal} AS {own})")),
            Err(_) => written.push_str(&literal),
        }
        copied = place.at.end;
    }
    written.push_str(&sql[copied..]);
    Ok(Bound { sql: written, arguments: Vec::new() })
}

/// Whether a union is in it, of which no text says which member it is.
fn has_union(value: &Value) -> bool {
    match value {
        Value::Union(..) => true,
        Value::List(items) | Value::Array(items) => items.iter().any(has_union),
        Value::Struct(members) => members.iter().any(|(_, value)| has_union(value)),
        Value::Map(entries) => entries.iter().any(|(key, value)| has_union(key) || has_union(value)),
        _ => false,
    }
}

fn own_type(parameter: &Parameter) -> Result<String, String> {
    match parameter.sql_type.clone().or_else(|| parameter.value.sql_type()) {
        Some(sql_type) => type_name(&sql_type),
        None if parameter.value.is_null() => type_name(&SqlType::Null),
        None => Err("its type is not known: give the parameter a type".to_owned()),
    }
}

/// A value as it is sent.
pub(crate) fn argument(parameter: &Parameter) -> Result<Argument, String> {
    let sql_type = parameter.sql_type.clone().or_else(|| parameter.value.sql_type());
    let text = text(&parameter.value, sql_type.as_ref(), 0)?;
    Ok(Argument { oid: oid::VARCHAR, bytes: text.map(String::into_bytes) })
}

/// The text of a value that DuckDB casts to exactly that value of `sql_type`; `None` is NULL.
fn text(value: &Value, sql_type: Option<&SqlType>, depth: usize) -> Result<Option<String>, String> {
    if value.is_null() {
        return Ok(None);
    }
    if let Some(why) = value.refused() {
        return Err(format!("it {why}"));
    }
    if depth > DEPTH {
        return Err(format!("it is nested deeper than {DEPTH} levels"));
    }
    // The engine's own words for a type can't be read here; its own cast decides.
    let sql_type = match sql_type {
        None | Some(SqlType::Native(_)) => return scalar(value, None).or_else(|_| parts(value, None, depth)).map(Some),
        Some(sql_type) => sql_type,
    };
    match value {
        Value::List(_) | Value::Array(_) | Value::Struct(_) | Value::Map(_) | Value::Union(..) => {
            parts(value, Some(sql_type), depth).map(Some)
        }
        plain => scalar(plain, Some(sql_type)).map(Some),
    }
}

fn describe(value: &Value) -> String {
    value.sql_type().map_or_else(|| "this value".to_owned(), |kind| format!("a value of type {kind}"))
}

fn scalar(value: &Value, sql_type: Option<&SqlType>) -> Result<String, String> {
    if let Some(integer) = value.to_integer() {
        return match sql_type {
            Some(sql_type) => integer_as(&integer, value, sql_type),
            None => Ok(integer.to_string()),
        };
    }
    let is = |kinds: &[SqlType]| sql_type.is_none_or(|sql_type| kinds.contains(sql_type));
    let fits = match value {
        Value::Boolean(_) => is(&[SqlType::Boolean]),
        Value::Float32(_) => is(&[SqlType::Float32, SqlType::Float64]),
        Value::Float64(number) => {
            is(&[SqlType::Float64])
                || (is(&[SqlType::Float32]) && (f64::from(*number as f32) == *number || number.is_nan()))
        }
        Value::Decimal(_) => matches!(sql_type, None | Some(SqlType::Decimal { .. })),
        Value::Text(_) | Value::Enum(_) => {
            matches!(sql_type, None | Some(SqlType::Text | SqlType::Json | SqlType::Enum(_)))
        }
        Value::Json(_) => is(&[SqlType::Json, SqlType::Text]),
        Value::Bytes(_) => is(&[SqlType::Bytes]),
        Value::Bits(_) => is(&[SqlType::Bits]),
        Value::Uuid(_) => is(&[SqlType::Uuid]),
        Value::Date(_) => is(&[SqlType::Date]),
        Value::Time(_) => matches!(sql_type, None | Some(SqlType::Time(_))),
        Value::TimeTz(_) => is(&[SqlType::TimeTz]),
        Value::Timestamp(at) if at.zone.is_some() => matches!(sql_type, None | Some(SqlType::TimestampTz(_))),
        Value::Timestamp(_) => matches!(sql_type, None | Some(SqlType::Timestamp(_))),
        Value::Interval(_) => is(&[SqlType::Interval]),
        _ => false,
    };
    if !fits {
        let wanted = sql_type.map_or_else(|| "text".to_owned(), SqlType::to_string);
        return Err(format!("{} can't be bound as {wanted}", describe(value)));
    }
    Ok(match value {
        Value::Boolean(truth) => truth.to_string(),
        Value::Float32(number) if sql_type == Some(&SqlType::Float64) => float(f64::from(*number)),
        Value::Float32(number) if number.is_finite() => format!("{number:e}"),
        Value::Float32(number) => float(f64::from(*number)),
        Value::Float64(number) => float(*number),
        Value::Decimal(number) => decimal(number, sql_type)?,
        Value::Text(text) | Value::Enum(text) | Value::Json(text) => text.clone(),
        Value::Bytes(bytes) => bytes.iter().map(|byte| format!("\\x{byte:02X}")).collect(),
        Value::Bits(bits) if bits.as_str().is_empty() => return Err("DuckDB has no empty bit string".to_owned()),
        Value::Bits(bits) => bits.as_str().to_owned(),
        Value::Uuid(uuid) => uuid.to_string(),
        Value::Date(date) => calendar::date_text(date.days),
        Value::Time(time) => {
            let unit = if let Some(SqlType::Time(unit)) = sql_type { *unit } else { TimeUnit::Microsecond };
            clock(time.nanoseconds, unit)?
        }
        Value::TimeTz(time) if time.offset_seconds.unsigned_abs() > MAX_OFFSET => {
            return Err("its offset is more than 15:59:59 from UTC, which DuckDB can't hold".to_owned());
        }
        Value::TimeTz(time) => {
            let (sign, offset) = (if time.offset_seconds < 0 { '-' } else { '+' }, time.offset_seconds.abs());
            let clock = clock(time.nanoseconds, TimeUnit::Microsecond)?;
            format!("{clock}{sign}{:02}:{:02}:{:02}", offset / 3_600, offset / 60 % 60, offset % 60)
        }
        Value::Timestamp(at) => timestamp(at, sql_type)?,
        Value::Interval(span) => {
            if span.nanoseconds % 1_000 != 0 {
                return Err("has nanoseconds, and DuckDB's INTERVAL ends at microseconds".to_owned());
            }
            let micros = i64::try_from(span.nanoseconds / 1_000).ok().filter(|micros| *micros > i64::MIN);
            let micros = micros.ok_or("is outside the range of DuckDB's INTERVAL")?;
            format!("{} months {} days {micros} microseconds", span.months, span.days)
        }
        other => return Err(format!("{} can't be bound", describe(other))),
    })
}

/// The shortest digits that give the number back.
fn float(number: f64) -> String {
    if number.is_finite() { format!("{number:e}") } else { number.to_string() }
}

/// An integer as any type that holds it exactly.
fn integer_as(number: &BigInt, value: &Value, sql_type: &SqlType) -> Result<String, String> {
    let range = || format!("{number} does not fit into {sql_type}");
    let fits = match sql_type {
        SqlType::Int8 => number.to_i8().is_some(),
        SqlType::Int16 => number.to_i16().is_some(),
        SqlType::Int32 => number.to_i32().is_some(),
        SqlType::Int64 => number.to_i64().is_some(),
        SqlType::Int128 => number.to_i128().is_some(),
        SqlType::UInt8 => number.to_u8().is_some(),
        SqlType::UInt16 => number.to_u16().is_some(),
        SqlType::UInt32 => number.to_u32().is_some(),
        SqlType::UInt64 => number.to_u64().is_some(),
        SqlType::UInt128 => number.to_u128().is_some(),
        SqlType::BigInteger => true,
        SqlType::Decimal { .. } => return decimal(&BigDecimal::from(number.clone()), Some(sql_type)),
        SqlType::Float64 => number.to_i64().is_some_and(|number| number.unsigned_abs() <= EXACT_IN_F64.unsigned_abs()),
        SqlType::Float32 => number.to_i64().is_some_and(|number| number.unsigned_abs() <= EXACT_IN_F32.unsigned_abs()),
        _ => return Err(format!("{} can't be bound as {sql_type}", describe(value))),
    };
    if fits { Ok(number.to_string()) } else { Err(range()) }
}

fn decimal(number: &BigDecimal, sql_type: Option<&SqlType>) -> Result<String, String> {
    let Some(SqlType::Decimal { precision, scale }) = sql_type else {
        // No decimal of DuckDB is longer; a long exponent would take all memory.
        let (_, exponent) = number.as_bigint_and_exponent();
        if exponent.unsigned_abs() > 100_000 {
            return Err(format!("{number} has more digits than DuckDB's DECIMAL"));
        }
        return Ok(number.to_plain_string());
    };
    if !(1..=38).contains(precision) || scale > precision {
        return Err("DECIMAL has at most 38 digits in DuckDB".to_owned());
    }
    let range = || format!("{number} does not fit into DECIMAL({precision}, {scale}) exactly");
    // Before the digits are written out: an exponent of a billion would take all memory.
    let (_, exponent) = number.as_bigint_and_exponent();
    if exponent < -38 || exponent > i64::from(*scale) + 100_000 {
        return Err(range());
    }
    let scaled = number.with_scale(i64::from(*scale));
    let digits = scaled.as_bigint_and_exponent().0.to_i128().filter(|_| scaled == *number).ok_or_else(range)?;
    if digits.unsigned_abs() >= 10_u128.pow(u32::from(*precision)) {
        return Err(range());
    }
    Ok(scaled.to_plain_string())
}

fn clock(nanoseconds: i64, unit: TimeUnit) -> Result<String, String> {
    if !(0..=DAY).contains(&nanoseconds) {
        return Err("is not between 00:00:00 and 24:00:00".to_owned());
    }
    if unit != TimeUnit::Nanosecond && nanoseconds % 1_000 != 0 {
        return Err("has nanoseconds, and DuckDB's TIME ends at microseconds: cut it with chrono's \
                    `SubsecRound::trunc_subsecs(6)`"
            .to_owned());
    }
    Ok(calendar::time_text(nanoseconds))
}

fn timestamp(at: &Timestamp, sql_type: Option<&SqlType>) -> Result<String, String> {
    let unit = match sql_type {
        Some(SqlType::Timestamp(unit)) => *unit,
        Some(SqlType::TimestampTz(_)) => TimeUnit::Microsecond,
        _ => at.unit,
    };
    let is_infinite = at.value == calendar::INFINITE_TIMESTAMP || at.value == -calendar::INFINITE_TIMESTAMP;
    let value = if is_infinite {
        at.value
    } else {
        let scaled = i128::from(at.value) * i128::from(unit.per_second());
        let from = i128::from(at.unit.per_second());
        if scaled % from != 0 {
            return Err(format!("is finer than the type, which has {} digits of a second", unit.digits()));
        }
        i64::try_from(scaled / from).map_err(|_| "is outside the range of DuckDB's timestamps".to_owned())?
    };
    let text = calendar::timestamp_text(value, unit.per_second());
    Ok(if at.zone.is_some() && !is_infinite { format!("{text}+00") } else { text })
}

/// A value with parts in DuckDB's text for it, each part in quotes.
fn parts(value: &Value, sql_type: Option<&SqlType>, depth: usize) -> Result<String, String> {
    let mismatch = || {
        let wanted = sql_type.map_or_else(|| "text".to_owned(), SqlType::to_string);
        format!("{} can't be bound as {wanted}", describe(value))
    };
    let part = |value: &Value, sql_type: Option<&SqlType>| -> Result<String, String> {
        let text = text(value, sql_type, depth + 1)?;
        // What has parts itself stands there as it is.
        let is_whole = matches!(value, Value::List(_) | Value::Array(_) | Value::Struct(_) | Value::Map(_));
        Ok(match text {
            None => "NULL".to_owned(),
            Some(text) if is_whole => text,
            Some(text) => quoted(&text),
        })
    };
    match (value, sql_type) {
        (Value::List(items) | Value::Array(items), sql_type) => {
            let element = match sql_type {
                Some(SqlType::List(element)) => Some(element.as_ref()),
                Some(SqlType::Array(element, length)) if *length as usize == items.len() => Some(element.as_ref()),
                Some(SqlType::Array(_, length)) => {
                    return Err(format!("has {} elements, and its type {length}", items.len()));
                }
                None => None,
                Some(_) => return Err(mismatch()),
            };
            let items = items.iter().map(|item| part(item, element)).collect::<Result<Vec<_>, _>>()?;
            Ok(format!("[{}]", items.join(", ")))
        }
        (Value::Struct(members), sql_type) => {
            let fields = match sql_type {
                Some(SqlType::Struct(fields))
                    if fields.len() == members.len()
                        && fields
                            .iter()
                            .zip(members)
                            .all(|(field, (name, _))| field.name.eq_ignore_ascii_case(name)) =>
                {
                    Some(fields)
                }
                None => None,
                Some(_) => return Err(mismatch()),
            };
            let member = |(index, (name, value)): (usize, &(String, Value))| {
                let sql_type = fields.and_then(|fields| fields.get(index)).map(|field| &field.sql_type);
                Ok(format!("{}: {}", quoted(name), part(value, sql_type)?))
            };
            let members = members.iter().enumerate().map(member).collect::<Result<Vec<_>, String>>()?;
            Ok(format!("{{{}}}", members.join(", ")))
        }
        (Value::Map(entries), sql_type) => {
            let (key, item) = match sql_type {
                Some(SqlType::Map(key, item)) => (Some(key.as_ref()), Some(item.as_ref())),
                None => (None, None),
                Some(_) => return Err(mismatch()),
            };
            if entries.iter().any(|(key, _)| key.is_null()) {
                return Err("a map's key can't be NULL".to_owned());
            }
            let entry = |(k, value): &(Value, Value)| Ok(format!("{}={}", part(k, key)?, part(value, item)?));
            let entries = entries.iter().map(entry).collect::<Result<Vec<_>, String>>()?;
            Ok(format!("{{{}}}", entries.join(", ")))
        }
        (Value::Union(..), _) => {
            Err("a union has no text that names its member: write it in the statement, with `union_value`".to_owned())
        }
        _ => Err(mismatch()),
    }
}

/// In single quotes, with a backslash before what would end it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(value: impl Into<Value>, sql_type: SqlType) -> Result<Option<String>, String> {
        text(&value.into(), Some(&sql_type), 0)
    }

    #[test]
    fn every_place_has_a_cast_to_the_values_own_type() {
        let parameters = [Parameter::new(1_i64), Parameter::new("x"), Parameter::new(Value::Null)];
        for (sql, expected) in [
            ("SELECT $1", "SELECT CAST($1 AS BIGINT)"),
            ("SELECT CAST($1 AS BIGINT), '$2'", "SELECT CAST($1 AS BIGINT), '$2'"),
            ("SELECT CAST($1 AS INTEGER), $2", "SELECT CAST(CAST($1 AS BIGINT) AS INTEGER), CAST($2 AS VARCHAR)"),
            ("SELECT $3 -- $1", "SELECT CAST($3 AS \"NULL\") -- $1"),
        ] {
            assert_eq!(bind(sql, &parameters).expect(sql).sql, expected);
        }
        assert!(bind("SELECT $4", &parameters).is_err());
    }

    #[test]
    fn values_are_sent_as_text_that_casts_back() {
        let nested = Value::List(vec![Value::Text("a'b\\".into()), Value::Null]);
        assert_eq!(sent(nested, SqlType::list(SqlType::Text)), Ok(Some("['a\\'b\\\\', NULL]".to_owned())));
        assert_eq!(sent(0.1_f64, SqlType::Float64), Ok(Some("1e-1".to_owned())));
        assert_eq!(sent(f64::NEG_INFINITY, SqlType::Float64), Ok(Some("-inf".to_owned())));
        assert_eq!(sent(Value::Bytes(vec![0, 255]), SqlType::Bytes), Ok(Some("\\x00\\xFF".to_owned())));
        assert_eq!(sent(5_i32, SqlType::decimal(5, 2)), Ok(Some("5.00".to_owned())));
    }

    #[test]
    fn what_a_cast_would_change_is_refused() {
        for (value, sql_type) in [
            (Value::Float64(1.5), SqlType::Int64),
            (Value::Int64(300), SqlType::Int8),
            (Value::Int64((1 << 53) + 1), SqlType::Float64),
            (Value::Decimal("1.239".parse().expect("a number")), SqlType::decimal(5, 2)),
            (Value::Timestamp(Timestamp::naive(1, TimeUnit::Nanosecond)), SqlType::Timestamp(TimeUnit::Microsecond)),
            (Value::Text("1".into()), SqlType::Int64),
            (Value::Float64(0.1), SqlType::Float32),
        ] {
            assert!(sent(value.clone(), sql_type.clone()).is_err(), "{value:?} as {sql_type}");
        }
    }
}
