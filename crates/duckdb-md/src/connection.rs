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
use crate::worker::Worker;

/// A connection and its thread.
#[derive(Debug)]
pub(crate) struct DuckDbConnection {
    worker: Worker,
    closed: Arc<Closed>,
}

impl DuckDbConnection {
    pub(crate) fn new(worker: Worker, closed: Arc<Closed>) -> Self {
        Self { worker, closed }
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
        let (schema, rows) = self.worker.query(move |session, read| session.read(&sql, &parameters, read)).await?;
        Ok(Results { schema, batches: rows.map_err(Error::from).boxed() })
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.check(statement)?;
        let (sql, parameters) = (statement.sql.clone(), statement.parameters.clone());
        Ok(self.worker.call(move |session| session.execute(&sql, &parameters)).await?.into())
    }

    /// All sets or none, also outside a transaction.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.check(statement)?;
        let sql = statement.sql.clone();
        Ok(self.worker.call(move |session| session.execute_many(&sql, &sets)).await?.into())
    }

    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.closed.check()?;
        self.worker.insert(target.path.clone(), target.columns.clone(), batches).await?
    }

    async fn begin(&mut self, mode: TransactionMode) -> Result<(), Error> {
        self.closed.check()?;
        let read_only = mode == TransactionMode::ReadOnly;
        Ok(self.worker.call(move |session| session.begin(read_only)).await?)
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        Ok(self.worker.call(|session| session.commit()).await?)
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        Ok(self.worker.call(|session| session.rollback()).await?)
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        self.worker.call(|session| session.execute("SELECT 1", &[])).await?;
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), Error> {
        Ok(self.worker.settle().await?)
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        Ok(self.worker.close().await?)
    }
}
