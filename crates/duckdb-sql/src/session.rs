//! What a text does to the session that runs it, by its first words.

use aludel_engine::SessionEffect;

use super::settings::{changes_meaning, is_of_the_database};
use super::tokens::{Tokens, tokens};

/// Statements that leave nothing behind in the session. What is not known here is taken to change it: a connection that
/// is closed for nothing costs less than a setting that reaches a stranger.
const STATELESS: [&str; 23] = [
    "select",
    "with",
    "from",
    "values",
    "table",
    "insert",
    "update",
    "delete",
    "merge",
    "truncate",
    "alter",
    "drop",
    "copy",
    "describe",
    "desc",
    "show",
    "summarize",
    "comment",
    "checkpoint",
    "vacuum",
    "analyze",
    "export",
    "create",
];

/// For a session and nothing else, if they stand first.
const FOR_SESSION: [&str; 5] = ["set", "reset", "use", "prepare", "deallocate"];

const TRANSACTION: [&str; 8] = ["begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"];

/// What running `sql` does to its session.
pub fn session_effect(sql: &str) -> SessionEffect {
    let mut effects = statements(sql).filter_map(effect);
    let Some(mut all) = effects.next() else { return SessionEffect::None };
    let weight = |effect: SessionEffect| match effect {
        SessionEffect::ChangesMeaning => 3,
        SessionEffect::Transaction => 2,
        SessionEffect::None => 0,
        _ => 1,
    };
    for next in effects {
        all = match weight(all).max(weight(next)) {
            3 => SessionEffect::ChangesMeaning,
            2 => SessionEffect::Transaction,
            0 => SessionEffect::None,
            // What one sets, the rest of the text may use.
            _ => SessionEffect::MayStay,
        };
    }
    all
}

/// What one statement does; `None` if it is empty.
fn effect(statement: &str) -> Option<SessionEffect> {
    let mut words = WordsOf::new(statement);
    let mut first = words.next()?;
    let is = |word: &str, known: &[&str]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    if is(first, &["explain"]) {
        match words.next() {
            Some(analyze) if is(analyze, &["analyze"]) => first = words.next().unwrap_or_default(),
            // Nothing is run.
            Some(statement)
                if [&STATELESS[..], &FOR_SESSION, &TRANSACTION].iter().any(|known| is(statement, known)) =>
            {
                return Some(SessionEffect::None);
            }
            // Options, among which ANALYZE may be.
            _ => return Some(SessionEffect::MayStay),
        }
    }
    Some(if is(first, &TRANSACTION) {
        SessionEffect::Transaction
    } else if is(first, &["set", "reset"]) {
        setting(first, words)
    } else if is(first, &["pragma"]) {
        pragma(words)
    } else if is(first, &FOR_SESSION) {
        SessionEffect::ForSession
    } else if is(first, &["create"]) {
        let mut kind = words.take(4);
        match kind.find(|word| is(word, &["temp", "temporary", "local", "persistent", "secret"])) {
            Some(word) if is(word, &["temp", "temporary", "local"]) && !statement_makes_secret(statement) => {
                SessionEffect::ForSession
            }
            Some(_) => SessionEffect::MayStay,
            None => SessionEffect::None,
        }
    } else if is(first, &STATELESS) {
        SessionEffect::None
    } else {
        SessionEffect::MayStay
    })
}

/// What SET or RESET does, whose words follow.
fn setting(verb: &str, words: WordsOf<'_>) -> SessionEffect {
    let mut words = words.map(unquoted).peekable();
    let scoped =
        words.next_if(|word| ["global", "session", "local"].iter().any(|scope| word.eq_ignore_ascii_case(scope)));
    if !verb.eq_ignore_ascii_case("reset") && words.peek().is_some_and(|name| changes_meaning(name)) {
        return SessionEffect::ChangesMeaning;
    }
    match scoped.or_else(|| words.next()) {
        Some(scope) if scope.eq_ignore_ascii_case("global") => SessionEffect::MayStay,
        Some(scope) if ["session", "local", "variable"].iter().any(|known| scope.eq_ignore_ascii_case(known)) => {
            SessionEffect::ForSession
        }
        Some(name) if is_of_the_database(name) => SessionEffect::MayStay,
        _ => SessionEffect::ForSession,
    }
}

/// What PRAGMA does, whose words follow: it sets as SET does, turns something on or off, or asks.
fn pragma(words: WordsOf<'_>) -> SessionEffect {
    let mut rest = words.clone().map(unquoted);
    let name = rest.next().unwrap_or_default().to_ascii_lowercase();
    let switched = name.strip_prefix("enable_").or_else(|| name.strip_prefix("disable_"));
    match switched {
        _ if rest.next() == Some("=") => setting("set", words),
        Some("object_cache" | "checkpoint_on_shutdown" | "print_progress_bar") | None => SessionEffect::MayStay,
        Some(_) => SessionEffect::ForSession,
    }
}

/// A temporary secret is the database's, not the session's.
fn statement_makes_secret(statement: &str) -> bool {
    WordsOf::new(statement).take(5).any(|word| word.eq_ignore_ascii_case("secret"))
}

