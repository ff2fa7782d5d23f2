//! The snippets of questdb-connect's guide, in Rust, on the real server.

mod common;

use aludel_dialect::{Any, SqlType};
use aludel_engine::{Connect, Engine, Registry, Session};
use aludel_query::{drop_table, params, select, star, text};
use common::{Tested, table, url};

async fn engine() -> Tested<Engine> {
    let registry = Registry::new().with(aludel_questdb_pg::driver());
    Ok(Connect::through(registry, url("wait_for_visibility=writes")?).open().await?)
}

/// `some_table` under a name of its own, with the rows of the guide.
async fn some_table(session: &Session<Any>) -> Tested<String> {
    let name = table("some_table");
    session.execute(text(format!("CREATE TABLE IF NOT EXISTS {name} (x int, y int)"))).await?;
    let insert = text(format!("INSERT INTO {name} (x, y) VALUES (:x, :y)"));
    let changed = session.execute_many(&insert, [params! { x: 11, y: 12 }, params! { x: 13, y: 14 }]).await?;
    assert_eq!(changed, 2);
    Ok(name)
}

#[tokio::test]
async fn connecting_and_looking_around() -> Tested {
    let engine = engine().await?;
    let conn = engine.connection().await?;
    let name = some_table(&conn).await?;
    let shown = conn.fetch(text("SHOW TABLES")).await?.to_string();
    assert!(shown.contains(&name), "{shown}");
    Ok(())
}

#[tokio::test]
async fn values_of_other_widths_are_inserted_too() -> Tested {
    let engine = engine().await?;
    let conn = engine.connection().await?;
    let name = some_table(&conn).await?;
    let insert = text(format!("INSERT INTO {name} (x, y) VALUES (:x, :y)"));
    conn.execute_many(&insert, [params! { x: 15_i64, y: 16_i64 }]).await?;
    let all = conn.fetch_all::<(i32, i32)>(text(format!("select * from {name}"))).await?;
    assert_eq!(all, [(11, 12), (13, 14), (15, 16)]);
    // A value that the column can't hold is no other value.
    let wide = conn.execute_many(&insert, [params! { x: 5_000_000_000_i64, y: 1_i64 }]).await;
    assert!(wide.is_err(), "{wide:?}");
    Ok(())
}

#[tokio::test]
async fn rows_are_selected_by_text_and_by_the_builder() -> Tested {
    let engine = engine().await?;
    let conn = engine.connection().await?;
    let name = some_table(&conn).await?;
    let by_text = text(format!("SELECT x, y FROM {name} WHERE y > :y")).bind("y", 2);
    assert_eq!(conn.fetch_all::<(i32, i32)>(&by_text).await?, [(11, 12), (13, 14)]);
    let t = engine.inspect().table(name.as_str()).await?;
    let built = select((t.col("x"), t.col("y"))).from(&t).filter(t.col("y").gt(2));
    assert_eq!(conn.fetch_all::<(i32, i32)>(&built).await?, [(11, 12), (13, 14)]);
    assert_eq!(conn.fetch_all::<(i32, i32)>(select(star()).from(&t)).await?, [(11, 12), (13, 14)]);
    Ok(())
}

#[tokio::test]
async fn a_table_is_reflected_and_dropped() -> Tested {
    let engine = engine().await?;
    let conn = engine.connection().await?;
    let name = some_table(&conn).await?;
    let t = engine.inspect().table(name.as_str()).await?;
    assert_eq!(t.to_string(), format!("{name}(x INT32, y INT32)"));
    assert!(t.columns().iter().all(|column| *column.sql_type() == SqlType::Int32));
    conn.execute(drop_table(&t)).await?;
    assert!(!engine.inspect().has_table(name.as_str()).await?);
    let other = some_table(&conn).await?;
    conn.execute(text(format!("DROP TABLE {other}"))).await?;
    assert!(!engine.inspect().has_table(other.as_str()).await?);
    Ok(())
}

/// questdb-connect deletes `public.` wherever it stands, also in texts, and quotes no names.
#[tokio::test]
async fn what_the_peer_changes_is_left_as_it_is() -> Tested {
    let engine = engine().await?;
    let conn = engine.connection().await?;
    let found: String = conn.fetch_scalar(text("SELECT 'public.x'")).await?;
    assert_eq!(found, "public.x");
    let found: String = conn.fetch_scalar(text("SELECT :p").bind("p", "public.y")).await?;
    assert_eq!(found, "public.y");
    Ok(())
}
