//! The handle that programs hold.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use aludel_dialect::{Any, Capabilities, Dialect, DialectSet, Grants, Levels, cap};
use aludel_query::{Prepared, Statement, Table};

use crate::held::{Core, Held, Lane, Opened};
use crate::pool::{Pool, PoolStatus};
use crate::port::Database;
use crate::run::{PreparedStatement, settled, ways_to_run};
use crate::{ConnectOptions, Error, ExecutionOptions, Inspector, PoolOptions, Session, Transaction, TransactionMode};

/// An opened engine and its pool of connections. Cheap to clone; every clone shares the pool.
///
/// `D` is its dialect: [`Any`] for an engine chosen by URL, whose refusals come when a statement is rendered; a declared
/// dialect or a set of them for one whose refusals come from the compiler. Every statement outside
/// [`begin`](Self::begin) commits by itself.
pub struct Engine<D = Any> {
    core: Arc<Core>,
    options: ExecutionOptions,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for Engine<D> {
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), options: self.options.clone(), dialect: PhantomData }
    }
}

/// What was opened; no secrets.
impl<D> std::fmt::Debug for Engine<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Engine({})", self.core.database.describe())
    }
}

impl Engine<Any> {
    pub(crate) fn open(
        database: Arc<dyn Database>,
        pool: PoolOptions,
        opened: Opened,
        options: ExecutionOptions,
    ) -> Result<Self, Error> {
        let pool = Pool::new(database.clone(), pool, opened.hooks.clone())?;
        Ok(Self { core: Arc::new(Core { database, pool, opened }), options, dialect: PhantomData })
    }

    /// The engine as one of dialect `D`, so that the compiler refuses what `D` lacks.
    ///
    /// # Errors
    /// The engine speaks another dialect.
    pub fn typed<D: Dialect>(&self) -> Result<Engine<D>, Error> {
        self.as_one_of(&[D::NAME])
    }
}

impl<D> Engine<D> {
    fn retag<E>(&self) -> Engine<E> {
        Engine { core: self.core.clone(), options: self.options.clone(), dialect: PhantomData }
    }

    fn as_one_of<E>(&self, names: &[&'static str]) -> Result<Engine<E>, Error> {
        let engine = self.core.capabilities().dialect();
        if names.contains(&engine) {
            return Ok(self.retag());
        }
        Err(Error::Usage(format!("this engine speaks {engine}, not {}", names.join(" or "))))
    }

    /// The engine as one of a set of dialects, so that a library can take it without naming more than its own set.
    ///
    /// # Errors
    /// The engine's dialect is not in the set.
    pub fn within<S: DialectSet>(&self) -> Result<Engine<S>, Error> {
        self.as_one_of(S::NAMES)
    }

    /// The engine without its dialect's type.
    pub fn erase(&self) -> Engine<Any> {
        self.retag()
    }

    /// What the engine can do: its dialect's declaration, narrowed by what was learnt when it was opened.
    pub fn capabilities(&self) -> &Capabilities {
        self.core.capabilities()
    }

    /// The same engine with other options; what they do not say stays.
    #[must_use]
    pub fn with_options(&self, options: ExecutionOptions) -> Self {
        Self { options: options.or(&self.options), ..self.clone() }
    }

    /// Asks the engine about its tables.
    pub fn inspect(&self) -> Inspector {
        Inspector::new(self.lane())
    }

    /// Waits until all that was written into `table` can be read: at once on most engines, `within` so long at most on one
    /// that acknowledges a write before its table shows it.
    ///
    /// # Errors
    /// The time is over; the engine's own, such as a table that it writes no more.
    pub async fn settled(&self, table: &Table, within: Duration) -> Result<(), Error> {
        settled(self.lane(), self.options.schemas().translate(table).path(), within).await
    }

    /// How many connections the pool has.
    pub fn pool_status(&self) -> PoolStatus {
        self.core.pool.status()
    }

    /// Has connections made anew: those that are free are closed, and those that are out when they come back. Where a
    /// service sends each new connection to one of several servers, the next one may reach another.
    ///
    /// # Errors
    /// The engine's own; [`Error::NoAnswer`] for a connection that does not close within 5 s, and is left to itself.
    pub async fn recycle(&self) -> Result<(), Error> {
        self.core.pool.recycle().await
    }

    /// What the engine was opened with.
    pub fn connect_options(&self) -> &ConnectOptions {
        &self.core.opened.options
    }

    /// Opens another engine by the same driver: with these options, and with this engine's statements for each new
    /// connection and its options of execution. Both have a pool of their own.
    ///
    /// # Errors
    /// What opening gives; options that lead to an engine of another dialect.
    pub async fn reopen(&self, options: ConnectOptions) -> Result<Self, Error> {
        let Opened { driver, hooks, .. } = &self.core.opened;
        let pool = options.pool_or(driver.pool(&options))?;
        let database = driver.open(&options).await?;
        let opened = Opened { driver: driver.clone(), options, hooks: hooks.clone() };
        let engine = Engine::open(database, pool, opened, self.options.clone())?;
        if !hooks.is_empty() {
            engine.connection().await?;
        }
        engine.as_one_of(&[self.core.capabilities().dialect()])
    }

    /// Closes the engine: connections that are out fail from now on.
    ///
    /// # Errors
    /// The engine's own; [`Error::NoAnswer`] for a connection that does not close within 5 s, and is left to itself.
    pub async fn close(&self) -> Result<(), Error> {
        let closed = self.core.pool.close().await;
        self.core.database.close().await?;
        closed
    }

    pub(crate) fn lane(&self) -> Lane {
        Lane { core: self.core.clone(), held: None, options: self.options.clone(), transaction: None }
    }

    async fn hold(&self) -> Result<Arc<Held>, Error> {
        Ok(Arc::new(Held::new(self.core.pool.lease().await?)))
    }
}

impl<D: Levels> Engine<D> {
    ways_to_run!(Statement);

