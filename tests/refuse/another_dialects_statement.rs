use aludel::clickhouse::ClickHouse;
use aludel::duckdb::DuckDb;
use aludel::prelude::*;

async fn run(engine: &Engine<DuckDb>, users: &Table) -> Result<Rows, Error> {
    let query: Select<ClickHouse> = select([users.col("id")]);
    engine.fetch(query).await
}

fn main() {}
