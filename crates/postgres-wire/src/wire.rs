//! One connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use futures_util::StreamExt;
use sqlx::postgres::types::Oid as DriverOid;
use sqlx::postgres::{PgArguments, PgConnection, PgRow, PgTypeInfo};
use sqlx::{Arguments, AssertSqlSafe, Column as _, Connection, Either, Executor, Row, SqlSafeStr, Statement, TypeInfo};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::oid::Oid;
use crate::{Address, Argument, Batches, Column, WireError};

/// A connection. It does one thing at a time.
///
/// Whatever is dropped before its end (a future of these methods, a stream of rows) closes the connection: the wire has no
/// other way to be sure that nothing of the old work reaches the next. [`settle`](Wire::settle) tells, and
/// [`reconnect`](Wire::reconnect) makes a new one where nothing of the session is lost with the old.
#[derive(Debug)]
pub struct Wire {
    address: Address,
    shared: Arc<Shared>,
}

struct Shared {
    /// `None` once it is closed. Held by whoever works.
    connection: Arc<Mutex<Option<PgConnection>>>,
    transaction: AtomicU8,
    /// What a server may not repeat to others.
    password: String,
}

/// Without the password.
impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("transaction", &self.state()).finish_non_exhaustive()
    }
}

/// Whether a transaction is open, as we know it: what the server says with each answer is not true of all servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransactionState {
    /// None is open.
    None,
    /// One is open, and all went well.
    Open,
    /// One is open, and a statement in it failed: it can only be rolled back.
    Failed,
}

impl TransactionState {
    const ALL: [Self; 3] = [Self::None, Self::Open, Self::Failed];

    fn number(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Open => 1,
            Self::Failed => 2,
        }
    }
}

impl Shared {
    fn state(&self) -> TransactionState {
        let number = self.transaction.load(Ordering::Acquire);
        TransactionState::ALL.into_iter().find(|state| state.number() == number).unwrap_or(TransactionState::Failed)
    }

    fn set_state(&self, state: TransactionState) {
        self.transaction.store(state.number(), Ordering::Release);
    }
}

/// What the server says of a statement before it is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The types that it expects parameters to have.
    pub parameters: Vec<Oid>,
    /// The columns of its result; none if it has none.
    pub columns: Vec<DescribedColumn>,
}

/// A column as the server describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub oid: Oid,
    /// The driver's name for the type.
    pub type_name: String,
}

/// What a server says of a statement that it has run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The number at the end of its command tag; 0 without one.
    pub tagged: u64,
    /// How many rows it sent.
    pub rows: u64,
    /// The names of the rows' columns; none where no row came.
    pub columns: Vec<String>,
    /// The first value of the first row, if that is an eight-byte integer.
    pub first: Option<i64>,
}

async fn outcome(connection: &mut PgConnection, sql: String, arguments: PgArguments) -> Result<Outcome, sqlx::Error> {
    let mut outcome = Outcome::default();
    let mut answers = connection.fetch_many(sqlx::query_with(AssertSqlSafe(sql), arguments));
    while let Some(answer) = answers.next().await {
        match answer? {
            Either::Left(done) => outcome.tagged += done.rows_affected(),
            Either::Right(row) => {
                if outcome.rows == 0 {
                    outcome.columns = row.columns().iter().map(|column| column.name().to_owned()).collect();
                    outcome.first = row.try_get_unchecked(0).ok().filter(|_| is_int8(&row));
                }
                outcome.rows += 1;
            }
        }
    }
    Ok(outcome)
}

fn is_int8(row: &PgRow) -> bool {
    let first = row.columns().first();
    first.and_then(|column| column.type_info().oid()).is_some_and(|oid| oid.0 == crate::oid::INT8)
}

/// A connection at work. Dropped without [`finish`](Busy::finish), it closes the connection.
pub(crate) struct Busy {
    guard: OwnedMutexGuard<Option<PgConnection>>,
    shared: Arc<Shared>,
    finished: bool,
}

