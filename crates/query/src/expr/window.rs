//! What is attached to a function's call: windows and frames, FILTER, DISTINCT, ORDER BY, WITHIN GROUP.

use std::marker::PhantomData;

use aludel_dialect::{Grants, Levels, cap};

use super::{
    BoundNode, Call, Columns, Expr, FrameExclusion, FrameNode, FrameUnit, IntoExpr, Node, NullTreatment, OrderTerms,
    Over, WindowNode, take_nodes, take_terms,
};
use crate::{BuildError, Name};

/// A window: which rows a window function sees.
pub struct Window<D> {
    pub(crate) node: WindowNode,
    pub(crate) depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(Window { node, depth, dialect });

/// A window over all rows; [`partition_by`](Window::partition_by), [`order_by`](Window::order_by) and a frame narrow it.
pub fn window<D>() -> Window<D> {
    Window { node: WindowNode::default(), depth: 0, dialect: PhantomData }
}

impl<D> Window<D> {
    /// `PARTITION BY columns`
    pub fn partition_by(mut self, columns: impl Columns<D>) -> Self {
        let (nodes, depth) = take_nodes(columns.into_columns());
        self.depth = self.depth.max(depth);
        self.node.partition_by.extend(nodes);
        self
    }

    /// `ORDER BY terms`
    pub fn order_by(mut self, terms: impl OrderTerms<D>) -> Self {
        let (nodes, depth) = take_terms(terms);
        self.depth = self.depth.max(depth);
        self.node.order_by.extend(nodes);
        self
    }

    fn framed(mut self, unit: FrameUnit, frame: Frame<D>) -> Self {
        self.depth = self.depth.max(frame.start.depth).max(frame.end.depth);
        self.node.frame =
            Some(FrameNode { unit, start: frame.start.node, end: frame.end.node, exclusion: frame.exclusion });
        self
    }
}

impl<D: Levels> Window<D> {
    /// Starts from the window that the statement calls `name`.
    pub fn extend(name: impl Into<Name>) -> Self
    where
        D::NamedWindow: Grants<D, cap::NamedWindow>,
    {
        let mut window = window();
        window.node.base = Some(name.into());
        window
    }

    /// `ROWS frame`: counted in rows.
    pub fn rows(self, frame: impl Into<Frame<D>>) -> Self
    where
        D::RowsFrame: Grants<D, cap::RowsFrame>,
    {
        self.framed(FrameUnit::Rows, frame.into())
    }

    /// `RANGE frame`: by the distance of the ordered value.
    pub fn range(self, frame: impl Into<Frame<D>>) -> Self
    where
        D::RangeFrame: Grants<D, cap::RangeFrame>,
    {
        self.framed(FrameUnit::Range, frame.into())
    }

    /// `GROUPS frame`: counted in groups of peers.
    pub fn groups(self, frame: impl Into<Frame<D>>) -> Self
    where
        D::GroupsFrame: Grants<D, cap::GroupsFrame>,
    {
        self.framed(FrameUnit::Groups, frame.into())
    }
}

/// Where a frame begins or ends.
pub struct Bound<D> {
    pub(crate) node: BoundNode,
    pub(crate) depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(Bound { node, depth, dialect });

impl<D> Bound<D> {
    fn plain(node: BoundNode) -> Self {
        Bound { node, depth: 0, dialect: PhantomData }
    }

    /// `UNBOUNDED PRECEDING`
    pub fn unbounded_preceding() -> Self {
        Self::plain(BoundNode::UnboundedPreceding)
    }

    /// `distance PRECEDING`
    pub fn preceding(distance: impl IntoExpr<D>) -> Self {
        let distance = distance.into_expr();
        Bound { node: BoundNode::Preceding(distance.node), depth: distance.depth, dialect: PhantomData }
    }

    /// `CURRENT ROW`
    pub fn current_row() -> Self {
        Self::plain(BoundNode::CurrentRow)
    }

    /// `distance FOLLOWING`
    pub fn following(distance: impl IntoExpr<D>) -> Self {
        let distance = distance.into_expr();
        Bound { node: BoundNode::Following(distance.node), depth: distance.depth, dialect: PhantomData }
    }

