//! Values as text, for the places where no parameter can stand.
//!
//! Every literal has exactly the type that the value has as a parameter, so a number is cast: bare, `5` takes the type of
//! what stands beside it, and `1e40` or a number of forty digits silently becomes a DOUBLE.

use std::fmt::Display;

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::{Interval, SqlType, Time, TimeTz, Value};
use aludel_query::Unspeakable;

use crate::calendar;
use crate::spelling::quote;
use crate::types::{separated, type_name};

/// How deep a value may be nested; it is written by recursion.
const DEPTH: usize = 200;

const DAY: i64 = 86_400_000_000_000;

/// DuckDB's greatest offset from UTC, 15:59:59.
const MAX_OFFSET: u32 = 57_599;

pub(crate) fn literal(value: &Value, out: &mut String) -> Result<(), Unspeakable> {
    nested(value, 0, out)
}

fn refused<T>(reason: &str) -> Result<T, Unspeakable> {
    Err(Unspeakable::Value(reason.to_owned()))
}

fn nested(value: &Value, depth: usize, out: &mut String) -> Result<(), Unspeakable> {
    if depth > DEPTH {
        return refused("a value is nested deeper than 200 levels");
    }
    let items = |items: &[Value], out: &mut String| separated(items, out, |item, out| nested(item, depth + 1, out));
    match value {
        Value::Null => out.push_str("NULL"),
        Value::Boolean(true) => out.push_str("TRUE"),
        Value::Boolean(false) => out.push_str("FALSE"),
        Value::Int8(number) => cast(number, "TINYINT", out),
        Value::Int16(number) => cast(number, "SMALLINT", out),
        Value::Int32(number) => cast(number, "INTEGER", out),
        Value::Int64(number) => cast(number, "BIGINT", out),
        Value::UInt8(number) => cast(number, "UTINYINT", out),
        Value::UInt16(number) => cast(number, "USMALLINT", out),
        Value::UInt32(number) => cast(number, "UINTEGER", out),
        Value::UInt64(number) => cast(number, "UBIGINT", out),
        Value::Int128(number) => cast_text(number, "HUGEINT", out),
        Value::UInt128(number) => cast_text(number, "UHUGEINT", out),
        Value::BigInteger(number) => cast_text(number, "BIGNUM", out),
        // The shortest digits that give the number back; `inf` and `NaN` are DuckDB's words too.
        Value::Float32(number) => cast_text(format_args!("{number:e}"), "FLOAT", out),
        Value::Float64(number) => cast_text(format_args!("{number:e}"), "DOUBLE", out),
        Value::Decimal(number) => decimal(number, value.sql_type(), out)?,
        Value::Text(content) | Value::Enum(content) => text(content, out),
        Value::Json(content) => {
            out.push_str("CAST(");
            text(content, out);
            out.push_str(" AS JSON)");
        }
        Value::Bytes(bytes) => {
            let hex = bytes.iter().map(|byte| format!("\\x{byte:02X}")).collect::<String>();
            cast_text(hex, "BLOB", out);
        }
        Value::Bits(bits) if bits.as_str().is_empty() => return refused("DuckDB has no empty bit string"),
        Value::Bits(bits) => cast_text(bits, "BIT", out),
        Value::Uuid(uuid) => cast_text(uuid, "UUID", out),
        Value::Date(date) => cast_text(calendar::date(*date), "DATE", out),
        Value::Time(time) => time_of_day(*time, out)?,
        Value::TimeTz(time) => time_with_offset(*time, out)?,
        Value::Timestamp(at) => {
            let (text, type_name) = calendar::timestamp(at)?;
            cast_text(text, type_name, out);
        }
        Value::Interval(span) => interval(span, out)?,
        Value::List(elements) => {
            out.push('[');
            items(elements, out)?;
            out.push(']');
        }
        Value::Array(elements) if elements.is_empty() => return refused("DuckDB's arrays have at least one element"),
        Value::Array(elements) => {
            out.push_str("array_value(");
            items(elements, out)?;
            out.push(')');
        }
        Value::Struct(members) if members.is_empty() => return refused("DuckDB's structs have at least one member"),
        Value::Struct(members) => {
            out.push_str("struct_pack(");
            separated(members, out, |(name, value), out| member(name, value, depth, out))?;
            out.push(')');
        }
        Value::Map(entries) => {
            out.push_str("MAP([");
            separated(entries, out, |(key, _), out| nested(key, depth + 1, out))?;
            out.push_str("], [");
            separated(entries, out, |(_, item), out| nested(item, depth + 1, out))?;
            out.push_str("])");
        }
        Value::Union(tag, value) => {
            out.push_str("union_value(");
            member(tag, value, depth, out)?;
            out.push(')');
        }
        _ => return refused("DuckDB has no such value"),
    }
    Ok(())
}

