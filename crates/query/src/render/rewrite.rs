//! Statements that say the same without a clause that the engine lacks: the clause becomes a column of a subquery, and the
//! query around it filters by that column.
//!
//! Where the two would not be exactly equal, there is a reason instead of a statement.

use aludel_dialect::{Capabilities, Construct, Support};

use super::derived::{ALIAS, Derived, Unequal};
use super::origins::children;
use crate::Name;
use crate::expr::{Callee, Direction, Negation, Node, NullsPosition, OrderNode};
use crate::query::QueryNode;
use crate::rare::RareClauses;
use crate::select::{DistinctNode, SelectNode};
use crate::source::SourceNode;
use crate::spelling::{LimitForm, Spelling};

/// What the renderer can write in another way, for every dialect that declares it rewritten.
const REWRITTEN: &[Construct] = &[
    Construct::Having,
    Construct::Qualify,
    Construct::DistinctOn,
    Construct::NamedWindow,
    Construct::ParenthesizedBranch,
    Construct::CompoundOrderLimit,
    Construct::NullsOrder,
    Construct::ScalarSubquery,
];

/// What is done by what runs the statement.
const DONE_BY_THE_ENGINE: &[Construct] = &[Construct::StatementTimeout];

/// What `capabilities` promise to rewrite although nothing does: neither the renderer, nor the engine's connection, nor the
/// dialect's own [`Spelling`]. A dialect's tests hold that there is none; a statement that needs one is an error.
///
/// ```
/// # use aludel_query::{missing_rewrites, Spelling};
/// # use aludel_dialect::Capabilities;
/// fn every_rewrite_is_there(spelling: &dyn Spelling, capabilities: &Capabilities) {
///     assert_eq!(missing_rewrites(spelling, capabilities), []);
/// }
/// ```
pub fn missing_rewrites(spelling: &dyn Spelling, capabilities: &Capabilities) -> Vec<Construct> {
    let promised = capabilities.iter().filter(|(_, support)| *support == Support::Rewritten);
    promised
        .map(|(construct, _)| construct)
        .filter(|construct| {
            let by_limit = *construct == Construct::Offset && spelling.limit_form() != LimitForm::None;
            !(by_limit
                || REWRITTEN.contains(construct)
                || DONE_BY_THE_ENGINE.contains(construct)
                || spelling.rewrites(*construct))
        })
        .collect()
}

/// The clause to be rewritten first, if one is.
pub(super) fn first_rewrite(
    select: &SelectNode,
    spelling: &dyn Spelling,
    capabilities: &Capabilities,
) -> Option<Rewrite> {
    let rewritten = |construct| capabilities.get(construct) == Support::Rewritten && !spelling.rewrites(construct);
    let distinct_on = matches!(select.distinct, DistinctNode::On(_)) && rewritten(Construct::DistinctOn);
    if !select.having.is_empty() && rewritten(Construct::Having) {
        Some(Rewrite::Clause(Construct::Having))
    } else if !select.qualify.is_empty() && (rewritten(Construct::Qualify) || distinct_on) {
        // Rows are distinct among those that QUALIFY leaves, so it comes first.
        Some(Rewrite::Clause(Construct::Qualify))
    } else if distinct_on {
        Some(Rewrite::Clause(Construct::DistinctOn))
    } else {
        None
    }
}

/// What is written in another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rewrite {
    /// The clause of a construct.
    Clause(Construct),
    /// ORDER BY of rows that are computed from several.
    Order,
    /// Subqueries that are values in WHERE.
    Values,
}

/// Whether the rows are computed from several: grouped, aggregated, windowed or made distinct.
pub(super) fn is_computed(select: &SelectNode) -> bool {
    let may_be = |node: &Node| match node {
        Node::Call(call) => match call.callee {
            Callee::Neutral(function) => function.is_aggregate() || call.over.is_some(),
            Callee::Native(..) => true,
        },
        node => matches!(node, Node::Raw(_)),
    };
    !select.group_by.is_empty()
        || !matches!(select.distinct, DistinctNode::All)
        || select.rare.as_ref().is_some_and(|rare| rare.sample_by.is_some())
        || select.columns.iter().any(|column| holds(column, &may_be))
}

/// What of a condition becomes columns of the subquery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// The condition, as a truth value.
    Condition,
    /// Its operands, for engines whose truth values are never NULL.
    Operands,
}

