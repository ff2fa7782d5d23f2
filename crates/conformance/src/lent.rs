//! Databases that were opened already, as engines; and one that counts what reaches it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aludel_dialect::{Capabilities, Parameter};
use aludel_engine::{
    Connect, ConnectOptions, Connection, Database, Driver, Engine, Error, InsertTarget, Inspection, Registry, Results,
    RowsChanged, TransactionMode,
};
use aludel_query::{Effect, Prepared, Spelling};
use arrow_array::RecordBatch;
use arrow_schema::Schema;
use async_trait::async_trait;
use futures_util::stream::{self, BoxStream, StreamExt};

/// An engine on a database that was opened already.
pub(crate) async fn engine_of(database: Arc<dyn Database>) -> Result<Engine, Error> {
    Connect::through(Registry::new().with(Lent(database)), "lent://").open().await
}

#[derive(Debug)]
pub(crate) struct Lent(pub(crate) Arc<dyn Database>);

#[async_trait]
impl Driver for Lent {
    fn schemes(&self) -> &'static [&'static str] {
        &["lent"]
    }

    fn name(&self) -> &'static str {
        "lent"
    }

    async fn open(&self, _: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(self.0.clone())
    }
}

/// A database without an engine: it accepts everything, and counts it.
#[derive(Debug)]
pub(crate) struct Counting {
    dialect: &'static str,
    capabilities: Capabilities,
    spelling: &'static dyn Spelling,
    wire: Arc<AtomicUsize>,
}

impl Counting {
    pub(crate) fn new(dialect: &'static str, capabilities: Capabilities, spelling: &'static dyn Spelling) -> Self {
        Self { dialect, capabilities, spelling, wire: Arc::default() }
    }

    /// What counts connections, statements, inserts and verbs.
    pub(crate) fn wire(&self) -> Arc<AtomicUsize> {
        self.wire.clone()
    }
}

#[async_trait]
impl Database for Counting {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn spelling(&self) -> &dyn Spelling {
        self.spelling
    }

    fn inspection(&self) -> &dyn Inspection {
        self
    }

    fn describe(&self) -> String {
        format!("{}, counting", self.dialect)
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        self.wire.fetch_add(1, Ordering::Relaxed);
        Ok(Box::new(Wire(self.wire.clone())))
    }

    async fn close(&self) -> Result<(), Error> {
        Ok(())
    }
}

impl Inspection for Counting {
    fn tables(&self) -> Prepared {
        Prepared::new(self.dialect, "tables", Vec::new(), Effect::Read)
    }

    fn columns(&self, _: &[String]) -> Prepared {
        Prepared::new(self.dialect, "columns", Vec::new(), Effect::Read)
    }
}

#[derive(Debug)]
struct Wire(Arc<AtomicUsize>);

impl Wire {
    fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[async_trait]
impl Connection for Wire {
    async fn query(&mut self, _: &Prepared) -> Result<Results, Error> {
        self.count();
        Ok(Results { schema: Arc::new(Schema::empty()), batches: stream::empty().boxed() })
    }

    async fn execute(&mut self, _: &Prepared) -> Result<RowsChanged, Error> {
        self.count();
        Ok(RowsChanged::Unknown)
    }

    async fn execute_many(&mut self, _: &Prepared, _: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.count();
        Ok(RowsChanged::Unknown)
    }

    async fn insert(
        &mut self,
        _: &InsertTarget,
        _: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.count();
        Ok(0)
    }

    async fn begin(&mut self, _: TransactionMode) -> Result<(), Error> {
        self.count();
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.count();
        Ok(())
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.count();
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.count();
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), Error> {
        Ok(())
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }
}
