//! Transactions, and what DuckDB does not say about them.
//!
//! COMMIT of an aborted transaction answers success and rolls back. Which errors abort one differs between versions
//! (1.5: those at run time; 2.0: all), so that nothing is guessed: after an error the engine itself is asked, by a
//! statement that does nothing, whether the transaction still lives.

use super::fault::Fault;
use super::session::{Session, first_bigint};
use super::statement::{RawResult, Script, Statement};

/// What is known of the connection's transaction.
#[derive(Debug, Default)]
pub(super) struct State {
    /// One is open.
    open: bool,
    /// Something failed or was cut short in it, so that it may be aborted.
    doubtful: bool,
    /// A part of what had to be done as a whole may be in it, so that it must not be committed.
    partial: bool,
}

impl State {
    /// Says that a statement failed or was cut short.
    pub(super) fn failed(&mut self) {
        self.doubtful = true;
    }
}

/// The name that DuckDB's errors about transactions have.
const TRANSACTION_ERROR: &str = "TransactionContext";

impl Session {
    /// Begins a transaction.
    pub(crate) fn begin(&mut self, read_only: bool) -> Result<(), Fault> {
        if self.state.open {
            // DuckDB would refuse it too, but abort the open one on the way.
            return Err(Fault::Usage("a transaction is open already on this connection".to_owned()));
        }
        self.internal(if read_only { "BEGIN TRANSACTION READ ONLY" } else { "BEGIN TRANSACTION" })?;
        self.state = State { open: true, ..State::default() };
        Ok(())
    }

    /// Commits.
    ///
    /// # Errors
    /// [`Fault::RolledBack`] if a statement had aborted the transaction, or what had to be done as a whole failed in it.
    pub(crate) fn commit(&mut self) -> Result<(), Fault> {
        if self.is_aborted()? {
            self.rollback()?;
            return Err(Fault::RolledBack);
        }
        let committed = self.internal("COMMIT");
        if committed.is_err() && self.is_open() {
            self.rollback()?;
        }
        self.state = State::default();
        committed
    }

    /// Rolls back.
    pub(crate) fn rollback(&mut self) -> Result<(), Fault> {
        let rolled_back = self.internal("ROLLBACK");
        self.state = State::default();
        rolled_back
    }

    /// Whether a transaction is open, ours or one that a user's text has begun.
    pub(super) fn in_transaction(&self) -> bool {
        self.state.open
    }

    /// Runs `work` in a transaction of its own if none is open. DuckDB has no savepoints: if `work` fails in a transaction
    /// that is open, that can only be rolled back.
    pub(crate) fn all_or_nothing<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.state.open {
            let done = work(self);
            // Unless `work` was a text that ended the transaction.
            if done.is_err() && self.state.open {
                self.state.partial = true;
            }
            return done;
        }
        self.begin(false)?;
        match work(self) {
            Ok(done) => self.commit().map(|()| done),
            Err(fault) => {
                self.rollback()?;
                Err(fault)
            }
        }
    }

    /// A user's own BEGIN, COMMIT or ROLLBACK.
    pub(super) fn user_transaction(&mut self, statement: &Statement) -> Result<RawResult, Fault> {
        if !self.is_aborted()? {
            let result = self.start_plain(statement);
            self.state = State { open: self.is_open(), doubtful: false, partial: false };
            return result;
        }
        // The C API does not tell the three apart. Outside a transaction DuckDB does: only BEGIN succeeds there, and
        // the others' errors name themselves.
        self.rollback()?;
        match self.start_plain(statement) {
            Ok(begun) => {
                drop(begun);
                self.rollback()?;
                Err(Fault::RolledBack)
            }
            Err(fault) if fault.to_string().contains("rollback") => {
                self.internal("BEGIN TRANSACTION")?;
                self.start_plain(statement)
            }
            Err(_) => Err(Fault::RolledBack),
        }
    }

    /// Whether the open transaction can only be rolled back.
    fn is_aborted(&mut self) -> Result<bool, Fault> {
        if self.state.open && self.state.partial {
            return Ok(true);
        }
        if !self.state.open || !self.state.doubtful {
            return Ok(false);
        }
        match self.internal("SELECT 1") {
            Ok(()) => {
                self.state.doubtful = false;
                Ok(false)
            }
            Err(fault) if fault.engine_name() == Some(TRANSACTION_ERROR) => Ok(true),
            Err(fault) => Err(fault),
        }
    }

    /// Whether a transaction is open, asked of the engine: outside one each statement has a number of its own.
    fn is_open(&mut self) -> bool {
        match (self.transaction_number(), self.transaction_number()) {
            (Ok(first), Ok(second)) => first == second,
            // An aborted transaction answers nothing; it is open.
            (Err(fault), _) | (_, Err(fault)) => fault.engine_name() == Some(TRANSACTION_ERROR),
        }
    }

    fn transaction_number(&mut self) -> Result<Option<i64>, Fault> {
        let mut result = self.internal_result("SELECT txid_current()::BIGINT")?;
        // The rows are read behind the shield too: a cancellation here would make an open transaction look closed.
        self.interrupter().shielded(|| first_bigint(&mut result))
    }

    /// Runs a statement of our own, which no cancellation is meant for.
    pub(super) fn internal(&mut self, sql: &str) -> Result<(), Fault> {
        self.internal_result(sql).map(drop)
    }

    pub(super) fn internal_result(&mut self, sql: &str) -> Result<RawResult, Fault> {
        // SAFETY: a live connection, which `self` keeps during the call.
        let script = unsafe { Script::new(self.raw(), sql) }?;
        let statement = script.prepare(0)?;
        statement.bind(&[])?;
        self.interrupter().shielded(|| self.start_plain(&statement))
    }
}
