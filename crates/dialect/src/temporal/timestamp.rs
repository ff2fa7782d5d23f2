//! Timestamps: counts of seconds, milli-, micro- or nanoseconds.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

use super::calendar::write_day;
use super::time::write_time;
use super::{NANOS_PER_SECOND, OutOfRange};
use crate::TimeUnit;

const SECONDS_PER_DAY: i64 = 86_400;

/// A timestamp: a count of `unit`s since 1970-01-01T00:00:00, in UTC if it has a zone, else on the calendar.
///
/// The count is the engine's own, so its infinities (`i64::MAX`, `-i64::MAX` in DuckDB) and its whole range survive.
///
/// `chrono`'s date-times become counts of **microseconds**, as parameters and in records alike. One with a part below that
/// is refused when it is sent: cut it with chrono's `SubsecRound::trunc_subsecs(6)`, or, without zone and for a column of
/// nanoseconds, send a [`TimestampNs`](crate::TimestampNs). A leap second is refused likewise: no engine has one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp {
    /// Units since the epoch.
    pub value: i64,
    /// What `value` counts.
    pub unit: TimeUnit,
    /// The zone to show it in, an IANA name or an offset; `None` for a timestamp without time zone.
    pub zone: Option<Arc<str>>,
}

impl Timestamp {
    const INFINITE: i64 = i64::MAX;
    const NEGATIVE_INFINITE: i64 = -i64::MAX;
    /// What stands for a value of `chrono` that is not sent: as nanoseconds, one that microseconds don't hold; as
    /// microseconds, a leap second. No engine has this value.
    const REFUSED: i64 = i64::MIN;

    /// Why a value made of a date-time of `chrono` with a part below the microsecond is refused, and the ways out: as
    /// nanoseconds an engine would cut it without a word, where the column counts microseconds.
    /// [`TimestampNs`](crate::TimestampNs) asks for nanoseconds.
    pub const TOO_FINE: &str = "is finer than a microsecond: cut it with chrono's `SubsecRound::trunc_subsecs(6)`, \
                                or keep the nanoseconds of a time without zone with `TimestampNs`";

    /// Why a leap second is refused, and the way out.
    pub const LEAP_SECOND: &str =
        "is a leap second, which no engine has: send the second before it or the one after it";

    /// A timestamp without time zone.
    pub const fn naive(value: i64, unit: TimeUnit) -> Self {
        Self { value, unit, zone: None }
    }

    /// A point in time, to be shown in UTC.
    pub fn utc(value: i64, unit: TimeUnit) -> Self {
        Self { value, unit, zone: Some(Arc::from("UTC")) }
    }

    /// Whether this is `infinity` or `-infinity`, which no calendar has.
    pub const fn is_infinite(&self) -> bool {
        matches!(self.value, Self::INFINITE | Self::NEGATIVE_INFINITE)
    }

    /// Why this is sent to no engine, if it was made of a date-time of `chrono` that has no count of microseconds: one
    /// [too fine](Self::TOO_FINE), and a leap second, which an engine would take for the second after it.
    pub const fn refused(&self) -> Option<&'static str> {
        match (self.value, self.unit) {
            (Self::REFUSED, TimeUnit::Nanosecond) => Some(Self::TOO_FINE),
            (Self::REFUSED, TimeUnit::Microsecond) => Some(Self::LEAP_SECOND),
            _ => None,
        }
    }

    fn calendar(&self) -> Result<NaiveDateTime, OutOfRange> {
        if self.refused().is_some() {
            return Err(OutOfRange("a timestamp that is no count of microseconds"));
        }
        if self.is_infinite() {
            return Err(OutOfRange("an infinite timestamp"));
        }
        let per_second = self.unit.per_second();
        let seconds = self.value.div_euclid(per_second);
        let fraction = self.value.rem_euclid(per_second) * (NANOS_PER_SECOND / per_second);
        u32::try_from(fraction)
            .ok()
            .and_then(|nanos| DateTime::from_timestamp(seconds, nanos))
            .map(|instant| instant.naive_utc())
            .ok_or(OutOfRange("this timestamp"))
    }
}

