//! What an inspector finds on the real server.

mod common;

use aludel_dialect::{Any, SqlType, TimeUnit};
use aludel_engine::{Connect, Engine, Registry, Relation, RelationKind};
use aludel_query::{Table, create_table, select, text};
use aludel_questdb_pg::table::{Period, QuestDbColumn, QuestDbTable};
use common::{Tested, table, url};

async fn engine() -> Tested<Engine<Any>> {
    let registry = Registry::new().with(aludel_questdb_pg::driver());
    Ok(Connect::through(registry, url("wait_for_visibility=writes")?).open().await?)
}

fn found<'r>(relations: &'r [Relation], name: &str) -> Tested<&'r Relation> {
    Ok(relations.iter().find(|relation| relation.table.name() == name).ok_or_else(|| format!("no {name}"))?)
}

#[tokio::test]
async fn views_are_told_from_tables_and_have_their_queries() -> Tested {
    let engine = engine().await?;
    let (base, view, kept) = (table("base"), table("view"), table("kept"));
    for sql in [
        format!("CREATE TABLE {base} (ts TIMESTAMP, x DOUBLE) TIMESTAMP(ts) PARTITION BY DAY WAL"),
        format!("CREATE VIEW {view} AS (SELECT ts, x FROM {base})"),
        format!("CREATE MATERIALIZED VIEW {kept} AS (SELECT ts, avg(x) a FROM {base} SAMPLE BY 1h) PARTITION BY DAY"),
    ] {
        engine.execute(text(sql)).await?;
    }
    let relations = engine.inspect().relations().await?;
    for (name, kind, query) in [
        (&base, RelationKind::Table, None),
        (&view, RelationKind::View, Some(format!("SELECT ts, x FROM {base}"))),
        (&kept, RelationKind::MaterializedView, Some(format!("SELECT ts, avg(x) a FROM {base} SAMPLE BY 1h"))),
    ] {
        let found = found(&relations, name)?;
        assert_eq!((found.kind, &found.definition), (kind, &query), "{name}");
        assert!(found.is_current);
        assert_eq!(found.table.schema(), Some("public"));
        assert_eq!(found.table.options::<QuestDbTable>().is_some(), kind == RelationKind::Table, "{name}");
        assert_eq!(engine.inspect().table(name.as_str()).await?, found.table.clone().out_of_schema(), "{name}");
    }
    for sql in [format!("DROP MATERIALIZED VIEW {kept}"), format!("DROP VIEW {view}"), format!("DROP TABLE {base}")] {
        engine.execute(text(sql)).await?;
    }
    Ok(())
}

/// Each type as a result has it, or in the server's words, and made again as it was.
#[tokio::test]
async fn a_table_of_every_type_is_made_again_as_it_was() -> Tested {
    let engine = engine().await?;
    let (first, second) = (table("every"), table("every"));
    let types = [
        ("BOOLEAN", SqlType::Boolean),
        ("BYTE", SqlType::Int8),
        ("SHORT", SqlType::Int16),
        ("INT", SqlType::Int32),
        ("LONG", SqlType::Int64),
        ("FLOAT", SqlType::Float32),
        ("DOUBLE", SqlType::Float64),
        ("VARCHAR", SqlType::Text),
        ("BINARY", SqlType::Bytes),
        ("UUID", SqlType::Uuid),
        ("DATE", SqlType::Timestamp(TimeUnit::Millisecond)),
        ("TIMESTAMP", SqlType::Timestamp(TimeUnit::Microsecond)),
        ("TIMESTAMP_NS", SqlType::Timestamp(TimeUnit::Nanosecond)),
        ("DECIMAL(18,4)", SqlType::decimal(18, 4)),
        ("DOUBLE[][]", SqlType::list(SqlType::list(SqlType::Float64))),
        ("SYMBOL", SqlType::Native("SYMBOL".to_owned())),
        ("CHAR", SqlType::Native("CHAR".to_owned())),
        ("IPv4", SqlType::Native("IPv4".to_owned())),
        ("LONG256", SqlType::Native("LONG256".to_owned())),
        ("GEOHASH(5c)", SqlType::Native("GEOHASH(5c)".to_owned())),
    ];
    let columns: Vec<String> = types.iter().enumerate().map(|(at, (words, _))| format!("c{at} {words}")).collect();
    engine.execute(text(format!("CREATE TABLE {first} ({})", columns.join(", ")))).await?;
    let known = engine.inspect().table(first.as_str()).await?;
    for (column, (words, expected)) in known.columns().iter().zip(&types) {
        assert_eq!(column.sql_type(), expected, "{words}");
    }
    let again = known.columns().iter().cloned().fold(Table::new(second.as_str()), Table::column);
    engine.execute(create_table(&again)).await?;
    let declared = |name: &str| text(format!("SELECT type FROM table_columns('{name}')"));
    let types: [Vec<String>; 2] =
        [engine.fetch_all(declared(&first)).await?, engine.fetch_all(declared(&second)).await?];
    assert_eq!(types[0], types[1]);
    assert_eq!(engine.inspect().table(second.as_str()).await?.columns(), known.columns());
    for name in [first, second] {
        engine.execute(text(format!("DROP TABLE {name}"))).await?;
    }
    Ok(())
}

