//! `aludel support`

use super::*;

#[test]
fn all_dialects_side_by_side_with_reasons() {
    let out = aludel(["support", "--construct", "QUALIFY"]).ok();
    let expected = "\
┌───────────┬────────┬────────────┬───────────────┐
│ construct ┆ duckdb ┆ clickhouse ┆ questdb       │
╞═══════════╪════════╪════════════╪═══════════════╡
│ QUALIFY   ┆ full   ┆ full       ┆ rewritten [1] │
└───────────┴────────┴────────────┴───────────────┘
";
    assert!(out.starts_with("┌"), "{out}");
    assert!(out.lines().count() >= expected.lines().count(), "{out}");
    let all = aludel(["support"]).ok();
    assert_eq!(all.matches("\n│ ").count(), 1 + aludel::Construct::ALL.len(), "each construct has a line");
}

#[test]
fn a_server_narrows_what_its_dialect_declares() {
    let folder = Folder::new();
    let url = folder.duckdb("a.db");
    aludel(["query", &url, "CREATE TABLE t (a INTEGER)"]).ok();
    let out = aludel(["support", &format!("{url}?access_mode=read_only"), "--construct", "Insert"]).ok();
    assert!(out.contains("withheld (this server)") && out.contains("read-only"), "{out}");
    assert!(!aludel(["support", &url, "--construct", "Insert"]).ok().contains("this server"));
    let json = aludel(["support", &clickhouse(), "--construct", "Returning", "--format", "json"]).ok();
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read[0]["support"]["clickhouse"]["level"], "absent");
    assert_eq!(read[0]["support"]["clickhouse"]["narrowed"], false);
    assert!(!read[0]["support"]["clickhouse"]["reason"].as_str().unwrap().is_empty());
}
