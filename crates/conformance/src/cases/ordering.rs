//! ORDER BY, LIMIT, DISTINCT.

use aludel_dialect::Any;
use aludel_query::{Expr, Select, desc, func, literal, select};

use super::{Fixture, area};

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn s(column: &str) -> Expr<Any> {
    Fixture::Sales.col(column)
}

fn ids() -> Select<Any> {
    select(t("id")).order_by(t("id"))
}

area! {
    nulls_come_first_where_it_is_said (NullsOrder) [Things]
        select(t("id")).order_by(t("n").asc().nulls_first()) => "(3) (4) (1) (2)";
    nulls_come_last_where_it_is_said (NullsOrder) [Things]
        select(t("id")).order_by(t("n").desc().nulls_last()) => "(2) (1) (4) (3)";
    nulls_come_last_in_a_rising_order (NullsOrder) [Things]
        select(t("id")).order_by(t("n").asc().nulls_last()) => "(4) (1) (2) (3)";
    nulls_come_first_in_a_falling_order (NullsOrder) [Things]
        select(t("id")).order_by(t("n").desc().nulls_first()) => "(3) (2) (1) (4)";
    without_nulls_the_order_is_that_of_the_values () [Things]
        select(t("id")).filter(t("n").is_not_null()).order_by(t("n")) => "(4) (1) (2)";
    the_second_term_decides_between_equals () [Sales]
        select(s("id")).filter(s("amount").is_not_null()).order_by((s("amount").desc(), s("id").asc()))
        => "(5) (6) (2) (3) (1)";
    an_order_by_a_label_is_by_its_column (Limit) [Things]
        select((t("id"), (t("id") * -1).label("turned"))).order_by(desc("turned")).limit(2) => "(1, -1) (2, -2)";
    an_order_by_an_expression_needs_no_column (Limit) [Things]
        select(t("id")).order_by((t("id") - 3) * (t("id") - 3)).limit(1) => "(3)";
    texts_are_ordered_by_their_characters () [Parts]
        select(Fixture::Parts.col("part")).order_by(Fixture::Parts.col("part").desc()) => "('c') ('b') ('a')";
    an_empty_text_comes_before_every_other (Limit) [Things]
        select(t("id")).filter(t("name").is_not_null()).order_by(t("name")).limit(1) => "(2)";
    a_limit_takes_the_first (Limit) [Things] ids().limit(2) => "(1) (2)";
    a_limit_of_zero_is_nothing (Limit) [Things] ids().limit(0) => "none";
    a_limit_above_all_is_all (Limit) [Things] ids().limit(100) => "(1) (2) (3) (4)";
    an_offset_leaves_the_first_out (Offset) [Things] ids().offset(3) => "(4)";
    a_limit_above_what_engines_count_is_all (Limit) [Things] ids().limit(u64::MAX) => "(1) (2) (3) (4)";
    an_offset_behind_all_is_nothing (Limit, Offset) [Things] ids().limit(2).offset(9) => "none";
    a_limit_counts_behind_the_offset (Limit, Offset) [Things] ids().limit(2).offset(1) => "(2) (3)";
    a_limit_may_be_computed (Limit, LimitExpression) [Things] ids().limit(literal(1_i64) + 1_i64) => "(1) (2)";
    a_limit_with_ties_takes_equals_of_the_last (LimitWithTies) [Sales]
        select(s("amount")).filter(s("amount").is_not_null()).order_by(s("amount")).limit_with_ties(2)
        => "(10) (20) (20)";
    a_limit_by_counts_in_each_group (LimitBy) [Sales]
        select(s("id")).filter(s("region").is_not_null()).order_by(s("id")).limit_by(1, s("region")) => "(1) (3)";
    distinct_takes_equal_rows_once (Distinct) [Sales]
        select(s("region")).filter(s("region").is_not_null()).distinct().order_by(s("region")) => "('n') ('s')";
    distinct_takes_nulls_for_equal (Distinct, DerivedTable) [Parts]
        select(func::count_rows()).from(select(Fixture::Parts.col("of")).distinct().subquery("d")) => "(2)";
    distinct_looks_at_the_whole_row (Distinct, DerivedTable) [Sales]
        select(func::count_rows()).from(select((s("region"), s("amount"))).distinct().subquery("d")) => "(6)";
    distinct_on_takes_the_first_of_each (DistinctOn) [Sales]
        select((s("region"), s("id"))).filter(s("region").is_not_null()).distinct_on(s("region"))
            .order_by((s("region").asc(), s("id").desc()))
        => "('n', 6) ('s', 4)";
    order_by_all_goes_from_left_to_right (OrderByAll) [Sales]
        select((s("region"), s("amount"))).filter(s("amount").is_not_null().and(s("region").is_not_null())).order_by_all()
        => "('n', 10) ('n', 20) ('n', 30) ('s', 20)";
}
