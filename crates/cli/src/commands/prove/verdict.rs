//! What is told of each declaration.

use std::io::Write;
use std::process::ExitCode;

use aludel::{Capabilities, Construct};
use serde_json::json;

use crate::arguments::FactFormat;
use crate::failure::Failure;

/// What came of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Holds,
    DoesNotHold(String),
    /// It was tried, and nothing came of it that says whether it holds.
    Unasked(String),
    /// The connection takes it away, so that there is nothing to ask.
    Narrowed(String),
    /// Only a program asks it, which is part of the library's own tests.
    NotAsked,
}

impl Verdict {
    fn words(&self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::DoesNotHold(_) => "DOES NOT HOLD",
            Verdict::Unasked(_) => "could not be asked",
            Verdict::Narrowed(_) => "narrowed",
            Verdict::NotAsked => "not asked",
        }
    }

    fn why(&self) -> Option<&str> {
        match self {
            Verdict::DoesNotHold(why) | Verdict::Unasked(why) | Verdict::Narrowed(why) => Some(why),
            Verdict::Holds | Verdict::NotAsked => None,
        }
    }
}

/// Tells each as it comes, and all at the end.
pub(crate) struct Report {
    capabilities: Capabilities,
    format: FactFormat,
    verdicts: Vec<(Construct, Verdict)>,
}

impl Report {
    pub(crate) fn new(capabilities: Capabilities, format: FactFormat) -> Self {
        Self { capabilities, format, verdicts: Vec::new() }
    }

    pub(crate) fn tell(&mut self, construct: Construct, verdict: Verdict) -> Result<(), Failure> {
        if self.format == FactFormat::Table {
            let (words, level) = (verdict.words(), self.capabilities.get(construct));
            let mut out = std::io::stdout().lock();
            writeln!(out, "{words:<13}  {:<11}  {construct}", level.words())?;
            for line in verdict.why().into_iter().flat_map(str::lines) {
                writeln!(out, "               {line}")?;
            }
        }
        self.verdicts.push((construct, verdict));
        Ok(())
    }

    fn count(&self, words: &str) -> usize {
        self.verdicts.iter().filter(|(_, verdict)| verdict.words() == words).count()
    }

    /// The sum of it: a failure if one does not hold, or could not be asked.
    pub(crate) fn end(self) -> Result<ExitCode, Failure> {
        let dialect = self.capabilities.dialect();
        let [holds, fails, unasked, narrowed, not_asked] =
            ["holds", "DOES NOT HOLD", "could not be asked", "narrowed", "not asked"].map(|words| self.count(words));
        let could_not = if unasked == 0 { String::new() } else { format!(", {unasked} could not be asked") };
        let mut out = std::io::stdout().lock();
        match self.format {
            FactFormat::Table => writeln!(
                out,
                "{dialect}: of {} declarations {holds} hold, {fails} do not{could_not}; {narrowed} are narrowed by the connection, \
                 {not_asked} not asked",
                self.verdicts.len()
            )?,
            FactFormat::Json => {
                let lines = self.verdicts.iter().map(|(construct, verdict)| {
                    json!({
                        "construct": construct.name(),
                        "words": construct.words(),
                        "level": self.capabilities.get(*construct).words(),
                        "verdict": verdict.words().to_lowercase(),
                        "why": verdict.why(),
                    })
                });
                let document = json!({ "dialect": dialect, "declarations": lines.collect::<Vec<_>>() });
                writeln!(out, "{}", serde_json::to_string_pretty(&document).map_err(Failure::new)?)?;
            }
        }
        Ok(if fails + unasked == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
