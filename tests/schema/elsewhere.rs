//! A table of one dialect for another, with the list of what is lost.

use super::*;
use aludel::clickhouse::{ClickHouse, ClickHouseTable};
use aludel::duckdb::DuckDb;
use aludel::questdb::QuestDb;
use aludel::questdb::table::{Period, QuestDbTable};
use aludel::{SqlDialect, transfer};

async fn orders() -> Result<Table, Error> {
    let engine = engine().await?;
    for sql in [
        "CREATE TABLE users (id INTEGER PRIMARY KEY)",
        "CREATE TABLE orders (id BIGINT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), tags VARCHAR[], \
         price DECIMAL(15, 2) DEFAULT 1.5, note VARCHAR UNIQUE, shape GEOMETRY, seen TIMESTAMP, gone INTEGER CHECK (gone > 0))",
        "CREATE INDEX quick ON orders (note)",
        "COMMENT ON TABLE orders IS 'all of them'",
    ] {
        engine.execute(text(sql)).await?;
    }
    engine.inspect().table("orders").await
}

fn lost<D: SqlDialect>(table: &Table, from: &str) -> (Vec<String>, String) {
    let there = transfer::<D>(table, from);
    let statements = aludel::create_statements(&there.table);
    let sql = statements.iter().map(|statement| {
        match Statement::<Any>::render(statement, D::spelling(), &aludel::Capabilities::of::<D>()) {
            Ok(prepared) => prepared.sql.to_string(),
            Err(problem) => panic!("what is transferred is rendered: {problem}"),
        }
    });
    (there.losses.into_iter().map(|loss| loss.what).collect(), sql.collect::<Vec<_>>().join("; "))
}

#[tokio::test]
async fn each_loss_has_a_name() -> Result<(), Error> {
    let orders = orders().await?;
    let (losses, sql) = lost::<ClickHouse>(&orders, "duckdb");
    assert_eq!(
        losses,
        [
            "column \"tags\": NULL",
            "column \"shape\": type GEOMETRY, which becomes TEXT",
            "column \"price\": DEFAULT 1.5",
            "column \"note\": UNIQUE",
            "PRIMARY KEY (id)",
            "CHECK ((gone > 0))",
            "FOREIGN KEY (user_id)",
            "index \"quick\"",
        ]
    );
    assert!(sql.ends_with("ALTER TABLE `orders` MODIFY COMMENT 'all of them'"), "{sql}");
    let (losses, sql) = lost::<QuestDb>(&orders, "duckdb");
    assert!(losses.iter().any(|loss| loss == "PRIMARY KEY (id)"), "{losses:?}");
    assert!(losses.iter().any(|loss| loss == "column \"user_id\": NOT NULL"), "{losses:?}");
    assert!(losses.iter().any(|loss| loss == "comment"), "{losses:?}");
    assert!(sql.starts_with("CREATE TABLE orders (id LONG, user_id INT"), "{sql}");
    assert_eq!(lost::<DuckDb>(&orders, "duckdb").0, Vec::<String>::new(), "nothing is lost at home");
    Ok(())
}

#[test]
fn options_of_several_dialects_ride_on_one_table_and_those_of_another_are_losses() {
    let ticks = Table::new("ticks")
        .column(Column::new("at", SqlType::Timestamp(TimeUnit::Microsecond)).not_null())
        .column(Column::new("price", SqlType::Float64))
        .with_time_column("at")
        .with_options(QuestDbTable::new().partition_by(Period::Day).write_ahead_log())
        .with_options(ClickHouseTable::merge_tree().order_by(["at"]));
    let (losses, sql) = lost::<ClickHouse>(&ticks, "questdb");
    assert_eq!(losses, ["QuestDbTable", "time column \"at\""]);
    assert!(sql.ends_with("ENGINE = MergeTree ORDER BY (`at`)"), "{sql}");
    let (losses, sql) = lost::<QuestDb>(&ticks, "clickhouse");
    assert_eq!(losses, ["column \"at\": NOT NULL", "ClickHouseTable"]);
    assert_eq!(sql, "CREATE TABLE ticks (at TIMESTAMP, price DOUBLE) TIMESTAMP(at) PARTITION BY DAY WAL");
    assert_eq!(lost::<DuckDb>(&ticks, "duckdb").0, ["QuestDbTable", "ClickHouseTable", "time column \"at\""]);
}
