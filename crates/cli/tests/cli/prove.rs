//! `aludel prove`

use std::io::{BufRead, BufReader, Read};

use super::*;

#[test]
fn declarations_are_put_to_the_proof() {
    let out = aludel(["prove", "duckdb://", "--construct", "Clauses of SELECT"]).ok();
    assert!(out.contains("holds          full         DISTINCT ON\n"), "{out}");
    let last = out.lines().last().unwrap();
    assert!(last.starts_with("duckdb: of ") && last.contains(" hold, 0 do not; "), "{last}");
}

#[test]
fn a_file_is_not_touched() {
    let folder = Folder::new();
    let url = folder.duckdb("a.db");
    aludel(["query", &url, "CREATE TABLE t (a INTEGER)"]).ok();
    aludel(["prove", &url, "--construct", "Delete"]).ok();
    assert_eq!(aludel(["query", &url, "SELECT count(*) AS n FROM duckdb_tables()"]).ok(), "n\n1\n");
}

/// Asks everything, and is interrupted when it has begun: when it tells the first verdict.
#[cfg(unix)]
fn interrupted(url: &str) {
    let mut child =
        Command::new(env!("CARGO_BIN_EXE_aludel")).args(["prove", url]).stdout(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(child.stdout.take().unwrap());
    told.read_line(&mut String::new()).unwrap();
    interrupt(&child);
    let mut rest = String::new();
    told.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
}

fn databases(url: &str) -> String {
    aludel([
        "query",
        url,
        "SELECT name FROM system.databases WHERE name LIKE 'aludel_prove%' OR name = 'probe_database'",
    ])
    .ok()
}

#[test]
fn nothing_is_left_on_a_server() {
    let server = aludel_clickhouse_host::HOST.start().expect("a server");
    let url = server.url().replacen("http://", "clickhouse://", 1);
    let out = aludel(["prove", &url, "--construct", "Writing rows", "--format", "json"]).ok();
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    let verdicts = read["declarations"].as_array().unwrap();
    assert!(verdicts.len() > 5 && verdicts.iter().all(|one| one["verdict"] == "holds"), "{out}");
    assert_eq!(databases(&url), "name\n");

    // What is there is not taken for scratch.
    aludel(["query", &url, "CREATE DATABASE probe_database"]).ok();
    let refused = aludel(["prove", &url, "--construct", "Delete"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("the server has a database probe_database") && refused.err.contains("help: "),
        "{refused:?}"
    );
    aludel(["query", &url, "DROP DATABASE probe_database"]).ok();

    #[cfg(unix)]
    {
        interrupted(&url);
        assert_eq!(databases(&url), "name\n", "an interrupt leaves nothing either");
    }
}

#[test]
fn a_user_who_may_only_read_is_told_so() {
    let reader = aludel_clickhouse_host::READER;
    let url = clickhouse().replacen("://", &format!("://{}:{}@", reader.name, reader.password), 1);
    let done = aludel(["prove", &url, "--construct", "Distinct"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(!done.out.contains("DOES NOT HOLD"), "nobody was asked: {done:?}");
    assert!(done.out.contains("could not be asked") || done.err.contains("error: "), "{done:?}");
    assert!(!done.err.contains(reader.password) && !done.out.contains(reader.password));
}

#[test]
fn questdb_has_one_database_and_names_must_be_free() {
    let server = aludel_questdb_host::HOST.start().expect("a server");
    let url = server.url();
    aludel(["query", url, "CREATE TABLE mine (a INT)"]).ok();
    let out = aludel(["prove", url, "--construct", "Clauses of SELECT"]).ok();
    assert!(out.lines().last().unwrap().contains(" hold, 0 do not; "), "{out}");
    let tables = || aludel(["query", url, "SELECT table_name FROM tables()"]).ok();
    assert_eq!(tables(), "table_name\nmine\n");
    aludel(["prove", url, "--construct", "RenameTable"]).ok();
    assert_eq!(tables(), "table_name\nmine\n", "also what a table was renamed to");
    #[cfg(unix)]
    {
        interrupted(url);
        assert_eq!(tables(), "table_name\nmine\n", "an interrupt leaves nothing either");
    }
    aludel(["query", url, "CREATE TABLE t (a INT)"]).ok();
    let refused = aludel(["prove", url, "--construct", "Distinct"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("names that the probes need: t"), "{refused:?}");
}
