//! NULL: in conditions, in order, in aggregates.

use aludel_query::{Select, func, literal, null, select};

use super::{Fixture, area};

fn ids() -> Select<aludel_dialect::Any> {
    let t = Fixture::Things.table();
    select(t.col("id")).from(&t).order_by(t.col("id"))
}

area! {
    a_comparison_with_null_is_not_true () [Things]
        ids().filter(Fixture::Things.table().col("n").eq(5)) => "(1)";
    the_opposite_of_a_comparison_with_null_is_not_true () [Things]
        ids().filter(Fixture::Things.table().col("n").ne(5)) => "(2) (4)";
    is_null_finds_null () [Things]
        ids().filter(Fixture::Things.table().col("n").is_null()) => "(3)";
    not_in_a_list_with_null_is_never_true () [Things]
        ids().filter(Fixture::Things.table().col("n").not_in([literal(5), null()])) => "none";
    is_distinct_from_takes_null_for_a_value (IsDistinctFrom) [Things]
        ids().filter(Fixture::Things.table().col("n").is_distinct_from(5)) => "(2) (3) (4)";
    nulls_come_first_where_it_is_said (NullsOrder) [Things]
        select(Fixture::Things.table().col("id")).order_by(Fixture::Things.table().col("n").asc().nulls_first())
        => "(3) (4) (1) (2)";
    nulls_come_last_where_it_is_said (NullsOrder) [Things]
        select(Fixture::Things.table().col("id")).order_by(Fixture::Things.table().col("n").desc().nulls_last())
        => "(2) (1) (4) (3)";
    count_of_a_column_leaves_null_out () [Things]
        select((func::count(Fixture::Things.table().col("n")), func::count_rows())) => "(3, 4)";
    the_sum_of_nothing_is_null () [Things]
        select(func::sum(Fixture::Things.table().col("n"))).filter(Fixture::Things.table().col("id").gt(100))
        => "(NULL)";
    coalesce_gives_the_first_that_is_not_null () [Things]
        ids().filter(func::coalesce([Fixture::Things.table().col("n"), literal(7)]).eq(7)) => "(2) (3)";
}
