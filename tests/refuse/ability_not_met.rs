use aludel::clickhouse::ClickHouse;
use aludel::prelude::*;
use aludel::{CanDelete, CanReturn, Delete, HasWhere};

fn forget<D: CanDelete + CanReturn>(orders: &Table) -> Delete<D, HasWhere> {
    delete(orders).filter(orders.col("region").eq("north")).returning([orders.col("amount")])
}

fn main() {
    forget::<ClickHouse>(&Table::new("orders"));
}
