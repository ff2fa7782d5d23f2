//! INSERT, UPDATE, DELETE.

use ::sea_query::{DeleteStatement, InsertStatement, QueryBuilder, UpdateStatement};

use super::hooks::{Hooks, Shared};
use super::outline::Alone;
use super::tape::{self, Tape};
use super::{Tree, select, sources, unwritten, with};
use crate::dml::{ConflictAction, ConflictTarget, DeleteNode, DmlNode, InsertNode, InsertRows, UpdateNode};
use crate::expr::{Node, take_nodes};
use crate::source::SourceNode;
use crate::{BuildError, Name, Table};

fn tree(node: DmlNode) -> Tree {
    Tree::Change(Box::new(node))
}

pub(super) fn read_insert(statement: &InsertStatement) -> Result<Tree, BuildError> {
    insert(&Shared::default(), statement).map(tree)
}

pub(super) fn read_update(statement: &UpdateStatement) -> Result<Tree, BuildError> {
    update(&Shared::default(), statement).map(tree)
}

pub(super) fn read_delete(statement: &DeleteStatement) -> Result<Tree, BuildError> {
    delete(&Shared::default(), statement).map(tree)
}

/// The table that is written to.
fn target(tape: &mut Tape) -> Result<Table, BuildError> {
    match tape.part(tape::source)?.node {
        SourceNode::Table(table) => Ok(table),
        SourceNode::Cte(..) | SourceNode::Named(_) => Err(BuildError::usage("a CTE can't be written to")),
        _ => Err(BuildError::usage("only a table can be written to")),
    }
}

pub(super) fn insert(shared: &Shared, statement: &InsertStatement) -> Result<DmlNode, BuildError> {
    with::scope(shared, || {
        let write = |hooks: &Hooks<'_>, sql: &mut String| hooks.prepare_insert_statement(statement, sql);
        let mut tape = shared.among(Alone::of_insert(statement), || shared.tape(write))?;
        let or_replace = tape.eat("REPLACE");
        if !or_replace {
            tape.expect("INSERT")?;
        }
        tape.expect("INTO")?;
        let mut node = InsertNode {
            table: target(&mut tape)?,
            columns: Vec::new(),
            rows: InsertRows::Values(Vec::new()),
            by_name: false,
            or_replace,
            conflict: None,
            returning: Vec::new(),
            error: None,
            depth: 1,
        };
        rows(&mut tape, &mut node)?;
        if tape.eat("ON CONFLICT") {
            conflict(&mut tape, &mut node)?;
        }
        let (returning, depth) = select::returning(&mut tape)?;
        node.returning = returning;
        node.depth = node.depth.max(depth + 1);
        tape.end()?;
        Ok(DmlNode::Insert(node))
    })
}

fn rows(tape: &mut Tape, node: &mut InsertNode) -> Result<(), BuildError> {
    if let Some(rows) = tape.part_if(tape::defaults) {
        if rows != 1 {
            return Err(unwritten(format_args!("INSERT of {rows} rows of defaults")));
        }
        node.rows = InsertRows::Defaults;
        return Ok(());
    }
    tape.expect("(")?;
    node.columns = tape.list(tape::name)?;
    if node.columns.is_empty() {
        return Err(BuildError::usage("an INSERT of sea-query names no columns"));
    }
    tape.expect(")")?;
    if tape.is_next("SELECT") {
        let (query, depth) = select::parts(tape)?.into_parts();
        node.depth = node.depth.max(depth + 1);
        node.rows = InsertRows::Query(Box::new(query));
        return Ok(());
    }
    let mut rows = Vec::new();
    if tape.eat("VALUES") {
        loop {
            tape.expect("(")?;
            let (row, depth) = take_nodes(tape.list(tape::expr)?);
            tape.expect(")")?;
            node.depth = node.depth.max(depth + 1);
            rows.push(row);
            if !tape.eat(",") {
                break;
            }
        }
    }
    if rows.is_empty() {
        return Err(BuildError::Empty { what: "an INSERT of sea-query", instead: "give it a row" });
    }
    node.rows = InsertRows::Values(rows);
    Ok(())
}

