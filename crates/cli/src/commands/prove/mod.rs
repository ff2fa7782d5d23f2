//! `aludel prove`

#[cfg(feature = "clickhouse-http")]
pub(crate) mod clickhouse;
#[cfg(feature = "duckdb-md")]
pub(crate) mod duckdb;
#[cfg(feature = "postgres-endpoint")]
pub(crate) mod endpoint;
#[cfg(feature = "questdb-pg")]
pub(crate) mod questdb;
mod scratch;
mod verdict;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use aludel::{Capabilities, Construct};
use aludel_conformance::{MissingEngine, Outcome, Probes, Subject, Suite};
use tokio::runtime::Runtime;

use super::{is_meant, no_construct};
use crate::arguments::Prove;
use crate::dialects::{self, Known};
use crate::failure::Failure;
use crate::interrupted;
use scratch::{Scratch, Sweep};
use verdict::{Report, Verdict};

/// What the asking thread and the person say.
enum Event {
    Judged(Construct, Verdict),
    Done(Result<(), Failure>),
    Interrupted,
}

pub(crate) fn run(runtime: &Runtime, prove: Prove) -> Result<ExitCode, Failure> {
    let filter = prove.construct.as_deref();
    let constructs: Vec<Construct> =
        Construct::ALL.iter().copied().filter(|construct| is_meant(*construct, filter)).collect();
    if constructs.is_empty() {
        return Err(no_construct(filter));
    }
    let capabilities = runtime.block_on(async {
        let engine = aludel::connect(prove.url.as_str()).await?;
        let capabilities = engine.capabilities().clone();
        engine.close().await?;
        Ok::<Capabilities, Failure>(capabilities)
    })?;
    let known = dialects::find(capabilities.dialect())?;
    let (tell, told) = channel();
    let interrupt = tell.clone();
    runtime.spawn(async move {
        interrupted::signal().await;
        // Whoever would hear it has ended.
        let _ = interrupt.send(Event::Interrupted);
    });
    let scratch = Arc::new(Scratch::default());
    let asking = Asking { url: prove.url, known, capabilities, constructs, scratch: scratch.clone(), tell };
    let mut report = Report::new(asking.capabilities.clone(), prove.format);
    let sweeper = (asking.known.proving.sweeper)(runtime, &asking.url, asking.known.probes)?;
    let done = tell_all(asking, told, &mut report);
    scratch.stop();
    let swept = runtime.block_on(sweeper.sweep(&scratch));
    let is_whole = match done {
        Ok(is_whole) => is_whole,
        Err(failure) => {
            // The first failure is the one that matters.
            let _ = swept;
            return Err(failure);
        }
    };
    swept?;
    if !is_whole {
        return Ok(ExitCode::from(interrupted::CODE));
    }
    report.end()
}

/// How long a question that is asked when the person interrupts may take to end. What it makes after that stays.
const LAST_QUESTION: Duration = Duration::from_secs(20);

/// Asks on a thread of its own, and tells what comes of it; false if it was interrupted.
fn tell_all(asking: Asking, told: Receiver<Event>, report: &mut Report) -> Result<bool, Failure> {
    let scratch = asking.scratch.clone();
    std::thread::spawn(move || {
        let tell = asking.tell.clone();
        // Whoever would hear it has ended.
        let _ = tell.send(Event::Done((asking.known.proving.ask)(asking)));
    });
    let failure = loop {
        match told.recv() {
            Ok(Event::Judged(construct, verdict)) => {
                if let Err(failure) = report.tell(construct, verdict) {
                    break Err(failure);
                }
            }
            Ok(Event::Done(done)) => return done.map(|()| true),
            Ok(Event::Interrupted) | Err(_) => break Ok(false),
        }
    };
    // The question that is being asked may still make something, which is to be dropped too.
    scratch.stop();
    let begun = Instant::now();
    while let Some(left) = LAST_QUESTION.checked_sub(begun.elapsed()) {
        match told.recv_timeout(left) {
            Ok(Event::Done(_)) | Err(_) => break,
            Ok(Event::Judged(..) | Event::Interrupted) => {}
        }
    }
    failure
}

/// The files of a dialect's probes.
pub(crate) type Files = &'static [(&'static str, &'static str)];

/// What sweeps up, or why nothing is to be made.
type Swept = Result<Box<dyn Sweep>, Failure>;

/// How a dialect's probes are asked of a person's own server, and what is done with what they leave. Each dialect has one, in
/// `dialects`.
pub(crate) struct Proving {
    /// What takes away, at the end, what was made.
    sweeper: fn(&Runtime, &str, Files) -> Swept,
    ask: fn(Asking) -> Result<(), Failure>,
}

/// What is asked, and where.
struct Asking {
    url: String,
    known: Known,
    capabilities: Capabilities,
    constructs: Vec<Construct>,
    scratch: Arc<Scratch>,
    tell: Sender<Event>,
}

impl Asking {
    fn probes(&self) -> Result<Probes, Failure> {
        let files: Vec<(String, String)> =
            self.known.probes.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect();
        Probes::parse(&files).map_err(Failure::new)
    }

    /// Whether the files have a probe of it; those of a few are programs.
    fn has_probe(&self, construct: Construct) -> bool {
        self.known.probes.iter().flat_map(|(_, text)| text.lines()).any(|line| line == construct.name())
    }

    fn judged<S: Subject>(self, subject: S) -> Result<(), Failure> {
        let suite = Suite::new(subject).map_err(Failure::new)?.with_missing_engine(MissingEngine::Fails);
        for trial in suite.trials() {
            let Some(name) = trial.name().strip_prefix("probe::") else { continue };
            let Some(construct) = self.constructs.iter().copied().find(|construct| construct.name() == name) else {
                continue;
            };
            if self.scratch.is_stopped() {
                break;
            }
            let narrowed = self.capabilities.narrowed().find(|(narrowed, _)| *narrowed == construct);
            let verdict = match narrowed {
                Some((_, reason)) => Verdict::Narrowed(reason.to_owned()),
                None if !self.has_probe(construct) => Verdict::NotAsked,
                None => match trial.run() {
                    Outcome::Passed => Verdict::Holds,
                    Outcome::Failed(why) => Verdict::DoesNotHold(why),
                    Outcome::Ignored(why) | Outcome::Unasked(why) => Verdict::Unasked(why),
                },
            };
            if self.tell.send(Event::Judged(construct, verdict)).is_err() {
                break;
            }
        }
        Ok(())
    }
}