/// A named argument. Its name is always quoted: `coalesce := 1` is a syntax error, though `coalesce` is a good column.
fn member(name: &str, value: &Value, depth: usize, out: &mut String) -> Result<(), Unspeakable> {
    if name.is_empty() || name.contains('\0') {
        return refused("a member of a struct or union has a name, without NUL characters");
    }
    quote(name, '"', out);
    out.push_str(" := ");
    nested(value, depth + 1, out)
}

fn cast(number: impl Display, to: &str, out: &mut String) {
    out.push_str(&format!("CAST({number} AS {to})"));
}

/// A cast of text that holds neither quotes nor NUL.
fn cast_text(content: impl Display, to: &str, out: &mut String) {
    out.push_str(&format!("CAST('{content}' AS {to})"));
}

/// Text; DuckDB's statements end at a NUL character, so such a character is made by `chr(0)`.
fn text(content: &str, out: &mut String) {
    if !content.contains('\0') {
        return quote(content, '\'', out);
    }
    out.push('(');
    for (index, part) in content.split('\0').enumerate() {
        if index > 0 {
            out.push_str(" || chr(0) || ");
        }
        quote(part, '\'', out);
    }
    out.push(')');
}

fn decimal(number: &BigDecimal, sql_type: Option<SqlType>, out: &mut String) -> Result<(), Unspeakable> {
    // Known types have at most 76 digits, so writing them out is no danger.
    let Some(SqlType::Decimal { precision, scale }) = sql_type else {
        return refused("DuckDB's DECIMAL has at most 38 digits");
    };
    let mut name = String::new();
    type_name(&SqlType::Decimal { precision, scale }, &mut name)?;
    cast_text(number.with_scale(i64::from(scale)).to_plain_string(), &name, out);
    Ok(())
}

fn time_of_day(time: Time, out: &mut String) -> Result<(), Unspeakable> {
    if !(0..=DAY).contains(&time.nanoseconds) {
        return refused("a time of day lies between 00:00:00 and 24:00:00");
    }
    cast_text(time, if time.nanoseconds % 1_000 == 0 { "TIME" } else { "TIME_NS" }, out);
    Ok(())
}

fn time_with_offset(time: TimeTz, out: &mut String) -> Result<(), Unspeakable> {
    if !(0..=DAY).contains(&time.nanoseconds) || time.nanoseconds % 1_000 != 0 {
        return refused("DuckDB's TIMETZ lies between 00:00:00 and 24:00:00 and counts microseconds");
    }
    if time.offset_seconds.unsigned_abs() > MAX_OFFSET {
        return refused("DuckDB's TIMETZ is at most 15:59:59 from UTC");
    }
    cast_text(time, "TIMETZ", out);
    Ok(())
}

fn interval(span: &Interval, out: &mut String) -> Result<(), Unspeakable> {
    let micros = i64::try_from(span.nanoseconds / 1_000).ok().filter(|micros| *micros != i64::MIN);
    match micros {
        Some(micros) if span.nanoseconds % 1_000 == 0 => {
            let (months, days) = (span.months, span.days);
            cast_text(format_args!("{months} months {days} days {micros} microseconds"), "INTERVAL", out);
            Ok(())
        }
        _ => refused("DuckDB's INTERVAL counts microseconds, in 64 bits"),
    }
}