impl Busy {
    pub(crate) fn connection(&mut self) -> Result<&mut PgConnection, WireError> {
        self.guard.as_mut().ok_or_else(closed)
    }

    /// An error as others may see it. A short password is left alone, for it may be any word.
    pub(crate) fn shown(&self, error: WireError) -> WireError {
        const SHORT: usize = 8;
        let password = &self.shared.password;
        if password.len() < SHORT { error } else { error.without(password) }
    }

    /// The connection is ready for the next statement; `failed` if the server refused this one.
    pub(crate) fn finish(&mut self, failed: bool) {
        self.finished = true;
        if failed && self.shared.state() == TransactionState::Open {
            self.shared.set_state(TransactionState::Failed);
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if !self.finished {
            // Closes the socket.
            drop(self.guard.take());
            if self.shared.state() == TransactionState::Open {
                self.shared.set_state(TransactionState::Failed);
            }
        }
    }
}

fn closed() -> WireError {
    WireError::Lost("it was closed".to_owned())
}

/// The text under which the driver keeps a statement. It knows statements by their text alone, so declared types stand
/// in it.
fn keyed(sql: &str, declared: &[Oid]) -> String {
    if declared.iter().all(|oid| *oid == 0) {
        return sql.to_owned();
    }
    let types: Vec<String> = declared.iter().map(Oid::to_string).collect();
    // Behind the text, where it moves no position of an error.
    format!("{sql}\n/*{}*/", types.join(","))
}

impl Wire {
    /// Logs in.
    ///
    /// # Errors
    /// The server's, [`WireError::Lost`], [`WireError::LoginTimeout`].
    pub async fn connect(address: Address) -> Result<Self, WireError> {
        let connection = Arc::new(Mutex::new(Some(address.connect().await?)));
        let password = address.password.clone();
        Ok(Self { address, shared: Arc::new(Shared { connection, transaction: AtomicU8::new(0), password }) })
    }

    /// Where it goes.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Whether a transaction is open.
    pub fn transaction(&self) -> TransactionState {
        self.shared.state()
    }

    /// Takes note that a statement of the open transaction failed before it was sent, or in a way that the wire can't see.
    pub fn fail_transaction(&mut self) {
        if self.shared.state() == TransactionState::Open {
            self.shared.set_state(TransactionState::Failed);
        }
    }

    /// Takes back that the transaction has failed: what was refused last never reached it, as the backend knows.
    pub fn resume_transaction(&mut self) {
        if self.shared.state() == TransactionState::Failed {
            self.shared.set_state(TransactionState::Open);
        }
    }

    async fn busy(&self) -> Busy {
        let guard = self.shared.connection.clone().lock_owned().await;
        Busy { guard, shared: self.shared.clone(), finished: false }
    }

    /// Asks what a statement's parameters and columns are. The answer is kept with the statement, so that asking again
    /// costs nothing. A `declared` type tells the server a parameter's type; 0 leaves it to the server.
    ///
    /// # Errors
    /// The server's; [`WireError::Lost`].
    pub async fn describe(&mut self, sql: &str, declared: &[Oid]) -> Result<Described, WireError> {
        let mut busy = self.busy().await;
        let types: Vec<PgTypeInfo> = declared.iter().map(|oid| PgTypeInfo::with_oid(DriverOid(*oid))).collect();
        let text = AssertSqlSafe(keyed(sql, declared)).into_sql_str();
        let statement = match busy.connection()?.prepare_with(text, &types).await {
            Ok(statement) => statement,
            Err(error) => return Err(failed(&mut busy, error)),
        };
        busy.finish(false);
        let oid = |type_info: &PgTypeInfo| type_info.oid().map_or(0, |oid| oid.0);
        let parameters = match statement.parameters() {
            Some(Either::Left(types)) => types.iter().map(oid).collect(),
            _ => Vec::new(),
        };
        let columns = statement.columns().iter().map(|column| DescribedColumn {
            name: column.name().to_owned(),
            oid: oid(column.type_info()),
            type_name: column.type_info().name().to_owned(),
        });
        Ok(Described { parameters, columns: columns.collect() })
    }

