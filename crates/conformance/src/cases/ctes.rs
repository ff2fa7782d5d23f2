//! WITH.

use aludel_dialect::Any;
use aludel_query::{Expr, Joins, Materialization, Select, func, literal, recursive_cte, select};

use super::{Fixture, area};

fn t(column: &str) -> Expr<Any> {
    Fixture::Things.col(column)
}

fn late() -> Select<Any> {
    select(t("id")).filter(t("id").gt(2))
}

/// The numbers from 1 to `last`.
fn count_to(last: i64) -> Select<Any> {
    let numbers = recursive_cte("numbers", ["n"], |numbers| {
        let next = select(numbers.col("n") + 1_i64).from(numbers).filter(numbers.col("n").lt(last));
        select(literal(1_i64)).union_all(next)
    });
    select((func::count_rows(), func::sum(numbers.col("n")))).from(&numbers)
}

area! {
    a_cte_is_read_by_its_name (Cte) [Things]
        {
            let some = late().cte("some");
            select(some.col("id")).from(&some).order_by(some.col("id"))
        } => "(3) (4)";
    a_cte_is_read_twice (Cte, InnerJoin) [Things]
        {
            let some = late().cte("some");
            let again = some.alias("again");
            select((some.col("id"), again.col("id"))).from(some.join(&again, some.col("id").lt(again.col("id"))))
        } => "(3, 4)";
    a_cte_reads_another (Cte) [Things]
        {
            let some = late().cte("some");
            let last = select(func::max(some.col("id")).label("id")).from(&some).cte("last");
            select(last.col("id")).from(&last)
        } => "(4)";
    a_cte_hides_a_table_of_its_name (Cte) [Things]
        {
            let parts = late().cte("parts");
            select(func::count_rows()).from(&parts)
        } => "(2)";
    the_columns_of_a_cte_have_names (Cte, CteColumns) [Things]
        {
            let some = late().cte("some").columns(["number"]);
            select(some.col("number")).from(&some).order_by(some.col("number"))
        } => "(3) (4)";
    a_materialized_cte_gives_the_same (Cte, MaterializedCte) [Things]
        {
            let some = late().cte("some").materialized(Materialization::Materialized);
            select(some.col("id")).from(&some).order_by(some.col("id"))
        } => "(3) (4)";
    a_cte_in_a_subquery (Cte, InSubquery) [Things]
        {
            let some = late().cte("some");
            select(t("id")).filter(t("id").is_in(select(some.col("id")).from(&some))).order_by(t("id"))
        } => "(3) (4)";
    a_recursive_cte_counts (Cte, RecursiveCte, CteColumns, UnionAll, SelectWithoutFrom) [] count_to(100) => "(100, 5050)";
    a_recursive_cte_of_one_step (Cte, RecursiveCte, CteColumns, UnionAll, SelectWithoutFrom) [] count_to(1) => "(1, 1)";
}
