//! One probe: what the engine's words must say to be a refusal, and of which step rows are compared.

use std::sync::Arc;

use aludel_conformance::{Capabilities, ErrorClass, Opened, Probes, Subject, Suite, async_trait};

use crate::dialect::Toy;
use crate::engine::{Answer, Tiny};
use crate::lines_of;

/// Lends one probe, and an engine that answers it.
struct One {
    probe: &'static str,
    answers: Vec<(&'static str, Answer)>,
}

#[async_trait]
impl Subject for One {
    type Dialect = Toy;
    const ENGINE: &'static str = "Tiny";

    fn probes(&self) -> Result<Probes, String> {
        Probes::parse(&[("one.probes".to_owned(), self.probe.to_owned())])
    }

    async fn open(&self, _: &[(String, String)]) -> Opened {
        let answers = self.answers.iter().map(|(said, answer)| ((*said).to_owned(), *answer));
        let (answers, capabilities) = (Arc::new(answers.collect()), Capabilities::of::<Toy>());
        Ok(Arc::new(Tiny { answers, capabilities, at_work: Arc::default() }))
    }
}

/// What the suite says of a probe. The dialect lacks RETURNING.
fn told(probe: &'static str, answers: &[(&'static str, Answer)]) -> Result<Vec<String>, String> {
    let mut trials = Suite::new(One { probe, answers: answers.to_vec() })?.trials();
    let name = format!("probe::{}", probe.lines().next().unwrap_or_default());
    trials.retain(|trial| trial.name() == name);
    Ok(lines_of(&trials))
}

const ASKED: &str = "INSERT x RETURNING y";
const HERE: Answer = Answer::Says(ErrorClass::Syntax, "unexpected (at 10)");

#[test]
fn words_that_the_engine_says_of_nonsense_of_any_kind_and_class_are_no_refusal() -> Result<(), String> {
    let probe = "Returning\n  refusal NotFound: no such\n  ask INSERT x RETURNING y";
    let no_such = Answer::Says(ErrorClass::NotFound, "no such thing");
    assert_eq!(told(probe, &[(ASKED, no_such)])?, Vec::<String>::new());
    let other_class = Answer::Says(ErrorClass::Syntax, "no such thing");
    assert_eq!(told(probe, &[(ASKED, no_such), ("SELECT nonsense(1)", other_class)])?, Vec::<String>::new());
    for nonsense in ["NONSENSE nonsense", "SELECT nonsense(1)", "SELECT CAST(1 AS nonsense)", "SET nonsense = 1"] {
        assert_eq!(
            told(probe, &[(ASKED, no_such), (nonsense, no_such)])?,
            [format!(
                "probe::Returning FAILED: toy declares Returning absent, but the refusal names nothing: \"no such\" is what it \
                 says of `{nonsense}` too: not found: no such thing; give the probe words that name the construct, or the place \
                 of its word as `{{at WORD}}`, or a line `control` with the same statement without it"
            )]
        );
    }
    Ok(())
}

#[test]
fn the_place_of_the_construct_s_word_is_a_refusal_and_no_other_place() -> Result<(), String> {
    let nonsense = ("SELECT nonsense", HERE);
    let right = "Returning\n  refusal Syntax: unexpected (at {at RETURNING})\n  ask INSERT x RETURNING y";
    assert_eq!(told(right, &[(ASKED, HERE), nonsense])?, Vec::<String>::new());
    let wrong = "Returning\n  refusal Syntax: unexpected (at {at y})\n  ask INSERT x RETURNING y";
    assert_eq!(
        told(wrong, &[(ASKED, HERE), nonsense])?,
        [
            "probe::Returning FAILED: toy declares Returning absent, but what the engine refuses may be a slip of the probe: syntax \
          error: unexpected (at 10); if it means the construct, give the probe the words that say so, as `refusal Syntax: …`"
        ]
    );
    // Place 10 is not place 100.
    let open = "Returning\n  refusal Syntax: unexpected (at {at RETURNING}\n  ask INSERT x RETURNING y";
    assert_eq!(told(open, &[(ASKED, HERE), nonsense])?, Vec::<String>::new());
    let elsewhere = Answer::Says(ErrorClass::Syntax, "unexpected (at 100)");
    assert_eq!(told(open, &[(ASKED, elsewhere), nonsense])?.len(), 1);
    Ok(())
}

#[test]
fn a_control_that_the_engine_takes_shows_that_the_rest_is_well() -> Result<(), String> {
    let probe = "Returning\n  refusal Syntax: unexpected\n  control INSERT x\n  ask INSERT x RETURNING y";
    let nonsense = ("SELECT nonsense", HERE);
    assert_eq!(told(probe, &[(ASKED, HERE), nonsense, ("INSERT x", Answer::Does)])?, Vec::<String>::new());
    assert_eq!(
        told(probe, &[(ASKED, HERE), nonsense, ("INSERT x", HERE)])?,
        [
            "probe::Returning FAILED: toy declares Returning absent, but the probe says nothing: INSERT x: syntax error: unexpected \
          (at 10); if the engine refuses it in these words, give the probe a line `refusal CLASS: words`"
        ]
    );
    Ok(())
}

#[test]
fn a_control_says_nothing_of_what_is_asked_after_the_next() -> Result<(), String> {
    let probe = "Returning\n  refusal Syntax: unexpected\n  control INSERT x\n  ask INSERT x RETURNING a\n  \
                 ask INSERT x RETURNING y";
    let nonsense = ("SELECT nonsense", HERE);
    let told =
        told(probe, &[(ASKED, HERE), nonsense, ("INSERT x", Answer::Does), ("INSERT x RETURNING a", Answer::Does)])?;
    assert!(matches!(told.as_slice(), [line] if line.contains("the refusal names nothing")), "{told:?}");
    Ok(())
}

/// The rows of an earlier step say nothing of a later one.
#[test]
fn rows_are_compared_of_the_step_before_and_of_no_older_one() -> Result<(), String> {
    let answers = [("INSERT x", Answer::Does), ("SELECT x", Answer::Does)];
    let told_of = |probe| told(probe, &answers);
    assert_eq!(told_of("Insert\n  ask INSERT x\n  rows (1)")?, Vec::<String>::new());
    assert_eq!(
        told_of("Insert\n  begin\n  ask INSERT x\n  commit\n  effect SELECT x\n  rows (1)")?,
        Vec::<String>::new()
    );
    for probe in ["Insert\n  ask INSERT x\n  commit\n  rows (1)", "Insert\n  ask INSERT x\n  bulk 0 t\n  tells 1"] {
        assert_eq!(
            told_of(probe)?,
            [
                "probe::Insert FAILED: toy declares Insert full, but the probe says nothing, mend it: `rows` and `tells` compare \
              nothing: the step before them gave no rows"
            ]
        );
    }
    Ok(())
}
