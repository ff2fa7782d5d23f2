//! What the words of a statement tell: which kind it is, where its parameters are, what stands behind RETURNING.

use std::ops::Range;

use aludel_duckdb_sql::{Token, TokenKind, Tokens, tokens};

/// What a statement answers, as far as its words tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Rows, and it can be described and stand in a FROM.
    Query,
    /// Rows, and it can stand in a FROM in parentheses: SHOW, DESCRIBE, SUMMARIZE.
    Shown,
    /// It changes rows, and answers with their number.
    Change,
    /// It changes rows, and answers with what stands behind RETURNING.
    Returning(Returned),
    /// It begins, commits or rolls back.
    Transaction(Verb),
    /// Anything else: DDL, SET, EXPLAIN, CALL, PRAGMA.
    Other,
}

/// What a statement does to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Begin,
    BeginReadOnly,
    Commit,
    Rollback,
}

/// A statement with RETURNING.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Returned {
    /// The table that is written.
    pub(crate) table: String,
    /// Its alias.
    pub(crate) alias: Option<String>,
    /// The last part of its name.
    pub(crate) name: String,
    /// Whether it is a MERGE, which can return what it did with each row.
    pub(crate) is_merge: bool,
    /// Where the list begins.
    pub(crate) list: usize,
    /// Its items.
    pub(crate) items: Vec<String>,
}

/// Verbs of the statements that WITH can stand in front of.
const BEHIND_WITH: [&str; 10] =
    ["select", "from", "insert", "update", "delete", "merge", "values", "pivot", "unpivot", "table"];

/// The tokens outside of parentheses, those around them included. Texts may be long, so none is kept.
#[derive(Clone, Debug)]
struct Outer<'a> {
    tokens: Tokens<'a>,
    depth: i64,
}

impl<'a> Outer<'a> {
    fn new(tokens: Tokens<'a>) -> Self {
        Self { tokens, depth: 0 }
    }
}

impl<'a> Iterator for Outer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let token = self.tokens.next()?;
            let before = self.depth;
            match token.kind {
                TokenKind::Sign('(' | '[' | '{') => self.depth += 1,
                TokenKind::Sign(')' | ']' | '}') => self.depth -= 1,
                _ => {}
            }
            if before.min(self.depth) == 0 {
                return Some(token);
            }
        }
    }
}

/// The statement's own verb, behind WITH or at the beginning; and what follows it.
fn verb(sql: &str) -> Option<(Token<'_>, Outer<'_>)> {
    let mut rest = Outer::new(tokens(sql));
    let first = rest.find(|token| !token.is_sign(';'))?;
    if !first.is("with") {
        return Some((first, rest));
    }
    let (behind_with, mut before) = (rest.clone(), first);
    while let Some(token) = rest.next() {
        // Behind the parentheses of a CTE; names of CTEs are followed by AS or parentheses.
        if before.is_sign(')') && token.is_any(&BEHIND_WITH) {
            return Some((token, rest));
        }
        before = token;
    }
    Some((first, behind_with))
}

/// What a plain BEGIN, COMMIT or ROLLBACK does. One with more words (SAVEPOINT, ISOLATION LEVEL) is none: the server says
/// what it makes of it.
fn verb_of_transaction(sql: &str) -> Option<Verb> {
    // One more than any of them has. Several statements were told apart before.
    let tokens: Vec<Token<'_>> = tokens(sql).filter(|token| !token.is_sign(';')).take(5).collect();
    let (first, rest) = tokens.split_first()?;
    let is_noise = rest.first().is_some_and(|word| word.is_any(&["transaction", "work"]));
    let rest = if is_noise { &rest[1..] } else { rest };
    let begins = first.is("begin") || (first.is("start") && is_noise);
    match rest {
        [] if begins => Some(Verb::Begin),
        [read, write] if begins && read.is("read") && write.is("write") => Some(Verb::Begin),
        [read, only] if begins && read.is("read") && only.is("only") => Some(Verb::BeginReadOnly),
        [] if first.is_any(&["commit", "end"]) => Some(Verb::Commit),
        [] if first.is_any(&["rollback", "abort"]) => Some(Verb::Rollback),
        _ => None,
    }
}

