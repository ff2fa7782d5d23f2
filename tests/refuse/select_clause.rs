use aludel::duckdb::DuckDb;
use aludel::prelude::*;

async fn latest_prices(engine: &Engine<DuckDb>, trades: &Table) -> Result<Rows, Error> {
    let latest = select([trades.col("symbol"), trades.col("price")])
        .latest_on(trades.col("time"), [trades.col("symbol")]);
    engine.fetch(latest).await
}

fn main() {}
