//! What the words of a statement tell: which kind it is, where its parameters are, what stands behind RETURNING.

use std::ops::Range;

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
    /// The table that is written, with its alias, as in a FROM.
    pub(crate) target: String,
    /// Whether it is a MERGE, which can return what it did with each row.
    pub(crate) is_merge: bool,
    /// Where the list begins.
    pub(crate) list: usize,
    /// Its items.
    pub(crate) items: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Letters, digits and underscores.
    Word,
    /// `"…"`
    Name,
    /// A literal in quotes or dollars.
    Literal,
    /// `$1`
    Parameter(usize),
    /// One character.
    Sign(char),
}

#[derive(Clone, Debug)]
struct Token {
    class: Class,
    at: Range<usize>,
}

/// The tokens of a text; white space and comments are passed.
fn tokens(sql: &str) -> Vec<Token> {
    let bytes = sql.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(first) = sql.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &sql[at..];
        let closing = |quote: char| rest[1..].find(quote).map_or(sql.len(), |found| at + 2 + found);
        let (class, end) = match first {
            letter if letter.is_whitespace() => (None, at + letter.len_utf8()),
            '-' if rest.starts_with("--") => (None, rest.find('\n').map_or(sql.len(), |found| at + found + 1)),
            '/' if rest.starts_with("/*") => (None, after_comment(bytes, at + 2)),
            '\'' => (Some(Class::Literal), closing('\'')),
            '"' => (Some(Class::Name), closing('"')),
            'e' | 'E' if rest[1..].starts_with('\'') => (Some(Class::Literal), after_escaped(bytes, at + 2)),
            '$' => dollar(sql, at),
            letter if is_of_word(letter) => {
                let length = rest.find(|letter: char| !is_of_word(letter)).unwrap_or(rest.len());
                (Some(Class::Word), at + length)
            }
            other => (Some(Class::Sign(other)), at + other.len_utf8()),
        };
        if let Some(class) = class {
            found.push(Token { class, at: at..end });
        }
        at = end;
    }
    found
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Comments nest.
fn after_comment(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 1;
    while depth > 0 && at < bytes.len() {
        let next = bytes.get(at..at + 2);
        depth = match next {
            Some(b"*/") => depth - 1,
            Some(b"/*") => depth + 1,
            _ => {
                at += 1;
                continue;
            }
        };
        at += 2;
    }
    at
}

