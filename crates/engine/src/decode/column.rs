//! One column of a batch, made ready for a reader.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int16Type, Int32Type, Int64Type, RunEndIndexType};
use arrow_array::{Array, ArrayRef, RunArray, UInt64Array};
use arrow_schema::{DataType, Field, FieldRef};
use arrow_select::take::take;

use super::logical::{Logical, check_depth, found_type, is_null_type};
use super::{DecodeError, DecodeErrorKind, FromColumn, Nulls};

/// A column of a batch or a member of a struct: its name, its type and its values.
///
/// Dictionaries (except those of text) and runs are unpacked here, so that a reader sees plain arrays.
#[derive(Clone, Debug)]
pub struct Column {
    field: FieldRef,
    array: ArrayRef,
    logical: Logical,
    nulls: Nulls,
}

impl Column {
    /// The column of `field` with the values of `array`.
    ///
    /// # Errors
    /// [`DecodeErrorKind::UnknownType`] for an extension that is not known; [`DecodeErrorKind::TooDeep`].
    pub fn new(field: &FieldRef, array: &ArrayRef) -> Result<Self, DecodeError> {
        check_depth(field)?;
        let logical = Logical::of(field)?;
        let array = unpacked(array)?;
        let nulls = Nulls::of(&array);
        Ok(Self { field: Arc::clone(field), array, logical, nulls })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.field.name()
    }

    /// Its name, type and metadata.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// Its values.
    pub fn array(&self) -> &ArrayRef {
        &self.array
    }

    /// Which of its rows are NULL; none for a reader inside an `Option`, which asks for no row that is.
    pub fn nulls(&self) -> Nulls {
        self.nulls.clone()
    }

    /// The column for a reader that is asked for no row that is NULL.
    pub(crate) fn without_nulls(&self) -> Self {
        Self { nulls: Nulls::none(), ..self.clone() }
    }

    /// Whether it can hold nothing but NULL.
    pub(crate) fn is_null_type(&self) -> bool {
        is_null_type(&self.field)
    }

    pub(crate) fn logical(&self) -> Logical {
        self.logical
    }

    /// The Arrow type of its values; `None` if an extension says that they mean something else.
    pub(crate) fn plain_type(&self) -> Option<&DataType> {
        (self.logical == Logical::Plain).then(|| self.array.data_type())
    }

    /// A reader of this column as `T`, which knows the column for its messages.
    ///
    /// # Errors
    /// [`DecodeErrorKind::WrongType`] if the column can't be read as `T`.
    pub fn read_as<T: FromColumn>(&self) -> Result<ColumnReader<T::Reader>, DecodeError> {
        self.read_with(T::reader)
    }

    /// The same for generated code, in which only the field's type may be blamed if it is no `FromColumn`.
    pub(crate) fn read_with<R>(
        &self,
        reader: impl FnOnce(&Column) -> Result<R, DecodeError>,
    ) -> Result<ColumnReader<R>, DecodeError> {
        match reader(self) {
            Ok(reader) => Ok(ColumnReader { reader, field: Arc::clone(&self.field) }),
            Err(error) => Err(error.in_column(self.name(), &found_type(&self.field))),
        }
    }
}

/// A [`FromColumn::Reader`] that names its column when a value can't be read.
#[derive(Clone, Debug)]
pub struct ColumnReader<R> {
    reader: R,
    field: FieldRef,
}

impl<R> ColumnReader<R> {
    /// The value in row `row` of the batch.
    ///
    /// # Errors
    /// A [`DecodeError`] that names the column.
    #[inline]
    pub fn read<T: FromColumn<Reader = R>>(&self, row: usize) -> Result<T, DecodeError> {
        self.read_with(row, T::read)
    }

    /// The value that `read` takes from row `row`; what generated code calls.
    #[doc(hidden)]
    #[inline]
    pub fn read_with<T>(
        &self,
        row: usize,
        read: impl FnOnce(&R, usize) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        match read(&self.reader, row) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.named(error)),
        }
    }

    #[cold]
    fn named(&self, error: DecodeError) -> DecodeError {
        error.in_column(self.field.name(), &found_type(&self.field))
    }
}

fn unpacked(array: &ArrayRef) -> Result<ArrayRef, DecodeError> {
    let plain = match array.data_type() {
        DataType::Dictionary(_, value)
            if !matches!(**value, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) =>
        {
            let dictionary = array.as_any_dictionary();
            take(dictionary.values(), dictionary.keys(), None)
        }
        DataType::RunEndEncoded(ends, _) => match ends.data_type() {
            DataType::Int16 => runs(array.as_run::<Int16Type>()),
            DataType::Int32 => runs(array.as_run::<Int32Type>()),
            DataType::Int64 => runs(array.as_run::<Int64Type>()),
            _ => return Err(DecodeError::new(DecodeErrorKind::Malformed { of: "run-end encoded array" })),
        },
        _ => return Ok(Arc::clone(array)),
    };
    match plain {
        Ok(plain) => unpacked(&plain),
        Err(_) => Err(DecodeError::new(DecodeErrorKind::Malformed { of: "dictionary" })),
    }
}

fn runs<R: RunEndIndexType>(array: &RunArray<R>) -> Result<ArrayRef, arrow_schema::ArrowError> {
    let indices: UInt64Array =
        (0..array.len()).map(|row| array.get_physical_index(row) as u64).collect::<Vec<_>>().into();
    take(array.values(), &indices, None)
}
