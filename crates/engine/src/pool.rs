//! The pool of connections, and the lease of one.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aludel_query::Prepared;
use deadpool::managed::{self, Metrics, Object, PoolError, QueueMode, RecycleError, RecycleResult, TimeoutType};
use futures_core::future::BoxFuture;
use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::runtime::Handle;

use crate::port::{Connection, Database};
use crate::{Error, ErrorClass, PoolOptions, PoolOrder, PrePing, Reuse, ServerError, SessionEffect};

/// What makes connections and looks after those that come back.
pub(crate) struct Manager {
    database: Arc<dyn Database>,
    hooks: Vec<Prepared>,
    options: PoolOptions,
    /// Counts how often the pool was asked for new connections; older ones have no next user.
    generation: Arc<AtomicU64>,
}

/// A connection, and what is known of its state.
pub(crate) struct Pooled {
    pub(crate) connection: Box<dyn Connection>,
    /// Work was begun and its end was not seen.
    unsettled: bool,
    in_transaction: bool,
    /// There is no next user: session state was changed that it must not find, or the pool keeps nothing.
    tainted: bool,
    /// It is lost, or in a state that nobody knows: nothing runs on it any more.
    broken: bool,
    /// How long the engine may take to answer what is no statement.
    patience: Duration,
    /// When it was made, and what the pool is at.
    generation: (u64, Arc<AtomicU64>),
}

impl managed::Manager for Manager {
    type Type = Pooled;
    type Error = Error;

    async fn create(&self) -> Result<Pooled, Error> {
        let generation = (self.generation.load(Ordering::Acquire), self.generation.clone());
        let mut connection = self.database.connect().await?;
        for hook in &self.hooks {
            let executed = connection.execute(hook).await;
            executed.map_err(|error| Error::on_connect(&*self.database, hook, error))?;
        }
        let patience = patience(&self.options);
        let tainted = self.options.reuse == Reuse::Never;
        Ok(Pooled { connection, unsettled: false, in_transaction: false, tainted, broken: false, patience, generation })
    }

    async fn recycle(&self, pooled: &mut Pooled, metrics: &Metrics) -> RecycleResult<Error> {
        if self.options.recycle.is_some_and(|age| metrics.created.elapsed() >= age) {
            return Err(RecycleError::message("older than the pool's limit"));
        }
        if pooled.is_outdated() {
            return Err(RecycleError::message("new connections were asked for"));
        }
        // Given back by a runtime that ended before it could be cleaned.
        pooled.clean().await?;
        if self.options.pre_ping == PrePing::OnCheckout {
            pooled.connection.ping().await?;
        }
        Ok(())
    }
}

#[derive(Clone)]
pub(crate) struct Pool {
    inner: managed::Pool<Manager>,
    options: PoolOptions,
    generation: Arc<AtomicU64>,
}

impl Pool {
    pub(crate) fn new(database: Arc<dyn Database>, options: PoolOptions, hooks: Vec<Prepared>) -> Result<Self, Error> {
        if !(1..=PoolOptions::LARGEST).contains(&options.size) {
            let (size, largest) = (options.size, PoolOptions::LARGEST);
            return Err(Error::Usage(format!("a pool has from 1 to {largest} connections, not {size}")));
        }
        let generation = Arc::<AtomicU64>::default();
        let manager = Manager { database, hooks, options: options.clone(), generation: generation.clone() };
        let inner = managed::Pool::builder(manager)
            .max_size(options.size)
            .timeouts(managed::Timeouts {
                wait: Some(options.timeout),
                create: Some(patience(&options)),
                recycle: Some(patience(&options)),
            })
            .queue_mode(match options.order {
                PoolOrder::Lifo => QueueMode::Lifo,
                PoolOrder::Fifo => QueueMode::Fifo,
            })
            .runtime(deadpool::Runtime::Tokio1)
            .build()
            .map_err(|problem| Error::Usage(format!("the pool can't be made: {problem}")))?;
        Ok(Self { inner, options, generation })
    }

