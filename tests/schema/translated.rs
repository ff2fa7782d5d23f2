//! Schemas that stand for others, on a real engine.

use super::*;

/// Orders of a tenant, whose schema is decided when a statement runs, and what all tenants share.
fn shop() -> MetaData {
    let countries = Table::new("countries").column(Column::new("id", SqlType::Int64).primary_key());
    let customers =
        Table::new("customers").in_schema("per_tenant").column(Column::new("id", SqlType::Int64).primary_key());
    let orders = Table::new("orders")
        .in_schema("per_tenant")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("customer_id", SqlType::Int64))
        .constraint(Constraint::foreign_key(["customer_id"], &customers, ["id"]))
        .index(Index::new("by_customer", ["customer_id"]))
        .with_comment("what was bought");
    let numbers = Sequence::new("numbers").in_schema("per_tenant");
    MetaData::new().table(countries).table(orders).table(customers).sequence(numbers)
}

fn tenant(name: &str) -> SchemaTranslateMap {
    SchemaTranslateMap::new().schema("per_tenant", name).default_schema("shared")
}

async fn for_tenant(engine: &Engine) -> Result<(), Error> {
    let schemas = SchemaTranslateMap::new().schema("per_tenant", "one").default_schema("shared");
    let engine = engine.with_options(ExecutionOptions::new().schema_translate_map(schemas));
    shop().create_all(&engine).await
}

async fn engine_of(name: &str) -> Result<Engine, Error> {
    let engine = engine().await?;
    for schema in ["shared", "one", "two"] {
        engine.execute(create_schema(schema)).await?;
    }
    Ok(engine.with_options(ExecutionOptions::new().schema_translate_map(tenant(name))))
}

#[derive(Debug, PartialEq, Record, FromRow)]
#[record(table = "orders", schema = "per_tenant")]
struct Order {
    #[record(primary_key)]
    id: i64,
    customer_id: Option<i64>,
}

#[derive(Record)]
#[record(table = "countries")]
struct Country {
    id: i64,
}

#[tokio::test]
async fn tables_are_made_filled_read_and_dropped_where_the_map_says() -> Result<(), Error> {
    let engine = engine_of("one").await?;
    let shop = shop();
    shop.create_all(&engine).await?;
    shop.create_all(&engine).await?;
    let paths = |relations: Vec<aludel::Relation>| {
        relations.iter().map(|relation| relation.table.path().join(".")).collect::<Vec<_>>()
    };
    assert_eq!(paths(engine.inspect().relations().await?), ["one.customers", "one.orders", "shared.countries"]);
    assert_eq!(engine.inspect().sequences().await?[0].path(), ["one", "numbers"]);
    assert!(shop.diff(&engine).await?.is_empty());

    let (orders, customers) = (Table::new("orders").in_schema("per_tenant"), shop.find("customers").unwrap());
    let tx = engine.begin().await?;
    tx.insert(&Country { id: 7 }).await?;
    tx.execute(insert(customers).values([("id", literal(1))])).await?;
    tx.insert(&Order { id: 1, customer_id: Some(1) }).await?;
    tx.execute(insert(&orders).values([("id", literal(2)), ("customer_id", literal(1))])).await?;
    tx.execute(update(&orders).set("id", orders.col("id") + 1).filter(orders.col("id").eq(2))).await?;
    tx.commit().await?;
    let joined =
        select([orders.col("id")]).from(orders.join(customers, orders.col("customer_id").eq(customers.col("id"))));
    assert_eq!(engine.fetch_all::<i64>(joined.order_by(orders.col("id").asc())).await?, [1, 3]);
    assert_eq!(engine.fetch_all::<i64>(select([Order::ID.expr()]).filter(Order::ID.gt(1))).await?, [3]);
    assert_eq!(engine.fetch_all::<i64>(select([Country::ID.expr()])).await?, [7], "and the default schema");
    assert_eq!(engine.fetch_scalar::<i64>(text("SELECT count(*) FROM one.orders")).await?, 2, "text stays as it is");
    engine.execute(delete(&orders).filter(orders.col("id").eq(3))).await?;

    let prepared = engine.prepare(select([orders.col("id")]).filter(orders.col("id").eq(bindparam("id"))))?;
    assert_eq!(engine.fetch_all::<i64>(prepared.with(params! { id: 1 })?).await?, [1]);
    shop.drop_all(&engine).await?;
    assert!(engine.inspect().relations().await?.is_empty() && engine.inspect().sequences().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_map_of_a_statement_goes_before_that_of_the_engine() -> Result<(), Error> {
    let engine = engine_of("one").await?;
    for schema in ["one", "two"] {
        engine.execute(text(format!("CREATE TABLE {schema}.orders AS SELECT '{schema}' AS name"))).await?;
    }
    let orders = Table::new("orders").in_schema("per_tenant");
    let names = || select([orders.col("name")]);
    assert_eq!(engine.fetch_scalar::<String>(names()).await?, "one");
    assert_eq!(engine.fetch_scalar::<String>(names().schema_translate_map(tenant("two"))).await?, "two");
    let plain = names().schema_translate_map(SchemaTranslateMap::new());
    assert!(engine.fetch_scalar::<String>(plain).await.is_err(), "there is no schema per_tenant");
    let other = Table::new("orders").in_schema("two");
    assert_eq!(engine.fetch_scalar::<String>(select([other.col("name")])).await?, "two", "an unknown schema stays");
    let session = engine.connection().await?.with_options(ExecutionOptions::new().schema_translate_map(tenant("two")));
    assert_eq!(session.fetch_scalar::<String>(names()).await?, "two");
    Ok(())
}

#[tokio::test]
async fn a_reflected_table_keeps_the_name_that_it_is_known_by() -> Result<(), Error> {
    let engine = engine_of("two").await?;
    for_tenant(&engine).await?;
    shop().create_all(&engine).await?;
    let mut metadata = MetaData::new().with_schema("per_tenant");
    metadata.reflect(&engine, Reflect::tables()).await?;
    assert_eq!(metadata.find("orders"), shop().find("orders"), "with the table that its key refers to");
    assert_eq!(metadata.sequences()[0].path(), ["per_tenant", "numbers"]);
    let alone = MetaData::new().with_schema("per_tenant").reflect_table(&engine, "orders").await?;
    assert_eq!(Some(&alone), shop().find("orders"));
    let shared = MetaData::new().reflect_table(&engine, "countries").await?;
    assert_eq!(shared.path(), ["countries"]);
    let orders = metadata.find("orders").unwrap();
    orders.drop(&engine).await?;
    assert!(!engine.inspect().has_table(Table::new("orders").in_schema("two")).await?);
    orders.create_if_missing(&engine).await?;
    assert!(engine.inspect().has_table(Table::new("orders").in_schema("two")).await?);
    Ok(())
}
