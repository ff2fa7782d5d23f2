use aludel::clickhouse::ClickHouse;
use aludel::duckdb::DuckDb;
use aludel::prelude::*;

async fn clear(engine: &Engine<(DuckDb, ClickHouse)>, orders: &Table) -> Result<aludel::RowsChanged, Error> {
    engine.execute(delete(orders)).await
}

fn main() {}