    /// Runs a statement and gives its rows as they arrive, read as `columns` say. `declared` is what it was
    /// [described](Wire::describe) with.
    ///
    /// # Errors
    /// [`WireError::Usage`] for more parameters than the wire counts; the others come with the rows.
    pub async fn query(
        &mut self,
        sql: &str,
        declared: &[Oid],
        arguments: Vec<Argument>,
        columns: Vec<Column>,
    ) -> Result<Batches, WireError> {
        let arguments = driver_arguments(arguments)?;
        let busy = self.busy().await;
        Ok(Batches::new(busy, keyed(sql, declared).into(), arguments, columns))
    }

    /// Runs a statement for its effect and gives the number at the end of its command tag, which some servers use for
    /// other things than rows. Rows are thrown away.
    ///
    /// # Errors
    /// The server's; [`WireError::Lost`]; [`WireError::Usage`] for more parameters than the wire counts.
    pub async fn execute(&mut self, sql: &str, declared: &[Oid], arguments: Vec<Argument>) -> Result<u64, WireError> {
        let arguments = driver_arguments(arguments)?;
        let mut busy = self.busy().await;
        let text = AssertSqlSafe(keyed(sql, declared));
        let done = sqlx::query_with(text, arguments).execute(busy.connection()?).await;
        match done {
            Ok(done) => {
                busy.finish(false);
                Ok(done.rows_affected())
            }
            Err(error) => Err(failed(&mut busy, error)),
        }
    }

    /// Runs a statement for its effect, and tells all that the server says of it. Rows are counted; of the first, the
    /// first value is kept if it is an eight-byte integer.
    ///
    /// # Errors
    /// As [`execute`](Wire::execute).
    pub async fn run(&mut self, sql: &str, declared: &[Oid], arguments: Vec<Argument>) -> Result<Outcome, WireError> {
        let arguments = driver_arguments(arguments)?;
        let mut busy = self.busy().await;
        let done = outcome(busy.connection()?, keyed(sql, declared), arguments).await;
        match done {
            Ok(outcome) => {
                busy.finish(false);
                Ok(outcome)
            }
            Err(error) => Err(failed(&mut busy, error)),
        }
    }

    /// Sends a text without parameters by the simple protocol and waits for its end.
    async fn simple(&mut self, sql: &'static str) -> Result<(), WireError> {
        let mut busy = self.busy().await;
        let done = sqlx::raw_sql(sql).execute(busy.connection()?).await;
        match done {
            Ok(_) => {
                busy.finish(false);
                Ok(())
            }
            Err(error) => Err(failed(&mut busy, error)),
        }
    }

    /// Begins a transaction.
    ///
    /// # Errors
    /// The server's; [`WireError::Usage`] if one is open.
    pub async fn begin(&mut self) -> Result<(), WireError> {
        self.begin_by("BEGIN").await
    }

    /// Begins a transaction that may only read.
    ///
    /// # Errors
    /// As [`begin`](Wire::begin).
    pub async fn begin_read_only(&mut self) -> Result<(), WireError> {
        self.begin_by("BEGIN TRANSACTION READ ONLY").await
    }

    async fn begin_by(&mut self, sql: &'static str) -> Result<(), WireError> {
        if self.shared.state() != TransactionState::None {
            return Err(WireError::Usage("a transaction is open already on this connection".to_owned()));
        }
        // Said before it is true: dropped half-way, it may have begun.
        self.shared.set_state(TransactionState::Open);
        let begun = self.simple(sql).await;
        if matches!(begun, Err(WireError::Server(_))) {
            self.shared.set_state(TransactionState::None);
        }
        begun
    }

