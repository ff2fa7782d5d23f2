//! PIVOT and UNPIVOT, on DuckDB.

use aludel::UnpivotNulls;
use aludel::prelude::*;

#[tokio::test]
async fn values_become_columns_and_columns_become_values() -> Result<(), Error> {
    let engine = aludel::connect("duckdb://").await?;
    let session = engine.connection().await?;
    session.execute(text("CREATE TEMP TABLE sales (region VARCHAR, day INTEGER, amount INTEGER)")).await?;
    let sales = Table::new("sales");
    let rows = [("it's", 1, 10), ("it's", 1, 5), ("south", 1, 7), ("south", 2, 8)];
    session.execute(insert(&sales).columns(["region", "day", "amount"]).rows(rows)).await?;

    let days = sales.pivot("days", func::sum(sales.col("amount")), "region", [("it's", "its"), ("south", "South")]);
    let query = select([days.col("day"), days.col("its").cast(SqlType::Int64), days.col("South").cast(SqlType::Int64)])
        .from(&days)
        .order_by(days.col("day"));
    let found: Vec<(i32, Option<i64>, Option<i64>)> = session.fetch_all(query).await?;
    assert_eq!(found, [(1, Some(15), Some(7)), (2, None, Some(8))]);

    let long = sales.unpivot("long", "value", "what", ["day", "amount"], UnpivotNulls::Exclude);
    let query = select([long.col("what"), func::count_rows()]).from(&long).group_by(long.col("what")).order_by("what");
    let found: Vec<(String, i64)> = session.fetch_all(query).await?;
    assert_eq!(found, [("amount".to_owned(), 4), ("day".to_owned(), 4)]);
    Ok(())
}
