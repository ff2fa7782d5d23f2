//! NULL: in conditions, in the three-valued logic that follows, in aggregates.

use aludel_dialect::{Any, SqlType};
use aludel_query::{Expr, Select, case, func, literal, null, select, typed_literal};

use super::{Fixture, area};

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn ids() -> Select<Any> {
    select(t("id")).from(Fixture::Things.table()).order_by(t("id"))
}

/// The rows of which this is true, of `measures`, where `ok` is true, false, NULL and true.
fn where_ok(condition: impl FnOnce(Expr<Any>) -> Expr<Any>) -> Select<Any> {
    let id = || Fixture::Measures.col("id");
    select(id()).filter(condition(Fixture::Measures.col("ok"))).order_by(id())
}

fn unknown() -> Expr<Any> {
    typed_literal(None::<bool>, SqlType::Boolean)
}

/// The condition as a column.
fn shown(condition: Expr<Any>) -> Select<Any> {
    select((t("id"), condition)).from(Fixture::Things.table()).order_by(t("id"))
}

area! {
    a_condition_is_a_column_of_truth_values () [Things] shown(t("id").gt(2)) => "(1, FALSE) (2, FALSE) (3, TRUE) (4, TRUE)";
    a_condition_of_null_is_a_column_with_null () [Things] shown(t("n").eq(5)) => "(1, TRUE) (2, FALSE) (3, NULL) (4, FALSE)";
    a_comparison_with_null_is_not_true () [Things] ids().filter(t("n").eq(5)) => "(1)";
    the_opposite_of_a_comparison_with_null_is_not_true () [Things] ids().filter(t("n").ne(5)) => "(2) (4)";
    less_than_leaves_null_out () [Things] ids().filter(t("n").lt(6)) => "(1) (4)";
    not_less_than_leaves_null_out () [Things] ids().filter(!t("n").lt(6)) => "(2)";
    is_null_finds_null () [Things] ids().filter(t("n").is_null()) => "(3)";
    is_not_null_finds_the_others () [Things] ids().filter(t("n").is_not_null()) => "(1) (2) (4)";
    null_equals_null_nowhere () [Things] ids().filter(t("n").eq(t("n"))) => "(1) (2) (4)";
    in_a_list_finds_what_is_in_it () [Things] ids().filter(t("n").is_in([5, 7])) => "(1) (2)";
    in_a_list_with_null_finds_what_is_in_it () [Things]
        ids().filter(t("n").is_in([literal(5_i64), null()])) => "(1)";
    not_in_a_list_leaves_null_out () [Things] ids().filter(t("n").not_in([5_i64])) => "(2) (4)";
    not_in_a_list_with_null_is_never_true () [Things]
        ids().filter(t("n").not_in([literal(5), null()])) => "none";
    in_an_empty_list_is_nothing () [Things] ids().filter(t("n").is_in(Vec::<i64>::new())) => "none";
    not_in_an_empty_list_is_everything () [Things] ids().filter(t("n").not_in(Vec::<i64>::new())) => "(1) (2) (3) (4)";
    between_takes_both_ends () [Things] ids().filter(t("n").between(5_i64, 7_i64)) => "(1) (2)";
    not_between_leaves_null_out () [Things] ids().filter(t("n").not_between(5_i64, 6_i64)) => "(2) (4)";
    between_the_wrong_way_round_is_nothing () [Things] ids().filter(t("n").between(7_i64, 5_i64)) => "none";
    is_distinct_from_takes_null_for_a_value (IsDistinctFrom) [Things]
        ids().filter(t("n").is_distinct_from(5)) => "(2) (3) (4)";
    is_distinct_from_null_finds_values (IsDistinctFrom) [Things]
        ids().filter(t("n").is_distinct_from(typed_literal(None::<i64>, SqlType::Int64))) => "(1) (2) (4)";
    is_not_distinct_from_finds_null (IsDistinctFrom) [Things]
        ids().filter(t("n").is_not_distinct_from(typed_literal(None::<i64>, SqlType::Int64))) => "(3)";
    a_truth_value_is_a_condition () [Measures] where_ok(|ok| ok) => "(1) (4)";
    not_of_null_is_not_true () [Measures] where_ok(|ok| !ok) => "(2)";
    null_and_true_is_not_true () [Measures] where_ok(|ok| unknown().and(ok)) => "none";
    null_and_false_is_false () [Measures] where_ok(|ok| !unknown().and(ok)) => "(2)";
    null_or_true_is_true () [Measures] where_ok(|ok| unknown().or(ok)) => "(1) (4)";
    null_or_false_is_not_false () [Measures] where_ok(|ok| !unknown().or(ok)) => "none";
    not_of_a_condition_with_and_is_right () [Things]
        ids().filter(!(t("n").gt(0).and(t("id").lt(2)))) => "(2) (3) (4)";
    and_binds_stronger_than_or () [Things]
        ids().filter(t("id").eq(1).or(t("id").eq(2).and(t("n").eq(100)))) => "(1)";
    or_in_an_and_keeps_its_brackets () [Things]
        ids().filter(t("id").eq(1).or(t("id").eq(2)).and(t("n").eq(7))) => "(2)";
    arithmetic_with_null_is_null () [Things] ids().filter((t("n") + 1).is_null()) => "(3)";
    text_joined_with_null_is_null () [Things] ids().filter(t("name").concat("!").is_null()) => "(3)";
    coalesce_gives_the_first_that_is_not_null () [Things]
        ids().filter(func::coalesce([t("n"), literal(7)]).eq(7)) => "(2) (3)";
    nullif_makes_null () [Things] ids().filter(func::nullif(t("n"), 5_i64).is_null()) => "(1) (3)";
    a_case_without_else_is_null () [Things]
        ids().columns(case().when(t("id").le(2), t("n")).end()) => "(1, 5) (2, 7) (3, NULL) (4, NULL)";
    a_case_takes_its_first_true_branch () [Things]
        ids().columns(case().when(t("n").gt(5), "big").when(t("n").gt(0), "small").otherwise("none"))
        => "(1, 'small') (2, 'big') (3, 'none') (4, 'none')";
    a_case_of_a_value_does_not_find_null () [Things]
        ids().columns(case().of(t("n")).when(5_i64, "five").otherwise("other"))
        => "(1, 'five') (2, 'other') (3, 'other') (4, 'other')";
    an_empty_text_is_not_null () [Things] select(t("id")).filter(t("name").eq("")) => "(2)";
    count_of_a_column_leaves_null_out () [Things] select((func::count(t("n")), func::count_rows())) => "(3, 4)";
    the_sum_of_nothing_is_null () [Things] select(func::sum(t("n"))).filter(t("id").gt(100)) => "(NULL)";
    the_count_of_nothing_is_zero () [Things] select(func::count_rows()).filter(t("id").gt(100)) => "(0)";
    the_least_of_nothing_is_null () [Things] select(func::min(t("n"))).filter(t("id").gt(100)) => "(NULL)";
    the_mean_of_nothing_is_null () [Things] select(func::avg(t("n"))).filter(t("id").gt(100)) => "(NULL)";
    aggregates_leave_null_out () [Things]
        select((func::sum(t("n")), func::min(t("n")), func::max(t("n")))) => "(10, -2, 7)";
    a_null_of_a_type_is_null (SelectWithoutFrom) []
        select(typed_literal(None::<i64>, SqlType::Int64)) => "(NULL)";
}