/// Microseconds; a value that is refused when it is bound where these would lose something, for a conversion has no other
/// place for an error.
fn count(calendar: NaiveDateTime) -> (i64, TimeUnit) {
    let instant = calendar.and_utc();
    match instant.timestamp_subsec_nanos() {
        // How `chrono` writes a leap second.
        1_000_000_000.. => (Timestamp::REFUSED, TimeUnit::Microsecond),
        nanoseconds if nanoseconds.is_multiple_of(1_000) => (instant.timestamp_micros(), TimeUnit::Microsecond),
        _ => (Timestamp::REFUSED, TimeUnit::Nanosecond),
    }
}

/// Microseconds. What has a part below them and a leap second are [refused](Timestamp::refused) when they are bound.
impl From<NaiveDateTime> for Timestamp {
    fn from(calendar: NaiveDateTime) -> Self {
        let (value, unit) = count(calendar);
        Timestamp { value, unit, zone: None }
    }
}

/// Microseconds, as with `NaiveDateTime`.
impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        let (value, unit) = count(instant.naive_utc());
        Timestamp { value, unit, zone: Some(Arc::from("UTC")) }
    }
}

/// Microseconds, as with `NaiveDateTime`: the point in time; the offset is kept as the zone to show it in.
impl From<DateTime<FixedOffset>> for Timestamp {
    fn from(instant: DateTime<FixedOffset>) -> Self {
        let (value, unit) = count(instant.naive_utc());
        Timestamp { value, unit, zone: Some(Arc::from(instant.offset().to_string())) }
    }
}

impl TryFrom<&Timestamp> for NaiveDateTime {
    type Error = OutOfRange;
    fn try_from(timestamp: &Timestamp) -> Result<Self, OutOfRange> {
        timestamp.calendar()
    }
}

impl TryFrom<&Timestamp> for DateTime<Utc> {
    type Error = OutOfRange;
    fn try_from(timestamp: &Timestamp) -> Result<Self, OutOfRange> {
        timestamp.calendar().map(|calendar| calendar.and_utc())
    }
}

