//! What connections narrow the declaration to, and whether the engine refuses that too.

use aludel_dialect::{Capabilities, Construct, Dialect, Support};
use aludel_engine::{ErrorClass, ServerError};
use tokio::sync::OnceCell;

use crate::ask::{ask_narrowed, opened_narrowed};
use crate::judge::judge;
use crate::nonsense::Nonsense;
use crate::probe::Probe;
use crate::{Observed, Subject};

/// What a connection may narrow the declaration to: that of a read-only user, of an older server.
///
/// The builder must refuse what it lacks, with the reason. The engine is asked as well: every probe once more, of an engine that
/// is narrowed so. What is taken away it must refuse, as [`refused_as`](Self::refused_as) says, and what is left it must do. Where
/// no such engine can be run, [`not_asked`](Self::not_asked) says why.
#[derive(Clone, Debug)]
pub struct Narrowed {
    pub(crate) name: &'static str,
    pub(crate) capabilities: Capabilities,
    pub(crate) refusals: Vec<(ErrorClass, &'static str)>,
    granted_by_engine: &'static [Construct],
    shown_by_writing: &'static [Construct],
    /// Why no engine is asked.
    pub(crate) not_asked: Option<&'static str>,
}

impl Narrowed {
    /// By a name, `read-only`, and what is left of the declaration.
    pub fn new(name: &'static str, capabilities: Capabilities) -> Self {
        Self {
            name,
            capabilities,
            refusals: Vec::new(),
            granted_by_engine: &[],
            shown_by_writing: &[],
            not_asked: None,
        }
    }

    /// How the engine refuses what is taken away: an error of this class with these words.
    #[must_use]
    pub fn refused_as(mut self, class: ErrorClass, words: &'static str) -> Self {
        self.refusals.push((class, words));
        self
    }

    /// What the engine still does and is taken away all the same, because it can't be written without something else that is.
    #[must_use]
    pub fn although_granted(self, constructs: &'static [Construct]) -> Self {
        Self { granted_by_engine: constructs, ..self }
    }

    /// What is left, and can't be seen by an engine that is narrowed so: their probes write to show it.
    #[must_use]
    pub fn shown_by_writing(self, constructs: &'static [Construct]) -> Self {
        Self { shown_by_writing: constructs, ..self }
    }

    /// Why no engine is asked: it is declared, not proven, and its trial is ignored with this reason.
    #[must_use]
    pub fn not_asked(self, reason: &'static str) -> Self {
        Self { not_asked: Some(reason), ..self }
    }

    /// Whether the engine refuses, with this error, what is taken away.
    pub(crate) fn refuses(&self, error: &ServerError) -> bool {
        self.refusals.iter().any(|(class, words)| error.class == *class && error.message.contains(words))
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// A database that is narrowed has to be filled before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Opened as it is declared, with nothing in it: tables are made.
    Filling,
    /// Closed since, and opened again, narrowed: it is asked.
    Asking,
}

/// What an engine that is narrowed is asked.
pub(crate) struct Asked {
    narrowed: Narrowed,
    /// With what it opens, and what it says of texts that nobody understands: asked by the first trial that wants to know.
    opened: OnceCell<(Capabilities, Nonsense)>,
}

impl Asked {
    pub(crate) fn new(narrowed: Narrowed) -> Self {
        Self { narrowed, opened: OnceCell::new() }
    }

    async fn opened<S: Subject>(&self, subject: &S) -> Result<&(Capabilities, Nonsense), String> {
        self.opened.get_or_try_init(|| opened_narrowed(subject, &self.narrowed)).await
    }

    /// Whether the engine opens with these capabilities.
    pub(crate) async fn opens<S: Subject>(&self, subject: &S) -> Result<(), String> {
        let (found, _) = self.opened(subject).await?;
        let said = &self.narrowed.capabilities;
        match Construct::ALL.iter().find(|construct| found.get(**construct) != said.get(**construct)) {
            None => Ok(()),
            Some(construct) => Err(format!(
                "{} is {} there, and {} in what the subject says",
                construct.name(),
                found.get(*construct),
                said.get(*construct)
            )),
        }
    }

    /// Why an engine that is narrowed so can't show the construct.
    pub(crate) fn not_shown<S: Subject>(&self, construct: Construct, probes: &[Probe]) -> Option<&'static str> {
        match Capabilities::of::<S::Dialect>().get(construct).is_granted() {
            true if self.narrowed.shown_by_writing.contains(&construct) => Some("its probe writes to show it"),
            true if probes.is_empty() => Some("it is asked by hand, of an engine that is not narrowed"),
            _ => None,
        }
    }

    /// Asks everything of one construct and judges what is left of it.
    pub(crate) async fn probe<S: Subject>(
        &self,
        subject: &S,
        construct: Construct,
        probes: &[Probe],
    ) -> Result<(), String> {
        let narrowed = &self.narrowed;
        let declared = Capabilities::of::<S::Dialect>().get(construct);
        // Of what is not granted there is nothing to take away.
        if !declared.is_granted() {
            return Ok(());
        }
        let (_, nonsense) = self.opened(subject).await?;
        let mut seen: Vec<Observed> = Vec::with_capacity(probes.len());
        for probe in probes {
            seen.push(ask_narrowed(subject, probe, nonsense, narrowed).await);
        }
        let (level, reason) = (narrowed.capabilities.get(construct), narrowed.capabilities.reason(construct));
        let (judged, says) = match (level != declared, narrowed.granted_by_engine.contains(&construct)) {
            (true, false) => (judge(Support::Absent, reason, &seen), "takes it away"),
            (true, true) => (judge(Support::Withheld, reason, &seen), "takes away what the engine grants"),
            (false, _) => (judge(level, reason, &seen), "leaves it"),
        };
        judged.map_err(|why| format!("{} {} {says}, but {why}", S::Dialect::NAME, narrowed.name))
    }
}
