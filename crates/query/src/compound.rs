//! Set operations: UNION, INTERSECT, EXCEPT.

use std::marker::PhantomData;

use aludel_dialect::{Construct, Grants, Has, Levels, cap};

use crate::cte::{Cte, cte};
use crate::expr::{Expr, Node, OrderNode, OrderTerms, RowCount, take_terms};
use crate::query::{IntoQuery, QueryNode, scalar};
use crate::subquery::{Subquery, derived};
use crate::{BuildError, Name};

#[derive(Clone, Debug)]
pub(crate) struct CompoundNode {
    pub(crate) first: QueryNode,
    pub(crate) rest: Vec<(SetOperator, QueryNode)>,
    pub(crate) order_by: Vec<OrderNode>,
    pub(crate) limit: Option<Node>,
    pub(crate) offset: Option<Node>,
    pub(crate) error: Option<Box<BuildError>>,
    pub(crate) depth: usize,
}

/// A set operation on queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetOperator {
    /// The rows of both, each once.
    Union,
    /// The rows of both.
    UnionAll,
    /// The rows of both, columns matched by name.
    UnionAllByName,
    /// The rows that are in both, each once.
    Intersect,
    /// The rows that are in both, as often as in the one that has fewer.
    IntersectAll,
    /// The rows that are not in the second, each once.
    Except,
    /// Each row as often as it is more often in the first.
    ExceptAll,
}

impl SetOperator {
    /// The operation's words in standard SQL.
    pub fn words(self) -> &'static str {
        match self {
            SetOperator::Union => "UNION",
            SetOperator::UnionAll => "UNION ALL",
            SetOperator::UnionAllByName => "UNION ALL BY NAME",
            SetOperator::Intersect => "INTERSECT",
            SetOperator::IntersectAll => "INTERSECT ALL",
            SetOperator::Except => "EXCEPT",
            SetOperator::ExceptAll => "EXCEPT ALL",
        }
    }

    pub(crate) fn construct(self) -> Construct {
        match self {
            SetOperator::Union => Construct::Union,
            SetOperator::UnionAll => Construct::UnionAll,
            SetOperator::UnionAllByName => Construct::UnionByName,
            SetOperator::Intersect => Construct::Intersect,
            SetOperator::IntersectAll => Construct::IntersectAll,
            SetOperator::Except => Construct::Except,
            SetOperator::ExceptAll => Construct::ExceptAll,
        }
    }
}

/// A set operation on queries, with an ORDER BY and LIMIT of its own.
pub struct Compound<D> {
    pub(crate) node: Box<CompoundNode>,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for Compound<D> {
    fn clone(&self) -> Self {
        Compound { node: self.node.clone(), dialect: PhantomData }
    }
}

macro_rules! operations {
    ($($(#[$doc:meta])* $method:ident $operator:ident $construct:ident;)*) => { $(
        $(#[$doc])*
        pub fn $method(self, other: impl IntoQuery<D>) -> Self
        where
            D::$construct: Grants<D, cap::$construct>,
        {
            self.combine(SetOperator::$operator, other)
        }
    )* };
}

impl<D> Compound<D> {
    pub(crate) fn new(first: impl IntoQuery<D>, operator: SetOperator, other: impl IntoQuery<D>) -> Self {
        let (first, depth) = first.into_query().into_parts();
        let node = CompoundNode {
            first,
            rest: Vec::new(),
            order_by: Vec::new(),
            limit: None,
            offset: None,
            error: None,
            depth: depth + 1,
        };
        Compound { node: Box::new(node), dialect: PhantomData }.combine(operator, other)
    }

    pub(crate) fn deepen(&mut self, depth: usize) {
        self.node.depth = self.node.depth.max(depth + 1);
        if self.node.depth > crate::expr::MAX_DEPTH {
            // What is too deep is let go now, while it still can be.
            self.node.first = QueryNode::Values(Vec::new());
            self.node.rest.clear();
            self.node.order_by.clear();
            self.node.depth = 1;
            self.node.error = Some(Box::new(BuildError::TooDeep(crate::expr::MAX_DEPTH)));
        }
    }

    /// Operations of one kind that follow each other stay one flat node; another kind puts what was before in parentheses.
    pub(crate) fn combine(mut self, operator: SetOperator, other: impl IntoQuery<D>) -> Self {
        let node = &self.node;
        let another_kind = node.rest.last().is_some_and(|(last, _)| *last != operator);
        if another_kind || !node.order_by.is_empty() || node.limit.is_some() || node.offset.is_some() {
            return Compound::new(self, operator, other);
        }
        let (query, depth) = other.into_query().into_parts();
        self.node.rest.push((operator, query));
        self.deepen(depth);
        self
    }
}

impl<D: Levels> Compound<D> {
    operations! {
        /// `self UNION other`
        union Union Union;
        /// `self UNION ALL other`
        union_all UnionAll UnionAll;
        /// `self UNION ALL BY NAME other`
        union_all_by_name UnionAllByName UnionByName;
        /// `self INTERSECT other`
        intersect Intersect Intersect;
        /// `self INTERSECT ALL other`
        intersect_all IntersectAll IntersectAll;
        /// `self EXCEPT other`
        except Except Except;
        /// `self EXCEPT ALL other`
        except_all ExceptAll ExceptAll;
    }

    /// Orders the rows of the whole; a text is a label.
    pub fn order_by(mut self, terms: impl OrderTerms<D>) -> Self
    where
        D::CompoundOrderLimit: Grants<D, cap::CompoundOrderLimit>,
    {
        let (nodes, depth) = take_terms(terms);
        self.node.order_by.extend(nodes);
        self.deepen(depth);
        self
    }

    /// Limits the rows of the whole.
    pub fn limit(mut self, rows: impl RowCount<D>) -> Self
    where
        D::Limit: Grants<D, cap::Limit>,
        D::CompoundOrderLimit: Grants<D, cap::CompoundOrderLimit>,
    {
        let rows = rows.into_row_count();
        self.node.limit = Some(rows.node);
        self.deepen(rows.depth);
        self
    }

    /// Skips rows of the whole.
    pub fn offset(mut self, rows: impl RowCount<D>) -> Self
    where
        D::Offset: Grants<D, cap::Offset>,
        D::CompoundOrderLimit: Grants<D, cap::CompoundOrderLimit>,
    {
        let rows = rows.into_row_count();
        self.node.offset = Some(rows.node);
        self.deepen(rows.depth);
        self
    }

    /// The query as a source for another FROM.
    pub fn subquery(self, name: impl Into<Name>) -> Subquery<D>
    where
        D::DerivedTable: Grants<D, cap::DerivedTable>,
    {
        derived(self, name.into())
    }

    /// The query as a named part of a statement.
    pub fn cte(self, name: impl Into<Name>) -> Cte<D>
    where
        D::Cte: Grants<D, cap::Cte>,
    {
        cte(self, name.into())
    }

    /// The query as a value: its one column of its one row; NULL if it has no row.
    pub fn scalar_subquery(self) -> Expr<D>
    where
        D::ScalarSubquery: Grants<D, cap::ScalarSubquery>,
    {
        scalar(self)
    }

    /// The statement for one member of the set that `D` is, or for an engine chosen by URL.
    pub fn on<E, I>(&self) -> Compound<E>
    where
        D: Has<E, I>,
    {
        Compound { node: self.node.clone(), dialect: PhantomData }
    }
}
