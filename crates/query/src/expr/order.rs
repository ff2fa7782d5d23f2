//! ORDER BY: direction, the place of NULLs, filling of gaps.

use std::marker::PhantomData;

use aludel_dialect::{Grants, Levels, cap};

use super::{Col, Direction, Expr, FillNode, IntoExpr, Node, NullsPosition, OrderNode};
use crate::Name;

/// One term of an ORDER BY.
pub struct Order<D> {
    pub(crate) node: OrderNode,
    pub(crate) depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(Order { node, depth, dialect });

/// What can be ordered by: an expression, a typed column, or the text of a label in the select list.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be ordered by",
    note = "ORDER BY takes expressions, typed columns, labels as text, `asc(..)` and `desc(..)`"
)]
pub trait OrderKey<D> {
    /// The term, ascending unless it says otherwise.
    fn into_order(self) -> Order<D>;
}

fn order<D>(expression: Expr<D>, direction: Direction) -> Order<D> {
    let node = OrderNode { expr: expression.node, direction, nulls: None, settled: false, fill: None };
    Order { node, depth: expression.depth, dialect: PhantomData }
}

#[diagnostic::do_not_recommend]
impl<D> OrderKey<D> for Expr<D> {
    fn into_order(self) -> Order<D> {
        order(self, Direction::Ascending)
    }
}

#[diagnostic::do_not_recommend]
impl<D> OrderKey<D> for &Expr<D> {
    fn into_order(self) -> Order<D> {
        self.clone().into_order()
    }
}

#[diagnostic::do_not_recommend]
impl<D, T> OrderKey<D> for Col<T> {
    fn into_order(self) -> Order<D> {
        self.expr().into_order()
    }
}

#[diagnostic::do_not_recommend]
impl<D> OrderKey<D> for &str {
    fn into_order(self) -> Order<D> {
        order(Expr::leaf(Node::Label(Name::from(self))), Direction::Ascending)
    }
}

#[diagnostic::do_not_recommend]
impl<D> OrderKey<D> for Order<D> {
    fn into_order(self) -> Order<D> {
        self
    }
}

/// Ascending. NULLs come last, whatever the engine would do by itself, unless the term says otherwise.
pub fn asc<D>(key: impl OrderKey<D>) -> Order<D> {
    key.into_order()
}

/// Descending: `desc("total")` orders by the label `total`. NULLs come last here too, unless the term says otherwise.
pub fn desc<D>(key: impl OrderKey<D>) -> Order<D> {
    let mut order = key.into_order();
    order.node.direction = Direction::Descending;
    order
}

impl<D> Expr<D> {
    /// `self ASC`
    pub fn asc(self) -> Order<D> {
        asc(self)
    }

    /// `self DESC`
    pub fn desc(self) -> Order<D> {
        desc(self)
    }
}

impl<D: Levels> Order<D> {
    /// `NULLS FIRST`
    pub fn nulls_first(mut self) -> Self
    where
        D::NullsOrder: Grants<D, cap::NullsOrder>,
    {
        self.node.nulls = Some(NullsPosition::First);
        self
    }

    /// `NULLS LAST`
    pub fn nulls_last(mut self) -> Self
    where
        D::NullsOrder: Grants<D, cap::NullsOrder>,
    {
        self.node.nulls = Some(NullsPosition::Last);
        self
    }

    /// `WITH FILL STEP step`: adds rows for the values that are missing.
    pub fn with_fill(mut self, step: impl IntoExpr<D>) -> Self
    where
        D::WithFill: Grants<D, cap::WithFill>,
    {
        let step = step.into_expr();
        self.depth = self.depth.max(step.depth);
        self.node.fill.get_or_insert_with(Box::default).step = Some(step.node);
        self
    }

    /// `WITH FILL FROM from TO to`: also before the first value and after the last.
    pub fn with_fill_between(mut self, from: impl IntoExpr<D>, to: impl IntoExpr<D>) -> Self
    where
        D::WithFill: Grants<D, cap::WithFill>,
    {
        let (from, to) = (from.into_expr(), to.into_expr());
        self.depth = self.depth.max(from.depth).max(to.depth);
        let fill: &mut FillNode = self.node.fill.get_or_insert_with(Box::default);
        fill.from = Some(from.node);
        fill.to = Some(to.node);
        self
    }
}

/// What `order_by` takes: one term, or an array, vector or tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be ordered by",
    note = "ORDER BY takes expressions, typed columns, labels as text, `asc(..)` and `desc(..)`: one, or an array, vector or tuple of them"
)]
pub trait OrderTerms<D> {
    /// The terms.
    fn into_terms(self) -> Vec<Order<D>>;
}

macro_rules! single_terms {
    ($($term:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<D> OrderTerms<D> for $term {
            fn into_terms(self) -> Vec<Order<D>> {
                vec![self.into_order()]
            }
        }
    )* };
}

single_terms!(Expr<D> Order<D> &str);

#[diagnostic::do_not_recommend]
impl<D, T> OrderTerms<D> for Col<T> {
    fn into_terms(self) -> Vec<Order<D>> {
        vec![self.into_order()]
    }
}

#[diagnostic::do_not_recommend]
impl<D, K: OrderKey<D>, const N: usize> OrderTerms<D> for [K; N] {
    fn into_terms(self) -> Vec<Order<D>> {
        self.into_iter().map(K::into_order).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<D, K: OrderKey<D>> OrderTerms<D> for Vec<K> {
    fn into_terms(self) -> Vec<Order<D>> {
        self.into_iter().map(K::into_order).collect()
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        #[diagnostic::do_not_recommend]
        impl<D, $($name: OrderKey<D>),+> OrderTerms<D> for ($($name,)+) {
            #[allow(non_snake_case, reason = "one name for type and value keeps the macro short")]
            fn into_terms(self) -> Vec<Order<D>> {
                let ($($name,)+) = self;
                vec![$($name.into_order()),+]
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C E);
tuples!(A B C E F);
tuples!(A B C E F G);
tuples!(A B C E F G H);
tuples!(A B C E F G H I);

/// The nodes of several terms, with the depth of the deepest.
pub(crate) fn take_terms<D>(terms: impl OrderTerms<D>) -> (Vec<OrderNode>, usize) {
    let mut depth = 0;
    let nodes = terms
        .into_terms()
        .into_iter()
        .map(|term| {
            depth = depth.max(term.depth);
            term.node
        })
        .collect();
    (nodes, depth)
}
