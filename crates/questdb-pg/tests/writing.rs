//! What a write tells, and when it can be read.

mod common;

use aludel_dialect::Value;
use aludel_engine::RowsChanged;
use common::{Tested, column, connect, open, sql, table, untyped, url, with};

#[tokio::test]
async fn an_update_tells_its_rows_or_that_they_are_unknown() -> Tested {
    let mut connection = connect().await?;
    let (logged, plain) = (table("logged"), table("plain"));
    connection
        .execute(&sql(&format!("CREATE TABLE {logged} (v INT, ts TIMESTAMP) TIMESTAMP(ts) PARTITION BY DAY WAL")))
        .await?;
    connection.execute(&sql(&format!("CREATE TABLE {plain} (v INT)"))).await?;
    let inserted =
        connection.execute(&sql(&format!("INSERT INTO {logged} VALUES (1, '2024-01-01'), (2, '2024-01-02')"))).await?;
    assert_eq!(inserted, 2);
    connection.execute(&sql(&format!("INSERT INTO {plain} VALUES (1), (2), (3)"))).await?;
    let update = |name: &str| with(&format!("UPDATE {name} SET v = 9 WHERE v >= $1"), vec![untyped(Value::Int32(2))]);
    assert_eq!(connection.execute(&update(&plain)).await?, 2);
    // The server's number is that of a transaction.
    assert_eq!(connection.execute(&update(&logged)).await?, RowsChanged::Unknown);
    assert_eq!(
        connection.execute_many(&update(&logged), vec![vec![untyped(Value::Int32(2))]]).await?,
        RowsChanged::Unknown
    );
    let query = sql(&format!("SELECT v FROM {logged} ORDER BY v"));
    assert_eq!(column(&mut connection, &query).await?, [Value::Int32(1), Value::Int32(9)]);
    Ok(())
}

/// Forty times, for without waiting it sometimes can be read at once.
#[tokio::test]
async fn a_write_can_be_read_when_it_is_over_if_that_was_asked_for() -> Tested {
    let mut connection = open(&url("wait_for_visibility=writes")?).await?.connect().await?;
    let mut reader = open(&url("")?).await?.connect().await?;
    let name = table("seen");
    let create = format!("CREATE TABLE {name} (v INT, ts TIMESTAMP) TIMESTAMP(ts) PARTITION BY DAY WAL");
    connection.execute(&sql(&create)).await?;
    let count = sql(&format!("SELECT count() FROM {name}"));
    for number in 1..=40 {
        connection.execute(&sql(&format!("INSERT INTO {name} VALUES ({number}, '2024-01-01')"))).await?;
        assert_eq!(column(&mut reader, &count).await?, [Value::Int64(number)]);
    }
    Ok(())
}
