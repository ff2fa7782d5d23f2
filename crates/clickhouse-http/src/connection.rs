//! One connection: a session of the server, and the port's verbs as requests.

use std::fmt;
use std::sync::Arc;

use aludel_dialect::Parameter;
use aludel_engine::{Connection, Error, InsertTarget, Results, RowsChanged, TransactionMode};
use aludel_query::Prepared;
use arrow_array::RecordBatch;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use tokio::sync::watch::Sender;

use crate::insert::InsertOptions;
use crate::parameter::{encode, types_of};
use crate::progress::{self, Progress};
use crate::query::Reading;
use crate::retry::Retries;
use crate::running::{Requests, Running};
use crate::server::{Access, Server};
use crate::transport::{Request, Session, new_query_id};
use crate::url::DIALECT;

/// A connection to the server; it has at most one request under way.
pub struct ClickHouseConnection {
    pub(crate) server: Arc<Server>,
    pub(crate) session: Option<Session>,
    pub(crate) requests: Requests,
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
    pub(crate) async fn begin_request(&self) -> Result<(), Error> {
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
        let (found, most) = (parameters.len(), self.server.most_parameters);
        if found > most {
            return Err(Error::Usage(format!(
                "the statement has {found} parameters, and the server reads {most} (its setting http_max_fields, which only \
                 its administrator can raise): put a long list into one parameter, as an array, or insert it as records"
            )));
        }
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

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.begin_request().await?;
        let mut request = self.request(statement, &statement.parameters)?;
        let mut retries = Retries::of(statement.effect, self.server.query_retries);
        loop {
            match self.run(request.clone()).await {
                Ok(written) => return Ok(written.into()),
                Err(error) => self.wait_after(error, &mut retries, &mut request).await?,
            }
        }
    }

    /// One after the other; those before one that fails have taken effect.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.begin_request().await?;
        // All are looked at before the first is sent.
        let requests = sets.iter().map(|set| self.request(statement, set)).collect::<Result<Vec<_>, _>>()?;
        let mut written = 0;
        for request in requests {
            written += self.run(request).await?;
        }
        Ok(written.into())
    }

    /// In statements of up to a million rows, each of which the server takes as a whole. An error after the first says
    /// how many rows have been taken. For other ways see [`insert_with`](Self::insert_with).
    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.insert_with(&InsertOptions::new(), target, batches).await
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
