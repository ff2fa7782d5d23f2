//! Groups, windows, set operations, CTEs, limits, and text that means harm.

use aludel_query::{Select, func, literal, select, window};

use super::{Fixture, area};

fn of(column: &str) -> Select<aludel_dialect::Any> {
    select(Fixture::Things.table().col(column))
}

area! {
    rows_with_null_are_one_group () [Parts]
        select((Fixture::Parts.table().col("of"), func::count_rows()))
            .group_by(Fixture::Parts.table().col("of")).order_by(func::count_rows())
        => "(NULL, 1) (5, 2)";
    having_filters_groups (Having) [Parts]
        select(Fixture::Parts.table().col("of"))
            .group_by(Fixture::Parts.table().col("of")).having(func::count_rows().gt(1))
        => "(5)";
    distinct_takes_nulls_for_equal (Distinct, DerivedTable) [Parts]
        select(func::count_rows()).from(select(Fixture::Parts.table().col("of")).distinct().subquery("d"))
        => "(2)";
    a_union_takes_equal_rows_once (Union, DerivedTable) [Things]
        select(func::count_rows()).from(of("id").union(of("id")).subquery("u")) => "(4)";
    union_all_keeps_equal_rows (UnionAll, DerivedTable) [Things]
        select(func::count_rows()).from(of("id").union_all(of("id")).subquery("u")) => "(8)";
    except_takes_rows_away (Except, DerivedTable) [Things]
        select(func::count_rows())
            .from(of("id").except(of("id").filter(Fixture::Things.table().col("id").gt(1))).subquery("e"))
        => "(1)";
    rows_are_numbered_in_the_window_s_order (WindowFunction) [Things]
        select((
            Fixture::Things.table().col("id"),
            func::row_number().over(window().order_by(Fixture::Things.table().col("id").desc())),
        )).order_by(Fixture::Things.table().col("id"))
        => "(1, 4) (2, 3) (3, 2) (4, 1)";
    a_cte_is_read_by_its_name (Cte) [Things]
        {
            let some = of("id").filter(Fixture::Things.table().col("id").gt(2)).cte("some");
            select(some.col("id")).from(&some).order_by(some.col("id"))
        } => "(3) (4)";
    a_limit_counts_behind_the_offset (Limit, Offset) [Things]
        of("id").order_by(Fixture::Things.table().col("id")).limit(2).offset(1) => "(2) (3)";
    an_empty_text_is_not_null () [Things]
        of("id").filter(Fixture::Things.table().col("name").eq("")) => "(2)";
    text_beyond_ascii_is_equal_to_itself () [Things]
        of("id").filter(Fixture::Things.table().col("name").eq("añ🦆")) => "(4)";
    a_text_that_means_harm_is_a_text () [Things]
        of("id").filter(Fixture::Things.table().col("name").eq("x' OR '1' = '1' --")) => "none";
    a_label_that_means_harm_is_a_label () [Things]
        of("id").filter(Fixture::Things.table().col("id").eq(1))
            .columns(literal("b").label("a\"; DROP TABLE things; --"))
        => "(1, 'b')";
}
