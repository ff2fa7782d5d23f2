//! One connection: a session of the server, and the port's verbs as requests.

use std::fmt;
use std::sync::Arc;

use aludel_dialect::{Parameter, nearest};
use aludel_engine::{Connection, Error, InsertTarget, Results, TransactionMode};
use aludel_query::Prepared;
use arrow_array::RecordBatch;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use futures_util::TryStreamExt;
use tokio::sync::watch::Sender;

use crate::insert::{self, Context, Target};
use crate::parameter::{encode, types_of};
use crate::progress::{self, Progress};
use crate::query::{Reading, collect, texts};
use crate::retry::Retries;
use crate::running::{Requests, Running};
use crate::server::{Access, Server};
use crate::transport::{Request, Sending, Session, new_query_id};
use crate::types::NotAType;
use crate::url::DIALECT;

/// A connection to the server; it has at most one request under way.
pub struct ClickHouseConnection {
    server: Arc<Server>,
    session: Option<Session>,
    requests: Requests,
    watcher: Option<Sender<Option<Progress>>>,
}

impl fmt::Debug for ClickHouseConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClickHouseConnection").field("session", &self.session).finish_non_exhaustive()
    }
}

impl ClickHouseConnection {
    pub(crate) fn new(server: Arc<Server>, session: Option<Session>) -> Self {
        Self { server, session, requests: Requests::default(), watcher: None }
    }

    /// How far the statements come that are run on this connection from now on, as the server tells ten times a second
    /// until a statement gives its first rows; after that the rows themselves tell. What was told before is not kept, and
    /// whoever reads slowly sees the newest only. Bulk inserts are not told of: they know what they have sent.
    ///
    /// The stream ends with the connection, or when it is asked for another.
    ///
    /// ```no_run
    /// # async fn example(mut connection: aludel_clickhouse_http::ClickHouseConnection) -> Result<(), aludel_engine::Error> {
    /// use futures_util::StreamExt;
    ///
    /// let mut progress = connection.progress()?;
    /// tokio::spawn(async move {
    ///     while let Some(now) = progress.next().await {
    ///         println!("{} of {} rows", now.read_rows, now.total_rows_to_read);
    ///     }
    /// });
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A user with `readonly=1`, who can't ask the server for it: that takes a setting.
    pub fn progress(&mut self) -> Result<BoxStream<'static, Progress>, Error> {
        if self.server.access() == Access::ReadOnly {
            return Err(Error::Usage(
                "a user with readonly=1 sends no settings, and one is needed to be told of progress: let the \
                 user have readonly=2"
                    .to_owned(),
            ));
        }
        let (sender, receiver) = tokio::sync::watch::channel(None);
        self.watcher = Some(sender);
        Ok(progress::events(receiver))
    }

    /// Waits until the session is free: what was abandoned in it still holds it for a moment.
    ///
    /// # Errors
    /// A closed engine; a result in this session that is still being read, which the server would answer with
    /// `SESSION_IS_LOCKED`.
    async fn begin_request(&self) -> Result<(), Error> {
        self.server.check_open()?;
        if self.session.is_some() && self.requests.are_under_way() {
            return Err(Error::Usage(
                "a result of this connection is still being read, and its session takes one statement at a time: read it \
                 to the end or drop it, or use another connection"
                    .to_owned(),
            ));
        }
        self.requests.settle(&self.server.transport).await
    }

    /// The request that runs a statement with these values.
    fn request(&self, statement: &Prepared, parameters: &[Parameter]) -> Result<Request, Error> {
        if statement.dialect != DIALECT {
            return Err(Error::WrongDialect { rendered_for: statement.dialect, engine: DIALECT });
        }
        let mut request = Request::new(Arc::clone(&statement.sql));
        request.session.clone_from(&self.session);
        let types = types_of(&statement.sql, parameters.len()).map_err(Error::Usage)?;
        for (index, (parameter, to)) in parameters.iter().zip(&types).enumerate() {
            let value = encode(&parameter.value, to)
                .map_err(|problem| Error::Usage(format!("parameter {}: {problem}", index + 1)))?;
            // The server would close the request in the middle, with an error that names no parameter.
            let limit = self.server.longest_parameter;
            if value.len() > limit {
                return Err(Error::Usage(format!(
                    "parameter {} takes {} bytes, and the server reads {limit} (its setting http_max_field_value_size, \
                     which only its administrator can raise): insert it as a record instead",
                    index + 1,
                    value.len()
                )));
            }
            request = request.with_option(&format!("param_p{}", index + 1), value);
        }
        request.watcher = self.watcher.clone().filter(|watcher| watcher.receiver_count() > 0);
        for (name, value) in self.server.settings_of_query() {
            request = request.with_option(name, value);
        }
        for (name, value) in &statement.settings {
            request = request.with_option(name, value);
        }
        Ok(request)
    }

    /// Sends it and waits for the first rows.
    async fn read(&self, request: &Request) -> Result<Results, Error> {
        let transport = &self.server.transport;
        let answer = transport.send(request, "Native")?;
        let running = Running::new(&request.query_id, transport, &self.requests);
        Reading::new(answer, running).into_results(request, transport).await
    }

    /// Waits until a request may be sent again, if that was asked for.
    async fn wait_after(&self, error: Error, retries: &mut Retries, request: &mut Request) -> Result<(), Error> {
        retries.wait_after(error).await?;
        // What could not be ended is told by the server itself, if it still is in the way.
        let _ = self.requests.settle(&self.server.transport).await;
        request.query_id = new_query_id();
        Ok(())
    }

    async fn run(&mut self, request: Request) -> Result<u64, Error> {
        // Only then does the summary, which stands before the answer, tell of all.
        let request = request.with_option("wait_end_of_query", "1");
        let answer = self.server.transport.send(&request, "Null")?;
        let running = Running::new(&request.query_id, &self.server.transport, &self.requests);
        let written = answer.finish().await;
        match &written {
            // It may still be at work.
            Err(error) if error.server().is_none_or(|server| server.code.is_none()) => {}
            _ => running.finish(),
        }
        written
    }
}

