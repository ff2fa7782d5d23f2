//! CASE.

use std::marker::PhantomData;

use super::{CaseNode, Expr, IntoExpr, Node};
use crate::BuildError;

/// A CASE that is being written; it becomes an expression with [`otherwise`](Case::otherwise) or [`end`](Case::end).
pub struct Case<D> {
    node: CaseNode,
    depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(Case { node, depth, dialect });

/// `CASE WHEN … THEN … ELSE … END`
///
/// ```
/// # use aludel_query::{case, Expr, Table};
/// # use aludel_dialect::Any;
/// let orders = Table::new("orders");
/// let urgent: Expr<Any> = case().when(orders.col("priority").eq("1-URGENT"), 1).otherwise(0);
/// assert_eq!(urgent.to_string(), "CASE WHEN orders.priority = '1-URGENT' THEN 1 ELSE 0 END");
/// ```
pub fn case<D>() -> Case<D> {
    Case { node: CaseNode { operand: None, branches: Vec::new(), otherwise: None }, depth: 0, dialect: PhantomData }
}

impl<D> Case<D> {
    /// `CASE operand WHEN …`: the branches' conditions are values to compare `operand` with.
    pub fn of(mut self, operand: impl IntoExpr<D>) -> Self {
        let operand = operand.into_expr();
        self.depth = self.depth.max(operand.depth);
        self.node.operand = Some(operand.node);
        self
    }

    /// `WHEN condition THEN result`
    pub fn when(mut self, condition: impl IntoExpr<D>, result: impl IntoExpr<D>) -> Self {
        let (condition, result) = (condition.into_expr(), result.into_expr());
        self.depth = self.depth.max(condition.depth).max(result.depth);
        self.node.branches.push((condition.node, result.node));
        self
    }

    /// `ELSE result END`
    pub fn otherwise(mut self, result: impl IntoExpr<D>) -> Expr<D> {
        let result = result.into_expr();
        self.depth = self.depth.max(result.depth);
        self.node.otherwise = Some(result.node);
        self.end()
    }

    /// `END`: NULL where no branch applies.
    pub fn end(self) -> Expr<D> {
        if self.node.branches.is_empty() {
            return Expr::poisoned(BuildError::Empty { what: "CASE", instead: "add a branch with `.when(..)`" });
        }
        Expr::over_depth(Node::Case(Box::new(self.node)), self.depth)
    }
}