    pub(crate) async fn lease(&self) -> Result<Lease, Error> {
        match self.inner.get().await {
            Ok(object) => Ok(Lease { object: Some(object) }),
            Err(PoolError::Backend(error)) => Err(error),
            Err(PoolError::Timeout(TimeoutType::Wait)) => {
                Err(Error::PoolTimeout { waited: self.options.timeout, size: self.options.size })
            }
            Err(PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle)) => Err(ServerError::new(
                ErrorClass::Unavailable,
                format!(
                    "the engine did not answer within {:?} when a connection was asked for",
                    patience(&self.options)
                ),
            )
            .into()),
            Err(PoolError::Closed) => Err(Error::Closed("engine")),
            Err(other) => Err(Error::Usage(format!("no connection: {other}"))),
        }
    }

    /// Closes the connections that are free, and waits for that, but not for ever; those that are out are closed when they
    /// come back.
    pub(crate) async fn close(&self) -> Result<(), Error> {
        let free = self.inner.retain(|_, _| false).removed;
        self.inner.close();
        Self::end(free).await
    }

    /// Closes the connections that are free, and waits for that, but not for ever; those that are out are closed when they
    /// come back. Whoever comes next gets a new one.
    pub(crate) async fn recycle(&self) -> Result<(), Error> {
        self.generation.fetch_add(1, Ordering::AcqRel);
        Self::end(self.inner.retain(|_, _| false).removed).await
    }

    async fn end(free: Vec<Pooled>) -> Result<(), Error> {
        let closing = free.into_iter().map(|pooled| async move {
            let late = |_| Err(Error::NoAnswer { asked: "the end of a connection", waited: GRACE });
            tokio::time::timeout(GRACE, pooled.connection.close()).await.unwrap_or_else(late)
        });
        join_all(closing).await.into_iter().collect()
    }

    pub(crate) fn status(&self) -> PoolStatus {
        let status = self.inner.status();
        PoolStatus { limit: status.max_size, open: status.size, idle: status.available }
    }
}

/// How many connections a pool has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PoolStatus {
    /// How many it may open.
    pub limit: usize,
    /// How many are open.
    pub open: usize,
    /// How many of these are free.
    pub idle: usize,
}

/// A connection on loan from the pool.
///
/// Dropping it gives it back: at once if nothing is left to do; after its worker has acknowledged, and an open
/// transaction is rolled back, if something is; never, if its session was changed or it is broken.
pub(crate) struct Lease {
    object: Option<Object<Manager>>,
}

impl Lease {
    pub(crate) fn pooled(&mut self) -> Result<&mut Pooled, Error> {
        self.object.as_deref_mut().filter(|pooled| !pooled.broken).ok_or(Error::Closed("connection"))
    }
}

impl fmt::Debug for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lease")
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(mut object) = self.object.take() else { return };
        if object.tainted || object.broken || object.is_outdated() {
            drop(Object::take(object));
        } else if object.unsettled || object.in_transaction {
            match Handle::try_current() {
                Ok(runtime) => at_once(&runtime, async move {
                    if !matches!(tokio::time::timeout(GRACE, object.clean()).await, Ok(Ok(()))) {
                        drop(Object::take(object));
                    }
                }),
                Err(_) => drop(Object::take(object)),
            }
        }
    }
}

/// How long an engine may take to make a connection, or to answer for one, unless the pool's own timeout is longer.
const CONNECT: Duration = Duration::from_secs(30);

fn patience(options: &PoolOptions) -> Duration {
    options.timeout.max(CONNECT)
}

/// How long abandoned work may take to stop. What can't be stopped, such as a read from a file system that hangs, costs
/// its connection, not the pool's place for it.
const GRACE: Duration = Duration::from_secs(5);

