use aludel::clickhouse::ClickHouse;
use aludel::duckdb::DuckDb;
use aludel::prelude::*;

async fn try_out(engine: &Engine<(DuckDb, ClickHouse)>) -> Result<(), Error> {
    engine.begin().await?.rollback().await
}

fn main() {}
