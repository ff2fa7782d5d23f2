//! Asking DuckDB about its tables.

use aludel::prelude::*;
use aludel::{EnumType, RelationKind, Sequence};

async fn shop() -> Result<Engine, Error> {
    let engine = aludel::connect("duckdb://").await?;
    engine
        .execute(text(
            "CREATE TABLE \"Order Lines\" (order_id BIGINT, line INTEGER, price DECIMAL(15, 2) NOT NULL, tags VARCHAR[],
             status ENUM('new', 'paid'), place STRUCT(city VARCHAR, zip INTEGER), PRIMARY KEY (order_id, line))",
        ))
        .await?;
    engine.execute(text("CREATE SCHEMA archive")).await?;
    engine.execute(text("CREATE TABLE archive.orders (id HUGEINT)")).await?;
    Ok(engine)
}

#[tokio::test]
async fn a_table_is_inspected_with_types_keys_and_nullability() -> Result<(), Error> {
    let engine = shop().await?;
    let lines = engine.inspect().table("Order Lines").await?;
    assert_eq!(
        lines.to_string(),
        "\"Order Lines\"(order_id INT64 PRIMARY KEY, line INT32 PRIMARY KEY, price DECIMAL(15, 2) NOT NULL, \
         tags LIST(TEXT), status ENUM(new, paid), place STRUCT(city TEXT, zip INT32))"
            .replace('"', "")
    );
    let query = select([lines.col("price")]).filter(lines.col("status").eq("paid"));
    assert!(engine.fetch(&query).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn names_are_found_in_their_schema_and_in_any_case() -> Result<(), Error> {
    let engine = shop().await?;
    let orders = engine.inspect().table(Table::new("orders").in_schema("archive")).await?;
    assert_eq!(orders.to_string(), "archive.orders(id INT128)");
    assert!(engine.inspect().has_table("ORDER LINES").await?);
    assert!(!engine.inspect().has_table("orders").await?);
    let names: Vec<String> = engine.inspect().tables().await?.iter().map(Table::to_string).collect();
    assert_eq!(names, ["archive.orders", "main.Order Lines"]);
    Ok(())
}

#[tokio::test]
async fn a_missing_table_is_an_error_with_the_nearest_names() -> Result<(), Error> {
    let error = shop().await?.inspect().table("Order Line").await.expect_err("there is none");
    assert_eq!(error.to_string(), "there is no table \"Order Line\": did you mean Order Lines?");
    Ok(())
}

#[tokio::test]
async fn what_was_known_of_a_table_is_not_added_to_what_is_found() -> Result<(), Error> {
    let known = Table::new("orders").in_schema("archive").column(Column::new("id", SqlType::Int64)).alias("o");
    assert_eq!(shop().await?.inspect().table(&known).await?.to_string(), "archive.orders(id INT128)");
    Ok(())
}

#[tokio::test]
async fn what_is_created_is_inspected_the_same() -> Result<(), Error> {
    let engine = aludel::connect("duckdb://").await?;
    let users = Table::new("users")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("name", SqlType::Text).not_null())
        .column(Column::new("seen", SqlType::TimestampTz(TimeUnit::Microsecond)));
    engine.execute(create_table(&users)).await?;
    assert_eq!(engine.inspect().table("users").await?, users);
    Ok(())
}

async fn copy_of(sql: &'static str) -> Result<(Engine, Result<aludel::RowsChanged, Error>), Error> {
    let engine = aludel::connect("duckdb://").await?;
    engine.execute(text(sql)).await?;
    let table = engine.inspect().table("first").await?;
    engine.execute(text("ALTER TABLE first RENAME TO moved")).await.ok();
    let copied = engine.execute(create_table(&table)).await;
    Ok((engine, copied))
}

#[tokio::test]
async fn defaults_and_unique_columns_are_created_again() -> Result<(), Error> {
    let sql =
        "CREATE TABLE first (id INTEGER, n INTEGER DEFAULT 3 + 4, \"s t\" VARCHAR DEFAULT 'x''y', u INTEGER UNIQUE)";
    let (engine, copied) = copy_of(sql).await?;
    copied?;
    engine.execute(text("INSERT INTO first (id, u) VALUES (1, 1)")).await?;
    let row: (i32, i32, String) = engine.fetch_one(text("SELECT id, n, \"s t\" FROM first")).await?;
    assert_eq!(row, (1, 7, "x'y".to_owned()));
    assert!(engine.execute(text("INSERT INTO first (id, u) VALUES (2, 1)")).await.is_err(), "u is unique");
    Ok(())
}

#[tokio::test]
async fn what_is_declared_of_a_table_is_made_again() -> Result<(), Error> {
    let cases = [
        "CREATE TABLE first (a INTEGER, \"d e\" INTEGER GENERATED ALWAYS AS (a * 2))",
        "CREATE TABLE first (a INTEGER, d AS (a * 2))",
        "CREATE TABLE first (a INTEGER CHECK (a > 0), b INTEGER, CHECK (a < b AND b < 9))",
        "CREATE TABLE first (a INTEGER, b INTEGER UNIQUE, UNIQUE (a, b))",
        "CREATE TABLE first (a INTEGER, b INTEGER, PRIMARY KEY (b, a))",
        "CREATE TABLE other (id INTEGER PRIMARY KEY); CREATE TABLE first (a INTEGER REFERENCES other(id))",
        "CREATE TABLE first (g GEOMETRY, v VARIANT, s STRUCT(a VARIANT)[])",
    ];
    for sql in cases {
        let engine = aludel::connect("duckdb://").await?;
        engine.execute(text(sql)).await?;
        let found = engine.inspect().table("first").await?;
        let said: String =
            engine.fetch_scalar(text("SELECT sql FROM duckdb_tables() WHERE table_name = 'first'")).await?;
        engine.execute(drop_table(&found)).await?;
        engine.execute(create_table(&found)).await?;
        assert_eq!(engine.inspect().table("first").await?, found, "{sql}");
        let again: String =
            engine.fetch_scalar(text("SELECT sql FROM duckdb_tables() WHERE table_name = 'first'")).await?;
        // What is computed from an expression of another type has a cast around it.
        assert_eq!(again.replace(['(', ')', ' '], ""), said.replace(['(', ')', ' '], ""), "{sql}");
    }
    Ok(())
}

#[tokio::test]
async fn views_sequences_enums_schemas_and_databases_are_told() -> Result<(), Error> {
    let engine = shop().await?;
    for sql in [
        "CREATE VIEW archive.sums (total) AS SELECT sum(id) FROM archive.orders",
        "COMMENT ON VIEW archive.sums IS 'it''s'",
        "CREATE SEQUENCE numbers START 5 INCREMENT BY 2 MAXVALUE 99 CYCLE",
        "CREATE TYPE mood AS ENUM ('sad', 'it''s')",
        "ATTACH ':memory:' AS other",
    ] {
        engine.execute(text(sql)).await?;
    }
    let inspect = engine.inspect();
    let archive = inspect.relations_in("archive").await?;
    let names: Vec<&str> = archive.iter().map(|relation| relation.table.name()).collect();
    assert_eq!(names, ["orders", "sums"]);
    assert_eq!((archive[0].kind, archive[1].kind), (RelationKind::Table, RelationKind::View));
    assert!(!archive[1].is_current);
    assert_eq!(archive[1].table.to_string(), "archive.sums(total INT128)");
    assert_eq!(archive[1].table.comment(), Some("it's"));
    assert!(archive[1].definition.as_deref().is_some_and(|sql| sql.starts_with("CREATE VIEW archive.sums (total) AS")));
    let numbers = Sequence::new("numbers").in_schema("main").start(5).increment(2).minimum(1).maximum(99).cycle();
    assert_eq!(inspect.sequences().await?, [numbers]);
    assert_eq!(inspect.enums().await?, [EnumType::new("mood", ["sad", "it's"]).in_schema("main")]);
    assert_eq!(inspect.schemas().await?, ["archive", "main"]);
    assert_eq!(inspect.databases().await?, ["memory", "other"]);
    Ok(())
}

#[tokio::test]
async fn what_the_engine_itself_has_is_told_where_it_is_asked_for_by_its_full_name() -> Result<(), Error> {
    let engine = aludel::connect("duckdb://").await?;
    let columns = Table::new("columns").in_schema("information_schema").in_database("system");
    assert!(engine.inspect().table(&columns).await?.find_column("column_name").is_some());
    assert!(engine.inspect().relations().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_default_is_no_generated_column_whatever_stands_around_it() -> Result<(), Error> {
    let engine = aludel::connect("duckdb://").await?;
    let sql = "CREATE TABLE t (b INTEGER DEFAULT 5, ab INTEGER GENERATED ALWAYS AS (b * 2), \
               said VARCHAR DEFAULT ', c INTEGER GENERATED ALWAYS AS(', c INTEGER DEFAULT 7, \
               state ENUM('a', 'b') GENERATED ALWAYS AS ('a'), \"a b\" INTEGER GENERATED ALWAYS AS (c), a INTEGER DEFAULT 1)";
    engine.execute(text(sql)).await?;
    let found = engine.inspect().table("t").await?;
    let generated: Vec<&str> =
        found.columns().iter().filter(|column| column.generated_from().is_some()).map(Column::name).collect();
    let defaults: Vec<&str> =
        found.columns().iter().filter(|column| column.default().is_some()).map(Column::name).collect();
    assert_eq!((generated, defaults), (vec!["ab", "state", "a b"], vec!["b", "said", "c", "a"]));
    Ok(())
}

#[tokio::test]
async fn a_temporary_table_is_told_apart_from_another_of_its_name() -> Result<(), Error> {
    let engine = aludel::connect("duckdb://").await?;
    let session = engine.connection().await?;
    session.execute(text("CREATE TABLE t (a INTEGER UNIQUE)")).await?;
    session.execute(text("CREATE TEMPORARY TABLE t (b VARCHAR PRIMARY KEY)")).await?;
    let found = session.inspect().relations().await?;
    let told: Vec<_> = found.iter().map(|found| (found.table.to_string(), found.kind, found.is_current)).collect();
    let permanent = ("main.t(a INT32)".to_owned(), RelationKind::Table, false);
    assert_eq!(told, [permanent, ("main.t(b TEXT PRIMARY KEY)".to_owned(), RelationKind::TemporaryTable, true)]);
    Ok(())
}
