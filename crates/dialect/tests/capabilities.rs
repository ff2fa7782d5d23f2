//! The declaration as data: it says what the types say, it only narrows, and it explains its refusals.

mod samples;

use std::collections::BTreeSet;

use aludel_dialect::{Any, Capabilities, Construct, Dialect, Level, Levels, Refused, Support};
use samples::{Duck, House, Quest};

// What a program can know of a dialect before it runs.
const _: () = {
    assert!(Construct::Delete.declared_by::<Duck>().is_granted());
    assert!(matches!(Construct::Update.declared_by::<House>(), Support::Withheld));
};
const QUEST: Capabilities = Capabilities::of::<Quest>();

#[test]
fn the_list_is_without_doubles_and_in_order() {
    let names: BTreeSet<_> = Construct::ALL.iter().map(|construct| construct.name()).collect();
    let words: BTreeSet<_> = Construct::ALL.iter().map(|construct| construct.words()).collect();
    assert_eq!(names.len(), Construct::ALL.len());
    assert_eq!(words.len(), Construct::ALL.len());
    for (place, construct) in Construct::ALL.iter().enumerate() {
        assert_eq!(construct.index(), place);
        assert!(!construct.way_out().is_empty() && !construct.way_out().ends_with('.'), "{construct}");
        assert!((1..=aludel_dialect::LIST_VERSION).contains(&construct.since()), "{construct}");
    }
    assert_eq!(format!("{:?} {}", Construct::DistinctOn, Construct::DistinctOn), "DistinctOn DISTINCT ON");
}

#[test]
fn capabilities_say_what_the_types_say() {
    let types = [
        (Construct::Delete, <House as Levels>::Delete::VALUE),
        (Construct::Update, <House as Levels>::Update::VALUE),
        (Construct::Returning, <House as Levels>::Returning::VALUE),
        (Construct::MergeReturning, <House as Levels>::MergeReturning::VALUE),
        (Construct::Transaction, <House as Levels>::Transaction::VALUE),
        (Construct::Rollback, <House as Levels>::Rollback::VALUE),
        (Construct::Savepoint, <House as Levels>::Savepoint::VALUE),
        (Construct::RowLock, <House as Levels>::RowLock::VALUE),
    ];
    let house = Capabilities::of::<House>();
    assert_eq!(house.iter().len(), Construct::ALL.len());
    for (construct, support) in house.iter() {
        let typed = types.iter().find(|(other, _)| *other == construct).map_or(Support::Full, |(_, support)| *support);
        assert_eq!(support, typed, "{construct}");
        assert_eq!(house.get(construct), typed);
        assert_eq!(construct.declared_by::<House>(), typed);
        assert_eq!(house.grants(construct), typed.is_granted());
        assert_eq!(house.require(construct).is_ok(), typed.is_granted());
        assert_eq!(
            house.reason(construct).is_some(),
            typed != Support::Full,
            "{construct}: each other level has a reason"
        );
    }
    assert_eq!(<Any as Levels>::Delete::VALUE, Support::Deferred);
    assert_eq!((House::NAME, House::SCHEMES), ("house", &["house", "sample"][..]));
}

#[test]
fn narrowing_only_goes_down() {
    // A construct of each level, in a dialect that has it.
    let start = [
        (Capabilities::of::<Duck>(), Construct::Delete, Support::Full),
        (Capabilities::of::<House>(), Construct::Delete, Support::NeedsWhere),
        (QUEST, Construct::Having, Support::Rewritten),
        (Capabilities::of::<House>(), Construct::Transaction, Support::NoOp),
        (Capabilities::of::<House>(), Construct::Update, Support::Withheld),
        (Capabilities::of::<House>(), Construct::Returning, Support::Absent),
    ];
    for (capabilities, construct, from) in start {
        assert_eq!(capabilities.get(construct), from);
        for &to in Support::ALL {
            let mut narrowed = capabilities.clone();
            let done = narrowed.narrow(construct, to, "the server is old");
            assert_eq!(done.is_ok(), from.narrows_to(to), "{from} to {to}");
            if done.is_ok() {
                assert_eq!(narrowed.get(construct), to);
                let reason = if from == to { capabilities.reason(construct) } else { Some("the server is old") };
                assert_eq!(narrowed.reason(construct), reason, "{from} to {to}");
            } else {
                assert_eq!(narrowed, capabilities);
            }
            assert!(from.is_granted() || !narrowed.grants(construct), "{from} to {to} widened");
        }
    }
}

#[test]
fn narrowing_is_an_order() {
    for &a in Support::ALL {
        assert_eq!(a.narrows_to(a), a != Support::Deferred);
        for &b in Support::ALL {
            assert!(a == b || !(a.narrows_to(b) && b.narrows_to(a)), "{a} and {b}");
            assert!(a.is_granted() || !b.is_granted() || !a.narrows_to(b), "{a} to {b}");
            assert!(a == b || !matches!(b, Support::Full | Support::NoOp | Support::Deferred) || !a.narrows_to(b));
            for &c in Support::ALL {
                assert!(!(a.narrows_to(b) && b.narrows_to(c)) || a.narrows_to(c), "{a} to {b} to {c}");
            }
        }
    }
}

