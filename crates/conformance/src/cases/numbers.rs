//! Arithmetic: integers, decimals, floats, what overflows and what has no result.

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::{Any, SqlType};
use aludel_query::{Expr, IntoExpr, Select, func, literal, select};

use super::fixture::cents;
use super::{Answer, Fixture, area};

fn m(column: &str) -> Expr<Any> {
    Fixture::Measures.col(column)
}

fn one(expression: Expr<Any>) -> Select<Any> {
    select(expression)
}

fn int(value: i64) -> Expr<Any> {
    literal(value)
}

fn decimal(value: impl IntoExpr<Any>, precision: u8, scale: u8) -> Expr<Any> {
    value.into_expr().cast(SqlType::decimal(precision, scale))
}

/// 38 nines, two of them behind the point.
fn many_nines() -> BigDecimal {
    "999999999999999999999999999999999999.99".parse().unwrap_or_default()
}

area! {
    integers_are_added (SelectWithoutFrom) [] one(int(2) + 3_i64) => "(5)";
    integers_are_subtracted_from_the_left (SelectWithoutFrom) [] one(int(2) - 3_i64 - 4_i64) => "(-5)";
    a_subtraction_in_brackets_stays_in_brackets (SelectWithoutFrom) [] one(int(2) - (int(3) - 4_i64)) => "(3)";
    multiplication_comes_before_addition (SelectWithoutFrom) [] one(int(2) + int(3) * 4_i64) => "(14)";
    addition_in_brackets_comes_before_multiplication (SelectWithoutFrom) [] one((int(2) + 3_i64) * 4_i64) => "(20)";
    a_negated_sum_is_negated_whole (SelectWithoutFrom) [] one(-(int(2) + 3_i64)) => "(-5)";
    a_negative_is_subtracted (SelectWithoutFrom) [] one(int(2) - -int(3)) => "(5)";
    the_largest_integer_is_exact (SelectWithoutFrom) [] one(int(i64::MAX - 1) + 1_i64) => "(9223372036854775807)";
    the_smallest_integer_is_exact (SelectWithoutFrom) [] one(int(i64::MIN + 2) - 1_i64) => "(-9223372036854775807)";
    integer_division_rounds_toward_zero (SelectWithoutFrom, IntegerDivision) [] one(int(7).div_integer(2_i64)) => "(3)";
    integer_division_of_a_negative_rounds_toward_zero (SelectWithoutFrom, IntegerDivision) []
        one(int(-7).div_integer(2_i64)) => "(-3)";
    integer_division_by_a_negative_rounds_toward_zero (SelectWithoutFrom, IntegerDivision) []
        one(int(7).div_integer(-2_i64)) => "(-3)";
    integer_division_without_a_rest_is_exact (SelectWithoutFrom, IntegerDivision) []
        one(int(9_223_372_036_854_775_806).div_integer(2_i64)) => "(4611686018427387903)";
    a_remainder_has_the_sign_of_what_is_divided (SelectWithoutFrom) []
        select((int(7) % 3_i64, int(-7) % 3_i64, int(7) % -3_i64)) => "(1, -1, 1)";
    floats_are_divided (SelectWithoutFrom) [] one(literal(7.0) / 2.0) => "(3.5)";
    integers_are_divided_into_a_float (SelectWithoutFrom) []
        select((int(7) / 2_i64, int(-7) / 2_i64, int(6) / 3_i64)) => "(3.5, -3.5, 2.0)";
    a_column_of_integers_is_divided_into_a_float () [Sales]
        one(Fixture::Sales.col("amount") / 4_i64).filter(Fixture::Sales.col("id").eq(1)) => "(2.5)";
    decimals_are_divided_into_a_float () [Measures] one(m("price") / m("price")).filter(m("id").eq(2)) => "(1.0)";
    a_column_of_floats_is_divided () [Measures] one(m("ratio") / 4.0).filter(m("id").eq(1)) => "(0.125)";
    floats_are_exact_to_their_last_digit (SelectWithoutFrom) [] one(literal(0.1) + 0.2) => "(0.30000000000000004)";
    a_float_below_the_normal_ones_is_kept (SelectWithoutFrom) [] one(literal(f64::MIN_POSITIVE)) => "(2.2250738585072014e-308)";
    decimals_are_added_exactly (SelectWithoutFrom) []
        one(decimal(cents(10), 10, 2) + decimal(cents(20), 10, 2)) => "(0.30)";
    decimals_are_subtracted_exactly (SelectWithoutFrom) []
        one(decimal(cents(100), 10, 2) - decimal(cents(90), 10, 2)) => "(0.10)";
    decimals_are_multiplied_exactly (SelectWithoutFrom) []
        one(decimal(decimal(cents(110), 10, 2) * decimal(cents(110), 10, 2), 20, 4)) => "(1.2100)";
    a_decimal_keeps_its_scale (SelectWithoutFrom) [] one(decimal(cents(150), 10, 2)) => "(1.50)";
    a_decimal_is_rounded_where_its_scale_ends (SelectWithoutFrom) []
        one(decimal(decimal(cents(126), 10, 2), 10, 1)) => "(1.3)";
    a_decimal_of_many_digits_is_exact (SelectWithoutFrom) []
        one(decimal(many_nines(), 38, 2))
        => Answer::RowsOrError("(999999999999999999999999999999999999.99)".to_owned());
    a_column_of_decimals_keeps_its_scale () [Measures]
        select(m("price")).order_by(m("id")) => "(1.25) (-1.25) (NULL) (100.00)";
    decimals_are_compared_as_numbers () [Measures]
        select(m("id")).filter(m("price").eq(decimal(cents(1_250), 10, 2) - decimal(cents(1_125), 10, 2))) => "(1)";
    decimals_are_ordered_as_numbers () [Measures]
        select(m("id")).filter(m("price").is_not_null()).order_by(m("price").desc()) => "(4) (1) (2)";
    the_sum_of_decimals_is_exact () [Measures] one(func::sum(m("price"))) => "(100.00)";
    the_mean_of_integers_is_a_float () [Sales] one(func::avg(Fixture::Sales.col("amount"))) => "(24.0)";
    a_float_becomes_an_integer_by_a_cast (SelectWithoutFrom) [] one(literal(3.0).cast(SqlType::Int64)) => "(3)";
    an_integer_becomes_a_float_by_a_cast (SelectWithoutFrom) [] one(int(3).cast(SqlType::Float64)) => "(3.0)";
    an_integer_becomes_a_text_by_a_cast (SelectWithoutFrom) [] one(int(-30).cast(SqlType::Text)) => "('-30')";
    a_text_becomes_an_integer_by_a_cast (SelectWithoutFrom) [] one(literal("-30").cast(SqlType::Int64)) => "(-30)";
    a_text_that_is_no_number_fails_in_a_cast (SelectWithoutFrom) []
        one(literal("thirty").cast(SqlType::Int64)) => Answer::Error;
    a_number_of_too_many_digits_fails_in_a_cast (SelectWithoutFrom) []
        one(int(12_345).cast(SqlType::decimal(4, 1))) => Answer::Error;
    a_number_that_needs_a_digit_more_when_rounded_fails_in_a_cast (SelectWithoutFrom) []
        one(decimal(BigDecimal::new(99_995.into(), 2), 5, 2).cast(SqlType::decimal(4, 1))) => Answer::Error;
    a_text_that_is_no_day_fails_in_a_cast (SelectWithoutFrom) []
        one(literal("2024-02-30").cast(SqlType::Date)) => Answer::Error;
    a_text_with_a_thirteenth_month_fails_in_a_cast (SelectWithoutFrom) []
        one(literal("2024-13-01").cast(SqlType::Date)) => Answer::Error;
    a_text_becomes_a_day_by_a_cast (SelectWithoutFrom) []
        one(literal("2024-02-29").cast(SqlType::Date)) => "(2024-02-29)";
    a_text_becomes_a_day_long_ago_or_fails (SelectWithoutFrom) []
        one(literal("1850-06-01").cast(SqlType::Date)) => Answer::RowsOrError("(1850-06-01)".to_owned());
    a_text_that_is_no_number_is_null_in_a_try (SelectWithoutFrom, TryCast) []
        one(literal("thirty").try_cast(SqlType::Int64)) => "(NULL)";
    a_number_too_large_for_its_type_is_null_in_a_try (SelectWithoutFrom, TryCast) []
        one(int(300).try_cast(SqlType::Int8)) => "(NULL)";
    bits_are_combined (SelectWithoutFrom, BitwiseOperators) []
        select((int(12).bit_and(10_i64), int(12).bit_or(10_i64), int(12).bit_xor(10_i64), int(0).bit_not()))
        => "(8, 14, 6, -1)";
    bits_are_shifted (SelectWithoutFrom, BitwiseOperators) []
        select((int(1).shift_left(4_i64), int(256).shift_right(4_i64))) => "(16, 16)";
}
