//! Dates, times and intervals over the engines' whole range.

use std::sync::Arc;

use aludel_dialect::{Date, Interval, Time, TimeTz, TimeUnit, Timestamp};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, IntervalDayTimeType, IntervalMonthDayNanoType, IntervalYearMonthType, Time32MillisecondType,
    Time32SecondType, Time64MicrosecondType, Time64NanosecondType, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_buffer::{IntervalDayTime, IntervalMonthDayNano, ScalarBuffer};
use arrow_schema::{DataType, IntervalUnit, TimeUnit as ArrowUnit};

use super::logical::{Logical, time_unit};
use super::{BytesReader, Column, DecodeError, DecodeErrorKind, FromColumn, Nulls, duckdb_bytes};

const NANOS_PER_SECOND: i64 = 1_000_000_000;
const MILLIS_PER_DAY: i64 = 86_400_000;

/// Either of the two widths in which Arrow keeps counts.
#[derive(Debug)]
enum Counts {
    I32(ScalarBuffer<i32>),
    I64(ScalarBuffer<i64>),
}

impl Counts {
    #[inline]
    fn get(&self, row: usize) -> i64 {
        match self {
            Counts::I32(values) => i64::from(values[row]),
            Counts::I64(values) => values[row],
        }
    }
}

/// Reads calendar days.
#[derive(Debug)]
pub struct DateReader {
    counts: Counts,
    nulls: Nulls,
}

impl DateReader {
    pub(super) fn of(column: &Column) -> Option<Self> {
        let array = column.array();
        let counts = match column.plain_type()? {
            DataType::Date32 => Counts::I32(array.as_primitive::<Date32Type>().values().clone()),
            DataType::Date64 => Counts::I64(array.as_primitive::<Date64Type>().values().clone()),
            _ => return None,
        };
        Some(Self { counts, nulls: column.nulls() })
    }

    #[inline]
    pub(super) fn get<T>(&self, row: usize) -> Result<Date, DecodeError> {
        if self.nulls.is_null(row) {
            return Err(DecodeError::null::<T>());
        }
        match &self.counts {
            Counts::I32(days) => Ok(Date { days: days[row] }),
            Counts::I64(millis) if millis[row] % MILLIS_PER_DAY != 0 => {
                Err(DecodeError::new(DecodeErrorKind::Malformed { of: "date" }))
            }
            Counts::I64(millis) => {
                let days = millis[row] / MILLIS_PER_DAY;
                i32::try_from(days).map(|days| Date { days }).map_err(|_| DecodeError::out_of_range::<T>(days))
            }
        }
    }
}

/// From DATE, its infinities included.
impl FromColumn for Date {
    type Reader = DateReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        DateReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        reader.get::<Self>(row)
    }
}

/// Reads times of day without offset.
#[derive(Debug)]
pub struct TimeReader {
    counts: Counts,
    nanoseconds: i64,
    nulls: Nulls,
}

impl TimeReader {
    pub(super) fn of(column: &Column) -> Option<Self> {
        let array = column.array();
        let (counts, unit) = match column.plain_type()? {
            DataType::Time32(ArrowUnit::Second) => {
                (Counts::I32(array.as_primitive::<Time32SecondType>().values().clone()), TimeUnit::Second)
            }
            DataType::Time32(ArrowUnit::Millisecond) => {
                (Counts::I32(array.as_primitive::<Time32MillisecondType>().values().clone()), TimeUnit::Millisecond)
            }
            DataType::Time64(ArrowUnit::Microsecond) => {
                (Counts::I64(array.as_primitive::<Time64MicrosecondType>().values().clone()), TimeUnit::Microsecond)
            }
            DataType::Time64(ArrowUnit::Nanosecond) => {
                (Counts::I64(array.as_primitive::<Time64NanosecondType>().values().clone()), TimeUnit::Nanosecond)
            }
            _ => return None,
        };
        Some(Self { counts, nanoseconds: NANOS_PER_SECOND / unit.per_second(), nulls: column.nulls() })
    }

    #[inline]
    pub(super) fn get<T>(&self, row: usize) -> Result<Time, DecodeError> {
        if self.nulls.is_null(row) {
            return Err(DecodeError::null::<T>());
        }
        let count = self.counts.get(row);
        match count.checked_mul(self.nanoseconds) {
            Some(nanoseconds) => Ok(Time { nanoseconds }),
            None => Err(DecodeError::out_of_range::<T>(count)),
        }
    }
}

/// From TIME.
impl FromColumn for Time {
    type Reader = TimeReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        TimeReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        reader.get::<Self>(row)
    }
}

/// From TIME WITH TIME ZONE.
impl FromColumn for TimeTz {
    type Reader = BytesReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        match (column.logical(), BytesReader::storage(column)) {
            (Logical::TimeTz, Some(reader)) => Ok(reader),
            _ => Err(DecodeError::wrong_type::<Self>()),
        }
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.is_null(row) { Err(DecodeError::null::<Self>()) } else { duckdb_bytes::time_tz(reader.get(row)) }
    }
}

