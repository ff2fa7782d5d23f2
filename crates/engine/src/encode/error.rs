//! Why a value could not be put into its column.

use std::fmt;

/// A value that its column has no room for; it is never rounded or cut.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct EncodeError {
    inner: Box<Inner>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    value: String,
    why: String,
    column: Option<&'static str>,
    row: Option<u64>,
}

impl EncodeError {
    /// A value for a column that the engine makes the values of; for `#[derive(Record)]`.
    #[doc(hidden)]
    #[cold]
    pub fn made_by_engine(column: &'static str) -> Self {
        let why = "the engine makes it: leave it `None`, or write the INSERT with `insert(..).values(..)`";
        Self::new("a value that is given", why).in_column(column)
    }

    /// `value` does not fit, and `why`.
    #[cold]
    pub fn new(value: impl fmt::Display, why: impl Into<String>) -> Self {
        Self { inner: Box::new(Inner { value: value.to_string(), why: why.into(), column: None, row: None }) }
    }

    /// The same error, known to concern this column.
    #[cold]
    #[must_use]
    pub fn in_column(mut self, column: &'static str) -> Self {
        self.inner.column.get_or_insert(column);
        self
    }

    /// The same error, known to concern the record `row`, the first being 0.
    #[cold]
    #[must_use]
    pub fn in_row(mut self, row: u64) -> Self {
        self.inner.row.get_or_insert(row);
        self
    }

    /// The column.
    pub fn column(&self) -> Option<&str> {
        self.inner.column
    }

    /// Which record it was, the first being 0.
    pub fn row(&self) -> Option<u64> {
        self.inner.row
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { value, why, column, row } = &*self.inner;
        if let Some(column) = column {
            write!(f, "column {column:?}")?;
            if let Some(row) = row {
                write!(f, ", record {row} (the first is 0)")?;
            }
            f.write_str(": ")?;
        }
        write!(f, "{value} {why}")
    }
}
