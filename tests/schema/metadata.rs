//! Many tables as one value.

use super::*;

fn shop() -> MetaData {
    let id = || Column::new("id", SqlType::Int64).primary_key();
    let users = Table::new("users").column(id()).column(Column::new("name", SqlType::Text)).with_comment("who buys");
    let orders = Table::new("orders")
        .column(id().default_expression(func::native("nextval", literal("numbers"))))
        .column(Column::new("user_id", SqlType::Int64).not_null())
        .column(Column::new("state", SqlType::Native("state".into())).with_comment("where it is"))
        .constraint(Constraint::foreign_key(["user_id"], &users, ["id"]))
        .index(Index::new("orders_by_user", ["user_id"]));
    let lines = Table::new("lines")
        .column(Column::new("order_id", SqlType::Int64))
        .column(Column::new("line", SqlType::Int32))
        .column(Column::new("price", SqlType::decimal(10, 2)))
        .constraint(Constraint::foreign_key(["order_id"], &orders, ["id"]))
        .constraint(Constraint::primary_key(["line", "order_id"]));
    let lines = lines.clone().constraint(Constraint::check(lines.col("price").ge(0)));
    // Not in the order in which they can be made.
    MetaData::new()
        .table(lines)
        .table(orders)
        .table(users)
        .sequence(Sequence::new("numbers").start(100))
        .enumeration(EnumType::new("state", ["new", "paid"]))
}

#[tokio::test]
async fn all_is_made_in_order_once_and_dropped_in_the_other() -> Result<(), Error> {
    let engine = engine().await?;
    let shop = shop();
    shop.create_all(&engine).await?;
    shop.create_all(&engine).await?;
    let (users, orders) = (&shop.tables()[2], &shop.tables()[1]);
    engine.execute(insert(users).values([("id", literal(1))])).await?;
    engine.execute(insert(orders).values([("user_id", literal(1)), ("state", literal("new"))])).await?;
    assert_eq!(engine.fetch_scalar::<i64>(select(orders.col("id"))).await?, 100);
    assert!(engine.execute(insert(orders).values([("user_id", literal(9))])).await.is_err(), "there is no such user");
    shop.drop_all(&engine).await?;
    assert!(engine.inspect().relations().await?.is_empty());
    assert!(engine.inspect().sequences().await?.is_empty() && engine.inspect().enums().await?.is_empty());
    shop.drop_all(&engine).await
}