/// The end of an `E'…'`, in which a backslash takes the next byte along.
fn after_escaped(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\'' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// `$1`, `$tag$…$tag$`, or a dollar.
fn dollar(sql: &str, at: usize) -> (Option<Class>, usize) {
    let behind = &sql[at + 1..];
    let length = behind.find(|letter: char| !is_of_word(letter)).unwrap_or(behind.len());
    if let Ok(number) = behind[..length].parse() {
        return (Some(Class::Parameter(number)), at + 1 + length);
    }
    if behind[length..].starts_with('$') {
        let tag = &sql[at..at + length + 2];
        let body = at + tag.len();
        let end = sql[body..].find(tag).map_or(sql.len(), |found| body + found + tag.len());
        return (Some(Class::Literal), end);
    }
    (Some(Class::Sign('$')), at + 1)
}

/// A statement's words, in order.
struct Statement<'a> {
    sql: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Statement<'a> {
    fn new(sql: &'a str) -> Self {
        Self { sql, tokens: tokens(sql) }
    }

    fn is(&self, index: usize, word: &str) -> bool {
        self.tokens.get(index).is_some_and(|token| {
            token.class == Class::Word
                && self.sql.get(token.at.clone()).is_some_and(|text| text.eq_ignore_ascii_case(word))
        })
    }

    fn is_any(&self, index: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(index, word))
    }

    fn sign(&self, index: usize) -> Option<char> {
        match self.tokens.get(index)?.class {
            Class::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn text(&self, from: usize, to: usize) -> &'a str {
        let start = self.tokens.get(from).map_or(self.sql.len(), |token| token.at.start);
        let end = to.checked_sub(1).and_then(|last| self.tokens.get(last)).map_or(start, |token| token.at.end);
        self.sql.get(start..end).unwrap_or_default()
    }

    /// The first token outside of parentheses, from `start` on, for which `looked_for` says so.
    fn find(&self, start: usize, looked_for: impl Fn(usize) -> bool) -> Option<usize> {
        let mut depth = 0_i64;
        for index in start..self.tokens.len() {
            if depth == 0 && looked_for(index) {
                return Some(index);
            }
            match self.sign(index) {
                Some('(' | '[' | '{') => depth += 1,
                Some(')' | ']' | '}') => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Where the statement's own verb stands: behind WITH, or at the beginning.
    fn verb(&self) -> usize {
        if !self.is(0, "with") {
            return 0;
        }
        let verbs = ["select", "from", "insert", "update", "delete", "merge", "values", "pivot", "unpivot", "table"];
        // Behind the parentheses of a CTE; names of CTEs are followed by AS or parentheses.
        let is_verb = |index: usize| self.is_any(index, &verbs) && index > 1 && self.sign(index - 1) == Some(')');
        self.find(1, is_verb).unwrap_or(0)
    }

    /// The end of a table's name that begins at `start`.
    fn end_of_path(&self, start: usize) -> usize {
        let mut end = start + 1;
        while self.sign(end) == Some('.') {
            end += 2;
        }
        end
    }

    /// `t`, `s.t AS x` of what is written; `None` if it can't be told.
    fn target(&self, verb: usize) -> Option<String> {
        let start = if self.is(verb, "update") {
            verb + 1
        } else {
            self.find(verb, |index| self.is_any(index, &["into", "from"]))? + 1
        };
        let end = self.end_of_path(start);
        let path = self.text(start, end);
        let keywords =
            ["set", "using", "where", "returning", "values", "select", "default", "by", "on", "from", "with"];
        let alias = match (self.is(end, "as"), self.tokens.get(end)) {
            (true, _) => Some(end + 1),
            (false, Some(token))
                if matches!(token.class, Class::Word | Class::Name) && !self.is_any(end, &keywords) =>
            {
                Some(end)
            }
            _ => None,
        };
        match alias {
            Some(alias) => Some(format!("{path} AS {}", self.text(alias, alias + 1))),
            None => Some(path.to_owned()).filter(|path| !path.is_empty()),
        }
    }

    /// What a plain BEGIN, COMMIT or ROLLBACK does. One with more words (SAVEPOINT, ISOLATION LEVEL) is none: the
    /// server says what it makes of it.
    fn verb_of_transaction(&self) -> Option<Verb> {
        let is_noise = self.is_any(1, &["transaction", "work"]);
        let rest = if is_noise { 2 } else { 1 };
        let ends_at = |index: usize| {
            self.tokens.len() == index || (self.tokens.len() == index + 1 && self.sign(index) == Some(';'))
        };
        let is = |words: &[&str]| self.is_any(0, words);
        let begins = is(&["begin"]) || (is(&["start"]) && is_noise);
        match () {
            _ if begins && ends_at(rest) => Some(Verb::Begin),
            _ if begins && self.is(rest, "read") && self.is(rest + 1, "write") && ends_at(rest + 2) => {
                Some(Verb::Begin)
            }
            _ if begins && self.is(rest, "read") && self.is(rest + 1, "only") && ends_at(rest + 2) => {
                Some(Verb::BeginReadOnly)
            }
            _ if is(&["commit", "end"]) && ends_at(rest) => Some(Verb::Commit),
            _ if is(&["rollback", "abort"]) && ends_at(rest) => Some(Verb::Rollback),
            _ => None,
        }
    }

    fn returned(&self, verb: usize) -> Option<Kind> {
        let returning = self.find(verb, |index| self.is(index, "returning"))?;
        let mut items = Vec::new();
        let mut start = returning + 1;
        let end = self.tokens.len() - usize::from(self.sign(self.tokens.len() - 1) == Some(';'));
        while start < end {
            let next = self.find(start, |index| index >= end || self.sign(index) == Some(',')).unwrap_or(end);
            items.push(self.text(start, next).to_owned());
            start = next + 1;
        }
        let list = self.tokens.get(returning)?.at.end;
        Some(Kind::Returning(Returned { target: self.target(verb)?, is_merge: self.is(verb, "merge"), list, items }))
    }
}

/// Which kind of statement it is.
pub(crate) fn kind(sql: &str) -> Kind {
    let statement = Statement::new(sql);
    if statement.sign(0) == Some('(') {
        return Kind::Query;
    }
    let verb = statement.verb();
    let is = |words: &[&str]| statement.is_any(verb, words);
    if is(&["select", "from", "values", "table", "pivot", "unpivot", "with"]) {
        return Kind::Query;
    }
    if is(&["show", "describe", "desc", "summarize"]) {
        return Kind::Shown;
    }
    if is(&["insert", "update", "delete", "merge"]) {
        return statement.returned(verb).unwrap_or(Kind::Change);
    }
    if is(&["truncate", "copy"]) {
        return Kind::Change;
    }
    match statement.verb_of_transaction() {
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

/// How the state that a statement leaves in its session is brought back.
pub(crate) fn state(sql: &str) -> SessionState {
    let statement = Statement::new(sql);
    let is_one = (1..statement.tokens.len())
        .all(|index| statement.sign(index) != Some(';') || index + 1 == statement.tokens.len());
    if is_one && statement.is_any(0, &["set", "reset", "use"]) { SessionState::Told } else { SessionState::Lost }
}

/// Without the semicolon that may end a statement but no subquery.
pub(crate) fn without_end(sql: &str) -> &str {
    let statement = Statement::new(sql);
    match statement.tokens.last() {
        Some(last) if last.class == Class::Sign(';') => &sql[..last.at.start],
        _ => sql,
    }
}

/// An item of a list without the name that it is given: `a + 1` of `a + 1 AS "b"`.
pub(crate) fn without_alias(item: &str) -> &str {
    let statement = Statement::new(item);
    let count = statement.tokens.len();
    if count > 2 && statement.is(count - 2, "as") { statement.text(0, count - 2) } else { item }
}

/// A place of the text where a parameter stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// `$1`
    pub(crate) at: Range<usize>,
    /// The type that a cast around it names.
    pub(crate) cast: Option<String>,
}

/// Where the parameters stand, in order.
pub(crate) fn parameters(sql: &str) -> Vec<Place> {
    let statement = Statement::new(sql);
    let place = |(index, token): (usize, &Token)| {
        let Class::Parameter(number) = token.class else { return None };
        let is_cast = index > 1
            && statement.sign(index - 1) == Some('(')
            && statement.is(index - 2, "cast")
            && statement.is(index + 1, "as");
        let cast = is_cast.then(|| statement.find(index + 2, |end| statement.sign(end) == Some(')'))).flatten();
        let cast = cast.map(|end| statement.text(index + 2, end).to_owned());
        Some(Place { number, at: token.at.clone(), cast })
    };
    statement.tokens.iter().enumerate().filter_map(place).collect()
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
            ("CREATE TABLE t AS SELECT 1", Kind::Other),
            ("BEGIN TRANSACTION READ ONLY", Kind::Transaction(Verb::BeginReadOnly)),
            ("-- a\nbegin", Kind::Transaction(Verb::Begin)),
            ("COMMIT;", Kind::Transaction(Verb::Commit)),
            ("abort", Kind::Transaction(Verb::Rollback)),
            ("ROLLBACK TO SAVEPOINT a", Kind::Other),
            ("BEGIN ISOLATION LEVEL SERIALIZABLE", Kind::Other),
            ("start transaction read write;", Kind::Transaction(Verb::Begin)),
            ("", Kind::Other),
        ] {
            assert_eq!(kind(sql), expected, "{sql}");
        }
    }

    #[test]
    fn what_is_returned_is_found() {
        for (sql, target, items) in [
            ("INSERT INTO s.t (a) VALUES (1) RETURNING a, b + 1 AS \"c, d\";", "s.t", vec!["a", "b + 1 AS \"c, d\""]),
            ("UPDATE t AS x SET a = 1 RETURNING x.a", "t AS x", vec!["x.a"]),
            ("DELETE FROM \"t t\" y USING u WHERE y.a = u.a RETURNING *", "\"t t\" AS y", vec!["*"]),
            ("UPDATE t SET a = f(1, 2) WHERE b RETURNING f(a, b)", "t", vec!["f(a, b)"]),
            (
                "MERGE INTO t USING u ON (t.a = u.a) WHEN MATCHED THEN DELETE RETURNING merge_action, *",
                "t",
                vec!["merge_action", "*"],
            ),
        ] {
            let Kind::Returning(returned) = kind(sql) else { unreachable!("{sql}") };
            let items: Vec<String> = items.into_iter().map(str::to_owned).collect();
            assert_eq!((returned.target.as_str(), returned.items), (target, items), "{sql}");
        }
        assert_eq!(without_alias("b + 1 AS \"c\""), "b + 1");
        assert_eq!(without_alias("CAST(a AS INT)"), "CAST(a AS INT)");
        assert_eq!(without_end("SELECT 1 ; -- a"), "SELECT 1 ");
    }

    #[test]
    fn parameters_are_found_with_their_casts() {
        let sql = "SELECT $1, '$2', CAST($3 AS DECIMAL(3, 2)), \"$4\", $$ $5 $$, cast( $10 as int ) -- $6";
        let found: Vec<_> = parameters(sql).into_iter().map(|place| (place.number, place.cast)).collect();
        assert_eq!(found, [(1, None), (3, Some("DECIMAL(3, 2)".to_owned())), (10, Some("int".to_owned()))]);
    }
}
