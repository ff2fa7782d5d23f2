//! Subqueries in expressions, and the NULLs that some engines make of them in another way than standard SQL.

use std::borrow::Cow;

use aludel_dialect::{Construct, Refused, SqlType, Support};

use super::outputs::reads_a_cte;
use super::rewrite::{holds, is_aggregate};
use super::{Renderer, Written};
use crate::expr::{Callee, NaryOperator, Negation, Node, Precedence};
use crate::query::QueryNode;
use crate::select::SelectNode;
use crate::source::{Origin, SourceNode};
use crate::spelling::{EmptyCorrelated, FunctionSpelling, Known, ListMembers, SubqueryMembers};
use crate::{Function, Name};

/// What a subquery gives where it finds no rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OfNothing {
    Null,
    Zero,
    NotKnown,
}

/// The rows of a subquery in which NULL is looked for.
const ROWS: Name = Name::from_static("found");
const COLUMN: Name = Name::from_static("x");

impl Renderer<'_> {
    /// A condition by which rows are filtered: it is the same there whether it is false or unknown.
    pub(super) fn condition(&mut self, node: &Node, at_least: Precedence) -> Written {
        match node {
            node if self.two_valued => self.as_filter(true, |renderer| renderer.is_true(node, at_least)),
            Node::InQuery(tested, query, Negation::Plain) => {
                self.need_in_query(tested)?;
                self.in_query_alone(tested, query, Negation::Plain)
            }
            Node::Nary(operator @ (NaryOperator::And | NaryOperator::Or), operands) => {
                let is_enclosed = operator.precedence() < at_least;
                self.push(if is_enclosed { "(" } else { "" });
                self.nary(*operator, operands, Self::condition)?;
                self.push(if is_enclosed { ")" } else { "" });
                Ok(())
            }
            node => self.operand(node, at_least),
        }
    }

    pub(super) fn in_query(&mut self, tested: &Node, query: &QueryNode, negation: Negation) -> Written {
        self.need_in_query(tested)?;
        let found = single_column(query).and_then(|column| self.known_type(column));
        match self.spelling.subquery_members(self.known_type(tested).as_ref(), found.as_ref()) {
            SubqueryMembers::Compared => {}
            SubqueryMembers::Cast { .. } if reads_a_cte(query) => {
                return Err(
                    self.inexpressible("it may see no CTE in such a subquery: put the CTE's query in its place")
                );
            }
            SubqueryMembers::Cast { tested: to, found } => {
                return self.in_cast_query((tested, &to), (query, &found), negation);
            }
            SubqueryMembers::Refused(reason) => return Err(self.inexpressible(reason)),
        }
        if self.spelling.list_members() == ListMembers::Any || self.never_gives_null(query) {
            return self.in_query_alone(tested, query, negation);
        }
        if matches!(tested, Node::Tuple(_)) {
            return self.refuse(
                Construct::TupleIn,
                "it passes NULLs over in the rows of a subquery: declare the columns NOT NULL, or use `not exists`",
            );
        }
        if negation == Negation::Plain {
            self.push("(NOT ");
        }
        // Of three values: what is not found in rows with NULL is unknown.
        self.push("(");
        let may_be_null = self.may_be_null(tested);
        if may_be_null {
            self.first_of_several(|renderer| renderer.in_query_alone(tested, query, Negation::Negated))?;
        } else {
            self.tested(tested, Negation::Negated)?;
            self.first_of_several(|renderer| renderer.query(query))?;
            self.push(")");
        }
        self.push(" AND (NOT ");
        self.exists_null(query)?;
        self.push(" OR NULL)");
        if may_be_null {
            // And NULL is not in what is empty.
            self.push(" OR ");
            self.operand(tested, Precedence::Bitwise)?;
            self.push(" IS NULL AND NOT EXISTS ");
            self.query_in_parentheses(query)?;
        }
        self.push(if negation == Negation::Plain { "))" } else { ")" });
        Ok(())
    }

    /// Whether NOT IN means the same where NULL equals NULL: neither side may be NULL.
    pub(super) fn is_two_valued_search(&self, tested: &Node, query: &QueryNode) -> bool {
        !self.may_be_null(tested) && self.never_gives_null(query)
    }

    /// Whether no row of a subquery is NULL, as far as its columns are described.
    fn never_gives_null(&self, query: &QueryNode) -> bool {
        match query {
            // Joins make NULLs of their own.
            QueryNode::Select(select) => {
                is_of_one_table(select) && !select.columns.iter().any(|column| self.may_be_null(column))
            }
            QueryNode::Values(rows) => !rows.iter().flatten().any(|value| self.may_be_null(value)),
            QueryNode::Compound(_) | QueryNode::Text(_) | QueryNode::Dml(_) => false,
        }
    }

    fn need_in_query(&mut self, tested: &Node) -> Written {
        self.need(Construct::InSubquery)?;
        let known = match tested {
            Node::Column(Origin::Table(table), name) => {
                table.find_column(name).map_or(Known::Nothing, |column| Known::Tested(column.sql_type()))
            }
            _ => Known::Nothing,
        };
        self.need_known(Construct::InSubquery, known)
    }

    fn in_query_alone(&mut self, tested: &Node, query: &QueryNode, negation: Negation) -> Written {
        self.tested(tested, negation)?;
        self.query(query)?;
        self.push(")");
        Ok(())
    }

    /// `CAST(tested AS type) IN (SELECT CAST(found.x AS type) FROM (query) AS found)`
    #[cold]
    fn in_cast_query(
        &mut self,
        (tested, to): (&Node, &SqlType),
        (query, found): (&QueryNode, &SqlType),
        negation: Negation,
    ) -> Written {
        if !self.is_filter {
            return Err(self.inexpressible(
                "a value is looked for in a subquery only where rows are filtered: put it into `filter`, or join with the \
                 distinct query",
            ));
        }
        let Some(Node::Column(_, column) | Node::Labelled(_, column)) = single_column(query) else {
            return Err(self.inexpressible("a subquery in which a value is looked for has one column with a name"));
        };
        self.need(Construct::DerivedTable)?;
        self.push("CAST(");
        self.expression(tested)?;
        self.push(" AS ");
        self.sql_type(to)?;
        self.push(if negation == Negation::Plain { ") IN (SELECT CAST(" } else { ") NOT IN (SELECT CAST(" });
        self.name(&ROWS)?;
        self.push(".");
        self.name(column)?;
        self.push(" AS ");
        self.sql_type(found)?;
        self.push(") FROM ");
        self.query_in_parentheses(query)?;
        self.push(" AS ");
        self.name(&ROWS)?;
        self.push(")");
        Ok(())
    }

    /// `EXISTS (SELECT 1 FROM (query) AS found(x) WHERE found.x IS NULL)`
    fn exists_null(&mut self, query: &QueryNode) -> Written {
        for construct in [Construct::Exists, Construct::DerivedTable, Construct::SourceColumns] {
            self.need(construct)?;
        }
        self.push("EXISTS (SELECT 1 FROM ");
        self.query_in_parentheses(query)?;
        self.push(" AS ");
        self.name(&ROWS)?;
        self.push("(");
        self.name(&COLUMN)?;
        self.push(") WHERE ");
        self.name(&ROWS)?;
        self.push(".");
        self.name(&COLUMN)?;
        self.push(" IS NULL)");
        Ok(())
    }

    pub(super) fn scalar_subquery(&mut self, query: &QueryNode) -> Written {
        if self.joins_values() {
            return self.value_not_joined(query);
        }
        self.need(Construct::ScalarSubquery)?;
        let start = self.out.len();
        let around = self.correlated_with.take();
        self.query_in_parentheses(query)?;
        let is_correlated = self.correlated_with.is_some_and(|place| place < self.scopes.len());
        self.correlated_with = match (around, self.correlated_with.filter(|_| is_correlated)) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        if !is_correlated || self.spelling.empty_correlated() == EmptyCorrelated::Computed {
            return Ok(());
        }
        match (of_nothing(query), self.spelling.function(Function::Coalesce)) {
            (OfNothing::Null, _) => Ok(()),
            (OfNothing::Zero, FunctionSpelling::Name(coalesce)) => {
                self.out.insert_str(start, &format!("{coalesce}("));
                self.push(", 0)");
                Ok(())
            }
            _ => self.refuse(
                Construct::CorrelatedSubquery,
                "it gives NULL where no row is found, whatever its aggregates give of nothing: put what stands around \
                 the aggregate around the subquery",
            ),
        }
    }

    fn refuse(&self, construct: Construct, reason: &'static str) -> Written {
        Err(Refused::new(self.dialect(), construct, Support::Withheld, Some(Cow::Borrowed(reason))).into())
    }
}

