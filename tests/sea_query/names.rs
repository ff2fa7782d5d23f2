//! Tables and columns named by `#[derive(Iden)]`; values and expressions of sea-query in our own statements.

use sea_query::{Expr as SeaExpr, ExprTrait, Iden};

use super::*;

#[derive(Iden)]
enum Orders {
    Table,
    Id,
    #[iden = "unit price"]
    UnitPrice,
}

#[tokio::test]
async fn an_enum_names_a_table_and_its_columns() -> Result<(), Error> {
    let engine = aludel::connect("duckdb://").await?;
    let name = sea_query::DynIden::from;
    let orders = Table::new(name(Orders::Table))
        .column(Column::new(name(Orders::Id), SqlType::Int32))
        .column(Column::new(name(Orders::UnitPrice), SqlType::Float64));
    engine.execute(create_table(&orders)).await?;
    let insert = sea_query::Query::insert()
        .into_table(Orders::Table)
        .columns([Orders::Id, Orders::UnitPrice])
        .values_panic([1.into(), 2.5.into()])
        .to_owned();
    engine.execute(sea(&insert)).await?;
    let price: f64 = engine.fetch_scalar(select([orders.col(name(Orders::UnitPrice))])).await?;
    assert_eq!(price, 2.5);
    // An expression of sea-query in a statement of ours.
    let condition = Expr::try_from(&SeaExpr::col(Orders::UnitPrice).gt(2)).unwrap();
    let found: i64 = engine.fetch_scalar(select([func::count_rows()]).from(&orders).filter(condition)).await?;
    assert_eq!(found, 1);
    Ok(())
}

#[test]
fn values_keep_their_types_and_null_too() {
    use aludel::sea_value;
    let day = aludel::chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    for (value, expected, sql_type) in [
        (sea_query::Value::Int(Some(7)), Value::Int32(7), Some(SqlType::Int32)),
        (sea_query::Value::Int(None), Value::Null, Some(SqlType::Int32)),
        (sea_query::Value::BigUnsigned(Some(u64::MAX)), Value::UInt64(u64::MAX), Some(SqlType::UInt64)),
        (sea_query::Value::String(Some("it's".into())), Value::Text("it's".into()), Some(SqlType::Text)),
        (sea_query::Value::Bytes(None), Value::Null, Some(SqlType::Bytes)),
        (sea_query::Value::from(day), Value::Date(day.into()), Some(SqlType::Date)),
    ] {
        let parameter = sea_value(&value).unwrap();
        assert_eq!((parameter.value, parameter.sql_type), (expected, sql_type), "{value:?}");
    }
}

/// In HAVING the standard has columns and no labels, and engines take either first.
#[tokio::test]
async fn a_name_in_having_has_one_meaning_or_is_refused() -> Result<(), Error> {
    let engine = aludel::connect("duckdb://").await?;
    engine.execute(text("CREATE TABLE t AS SELECT * FROM (VALUES (1, 5), (1, 20), (2, 9)) t(a, b)")).await?;
    let query = |of: SeaExpr, label: &'static str, having: SeaExpr| {
        let mut made = sea_query::Query::select();
        made.column("a").expr_as(of, label).from("t").group_by_columns(["a"]).and_having(having);
        made.order_by("a", sea_query::Order::Asc).to_owned()
    };
    let sum = || SeaExpr::expr(sea_query::Func::sum(SeaExpr::col("b")));
    let plus = || SeaExpr::col("a").add(10);
    for (made, expected) in [
        // There is no column of this name in what it is computed from.
        (query(sum(), "total", SeaExpr::col("total").gt(10)), Some(vec![(1, 25)])),
        (query(sum(), "b", sum().gt(10)), Some(vec![(1, 25)])),
        (query(sum(), "total", SeaExpr::col("a").gt(1)), Some(vec![(2, 9)])),
        // The label or the column: 11 and 12 are greater than 5, 1 and 2 are not.
        (query(sum(), "b", SeaExpr::col("b").gt(10)), None),
        (query(plus(), "a", SeaExpr::col("a").gt(5)), None),
        (query(plus(), "a", SeaExpr::col(("t", "a")).gt(1)), Some(vec![(2, 12)])),
        (query(plus(), "a", plus().gt(11)), None),
    ] {
        let shown = made.to_string(sea_query::PostgresQueryBuilder);
        match expected {
            Some(rows) => assert_eq!(engine.fetch_all::<(i64, i64)>(sea(&made)).await?, rows, "{shown}"),
            None => {
                let error = engine.fetch_all::<(i64, i64)>(sea(&made)).await.expect_err("it may mean either");
                assert!(error.to_string().contains("say the table of the column"), "{shown}: {error}");
            }
        }
    }
    Ok(())
}
