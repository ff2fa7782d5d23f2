//! Timestamps that keep their nanoseconds.

use aludel_dialect::{TimeUnit, TimestampNs};

use super::temporal::TimestampReader;
use super::{Column, DecodeError, FromColumn};

/// From TIMESTAMP without time zone, of any resolution, where nanoseconds count it; its infinities included.
impl FromColumn for TimestampNs {
    type Reader = TimestampReader;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let reader = TimestampReader::of(column).ok_or_else(DecodeError::wrong_type::<Self>)?;
        if reader.zone().is_some() { Err(DecodeError::wrong_type::<Self>()) } else { Ok(reader) }
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        let count = reader.count::<Self>(row)?;
        if count == i64::MAX || count == -i64::MAX {
            return Ok(Self { nanoseconds: count });
        }
        let per_count = TimeUnit::Nanosecond.per_second() / reader.unit().per_second();
        let counted = count.checked_mul(per_count).map(|nanoseconds| Self { nanoseconds });
        counted.ok_or_else(|| DecodeError::out_of_range::<Self>(reader.timestamp(count)))
    }
}
