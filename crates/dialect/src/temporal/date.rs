//! Calendar days.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::OutOfRange;
use super::calendar::write_day;

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

    #[inline]
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn no_infinity_becomes_a_day_on_the_calendar() {
        assert!(NaiveDate::try_from(Date::INFINITY).is_err());
        assert!(NaiveDate::try_from(Date::NEGATIVE_INFINITY).is_err());
    }
}
