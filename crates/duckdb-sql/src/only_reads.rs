//! Whether a text reads and does nothing else, so that it may be run again.
//!
//! It says no in doubt: what it refuses is run once, as everything is by default.

/// What a text that reads begins with.
const READS: [&str; 7] = ["select", "show", "describe", "pragma", "explain", "values", "with"];

/// Words of statements that write; as a word anywhere, they make the text one that may.
const WRITES: [&str; 19] = [
    "alter",
    "analyse",
    "analyze",
    "attach",
    "call",
    "checkpoint",
    "copy",
    "create",
    "delete",
    "detach",
    "drop",
    "export",
    "import",
    "insert",
    "install",
    "merge",
    "set",
    "truncate",
    "update",
];

/// Functions that do something.
const FUNCTIONS: [&str; 9] = [
    "currval",
    "mysql_query",
    "nextval",
    "postgres_query",
    "quack_query",
    "query",
    "query_table",
    "setval",
    "sqlite_query",
];

/// Whether running `sql` again does no more than running it once: a single SELECT, SHOW, DESCRIBE, PRAGMA that sets
/// nothing, EXPLAIN without ANALYZE, VALUES or WITH, without dollar quotes, backslashes, nested comments, and functions
/// that write or may.
///
/// ```
/// # use aludel_duckdb_sql::only_reads;
/// assert!(only_reads("SELECT 'insert' FROM t -- update"));
/// assert!(!only_reads("SELECT nextval('s')"));
/// ```
pub fn only_reads(sql: &str) -> bool {
    let Some(plain) = without_literals(sql) else { return false };
    let statement = plain.trim().trim_end_matches(';').trim_end();
    if statement.contains(';') {
        return false;
    }
    let words = words(statement);
    let Some((first, _)) = words.first() else { return false };
    let is_setting = *first == "pragma" && statement.contains('=');
    READS.contains(&first.as_str()) && !is_setting && !words.iter().any(|(word, called)| does_something(word, *called))
}

fn does_something(word: &str, called: bool) -> bool {
    let function = || {
        FUNCTIONS.contains(&word)
            || word.starts_with("md_")
            || word.starts_with("ducklake_")
            || word.ends_with("_execute")
    };
    WRITES.contains(&word) || (called && function())
}

/// The text with a space in the place of each literal and comment, and quoted names without their quotes; `None` if it
/// holds something that this does not read.
fn without_literals(sql: &str) -> Option<String> {
    if sql.contains(['\\', '$']) {
        return None;
    }
    let mut plain = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(next) = rest.chars().next() {
        let after = &rest[next.len_utf8()..];
        rest = match next {
            '\'' => {
                plain.push(' ');
                after.split_once('\'')?.1
            }
            '"' => {
                let (name, after) = after.split_once('"')?;
                plain.extend(name.chars().map(|letter| if letter == ';' { '_' } else { letter }));
                after
            }
            '-' if after.starts_with('-') => {
                plain.push(' ');
                after.split_once('\n').map_or("", |(_, after)| after)
            }
            '/' if after.starts_with('*') => {
                let (comment, after) = after[1..].split_once("*/")?;
                plain.push(' ');
                if comment.contains("/*") {
                    return None;
                }
                after
            }
            _ => {
                plain.push(next);
                after
            }
        };
    }
    Some(plain)
}

/// The words in lower case, and whether a parenthesis follows.
fn words(statement: &str) -> Vec<(String, bool)> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut words = Vec::new();
    let mut rest = statement;
    while let Some(start) = rest.find(is_part) {
        let word = &rest[start..];
        let end = word.find(|letter| !is_part(letter)).unwrap_or(word.len());
        rest = &word[end..];
        words.push((word[..end].to_lowercase(), rest.trim_start().starts_with('(')));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::only_reads;

    #[test]
    fn what_reads_and_nothing_else() {
        for reads in [
            "select 1",
            "  SELECT 1;",
            "SHOW DATABASES",
            "DESCRIBE t",
            "PRAGMA database_size",
            "EXPLAIN SELECT 1",
            "VALUES (1)",
            "WITH a AS (SELECT 1) SELECT * FROM a",
            "SELECT 'insert; update' FROM \"my table\"",
            "-- insert\nSELECT /* update */ 1",
            "SELECT created, query FROM updates",
            "(SELECT 1)",
        ] {
            assert!(only_reads(reads), "{reads}");
        }
    }

    #[test]
    fn what_writes_or_may() {
        for writes in [
            "",
            "INSERT INTO t VALUES (1)",
            "FROM t",
            "WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a",
            "SELECT 1; DROP TABLE t",
            "SELECT $$ $$",
            "SELECT E'\\''",
            "SELECT /* /* */ */ 1",
            "SELECT 'open",
            "EXPLAIN ANALYZE SELECT 1",
            "EXPLAIN (ANALYZE) SELECT 1",
            "SELECT nextval('s')",
            "SELECT \"nextval\" ('s')",
            "SELECT main.setval('s', 1)",
            "SELECT * FROM md_information()",
            "FROM query('DROP TABLE t')",
            "SELECT * FROM query('DROP TABLE t')",
            "CALL postgres_execute('p', 'DROP TABLE t')",
            "SELECT * FROM postgres_execute('p', 'x')",
            "SELECT * FROM ducklake_expire('x')",
            "PRAGMA threads=4",
            "SET threads = 4",
        ] {
            assert!(!only_reads(writes), "{writes}");
        }
    }
}
