//! Every construct is refused by its own name, where it is used.

use aludel_conformance::samples;
use aludel_dialect::{Any, Capabilities, Construct, Support};
use aludel_query::{BuildError, Statement, delete, exists, insert, literal, merge, select, star, update};

use crate::samples::{Everything, orders, spelling::Numbered, table, users};

fn without(construct: Construct) -> Capabilities {
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(construct, Support::Absent, "the test says so").unwrap();
    capabilities
}

#[test]
fn each_construct_is_refused_by_its_own_name() {
    let everything = Capabilities::of::<Everything>();
    for statement in samples() {
        let construct = statement.construct();
        if let Err(error) = statement.render(&Numbered, &everything) {
            panic!("{construct:?} is not written where it is granted: {error}");
        }
        match statement.render(&Numbered, &without(construct)) {
            Err(BuildError::Refused(refused)) => {
                assert_eq!(refused.construct(), construct);
                assert_eq!((refused.dialect(), refused.support()), ("everything", Support::Absent));
                assert_eq!(refused.reason(), Some("the test says so"));
            }
            other => panic!("{construct:?} is not refused: {other:?}"),
        }
    }
}

#[test]
fn a_construct_is_refused_however_deep_it_stands() {
    let t = table("t");
    let inner = select::<Any>(literal(1)).from(&t).filter(t.col("a").ilike("x"));
    let middle = select(star()).from(inner.subquery("s"));
    let outer = select(star()).from(middle.cte("c")).union(select(star()).from(&t));
    let error = outer.render(&Numbered, &without(Construct::Ilike)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "everything does not support ILIKE: the test says so; compare `lower()` of both sides"
    );
}

/// A rewrite that the renderer does not know is an error, never the native form.
#[test]
fn a_rewrite_is_promised_only_where_it_is_known() {
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(Construct::Ilike, Support::Rewritten, "another way").unwrap();
    let t = table("t");
    let statement = select::<Any>(t.col("a")).filter(t.col("b").ilike("x"));
    assert_eq!(
        statement.render(&Numbered, &capabilities).unwrap_err().to_string(),
        "everything declares ILIKE as rewritten, and no rewrite of it is known"
    );
}

/// What stands in an UPDATE's subquery is correlated with the UPDATE's table.
#[test]
fn subqueries_of_changes_are_correlated() {
    let (u, o) = (users(), orders());
    let theirs = || select(o.col("amount")).from(&o).filter(o.col("user_id").eq(u.col("id")));
    let own = || select(o.col("amount")).from(&o);
    let capabilities = without(Construct::CorrelatedSubquery);
    let refused = |statement: &dyn Statement<Any>| match statement.render(&Numbered, &capabilities) {
        Err(BuildError::Refused(refused)) => refused.construct() == Construct::CorrelatedSubquery,
        _ => false,
    };
    assert!(refused(&update(&u).set("total", theirs().scalar_subquery())));
    assert!(refused(&delete(&u).filter(exists(theirs()))));
    assert!(refused(&merge(&u, o.alias("x"), exists(theirs())).when_matched().delete()));
    assert!(refused(&insert(&u).values([("id", literal(1))]).returning(theirs().scalar_subquery())));
    assert!(!refused(&update(&u).set("total", own().scalar_subquery())));
    assert!(!refused(&delete(&u).filter(u.col("id").is_in(own()))));
}
