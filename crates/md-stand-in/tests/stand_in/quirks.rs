//! Each quirk, on and off.

use std::ops::{Deref, DerefMut};

use aludel_md_stand_in::{Quirk, Quirks, Server};

use crate::raw::{Raw, content, error_field, letters, oids, tag, text};
use crate::started;

/// A client of a server with the quirk and one of a server without it, all others being off.
async fn with_and_without(quirk: Quirk) -> [Client; 2] {
    [Client::new(Quirks::none().with(quirk)).await, Client::new(Quirks::none()).await]
}

/// A client and its server.
struct Client {
    raw: Raw,
    _server: Server,
}

impl Client {
    async fn new(quirks: Quirks) -> Self {
        let server = started(quirks);
        Self { raw: Raw::connect(&server, "").await, _server: server }
    }
}

impl Deref for Client {
    type Target = Raw;

    fn deref(&self) -> &Raw {
        &self.raw
    }
}

impl DerefMut for Client {
    fn deref_mut(&mut self) -> &mut Raw {
        &mut self.raw
    }
}

async fn status(raw: &mut Raw, sql: &str) -> u8 {
    content(&raw.simple(sql).await, 'Z')[0]
}

#[tokio::test]
async fn idle_status() {
    let [mut on, mut off] = with_and_without(Quirk::IdleStatus).await;
    for (sql, expected) in [
        ("SELECT 1", b'I'),
        ("BEGIN", b'T'),
        ("SELECT no_such_column", b'T'),
        ("COPY t FROM STDIN", b'T'),
        ("SELECT 'x'::INT", b'E'),
        ("ROLLBACK", b'I'),
        ("START TRANSACTION", b'T'),
        ("COMMIT", b'I'),
    ] {
        assert_eq!(status(&mut on, sql).await, b'I', "{sql}");
        assert_eq!(status(&mut off, sql).await, expected, "{sql}");
    }
}

#[tokio::test]
async fn rows_for_every_statement() {
    let [mut on, mut off] = with_and_without(Quirk::RowsForEveryStatement).await;
    for (sql, with, without) in [
        ("CREATE TABLE t (i INT)", "TCZ", "CZ"),
        ("INSERT INTO t VALUES (1), (2), (3)", "TDCZ", "CZ"),
        ("INSERT INTO t VALUES (4) RETURNING i", "TDCZ", "TDCZ"),
        ("UPDATE t SET i = i + 1", "TDCZ", "CZ"),
        ("SET threads = 2", "TCZ", "CZ"),
        ("COMMENT ON TABLE t IS 'x'", "TCZ", "CZ"),
        ("BEGIN", "TCZ", "CZ"),
        ("COMMIT", "TCZ", "CZ"),
        ("SELECT * FROM t WHERE i > 100", "TCZ", "TCZ"),
        ("DROP TABLE t", "TCZ", "CZ"),
    ] {
        assert_eq!(letters(&on.simple(sql).await), with, "{sql}");
        assert_eq!(letters(&off.simple(sql).await), without, "{sql}");
    }
    // The same when described.
    for (raw, expected) in [(&mut on, "1tTZ"), (&mut off, "1tnZ")] {
        assert_eq!(letters(&raw.describe("CREATE TABLE u (i INT)", &[]).await), expected);
    }
}

#[tokio::test]
async fn rows_by_the_mode_of_metabase() {
    let server = started(Quirks::documented());
    let mut raw = Raw::connect(&server, "--compatibility-mode=metabase").await;
    for (sql, expected) in [
        ("CREATE TABLE t (i INT)", "CZ"),
        ("INSERT INTO t VALUES (1)", "CZ"),
        ("UPDATE t SET i = 2", "TDCZ"),
        ("SET threads = 2", "TCZ"),
        ("DROP TABLE t", "TCZ"),
    ] {
        assert_eq!(letters(&raw.simple(sql).await), expected, "{sql}");
    }
    assert_eq!(text(&raw.simple("SELECT ['a b']").await), "{\"a b\"}");
}

