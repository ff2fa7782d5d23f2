//! A result as it arrives, in batches or in rows.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::TryStreamExt;

use super::Rows;
use crate::Error;
use crate::decode::{FromRow, decode_batch};

/// Rows are decoded this many at a time, so that a wide batch does not stand in memory twice.
const ROWS_AT_A_TIME: usize = 4_096;

/// A result as Arrow batches, as they arrive. Dropping it early cancels the work where the engine can.
pub struct BatchStream {
    schema: SchemaRef,
    batches: BoxStream<'static, Result<RecordBatch, Error>>,
}

impl BatchStream {
    /// A result of these batches, all of which have the columns of `schema`.
    pub fn new(schema: SchemaRef, batches: BoxStream<'static, Result<RecordBatch, Error>>) -> Self {
        Self { schema, batches }
    }

    /// The columns. A field carries the engine's own type under [`TYPE_NAME`](crate::decode::TYPE_NAME).
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The same result, row by row.
    pub fn rows<T: FromRow>(self) -> RowStream<T> {
        RowStream { batches: self, current: None, ready: Vec::new().into_iter(), read: 0, failed: None, done: false }
    }

    /// The next batch; `None` at the end.
    ///
    /// # Errors
    /// The error that ends the result.
    pub async fn try_next(&mut self) -> Result<Option<RecordBatch>, Error> {
        self.batches.try_next().await
    }

    /// Waits for all of it.
    ///
    /// # Errors
    /// The error that ended the result.
    pub async fn collect(self) -> Result<Rows, Error> {
        let Self { schema, batches } = self;
        Ok(Rows::new(schema, batches.try_collect().await?))
    }

    /// Waits for all of it and reads it; the vector is made in the size that it needs.
    ///
    /// # Errors
    /// The error that ended the result, or a row that can't be read as `T`.
    pub async fn collect_rows<T: FromRow>(self) -> Result<Vec<T>, Error> {
        Ok(self.collect().await?.into_vec()?)
    }
}

impl fmt::Debug for BatchStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchStream").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl Stream for BatchStream {
    type Item = Result<RecordBatch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.batches.as_mut().poll_next(context)
    }
}

/// A result as rows, as they arrive; no more than one batch of them is held. An error ends it.
pub struct RowStream<T> {
    batches: BatchStream,
    /// What is left of the batch that arrived last.
    current: Option<RecordBatch>,
    ready: std::vec::IntoIter<T>,
    read: u64,
    failed: Option<Error>,
    done: bool,
}

// Nothing in it is pinned: rows are moved out of it.
impl<T> Unpin for RowStream<T> {}

impl<T> RowStream<T> {
    /// The columns of the result.
    pub fn schema(&self) -> &SchemaRef {
        self.batches.schema()
    }
}

impl<T> fmt::Debug for RowStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowStream").field("schema", self.schema()).field("read", &self.read).finish_non_exhaustive()
    }
}

impl<T: FromRow> RowStream<T> {
    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// The error that ends the result, or a row that can't be read as `T`.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        TryStreamExt::try_next(self).await
    }

    /// Decodes the next rows of the batch at hand; false if it is used up.
    fn decode(&mut self) -> bool {
        let Some(batch) = self.current.take() else {
            return false;
        };
        let now = batch.num_rows().min(ROWS_AT_A_TIME);
        let mut rows = Vec::with_capacity(now);
        match decode_batch(&batch.slice(0, now), self.read, &mut rows) {
            Ok(()) if now < batch.num_rows() => self.current = Some(batch.slice(now, batch.num_rows() - now)),
            Ok(()) => {}
            Err(error) => self.failed = Some(error.into()),
        }
        self.read += now as u64;
        self.ready = rows.into_iter();
        true
    }
}

impl<T: FromRow> Stream for RowStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(row) = self.ready.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            if let Some(error) = self.failed.take() {
                self.done = true;
                return Poll::Ready(Some(Err(error)));
            }
            if self.done {
                return Poll::Ready(None);
            }
            if self.decode() {
                continue;
            }
            match ready!(Pin::new(&mut self.batches).poll_next(context)) {
                Some(Ok(batch)) => self.current = Some(batch),
                Some(Err(error)) => self.failed = Some(error),
                None => self.done = true,
            }
        }
    }
}
