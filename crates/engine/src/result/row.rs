//! One row whose columns are known only at run time.

use std::fmt;
use std::sync::Arc;

use aludel_dialect::Value;

use crate::decode::{Columns, DecodeError, FromColumn, FromRow, found_type};

/// A row of a result: a place in a batch, which it keeps alive.
///
/// It implements [`FromRow`], so that whatever reads typed rows can read these too. Reading many rows as a struct or a
/// tuple is faster: there the columns are found once per batch, here once per call.
#[derive(Clone)]
pub struct Row {
    columns: Arc<Columns>,
    index: usize,
    number: Option<u64>,
}

/// What a column is asked for by: its name, or its position, the first being 0.
pub trait ColumnKey: sealed::Sealed {}

impl ColumnKey for usize {}
impl ColumnKey for &str {}
impl ColumnKey for &String {}

mod sealed {
    use crate::decode::{Columns, DecodeError};

    pub trait Sealed {
        fn position(&self, columns: &Columns) -> Result<usize, DecodeError>;
    }

    impl Sealed for usize {
        fn position(&self, _columns: &Columns) -> Result<usize, DecodeError> {
            Ok(*self)
        }
    }

    impl Sealed for &str {
        fn position(&self, columns: &Columns) -> Result<usize, DecodeError> {
            columns.position(self)
        }
    }

    impl Sealed for &String {
        fn position(&self, columns: &Columns) -> Result<usize, DecodeError> {
            columns.position(self)
        }
    }
}

impl Row {
    pub(super) fn new(columns: Arc<Columns>, index: usize, number: Option<u64>) -> Self {
        Self { columns, index, number }
    }

    /// How many columns it has.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    pub(super) fn expect_count<T>(&self, count: usize) -> Result<(), DecodeError> {
        self.columns.expect_count::<T>(count)
    }

    /// Whether it has no column.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The names of its columns, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.columns.names()
    }

    /// The value of a column, by name or position.
    ///
    /// A name is matched exactly, else without regard to the case of ASCII letters if only one column answers to it.
    ///
    /// # Errors
    /// A column that is not there, or is there twice; a value that is no `T`.
    pub fn get<T: FromColumn>(&self, column: impl ColumnKey) -> Result<T, DecodeError> {
        let position = sealed::Sealed::position(&column, &self.columns)?;
        let cell = self.columns.cell(position, self.index)?;
        cell.read_as::<T>()?.read::<T>(0).map_err(|error| self.numbered(error))
    }

    /// The whole row as a struct, a tuple or a single value.
    ///
    /// # Errors
    /// What `T` says of its columns and values.
    pub fn to<T: FromRow>(&self) -> Result<T, DecodeError> {
        T::read(&T::reader(&self.columns)?, self.index).map_err(|error| self.numbered(error))
    }

    /// All its values, in order.
    ///
    /// # Errors
    /// [`UnknownType`](crate::decode::DecodeErrorKind::UnknownType) for a column that has no reader.
    pub fn values(&self) -> Result<Vec<Value>, DecodeError> {
        (0..self.len()).map(|index| self.get(index)).collect()
    }

    fn numbered(&self, error: DecodeError) -> DecodeError {
        match self.number {
            Some(number) => error.in_row(number),
            None => error,
        }
    }
}

/// `(1, joe, NULL)`; a value without a reader is shown as its type in angle brackets.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for index in 0..self.len() {
            if index > 0 {
                f.write_str(", ")?;
            }
            self.write_cell(f, index)?;
        }
        f.write_str(")")
    }
}

/// `Row { id: 1, name: joe }`.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Row {")?;
        for (index, name) in self.keys().enumerate() {
            write!(f, "{}{name}: ", if index > 0 { ", " } else { " " })?;
            self.write_cell(f, index)?;
        }
        f.write_str(" }")
    }
}

impl Row {
    fn write_cell(&self, f: &mut fmt::Formatter<'_>, index: usize) -> fmt::Result {
        match self.get::<Value>(index) {
            Ok(value) => write!(f, "{}", &value),
            Err(_) => match self.columns.field(index) {
                Some(field) => write!(f, "<{}>", found_type(field)),
                None => Ok(()),
            },
        }
    }
}

/// Any row.
impl FromRow for Row {
    type Reader = Arc<Columns>;

    fn reader(columns: &Columns) -> Result<Self::Reader, DecodeError> {
        Ok(Arc::new(columns.clone()))
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        Ok(Row::new(Arc::clone(reader), row, None))
    }
}
