//! What can go wrong at a test's word.

use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;

/// Where a server can fall silent: it takes what it is sent and does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Moment {
    /// After the token has come.
    Login,
    /// Before a statement is run, by either protocol.
    Statement,
}

/// What is to go wrong.
#[derive(Debug)]
pub(crate) struct Faults {
    silent: watch::Sender<Option<Moment>>,
    /// What is still let through before a connection is reset; none: no limit.
    statements: Countdown,
    rows: Countdown,
}

impl Default for Faults {
    fn default() -> Self {
        Self { silent: watch::channel(None).0, statements: Countdown::default(), rows: Countdown::default() }
    }
}

impl Faults {
    pub(crate) fn set_silent(&self, moment: Option<Moment>) {
        self.silent.send_replace(moment);
    }

    /// Waits for as long as the server is silent there.
    pub(crate) async fn while_silent(&self, moment: Moment) {
        // The sender is there as long as `self`.
        let _ = self.silent.subscribe().wait_for(|silent| *silent != Some(moment)).await;
    }

    /// Of statements.
    pub(crate) fn statements(&self) -> &Countdown {
        &self.statements
    }

    /// Of rows that are sent.
    pub(crate) fn rows(&self) -> &Countdown {
        &self.rows
    }
}

/// Lets some through, then strikes once.
#[derive(Debug, Default)]
pub(crate) struct Countdown(Mutex<Option<u64>>);

impl Countdown {
    pub(crate) fn start(&self, more: u64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(more);
    }

    /// Counts one; whether it is the one after the last.
    pub(crate) fn strikes(&self) -> bool {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match *left {
            None => false,
            Some(0) => {
                *left = None;
                true
            }
            Some(more) => {
                *left = Some(more - 1);
                false
            }
        }
    }
}
