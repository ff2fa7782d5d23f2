//! What FROM and JOIN take.

use std::sync::Arc;

use ::sea_query::{DatabaseName, Func, JoinExpr, JoinOn, JoinType, SchemaName, TableName, TableRef};
use aludel_dialect::Any;

use super::hooks::Shared;
use super::tape::{self, Tape};
use super::{expression, select, unwritten, values};
use crate::expr::{Call, Callee, Node, take_nodes};
use crate::join::{ConditionNode, JoinKind, JoinNode};
use crate::query::QueryNode;
use crate::source::{FunctionKind, Source, SourceNode};
use crate::{BuildError, IntoSource, Joins, Name, Table};

/// A table by its name.
pub(super) fn table(name: &TableName) -> Table {
    let TableName(schema, name) = name;
    let table = Table::new(Name::from(name.clone()));
    match schema {
        None => table,
        Some(SchemaName(None, schema)) => table.in_schema(Name::from(schema.clone())),
        Some(SchemaName(Some(DatabaseName(database)), schema)) => {
            table.in_schema(Name::from(schema.clone())).in_database(Name::from(database.clone()))
        }
    }
}

/// The table that is written to, or made.
pub(super) fn target(table: &TableRef) -> Result<Table, BuildError> {
    match table {
        TableRef::Table(name, None) => Ok(self::table(name)),
        TableRef::Table(name, Some(alias)) => Ok(self::table(name).alias(Name::from(alias.clone()))),
        _ => Err(BuildError::usage("only a table can be written to")),
    }
}

pub(super) fn source(shared: &Shared, table: &TableRef) -> Result<Source<Any>, BuildError> {
    let (node, depth) = match table {
        TableRef::Table(TableName(None, name), alias) => named(shared, name, alias.as_ref()),
        TableRef::Table(..) => (SourceNode::Table(target(table)?), 0),
        TableRef::SubQuery(query, alias) => {
            let (query, depth) = select::query(shared, query)?.into_parts();
            (derived(query, Name::from(alias.clone())), depth)
        }
        TableRef::ValuesList(rows, alias) => {
            let row = |row: &::sea_query::ValueTuple| {
                let values = row.clone().into_iter();
                values.map(|value| Ok(Node::Value(Box::new(values::parameter(&value)?)))).collect()
            };
            let rows = rows.iter().map(row).collect::<Result<Vec<Vec<Node>>, BuildError>>()?;
            if rows.is_empty() {
                return Err(BuildError::Empty { what: "VALUES", instead: "give it a row" });
            }
            (derived(QueryNode::Values(rows), Name::from(alias.clone())), 1)
        }
        TableRef::FunctionCall(call, alias) => {
            let Func::Custom(name) = call.get_func() else {
                return Err(unwritten(format_args!("{:?} in FROM", call.get_func())));
            };
            expression::unattached(call, "a function in FROM")?;
            let (arguments, depth) = take_nodes(expression::all(shared, call.get_args())?);
            let call = Call::new(Callee::Native(vec![Name::from(name.clone())], Vec::new()), arguments);
            let alias = Some(Name::from(alias.clone()));
            (
                SourceNode::Function {
                    call: Box::new(call),
                    alias,
                    columns: Box::default(),
                    kind: FunctionKind::Table,
                },
                depth,
            )
        }
        other => return Err(unwritten(format_args!("{other:?} in FROM"))),
    };
    Ok(Source::new(node, depth))
}

/// A CTE of this name, else the table.
fn named(shared: &Shared, name: &::sea_query::DynIden, alias: Option<&::sea_query::DynIden>) -> (SourceNode, usize) {
    let (name, alias) = (Name::from(name.clone()), alias.map(|alias| Name::from(alias.clone())));
    match (shared.cte(&name), alias) {
        (Some(Some(cte)), alias) => {
            let depth = cte.depth();
            (SourceNode::Cte(cte, alias), depth)
        }
        (Some(None), None) => (SourceNode::Named(name), 0),
        // The CTE itself, under another name, is written as a table is.
        (Some(None) | None, Some(alias)) => (SourceNode::Table(Table::new(name).alias(alias)), 0),
        (None, None) => (SourceNode::Table(Table::new(name)), 0),
    }
}

