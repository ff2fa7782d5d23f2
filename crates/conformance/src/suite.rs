//! The suite: what is tried, and how it is run.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aludel_dialect::{Capabilities, Construct, Dialect, Support};
use aludel_engine::{Error, ErrorClass};
use libtest_mimic::{Arguments, Completion};

use crate::ask::{ask, ask_by_hand, rows_text, run as run_sql};
use crate::cases::{Bless, Case, behaviour, cases, golden, is_granted, twin};
use crate::judge::is_contradicted;
use crate::narrowed::Asked;
use crate::nonsense::Nonsense;
use crate::probe::Probe;
use crate::report::{Counted, Judged};
use crate::scenarios::{self, Scenario};
use crate::{Observed, Subject, UNWRITTEN, indistinct, judge, nesting, refusals, report};

/// Says what a missing engine is: with the value `required` a failure, else a reason to ignore what needs it.
pub const ENGINES: &str = "ALUDEL_ENGINES";
/// With the value `bless`, golden files are written anew instead of compared.
pub const GOLDEN: &str = "ALUDEL_GOLDEN";
/// Names a folder to which the declaration is written, as `<dialect>.tsv`, instead of trying anything.
pub const DECLARATION: &str = "ALUDEL_CONFORMANCE_DECLARATION";
/// Names a folder to which is written what the run has proven, as `<dialect>.tsv`.
pub const PROOF: &str = "ALUDEL_CONFORMANCE_PROOF";

/// What came of one trial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was declared is so.
    Passed,
    /// There is no engine to ask, for this reason.
    Ignored(String),
    /// What was declared is not so.
    Failed(String),
    /// Nothing came of it that says whether what was declared is so, for this reason. A test run fails with it.
    Unasked(String),
}

/// Whether there is an engine to ask.
#[derive(Clone, Debug)]
enum Engine {
    /// There is one.
    Here {
        /// Its name and version.
        name: String,
        /// What it says of texts that nobody understands.
        nonsense: Nonsense,
    },
    /// There is none.
    Missing(String),
    /// There is one, and something is wrong with it.
    Broken(String),
}

/// By how much a trial may be longer than the work in it before its thread is taken for blocked: it waits for its turn.
const BLOCKED: u32 = 10;

type Try = Arc<dyn Fn() -> Outcome + Send + Sync>;

/// One thing that is tried.
pub struct Trial {
    name: String,
    tried: Try,
    /// When it is given up although it holds its thread.
    limit: Duration,
}

impl Trial {
    /// What is tried: `probe::Delete`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Tries it. A trial that does not come to an end fails; the thread that it holds is left behind.
    pub fn run(&self) -> Outcome {
        let (tell, told) = std::sync::mpsc::channel();
        let tried = self.tried.clone();
        std::thread::spawn(move || tell.send(tried()));
        told.recv_timeout(self.limit).unwrap_or_else(|error| match error {
            RecvTimeoutError::Timeout => Outcome::Unasked(format!(
                "it holds its thread for more than {:?}; a driver must not block, but wait",
                self.limit
            )),
            RecvTimeoutError::Disconnected => Outcome::Unasked("it panics, see above".to_owned()),
        })
    }
}

impl std::fmt::Debug for Trial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Trial").field(&self.name).finish()
    }
}

/// What is tried of one dialect.
pub struct Suite<S> {
    subject: Arc<S>,
    engine: Engine,
    probes: Vec<Probe>,
    /// Whether the probes of a construct, by its place in the list, passed.
    passed: Arc<Mutex<BTreeMap<usize, bool>>>,
    /// How many constructs passed, or failed, of an engine that is narrowed.
    narrowed: Arc<Mutex<BTreeMap<&'static str, Judged>>>,
    /// How many cases and scenarios gave their rows.
    agreed: Arc<AtomicUsize>,
    missing_engine: MissingEngine,
}

/// What a missing engine is to the trials that need one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingEngine {
    /// A reason to ignore them.
    IsIgnored,
    /// A failure.
    Fails,
}

impl<S> std::fmt::Debug for Suite<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suite")
            .field("engine", &self.engine)
            .field("probes", &self.probes.len())
            .finish_non_exhaustive()
    }
}

