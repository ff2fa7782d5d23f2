//! One value as text, for the type that its placeholder has.

use std::fmt::Write;
use std::net::{Ipv4Addr, Ipv6Addr};

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::bigdecimal::num_bigint::BigInt;
use aludel_dialect::{TimeUnit, Timestamp, Value};

use crate::types::{Kind, Member, Type};

/// The days that ClickHouse keeps: 1970-01-01 to 2149-06-06, and 1900-01-01 to 2299-12-31.
const DATE: std::ops::RangeInclusive<i32> = 0..=65_535;
const DATE_32: std::ops::RangeInclusive<i32> = -25_567..=120_529;

/// The text of `param_…`.
///
/// # Errors
/// A value that the type does not hold as it is, in words.
pub(crate) fn encode(value: &Value, to: &Type) -> Result<String, String> {
    if let Some(why) = value.refused() {
        return Err(format!("it {why}"));
    }
    let mut text = String::new();
    Writer { text: &mut text, place: Place::Outermost }.value(value, to)?;
    Ok(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outermost,
    /// In an array, a tuple or a map.
    Inside,
}

struct Writer<'a> {
    text: &'a mut String,
    place: Place,
}

type Written = Result<(), String>;

impl Writer<'_> {
    fn value(&mut self, value: &Value, to: &Type) -> Written {
        match (value, &to.kind) {
            (Value::Null, _) if takes_null(to) => {
                self.text.push_str(if self.place == Place::Outermost { "\\N" } else { "NULL" });
                Ok(())
            }
            (Value::Null, _) => Err(format!("{to} has no NULL")),
            (_, Kind::Nullable(inner) | Kind::LowCardinality(inner)) => self.value(value, inner),
            (Value::List(items) | Value::Array(items), Kind::Array(element)) => {
                self.several('[', ']', items.iter().map(|item| (item, &**element)))
            }
            (Value::Map(entries), Kind::Map(types)) => self.map(entries, types),
            (Value::Struct(values), Kind::Tuple(members)) => self.tuple(values, members, to),
            _ => self.plain(value, to),
        }
    }

    fn several<'v>(&mut self, open: char, close: char, parts: impl Iterator<Item = (&'v Value, &'v Type)>) -> Written {
        self.text.push(open);
        for (index, (value, to)) in parts.enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            Writer { text: &mut *self.text, place: Place::Inside }.value(value, to)?;
        }
        self.text.push(close);
        Ok(())
    }

    fn map(&mut self, entries: &[(Value, Value)], types: &(Type, Type)) -> Written {
        self.text.push('{');
        for (index, (key, value)) in entries.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            let mut inside = Writer { text: &mut *self.text, place: Place::Inside };
            inside.value(key, &types.0)?;
            inside.text.push(':');
            inside.value(value, &types.1)?;
        }
        self.text.push('}');
        Ok(())
    }

    fn tuple(&mut self, values: &[(String, Value)], members: &[Member], to: &Type) -> Written {
        if values.len() != members.len() {
            return Err(format!("{} members do not make a {to}", values.len()));
        }
        for ((name, _), member) in values.iter().zip(members) {
            if member.name.as_ref().is_some_and(|wanted| wanted != name) {
                return Err(format!("a member {name:?} stands in the place of another in {to}"));
            }
        }
        let pairs = values.iter().zip(members).map(|((_, value), member)| (value, &member.member_type));
        self.several('(', ')', pairs)?;
        if members.len() == 1 {
            // `(1)` would be a number.
            self.text.pop();
            self.text.push_str(",)");
        }
        Ok(())
    }

    fn plain(&mut self, value: &Value, to: &Type) -> Written {
        let mismatch = || format!("a value of the type {} can't be sent as {to}", name(value));
        match &to.kind {
            Kind::Bool => match value {
                Value::Boolean(value) => self.bare(value),
                _ => Err(mismatch()),
            },
            Kind::Float32 | Kind::Float64 | Kind::BFloat16 => self.float(value, to),
            Kind::Decimal { precision, scale } => self.decimal(value, *precision, *scale, to),
            Kind::String | Kind::Json => match value {
                Value::Text(text) | Value::Json(text) | Value::Enum(text) => self.quoted(text.as_bytes()),
                Value::Bytes(bytes) => self.quoted(bytes),
                Value::Bits(bits) => self.quoted(bits.as_str().as_bytes()),
                _ => Err(mismatch()),
            },
            Kind::FixedString(length) => {
                let bytes = match value {
                    Value::Text(text) => text.as_bytes(),
                    Value::Bytes(bytes) => bytes,
                    _ => return Err(mismatch()),
                };
                if usize::try_from(*length).is_ok_and(|length| bytes.len() > length) {
                    return Err(format!("{} bytes do not fit {to}", bytes.len()));
                }
                self.quoted(bytes)
            }
            Kind::Enum(_, members) => match value {
                Value::Enum(text) | Value::Text(text) => {
                    if members.iter().any(|(_, name)| name == text) {
                        self.quoted(text.as_bytes())
                    } else {
                        Err(format!("{text:?} is no member of {to}"))
                    }
                }
                _ => Err(mismatch()),
            },
            Kind::Uuid => match value {
                Value::Uuid(uuid) => self.quoted(uuid.to_string().as_bytes()),
                _ => Err(mismatch()),
            },
            Kind::IPv4 => match value {
                Value::Text(text) if text.parse::<Ipv4Addr>().is_ok() => self.quoted(text.as_bytes()),
                _ => Err(mismatch()),
            },
            Kind::IPv6 => match value {
                Value::Text(text) if text.parse::<Ipv6Addr>().is_ok() => self.quoted(text.as_bytes()),
                _ => Err(mismatch()),
            },
            Kind::Date => self.date(value, &DATE, to),
            Kind::Date32 => self.date(value, &DATE_32, to),
            Kind::DateTime(zone) => self.timestamp(value, 0, zone.as_deref(), to),
            Kind::DateTime64(digits, zone) => self.timestamp(value, *digits, zone.as_deref(), to),
            Kind::Time => self.time(value, 0, to),
            Kind::Time64(digits) => self.time(value, *digits, to),
            _ => match (value.to_integer(), bounds(&to.kind)) {
                (Some(number), Some((least, greatest))) if number >= least && number <= greatest => self.bare(number),
                (Some(number), Some(_)) => Err(format!("{number} is out of range for {to}")),
                _ => Err(mismatch()),
            },
        }
    }

    /// A literal without quotes.
    fn bare(&mut self, literal: impl std::fmt::Display) -> Written {
        write!(self.text, "{literal}").map_err(|error| error.to_string())
    }

    /// Text with its backslashes, in quotes if it is inside of something.
    fn quoted(&mut self, bytes: &[u8]) -> Written {
        let inside = self.place == Place::Inside;
        if inside {
            self.text.push('\'');
        }
        for chunk in bytes.utf8_chunks() {
            for char in chunk.valid().chars() {
                match char {
                    '\\' => self.text.push_str("\\\\"),
                    '\'' if inside => self.text.push_str("\\'"),
                    '\n' => self.text.push_str("\\n"),
                    '\t' => self.text.push_str("\\t"),
                    '\r' => self.text.push_str("\\r"),
                    '\0' => self.text.push_str("\\0"),
                    other => self.text.push(other),
                }
            }
            for byte in chunk.invalid() {
                self.bare(format_args!("\\x{byte:02x}"))?;
            }
        }
        if inside {
            self.text.push('\'');
        }
        Ok(())
    }

    fn float(&mut self, value: &Value, to: &Type) -> Written {
        let number = match value {
            Value::Float64(number) => *number,
            Value::Float32(number) => f64::from(*number),
            _ => {
                let whole = value
                    .to_integer()
                    .ok_or_else(|| format!("a value of the type {} can't be sent as {to}", name(value)))?;
                let float: f64 = whole.to_string().parse().map_err(|_| format!("{whole} is no number"))?;
                if BigDecimal::try_from(float).ok() != Some(BigDecimal::from(whole.clone())) {
                    return Err(format!("{whole} has more digits than {to}"));
                }
                float
            }
        };
        let exact = match to.kind {
            Kind::Float32 => number.is_nan() || f64::from(number as f32) == number,
            Kind::BFloat16 => {
                number.is_nan() || (f64::from(number as f32) == number && (number as f32).to_bits() & 0xffff == 0)
            }
            _ => true,
        };
        if !exact {
            return Err(format!("{number} has more digits than {to}"));
        }
        if number.is_nan() {
            self.bare("nan")
        } else if number.is_infinite() {
            self.bare(if number > 0.0 { "inf" } else { "-inf" })
        } else {
            // The shortest text that reads back as the same number.
            self.bare(format_args!("{number:?}"))
        }
    }

    fn decimal(&mut self, value: &Value, precision: u8, scale: u8, to: &Type) -> Written {
        let number = match value {
            Value::Decimal(number) => number.clone(),
            _ => BigDecimal::from(
                value
                    .to_integer()
                    .ok_or_else(|| format!("a value of the type {} can't be sent as {to}", name(value)))?,
            ),
        };
        let scaled = number.with_scale(scale.into());
        // The server would cut them off without a word.
        if scaled != number {
            return Err(format!("{number} has more digits behind the point than {to}"));
        }
        if scaled.digits() > u64::from(precision) {
            return Err(format!("{number} has more digits than {to}"));
        }
        self.bare(scaled.to_plain_string())
    }

    /// The server would move a day that it does not keep to the nearest that it keeps.
    fn date(&mut self, value: &Value, range: &std::ops::RangeInclusive<i32>, to: &Type) -> Written {
        match value {
            Value::Date(date) if range.contains(&date.days) => self.quoted(date.to_string().as_bytes()),
            Value::Date(date) => Err(format!("{date} is out of range for {to}")),
            _ => Err(format!("a value of the type {} can't be sent as {to}", name(value))),
        }
    }

    fn timestamp(&mut self, value: &Value, digits: u8, zone: Option<&str>, to: &Type) -> Written {
        let Value::Timestamp(timestamp) = value else {
            return Err(format!("a value of the type {} can't be sent as {to}", name(value)));
        };
        let out_of_range = || format!("{timestamp} is out of range for {to}");
        if timestamp.is_infinite() {
            return Err(out_of_range());
        }
        let seconds = timestamp.value.div_euclid(timestamp.unit.per_second());
        let fraction = timestamp.value.rem_euclid(timestamp.unit.per_second());
        let fraction = digits_of(fraction, timestamp.unit, digits)
            .ok_or_else(|| format!("{timestamp} has more digits of a second than {to}"))?;
        // What the types keep; for nanoseconds, what 64 bits of them do.
        let range = match (&to.kind, digits) {
            (Kind::DateTime(_), _) => 0..=i64::from(u32::MAX),
            (_, 9) => -2_208_988_800..=9_223_372_035,
            _ => -2_208_988_800..=10_413_791_999,
        };
        if !range.contains(&seconds) {
            return Err(out_of_range());
        }
        let is_utc = zone.is_some_and(|zone| zone == "UTC");
        if timestamp.zone.is_none() || is_utc {
            // On the calendar of the type's zone, or of UTC, which both are then.
            let calendar = Timestamp::naive(seconds, TimeUnit::Second);
            return self.quoted(format!("{calendar}{fraction}").as_bytes());
        }
        if seconds >= 0 {
            return self.quoted(format!("{seconds}{fraction}").as_bytes());
        }
        // Negative counts are read from zero downwards, and `-0.5` as 0.5.
        Err(format!("{timestamp} is before 1970; send it as a type in UTC, such as DateTime64({digits}, 'UTC')"))
    }

    fn time(&mut self, value: &Value, digits: u8, to: &Type) -> Written {
        let Value::Time(time) = value else {
            return Err(format!("a value of the type {} can't be sent as {to}", name(value)));
        };
        let magnitude = time.nanoseconds.unsigned_abs();
        let (seconds, nanoseconds) = (magnitude / 1_000_000_000, magnitude % 1_000_000_000);
        if seconds > 999 * 3_600 + 59 * 60 + 59 {
            return Err(format!("{time} is out of range for {to}"));
        }
        let fraction = digits_of(nanoseconds.cast_signed(), TimeUnit::Nanosecond, digits)
            .ok_or_else(|| format!("{time} has more digits of a second than {to}"))?;
        let sign = if time.nanoseconds < 0 { "-" } else { "" };
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        self.quoted(format!("{sign}{hours:02}:{minutes:02}:{seconds:02}{fraction}").as_bytes())
    }
}

