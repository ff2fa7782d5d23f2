//! Statements of sea-query on an engine: `cargo run --example sea_query -- duckdb://`.

use aludel::prelude::*;
use aludel::sea;
use sea_query::{DynIden, Expr, ExprTrait, Func, Iden, Order, Query};

#[derive(Iden)]
enum Orders {
    Table,
    Region,
    Amount,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "duckdb://".to_owned());
    let engine = aludel::connect(url.as_str()).await?;
    let table = Table::new(DynIden::from(Orders::Table))
        .column(Column::new(DynIden::from(Orders::Region), SqlType::Text))
        .column(Column::new(DynIden::from(Orders::Amount), SqlType::Int64));
    engine.execute(create_table(&table)).await?;

    let insert = Query::insert()
        .into_table(Orders::Table)
        .columns([Orders::Region, Orders::Amount])
        .values_panic(["north".into(), 5_i64.into()])
        .values_panic(["south".into(), 7_i64.into()])
        .values_panic(["north".into(), 10_i64.into()])
        .to_owned();
    engine.execute(sea(&insert)).await?;

    let top = Query::select()
        .column(Orders::Region)
        .expr_as(Func::sum(Expr::col(Orders::Amount)), "total")
        .from(Orders::Table)
        .group_by_columns([Orders::Region])
        .and_having(Expr::expr(Func::sum(Expr::col(Orders::Amount))).gt(7))
        .order_by("total", Order::Desc)
        .to_owned();
    let found: Vec<(String, i64)> = engine.fetch_all(sea(&top)).await?;
    println!("{found:?}");

    let orders = Table::new(DynIden::from(Orders::Table));
    let large = aludel::Expr::<Any>::try_from(&Expr::col(Orders::Amount).gt(6))?;
    let count: i64 = engine.fetch_scalar(select([func::count_rows()]).from(&orders).filter(large)).await?;
    println!("{count} large");
    Ok(())
}
