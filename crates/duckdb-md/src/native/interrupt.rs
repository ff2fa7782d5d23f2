//! Cancelling from another thread, and never the wrong command.

use std::sync::{Mutex, MutexGuard, PoisonError};

use duckdb::ffi;

/// Interrupts the command of one number, and no other.
///
/// DuckDB's own interrupt hits whatever the connection does when it arrives. Here it is sent under a lock, and only
/// while the command that it is meant for is the running one; the worker takes the same lock to say that a command
/// has ended.
#[derive(Debug)]
pub(crate) struct Interrupter(Mutex<Running>);

#[derive(Debug)]
struct Running {
    connection: ffi::duckdb_connection,
    /// The command that runs; commands count from 1.
    command: u64,
    /// The highest number of a command that was cancelled.
    cancelled: u64,
}

// SAFETY: the handle is only used under the lock, for `duckdb_interrupt`, which may be called from any thread (it sets
// an atomic flag), and not after `close`.
unsafe impl Send for Interrupter {}
// SAFETY: as above.
unsafe impl Sync for Interrupter {}

impl Interrupter {
    /// # Safety
    /// `connection` is live until [`close`](Self::close) is called.
    pub(super) unsafe fn new(connection: ffi::duckdb_connection) -> Self {
        Interrupter(Mutex::new(Running { connection, command: 0, cancelled: 0 }))
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that `command` runs from now on; `false` if it was cancelled before.
    pub(crate) fn begin(&self, command: u64) -> bool {
        let mut running = self.lock();
        running.command = command;
        running.cancelled < command
    }

    /// Says that the command has ended: no interrupt that is meant for it is sent any more.
    pub(crate) fn end(&self) {
        self.lock().command = 0;
    }

    /// Keeps interrupts away while `work` runs: for statements of our own that must not be cut short, ROLLBACK above
    /// all. A cancellation that comes meanwhile is remembered.
    pub(super) fn shielded<T>(&self, work: impl FnOnce() -> T) -> T {
        let command = std::mem::take(&mut self.lock().command);
        let done = work();
        self.lock().command = command;
        done
    }

    /// Sends the interrupt of the running command once more, if it was cancelled: DuckDB has cleared the flag since, and
    /// the query's tasks run already.
    pub(super) fn repeat(&self) -> bool {
        let running = self.lock();
        let cancelled = running.command != 0 && running.cancelled >= running.command;
        if cancelled && !running.connection.is_null() {
            // SAFETY: live, because `close` was not called.
            unsafe { ffi::duckdb_interrupt(running.connection) }
        }
        cancelled
    }

    /// Stops what is left of a result that is not read to its end. DuckDB clears the flag when the next statement has
    /// waited for the tasks, which would else run on until they are done.
    pub(super) fn abandon(&self) {
        let running = self.lock();
        if !running.connection.is_null() {
            // SAFETY: as above.
            unsafe { ffi::duckdb_interrupt(running.connection) }
        }
    }

    /// Whether the running command was cancelled.
    pub(crate) fn is_cancelled(&self) -> bool {
        let running = self.lock();
        running.command != 0 && running.cancelled >= running.command
    }

    /// Cancels `command` and those before it, if they have not ended.
    pub(crate) fn cancel(&self, command: u64) {
        let mut running = self.lock();
        running.cancelled = running.cancelled.max(command);
        if running.command != 0 && running.command <= command && !running.connection.is_null() {
            // SAFETY: live, because `close` was not called.
            unsafe { ffi::duckdb_interrupt(running.connection) }
        }
    }

    /// Says that the connection is about to go.
    pub(super) fn close(&self) {
        self.lock().connection = std::ptr::null_mut();
    }
}
