//! One connection: a session of the server, and the port's verbs as requests.

use std::fmt;
use std::sync::Arc;

use aludel_dialect::Parameter;
use aludel_engine::{Connection, Error, InsertTarget, Results, TransactionMode};
use aludel_query::Prepared;
use arrow_array::RecordBatch;
use async_trait::async_trait;
use futures_core::stream::BoxStream;

use crate::parameter::{encode, types_of};
use crate::query::Reading;
use crate::running::{Abandoned, Running};
use crate::server::Server;
use crate::transport::Request;
use crate::url::DIALECT;

/// A connection to the server; it has at most one request under way.
pub struct ClickHouseConnection {
    server: Arc<Server>,
    session: Option<String>,
    abandoned: Abandoned,
}

impl fmt::Debug for ClickHouseConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClickHouseConnection").field("session", &self.session).finish_non_exhaustive()
    }
}

impl ClickHouseConnection {
    pub(crate) fn new(server: Arc<Server>, session: Option<String>) -> Self {
        Self { server, session, abandoned: Abandoned::default() }
    }

    /// The request that runs a statement with these values.
    fn request(&self, statement: &Prepared, parameters: &[Parameter]) -> Result<Request, Error> {
        self.server.check_open()?;
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
        if self.server.takes_settings() {
            // Its own form of JSON has no text, and would have to be made into one.
            request = request.with_option("output_format_native_write_json_as_string", "1");
        }
        for (name, value) in &statement.settings {
            request = request.with_option(name, value);
        }
        Ok(request)
    }

    async fn run(&mut self, request: Request) -> Result<u64, Error> {
        // Only then does the summary, which stands before the answer, tell of all.
        let request = request.with_option("wait_end_of_query", "1");
        let answer = self.server.transport.send(&request, "Null")?;
        let running = Running::new(&request.query_id, &self.server.transport, &self.abandoned);
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
        let request = self.request(statement, &statement.parameters)?;
        let transport = &self.server.transport;
        let answer = transport.send(&request, "Native")?;
        let running = Running::new(&request.query_id, transport, &self.abandoned);
        Reading::new(answer, running).into_results(&request, transport).await
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<u64, Error> {
        let request = self.request(statement, &statement.parameters)?;
        self.run(request).await
    }

    /// One after the other; those before one that fails have taken effect.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<u64, Error> {
        // All are looked at before the first is sent.
        let requests = sets.iter().map(|set| self.request(statement, set)).collect::<Result<Vec<_>, _>>()?;
        let mut written = 0;
        for request in requests {
            written += self.run(request).await?;
        }
        Ok(written)
    }

    async fn insert(
        &mut self,
        _target: &InsertTarget,
        _batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.server.check_open()?;
        Err(Error::Usage("bulk insert into ClickHouse is not there yet".to_owned()))
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
        self.server.check_open()?;
        let request = Request { session: self.session.clone(), ..Request::new("SELECT 1") };
        self.run(request).await.map(drop)
    }

    async fn settle(&mut self) -> Result<(), Error> {
        self.abandoned.settle(&self.server.transport).await
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        self.abandoned.settle(&self.server.transport).await
    }
}
