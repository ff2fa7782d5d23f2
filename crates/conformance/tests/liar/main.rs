//! The suite's own test: a subject that tells the truth passes, and one that lies, in whichever way, fails with exactly
//! the lines that name the lie.
#![allow(missing_docs, reason = "a test")]

mod dialect;
mod engine;
mod narrowed;
mod nonsense;
mod stopping;

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use aludel_conformance::{MissingEngine as Missing, Opened, Outcome, Probes, Subject, Suite, Trial, async_trait};
use aludel_dialect::{Capabilities, Construct, Support};
use aludel_engine::{ErrorClass, ServerError};
use aludel_query::{BuildError, SqlDialect};

use crate::dialect::{Boaster, Toy};
use crate::engine::{Answer, Answers, Tiny};

const fn fails(class: ErrorClass) -> Answer {
    Answer::Fails(class)
}

const SYNTAX: Answer = fails(ErrorClass::Syntax);

/// What an engine answers of which all that `D` declares is true.
fn truth<D: SqlDialect>() -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for (construct, level) in Capabilities::of::<D>().iter() {
        let (with, without) = match level {
            Support::Full | Support::Withheld => (Answer::Does, Answer::Does),
            Support::NeedsWhere => (Answer::Does, Answer::Fails(ErrorClass::Refused)),
            Support::NoOp => (Answer::Nothing, Answer::Nothing),
            _ => (SYNTAX, SYNTAX),
        };
        answers.push((format!("use {}", construct.name()), with));
        answers.push((format!("bare {}", construct.name()), without));
    }
    answers
}

/// What the files forget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forgotten {
    Nothing,
    /// Every probe of this construct.
    Probes(Construct),
    /// What stands in the place of a rewritten construct.
    Replacement,
}

/// A probe of each construct.
fn probes(forgotten: Forgotten) -> Result<Probes, String> {
    let mut text = String::new();
    for construct in Construct::ALL.iter().filter(|construct| Forgotten::Probes(**construct) != forgotten) {
        let name = construct.name();
        let refusal = "refusal Syntax: so it is\n  refusal Refused: so it is";
        let ask = match *construct {
            Construct::StatementSettings => "carry a=1 =>",
            Construct::Cancel => "running how many are at work\n  cancel endless\n  ask",
            _ => "ask",
        };
        text += &format!("{name}\n  {refusal}\n  {ask} use {name}\n  noop (0)\n  rows (1)\n");
        match *construct {
            Construct::Update | Construct::Delete => {
                text += &format!("{name}\n  {refusal}\n  bare bare {name}\n  rows (1)\n");
            }
            Construct::StatementTimeout if forgotten != Forgotten::Replacement => {
                text += &format!("{name}\n  running how many are at work\n  timeout endless\n")
            }
            _ => {}
        }
    }
    Probes::parse(&[("all.probes".to_owned(), text)])
}

/// How the engine is opened.
#[derive(Clone, Copy, Default)]
enum Opens {
    #[default]
    Well,
    Missing,
    Fails(ErrorClass),
}

struct Liar<D> {
    answers: Answers,
    opens: Opens,
    forgotten: Forgotten,
    dialect: PhantomData<fn() -> D>,
}

impl<D: SqlDialect> Liar<D> {
    /// One that tells the truth but for these answers.
    fn but(lies: &[(&str, Answer)]) -> Self {
        let lies = lies.iter().map(|(said, answer)| ((*said).to_owned(), *answer));
        let answers = Arc::new(truth::<D>().into_iter().chain(lies).collect());
        Liar { answers, opens: Opens::Well, forgotten: Forgotten::Nothing, dialect: PhantomData }
    }
}

#[async_trait]
impl<D: SqlDialect> Subject for Liar<D> {
    type Dialect = D;
    const ENGINE: &'static str = "Tiny";
    const TIME_LIMIT: Duration = Duration::from_secs(12);

    fn probes(&self) -> Result<Probes, String> {
        probes(self.forgotten)
    }

    async fn open(&self, _: &[(String, String)]) -> Opened {
        match self.opens {
            Opens::Fails(class) => Err(ServerError::new(class, "it does not open").into()),
            _ => Ok(Arc::new(Tiny {
                answers: self.answers.clone(),
                capabilities: Capabilities::of::<D>(),
                at_work: Arc::default(),
            })),
        }
    }

    fn missing(&self) -> Option<String> {
        matches!(self.opens, Opens::Missing).then(|| "TINY_URL is not set".to_owned())
    }
}

