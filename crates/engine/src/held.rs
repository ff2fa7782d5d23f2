//! Where a statement runs: on any connection of the pool, or on one that is held.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use aludel_dialect::{Capabilities, Construct};
use aludel_query::{Effect, Prepared, SchemaTranslateMap, Spelling, Table};
use futures_util::future::{Either, select};
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

use crate::pool::{Lease, Pool, Pooled};
use crate::port::{Database, Driver};
use crate::{ConnectOptions, Error, ExecutionOptions, SessionEffect};

/// What an engine and everything that comes from it share.
pub(crate) struct Core {
    pub(crate) database: Arc<dyn Database>,
    pub(crate) pool: Pool,
    pub(crate) opened: Opened,
}

/// How the database was opened.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) driver: Arc<dyn Driver>,
    pub(crate) options: ConnectOptions,
    /// What runs on each new connection.
    pub(crate) hooks: Vec<Prepared>,
}

/// What the engine says of itself: what a backend's own types print may hold what was said to a session.
impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.database.describe())
    }
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
    /// The caller keeps a result that is not read to its end; nothing else can run until then.
    reading: watch::Sender<bool>,
    /// The number of the open transaction, which its statements ask for; 0 for none.
    open: AtomicU64,
    last: AtomicU64,
    /// How many statements have run in the open transaction, for engines that can't undo them.
    pub(crate) statements: AtomicU64,
}

impl Held {
    pub(crate) fn new(lease: Lease) -> Self {
        Self {
            lease: Arc::new(Mutex::new(lease)),
            abandoned: AtomicBool::new(false),
            reading: watch::Sender::new(false),
            open: AtomicU64::new(0),
            last: AtomicU64::new(0),
            statements: AtomicU64::new(0),
        }
    }

    pub(crate) fn abandon(&self) {
        self.close_transaction();
        self.abandoned.store(true, Ordering::Release);
    }

    pub(crate) fn take_up(&self) {
        self.abandoned.store(false, Ordering::Release);
    }

    /// A transaction is open from now on; gives its number.
    pub(crate) fn open_transaction(&self) -> u64 {
        let number = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        self.statements.store(0, Ordering::Relaxed);
        self.open.store(number, Ordering::Release);
        number
    }

    pub(crate) fn is_in_transaction(&self) -> bool {
        self.open.load(Ordering::Acquire) != 0
    }

    /// The transaction is over; statements that were made for it do not run any more.
    pub(crate) fn close_transaction(&self) {
        self.open.store(0, Ordering::Release);
    }

    /// Waits for those who are before, unless that could be for ever: a result that the caller keeps may be kept by
    /// the very task that asks.
    pub(crate) async fn lock(&self) -> Result<Guard, Error> {
        let mut reading = self.reading.subscribe();
        let kept = async { reading.wait_for(|reading| *reading).await.is_ok() };
        match select(pin!(self.lease.clone().lock_owned()), pin!(kept)).await {
            Either::Left((lease, _)) => self.clean(lease).await,
            Either::Right(_) => Err(Error::Usage(
                "a result of this connection is still being read: read it to its end, or drop it".to_owned(),
            )),
        }
    }

    /// Waits for those who are before, and for a result that is kept.
    pub(crate) async fn lock_at_last(&self) -> Result<Guard, Error> {
        self.clean(self.lease.clone().lock_owned().await).await
    }

    async fn clean(&self, mut lease: OwnedMutexGuard<Lease>) -> Result<Guard, Error> {
        let pooled = lease.pooled()?;
        pooled.settle_soon().await?;
        if self.abandoned.load(Ordering::Acquire) {
            pooled.clean().await?;
            self.take_up();
        }
        Ok(Guard::Held(lease))
    }
}

/// The caller keeps a result of a connection that is held, as long as this lives.
#[derive(Debug)]
pub(crate) struct Reading(Arc<Held>);

impl Reading {
    pub(crate) fn new(held: &Arc<Held>) -> Self {
        held.reading.send_replace(true);
        Self(held.clone())
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.reading.send_replace(false);
    }
}

