//! Whether a level may be declared of a construct for which the engine did this.

use aludel_dialect::Support;
use aludel_engine::ErrorClass;

/// What was seen when a construct was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Observed {
    /// Accepted, with the effect that was expected.
    Seen,
    /// Accepted; the effect was another.
    Unseen(String),
    /// Accepted, and nothing was done: what a no-op leaves is what was found.
    NothingDone,
    /// Refused, in the words in which the engine says that it lacks the construct.
    Refused(String),
    /// Refused, as a syntax error or as something that the engine does not do, in words that the probe does not give: what is
    /// wrong may be the probe.
    RefusedInOtherWords(ErrorClass, String),
    /// Refused, in words that the engine says of nonsense too.
    RefusedAsNonsense(String),
    /// Accepted without WHERE, with the effect that was expected. The words are those of the reason why we refuse it all
    /// the same, if the probe gives some.
    SeenWithoutWhere(Option<String>),
    /// Refused without WHERE.
    RefusedWithoutWhere(String),
    /// What we do in the construct's place has the effect that was expected.
    ReplacementSeen,
    /// What we do in the construct's place has another effect.
    ReplacementUnseen(String),
    /// The probe itself went wrong, so that it says nothing about the construct.
    Broken(String),
}

/// Whether `level` may be declared, for `reason`, of a construct of which this was seen.
///
/// # Errors
/// What contradicts it, one line for each probe that does.
pub fn judge(level: Support, reason: Option<&str>, seen: &[Observed]) -> Result<(), String> {
    if seen.is_empty() {
        return Err("there is no probe of it: add one, which would work if the engine had it".to_owned());
    }
    let mut wrong: Vec<String> = seen.iter().filter_map(|one| judge_one(level, reason, one).err()).collect();
    if wrong.is_empty()
        && let Some(missing) = missing(level, seen)
    {
        wrong.push(missing.to_owned());
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Whether something that was seen says that `level` is wrongly declared. A probe that went wrong says nothing, nor does a
/// refusal that may mean something else.
pub(crate) fn is_contradicted(level: Support, reason: Option<&str>, seen: &[Observed]) -> bool {
    use Support::{Absent, NeedsWhere, Rewritten, Withheld};
    let says_nothing = |one: &Observed| {
        matches!(
            (level, one),
            (_, Observed::Broken(_))
                | (Absent | Rewritten | Withheld, Observed::RefusedAsNonsense(_))
                | (Absent | Rewritten | NeedsWhere, Observed::RefusedInOtherWords(..))
        )
    };
    seen.iter().any(|one| !says_nothing(one) && judge_one(level, reason, one).is_err())
}

fn judge_one(level: Support, reason: Option<&str>, seen: &Observed) -> Result<(), String> {
    use Observed::{
        Broken, NothingDone, Refused, RefusedAsNonsense, RefusedInOtherWords, RefusedWithoutWhere, ReplacementSeen,
        ReplacementUnseen, Seen, SeenWithoutWhere, Unseen,
    };
    match (level, seen) {
        (Support::Deferred, _) => Err("no dialect declares this".to_owned()),
        (Support::Absent | Support::Rewritten, Broken(what)) => Err(format!(
            "the probe says nothing: {what}; if the engine refuses it in these words, give the probe a line \
             `refusal CLASS: words`"
        )),
        (_, Broken(what)) => Err(format!("the probe says nothing, mend it: {what}")),

        (Support::Full, Seen | SeenWithoutWhere(_)) => Ok(()),
        (Support::NeedsWhere, Seen | RefusedWithoutWhere(_)) => Ok(()),
        (Support::NoOp, NothingDone) => Ok(()),
        (Support::Rewritten, ReplacementSeen) => Ok(()),
        (Support::Withheld, Seen | Unseen(_) | NothingDone | SeenWithoutWhere(_)) => Ok(()),
        // Refused without a WHERE, it is there with one.
        (Support::Withheld, RefusedWithoutWhere(_)) => Ok(()),
        (Support::Absent | Support::Rewritten, Refused(_) | RefusedWithoutWhere(_)) => Ok(()),

        (Support::NeedsWhere, SeenWithoutWhere(None)) => Err(
            "the engine accepts it without WHERE: declare it full, or give the probe words of your reason, as `ours …`"
                .to_owned(),
        ),
        (Support::NeedsWhere, SeenWithoutWhere(Some(words))) => match reason {
            Some(reason) if reason.contains(words) => Ok(()),
            _ => Err(format!("we refuse it without WHERE, and the declared reason does not say {words:?}")),
        },
        (Support::Full, RefusedWithoutWhere(what)) => {
            Err(format!("the engine refuses it without WHERE, so declare it `needs_where`: {what}"))
        }
        (Support::Full | Support::NeedsWhere | Support::NoOp, Refused(what) | RefusedAsNonsense(what))
        | (Support::Full | Support::NoOp, RefusedInOtherWords(_, what)) => {
            Err(format!("the engine refuses it, so mend the probe or declare it absent: {what}"))
        }
        (Support::NeedsWhere | Support::Rewritten | Support::Absent, RefusedInOtherWords(class, what)) => Err(format!(
            "what the engine refuses may be a slip of the probe: {what}; if it means the construct, give the probe the words \
             that say so, as `refusal {class:?}: …`"
        )),
        (Support::Rewritten | Support::Absent | Support::Withheld, RefusedAsNonsense(what)) => Err(format!(
            "the refusal names nothing: {what}; give the probe words that name the construct, or the place of its word as \
             `{{at WORD}}`, or a line `control` with the same statement without it"
        )),
        (Support::Full | Support::NeedsWhere, NothingDone) => {
            Err("the engine accepts it and does nothing: declare it `no_op`, or withhold it".to_owned())
        }
        (Support::NoOp, Seen | SeenWithoutWhere(_)) => Err("the engine really does it: declare it full".to_owned()),
        (Support::NoOp, RefusedWithoutWhere(what)) => {
            Err(format!("the engine refuses it, so mend the probe or declare it absent: {what}"))
        }
        (Support::Full | Support::NeedsWhere | Support::NoOp, Unseen(what)) => {
            Err(format!("the engine accepts it, with another effect: {what}; mend the probe, or withhold it"))
        }
        (Support::Rewritten, Seen | Unseen(_) | NothingDone | SeenWithoutWhere(_)) => {
            Err("the engine accepts it: declare it full".to_owned())
        }
        (Support::Absent, Seen | Unseen(_) | NothingDone | SeenWithoutWhere(_)) => {
            Err("the engine accepts it: declare it full, or withhold it with the reason".to_owned())
        }
        (Support::Withheld, Refused(what) | RefusedInOtherWords(_, what)) => {
            Err(format!("there is nothing to withhold, the engine refuses it, so declare it absent: {what}"))
        }
        (Support::Rewritten, ReplacementUnseen(what)) => {
            Err(format!("what is done in its place has another effect: {what}"))
        }
        (_, ReplacementSeen | ReplacementUnseen(_)) => {
            Err("the probe shows what is done in its place, and nothing is".to_owned())
        }
    }
}

/// What must be among the probes of a level and is not.
fn missing(level: Support, seen: &[Observed]) -> Option<&'static str> {
    let has = |wanted: fn(&Observed) -> bool| seen.iter().any(wanted);
    let without_where =
        |one: &Observed| matches!(one, Observed::SeenWithoutWhere(_) | Observed::RefusedWithoutWhere(_));
    match level {
        Support::NeedsWhere if !has(without_where) => Some("no probe asks it without WHERE: add one with `bare`"),
        Support::NeedsWhere if !has(|one| *one == Observed::Seen) => Some("no probe asks it with a WHERE: add one"),
        Support::Rewritten | Support::Absent if !has(|one| matches!(one, Observed::Refused(_))) => {
            Some("no probe asks the engine for its whole form: add one with `ask`")
        }
        _ => None,
    }
}

/// The levels that the same observations also fit, and rightly: whether we withhold what works, and whether we write
/// something in the place of what does not, is our own decision. Every other level must contradict what was seen.
fn also_fits(level: Support, other: Support) -> bool {
    use Support::{Absent, Full, NeedsWhere, NoOp, Rewritten, Withheld};
    matches!(
        (level, other),
        (Full | NeedsWhere | NoOp, Withheld)
            | (Withheld, Full | NeedsWhere | NoOp)
            | (Rewritten, Absent)
            | (Absent, Rewritten)
    )
}

/// The levels that these observations would let pass although they say something else: a probe that can't tell.
pub fn indistinct(level: Support, reason: Option<&str>, seen: &[Observed]) -> Vec<Support> {
    let ours = seen.iter().any(|one| matches!(one, Observed::SeenWithoutWhere(Some(_))));
    let fits = |other| also_fits(level, other) || (ours && level == Support::NeedsWhere && other == Support::Full);
    let others = Support::ALL.iter().copied().filter(|other| *other != level && !fits(*other));
    others.filter(|other| judge(*other, reason, seen).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::Observed::*;
    use super::*;

    #[test]
    fn no_probe_and_an_error_of_another_kind_fail_at_every_level() {
        for level in Support::ALL {
            assert!(judge(*level, None, &[]).is_err());
            assert!(judge(*level, None, &[Broken("there is no table t".to_owned())]).is_err());
        }
    }

    #[test]
    fn one_probe_that_passes_does_not_cover_for_another() {
        let broken = [Broken("there is no network".to_owned())];
        assert!(!is_contradicted(Support::Full, None, &broken), "it says nothing");
        assert!(is_contradicted(Support::Full, None, &[Refused(String::new())]));
        assert!(is_contradicted(Support::Absent, None, &[broken[0].clone(), Seen]));
        assert!(judge(Support::Full, None, &[Seen, Unseen("(1)".to_owned())]).is_err());
        assert!(judge(Support::Absent, None, &[Refused(String::new()), Seen]).is_err());
        assert!(judge(Support::Rewritten, None, &[Refused(String::new()), Unseen(String::new())]).is_err());
    }

    /// For each thing that can be seen, the levels that it fits.
    #[test]
    fn each_level_has_its_own_judgement() {
        use Support::{Absent, Full, NeedsWhere, NoOp, Rewritten, Withheld};
        let refused = || Refused("no".to_owned());
        let bare_refused = || RefusedWithoutWhere("no".to_owned());
        let cases: [(Vec<Observed>, &[Support]); 10] = [
            (vec![Seen], &[Full, Withheld]),
            (vec![Seen, SeenWithoutWhere(None)], &[Full, Withheld]),
            (vec![Seen, bare_refused()], &[NeedsWhere, Withheld]),
            (vec![Seen, SeenWithoutWhere(Some("slip".to_owned()))], &[Full, NeedsWhere, Withheld]),
            (vec![Seen, SeenWithoutWhere(Some("other".to_owned()))], &[Full, Withheld]),
            (vec![NothingDone], &[NoOp, Withheld]),
            (vec![Unseen("0".to_owned())], &[Withheld]),
            (vec![refused()], &[Rewritten, Absent]),
            (vec![refused(), bare_refused()], &[Rewritten, Absent]),
            (vec![refused(), ReplacementSeen], &[Rewritten]),
        ];
        for (seen, fitting) in cases {
            for level in Support::ALL {
                let judged = judge(*level, Some("a slip of the pen"), &seen);
                assert_eq!(judged.is_ok(), fitting.contains(level), "{level} of {seen:?}: {judged:?}");
            }
        }
    }

    #[test]
    fn a_probe_that_can_not_tell_is_found() {
        assert_eq!(indistinct(Support::Full, None, &[Seen]), []);
        assert_eq!(indistinct(Support::Absent, None, &[Refused(String::new())]), []);
        let both = [Seen, SeenWithoutWhere(Some("slip".to_owned()))];
        assert_eq!(indistinct(Support::NeedsWhere, Some("a slip"), &both), []);
        assert_eq!(indistinct(Support::Full, Some("a slip"), &both), [Support::NeedsWhere]);
    }
}
