//! Trying again what only reads, for those who asked for it.

use std::time::Duration;

use aludel_engine::Error;
use aludel_query::Effect;

/// How long it is waited before the second attempt, at most; then twice as long each time, up to [`LONGEST`].
const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(5);

/// The attempts that a statement has left.
pub(crate) struct Retries {
    left: u32,
    pause: Duration,
}

impl Retries {
    /// `allowed` of them for a statement that we have rendered and that only reads; none for any other.
    pub(crate) fn of(effect: Effect, allowed: u32) -> Self {
        Self { left: if effect == Effect::Read { allowed } else { 0 }, pause: FIRST }
    }

    /// Waits until the statement may be tried again.
    ///
    /// # Errors
    /// The same error, if it is not one that passes by itself, or has come too often.
    pub(crate) async fn wait_after(&mut self, error: Error) -> Result<(), Error> {
        if self.left == 0 || !error.is_transient() {
            return Err(error);
        }
        self.left -= 1;
        tokio::time::sleep(jittered(self.pause)).await;
        self.pause = LONGEST.min(self.pause * 2);
        Ok(())
    }
}

/// Between half of it and all, by chance: those that failed together do not come back together.
fn jittered(pause: Duration) -> Duration {
    let chance = uuid::Uuid::new_v4().as_bytes()[0];
    pause / 2 + pause / 2 * u32::from(chance) / 255
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn pauses_differ_and_keep_their_bounds() {
        let pauses: Vec<Duration> = (0..100).map(|_| jittered(FIRST)).collect();
        assert!(pauses.iter().all(|pause| (FIRST / 2..=FIRST).contains(pause)));
        assert!(pauses.iter().any(|pause| *pause != pauses[0]));
    }
}
