//! The tour of the README: a table, rows, a question, an answer. `cargo run --example tour`

use aludel::prelude::*;

#[derive(Record)]
#[record(table = "orders")]
struct Order {
    region: &'static str,
    amount: i64,
}

#[derive(FromRow)]
struct Revenue {
    region: String,
    total: i64,
}

#[tokio::main]
async fn main() -> Result<(), aludel::Error> {
    let engine = aludel::connect("duckdb://").await?; // in memory; duckdb:///shop.duckdb is a file
    let orders =
        Table::new("orders").column(Column::new("region", SqlType::Text)).column(Column::new("amount", SqlType::Int64));
    engine.execute(create_table(&orders)).await?;
    engine.insert([Order { region: "north", amount: 5 }, Order { region: "south", amount: 7 }]).await?;
    engine.execute(orders.insert().values([("region", "north".into()), ("amount", 10.into())])).await?;

    let top = select([orders.col("region"), func::sum(orders.col("amount")).label("total")])
        .filter(orders.col("amount").gt(1))
        .group_by([orders.col("region")])
        .order_by([desc("total")])
        .limit(5);

    println!("{}", engine.fetch(&top).await?); // a table for people
    let rows: Vec<Revenue> = engine.fetch_all(&top).await?; // structs for the program
    println!("{} leads with {}", rows[0].region, rows[0].total);
    let batches = engine.fetch_batches(&top).await?; // Arrow for everything else
    println!("{} rows of Arrow", batches.iter().map(|batch| batch.num_rows()).sum::<usize>());
    Ok(())
}