/// More tables than are asked for at once, each with what `table_columns` alone tells.
#[tokio::test]
async fn what_is_told_of_one_table_is_told_of_many() -> Tested {
    let engine = engine().await?;
    let names: Vec<String> = (0..40).map(|_| table("one of many")).collect();
    for name in &names {
        let sql = format!(
            "CREATE TABLE \"{name}\" (ts TIMESTAMP, s SYMBOL CAPACITY 128 NOCACHE INDEX CAPACITY 64, x DOUBLE) \
             TIMESTAMP(ts) PARTITION BY DAY TTL 3 WEEKS WAL DEDUP UPSERT KEYS(ts, s)"
        );
        engine.execute(text(sql)).await?;
    }
    let options =
        QuestDbTable::new().partition_by(Period::Day).write_ahead_log().ttl(3, Period::Week).dedup_keys(["ts", "s"]);
    let symbol = QuestDbColumn::new().capacity(128).uncached().indexed_by(64);
    let relations = engine.inspect().relations_in("public").await?;
    for name in &names {
        let found = found(&relations, name)?;
        assert_eq!(found.table.options::<QuestDbTable>(), Some(&options));
        assert_eq!(found.table.find_column("s").and_then(|column| column.options::<QuestDbColumn>()), Some(&symbol));
        assert_eq!(found.table.time_column(), Some("ts"));
        assert_eq!(engine.inspect().table(name.as_str()).await?, found.table.clone().out_of_schema());
    }
    assert!(engine.inspect().relations_in("elsewhere").await?.is_empty());
    for name in names {
        engine.execute(text(format!("DROP TABLE \"{name}\""))).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_address_in_the_servers_words_is_compared_and_written() -> Tested {
    let engine = engine().await?;
    let name = table("addresses");
    engine.execute(text(format!("CREATE TABLE {name} (ip IPv4, g GEOHASH(2c), k CHAR, l LONG256)"))).await?;
    engine.execute(text(format!("INSERT INTO {name} VALUES ('10.0.0.1', #u3, 'k', '0x1f')"))).await?;
    let known = engine.inspect().table(name.as_str()).await?;
    let all = select([known.col("ip"), known.col("g"), known.col("k"), known.col("l")]);
    let row: (String, String, String, String) = engine.fetch_one(&all).await?;
    assert_eq!(row, ("10.0.0.1".into(), "u3".into(), "k".into(), "0x1f".into()));
    for (column, value) in [("ip", "10.0.0.1"), ("k", "k")] {
        let query = select([known.col("ip")]).filter(known.col(column).eq(value));
        assert_eq!(engine.fetch_all::<String>(query).await?, ["10.0.0.1"], "{column}");
    }
    engine.execute(text(format!("DROP TABLE {name}"))).await?;
    Ok(())
}
