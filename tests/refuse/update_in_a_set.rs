#[path = "../../examples/library_author/warehouse.rs"]
mod warehouse;

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use aludel::{HasWhere, Update};
use warehouse::Warehouse;

type Targets = (DuckDb, Warehouse);

fn rename(orders: &Table) -> Update<Targets, HasWhere> {
    update(orders).set("region", "North").filter(orders.col("region").eq("north"))
}

fn main() {
    rename(&Table::new("orders"));
}