/// The table that is written, behind `verb`: its path, the last part of that, its alias. `None` if they can't be told.
fn target<'a>(sql: &'a str, verb: &Token<'a>, behind: &Outer<'a>) -> Option<(&'a str, &'a str, Option<&'a str>)> {
    let mut tokens = behind.clone();
    if !verb.is("update") {
        tokens.find(|token| token.is_any(&["into", "from"]))?;
    }
    let first = tokens.next()?;
    let (mut last, mut next) = (first, tokens.next());
    while next.is_some_and(|token| token.is_sign('.')) {
        last = tokens.next()?;
        next = tokens.next();
    }
    let alias = match next {
        Some(word) if word.is("as") => tokens.next(),
        // INSERT gives a name by AS alone.
        Some(word) if verb.is("insert") || word.is_any(&["set", "using", "where", "returning"]) => None,
        other => other.filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Name)),
    };
    Some((sql.get(first.start..last.end())?, last.text, alias.map(|alias| alias.text)))
}

/// What a statement returns that changes rows.
fn returned<'a>(sql: &'a str, verb: &Token<'a>, behind: &Outer<'a>) -> Kind {
    let mut tokens = behind.clone();
    let Some(returning) = tokens.find(|token| token.is("returning")) else { return Kind::Change };
    let mut items = Vec::new();
    let mut item: Option<(usize, usize)> = None;
    let text = |item: Option<(usize, usize)>| item.and_then(|(start, end)| sql.get(start..end)).unwrap_or_default();
    while let Some(token) = tokens.next() {
        match token.kind {
            TokenKind::Sign(',') => items.push(text(item.take()).to_owned()),
            // Several statements: the server says what it makes of them.
            TokenKind::Sign(';') if tokens.next().is_some() => return Kind::Other,
            TokenKind::Sign(';') => break,
            _ => item = Some((item.map_or(token.start, |(start, _)| start), token.end())),
        }
    }
    items.push(text(item).to_owned());
    match target(sql, verb, behind) {
        Some((table, name, alias)) => Kind::Returning(Returned {
            table: table.to_owned(),
            alias: alias.map(str::to_owned),
            name: name.to_owned(),
            is_merge: verb.is("merge"),
            list: returning.end(),
            items,
        }),
        None => Kind::Change,
    }
}

/// The query that is the same as a CALL, of whose columns more is told.
pub(crate) fn as_query(sql: &str) -> Option<String> {
    let call = tokens(sql).find(|token| !token.is_sign(';')).filter(|first| first.is("call"))?;
    Some(format!("FROM {}", sql.get(call.end()..)?))
}

/// Which kind of statement it is.
pub(crate) fn kind(sql: &str) -> Kind {
    let Some((verb, behind)) = verb(sql) else { return Kind::Other };
    if verb.is_sign('(') || verb.is_any(&["select", "from", "values", "table", "pivot", "unpivot", "with"]) {
        return Kind::Query;
    }
    if verb.is("call") {
        return Kind::Query;
    }
    if verb.is_any(&["show", "describe", "desc", "summarize"]) {
        return Kind::Shown;
    }
    if verb.is_any(&["insert", "update", "delete", "merge"]) {
        return returned(sql, &verb, &behind);
    }
    if verb.is_any(&["truncate", "copy"]) {
        return Kind::Change;
    }
    match verb_of_transaction(sql) {
        Some(verb) => Kind::Transaction(verb),
        None => Kind::Other,
    }
}

/// What a connection that is opened again must be told to have the session of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SessionState {
    /// The statement itself, again.
    Told,
    /// More than words bring back.
    Lost,
}

/// Whether it is more than one statement; what is empty is none.
pub(crate) fn are_several(sql: &str) -> bool {
    let mut tokens = tokens(sql).skip_while(|token| token.is_sign(';'));
    tokens.any(|token| token.is_sign(';')) && tokens.any(|token| !token.is_sign(';'))
}

/// Whether a query names its columns, and does not leave it to a table which they are.
pub(crate) fn names_its_columns(sql: &str) -> bool {
    if verb(sql).is_none_or(|(verb, _)| verb.is_any(&["from", "table", "pivot", "unpivot", "call"])) {
        return false;
    }
    let mut before: Option<Token<'_>> = None;
    let mut tokens = tokens(sql).peekable();
    while let Some(token) = tokens.next() {
        let is_all = token.is_sign('*') && {
            let begins = before.is_some_and(|word| {
                word.is_any(&["select", "distinct", "all"]) || matches!(word.kind, TokenKind::Sign(',' | '.'))
            });
            let ends = tokens
                .peek()
                .is_none_or(|next| next.is_any(&["from", "exclude", "replace", "rename", "like"]) || next.is_sign(','));
            begins || ends
        };
        if is_all || token.is("columns") {
            return false;
        }
        before = Some(token);
    }
    true
}

