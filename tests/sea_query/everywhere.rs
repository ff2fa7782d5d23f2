//! One statement of sea-query on every engine: the same rows, or the refusal.

use sea_query::{Expr, ExprTrait, Func, Order, Query};

use super::*;

#[tokio::test]
async fn the_same_rows_on_clickhouse_and_questdb() -> Result<(), Error> {
    let clickhouse =
        aludel_clickhouse_host::HOST.url_for_tests().expect("a server").replacen("http://", "clickhouse://", 1);
    let questdb = aludel_questdb_host::HOST.url_for_tests().expect("a server");
    for url in ["duckdb://", &clickhouse, questdb] {
        let engine = aludel::connect(url).await?;
        let name = format!("sea_query_{}", std::process::id());
        let table = Table::new(name.as_str())
            .column(Column::new("region", SqlType::Text))
            .column(Column::new("amount", SqlType::Int64));
        engine.execute(create_table(&table)).await?;
        let insert = Query::insert()
            .into_table(name.clone())
            .columns(["region", "amount"])
            .values_panic(["north".into(), 5_i64.into()])
            .values_panic(["south".into(), 7_i64.into()])
            .values_panic(["north".into(), 10_i64.into()])
            .to_owned();
        engine.execute(sea(&insert)).await?;
        engine.settled(&table, std::time::Duration::from_secs(20)).await?;
        // HAVING and integer sums are rewritten where an engine lacks them.
        let top = Query::select()
            .column("region")
            .expr_as(Func::sum(Expr::col("amount")), "total")
            .from(name.clone())
            .and_where(Expr::col("amount").gt(1))
            .group_by_columns(["region"])
            .and_having(Expr::expr(Func::sum(Expr::col("amount"))).gt(7))
            .order_by("total", Order::Desc)
            .limit(5)
            .to_owned();
        let found: Result<Vec<(String, i64)>, Error> = engine.fetch_all(sea(&top)).await;
        assert_eq!(found.map_err(|error| error.to_string()), Ok(vec![("north".to_owned(), 15)]), "{url}");
        // A label that hides a column: some engines would take it in WHERE.
        let hidden = Query::select()
            .expr_as(Expr::col("amount").add(100), "amount")
            .from(name.clone())
            .and_where(Expr::col("amount").gt(9))
            .to_owned();
        assert_eq!(engine.fetch_all::<i64>(sea(&hidden)).await?, [110], "{url}");
        let copied = Query::insert()
            .into_table(name.clone())
            .columns(["amount", "region"])
            .select_from(hidden.clone().column("region").to_owned())
            .unwrap()
            .to_owned();
        engine.execute(sea(&copied)).await?;
        engine.settled(&table, std::time::Duration::from_secs(20)).await?;
        assert_eq!(
            engine.fetch_scalar::<i64>(select([func::count_rows().cast(SqlType::Int64)]).from(&table)).await?,
            4,
            "{url}"
        );
        engine.execute(drop_table(&table)).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_typed_engine_takes_them_too() -> Result<(), Error> {
    let engine = aludel::duckdb::connect("duckdb://").await?;
    let one: i32 = engine.fetch_scalar(sea(&Query::select().expr(Expr::val(1)).to_owned())).await?;
    assert_eq!(one, 1);
    Ok(())
}

#[test]
fn names_and_values_are_quoted_as_each_engine_wants() {
    let hostile = Query::select()
        .column("it's \"a\".`b`")
        .from(("sche\"ma", "ta`ble"))
        .and_where(Expr::col("x").eq("'; DROP TABLE t; --"))
        .to_owned();
    let duckdb = text_in::<aludel::duckdb::DuckDb, _>(&hostile);
    assert_eq!(
        duckdb,
        "SELECT \"ta`ble\".\"it's \"\"a\"\".`b`\" FROM \"sche\"\"ma\".\"ta`ble\" WHERE \"ta`ble\".x = $1"
    );
    let clickhouse = text_in::<aludel::clickhouse::ClickHouse, _>(&hostile);
    assert!(clickhouse.contains("`ta\\`ble`") && !clickhouse.contains("DROP"), "{clickhouse}");
}
