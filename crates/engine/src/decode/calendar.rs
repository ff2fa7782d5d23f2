//! Dates and times as `chrono`'s types, where these reach.

use aludel_dialect::TimeUnit;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{Column, DateReader, DecodeError, FromColumn, TimeReader, TimestampReader};

/// From DATE; the infinities and years past 262142 are out of range, `Date` holds them.
impl FromColumn for NaiveDate {
    type Reader = DateReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        DateReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        let date = reader.get::<Self>(row)?;
        NaiveDate::try_from(date).map_err(|_| DecodeError::out_of_range::<Self>(date))
    }
}

/// From TIME; 24:00:00 is out of range, `Time` holds it.
impl FromColumn for NaiveTime {
    type Reader = TimeReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        TimeReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        let time = reader.get::<Self>(row)?;
        NaiveTime::try_from(time).map_err(|_| DecodeError::out_of_range::<Self>(time))
    }
}

/// The point in time that row `row` counts to.
#[inline]
fn instant<T>(reader: &TimestampReader, row: usize) -> Result<DateTime<Utc>, DecodeError> {
    let count = reader.count::<T>(row)?;
    let instant = match reader.unit() {
        TimeUnit::Second => DateTime::from_timestamp(count, 0),
        TimeUnit::Millisecond => DateTime::from_timestamp_millis(count),
        TimeUnit::Microsecond => DateTime::from_timestamp_micros(count),
        TimeUnit::Nanosecond => Some(DateTime::from_timestamp_nanos(count)),
    };
    // The engines' infinities: as nanoseconds they would be an instant in 1677 or 2262.
    match instant {
        Some(instant) if count.checked_abs().is_some_and(|count| count != i64::MAX) => Ok(instant),
        _ => Err(DecodeError::out_of_range::<T>(reader.timestamp(count))),
    }
}

const ZONED: &str = "the column has a time zone: DateTime<Utc> or Timestamp reads it";
const UNZONED: &str = "the column has no time zone: NaiveDateTime or Timestamp reads it";
const NAMED_ZONE: &str = "the column's zone has a name instead of an offset: DateTime<Utc> or Timestamp reads it";

/// From TIMESTAMP without time zone; the infinities are out of range, `Timestamp` holds them.
impl FromColumn for NaiveDateTime {
    type Reader = TimestampReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let reader = TimestampReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)?;
        if reader.zone().is_some() { Err(DecodeError::wrong_type_but::<Self>(ZONED)) } else { Ok(reader) }
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        instant::<Self>(reader, row).map(|instant| instant.naive_utc())
    }
}

/// From TIMESTAMP WITH TIME ZONE; the infinities are out of range, `Timestamp` holds them.
impl FromColumn for DateTime<Utc> {
    type Reader = TimestampReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let reader = TimestampReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)?;
        if reader.zone().is_none() { Err(DecodeError::wrong_type_but::<Self>(UNZONED)) } else { Ok(reader) }
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        instant::<Self>(reader, row)
    }
}

/// From TIMESTAMP WITH TIME ZONE whose zone is UTC or an offset such as `+02:00`; the offset of a zone that has a name
/// changes with the seasons, and is not known here.
impl FromColumn for DateTime<FixedOffset> {
    type Reader = (TimestampReader, FixedOffset);

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let reader = TimestampReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)?;
        match reader.zone().map(offset) {
            Some(Some(offset)) => Ok((reader, offset)),
            Some(None) => Err(DecodeError::wrong_type_but::<Self>(NAMED_ZONE)),
            None => Err(DecodeError::wrong_type_but::<Self>(UNZONED)),
        }
    }

    #[inline]
    fn read((reader, offset): &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        instant::<Self>(reader, row).map(|instant| instant.with_timezone(offset))
    }
}

/// The offset that a zone's text is, if it is one.
fn offset(zone: &str) -> Option<FixedOffset> {
    match zone {
        "UTC" | "Etc/UTC" | "Z" | "GMT" => FixedOffset::east_opt(0),
        other => other.parse().ok(),
    }
}
