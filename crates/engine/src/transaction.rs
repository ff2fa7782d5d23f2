//! Transactions.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use aludel_dialect::{Construct, Grants, Levels, Support, cap};
use aludel_query::TransactionalStatement;
use tokio::runtime::Handle;

use crate::held::{Held, Lane};
use crate::pool::at_once;
use crate::run::ways_to_run;
use crate::{Error, TransactionMode};

/// An open transaction. Its statements are undone by [`rollback`](Transaction::rollback), and by dropping it without a
/// [`commit`](Transaction::commit), which rolls back at once, in the background.
///
/// Only statements that the dialect's transactions cover run in it.
#[derive(Debug)]
#[must_use = "dropping a transaction rolls it back"]
pub struct Transaction<D> {
    lane: Lane,
    held: Arc<Held>,
    open: bool,
    dialect: PhantomData<fn() -> D>,
}

impl<D: Levels> Transaction<D> {
    /// Whether the engine has such transactions; asked before a connection is leased, so that a refusal costs none.
    pub(crate) fn admit(lane: &Lane, mode: TransactionMode) -> Result<(), Error> {
        lane.require(Construct::Transaction)?;
        match mode {
            TransactionMode::ReadWrite => Ok(()),
            TransactionMode::ReadOnly => lane.require(Construct::ReadOnlyTransaction),
        }
    }

    pub(crate) async fn begin(mut lane: Lane, held: Arc<Held>, mode: TransactionMode) -> Result<Self, Error> {
        Self::admit(&lane, mode)?;
        let mut guard = held.lock().await?;
        let pooled = guard.pooled()?;
        if pooled.in_transaction() {
            return Err(Error::Usage("a transaction is open already on this connection".to_owned()));
        }
        pooled.begin();
        // Said before it is true, so that dropping this future half-way rolls back all the same.
        pooled.set_in_transaction(true);
        held.abandon();
        let begun = pooled.connection.begin(mode).await;
        held.take_up();
        pooled.end(begun.as_ref().err());
        if let Err(error) = begun {
            pooled.set_in_transaction(false);
            return Err(error);
        }
        lane.transaction = Some(held.open_transaction());
        drop(guard);
        lane.held = Some(held.clone());
        Ok(Self { lane, held, open: true, dialect: PhantomData })
    }

    fn lane(&self) -> Lane {
        self.lane.clone()
    }

    ways_to_run!(TransactionalStatement);

    /// Commits.
    ///
    /// # Errors
    /// [`Error::RolledBack`] if a statement had failed, so that the engine could only roll back; a conflict with another
    /// transaction; a result of it that is still being read. The transaction is over in any case.
    pub async fn commit(mut self) -> Result<(), Error> {
        let mut guard = self.held.lock().await?;
        let pooled = guard.pooled()?;
        pooled.begin();
        let done = pooled.connection.commit().await;
        pooled.end(done.as_ref().err());
        match &done {
            Ok(()) | Err(Error::RolledBack) => pooled.set_in_transaction(false),
            // Most engines have rolled back already; what they answer to being asked for it again is of no interest.
            Err(_) => drop(pooled.rollback().await),
        }
        self.over();
        done
    }

    fn over(&mut self) {
        self.held.close_transaction();
        self.open = false;
    }

    /// Whether the engine undoes the statements of a transaction.
    fn rolls_back(&self) -> bool {
        self.lane.core.capabilities().get(Construct::Transaction) != Support::NoOp
    }

    /// Runs a closure in the transaction and ends it: committed if it returns `Ok`, rolled back if it returns `Err`.
    pub(crate) async fn run<T, E: From<Error>>(
        self,
        run: impl AsyncFnOnce(&Transaction<D>) -> Result<T, E>,
    ) -> Result<T, E> {
        match run(&self).await {
            Ok(value) => {
                self.commit().await?;
                Ok(value)
            }
            Err(error) => Err(self.fail(error).await),
        }
    }

    /// Ends the transaction after its closure has failed.
    pub(crate) async fn fail<E: From<Error>>(mut self, error: E) -> E {
        if !self.rolls_back() {
            if let Ok(mut guard) = self.held.lock().await
                && let Ok(pooled) = guard.pooled()
            {
                pooled.set_in_transaction(false);
                self.over();
            }
            let statements = self.held.statements.load(Ordering::Relaxed);
            let dialect = self.lane.core.capabilities().dialect();
            return if statements == 0 { error } else { Error::NotRolledBack { statements, dialect }.into() };
        }
        self.held.abandon();
        // Whoever locks it rolls it back; if that fails, dropping `self` sees to it.
        if self.held.lock().await.is_ok() {
            self.open = false;
        }
        error
    }

    /// Rolls back: as if none of the transaction's statements had run.
    ///
    /// On an engine whose transactions do nothing ([`Support::NoOp`], as ClickHouse's) it promises nothing: for an engine of
    /// a known dialect it does not compile, and one chosen by URL answers [`Error::Refused`] and sends nothing. The
    /// transaction is over then, and what its statements have done stays.
    ///
    /// # Errors
    /// A refusal by an engine that does not roll back.
    #[allow(clippy::manual_async_fn, reason = "the compiler repeats the refusal of an `async fn` three times")]
    pub fn rollback(mut self) -> impl Future<Output = Result<(), Error>> + Send
    where
        D::Rollback: Grants<D, cap::Rollback>,
    {
        async move {
            self.lane.require(Construct::Rollback)?;
            let mut guard = self.held.lock().await?;
            let done = guard.pooled()?.rollback().await;
            self.over();
            done
        }
    }
}

impl<D> Drop for Transaction<D> {
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        self.held.abandon();
        let held = self.held.clone();
        // Without a runtime the lease's own drop closes the connection.
        if let Ok(runtime) = Handle::try_current() {
            at_once(&runtime, async move {
                if let Err(error) = held.lock_at_last().await {
                    tracing::warn!(%error, "the rollback of a transaction failed; its connection is closed");
                }
            });
        }
    }
}