    /// `UNBOUNDED FOLLOWING`
    pub fn unbounded_following() -> Self {
        Self::plain(BoundNode::UnboundedFollowing)
    }
}

/// The rows around the current one that a window function sees.
pub struct Frame<D> {
    start: Bound<D>,
    end: Bound<D>,
    exclusion: Option<FrameExclusion>,
}

clone_and_debug!(Frame { start, end, exclusion });

impl<D> Frame<D> {
    /// `BETWEEN start AND end`
    pub fn between(start: Bound<D>, end: Bound<D>) -> Self {
        Frame { start, end, exclusion: None }
    }
}

impl<D: Levels> Frame<D> {
    /// `EXCLUDE exclusion`
    pub fn exclude(mut self, exclusion: FrameExclusion) -> Self
    where
        D::FrameExclusion: Grants<D, cap::FrameExclusion>,
    {
        self.exclusion = Some(exclusion);
        self
    }
}

/// From `start` to the current row.
impl<D> From<Bound<D>> for Frame<D> {
    fn from(start: Bound<D>) -> Self {
        Frame::between(start, Bound::current_row())
    }
}

impl<D> Expr<D> {
    fn on_call(mut self, what: &'static str, below: usize, change: impl FnOnce(&mut Call)) -> Self {
        match &mut self.node {
            Node::Call(call) => {
                change(call);
                let depth = (self.depth - 1).max(below);
                Self::over_depth(self.node, depth)
            }
            Node::Poisoned(_) => self,
            _ => Self::poisoned(BuildError::usage(format!("{what} belongs to a function: {self}"))),
        }
    }

    fn set_over(self, over: Over, below: usize) -> Self {
        if matches!(&self.node, Node::Call(call) if call.over.is_some()) {
            return Self::poisoned(BuildError::usage("OVER is given twice"));
        }
        self.on_call("OVER", below, |call| call.over = Some(over))
    }
}

impl<D: Levels> Expr<D> {
    /// `function() OVER (window)`
    pub fn over(self, window: Window<D>) -> Self
    where
        D::WindowFunction: Grants<D, cap::WindowFunction>,
    {
        self.set_over(Over::Window(Box::new(window.node)), window.depth)
    }

    /// `function() OVER name`: the window that the statement calls `name`.
    pub fn over_named(self, name: impl Into<Name>) -> Self
    where
        D::WindowFunction: Grants<D, cap::WindowFunction>,
        D::NamedWindow: Grants<D, cap::NamedWindow>,
    {
        self.set_over(Over::Named(name.into()), 0)
    }

    /// `aggregate() FILTER (WHERE condition)`; several conditions are joined by AND.
    pub fn filter_where(self, condition: Expr<D>) -> Self
    where
        D::AggregateFilter: Grants<D, cap::AggregateFilter>,
    {
        self.on_call("FILTER", condition.depth + 1, |call| {
            call.filter = Some(match call.filter.take() {
                Some(Node::Nary(super::node::NaryOperator::And, mut all)) => {
                    all.push_back(condition.node);
                    Node::Nary(super::node::NaryOperator::And, all)
                }
                Some(before) => Node::Nary(super::node::NaryOperator::And, [before, condition.node].into()),
                None => condition.node,
            });
        })
    }

    /// `aggregate(DISTINCT …)`
    pub fn distinct(self) -> Self
    where
        D::AggregateDistinct: Grants<D, cap::AggregateDistinct>,
    {
        self.on_call("DISTINCT", 0, |call| call.distinct = true)
    }

    /// `aggregate(… ORDER BY terms)`
    pub fn aggregate_order_by(self, terms: impl OrderTerms<D>) -> Self
    where
        D::AggregateOrderBy: Grants<D, cap::AggregateOrderBy>,
    {
        let (nodes, depth) = take_terms(terms);
        self.on_call("ORDER BY in an aggregate", depth, |call| call.order_by.extend(nodes))
    }

    /// `aggregate() WITHIN GROUP (ORDER BY terms)`
    pub fn within_group(self, terms: impl OrderTerms<D>) -> Self
    where
        D::WithinGroup: Grants<D, cap::WithinGroup>,
    {
        let (nodes, depth) = take_terms(terms);
        self.on_call("WITHIN GROUP", depth, |call| call.within_group.extend(nodes))
    }

    /// `function(… IGNORE NULLS)` or `RESPECT NULLS`
    pub fn nulls(self, treatment: NullTreatment) -> Self
    where
        D::NullTreatment: Grants<D, cap::NullTreatment>,
    {
        self.on_call("IGNORE NULLS", 0, |call| call.nulls = Some(treatment))
    }
}