/// As many rows as the server takes in one piece (`max_insert_block_size` is 1,048,449), in blocks of 65,536.
const ROWS_PER_INSERT: u64 = 15 * ROWS_PER_BLOCK as u64;
const ROWS_PER_BLOCK: usize = 65_536;

impl ClickHouseConnection {
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
        // Waited for by us, block by block.
        let request = request.with_option("async_insert", "0");
        let server = Arc::clone(&self.server);
        let context = Context { server_zone: &server.zone };
        let mut open: Option<(Sending, Running, u64)> = None;
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
            let mut at = 0;
            while at < batch.num_rows() {
                let rows = ROWS_PER_BLOCK.min(batch.num_rows() - at);
                let before = *taken + open.as_ref().map_or(0, |(.., rows)| *rows);
                let block = insert::block(&batch.slice(at, rows), &targets, context, before)?;
                at += rows;
                let (sending, _, sent) = open.get_or_insert_with(|| {
                    let request = Request { query_id: new_query_id(), ..request.clone() };
                    let running = Running::new(&request.query_id, &server.transport, &self.requests);
                    (server.transport.insert(request), running, 0)
                });
                sending.send(block).await?;
                *sent += rows as u64;
                if *sent >= ROWS_PER_INSERT {
                    *taken += end(open.take()).await?;
                }
            }
        }
        *taken += end(open.take()).await?;
        Ok(())
    }
}

/// Waits until the server has taken what was sent; gives the number of rows.
async fn end(open: Option<(Sending, Running, u64)>) -> Result<u64, Error> {
    let Some((sending, running, rows)) = open else { return Ok(0) };
    let ended = sending.end().await;
    if ended.as_ref().err().and_then(Error::server).is_none_or(|server| server.code.is_some()) {
        running.finish();
    }
    ended.map(|()| rows)
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`"))
}

#[async_trait]
impl Connection for ClickHouseConnection {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        self.begin_request().await?;
        let mut request = self.request(statement, &statement.parameters)?;
        let mut retries = Retries::of(statement.effect, self.server.query_retries);
        loop {
            match self.read(&request).await {
                Ok(results) => return Ok(results),
                Err(error) => self.wait_after(error, &mut retries, &mut request).await?,
            }
        }
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<u64, Error> {
        self.begin_request().await?;
        let mut request = self.request(statement, &statement.parameters)?;
        let mut retries = Retries::of(statement.effect, self.server.query_retries);
        loop {
            match self.run(request.clone()).await {
                Ok(written) => return Ok(written),
                Err(error) => self.wait_after(error, &mut retries, &mut request).await?,
            }
        }
    }

    /// One after the other; those before one that fails have taken effect.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<u64, Error> {
        self.begin_request().await?;
        // All are looked at before the first is sent.
        let requests = sets.iter().map(|set| self.request(statement, set)).collect::<Result<Vec<_>, _>>()?;
        let mut written = 0;
        for request in requests {
            written += self.run(request).await?;
        }
        Ok(written)
    }

    /// In statements of up to a million rows, each of which the server takes as a whole. An error after the first says
    /// how many rows have been taken.
    async fn insert(
        &mut self,
        target: &InsertTarget,
        mut batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.begin_request().await?;
        let mut taken = 0;
        match self.insert_all(target, &mut batches, &mut taken).await {
            Ok(()) => Ok(taken),
            Err(error) if taken == 0 => Err(error),
            Err(Error::Server(mut error)) => {
                error.message = format!("{}; the {taken} rows before have been inserted", error.message);
                Err(Error::Server(error))
            }
            Err(error) => Err(Error::Usage(format!("{error}; the {taken} rows before have been inserted"))),
        }
    }

    /// Groups, and does nothing.
    async fn begin(&mut self, _mode: TransactionMode) -> Result<(), Error> {
        self.server.check_open()
    }

    /// What was sent has taken effect already.
    async fn commit(&mut self) -> Result<(), Error> {
        self.server.check_open()
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        Err(Error::Usage("ClickHouse does not roll back: what was sent has taken effect".to_owned()))
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.begin_request().await?;
        let request = Request { session: self.session.clone(), ..Request::new("SELECT 1") };
        self.run(request).await.map(drop)
    }

    async fn settle(&mut self) -> Result<(), Error> {
        self.requests.settle(&self.server.transport).await
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        self.requests.settle(&self.server.transport).await
    }
}
