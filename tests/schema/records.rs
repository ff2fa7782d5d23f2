//! One struct is the table, its rows, and typed columns.

use super::*;

#[derive(Debug, PartialEq, Record, FromRow)]
#[record(table = "users", comment = "who buys", options = shelf::Shelf { row: 7 }, options = shelf::Elsewhere)]
struct User {
    #[record(primary_key)]
    #[row(rename = "id")]
    id: i64,
    #[record(unique, comment = "as written on the card")]
    name: String,
    #[record(options = shelf::Packed)]
    nick: Option<String>,
}

mod shelf {
    use aludel::{ColumnOptions, TableOptions};

    #[derive(Debug, PartialEq)]
    pub(super) struct Shelf {
        pub(super) row: u32,
    }
    impl TableOptions for Shelf {
        const DIALECT: &'static str = "library";
    }

    #[derive(Debug, PartialEq)]
    pub(super) struct Elsewhere;
    impl TableOptions for Elsewhere {
        const DIALECT: &'static str = "archive";
    }

    #[derive(Debug, PartialEq)]
    pub(super) struct Packed;
    impl ColumnOptions for Packed {
        const DIALECT: &'static str = "library";
    }
}

fn user(id: i64, name: &str) -> User {
    User { id, name: name.to_owned(), nick: None }
}

#[tokio::test]
async fn a_struct_is_a_table_and_its_rows() -> Result<(), Error> {
    let engine = engine().await?;
    let metadata = MetaData::new().add::<User>();
    metadata.create_all(&engine).await?;
    let tx = engine.begin().await?;
    tx.insert(&user(1, "joe")).await?;
    tx.insert([user(2, "ann"), user(3, "bob")]).await?;
    tx.commit().await?;
    let users = &metadata.tables()[0];
    let found: Vec<User> = engine.fetch_all(select(users.all_columns()).order_by(User::ID.asc())).await?;
    assert_eq!(found, [user(1, "joe"), user(2, "ann"), user(3, "bob")]);
    assert!(engine.insert(&user(4, "joe")).await.is_err(), "a name is unique");
    let reflected = engine.inspect().table("users").await?;
    assert_eq!(reflected.comment(), Some("who buys"));
    assert_eq!(reflected.find_column("name").and_then(Column::comment), Some("as written on the card"));
    Ok(())
}

#[tokio::test]
async fn columns_know_the_types_of_their_fields() -> Result<(), Error> {
    let engine = engine().await?;
    User::table().create(&engine).await?;
    engine.insert([user(1, "joe"), user(2, "ann")]).await?;
    let named = select([User::NAME.expr()]).from(User::table()).filter(User::ID.eq(2));
    assert_eq!(engine.fetch_scalar::<String>(named).await?, "ann");
    let nameless = select([User::ID.expr()]).from(User::table()).filter(User::NICK.eq("x").or(User::NICK.is_null()));
    assert_eq!(engine.fetch_all::<i64>(nameless.order_by(User::ID.desc())).await?, [2, 1]);
    Ok(())
}

#[test]
fn options_of_any_dialect_ride_on_it() {
    let table = User::table();
    assert_eq!(table.options(), Some(&shelf::Shelf { row: 7 }));
    assert_eq!(table.options(), Some(&shelf::Elsewhere));
    assert_eq!(table.find_column("nick").and_then(|nick| nick.options()), Some(&shelf::Packed));
}

#[test]
fn an_unknown_name_becomes_the_error_with_the_nearest_names() {
    let problem = select([User::table().col("nam")]).to_sql::<aludel::duckdb::DuckDb>().unwrap_err();
    assert_eq!(problem.to_string(), "users has no column \"nam\": did you mean name?");
}

#[derive(Record)]
#[record(table = "users", schema = "mine")]
struct Mine {
    #[allow(dead_code, reason = "the column is asked for, not the field")]
    id: i64,
}

#[tokio::test]
async fn a_typed_column_is_one_of_the_schema_that_its_struct_says() -> Result<(), Error> {
    let engine = engine().await?;
    for sql in [
        "CREATE TABLE users AS SELECT 1 AS id",
        "CREATE SCHEMA mine",
        "CREATE TABLE mine.users AS SELECT 2::BIGINT AS id",
    ] {
        engine.execute(text(sql)).await?;
    }
    assert_eq!(engine.fetch_scalar::<i64>(select([Mine::ID.expr()])).await?, 2);
    let users = Table::new("users").in_schema("mine");
    assert_eq!(engine.fetch_scalar::<i64>(select([Mine::ID.expr()]).from(&users).filter(Mine::ID.eq(2))).await?, 2);
    Ok(())
}

#[tokio::test]
async fn a_record_goes_where_the_default_schema_says() -> Result<(), Error> {
    let engine = engine().await?;
    engine.execute(create_schema("mine")).await?;
    let metadata = MetaData::new().with_schema("mine").add::<User>().add::<Mine>();
    let paths: Vec<String> = metadata.tables().iter().map(|table| table.path().join(".")).collect();
    assert_eq!(paths, ["mine.users"], "the later takes the place of the first, which is the same");

    let metadata = MetaData::new().with_schema("mine").add::<User>();
    metadata.create_all(&engine).await?;
    // What is inserted, and a typed column, say the struct's own name: the map says where that is.
    let mapped = engine
        .with_options(ExecutionOptions::new().schema_translate_map(SchemaTranslateMap::new().default_schema("mine")));
    mapped.insert(&user(1, "joe")).await?;
    assert_eq!(mapped.fetch_all::<i64>(select([User::ID.expr()])).await?, [1]);
    assert_eq!(engine.fetch_scalar::<i64>(text("SELECT count(*) FROM mine.users")).await?, 1);
    Ok(())
}
