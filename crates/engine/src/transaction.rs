//! Transactions.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use aludel_dialect::{Construct, Grants, Levels, Support, cap};
use aludel_query::TransactionalStatement;

use crate::held::{Held, Lane};
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
    pub(crate) async fn begin(mut lane: Lane, held: Arc<Held>, mode: TransactionMode) -> Result<Self, Error> {
        lane.require(Construct::Transaction)?;
        if mode == TransactionMode::ReadOnly {
            lane.require(Construct::ReadOnlyTransaction)?;
        }
        let mut guard = held.lock().await?;
        let pooled = guard.pooled()?;
        pooled.begin();
        // Said before it is true, so that dropping this future half-way rolls back all the same.
        pooled.set_in_transaction(true);
        held.abandon();
        let begun = pooled.connection.begin(mode).await;
        held.take_up();
        pooled.end();
        if let Err(error) = begun {
            pooled.set_in_transaction(false);
            return Err(error);
        }
        drop(guard);
        held.statements.store(0, Ordering::Relaxed);
        lane.held = Some(held.clone());
        lane.transaction = true;
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
    /// transaction. The transaction is over in any case.
    pub async fn commit(mut self) -> Result<(), Error> {
        let mut guard = self.held.lock().await?;
        let pooled = guard.pooled()?;
        pooled.begin();
        let done = pooled.connection.commit().await;
        pooled.end();
        if done.is_ok() || matches!(done, Err(Error::RolledBack)) {
            pooled.set_in_transaction(false);
            self.open = false;
        }
        done
    }

    /// Whether the engine undoes the statements of a transaction.
    fn rolls_back(&self) -> bool {
        self.lane.core.capabilities().get(Construct::Transaction) != Support::NoOp
    }

    /// Ends the transaction after its closure has failed.
    pub(crate) async fn fail<E: From<Error>>(mut self, error: E) -> E {
        self.open = false;
        if !self.rolls_back() {
            let statements = self.held.statements.load(Ordering::Relaxed);
            let dialect = self.lane.core.capabilities().dialect();
            return if statements == 0 { error } else { Error::NotRolledBack { statements, dialect }.into() };
        }
        self.held.abandon();
        // Whoever locks it rolls it back; a failure of that closes the connection, which rolls back too.
        match self.held.lock().await {
            Ok(_) => error,
            Err(lost) => {
                tracing::warn!(error = %lost, "the rollback failed, and its connection is closed");
                error
            }
        }
    }
}

impl<D: Levels> Transaction<D>
where
    D::Rollback: Grants<D, cap::Rollback>,
{
    /// Rolls back: as if none of the transaction's statements had run.
    ///
    /// # Errors
    /// A refusal by an engine that does not roll back.
    pub async fn rollback(mut self) -> Result<(), Error> {
        self.lane.require(Construct::Rollback)?;
        let mut guard = self.held.lock().await?;
        let pooled = guard.pooled()?;
        pooled.begin();
        let done = pooled.connection.rollback().await;
        pooled.end();
        if done.is_ok() {
            pooled.set_in_transaction(false);
            self.open = false;
        }
        done
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
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = held.lock().await {
                    tracing::warn!(%error, "the rollback of a dropped transaction failed; its connection is closed");
                }
            });
        }
    }
}
