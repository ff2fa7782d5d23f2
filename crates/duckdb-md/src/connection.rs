//! One connection: the port's verbs as commands of a worker.

use std::sync::Arc;

use aludel_dialect::{Dialect, Parameter};
use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Connection, Error, InsertTarget, Results, RowsChanged, TransactionMode};
use aludel_query::Prepared;
use arrow_array::RecordBatch;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};

use crate::database::Closed;
use crate::url::Secrets;
use crate::worker::{Failure, Worker};

/// A connection and its thread.
#[derive(Debug)]
pub(crate) struct DuckDbConnection {
    worker: Worker,
    closed: Arc<Closed>,
    /// What no error repeats.
    secrets: Secrets,
}

impl DuckDbConnection {
    pub(crate) fn new(worker: Worker, closed: Arc<Closed>, secrets: Secrets) -> Self {
        Self { worker, closed, secrets }
    }

    fn shown(&self, failure: Failure) -> Error {
        failure.without(&self.secrets)
    }

    fn check(&self, statement: &Prepared) -> Result<(), Error> {
        self.closed.check()?;
        if statement.dialect != DuckDb::NAME {
            return Err(Error::WrongDialect { rendered_for: statement.dialect, engine: DuckDb::NAME });
        }
        Ok(())
    }
}

#[async_trait]
impl Connection for DuckDbConnection {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        self.check(statement)?;
        let (sql, parameters) = (statement.sql.clone(), statement.parameters.clone());
        let asked = self.worker.query(move |session, read| session.read(&sql, &parameters, read)).await;
        let (schema, rows) = asked.map_err(|failure| self.shown(failure))?;
        let secrets = self.secrets.clone();
        Ok(Results { schema, batches: rows.map_err(move |failure| failure.without(&secrets)).boxed() })
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.check(statement)?;
        let (sql, parameters) = (statement.sql.clone(), statement.parameters.clone());
        let changed = self.worker.call(move |session| session.execute(&sql, &parameters)).await;
        Ok(changed.map_err(|failure| self.shown(failure))?.into())
    }

    /// All sets or none, also outside a transaction.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.check(statement)?;
        let sql = statement.sql.clone();
        let changed = self.worker.call(move |session| session.execute_many(&sql, &sets)).await;
        Ok(changed.map_err(|failure| self.shown(failure))?.into())
    }

    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.closed.check()?;
        let inserted = self.worker.insert(target.path.clone(), target.columns.clone(), batches).await;
        // The batches' own error is another engine's.
        inserted.map_err(|failure| self.shown(failure))?
    }

    async fn begin(&mut self, mode: TransactionMode) -> Result<(), Error> {
        self.closed.check()?;
        let read_only = mode == TransactionMode::ReadOnly;
        let begun = self.worker.call(move |session| session.begin(read_only)).await;
        begun.map_err(|failure| self.shown(failure))
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        self.worker.call(|session| session.commit()).await.map_err(|failure| self.shown(failure))
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        self.worker.call(|session| session.rollback()).await.map_err(|failure| self.shown(failure))
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        let answer = self.worker.call(|session| session.execute("SELECT 1", &[])).await;
        answer.map(|_| ()).map_err(|failure| self.shown(failure))
    }

    async fn settle(&mut self) -> Result<(), Error> {
        self.worker.settle().await.map_err(|failure| self.shown(failure))
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        let Self { worker, secrets, .. } = *self;
        worker.close().await.map_err(|failure| failure.without(&secrets))
    }
}
