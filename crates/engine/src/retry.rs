//! Trying again what only reads.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use aludel_query::{Effect, Prepared};

use crate::held::Lane;
use crate::{Error, ErrorClass};

/// Tries a statement again whose failure may pass: a service that is overloaded, a rate limit, another transaction in the
/// way. Off unless it is asked for.
///
/// Only statements that read are tried again: those of the builder that do, and texts that the dialect knows to read and
/// nothing else. In a transaction nothing is, for a failure there has ended it on most engines; nor after a lost
/// connection, or behind the first rows of a result.
///
/// ```
/// use std::time::Duration;
///
/// use aludel_engine::{ExecutionOptions, RetryTransient};
///
/// let retry = RetryTransient::times(2).backoff(Duration::from_millis(500));
/// let options = ExecutionOptions::new().retry(retry);
/// assert!(options.retry.is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryTransient {
    times: u32,
    backoff: Duration,
}

impl RetryTransient {
    /// At most so many times after the first, 100 ms apart.
    pub fn times(times: u32) -> Self {
        Self { times, backoff: Duration::from_millis(100) }
    }

    /// How long to wait before each; by chance up to half as long again, so that those who failed together do not come
    /// back together.
    #[must_use]
    pub fn backoff(self, backoff: Duration) -> Self {
        Self { backoff, ..self }
    }
}

/// The attempts that a statement has left after the next one.
pub(crate) struct Attempts {
    left: u32,
    backoff: Duration,
}

impl Attempts {
    pub(crate) fn of(lane: &Lane, prepared: &Prepared) -> Self {
        let retry = lane.options.retry.as_ref().filter(|_| {
            let reads = match prepared.effect {
                Effect::Read => true,
                Effect::Unknown => lane.core.database.only_reads(&prepared.sql),
                Effect::Write | Effect::Ddl => false,
            };
            reads && !lane.in_transaction()
        });
        match retry {
            None => Self { left: 0, backoff: Duration::ZERO },
            Some(RetryTransient { times, backoff }) => Self { left: *times, backoff: *backoff },
        }
    }

    pub(crate) fn are_left(&self) -> bool {
        self.left > 0
    }

    /// Waits until the next attempt.
    ///
    /// # Errors
    /// `error`, if it will not pass.
    pub(crate) async fn wait(&mut self, error: Error) -> Result<(), Error> {
        if !matches!(error.class(), Some(ErrorClass::Overloaded | ErrorClass::Conflict)) || error.is_disconnect() {
            return Err(error);
        }
        self.left = self.left.saturating_sub(1);
        let wait = self.backoff.saturating_add(by_chance(self.backoff / 2));
        tracing::warn!(?wait, left = self.left, "a statement that only reads is tried again: {:?}", error.class());
        tokio::time::sleep(wait).await;
        Ok(())
    }
}

/// From zero to `most`. The standard library seeds its hashers by chance.
fn by_chance(most: Duration) -> Duration {
    let steps = RandomState::new().build_hasher().finish() % 1024;
    most.saturating_mul(u32::try_from(steps).unwrap_or(0)) / 1024
}
