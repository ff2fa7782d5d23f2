//! Dates, times and intervals over the engines' whole range, which is wider than `chrono`'s.

mod calendar;
mod date;
mod interval;
mod time;
mod timestamp;
mod timestamp_ns;

pub use calendar::civil_from_days;
pub use date::Date;
pub use interval::Interval;
pub use time::{Time, TimeTz};
pub use timestamp::Timestamp;
pub use timestamp_ns::TimestampNs;

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// A value that `chrono`'s types can't hold: an infinity, or a date past its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is outside the range of the Rust type")]
pub struct OutOfRange(&'static str);