    /// Commits.
    ///
    /// # Errors
    /// [`WireError::RolledBack`] if a statement had failed: some servers answer such a COMMIT as if it had been one.
    pub async fn commit(&mut self) -> Result<(), WireError> {
        match self.shared.state() {
            TransactionState::None => Err(WireError::Usage("no transaction is open on this connection".to_owned())),
            TransactionState::Open => {
                let done = self.simple("COMMIT").await;
                self.shared.set_state(TransactionState::None);
                done
            }
            TransactionState::Failed => {
                self.rollback().await?;
                Err(WireError::RolledBack)
            }
        }
    }

    /// Rolls back. A connection that is closed has rolled back with its end.
    ///
    /// # Errors
    /// The server's.
    pub async fn rollback(&mut self) -> Result<(), WireError> {
        if self.shared.state() == TransactionState::None {
            return Err(WireError::Usage("no transaction is open on this connection".to_owned()));
        }
        let done = self.simple("ROLLBACK").await;
        self.shared.set_state(TransactionState::None);
        match done {
            Err(WireError::Lost(_)) => Ok(()),
            other => other,
        }
    }

    /// Lets go of all prepared statements: after a change of a table they may be of no use.
    ///
    /// # Errors
    /// [`WireError::Lost`].
    pub async fn forget_statements(&mut self) -> Result<(), WireError> {
        let mut busy = self.busy().await;
        let done = busy.connection()?.clear_cached_statements().await;
        match done {
            Ok(()) => {
                busy.finish(false);
                Ok(())
            }
            Err(error) => Err(failed(&mut busy, error)),
        }
    }

    /// Whether the server still answers.
    ///
    /// # Errors
    /// [`WireError::Lost`].
    pub async fn ping(&mut self) -> Result<(), WireError> {
        let mut busy = self.busy().await;
        let done = busy.connection()?.ping().await;
        match done {
            Ok(()) => {
                busy.finish(false);
                Ok(())
            }
            Err(error) => Err(failed(&mut busy, error)),
        }
    }

    /// Waits until nobody works on the connection, and tells whether it is still there.
    pub async fn settle(&mut self) -> bool {
        self.shared.connection.lock().await.is_some()
    }

    /// Logs in again in place of a connection that was closed. No transaction is open then.
    ///
    /// # Errors
    /// As [`connect`](Wire::connect).
    pub async fn reconnect(&mut self) -> Result<(), WireError> {
        let mut slot = self.shared.connection.lock().await;
        if slot.is_none() {
            *slot = Some(self.address.connect().await?);
            self.shared.set_state(TransactionState::None);
        }
        Ok(())
    }

    /// Closes the socket without a word: nobody knows any more what state the session is in. What was open is rolled back
    /// with its end.
    pub async fn give_up(&mut self) {
        drop(self.shared.connection.lock().await.take());
        self.fail_transaction();
    }

    /// Says goodbye and closes.
    ///
    /// # Errors
    /// [`WireError::Lost`].
    pub async fn close(self) -> Result<(), WireError> {
        match self.shared.connection.lock().await.take() {
            Some(connection) => Ok(connection.close().await?),
            None => Ok(()),
        }
    }
}

/// After the server's own answer the connection is ready for the next statement; after any other it is closed.
fn failed(busy: &mut Busy, error: sqlx::Error) -> WireError {
    let error = busy.shown(WireError::from(error));
    if matches!(error, WireError::Server(_)) {
        busy.finish(true);
    }
    error
}

fn driver_arguments(arguments: Vec<Argument>) -> Result<PgArguments, WireError> {
    if arguments.len() > crate::MOST_PARAMETERS {
        let reason = format!(
            "a statement of {} parameters, where the wire has {}: rows from memory go through `Engine::insert`, in as many \
             statements as they take",
            arguments.len(),
            crate::MOST_PARAMETERS
        );
        return Err(WireError::Usage(reason));
    }
    let mut driver = PgArguments::default();
    for (index, argument) in arguments.into_iter().enumerate() {
        driver.add(argument).map_err(|error| WireError::Parameter { number: index + 1, reason: error.to_string() })?;
    }
    Ok(driver)
}