/// The probes and refusals that did not pass, a line each. The engine is too small for cases.
fn lines<S: Subject>(suite: &Suite<S>) -> Vec<String> {
    let mut trials = suite.trials();
    trials.retain(|trial| trial.name().starts_with("probe::") || trial.name().starts_with("refusal::"));
    assert_eq!(trials.len(), 2 * Construct::ALL.len());
    lines_of(&trials)
}

fn lines_of(trials: &[Trial]) -> Vec<String> {
    let told = trials.iter().filter_map(|trial| match trial.run() {
        Outcome::Passed => None,
        Outcome::Failed(why) | Outcome::Unasked(why) => Some(format!("{} FAILED: {why}", trial.name())),
        Outcome::Ignored(why) => Some(format!("{} ignored: {why}", trial.name())),
    });
    told.collect()
}

fn told<S: Subject>(subject: S) -> Result<Vec<String>, String> {
    Ok(lines(&Suite::new(subject)?))
}

#[test]
fn the_truth_passes() -> Result<(), String> {
    assert_eq!(told(Liar::<Toy>::but(&[]))?, Vec::<String>::new());
    Ok(())
}

/// What the engine is told, how it answers against the declaration, and what the line says of it.
const LIES: [(&str, Answer, &str); 24] = [
    // Declared too high
    (
        "use Insert",
        SYNTAX,
        "full, but the engine refuses it, so mend the probe or declare it absent: syntax error: so it is",
    ),
    (
        "use Insert",
        fails(ErrorClass::Refused),
        "full, but the engine refuses it, so mend the probe or declare it absent: not supported by the engine: so it is",
    ),
    (
        "use Insert",
        Answer::Errs,
        "full, but the engine accepts it, with another effect: found (7), expected (1); mend the probe, or withhold it",
    ),
    (
        "use Insert",
        Answer::Nothing,
        "full, but the engine accepts it and does nothing: declare it `no_op`, or withhold it",
    ),
    (
        "bare Update",
        SYNTAX,
        "full, but the engine refuses it without WHERE, so declare it `needs_where`: syntax error: so it is",
    ),
    (
        "use Delete",
        SYNTAX,
        "needs where, but the engine refuses it, so mend the probe or declare it absent: syntax error: so it is",
    ),
    (
        "use Transaction",
        SYNTAX,
        "no-op, but the engine refuses it, so mend the probe or declare it absent: syntax error: so it is",
    ),
    (
        "use Truncate",
        SYNTAX,
        "withheld, but there is nothing to withhold, the engine refuses it, so declare it absent: syntax error: so it is",
    ),
    // Declared too low
    (
        "use Returning",
        Answer::Does,
        "absent, but the engine accepts it: declare it full, or withhold it with the reason",
    ),
    (
        "use Returning",
        Answer::Errs,
        "absent, but the engine accepts it: declare it full, or withhold it with the reason",
    ),
    (
        "use Returning",
        Answer::Nothing,
        "absent, but the engine accepts it: declare it full, or withhold it with the reason",
    ),
    ("use StatementTimeout", Answer::Does, "rewritten, but the engine accepts it: declare it full"),
    (
        "bare Delete",
        Answer::Does,
        "needs where, but the engine accepts it without WHERE: declare it full, or give the probe words of your \
         reason, as `ours …`",
    ),
    // The wrong level
    ("use Transaction", Answer::Does, "no-op, but the engine really does it: declare it full"),
    (
        "use Transaction",
        Answer::Errs,
        "no-op, but the engine accepts it, with another effect: found (7), expected (1); mend the probe, or withhold it",
    ),
    // An error of another class is no refusal
    (
        "use Returning",
        fails(ErrorClass::NotFound),
        "absent, but the probe says nothing: use Returning: not found: so it is; if the engine refuses \
         it in these words, give the probe a line `refusal CLASS: words`",
    ),
    (
        "use Returning",
        fails(ErrorClass::Unavailable),
        "absent, but the probe says nothing: use Returning: unavailable: so it is; if the engine refuses \
         it in these words, give the probe a line `refusal CLASS: words`",
    ),
    (
        "use Returning",
        fails(ErrorClass::Auth),
        "absent, but the probe says nothing: use Returning: not allowed: so it is; if the engine refuses \
         it in these words, give the probe a line `refusal CLASS: words`",
    ),
    (
        "bare Delete",
        fails(ErrorClass::NotFound),
        "needs where, but the probe says nothing, mend it: bare Delete: not found: so it is",
    ),
    // A slip of the pen is a syntax error too
    (
        "use Insert",
        Answer::SeesSlip,
        "full, but the engine refuses it, so mend the probe or declare it absent: syntax error: near \"slip\"",
    ),
    (
        "use Returning",
        Answer::SeesSlip,
        "absent, but what the engine refuses may be a slip of the probe: syntax error: near \"slip\"; if it means the \
         construct, give the probe the words that say so, as `refusal Syntax: …`",
    ),
    (
        "use StatementTimeout",
        Answer::SeesSlip,
        "rewritten, but what the engine refuses may be a slip of the probe: syntax error: near \"slip\"; if it means the \
         construct, give the probe the words that say so, as `refusal Syntax: …`",
    ),
    (
        "bare Delete",
        Answer::SeesSlip,
        "needs where, but what the engine refuses may be a slip of the probe: syntax error: near \"slip\"; if it means the \
         construct, give the probe the words that say so, as `refusal Syntax: …`",
    ),
    (
        "use Truncate",
        Answer::SeesSlip,
        "withheld, but there is nothing to withhold, the engine refuses it, so declare it absent: syntax error: near \"slip\"",
    ),
];

