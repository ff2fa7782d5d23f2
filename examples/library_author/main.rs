//! For authors of libraries: reports that are written once for a set of dialects, and run on one of them.
//! `cargo run --example library_author`
//!
//! - `reports.rs`: a library for the set `(DuckDb, ClickHouse)`
//! - here: a program that uses it
//!
//! A dialect of one's own is shown in `examples/outside-dialect`.

mod reports;

use aludel::clickhouse::ClickHouse;
use aludel::prelude::*;
use aludel::{Capabilities, Delete, HasWhere, SqlDialect};

use reports::{Targets, best_region, forget, orders, revenue};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let engine = aludel::duckdb::connect("duckdb://").await?;
    let orders = orders();
    engine.execute(create_table(&orders)).await?;
    let rows = [("north", 5), ("south", 7), ("north", 10), ("west", 1)];
    let rows = rows.map(|(region, amount)| [literal(region), literal(amount)]);
    engine.execute(insert(&orders).columns(["region", "amount"]).rows(rows)).await?;

    // `.on()`: the member is inferred from the engine.
    println!("{}", engine.fetch(revenue(5).on()).await?);

    // `within`: the same engine, as one of the library's set. Of another engine this would be an error.
    if let Some(best) = best_region(&engine.within::<Targets>()?).await? {
        println!("{} leads with {}", best.region, best.total);
    }

    // The same statement in the other member's words, without an engine.
    println!("{}", revenue(5).on::<ClickHouse, _>().to_sql::<ClickHouse>()?.sql);

    // Abilities: DuckDB can delete and return; `forget::<ClickHouse>` would not compile.
    let forgotten: Vec<i64> = engine.fetch_all(forget("west")).await?;
    println!("forgotten: {forgotten:?}");

    // For an engine chosen by URL the same refusal comes at run time, from the same declaration.
    let statement: Delete<Any, HasWhere> = forget("west");
    match statement.render(ClickHouse::spelling(), &Capabilities::of::<ClickHouse>()) {
        Ok(prepared) => println!("{}", prepared.sql),
        Err(refused) => println!("{refused}"),
    }
    Ok(())
}