/// How the state that a statement leaves in its session is brought back.
pub(crate) fn state(sql: &str) -> SessionState {
    let mut words = tokens(sql).filter(|token| !token.is_sign(';'));
    let is_known = words.next().is_some_and(|first| first.is_any(&["set", "reset", "use"]));
    // What is computed may be another value the next time.
    let is_computed = words.next().is_none_or(|second| second.is("variable")) || words.any(|token| token.is_sign('('));
    if is_known && !is_computed && !are_several(sql) { SessionState::Told } else { SessionState::Lost }
}

/// Without the semicolon that may end a statement but no subquery.
pub(crate) fn without_end(sql: &str) -> &str {
    match tokens(sql).last() {
        Some(last) if last.is_sign(';') => &sql[..last.start],
        _ => sql,
    }
}

/// An item of a list without the name that it is given: `a + 1` of `a + 1 AS "b"`.
pub(crate) fn without_alias(item: &str) -> &str {
    let (mut before, mut last, mut count) = (None, None, 0);
    for token in tokens(item) {
        (before, last, count) = (last, Some(token), count + 1);
    }
    match before {
        Some(word) if count > 2 && word.is("as") => item[..word.start].trim_end(),
        _ => item,
    }
}

/// A place of the text where a parameter stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// `$1`
    pub(crate) at: Range<usize>,
    /// The type that a cast around it names.
    pub(crate) cast: Option<&'a str>,
}

