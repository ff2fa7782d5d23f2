//! What the server has seen, for tests to look at.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A login that was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Login {
    /// `md:` or a name.
    pub database: String,
    /// What the login said of itself and its session: `user`, `application_name`, `options`, …
    pub parameters: BTreeMap<String, String>,
    /// Whether it came through TLS.
    pub is_encrypted: bool,
}

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    executed: Mutex<Vec<String>>,
    parsed: Mutex<Vec<String>>,
    logins: Mutex<Vec<Login>>,
    open: AtomicUsize,
    cancels: AtomicUsize,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Journal {
    pub(crate) fn note_executed(&self, sql: &str) {
        locked(&self.executed).push(sql.to_owned());
    }

    pub(crate) fn executed(&self) -> Vec<String> {
        locked(&self.executed).clone()
    }

    pub(crate) fn note_parsed(&self, sql: &str) {
        locked(&self.parsed).push(sql.to_owned());
    }

    pub(crate) fn parsed(&self) -> Vec<String> {
        locked(&self.parsed).clone()
    }

    pub(crate) fn forget(&self) {
        locked(&self.executed).clear();
        locked(&self.parsed).clear();
        locked(&self.logins).clear();
    }

    pub(crate) fn note_login(&self, login: Login) {
        locked(&self.logins).push(login);
        self.open.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn note_end(&self) {
        self.open.fetch_sub(1, Ordering::AcqRel);
    }

    pub(crate) fn logins(&self) -> Vec<Login> {
        locked(&self.logins).clone()
    }

    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::Acquire)
    }

    pub(crate) fn note_cancel(&self) {
        self.cancels.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn cancels(&self) -> usize {
        self.cancels.load(Ordering::Acquire)
    }
}
