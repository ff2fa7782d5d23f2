//! Tables are stored as was said, and known again when they are inspected.

use aludel_clickhouse_http::{ClickHouseColumn, ClickHouseTable, driver};
use aludel_dialect::{Any, SqlType};
use aludel_engine::{Connect, Engine, Registry};
use aludel_query::{Column, Table, create_table, drop_table, select, text};

use super::*;

async fn engine() -> Engine<Any> {
    let url = HOST.url_for_tests().unwrap().replacen("http://", "clickhouse://", 1);
    Connect::through(Registry::new().with(driver()), url.as_str()).open().await.unwrap()
}

async fn stored(engine: &Engine<Any>, name: &str) -> String {
    let sql = format!("SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '{name}'");
    let full: String = engine.fetch_scalar(text(sql)).await.unwrap();
    // In the words in which it was said.
    full.replace("PRIMARY KEY (id) ", "PRIMARY KEY id ")
}

fn events(name: &str) -> Table {
    Table::new(name)
        .column(Column::new("id", SqlType::UInt32).not_null())
        .column(Column::new("day", SqlType::Date).not_null())
        .column(Column::new("n", SqlType::Int64).not_null().default_value(7_i64))
}

/// What was said, and what the server says of it.
#[tokio::test]
async fn a_table_is_stored_as_its_engine_says_and_made_again_from_what_is_known() {
    let engine = engine().await;
    let keys = ["id", "day"];
    let default = "SETTINGS index_granularity = 8192";
    for (number, (said, expected)) in [
        (ClickHouseTable::merge_tree(), format!("MergeTree ORDER BY tuple() {default}")),
        (ClickHouseTable::merge_tree().order_by(keys), format!("MergeTree ORDER BY (id, day) {default}")),
        (
            ClickHouseTable::merge_tree().order_by(keys).primary_key(["id"]).partition_by_native("toYYYYMM(day)"),
            format!("MergeTree PARTITION BY toYYYYMM(day) PRIMARY KEY id ORDER BY (id, day) {default}"),
        ),
        (
            ClickHouseTable::merge_tree().order_by_native("(id, intHash32(id))").sample_by_native("intHash32(id)"),
            format!("MergeTree ORDER BY (id, intHash32(id)) SAMPLE BY intHash32(id) {default}"),
        ),
        (
            ClickHouseTable::replacing_merge_tree(["n"])
                .order_by(keys)
                .ttl_native("toDateTime(day) + INTERVAL 1 MONTH")
                .setting("index_granularity", 1024)
                .setting("merge_with_ttl_timeout", 60),
            "ReplacingMergeTree(n) ORDER BY (id, day) TTL toDateTime(day) + toIntervalMonth(1) SETTINGS \
             index_granularity = 1024, merge_with_ttl_timeout = 60"
                .to_owned(),
        ),
        (
            ClickHouseTable::summing_merge_tree(["n"]).order_by(keys),
            format!("SummingMergeTree(n) ORDER BY (id, day) {default}"),
        ),
        (
            ClickHouseTable::summing_merge_tree(Vec::<String>::new()).order_by(keys),
            format!("SummingMergeTree ORDER BY (id, day) {default}"),
        ),
        (
            ClickHouseTable::aggregating_merge_tree(Vec::<String>::new()).order_by(keys),
            format!("AggregatingMergeTree ORDER BY (id, day) {default}"),
        ),
        (ClickHouseTable::native("Memory"), "Memory".to_owned()),
        (ClickHouseTable::native("TinyLog"), "TinyLog".to_owned()),
        (ClickHouseTable::native("Null"), "`Null`".to_owned()),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("stored_{number}");
        engine
            .execute(create_table(&events(&name).with_options(said)))
            .await
            .unwrap_or_else(|error| panic!("{expected}: {error}"));
        assert_eq!(stored(&engine, &name).await, expected);
        let known = engine.inspect().table(name.as_str()).await.unwrap();
        engine.execute(drop_table(&known)).await.unwrap();
        let again = engine.execute(create_table(&known)).await;
        again.unwrap_or_else(|error| panic!("{expected}, made again: {error}"));
        // Its key is now said by its columns.
        let again = stored(&engine, &name).await.replace("PRIMARY KEY (id, day) ", "");
        assert_eq!(again, expected, "made again");
        let columns = |table: &Table| table.columns().iter().map(|column| column.name().to_owned()).collect::<Vec<_>>();
        assert_eq!(columns(&known), ["id", "day", "n"]);
        engine.execute(drop_table(&known)).await.unwrap();
    }
}

