use aludel::clickhouse::ClickHouse;
use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use aludel::{HasWhere, Update};

type Targets = (DuckDb, ClickHouse);

fn rename(orders: &Table) -> Update<Targets, HasWhere> {
    update(orders).set("region", "North").filter(orders.col("region").eq("north"))
}

fn main() {
    rename(&Table::new("orders"));
}
