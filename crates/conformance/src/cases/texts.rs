//! Texts: what is equal, patterns, joining, characters beyond ASCII.

use aludel_dialect::Any;
use aludel_query::{Expr, Select, func, literal, select};

use super::{Fixture, area};

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn named(name: &str) -> Select<Any> {
    select(t("id")).filter(t("name").eq(name))
}

fn found(condition: Expr<Any>) -> Select<Any> {
    select(func::count_rows()).from(Fixture::Things.table()).filter(condition)
}

fn like(text: &str, pattern: &str) -> Select<Any> {
    found(t("id").eq(1).and(literal(text).like(pattern)))
}

area! {
    text_beyond_ascii_is_equal_to_itself () [Things] named("añ🦆") => "(4)";
    text_is_not_equal_to_its_upper_case () [Things] named("X") => "none";
    text_with_a_space_behind_is_another () [Things] named("x ") => "none";
    composed_and_decomposed_letters_differ () [Things] named("an\u{303}🦆") => "none";
    texts_are_joined () [Things] select(t("name").concat("-").concat(t("name"))).filter(t("id").eq(4)) => "('añ🦆-añ🦆')";
    text_joined_with_an_empty_one_is_itself () [Things] select(t("name").concat("")).filter(t("id").eq(1)) => "('x')";
    a_percent_sign_stands_for_any_text () [Things] like("warehouse", "w%e") => "(1)";
    a_percent_sign_stands_for_no_text_too () [Things] like("we", "w%e") => "(1)";
    an_underscore_stands_for_one_character () [Things] like("a🦆c", "a_c") => "(1)";
    an_underscore_stands_for_no_more_than_one () [Things] like("abbc", "a_c") => "(0)";
    a_pattern_is_met_by_the_whole_text () [Things] like("warehouse", "ware") => "(0)";
    a_pattern_tells_upper_from_lower_case () [Things] like("Warehouse", "w%") => "(0)";
    a_backslash_in_a_pattern_is_a_backslash () [Things] like("a\\b", "a\\b") => "(1)";
    a_backslash_does_not_escape_in_a_pattern () [Things] like("a\\bc", "a\\%") => "(1)";
    a_pattern_of_null_is_not_true () [Things] select(t("id")).filter(t("name").like("%")).order_by(t("id")) => "(1) (2) (4)";
    not_like_leaves_null_out () [Things] select(t("id")).filter(t("name").not_like("x%")).order_by(t("id")) => "(2) (4)";
    an_escaped_percent_sign_is_one (LikeEscape) [Things]
        found(t("id").eq(1).and(literal("50%").like_escape("50!%", '!'))) => "(1)";
    an_escaped_percent_sign_is_nothing_else (LikeEscape) [Things]
        found(t("id").eq(1).and(literal("50 days").like_escape("50!%", '!'))) => "(0)";
    an_escaped_escape_is_itself (LikeEscape) [Things]
        found(t("id").eq(1).and(literal("wow!").like_escape("wow!!", '!'))) => "(1)";
    ilike_takes_upper_and_lower_case_alike (Ilike) [Things]
        found(t("id").eq(1).and(literal("Warehouse").ilike("wARE%"))) => "(1)";
    not_ilike_is_its_opposite (Ilike) [Things]
        found(t("id").eq(1).and(literal("Warehouse").not_ilike("wARE%"))) => "(0)";
    similar_to_takes_alternatives (SimilarTo) [Things]
        found(t("id").eq(1).and(literal("abc").similar_to("(abc|xyz)"))) => "(1)";
    a_regular_expression_finds_a_part (Regexp) [Things]
        found(t("id").eq(1).and(func::regexp_matches("warehouse", "h[ou]+s"))) => "(1)";
    a_regular_expression_is_anchored_where_it_says (Regexp) [Things]
        found(t("id").eq(1).and(func::regexp_matches("warehouse", "^house"))) => "(0)";
    a_quote_in_a_text_is_a_quote (SelectWithoutFrom) [] select(literal("it's")) => "('it''s')";
    a_line_break_in_a_text_is_kept (SelectWithoutFrom) [] select(literal("a\r\nb\tc")) => "('a\r\nb\tc')";
    a_backslash_in_a_text_is_kept (SelectWithoutFrom) [] select(literal("C:\\new\\t")) => "('C:\\new\\t')";
    a_question_mark_in_a_text_is_no_placeholder (SelectWithoutFrom) [] select(literal("? $1 :x {a:Int8}"))
        => "('? $1 :x {a:Int8}')";
    text_from_right_to_left_is_kept (SelectWithoutFrom) [] select(literal("שלום עולם")) => "('שלום עולם')";
    a_family_of_emoji_is_kept (SelectWithoutFrom) [] select(literal("👨‍👩‍👧‍👦")) => "('👨‍👩‍👧‍👦')";
    the_last_character_of_unicode_is_kept (SelectWithoutFrom) [] select(literal("\u{10FFFF}")) => "('\u{10FFFF}')";
    a_text_is_counted_in_characters () [Things] select(func::length(t("name"))).filter(t("id").eq(4)) => "(3)";
}