fn derived(query: QueryNode, alias: Name) -> SourceNode {
    SourceNode::Query { query: Arc::new(query), alias, columns: Box::default(), lateral: false }
}

/// A join, and how deep it is.
pub(super) fn join(shared: &Shared, join: &JoinExpr) -> Result<(JoinNode, usize), BuildError> {
    let right = source(shared, &join.table)?;
    let mut depth = right.depth;
    let right = match (right.node, join.lateral) {
        (node, false) => node,
        (SourceNode::Query { query, alias, columns, .. }, true) => {
            SourceNode::Query { query, alias, columns, lateral: true }
        }
        (_, true) => return Err(unwritten("LATERAL of what is no query")),
    };
    let on = match &join.on {
        None => None,
        Some(JoinOn::Condition(holder)) => expression::condition(shared, holder)?,
        Some(JoinOn::Columns(_)) => return Err(unwritten("JOIN … USING, which sea-query itself does not write;")),
        Some(other) => return Err(unwritten(format_args!("{other:?}"))),
    };
    let kind = match join.join {
        // Without a condition every row meets every row.
        JoinType::Join | JoinType::InnerJoin if on.is_none() => JoinKind::Cross,
        JoinType::Join | JoinType::InnerJoin => JoinKind::Inner,
        JoinType::CrossJoin => JoinKind::Cross,
        JoinType::LeftJoin => JoinKind::Left,
        JoinType::RightJoin => JoinKind::Right,
        JoinType::FullOuterJoin => JoinKind::Full,
        JoinType::StraightJoin => return Err(unwritten("STRAIGHT_JOIN")),
    };
    let condition = match on {
        None if kind == JoinKind::Cross => ConditionNode::None,
        None => return Err(BuildError::usage(format!("a {} of sea-query has no condition", kind.words()))),
        Some(_) if kind == JoinKind::Cross => {
            return Err(BuildError::usage("a CROSS JOIN has no condition: join with `inner_join`"));
        }
        Some(on) => {
            depth = depth.max(on.depth);
            ConditionNode::On(on.node)
        }
    };
    Ok((JoinNode { right, kind, condition, global: false, tolerance: None, times: None }, depth))
}

/// The sources behind FROM, with their joins.
pub(super) fn from(tape: &mut Tape) -> Result<Source<Any>, BuildError> {
    let sources = tape.list(tape::source)?;
    let sample = tape.part_if(tape::sample);
    let count = sources.len();
    let mut sources = sources.into_iter();
    let first = sources.next().ok_or_else(|| BuildError::usage("a FROM of sea-query names no table"))?;
    // Sources with commas between them are every combination of their rows.
    let mut whole = sources.fold(first, |whole, next| whole.cross_join(next));
    if let Some(sample) = sample {
        if count > 1 {
            return Err(BuildError::usage("TABLESAMPLE behind several sources says not of which: join them"));
        }
        whole = whole.of_one("TABLESAMPLE", |node| SourceNode::Sampled(Box::new(node), sample));
    }
    while let Some((join, depth)) = tape.part_if(tape::join) {
        // A comma binds less than a join, so that these joins are of the last source; for all but two that is the same.
        if count > 1 && matches!(join.kind, JoinKind::Right | JoinKind::Full) {
            let message = format!("{} behind FROM with commas: write the commas as cross joins", join.kind.words());
            return Err(BuildError::usage(message));
        }
        let below = whole.depth.max(depth);
        whole = match whole.node {
            SourceNode::Joined(first, mut joins) => {
                joins.push(*join);
                Source::new(SourceNode::Joined(first, joins), below.saturating_sub(1))
            }
            first => Source::new(SourceNode::Joined(Box::new(first), vec![*join]), below),
        };
    }
    Ok(whole.into_source())
}
