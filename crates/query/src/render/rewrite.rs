//! Statements that say the same without a clause that the engine lacks: the clause becomes a column of a subquery, and the
//! query around it filters by that column.
//!
//! Where the two would not be exactly equal, there is a reason instead of a statement.

use aludel_dialect::{Capabilities, Construct, Parameter, Support};

use super::origins::children;
use crate::expr::{
    BinaryOperator, Call, Callee, Direction, NaryOperator, Negation, Node, NullsPosition, OrderNode, Over, Precedence,
    WindowNode,
};
use crate::query::QueryNode;
use crate::rare::RareClauses;
use crate::select::{DistinctNode, SelectNode};
use crate::source::{Origin, SourceNode};
use crate::spelling::{LimitForm, Spelling};
use crate::{Function, Name};

/// What the renderer can write in another way, for every dialect that declares it rewritten.
const REWRITTEN: &[Construct] = &[
    Construct::Having,
    Construct::Qualify,
    Construct::DistinctOn,
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

/// Why there is no equal statement.
type Unequal = &'static str;

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

pub(super) fn holds(node: &Node, test: &dyn Fn(&Node) -> bool) -> bool {
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

/// The name of the subquery. Nothing else is in sight beside it.
const ALIAS: Name = Name::from_static("unfiltered");

/// The select list of the subquery.
struct Derived {
    /// Each with its name there.
    columns: Vec<(Node, Name)>,
    /// The names in the result, one for each column that the user wrote.
    names: Vec<Name>,
    /// The query around is a SELECT DISTINCT.
    distinct: bool,
}

impl Derived {
    fn new(columns: Vec<Node>, from: Option<&SourceNode>) -> Result<Self, Unequal> {
        let mut derived = Derived { columns: Vec::new(), names: Vec::new(), distinct: false };
        for column in columns {
            match column {
                Node::Star(origin) => {
                    let table = match (&origin, from) {
                        (Some(Origin::Table(table)), _) | (None, Some(SourceNode::Table(table))) => table,
                        _ => return Err("name the columns instead of `*`"),
                    };
                    if table.columns().is_empty() {
                        return Err("name the columns instead of `*`, or give the table its columns");
                    }
                    for column in table.columns() {
                        let name = column.name.clone();
                        derived.push(Node::Column(Origin::Table(table.clone()), name.clone()), name);
                    }
                }
                Node::Labelled(node, name) => derived.push(*node, name),
                Node::Column(origin, name) => derived.push(Node::Column(origin, name.clone()), name),
                // What engines call it differs, and so nobody can ask for it by a name.
                node => {
                    let name = Name::from(format!("column_{}", derived.names.len() + 1));
                    derived.push(node, name);
                }
            }
        }
        Ok(derived)
    }

    fn push(&mut self, node: Node, name: Name) {
        self.add(node, &name);
        self.names.push(name);
    }

    /// Adds a column under `name`, or a name like it that is still free, and gives it as the query around sees it.
    fn add(&mut self, node: Node, name: &Name) -> Node {
        let free = |name: &Name| !self.columns.iter().any(|(_, known)| known.eq_ignore_ascii_case(name));
        let mut own = name.clone();
        let mut number = 2;
        while !free(&own) {
            own = Name::from(format!("{name}_{number}"));
            number += 1;
        }
        self.columns.push((node, own.clone()));
        Node::Column(Origin::Derived(ALIAS), own)
    }

    /// The columns of the result, under their names.
    fn result(&self) -> Vec<Node> {
        let columns = self.columns.iter().zip(&self.names);
        columns
            .map(|((_, own), name)| {
                let column = Node::Column(Origin::Derived(ALIAS), own.clone());
                if own == name { column } else { Node::Labelled(Box::new(column), name.clone()) }
            })
            .collect()
    }

    /// An expression of a clause that moves to the query around.
    fn carried(&mut self, node: Node) -> Result<Node, Unequal> {
        let (node, name) = match node {
            Node::Labelled(node, name) => (*node, Some(name)),
            Node::Label(name) => (Node::Label(name.clone()), Some(name)),
            node => (node, None),
        };
        if let Some(place) = name.and_then(|name| self.names.iter().position(|known| *known == name)) {
            return Ok(Node::Column(Origin::Derived(ALIAS), self.columns[place].1.clone()));
        }
        let node = self.without_labels(node)?;
        if let Some((_, own)) = self.columns.iter().find(|(column, _)| self.is_same(column, &node)) {
            return Ok(Node::Column(Origin::Derived(ALIAS), own.clone()));
        }
        Ok(self.add(node, &Name::from_static("ordered")))
    }

    /// The expression that a term of ORDER BY means, as the subquery sees it.
    fn meant(&self, node: Node) -> Result<Node, Unequal> {
        match node {
            Node::Labelled(node, name) => match self.names.iter().position(|known| *known == name) {
                Some(place) => Ok(self.columns[place].0.clone()),
                None => self.without_labels(*node),
            },
            node => self.without_labels(node),
        }
    }

    /// Whether ORDER BY means this column of the select list. An expression is computed anew, unless the rows are distinct:
    /// then it must be one of the list.
    fn is_same(&self, column: &Node, node: &Node) -> bool {
        match (column, node) {
            (Node::Column(origin, name), Node::Column(other, other_name)) => {
                origin.qualifier() == other.qualifier() && name == other_name
            }
            _ => self.distinct && format!("{column:?}") == format!("{node:?}"),
        }
    }

    fn condition(&mut self, mut conditions: Vec<Node>, kept: Kept) -> Result<Node, Unequal> {
        let condition = match conditions.pop() {
            Some(only) if conditions.is_empty() => only,
            last => Node::Nary(NaryOperator::And, conditions.into_iter().chain(last).collect()),
        };
        match kept {
            Kept::Condition => {
                let condition = self.without_labels(condition)?;
                Ok(self.add(condition, &Name::from_static("kept")))
            }
            Kept::Operands => self.with_operands_carried(condition),
        }
    }

    fn with_operands_carried(&mut self, node: Node) -> Result<Node, Unequal> {
        Ok(match node {
            Node::Not(inner) => Node::Not(Box::new(self.with_operands_carried(*inner)?)),
            Node::Nary(operator @ (NaryOperator::And | NaryOperator::Or), operands) => {
                let carried = operands.into_iter().map(|operand| self.with_operands_carried(operand));
                Node::Nary(operator, carried.collect::<Result<_, _>>()?)
            }
            Node::Binary(operator, sides) if operator.precedence() == Precedence::Comparison => {
                Node::Binary(operator, Box::new((self.operand(sides.0)?, self.operand(sides.1)?)))
            }
            Node::IsNull(tested, negation) => Node::IsNull(Box::new(self.operand(*tested)?), negation),
            Node::Between(parts, negation) => {
                let (tested, low, high) = *parts;
                Node::Between(Box::new((self.operand(tested)?, self.operand(low)?, self.operand(high)?)), negation)
            }
            Node::InList(tested, list, negation) => {
                let list = list.into_iter().map(|member| self.operand(member)).collect::<Result<_, _>>()?;
                Node::InList(Box::new(self.operand(*tested)?), list, negation)
            }
            Node::Labelled(inner, _) => self.with_operands_carried(*inner)?,
            other => self.operand(other)?,
        })
    }

    fn operand(&mut self, node: Node) -> Result<Node, Unequal> {
        match node {
            // A subquery that is no value of each row sees nothing of this query; others are refused.
            Node::Value(_) | Node::Bind(..) | Node::Keyword(_) | Node::Subquery(_) => Ok(node),
            node => {
                let node = self.without_labels(node)?;
                Ok(self.add(node, &Name::from_static("kept")))
            }
        }
    }

    /// Whether a row is the first, in the statement's order, of those that are equal in `columns`.
    fn first_of(&mut self, columns: Vec<Node>, order_by: &[OrderNode]) -> Result<Node, Unequal> {
        let partition_by = columns.into_iter().map(|column| self.without_labels(column)).collect::<Result<_, _>>()?;
        let order_by = order_by
            .iter()
            .map(|term| Ok(OrderNode { expr: self.without_labels(term.expr.clone())?, ..term.clone() }))
            .collect::<Result<_, Unequal>>()?;
        let window = WindowNode { base: None, partition_by, order_by, frame: None };
        let mut call = Call::new(Callee::Neutral(Function::RowNumber), Vec::new());
        call.over = Some(Over::Window(Box::new(window)));
        let number = self.add(Node::Call(Box::new(call)), &Name::from_static("place"));
        Ok(Node::Binary(BinaryOperator::Equal, Box::new((number, Node::Value(Box::new(Parameter::new(1)))))))
    }

    /// The expression with the select list's own expressions in place of their labels, which a select list can't see.
    fn without_labels(&self, mut node: Node) -> Result<Node, Unequal> {
        self.replace_labels(&mut node);
        match holds(&node, &|node| matches!(node, Node::Label(_))) {
            true => Err("write the expression instead of its label"),
            false => Ok(node),
        }
    }

    /// As far as labels are usual; the others are found afterwards.
    fn replace_labels(&self, node: &mut Node) {
        match node {
            Node::Label(name) => {
                let labelled = self.columns.iter().zip(&self.names).find(|(_, known)| *known == name);
                if let Some(((expression, _), _)) = labelled {
                    *node = expression.clone();
                }
            }
            Node::Not(inner)
            | Node::Negate(inner)
            | Node::IsNull(inner, _)
            | Node::InQuery(inner, _, _)
            | Node::Labelled(inner, _) => self.replace_labels(inner),
            Node::Binary(_, pair) => {
                self.replace_labels(&mut pair.0);
                self.replace_labels(&mut pair.1);
            }
            Node::Nary(_, nodes) => nodes.iter_mut().for_each(|node| self.replace_labels(node)),
            Node::Between(parts, _) => {
                let (tested, low, high) = &mut **parts;
                [tested, low, high].into_iter().for_each(|node| self.replace_labels(node));
            }
            Node::InList(tested, list, _) => {
                self.replace_labels(tested);
                list.iter_mut().for_each(|node| self.replace_labels(node));
            }
            Node::Cast(parts, _) => self.replace_labels(&mut parts.0),
            Node::Call(call) => call.arguments.iter_mut().for_each(|node| self.replace_labels(node)),
            _ => {}
        }
    }
}
