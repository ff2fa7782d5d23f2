//! What connections narrow the declaration to, and whether the engine refuses that too.

use aludel_dialect::{Capabilities, Construct, Dialect, Support};
use aludel_engine::{ErrorClass, ServerError};

use crate::ask::{ask_narrowed, capabilities_of};
use crate::judge::judge;
use crate::probe::Probe;
use crate::{Observed, Subject};

/// What a connection may narrow the declaration to: that of a read-only user, of an older server.
///
/// The builder must refuse what it lacks, with the reason. With [`refused_as`](Self::refused_as) the engine is asked as well:
/// every probe once more, of an engine that is narrowed so. What is taken away it must refuse, and what is left it must do.
#[derive(Clone, Debug)]
pub struct Narrowed {
    pub(crate) name: &'static str,
    pub(crate) capabilities: Capabilities,
    pub(crate) refusals: Vec<(ErrorClass, &'static str)>,
    granted_by_engine: &'static [Construct],
    shown_by_writing: &'static [Construct],
}

impl Narrowed {
    /// By a name, `read-only`, and what is left of the declaration.
    pub fn new(name: &'static str, capabilities: Capabilities) -> Self {
        Self { name, capabilities, refusals: Vec::new(), granted_by_engine: &[], shown_by_writing: &[] }
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

    /// Whether the engine is asked.
    pub(crate) fn is_asked(&self) -> bool {
        !self.refusals.is_empty()
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

/// Whether the engine opens with these capabilities.
pub(crate) async fn opens_narrowed<S: Subject>(subject: &S, narrowed: &Narrowed) -> Result<(), String> {
    let found = capabilities_of(subject, narrowed).await?;
    let differs = |construct: &Construct| found.get(*construct) != narrowed.capabilities.get(*construct);
    match Construct::ALL.iter().find(|construct| differs(construct)) {
        None => Ok(()),
        Some(construct) => Err(format!(
            "{} is {} there, and {} in what the subject says",
            construct.name(),
            found.get(*construct),
            narrowed.capabilities.get(*construct)
        )),
    }
}

/// Asks everything of one construct and judges what is left of it.
pub(crate) async fn probe<S: Subject>(
    subject: &S,
    construct: Construct,
    probes: &[Probe],
    narrowed: &Narrowed,
) -> Result<(), String> {
    let declared = Capabilities::of::<S::Dialect>().get(construct);
    // Of what is not granted there is nothing to take away.
    if !declared.is_granted() || narrowed.shown_by_writing.contains(&construct) {
        return Ok(());
    }
    let mut seen: Vec<Observed> = Vec::with_capacity(probes.len());
    for probe in probes {
        seen.push(ask_narrowed(subject, probe, narrowed).await);
    }
    if seen.is_empty() {
        // Asked by hand, below what can be narrowed.
        return Ok(());
    }
    let (level, reason) = (narrowed.capabilities.get(construct), narrowed.capabilities.reason(construct));
    let (judged, says) = match (level != declared, narrowed.granted_by_engine.contains(&construct)) {
        (true, false) => (judge(Support::Absent, reason, &seen), "takes it away"),
        (true, true) => (judge(Support::Withheld, reason, &seen), "takes away what the engine grants"),
        (false, _) => (judge(level, reason, &seen), "leaves it"),
    };
    judged.map_err(|why| format!("{} {} {says}, but {why}", S::Dialect::NAME, narrowed.name))
}
