//! Columns of any type, value by value.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::bigdecimal::num_bigint::{BigInt, Sign};
use aludel_dialect::{TimeUnit, Timestamp, Value};

use super::{Context, text};
use crate::native::width;
use crate::parameter::bounds;
use crate::types::{Kind, Type};

/// The days of `Date32`, 1900-01-01 to 2299-12-31, and the seconds of `DateTime64` with up to 8 digits.
pub(super) const DATE_32: RangeInclusive<i32> = -25_567..=120_529;
pub(super) const DATE_TIME_64: RangeInclusive<i64> = -2_208_988_800..=10_413_791_999;

/// Why a value can't be written, with its row.
type Written = Result<(), (usize, String)>;

/// Writes values, each with the row that it belongs to.
pub(super) fn column(values: &[(usize, &Value)], to: &Type, context: Context<'_>, out: &mut Vec<u8>) -> Written {
    if values.is_empty() {
        return Ok(());
    }
    let mismatch = |row: usize, value: &Value| {
        let name = value.sql_type().map_or_else(|| "NULL".to_owned(), |sql_type| sql_type.to_string());
        (row, format!("{name} can't be put into {to}"))
    };
    match &to.kind {
        Kind::Nullable(inner) => {
            out.extend(values.iter().map(|(_, value)| u8::from(value.is_null())));
            let stand_in = stand_in(inner).ok_or_else(|| (values[0].0, format!("{to} can't be written")))?;
            let present: Vec<(usize, &Value)> =
                values.iter().map(|(row, value)| (*row, if value.is_null() { &stand_in } else { *value })).collect();
            column(&present, inner, context, out)
        }
        Kind::Array(element) => {
            let mut elements = Vec::new();
            for (row, value) in values {
                match value {
                    Value::List(items) | Value::Array(items) => elements.extend(items.iter().map(|item| (*row, item))),
                    other => return Err(mismatch(*row, other)),
                }
                out.extend_from_slice(&(elements.len() as u64).to_le_bytes());
            }
            column(&elements, element, context, out)
        }
        Kind::Map(types) => {
            let (mut keys, mut items) = (Vec::new(), Vec::new());
            for (row, value) in values {
                let Value::Map(entries) = value else { return Err(mismatch(*row, value)) };
                keys.extend(entries.iter().map(|(key, _)| (*row, key)));
                items.extend(entries.iter().map(|(_, item)| (*row, item)));
                out.extend_from_slice(&(keys.len() as u64).to_le_bytes());
            }
            column(&keys, &types.0, context, out)?;
            column(&items, &types.1, context, out)
        }
        Kind::Tuple(members) => {
            let mut columns: Vec<Vec<(usize, &Value)>> = vec![Vec::with_capacity(values.len()); members.len()];
            for (row, value) in values {
                let Value::Struct(parts) = value else { return Err(mismatch(*row, value)) };
                let fits = parts.len() == members.len()
                    && parts
                        .iter()
                        .zip(members)
                        .all(|((name, _), member)| member.name.as_ref().is_none_or(|wanted| wanted == name));
                if !fits {
                    return Err((*row, format!("a struct with other members can't be put into {to}")));
                }
                for (column, (_, part)) in columns.iter_mut().zip(parts) {
                    column.push((*row, part));
                }
            }
            if members.is_empty() {
                out.extend(values.iter().map(|_| b'0'));
            }
            columns.iter().zip(members).try_for_each(|(part, member)| column(part, &member.member_type, context, out))
        }
        _ => values.iter().try_for_each(|(row, value)| scalar(value, to, context, out).map_err(|words| (*row, words))),
    }
}

