//! What a statement's first words tell.

/// What a statement does, as its first word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// A query, whose columns can be asked for as those of a subquery.
    Query,
    /// SHOW and EXPLAIN.
    Show,
    /// It adds rows, which a rollback takes back.
    Insert,
    /// It changes rows or objects at once, in a transaction too.
    AtOnce,
    /// It begins or ends a transaction.
    Transaction,
    /// The server takes it and does nothing.
    Nothing,
}

pub(crate) fn action(sql: &str) -> Action {
    let mut words = Words(sql);
    let word = |word: Option<&str>| word.unwrap_or_default().to_ascii_lowercase();
    match word(words.next()).as_str() {
        "show" | "explain" => Action::Show,
        "insert" => Action::Insert,
        "update" | "create" | "alter" | "drop" | "truncate" | "rename" | "vacuum" | "copy" | "cancel" | "refresh"
        | "backup" | "snapshot" | "checkpoint" | "reindex" | "repair" | "grant" | "revoke" | "delete" | "merge" => {
            Action::AtOnce
        }
        "begin" | "commit" | "rollback" | "start" | "end" | "abort" | "savepoint" | "release" => Action::Transaction,
        "set" | "reset" | "discard" | "close" | "unlisten" | "deallocate" => Action::Nothing,
        "with" => after_with(sql),
        _ => Action::Query,
    }
}

/// What is done with the queries of WITH: told by the first such word outside of parentheses, names and texts.
fn after_with(sql: &str) -> Action {
    let mut depth = 0_i64;
    let done = Words(sql).find_map(|word| {
        match word {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        let is = |other: &str| depth == 0 && word.eq_ignore_ascii_case(other);
        if is("insert") {
            Some(Action::Insert)
        } else if is("update") || is("delete") || is("merge") {
            Some(Action::AtOnce)
        } else {
            is("select").then_some(Action::Query)
        }
    });
    done.unwrap_or(Action::Query)
}

/// Whether it is an UPDATE with queries before it, of which no table is told.
pub(crate) fn updates_after_with(sql: &str) -> bool {
    Words(sql).next().is_some_and(|word| word.eq_ignore_ascii_case("with")) && after_with(sql) == Action::AtOnce
}

/// The table that an INSERT or UPDATE names, if that is easily told.
pub(crate) fn target(sql: &str) -> Option<String> {
    let mut words = Words(sql);
    match words.next()?.to_ascii_lowercase().as_str() {
        "insert" => words.find(|word| word.eq_ignore_ascii_case("into")).map(drop)?,
        "update" => {}
        _ => return None,
    }
    let name = words.next()?;
    match name.chars().next()? {
        '"' | '\'' => Some(name.trim_matches(['"', '\'']).replace("\"\"", "\"")),
        letter if letter.is_alphanumeric() || letter == '_' => Some(name.to_owned()),
        _ => None,
    }
}

/// The table of an UPDATE.
pub(crate) fn updated(sql: &str) -> Option<String> {
    Words(sql).next().filter(|word| word.eq_ignore_ascii_case("update"))?;
    target(sql)
}

/// The words of a text, each quoted text and each other character a word; comments are passed.
struct Words<'a>(&'a str);

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            self.0 = self.0.trim_start();
            if let Some(comment) = self.0.strip_prefix("--") {
                self.0 = comment.split_once('\n').map_or("", |(_, rest)| rest);
            } else if let Some(comment) = self.0.strip_prefix("/*") {
                self.0 = comment.split_once("*/").map_or("", |(_, rest)| rest);
            } else {
                break;
            }
        }
        let first = self.0.chars().next()?;
        let end = match first {
            '\'' | '"' => self.0[1..].find(first).map_or(self.0.len(), |end| end + 2),
            letter if is_of_word(letter) => self.0.find(|letter| !is_of_word(letter)).unwrap_or(self.0.len()),
            other => other.len_utf8(),
        };
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(word)
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_known_by_their_first_words() {
        for (sql, expected) in [
            ("SELECT 1", Action::Query),
            (" -- note\n /* more */ trades", Action::Query),
            ("WITH x AS (SELECT 'insert' FROM t) SELECT * FROM x", Action::Query),
            ("with x as (select 1) INSERT INTO t SELECT * FROM x", Action::Insert),
            ("insert into t values (1)", Action::Insert),
            ("WITH x AS (SELECT 1 a) UPDATE t SET a = x.a FROM x", Action::AtOnce),
            ("UPDATE t SET a = 1", Action::AtOnce),
            ("create table t (a int)", Action::AtOnce),
            ("EXPLAIN SELECT 1", Action::Show),
            ("SET a = 1", Action::Nothing),
            ("savepoint a", Action::Transaction),
            ("", Action::Query),
        ] {
            assert_eq!(action(sql), expected, "{sql}");
        }
    }

    #[test]
    fn the_table_that_is_written_is_found() {
        for (sql, expected) in [
            ("INSERT INTO t (a) VALUES (1)", Some("t")),
            ("insert atomic into \"my table\" values (1)", Some("my table")),
            ("UPDATE /* the */ t SET a = 1", Some("t")),
            ("CREATE TABLE t (a INT)", None),
            ("INSERT", None),
        ] {
            assert_eq!(target(sql).as_deref(), expected, "{sql}");
        }
    }
}
