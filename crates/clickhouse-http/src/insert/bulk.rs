//! Batches of Arrow as INSERT statements.

use std::sync::Arc;

use aludel_dialect::nearest;
use aludel_engine::{Error, InsertTarget};
use arrow_array::{Array, RecordBatch};
use futures_core::stream::BoxStream;
use futures_util::TryStreamExt;

use super::{Context, InsertOptions, Target};
use crate::ClickHouseConnection;
use crate::query::{collect, texts};
use crate::running::Running;
use crate::transport::{Request, Sending, new_query_id};
use crate::types::NotAType;

/// As much as the server surely takes in one piece, which is there or not: it makes one of up to 1,048,449 rows
/// (`min_insert_block_size_rows`) or 256 MiB (`min_insert_block_size_bytes`), whichever it has first.
const ROWS_PER_INSERT: u64 = 15 * ROWS_PER_BLOCK as u64;
const BYTES_PER_INSERT: usize = 128 << 20;

/// What is sent at a time.
const ROWS_PER_BLOCK: usize = 65_536;
const BYTES_PER_BLOCK: usize = 16 << 20;

impl ClickHouseConnection {
    /// Inserts batches of Arrow in a way of one's own choice; see [`InsertOptions`]. Gives the number of rows that the
    /// server has confirmed.
    ///
    /// They go in statements of up to a million rows or 128 MiB, each of which the server takes as a whole, in each
    /// partition of the table.
    ///
    /// # Errors
    /// A value that its column does not hold, by column and row; the server's own errors; those of `batches`. After the
    /// first statement they say how many rows the server has confirmed.
    pub async fn insert_with(
        &mut self,
        options: &InsertOptions,
        target: &InsertTarget,
        mut batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.begin_request().await?;
        let mut taken = 0;
        match self.insert_all(options, target, &mut batches, &mut taken).await {
            Ok(()) => Ok(taken),
            Err(error) if taken == 0 => Err(error),
            Err(Error::Server(mut error)) => {
                error.message = format!("{}; the {taken} rows before have been inserted", error.message);
                Err(Error::Server(error))
            }
            Err(error) => Err(Error::Usage(format!("{error}; the {taken} rows before have been inserted"))),
        }
    }

    /// The columns that rows go into, as the server knows them.
    async fn targets(&self, table: &str, columns: &[String]) -> Result<Vec<Target>, Error> {
        let mut request = Request::new(format!("DESCRIBE TABLE {table}"));
        request.session.clone_from(&self.session);
        let batches = collect(self.server.transport.send(&request, "Native")?).await?;
        let (names, types) = (texts(&batches, "name"), texts(&batches, "type"));
        let all: Vec<(String, String)> = names.into_iter().zip(types).collect();
        let find = |column: &String| {
            let (name, text) = all.iter().find(|(name, _)| name == column).ok_or_else(|| {
                let near = nearest(column, all.iter().map(|(name, _)| name.as_str())).join(", ");
                Error::Usage(format!("{table} has no column {column:?}; the nearest are: {near}"))
            })?;
            let column_type = text.parse().map_err(|error: NotAType| Error::Usage(error.to_string()))?;
            Ok(Target { name: name.clone(), column_type })
        };
        columns.iter().map(find).collect()
    }

    async fn insert_all(
        &mut self,
        options: &InsertOptions,
        target: &InsertTarget,
        batches: &mut BoxStream<'static, Result<RecordBatch, Error>>,
        taken: &mut u64,
    ) -> Result<(), Error> {
        let table = target.path.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(".");
        let mut columns = target.columns.clone();
        let mut first = None;
        if columns.is_empty() {
            // Those of the first batch.
            first = batches.try_next().await?;
            let Some(batch) = &first else { return Ok(()) };
            columns = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        }
        let targets = self.targets(&table, &columns).await?;
        let names = columns.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
        let mut request = Request::new(format!("INSERT INTO {table} ({names}) FORMAT Native"));
        request.session.clone_from(&self.session);
        let server = Arc::clone(&self.server);
        let context = Context { server_zone: &server.zone };
        let mut statements = 0;
        let mut open: Option<Open> = None;
        loop {
            let batch = match first.take() {
                Some(batch) => Some(batch),
                None => batches.try_next().await?,
            };
            let Some(batch) = batch else { break };
            if batch.num_columns() != targets.len() {
                let (found, wanted) = (batch.num_columns(), targets.len());
                return Err(Error::Usage(format!("a batch has {found} columns, and {wanted} are to be inserted")));
            }
            let rows_per_block = rows_per_block(&batch);
            let mut at = 0;
            while at < batch.num_rows() {
                let rows = rows_per_block.min(batch.num_rows() - at);
                let before = *taken + open.as_ref().map_or(0, |open| open.rows);
                let block = super::block(&batch.slice(at, rows), &targets, context, before)?;
                at += rows;
                let piece = open.get_or_insert_with(|| {
                    let mut request = Request { query_id: new_query_id(), ..request.clone() };
                    request.options = options.settings(statements, server.has_async_insert);
                    statements += 1;
                    let running = Running::new(&request.query_id, &server.transport, &self.requests);
                    Open { sending: server.transport.insert(request), running, rows: 0, bytes: 0 }
                });
                piece.bytes += block.len();
                piece.sending.send(block).await?;
                piece.rows += rows as u64;
                if piece.rows >= ROWS_PER_INSERT || piece.bytes >= BYTES_PER_INSERT {
                    *taken += end(open.take()).await?;
                }
            }
        }
        *taken += end(open.take()).await?;
        Ok(())
    }
}

/// A statement that is being sent.
struct Open {
    sending: Sending,
    running: Running,
    rows: u64,
    bytes: usize,
}

/// Waits until the server has taken what was sent; gives the number of rows.
async fn end(open: Option<Open>) -> Result<u64, Error> {
    let Some(Open { sending, running, rows, .. }) = open else { return Ok(0) };
    let ended = sending.end().await;
    if ended.as_ref().err().and_then(Error::server).is_none_or(|server| server.code.is_some()) {
        running.finish();
    }
    ended.map(|()| rows)
}

/// So many of them are not too large to be sent at once.
fn rows_per_block(batch: &RecordBatch) -> usize {
    let sizes = batch.columns().iter().map(|column| column.to_data().get_slice_memory_size().unwrap_or(0));
    let per_row = sizes.sum::<usize>() / batch.num_rows().max(1);
    (BYTES_PER_BLOCK / per_row.max(1)).clamp(1, ROWS_PER_BLOCK)
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`"))
}
