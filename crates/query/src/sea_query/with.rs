//! WITH. A CTE here belongs to the sources that name it.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

use ::sea_query::{CommonTableExpression, QueryBuilder, WithClause, WithQuery};
use aludel_dialect::Any;

use super::hooks::{Inner, Known, MAX_LEVELS, Shared};
use super::tape;
use super::{Tree, unwritten};
use crate::cte::{CteData, Recursion};
use crate::query::Query;
use crate::{BuildError, Materialization, Name};

pub(super) fn read(statement: &WithQuery) -> Result<Tree, BuildError> {
    Ok(Tree::Query(query(&Shared::default(), statement)?.into_parts().0))
}

pub(super) fn query(shared: &Shared, statement: &WithQuery) -> Result<Query<Any>, BuildError> {
    // It is its own, and sea-query fails where it is missing.
    if shown(statement)?.end.ends_with("query: None }") {
        return Err(BuildError::usage("a WITH of sea-query has no query behind it"));
    }
    scope(shared, || {
        let mut tape = shared.tape(|hooks, sql| hooks.prepare_with_query(statement, sql))?;
        let query = tape.part(tape::query)?;
        tape.end()?;
        Ok(query)
    })
}

/// What is read within knows the CTEs that are read within, and nothing behind it does.
///
/// # Errors
/// One of them is used nowhere, so that it would be left out.
pub(super) fn scope<T>(shared: &Shared, work: impl FnOnce() -> Result<T, BuildError>) -> Result<T, BuildError> {
    let before = shared.ctes.borrow().len();
    let done = work();
    let known = shared.ctes.borrow_mut().split_off(before);
    let done = done?;
    match known.iter().find(|known| !known.is_used.get()) {
        Some(unused) => {
            Err(BuildError::usage(format!("the CTE {:?} of sea-query is used nowhere", unused.name.as_str())))
        }
        None => Ok(done),
    }
}

/// Reads the CTEs of a clause; each knows those before it.
pub(super) fn clause(shared: &Shared, clause: &WithClause) -> Result<(), BuildError> {
    // SEARCH and CYCLE are its own; sea-query writes them, or fails where they are not whole.
    let shown = shown(clause)?;
    let recursive = shown.begin.starts_with("WithClause { recursive: true,");
    let plain = format!("WithClause {{ recursive: {recursive}, search: None, cycle: None, cte_expressions: [");
    match shown.begin.strip_prefix(&plain) {
        None => return Err(unwritten("SEARCH or CYCLE of a recursive CTE")),
        Some(rest) if rest.starts_with(']') => {
            return Err(BuildError::usage("a WITH of sea-query has no CTE"));
        }
        Some(_) => {}
    }
    let mut tape = shared.tape(|hooks, sql| {
        hooks.is_recursive.set(recursive);
        hooks.prepare_with_clause_common_tables(clause, sql);
    })?;
    while tape.eat(",") {}
    tape.end()
}

/// Reads `name (column, column) AS NOT MATERIALIZED (query)`.
pub(super) fn cte(shared: &Shared, cte: &CommonTableExpression, is_recursive: bool) -> Result<(), BuildError> {
    if shown(cte)?.begin.starts_with("CommonTableExpression { table_name: None") {
        return Err(BuildError::usage("a CTE of sea-query has no name"));
    }
    let place = shared.ctes.borrow().len();
    let read = shared.tape(|hooks, sql| {
        hooks.names_itself.set(is_recursive);
        Inner(hooks).prepare_with_query_clause_common_table(cte, sql);
    });
    let itself = shared.ctes.borrow_mut().drain(place..).next();
    let mut tape = read?;
    let recursion = match itself {
        Some(itself) if itself.is_used.get() => Recursion::Recursive,
        _ => Recursion::Plain,
    };
    let name = tape.part(tape::name)?;
    let mut columns: Vec<Name> = Vec::new();
    if tape.eat("(") {
        columns = tape.list(tape::name)?;
        tape.expect(")")?;
    }
    tape.expect("AS")?;
    let materialized = match () {
        () if tape.eat("NOT MATERIALIZED") => Some(Materialization::NotMaterialized),
        () if tape.eat("MATERIALIZED") => Some(Materialization::Materialized),
        () => None,
    };
    tape.expect("(")?;
    let query = tape.part_if(tape::query).ok_or_else(|| unwritten("CTE of VALUES"))?;
    tape.expect(")")?;
    tape.end()?;
    let data = CteData::read(query, name.clone(), columns, recursion, materialized);
    shared.ctes.borrow_mut().push(Known { name, data: Some(Arc::new(data)), is_used: Cell::new(false) });
    Ok(())
}

/// Both ends of what `Debug` shows: where sea-query keeps a part to itself, that tells whether it is there.
pub(super) struct Shown {
    begin: String,
    pub(super) end: String,
}

/// So much of each end.
const KEPT: usize = 200;

pub(super) fn shown(of: &impl fmt::Debug) -> Result<Shown, BuildError> {
    let mut ends = Ends { begin: String::new(), end: String::new(), depth: 0, is_text: false, is_escaped: false };
    match fmt::write(&mut ends, format_args!("{of:?}")) {
        Ok(()) => Ok(Shown { begin: ends.begin, end: ends.end }),
        Err(_) => Err(BuildError::TooDeep(MAX_LEVELS)),
    }
}

/// Keeps both ends of a text, and ends where it is nested deeper than any statement may be.
struct Ends {
    begin: String,
    end: String,
    depth: usize,
    is_text: bool,
    is_escaped: bool,
}

impl fmt::Write for Ends {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.begin.len() < KEPT {
            self.begin.push_str(text);
        }
        self.end.push_str(text);
        if self.end.len() > 4 * KEPT {
            let kept = self.end.len() - KEPT;
            let cut = (kept..self.end.len()).find(|at| self.end.is_char_boundary(*at));
            self.end.drain(..cut.unwrap_or(0));
        }
        for letter in text.bytes() {
            let was_escaped = std::mem::take(&mut self.is_escaped);
            match letter {
                b'"' if !was_escaped => self.is_text = !self.is_text,
                b'\\' if self.is_text && !was_escaped => self.is_escaped = true,
                _ if self.is_text => {}
                b'(' | b'{' | b'[' => self.depth += 1,
                b')' | b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        // A level of a statement is some of these.
        if self.depth > 8 * MAX_LEVELS { Err(fmt::Error) } else { Ok(()) }
    }
}
