#[path = "../../examples/library_author/warehouse.rs"]
mod warehouse;

use aludel::prelude::*;
use aludel::{CanDelete, CanReturn, Delete, HasWhere};
use warehouse::Warehouse;

fn forget<D: CanDelete + CanReturn>(orders: &Table) -> Delete<D, HasWhere> {
    delete(orders).filter(orders.col("region").eq("north")).returning([orders.col("amount")])
}

fn main() {
    forget::<Warehouse>(&Table::new("orders"));
}
