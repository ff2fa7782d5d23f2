//! Spans of time of one length, one behind the other.

use aludel_dialect::{TimeUnit, Timestamp};

use crate::BuildError;
use crate::function::DatePart;

/// Spans of time of one length that follow one another: what [`func::time_bucket`](crate::func::time_bucket) sorts moments into.
///
/// Unless [`beginning_at`](TimeBucket::beginning_at) says otherwise they are counted from 1970-01-01 00:00, before it
/// too, and weeks from the Monday before, 1969-12-29.
///
/// ```
/// use aludel_query::{DatePart, TimeBucket};
///
/// let quarter_hours = TimeBucket::every(15, DatePart::Minute)?;
/// assert!(TimeBucket::every(0, DatePart::Minute).is_err());
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeBucket {
    count: u32,
    part: DatePart,
    offset: i64,
}

/// How long a bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BucketWidth {
    /// So many microseconds.
    Microseconds(i64),
    /// So many months of the calendar.
    Months(i64),
}

const DAY: i64 = 86_400_000_000;
/// 1969-12-29, a Monday.
const FIRST_MONDAY: i64 = -3 * DAY;

/// How long one is; `None` of what is no span of time.
fn width_of(part: DatePart) -> Option<BucketWidth> {
    use BucketWidth::{Microseconds, Months};
    Some(match part {
        DatePart::Microsecond => Microseconds(1),
        DatePart::Millisecond => Microseconds(1_000),
        DatePart::Second => Microseconds(1_000_000),
        DatePart::Minute => Microseconds(60_000_000),
        DatePart::Hour => Microseconds(3_600_000_000),
        DatePart::Day => Microseconds(DAY),
        DatePart::Week => Microseconds(7 * DAY),
        DatePart::Month => Months(1),
        DatePart::Quarter => Months(3),
        DatePart::Year => Months(12),
        _ => return None,
    })
}

fn usual_offset(part: DatePart, width: BucketWidth) -> i64 {
    match (part, width) {
        (DatePart::Week, BucketWidth::Microseconds(width)) => FIRST_MONDAY.rem_euclid(width),
        _ => 0,
    }
}

impl TimeBucket {
    /// Buckets of `count` microseconds, …, weeks, months, quarters or years.
    ///
    /// # Errors
    /// A count of 0; a part that is no span of time (the day of the week or year); more than a hundred thousand years.
    pub fn every(count: u32, part: DatePart) -> Result<Self, BuildError> {
        let long = |one: i64, most: i64| one.checked_mul(count.into()).filter(|width| *width <= most);
        let width = match width_of(part) {
            Some(BucketWidth::Microseconds(one)) => long(one, 36_500_000 * DAY).map(BucketWidth::Microseconds),
            Some(BucketWidth::Months(one)) => long(one, 1_200_000).map(BucketWidth::Months),
            None => return Err(BuildError::usage(format!("{part:?} is no span of time that buckets could have"))),
        };
        match width {
            Some(width) if count > 0 => Ok(Self { count, part, offset: usual_offset(part, width) }),
            _ => Err(BuildError::usage(format!("buckets can't be {count} times {part:?} long"))),
        }
    }

    /// The same, counted from another moment: one of the buckets begins then.
    ///
    /// # Errors
    /// A moment finer than a microsecond; of buckets of months, one that is not the beginning of a month.
    pub fn beginning_at(self, origin: impl Into<Timestamp>) -> Result<Self, BuildError> {
        let Timestamp { value, unit, .. } = origin.into();
        let microseconds = match unit {
            TimeUnit::Nanosecond if value % 1_000 != 0 => None,
            TimeUnit::Nanosecond => Some(value / 1_000),
            coarser => value.checked_mul(1_000_000 / coarser.per_second()),
        };
        let Some(microseconds) = microseconds else {
            return Err(BuildError::usage("buckets begin at whole microseconds"));
        };
        let offset = match self.width() {
            BucketWidth::Microseconds(width) => microseconds.rem_euclid(width),
            BucketWidth::Months(width) => match months_at(microseconds) {
                Some(months) => months.rem_euclid(width),
                None => return Err(BuildError::usage("buckets of months begin at the beginning of a month")),
            },
        };
        Ok(Self { offset, ..self })
    }

