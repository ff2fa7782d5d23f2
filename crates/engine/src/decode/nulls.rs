//! Which rows of a column are NULL.

use arrow_array::Array;
use arrow_buffer::NullBuffer;

/// Which rows are NULL; nothing at all if none is.
#[derive(Clone, Debug)]
pub struct Nulls(Option<NullBuffer>);

impl Nulls {
    /// The NULLs of `array`, those of dictionary values and union members included.
    pub fn of(array: &dyn Array) -> Self {
        Nulls(array.logical_nulls().filter(|nulls| nulls.null_count() > 0))
    }

    pub(crate) fn none() -> Self {
        Nulls(None)
    }

    /// Whether row `row` is NULL.
    #[inline]
    pub fn is_null(&self, row: usize) -> bool {
        match &self.0 {
            None => false,
            Some(nulls) => nulls.is_null(row),
        }
    }
}
