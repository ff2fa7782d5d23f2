//! Dates and times: month ends, leap years, zones whose clocks change.

use aludel_dialect::{Any, Interval, SqlType, TimeUnit, Timestamp};
use aludel_query::{DatePart, Expr, IntoExpr, Select, TimestampIntervals, func, literal, select};
use chrono::NaiveDate;

use super::fixture::{at, day};
use super::{Fixture, area};

fn d(column: &str) -> Expr<Any> {
    Fixture::Days.col(column)
}

fn date(year: i32, month: u32, of_month: u32) -> Expr<Any> {
    literal(day(year, month, of_month))
}

fn clock(of: NaiveDate, hour: i64, minute: i64) -> Expr<Any> {
    literal(at(of, (hour * 60 + minute) * 60_000_000))
}

/// A point in time by its minutes since a day began in Greenwich.
fn instant(of: NaiveDate, minute: i64) -> Expr<Any> {
    literal(Timestamp::utc(at(of, minute * 60_000_000).and_utc().timestamp_micros(), TimeUnit::Microsecond))
}

fn and_then(start: Expr<Any>, interval: Interval) -> Select<Any> {
    select((start + interval).cast(SqlType::Timestamp(TimeUnit::Microsecond)))
}

const BERLIN: &str = "Europe/Berlin";

/// The clocks of Berlin went from 2 to 3 o'clock on the first, and from 3 back to 2 on the second.
const FORWARD: (i32, u32, u32) = (2024, 3, 31);
const BACK: (i32, u32, u32) = (2024, 10, 27);

fn on((year, month, of_month): (i32, u32, u32)) -> NaiveDate {
    day(year, month, of_month)
}

fn in_berlin(expression: Expr<Any>) -> Select<Any> {
    select(expression.at_time_zone(BERLIN.into_expr()))
}

fn intervals(text: &str) -> TimestampIntervals {
    text.parse().expect("intervals of time")
}

fn ticks_in(text: &str) -> Select<Any> {
    let v = || Fixture::Ticks.col("v");
    select(v()).filter(Fixture::Ticks.col("at").is_in(intervals(text))).order_by(v())
}