#[tokio::test]
async fn a_transaction_undoes_it() -> Result<(), Error> {
    let engine = engine().await?;
    let tx = engine.begin().await?;
    shop().create_all(&tx).await?;
    tx.rollback().await?;
    assert!(engine.inspect().relations().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn tables_are_made_and_found_in_the_default_schema() -> Result<(), Error> {
    let engine = engine().await?;
    engine.execute(create_schema("mine")).await?;
    let users = Table::new("users").column(Column::new("id", SqlType::Int64).primary_key());
    let orders = Table::new("orders").column(Column::new("user_id", SqlType::Int64));
    let orders = orders.constraint(Constraint::foreign_key(["user_id"], &users, ["id"]));
    let made = MetaData::new().with_schema("mine").table(users).table(orders);
    made.create_all(&engine).await?;
    let mut found = MetaData::new().with_schema("mine");
    found.reflect(&engine, Reflect::tables()).await?;
    assert_eq!(found.find("orders"), made.find("orders"));
    assert_eq!(found.find("users"), made.find("users"));
    assert!(found.find("users").is_some());
    let mut elsewhere = MetaData::new();
    elsewhere.reflect(&engine, Reflect::tables()).await?;
    assert!(elsewhere.tables().is_empty(), "an unqualified name does not mean them");
    assert_eq!(MetaData::new().with_schema("mine").reflect_table(&engine, "users").await?, made.tables()[0]);
    Ok(())
}

#[tokio::test]
async fn what_is_asked_for_is_reflected() -> Result<(), Error> {
    let engine = engine().await?;
    shop().create_all(&engine).await?;
    engine.execute(text("CREATE VIEW names AS SELECT name FROM users")).await?;
    let session = engine.connection().await?;
    session.execute(text("CREATE TEMPORARY TABLE passing (id INTEGER)")).await?;
    let names = |metadata: &MetaData| metadata.tables().iter().map(|table| table.name().to_owned()).collect::<Vec<_>>();
    let mut metadata = MetaData::new();
    metadata.reflect(&session, Reflect::tables()).await?;
    assert_eq!(names(&metadata), ["lines", "orders", "users"], "and no temporary one");
    metadata.reflect(&engine, Reflect::with_views().only(["names"])).await?;
    assert_eq!(names(&metadata), ["lines", "orders", "users"]);
    assert_eq!(metadata.find("names").map(ToString::to_string).as_deref(), Some("names(name TEXT)"));
    let missing = metadata.reflect(&engine, Reflect::tables().only(["user"])).await.unwrap_err();
    assert_eq!(missing.to_string(), "there is no table \"user\": did you mean users?");
    let table = metadata.reflect_table(&engine, "users").await?;
    assert_eq!(table.to_string(), "users(id INT64 PRIMARY KEY, name TEXT)");
    Ok(())
}

#[test]
fn tables_that_refer_to_each_other_in_a_circle_are_refused_by_name() {
    let key = |table: &str, other: &str| {
        let id = Table::new(table).column(Column::new("id", SqlType::Int64).primary_key());
        id.constraint(Constraint::foreign_key(["id"], &Table::new(other), ["id"]))
    };
    let metadata = MetaData::new().table(key("a", "b")).table(key("b", "a")).table(key("c", "c"));
    let problem = metadata.create_statements().unwrap_err().to_string();
    assert!(problem.starts_with("the foreign keys of a, b refer to each other in a circle"), "{problem}");
}

#[tokio::test]
async fn what_stands_elsewhere_is_not_taken_for_what_is_wanted() -> Result<(), Error> {
    let engine = engine().await?;
    for sql in [
        "ATTACH ':memory:' AS other",
        "CREATE TABLE t (id BIGINT)",
        "CREATE SCHEMA archive",
        "CREATE SEQUENCE archive.s",
        "CREATE TYPE archive.mood AS ENUM ('sad')",
    ] {
        engine.execute(text(sql)).await?;
    }
    let far = Table::new("t").in_schema("main").in_database("other").column(Column::new("id", SqlType::Int64));
    let wanted =
        MetaData::new().table(far.clone()).sequence(Sequence::new("s")).enumeration(EnumType::new("mood", ["ok"]));
    wanted.create_all(&engine).await?;
    assert!(engine.inspect().has_table(&far).await?);
    let places = engine.inspect().sequences().await?.iter().map(|found| found.path().join(".")).collect::<Vec<_>>();
    assert_eq!(places, ["archive.s", "main.s"]);
    assert_eq!(engine.inspect().enums().await?.len(), 2);
    wanted.create_all(&engine).await?;
    wanted.drop_all(&engine).await?;
    assert!(!engine.inspect().has_table(&far).await? && engine.inspect().has_table("t").await?);
    assert_eq!(engine.inspect().sequences().await?.len(), 1, "that of another schema stays");
    Ok(())
}

#[tokio::test]
async fn a_view_is_no_table_and_a_temporary_table_stands_in_the_way() -> Result<(), Error> {
    let engine = engine().await?;
    let wanted = MetaData::new().table(Table::new("T").column(Column::new("id", SqlType::Int64)));
    engine.execute(text("CREATE VIEW t AS SELECT 1 AS id")).await?;
    assert!(wanted.create_all(&engine).await.is_err(), "the engine says so");
    engine.execute(text("DROP VIEW t")).await?;
    engine.execute(text("CREATE TABLE t (id BIGINT)")).await?;
    wanted.create_all(&engine).await?;
    assert!(wanted.diff(&engine).await?.is_empty(), "upper and lower case make no difference");
    let session = engine.connection().await?;
    session.execute(text("CREATE TEMPORARY TABLE t (other BIGINT)")).await?;
    let problem = wanted.diff(&session).await.unwrap_err().to_string();
    assert!(problem.starts_with("T means a temporary table or view of this connection"), "{problem}");
    Ok(())
}

#[tokio::test]
async fn nothing_is_made_before_all_is_known_to_be_possible() -> Result<(), Error> {
    let engine = engine().await?;
    let key = |table: &str, other: &str| {
        let id = Table::new(table).column(Column::new("id", SqlType::Int64).primary_key());
        id.constraint(Constraint::foreign_key(["id"], &Table::new(other), ["id"]))
    };
    let circle = MetaData::new().sequence(Sequence::new("s")).table(key("a", "b")).table(key("b", "a"));
    assert!(circle.create_all(&engine).await.is_err());
    let empty = MetaData::new().sequence(Sequence::new("s")).table(Table::new("no_columns"));
    assert!(empty.create_all(&engine).await.is_err());
    assert!(engine.inspect().sequences().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn sequences_and_enums_are_made_in_the_default_schema() -> Result<(), Error> {
    let engine = engine().await?;
    engine.execute(create_schema("mine")).await?;
    let made = MetaData::new().with_schema("mine");
    let made = made.sequence(Sequence::new("s")).enumeration(EnumType::new("mood", ["ok"]));
    made.create_all(&engine).await?;
    made.create_all(&engine).await?;
    assert_eq!(engine.inspect().sequences().await?[0].path(), ["mine", "s"]);
    assert_eq!(engine.inspect().enums().await?[0].path(), ["mine", "mood"]);
    Ok(())
}
