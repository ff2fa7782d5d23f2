//! Engines that do not stop what nobody waits for, and those that do not tell.

use aludel_conformance::{Suite, Trial};

use crate::dialect::Toy;
use crate::engine::Answer;
use crate::{Liar, lines_of};

/// The lines of what stops a statement.
fn told(said: &str, answer: Answer) -> Result<Vec<String>, String> {
    let mut trials = Suite::new(Liar::<Toy>::but(&[(said, answer)]))?.trials();
    let stops = |trial: &Trial| ["probe::Cancel", "probe::StatementTimeout"].contains(&trial.name());
    trials.retain(stops);
    Ok(lines_of(&trials))
}

#[test]
fn a_statement_that_is_only_abandoned_is_found_on_the_engine() -> Result<(), String> {
    assert_eq!(
        told("endless", Answer::Abandons)?,
        [
            "probe::Cancel FAILED: toy declares Cancel full, but the engine accepts it, with another effect: the engine still \
             runs it 2s after nobody waits for it; mend the probe, or withhold it",
            "probe::StatementTimeout FAILED: toy declares StatementTimeout rewritten, but what is done in its place has another \
             effect: the engine still runs it 2s after nobody waits for it",
        ]
    );
    Ok(())
}

#[test]
fn an_engine_that_says_that_nothing_runs_proves_nothing() -> Result<(), String> {
    assert_eq!(
        told("how many are at work", Answer::Nothing)?,
        [
            "probe::Cancel FAILED: toy declares Cancel full, but the probe says nothing, mend it: the engine does not say that it \
          runs the endless statement: how many are at work"
        ]
    );
    Ok(())
}
