//! The trait of types that one column is read as.

use super::{Column, DecodeError};

/// A Rust type that the values of a column can be read as.
///
/// `#[derive(FromRow)]` implements it too: a struct with named fields reads a STRUCT column, a newtype what its one
/// field reads.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a column",
    label = "not a type that a column is read as",
    note = "integers, floats, `bool`, `String`, `Vec<u8>`, decimals, `chrono` types, `Uuid`, lists, maps, `Value` and \
            `Option` of them can; `#[derive(FromRow)]` makes a struct one"
)]
pub trait FromColumn: Sized {
    /// What reads the values of one batch.
    type Reader;

    /// Whether a list of this type may also be read from bytes; true for `u8` alone.
    #[doc(hidden)]
    const IS_BYTE: bool = false;

    /// Checks the column's type and takes hold of its values.
    ///
    /// # Errors
    /// [`DecodeErrorKind::WrongType`](super::DecodeErrorKind::WrongType) if such a column can't be read as this type.
    fn reader(column: &Column) -> Result<Self::Reader, DecodeError>;

    /// The value in row `row` of the batch.
    ///
    /// # Errors
    /// A NULL for which this type has no place, or a value that does not fit it.
    ///
    /// # Panics
    /// If the batch has no row `row`.
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError>;

    /// A list of this type out of bytes.
    #[doc(hidden)]
    fn from_bytes(_bytes: &[u8]) -> Result<Vec<Self>, DecodeError> {
        Err(DecodeError::wrong_type::<Vec<Self>>())
    }
}
