//! Joins, and what they do with keys that are NULL.

use aludel_dialect::{Any, Interval};
use aludel_query::{Expr, Horizon, Horizons, IntoSource, Joins, Select, Source, Table, TimeBound, func, select, using};

use super::{Fixture, area};

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn p(column: &str) -> Expr<Any> {
    Fixture::Parts.col(column)
}

fn things() -> Table {
    Fixture::Things.table()
}

fn parts() -> Table {
    Fixture::Parts.table()
}

fn same() -> Expr<Any> {
    t("n").eq(p("of"))
}

fn first_part() -> Expr<Any> {
    same().and(p("part").eq("a"))
}

fn pairs(joined: Source<Any>) -> Select<Any> {
    select((t("id"), p("part"))).from(joined)
}

fn by_id(joined: Source<Any>) -> Select<Any> {
    pairs(joined).order_by((t("id"), p("part")))
}

fn ids(joined: Source<Any>) -> Select<Any> {
    select(t("id")).from(joined).order_by(t("id"))
}

fn things_again() -> Table {
    things().alias("again")
}

/// How `asks` find their `ticks`: of the same symbol, the latest that is not later.
fn asked() -> Expr<Any> {
    Fixture::Asks.col("sym").eq(Fixture::Ticks.col("sym")).and(Fixture::Asks.col("at").ge(Fixture::Ticks.col("at")))
}

fn quotes(joined: Source<Any>) -> Select<Any> {
    let want = || Fixture::Asks.col("want");
    select((want(), Fixture::Ticks.col("v"))).from(joined).order_by(want())
}

fn asks() -> Source<Any> {
    Fixture::Asks.table().into_source()
}

fn of_the_same() -> Expr<Any> {
    Fixture::Asks.col("sym").eq(Fixture::Ticks.col("sym"))
}

/// With the ticks of so many seconds before and behind.
fn around(before: i64, behind: i64) -> Source<Any> {
    let bounds = (TimeBound::Preceding(Interval::seconds(before)), TimeBound::Following(Interval::seconds(behind)));
    asks().window_join(Fixture::Ticks.table(), of_the_same()).range_between(bounds.0, bounds.1)
}

fn near(joined: Source<Any>) -> Select<Any> {
    let (want, v) = (|| Fixture::Asks.col("want"), || Fixture::Ticks.col("v"));
    select((want(), func::count(v()).label("rows"), func::max(v()).label("most"))).from(joined).order_by(want())
}

/// At each distance: how many find a tick, and how many there are.
fn at_distances(horizon: &Horizon) -> Select<Any> {
    let found = func::count(Fixture::Ticks.col("v")).label("found");
    select((horizon.offset(), found, func::count_rows().label("all")))
        .from(asks().horizon_join(Fixture::Ticks.table(), of_the_same(), horizon))
        .group_by(horizon.offset())
        .order_by(horizon.offset())
}