impl<S: Subject> Suite<S> {
    /// Reads the probes and looks for the engine.
    ///
    /// # Errors
    /// Probes that can't be read.
    pub fn new(subject: S) -> Result<Self, String> {
        let probes = subject.probes()?.all;
        let engine = block_on(find_engine(&subject));
        let required = std::env::var_os(ENGINES).as_deref() == Some(OsStr::new("required"));
        let missing_engine = if required { MissingEngine::Fails } else { MissingEngine::IsIgnored };
        Ok(Self {
            subject: Arc::new(subject),
            engine,
            probes,
            passed: Arc::default(),
            narrowed: Arc::default(),
            agreed: Arc::default(),
            missing_engine,
        })
    }

    /// The same with another answer to a missing engine than that of the environment.
    #[must_use]
    pub fn with_missing_engine(self, missing_engine: MissingEngine) -> Self {
        Self { missing_engine, ..self }
    }

    /// Every trial, not run yet. Their number does not depend on what is granted.
    pub fn trials(&self) -> Vec<Trial> {
        let probes = Construct::ALL.iter().map(|construct| self.probe_trial(*construct));
        let refusals = refusals::trials::<S>(&self.subject);
        let refusals = refusals.into_iter().map(|(name, refused)| self.trial(name, refused));
        let behaviour = cases().map(|case| self.case_trial(case));
        let golden = cases().map(|case| {
            let blesses = std::env::var_os(GOLDEN).as_deref() == Some(OsStr::new("bless"));
            let bless = if blesses { Bless::Write } else { Bless::Compare };
            let compared = move || golden::<S::Dialect>(Path::new(S::GOLDEN), case, bless);
            self.trial(format!("golden::{}", case.name), compared)
        });
        let nested = nesting::trials::<S::Dialect>();
        let nested = nested.map(|(name, tried)| self.trial(format!("nesting::{name}"), tried));
        let scenarios = scenarios::all().map(|scenario| self.scenario_trial(scenario));
        let written = refusals.chain(nested).chain(golden);
        probes.chain(self.narrowed_trials()).chain(behaviour).chain(scenarios).chain(written).collect()
    }

    fn case_trial(&self, case: &'static Case) -> Trial {
        let (name, subject) = (format!("case::{}", case.name), self.subject.clone());
        if is_granted::<S::Dialect>(case) {
            self.case_on_engine(name, move || block_on(behaviour(subject.as_ref(), case)))
        } else {
            self.trial(name, move || block_on(twin::<S::Dialect>(case)))
        }
    }

    fn scenario_trial(&self, scenario: &'static Scenario) -> Trial {
        let (name, subject) = (format!("scenario::{}", scenario.name), self.subject.clone());
        let endless = scenarios::endless(&self.probes);
        if scenarios::is_granted::<S::Dialect>(scenario) {
            self.case_on_engine(name, move || block_on(scenarios::play(subject.as_ref(), scenario, endless.as_ref())))
        } else {
            self.trial(name, move || block_on(scenarios::twin::<S::Dialect>(scenario)))
        }
    }

    /// What has one answer on all engines.
    fn case_on_engine(&self, name: String, tried: impl Fn() -> Result<(), String> + Send + Sync + 'static) -> Trial {
        let agreed = self.agreed.clone();
        self.trial_on_engine(name, move || {
            tried()?;
            agreed.fetch_add(1, Ordering::Relaxed);
            Ok(())
        })
    }

    /// How many cases and scenarios there are, and what became of them so far.
    fn counted(&self) -> Counted {
        let cases = cases().map(is_granted::<S::Dialect>);
        let granted: Vec<bool> = cases.chain(scenarios::all().map(scenarios::is_granted::<S::Dialect>)).collect();
        Counted {
            all: granted.len(),
            granted: granted.into_iter().filter(|granted| *granted).count(),
            passed: self.agreed.load(Ordering::Relaxed),
        }
    }

    fn probe_trial(&self, construct: Construct) -> Trial {
        let (subject, passed) = (self.subject.clone(), self.passed.clone());
        let probes: Vec<Probe> = self.probes.iter().filter(|probe| probe.construct == construct).cloned().collect();
        let nonsense = match &self.engine {
            Engine::Here { nonsense, .. } => nonsense.clone(),
            _ => Nonsense::default(),
        };
        self.told_on_engine(format!("probe::{}", construct.name()), move || {
            let outcome = block_on(probe(subject.as_ref(), construct, &probes, &nonsense));
            lock(&passed).insert(construct.index(), outcome == Outcome::Passed);
            outcome
        })
    }