/// What a subquery without rows gives, as far as its one expression tells.
fn of_nothing(query: &QueryNode) -> OfNothing {
    match query {
        QueryNode::Select(select) => match select.columns.as_slice() {
            // No group, no row.
            _ if select.is_grouped() => OfNothing::Null,
            [column] if is_one_row(select) => aggregated(column),
            // The row of the aggregates may be filtered out.
            [column] if holds(column, &is_aggregate) => OfNothing::NotKnown,
            _ => OfNothing::Null,
        },
        QueryNode::Compound(_) => OfNothing::NotKnown,
        // A user's own text.
        QueryNode::Values(_) | QueryNode::Text(_) | QueryNode::Dml(_) => OfNothing::Null,
    }
}

/// Whether nothing takes away the one row that aggregates without groups give.
pub(super) fn is_one_row(select: &SelectNode) -> bool {
    let SelectNode { having, qualify, limit, offset, .. } = select;
    having.is_empty() && qualify.is_empty() && limit.is_none() && offset.is_none()
}

fn aggregated(node: &Node) -> OfNothing {
    match node {
        Node::Labelled(inner, _) => aggregated(inner),
        // Over no rows there is none, unless they are those of aggregates.
        Node::Call(call) if call.over.is_some() => match call.arguments.iter().any(|node| holds(node, &is_aggregate)) {
            true => OfNothing::NotKnown,
            false => OfNothing::Null,
        },
        // There is no row, and so NULL.
        node if !holds(node, &is_aggregate) => OfNothing::Null,
        Node::Call(call) => match call.callee {
            Callee::Neutral(Function::Count | Function::CountRows | Function::ApproxCountDistinct) => OfNothing::Zero,
            Callee::Neutral(function) if function.is_aggregate() => OfNothing::Null,
            _ => OfNothing::NotKnown,
        },
        Node::Cast(parts, _) => strict(&parts.0),
        Node::Negate(inner) => strict(inner),
        Node::Binary(operator, sides)
            if matches!(operator.precedence(), Precedence::Additive | Precedence::Multiplicative) =>
        {
            match (strict(&sides.0), strict(&sides.1)) {
                (OfNothing::Null, _) if holds(&sides.0, &is_aggregate) => OfNothing::Null,
                (_, OfNothing::Null) if holds(&sides.1, &is_aggregate) => OfNothing::Null,
                _ => OfNothing::NotKnown,
            }
        }
        _ => OfNothing::NotKnown,
    }
}

/// As [`aggregated`], inside of what is NULL where this is.
fn strict(node: &Node) -> OfNothing {
    if aggregated(node) == OfNothing::Null { OfNothing::Null } else { OfNothing::NotKnown }
}

/// The one column of a subquery.
fn single_column(query: &QueryNode) -> Option<&Node> {
    match query {
        QueryNode::Select(select) => match select.columns.as_slice() {
            [column] => Some(column),
            _ => None,
        },
        _ => None,
    }
}

fn is_of_one_table(select: &SelectNode) -> bool {
    // A rolled up key is NULL.
    let is_plain = select.rare.is_none() && !select.is_grouped();
    is_plain && matches!(select.from, None | Some(SourceNode::Table(_)))
}
