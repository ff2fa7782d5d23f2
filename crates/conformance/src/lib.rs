//! Is a dialect's declaration true, and is what it declares refused? The suite that every backend runs, ours or a
//! stranger's.
//!
//! The author of a dialect lends a [`Subject`]: how the engine is opened, and the probes that ask it. The test is a
//! `tests/conformance.rs`, with `harness = false` in the manifest:
//!
//! ```ignore
//! use aludel_conformance::{Opened, Subject, async_trait, open};
//!
//! struct Here;
//!
//! #[async_trait]
//! impl Subject for Here {
//!     type Dialect = Warehouse;
//!     const ENGINE: &'static str = "Warehouse";
//!     async fn open(&self, settings: &[(String, String)]) -> Opened {
//!         open(&warehouse::driver(), "warehouse://", settings).await
//!     }
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     aludel_conformance::run(Here)
//! }
//! ```
//!
//! # Probes: the declaration against the engine
//! For each construct of the list one or more scripts of **raw SQL**, run below the builder, so that the engine itself
//! answers; their effect is checked by rows. They are data, in files whose format is told at [`Probes`]. What a level asks
//! of them:
//!
//! | declared | the engine must |
//! |---|---|
//! | `Full` | accept it, with the effect, also without WHERE |
//! | `NeedsWhere` | accept it with a WHERE; without, refuse it, or the declared reason says why we do |
//! | `NoOp` | accept it and do nothing |
//! | `Rewritten` | refuse its own form; what stands in its place has the effect |
//! | `Withheld` | accept it in some form |
//! | `Absent` | refuse it |
//!
//! Refusing is an error of the class and with the words that the probe gives. A syntax error in other words may be a slip of
//! the probe itself, and an error of another class, such as a missing table, a dead socket or a wrong password, says nothing
//! of the construct: both are a probe that failed, never a refusal. A construct without a probe fails; so do probes that would
//! let a false level pass.
//!
//! Where a connection [narrows](Narrowed) the declaration, as a read-only one does, the probes are asked once more of an engine
//! that is narrowed so: it refuses what is taken away, and does what is left.
//!
//! # Refusals: the builder against the declaration
//! For each construct a statement of the builder, or a verb of the engine: written where it is granted, refused where it is
//! not, with dialect, construct, level and reason; and what is refused reaches no connection.
//!
//! # Cases: the same answer everywhere
//! Statements of the builder with the rows that they give on every engine that grants what they need; where it is not
//! granted, the refusal runs instead. Each has its text in a golden file. See [`Case`].
//!
//! # Scenarios: more than one statement
//! Transactions and what others see of them, streams, cancelling, time limits, pools, many at once. Where a need is not
//! granted, the scenario must end with its refusal.
//!
//! # Nesting
//! Expressions nested in themselves 40, 290 and 300 times: each is written, or refused, in bounded time and text.
//!
//! # Fuzzing
//! [`fuzz`] makes statements by chance; each is refused by the builder or bound by the engine. A test of its own calls it.
//!
//! # Without an engine
//! Trials that need one are ignored, with the reason; never passed. With `ALUDEL_ENGINES=required` they fail.

mod ask;
mod cases;
mod control;
mod fuzz;
mod judge;
mod lent;
mod narrowed;
mod nesting;
mod nonsense;
mod opened;
mod place;
mod probe;
mod refusals;
mod report;
mod samples;
mod scenarios;
mod show;
mod stopping;
mod subject;
mod suite;
mod verbs;

pub use cases::{Answer, Case, Filled, Fixture, FunctionCase, cases, function_cases};
pub use fuzz::{FUZZ_SEED, Tried, fuzz};
pub use judge::{Observed, indistinct, judge};
pub use narrowed::{Narrowed, Phase};
pub use probe::Probes;
pub use samples::{Sample, UNWRITTEN, samples};
pub use show::show;
pub use subject::{ByHand, Opened, Subject, TruthValues, open};
pub use suite::{DECLARATION, ENGINES, GOLDEN, MissingEngine, Outcome, PROOF, Suite, Trial, run};

/// Re-exported, because a [`Subject`] is written with them.
pub use {aludel_dialect::Capabilities, aludel_engine::ErrorClass, async_trait::async_trait};
