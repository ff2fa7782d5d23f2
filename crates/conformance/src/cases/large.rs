//! Much at once: long texts, many rows, many conditions, many columns.

use aludel_dialect::Any;
use aludel_query::{Expr, any_of, func, insert, label_ref, literal, select};

use super::{Fixture, area, changed};

/// Sixteen megabytes.
const LONG: usize = 16 << 20;

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn long() -> Expr<Any> {
    literal("x".repeat(LONG))
}

fn sixteen_megabytes() -> &'static str {
    "(16777216)"
}

area! {
    a_text_of_sixteen_megabytes_arrives () [Things]
        select(func::length(long())).from(Fixture::Things.table()).filter(t("id").eq(1)) => sixteen_megabytes();
    a_text_of_sixteen_megabytes_comes_back_and_is_itself () [Things]
        select(t("id")).filter(func::concat([long(), t("name")]).eq("x".repeat(LONG + 1))) => "(1)";
    a_hundred_rows_in_one_statement (Insert, InsertManyRows) [Arrived]
        insert(&Fixture::Arrived.table()).columns(["id", "n"]).rows((0..100_i64).map(|n| [n + 10, n]))
        => changed(100, &rows_and(100));
    a_thousand_values_in_a_list () [Things]
        select(t("id")).filter(t("id").is_in((3..1_003_i64).collect::<Vec<_>>())).order_by(t("id")) => "(3) (4)";
    nine_hundred_conditions () [Things]
        select(t("id")).filter(any_of((3..903_i64).map(|n| t("id").eq(n)))).order_by(t("id")) => "(3) (4)";
    a_hundred_columns () [Things]
        select((0..100_i64).map(|n| (t("id") + n).label(format!("c{n}"))).collect::<Vec<_>>())
            .filter(t("id").eq(1)).order_by(label_ref("c99"))
        => format!("({})", (1..=100).map(|n| n.to_string()).collect::<Vec<_>>().join(", ")).as_str();
    a_long_chain_of_operands () [Things]
        select((0..150_i64).fold(t("id"), |sum, n| sum + n)).filter(t("id").eq(1)) => "(11176)";
}

fn rows_and(count: i64) -> String {
    let arrived = (0..count).map(|n| format!("({}, {n})", n + 10));
    ["(2, 200)".to_owned(), "(3, 300)".to_owned()].into_iter().chain(arrived).collect::<Vec<_>>().join(" ")
}