/// Reads timestamps with and without time zone.
#[derive(Debug)]
pub struct TimestampReader {
    counts: ScalarBuffer<i64>,
    unit: TimeUnit,
    zone: Option<Arc<str>>,
    nulls: Nulls,
}

impl TimestampReader {
    pub(super) fn of(column: &Column) -> Option<Self> {
        let DataType::Timestamp(unit, zone) = column.plain_type()? else {
            return None;
        };
        let array = column.array();
        let counts = match unit {
            ArrowUnit::Second => array.as_primitive::<TimestampSecondType>().values().clone(),
            ArrowUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().values().clone(),
            ArrowUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().values().clone(),
            ArrowUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().values().clone(),
        };
        Some(Self { counts, unit: time_unit(*unit), zone: zone.clone(), nulls: column.nulls() })
    }

    pub(super) fn zone(&self) -> Option<&str> {
        self.zone.as_deref()
    }

    #[inline]
    pub(super) fn unit(&self) -> TimeUnit {
        self.unit
    }

    #[inline]
    pub(super) fn count<T>(&self, row: usize) -> Result<i64, DecodeError> {
        if self.nulls.is_null(row) { Err(DecodeError::null::<T>()) } else { Ok(self.counts[row]) }
    }

    pub(super) fn timestamp(&self, value: i64) -> Timestamp {
        Timestamp { value, unit: self.unit, zone: self.zone.clone() }
    }
}

/// From TIMESTAMP of any resolution, with or without time zone, its infinities included.
impl FromColumn for Timestamp {
    type Reader = TimestampReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        TimestampReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        reader.count::<Self>(row).map(|value| reader.timestamp(value))
    }
}

/// Reads intervals and durations.
#[derive(Debug)]
pub struct IntervalReader {
    values: Intervals,
    nulls: Nulls,
}

#[derive(Debug)]
enum Intervals {
    Months(ScalarBuffer<i32>),
    DayTime(ScalarBuffer<IntervalDayTime>),
    All(ScalarBuffer<IntervalMonthDayNano>),
    /// A count of this many nanoseconds each.
    Duration(ScalarBuffer<i64>, i64),
}

/// From INTERVAL, and from a duration.
impl FromColumn for Interval {
    type Reader = IntervalReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let array = column.array();
        let duration = |counts: &ScalarBuffer<i64>, unit: TimeUnit| {
            Intervals::Duration(counts.clone(), NANOS_PER_SECOND / unit.per_second())
        };
        let values = match column.plain_type() {
            Some(DataType::Interval(IntervalUnit::YearMonth)) => {
                Intervals::Months(array.as_primitive::<IntervalYearMonthType>().values().clone())
            }
            Some(DataType::Interval(IntervalUnit::DayTime)) => {
                Intervals::DayTime(array.as_primitive::<IntervalDayTimeType>().values().clone())
            }
            Some(DataType::Interval(IntervalUnit::MonthDayNano)) => {
                Intervals::All(array.as_primitive::<IntervalMonthDayNanoType>().values().clone())
            }
            Some(DataType::Duration(ArrowUnit::Second)) => {
                duration(array.as_primitive::<DurationSecondType>().values(), TimeUnit::Second)
            }
            Some(DataType::Duration(ArrowUnit::Millisecond)) => {
                duration(array.as_primitive::<DurationMillisecondType>().values(), TimeUnit::Millisecond)
            }
            Some(DataType::Duration(ArrowUnit::Microsecond)) => {
                duration(array.as_primitive::<DurationMicrosecondType>().values(), TimeUnit::Microsecond)
            }
            Some(DataType::Duration(ArrowUnit::Nanosecond)) => {
                duration(array.as_primitive::<DurationNanosecondType>().values(), TimeUnit::Nanosecond)
            }
            _ => return Err(DecodeError::wrong_type::<Self>()),
        };
        Ok(IntervalReader { values, nulls: column.nulls() })
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        if reader.nulls.is_null(row) {
            return Err(DecodeError::null::<Self>());
        }
        Ok(match &reader.values {
            Intervals::Months(values) => Interval::months(values[row]),
            Intervals::DayTime(values) => {
                let IntervalDayTime { days, milliseconds } = values[row];
                Interval { months: 0, days, nanoseconds: i128::from(milliseconds) * 1_000_000 }
            }
            Intervals::All(values) => {
                let IntervalMonthDayNano { months, days, nanoseconds } = values[row];
                Interval { months, days, nanoseconds: i128::from(nanoseconds) }
            }
            Intervals::Duration(values, nanoseconds) => {
                Interval { months: 0, days: 0, nanoseconds: i128::from(values[row]) * i128::from(*nanoseconds) }
            }
        })
    }
}
