//! What a foreign key does with the rows that refer to another.

use super::*;
use aludel::duckdb::DuckDb;

fn orders(action: ReferentialAction) -> Table {
    let users = Table::new("users").column(Column::new("id", SqlType::Int64).primary_key());
    Table::new("orders")
        .column(Column::new("user_id", SqlType::Int64))
        .constraint(Constraint::foreign_key(["user_id"], &users, ["id"]).on_delete(action))
}

#[tokio::test]
async fn those_that_change_rows_are_refused_by_name_and_the_others_are_what_the_engine_does() -> Result<(), Error> {
    use ReferentialAction::{Cascade, NoAction, Restrict, SetDefault, SetNull};
    let engine = engine().await?;
    engine.execute(text("CREATE TABLE users (id BIGINT PRIMARY KEY)")).await?;
    for action in [Cascade, SetNull, SetDefault] {
        let problem = orders(action).create(&engine).await.unwrap_err().to_string();
        assert!(
            problem.contains("DuckDB parses ON DELETE and ON UPDATE, and refuses those that change rows"),
            "{problem}"
        );
        let raw = format!("CREATE TABLE raw (id BIGINT REFERENCES users (id) ON DELETE {})", action.words());
        assert!(engine.execute(text(raw)).await.is_err(), "the engine itself: {action:?}");
    }
    engine.execute(text("INSERT INTO users VALUES (1)")).await?;
    for action in [NoAction, Restrict] {
        let wanted = MetaData::new().table(orders(action));
        wanted.create_all(&engine).await?;
        engine.execute(text("INSERT INTO orders VALUES (1)")).await?;
        assert!(engine.execute(text("DELETE FROM users")).await.is_err(), "{action:?}");
        let changes = wanted.diff(&engine).await?;
        assert!(!changes.unreachable.iter().any(|what| what.contains("FOREIGN KEY")), "{changes}");
        wanted.drop_all(&engine).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_action_is_never_dropped_without_a_word() -> Result<(), Error> {
    let cascade = orders(ReferentialAction::Cascade);
    assert_eq!(
        create_table::<Any>(&cascade).to_string(),
        "CREATE TABLE orders (user_id INT64, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE) \
         /* needs FOREIGN KEY, ON DELETE and ON UPDATE that change rows */"
    );
    let there = aludel::transfer::<DuckDb>(&cascade, "sqlite");
    let losses: Vec<&str> = there.losses.iter().map(|loss| loss.what.as_str()).collect();
    assert_eq!(losses, ["FOREIGN KEY (user_id): ON DELETE CASCADE"], "and the key stays");
    assert_eq!(there.table.constraints().len(), 1);

    let engine = engine().await?;
    engine.execute(text("CREATE TABLE users (id BIGINT PRIMARY KEY)")).await?;
    engine.execute(text("CREATE TABLE orders (user_id BIGINT REFERENCES users (id))")).await?;
    let changes = MetaData::new().table(cascade).diff(&engine).await?;
    assert_eq!(
        changes.unreachable,
        [
            "FOREIGN KEY (user_id) REFERENCES users (id) of orders is there",
            "FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE of orders is wanted",
        ]
    );
    let odd = Table::new("t").column(Column::new("a", SqlType::Int64));
    let odd = odd.constraint(Constraint::unique(["a"]).on_update(ReferentialAction::Restrict));
    let problem = create_table::<Any>(&odd).to_string();
    assert!(problem.contains("ON DELETE and ON UPDATE belong to a foreign key, not to UNIQUE"), "{problem}");
    Ok(())
}
