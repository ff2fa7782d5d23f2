//! A user's first program.
use aludel::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = aludel::connect("duckdb://").await?;
    let answer: i64 = engine.fetch_scalar(&text("SELECT 41 + 1")).await?;
    println!("the answer is {answer}");
    Ok(())
}
