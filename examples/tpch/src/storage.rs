//! How an engine keeps the tables.

use aludel::Construct;
use aludel::prelude::*;

use crate::schema::Tpch;

/// The tables for an engine. One without a type of days keeps the moments at which the days begin.
pub fn tables_for(engine: &Engine) -> Tpch {
    match engine.capabilities().dialect() {
        "questdb" => Tpch::with_days(SqlType::Timestamp(TimeUnit::Microsecond)),
        _ => Tpch::new(),
    }
}

/// The table as an engine can be told of it. To one that ignores NOT NULL the promise is not made; whoever reads the table
/// knows it all the same.
pub fn to_create(engine: &Engine, table: &Table) -> Table {
    if engine.capabilities().grants(Construct::NotNull) {
        return table.clone();
    }
    let columns = table.columns().iter();
    let nullable = columns.map(|column| Column::new(column.name(), column.sql_type().clone()));
    nullable.fold(Table::new(table.name()), Table::column)
}
