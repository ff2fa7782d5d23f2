//! Values of DuckDB as fields of a row.

use bytes::{BufMut, BytesMut};

use super::numeric;
use super::oid::{self, Oid};
use crate::native::{Cell, Fault, Shape};
use crate::quirks::{Quirk, Quirks};

/// How values travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Binary,
}

impl Format {
    pub(crate) fn code(self) -> i16 {
        match self {
            Self::Text => 0,
            Self::Binary => 1,
        }
    }

    /// The one for column or parameter `index`: no code is text, one is for all.
    pub(crate) fn of(codes: &[i16], index: usize) -> Self {
        let code = match codes {
            [] => 0,
            [all] => *all,
            each => each.get(index).copied().unwrap_or(0),
        };
        if code == 1 { Self::Binary } else { Self::Text }
    }
}

/// A column of a result as the wire knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) shape: Shape,
    pub(crate) oid: Oid,
}

/// Between 1970, from where DuckDB counts, and 2000, from where the wire does.
const DAYS: i32 = 10_957;
const MICROS: i64 = 946_684_800_000_000;

impl Column {
    pub(crate) fn new(name: &str, shape: &Shape, quirks: Quirks) -> Self {
        let time_tz = |oid| if oid == oid::TIMETZ && quirks.has(Quirk::TimeTzWithoutOffset) { oid::TIME } else { oid };
        let nested = if quirks.has(Quirk::NestedType17000) { oid::NESTED } else { oid::VARCHAR };
        let oid = match shape {
            Shape::List(element) | Shape::Array(element, _) => {
                oid::plain(element).map(time_tz).and_then(oid::array_of).unwrap_or(nested)
            }
            shape => oid::plain(shape).map_or(nested, time_tz),
        };
        Self { name: name.to_owned(), shape: shape.clone(), oid }
    }

    /// Whether it is text whatever was asked for.
    fn is_always_text(&self) -> bool {
        self.oid == oid::NESTED
    }

    /// The format in which it comes if `asked` was asked for.
    pub(crate) fn format(&self, asked: Format) -> Format {
        if self.is_always_text() { Format::Text } else { asked }
    }

    /// Appends a field: its length and its bytes.
    pub(crate) fn encode(&self, cell: &Cell, format: Format, quirks: Quirks, row: &mut BytesMut) -> Result<(), Fault> {
        if *cell == Cell::Null {
            row.put_i32(-1);
            return Ok(());
        }
        let start = row.len();
        row.put_i32(0);
        match self.format(format) {
            Format::Text => row.extend_from_slice(text(cell, &self.shape, self.oid, quirks)?.as_bytes()),
            Format::Binary => binary(cell, &self.shape, self.oid, row)?,
        }
        let length = i32::try_from(row.len() - start - 4).map_err(|_| too_large())?;
        row[start..start + 4].copy_from_slice(&length.to_be_bytes());
        Ok(())
    }
}

fn too_large() -> Fault {
    Fault("Out of Range Error: the value is too large for the wire".to_owned())
}

fn text(cell: &Cell, shape: &Shape, oid: Oid, quirks: Quirks) -> Result<String, Fault> {
    Ok(match (cell, shape) {
        (Cell::List(items), Shape::List(element) | Shape::Array(element, _)) if oid::element_of(oid).is_some() => {
            array_text(items, element, oid, quirks)?
        }
        (Cell::Boolean(truth), _) => (if *truth { "t" } else { "f" }).to_owned(),
        (Cell::Bytes(bytes), Shape::Blob) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("\\x{hex}")
        }
        (Cell::Float(_) | Cell::Double(_), shape) => match cell.text(shape)?.as_str() {
            "inf" => "Infinity".to_owned(),
            "-inf" => "-Infinity".to_owned(),
            "nan" => "NaN".to_owned(),
            number => number.to_owned(),
        },
        (Cell::TimeTz(micros, _), _) if oid == oid::TIME => Cell::Time(*micros).text(&Shape::Time)?,
        (cell, shape) => {
            let text = cell.text(shape)?;
            match text.strip_suffix(" (BC)") {
                Some(date) if matches!(cell, Cell::Date(_) | Cell::Timestamp(_)) => format!("{date} BC"),
                _ => text,
            }
        }
    })
}

fn array_text(items: &[Cell], element: &Shape, oid: Oid, quirks: Quirks) -> Result<String, Fault> {
    let element_oid = oid::element_of(oid).unwrap_or(oid::TEXT);
    let mut written = Vec::with_capacity(items.len());
    for item in items {
        if *item == Cell::Null {
            written.push("NULL".to_owned());
            continue;
        }
        let item = text(item, element, element_oid, quirks)?;
        let needs_quotes = item.is_empty()
            || item.eq_ignore_ascii_case("null")
            || item.contains(|letter: char| matches!(letter, '{' | '}' | ',' | '"' | '\\') || letter.is_whitespace());
        written.push(if needs_quotes && !quirks.has(Quirk::UnquotedArrayElements) {
            format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\""))
        } else {
            item
        });
    }
    Ok(format!("{{{}}}", written.join(",")))
}