#[test]
fn each_lie_is_told_by_its_own_line_and_no_other() -> Result<(), String> {
    for (said, answer, words) in LIES {
        // What the engine answers is of no concern to the builder, so the builder's trials are left out here.
        let mut trials = Suite::new(Liar::<Toy>::but(&[(said, answer)]))?.trials();
        trials.retain(|trial| trial.name().starts_with("probe::"));
        let construct = said.split(' ').next_back().unwrap_or_default();
        let line = format!("probe::{construct} FAILED: toy declares {construct} {words}");
        assert_eq!(lines_of(&trials), [line], "{said} {answer:?}");
    }
    Ok(())
}

#[test]
fn several_lies_are_several_lines() -> Result<(), String> {
    let told = told(Liar::<Toy>::but(&[("use Insert", SYNTAX), ("use Returning", Answer::Does)]))?;
    let names: Vec<&str> = told.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["probe::Insert", "probe::Returning"]);
    Ok(())
}

/// The builder would have to do what is promised here, and can't: a rewrite, and a part of what is absent.
#[test]
fn what_is_promised_and_can_not_be_written_fails() -> Result<(), String> {
    assert_eq!(
        told(Liar::<Boaster>::but(&[]))?,
        [
            "refusal::MergeCondition FAILED: as declared: it is full, and can't be written: Merge, which stands in all that \
             use it, is refused",
            "refusal::PositionalJoin FAILED: as declared: it is rewritten, and fails for another reason: boaster declares \
             POSITIONAL (PASTE) JOIN as rewritten, and no rewrite of it is known"
        ]
    );
    Ok(())
}

#[test]
fn a_construct_without_a_probe_fails() -> Result<(), String> {
    let liar = Liar { forgotten: Forgotten::Probes(Construct::Having), ..Liar::<Toy>::but(&[]) };
    assert_eq!(
        told(liar)?,
        [
            "probe::Having FAILED: toy declares Having full, but there is no probe of it: add one, which would work if the engine had it"
        ]
    );
    Ok(())
}

/// What the engine lacks and no statement of the builder replaces must be shown to be replaced.
#[test]
fn a_replacement_that_nobody_shows_fails() -> Result<(), String> {
    let liar = Liar { forgotten: Forgotten::Replacement, ..Liar::<Toy>::but(&[]) };
    assert_eq!(
        told(liar)?,
        [
            "probe::StatementTimeout FAILED: toy declares StatementTimeout rewritten, but no probe shows what stands in its \
          place"
        ]
    );
    Ok(())
}

/// Where a case is not granted its twin runs: the statement is refused, and no engine is needed for that.
#[test]
fn a_case_that_is_not_granted_is_refused() -> Result<(), String> {
    let suite = Suite::new(not_opened(Opens::Missing))?.with_missing_engine(Missing::IsIgnored);
    let granted = |case: &aludel_conformance::Case| {
        let capabilities = Capabilities::of::<Toy>();
        let rendered = (case.statement)().render(Toy::spelling(), &capabilities);
        case.needs.iter().all(|need| capabilities.grants(*need)) && !matches!(rendered, Err(BuildError::Value { .. }))
    };
    let (mut ignored, mut refused) = (0, 0);
    let trials = suite.trials();
    for case in aludel_conformance::cases() {
        let name = format!("case::{}", case.name);
        let trial = trials.iter().find(|trial| trial.name() == name).ok_or(format!("there is no {name}"))?;
        match (trial.run(), granted(case)) {
            (Outcome::Ignored(_), true) => ignored += 1,
            (Outcome::Passed, false) => refused += 1,
            (outcome, granted) => return Err(format!("{name} is granted: {granted}, and {outcome:?}")),
        }
    }
    assert!(ignored > 300 && refused > 5, "{ignored} {refused}");
    Ok(())
}

