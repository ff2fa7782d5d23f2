//! Where a statement runs: on any connection of the pool, or on one that is held.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use aludel_dialect::{Capabilities, Construct};
use aludel_query::{Prepared, Spelling};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::pool::{Lease, Pool, Pooled};
use crate::port::Database;
use crate::{Error, ExecutionOptions};

/// What an engine and everything that comes from it share.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) database: Arc<dyn Database>,
    pub(crate) pool: Pool,
}

impl Core {
    pub(crate) fn capabilities(&self) -> &Capabilities {
        self.database.capabilities()
    }

    pub(crate) fn spelling(&self) -> &dyn Spelling {
        self.database.spelling()
    }
}

/// A connection that is held: by a session, a transaction, or a transaction on a session.
#[derive(Debug)]
pub(crate) struct Held {
    lease: Arc<Mutex<Lease>>,
    /// A transaction was dropped; whoever comes next rolls it back first.
    abandoned: AtomicBool,
    /// How many statements have run in the open transaction, for engines that can't undo them.
    pub(crate) statements: AtomicU64,
}

impl Held {
    pub(crate) fn new(lease: Lease) -> Self {
        Self { lease: Arc::new(Mutex::new(lease)), abandoned: AtomicBool::new(false), statements: AtomicU64::new(0) }
    }

    pub(crate) fn abandon(&self) {
        self.abandoned.store(true, Ordering::Release);
    }

    pub(crate) fn take_up(&self) {
        self.abandoned.store(false, Ordering::Release);
    }

    pub(crate) async fn lock(&self) -> Result<Guard, Error> {
        let mut lease = self.lease.clone().lock_owned().await;
        if self.abandoned.swap(false, Ordering::AcqRel) {
            lease.pooled()?.clean().await?;
        } else {
            lease.pooled()?.settle().await?;
        }
        Ok(Guard::Held(lease))
    }
}

/// The road that statements take.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    pub(crate) core: Arc<Core>,
    pub(crate) held: Option<Arc<Held>>,
    pub(crate) options: ExecutionOptions,
    pub(crate) transaction: bool,
}

impl Lane {
    pub(crate) async fn guard(&self) -> Result<Guard, Error> {
        match &self.held {
            None => Ok(Guard::Own(self.core.pool.lease().await?)),
            Some(held) => held.lock().await,
        }
    }

    /// Whether the statement may run here at all.
    pub(crate) fn admit(&self, prepared: &Prepared) -> Result<(), Error> {
        let engine = self.core.capabilities().dialect();
        if prepared.dialect != engine {
            return Err(Error::WrongDialect { rendered_for: prepared.dialect, engine });
        }
        if self.transaction
            && let Some(construct) = prepared.transactional {
                self.core.capabilities().require(construct)?;
            }
        Ok(())
    }

    /// Notes that a statement in a transaction has run.
    pub(crate) fn count(&self) {
        if let (true, Some(held)) = (self.transaction, &self.held) {
            held.statements.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn require(&self, construct: Construct) -> Result<(), Error> {
        self.core.capabilities().require(construct)?;
        Ok(())
    }
}

/// A connection while it works.
#[derive(Debug)]
pub(crate) enum Guard {
    Own(Lease),
    Held(OwnedMutexGuard<Lease>),
}

impl Guard {
    pub(crate) fn pooled(&mut self) -> Result<&mut Pooled, Error> {
        match self {
            Guard::Own(lease) => lease.pooled(),
            Guard::Held(lease) => lease.pooled(),
        }
    }
}