/// Seconds, milliseconds and nanoseconds as microseconds: what is finer is lost, as the wire has no more.
fn micros(number: i64, shape: &Shape) -> Result<i64, Fault> {
    // DuckDB's infinities, and the wire's.
    match number {
        i64::MAX => return Ok(i64::MAX),
        number if number == -i64::MAX => return Ok(i64::MIN),
        _ => {}
    }
    let micros = match shape {
        Shape::TimestampS => number.checked_mul(1_000_000),
        Shape::TimestampMs => number.checked_mul(1_000),
        Shape::TimestampNs => Some(number.div_euclid(1_000)),
        _ => Some(number),
    };
    micros
        .and_then(|micros| micros.checked_sub(MICROS))
        .ok_or_else(|| Fault("Out of Range Error: the timestamp is out of the wire's range".to_owned()))
}

fn binary(cell: &Cell, shape: &Shape, oid: Oid, row: &mut BytesMut) -> Result<(), Fault> {
    let range = || Fault("Out of Range Error: the value is out of the wire's range".to_owned());
    match (cell, oid) {
        (Cell::Boolean(truth), _) => row.put_u8(u8::from(*truth)),
        (Cell::Integer(number), oid::INT2) => row.put_i16(i16::try_from(*number).map_err(|_| range())?),
        (Cell::Integer(number), oid::INT4) => row.put_i32(i32::try_from(*number).map_err(|_| range())?),
        (Cell::Integer(number), oid::INT8) => row.put_i64(i64::try_from(*number).map_err(|_| range())?),
        (Cell::Integer(number), _) => row.extend_from_slice(&numeric::encode(&number.to_string(), 0)),
        (Cell::UHugeInt(number), _) => row.extend_from_slice(&numeric::encode(&number.to_string(), 0)),
        (Cell::Decimal(digits), _) => {
            let scale = if let Shape::Decimal { scale, .. } = shape { usize::from(*scale) } else { 0 };
            row.extend_from_slice(&numeric::encode(&digits.to_string(), scale));
        }
        (Cell::Float(number), _) => row.put_f32(*number),
        (Cell::Double(number), _) => row.put_f64(*number),
        (Cell::Text(text), _) => row.extend_from_slice(text.as_bytes()),
        (Cell::Bytes(bytes), oid::BYTEA) => row.extend_from_slice(bytes),
        (Cell::Uuid(number), _) => row.put_u128(*number),
        (Cell::Date(i32::MAX), _) => row.put_i32(i32::MAX),
        (Cell::Date(days), _) if *days == -i32::MAX => row.put_i32(i32::MIN),
        (Cell::Date(days), _) => row.put_i32(days.checked_sub(DAYS).ok_or_else(range)?),
        (Cell::Time(nanos), _) if *shape == Shape::TimeNs => row.put_i64(nanos / 1_000),
        (Cell::Time(micros), _) | (Cell::TimeTz(micros, _), oid::TIME) => row.put_i64(*micros),
        (Cell::TimeTz(micros, offset), _) => {
            row.put_i64(*micros);
            // The wire counts westwards.
            row.put_i32(-offset);
        }
        (Cell::Timestamp(number), _) => row.put_i64(micros(*number, shape)?),
        (Cell::Interval { months, days, micros }, _) => {
            row.put_i64(*micros);
            row.put_i32(*days);
            row.put_i32(*months);
        }
        (Cell::List(items), oid) if oid::element_of(oid).is_some() => {
            let (element_oid, element) = match (oid::element_of(oid), shape) {
                (Some(oid), Shape::List(element) | Shape::Array(element, _)) => (oid, element),
                _ => return Err(range()),
            };
            row.put_i32(i32::from(!items.is_empty()));
            row.put_i32(i32::from(items.contains(&Cell::Null)));
            row.put_u32(element_oid);
            if !items.is_empty() {
                row.put_i32(i32::try_from(items.len()).map_err(|_| too_large())?);
                row.put_i32(1);
            }
            for item in items {
                if *item == Cell::Null {
                    row.put_i32(-1);
                    continue;
                }
                let start = row.len();
                row.put_i32(0);
                binary(item, element, element_oid, row)?;
                let length = i32::try_from(row.len() - start - 4).map_err(|_| too_large())?;
                row[start..start + 4].copy_from_slice(&length.to_be_bytes());
            }
        }
        // BIT, and nested values where they have no number of their own.
        (cell, _) => row.extend_from_slice(cell.text(shape)?.as_bytes()),
    }
    Ok(())
}
