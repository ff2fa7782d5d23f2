//! Set operations.

use aludel_dialect::Any;
use aludel_query::{Expr, Select, func, literal, select};

use super::{Fixture, area};

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn p(column: &str) -> Expr<Any> {
    Fixture::Parts.col(column)
}

fn of(column: &str) -> Select<Any> {
    select(t(column))
}

/// 5, 5 and NULL.
fn fives() -> Select<Any> {
    select(p("of").label("x"))
}

/// 5, 7, NULL and -2.
fn numbers() -> Select<Any> {
    select(t("n").label("x"))
}

area! {
    a_union_takes_equal_rows_once (Union, DerivedTable) [Things]
        select(func::count_rows()).from(of("id").union(of("id")).subquery("u")) => "(4)";
    a_union_takes_nulls_for_equal (Union, CompoundOrderLimit, NullsOrder) [Things, Parts]
        fives().union(numbers()).order_by(aludel_query::asc("x").nulls_last()) => "(-2) (5) (7) (NULL)";
    union_all_keeps_equal_rows (UnionAll, DerivedTable) [Things]
        select(func::count_rows()).from(of("id").union_all(of("id")).subquery("u")) => "(8)";
    union_all_of_three (UnionAll, DerivedTable) [Things]
        select(func::count_rows()).from(of("id").union_all(of("id")).union_all(of("id")).subquery("u")) => "(12)";
    a_union_is_ordered_whole (UnionAll, CompoundOrderLimit, Limit) [Things]
        select(t("id").label("x")).union_all(select((t("id") + 10_i64).label("x"))).order_by(aludel_query::desc("x")).limit(3)
        => "(14) (13) (12)";
    a_union_is_cut_whole (UnionAll, CompoundOrderLimit, Limit, Offset) [Things]
        select(t("id").label("x")).union_all(select((t("id") + 10_i64).label("x"))).order_by("x").limit(2).offset(3)
        => "(4) (11)";
    the_rows_in_both (Intersect, DerivedTable) [Things, Parts]
        select(func::count_rows()).from(fives().intersect(numbers()).subquery("i")) => "(2)";
    the_rows_in_both_as_often_as_in_the_one_with_fewer (IntersectAll, DerivedTable) [Things, Parts]
        select(func::count_rows()).from(fives().intersect_all(fives()).subquery("i")) => "(3)";
    except_takes_rows_away (Except, DerivedTable) [Things]
        select(func::count_rows()).from(of("id").except(of("id").filter(t("id").gt(1))).subquery("e")) => "(1)";
    except_takes_nulls_for_equal (Except, DerivedTable) [Things, Parts]
        select(func::count_rows()).from(numbers().except(fives()).subquery("e")) => "(2)";
    except_all_takes_each_row_once_away (ExceptAll, DerivedTable) [Things, Parts]
        select(func::count_rows()).from(fives().except_all(numbers()).subquery("e")) => "(1)";
    a_union_matches_columns_by_their_place (UnionAll, CompoundOrderLimit) [Things]
        select((t("id").label("a"), t("n").label("b"))).filter(t("id").eq(1))
            .union_all(select((t("n").label("b"), t("id").label("a"))).filter(t("id").eq(1))).order_by("a")
        => "(1, 5) (5, 1)";
    a_union_by_name_matches_columns_by_their_name (UnionByName, CompoundOrderLimit) [Things]
        select((t("id").label("a"), t("n").label("b"))).filter(t("id").eq(1))
            .union_all_by_name(select((t("n").label("b"), t("id").label("a"))).filter(t("id").eq(2))).order_by("a")
        => "(1, 5) (2, 7)";
    a_side_has_its_own_limit (UnionAll, ParenthesizedBranch, CompoundOrderLimit, Limit) [Things]
        select(t("id").label("x")).order_by(t("id").desc()).limit(1)
            .union_all(select(t("id").label("x")).order_by(t("id")).limit(1)).order_by("x") => "(1) (4)";
    operations_are_done_from_left_to_right (UnionAll, Except, CompoundOrderLimit, ParenthesizedBranch) [Things]
        select(t("id").label("x")).except(select(t("id")).filter(t("id").gt(1)))
            .union_all(select(t("id")).filter(t("id").eq(4))).order_by("x") => "(1) (4)";
    a_constant_joins_a_column (UnionAll, CompoundOrderLimit, SelectWithoutFrom, Limit) [Things]
        select(t("id").label("x")).union_all(select(literal(100_i64))).order_by(aludel_query::desc("x")).limit(2)
        => "(100) (4)";
}
