//! Parameters as they come, for DuckDB to bind.

use super::encode::Format;
use super::numeric;
use super::oid::{self, Oid, shape_of_parameter};
use crate::native::{Cell, Shape};

/// Between 1970, from where DuckDB counts, and 2000, from where the wire does.
const DAYS: i32 = 10_957;
const MICROS: i64 = 946_684_800_000_000;

/// A parameter's value and DuckDB's type for it.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn decode(bytes: Option<&[u8]>, format: Format, oid: Oid) -> Result<(Cell, Shape), String> {
    let shape = shape_of_parameter(oid).ok_or_else(|| format!("no parameters of type {oid}"))?;
    match (bytes, format) {
        (None, _) => Ok((Cell::Null, shape)),
        (Some(bytes), Format::Text) => text(utf8(bytes)?, oid, shape),
        (Some(bytes), Format::Binary) => binary(bytes, oid, shape),
    }
}

fn text(text: String, oid: Oid, shape: Shape) -> Result<(Cell, Shape), String> {
    match &shape {
        Shape::Boolean => Ok((Cell::Boolean(boolean(&text)?), shape)),
        Shape::Blob => Ok((Cell::Bytes(hex(&text)?), shape)),
        Shape::Decimal { .. } => decimal(&text),
        Shape::List(_) => array_of_text(&text, oid),
        // DuckDB reads it.
        _ => Ok((Cell::Text(text), shape)),
    }
}

/// `{1,NULL,"a \"b\""}`.
fn array_of_text(written: &str, oid: Oid) -> Result<(Cell, Shape), String> {
    let wrong = || format!("malformed array literal: {written:?}");
    let element_oid = oid::element_of(oid).ok_or_else(wrong)?;
    let element = shape_of_parameter(element_oid).ok_or_else(wrong)?;
    let body = written.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).ok_or_else(wrong)?;
    let mut items = Vec::new();
    let (mut item, mut is_quoted, mut within) = (String::new(), false, false);
    let mut letters = body.chars();
    let mut end = |item: &mut String, is_quoted: &mut bool| {
        let taken = std::mem::take(item);
        let is_null = !std::mem::take(is_quoted) && taken.trim().eq_ignore_ascii_case("null");
        items.push(if is_null { (Cell::Null, element.clone()) } else { text(taken, element_oid, element.clone())? });
        Ok::<_, String>(())
    };
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => item.push(letters.next().ok_or_else(wrong)?),
            '"' => (is_quoted, within) = (true, !within),
            ',' if !within => end(&mut item, &mut is_quoted)?,
            '{' | '}' if !within => return Err("arrays of several dimensions are not read here".to_owned()),
            letter => item.push(letter),
        }
    }
    if within {
        return Err(wrong());
    }
    if !body.trim().is_empty() {
        end(&mut item, &mut is_quoted)?;
    }
    list(items, element)
}

/// A list of values, which are all of the type `element` but for the digits of decimals.
fn list(items: Vec<(Cell, Shape)>, element: Shape) -> Result<(Cell, Shape), String> {
    if matches!(element, Shape::Decimal { .. }) {
        return same_decimals(items);
    }
    Ok((Cell::List(items.into_iter().map(|(cell, _)| cell).collect()), Shape::List(Box::new(element))))
}

fn utf8(bytes: &[u8]) -> Result<String, String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| "invalid byte sequence for encoding \"UTF8\"".to_owned())
}

fn boolean(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "t" | "true" | "1" | "on" | "yes" | "y" => Ok(true),
        "f" | "false" | "0" | "off" | "no" | "n" => Ok(false),
        _ => Err(format!("invalid input syntax for type boolean: \"{text}\"")),
    }
}

fn hex(text: &str) -> Result<Vec<u8>, String> {
    let wrong = || "invalid input syntax for type bytea".to_owned();
    let digits = text.strip_prefix("\\x").ok_or_else(wrong)?;
    let byte = |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
    digits.as_bytes().chunks(2).map(|pair| byte(pair).ok_or_else(wrong)).collect()
}

/// As the type that has the digits that are there.
fn decimal(text: &str) -> Result<(Cell, Shape), String> {
    let wrong = || format!("numeric {text} does not fit into DuckDB's DECIMAL");
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().map_err(|_| wrong())?;
    let scale = u8::try_from(fraction.len()).map_err(|_| wrong())?;
    let count = digits.unsigned_abs().to_string().len();
    if scale == 0 && count > 38 {
        return Ok((Cell::Integer(digits), Shape::HugeInt));
    }
    let width = u8::try_from(count.max(usize::from(scale)).max(1)).map_err(|_| wrong())?;
    if width > 38 {
        return Err(wrong());
    }
    Ok((Cell::Decimal(digits), Shape::Decimal { width, scale }))
}

