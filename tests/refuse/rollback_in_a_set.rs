#[path = "../../examples/library_author/warehouse.rs"]
mod warehouse;

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use warehouse::Warehouse;

async fn try_out(engine: &Engine<(DuckDb, Warehouse)>) -> Result<(), Error> {
    engine.begin().await?.rollback().await
}

fn main() {}
