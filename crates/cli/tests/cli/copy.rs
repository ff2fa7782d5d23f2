//! `aludel copy`

use super::*;

const HOSTILE: &str = "it's \"a\".`b`; DROP TABLE x; -- größer";

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// As many types as both engines have, and values at their ends.
const ROWS: &str = "SELECT i::BIGINT AS id, nullif(i, 3)::INTEGER AS n, ('x' || i)::VARCHAR AS name, \
                    (i * 1.25)::DECIMAL(18, 2) AS price, i / 3.0 AS ratio, (i % 2 = 0) AS even, \
                    DATE '2026-01-01' + i::INTEGER AS day, \
                    TIMESTAMP '2026-01-01 00:00:00.123456' + INTERVAL (i) SECOND AS seen, \
                    9223372036854775807 - i AS large, NULL::VARCHAR AS nothing FROM range(50000) t(i)";

#[test]
fn there_and_back_again_with_the_same_values() {
    let folder = Folder::new();
    let (first, last) = (folder.duckdb("a.db"), folder.duckdb("b.db"));
    let (clickhouse, there) = (clickhouse(), quoted(&unique(HOSTILE)));
    let here = quoted(HOSTILE);
    aludel(["query", &first, &format!("CREATE TABLE {here} AS {ROWS}")]).ok();
    let done = aludel(["copy", &first, &here, &clickhouse, &there, "--create"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.err.starts_with("copied 50,000 rows from it's"), "{done:?}");
    let done = aludel(["copy", &clickhouse, &there, &last, &here, "--create", "--allow-loss"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let both = format!(
        "ATTACH '{}' AS a; SELECT (SELECT count(*) FROM (FROM a.{here} EXCEPT ALL FROM {here})) AS lost, \
         (SELECT count(*) FROM (FROM {here} EXCEPT ALL FROM a.{here})) AS found, (SELECT count(*) FROM {here}) AS n",
        folder.file("a.db")
    );
    assert_eq!(aludel(["query", &last, &both]).ok(), "lost,found,n\n0,0,50000\n");
    aludel(["query", &clickhouse, &format!("DROP TABLE {there}")]).ok();
}

#[test]
fn a_table_that_is_missing_is_made_when_that_is_asked_for_and_nothing_is_lost_unsaid() {
    let folder = Folder::new();
    let (from, to) = (folder.duckdb("a.db"), clickhouse());
    let name = unique("made");
    let sql = format!("CREATE TABLE {name} (id BIGINT PRIMARY KEY, n INTEGER CHECK (n > 0))");
    aludel(["query", &from, &sql]).ok();
    aludel(["query", &from, &format!("INSERT INTO {name} VALUES (1, 2)")]).ok();
    let missing = aludel(["copy", &from, &name, &to, &name]);
    assert_eq!(missing.code, Some(1));
    assert!(missing.err.contains("has no table") && missing.err.contains("help: add --create"), "{missing:?}");
    let refused = aludel(["copy", &from, &name, &to, &name, "--create"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.err.contains("lost: PRIMARY KEY (id)") && refused.err.contains("help: add --allow-loss"),
        "{refused:?}"
    );
    assert_eq!(aludel(["inspect", &to, &name]).code, Some(1), "nothing was made");
    let made = aludel(["copy", &from, &name, &to, &name, "--create", "--allow-loss"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.err.contains("lost: PRIMARY KEY (id)") && made.err.contains("copied 1 row "), "{made:?}");

    let again = aludel(["copy", &from, &name, &to, &name]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("has 1 row\n") && again.err.contains("--append"), "{again:?}");
    assert_eq!(aludel(["copy", &from, &name, &to, &name, "--append"]).code, Some(0));
    let count = format!("SELECT count() AS n FROM {name}");
    assert_eq!(aludel(["query", &to, &count]).ok(), "n\n2\n");
    assert_eq!(aludel(["copy", &from, &name, &to, &name, "--truncate"]).code, Some(0));
    assert_eq!(aludel(["query", &to, &count]).ok(), "n\n1\n");
    assert_eq!(aludel(["copy", &from, &name, &to, &name, "--truncate", "--append"]).code, Some(2));
    aludel(["query", &to, &format!("DROP TABLE {name}")]).ok();
}

#[test]
fn a_table_is_not_copied_into_itself() {
    let folder = Folder::new();
    let (url, again) = (folder.duckdb("a.db"), folder.duckdb("./a.db"));
    aludel(["query", &url, "CREATE TABLE t AS SELECT range AS i FROM range(5)"]).ok();
    for flag in ["--truncate", "--append"] {
        for other in [&url, &again] {
            let done = aludel(["copy", &url, "t", other, "t", flag]);
            assert_eq!(done.code, Some(2), "{done:?}");
            assert!(done.err.contains("the source and the target are the same table"), "{done:?}");
        }
    }
    let count = |name: &str| aludel(["query", &url, &format!("SELECT count(*) AS n FROM {name}")]).ok();
    assert_eq!(count("t"), "n\n5\n");

    // What only the engine knows to be the same is seen when it is emptied.
    aludel(["query", &url, "CREATE VIEW v AS FROM t"]).ok();
    let done = aludel(["copy", &url, "v", &url, "t", "--truncate"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    for words in ["the source had 5 rows and has 0 rows", "the target was emptied before", "help: "] {
        assert!(done.err.contains(words), "{words}: {done:?}");
    }
}

#[test]
fn a_source_that_cannot_be_read_leaves_the_target_as_it_was() {
    let folder = Folder::new();
    let (from, to) = (folder.duckdb("a.db"), folder.duckdb("b.db"));
    aludel(["query", &from, "CREATE TABLE base AS SELECT 1 AS a"]).ok();
    aludel(["query", &from, "CREATE VIEW v AS SELECT error('unreadable') AS a FROM base WHERE error('it is') IS NULL"])
        .ok();
    aludel(["query", &to, "CREATE TABLE t AS SELECT 7 AS a"]).ok();
    let done = aludel(["copy", &from, "v", &to, "t", "--truncate"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(!done.err.contains("emptied"), "{done:?}");
    assert_eq!(aludel(["query", &to, "SELECT count(*) AS n FROM t"]).ok(), "n\n1\n");
    let done = aludel(["copy", &from, "v", &to, "made", "--create"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert_eq!(aludel(["inspect", &to, "made"]).code, Some(1), "nothing was made");
}

#[test]
fn a_failure_behind_truncate_says_that_the_target_is_empty() {
    let folder = Folder::new();
    let (from, to) = (folder.duckdb("a.db"), folder.duckdb("b.db"));
    aludel(["query", &from, "CREATE TABLE s AS SELECT nullif(range, 3) AS a FROM range(5)"]).ok();
    aludel(["query", &to, "CREATE TABLE t (a BIGINT NOT NULL)"]).ok();
    aludel(["query", &to, "INSERT INTO t VALUES (7)"]).ok();
    let done = aludel(["copy", &from, "s", &to, "t", "--truncate"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.err.contains("the target was emptied before"), "{done:?}");
}

#[test]
fn questdb_gives_its_ticks() {
    let folder = Folder::new();
    let (from, to, name) = (questdb(), folder.duckdb("a.db"), unique("ticks"));
    let sql = format!("CREATE TABLE {name} (ts TIMESTAMP, symbol SYMBOL, price DOUBLE) TIMESTAMP(ts) PARTITION BY DAY");
    aludel(["query", from, &sql]).ok();
    let sql = format!(
        "INSERT INTO {name} VALUES ('2026-01-01T00:00:00.000001Z', 'A', 1.5), ('2026-01-02T00:00:00Z', NULL, NULL)"
    );
    aludel(["query", from, &sql]).ok();
    let done = aludel(["copy", from, &name, &to, "ticks", "--create", "--allow-loss"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let out = aludel(["query", &to, "SELECT epoch_us(ts) % 10 AS us, symbol, price FROM ticks ORDER BY ts"]).ok();
    assert_eq!(out, "us,symbol,price\n1,A,1.5\n0,,\n");
    aludel(["query", from, &format!("DROP TABLE {name}")]).ok();
}
