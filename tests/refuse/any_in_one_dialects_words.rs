use aludel::duckdb::DuckDb;
use aludel::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let users = Table::new("users");
    let query: Select<Any> = select([users.col("id")]);
    println!("{}", query.to_sql::<DuckDb>()?.sql);
    Ok(())
}
