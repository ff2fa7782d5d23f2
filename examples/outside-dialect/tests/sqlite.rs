//! What the conformance suite does not ask: SQLite's types, its catalog, and what is undone.

use std::time::Duration;

use aludel_dialect::{SqlType, Value};
use aludel_engine::{Connect, Engine, Error, ErrorClass, Registry};
use aludel_query::{
    Column, Constraint, Params, ReferentialAction, Table, create_table, insert, literal, select, star, text,
};

async fn opened() -> Result<Engine, Error> {
    Connect::through(Registry::new().with(aludel_sqlite::driver()), "sqlite://").open().await
}

async fn values(engine: &Engine, sql: &'static str) -> Result<Vec<Vec<Value>>, Error> {
    let rows = engine.fetch(text(sql)).await?;
    rows.iter().map(|row| row.values().map_err(Error::from)).collect()
}

#[tokio::test]
async fn values_come_back_as_they_were() -> Result<(), Error> {
    let engine = opened().await?;
    let all = Table::new("everything")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("number", SqlType::Float64))
        .column(Column::new("name", SqlType::Text).not_null())
        .column(Column::new("raw", SqlType::Bytes))
        .column(Column::new("truth", SqlType::Boolean));
    engine.execute(create_table(&all)).await?;
    let rows = [
        vec![Value::Int64(i64::MIN), Value::Float64(-0.1), Value::Text("añ🦆\0'".to_owned()), Value::Null, true.into()],
        vec![
            Value::Int64(i64::MAX),
            Value::Float64(f64::INFINITY),
            Value::Text(String::new()),
            Value::Bytes(vec![0, 255]),
            Value::Null,
        ],
    ];
    for row in &rows {
        let names = ["id", "number", "name", "raw", "truth"];
        let row: Vec<_> = names.into_iter().zip(row.iter().cloned().map(literal)).collect();
        engine.execute(insert(&all).values(row)).await?;
    }
    let found = engine.fetch(select([star()]).from(&all).order_by("id")).await?;
    let found: Result<Vec<_>, _> = found.iter().map(|row| row.values()).collect();
    assert_eq!(found?, rows);

    let inspected = engine.inspect().table("everything").await?;
    let told: Vec<_> = inspected.columns().iter().map(|column| (column.name(), column.sql_type().clone())).collect();
    let types = [SqlType::Int64, SqlType::Float64, SqlType::Text, SqlType::Bytes, SqlType::Boolean];
    assert_eq!(told, ["id", "number", "name", "raw", "truth"].into_iter().zip(types).collect::<Vec<_>>());
    assert!(matches!(engine.inspect().table("everythin").await, Err(Error::NoSuchTable { .. })));
    Ok(())
}

#[tokio::test]
async fn what_sqlite_would_change_is_refused() -> Result<(), Error> {
    let engine = opened().await?;
    for value in [Value::Float64(f64::NAN), Value::UInt64(1), Value::Int128(1)] {
        let sent = engine.fetch(text("SELECT :v").bind("v", value.clone())).await;
        assert!(matches!(sent, Err(Error::Build(_))), "{value:?}");
    }
    for sql_type in [SqlType::Int32, SqlType::Date, SqlType::Decimal { precision: 9, scale: 2 }] {
        let table = Table::new("t").column(Column::new("a", sql_type.clone()));
        assert!(matches!(engine.execute(create_table(&table)).await, Err(Error::Build(_))), "{sql_type:?}");
    }
    // Nothing in SQLite keeps a text out of a column of integers; on the way back it is an error by the column's name.
    engine.execute(text("CREATE TABLE mixed (a BIGINT)")).await?;
    engine.execute(text("INSERT INTO mixed VALUES (1), ('x')")).await?;
    let error = values(&engine, "SELECT a FROM mixed").await.expect_err("a text");
    assert_eq!(error.class(), Some(ErrorClass::Conversion));
    assert!(error.to_string().contains("\"a\" is INTEGER and has a value of kind TEXT"), "{error}");
    let error = values(&engine, "SELECT 1 AS a UNION ALL SELECT 2.5").await.expect_err("two kinds");
    assert!(error.to_string().contains("\"a\" is INTEGER and has a value of kind REAL"), "{error}");
    Ok(())
}