/// The statements of a text, which semicolons separate; those in literals, quoted names and comments separate nothing.
fn statements(sql: &str) -> impl Iterator<Item = &str> {
    let ends = tokens(sql).filter(|token| token.is_sign(';')).map(|token| token.start..token.end());
    let mut start = 0;
    ends.chain(std::iter::once(sql.len()..sql.len())).map(move |end| {
        let statement = &sql[start..end.start];
        start = end.end;
        statement
    })
}

/// The words of a statement, past its parentheses; names with their quotes.
#[derive(Clone)]
struct WordsOf<'a>(Tokens<'a>);

impl<'a> WordsOf<'a> {
    fn new(statement: &'a str) -> Self {
        Self(tokens(statement))
    }
}

impl<'a> Iterator for WordsOf<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.0.find(|token| !token.is_sign('(')).map(|token| token.text)
    }
}

/// A name without its quotes.
fn unquoted(word: &str) -> &str {
    word.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use aludel_engine::SessionEffect::{self, ChangesMeaning, ForSession, MayStay, None, Transaction};

    use super::session_effect;

    #[test]
    fn what_a_text_does_to_its_session() {
        let cases: [(SessionEffect, &[&str]); 5] = [
            (
                ChangesMeaning,
                &[
                    "SET default_null_order = 'nulls_first'",
                    "set session Null_Order='nulls_first'",
                    "SET GLOBAL default_order TO 'desc'",
                    "SET \"default_collation\" = 'nocase'",
                    "PRAGMA default_null_order='nulls_first'",
                    "BEGIN; SET LOCAL integer_division = true; COMMIT",
                    // As DuckDB reads it: a line ends so, too, and a name may have dollars.
                    "SELECT 1 --\r; SET default_null_order = 'nulls_first'",
                    "SELECT 1 AS a$$; SET default_null_order = 'nulls_first'; SELECT 1 AS b$$",
                ],
            ),
            (
                Transaction,
                &[
                    "COMMIT",
                    "BEGIN",
                    "/* /* */ */ COMMIT",
                    "INSERT INTO t VALUES (1); commit",
                    "-- a\nROLLBACK",
                    "begin; SET threads = 4",
                    "SELECT ';'; end",
                    "SELECT E'\\''; end",
                    "SELECT E'a''\\''; end -- '",
                    "SELECT 1 --\r; end",
                    "SELECT $a$ ' $a$; end",
                ],
            ),
            (
                ForSession,
                &[
                    "SET TimeZone = 'UTC'",
                    "  -- note\n set timezone = 'UTC';",
                    "SET TIME ZONE 'UTC'",
                    "SET SESSION threads = 4",
                    "SET \"TimeZone\" = 'UTC'",
                    "SET VARIABLE threads = 4",
                    "SET not_known = 4",
                    "PRAGMA TimeZone='Asia/Tokyo'",
                    "pragma /* a */ timezone = 'UTC'",
                    "PRAGMA enable_profiling",
                    "PRAGMA disable_optimizer",
                    "/* a */ USE other",
                    "RESET TimeZone",
                    "create or replace temp table t(a int)",
                    "CREATE TEMPORARY VIEW v AS SELECT 1",
                    "EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1",
                    "PREPARE p AS SELECT 1",
                ],
            ),
            (
                MayStay,
                &[
                    "SET GLOBAL threads = 4",
                    "SET threads = 4",
                    "SET \"Threads\" TO 4",
                    "RESET threads",
                    "PRAGMA threads=2",
                    "PRAGMA table_info('t')",
                    "PRAGMA database_size",
                    "SELECT 1; SET threads = 4",
                    "CREATE TEMP TABLE t AS SELECT 1; SELECT * FROM t",
                    "EXPLAIN SELECT 1; SET TimeZone = 'UTC'",
                    "EXPLAIN (FORMAT JSON, ANALYZE) CREATE TEMP TABLE t AS SELECT 1",
                    "EXPLAIN (ANALYZE, FORMAT JSON) CREATE TEMP TABLE t AS SELECT 1",
                    "CALL enable_profiling()",
                    "ATTACH 'x.db'",
                    "CREATE TEMPORARY SECRET s (TYPE s3)",
                    "CREATE PERSISTENT SECRET s (TYPE s3)",
                    "'",
                    "$",
                ],
            ),
            (
                None,
                &[
                    "EXPLAIN SELECT 1",
                    "EXPLAIN CREATE TEMP TABLE t AS SELECT 1",
                    "EXPLAIN ANALYZE SELECT 1",
                    "SELECT 1",
                    "select 1;",
                    "SELECT 1; SELECT 2",
                    "SELECT 'a; commit'",
                    "SELECT \"a; SET x\"",
                    "SELECT $$; commit$$, $1",
                    "SELECT 1 -- ; commit",
                    "(SELECT 1)",
                    "WITH a AS (SELECT 1) FROM a",
                    "create table t(a int)",
                    "INSERT INTO t VALUES (1);",
                    "/* commit */ SELECT 'größer'; -- end",
                    "SELECT date'\\'; -- commit",
                    "",
                ],
            ),
        ];
        for (effect, texts) in cases {
            for sql in texts {
                assert_eq!(session_effect(sql), effect, "{sql}");
            }
        }
    }
}
