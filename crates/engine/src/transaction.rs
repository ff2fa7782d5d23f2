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
        if held.is_in_transaction() {
            return Err(Error::Usage("a transaction is open already on this connection".to_owned()));
        }
        let rolls_back = rolls_back(&lane);
        if rolls_back {
            // Said before it is true, so that dropping this future half-way rolls back all the same.
            pooled.set_in_transaction(true);
            held.abandon();
        }
        let within = pooled.patience(lane.options.timeout);
        let begun = pooled.answer("BEGIN", Some(within), |connection| connection.begin(mode)).await;
        if rolls_back {
            held.take_up();
            pooled.set_in_transaction(begun.is_ok());
        }
        begun?;
        lane.transaction = Some(held.open_transaction());
        drop(guard);
        lane.held = Some(held.clone());
        Ok(Self { lane, held, open: true, dialect: PhantomData })
    }

    pub(crate) fn lane(&self) -> Lane {
        self.lane.clone()
    }

    /// Asks the engine about its tables on this connection, which may see more than others do: temporary tables, and what
    /// the transaction has made.
    pub fn inspect(&self) -> crate::Inspector {
        crate::Inspector::new(self.lane())
    }

    ways_to_run!(TransactionalStatement);

    /// Commits. It may take as long as a statement, at least 5 s: for ever, unless there is a timeout for statements.
    ///
    /// # Errors
    /// [`Error::RolledBack`] if a statement had failed, so that the engine could only roll back; a conflict with another
    /// transaction; a result of it that is still being read; [`Error::CommitUnknown`] if there is no answer. The transaction
    /// is over in any case.
    pub async fn commit(mut self) -> Result<(), Error> {
        let mut guard = self.held.lock().await?;
        let pooled = guard.pooled()?;
        let within = self.lane.options.timeout.map(|timeout| pooled.patience(Some(timeout)));
        let done = pooled.answer("COMMIT", within, |connection| connection.commit()).await;
        match &done {
            Ok(()) | Err(Error::RolledBack) => pooled.set_in_transaction(false),
            Err(_) if !rolls_back(&self.lane) || pooled.is_broken() => pooled.set_in_transaction(false),
            // Most engines have rolled back already; what they answer to being asked for it again is of no interest.
            Err(_) => drop(pooled.rollback(pooled.patience(None)).await),
        }
        self.over();
        done.map_err(|error| match error {
            // Nothing was sent, or nothing was left to commit.
            closed @ Error::Closed(_) => closed,
            lost if lost.is_disconnect() && rolls_back(&self.lane) => Error::CommitUnknown { error: Box::new(lost) },
            other => other,
        })
    }

    fn over(&mut self) {
        self.held.close_transaction();
        self.open = false;
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
        if !rolls_back(&self.lane) {
            self.over();
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
    /// A refusal by an engine that does not roll back; [`Error::NoAnswer`] if it does not answer within the timeout for
    /// statements, at least 5 s, or else within the pool's, at least 30 s: the connection is closed then, which undoes the
    /// transaction too.
    #[allow(clippy::manual_async_fn, reason = "the compiler repeats the refusal of an `async fn` three times")]
    pub fn rollback(mut self) -> impl Future<Output = Result<(), Error>> + Send
    where
        D::Rollback: Grants<D, cap::Rollback>,
    {
        async move {
            self.lane.require(Construct::Rollback)?;
            let mut guard = self.held.lock().await?;
            let pooled = guard.pooled()?;
            let done = pooled.rollback(pooled.patience(self.lane.options.timeout)).await;
            self.over();
            done
        }
    }
}

/// Whether the engine undoes the statements of a transaction.
fn rolls_back(lane: &Lane) -> bool {
    lane.core.capabilities().get(Construct::Transaction) != Support::NoOp
}

impl<D> Drop for Transaction<D> {
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        if !rolls_back(&self.lane) {
            return self.held.close_transaction();
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
