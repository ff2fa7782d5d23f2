//! Joins, and what they do with keys that are NULL.

use aludel_dialect::Any;
use aludel_query::{Joins, Select, Table, select};

use super::{Fixture, area};

fn sides() -> (Table, Table) {
    (Fixture::Things.table(), Fixture::Parts.table())
}

fn pairs(join: impl FnOnce(&Table, &Table) -> aludel_query::Source<Any>) -> Select<Any> {
    let (things, parts) = sides();
    select((things.col("id"), parts.col("part"))).from(join(&things, &parts))
}

area! {
    an_inner_join_finds_no_partner_for_null (InnerJoin) [Things, Parts]
        pairs(|t, p| t.join(p, t.col("n").eq(p.col("of")))).order_by([sides().0.col("id"), sides().1.col("part")])
        => "(1, 'a') (1, 'b')";
    a_left_join_keeps_what_has_no_partner (LeftJoin) [Things, Parts]
        pairs(|t, p| t.left_join(p, t.col("n").eq(p.col("of")).and(p.col("part").eq("a")))).order_by(sides().0.col("id"))
        => "(1, 'a') (2, NULL) (3, NULL) (4, NULL)";
    a_cross_join_pairs_all (CrossJoin) [Things, Parts]
        pairs(|t, p| t.cross_join(p)).filter(sides().0.col("id").eq(1)).order_by(sides().1.col("part"))
        => "(1, 'a') (1, 'b') (1, 'c')";
}
