//! NULL as `None`.

use arrow_array::Array;

use super::{Column, DecodeError, DecodeErrorKind, FromColumn, Nulls};

/// Reads NULL as `None`, anything else as `Some`.
pub struct OptionReader<T: FromColumn> {
    /// Never asked for a NULL, so it looks for none. `None` if the column can hold nothing else, whatever the type of its
    /// values.
    inner: Option<T::Reader>,
    nulls: Nulls,
}

/// Whether there are rows and each is NULL: what `SELECT NULL` gives, to which an engine has to put some type.
fn all_null(column: &Column) -> bool {
    let array = column.array();
    !array.is_empty() && array.logical_null_count() == array.len()
}

fn is_wrong_type(error: &DecodeError) -> bool {
    matches!(error.kind(), DecodeErrorKind::WrongType { .. })
}

/// NULL is `None`, and nothing but NULLs is read as any type.
impl<T: FromColumn> FromColumn for Option<T> {
    type Reader = OptionReader<T>;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        let inner = match T::reader(&column.without_nulls()) {
            _ if column.is_null_type() => None,
            Ok(inner) => Some(inner),
            Err(error) if is_wrong_type(&error) && all_null(column) => None,
            Err(error) => return Err(error),
        };
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