    /// Of what the engine can be opened with, narrowed.
    fn narrowed_trials(&self) -> Vec<Trial> {
        let mut trials = Vec::new();
        for narrowed in self.subject.narrowed() {
            let name = narrowed.name;
            if let Some(reason) = narrowed.not_asked {
                trials.push(not_proven::<S>(format!("narrowed::{name}"), reason));
                continue;
            }
            let asked = Arc::new(Asked::new(narrowed));
            let (subject, opened) = (self.subject.clone(), asked.clone());
            let opens = move || block_on(opened.opens(subject.as_ref()));
            trials.push(self.trial_on_engine(format!("narrowed::{name}"), opens));
            for construct in Construct::ALL {
                let (subject, asked, construct) = (self.subject.clone(), asked.clone(), *construct);
                let probes = self.probes.iter().filter(|probe| probe.construct == construct);
                let probes: Vec<Probe> = probes.cloned().collect();
                let trial = format!("narrowed::{name}::{}", construct.name());
                if let Some(reason) = asked.not_shown::<S>(construct, &probes) {
                    trials.push(not_proven::<S>(trial, reason));
                    continue;
                }
                let judged = self.narrowed.clone();
                let asked = move || {
                    let answer = block_on(asked.probe(subject.as_ref(), construct, &probes));
                    lock(&judged).entry(name).or_default().count(answer.is_ok());
                    answer
                };
                trials.push(self.trial_on_engine(trial, asked));
            }
        }
        trials
    }

    fn trial(&self, name: String, tried: impl Fn() -> Result<(), String> + Send + Sync + 'static) -> Trial {
        self.told(name, move || tried().map_or_else(Outcome::Failed, |()| Outcome::Passed))
    }

    fn told(&self, name: String, tried: impl Fn() -> Outcome + Send + Sync + 'static) -> Trial {
        Trial { name, tried: Arc::new(tried), limit: S::TIME_LIMIT * BLOCKED }
    }

    /// What needs an engine: tried if there is one.
    fn trial_on_engine(&self, name: String, tried: impl Fn() -> Result<(), String> + Send + Sync + 'static) -> Trial {
        self.told_on_engine(name, move || tried().map_or_else(Outcome::Failed, |()| Outcome::Passed))
    }

    fn told_on_engine(&self, name: String, tried: impl Fn() -> Outcome + Send + Sync + 'static) -> Trial {
        match (&self.engine, self.missing_engine) {
            (Engine::Here { .. }, _) => self.told(name, tried),
            (Engine::Missing(reason), MissingEngine::IsIgnored) => {
                let reason = reason.clone();
                Trial { name, tried: Arc::new(move || Outcome::Ignored(reason.clone())), limit: S::TIME_LIMIT }
            }
            (Engine::Missing(reason) | Engine::Broken(reason), _) => {
                let reason = reason.clone();
                self.told(name, move || Outcome::Unasked(reason.clone()))
            }
        }
    }

    fn proof(&self) -> Option<String> {
        let Engine::Here { name: engine, .. } = &self.engine else { return None };
        let capabilities = Capabilities::of::<S::Dialect>();
        let (passed, narrowed) = (lock(&self.passed), lock(&self.narrowed));
        let is_proof = |index: &usize| !S::NOT_PROVEN.iter().any(|construct| construct.index() == *index);
        let passed =
            passed.iter().filter(|(index, _)| is_proof(index)).map(|(index, passed)| (*index, *passed)).collect();
        Some(
            report::proof(S::Dialect::NAME, engine, &capabilities, &passed, self.counted())
                + &report::narrowings(&narrowed),
        )
    }
}

/// What no engine is asked: seen as ignored, with the reason.
fn not_proven<S: Subject>(name: String, reason: &'static str) -> Trial {
    let tried: Try = Arc::new(move || Outcome::Ignored(format!("declared, not proven: {reason}")));
    Trial { name, tried, limit: S::TIME_LIMIT }
}

/// Asks everything of one construct and judges the declared level.
async fn probe<S: Subject>(subject: &S, construct: Construct, probes: &[Probe], nonsense: &Nonsense) -> Outcome {
    let mut seen: Vec<Observed> = Vec::with_capacity(probes.len());
    for probe in probes {
        seen.push(ask(subject, probe, nonsense).await);
    }
    for by_hand in subject.by_hand().into_iter().filter(|probe| probe.construct == construct) {
        seen.push(ask_by_hand(by_hand).await);
    }
    let capabilities = Capabilities::of::<S::Dialect>();
    let (level, reason) = (capabilities.get(construct), capabilities.reason(construct));
    match proven::<S>(construct, level, reason, &seen) {
        Ok(()) => Outcome::Passed,
        Err(why) if is_contradicted(level, reason, &seen) => Outcome::Failed(why),
        Err(why) => Outcome::Unasked(why),
    }
}

