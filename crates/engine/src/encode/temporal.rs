//! Dates, times and intervals, in microseconds as most engines keep them; a finer value and a leap second are errors.

use std::fmt;

use aludel_dialect::{Date, Interval, Time, Timestamp, TimestampNs};
use arrow_array::types::{
    Date32Type, IntervalMonthDayNanoType, Time64MicrosecondType, TimestampMicrosecondType, TimestampNanosecondType,
};
use arrow_buffer::IntervalMonthDayNano;
use arrow_schema::{DataType, Field, IntervalUnit, TimeUnit};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::{EncodeError, Primitive, Shape, ToColumn};

const TOO_FINE: &str = "is finer than a microsecond: cut it with chrono's `SubsecRound::trunc_subsecs(6)`";

/// Refuses what a count of microseconds does not hold, by the nanoseconds that `chrono` gives: a leap second has a billion
/// or more.
#[inline]
fn check(value: &(impl Timelike + fmt::Display), too_fine: &'static str) -> Result<(), EncodeError> {
    match value.nanosecond() {
        1_000_000_000.. => Err(EncodeError::new(value, Timestamp::LEAP_SECOND)),
        nanoseconds if nanoseconds.is_multiple_of(1_000) => Ok(()),
        _ => Err(EncodeError::new(value, too_fine)),
    }
}

macro_rules! temporal {
    ($($(#[$doc:meta])* $type:ty => $arrow:ty, $data_type:expr, $value:ident => $make:expr;)*) => { $(
        $(#[$doc])*
        impl ToColumn for $type {
            type Builder = Primitive<$arrow>;

            fn field(name: &str, _shape: Shape) -> Field {
                Field::new(name, $data_type, false)
            }

            fn builder(_shape: Shape, capacity: usize) -> Self::Builder {
                Primitive::new($data_type, capacity)
            }

            #[inline]
            fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
                let $value = self;
                builder.append($make);
                Ok(())
            }
        }
    )* };
}

temporal! {
    /// As DATE.
    Date => Date32Type, DataType::Date32, date => date.days;
    /// As DATE.
    NaiveDate => Date32Type, DataType::Date32, date => Date::from(*date).days;
    /// As TIME.
    Time => Time64MicrosecondType, DataType::Time64(TimeUnit::Microsecond), time => {
        if let Some(why) = time.refused() {
            return Err(EncodeError::new(time, why));
        }
        if time.nanoseconds % 1_000 != 0 {
            return Err(EncodeError::new(time, TOO_FINE));
        }
        time.nanoseconds / 1_000
    };
    /// As TIME.
    NaiveTime => Time64MicrosecondType, DataType::Time64(TimeUnit::Microsecond), time => {
        check(time, TOO_FINE)?;
        Time::from(*time).nanoseconds / 1_000
    };
    /// As TIMESTAMP of nanoseconds, without time zone.
    TimestampNs => TimestampNanosecondType, DataType::Timestamp(TimeUnit::Nanosecond, None), at => at.nanoseconds;
    /// As TIMESTAMP without time zone.
    NaiveDateTime => TimestampMicrosecondType, DataType::Timestamp(TimeUnit::Microsecond, None), calendar => {
        check(calendar, Timestamp::TOO_FINE)?;
        calendar.and_utc().timestamp_micros()
    };
    /// As TIMESTAMP WITH TIME ZONE.
    DateTime<Utc> => TimestampMicrosecondType, DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), instant => {
        check(instant, TOO_FINE)?;
        instant.timestamp_micros()
    };
    /// As TIMESTAMP WITH TIME ZONE: the point in time; such a column keeps no offset of its own.
    DateTime<FixedOffset> => TimestampMicrosecondType, DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())), instant => {
        check(instant, TOO_FINE)?;
        instant.timestamp_micros()
    };
    /// As INTERVAL.
    Interval => IntervalMonthDayNanoType, DataType::Interval(IntervalUnit::MonthDayNano), interval => {
        let nanoseconds = i64::try_from(interval.nanoseconds)
            .map_err(|_| EncodeError::new(interval, "is longer than 292 years in hours and seconds"))?;
        IntervalMonthDayNano::new(interval.months, interval.days, nanoseconds)
    };
}
