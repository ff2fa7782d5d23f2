//! One table on an engine.

use aludel_dialect::Any;
use aludel_query::{Ddl, Table, create_statements, drop_table};

use super::executor::{Executor, inspector, lane};
use crate::{Error, Execution};

/// Runs statements one after the other.
pub(super) async fn run(on: &impl Executor, statements: Vec<Ddl<Any>>) -> Result<(), Error> {
    for statement in statements {
        Execution::new(lane(on), &statement).await?;
    }
    Ok(())
}

/// A [`Table`] on an engine, a session or a transaction: `table.create(&engine).await?`.
pub trait TableOnEngine {
    /// Makes the table, its indexes and its comments. An engine without transactions over DDL keeps what is made before an
    /// error.
    ///
    /// # Errors
    /// The table is there; what the dialect refuses; the engine's own.
    fn create(&self, on: &impl Executor) -> impl Future<Output = Result<(), Error>> + Send;

    /// Makes the table unless there is one of its name.
    ///
    /// # Errors
    /// As [`create`](Self::create), but for that.
    fn create_if_missing(&self, on: &impl Executor) -> impl Future<Output = Result<(), Error>> + Send;

    /// Drops the table.
    ///
    /// # Errors
    /// It is not there; the engine's own.
    fn drop(&self, on: &impl Executor) -> impl Future<Output = Result<(), Error>> + Send;

    /// Drops the table if there is one of its name.
    ///
    /// # Errors
    /// The engine's own.
    fn drop_if_there(&self, on: &impl Executor) -> impl Future<Output = Result<(), Error>> + Send;
}

impl TableOnEngine for Table {
    async fn create(&self, on: &impl Executor) -> Result<(), Error> {
        run(on, create_statements(self)).await
    }

    async fn create_if_missing(&self, on: &impl Executor) -> Result<(), Error> {
        if inspector(on).has_table(lane(on).schemas().translate(self)).await? { Ok(()) } else { self.create(on).await }
    }

    async fn drop(&self, on: &impl Executor) -> Result<(), Error> {
        run(on, vec![Ddl::from(drop_table(self))]).await
    }

    async fn drop_if_there(&self, on: &impl Executor) -> Result<(), Error> {
        if inspector(on).has_table(lane(on).schemas().translate(self)).await? { self.drop(on).await } else { Ok(()) }
    }
}
