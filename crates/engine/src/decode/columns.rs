//! The columns of a batch or the members of a struct, found by name or position.

use arrow_array::{ArrayRef, RecordBatch, StructArray};
use arrow_schema::{FieldRef, Fields};

use super::names::rust_type;
use super::{Column, ColumnReader, DecodeError, DecodeErrorKind, FromColumn};

/// The columns that a row is read from: those of a batch, or the members of a struct.
///
/// A name is matched exactly; if no column has it so, one that differs from it only in the case of ASCII letters is
/// taken, provided there is just one.
#[derive(Clone, Debug)]
pub struct Columns {
    fields: Fields,
    arrays: Vec<ArrayRef>,
}

impl From<&RecordBatch> for Columns {
    fn from(batch: &RecordBatch) -> Self {
        Self { fields: batch.schema_ref().fields().clone(), arrays: batch.columns().to_vec() }
    }
}

impl From<&StructArray> for Columns {
    fn from(members: &StructArray) -> Self {
        Self { fields: members.fields().clone(), arrays: members.columns().to_vec() }
    }
}

impl Columns {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.arrays.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.arrays.is_empty()
    }

    /// Their names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name().as_str())
    }

    pub(crate) fn field(&self, index: usize) -> Option<&FieldRef> {
        self.fields.get(index)
    }

    /// The column at position `index`, the first being 0.
    ///
    /// # Errors
    /// [`DecodeErrorKind::NoSuchPosition`] past the end; [`DecodeErrorKind::UnknownType`].
    pub fn at(&self, index: usize) -> Result<Column, DecodeError> {
        match (self.fields.get(index), self.arrays.get(index)) {
            (Some(field), Some(array)) => Column::new(field, array),
            _ => {
                let count = self.len();
                Err(DecodeError::new(DecodeErrorKind::NoSuchPosition { position: index, count }))
            }
        }
    }

    /// The one row `row` of the column at position `index`: what has to be unpacked is not unpacked for all rows.
    pub(crate) fn cell(&self, index: usize, row: usize) -> Result<Column, DecodeError> {
        match (self.fields.get(index), self.arrays.get(index)) {
            (Some(field), Some(array)) => Column::new(field, &array.slice(row, 1)),
            _ => self.at(index),
        }
    }

    /// The column called `name`.
    ///
    /// # Errors
    /// [`DecodeErrorKind::MissingColumn`], [`DecodeErrorKind::AmbiguousColumn`], [`DecodeErrorKind::UnknownType`].
    pub fn named(&self, name: &str) -> Result<Column, DecodeError> {
        self.at(self.position(name)?)
    }

    pub(crate) fn position(&self, name: &str) -> Result<usize, DecodeError> {
        position(&self.fields, name)
    }

    /// The column called `name`, or `None` if there is none.
    ///
    /// # Errors
    /// [`DecodeErrorKind::AmbiguousColumn`], [`DecodeErrorKind::UnknownType`].
    pub fn find(&self, name: &str) -> Result<Option<Column>, DecodeError> {
        match position(&self.fields, name) {
            Ok(index) => self.at(index).map(Some),
            Err(error) if matches!(error.kind(), DecodeErrorKind::MissingColumn { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A reader of the column called `name`, made by `T::reader`; what generated code calls.
    #[doc(hidden)]
    pub fn read_named<R>(
        &self,
        name: &str,
        reader: impl FnOnce(&Column) -> Result<R, DecodeError>,
    ) -> Result<ColumnReader<R>, DecodeError> {
        self.named(name)?.read_with(reader)
    }

    /// The same, `None` if there is no such column.
    #[doc(hidden)]
    pub fn read_if_there<R>(
        &self,
        name: &str,
        reader: impl FnOnce(&Column) -> Result<R, DecodeError>,
    ) -> Result<Option<ColumnReader<R>>, DecodeError> {
        self.find(name)?.map(|column| column.read_with(reader)).transpose()
    }

    /// A reader of the column at position `index` as `T`.
    ///
    /// # Errors
    /// What [`at`](Self::at) and [`Column::read_as`] say.
    pub fn read_at<T: FromColumn>(&self, index: usize) -> Result<ColumnReader<T::Reader>, DecodeError> {
        self.at(index)?.read_as::<T>()
    }

    /// Makes sure that there are exactly `count` columns for a row of type `T`.
    ///
    /// # Errors
    /// [`DecodeErrorKind::ColumnCount`].
    pub fn expect_count<T>(&self, count: usize) -> Result<(), DecodeError> {
        if self.len() == count {
            return Ok(());
        }
        Err(DecodeError::new(DecodeErrorKind::ColumnCount {
            expected_type: rust_type::<T>(),
            expected: count,
            found: self.len(),
        }))
    }
}

/// Where the column called `name` stands.
pub(crate) fn position(fields: &Fields, name: &str) -> Result<usize, DecodeError> {
    let one_of = |matches: &dyn Fn(&str) -> bool| {
        let mut found = fields.iter().enumerate().filter(|(_, field)| matches(field.name()));
        let first = found.next().map(|(index, _)| index);
        (first, usize::from(first.is_some()) + found.count())
    };
    let (first, count) = match one_of(&|there| there == name) {
        (None, _) => one_of(&|there| there.eq_ignore_ascii_case(name)),
        exact => exact,
    };
    match first {
        Some(index) if count == 1 => Ok(index),
        Some(_) => Err(DecodeError::new(DecodeErrorKind::AmbiguousColumn { name: name.to_owned(), count })),
        None => Err(DecodeError::missing(name, fields.iter().map(|field| field.name().as_str()))),
    }
}