#[tokio::test]
async fn the_count_is_in_the_row_or_in_the_tag() {
    let quirks = Quirks::none().with(Quirk::RowsForEveryStatement);
    for (quirks, insert, update, create) in [
        (quirks, "INSERT 0 3", "UPDATE 2", "CREATE TABLE"),
        (quirks.with(Quirk::TagCountsAnswer), "INSERT 0 1", "UPDATE 1", "CREATE TABLE 0"),
    ] {
        let server = started(quirks);
        let mut raw = Raw::connect(&server, "").await;
        assert_eq!(tag(&raw.simple("CREATE TABLE t (i INT)").await), create);
        let inserted = raw.simple("INSERT INTO t VALUES (1), (2), (3)").await;
        assert_eq!((tag(&inserted).as_str(), text(&inserted).as_str()), (insert, "3"));
        let updated = raw.extended("UPDATE t SET i = 0 WHERE i > 1", 0).await;
        assert_eq!(tag(&updated), update);
        assert_eq!(content(&updated, 'D')[6..], 2_i64.to_be_bytes());
    }
}

#[tokio::test]
async fn sql_states() {
    let [mut on, mut off] = with_and_without(Quirk::NoSqlState).await;
    for (sql, state) in [
        ("SELECT * FROM missing", "42P01"),
        ("SELEC", "42601"),
        ("SELECT nothing", "42703"),
        ("SELECT 'x'::INT", "22P02"),
    ] {
        let (with, without) = (on.simple(sql).await, off.simple(sql).await);
        assert_eq!(error_field(&with, 'C'), None, "{sql}");
        assert_eq!(error_field(&without, 'C').as_deref(), Some(state), "{sql}");
        assert_eq!(error_field(&with, 'M'), error_field(&without, 'M'));
    }
    let missing = on.simple("SELECT * FROM missing").await;
    let message = error_field(&missing, 'M').unwrap();
    assert!(message.starts_with("Catalog Error: Table with name missing does not exist!"), "{message}");
}

#[tokio::test]
async fn nested_types() {
    let [mut on, mut off] = with_and_without(Quirk::NestedType17000).await;
    for (sql, expected) in [
        ("SELECT [['a', 'b'], ['c d']]", "[[a, b], [c d]]"),
        ("SELECT {'a': 1, 'b': DATE '2024-01-02'}", "{'a': 1, 'b': 2024-01-02}"),
        ("SELECT MAP {'k': 1.50}", "{k=1.50}"),
        ("SELECT [{'a': NULL}]", "[{'a': NULL}]"),
        ("SELECT union_value(n := 5)", "5"),
    ] {
        for (raw, oid) in [(&mut on, 17000), (&mut off, 1043)] {
            let answer = raw.simple(sql).await;
            assert_eq!((oids(&answer), text(&answer).as_str()), (vec![oid], expected), "{sql}");
            // Text, though binary was asked for.
            assert_eq!(text(&raw.extended(sql, 0).await), expected, "{sql}");
        }
    }
    // One dimension is an array in both.
    for raw in [&mut on, &mut off] {
        assert_eq!(oids(&raw.simple("SELECT ['a'], [1], [DATE '2024-01-01']").await), [1009, 1007, 1182]);
    }
}

#[tokio::test]
async fn elements_of_arrays() {
    let [mut on, mut off] = with_and_without(Quirk::UnquotedArrayElements).await;
    for (sql, with, without) in [
        ("SELECT ['Chez Jay', 'Musso & Frank']", "{Chez Jay,Musso & Frank}", "{\"Chez Jay\",\"Musso & Frank\"}"),
        ("SELECT ['a,b', NULL, '']", "{a,b,NULL,}", "{\"a,b\",NULL,\"\"}"),
        ("SELECT [1, NULL]", "{1,NULL}", "{1,NULL}"),
        ("SELECT [true]", "{t}", "{t}"),
        ("SELECT [0.5::DOUBLE]", "{0.5}", "{0.5}"),
    ] {
        assert_eq!(text(&on.simple(sql).await), with, "{sql}");
        assert_eq!(text(&off.simple(sql).await), without, "{sql}");
    }
}

