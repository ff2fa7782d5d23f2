#[path = "../../examples/library_author/warehouse.rs"]
mod warehouse;

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use warehouse::Warehouse;

async fn clear(engine: &Engine<(DuckDb, Warehouse)>, orders: &Table) -> Result<aludel::RowsChanged, Error> {
    engine.execute(delete(orders)).await
}

fn main() {}
