//! Objects are made, altered and dropped on DuckDB.

use super::*;

async fn columns(engine: &Engine) -> Result<String, Error> {
    Ok(engine.inspect().table("t").await?.to_string())
}

#[tokio::test]
async fn a_table_is_altered_step_by_step() -> Result<(), Error> {
    let engine = engine().await?;
    let t = Table::new("t").column(Column::new("a", SqlType::Int32));
    t.create(&engine).await?;
    engine.execute(alter_table(&t).add_column(Column::new("b", SqlType::Int64).default_value(5))).await?;
    assert_eq!(columns(&engine).await?, "t(a INT32, b INT64)");
    engine.execute(alter_table(&t).rename_column("b", "c d")).await?;
    engine.execute(alter_table(&t).column_type("c d", SqlType::Text)).await?;
    engine.execute(alter_table(&t).set_not_null("c d")).await?;
    assert_eq!(columns(&engine).await?, "t(a INT32, c d TEXT NOT NULL)");
    engine.execute(alter_table(&t).drop_not_null("c d")).await?;
    engine.execute(alter_table(&t).set_default("c d", "it's")).await?;
    engine.execute(insert(&t).values([("a", literal(1))])).await?;
    assert_eq!(engine.fetch_scalar::<String>(text("SELECT \"c d\" FROM t")).await?, "it's");
    engine.execute(alter_table(&t).drop_default("c d")).await?;
    engine.execute(alter_table(&t).comment("it's")).await?;
    engine.execute(alter_table(&t).comment_column("a", "one")).await?;
    let found = engine.inspect().table("t").await?;
    assert_eq!((found.comment(), found.columns()[0].comment()), (Some("it's"), Some("one")));
    assert!(found.columns()[1].default().is_none());
    engine.execute(alter_table(&t).drop_comment()).await?;
    engine.execute(alter_table(&t).drop_column("c d")).await?;
    engine.execute(alter_table(&t).rename_to("u")).await?;
    let found = engine.inspect().table("u").await?;
    assert_eq!((found.to_string().as_str(), found.comment()), ("u(a INT32)", None));
    Ok(())
}

#[tokio::test]
async fn objects_are_made_and_dropped() -> Result<(), Error> {
    let engine = engine().await?;
    let t = Table::new("t").column(Column::new("a", SqlType::Int32)).column(Column::new("b", SqlType::Text));
    t.create(&engine).await?;
    engine.execute(insert(&t).rows([(1, "x"), (5, "it's")])).await?;
    let v = Table::new("v");
    let query = || select([t.col("a")]).from(&t).filter(t.col("b").eq("it's"));
    engine.execute(create_view(&v, query()).columns(["n"])).await?;
    assert_eq!(engine.fetch_scalar::<i32>(select(v.col("n"))).await?, 5);
    engine.execute(create_view(&v, select([t.col("b")]).from(&t).limit(1)).or_replace()).await?;
    assert_eq!(engine.fetch_scalar::<String>(select(v.col("b"))).await?, "x");
    engine.execute(drop_view(&v)).await?;
    let numbers = Sequence::new("numbers").start(5).increment(2).maximum(7).cycle();
    engine.execute(create_sequence(&numbers).if_not_exists()).await?;
    let next = || engine.fetch_scalar::<i64>(text("SELECT nextval('numbers')"));
    assert_eq!((next().await?, next().await?, next().await?), (5, 7, 1));
    engine.execute(drop_sequence(&numbers)).await?;
    let mood = EnumType::new("mood", ["sad", "it's"]);
    engine.execute(create_enum(&mood)).await?;
    assert_eq!(engine.fetch_scalar::<String>(text("SELECT 'it''s'::mood::VARCHAR")).await?, "it's");
    engine.execute(drop_enum(&mood)).await?;
    let index = Index::new("quick", ["a"]).key(func::lower(t.col("b"))).unique();
    engine.execute(create_index(&t, &index)).await?;
    assert!(engine.execute(insert(&t).row((5, "IT'S"))).await.is_err(), "its key is there");
    engine.execute(drop_index(&t, "quick").if_exists()).await?;
    engine.execute(create_schema("s")).await?;
    engine.execute(create_schema("s").if_not_exists()).await?;
    engine.execute(drop_schema("s")).await?;
    assert_eq!(engine.inspect().schemas().await?, ["main"]);
    let refused = engine.execute(create_database("d")).await.unwrap_err().to_string();
    assert!(refused.starts_with("duckdb does not support databases: a database of DuckDB is a file"), "{refused}");
    let refused = engine.execute(create_materialized_view(&v, query())).await.unwrap_err().to_string();
    assert!(refused.starts_with("duckdb does not support materialized views"), "{refused}");
    Ok(())
}
