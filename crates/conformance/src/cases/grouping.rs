//! GROUP BY and what belongs to it.

use aludel_dialect::Any;
use aludel_query::{Expr, asc, case, func, select};

use super::{Fixture, area};

fn s(column: &str) -> Expr<Any> {
    Fixture::Sales.col(column)
}

fn p(column: &str) -> Expr<Any> {
    Fixture::Parts.col(column)
}

fn total() -> Expr<Any> {
    func::sum(s("amount"))
}

fn known() -> Expr<Any> {
    s("region").is_not_null()
}

area! {
    rows_with_null_are_one_group () [Parts]
        select((p("of"), func::count_rows())).group_by(p("of")).order_by(func::count_rows()) => "(NULL, 1) (5, 2)";
    each_group_has_its_sum () [Sales]
        select((s("region"), total())).filter(known()).group_by(s("region")).order_by(s("region"))
        => "('n', 60) ('s', 20)";
    each_group_has_its_least_and_greatest () [Sales]
        select((s("region"), func::min(s("amount")), func::max(s("amount")))).filter(known())
            .group_by(s("region")).order_by(s("region")) => "('n', 10, 30) ('s', 20, 20)";
    a_group_without_values_has_no_sum () [Sales]
        select(total()).filter(s("id").eq(4)).group_by(s("region")) => "(NULL)";
    no_rows_are_no_groups () [Sales] select(total()).filter(s("id").gt(100)).group_by(s("region")) => "none";
    groups_of_two_columns () [Sales]
        select((s("region"), s("amount"), func::count_rows())).filter(s("amount").eq(20))
            .group_by((s("region"), s("amount"))).order_by(s("region")) => "('n', 20, 1) ('s', 20, 1)";
    groups_of_an_expression () [Sales]
        select((s("id") % 2_i64, func::count_rows())).group_by(s("id") % 2_i64).order_by(s("id") % 2_i64)
        => "(0, 3) (1, 3)";
    groups_of_a_case () [Sales]
        {
            let size = || case().when(s("amount").ge(30), "big").otherwise("small");
            select((size().label("size"), func::count_rows())).group_by(size()).order_by("size")
        } => "('big', 2) ('small', 4)";
    groups_of_an_expression_with_nan () [Sales]
        select((s("id") % 2_i64, func::count_rows())).filter(aludel_query::literal(f64::NAN).is_not_null())
            .group_by(s("id") % 2_i64).order_by(s("id") % 2_i64)
        => "(0, 3) (1, 3)";
    a_group_is_ordered_by_its_sum () [Sales]
        select(s("region")).filter(known()).group_by(s("region")).order_by(total().desc()) => "('n') ('s')";
    an_aggregate_is_part_of_an_expression () [Sales] select(func::max(s("id")) - func::min(s("id"))) => "(5)";
    an_aggregate_of_an_expression () [Sales] select(func::sum(s("amount") * 2_i64)) => "(240)";
    having_filters_groups (Having) [Parts]
        select(p("of")).group_by(p("of")).having(func::count_rows().gt(1)) => "(5)";
    having_may_speak_of_what_is_not_selected (Having) [Sales]
        select(s("region")).filter(known()).group_by(s("region")).having(total().lt(50)) => "('s')";
    having_without_groups_filters_the_one (Having) [Sales]
        select(func::count_rows()).from(Fixture::Sales.table()).having(func::count_rows().gt(100)) => "none";
    a_filter_comes_before_the_groups (Having) [Sales]
        select((s("region"), func::count_rows())).filter(s("amount").gt(10)).group_by(s("region"))
            .having(func::count_rows().gt(1)) => "('n', 2)";
    group_by_all_groups_by_what_is_no_aggregate (GroupByAll) [Sales]
        select((s("region"), total())).filter(known()).group_by_all().order_by(s("region")) => "('n', 60) ('s', 20)";
    a_pivot_has_a_column_for_each_value (Pivot) [Sales]
        {
            let pivoted = Fixture::Sales.table().pivot("p", func::sum(s("amount")), "region", [("n", "north"), ("s", "south")]);
            let (id, north, south) = (pivoted.col("id"), pivoted.col("north"), pivoted.col("south"));
            select((id.clone(), north, south)).from(&pivoted).order_by(id)
        } => "(1, 10, NULL) (2, 20, NULL) (3, NULL, 20) (4, NULL, NULL) (5, NULL, NULL) (6, 30, NULL)";
    a_pivot_of_a_count_counts_nothing_as_zero (Pivot) [Sales]
        {
            let pivoted = Fixture::Sales.table().pivot("p", func::count(s("amount")), "region", [("s", "south")]);
            let (id, south) = (pivoted.col("id"), pivoted.col("south"));
            select((id.clone(), south)).from(&pivoted).order_by(id)
        } => "(1, 0) (2, 0) (3, 1) (4, 0) (5, 0) (6, 0)";
    a_rollup_adds_the_total (Rollup, NullsOrder) [Sales]
        select((s("region"), total())).filter(known()).rollup(s("region")).order_by(s("region").asc().nulls_last())
        => "('n', 60) ('s', 20) (NULL, 80)";
    grouping_sets_are_grouped_one_by_one (GroupingSets, NullsOrder) [Sales]
        select((s("region"), func::count_rows())).filter(known()).grouping_sets([vec![s("region")], vec![]])
            .order_by(s("region").asc().nulls_last()) => "('n', 3) ('s', 2) (NULL, 5)";
    a_cube_of_one_column_is_its_rollup (Cube, NullsOrder) [Sales]
        select((s("region"), total())).filter(known()).cube(s("region")).order_by(s("region").asc().nulls_last())
        => "('n', 60) ('s', 20) (NULL, 80)";
    an_aggregate_with_a_filter_of_its_own (AggregateFilter) [Sales]
        select((func::count_rows(), func::count_rows().filter_where(s("region").eq("n")))) => "(6, 3)";
    an_aggregate_of_nothing_by_its_filter (AggregateFilter) [Sales]
        select(total().filter_where(s("id").gt(100))) => "(NULL)";
    different_values_are_counted_once (AggregateDistinct) [Sales]
        select((func::count(s("amount")), func::count_distinct(s("amount")))) => "(5, 4)";
    different_values_are_summed_once (AggregateDistinct) [Sales] select(total().distinct()) => "(100)";
    texts_are_joined_in_an_order (AggregateOrderBy) [Sales]
        select(func::string_agg(s("region"), "").aggregate_order_by(s("id").desc())) => "('nssnn')";
    values_are_gathered_in_an_order (AggregateOrderBy) [Sales]
        select(func::array_agg(s("amount")).aggregate_order_by(asc(s("id")))) => "([10, 20, 20, NULL, 40, 30])";
    conditional_sums_stand_side_by_side () [Sales]
        select((
            func::sum(case().when(s("region").eq("n"), s("amount")).otherwise(0_i64)),
            func::sum(case().when(s("region").eq("s"), s("amount")).otherwise(0_i64)),
        )).filter(s("amount").is_not_null()) => "(60, 20)";
}