/// What stands for a NULL.
fn stand_in(of: &Type) -> Option<Value> {
    Some(match &of.kind {
        Kind::Bool => Value::Boolean(false),
        Kind::String => Value::Text(String::new()),
        Kind::FixedString(_) => Value::Bytes(Vec::new()),
        Kind::Float32 | Kind::Float64 | Kind::BFloat16 => Value::Float32(0.0),
        Kind::Uuid => Value::Uuid(uuid::Uuid::nil()),
        Kind::IPv4 => Value::Text("0.0.0.0".to_owned()),
        Kind::IPv6 => Value::Text("::".to_owned()),
        Kind::Date | Kind::Date32 => Value::Date(aludel_dialect::Date { days: 0 }),
        Kind::DateTime(_) | Kind::DateTime64(..) => Value::Timestamp(Timestamp::utc(0, TimeUnit::Second)),
        Kind::Time | Kind::Time64(_) => Value::Time(aludel_dialect::Time { nanoseconds: 0 }),
        Kind::Enum(_, members) => Value::Enum(members.first()?.1.clone()),
        Kind::Tuple(members) => Value::Struct(
            members
                .iter()
                .enumerate()
                .map(|(index, member)| {
                    let value = match &member.member_type.kind {
                        Kind::Nullable(_) => Value::Null,
                        _ => stand_in(&member.member_type)?,
                    };
                    Some((member.name.clone().unwrap_or_else(|| (index + 1).to_string()), value))
                })
                .collect::<Option<_>>()?,
        ),
        Kind::Array(_) => Value::List(Vec::new()),
        Kind::Map(_) => Value::Map(Vec::new()),
        Kind::Variant(_) | Kind::Dynamic | Kind::Other | Kind::Nothing => return None,
        _ => Value::Int8(0),
    })
}

fn scalar(value: &Value, to: &Type, context: Context<'_>, out: &mut Vec<u8>) -> Result<(), String> {
    let mismatch = || {
        let name = value.sql_type().map_or_else(|| "NULL".to_owned(), |sql_type| sql_type.to_string());
        format!("{name} can't be put into {to}")
    };
    let out_of_range = || format!("{value} is out of range for {to}");
    match (&to.kind, value) {
        (Kind::Bool, Value::Boolean(value)) => out.push(u8::from(*value)),
        (Kind::String, Value::Text(value) | Value::Json(value) | Value::Enum(value)) => text(value.as_bytes(), out),
        (Kind::String, Value::Bytes(value)) => text(value, out),
        (Kind::FixedString(length), Value::Text(_) | Value::Bytes(_)) => {
            let bytes = match value {
                Value::Text(value) => value.as_bytes(),
                Value::Bytes(value) => value,
                _ => return Err(mismatch()),
            };
            let length = usize::try_from(*length).map_err(|_| mismatch())?;
            let missing =
                length.checked_sub(bytes.len()).ok_or_else(|| format!("{} bytes do not fit {to}", bytes.len()))?;
            out.extend_from_slice(bytes);
            out.extend(std::iter::repeat_n(0, missing));
        }
        (Kind::Float64, Value::Float64(value)) => out.extend_from_slice(&value.to_le_bytes()),
        (Kind::Float64, Value::Float32(value)) => out.extend_from_slice(&f64::from(*value).to_le_bytes()),
        (Kind::Float32, Value::Float32(value)) => out.extend_from_slice(&value.to_le_bytes()),
        (Kind::BFloat16, Value::Float32(value)) if value.to_bits() & 0xffff == 0 => {
            out.extend_from_slice(&value.to_le_bytes()[2..]);
        }
        (Kind::Uuid, Value::Uuid(value)) => {
            let (upper, lower) = value.as_u64_pair();
            out.extend_from_slice(&upper.to_le_bytes());
            out.extend_from_slice(&lower.to_le_bytes());
        }
        (Kind::IPv4, Value::Text(value)) => {
            let address: Ipv4Addr = value.parse().map_err(|_| format!("{value:?} is no {to}"))?;
            out.extend_from_slice(&u32::from(address).to_le_bytes());
        }
        (Kind::IPv6, Value::Text(value)) => {
            let address: Ipv6Addr = value.parse().map_err(|_| format!("{value:?} is no {to}"))?;
            out.extend_from_slice(&address.octets());
        }
        (Kind::Date, Value::Date(date)) => {
            let day = u16::try_from(date.days).map_err(|_| out_of_range())?;
            out.extend_from_slice(&day.to_le_bytes());
        }
        (Kind::Date32, Value::Date(date)) if DATE_32.contains(&date.days) => {
            out.extend_from_slice(&date.days.to_le_bytes());
        }
        (Kind::DateTime(zone), Value::Timestamp(timestamp)) => {
            let count = count(timestamp, 0, zone.as_deref(), to, context)?;
            out.extend_from_slice(&u32::try_from(count).map_err(|_| out_of_range())?.to_le_bytes());
        }
        (Kind::DateTime64(digits, zone), Value::Timestamp(timestamp)) => {
            let count = count(timestamp, *digits, zone.as_deref(), to, context)?;
            if !DATE_TIME_64.contains(&count.div_euclid(10_i64.pow(u32::from(*digits)))) {
                return Err(out_of_range());
            }
            out.extend_from_slice(&count.to_le_bytes());
        }
        (Kind::Time | Kind::Time64(_), Value::Time(time)) => {
            let digits = if let Kind::Time64(digits) = to.kind { digits } else { 0 };
            let unit = 10_i64.pow(9 - u32::from(digits));
            if time.nanoseconds % unit != 0 {
                return Err(format!("{time} has more digits of a second than {to}"));
            }
            if time.nanoseconds.unsigned_abs() >= 1_000 * 3_600 * 1_000_000_000 {
                return Err(out_of_range());
            }
            let count = time.nanoseconds / unit;
            match to.kind {
                Kind::Time => out.extend_from_slice(&i32::try_from(count).map_err(|_| out_of_range())?.to_le_bytes()),
                _ => out.extend_from_slice(&count.to_le_bytes()),
            }
        }
        (Kind::Enum(..), Value::Text(name) | Value::Enum(name)) => {
            let Kind::Enum(_, members) = &to.kind else { return Err(mismatch()) };
            let (number, _) = members
                .iter()
                .find(|(_, member)| member == name)
                .ok_or_else(|| format!("{name:?} is no member of {to}"))?;
            out.extend_from_slice(number.to_le_bytes().get(..width(&to.kind).unwrap_or(1)).unwrap_or_default());
        }
        (Kind::Decimal { precision, scale }, _) => {
            let number = match value {
                Value::Decimal(number) => number.clone(),
                _ => BigDecimal::from(value.to_integer().ok_or_else(mismatch)?),
            };
            let scaled = number.with_scale((*scale).into());
            if scaled != number || scaled.digits() > u64::from(*precision) {
                return Err(format!("{number} has more digits than {to}"));
            }
            little_endian(&scaled.into_bigint_and_exponent().0, to, out)?;
        }
        _ => match (value.to_integer(), bounds(&to.kind)) {
            (Some(number), Some((least, greatest))) => {
                if number < least || number > greatest {
                    return Err(out_of_range());
                }
                little_endian(&number, to, out)?;
            }
            (_, Some(_)) => return Err(mismatch()),
            _ => return Err(mismatch()),
        },
    }
    Ok(())
}

