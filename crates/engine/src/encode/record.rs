//! Structs that are inserted as rows.

use std::marker::PhantomData;
use std::sync::Arc;

use aludel_dialect::{SqlType, Value};
use aludel_query::{Column, Expr, Table, typed_literal};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};

use super::EncodeError;
use crate::decode::Columns;
use crate::{Error, sql_type_of};

/// A struct whose values are inserted as rows; `#[derive(Record)]` implements it.
///
/// ```
/// use aludel_derive::Record;
/// use aludel_engine::encode::{Record as _, record_batches};
///
/// #[derive(Record)]
/// # #[record(crate = "aludel_engine")]
/// #[record(table = "users")]
/// struct User {
///     id: i64,
///     name: Option<String>,
/// }
///
/// assert_eq!(User::TABLE, ["users"]);
/// assert_eq!(User::table().to_string(), "users(id INT64 NOT NULL, name TEXT)");
/// let users = [User { id: 1, name: None }, User { id: 2, name: Some("joe".into()) }];
/// let batches = record_batches(&users, 1000).collect::<Result<Vec<_>, _>>()?;
/// assert_eq!(batches[0].num_rows(), 2);
/// # Ok::<(), aludel_engine::encode::EncodeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be inserted as a row",
    note = "put `#[derive(Record)]` on the struct"
)]
pub trait Record {
    /// One builder for each column.
    type Builders;

    /// Database, schema and table, as far as they are said; the table last.
    const TABLE: &'static [&'static str];

    /// The columns that are inserted, in order: all but those whose values the engine makes.
    fn fields() -> Vec<Field>;

    /// The table as the struct describes it: its name, its columns with their types, `Option` for what may be NULL, its key,
    /// and what its attributes say beside.
    fn table() -> Table;

    /// Builders with room for `capacity` rows.
    fn builders(capacity: usize) -> Self::Builders;

    /// Puts in this row.
    ///
    /// # Errors
    /// A value that its column has no room for; the builders then hold a part of the row, and are of no more use.
    fn append(&self, builders: &mut Self::Builders) -> Result<(), EncodeError>;

    /// The columns so far; the builders are empty afterwards.
    ///
    /// # Errors
    /// More values than Arrow can address in one array.
    fn finish(builders: &mut Self::Builders) -> Result<Vec<ArrayRef>, ArrowError>;

    /// The columns and their values, for an INSERT of one row that says more than bulk insert does:
    /// `insert(&User::table()).values(user.to_values()?).returning([User::ID.expr()])`.
    ///
    /// # Errors
    /// A value that its column has no room for, or that no neutral value is.
    fn to_values<D>(&self) -> Result<Vec<(String, Expr<D>)>, Error>
    where
        Self: Sized,
    {
        let mut builder = RecordBuilder::<Self>::new(1);
        builder.push(self)?;
        let batch = builder.finish()?;
        let values = first_values(&batch)?;
        let fields = batch.schema_ref().fields().iter();
        fields
            .zip(values)
            .map(|(field, value)| Ok((field.name().clone(), typed_literal(value, sql_type_of(field)?))))
            .collect()
    }
}

/// The values of the first row.
fn first_values(batch: &RecordBatch) -> Result<Vec<Value>, Error> {
    let columns = Columns::from(batch);
    let read = |place| Ok(columns.at(place)?.read_as::<Value>()?.read(0)?);
    (0..columns.len()).map(read).collect()
}

/// The table of these columns; for `#[derive(Record)]`.
#[doc(hidden)]
pub fn described(path: &'static [&'static str], fields: &[Field], said: impl Fn(&str, Column) -> Column) -> Table {
    let table = match path {
        [database, schema, name] => Table::new(*name).in_schema(*schema).in_database(*database),
        [schema, name] => Table::new(*name).in_schema(*schema),
        _ => Table::new(path.last().copied().unwrap_or_default()),
    };
    fields.iter().fold(table, |table, field| {
        // What Arrow has and no neutral type is, CREATE TABLE refuses by this name.
        let sql_type = sql_type_of(field).unwrap_or_else(|_| SqlType::Native(field.data_type().to_string()));
        let column = Column::new(field.name().as_str(), sql_type);
        let column = if field.is_nullable() { column } else { column.not_null() };
        table.column(said(field.name(), column))
    })
}

/// Collects records into batches.
pub struct RecordBuilder<T: Record> {
    schema: SchemaRef,
    builders: T::Builders,
    capacity: usize,
    rows: usize,
    finished: u64,
    record: PhantomData<fn(&T)>,
}

impl<T: Record> RecordBuilder<T> {
    /// A builder with room for `capacity` records a batch.
    pub fn new(capacity: usize) -> Self {
        Self {
            schema: Arc::new(Schema::new(T::fields())),
            builders: T::builders(capacity),
            capacity,
            rows: 0,
            finished: 0,
            record: PhantomData,
        }
    }

    /// The columns of the batches.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// How many records stand in the batch that is being built.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether no record stands in the batch that is being built.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Puts in one record.
    ///
    /// # Errors
    /// A value that its column has no room for; what was collected for this batch is dropped.
    #[inline]
    pub fn push(&mut self, record: &T) -> Result<(), EncodeError> {
        match record.append(&mut self.builders) {
            Ok(()) => {
                self.rows += 1;
                Ok(())
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    #[cold]
    fn failed(&mut self, error: EncodeError) -> EncodeError {
        let row = self.finished + self.rows as u64;
        self.builders = T::builders(self.capacity);
        self.rows = 0;
        error.in_row(row)
    }

    /// The batch; the next one begins empty.
    ///
    /// # Errors
    /// More values than Arrow can address in one batch.
    pub fn finish(&mut self) -> Result<RecordBatch, EncodeError> {
        let batch = T::finish(&mut self.builders).and_then(|columns| {
            let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(self.rows));
            RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
        });
        self.finished += self.rows as u64;
        self.rows = 0;
        batch.map_err(|error| EncodeError::new("a batch", format!("could not be built: {error}")))
    }
}

/// The records as batches of `rows_each`, built as they are asked for. There is no batch of no record.
pub fn record_batches<'a, T: Record + 'a>(
    records: impl IntoIterator<Item = &'a T>,
    rows_each: usize,
) -> impl Iterator<Item = Result<RecordBatch, EncodeError>> {
    let mut records = records.into_iter();
    let rows_each = rows_each.max(1);
    let mut builder = RecordBuilder::<T>::new(rows_each.min(records.size_hint().1.unwrap_or(rows_each)));
    std::iter::from_fn(move || {
        for record in records.by_ref().take(rows_each) {
            if let Err(error) = builder.push(record) {
                return Some(Err(error));
            }
        }
        (!builder.is_empty()).then(|| builder.finish())
    })
}
