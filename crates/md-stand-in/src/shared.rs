//! What all connections share: the database, the rules, who is connected.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::failure::Failure;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::native::{Database, Interrupter};
use crate::quirks::Quirks;
use crate::replica::Replicas;
use crate::session::{Compatibility, Session};
use crate::sql::Dialogue;

/// What a cancel request must say: the session's number and its secret.
pub(crate) type CancelKey = (i32, Vec<u8>);

/// The database that `md:` makes the current one.
pub(crate) const DEFAULT_DATABASE: &str = "my_db";

/// The option of a login that asks for the mode of one client. Options that nobody knows are ignored.
const METABASE: &str = "--compatibility-mode=metabase";

/// Who is let in.
pub(crate) struct Tokens {
    /// To read and write, and how often it was made anew.
    full: Mutex<(String, u64)>,
    /// To read a replica.
    pub(crate) read_scaling: String,
}

/// What a token lets its bearer do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// To read and write, for as long as the token was made anew no more often than this.
    Full(u64),
    ReadScaling,
}

impl Tokens {
    pub(crate) fn new(full: String, read_scaling: String) -> Self {
        Self { full: Mutex::new((full, 0)), read_scaling }
    }

    fn locked(&self) -> MutexGuard<'_, (String, u64)> {
        self.full.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this one is for; `None` if it is none.
    pub(crate) fn access(&self, token: &str) -> Option<Access> {
        match &*self.locked() {
            (full, renewals) if token == full => Some(Access::Full(*renewals)),
            _ => (token == self.read_scaling).then_some(Access::ReadScaling),
        }
    }

    pub(crate) fn full(&self) -> String {
        self.locked().0.clone()
    }

    pub(crate) fn renew(&self, token: String) {
        let mut full = self.locked();
        *full = (token, full.1 + 1);
    }

    /// Whether a session that was let in so may go on.
    pub(crate) fn holds(&self, access: Access) -> bool {
        match access {
            Access::Full(renewals) => renewals == self.locked().1,
            Access::ReadScaling => true,
        }
    }
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) database: Database,
    pub(crate) quirks: Quirks,
    pub(crate) tokens: Tokens,
    pub(crate) replicas: Replicas,
    pub(crate) journal: Journal,
    pub(crate) faults: Faults,
    pub(crate) dialogue: Dialogue,
    pub(crate) sessions: Mutex<HashMap<CancelKey, Interrupter>>,
    pub(crate) numbers: AtomicI32,
}

impl Shared {
    fn sessions(&self) -> std::sync::MutexGuard<'_, HashMap<CancelKey, Interrupter>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new session in the database of this name.
    pub(crate) fn session(
        &self,
        access: Access,
        database: &str,
        parameters: &BTreeMap<String, String>,
    ) -> Result<(Session, Interrupter), Failure> {
        let connection = match access {
            Access::Full(_) => self.database.connect()?,
            // The connection keeps it for as long as it is there.
            Access::ReadScaling => self.replicas.replica(&self.database)?.connect()?,
        };
        let interrupter = connection.interrupter();
        let options = parameters.get("options").map_or("", String::as_str);
        let mode = if options.contains(METABASE) { Compatibility::Metabase } else { Compatibility::None };
        let mut session = Session::new(connection, self.quirks, mode, self.dialogue.clone());
        let name = database.strip_prefix("md:").unwrap_or(database);
        session.enter(if name.is_empty() { DEFAULT_DATABASE } else { name })?;
        Ok((session, interrupter))
    }

    /// A number that no other session has.
    pub(crate) fn next_number(&self, base: i32) -> i32 {
        base.wrapping_add(self.numbers.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn remember(&self, key: CancelKey, interrupter: Interrupter) {
        self.sessions().insert(key, interrupter);
    }

    pub(crate) fn forget(&self, key: &CancelKey) {
        self.sessions().remove(key);
    }

    /// Stops what that session does.
    pub(crate) fn cancel(&self, key: &CancelKey) {
        if let Some(interrupter) = self.sessions().get(key) {
            self.journal.note_cancel();
            interrupter.interrupt();
        }
    }

    /// Stops what all sessions do.
    pub(crate) fn interrupt_all(&self) {
        self.sessions().values().for_each(Interrupter::interrupt);
    }
}
