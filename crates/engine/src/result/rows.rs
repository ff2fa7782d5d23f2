//! A result that has arrived whole.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::Row;
use crate::Error;
use crate::decode::{Columns, DecodeError, FromColumn, FromRow, decode_batch, position};

/// A whole result: its columns and its batches of rows.
///
/// ```
/// # use std::sync::Arc;
/// # use arrow_array::{Int64Array, RecordBatch, StringArray};
/// # use aludel_engine::Rows;
/// # let id: arrow_array::ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
/// # let name: arrow_array::ArrayRef = Arc::new(StringArray::from(vec![Some("joe"), None]));
/// # let batch = RecordBatch::try_from_iter_with_nullable([("id", id, true), ("name", name, true)])?;
/// let rows = Rows::new(batch.schema(), vec![batch]);
/// assert_eq!(rows.keys().collect::<Vec<_>>(), ["id", "name"]);
/// assert_eq!(rows.to_vec::<(i64, Option<String>)>()?, [(1, Some("joe".to_owned())), (2, None)]);
/// for row in &rows {
///     let id: i64 = row.get("id")?;
///     assert!(id > 0);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rows {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    len: usize,
}

impl Rows {
    /// A result of these batches, all of which have the columns of `schema`.
    pub fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        let len = batches.iter().map(RecordBatch::num_rows).sum();
        Self { schema, batches, len }
    }

    /// The columns. A field carries the engine's own type under [`TYPE_NAME`](crate::decode::TYPE_NAME).
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The names of the columns, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.schema.fields().iter().map(|field| field.name().as_str())
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The rows as Arrow.
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// The rows as Arrow.
    pub fn into_batches(self) -> Vec<RecordBatch> {
        self.batches
    }

    /// The rows, one by one.
    pub fn iter(&self) -> RowsIter<'_> {
        RowsIter { batches: self.batches.iter(), current: None, row: 0, number: 0, left: self.len }
    }

    /// The row at `index`, the first being 0.
    pub fn get(&self, index: usize) -> Option<Row> {
        let mut before = 0;
        let batch = self.batches.iter().find(|batch| {
            let here = index < before + batch.num_rows();
            before += if here { 0 } else { batch.num_rows() };
            here
        })?;
        Some(Row::new(Arc::new(Columns::from(batch)), index - before, Some(index as u64)))
    }

    /// The first row, if there is one.
    pub fn first(&self) -> Option<Row> {
        self.get(0)
    }

    /// The one row.
    ///
    /// # Errors
    /// [`Error::NoRow`], [`Error::SeveralRows`].
    pub fn one(&self) -> Result<Row, Error> {
        self.one_or_none()?.ok_or(Error::NoRow)
    }

    /// The one row, or `None` if there is none.
    ///
    /// # Errors
    /// [`Error::SeveralRows`].
    pub fn one_or_none(&self) -> Result<Option<Row>, Error> {
        if self.len > 1 { Err(Error::SeveralRows) } else { Ok(self.first()) }
    }

    /// The only column of the first row.
    ///
    /// # Errors
    /// [`Error::NoRow`]; [`Error::Decode`] if there are several columns, or it is no `T`.
    pub fn scalar<T: FromColumn>(&self) -> Result<T, Error> {
        let row = self.first().ok_or(Error::NoRow)?;
        row.expect_count::<T>(1)?;
        Ok(row.get(0)?)
    }

    /// All values of one column.
    ///
    /// # Errors
    /// A column that is not there, or is there twice; a value that is no `T`.
    pub fn column<T: FromColumn>(&self, name: &str) -> Result<Vec<T>, DecodeError> {
        let index = position(self.schema.fields(), name)?;
        let mut values = Vec::with_capacity(self.len);
        for batch in &self.batches {
            let reader = Columns::from(batch).read_at::<T>(index)?;
            for row in 0..batch.num_rows() {
                let number = values.len() as u64;
                values.push(reader.read::<T>(row).map_err(|error| error.in_row(number))?);
            }
        }
        Ok(values)
    }

    /// All rows as structs, tuples or single values.
    ///
    /// # Errors
    /// What `T` says of its columns, even where there is no row; the first value that can't be read.
    pub fn to_vec<T: FromRow>(&self) -> Result<Vec<T>, DecodeError> {
        self.clone().into_vec()
    }

    /// All rows as structs, tuples or single values; each batch is let go of when it has been read.
    ///
    /// # Errors
    /// As with [`to_vec`](Self::to_vec).
    pub fn into_vec<T: FromRow>(self) -> Result<Vec<T>, DecodeError> {
        if self.batches.is_empty() {
            T::reader(&Columns::from(&RecordBatch::new_empty(self.schema)))?;
            return Ok(Vec::new());
        }
        let mut rows = Vec::with_capacity(self.len);
        for batch in self.batches {
            let first = rows.len() as u64;
            decode_batch(&batch, first, &mut rows)?;
        }
        Ok(rows)
    }
}

/// The rows of a [`Rows`], one by one.
#[derive(Clone, Debug)]
pub struct RowsIter<'a> {
    batches: std::slice::Iter<'a, RecordBatch>,
    current: Option<(Arc<Columns>, usize)>,
    row: usize,
    number: u64,
    left: usize,
}

impl Iterator for RowsIter<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if let Some((columns, len)) = &self.current
                && self.row < *len
            {
                let row = Row::new(Arc::clone(columns), self.row, Some(self.number));
                self.row += 1;
                self.number += 1;
                self.left -= 1;
                return Some(row);
            }
            let batch = self.batches.next()?;
            self.current = Some((Arc::new(Columns::from(batch)), batch.num_rows()));
            self.row = 0;
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for RowsIter<'_> {}

impl<'a> IntoIterator for &'a Rows {
    type Item = Row;
    type IntoIter = RowsIter<'a>;

    fn into_iter(self) -> RowsIter<'a> {
        self.iter()
    }
}
