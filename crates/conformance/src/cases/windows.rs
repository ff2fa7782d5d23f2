//! Window functions and frames.

use aludel_dialect::Any;
use aludel_query::{Bound, Expr, Frame, FrameExclusion, NullTreatment, Select, Window, func, select, window};

use super::{Fixture, area};

fn s(column: &str) -> Expr<Any> {
    Fixture::Sales.col(column)
}

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn m(column: &str) -> Expr<Any> {
    Fixture::Measures.col(column)
}

/// Every sale with what a window says of it.
fn each(over: Expr<Any>) -> Select<Any> {
    select((s("id"), over)).order_by(s("id"))
}

/// The same of the sales that have an amount: 10, 20, 20, 40, 30.
fn valued(over: Expr<Any>) -> Select<Any> {
    each(over).filter(s("amount").is_not_null())
}

fn by_id() -> Window<Any> {
    window().order_by(s("id"))
}

fn by_amount() -> Window<Any> {
    window().order_by(s("amount"))
}

fn total() -> Expr<Any> {
    func::sum(s("id"))
}

fn around() -> Frame<Any> {
    Frame::between(Bound::preceding(1_i64), Bound::following(1_i64))
}

area! {
    rows_are_numbered_in_the_window_s_order (WindowFunction) [Things]
        select((t("id"), func::row_number().over(window().order_by(t("id").desc())))).order_by(t("id"))
        => "(1, 4) (2, 3) (3, 2) (4, 1)";
    a_window_over_all_rows_repeats_its_sum (WindowFunction) [Things]
        select((t("id"), func::sum(t("id")).over(window()))).order_by(t("id")) => "(1, 10) (2, 10) (3, 10) (4, 10)";
    each_part_has_its_own_numbers (WindowFunction) [Sales]
        each(func::row_number().over(window().partition_by(s("region")).order_by(s("id")))).filter(s("region").is_not_null())
        => "(1, 1) (2, 2) (3, 1) (4, 2) (6, 3)";
    rows_with_null_are_one_part (WindowFunction) [Parts]
        select((Fixture::Parts.col("part"), func::count_rows().over(window().partition_by(Fixture::Parts.col("of")))))
            .order_by(Fixture::Parts.col("part")) => "('a', 2) ('b', 2) ('c', 1)";
    equals_have_one_rank_and_leave_a_gap (WindowFunction) [Sales]
        valued(func::rank().over(by_amount())) => "(1, 1) (2, 2) (3, 2) (5, 5) (6, 4)";
    a_dense_rank_leaves_no_gap (WindowFunction) [Sales]
        valued(func::dense_rank().over(by_amount())) => "(1, 1) (2, 2) (3, 2) (5, 4) (6, 3)";
    an_ordered_window_sums_up_to_the_row (WindowFunction) [Sales] each(total().over(by_id()))
        => "(1, 1) (2, 3) (3, 6) (4, 10) (5, 15) (6, 21)";
    an_ordered_window_takes_equals_together (WindowFunction) [Sales]
        valued(func::sum(s("amount")).over(by_amount())) => "(1, 10) (2, 50) (3, 50) (5, 120) (6, 80)";
    a_frame_of_rows_takes_equals_apart (WindowFunction, RowsFrame) [Sales]
        valued(func::count_rows().over(window().order_by((s("amount"), s("id"))).rows(Bound::unbounded_preceding())))
        => "(1, 1) (2, 2) (3, 3) (5, 5) (6, 4)";
    a_frame_of_rows_slides (WindowFunction, RowsFrame) [Sales]
        each(total().over(by_id().rows(around()))) => "(1, 3) (2, 6) (3, 9) (4, 12) (5, 15) (6, 11)";
    a_frame_of_the_rows_behind (WindowFunction, RowsFrame) [Sales]
        each(total().over(by_id().rows(Frame::between(Bound::following(1_i64), Bound::unbounded_following()))))
        => "(1, 20) (2, 18) (3, 15) (4, 11) (5, 6) (6, NULL)";
    a_frame_of_the_row_alone (WindowFunction, RowsFrame) [Sales]
        each(total().over(by_id().rows(Frame::between(Bound::current_row(), Bound::current_row()))))
        => "(1, 1) (2, 2) (3, 3) (4, 4) (5, 5) (6, 6)";
    a_frame_of_a_range_takes_equals_together (WindowFunction, RangeFrame) [Sales]
        valued(func::count_rows().over(by_amount().range(Frame::between(Bound::current_row(), Bound::current_row()))))
        => "(1, 1) (2, 2) (3, 2) (5, 1) (6, 1)";
    a_frame_of_a_range_goes_by_distance (WindowFunction, RangeFrame, RangeOffset) [Sales]
        valued(func::count_rows().over(by_amount().range(Frame::between(Bound::preceding(10_i64), Bound::following(10_i64)))))
        => "(1, 3) (2, 4) (3, 4) (5, 2) (6, 4)";
    a_frame_of_groups_counts_groups_of_equals (WindowFunction, GroupsFrame) [Sales]
        valued(func::count_rows().over(by_amount().groups(Frame::between(Bound::preceding(1_i64), Bound::current_row()))))
        => "(1, 1) (2, 3) (3, 3) (5, 2) (6, 3)";
    a_frame_without_its_own_row (WindowFunction, RowsFrame, FrameExclusion) [Sales]
        each(total().over(by_id().rows(around().exclude(FrameExclusion::CurrentRow))))
        => "(1, 2) (2, 4) (3, 6) (4, 8) (5, 10) (6, 5)";
    a_frame_without_the_row_s_equals (WindowFunction, RowsFrame, FrameExclusion) [Sales]
        valued(func::count_rows().over(window().order_by(s("amount")).rows(
            Frame::between(Bound::unbounded_preceding(), Bound::unbounded_following()).exclude(FrameExclusion::Ties))))
        => "(1, 5) (2, 4) (3, 4) (5, 5) (6, 5)";
    the_row_before_has_a_value (WindowFunction) [Sales]
        each(func::lag(s("id"), 1_i64, 0_i64).over(by_id())) => "(1, 0) (2, 1) (3, 2) (4, 3) (5, 4) (6, 5)";
    two_rows_further_has_a_value (WindowFunction) [Sales]
        each(func::lead(s("id"), 2_i64, -1_i64).over(by_id())) => "(1, 3) (2, 4) (3, 5) (4, 6) (5, -1) (6, -1)";
    the_first_and_the_last_of_a_frame (WindowFunction, RowsFrame) [Sales]
        select((
            s("id"),
            func::first_value(s("id")).over(by_id().rows(around())),
            func::last_value(s("id")).over(by_id().rows(around())),
        )).order_by(s("id")).filter(s("id").le(3)) => "(1, 1, 2) (2, 1, 3) (3, 2, 3)";
    the_last_value_that_is_not_null (WindowFunction, NullTreatment) [Sales]
        each(func::last_value(s("amount")).nulls(NullTreatment::Ignore).over(by_id()))
        => "(1, 10) (2, 20) (3, 20) (4, 20) (5, 40) (6, 30)";
    rows_are_cut_into_parts_of_one_size (WindowFunction) [Sales]
        each(func::ntile(4_i64).over(by_id())) => "(1, 1) (2, 1) (3, 2) (4, 2) (5, 3) (6, 4)";
    a_window_is_written_once_and_used_twice (WindowFunction, NamedWindow) [Things]
        select((t("id"), func::row_number().over_named("w"), func::sum(t("id")).over_named("w")))
            .named_window("w", window().order_by(t("id"))).order_by(t("id"))
        => "(1, 1, 1) (2, 2, 3) (3, 3, 6) (4, 4, 10)";
    a_window_extends_a_named_one (WindowFunction, NamedWindow) [Sales]
        each(func::row_number().over(Window::extend("w").order_by(s("id").desc())))
            .named_window("w", window().partition_by(s("region"))).filter(s("region").eq("n"))
        => "(1, 3) (2, 2) (6, 1)";
    a_window_that_extends_another_keeps_its_order (WindowFunction, NamedWindow, RowsFrame) [Things]
        select((t("id"), func::count_rows().over(Window::extend("w").rows(Bound::unbounded_preceding()))))
            .named_window("w", window().order_by(t("id").desc())).order_by(t("id")) => "(1, 4) (2, 3) (3, 2) (4, 1)";
    null_comes_first_where_a_window_says_so (WindowFunction, NullsOrder) [Things]
        select((t("id"), func::row_number().over(window().order_by(t("n").asc().nulls_first())))).order_by(t("id"))
        => "(1, 3) (2, 4) (3, 1) (4, 2)";
    null_comes_last_in_a_window_that_descends (WindowFunction) [Things]
        select((t("id"), func::row_number().over(window().order_by(t("n").desc())))).order_by(t("id"))
        => "(1, 2) (2, 1) (3, 4) (4, 3)";
    null_comes_last_in_a_window_of_floats (WindowFunction) [Measures]
        select((m("id"), func::row_number().over(window().order_by(m("ratio"))))).order_by(m("id"))
        => "(1, 2) (2, 1) (3, 4) (4, 3)";
    rows_are_filtered_by_their_number (WindowFunction, Qualify) [Sales]
        select(s("id")).filter(s("region").is_not_null())
            .qualify(func::row_number().over(window().partition_by(s("region")).order_by(s("id").desc())).eq(1))
            .order_by(s("id")) => "(4) (6)";
    the_latest_of_each_by_a_subquery (WindowFunction, DerivedTable) [Sales]
        {
            let number = func::row_number().over(window().partition_by(s("region")).order_by(s("id").desc()));
            let numbered = select((s("id"), number.label("number"))).filter(s("region").is_not_null()).subquery("numbered");
            select(numbered.col("id")).from(&numbered).filter(numbered.col("number").eq(1)).order_by(numbered.col("id"))
        } => "(4) (6)";
    a_window_over_groups (WindowFunction) [Sales]
        select((s("region"), func::sum(func::sum(s("amount"))).over(window()))).filter(s("region").is_not_null())
            .group_by(s("region")).order_by(s("region")) => "('n', 80) ('s', 80)";
}
