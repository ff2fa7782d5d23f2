//! Is the declaration true? Every construct is asked of the engine itself, in SQL below the builder, and what is seen is
//! held against the declared level: a construct declared too high fails, and so does one declared too low.
//!
//! The probes are data, `data/probes/<dialect>/*.probes`; those that can't be said in SQL are functions of `by_hand`.

#[path = "declaration/by_hand.rs"]
mod by_hand;
#[path = "declaration/probe.rs"]
mod probe;
#[path = "declaration/show.rs"]
mod show;

use std::collections::BTreeMap;

use aludel::duckdb::DuckDb;
use aludel::{Capabilities, Construct, Support};

use crate::probe::{Observed, Probe};

/// Whether a level may be declared of a construct for which this was seen.
fn judge(level: Support, seen: &[Observed]) -> Result<(), String> {
    if seen.is_empty() {
        return Err("no probe".to_owned());
    }
    let wrong: Vec<String> = seen.iter().filter_map(|one| judge_one(level, one).err()).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n    ")) }
}

fn judge_one(level: Support, seen: &Observed) -> Result<(), String> {
    match (level, seen) {
        (_, Observed::Broken(what)) => Err(format!("the probe says nothing: {what}")),
        (Support::Full | Support::NeedsWhere | Support::NoOp, Observed::Seen) => Ok(()),
        (Support::Full | Support::NeedsWhere | Support::NoOp, Observed::Unseen(what)) => {
            Err(format!("accepted, but without the effect: {what}"))
        }
        (Support::Full | Support::NeedsWhere | Support::NoOp, Observed::Refused(what)) => {
            Err(format!("declared too high: {what}"))
        }
        (Support::Rewritten | Support::Absent, Observed::Refused(_)) => Ok(()),
        (Support::Rewritten | Support::Absent, _) => Err("declared too low: the engine accepts it".to_owned()),
        (Support::Withheld, Observed::Seen | Observed::Unseen(_)) => Ok(()),
        (Support::Withheld, Observed::Refused(what)) => Err(format!("the engine has no form of it: {what}")),
        (Support::Deferred, _) => Err("no dialect declares this".to_owned()),
    }
}

/// What was seen of each construct, by its place in the list.
type Seen = BTreeMap<usize, Vec<Observed>>;

async fn ask_everything() -> Result<(Seen, usize), String> {
    let probes = Probe::read_all("duckdb")?;
    let mut seen = Seen::new();
    for (number, probe) in probes.iter().enumerate() {
        seen.entry(probe.construct.index()).or_default().push(probe.ask(number).await);
    }
    for (construct, ask) in by_hand::ALL {
        seen.entry(construct.index()).or_default().push(ask());
    }
    Ok((seen, probes.len() + by_hand::ALL.len()))
}

#[tokio::test]
async fn duckdb_is_what_it_is_declared_to_be() {
    let capabilities = Capabilities::of::<DuckDb>();
    let (seen, probes) = ask_everything().await.expect("probes that can be read");
    let mut failures = Vec::new();
    for construct in Construct::ALL {
        let level = capabilities.get(*construct);
        let of_it = seen.get(&construct.index()).map_or(&[][..], Vec::as_slice);
        if let Err(why) = judge(level, of_it) {
            failures.push(format!("{construct:?}, declared {level}:\n    {why}"));
            continue;
        }
        // What passes at this level passes at none that says otherwise, or the probe can't tell.
        let lies: &[Support] = match level {
            Support::Full | Support::NeedsWhere | Support::NoOp => &[Support::Rewritten, Support::Absent],
            Support::Rewritten | Support::Absent => &[Support::Full, Support::NeedsWhere, Support::Withheld],
            Support::Withheld => &[Support::Rewritten, Support::Absent],
            Support::Deferred => &[],
        };
        for lie in lies.iter().filter(|lie| judge(**lie, of_it).is_ok()) {
            failures.push(format!("{construct:?}, declared {level}: its probes would let {lie} pass"));
        }
    }
    println!("{probes} probes of {} constructs", Construct::ALL.len());
    assert!(failures.is_empty(), "{} constructs:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn a_construct_without_a_probe_and_an_error_of_another_kind_fail() {
    for level in Support::ALL {
        assert!(judge(*level, &[]).is_err());
        assert!(judge(*level, &[Observed::Broken("there is no table t".to_owned())]).is_err());
    }
    // One probe that passes does not cover for another.
    assert!(judge(Support::Full, &[Observed::Seen, Observed::Unseen("(1)".to_owned())]).is_err());
    assert!(judge(Support::Absent, &[Observed::Refused(String::new()), Observed::Seen]).is_err());
}

/// What is declared rewritten because the engine has no setting for it works nevertheless.
#[tokio::test]
async fn a_timeout_ends_a_statement_without_a_setting_of_the_engine() {
    let engine = aludel::connect("duckdb://").await.expect("an engine in memory");
    let endless = aludel::text("SELECT count(*) FROM range(1000000000000) a(x), range(1000000) b(y) WHERE x + y = -1");
    let begun = std::time::Instant::now();
    let error = engine.fetch(endless).timeout(std::time::Duration::from_millis(100)).await.expect_err("no end");
    assert!(matches!(error, aludel::Error::Timeout(_)), "{error}");
    let answer: i32 = engine.fetch_scalar(aludel::text("SELECT 1")).await.expect("a connection that works");
    assert_eq!(answer, 1);
    assert!(begun.elapsed() < std::time::Duration::from_secs(10));
}
