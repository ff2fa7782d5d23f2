//! A connection of one's own.

use std::marker::PhantomData;
use std::sync::Arc;

use aludel_dialect::{Grants, Levels, cap};
use aludel_query::Statement;

use crate::held::{Held, Lane};
use crate::run::ways_to_run;
use crate::{Error, ExecutionOptions, Transaction, TransactionMode};

/// One connection, held for its session's state: SET, temporary tables, attached databases.
///
/// Every statement commits by itself. It goes back to the pool when it is dropped, unless its state was changed: then it
/// is closed, so that nobody finds the changes.
#[derive(Debug)]
pub struct Session<D> {
    lane: Lane,
    held: Arc<Held>,
    dialect: PhantomData<fn() -> D>,
}

impl<D: Levels> Session<D> {
    pub(crate) fn new(mut lane: Lane, held: Arc<Held>) -> Self {
        lane.held = Some(held.clone());
        Self { lane, held, dialect: PhantomData }
    }

    pub(crate) fn lane(&self) -> Lane {
        self.lane.clone()
    }

    ways_to_run!(Statement);

    /// The same connection with other options; what they do not say stays.
    #[must_use]
    pub fn with_options(mut self, options: ExecutionOptions) -> Self {
        self.lane.options = options.or(&self.lane.options);
        self
    }

    /// Asks the engine about its tables on this connection, which may see more than others do: temporary tables.
    pub fn inspect(&self) -> crate::Inspector {
        crate::Inspector::new(self.lane())
    }

    /// Begins a transaction on this connection. Until it ends, the session's own statements run in it too.
    ///
    /// # Errors
    /// A refusal by an engine without transactions; the engine's own errors.
    pub async fn begin(&self) -> Result<Transaction<D>, Error>
    where
        D::Transaction: Grants<D, cap::Transaction>,
    {
        Transaction::begin(self.lane(), self.held.clone(), TransactionMode::ReadWrite).await
    }

    /// Begins a transaction on this connection that may only read, and sees one state of the data.
    ///
    /// # Errors
    /// A refusal by an engine that has no such transactions; the engine's own errors.
    pub async fn begin_read_only(&self) -> Result<Transaction<D>, Error>
    where
        D::Transaction: Grants<D, cap::Transaction>,
        D::ReadOnlyTransaction: Grants<D, cap::ReadOnlyTransaction>,
    {
        Transaction::begin(self.lane(), self.held.clone(), TransactionMode::ReadOnly).await
    }

    /// Runs a closure in a transaction on this connection: committed if it returns `Ok`, rolled back if it returns `Err`.
    ///
    /// # Errors
    /// As [`Engine::transaction`](crate::Engine::transaction).
    pub async fn transaction<T, E: From<Error>>(
        &self,
        run: impl AsyncFnOnce(&Transaction<D>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        D::Transaction: Grants<D, cap::Transaction>,
    {
        self.begin().await?.run(run).await
    }

    /// Whether the connection still works, asked of the engine.
    ///
    /// # Errors
    /// What the engine answers, or [`Error::NoAnswer`] if it does not within the session's timeout for statements, at least
    /// 5 s, or else within the pool's, at least 30 s.
    pub async fn ping(&self) -> Result<(), Error> {
        let mut guard = self.held.lock().await?;
        let pooled = guard.pooled()?;
        let within = pooled.patience(self.lane.options.timeout);
        pooled.answer("a ping", Some(within), |connection| connection.ping()).await
    }

    /// Closes the connection when it is dropped, instead of giving it back to the pool.
    ///
    /// # Errors
    /// The connection is closed already.
    pub async fn detach(&self) -> Result<(), Error> {
        self.held.lock().await?.pooled()?.taint();
        Ok(())
    }
}
