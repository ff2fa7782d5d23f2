use aludel_dialect::Levels;
use aludel_query::{Select, Table, func, select, window};

fn latest<D: Levels>(table: &Table) -> Select<D> {
    select(table.col("id")).qualify(func::row_number().over(window()).eq(1))
}

fn main() {
    latest::<aludel_dialect::Any>(&Table::new("t"));
}