#[tokio::test]
async fn a_sampled_part_is_drawn_where_there_is_a_key_for_it() {
    let engine = engine().await;
    let sampled = events("drawn").with_options(ClickHouseTable::merge_tree().order_by(["id"]).sample_by_native("id"));
    engine.execute(create_table(&sampled)).await.unwrap();
    let source = sampled.table_sample(aludel_query::SampleSize::Percent(10.0));
    let rows = engine.fetch(select(sampled.col::<Any>("id")).from(source)).await.unwrap();
    assert!(rows.is_empty());
    engine.execute(drop_table(&sampled)).await.unwrap();
}

#[tokio::test]
async fn a_setting_that_is_none_is_refused_by_its_name() {
    let engine = engine().await;
    for (options, name) in [
        (ClickHouseTable::merge_tree().setting("a = 1, b", 1), "\"a = 1, b\" is none"),
        (ClickHouseTable::merge_tree().setting("a", Value::Null), "\"a\" is none"),
    ] {
        let error =
            engine.execute(create_table(&events("refused").with_options(options))).await.unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
}

#[tokio::test]
async fn how_a_column_is_compressed_is_an_option_of_the_column() {
    let engine = engine().await;
    let packed = Column::new("x", SqlType::Int64).with_options(ClickHouseColumn::new().codec("Delta(8), ZSTD(3)"));
    let made = events("packed").column(packed);
    engine.execute(create_table(&made)).await.unwrap();
    let known = engine.inspect().table("packed").await.unwrap();
    let codec = |table: &Table| table.find_column("x").and_then(|x| x.options::<ClickHouseColumn>().cloned());
    assert_eq!(codec(&known), codec(&made));
    engine.execute(drop_table(&known)).await.unwrap();
    engine.execute(create_table(&known)).await.unwrap();
    assert_eq!(codec(&engine.inspect().table("packed").await.unwrap()), codec(&made), "made again");
    engine.execute(drop_table(&known)).await.unwrap();
}

/// An inspected table is not made again without what a description can't hold.
#[tokio::test]
async fn what_a_description_lacks_is_named() {
    let engine = engine().await;
    for (number, (column, words)) in [
        ("x Int64 COMMENT 'it''s'", "x COMMENT"),
        ("x Int64 MATERIALIZED id + 1", "x MATERIALIZED id + 1"),
        ("x Int64 ALIAS id + 1", "x ALIAS id + 1"),
        ("x Int64 TTL day + INTERVAL 1 DAY", "TTL day"),
        ("x Int64, CONSTRAINT low CHECK x < 9", "CONSTRAINT low"),
        ("x Int64, INDEX quick x TYPE minmax", "INDEX quick"),
        ("x Int64, PROJECTION other (SELECT id ORDER BY x)", "PROJECTION other"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("lacking_{number}");
        let made = format!("CREATE TABLE {name} (id UInt32, day Date, {column}) ENGINE = MergeTree ORDER BY id");
        engine.execute(text(made)).await.unwrap();
        let known = engine.inspect().table(name.as_str()).await.unwrap();
        let error = engine.execute(create_table(&known)).await.unwrap_err().to_string();
        assert!(error.contains(words), "{column}: {error}");
        engine.execute(drop_table(&known)).await.unwrap();
    }
}