#[test]
fn narrowing_all_takes_all_or_nothing() {
    let mut duck = Capabilities::of::<Duck>();
    let writes = [Construct::Insert, Construct::Delete, Construct::Savepoint];
    duck.narrow_all(writes, Support::Withheld, "the token is read-only").expect("all may go down");
    assert_eq!(writes.map(|write| duck.get(write)), [Support::Withheld, Support::Withheld, Support::Absent]);
    assert_eq!(duck.reason(Construct::Insert), Some("the token is read-only"));
    assert_eq!(duck.reason(Construct::Savepoint), Some("it has no savepoints"));
    assert_eq!(
        duck.narrowed().collect::<Vec<_>>(),
        [(Construct::Insert, "the token is read-only"), (Construct::Delete, "the token is read-only")]
    );

    let before = duck.clone();
    let error = duck
        .narrow_all([Construct::Update, Construct::RowLock], Support::Rewritten, "never")
        .expect_err("a no-op can't be rewritten");
    assert_eq!(duck, before);
    assert_eq!(
        error.to_string(),
        "duck has row locks (FOR UPDATE, FOR SHARE) at level \"no-op\", \
         which a connection can't turn into \"rewritten\""
    );
}

#[test]
fn a_clone_narrows_alone() {
    let mut first = Capabilities::of::<Duck>();
    first.narrow(Construct::Insert, Support::Withheld, "one").expect("down");
    let mut second = first.clone();
    second.narrow(Construct::Insert, Support::Absent, format!("version {}", 2)).expect("down");
    assert_eq!((first.get(Construct::Insert), first.reason(Construct::Insert)), (Support::Withheld, Some("one")));
    assert_eq!(second.reason(Construct::Insert), Some("version 2"));
    assert_ne!(first, second);
    assert_eq!(second.narrowed().count(), 1);
}

#[test]
fn equal_are_those_that_grant_alike_for_the_same_reasons() {
    assert_eq!(Capabilities::of::<Duck>(), Capabilities::of::<Duck>());
    assert_ne!(Capabilities::of::<Duck>(), Capabilities::of::<House>());
    let narrowed = |reason: &'static str| {
        let mut duck = Capabilities::of::<Duck>();
        duck.narrow(Construct::Insert, Support::Absent, reason).expect("down");
        duck
    };
    assert_eq!(narrowed("a"), narrowed("a"));
    assert_ne!(narrowed("a"), narrowed("b"));
    assert_eq!(
        format!("{:?}", Capabilities::of::<Duck>()),
        r#"Capabilities { dialect: "duck", not_full: {MergeReturning: Rewritten, Savepoint: Absent, RowLock: NoOp} }"#
    );
}

#[test]
fn a_refusal_says_who_what_why_and_the_way_out() {
    let house = Capabilities::of::<House>();
    let refused = house.require(Construct::Update).expect_err("withheld");
    assert_eq!(
        refused.to_string(),
        "house does not support UPDATE: mutations rewrite whole parts; \
         insert the changed rows anew, or use the engine's own mutation"
    );
    assert_eq!(
        (refused.dialect(), refused.construct(), refused.support()),
        ("house", Construct::Update, Support::Withheld)
    );
    assert_eq!(refused.reason(), Some("mutations rewrite whole parts"));
    assert_eq!(refused.way_out(), Construct::Update.way_out());

    let no_reason = Refused::new("house", Construct::Update, Support::Absent, None);
    assert_eq!(
        no_reason.to_string(),
        "house does not support UPDATE; insert the changed rows anew, or use the engine's own mutation"
    );
}

#[test]
fn a_missing_where_is_named_after_its_statement() {
    assert_eq!(Capabilities::of::<House>().require(Construct::Delete), Ok(Support::NeedsWhere));
    assert_eq!(
        Capabilities::of::<House>().refusal(Construct::Delete).to_string(),
        "house refuses DELETE without WHERE: a DELETE without WHERE is a slip; \
         add a condition, or empty the table on purpose with TRUNCATE"
    );
    assert_eq!(
        Refused::without_where("quest", Construct::Update, Some("it is a slip".into())).to_string(),
        "quest refuses UPDATE without WHERE: it is a slip; add a condition that says which rows"
    );
}

#[test]
fn they_are_small_and_shared() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Capabilities>();
    shared::<Refused>();
    let word = size_of::<usize>();
    assert_eq!(size_of::<Capabilities>(), 2 * word);
    assert_eq!(size_of::<Refused>(), word);
    assert!(size_of::<Result<Support, Refused>>() <= 2 * word);
}