area! {
    dates_are_compared () [Days] select(d("id")).filter(d("day").ge(day(2024, 1, 31))).order_by(d("id")) => "(1) (2)";
    dates_are_ordered () [Days]
        select(d("day")).filter(d("day").is_not_null()).order_by(d("day")) => "(2023-12-31) (2024-01-31) (2024-02-29)";
    timestamps_are_compared_to_the_microsecond () [Days]
        select(d("id")).filter(d("at").gt(at(day(2023, 12, 31), 86_399_999_998))).order_by(d("id")) => "(1) (2) (3)";
    timestamps_keep_their_microseconds () [Days]
        select(d("at")).filter(d("id").eq(3)) => "(2023-12-31 23:59:59.999999)";
    a_month_behind_the_last_of_january_is_the_last_of_february (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(2024, 1, 31), Interval::months(1)) => "(2024-02-29 00:00:00)";
    a_month_behind_the_last_of_january_is_a_day_earlier_in_other_years (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(2023, 1, 31), Interval::months(1)) => "(2023-02-28 00:00:00)";
    a_month_before_the_last_of_march_is_the_last_of_february (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(2024, 3, 31), Interval::months(-1)) => "(2024-02-29 00:00:00)";
    a_year_behind_the_leap_day_is_the_day_before (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(2024, 2, 29), Interval::years(1)) => "(2025-02-28 00:00:00)";
    four_years_behind_the_leap_day_is_the_next (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(2024, 2, 29), Interval::years(4)) => "(2028-02-29 00:00:00)";
    thirty_days_are_no_month (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(2024, 1, 31), Interval::days(30)) => "(2024-03-01 00:00:00)";
    a_day_behind_the_last_of_a_year_is_the_next (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(2023, 12, 31), Interval::days(1)) => "(2024-01-01 00:00:00)";
    the_year_1900_has_no_leap_day (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(1900, 2, 28), Interval::days(1)) => "(1900-03-01 00:00:00)";
    the_year_2000_has_a_leap_day (SelectWithoutFrom, IntervalArithmetic) []
        and_then(date(2000, 2, 28), Interval::days(1)) => "(2000-02-29 00:00:00)";
    hours_are_added_across_midnight (SelectWithoutFrom, IntervalArithmetic) []
        and_then(clock(day(2024, 2, 29), 23, 30), Interval::hours(1)) => "(2024-03-01 00:30:00)";
    microseconds_are_added (SelectWithoutFrom, IntervalArithmetic) []
        and_then(clock(day(2024, 2, 29), 23, 59), Interval::microseconds(59_999_999)) => "(2024-02-29 23:59:59.999999)";
    an_interval_is_subtracted (SelectWithoutFrom, IntervalArithmetic) []
        select((clock(day(2024, 3, 1), 0, 30) - Interval::hours(1)).cast(SqlType::Timestamp(TimeUnit::Microsecond)))
        => "(2024-02-29 23:30:00)";
    an_interval_is_added_to_a_column (IntervalArithmetic) [Days]
        select((d("at") + Interval::minutes(30)).cast(SqlType::Timestamp(TimeUnit::Microsecond))).filter(d("id").eq(1))
        => "(2024-02-01 00:00:00)";
    the_parts_of_a_column_of_dates () [Days]
        select((func::extract(DatePart::Year, d("day")), func::extract(DatePart::Month, d("day")),
            func::extract(DatePart::Day, d("day")))).filter(d("id").eq(2))
        => "(2024, 2, 29)";
    times_are_within_an_interval () [Ticks] ticks_in("2024-05-01T00:00:20") => "(2) (9)";
    times_are_within_an_interval_of_another_length () [Ticks] ticks_in("2024-05-01T00:00:10;11s") => "(1) (2) (9)";
    times_are_within_one_of_several_intervals () [Ticks] ticks_in("2024-05-01T00:00:[10,30]") => "(1) (3)";
    the_end_of_an_interval_is_not_within () [Ticks] ticks_in("2024-05-01T00:00:10;10s") => "(1)";
    a_month_holds_its_last_microsecond () [Days]
        select(d("id")).filter(d("at").is_in(intervals("2023-12"))).order_by(d("id")) => "(3)";
    what_is_not_within_an_interval_leaves_null_out () [Days]
        select(d("id")).filter(d("at").not_in(intervals("2024-[01,02]"))).order_by(d("id")) => "(3)";
    rows_are_grouped_by_month () [Days]
        select((func::date_trunc(DatePart::Month, d("at")), func::count_rows())).filter(d("at").is_not_null())
            .group_by(func::date_trunc(DatePart::Month, d("at"))).order_by(func::date_trunc(DatePart::Month, d("at")))
        => "(2023-12-01 00:00:00, 1) (2024-01-01 00:00:00, 1) (2024-02-01 00:00:00, 1)";
    days_between_two_dates_cross_the_leap_day (SelectWithoutFrom) []
        select(func::date_diff(DatePart::Day, date(2024, 2, 28), date(2024, 3, 1))) => "(2)";
    a_zone_shows_winter_time (SelectWithoutFrom, AtTimeZone) []
        in_berlin(instant(day(2024, 1, 15), 720)) => "(2024-01-15 13:00:00)";
    a_zone_shows_summer_time (SelectWithoutFrom, AtTimeZone) []
        in_berlin(instant(day(2024, 7, 15), 720)) => "(2024-07-15 14:00:00)";
    before_the_clocks_go_forward_it_is_one (SelectWithoutFrom, AtTimeZone) []
        in_berlin(instant(on(FORWARD), 59)) => "(2024-03-31 01:59:00)";
    when_the_clocks_go_forward_it_is_three (SelectWithoutFrom, AtTimeZone) []
        in_berlin(instant(on(FORWARD), 60)) => "(2024-03-31 03:00:00)";
    before_the_clocks_go_back_it_is_two_the_first_time (SelectWithoutFrom, AtTimeZone) []
        in_berlin(instant(on(BACK), 30)) => "(2024-10-27 02:30:00)";
    when_the_clocks_went_back_it_is_two_again (SelectWithoutFrom, AtTimeZone) []
        in_berlin(instant(on(BACK), 90)) => "(2024-10-27 02:30:00)";
    a_clock_of_summer_is_an_hour_nearer_to_greenwich (SelectWithoutFrom, AtTimeZone) []
        in_berlin(clock(day(2024, 7, 15), 14, 0)) => "(2024-07-15 12:00:00+00:00)";
    a_clock_of_winter_becomes_a_point_in_time (SelectWithoutFrom, AtTimeZone) []
        in_berlin(clock(day(2024, 1, 15), 13, 0)) => "(2024-01-15 12:00:00+00:00)";
    the_hour_that_the_clocks_leave_out_is_over (SelectWithoutFrom, AtTimeZone, IntervalArithmetic) []
        in_berlin(instant(on(FORWARD), 30) + Interval::hours(1)) => "(2024-03-31 03:30:00)";
}