/// Begins with `work` before it returns, so that what it sends is sent before whatever the caller does next, and leaves
/// the rest to a task.
pub(crate) fn at_once(runtime: &Handle, work: impl Future<Output = ()> + Send + 'static) {
    let mut work = Box::pin(work);
    if work.as_mut().now_or_never().is_none() {
        runtime.spawn(work);
    }
}

impl Pooled {
    /// Waits until abandoned work has stopped, and undoes an abandoned transaction.
    pub(crate) async fn clean(&mut self) -> Result<(), Error> {
        self.settle().await?;
        if !self.in_transaction {
            return Ok(());
        }
        match self.rollback(self.patience).await {
            Err(error) if self.broken => Err(error),
            // There was none to undo: what had begun it was cancelled before the engine saw it, or a text has ended it.
            _ => Ok(()),
        }
    }

    /// Rolls back. Afterwards no transaction is open, or the connection is broken; only if this is dropped half-way is
    /// it to be done again.
    pub(crate) async fn rollback(&mut self, within: Duration) -> Result<(), Error> {
        let done = self.answer("ROLLBACK", Some(within), |connection| connection.rollback()).await;
        self.in_transaction = false;
        // Invalid: the answer of an engine that has no transaction open.
        self.broken |= done.as_ref().is_err_and(|error| error.class() != Some(ErrorClass::Invalid));
        done
    }

    pub(crate) async fn settle(&mut self) -> Result<(), Error> {
        if self.unsettled {
            let settled = self.connection.settle().await;
            self.end(settled.as_ref().err());
            self.broken |= settled.is_err();
            settled?;
        }
        Ok(())
    }

    /// Waits until abandoned work, or work that took too long, has stopped, but not for ever: after that the connection is
    /// given up.
    pub(crate) async fn settle_soon(&mut self) -> Result<(), Error> {
        tokio::time::timeout(GRACE, self.settle()).await.unwrap_or_else(|_| {
            self.broken = true;
            Err(Error::Closed("connection"))
        })
    }

    /// Work begins that does this to the session; until [`end`](Self::end) the connection counts as unsettled.
    pub(crate) fn begin_work(&mut self, session: SessionEffect) {
        self.unsettled = true;
        self.tainted |= session != SessionEffect::None;
    }

    pub(crate) fn taint(&mut self) {
        self.tainted = true;
    }

    /// Asks the engine for something that is no statement, and gives the connection up if it does not answer `within` that
    /// time.
    pub(crate) async fn answer(
        &mut self,
        asked: &'static str,
        within: Option<Duration>,
        ask: impl for<'c> FnOnce(&'c mut dyn Connection) -> BoxFuture<'c, Result<(), Error>>,
    ) -> Result<(), Error> {
        self.unsettled = true;
        let answer = ask(&mut *self.connection);
        let answer = match within {
            None => answer.await,
            Some(waited) => {
                let late = |_| Err(Error::NoAnswer { asked, waited });
                tokio::time::timeout(waited, answer).await.unwrap_or_else(late)
            }
        };
        self.end(answer.as_ref().err());
        answer
    }

    /// How long the engine may take to answer what is no statement, where statements have this timeout: never as little as
    /// a statement may have, for the connection is lost with it.
    pub(crate) fn patience(&self, timeout: Option<Duration>) -> Duration {
        timeout.map_or(self.patience, |timeout| timeout.max(GRACE))
    }

    /// Whether new connections were asked for since it was made.
    fn is_outdated(&self) -> bool {
        let (made, pool) = &self.generation;
        *made != pool.load(Ordering::Acquire)
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Work has ended like this; a connection that was lost with it runs nothing more.
    pub(crate) fn end(&mut self, error: Option<&Error>) {
        self.unsettled = false;
        self.broken |= error.is_some_and(Error::is_disconnect);
    }

    pub(crate) fn set_in_transaction(&mut self, now: bool) {
        self.in_transaction = now;
    }
}
