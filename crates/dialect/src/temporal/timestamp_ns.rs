//! Timestamps that keep their nanoseconds.

use std::fmt;

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};

use super::{OutOfRange, Timestamp};
use crate::TimeUnit;

/// A timestamp without time zone that keeps nanoseconds, in the years 1677 to 2262: for columns of type `TIMESTAMP_NS`.
///
/// `chrono`'s date-times are sent as microseconds, and refused where that would lose something. This type says that the
/// column counts nanoseconds. In a record that is checked against the table; as a parameter it is bound as nanoseconds, and
/// an engine may cut it where it then goes into a column of microseconds, as DuckDB does.
///
/// ```
/// use aludel_dialect::TimestampNs;
/// use chrono::NaiveDateTime;
///
/// let taken: NaiveDateTime = "2024-02-29T12:00:00.123456789".parse()?;
/// let exact = TimestampNs::try_from(taken)?;
/// assert_eq!(exact.nanoseconds % 1_000, 789);
/// assert_eq!(NaiveDateTime::try_from(exact)?, taken);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimestampNs {
    /// Nanoseconds since 1970-01-01T00:00:00; `i64::MAX` and `-i64::MAX` are the infinities.
    pub nanoseconds: i64,
}

impl TryFrom<NaiveDateTime> for TimestampNs {
    type Error = OutOfRange;
    fn try_from(calendar: NaiveDateTime) -> Result<Self, OutOfRange> {
        if calendar.nanosecond() >= 1_000_000_000 {
            return Err(OutOfRange("a leap second"));
        }
        let counted = calendar.and_utc().timestamp_nanos_opt();
        // The ends of the count are the infinities, and what no engine has.
        let counted = counted.filter(|nanoseconds| nanoseconds.unsigned_abs() < i64::MAX.unsigned_abs());
        counted.map(|nanoseconds| Self { nanoseconds }).ok_or(OutOfRange("a timestamp outside the years 1677 to 2262"))
    }
}

/// What the calendar shows in UTC then: no column of nanoseconds keeps a zone.
impl TryFrom<DateTime<Utc>> for TimestampNs {
    type Error = OutOfRange;
    fn try_from(instant: DateTime<Utc>) -> Result<Self, OutOfRange> {
        instant.naive_utc().try_into()
    }
}

impl TryFrom<TimestampNs> for NaiveDateTime {
    type Error = OutOfRange;
    fn try_from(at: TimestampNs) -> Result<Self, OutOfRange> {
        match at.nanoseconds {
            i64::MAX | i64::MIN => Err(OutOfRange("an infinite timestamp")),
            infinite if infinite == -i64::MAX => Err(OutOfRange("an infinite timestamp")),
            counted => Ok(DateTime::from_timestamp_nanos(counted).naive_utc()),
        }
    }
}

impl From<TimestampNs> for Timestamp {
    fn from(at: TimestampNs) -> Self {
        Timestamp::naive(at.nanoseconds, TimeUnit::Nanosecond)
    }
}

impl fmt::Display for TimestampNs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Timestamp::from(*self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nanoseconds_do_not_count_is_out_of_range() {
        for end in [i64::MAX, -i64::MAX, i64::MIN] {
            assert!(TimestampNs::try_from(DateTime::from_timestamp_nanos(end).naive_utc()).is_err());
            assert!(NaiveDateTime::try_from(TimestampNs { nanoseconds: end }).is_err());
        }
        let year_1500 = DateTime::from_timestamp(-14_831_769_600, 1).expect("the year 1500").naive_utc();
        assert!(TimestampNs::try_from(year_1500).is_err());
        let leap = DateTime::from_timestamp(1_483_228_799, 1_500_000_000).expect("the end of 2016");
        assert!(TimestampNs::try_from(leap).is_err());
        for inside in [i64::MAX - 1, 0, 1, -1, 1 - i64::MAX] {
            let calendar = DateTime::from_timestamp_nanos(inside).naive_utc();
            assert_eq!(TimestampNs::try_from(calendar), Ok(TimestampNs { nanoseconds: inside }));
            assert_eq!(TimestampNs::try_from(calendar.and_utc()), Ok(TimestampNs { nanoseconds: inside }));
            assert_eq!(NaiveDateTime::try_from(TimestampNs { nanoseconds: inside }), Ok(calendar));
        }
        assert_eq!(TimestampNs { nanoseconds: 1 }.to_string(), "1970-01-01 00:00:00.000000001");
    }
}
