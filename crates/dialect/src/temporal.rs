//! Dates, times and intervals over the engines' whole range, which is wider than `chrono`'s.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::TimeUnit;

const NANOS_PER_SECOND: i64 = 1_000_000_000;
const SECONDS_PER_DAY: i64 = 86_400;

/// A value that `chrono`'s types can't hold: an infinity, or a date past its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is outside the range of the Rust type")]
pub struct OutOfRange(&'static str);

/// A calendar day, as days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// DuckDB's dates reach from 5877642 BC to 5881580 AD, and know two infinities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Days since 1970-01-01.
    pub days: i32,
}

impl Date {
    /// DuckDB's `'infinity'::DATE`.
    pub const INFINITY: Date = Date { days: i32::MAX };
    /// DuckDB's `'-infinity'::DATE`.
    pub const NEGATIVE_INFINITY: Date = Date { days: -i32::MAX };
}

const DAYS_FROM_CE_TO_EPOCH: i32 = 719_163;

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Date { days: date.num_days_from_ce() - DAYS_FROM_CE_TO_EPOCH }
    }
}

impl TryFrom<Date> for NaiveDate {
    type Error = OutOfRange;
    fn try_from(date: Date) -> Result<Self, OutOfRange> {
        date.days
            .checked_add(DAYS_FROM_CE_TO_EPOCH)
            .and_then(NaiveDate::from_num_days_from_ce_opt)
            .ok_or(OutOfRange("this date"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Date::INFINITY => f.write_str("infinity"),
            Date::NEGATIVE_INFINITY => f.write_str("-infinity"),
            Date { days } => write_day(f, i64::from(days)),
        }
    }
}

/// A day on the proleptic Gregorian calendar, whose years `chrono` ends at ±262143: years before 1 as ISO 8601 numbers
/// them, so that 1 BC is 0000.
fn write_day(f: &mut fmt::Formatter<'_>, days: i64) -> fmt::Result {
    // Days since 0000-03-01, so that a leap day ends its year; 400 years have 146,097 days.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    match year {
        0..=9_999 => write!(f, "{year:04}-{month:02}-{day:02}"),
        _ => write!(f, "{year:+05}-{month:02}-{day:02}"),
    }
}

/// A time of day without offset, in nanoseconds since midnight (24:00:00 included).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time {
    /// Nanoseconds since midnight.
    pub nanoseconds: i64,
}

impl From<NaiveTime> for Time {
    fn from(time: NaiveTime) -> Self {
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

fn write_time(f: &mut fmt::Formatter<'_>, nanoseconds: i64) -> fmt::Result {
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
        write_time(f, self.nanoseconds)
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

/// A timestamp: a count of `unit`s since 1970-01-01T00:00:00, in UTC if it has a zone, else on the calendar.
///
/// The count is the engine's own, so its infinities (`i64::MAX`, `-i64::MAX` in DuckDB) and its whole range survive.
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
    /// As nanoseconds: a point in time that neither unit counts. No engine has this value, so that none binds it.
    const UNCOUNTED: i64 = i64::MIN;

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

    /// Whether this was made of a value of `chrono` that has nanoseconds and lies where a 64-bit count of them does not
    /// reach, or falls upon one of its infinities. It is refused where it is bound.
    pub const fn is_uncounted(&self) -> bool {
        matches!((self.value, self.unit), (Self::UNCOUNTED, TimeUnit::Nanosecond))
    }

    fn calendar(&self) -> Result<NaiveDateTime, OutOfRange> {
        if self.is_uncounted() {
            return Err(OutOfRange("a timestamp that no count of nanoseconds reaches"));
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

/// Microseconds if that loses nothing, else nanoseconds; where these don't reach (before 1677, after 2262), a value that
/// is refused when it is bound, for a conversion has no other place for an error.
fn count(calendar: NaiveDateTime) -> (i64, TimeUnit) {
    let instant = calendar.and_utc();
    if instant.timestamp_subsec_nanos().is_multiple_of(1_000) {
        return (instant.timestamp_micros(), TimeUnit::Microsecond);
    }
    match instant.timestamp_nanos_opt() {
        Some(nanos) if nanos.unsigned_abs() < i64::MAX.unsigned_abs() => (nanos, TimeUnit::Nanosecond),
        _ => (Timestamp::UNCOUNTED, TimeUnit::Nanosecond),
    }
}

/// Microseconds; nanoseconds where the value has them. If it has them before 1677 or after 2262, where they can't be
/// counted, it is [uncounted](Timestamp::is_uncounted), and refused when it is bound.
impl From<NaiveDateTime> for Timestamp {
    fn from(calendar: NaiveDateTime) -> Self {
        let (value, unit) = count(calendar);
        Timestamp { value, unit, zone: None }
    }
}

/// Microseconds or nanoseconds, as with `NaiveDateTime`.
impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        let (value, unit) = count(instant.naive_utc());
        Timestamp { value, unit, zone: Some(Arc::from("UTC")) }
    }
}

/// The point in time; the offset is kept as the zone to show it in.
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
            _ if self.is_uncounted() => return f.write_str("<nanoseconds out of range>"),
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

    fn micros(value: i64) -> Timestamp {
        Timestamp::naive(value, TimeUnit::Microsecond)
    }

    #[test]
    fn dates_show_the_calendar_the_infinities_and_what_lies_beyond() {
        let cases = [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (19_782, "2024-02-29"),
            (-719_529, "-0001-12-31"),
            (i32::MAX, "infinity"),
            (-i32::MAX, "-infinity"),
            (i32::MAX - 1, "+5881580-07-10"),
            (i32::MIN, "-5877641-06-23"),
        ];
        for (days, text) in cases {
            assert_eq!(Date { days }.to_string(), text);
        }
    }

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
        assert!(NaiveDate::try_from(Date::INFINITY).is_err());
        assert!(NaiveDate::try_from(Date::NEGATIVE_INFINITY).is_err());
        assert!(NaiveTime::try_from(Time { nanoseconds: 86_400 * NANOS_PER_SECOND }).is_err());
        assert!(NaiveTime::try_from(Time { nanoseconds: -1 }).is_err());
    }

    #[test]
    fn chrono_there_and_back() {
        for (seconds, nanos) in [(-1, 0), (0, 1_000), (-62_135_596_800, 0), (1_709_164_800, 123_456_789)] {
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
    fn nanoseconds_that_cannot_be_counted_are_never_another_value() {
        let ends = DateTime::from_timestamp_nanos(i64::MAX);
        let begins = DateTime::from_timestamp_nanos(-i64::MAX);
        let old = DateTime::from_timestamp(-14_831_769_600, 1).expect("the year 1500");
        for instant in [ends, begins, old] {
            let timestamp = Timestamp::from(instant.naive_utc());
            assert!(timestamp.is_uncounted() && !timestamp.is_infinite(), "{instant}");
            assert!(Timestamp::from(instant).is_uncounted());
            assert!(NaiveDateTime::try_from(&timestamp).is_err());
            assert_eq!(timestamp.to_string(), "<nanoseconds out of range>");
        }
        let last = DateTime::from_timestamp_nanos(i64::MAX - 1);
        assert_eq!(DateTime::<Utc>::try_from(&Timestamp::from(last)), Ok(last));
    }

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