/// ISO 8601 in UTC; the infinities and what `chrono` can't hold by name or count.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Self::INFINITE => return f.write_str("infinity"),
            Self::NEGATIVE_INFINITE => return f.write_str("-infinity"),
            Self::REFUSED if self.unit == TimeUnit::Nanosecond => return f.write_str("<finer than a microsecond>"),
            Self::REFUSED if self.unit == TimeUnit::Microsecond => return f.write_str("<leap second>"),
            _ => {}
        }
        let per_second = self.unit.per_second();
        let seconds = self.value.div_euclid(per_second);
        let nanoseconds = self.value.rem_euclid(per_second) * (NANOS_PER_SECOND / per_second);
        let day = seconds.div_euclid(SECONDS_PER_DAY);
        let time = seconds.rem_euclid(SECONDS_PER_DAY) * NANOS_PER_SECOND + nanoseconds;
        write_day(f, day)?;
        f.write_str(" ")?;
        write_time(f, time)?;
        if self.zone.is_some() { f.write_str("+00:00") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime};

    use super::super::{Date, Time};
    use super::*;

    fn micros(value: i64) -> Timestamp {
        Timestamp::naive(value, TimeUnit::Microsecond)
    }

    #[test]
    fn timestamps_before_1970_count_forward_from_midnight() {
        let cases = [
            (micros(-1), "1969-12-31 23:59:59.999999"),
            (micros(0), "1970-01-01 00:00:00"),
            (Timestamp::naive(-1, TimeUnit::Nanosecond), "1969-12-31 23:59:59.999999999"),
            (Timestamp::naive(-1_001, TimeUnit::Millisecond), "1969-12-31 23:59:58.999"),
            (Timestamp::utc(-86_400, TimeUnit::Second), "1969-12-31 00:00:00+00:00"),
        ];
        for (timestamp, text) in cases {
            assert_eq!(timestamp.to_string(), text);
        }
    }

    #[test]
    fn timestamps_at_the_ends_are_told_apart() {
        assert_eq!(micros(i64::MAX).to_string(), "infinity");
        assert_eq!(micros(-i64::MAX).to_string(), "-infinity");
        assert_eq!(micros(i64::MAX - 1).to_string(), "+294247-01-10 04:00:54.775806");
        // A day that as a `Date` would be an infinity.
        let day = i64::from(i32::MAX) * SECONDS_PER_DAY;
        assert_eq!(Timestamp::naive(day, TimeUnit::Second).to_string(), "+5881580-07-11 00:00:00");
        assert_eq!(Timestamp::naive(i64::MIN, TimeUnit::Second).to_string(), "-292277022657-01-27 08:29:52");
    }

    #[test]
    fn no_infinity_becomes_a_day_on_the_calendar() {
        for unit in [TimeUnit::Second, TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond] {
            for value in [i64::MAX, -i64::MAX] {
                assert!(NaiveDateTime::try_from(&Timestamp::naive(value, unit)).is_err(), "{value} {unit:?}");
            }
        }
    }

    #[test]
    fn chrono_there_and_back() {
        for (seconds, nanos) in [(-1, 0), (0, 1_000), (-62_135_596_800, 0), (1_709_164_800, 123_456_000)] {
            let instant = DateTime::from_timestamp(seconds, nanos).expect("in range");
            let calendar = instant.naive_utc();
            assert_eq!(NaiveDateTime::try_from(&Timestamp::from(calendar)), Ok(calendar));
            assert_eq!(DateTime::<Utc>::try_from(&Timestamp::from(instant)), Ok(instant));
            assert_eq!(NaiveDate::try_from(Date::from(calendar.date())), Ok(calendar.date()));
            assert_eq!(NaiveTime::try_from(Time::from(calendar.time())), Ok(calendar.time()));
        }
        let fixed = DateTime::parse_from_rfc3339("2024-02-29T12:00:00+05:30").expect("a time");
        let timestamp = Timestamp::from(fixed);
        assert_eq!(timestamp.zone.as_deref(), Some("+05:30"));
        assert_eq!(timestamp.to_string(), "2024-02-29 06:30:00+00:00");
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_never_another_value() {
        let instants = [
            DateTime::from_timestamp_nanos(1),
            DateTime::from_timestamp_nanos(i64::MAX),
            DateTime::from_timestamp_nanos(-i64::MAX),
            DateTime::from_timestamp(-14_831_769_600, 1).expect("the year 1500"),
        ];
        for instant in instants {
            let timestamp = Timestamp::from(instant.naive_utc());
            assert!(!timestamp.is_infinite(), "{instant}");
            for timestamp in [&timestamp, &instant.into(), &instant.fixed_offset().into()] {
                assert_eq!(timestamp.refused(), Some(Timestamp::TOO_FINE), "{instant}");
            }
            assert!(NaiveDateTime::try_from(&timestamp).is_err());
            assert_eq!(timestamp.to_string(), "<finer than a microsecond>");
        }
    }

    #[test]
    fn a_leap_second_is_never_another_value() {
        for nanoseconds in [1_000_000_000, 1_500_000_000, 1_999_999_999] {
            let last = DateTime::from_timestamp(1_483_228_799, nanoseconds).expect("the end of 2016");
            let refused = |timestamp: Timestamp| timestamp.refused().expect("refused").to_owned();
            let said = [
                refused(last.into()),
                refused(last.naive_utc().into()),
                refused(last.fixed_offset().into()),
                Time::from(last.time()).refused().expect("refused").to_owned(),
            ];
            assert!(said.iter().all(|said| said.starts_with("is a leap second")), "{said:?}");
            assert!(NaiveDateTime::try_from(&Timestamp::from(last)).is_err());
            assert!(NaiveTime::try_from(Time::from(last.time())).is_err());
            assert_eq!(Timestamp::from(last).to_string(), "<leap second>");
            assert_eq!(Time::from(last.time()).to_string(), "<leap second>");
        }
    }
}