    /// How many of its part a bucket is long.
    pub fn count(self) -> u32 {
        self.count
    }

    /// What is counted.
    pub fn part(self) -> DatePart {
        self.part
    }

    /// How long a bucket is.
    pub fn width(self) -> BucketWidth {
        let count = i64::from(self.count);
        match width_of(self.part) {
            Some(BucketWidth::Months(one)) => BucketWidth::Months(one * count),
            Some(BucketWidth::Microseconds(one)) => BucketWidth::Microseconds(one * count),
            // No bucket has such a part.
            None => BucketWidth::Microseconds(count),
        }
    }

    /// When the first bucket after 1970-01-01 00:00, or at it, begins: in microseconds or months, as its width.
    pub fn offset(self) -> i64 {
        self.offset
    }

    /// Whether the buckets are counted from where they are counted if nothing is said.
    pub fn begins_as_usual(self) -> bool {
        self.offset == usual_offset(self.part, self.width())
    }

    /// A template with its numbers in place of `{count}`, `{width}` and `{offset}`.
    pub(crate) fn fill(self, template: &str) -> String {
        let (BucketWidth::Microseconds(width) | BucketWidth::Months(width)) = self.width();
        let template = template.replace("{count}", &self.count.to_string());
        template.replace("{width}", &width.to_string()).replace("{offset}", &self.offset.to_string())
    }
}

/// How many months after 1970-01 a month begins, if one begins then.
fn months_at(microseconds: i64) -> Option<i64> {
    use chrono::{DateTime, Datelike};
    let at = DateTime::from_timestamp_micros(microseconds)?;
    let is_beginning = at.day() == 1 && microseconds.rem_euclid(DAY) == 0;
    is_beginning.then(|| (i64::from(at.year()) - 1970) * 12 + i64::from(at.month0()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(value: i64) -> Timestamp {
        Timestamp::naive(value, TimeUnit::Microsecond)
    }

    #[test]
    fn buckets_have_a_width_and_begin_somewhere() {
        for (count, part, width, offset) in [
            (15, DatePart::Minute, BucketWidth::Microseconds(900_000_000), 0),
            (1, DatePart::Week, BucketWidth::Microseconds(7 * DAY), 4 * DAY),
            (2, DatePart::Week, BucketWidth::Microseconds(14 * DAY), 11 * DAY),
            (2, DatePart::Quarter, BucketWidth::Months(6), 0),
        ] {
            let bucket = TimeBucket::every(count, part).expect("a bucket");
            assert_eq!((bucket.width(), bucket.offset()), (width, offset), "{count} {part:?}");
            assert!(bucket.begins_as_usual());
        }
    }

    #[test]
    fn an_origin_is_one_of_many() {
        let hours = TimeBucket::every(1, DatePart::Hour).expect("a bucket");
        assert_eq!(hours.beginning_at(micros(-1_000_000)).map(TimeBucket::offset), Ok(3_599_000_000));
        let years = TimeBucket::every(1, DatePart::Year).expect("a bucket");
        // 1969-07-01.
        assert_eq!(years.beginning_at(micros(-184 * DAY)).map(TimeBucket::offset), Ok(6));
        assert!(years.beginning_at(micros(DAY)).is_err() && hours.beginning_at(micros(DAY)).is_ok());
        assert!(hours.beginning_at(Timestamp::naive(1, TimeUnit::Nanosecond)).is_err());
    }

    #[test]
    fn what_is_no_bucket_is_refused() {
        for (count, part) in [(0, DatePart::Day), (1, DatePart::DayOfYear), (u32::MAX, DatePart::Year)] {
            assert!(TimeBucket::every(count, part).is_err(), "{count} {part:?}");
        }
    }
}
