//! What a transaction holds, and what it does not.

mod common;

use aludel_dialect::Value;
use aludel_engine::{Error, ErrorClass, TransactionMode};
use common::{Tested, column, connect, rows, sql, table, untyped, with};

const MODE: TransactionMode = TransactionMode::ReadWrite;

/// A table with the row 0.
async fn with_one_row(connection: &mut Box<dyn aludel_engine::Connection>, stem: &str) -> Tested<String> {
    let name = table(stem);
    let create = format!("CREATE TABLE {name} (v INT, ts TIMESTAMP) TIMESTAMP(ts) PARTITION BY DAY WAL");
    connection.execute(&sql(&create)).await?;
    connection.execute(&sql(&format!("INSERT INTO {name} VALUES (0, '2024-01-01')"))).await?;
    Ok(name)
}

fn insert(name: &str, number: i32) -> aludel_query::Prepared {
    with(&format!("INSERT INTO {name} VALUES ($1, '2024-01-02')"), vec![untyped(Value::Int32(number))])
}

fn all(name: &str) -> aludel_query::Prepared {
    sql(&format!("SELECT v FROM {name} ORDER BY v"))
}

#[tokio::test]
async fn a_commit_keeps_inserts_and_a_rollback_does_not() -> Tested {
    let mut connection = connect().await?;
    let name = with_one_row(&mut connection, "kept").await?;
    connection.begin(MODE).await?;
    connection.execute(&insert(&name, 1)).await?;
    connection.rollback().await?;
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0)]);
    connection.begin(MODE).await?;
    connection.execute(&insert(&name, 2)).await?;
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0)], "not even by itself");
    connection.commit().await?;
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0), Value::Int32(2)]);
    Ok(())
}

/// The server itself says COMMIT there, and drops the rows.
#[tokio::test]
async fn a_commit_after_an_error_is_an_error() -> Tested {
    let mut connection = connect().await?;
    let name = with_one_row(&mut connection, "failed").await?;
    connection.begin(MODE).await?;
    connection.execute(&insert(&name, 1)).await?;
    let fault = connection.execute(&sql("INSERT INTO nosuch VALUES (1)")).await.expect_err("no such table");
    assert_eq!(fault.class(), Some(ErrorClass::NotFound), "{fault}");
    assert!(matches!(connection.commit().await, Err(Error::RolledBack)));
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0)]);
    // It is over, and the connection as good as new.
    connection.execute(&insert(&name, 2)).await?;
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0), Value::Int32(2)]);
    Ok(())
}

/// Learning the types of a result takes an answer that is an error, which must not count as one.
#[tokio::test]
async fn a_query_inside_does_not_undo_the_inserts() -> Tested {
    let mut connection = connect().await?;
    let name = with_one_row(&mut connection, "read").await?;
    connection.begin(MODE).await?;
    connection.execute(&insert(&name, 1)).await?;
    rows(&mut connection, &sql(&format!("SELECT ts, v AS never_asked_before FROM {name}"))).await?;
    connection.commit().await?;
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0), Value::Int32(1)]);
    Ok(())
}

#[tokio::test]
async fn what_takes_effect_at_once_is_refused_inside() -> Tested {
    let mut connection = connect().await?;
    let name = with_one_row(&mut connection, "at_once").await?;
    connection.begin(MODE).await?;
    connection.execute(&insert(&name, 1)).await?;
    for text in [
        format!("UPDATE {name} SET v = 7"),
        format!("/* a */ truncate TABLE {name}"),
        format!("ALTER TABLE {name} ADD COLUMN w INT"),
        format!("DROP TABLE {name}"),
    ] {
        let fault = connection.execute(&sql(&text)).await.expect_err("refused").to_string();
        assert!(fault.contains("does not roll it back"), "{text}: {fault}");
    }
    connection.commit().await?;
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0), Value::Int32(1)]);
    let fault = connection.begin(TransactionMode::ReadOnly).await.expect_err("refused").to_string();
    assert!(fault.contains("READ ONLY"), "{fault}");
    Ok(())
}

#[tokio::test]
async fn many_sets_are_inserted_all_or_none() -> Tested {
    let mut connection = connect().await?;
    let name = with_one_row(&mut connection, "many").await?;
    let statement = insert(&name, 0);
    let set = |value: Value| vec![untyped(value)];
    let sets = vec![set(Value::Int32(1)), set(Value::Int32(i32::MIN))];
    let fault = connection.execute_many(&statement, sets).await.expect_err("the second is NULL's own").to_string();
    assert!(fault.contains("parameter 1") && fault.contains("NULL"), "{fault}");
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0)]);
    let sets = (1..=300).map(|number| set(Value::Int32(number))).collect();
    assert_eq!(connection.execute_many(&statement, sets).await?, 300);
    assert_eq!(column(&mut connection, &all(&name)).await?.len(), 301);
    Ok(())
}

/// A result that is dropped before its end closes the connection, and with it the transaction.
#[tokio::test]
async fn a_transaction_whose_connection_was_closed_can_not_commit() -> Tested {
    let mut connection = connect().await?;
    let name = with_one_row(&mut connection, "closed").await?;
    connection.begin(MODE).await?;
    connection.execute(&insert(&name, 1)).await?;
    drop(connection.query(&sql("SELECT x FROM long_sequence(1000000)")).await?);
    connection.settle().await?;
    let fault = connection.execute(&insert(&name, 2)).await.expect_err("no connection");
    assert!(fault.is_disconnect(), "{fault}");
    assert!(matches!(connection.commit().await, Err(Error::RolledBack)));
    assert_eq!(column(&mut connection, &all(&name)).await?, [Value::Int32(0)]);
    Ok(())
}
