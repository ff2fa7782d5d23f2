//! Tables are stored as was said, and known again when they are inspected.

use aludel_clickhouse_http::{ClickHouseColumn, ClickHouseTable, driver};
use aludel_dialect::{Any, Field, SqlType};
use aludel_engine::{Connect, Engine, Registry, RelationKind};
use aludel_query::{Column, Table, create_statements, create_table, drop_table, select, text};

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

/// What is said of a column is found in it, and made again from there.
#[tokio::test]
async fn what_is_declared_of_a_column_is_kept() {
    let engine = engine().await;
    let column = |sql_type| Column::new("x", sql_type).not_null();
    let ttl = |words: &str| ClickHouseColumn::new().ttl(words);
    for (number, (said, expected)) in [
        ("x Int64 COMMENT 'it''s, a TTL `day`'", column(SqlType::Int64).with_comment("it's, a TTL `day`")),
        ("x Int64 MATERIALIZED id + 1", column(SqlType::Int64).generated_stored_native("clickhouse", "id + 1")),
        ("x Int64 ALIAS id + 1", column(SqlType::Int64).generated_native("clickhouse", "id + 1")),
        ("x String DEFAULT ' TTL '", column(SqlType::Text).default_native("clickhouse", "' TTL '")),
        ("x Int64 TTL day + INTERVAL 1 DAY", column(SqlType::Int64).with_options(ttl("day + toIntervalDay(1)"))),
        (
            "x String DEFAULT ' TTL ' COMMENT ' TTL ' CODEC(ZSTD(3)) TTL day + INTERVAL 1 DAY",
            column(SqlType::Text)
                .default_native("clickhouse", "' TTL '")
                .with_comment(" TTL ")
                .with_options(ttl("day + toIntervalDay(1)").codec("ZSTD(3)")),
        ),
        (
            "x Tuple(a Int64, b Tuple(c String, d Array(Date)))",
            column(SqlType::Struct(vec![
                Field::new("a", SqlType::Int64),
                Field::new(
                    "b",
                    SqlType::Struct(vec![
                        Field::new("c", SqlType::Text),
                        Field::new("d", SqlType::list(SqlType::Date)),
                    ]),
                ),
            ])),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("kept_{number}");
        let made = format!(
            "CREATE TABLE {name} (id UInt32, day Date, {said}) ENGINE = MergeTree ORDER BY id COMMENT 'all of them'"
        );
        engine.execute(text(made)).await.unwrap();
        let known = engine.inspect().table(name.as_str()).await.unwrap();
        assert_eq!(known.find_column("x"), Some(&expected), "{said}");
        assert_eq!(known.comment(), Some("all of them"), "{said}");
        assert_eq!(known.native_constraints(), [""; 0], "{said}");
        engine.execute(drop_table(&known)).await.unwrap();
        // The words of a default are no statement for another engine, so that they are kept as they are.
        for statement in create_statements(&known) {
            engine.execute(statement).await.unwrap_or_else(|error| panic!("{said}: {error}"));
        }
        let again = engine.inspect().table(name.as_str()).await.unwrap();
        assert_eq!(again.find_column("x"), known.find_column("x"), "{said}, made again");
        assert_eq!(again.comment(), known.comment(), "{said}, made again");
        engine.execute(drop_table(&known)).await.unwrap();
    }
}

/// A type that results refuse is no reason to know nothing of the table.
#[tokio::test]
async fn types_that_are_not_read_are_told_in_the_servers_words() {
    let engine = engine().await;
    let made = "CREATE TABLE odd (id UInt32, state AggregateFunction(sum, UInt8), some Dynamic) ENGINE = Memory";
    engine.execute(text(made)).await.unwrap();
    let known = engine.inspect().table("odd").await.unwrap();
    let types: Vec<_> = known.columns().iter().map(|column| column.sql_type().clone()).collect();
    let native = |words: &str| SqlType::Native(words.to_owned());
    assert_eq!(types, [SqlType::UInt32, native("AggregateFunction(sum, UInt8)"), native("Dynamic")]);
    engine.execute(drop_table(&known)).await.unwrap();
}

#[tokio::test]
async fn a_temporary_table_stands_before_another_of_its_name() {
    let session = engine().await.connection().await.unwrap();
    session.execute(text("CREATE TABLE twice (permanent UInt8) ENGINE = Memory")).await.unwrap();
    session.execute(text("CREATE TEMPORARY TABLE twice (temporary UInt8)")).await.unwrap();
    let found = session.inspect().table("twice").await.unwrap();
    assert!(found.find_column("temporary").is_some());
    let mut twins = session.inspect().relations().await.unwrap();
    twins.retain(|relation| relation.table.name() == "twice");
    let told: Vec<_> = twins.iter().map(|twin| (twin.table.schema(), twin.kind, twin.is_current)).collect();
    let (temporary, permanent) = (RelationKind::TemporaryTable, RelationKind::Table);
    assert_eq!(told, [(None, temporary, true), (Some("default"), permanent, false)]);
    let names: Vec<_> = session.inspect().tables().await.unwrap();
    let path = |table: &Table| (table.name() == "twice").then(|| table.path().join("."));
    assert_eq!(names.iter().filter_map(path).collect::<Vec<_>>(), ["twice", "default.twice"]);
    session.execute(text("DROP TABLE default.twice")).await.unwrap();
}

/// An inspected table is not made again without what a description can't hold.
#[tokio::test]
async fn what_a_description_lacks_is_named() {
    let engine = engine().await;
    for (number, (column, words)) in [
        ("x Int64 EPHEMERAL", "`x` Int64 EPHEMERAL"),
        ("x Int64 STATISTICS(tdigest)", "`x` Int64 STATISTICS(tdigest)"),
        ("x Int64 SETTINGS (min_compress_block_size = 9)", "SETTINGS (min_compress_block_size = 9)"),
        ("x Int64, CONSTRAINT low CHECK x < 9", "CONSTRAINT low CHECK x < 9"),
        ("x Int64, INDEX quick x TYPE minmax", "INDEX quick x TYPE minmax"),
        ("x Int64, PROJECTION other (SELECT id ORDER BY x)", "PROJECTION other ( SELECT id ORDER BY x )"),
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
