//! What is known of a column of a subquery or CTE: what is known of the expression that it is.

use std::sync::Arc;

use aludel_dialect::SqlType;

use super::Renderer;
use super::known::extended_by;
use super::truth::is_predicate;
use crate::cte::Recursion;
use crate::expr::{Callee, Node};
use crate::query::QueryNode;
use crate::select::SelectNode;
use crate::source::{Origin, SourceNode};
use crate::{Function, Name};

/// The queries among the sources, by their names.
pub(super) fn queries_of(source: &SourceNode, into: &mut Vec<(Name, Arc<QueryNode>)>) {
    match source {
        SourceNode::Query { query, alias, columns, .. } if columns.is_empty() => {
            into.push((alias.clone(), query.clone()));
        }
        SourceNode::Joined(first, joins) => {
            queries_of(first, into);
            joins.iter().for_each(|join| queries_of(&join.right, into));
        }
        SourceNode::Sampled(inner, _) | SourceNode::Final(inner) => queries_of(inner, into),
        _ => {}
    }
}

/// Whether the rows of a query are those of a CTE, or joined with some.
pub(super) fn reads_a_cte(query: &QueryNode) -> bool {
    fn within(source: &SourceNode) -> bool {
        match source {
            SourceNode::Cte(..) => true,
            SourceNode::Query { query, .. } => reads_a_cte(query),
            SourceNode::Joined(first, joins) => within(first) || joins.iter().any(|join| within(&join.right)),
            SourceNode::Sampled(inner, _) | SourceNode::Final(inner) => within(inner),
            _ => false,
        }
    }
    match query {
        QueryNode::Select(select) => match &select.from {
            Some(from) => within(from),
            None => select.columns.iter().any(|column| matches!(column, Node::Column(Origin::Cte(..), _))),
        },
        QueryNode::Compound(compound) => {
            reads_a_cte(&compound.first) || compound.rest.iter().any(|(_, query)| reads_a_cte(query))
        }
        QueryNode::Values(_) | QueryNode::Text(_) | QueryNode::Dml(_) => false,
    }
}

/// The SELECT that gives the rows of a source, if it is one whose columns are its expressions and nothing else.
fn plain_select(query: &QueryNode) -> Option<&SelectNode> {
    let QueryNode::Select(select) = query else { return None };
    // Buckets without rows, totals and the rows of an array hold other values than the expressions say.
    let is_plain = select.error.is_none()
        && select.rare.is_none()
        && !select.group_by.iter().any(|node| matches!(node, Node::Grouping(_)));
    is_plain.then_some(select)
}

/// What a query calls `name`.
enum Output<'n> {
    Expression(&'n Node),
    /// One of `*`, of a table.
    Column(Node),
}

fn output<'n>(select: &'n SelectNode, name: &Name) -> Option<Output<'n>> {
    let mut found = None;
    for column in &select.columns {
        let output = match column {
            Node::Labelled(inner, label) if label == name => Output::Expression(inner),
            Node::Column(_, own) if own == name => Output::Expression(column),
            Node::Star(None) => match &select.from {
                Some(SourceNode::Table(table)) if table.find_column(name).is_some() => {
                    Output::Column(Node::Column(Origin::Table(table.clone()), name.clone()))
                }
                Some(SourceNode::Table(_)) => continue,
                _ => return None,
            },
            Node::Star(Some(Origin::Table(table))) if table.find_column(name).is_some() => {
                Output::Column(Node::Column(Origin::Table(table.clone()), name.clone()))
            }
            Node::Star(Some(_)) => return None,
            _ => continue,
        };
        // Two of one name: nobody knows which is meant.
        if found.replace(output).is_some() {
            return None;
        }
    }
    found
}

impl<'a> Renderer<'a> {
    /// Calls `ask` with the expression that a column of a query is, and with what is known where it stands.
    #[inline(never)]
    fn of_output<T>(&self, origin: &Origin, name: &Name, ask: impl FnOnce(&Self, &Node) -> T) -> Option<T> {
        let query = match origin {
            Origin::Derived(alias) => {
                &*self.queries.iter().rev().find(|(known, _)| known == alias).map(|(_, query)| query)?.clone()
            }
            Origin::Cte(cte, _) if cte.columns.is_empty() && cte.recursion == Recursion::Plain => &cte.query,
            _ => return None,
        };
        let select = plain_select(query)?;
        let mut inside = Renderer::new(self.spelling, self.capabilities, self.values);
        if let Some(from) = &select.from {
            extended_by(from, &mut inside.extended);
            queries_of(from, &mut inside.queries);
        }
        match output(select, name)? {
            Output::Expression(node) => Some(ask(&inside, node)),
            Output::Column(node) => Some(ask(&inside, &node)),
        }
    }

    /// The type of a column of a query, if it is one that a value beside it should have: that of a column, a cast or a count,
    /// not one that was taken from a value.
    #[inline(never)]
    pub(super) fn type_of_output(&self, levels: usize, origin: &Origin, name: &Name) -> Option<SqlType> {
        let levels = levels.checked_sub(1)?;
        self.of_output(origin, name, |inside, node| inside.exact_type(levels, node))?
    }

    #[inline(never)]
    fn exact_type(&self, levels: usize, node: &Node) -> Option<SqlType> {
        use Function::*;
        match node {
            Node::Column(..) | Node::Cast(..) => self.type_within(levels, node),
            node if is_predicate(node) => Some(SqlType::Boolean),
            Node::Labelled(inner, _) => self.exact_type(levels.checked_sub(1)?, inner),
            Node::Call(call) => match call.callee {
                Callee::Neutral(CountRows | Count | RowNumber | Rank | DenseRank) => Some(SqlType::Int64),
                Callee::Neutral(Min | Max | FirstValue | LastValue) => {
                    self.exact_type(levels.checked_sub(1)?, call.arguments.first()?)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a column of a query may be NULL; if it is not known, it may.
    #[inline(never)]
    pub(super) fn output_may_be_null(&self, levels: usize, origin: &Origin, name: &Name) -> bool {
        let Some(levels) = levels.checked_sub(1) else { return true };
        self.of_output(origin, name, |inside, node| inside.null_within(levels, node)).unwrap_or(true)
    }
}
