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
        for (other, name) in [(&url, "t"), (&again, "t"), (&url, "T"), (&again, "main.T")] {
            let done = aludel(["copy", &url, "t", other, name, flag]);
            assert_eq!(done.code, Some(2), "{done:?}");
            assert!(done.err.contains("the source and the target are the same table"), "{done:?}");
        }
    }
    let count = |name: &str| aludel(["query", &url, &format!("SELECT count(*) AS n FROM {name}")]).ok();
    assert_eq!(count("t"), "n\n5\n");

    // What only the engine knows to be the same is read as it was: there the rows go and come at once.
    aludel(["query", &url, "CREATE VIEW v AS FROM t WHERE i < 3"]).ok();
    assert_eq!(aludel(["copy", &url, "v", &url, "t", "--truncate"]).code, Some(0));
    assert_eq!(count("t"), "n\n3\n");
}

#[test]
fn a_view_is_not_copied_into_a_table_that_it_may_read_and_that_is_not_brought_back() {
    let server = clickhouse();
    let same = server.replace("127.0.0.1", "localhost");
    let (table, view, merged) = (unique("t"), unique("v"), unique("m"));
    for sql in [
        format!("CREATE TABLE {table} (a Int64) ENGINE = MergeTree ORDER BY a"),
        format!("INSERT INTO {table} VALUES (1), (2)"),
        format!("CREATE VIEW {view} AS SELECT a FROM {table}"),
        format!("CREATE TABLE {merged} (a Int64) ENGINE = Merge(currentDatabase(), '^{table}$')"),
    ] {
        aludel(["query", &server, &sql]).ok();
    }
    let count = format!("SELECT count() AS n FROM {table}");
    for source in [&view, &merged] {
        for from in [&server, &same] {
            let done = aludel(["copy", from, source, &server, &table, "--truncate"]);
            assert_eq!(done.code, Some(1), "{done:?}");
            assert!(done.err.contains("may be made of the rows") && done.err.contains("--source-apart"), "{done:?}");
        }
    }
    let done = aludel(["copy", &same, &table, &server, &table, "--truncate"]);
    assert!(done.code == Some(2) && done.err.contains("are the same table"), "{done:?}");
    assert_eq!(aludel(["query", &server, &count]).ok(), "n\n2\n", "nothing is lost");

    let apart = unique("apart");
    aludel(["query", &server, &format!("CREATE VIEW {apart} AS SELECT toInt64(number) AS a FROM numbers(3)")]).ok();
    let done = aludel(["copy", &server, &apart, &server, &table, "--truncate", "--source-apart"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(aludel(["query", &server, &count]).ok(), "n\n3\n");
    // One that is no stranger to it: what the person says is believed, and what came of it is told.
    let done = aludel(["copy", &server, &view, &server, &table, "--truncate", "--source-apart"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    for words in ["the source had 3 rows and has 0 rows", "the target was emptied before", "help: "] {
        assert!(done.err.contains(words), "{words}: {done:?}");
    }
    assert_eq!(aludel(["copy", &server, &view, &server, &table, "--source-apart"]).code, Some(2));
    for sql in [
        format!("DROP TABLE {merged}"),
        format!("DROP VIEW {view}"),
        format!("DROP VIEW {apart}"),
        format!("DROP TABLE {table}"),
    ] {
        aludel(["query", &server, &sql]).ok();
    }
}

#[test]
fn a_materialized_view_of_questdb_is_not_copied_into_its_base() {
    let (server, base, view) = (questdb(), unique("base"), unique("kept"));
    for sql in [
        format!("CREATE TABLE {base} (ts TIMESTAMP, x DOUBLE) TIMESTAMP(ts) PARTITION BY DAY WAL"),
        format!("CREATE MATERIALIZED VIEW {view} AS (SELECT ts, avg(x) x FROM {base} SAMPLE BY 1h) PARTITION BY DAY"),
    ] {
        aludel(["query", server, &sql]).ok();
    }
    let done = aludel(["copy", server, &view, server, &base, "--truncate"]);
    assert!(done.code == Some(1) && done.err.contains("--source-apart"), "{done:?}");
    aludel(["query", server, &format!("DROP MATERIALIZED VIEW {view}")]).ok();
    aludel(["query", server, &format!("DROP TABLE {base}")]).ok();
}

#[test]
fn columns_that_are_computed_are_left_out_and_that_is_said() {
    let folder = Folder::new();
    let (from, to, server) = (folder.duckdb("a.db"), folder.duckdb("b.db"), clickhouse());
    let made = "CREATE TABLE t (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2), c VARCHAR)";
    for url in [&from, &to] {
        aludel(["query", url, made]).ok();
    }
    aludel(["query", &from, "INSERT INTO t VALUES (1, 'x'), (2, 'y')"]).ok();
    let rows = "a,b,c\n1,2,x\n2,4,y\n";
    let left_out = "left out: column \"b\": the target computes it";
    for done in [aludel(["copy", &from, "t", &to, "t"]), aludel(["copy", &from, "t", &to, "made", "--create"])] {
        assert!(done.code == Some(0) && done.err.contains(left_out), "{done:?}");
    }
    for table in ["t", "made"] {
        assert_eq!(aludel(["query", &to, &format!("FROM {table} ORDER BY a")]).ok(), rows);
    }

    // Where the target does not compute it, it has the values; where it has no such column, it has none.
    let (plain, other) = (unique("plain"), unique("other"));
    let done = aludel(["copy", &from, "t", &server, &plain, "--create", "--allow-loss"]);
    assert!(done.code == Some(0) && !done.err.contains("left out"), "{done:?}");
    assert_eq!(aludel(["query", &server, &format!("SELECT * FROM {plain} ORDER BY a")]).ok(), rows);
    aludel(["query", &server, &format!("CREATE TABLE {other} (a Int32, c String) ENGINE = Memory")]).ok();
    let done = aludel(["copy", &from, "t", &server, &other]);
    assert!(done.code == Some(0) && done.err.contains("left out: column \"b\": the source computes it"), "{done:?}");
    assert_eq!(aludel(["query", &server, &format!("SELECT * FROM {other} ORDER BY a")]).ok(), "a,c\n1,x\n2,y\n");

    // ClickHouse leaves them out of `*` itself.
    let computed = unique("computed");
    let sql =
        format!("CREATE TABLE {computed} (a Int32, m Int32 MATERIALIZED a + 1, l Int32 ALIAS a + 2) ENGINE = Memory");
    aludel(["query", &server, &sql]).ok();
    let done = aludel(["copy", &from, "t", &server, &computed]);
    assert!(done.code == Some(1) && done.err.contains("\"c\""), "it has no such column: {done:?}");
    aludel(["query", &server, &format!("INSERT INTO {computed} (a) VALUES (1)")]).ok();
    let done = aludel(["copy", &from, "t", &server, &computed, "--truncate"]);
    assert!(done.code == Some(1) && done.err.contains("the target has no column \"c\""), "{done:?}");
    let count = format!("SELECT count() AS n FROM {computed}");
    assert_eq!(aludel(["query", &server, &count]).ok(), "n\n1\n", "nothing was emptied");
    let done = aludel(["copy", &server, &computed, &to, "computed", "--create", "--allow-loss"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(aludel(["query", &to, "FROM computed"]).ok(), "a,m,l\n1,2,3\n");
    for name in [plain, other, computed] {
        aludel(["query", &server, &format!("DROP TABLE {name}")]).ok();
    }
}

/// More rows than are copied while the test waits.
#[cfg(unix)]
const ENDLESS: &str = "CREATE VIEW endless AS SELECT range AS a FROM range(4000000000)";

#[cfg(unix)]
#[test]
fn an_interrupt_behind_truncate_says_that_the_target_is_empty() {
    let folder = Folder::new();
    let (from, to, table) = (folder.duckdb("a.db"), clickhouse(), unique("t"));
    aludel(["query", &from, ENDLESS]).ok();
    aludel(["query", &to, &format!("CREATE TABLE {table} (a Int64) ENGINE = MergeTree ORDER BY a")]).ok();
    aludel(["query", &to, &format!("INSERT INTO {table} VALUES (7)")]).ok();
    let child = Command::new(env!("CARGO_BIN_EXE_aludel"))
        .args(["copy", &from, "endless", &to, &table, "--truncate"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let seven = format!("SELECT count() AS n FROM {table} WHERE a = 7");
    let begun = std::time::Instant::now();
    while aludel(["query", &to, &seven]).ok() != "n\n0\n" {
        assert!(begun.elapsed().as_secs() < 60, "it has not begun");
    }
    interrupt(&child);
    let done = child.wait_with_output().unwrap();
    let err = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(130), "{err}");
    assert!(err.contains(&format!("interrupted: the target {table} was emptied before")), "{err}");
    aludel(["query", &to, &format!("DROP TABLE {table}")]).ok();
}

#[cfg(unix)]
#[test]
fn an_interrupt_loses_nothing_where_the_rows_are_brought_back() {
    let folder = Folder::new();
    let (from, to) = (folder.duckdb("a.db"), folder.duckdb("b.db"));
    aludel(["query", &from, ENDLESS]).ok();
    aludel(["query", &to, "CREATE TABLE t AS SELECT 7::BIGINT AS a"]).ok();
    let child = Command::new(env!("CARGO_BIN_EXE_aludel"))
        .args(["copy", &from, "endless", &to, "t", "--truncate"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Longer than it counts; what it has written is not seen from outside.
    std::thread::sleep(std::time::Duration::from_secs(8));
    interrupt(&child);
    let done = child.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(130));
    assert!(!String::from_utf8(done.stderr).unwrap().contains("emptied"));
    assert_eq!(aludel(["query", &to, "FROM t"]).ok(), "a\n7\n");
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
fn a_failure_behind_truncate_says_what_became_of_the_target() {
    let folder = Folder::new();
    let (from, to) = (folder.duckdb("a.db"), folder.duckdb("b.db"));
    aludel(["query", &from, "CREATE TABLE s AS SELECT nullif(range, 3) AS a FROM range(5)"]).ok();
    aludel(["query", &to, "CREATE TABLE t (a BIGINT NOT NULL)"]).ok();
    aludel(["query", &to, "INSERT INTO t VALUES (7)"]).ok();
    let done = aludel(["copy", &from, "s", &to, "t", "--truncate"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.err.contains("the target is as it was"), "{done:?}");
    assert_eq!(aludel(["query", &to, "FROM t"]).ok(), "a\n7\n");

    let (server, table) = (clickhouse(), unique("t"));
    aludel(["query", &server, &format!("CREATE TABLE {table} (a Int8) ENGINE = MergeTree ORDER BY a")]).ok();
    aludel(["query", &server, &format!("INSERT INTO {table} VALUES (7)")]).ok();
    let done = aludel(["copy", &from, "s", &server, &table, "--truncate"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.err.contains("the target was emptied before"), "{done:?}");
    aludel(["query", &server, &format!("DROP TABLE {table}")]).ok();
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
