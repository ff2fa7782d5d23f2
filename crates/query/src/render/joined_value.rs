//! Subqueries that are values, for engines that have none: the one row that such a subquery gives is joined to the rows that
//! are filtered by it.
//!
//! `SELECT a FROM t WHERE a > (SELECT max(b) FROM u)` becomes
//! `SELECT t.a FROM t CROSS JOIN (SELECT max(b) AS value FROM u) AS one WHERE t.a > one.value`.

use aludel_dialect::{Construct, Support};

use super::origins::{children, qualifiers};
use super::rewrite::{holds, is_aggregate};
use super::unknown::is_one_row;
use super::{Failure, Renderer, Written};
use crate::Name;
use crate::expr::{Node, Over};
use crate::join::{ConditionNode, JoinKind, JoinNode};
use crate::query::QueryNode;
use crate::select::{DistinctNode, SelectNode};
use crate::source::{Origin, SourceNode};

/// The column of the subquery.
const VALUE: Name = Name::from_static("value");

impl Renderer<'_> {
    /// Whether the dialect has subqueries as values in this way.
    pub(super) fn joins_values(&self) -> bool {
        let rewritten = |construct| self.capabilities.is_some_and(|all| all.get(construct) == Support::Rewritten);
        rewritten(Construct::ScalarSubquery) && !self.spelling.rewrites(Construct::ScalarSubquery)
    }

    /// Refuses what moves to a query around this one, and would not see its columns there.
    #[cold]
    pub(super) fn refuse_correlated(&mut self, select: &SelectNode, from: Option<&SourceNode>) -> Written {
        let (mut scope, mut queries) = (Vec::new(), Vec::new());
        if let Some(from) = from.filter(|_| self.joins_values()) {
            qualifiers(from, &mut scope);
            select.having.iter().chain(&select.qualify).for_each(|node| values_in(node, &mut queries));
        }
        self.scoped(scope, |renderer| {
            let mut queries = queries.into_iter();
            queries.try_for_each(|query| renderer.unseen(|renderer| renderer.query_in_parentheses(query)))
        })
    }

    /// A subquery that stands where no row can be joined to it.
    #[cold]
    #[inline(never)]
    pub(super) fn value_not_joined(&mut self, query: &QueryNode) -> Written {
        // What is refused for itself is refused so.
        self.unseen(|renderer| renderer.query_in_parentheses(query))?;
        Err(self.inexpressible(
            "a subquery is a value only where rows are filtered, with `filter` or `having`, if it aggregates without groups: \
             join with it",
        ))
    }

    /// Whether rows are filtered by subqueries that can be joined.
    pub(super) fn filters_by_values(&self, select: &SelectNode, from: Option<&SourceNode>) -> bool {
        // Beside the row that is joined `*` would be more columns, and clauses of time would see another table.
        let is_plain = select.rare.is_none() && !select.columns.iter().any(|column| matches!(column, Node::Star(None)));
        let is_value = |node: &Node| matches!(node, Node::Subquery(query) if one_row(query).is_some());
        self.joins_values() && from.is_some() && is_plain && select.filter.iter().any(|node| holds(node, &is_value))
    }

    /// The SELECT with these subqueries joined.
    #[cold]
    pub(super) fn with_values_joined(
        &mut self,
        select: &SelectNode,
        from: Option<&SourceNode>,
        outside: usize,
    ) -> Written {
        let joined = self.select_of_joined(select.clone(), from.cloned())?;
        // It brings its own sources.
        self.extended.truncate(outside);
        self.select(&joined)
    }

    fn select_of_joined(&mut self, mut select: SelectNode, from: Option<SourceNode>) -> Result<SelectNode, Failure> {
        let Some(from) = from else { return Ok(select) };
        let mut scope = Vec::new();
        qualifiers(&from, &mut scope);
        let mut joins = Vec::new();
        let mut filter = std::mem::take(&mut select.filter);
        self.scoped(scope.clone(), |renderer| {
            filter.iter_mut().try_for_each(|node| renderer.join_values(node, &mut scope, &mut joins))
        })?;
        select.filter = filter;
        select.from = Some(match from {
            SourceNode::Joined(first, before) => SourceNode::Joined(first, before.into_iter().chain(joins).collect()),
            first => SourceNode::Joined(Box::new(first), joins),
        });
        Ok(select)
    }

    /// Puts columns of joined rows into the place of subqueries.
    fn join_values(&mut self, node: &mut Node, scope: &mut Vec<Name>, joins: &mut Vec<JoinNode>) -> Written {
        match node {
            Node::Subquery(query) => {
                let Some(select) = one_row(query) else { return Ok(()) };
                let mut select = select.clone();
                // A row of its own for each row outside can't be joined so; that is refused for what it is.
                self.unseen(|renderer| renderer.query_in_parentheses(query))?;
                select.columns = select.columns.into_iter().map(valued).collect();
                let alias = free(scope);
                scope.push(alias.clone());
                let query = QueryNode::Select(Box::new(select)).into();
                joins.push(JoinNode {
                    right: SourceNode::Query { query, alias: alias.clone(), columns: Box::default(), lateral: false },
                    kind: JoinKind::Cross,
                    condition: ConditionNode::None,
                    global: false,
                    tolerance: None,
                    times: None,
                });
                *node = Node::Column(Origin::Derived(alias), VALUE);
                Ok(())
            }
            Node::Not(inner) | Node::Negate(inner) | Node::IsNull(inner, _) | Node::Labelled(inner, _) => {
                self.join_values(inner, scope, joins)
            }
            Node::Nary(_, operands) => operands.iter_mut().try_for_each(|node| self.join_values(node, scope, joins)),
            Node::Binary(_, sides) => {
                self.join_values(&mut sides.0, scope, joins)?;
                self.join_values(&mut sides.1, scope, joins)
            }
            Node::Between(parts, _) => {
                self.join_values(&mut parts.0, scope, joins)?;
                self.join_values(&mut parts.1, scope, joins)?;
                self.join_values(&mut parts.2, scope, joins)
            }
            Node::InList(tested, list, _) => {
                self.join_values(tested, scope, joins)?;
                list.iter_mut().try_for_each(|node| self.join_values(node, scope, joins))
            }
            // Others are refused where they are written.
            _ => Ok(()),
        }
    }
}

fn values_in<'n>(node: &'n Node, found: &mut Vec<&'n QueryNode>) {
    if let Node::Subquery(query) = node {
        found.push(query);
    }
    children(node, &mut |child| values_in(child, found));
}

/// The subquery, if it gives exactly one row whatever it reads: aggregates without groups.
fn one_row(query: &QueryNode) -> Option<&SelectNode> {
    let QueryNode::Select(select) = query else { return None };
    let is_windowed =
        |node: &Node| matches!(node, Node::Call(call) if matches!(call.over, Some(Over::Window(_) | Over::Named(_))));
    let is_plain = select.rare.is_none() && !select.is_grouped() && matches!(select.distinct, DistinctNode::All);
    match select.columns.as_slice() {
        [column] if holds(column, &is_aggregate) && !holds(column, &is_windowed) => {
            (is_plain && is_one_row(select)).then_some(select)
        }
        _ => None,
    }
}

fn valued(node: Node) -> Node {
    match node {
        Node::Labelled(inner, _) => Node::Labelled(inner, VALUE),
        node => Node::Labelled(Box::new(node), VALUE),
    }
}

/// A name that no source has.
fn free(scope: &[Name]) -> Name {
    let mut number = 1;
    loop {
        let name = Name::from(format!("one_{number}"));
        if !scope.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            return name;
        }
        number += 1;
    }
}
