//! Reading and writing remote storage: `MD_RUN`, which only the service knows, and addresses, behind which fixtures
//! stand.

use std::fs;
use std::ops::Range;

use super::fixtures::Fixtures;
use super::tokens::Kind;
use super::{Edit, Source, unsupported};
use crate::failure::Failure;

/// Table functions that take an address and `MD_RUN`.
const READERS: [&str; 16] = [
    "READ_CSV",
    "READ_CSV_AUTO",
    "READ_PARQUET",
    "PARQUET_SCAN",
    "PARQUET_METADATA",
    "PARQUET_SCHEMA",
    "READ_JSON",
    "READ_JSON_AUTO",
    "READ_JSON_OBJECTS",
    "READ_JSON_OBJECTS_AUTO",
    "READ_NDJSON",
    "READ_NDJSON_AUTO",
    "READ_NDJSON_OBJECTS",
    "READ_TEXT",
    "READ_BLOB",
    "GLOB",
];

/// What has to be written instead.
pub(super) fn edits(source: &Source<'_>, fixtures: &Fixtures) -> Result<Vec<Edit>, Failure> {
    let mut edits = Vec::new();
    // For each open parenthesis, whether it is a reader's.
    let mut open: Vec<bool> = Vec::new();
    let is_copy = source.words.first().is_some_and(|word| word == "COPY");
    for (index, token) in source.tokens.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| source.words[before].as_str());
        match (token.kind, source.words[index].as_str()) {
            (Kind::Sign, "(") => open.push(before.is_some_and(|name| READERS.contains(&name))),
            (Kind::Sign, ")") => drop(open.pop()),
            (Kind::Text, text) => {
                let is_reader = open.contains(&true);
                let is_source = matches!(before, Some("FROM" | "JOIN")) || (before == Some(",") && open.is_empty());
                let is_target = is_copy && before == Some("TO");
                let file = fixtures.file(text.trim_matches('\'')).filter(|_| is_reader || is_source || is_target);
                if let Some(file) = file {
                    if is_target && let Some(folder) = file.parent() {
                        // Remote storage has no folders to make. If it can't be made, DuckDB says so.
                        let _ = fs::create_dir_all(folder);
                    }
                    edits.push((token.at.clone(), format!("'{}'", file.display())));
                }
            }
            (Kind::Word, "MD_RUN") if open.contains(&true) => edits.extend(argument(source, index)?),
            _ => {}
        }
    }
    Ok(edits)
}

/// Takes the argument `MD_RUN = …` out, with one of the commas around it.
fn argument(source: &Source<'_>, index: usize) -> Result<Option<Edit>, Failure> {
    let after = source.words_from(index + 1);
    let signs = match after.as_slice() {
        [":" | "=", "=" | ">", _, ..] => 2,
        ["=", _, ..] => 1,
        _ => return Ok(None),
    };
    let value = index + signs + 1;
    match source.words[value].trim_matches('\'').to_ascii_uppercase().as_str() {
        "REMOTE" | "AUTO" => {}
        "LOCAL" => return Err(unsupported("MD_RUN = LOCAL")),
        other => {
            let reason = format!("Binder Error: MD_RUN must be LOCAL, REMOTE or AUTO, not {other}");
            return Err(Failure::new("22023", reason));
        }
    }
    let is_comma = |at: usize| source.words.get(at).is_some_and(|word| word == ",");
    let at: Range<usize> = match index.checked_sub(1).filter(|before| is_comma(*before)) {
        Some(comma) => source.tokens[comma].at.start..source.tokens[value].at.end,
        None if is_comma(value + 1) => source.tokens[index].at.start..source.tokens[value + 1].at.end,
        None => source.tokens[index].at.start..source.tokens[value].at.end,
    };
    Ok(Some((at, String::new())))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Dialogue, Fixtures};
    use crate::quirks::Quirks;

    fn sent(sql: &str) -> String {
        let folder = std::env::temp_dir().join("aludel-fixtures-of-a-unit-test");
        let dialogue = Dialogue::new(Quirks::documented(), Fixtures::new(folder.clone()).unwrap());
        match dialogue.statements(sql) {
            Ok(statements) => statements[0].sql.replace(&folder.display().to_string(), "F"),
            Err(failure) => failure.message().to_owned(),
        }
    }

    #[test]
    fn remote_reads_become_reads_of_fixtures() {
        for (sql, expected) in [
            (
                "FROM read_csv('https://a/b.csv', HEADER = true, MD_RUN = REMOTE)",
                "FROM read_csv('F/https/a/b.csv', HEADER = true)",
            ),
            (
                "FROM read_csv('s3://a/b.csv', md_run := 'remote', header = true)",
                "FROM read_csv('F/s3/a/b.csv', header = true)",
            ),
            ("FROM read_csv(MD_RUN = AUTO, 's3://a/b.csv')", "FROM read_csv( 'F/s3/a/b.csv')"),
            ("FROM read_parquet(['gs://a', 'gs://b'])", "FROM read_parquet(['F/gs/a', 'F/gs/b'])"),
            ("SELECT * FROM 'r2://b/x.parquet'", "SELECT * FROM 'F/r2/b/x.parquet'"),
            ("SELECT 'https://a', url = 'https://b' FROM t", "SELECT 'https://a', url = 'https://b' FROM t"),
            ("SELECT md_run = 1 FROM t", "SELECT md_run = 1 FROM t"),
            ("FROM read_csv('https://a/../b')", "FROM read_csv('https://a/../b')"),
            ("COPY t TO 's3://a/b.csv'", "COPY t TO 'F/s3/a/b.csv'"),
        ] {
            assert_eq!(sent(sql), expected, "{sql}");
        }
        assert!(sent("FROM read_csv('x.csv', MD_RUN = LOCAL)").contains("MD_RUN = LOCAL is not supported"));
        assert!(sent("FROM read_csv('x.csv', MD_RUN = NEARBY)").contains("not NEARBY"));
    }

    #[test]
    fn databases_are_attached() {
        for (sql, expected) in [
            ("CREATE DATABASE \"a b\"", "ATTACH ':memory:' AS \"a b\""),
            ("create database if not exists x", "ATTACH IF NOT EXISTS ':memory:' AS x"),
            ("DROP DATABASE x CASCADE", "DETACH DATABASE x"),
        ] {
            assert_eq!(sent(sql), expected, "{sql}");
        }
    }
}