/// The same of scenarios: this dialect's transactions undo nothing.
#[test]
fn a_scenario_that_is_not_granted_is_refused() -> Result<(), String> {
    let suite = Suite::new(not_opened(Opens::Missing))?.with_missing_engine(Missing::IsIgnored);
    let (mut ignored, mut refused) = (0, 0);
    for trial in suite.trials().iter().filter(|trial| trial.name().starts_with("scenario::")) {
        match trial.run() {
            Outcome::Ignored(_) => ignored += 1,
            Outcome::Passed => refused += 1,
            Outcome::Failed(why) | Outcome::Unasked(why) => return Err(format!("{}: {why}", trial.name())),
        }
    }
    assert!(ignored >= 15 && refused >= 10, "{ignored} {refused}");
    Ok(())
}

/// A case that needs more than it says would fail on a dialect that lacks it. Parameters are what all are sent with.
#[test]
fn cases_name_all_that_they_need() -> Result<(), Box<dyn std::error::Error>> {
    let mut unnamed = Vec::new();
    for case in aludel_conformance::cases() {
        let mut named = case.needs.clone();
        named.push(Construct::ServerParameters);
        loop {
            let mut capabilities = Capabilities::of::<Toy>();
            let others = Construct::ALL.iter().filter(|construct| !named.contains(construct));
            capabilities.narrow_all(others.copied(), Support::Absent, "the test says so")?;
            match (case.statement)().render(Toy::spelling(), &capabilities) {
                Err(BuildError::Refused(refused)) if !named.contains(&refused.construct()) => {
                    unnamed.push(format!("{} needs {:?}", case.name, refused.construct()));
                    named.push(refused.construct());
                }
                _ => break,
            }
        }
    }
    assert!(unnamed.is_empty(), "and they do not say so:\n{}", unnamed.join("\n"));
    Ok(())
}

/// A subject that has no time.
struct Hurried(Liar<Toy>);

#[async_trait]
impl Subject for Hurried {
    type Dialect = Toy;
    const ENGINE: &'static str = "Tiny";
    const TIME_LIMIT: Duration = Duration::from_millis(100);

    fn probes(&self) -> Result<Probes, String> {
        self.0.probes()
    }

    async fn open(&self, settings: &[(String, String)]) -> Opened {
        self.0.open(settings).await
    }
}

#[test]
fn what_does_not_end_fails_instead_of_hanging() -> Result<(), String> {
    for (answer, words) in [
        (
            Answer::Waits,
            "toy declares Insert full, but the probe says nothing, mend it: it does not end within 100ms; something that the driver \
             or the subject's `settle` waits for does not come",
        ),
        (Answer::Blocks, "it holds its thread for more than 1s; a driver must not block, but wait"),
    ] {
        let mut trials = Suite::new(Hurried(Liar::but(&[("use Insert", answer)])))?.trials();
        trials.retain(|trial| trial.name() == "probe::Insert");
        assert_eq!(lines_of(&trials), [format!("probe::Insert FAILED: {words}")]);
    }
    Ok(())
}

fn not_opened(opens: Opens) -> Liar<Toy> {
    Liar { opens, ..Liar::but(&[]) }
}

#[test]
fn a_missing_engine_is_ignored_with_the_reason_or_a_failure_and_never_passed() -> Result<(), String> {
    for (opens, reason) in [
        (Opens::Missing, "no Tiny to ask: TINY_URL is not set"),
        (Opens::Fails(ErrorClass::Unavailable), "no Tiny to ask: unavailable: it does not open"),
    ] {
        let every = |what: &str| -> Vec<String> {
            Construct::ALL.iter().map(|construct| format!("probe::{} {what}: {reason}", construct.name())).collect()
        };
        assert_eq!(lines(&Suite::new(not_opened(opens))?.with_missing_engine(Missing::IsIgnored)), every("ignored"));
        assert_eq!(lines(&Suite::new(not_opened(opens))?.with_missing_engine(Missing::Fails)), every("FAILED"));
    }
    Ok(())
}

/// A wrong password is not a missing engine.
#[test]
fn an_engine_that_does_not_open_is_a_failure() -> Result<(), String> {
    let told = lines(&Suite::new(not_opened(Opens::Fails(ErrorClass::Auth)))?.with_missing_engine(Missing::IsIgnored));
    assert_eq!(told.len(), Construct::ALL.len());
    assert_eq!(told[0], "probe::Insert FAILED: Tiny does not tell its version: not allowed: it does not open");
    Ok(())
}
