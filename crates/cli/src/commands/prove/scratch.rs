//! What is made on a person's server, so that it can be dropped whatever happens.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aludel_conformance::async_trait;

use crate::failure::Failure;

/// The names of what was made and not dropped yet, each with the statement that drops it.
#[derive(Default)]
pub(super) struct Scratch(Mutex<Made>);

#[derive(Default)]
struct Made {
    is_stopped: bool,
    drops: BTreeMap<String, String>,
}

impl Scratch {
    fn lock(&self) -> MutexGuard<'_, Made> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what is about to be made; false if nothing may be made any more.
    pub(super) fn remember(&self, name: &str, drop: String) -> bool {
        let mut made = self.lock();
        if !made.is_stopped {
            made.drops.insert(name.to_owned(), drop);
        }
        !made.is_stopped
    }

    /// It was dropped.
    pub(super) fn forget(&self, name: &str) {
        self.lock().drops.remove(name);
    }

    /// From now on nothing is made.
    pub(super) fn stop(&self) {
        self.lock().is_stopped = true;
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.lock().is_stopped
    }

    /// The statements that drop what is there.
    pub(super) fn drops(&self) -> Vec<String> {
        self.lock().drops.values().cloned().collect()
    }
}

/// Takes away what is left at the end.
#[async_trait]
pub(super) trait Sweep: Send + Sync {
    /// Drops everything, and says what could not be dropped.
    async fn sweep(&self, scratch: &Scratch) -> Result<(), Failure>;
}

/// For what leaves nothing behind.
pub(super) struct Nothing;

#[async_trait]
impl Sweep for Nothing {
    async fn sweep(&self, _: &Scratch) -> Result<(), Failure> {
        Ok(())
    }
}

/// What could not be dropped, as a failure.
pub(super) fn left(left: &[String]) -> Result<(), Failure> {
    if left.is_empty() {
        return Ok(());
    }
    let left = left.join("\n  ");
    Err(Failure::new(format!("something of the probes is left on the server:\n  {left}")).way_out("drop it by hand"))
}