area! {
    an_inner_join_finds_no_partner_for_null (InnerJoin) [Things, Parts]
        by_id(things().join(parts(), same())) => "(1, 'a') (1, 'b')";
    an_inner_join_on_an_inequality (InnerJoin) [Things, Parts]
        by_id(things().join(parts(), t("n").gt(p("of")))) => "(2, 'a') (2, 'b')";
    an_inner_join_on_nothing_is_empty (InnerJoin) [Things, Parts]
        by_id(things().join(parts(), t("n").eq(p("of")).and(t("id").gt(100)))) => "none";
    a_join_that_takes_null_for_a_value (InnerJoin, IsDistinctFrom) [Things, Parts]
        by_id(things().join(parts(), t("n").is_not_distinct_from(p("of")))) => "(1, 'a') (1, 'b') (3, 'c')";
    a_left_join_keeps_what_has_no_partner (LeftJoin) [Things, Parts]
        pairs(things().left_join(parts(), first_part())).order_by(t("id")) => "(1, 'a') (2, NULL) (3, NULL) (4, NULL)";
    a_left_join_repeats_what_has_two_partners (LeftJoin, NullsOrder) [Things, Parts]
        pairs(things().left_join(parts(), same())).order_by((t("id").asc(), p("part").asc().nulls_last()))
        => "(1, 'a') (1, 'b') (2, NULL) (3, NULL) (4, NULL)";
    a_condition_of_the_join_is_no_filter (LeftJoin) [Things, Parts]
        pairs(things().left_join(parts(), same().and(t("id").gt(100)))).order_by(t("id"))
        => "(1, NULL) (2, NULL) (3, NULL) (4, NULL)";
    a_filter_behind_a_left_join_takes_its_nulls_away (LeftJoin) [Things, Parts]
        by_id(things().left_join(parts(), same())).filter(p("part").is_not_null()) => "(1, 'a') (1, 'b')";
    what_has_no_partner_is_found_by_its_null (LeftJoin) [Things, Parts]
        ids(things().left_join(parts(), same())).filter(p("part").is_null()) => "(2) (3) (4)";
    a_right_join_keeps_what_has_no_partner (RightJoin) [Things, Parts]
        pairs(things().right_join(parts(), same())).order_by(p("part")) => "(1, 'a') (1, 'b') (NULL, 'c')";
    a_full_join_keeps_both (FullJoin, NullsOrder) [Things, Parts]
        pairs(things().full_join(parts(), same())).order_by((t("id").asc().nulls_last(), p("part").asc().nulls_last()))
        => "(1, 'a') (1, 'b') (2, NULL) (3, NULL) (4, NULL) (NULL, 'c')";
    a_cross_join_pairs_all (CrossJoin) [Things, Parts]
        by_id(things().cross_join(parts())).filter(t("id").eq(1)) => "(1, 'a') (1, 'b') (1, 'c')";
    a_cross_join_multiplies (CrossJoin) [Things, Parts]
        select(func::count_rows()).from(things().cross_join(parts())) => "(12)";
    a_table_is_joined_with_itself (InnerJoin) [Things]
        select((t("id"), things_again().col("id")))
            .from(things().join(things_again(), t("id").lt(things_again().col("id"))))
            .filter(t("id").ge(3)) => "(3, 4)";
    three_tables_are_joined (InnerJoin) [Things, Parts, Sales]
        select((t("id"), p("part"), Fixture::Sales.col("id")))
            .from(things().join(parts(), same()).join(Fixture::Sales.table(), t("id").eq(Fixture::Sales.col("id"))))
            .order_by(p("part")) => "(1, 'a', 1) (1, 'b', 1)";
    a_join_using_a_column_finds_equals (JoinUsing, InnerJoin) [Kept, Arrived]
        select((Fixture::Kept.col("name"), Fixture::Arrived.col("n")))
            .from(Fixture::Kept.table().join(Fixture::Arrived.table(), using(["id"]))) => "('b', 200)";
    a_join_using_a_column_finds_no_partner_for_null (JoinUsing, InnerJoin) [Things]
        select(func::count_rows()).from(things().join(things_again(), using(["n"]))) => "(3)";
    a_left_join_using_a_column_keeps_null (JoinUsing, LeftJoin) [Things]
        select((func::count_rows(), func::count(things_again().col("id"))))
            .from(things().left_join(things_again(), using(["n"]))) => "(4, 3)";
    a_natural_join_finds_no_partner_for_null (NaturalJoin) [Things]
        select(func::count_rows()).from(things().natural_join(things_again())) => "(3)";
    a_natural_join_finds_equals_in_all_that_both_have (NaturalJoin, DerivedTable) [Kept, Arrived]
        select(Fixture::Kept.col("name")).from(
            Fixture::Kept.table().natural_join(select(Fixture::Arrived.col("id")).subquery("s"))) => "('b')";
    a_join_of_joins_in_brackets (ParenthesizedJoin, LeftJoin, InnerJoin) [Things, Parts, Sales]
        ids(things().left_join(
            parts().join(Fixture::Sales.table(), p("of").eq(Fixture::Sales.col("id"))), same()))
        => "(1) (1) (2) (3) (4)";
    a_semi_join_takes_each_once (SemiJoin) [Things, Parts] ids(things().semi_join(parts(), same())) => "(1)";
    an_anti_join_takes_what_has_no_partner (AntiJoin) [Things, Parts]
        ids(things().anti_join(parts(), same())) => "(2) (3) (4)";
    an_any_join_takes_one_partner (AnyJoin) [Things, Parts] ids(things().any_join(parts(), same())) => "(1)";
    an_any_left_join_keeps_the_others (AnyJoin) [Things, Parts]
        ids(things().any_left_join(parts(), same())) => "(1) (2) (3) (4)";
    an_asof_join_takes_the_latest_before (AsofJoin) [Asks, Ticks]
        quotes(asks().asof_join(Fixture::Ticks.table(), asked())) => "(2, 2) (3, 2) (4, 9)";
    an_asof_left_join_keeps_what_has_none (AsofLeftJoin) [Asks, Ticks]
        quotes(asks().asof_left_join(Fixture::Ticks.table(), asked()))
        => "(1, NULL) (2, 2) (3, 2) (4, 9) (5, NULL)";
    an_asof_left_join_finds_nothing_that_is_too_far (AsofLeftJoin, AsofTolerance) [Asks, Ticks]
        quotes(asks().asof_left_join(Fixture::Ticks.table(), asked()).tolerance(Interval::seconds(5)))
        => "(1, NULL) (2, 2) (3, 2) (4, NULL) (5, NULL)";
    a_tolerance_includes_its_end (AsofLeftJoin, AsofTolerance) [Asks, Ticks]
        quotes(asks().asof_left_join(Fixture::Ticks.table(), asked()).tolerance(Interval::seconds(20)))
        => "(1, NULL) (2, 2) (3, 2) (4, 9) (5, NULL)";
    an_lt_join_finds_nothing_that_is_too_far (LtJoin, AsofTolerance) [Asks, Ticks]
        quotes(asks().lt_join(Fixture::Ticks.table(), of_the_same()).tolerance(Interval::seconds(5)))
        => "(1, NULL) (2, NULL) (3, 2) (4, NULL) (5, NULL)";
    a_window_join_aggregates_what_is_near (WindowJoin) [Asks, Ticks]
        near(around(10, 10)) => "(1, 1, 1) (2, 3, 3) (3, 2, 3) (4, 0, NULL) (5, 0, NULL)";
    a_window_join_may_look_to_one_side (WindowJoin) [Asks, Ticks]
        near(around(5, 0)) => "(1, 0, NULL) (2, 1, 2) (3, 1, 2) (4, 0, NULL) (5, 0, NULL)";
    a_window_join_may_take_the_row_that_prevails (WindowJoin) [Asks, Ticks]
        near(around(10, 10).include_prevailing()) => "(1, 1, 1) (2, 3, 3) (3, 3, 3) (4, 1, 9) (5, 0, NULL)";
    a_horizon_join_looks_at_each_distance (HorizonJoin) [Asks, Ticks]
        at_distances(&Horizon::range("h", Interval::seconds(-10), Interval::seconds(10), Interval::seconds(10)))
        => "(-10000000, 3, 5) (0, 3, 5) (10000000, 4, 5)";
    a_horizon_join_looks_at_a_list_of_distances (HorizonJoin) [Asks, Ticks]
        at_distances(&Horizon::list("h", [Interval::default(), Interval::minutes(1)]))
        => "(0, 3, 5) (60000000, 4, 5)";
    a_lateral_query_sees_the_row_beside_it (LateralJoin, CrossJoin, DerivedTable, CorrelatedSubquery) [Things, Parts]
        {
            let of = select(func::count_rows().label("parts")).from(parts()).filter(p("of").eq(t("n")));
            let counted = of.subquery("counted").lateral();
            select((t("id"), counted.col("parts"))).from(things().cross_join(counted)).order_by(t("id"))
        } => "(1, 2) (2, 0) (3, 0) (4, 0)";
    a_positional_join_pairs_the_first_with_the_first (PositionalJoin, DerivedTable, Limit) [Things, Parts]
        {
            let first = select(t("id")).order_by(t("id")).limit(3).subquery("first");
            let then = select(p("part")).order_by(p("part")).subquery("then");
            let (id, part) = (first.col("id"), then.col("part"));
            select((id, part)).from(first.positional_join(&then))
        } => "(1, 'a') (2, 'b') (3, 'c')";
    an_aggregate_over_a_join_counts_pairs (LeftJoin) [Things, Parts]
        select((t("id"), func::count(p("part")))).from(things().left_join(parts(), same()))
            .group_by(t("id")).order_by(t("id")) => "(1, 2) (2, 0) (3, 0) (4, 0)";
}
