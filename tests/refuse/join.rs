use aludel::duckdb::DuckDb;
use aludel::prelude::*;

async fn any_order(engine: &Engine<DuckDb>, users: &Table, orders: &Table) -> Result<Rows, Error> {
    engine
        .fetch(
            select([users.col("name"), orders.col("product")])
                .from(users)
                .any_join(orders, users.col("id").eq(orders.col("user_id"))),
        )
        .await
}

fn main() {}