/// Whether what was seen shows that `level` is rightly declared.
fn proven<S: Subject>(
    construct: Construct,
    level: Support,
    reason: Option<&str>,
    seen: &[Observed],
) -> Result<(), String> {
    let declared = format!("{} declares {} {level}", S::Dialect::NAME, construct.name());
    judge(level, reason, seen).map_err(|why| format!("{declared}, but {why}"))?;
    // What the builder writes in its place is shown by the builder's own trials.
    let shown = !UNWRITTEN.contains(&construct) || seen.contains(&Observed::ReplacementSeen);
    if level == Support::Rewritten && !shown {
        return Err(format!("{declared}, but no probe shows what stands in its place"));
    }
    match indistinct(level, reason, seen).as_slice() {
        [] => Ok(()),
        others => {
            let others: Vec<&str> = others.iter().copied().map(Support::words).collect();
            Err(format!("{declared}, and its probes would let {} pass as well", others.join(", ")))
        }
    }
}

async fn find_engine<S: Subject>(subject: &S) -> Engine {
    if let Some(reason) = subject.missing() {
        return Engine::Missing(format!("no {} to ask: {reason}", S::ENGINE));
    }
    match introduction(subject).await {
        Ok((version, nonsense)) => Engine::Here { name: format!("{} {version}", S::ENGINE), nonsense },
        Err(error) if error.class() == Some(ErrorClass::Unavailable) => {
            Engine::Missing(format!("no {} to ask: {error}", S::ENGINE))
        }
        Err(error) => Engine::Broken(format!("{} does not tell its version: {error}", S::ENGINE)),
    }
}

/// The engine's version, and what it says of texts that nobody understands.
async fn introduction<S: Subject>(subject: &S) -> Result<(String, Nonsense), Error> {
    let database = subject.open(&[]).await?;
    let mut connection = database.connect().await?;
    let rows = run_sql(connection.as_mut(), S::Dialect::NAME, S::VERSION, Vec::new()).await;
    connection.close().await?;
    let nonsense = Nonsense::of::<S>(database.as_ref()).await;
    subject.close(database).await?;
    let version = rows_text(&rows?).trim_matches(['(', ')', '\'']).to_owned();
    Ok((version, nonsense?))
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a future on this thread.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(future),
        // Without timers or sockets the suite's own futures still come to an end.
        Err(_) => futures_util::FutureExt::now_or_never(future).unwrap_or_else(|| std::process::exit(101)),
    }
}

/// The `main` of a dialect's `tests/conformance.rs`, with the arguments of any test: names to run, `--list`, `--skip`.
///
/// Without an engine the trials that need one are ignored, with the reason; with [`ENGINES`] set to `required`, as
/// `cargo xtask test` sets it, they fail.
pub fn run<S: Subject>(subject: S) -> ExitCode {
    let report = |variable| Some(PathBuf::from(std::env::var_os(variable)?).join(format!("{}.tsv", S::Dialect::NAME)));
    if let Some(path) = report(DECLARATION) {
        return written(&path, &report::declaration(&Capabilities::of::<S::Dialect>(), &subject.narrowed()));
    }
    let arguments = Arguments::from_args();
    let suite = match Suite::new(subject) {
        Ok(suite) => suite,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let trials = suite.trials().into_iter().map(|trial| {
        let name = format!("{}::{}", S::Dialect::NAME, trial.name());
        libtest_mimic::Trial::ignorable_test(name, move || match trial.run() {
            Outcome::Passed => Ok(Completion::Completed),
            Outcome::Ignored(reason) => Ok(Completion::ignored_with(reason)),
            Outcome::Failed(why) | Outcome::Unasked(why) => Err(why.into()),
        })
    });
    let code = libtest_mimic::run(&arguments, trials.collect()).exit_code();
    // Of a part of the trials the sentence would be wrong.
    if let (Engine::Here { name, .. }, None, false) = (&suite.engine, &arguments.filter, arguments.list) {
        println!("{}\n", suite.counted().sentence(S::Dialect::NAME, name));
    }
    match (report(PROOF), suite.proof()) {
        (Some(path), Some(proof)) if written(&path, &proof) == ExitCode::FAILURE => ExitCode::FAILURE,
        _ => code,
    }
}

fn written(path: &Path, text: &str) -> ExitCode {
    match std::fs::write(path, text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
