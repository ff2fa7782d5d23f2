//! A subject that narrows its declaration, and what becomes of it when that is not true.

use std::path::Path;
use std::sync::Arc;

use aludel_conformance::{Capabilities, ErrorClass, Narrowed, Opened, Phase, Probes, Subject, Suite, async_trait};
use aludel_dialect::{Construct, Support};

use crate::dialect::Toy;
use crate::engine::{Answer, Tiny};
use crate::{Forgotten, fails, lines_of, probes, truth};

/// Says that it may not insert.
struct ReadOnly {
    /// What the engine that is narrowed answers otherwise.
    but: (&'static str, Answer),
    /// What it opens with.
    opens: Capabilities,
}

fn read_only() -> Capabilities {
    let mut capabilities = Capabilities::of::<Toy>();
    capabilities.narrow(Construct::Insert, Support::Withheld, "it was opened read-only").expect("it is granted");
    capabilities
}

#[async_trait]
impl Subject for ReadOnly {
    type Dialect = Toy;
    const ENGINE: &'static str = "Tiny";

    fn probes(&self) -> Result<Probes, String> {
        probes(Forgotten::Nothing)
    }

    async fn open(&self, _: &[(String, String)]) -> Opened {
        Ok(Arc::new(Tiny {
            answers: Arc::new(truth::<Toy>().into_iter().collect()),
            capabilities: self.opens.clone(),
            at_work: Arc::default(),
        }))
    }

    fn narrowed(&self) -> Vec<Narrowed> {
        vec![Narrowed::new("read-only", read_only()).refused_as(ErrorClass::Refused, "so it is")]
    }

    async fn open_narrowed(&self, _: &Narrowed, _: Phase, _: &Path, _: &[(String, String)]) -> Opened {
        let narrowed = [("use Insert", fails(ErrorClass::Refused)), self.but];
        let narrowed = narrowed.map(|(said, answer)| (said.to_owned(), answer));
        let answers = Arc::new(truth::<Toy>().into_iter().chain(narrowed).collect());
        Ok(Arc::new(Tiny { answers, capabilities: self.opens.clone(), at_work: Arc::default() }))
    }
}

#[test]
fn what_is_narrowed_is_asked_of_an_engine_that_is_narrowed() -> Result<(), String> {
    let refused = fails(ErrorClass::Refused);
    let cases: [(_, _, &[&str]); 4] = [
        (("use Having", Answer::Does), read_only(), &[]),
        (
            ("use Insert", Answer::Does),
            read_only(),
            &[
                "narrowed::read-only::Insert FAILED: toy read-only takes it away, but the engine accepts it: declare it full, or withhold it with the reason",
            ],
        ),
        (
            ("use Having", refused),
            read_only(),
            &["narrowed::read-only::Having FAILED: toy read-only leaves it, but the engine refuses it, so mend the \
                 probe or declare it absent: not supported by the engine: so it is"],
        ),
        (
            ("use Having", Answer::Does),
            Capabilities::of::<Toy>(),
            &["narrowed::read-only FAILED: Insert is full there, and withheld in what the subject says"],
        ),
    ];
    for (but, opens, expected) in cases {
        let mut trials = Suite::new(ReadOnly { but, opens })?.trials();
        trials.retain(|trial| trial.name().starts_with("narrowed::"));
        assert_eq!(trials.len(), 1 + Construct::ALL.len());
        assert_eq!(lines_of(&trials), expected);
    }
    Ok(())
}

/// What is narrowed may refuse what was to show the effect: then nothing is shown, and what was found before is no effect.
#[test]
fn an_effect_that_is_refused_shows_nothing() -> Result<(), String> {
    let probe = "Having\n  refusal Refused: so it is\n  ask use Having\n  effect bare Update\n  rows (1)";
    let mut trials = Suite::new(Shows(probe))?.trials();
    trials.retain(|trial| trial.name() == "narrowed::read-only::Having");
    assert_eq!(
        lines_of(&trials),
        [
            "narrowed::read-only::Having FAILED: toy read-only leaves it, but the probe says nothing, mend it: `rows` and `tells` \
          compare nothing: the step before them gave no rows"
        ]
    );
    Ok(())
}

/// One probe, whose effect a narrowed engine refuses to show.
struct Shows(&'static str);

#[async_trait]
impl Subject for Shows {
    type Dialect = Toy;
    const ENGINE: &'static str = "Tiny";

    fn probes(&self) -> Result<Probes, String> {
        Probes::parse(&[("one.probes".to_owned(), self.0.to_owned())])
    }

    async fn open(&self, settings: &[(String, String)]) -> Opened {
        self.inner().open(settings).await
    }

    fn narrowed(&self) -> Vec<Narrowed> {
        self.inner().narrowed()
    }

    async fn open_narrowed(
        &self,
        narrowed: &Narrowed,
        phase: Phase,
        directory: &Path,
        settings: &[(String, String)],
    ) -> Opened {
        self.inner().open_narrowed(narrowed, phase, directory, settings).await
    }
}

impl Shows {
    fn inner(&self) -> ReadOnly {
        ReadOnly { but: ("bare Update", fails(ErrorClass::Refused)), opens: read_only() }
    }
}
