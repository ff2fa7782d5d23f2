//! `aludel inspect`

use super::*;

fn shop(folder: &Folder) -> String {
    let url = folder.duckdb("shop.db");
    for sql in [
        "CREATE TABLE users (id INTEGER PRIMARY KEY)",
        "CREATE TABLE orders (id BIGINT PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), tags VARCHAR[], \
         price DECIMAL(15, 2) DEFAULT 1.5, note VARCHAR UNIQUE, gone INTEGER CHECK (gone > 0))",
        "CREATE INDEX quick ON orders (price, note)",
        "COMMENT ON TABLE orders IS 'all of them'",
        "COMMENT ON COLUMN orders.price IS 'in euro'",
        "CREATE VIEW cheap AS SELECT * FROM orders WHERE price < 10",
    ] {
        aludel(["query", &url, sql]).ok();
    }
    url
}

#[test]
fn everything_that_an_engine_holds() {
    let folder = Folder::new();
    let out = aludel(["inspect", &shop(&folder)]).ok();
    let expected = "\
databases: shop
schemas: main
┌────────┬────────┬───────┬─────────┬─────────────┐
│ schema ┆ name   ┆ kind  ┆ columns ┆ comment     │
╞════════╪════════╪═══════╪═════════╪═════════════╡
│ main   ┆ cheap  ┆ view  ┆ 6       ┆             │
│ main   ┆ orders ┆ table ┆ 6       ┆ all of them │
│ main   ┆ users  ┆ table ┆ 1       ┆             │
└────────┴────────┴───────┴─────────┴─────────────┘
";
    assert_eq!(out, expected);
}

#[test]
fn one_table_with_all_that_is_declared_of_it() {
    let folder = Folder::new();
    let out = aludel(["inspect", &shop(&folder), "main.orders"]).ok();
    let expected = "\
┌─────────┬────────────────┬──────────┬─────────────┬─────────┬─────────┐
│ column  ┆ type           ┆ null     ┆ key         ┆ default ┆ comment │
╞═════════╪════════════════╪══════════╪═════════════╪═════════╪═════════╡
│ id      ┆ BIGINT         ┆ not null ┆ primary key ┆         ┆         │
│ user_id ┆ INTEGER        ┆ not null ┆             ┆         ┆         │
│ tags    ┆ VARCHAR[]      ┆          ┆             ┆         ┆         │
│ price   ┆ DECIMAL(15, 2) ┆          ┆             ┆ 1.5     ┆ in euro │
│ note    ┆ VARCHAR        ┆          ┆ unique      ┆         ┆         │
│ gone    ┆ INTEGER        ┆          ┆             ┆         ┆         │
└─────────┴────────────────┴──────────┴─────────────┴─────────┴─────────┘
constraint: CHECK ((gone > 0))
constraint: FOREIGN KEY (user_id) REFERENCES main.users (id)
index: quick (price, note)
comment: all of them
";
    assert_eq!(out, expected);
}

#[test]
fn facts_for_programs() {
    let folder = Folder::new();
    let url = shop(&folder);
    let read = |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap();
    let all = read(aludel(["inspect", &url, "--format", "json"]).ok());
    assert_eq!(all["dialect"], "duckdb");
    assert_eq!(all["relations"][1]["name"], "orders");
    assert!(all["relations"][0]["definition"].as_str().unwrap().contains("CREATE VIEW"));
    let one = read(aludel(["inspect", &url, "orders", "--format", "json"]).ok());
    assert_eq!(one["columns"][0]["primary_key"], true);
    assert_eq!(one["columns"][3]["default"], "1.5");
    assert_eq!(one["indexes"][0]["keys"][1], "note");
}

#[test]
fn the_statements_for_another_dialect_and_what_is_lost() {
    let folder = Folder::new();
    let url = shop(&folder);
    let home = aludel(["inspect", &url, "orders", "--ddl"]);
    assert_eq!(home.err, "", "nothing is lost at home");
    assert!(home.out.starts_with("CREATE TABLE orders (") && home.out.ends_with(";\n"), "{}", home.out);
    let copy = folder.duckdb("copy.db");
    aludel(["query", &copy, "CREATE TABLE users (id INTEGER PRIMARY KEY)"]).ok();
    aludel(["query", &copy, &home.out]).ok();
    let same = aludel(["inspect", &copy, "orders"]).ok();
    assert_eq!(same, aludel(["inspect", &url, "orders"]).ok(), "the statements make the same table");
    let away = aludel(["inspect", &url, "orders", "--ddl", "--for", "questdb"]);
    assert!(away.out.starts_with("CREATE TABLE orders (id LONG, user_id INT, "), "{}", away.out);
    assert!(away.err.contains("lost: PRIMARY KEY (id): "), "{}", away.err);
    assert!(away.err.lines().all(|line| line.starts_with("lost: ")), "{}", away.err);
}

#[test]
fn clickhouse_and_questdb_are_asked_too() {
    let (url, name) = (clickhouse(), unique("inspected"));
    let table = format!("CREATE TABLE {name} (id UInt64, day Date) ENGINE = MergeTree ORDER BY (id, day)");
    aludel(["query", &url, &table]).ok();
    let out = aludel(["inspect", &url, &name]).ok();
    assert!(out.contains(" UInt64 ") && out.contains("options: ENGINE = MergeTree ORDER BY (id, day)"), "{out}");
    assert!(aludel(["inspect", &url]).ok().contains(&name));
    aludel(["query", &url, &format!("DROP TABLE {name}")]).ok();

    let url = questdb();
    let table = format!("CREATE TABLE {name} (ts TIMESTAMP, price DOUBLE) TIMESTAMP(ts) PARTITION BY DAY WAL");
    aludel(["query", url, &table]).ok();
    let out = aludel(["inspect", url, &name]).ok();
    assert!(out.contains("time column: ts") && out.contains("PARTITION BY DAY"), "{out}");
    assert!(aludel(["inspect", url]).ok().contains(&name));
    aludel(["query", url, &format!("DROP TABLE {name}")]).ok();
}

#[test]
fn a_view_is_no_table() {
    let folder = Folder::new();
    let duckdb = shop(&folder);
    let (clickhouse, questdb) = (clickhouse(), questdb());
    let (base, view) = (unique("base"), unique("view"));
    for (url, made) in [
        (duckdb.as_str(), format!("CREATE TABLE {base} (x INTEGER); CREATE VIEW {view} AS SELECT x FROM {base}")),
        (clickhouse.as_str(), format!("CREATE VIEW {view} AS SELECT 1 AS x")),
        (questdb, format!("CREATE VIEW {view} AS (SELECT 1 AS x FROM long_sequence(1))")),
    ] {
        aludel(["query", url, &made]).ok();
        let shown = aludel(["inspect", url, &view]).ok();
        let said = shown.lines().find(|line| line.starts_with("view: "));
        assert!(said.is_some_and(|said| said.contains("SELECT")), "{shown}");
        assert!(!shown.contains("options: "), "{shown}");
        let facts = aludel(["inspect", url, &view, "--format", "json"]).ok();
        assert!(facts.contains("\"kind\": \"view\""), "{facts}");
        let ddl = aludel(["inspect", url, &view, "--ddl"]);
        assert!(ddl.err.contains("is a view: the statement makes a table of its columns"), "{ddl:?}");
        assert!(ddl.out.starts_with("CREATE TABLE"), "{ddl:?}");
        aludel(["query", url, &format!("DROP VIEW {view}")]).ok();
    }
}
