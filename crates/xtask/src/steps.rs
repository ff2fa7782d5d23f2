//! A list of steps, each with a headline and its time, all run even when one fails, summed up at the end.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// What came of the steps so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    failure: Option<Failure>,
}

impl Steps {
    /// Runs one step; a failure is kept for the end. Says whether it passed.
    pub(crate) fn run(&mut self, name: impl Into<String>, work: impl FnOnce() -> Result<(), Failure>) -> bool {
        let name = name.into();
        eprintln!("\n=== {name}");
        let begun = Instant::now();
        let failure = work().err();
        let took = begun.elapsed();
        match &failure {
            None => eprintln!("--- {name}: passed in {}", shown(took)),
            Some(failure) => eprintln!("--- {name}: FAILED in {}: {failure}", shown(took)),
        }
        let passed = failure.is_none();
        self.done.push(Step { name, took, failure });
        passed
    }

    /// Prints the summary, its count as the last line of all.
    pub(crate) fn finish(self) -> ExitCode {
        print!("{}", self.summary());
        if self.done.iter().all(|step| step.failure.is_none()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn summary(&self) -> String {
        let width = self.done.iter().map(|step| step.name.chars().count()).max().unwrap_or_default();
        let mut text = String::from("\n");
        for step in &self.done {
            let outcome = if step.failure.is_none() { "passed" } else { "FAILED" };
            text += &format!("{:width$}  {outcome}  {:>9}\n", step.name, shown(step.took));
            if let Some(failure) = &step.failure {
                text += &format!("  {}\n", failure.to_string().replace('\n', "\n  "));
            }
        }
        let failed = self.done.iter().filter(|step| step.failure.is_some()).count();
        text += &format!("{} passed, {failed} failed\n", self.done.len() - failed);
        text
    }
}

fn shown(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds >= 60 {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_does_not_stop_the_next_and_is_counted() {
        let mut steps = Steps::default();
        assert!(!steps.run("one", || Err(Failure::new("broken"))));
        assert!(steps.run("second", || Ok(())));
        let summary = steps.summary();
        assert_eq!(summary.lines().last(), Some("1 passed, 1 failed"));
        assert!(summary.contains("one     FAILED"), "{summary}");
        assert!(summary.contains("  broken"), "{summary}");
    }

    #[test]
    fn long_times_are_in_minutes() {
        assert_eq!(shown(Duration::from_millis(1_540)), "1.5 s");
        assert_eq!(shown(Duration::from_secs(61)), "1 m 01 s");
    }
}