fn binary(bytes: &[u8], oid: Oid, shape: Shape) -> Result<(Cell, Shape), String> {
    let wrong = || format!("incorrect binary data format for type {oid}");
    fn sized<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
        bytes.try_into().ok()
    }
    let cell = match &shape {
        Shape::Boolean => Cell::Boolean(sized::<1>(bytes).ok_or_else(wrong)?[0] != 0),
        Shape::SmallInt => Cell::Integer(i16::from_be_bytes(sized(bytes).ok_or_else(wrong)?).into()),
        Shape::Integer => Cell::Integer(i32::from_be_bytes(sized(bytes).ok_or_else(wrong)?).into()),
        Shape::BigInt => Cell::Integer(i64::from_be_bytes(sized(bytes).ok_or_else(wrong)?).into()),
        Shape::Float => Cell::Float(f32::from_be_bytes(sized(bytes).ok_or_else(wrong)?)),
        Shape::Double => Cell::Double(f64::from_be_bytes(sized(bytes).ok_or_else(wrong)?)),
        Shape::Varchar => Cell::Text(utf8(bytes)?),
        // `jsonb` has its version before the text.
        Shape::Json if oid == oid::JSONB => Cell::Text(utf8(bytes.strip_prefix(&[1]).ok_or_else(wrong)?)?),
        Shape::Json => Cell::Text(utf8(bytes)?),
        Shape::Blob => Cell::Bytes(bytes.to_vec()),
        Shape::Uuid => Cell::Uuid(u128::from_be_bytes(sized(bytes).ok_or_else(wrong)?)),
        Shape::Date => Cell::Date(match i32::from_be_bytes(sized(bytes).ok_or_else(wrong)?) {
            i32::MAX => i32::MAX,
            i32::MIN => -i32::MAX,
            days => days.checked_add(DAYS).ok_or_else(wrong)?,
        }),
        Shape::Time => Cell::Time(i64::from_be_bytes(sized(bytes).ok_or_else(wrong)?)),
        Shape::TimeTz => {
            let bytes: [u8; 12] = sized(bytes).ok_or_else(wrong)?;
            let (micros, west) = bytes.split_at(8);
            let micros = i64::from_be_bytes(sized(micros).ok_or_else(wrong)?);
            let west = i32::from_be_bytes(sized(west).ok_or_else(wrong)?);
            Cell::TimeTz(micros, west.checked_neg().ok_or_else(wrong)?)
        }
        Shape::Timestamp | Shape::TimestampTz => {
            Cell::Timestamp(match i64::from_be_bytes(sized(bytes).ok_or_else(wrong)?) {
                i64::MAX => i64::MAX,
                i64::MIN => -i64::MAX,
                micros => micros.checked_add(MICROS).ok_or_else(wrong)?,
            })
        }
        Shape::Interval => {
            let bytes: [u8; 16] = sized(bytes).ok_or_else(wrong)?;
            let word = |at: usize| i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            let micros = i64::from_be_bytes(sized(&bytes[..8]).ok_or_else(wrong)?);
            Cell::Interval { micros, days: word(8), months: word(12) }
        }
        Shape::Decimal { .. } => return decimal(&numeric::decode(bytes).ok_or_else(wrong)?),
        Shape::List(_) => return array(bytes, oid),
        _ => return Err(wrong()),
    };
    Ok((cell, shape))
}

/// Of one dimension.
fn array(bytes: &[u8], oid: Oid) -> Result<(Cell, Shape), String> {
    let wrong = || format!("incorrect binary data format for type {oid}");
    let mut rest = bytes;
    let mut word = || -> Result<i32, String> {
        let (word, after) = rest.split_first_chunk::<4>().ok_or_else(wrong)?;
        rest = after;
        Ok(i32::from_be_bytes(*word))
    };
    let (dimensions, _, element_oid) = (word()?, word()?, word()? as Oid);
    let element = shape_of_parameter(element_oid).ok_or_else(wrong)?;
    let count = match dimensions {
        0 => 0,
        1 => {
            let count = word()?;
            word()?;
            count
        }
        _ => return Err("arrays of several dimensions are not read here".to_owned()),
    };
    let mut items = Vec::new();
    for _ in 0..count {
        let (length, after) = rest.split_first_chunk::<4>().ok_or_else(wrong)?;
        let length = i32::from_be_bytes(*length);
        if length < 0 {
            rest = after;
            items.push((Cell::Null, element.clone()));
            continue;
        }
        let (item, after) = after.split_at_checked(length as usize).ok_or_else(wrong)?;
        rest = after;
        items.push(binary(item, element_oid, element.clone())?);
    }
    if !rest.is_empty() {
        return Err(wrong());
    }
    list(items, element)
}

/// Decimals with as many digits after the point as the one that has most.
fn same_decimals(items: Vec<(Cell, Shape)>) -> Result<(Cell, Shape), String> {
    let wrong = || "the numbers of the array do not fit into one DECIMAL".to_owned();
    let scale_of = |shape: &Shape| if let Shape::Decimal { scale, .. } = shape { *scale } else { 0 };
    let valued = || items.iter().filter(|(cell, _)| *cell != Cell::Null);
    let scale = valued().map(|(_, shape)| scale_of(shape)).max().unwrap_or(0);
    let mut cells = Vec::with_capacity(items.len());
    for (cell, shape) in &items {
        cells.push(match cell {
            Cell::Decimal(digits) => {
                let factor = 10i128.checked_pow(u32::from(scale - scale_of(shape))).ok_or_else(wrong)?;
                Cell::Decimal(
                    digits.checked_mul(factor).filter(|d| d.unsigned_abs() < 10u128.pow(38)).ok_or_else(wrong)?,
                )
            }
            Cell::Null => Cell::Null,
            _ => return Err(wrong()),
        });
    }
    Ok((Cell::List(cells), Shape::List(Box::new(Shape::Decimal { width: 38, scale }))))
}
