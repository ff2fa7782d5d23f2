//! The DDL of clickhouse-connect's guide, in Rust, on the real server.

use aludel::clickhouse::ClickHouseTable;

use super::*;

async fn clickhouse() -> Result<Engine, Error> {
    let url = aludel_clickhouse_host::HOST.url_for_tests().expect("a server").replacen("http://", "clickhousedb://", 1);
    aludel::connect(url.as_str()).await
}

#[derive(Record, FromRow, Debug, PartialEq)]
#[record(table = "users", schema = "schema_of_records", options = ClickHouseTable::merge_tree().order_by(["id"]))]
struct User {
    #[record(primary_key)]
    id: u32,
    name: String,
}

#[tokio::test]
async fn a_database_with_a_table_is_made_reflected_and_dropped() -> Result<(), Error> {
    let engine = clickhouse().await?;
    engine.execute(create_database("schema_example").if_not_exists()).await?;
    let events = Table::new("events")
        .in_schema("schema_example")
        .column(Column::new("id", SqlType::UInt32).primary_key())
        .column(Column::new("user", SqlType::Text).not_null())
        .with_options(ClickHouseTable::merge_tree().order_by(["id"]).setting("index_granularity", 1024));
    events.drop_if_there(&engine).await?;
    events.create(&engine).await?;
    engine.execute(insert(&events).values([("id", literal(1_u32)), ("user", literal("joe"))])).await?;
    let mut metadata = MetaData::new().with_schema("schema_example");
    let found = metadata.reflect_table(&engine, "events").await?;
    let options = found.options::<ClickHouseTable>().expect("they are told");
    assert_eq!(options.order_by.as_deref(), Some("(id)"));
    assert_eq!(options.settings.as_deref(), Some("index_granularity = 1024"));
    let user: String = engine.fetch_scalar(select(found.col("user"))).await?;
    assert_eq!(user, "joe");
    assert!(engine.inspect().schemas().await?.iter().any(|name| name == "schema_example"));
    assert!(engine.inspect().databases().await?.iter().any(|name| name == "schema_example"));
    found.drop(&engine).await?;
    engine.execute(drop_database("schema_example")).await.map(drop)
}

#[tokio::test]
async fn a_struct_is_a_table_and_its_rows() -> Result<(), Error> {
    let engine = clickhouse().await?;
    engine.execute(create_database("schema_of_records").if_not_exists()).await?;
    let metadata = MetaData::new().add::<User>();
    metadata.drop_all(&engine).await?;
    metadata.create_all(&engine).await?;
    metadata.create_all(&engine).await?;
    let (alice, bob) = (User { id: 1, name: "Alice".into() }, || User { id: 2, name: "Bob".into() });
    engine.insert(&alice).await?;
    engine.insert([bob()]).await?;
    let users = User::table();
    let found: Vec<User> = engine.fetch_all(select(users.all_columns()).order_by(users.col("id"))).await?;
    assert_eq!(found, [alice, bob()]);
    metadata.drop_all(&engine).await?;
    engine.execute(drop_database("schema_of_records")).await.map(drop)
}

#[tokio::test]
async fn a_table_is_altered_and_has_views_in_clickhouses_words() -> Result<(), Error> {
    let engine = clickhouse().await?;
    engine.execute(create_database("schema_altered").if_not_exists()).await?;
    let t = Table::new("t")
        .in_schema("schema_altered")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("n", SqlType::Int32).not_null().with_comment("it's"))
        .with_comment("all of them")
        .index(Index::new("quick", ["n"]).using("minmax"));
    t.drop_if_there(&engine).await?;
    t.create(&engine).await?;
    engine.execute(insert(&t).columns(["id", "n"]).rows([(1_i64, 5)])).await?;
    engine.execute(alter_table(&t).add_column(Column::new("more", SqlType::Text).default_value("x"))).await?;
    let guessed = engine.execute(alter_table(&t).column_type("more", SqlType::Text)).await;
    assert!(guessed.is_err(), "whether there may be NULL is not known");
    let known = t.clone().column(Column::new("more", SqlType::Text));
    engine.execute(alter_table(&known).column_type("more", SqlType::Text)).await?;
    engine.execute(alter_table(&t).set_default("more", "y")).await?;
    engine.execute(alter_table(&t).drop_default("more")).await?;
    engine.execute(alter_table(&t).rename_column("more", "other")).await?;
    engine.execute(drop_index(&t, "quick")).await?;
    engine.execute(alter_table(&t).drop_not_null("n")).await?;
    engine.execute(alter_table(&t).drop_comment()).await?;
    let sums = Table::new("sums").in_schema("schema_altered");
    engine.execute(create_view(&sums, select([func::max(t.col("n")).label("n")]).from(&t)).or_replace()).await?;
    assert_eq!(engine.fetch_scalar::<i32>(select(sums.col("n")).from(&sums)).await?, 5);
    engine.execute(drop_view(&sums)).await?;
    engine.execute(alter_table(&t).rename_to("u")).await?;
    Table::new("u").in_schema("schema_altered").drop(&engine).await?;
    engine.execute(drop_database("schema_altered")).await.map(drop)
}

#[tokio::test]
async fn views_are_told_from_tables() -> Result<(), Error> {
    let engine = clickhouse().await?;
    let schema = "schema_of_views";
    engine.execute(create_database(schema).if_not_exists()).await?;
    let t = Table::new("t").in_schema(schema).column(Column::new("id", SqlType::Int64).primary_key());
    t.drop_if_there(&engine).await?;
    t.create(&engine).await?;
    let sums = Table::new("sums").in_schema(schema);
    engine.execute(create_view(&sums, select([t.col("id")]).from(&t)).or_replace()).await?;
    for sql in [
        "DROP VIEW IF EXISTS schema_of_views.kept",
        "CREATE MATERIALIZED VIEW schema_of_views.kept ENGINE = MergeTree ORDER BY id AS SELECT id FROM schema_of_views.t",
    ] {
        engine.execute(text(sql)).await?;
    }
    let found = engine.inspect().relations_in(schema).await?;
    let found: Vec<_> = found.iter().map(|found| (found.table.name(), found.kind)).collect();
    let (view, kept) = (aludel::RelationKind::View, aludel::RelationKind::MaterializedView);
    assert_eq!(found, [("kept", kept), ("sums", view), ("t", aludel::RelationKind::Table)]);
    let mut metadata = MetaData::new().with_schema(schema);
    metadata.reflect(&engine, Reflect::tables()).await?;
    assert_eq!(metadata.tables().len(), 1, "a view is no table");
    let changes = MetaData::new().with_schema(schema).table(t).diff(&engine).await?;
    assert!(changes.steps.is_empty(), "and is not dropped as one: {changes}");
    engine.execute(drop_database(schema)).await.map(drop)
}