#[tokio::test]
async fn several_rows_are_all_there_or_none() -> Result<(), Error> {
    let engine = opened().await?;
    engine.execute(text("CREATE TABLE t (a BIGINT PRIMARY KEY)")).await?;
    let sets = |numbers: [i64; 3]| numbers.map(|number| Params::new().with("a", number));
    let insert = || text("INSERT INTO t VALUES (:a)");
    assert_eq!(engine.execute_many(insert(), sets([1, 2, 3])).await?, 3);
    let error = engine.execute_many(insert(), sets([4, 5, 1])).await.expect_err("1 is there");
    assert_eq!(error.class(), Some(ErrorClass::Constraint));
    assert_eq!(values(&engine, "SELECT count(*) FROM t").await?, [[Value::Int64(3)]]);

    // An interrupted INSERT takes the transaction with it, and its commit says so.
    let transaction = engine.begin().await?;
    transaction.execute(text("INSERT INTO t VALUES (4)")).await?;
    let endless = "INSERT INTO t WITH RECURSIVE c(x) AS (SELECT 9 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c";
    let stopped = transaction.execute(text(endless)).timeout(Duration::from_millis(100)).await;
    assert!(matches!(stopped, Err(Error::Timeout(_))), "{stopped:?}");
    assert!(transaction.commit().await.is_err());
    assert_eq!(values(&engine, "SELECT count(*) FROM t").await?, [[Value::Int64(3)]]);
    Ok(())
}

#[tokio::test]
async fn a_result_has_its_columns_without_rows_too() -> Result<(), Error> {
    let engine = opened().await?;
    engine.execute(text("CREATE TABLE t (a BIGINT, b TEXT)")).await?;
    let rows = engine.fetch(text("SELECT a, b FROM t")).await?;
    assert_eq!((rows.len(), rows.schema().fields().len()), (0, 2));
    assert_eq!(values(&engine, "SELECT 'A' LIKE 'a'").await?, [[Value::Int64(0)]], "LIKE tells letters apart by case");
    assert!(engine.fetch(text("SELECT 1; SELECT 2")).await.is_err(), "two results are not one");
    Ok(())
}

#[tokio::test]
async fn foreign_keys_do_what_they_say_and_are_found_again() -> Result<(), Error> {
    use ReferentialAction::{Cascade, SetNull};
    let engine = opened().await?;
    let users = Table::new("users").column(Column::new("id", SqlType::Int64).primary_key());
    let orders = Table::new("orders").column(Column::new("user_id", SqlType::Int64));
    let key = Constraint::foreign_key(["user_id"], &users, ["id"]).on_delete(Cascade).on_update(SetNull);
    engine.execute(create_table(&users)).await?;
    engine.execute(create_table(&orders.constraint(key))).await?;
    for sql in [
        "INSERT INTO users VALUES (1), (2)",
        "INSERT INTO orders VALUES (1), (2)",
        "DELETE FROM users WHERE id = 1",
        "UPDATE users SET id = 3",
    ] {
        engine.execute(text(sql)).await?;
    }
    assert_eq!(values(&engine, "SELECT user_id FROM orders").await?, [[Value::Null]]);
    let found = engine.inspect().table("orders").await?;
    assert_eq!(
        found.native_constraints(),
        ["FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE SET NULL"]
    );
    let problem =
        engine.execute(create_table(&found.renamed(&Table::new("again")))).await.expect_err("in its own words");
    assert!(problem.to_string().contains("ON DELETE CASCADE ON UPDATE SET NULL"), "{problem}");
    Ok(())
}
