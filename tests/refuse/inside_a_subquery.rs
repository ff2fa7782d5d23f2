use aludel::duckdb::DuckDb;
use aludel::prelude::*;

async fn deep(engine: &Engine<DuckDb>, orders: &Table, users: &Table) -> Result<Rows, Error> {
    let few = select([orders.col("user_id")]).limit_by(3, [orders.col("region")]).subquery("few");
    let ids = select([few.col("user_id")]).from(&few);
    engine.fetch(select([users.col("name")]).filter(users.col("id").is_in(ids))).await
}

fn main() {}
