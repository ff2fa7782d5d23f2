//! A result as it arrives.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};
use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_util::StreamExt;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{AssertSqlSafe, Row};
use tokio::sync::mpsc;

use crate::build::Builder;
use crate::wire::Busy;
use crate::{Column, WireError};

/// How many rows a batch has at most.
const ROWS: usize = 8_192;
/// How many bytes of the wire go into a batch, more or less.
const BYTES: usize = 8 << 20;

/// The rows of a result, in batches. Dropped before its end, it closes the connection, which ends the work on most
/// servers; nothing of it reaches the next statement.
pub struct Batches {
    /// Reads the rows and sends batches; `None` when it has ended.
    reader: Option<BoxFuture<'static, Result<(), WireError>>>,
    batches: mpsc::Receiver<RecordBatch>,
    /// What the reader ended with, when the batches before it are all out.
    error: Option<WireError>,
    schema: SchemaRef,
}

impl std::fmt::Debug for Batches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batches").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl Batches {
    pub(crate) fn new(busy: Busy, sql: Arc<str>, arguments: PgArguments, columns: Vec<Column>) -> Self {
        let schema: SchemaRef = Arc::new(Schema::new(columns.iter().map(Column::field).collect::<Vec<_>>()));
        // One batch waits while the next is made.
        let (sender, batches) = mpsc::channel(1);
        let reader = Reader { schema: schema.clone(), columns, sender };
        Self { reader: Some(Box::pin(reader.read(busy, sql, arguments))), batches, error: None, schema }
    }

    /// The columns.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }
}

impl Stream for Batches {
    type Item = Result<RecordBatch, WireError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Poll::Ready(Some(batch)) = self.batches.poll_recv(context) {
                return Poll::Ready(Some(Ok(batch)));
            }
            let Some(reader) = self.reader.as_mut() else {
                return Poll::Ready(self.error.take().map(Err));
            };
            match reader.as_mut().poll(context) {
                Poll::Ready(done) => {
                    self.reader = None;
                    self.error = done.err();
                }
                Poll::Pending => match self.batches.try_recv() {
                    Ok(batch) => return Poll::Ready(Some(Ok(batch))),
                    Err(_) => return Poll::Pending,
                },
            }
        }
    }
}

struct Reader {
    schema: SchemaRef,
    columns: Vec<Column>,
    sender: mpsc::Sender<RecordBatch>,
}

impl Reader {
    async fn read(self, mut busy: Busy, sql: Arc<str>, arguments: PgArguments) -> Result<(), WireError> {
        let done = self.read_rows(&mut busy, sql, arguments).await;
        // After the server's own error it is ready for the next statement; after any other, rows may be unread.
        if matches!(done, Ok(()) | Err(WireError::Server(_))) {
            busy.finish(done.is_err());
        }
        done.map_err(|error| busy.shown(error))
    }

    async fn read_rows(self, busy: &mut Busy, sql: Arc<str>, arguments: PgArguments) -> Result<(), WireError> {
        let connection = busy.connection()?;
        let mut rows = sqlx::query_with(AssertSqlSafe(sql), arguments).fetch(connection);
        let mut builders: Vec<Builder> = self.columns.iter().map(|column| Builder::new(&column.kind)).collect();
        let (mut count, mut bytes) = (0, 0);
        while let Some(next) = rows.next().await {
            bytes += self.push(&next?, &mut builders)?;
            count += 1;
            if count == ROWS || bytes >= BYTES {
                self.send(&mut builders, count).await?;
                (count, bytes) = (0, 0);
            }
        }
        if count > 0 {
            self.send(&mut builders, count).await?;
        }
        Ok(())
    }

    fn push(&self, row: &PgRow, builders: &mut [Builder]) -> Result<usize, WireError> {
        if row.len() != self.columns.len() {
            let reason = format!("a row of {} columns, where {} were described", row.len(), self.columns.len());
            return Err(WireError::Lost(reason));
        }
        let mut bytes = 0;
        for (index, (column, builder)) in self.columns.iter().zip(builders).enumerate() {
            let value = row.try_get_raw(index).map_err(|error| WireError::column(&column.name, error.to_string()))?;
            let value = if sqlx::ValueRef::is_null(&value) {
                None
            } else {
                Some(value.as_bytes().map_err(|error| WireError::column(&column.name, error.to_string()))?)
            };
            bytes += builder.push(value).map_err(|reason| WireError::column(&column.name, reason))?;
        }
        Ok(bytes)
    }

    async fn send(&self, builders: &mut [Builder], count: usize) -> Result<(), WireError> {
        let mut arrays = Vec::with_capacity(builders.len());
        for (column, builder) in self.columns.iter().zip(builders) {
            arrays.push(builder.finish().map_err(|reason| WireError::column(&column.name, reason))?);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(count));
        let batch = RecordBatch::try_new_with_options(self.schema.clone(), arrays, &options)
            .map_err(|error| WireError::Usage(format!("a batch could not be made: {error}")))?;
        // Nobody takes it any more only when we are about to be dropped.
        let _ = self.sender.send(batch).await;
        Ok(())
    }
}
