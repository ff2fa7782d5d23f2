//! What bulk insert takes: records, one or many.

use arrow_array::RecordBatch;
use futures_core::stream::BoxStream;
use futures_util::StreamExt;

use crate::Error;
use crate::encode::{EncodeError, Record, RecordBuilder, record_batches};

/// How many records go into one batch: enough that nothing is done per row that could be done per batch.
const ROWS_PER_BATCH: usize = 65_536;

/// Records on their way into a table: a reference to one, a vector, an array, or a slice.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be inserted",
    note = "insert `&record`, or a vector, array or slice of records; a record is a struct with `#[derive(Record)]`"
)]
pub trait Records {
    /// The type of the records.
    type Record: Record;

    /// The records as Arrow batches.
    fn into_batches(self) -> BoxStream<'static, Result<RecordBatch, Error>>;
}

fn encoded(
    batches: impl Iterator<Item = Result<RecordBatch, EncodeError>> + Send + 'static,
) -> BoxStream<'static, Result<RecordBatch, Error>> {
    futures_util::stream::iter(batches.map(|batch| batch.map_err(Error::from))).boxed()
}

/// What is only borrowed is encoded now, because an insert owns all it needs.
fn borrowed<T: Record>(records: &[T]) -> BoxStream<'static, Result<RecordBatch, Error>> {
    let batches: Vec<_> = record_batches(records, ROWS_PER_BATCH).collect();
    encoded(batches.into_iter())
}

/// What is owned is encoded batch by batch, while the batch before is on its way.
fn owned<T>(records: Vec<T>) -> BoxStream<'static, Result<RecordBatch, Error>>
where
    T: Record + Send + 'static,
    T::Builders: Send,
{
    let mut records = records.into_iter();
    let mut builder = RecordBuilder::<T>::new(ROWS_PER_BATCH.min(records.len()));
    encoded(std::iter::from_fn(move || {
        for record in records.by_ref().take(ROWS_PER_BATCH) {
            if let Err(error) = builder.push(&record) {
                return Some(Err(error));
            }
        }
        (!builder.is_empty()).then(|| builder.finish())
    }))
}

impl<T: Record> Records for &T {
    type Record = T;
    fn into_batches(self) -> BoxStream<'static, Result<RecordBatch, Error>> {
        borrowed(std::slice::from_ref(self))
    }
}

impl<T: Record> Records for &[T] {
    type Record = T;
    fn into_batches(self) -> BoxStream<'static, Result<RecordBatch, Error>> {
        borrowed(self)
    }
}

impl<T: Record> Records for &Vec<T> {
    type Record = T;
    fn into_batches(self) -> BoxStream<'static, Result<RecordBatch, Error>> {
        borrowed(self)
    }
}

impl<T: Record + Send + 'static, const N: usize> Records for [T; N]
where
    T::Builders: Send,
{
    type Record = T;
    fn into_batches(self) -> BoxStream<'static, Result<RecordBatch, Error>> {
        owned(self.into())
    }
}

impl<T: Record + Send + 'static> Records for Vec<T>
where
    T::Builders: Send,
{
    type Record = T;
    fn into_batches(self) -> BoxStream<'static, Result<RecordBatch, Error>> {
        owned(self)
    }
}
