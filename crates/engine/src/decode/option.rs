//! NULL as `None`.

use super::{Column, DecodeError, FromColumn, Nulls};

/// Reads NULL as `None`, anything else as `Some`.
pub struct OptionReader<T: FromColumn> {
    /// Never asked for a NULL, so it looks for none. `None` if the column can hold nothing else, whatever the type of its
    /// values.
    inner: Option<T::Reader>,
    nulls: Nulls,
}

/// NULL is `None`.
impl<T: FromColumn> FromColumn for Option<T> {
    type Reader = OptionReader<T>;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let inner = if column.is_null_type() { None } else { Some(T::reader(&column.without_nulls())?) };
        Ok(OptionReader { inner, nulls: column.nulls() })
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        match &reader.inner {
            Some(inner) if !reader.nulls.is_null(row) => T::read(inner, row).map(Some),
            _ => Ok(None),
        }
    }
}
