//! Command tags.

/// What Postgres' command tag for a statement of these words begins with.
pub(super) fn tag(words: &[String]) -> String {
    const KINDS: [&str; 10] =
        ["TABLE", "VIEW", "SCHEMA", "SEQUENCE", "INDEX", "TYPE", "DATABASE", "MACRO", "FUNCTION", "SECRET"];
    let Some(first) = words.first() else { return "SELECT".to_owned() };
    match first.as_str() {
        "WITH" => {
            let writes = |word: &&String| matches!(word.as_str(), "INSERT" | "UPDATE" | "DELETE" | "MERGE");
            words.iter().find(writes).map_or_else(|| "SELECT".to_owned(), Clone::clone)
        }
        "CREATE" | "ALTER" | "DROP" => match words.iter().take(5).find(|word| KINDS.contains(&word.as_str())) {
            Some(kind) => format!("{first} {kind}"),
            None => first.clone(),
        },
        "START" => "BEGIN".to_owned(),
        "END" => "COMMIT".to_owned(),
        "ABORT" => "ROLLBACK".to_owned(),
        "INSERT" | "UPDATE" | "DELETE" | "MERGE" | "COPY" | "BEGIN" | "COMMIT" | "ROLLBACK" | "SET" | "RESET"
        | "USE" | "ATTACH" | "DETACH" | "COMMENT" | "TRUNCATE" | "LOAD" | "INSTALL" | "CHECKPOINT" | "ANALYZE"
        | "VACUUM" => first.clone(),
        _ => "SELECT".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn tags_are_those_of_postgres() {
        for (sql, expected) in [
            ("SELECT 1", "SELECT"),
            ("FROM t", "SELECT"),
            ("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", "INSERT"),
            ("CREATE OR REPLACE TABLE t AS SELECT 1", "CREATE TABLE"),
            ("DROP VIEW v", "DROP VIEW"),
            ("START TRANSACTION", "BEGIN"),
            ("SET x = 1", "SET"),
        ] {
            let words: Vec<String> = sql.split_whitespace().map(str::to_ascii_uppercase).collect();
            assert_eq!(tag(&words), expected, "{sql}");
        }
    }
}
