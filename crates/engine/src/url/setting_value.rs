//! The value of a setting, as it was given.

use std::fmt;
use std::time::Duration;

/// The value of a setting. From a URL it is always text; beside the URL it has the type that the program gave it.
///
/// `Display` is the form in which engines take it: `true`, `4`, `0.5`, text as it is, a duration as `1500ms`.
/// `Debug` and `Display` show the value; what hides secrets is [`ConnectOptions`](crate::ConnectOptions).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SettingValue {
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// A number.
    Float(f64),
    /// Text.
    Text(String),
    /// A span of time.
    Duration(Duration),
}

impl SettingValue {
    /// As a truth value: `true`/`false`, `on`/`off`, `yes`/`no`, `1`/`0`, in any case.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            SettingValue::Bool(value) => Some(*value),
            SettingValue::Int(0) => Some(false),
            SettingValue::Int(1) => Some(true),
            SettingValue::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "on" | "yes" | "1" | "t" | "y" => Some(true),
                "false" | "off" | "no" | "0" | "f" | "n" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// As a whole number.
    pub fn as_int(&self) -> Option<i128> {
        match self {
            SettingValue::Int(value) => Some(*value),
            SettingValue::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// As a finite number.
    pub fn as_float(&self) -> Option<f64> {
        let value = match self {
            SettingValue::Float(value) => *value,
            SettingValue::Int(value) => value.to_string().parse().ok()?,
            SettingValue::Text(text) => text.parse().ok()?,
            _ => return None,
        };
        value.is_finite().then_some(value)
    }

    /// As a span of time: a number of seconds, or a number with `ns`, `us`, `ms`, `s`, `m` (or `min`), `h`, `d`.
    pub fn as_duration(&self) -> Option<Duration> {
        match self {
            SettingValue::Duration(value) => Some(*value),
            SettingValue::Int(seconds) => u64::try_from(*seconds).ok().map(Duration::from_secs),
            SettingValue::Float(seconds) => Duration::try_from_secs_f64(*seconds).ok(),
            SettingValue::Text(text) => duration(text.trim()),
            SettingValue::Bool(_) => None,
        }
    }
}

fn duration(text: &str) -> Option<Duration> {
    let unit_at = text.find(|char: char| char.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let number = number.trim_end();
    let unit = match unit {
        "ns" => Duration::from_nanos(1),
        "us" => Duration::from_micros(1),
        "ms" => Duration::from_millis(1),
        "" | "s" => Duration::from_secs(1),
        "m" | "min" => Duration::from_secs(60),
        "h" => Duration::from_secs(3_600),
        "d" => Duration::from_secs(86_400),
        _ => return None,
    };
    if let Ok(whole) = number.parse::<u64>() {
        let nanoseconds = u128::from(whole).checked_mul(unit.as_nanos())?;
        let seconds = u64::try_from(nanoseconds / 1_000_000_000).ok()?;
        return Some(Duration::new(seconds, u32::try_from(nanoseconds % 1_000_000_000).ok()?));
    }
    let plain = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    if number.is_empty() || !number.bytes().all(plain) {
        return None;
    }
    Duration::try_from_secs_f64(number.parse::<f64>().ok()? * unit.as_secs_f64()).ok()
}

impl fmt::Display for SettingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SettingValue::Bool(value) => write!(f, "{value}"),
            SettingValue::Int(value) => write!(f, "{value}"),
            SettingValue::Float(value) => write!(f, "{value}"),
            SettingValue::Text(value) => f.write_str(value),
            SettingValue::Duration(value) => {
                let (nanoseconds, seconds) = (value.as_nanos(), value.as_secs());
                match nanoseconds {
                    _ if value.subsec_nanos() == 0 => write!(f, "{seconds}s"),
                    _ if nanoseconds % 1_000_000 == 0 => write!(f, "{}ms", nanoseconds / 1_000_000),
                    _ if nanoseconds % 1_000 == 0 => write!(f, "{}us", nanoseconds / 1_000),
                    _ => write!(f, "{nanoseconds}ns"),
                }
            }
        }
    }
}

macro_rules! from {
    ($($rust:ty => $variant:ident),* $(,)?) => { $(
        impl From<$rust> for SettingValue {
            fn from(value: $rust) -> Self {
                SettingValue::$variant(value.into())
            }
        }
    )* };
}

from! {
    bool => Bool,
    i8 => Int, i16 => Int, i32 => Int, i64 => Int, u8 => Int, u16 => Int, u32 => Int, u64 => Int,
    f32 => Float, f64 => Float,
    &str => Text, &String => Text, String => Text,
    Duration => Duration,
}

impl From<usize> for SettingValue {
    fn from(value: usize) -> Self {
        // No platform has a usize beyond 64 bits.
        SettingValue::Int(u64::try_from(value).unwrap_or(u64::MAX).into())
    }
}