/// `(⟦column⟧, …) DO UPDATE SET ⟦column⟧ = ⟦value⟧, …`
fn conflict(tape: &mut Tape, node: &mut InsertNode) -> Result<(), BuildError> {
    let target = match tape.part_if(tape::constraint) {
        Some(name) => ConflictTarget::Constraint(name),
        None if tape.eat("(") => {
            let columns = tape.list(tape::name)?;
            if !tape.eat(")") {
                return Err(unwritten("ON CONFLICT of an expression"));
            }
            ConflictTarget::Columns(columns)
        }
        None => ConflictTarget::Columns(Vec::new()),
    };
    if tape.is_next("WHERE") {
        return Err(unwritten("WHERE of a conflict's columns"));
    }
    let action = if tape.eat("DO NOTHING") {
        ConflictAction::Nothing
    } else {
        tape.expect("DO UPDATE SET")?;
        let (assignments, depth) = assignments(tape)?;
        node.depth = node.depth.max(depth + 1);
        ConflictAction::Update(assignments)
    };
    if tape.is_next("WHERE") {
        return Err(unwritten("WHERE of ON CONFLICT DO UPDATE"));
    }
    node.conflict = Some((target, action));
    Ok(())
}

fn assignments(tape: &mut Tape) -> Result<(Vec<(Name, Node)>, usize), BuildError> {
    let (mut assignments, mut depth) = (Vec::new(), 0);
    loop {
        let name = tape.part(tape::name)?;
        tape.expect("=")?;
        let value = tape.part(tape::expr)?;
        depth = depth.max(value.depth);
        assignments.push((name, value.node));
        if !tape.eat(",") {
            return Ok((assignments, depth));
        }
    }
}

fn unlimited(tape: &Tape, statement: &str) -> Result<(), BuildError> {
    for clause in ["ORDER BY", "LIMIT"] {
        if tape.is_next(clause) {
            return Err(unwritten(format_args!("{clause} of {statement}")));
        }
    }
    Ok(())
}

fn filter(tape: &mut Tape, depth: &mut usize) -> Result<Vec<Node>, BuildError> {
    if !tape.eat("WHERE") {
        return Ok(Vec::new());
    }
    let condition = tape.part(tape::expr)?;
    *depth = (*depth).max(condition.depth + 1);
    Ok(vec![condition.node])
}

pub(super) fn update(shared: &Shared, statement: &UpdateStatement) -> Result<DmlNode, BuildError> {
    with::scope(shared, || {
        let write = |hooks: &Hooks<'_>, sql: &mut String| hooks.prepare_update_statement(statement, sql);
        let mut tape = shared.among(Alone::default(), || shared.tape(write))?;
        tape.expect("UPDATE")?;
        let table = target(&mut tape)?;
        tape.expect("SET")?;
        let (assignments, depth) = assignments(&mut tape)?;
        let mut depth = depth + 1;
        let from = if tape.eat("FROM") {
            let source = sources::from(&mut tape)?;
            depth = depth.max(source.depth + 1);
            Some(source.node)
        } else {
            None
        };
        let filter = filter(&mut tape, &mut depth)?;
        unlimited(&tape, "UPDATE")?;
        let (returning, below) = select::returning(&mut tape)?;
        tape.end()?;
        let depth = depth.max(below + 1);
        Ok(DmlNode::Update(UpdateNode { table, assignments, from, filter, returning, error: None, depth }))
    })
}

pub(super) fn delete(shared: &Shared, statement: &DeleteStatement) -> Result<DmlNode, BuildError> {
    with::scope(shared, || {
        let write = |hooks: &Hooks<'_>, sql: &mut String| hooks.prepare_delete_statement(statement, sql);
        let mut tape = shared.among(Alone::default(), || shared.tape(write))?;
        tape.expect("DELETE FROM")?;
        let table = target(&mut tape)?;
        let mut depth = 1;
        let filter = filter(&mut tape, &mut depth)?;
        unlimited(&tape, "DELETE")?;
        let (returning, below) = select::returning(&mut tape)?;
        tape.end()?;
        let depth = depth.max(below + 1);
        Ok(DmlNode::Delete(DeleteNode { table, using: None, filter, returning, depth }))
    })
}
