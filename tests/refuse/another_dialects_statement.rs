#[path = "../../examples/library_author/warehouse.rs"]
mod warehouse;

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use warehouse::Warehouse;

async fn run(engine: &Engine<DuckDb>, users: &Table) -> Result<Rows, Error> {
    let query: Select<Warehouse> = select([users.col("id")]);
    engine.fetch(query).await
}

fn main() {}
