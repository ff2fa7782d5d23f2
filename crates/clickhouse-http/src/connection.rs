//! One connection: a session of the server, and the port's verbs as requests.

use std::fmt;
use std::sync::Arc;

use aludel_dialect::Parameter;
use aludel_engine::{Connection, EncodeError, Error, InsertTarget, Results, RowsChanged, TransactionMode};
use aludel_query::Prepared;
use arrow_array::RecordBatch;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use tokio::sync::watch::Sender;

use crate::insert::InsertOptions;
use crate::parameter::{encode, in_place, literal, types_of};
use crate::progress::{self, Progress};
use crate::query::{Reading, first_word};
use crate::retry::Retries;
use crate::running::{Requests, Running};
use crate::server::{Access, Server, ZONE_OF_SESSION};
use crate::transport::{Request, Session, new_query_id};
use crate::types::{Type, Unzoned};
use crate::url::DIALECT;

/// A connection to the server; it has at most one request under way.
pub struct ClickHouseConnection {
    pub(crate) server: Arc<Server>,
    pub(crate) session: Option<Session>,
    pub(crate) requests: Requests,
    watcher: Option<Sender<Option<Progress>>>,
    /// What a `DateTime` without a zone is in this session.
    unzoned: Unzoned,
}

impl fmt::Debug for ClickHouseConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClickHouseConnection").field("session", &self.session).finish_non_exhaustive()
    }
}

impl ClickHouseConnection {
    pub(crate) fn new(server: Arc<Server>, session: Option<Session>) -> Self {
        let unzoned = server.unzoned();
        Self { server, session, requests: Requests::default(), watcher: None, unzoned }
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
        let types = types_of(&statement.sql, parameters.len()).map_err(Error::Usage)?;
        let mut values = Vec::with_capacity(types.len());
        for (index, (parameter, to)) in parameters.iter().zip(&types).enumerate() {
            let value = encode(&parameter.value, to)
                .map_err(|why| EncodeError::new(format!("parameter {}:", index + 1), why))?;
            values.push(value);
        }
        let mut request = Request::new(self.with_values(&statement.sql, parameters, &types, &values)?);
        request.session.clone_from(&self.session);
        if request.sql.len() > PARSED_BY_DEFAULT && self.server.access() != Access::ReadOnly {
            let length = (request.sql.len() + 1).to_string();
            request = request.with_option("max_query_size", length);
        }
        if Arc::ptr_eq(&request.sql, &statement.sql) {
            for (index, value) in values.into_iter().enumerate() {
                request = request.with_option(&format!("param_p{}", index + 1), value);
            }
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
    async fn read(&self, request: &Request, unzoned: Unzoned) -> Result<Results, Error> {
        let transport = &self.server.transport;
        let answer = transport.send(request, "Native")?;
        let running = Running::new(&request.query_id, transport, &self.requests);
        Reading::new(answer, running, unzoned).into_results(request, transport).await
    }

    /// Waits until a request may be sent again, if that was asked for.
    async fn wait_after(&self, error: Error, retries: &mut Retries, request: &mut Request) -> Result<(), Error> {
        retries.wait_after(error).await?;
        // What could not be ended is told by the server itself, if it still is in the way.
        let _ = self.requests.settle(&self.server.transport).await;
        request.query_id = new_query_id();
        Ok(())
    }

    /// The text to send. Beside parameters the server reads no field, the text's own neither, that is longer than its
    /// `http_max_field_value_size`, and no more of them than its `http_max_fields`: then the values are literals in the text, which is sent alone and may be of any length.
    fn with_values(
        &self,
        sql: &Arc<str>,
        parameters: &[Parameter],
        types: &[Type],
        values: &[String],
    ) -> Result<Arc<str>, Error> {
        let (longest, most) = (self.server.longest_field, self.server.most_parameters);
        let fits = |text: &str| text.len() <= longest;
        if values.is_empty() || (values.len() <= most && fits(sql) && values.iter().all(|value| fits(value))) {
            return Ok(Arc::clone(sql));
        }
        let literals: Vec<String> = parameters
            .iter()
            .zip(types)
            .zip(values)
            .map(|((parameter, to), value)| literal(parameter, to, value))
            .collect();
        Ok(in_place(sql, &literals).into())
    }

    /// What a `DateTime` without a zone is for this statement; another zone is not known to be UTC.
    fn unzoned(&self, statement: &Prepared) -> Unzoned {
        let other = statement.settings.iter().any(|(name, _)| name == ZONE_OF_SESSION)
            || statement.sql.contains(ZONE_OF_SESSION);
        if other { Unzoned::Instant } else { self.unzoned }
    }

    /// What is set stays: `session_timezone`, `TIME ZONE`, and a profile may set it too.
    fn remember_zone(&mut self, statement: &Prepared) {
        let sql = &statement.sql;
        let is_of_zone = |sql: &str| ["zone", "profile"].iter().any(|word| sql.to_ascii_lowercase().contains(word));
        if first_word(sql) == "SET" && is_of_zone(sql) {
            self.unzoned = Unzoned::Instant;
        }
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

/// What the server tells of rows that were written; of those that were deleted or changed it tells nothing.
fn changed(statement: &Prepared, written: u64) -> RowsChanged {
    match first_word(&statement.sql).as_str() {
        "DELETE" | "UPDATE" | "ALTER" | "TRUNCATE" => RowsChanged::Unknown,
        "CREATE" => RowsChanged::Known(0),
        _ => written.into(),
    }
}

/// So many bytes of a statement are read if it does not say how many there are (`max_query_size`).
const PARSED_BY_DEFAULT: usize = 262_144;

#[async_trait]
impl Connection for ClickHouseConnection {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        self.begin_request().await?;
        self.remember_zone(statement);
        let mut request = self.request(statement, &statement.parameters)?;
        let mut retries = Retries::of(statement.effect, self.server.query_retries);
        loop {
            match self.read(&request, self.unzoned(statement)).await {
                Ok(results) => return Ok(results),
                Err(error) => self.wait_after(error, &mut retries, &mut request).await?,
            }
        }
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.begin_request().await?;
        self.remember_zone(statement);
        let mut request = self.request(statement, &statement.parameters)?;
        let mut retries = Retries::of(statement.effect, self.server.query_retries);
        loop {
            match self.run(request.clone()).await {
                Ok(written) => return Ok(changed(statement, written)),
                Err(error) => self.wait_after(error, &mut retries, &mut request).await?,
            }
        }
    }

    /// One after the other; those before one that fails have taken effect.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.begin_request().await?;
        self.remember_zone(statement);
        // All are looked at before the first is sent.
        for set in &sets {
            self.request(statement, set)?;
        }
        let mut written = 0;
        for set in &sets {
            written += self.run(self.request(statement, set)?).await?;
        }
        Ok(changed(statement, written))
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
