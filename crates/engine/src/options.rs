//! Options of an execution; they attach to an engine, a connection or a statement, and the nearest wins.

use std::time::Duration;

/// How a statement is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExecutionOptions {
    /// How long a statement may take, from the moment a connection is free; `None`: as long as it takes.
    pub timeout: Option<Duration>,
}

impl ExecutionOptions {
    /// No limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels a statement that takes longer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// These options, and those of `outer` where these say nothing.
    pub(crate) fn or(self, outer: &ExecutionOptions) -> Self {
        Self { timeout: self.timeout.or(outer.timeout) }
    }
}
