//! Whether a text reads and does nothing else, so that it may be run again.
//!
//! It says no in doubt: what it refuses is run once, as everything is by default.

use super::tokens::{TokenKind, tokens};

/// What a text that reads begins with.
const READS: [&str; 6] = ["select", "show", "describe", "explain", "values", "with"];

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

/// Functions that do something, or that run what they are given.
const FUNCTIONS: [&str; 10] = [
    "force_checkpoint",
    "http_post",
    "nextval",
    "query",
    "query_table",
    "reset_peak_memory",
    "setseed",
    "setval",
    "truncate_duckdb_logs",
    "write_log",
];

/// Beginnings of the names of such functions.
const BEGINNINGS: [&str; 4] = ["disable_", "ducklake_", "enable_", "md_"];

/// Ends of the names of such functions: `postgres_execute`, `mysql_query`, `sqlite_attach`.
const ENDS: [&str; 3] = ["_attach", "_execute", "_query"];

/// Whether a call of the function `name` may do more than read.
pub(crate) fn call_may_write(name: &str) -> bool {
    let name = name.to_lowercase();
    FUNCTIONS.contains(&&*name)
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether running `sql` again does no more than running it once: a single SELECT, SHOW, DESCRIBE, EXPLAIN without ANALYZE,
/// VALUES or WITH, without dollar quotes, backslashes, and functions that write or may.
///
/// ```
/// # use aludel_duckdb_sql::only_reads;
/// assert!(only_reads("SELECT 'insert' FROM t -- update"));
/// assert!(!only_reads("SELECT nextval('s')"));
/// ```
pub fn only_reads(sql: &str) -> bool {
    if sql.contains('\\') {
        return false;
    }
    let mut tokens = tokens(sql).skip_while(|token| token.is_sign('(')).peekable();
    if !tokens.peek().is_some_and(|first| first.is_any(&READS)) {
        return false;
    }
    let mut has_ended = false;
    while let Some(token) = tokens.next() {
        let is_plain = match token.kind {
            TokenKind::Sign(';') => {
                has_ended = true;
                continue;
            }
            TokenKind::Sign('$') => false,
            TokenKind::Sign(_) | TokenKind::Parameter(_) => true,
            TokenKind::Text => is_closed(token.text, '\''),
            TokenKind::Word | TokenKind::Name => {
                let name = token.text.trim_matches('"').to_lowercase();
                let is_called = tokens.peek().is_some_and(|next| next.is_sign('('));
                let does_something = WRITES.contains(&&*name) || (is_called && call_may_write(&name));
                let is_whole = token.kind == TokenKind::Word || is_closed(token.text, '"');
                is_whole && !does_something && !name.contains('$')
            }
        };
        if has_ended || !is_plain {
            return false;
        }
    }
    true
}

/// Whether a text or name is in these quotes, and ends with them.
fn is_closed(text: &str, quote: char) -> bool {
    text.starts_with(quote) && text.matches(quote).count().is_multiple_of(2)
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
            "EXPLAIN SELECT 1",
            "VALUES (1)",
            "WITH a AS (SELECT 1) SELECT * FROM a",
            "SELECT 'insert; update' FROM \"my table\"",
            "-- insert\nSELECT /* update */ 1",
            "SELECT created, query FROM updates",
            "(SELECT 1)",
            "SELECT currval('s'), x FROM t WHERE a = $1;;",
            "SELECT 1 --\r\n;",
            "SELECT /* /* ; */ */ 1",
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
            "SELECT 'open",
            "SELECT \"open",
            "SELECT 1; ;; SELECT 2",
            "SELECT 1 --\r; DROP TABLE t",
            "SELECT 1 AS a$$; DROP TABLE t; SELECT 1 AS b$$",
            "SELECT 1 AS a$$",
            "SELECT E'a'\n'b\\'; DROP TABLE t --'",
            "EXPLAIN ANALYZE SELECT 1",
            "EXPLAIN (ANALYZE) SELECT 1",
            "SELECT nextval('s')",
            "SELECT \"nextval\" ('s')",
            "SELECT main.setval('s', 1)",
            "SELECT \"SetVal\"('s', 1)",
            "SELECT * FROM force_checkpoint()",
            "SELECT * FROM mysql_query('p', 'x')",
            "PRAGMA database_size",
            "PRAGMA import_database('dir')",
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
