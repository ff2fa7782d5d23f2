//! The builder against the declaration: what is declared is granted or refused, by its name, and what is refused reaches
//! no connection.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use aludel_dialect::{Capabilities, Construct, Dialect, Refused, Support};
use aludel_engine::{Engine, Error};
use aludel_query::SqlDialect;

use crate::lent::{Counting, engine_of};
use crate::samples::{Where, samples_without_where};
use crate::suite::block_on;
use crate::verbs::Called;
use crate::{Sample, Subject, samples, verbs};

type Refusal = Box<dyn Fn() -> Result<(), String> + Send + Sync>;

/// One trial for each construct.
pub(crate) fn trials<S: Subject>(subject: &Arc<S>) -> Vec<(String, Refusal)> {
    Construct::ALL
        .iter()
        .map(|construct| {
            let (subject, construct) = (subject.clone(), *construct);
            let refusal: Refusal = Box::new(move || {
                let mut all = vec![("as declared", Capabilities::of::<S::Dialect>())];
                all.extend(subject.narrowed().into_iter().map(|narrowed| (narrowed.name, narrowed.capabilities)));
                all.extend(narrowed_here::<S::Dialect>(construct));
                let mut samples: Vec<Sample> = samples().into_iter().chain(samples_without_where()).collect();
                samples.retain(|sample| sample.construct() == construct);
                for (name, capabilities) in all {
                    block_on(refusal::<S::Dialect>(construct, &samples, capabilities))
                        .map_err(|why| format!("{name}: {why}"))?;
                }
                Ok(())
            });
            (format!("refusal::{}", construct.name()), refusal)
        })
        .collect()
}

/// The declaration with this one construct at every level below its own.
fn narrowed_here<D: Dialect>(construct: Construct) -> Vec<(&'static str, Capabilities)> {
    let reason = "the suite lowered it";
    [Support::NeedsWhere, Support::Withheld, Support::Absent]
        .into_iter()
        .filter_map(|level| {
            let mut capabilities = Capabilities::of::<D>();
            capabilities.narrow(construct, level, reason).ok()?;
            Some((level.words(), capabilities))
        })
        .collect()
}

async fn refusal<D: SqlDialect>(
    construct: Construct,
    samples: &[Sample],
    capabilities: Capabilities,
) -> Result<(), String> {
    if capabilities.get(construct) != Support::Full && capabilities.reason(construct).is_none_or(str::is_empty) {
        return Err("no reason is given".to_owned());
    }
    let database = Counting::new(D::NAME, capabilities.clone(), D::spelling());
    let wire = database.wire();
    let engine = engine_of(Arc::new(database)).await.map_err(|error| error.to_string())?;
    let mut judged = Vec::new();
    if verbs::ALL.contains(&construct) {
        let Called { answer, sent } = verbs::call(construct, &engine, &wire).await;
        judged.push(judge(construct, &capabilities, Where::Whole, answer, sent)?);
    }
    for sample in samples {
        for way in [Way::Execute, Way::Fetch] {
            let before = wire.load(Ordering::Relaxed);
            let answer = way.run(&engine, sample).await;
            let sent = wire.load(Ordering::Relaxed) - before;
            judged.push(judge(construct, &capabilities, sample.where_clause(), answer, sent)?);
        }
    }
    if let (false, Err(refused)) = (capabilities.grants(construct), capabilities.require(construct)) {
        says_why(&capabilities, &refused)?;
    }
    is_written(construct, &capabilities, &judged)
}

/// What is granted can be written: at least one of the statements that use it uses nothing that is refused.
fn is_written(construct: Construct, capabilities: &Capabilities, judged: &[Judged]) -> Result<(), String> {
    let mut others: Vec<&str> = judged
        .iter()
        .filter_map(|judged| match judged {
            Judged::BecauseOf(other) => Some(other.name()),
            _ => None,
        })
        .collect();
    others.dedup();
    if !capabilities.grants(construct) || others.is_empty() || judged.contains(&Judged::Written) {
        return Ok(());
    }
    let (level, others) = (capabilities.get(construct), others.join(", "));
    Err(format!("it is {level}, and can't be written: {others}, which stands in all that use it, is refused"))
}

#[derive(Clone, Copy)]
enum Way {
    Execute,
    Fetch,
}

impl Way {
    async fn run(self, engine: &Engine, sample: &Sample) -> Result<(), Error> {
        match self {
            Way::Execute => engine.execute(sample).await.map(|_| ()),
            Way::Fetch => engine.fetch(sample).await.map(|_| ()),
        }
    }
}

/// What became of a statement, as it is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Judged {
    /// It was sent.
    Written,
    /// It was refused because of the construct that it is a sample of.
    Refused,
    /// It was refused because of another construct in it.
    BecauseOf(Construct),
}

/// Whether the answer is the declared one, and nothing was sent of what is refused.
fn judge(
    construct: Construct,
    capabilities: &Capabilities,
    where_clause: Where,
    answer: Result<(), Error>,
    sent: usize,
) -> Result<Judged, String> {
    let level = capabilities.get(construct);
    let slip = level == Support::NeedsWhere && where_clause == Where::Missing;
    match answer {
        Ok(()) if slip => Err("it needs a WHERE, and is written without".to_owned()),
        Ok(()) if !level.is_granted() => Err(format!("it is {level}, and is written all the same")),
        Ok(()) if sent == 0 => Err("it is granted, and nothing was sent".to_owned()),
        Ok(()) => Ok(Judged::Written),
        Err(_) if sent > 0 => Err(format!("{sent} messages were sent of what failed")),
        Err(Error::Refused(refused)) => {
            let named = refused.construct();
            if capabilities.grants(named) && capabilities.get(named) != Support::NeedsWhere {
                return Err(format!("{named:?} is refused, which is {}", capabilities.get(named)));
            }
            if named == construct && level.is_granted() && !slip {
                return Err(format!("it is {level}, and is refused: {refused}"));
            }
            says_why(capabilities, &refused)?;
            Ok(if named == construct { Judged::Refused } else { Judged::BecauseOf(named) })
        }
        Err(error) => Err(format!("it is {level}, and fails for another reason: {error}")),
    }
}

/// Whether a refusal says dialect, construct, level, reason and the way out, as they are declared.
fn says_why(capabilities: &Capabilities, refused: &Refused) -> Result<(), String> {
    let construct = refused.construct();
    let said = (refused.dialect(), refused.support(), refused.reason());
    let declared = (capabilities.dialect(), capabilities.get(construct), capabilities.reason(construct));
    if said != declared {
        return Err(format!("the refusal of {construct:?} says {said:?}, declared is {declared:?}"));
    }
    let words = refused.to_string();
    let parts = [capabilities.dialect(), construct.words(), declared.2.unwrap_or_default(), refused.way_out()];
    match parts.iter().find(|part| !words.contains(*part)) {
        Some(part) => Err(format!("the refusal does not say {part:?}: {words}")),
        None => Ok(()),
    }
}
