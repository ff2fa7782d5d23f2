//! What yields rows and may stand inside another statement.

use std::fmt;
use std::marker::PhantomData;

use aludel_dialect::{Grants, Levels, cap};

use crate::compound::CompoundNode;
use crate::cte::{Cte, cte};
use crate::dml::DmlNode;
use crate::expr::{Expr, Node};
use crate::select::SelectNode;
use crate::subquery::{Subquery, derived};
use crate::{Compound, Name, Select, Text};

/// The tree behind everything that yields rows.
#[derive(Clone)]
pub(crate) enum QueryNode {
    Select(Box<SelectNode>),
    Compound(Box<CompoundNode>),
    Values(Vec<Vec<Node>>),
    Text(Box<Text>),
    /// A statement with RETURNING, in a CTE.
    Dml(Box<DmlNode>),
}

/// Neutral SQL, as [`Node`]'s.
impl fmt::Debug for QueryNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::render::display_query(self))
    }
}

/// A query on its way into another statement.
pub struct Query<D> {
    node: QueryNode,
    depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(Query { node, depth, dialect });

impl<D> Query<D> {
    pub(crate) fn new(node: QueryNode, depth: usize) -> Self {
        Query { node, depth, dialect: PhantomData }
    }

    pub(crate) fn into_parts(self) -> (QueryNode, usize) {
        (self.node, self.depth)
    }
}

/// What may stand where a query is expected: a [`Select`], a set operation, or text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query",
    note = "queries are `select(..)`, set operations of them, and `text(..)`"
)]
pub trait IntoQuery<D> {
    /// The query.
    fn into_query(self) -> Query<D>;
}

#[diagnostic::do_not_recommend]
impl<D> IntoQuery<D> for Select<D> {
    fn into_query(self) -> Query<D> {
        let depth = self.node.depth;
        Query::new(QueryNode::Select(self.node), depth)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoQuery<D> for &Select<D> {
    fn into_query(self) -> Query<D> {
        self.clone().into_query()
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoQuery<D> for Compound<D> {
    fn into_query(self) -> Query<D> {
        let depth = self.node.depth;
        Query::new(QueryNode::Compound(self.node), depth)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoQuery<D> for &Compound<D> {
    fn into_query(self) -> Query<D> {
        self.clone().into_query()
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoQuery<D> for Text {
    fn into_query(self) -> Query<D> {
        Query::new(QueryNode::Text(Box::new(self)), 1)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoQuery<D> for Query<D> {
    fn into_query(self) -> Query<D> {
        self
    }
}

/// A subquery as a value: its one column of its one row, NULL if it has no row.
pub(crate) fn scalar<D: Levels>(query: impl IntoQuery<D>) -> Expr<D>
where
    D::ScalarSubquery: Grants<D, cap::ScalarSubquery>,
{
    let (node, depth) = query.into_query().into_parts();
    Expr::over_depth(Node::Subquery(Box::new(node)), depth)
}

/// A text as a part of other statements; what it does is the user's to know.
impl Text {
    /// The text as a source for another FROM.
    pub fn subquery<D: Levels>(self, name: impl Into<Name>) -> Subquery<D>
    where
        D::DerivedTable: Grants<D, cap::DerivedTable>,
    {
        derived(self, name.into())
    }

    /// The text as a named part of a statement: `WITH name AS (self)`.
    pub fn cte<D: Levels>(self, name: impl Into<Name>) -> Cte<D>
    where
        D::Cte: Grants<D, cap::Cte>,
    {
        cte(self, name.into())
    }

    /// The text as a value: its one column of its one row; NULL if it has no row.
    pub fn scalar_subquery<D: Levels>(self) -> Expr<D>
    where
        D::ScalarSubquery: Grants<D, cap::ScalarSubquery>,
    {
        scalar(self)
    }
}

/// For [`raw_expr`](crate::raw_expr), whose name says what happens to the text.
impl From<&'static str> for Text {
    fn from(sql: &'static str) -> Self {
        crate::text(sql)
    }
}

impl From<String> for Text {
    fn from(sql: String) -> Self {
        crate::text(sql)
    }
}