#[tokio::test]
async fn column_types_that_depend_on_a_parameter() {
    let [mut on, mut off] = with_and_without(Quirk::AmbiguousColumnTypes).await;
    for sql in ["SELECT $1", "SELECT CASE WHEN 1 = 1 THEN $1 END", "SELECT coalesce($1, $2)"] {
        let refused = on.describe(sql, &[]).await;
        let message = error_field(&refused, 'M').unwrap();
        assert!(message.contains("ambiguous result column types"), "{sql}: {message}");
        assert_eq!(letters(&refused), "EZ");
        assert_eq!(oids(&off.describe(sql, &[]).await), [1043], "{sql}");
    }
    for raw in [&mut on, &mut off] {
        for (sql, declared, parameters, columns) in [
            ("SELECT CAST($1 AS VARCHAR)", vec![], vec![1043], vec![1043]),
            ("SELECT $1::BIGINT", vec![], vec![20], vec![20]),
            // A declared type is a type.
            ("SELECT $1", vec![20], vec![20], vec![20]),
            ("SELECT $1, $2 || 'x'", vec![1114, 25], vec![1114, 25], vec![1114, 1043]),
            ("SELECT 1 WHERE 5::BIGINT = $1", vec![], vec![20], vec![23]),
        ] {
            let answer = raw.describe(sql, &declared).await;
            assert_eq!(oids(&answer), columns, "{sql}");
            let described: Vec<u8> = parameters.iter().flat_map(|oid: &u32| oid.to_be_bytes()).collect();
            assert_eq!(content(&answer, 't')[2..], described, "{sql}");
        }
    }
}

#[tokio::test]
async fn declared_types() {
    let quirks = Quirks::none().with(Quirk::AmbiguousColumnTypes);
    for (quirks, expected) in [(quirks, "1tTZ"), (quirks.with(Quirk::DeclaredTypesIgnored), "EZ")] {
        let server = started(quirks);
        let mut raw = Raw::connect(&server, "").await;
        assert_eq!(letters(&raw.describe("SELECT $1", &[25]).await), expected);
        assert_eq!(letters(&raw.describe("SELECT $1::TEXT", &[25]).await), "1tTZ");
    }
}

#[tokio::test]
async fn offsets_of_times() {
    let [mut on, mut off] = with_and_without(Quirk::TimeTzWithoutOffset).await;
    let sql = "SELECT TIMETZ '12:34:56+05:30'";
    for (raw, oid, expected) in [(&mut on, 1083, "12:34:56"), (&mut off, 1266, "12:34:56+05:30")] {
        let answer = raw.simple(sql).await;
        assert_eq!((oids(&answer), text(&answer).as_str()), (vec![oid], expected));
    }
    let micros = ((12 * 60 + 34) * 60 + 56) * 1_000_000_i64;
    assert_eq!(content(&on.extended(sql, 0).await, 'D')[6..], micros.to_be_bytes());
    let west = -(5 * 3600 + 30 * 60_i32);
    let both = [&micros.to_be_bytes()[..], &west.to_be_bytes()].concat();
    assert_eq!(content(&off.extended(sql, 0).await, 'D')[6..], both);
}

#[tokio::test]
async fn names_of_time_zones() {
    let [mut on, mut off] = with_and_without(Quirk::CanonicalTimeZones).await;
    for (sql, is_canonical) in [
        ("SET TimeZone = 'America/Los_Angeles'", true),
        ("SET timezone TO 'UTC'", true),
        ("SET TIME ZONE 'Europe/Berlin'", true),
        ("SET TimeZone = 'US/Pacific'", false),
        ("SET SESSION TimeZone = 'Japan'", false),
    ] {
        assert_eq!(letters(&on.simple(sql).await), if is_canonical { "CZ" } else { "EZ" }, "{sql}");
        assert_eq!(letters(&off.simple(sql).await), "CZ", "{sql}");
    }
}

#[tokio::test]
async fn portals_give_as_many_rows_as_asked_for() {
    let server = started(Quirks::documented());
    let mut raw = Raw::connect(&server, "").await;
    assert_eq!(letters(&raw.extended("SELECT * FROM range(10)", 3).await), "12DDDsZ");
    assert_eq!(letters(&raw.extended("SELECT * FROM range(3000)", 0).await), format!("12{}CZ", "D".repeat(3000)));
    assert_eq!(letters(&raw.extended("", 0).await), "12IZ");
    assert_eq!(letters(&raw.simple(" ; -- nothing").await), "IZ");
    // After an error nothing is done until Sync.
    assert_eq!(letters(&raw.extended("SELECT nothing", 0).await), "EZ");
    assert_eq!(letters(&raw.simple("SELECT 1; SELECT nothing; SELECT 2").await), "TDCEZ");
}