    /// Renders a statement in this engine's words, without running it.
    ///
    /// # Errors
    /// As [`Statement::render`].
    pub fn render(&self, statement: impl Statement<D>) -> Result<Prepared, Error> {
        let schemas = self.options.schemas();
        Ok(statement.render_translated(self.core.spelling(), self.core.capabilities(), schemas)?)
    }

    /// Renders a statement once, to run it many times. Its named parameters (`bindparam`) get their values with
    /// [`PreparedStatement::with`].
    ///
    /// # Errors
    /// As [`Statement::render`].
    pub fn prepare(&self, statement: impl Statement<D>) -> Result<PreparedStatement<D>, Error> {
        Ok(PreparedStatement::new(self.render(statement)?, self.capabilities().clone()))
    }

    /// A connection of one's own, for session state. It is not a transaction.
    ///
    /// # Errors
    /// No connection can be had.
    pub async fn connection(&self) -> Result<Session<D>, Error> {
        Ok(Session::new(self.lane(), self.hold().await?))
    }

    /// Begins a transaction on a connection of its own.
    ///
    /// # Errors
    /// A refusal by an engine without transactions; no connection can be had.
    pub async fn begin(&self) -> Result<Transaction<D>, Error>
    where
        D::Transaction: Grants<D, cap::Transaction>,
    {
        Transaction::<D>::admit(&self.lane(), TransactionMode::ReadWrite)?;
        Transaction::begin(self.lane(), self.hold().await?, TransactionMode::ReadWrite).await
    }

    /// Begins a transaction that may only read, and sees one state of the data.
    ///
    /// # Errors
    /// A refusal by an engine that has no such transactions; no connection can be had.
    pub async fn begin_read_only(&self) -> Result<Transaction<D>, Error>
    where
        D::Transaction: Grants<D, cap::Transaction>,
        D::ReadOnlyTransaction: Grants<D, cap::ReadOnlyTransaction>,
    {
        Transaction::<D>::admit(&self.lane(), TransactionMode::ReadOnly)?;
        Transaction::begin(self.lane(), self.hold().await?, TransactionMode::ReadOnly).await
    }

    /// Runs a closure in a transaction: committed if it returns `Ok`, rolled back if it returns `Err`.
    ///
    /// # Errors
    /// The closure's; those of beginning and committing. On an engine whose transactions do nothing, a closure that fails
    /// after statements have run gives [`Error::NotRolledBack`].
    pub async fn transaction<T, E: From<Error>>(
        &self,
        run: impl AsyncFnOnce(&Transaction<D>) -> Result<T, E>,
    ) -> Result<T, E>
    where
        D::Transaction: Grants<D, cap::Transaction>,
    {
        self.begin().await?.run(run).await
    }
}
