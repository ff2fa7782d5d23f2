//! Times of day.

use std::fmt;

use chrono::{NaiveTime, Timelike};

use super::{NANOS_PER_SECOND, OutOfRange, Timestamp};

/// A time of day without offset, in nanoseconds since midnight (24:00:00 included).
///
/// As a parameter it keeps its nanoseconds. `chrono`'s `NaiveTime` counts microseconds there, and one with a part below
/// them is refused, as is a leap second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time {
    /// Nanoseconds since midnight.
    pub nanoseconds: i64,
}

impl Time {
    /// What stands for a leap second of `chrono`.
    const REFUSED: i64 = i64::MIN;

    /// Why this is sent to no engine, if it was made of a leap second of `chrono`.
    pub const fn refused(&self) -> Option<&'static str> {
        match self.nanoseconds {
            Self::REFUSED => Some(Timestamp::LEAP_SECOND),
            _ => None,
        }
    }
}

/// A leap second is [refused](Time::refused) when it is bound.
impl From<NaiveTime> for Time {
    fn from(time: NaiveTime) -> Self {
        if time.nanosecond() >= 1_000_000_000 {
            return Time { nanoseconds: Self::REFUSED };
        }
        let seconds = i64::from(time.num_seconds_from_midnight());
        Time { nanoseconds: seconds * NANOS_PER_SECOND + i64::from(time.nanosecond()) }
    }
}

impl TryFrom<Time> for NaiveTime {
    type Error = OutOfRange;
    fn try_from(time: Time) -> Result<Self, OutOfRange> {
        let seconds = u32::try_from(time.nanoseconds.div_euclid(NANOS_PER_SECOND));
        let nanos = u32::try_from(time.nanoseconds.rem_euclid(NANOS_PER_SECOND));
        match (seconds, nanos) {
            (Ok(seconds), Ok(nanos)) => NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos),
            _ => None,
        }
        .ok_or(OutOfRange("this time of day"))
    }
}

pub(super) fn write_time(f: &mut fmt::Formatter<'_>, nanoseconds: i64) -> fmt::Result {
    let seconds = nanoseconds.div_euclid(NANOS_PER_SECOND);
    let fraction = nanoseconds.rem_euclid(NANOS_PER_SECOND);
    write!(f, "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
    if fraction == 0 {
        return Ok(());
    }
    let digits = format!("{fraction:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.refused() {
            Some(_) => f.write_str("<leap second>"),
            None => write_time(f, self.nanoseconds),
        }
    }
}

/// A time of day with its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeTz {
    /// Nanoseconds since midnight on the clock that the offset belongs to.
    pub nanoseconds: i64,
    /// Seconds east of UTC (DuckDB: up to ±15:59:59).
    pub offset_seconds: i32,
}

fn write_offset(f: &mut fmt::Formatter<'_>, seconds: i32) -> fmt::Result {
    let sign = if seconds < 0 { '-' } else { '+' };
    let magnitude = seconds.unsigned_abs();
    let (hours, minutes, rest) = (magnitude / 3600, magnitude / 60 % 60, magnitude % 60);
    write!(f, "{sign}{hours:02}:{minutes:02}")?;
    if rest == 0 { Ok(()) } else { write!(f, ":{rest:02}") }
}

impl fmt::Display for TimeTz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_time(f, self.nanoseconds)?;
        write_offset(f, self.offset_seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_show_no_more_digits_than_they_have() {
        let cases = [
            (0, "00:00:00"),
            (1, "00:00:00.000000001"),
            (1_500_000_000, "00:00:01.5"),
            (86_399_999_999_000, "23:59:59.999999"),
            (86_400_000_000_000, "24:00:00"),
        ];
        for (nanoseconds, text) in cases {
            assert_eq!(Time { nanoseconds }.to_string(), text);
        }
        let late = TimeTz { nanoseconds: 3_600_000_000_000, offset_seconds: -(15 * 3600 + 59 * 60 + 59) };
        assert_eq!(late.to_string(), "01:00:00-15:59:59");
        assert_eq!(TimeTz { nanoseconds: 0, offset_seconds: 19_800 }.to_string(), "00:00:00+05:30");
        assert_eq!(TimeTz { nanoseconds: 0, offset_seconds: i32::MIN }.to_string(), "00:00:00-596523:14:08");
    }

    #[test]
    fn midnight_at_the_end_of_a_day_is_no_time_of_chrono() {
        assert!(NaiveTime::try_from(Time { nanoseconds: 86_400 * NANOS_PER_SECOND }).is_err());
        assert!(NaiveTime::try_from(Time { nanoseconds: -1 }).is_err());
    }
}
