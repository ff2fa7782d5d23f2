//! How many rows a statement changed, or that nobody knows.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// How many rows a statement changed, as far as the engine tells: what SQLAlchemy calls `rowcount`, and gives as -1 where
/// the engine does not tell.
///
/// It compares with a number, to which what is unknown is never equal.
///
/// ```
/// use aludel_engine::RowsChanged;
///
/// let changed = RowsChanged::Known(2);
/// assert_eq!(changed, 2);
/// assert_eq!(changed.known(), Some(2));
/// assert_ne!(RowsChanged::Unknown, 0);
/// assert_eq!(changed + RowsChanged::Unknown, RowsChanged::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowsChanged {
    /// So many rows, 0 for a statement that changes none.
    Known(u64),
    /// The statement was run, and the engine does not tell.
    Unknown,
}

impl RowsChanged {
    /// The number, if there is one.
    pub const fn known(self) -> Option<u64> {
        match self {
            RowsChanged::Known(rows) => Some(rows),
            RowsChanged::Unknown => None,
        }
    }
}

/// The number, or `unknown`.
impl fmt::Display for RowsChanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RowsChanged::Known(rows) => rows.fmt(f),
            RowsChanged::Unknown => f.pad("unknown"),
        }
    }
}

impl From<u64> for RowsChanged {
    fn from(rows: u64) -> Self {
        RowsChanged::Known(rows)
    }
}

impl PartialEq<u64> for RowsChanged {
    fn eq(&self, rows: &u64) -> bool {
        self.known() == Some(*rows)
    }
}

/// Unknown if one of them is.
impl Add for RowsChanged {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        match (self, other) {
            (RowsChanged::Known(some), RowsChanged::Known(more)) => {
                some.checked_add(more).map_or(RowsChanged::Unknown, Self::Known)
            }
            _ => RowsChanged::Unknown,
        }
    }
}

impl Sum for RowsChanged {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(RowsChanged::Known(0), Add::add)
    }
}
