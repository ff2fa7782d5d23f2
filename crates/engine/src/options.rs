//! Options of an execution; they attach to an engine, a connection or a statement, and the nearest wins.

use std::time::Duration;

use crate::RetryTransient;

/// How a statement is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExecutionOptions {
    /// How long a statement may take, from the moment a connection is free; `None`: as long as it takes.
    pub timeout: Option<Duration>,
    /// What is done about a failure that may pass; `None`: it is an error at once.
    pub retry: Option<RetryTransient>,
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

    /// Tries a statement that only reads again after a failure that may pass.
    #[must_use]
    pub fn retry(mut self, retry: RetryTransient) -> Self {
        self.retry = Some(retry);
        self
    }

    /// These options, and those of `outer` where these say nothing.
    pub(crate) fn or(self, outer: &ExecutionOptions) -> Self {
        Self { timeout: self.timeout.or(outer.timeout), retry: self.retry.or_else(|| outer.retry.clone()) }
    }
}