/// Where the parameters stand, in order.
pub(crate) fn parameters(sql: &str) -> impl Iterator<Item = Place<'_>> {
    let (mut tokens, mut before): (_, [Option<Token<'_>>; 2]) = (tokens(sql), [None, None]);
    std::iter::from_fn(move || {
        loop {
            let token = tokens.next()?;
            let [cast, open] = before;
            before = [open, Some(token)];
            if let TokenKind::Parameter(number) = token.kind {
                let is_cast = cast.is_some_and(|word| word.is("cast")) && open.is_some_and(|sign| sign.is_sign('('));
                let cast = if is_cast { named_by_cast(sql, tokens.clone()) } else { None };
                return Some(Place { number, at: token.start..token.end(), cast });
            }
        }
    })
}

/// The type in `AS type)`, which begins with `tokens`.
fn named_by_cast<'a>(sql: &'a str, mut tokens: Tokens<'a>) -> Option<&'a str> {
    let word = tokens.next().filter(|token| token.is("as"))?;
    let (mut depth, mut last) = (0_usize, word);
    let mut first = None;
    for token in tokens {
        match token.kind {
            TokenKind::Sign('(') => depth += 1,
            TokenKind::Sign(')') if depth == 0 => return sql.get(first?..last.end()),
            TokenKind::Sign(')') => depth -= 1,
            _ => {}
        }
        first.get_or_insert(token.start);
        last = token;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_known_by_their_words() {
        for (sql, expected) in [
            ("SELECT 1", Kind::Query),
            ("/* a */ (SELECT 1) UNION (SELECT 2)", Kind::Query),
            ("FROM t", Kind::Query),
            ("WITH x AS (SELECT 'insert' FROM t) SELECT * FROM x", Kind::Query),
            ("WITH RECURSIVE r(n) AS (SELECT 1) FROM r", Kind::Query),
            ("with x as (select 1) insert into t select * from x", Kind::Change),
            ("WITH \"insert\" AS MATERIALIZED (SELECT 1), y AS (SELECT 2) DELETE FROM t", Kind::Change),
            ("INSERT INTO t VALUES ('returning')", Kind::Change),
            ("TRUNCATE t", Kind::Change),
            ("SHOW TABLES", Kind::Shown),
            ("DESCRIBE t", Kind::Shown),
            ("EXPLAIN SELECT 1", Kind::Other),
            ("CALL f()", Kind::Query),
            ("CREATE TABLE t AS SELECT 1", Kind::Other),
            ("BEGIN TRANSACTION READ ONLY", Kind::Transaction(Verb::BeginReadOnly)),
            ("-- a\nbegin", Kind::Transaction(Verb::Begin)),
            ("COMMIT;", Kind::Transaction(Verb::Commit)),
            ("abort", Kind::Transaction(Verb::Rollback)),
            ("ROLLBACK TO SAVEPOINT a", Kind::Other),
            ("BEGIN ISOLATION LEVEL SERIALIZABLE", Kind::Other),
            ("start transaction read write;", Kind::Transaction(Verb::Begin)),
            (";; BEGIN", Kind::Transaction(Verb::Begin)),
            ("COMMIT;;", Kind::Transaction(Verb::Commit)),
            ("", Kind::Other),
            ("INSERT INTO t VALUES (1) RETURNING a; DROP TABLE t", Kind::Other),
            ("INSERT INTO \"returning\" SELECT 'returning' -- returning", Kind::Change),
        ] {
            assert_eq!(kind(sql), expected, "{sql}");
        }
    }

    #[test]
    fn what_is_returned_is_found() {
        for (sql, target, items) in [
            (
                "INSERT INTO s.t (a) VALUES (1) RETURNING a, b + 1 AS \"c, d\";",
                ("s.t", "t"),
                vec!["a", "b + 1 AS \"c, d\""],
            ),
            ("UPDATE t AS x SET a = 1 RETURNING x.a", ("t", "x"), vec!["x.a"]),
            ("DELETE FROM \"t t\" y USING u WHERE y.a = u.a RETURNING *", ("\"t t\"", "y"), vec!["*"]),
            ("UPDATE t SET a = f(1, 2) WHERE b RETURNING f(a, b)", ("t", "t"), vec!["f(a, b)"]),
            (
                "INSERT INTO \"a\"\"b\" VALUES (1) RETURNING \"c\"\"d\"",
                ("\"a\"\"b\"", "\"a\"\"b\""),
                vec!["\"c\"\"d\""],
            ),
            (
                "DELETE FROM \"s\"\"\".\"t AS u\" \"x\"\"y\" RETURNING 1",
                ("\"s\"\"\".\"t AS u\"", "\"x\"\"y\""),
                vec!["1"],
            ),
            ("INSERT INTO t AS x TABLE u RETURNING x.a", ("t", "x"), vec!["x.a"]),
            ("INSERT INTO t TABLE u RETURNING a, [1, 2]", ("t", "t"), vec!["a", "[1, 2]"]),
            (
                "MERGE INTO t USING u ON (t.a = u.a) WHEN MATCHED THEN DELETE RETURNING merge_action, *",
                ("t", "t"),
                vec!["merge_action", "*"],
            ),
        ] {
            let Kind::Returning(returned) = kind(sql) else { unreachable!("{sql}") };
            let items: Vec<String> = items.into_iter().map(str::to_owned).collect();
            let found = (returned.table.as_str(), returned.alias.as_deref().unwrap_or(&returned.name));
            assert_eq!((found, returned.items), (target, items), "{sql}");
        }
        assert_eq!(without_alias("b + 1 AS \"c\""), "b + 1");
        assert_eq!(without_alias("CAST(a AS INT)"), "CAST(a AS INT)");
        assert_eq!(without_end("SELECT 1 ; -- a"), "SELECT 1 ");
    }

    #[test]
    fn a_query_that_leaves_its_columns_to_a_table_is_known() {
        for (sql, names) in [
            ("SELECT a, count(*), a * b, (a) * 2 FROM t", true),
            ("(SELECT '*' AS \"*\")", true),
            ("WITH x AS (SELECT 1 AS a) SELECT a FROM x", true),
            ("SELECT * FROM t", false),
            ("SELECT t.*, 1 FROM t", false),
            ("SELECT DISTINCT ON (a) * EXCLUDE (b) FROM t", false),
            ("SELECT a FROM (SELECT * FROM t)", false),
            ("SELECT COLUMNS('a.*') FROM t", false),
            ("FROM t", false),
            ("WITH x AS (SELECT 1 AS a) FROM x", false),
            ("TABLE t", false),
            ("CALL f()", false),
        ] {
            assert_eq!(names_its_columns(sql), names, "{sql}");
        }
    }

    #[test]
    fn a_session_is_told_again_what_is_no_computation() {
        for (sql, state) in [
            ("SET TimeZone = 'UTC';", SessionState::Told),
            (";USE \"a;b\"", SessionState::Told),
            ("RESET threads", SessionState::Told),
            ("SET VARIABLE x = 1", SessionState::Lost),
            ("SET threads = (SELECT 1)", SessionState::Lost),
            ("SET x = 1; USE y", SessionState::Lost),
            ("PRAGMA threads = 1", SessionState::Lost),
        ] {
            assert_eq!(super::state(sql), state, "{sql}");
        }
    }

    #[test]
    fn parameters_are_found_with_their_casts() {
        let sql = "SELECT $1, '$2', CAST($3 AS DECIMAL(3, 2)), \"$4\", $$ $5 $$, cast( $10 as int ) -- $6";
        let found: Vec<_> = parameters(sql).map(|place| (place.number, place.cast)).collect();
        assert_eq!(found, [(1, None), (3, Some("DECIMAL(3, 2)")), (10, Some("int"))]);
    }
}