/// An integer in as many bytes as the type has.
fn little_endian(number: &BigInt, to: &Type, out: &mut Vec<u8>) -> Result<(), String> {
    let width = width(&to.kind).ok_or_else(|| format!("{to} can't be written"))?;
    let bytes = number.to_signed_bytes_le();
    let padding = if number.sign() == Sign::Minus { 0xff } else { 0 };
    out.extend((0..width).map(|index| bytes.get(index).copied().unwrap_or(padding)));
    Ok(())
}

/// A point in time in units of so many digits of a second.
fn count(
    timestamp: &Timestamp,
    digits: u8,
    zone: Option<&str>,
    to: &Type,
    context: Context<'_>,
) -> Result<i64, String> {
    if let Some(why) = timestamp.refused() {
        return Err(format!("it {why}"));
    }
    let out_of_range = || format!("{timestamp} is out of range for {to}");
    if timestamp.is_infinite() {
        return Err(out_of_range());
    }
    let zone = zone.unwrap_or(context.server_zone);
    // What the calendar shows is a point in time only where a zone is known, and zones are known to the server alone.
    if timestamp.zone.is_none() && !matches!(zone, "UTC" | "Etc/UTC" | "GMT" | "Etc/GMT" | "Zulu" | "Etc/Zulu") {
        return Err(format!(
            "{timestamp} without time zone is no point in time; {to} counts in {zone}: give it a zone"
        ));
    }
    let scaled = i128::from(timestamp.value) * 10_i128.pow(digits.into());
    let per_second = i128::from(timestamp.unit.per_second());
    if scaled % per_second != 0 {
        return Err(format!("{timestamp} has more digits of a second than {to}"));
    }
    i64::try_from(scaled / per_second).map_err(|_| out_of_range())
}