/// What a statement does to the session that runs it, if `database` can be sent it at all.
pub(crate) fn checked(database: &dyn Database, prepared: &Prepared) -> Result<SessionEffect, Error> {
    let engine = database.capabilities().dialect();
    if prepared.dialect != engine {
        return Err(Error::WrongDialect { rendered_for: prepared.dialect, engine });
    }
    prepared.check_values(&prepared.parameters)?;
    if !prepared.settings.is_empty() {
        database.capabilities().require(Construct::StatementSettings)?;
    }
    match prepared.effect {
        Effect::Unknown | Effect::Ddl => match database.session_effect(&prepared.sql) {
            SessionEffect::ChangesMeaning => Err(Error::Usage(
                "this setting changes what other statements mean, which mean the same everywhere: say it where it is \
                 wanted, with `nulls_first()`, `desc()`, `collate(..)` or in a text"
                    .to_owned(),
            )),
            effect => Ok(effect),
        },
        Effect::Read | Effect::Write => Ok(SessionEffect::None),
    }
}

/// The road that statements take.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    pub(crate) core: Arc<Core>,
    pub(crate) held: Option<Arc<Held>>,
    pub(crate) options: ExecutionOptions,
    /// The number of the transaction that the statement is for.
    pub(crate) transaction: Option<u64>,
}

impl Lane {
    pub(crate) async fn guard(&self) -> Result<Guard, Error> {
        match &self.held {
            None => Ok(Guard::Own(self.core.pool.lease().await?)),
            Some(held) => {
                let guard = held.lock().await?;
                if self.transaction.is_some_and(|number| number != held.open.load(Ordering::Acquire)) {
                    return Err(Error::Usage("the transaction of this statement is over".to_owned()));
                }
                Ok(guard)
            }
        }
    }

    /// Whether the statement may run here at all; what it does to the session that runs it.
    pub(crate) fn admit(&self, prepared: &Prepared) -> Result<SessionEffect, Error> {
        let session = checked(&*self.core.database, prepared)?;
        let refused = match session {
            SessionEffect::Transaction if self.in_transaction() => Some(
                "a transaction ends with commit() or rollback(), not by a text, and holds no other and no savepoint",
            ),
            SessionEffect::Transaction if self.held.is_none() => Some(
                "a text that begins or ends a transaction does nothing here, where each statement may run on another \
                 connection: use `engine.begin()` or `engine.transaction(..)`, or run it on `engine.connection()`",
            ),
            SessionEffect::ForSession if self.held.is_none() => Some(
                "this changes the session that runs it and nothing else, and would be lost, for each statement may run on \
                 another connection: run it on `engine.connection()`, or on each new connection with `on_connect`",
            ),
            _ => None,
        };
        if let Some(refused) = refused {
            return Err(Error::Usage(refused.to_owned()));
        }
        if self.in_transaction() {
            for construct in &prepared.transactional {
                self.core.capabilities().require(*construct)?;
            }
        }
        Ok(session)
    }

    /// Whether the statement runs in a transaction: its own, or one that is open on its session.
    pub(crate) fn in_transaction(&self) -> bool {
        self.transaction.is_some() || self.held.as_ref().is_some_and(|held| held.is_in_transaction())
    }

    /// Notes that a statement of a transaction begins which may take effect, whether it ends well or not.
    pub(crate) fn count(&self, effect: Effect) {
        if let (true, Some(held)) = (effect != Effect::Read && self.in_transaction(), &self.held) {
            held.statements.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Where the table of a record is.
    pub(crate) fn path_of(&self, said: &[&str]) -> Vec<String> {
        match said {
            [name] => self.schemas().translate(&Table::new(*name)).path(),
            [schema, name] => self.schemas().translate(&Table::new(*name).in_schema(*schema)).path(),
            _ => said.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// Which schema stands for which.
    pub(crate) fn schemas(&self) -> &SchemaTranslateMap {
        self.options.schemas()
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