/// `.25`, or nothing; `None` if so many digits do not tell it.
fn digits_of(fraction: i64, unit: TimeUnit, digits: u8) -> Option<String> {
    if fraction == 0 {
        return Some(String::new());
    }
    let width = unit.digits();
    let text = format!("{fraction:0width$}");
    let text = text.trim_end_matches('0');
    (text.len() <= usize::from(digits)).then(|| format!(".{text}"))
}

fn takes_null(to: &Type) -> bool {
    match &to.kind {
        Kind::Nullable(_) | Kind::Nothing | Kind::Variant(_) | Kind::Dynamic => true,
        Kind::LowCardinality(inner) => takes_null(inner),
        _ => false,
    }
}

/// The least and the greatest value of an integer type.
pub(crate) fn bounds(kind: &Kind) -> Option<(BigInt, BigInt)> {
    let signed = |bits: u32| Some((-(BigInt::from(1) << (bits - 1)), (BigInt::from(1) << (bits - 1)) - 1));
    let unsigned = |bits: u32| Some((BigInt::from(0), (BigInt::from(1) << bits) - 1));
    match kind {
        Kind::Int8 => signed(8),
        Kind::Int16 => signed(16),
        Kind::Int32 => signed(32),
        Kind::Int64 | Kind::Interval(_) => signed(64),
        Kind::Int128 => signed(128),
        Kind::Int256 => signed(256),
        Kind::UInt8 => unsigned(8),
        Kind::UInt16 => unsigned(16),
        Kind::UInt32 => unsigned(32),
        Kind::UInt64 => unsigned(64),
        Kind::UInt128 => unsigned(128),
        Kind::UInt256 => unsigned(256),
        _ => None,
    }
}

fn name(value: &Value) -> String {
    value.sql_type().map_or_else(|| "of the engine's own".to_owned(), |sql_type| sql_type.to_string())
}
