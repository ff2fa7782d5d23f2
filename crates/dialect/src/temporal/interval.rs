//! Intervals.

use std::fmt;

use super::NANOS_PER_SECOND;

/// Months, days and a span of time, which SQL keeps apart: a month is not a number of days, a day not always 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Whole months; a year is twelve.
    pub months: i32,
    /// Whole days.
    pub days: i32,
    /// The rest, in nanoseconds; 128 bits, because DuckDB's 64-bit microseconds need them.
    pub nanoseconds: i128,
}

impl Interval {
    const fn seconds_times(n: i64, seconds: i128) -> Self {
        Self { months: 0, days: 0, nanoseconds: n as i128 * seconds * NANOS_PER_SECOND as i128 }
    }

    /// `n` years; as many months as fit 32 bits, 178 million years.
    pub const fn years(n: i32) -> Self {
        Self::months(n.saturating_mul(12))
    }
    /// `n` months.
    pub const fn months(n: i32) -> Self {
        Self { months: n, days: 0, nanoseconds: 0 }
    }
    /// `n` weeks; as many days as fit 32 bits, 5 million years.
    pub const fn weeks(n: i32) -> Self {
        Self::days(n.saturating_mul(7))
    }
    /// `n` days.
    pub const fn days(n: i32) -> Self {
        Self { months: 0, days: n, nanoseconds: 0 }
    }
    /// `n` hours.
    pub const fn hours(n: i64) -> Self {
        Self::seconds_times(n, 3600)
    }
    /// `n` minutes.
    pub const fn minutes(n: i64) -> Self {
        Self::seconds_times(n, 60)
    }
    /// `n` seconds.
    pub const fn seconds(n: i64) -> Self {
        Self::seconds_times(n, 1)
    }
    /// `n` milliseconds.
    pub const fn milliseconds(n: i64) -> Self {
        Self { months: 0, days: 0, nanoseconds: n as i128 * 1_000_000 }
    }
    /// `n` microseconds.
    pub const fn microseconds(n: i64) -> Self {
        Self { months: 0, days: 0, nanoseconds: n as i128 * 1_000 }
    }
    /// `n` nanoseconds.
    pub const fn nanoseconds(n: i64) -> Self {
        Self { months: 0, days: 0, nanoseconds: n as i128 }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        if self.months != 0 {
            write!(f, "{} months", self.months)?;
            gap = " ";
        }
        if self.days != 0 {
            write!(f, "{gap}{} days", self.days)?;
            gap = " ";
        }
        if self.nanoseconds == 0 && !gap.is_empty() {
            return Ok(());
        }
        let sign = if self.nanoseconds < 0 { "-" } else { "" };
        let magnitude = self.nanoseconds.unsigned_abs();
        let second = NANOS_PER_SECOND.unsigned_abs() as u128;
        let (seconds, fraction) = (magnitude / second, magnitude % second);
        write!(f, "{gap}{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)?;
        if fraction == 0 {
            return Ok(());
        }
        let digits = format!("{fraction:09}");
        write!(f, ".{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_keep_months_days_and_time_apart() {
        let cases = [
            (Interval::default(), "00:00:00"),
            (Interval::years(-2), "-24 months"),
            (Interval::weeks(1), "7 days"),
            (Interval::hours(-1), "-01:00:00"),
            (Interval::milliseconds(-1_500), "-00:00:01.5"),
            (Interval::nanoseconds(1), "00:00:00.000000001"),
            (Interval::hours(100), "100:00:00"),
            (Interval { months: 1, days: -2, nanoseconds: -1_000 }, "1 months -2 days -00:00:00.000001"),
        ];
        for (interval, text) in cases {
            assert_eq!(interval.to_string(), text);
        }
    }

    #[test]
    fn no_interval_overflows() {
        assert_eq!(Interval::hours(i64::MAX).nanoseconds, i128::from(i64::MAX) * 3_600_000_000_000);
        assert_eq!(Interval::minutes(i64::MIN).nanoseconds, i128::from(i64::MIN) * 60_000_000_000);
        assert_eq!(Interval::years(i32::MAX).months, i32::MAX);
        assert_eq!(Interval::weeks(i32::MIN).days, i32::MIN);
        let least = Interval { months: 0, days: 0, nanoseconds: i128::MIN };
        assert!(least.to_string().starts_with('-'));
    }
}
