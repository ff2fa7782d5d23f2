//! What the builder writes, refuses and survives.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, reason = "a test says what it needs by failing")]

#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::{Expr, Prepared, Statement, ToSql, literal};
use samples::Everything;

fn prepared<S: Statement<Everything>>(statement: &S) -> Prepared {
    ToSql::to_sql::<Everything>(statement).unwrap()
}

/// The statement in SQL, its parameters behind ` -- `.
fn sql<S: Statement<Everything>>(statement: &S) -> String {
    let prepared = prepared(statement);
    let values = prepared.parameters.iter().map(|parameter| {
        let value: Expr<Everything> = literal(parameter.value.clone());
        value.to_string()
    });
    match values.collect::<Vec<_>>().as_slice() {
        [] => prepared.sql.to_string(),
        values => format!("{} -- {}", prepared.sql, values.join(", ")),
    }
}

/// Why the statement is not rendered.
fn problem<S: Statement<Everything>>(statement: &S) -> String {
    ToSql::to_sql::<Everything>(statement).unwrap_err().to_string()
}

/// Statements, and what [`sql`] makes of them.
macro_rules! golden {
    ($($statement:expr => $sql:literal;)+) => { $(
        assert_eq!(crate::sql(&$statement), $sql);
    )+ };
}

/// Statements, and what is wrong with them.
macro_rules! problems {
    ($($statement:expr => $message:literal;)+) => { $(
        assert_eq!(crate::problem(&$statement), $message);
    )+ };
}

mod changes;
mod deep;
mod expressions;
mod from;
mod functions;
mod hooks;
mod hostile;
mod joins;
mod named_windows;
mod naming;
mod objects;
mod other_engines;
mod parameters;
mod parts;
mod precedence;
mod queries;
mod refused;
mod rewrites;
mod select;
mod stored;
mod templates;
mod translated;
mod twice;
mod two_valued;