/// The statement without what is to be rewritten. Its FROM is given.
///
/// `nulls` says for each term of ORDER BY where NULLs go, if a term of its own has to say it and can't stand in the query
/// around.
pub(super) fn without(
    rewrite: Rewrite,
    mut inner: SelectNode,
    nulls: Option<Vec<Option<NullsPosition>>>,
    kept: Kept,
) -> Result<SelectNode, Unequal> {
    let mut outer = SelectNode { rare: outer_clauses(&mut inner)?, ..SelectNode::default() };
    if inner.order_by_all {
        return Err("name the columns of ORDER BY ALL");
    }
    // What moves into the select list would be grouped by, too.
    if inner.group_by_all {
        return Err("name the columns to group by");
    }
    words_stay(rewrite, &inner)?;
    let mut derived = Derived::new(std::mem::take(&mut inner.columns), inner.from.as_ref())?;
    let order_by = std::mem::take(&mut inner.order_by);
    if order_by.iter().any(|term| term.fill.is_some()) {
        return Err("leave out WITH FILL");
    }
    let distinct = std::mem::take(&mut inner.distinct);
    derived.distinct = matches!(distinct, DistinctNode::Distinct);
    let filter = match (rewrite, distinct) {
        (Rewrite::Order, distinct) => {
            inner.distinct = distinct;
            None
        }
        (Rewrite::Clause(Construct::DistinctOn), DistinctNode::On(columns)) => {
            Some(derived.first_of(columns, &order_by)?)
        }
        (_, distinct) => {
            let having = rewrite == Rewrite::Clause(Construct::Having);
            if having {
                after_having(&inner, &derived.columns, &order_by)?;
            }
            outer.distinct = match distinct {
                DistinctNode::On(columns) => {
                    let columns = columns.into_iter().map(|column| derived.carried(column));
                    DistinctNode::On(columns.collect::<Result<_, _>>()?)
                }
                other => other,
            };
            let conditions = std::mem::take(if having { &mut inner.having } else { &mut inner.qualify });
            Some(derived.condition(conditions, kept)?)
        }
    };
    outer.filter.extend(filter);
    // Distinct rows are ordered by a query of their own.
    let nulls = nulls.filter(|_| !matches!(outer.distinct, DistinctNode::Distinct));
    for (index, term) in order_by.into_iter().enumerate() {
        let settled = nulls.is_some();
        if let Some(position) = nulls.as_ref().and_then(|nulls| nulls.get(index).copied().flatten()) {
            let tested = derived.meant(term.expr.clone())?;
            let expr = derived.add(Node::IsNull(Box::new(tested), Negation::Plain), &Name::from_static("nulls"));
            let direction = match position {
                NullsPosition::Last => Direction::Ascending,
                NullsPosition::First => Direction::Descending,
            };
            outer.order_by.push(OrderNode { expr, direction, nulls: None, settled, fill: None });
        }
        let selected = derived.columns.len();
        let expr = derived.carried(term.expr)?;
        if rewrite == Rewrite::Order && derived.distinct && derived.columns.len() > selected {
            return Err("order distinct rows by what they consist of");
        }
        let nulls = if settled { None } else { term.nulls };
        outer.order_by.push(OrderNode { expr, nulls, settled, ..term });
    }
    outer.limit = inner.limit.take();
    outer.offset = inner.offset.take();
    outer.columns = derived.result();
    inner.columns = derived.columns.into_iter().map(labelled).collect();
    outer.from = Some(SourceNode::Query {
        query: QueryNode::Select(Box::new(inner)).into(),
        alias: ALIAS,
        columns: Box::default(),
        lateral: false,
    });
    Ok(outer)
}

/// A user's own words may mean the select list where they stand, by a place in it or a label, and nothing or another column
/// where they would have to go.
fn words_stay(rewrite: Rewrite, inner: &SelectNode) -> Result<(), Unequal> {
    let having = rewrite == Rewrite::Clause(Construct::Having);
    let condition = if having { &inner.having } else { &inner.qualify };
    let distinct_on = match &inner.distinct {
        DistinctNode::On(columns) => columns.as_slice(),
        DistinctNode::All | DistinctNode::Distinct => &[],
    };
    let order_by = inner.order_by.iter().map(|term| &term.expr);
    let mut moved = condition.iter().chain(distinct_on).chain(order_by);
    match moved.any(|node| holds(node, &|node| matches!(node, Node::Raw(_)))) {
        true => Err("write its conditions and its order without `raw_expr`"),
        false => Ok(()),
    }
}

fn labelled((node, name): (Node, Name)) -> Node {
    match node {
        Node::Column(origin, column) if column == name => Node::Column(origin, column),
        node => Node::Labelled(Box::new(node), name),
    }
}

/// What follows the rewritten clause and so belongs to the query around.
fn outer_clauses(inner: &mut SelectNode) -> Result<Option<Box<RareClauses>>, Unequal> {
    let Some(rare) = &mut inner.rare else { return Ok(None) };
    if rare.sample.is_some() || rare.with_totals || rare.limit_by.is_some() || rare.lock.is_some() {
        return Err("leave out sampling, WITH TOTALS, LIMIT BY and row locks");
    }
    if !rare.own.is_empty() {
        return Err("leave out the clauses that the dialect alone has");
    }
    let settings = std::mem::take(&mut rare.settings);
    Ok((!settings.is_empty()).then(|| Box::new(RareClauses { settings, ..RareClauses::default() })))
}

/// Windows see the groups that HAVING has left, and without GROUP BY it is aggregates that make one group of all rows.
fn after_having(inner: &SelectNode, columns: &[(Node, Name)], order_by: &[OrderNode]) -> Result<(), Unequal> {
    let all = || columns.iter().map(|(node, _)| node).chain(order_by.iter().map(|term| &term.expr));
    if !inner.qualify.is_empty() || all().any(|node| holds(node, &may_be_windowed)) {
        return Err("put window functions into a query around it, without `raw_expr`");
    }
    let aggregated = || all().chain(&inner.having).any(|node| holds(node, &is_aggregate));
    if inner.group_by.is_empty() && !aggregated() { Err("group by a column, or aggregate") } else { Ok(()) }
}

pub(crate) fn holds(node: &Node, test: &dyn Fn(&Node) -> bool) -> bool {
    let mut found = test(node);
    children(node, &mut |child| found = found || holds(child, test));
    found
}

fn may_be_windowed(node: &Node) -> bool {
    match node {
        Node::Call(call) => call.over.is_some(),
        node => matches!(node, Node::Raw(_)),
    }
}

pub(super) fn is_aggregate(node: &Node) -> bool {
    matches!(node, Node::Call(call) if matches!(call.callee, Callee::Neutral(function) if function.is_aggregate()))
}
