//! Expressions: columns, values, operators, functions.

mod case;
mod column;
mod convert;
mod node;
mod operators;
mod order;
mod predicates;
mod structured;
mod window;

use std::fmt;
use std::marker::PhantomData;

use aludel_dialect::{Parameter, SqlType, Value};

use crate::{BuildError, Name};

pub use case::{Case, case};
pub use column::Col;
pub use convert::{Columns, IntoExpr, RowCount, RowValues, Selectable, TypedOperand};
pub(crate) use node::*;
pub use node::{BinaryOperator, Direction, FrameExclusion, JsonStep, NullTreatment, NullsPosition};
pub(crate) use order::take_terms;
pub use order::{Order, OrderKey, OrderTerms, asc, desc};
pub use predicates::{InTarget, all_of, any_of, exists, not_exists};
pub use structured::{array, lambda, map, row, structure};
pub use window::{Bound, Frame, Window, window};

/// An expression of a statement for dialect `D`, which is inferred from the statement or engine that it is used with.
///
/// A construct that `D` lacks is refused where it is added: by the compiler for a typed dialect, when the statement is
/// rendered for [`Any`](aludel_dialect::Any).
pub struct Expr<D> {
    pub(crate) node: Node,
    pub(crate) depth: usize,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for Expr<D> {
    fn clone(&self) -> Self {
        Expr { node: self.node.clone(), depth: self.depth, dialect: PhantomData }
    }
}

impl<D> fmt::Debug for Expr<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expr({self})")
    }
}

/// Neutral SQL, for people; see [`Statement`](crate::Statement) for a dialect's text.
impl<D> fmt::Display for Expr<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::render::display_expression(&self.node))
    }
}

impl<D> Expr<D> {
    /// A node on top of others, the deepest of which is `below` levels deep.
    pub(crate) fn over_depth(node: Node, below: usize) -> Self {
        let depth = below + 1;
        if depth > MAX_DEPTH {
            return Self::too_deep();
        }
        Expr { node, depth, dialect: PhantomData }
    }

    #[cold]
    fn too_deep() -> Self {
        Self::poisoned(BuildError::TooDeep(MAX_DEPTH))
    }

    pub(crate) fn leaf(node: Node) -> Self {
        Expr { node, depth: 1, dialect: PhantomData }
    }

    pub(crate) fn poisoned(error: BuildError) -> Self {
        Self::leaf(Node::Poisoned(Box::new(error)))
    }

    pub(crate) fn map(self, wrap: impl FnOnce(Node) -> Node) -> Self {
        if matches!(self.node, Node::Poisoned(_)) {
            return self;
        }
        Self::over_depth(wrap(self.node), self.depth)
    }

    pub(crate) fn combine(self, other: Self, wrap: impl FnOnce(Node, Node) -> Node) -> Self {
        let depth = self.depth.max(other.depth);
        Self::over_depth(wrap(self.node, other.node), depth)
    }

    /// Gives the expression a name in the result: `expr AS name`. Inside other expressions and in WHERE, GROUP BY or
    /// HAVING the expression itself is written; a whole term of ORDER BY is written as the label.
    pub fn label(mut self, name: impl Into<Name>) -> Self {
        if let Node::Labelled(_, label) = &mut self.node {
            *label = name.into();
            return self;
        }
        let name = name.into();
        self.map(|node| Node::Labelled(Box::new(node), name))
    }
}

/// A value that travels as a parameter.
pub fn literal<D>(value: impl IntoExpr<D>) -> Expr<D> {
    value.into_expr()
}

/// A value that travels as a parameter of the given type; for NULL and empty lists whose type can't be seen.
pub fn typed_literal<D>(value: impl Into<Value>, sql_type: SqlType) -> Expr<D> {
    Expr::leaf(Node::Value(Box::new(Parameter::typed(value, sql_type))))
}

/// A parameter that gets its value when the statement is run: prepare the statement once, run it with many sets.
pub fn bindparam<D>(name: impl Into<Name>) -> Expr<D> {
    Expr::leaf(Node::Bind(name.into(), None))
}

/// [`bindparam`] of a type, for places where the engine can't tell it.
pub fn typed_bindparam<D>(name: impl Into<Name>, sql_type: SqlType) -> Expr<D> {
    Expr::leaf(Node::Bind(name.into(), Some(Box::new(sql_type))))
}

/// NULL, written as a keyword.
pub fn null<D>() -> Expr<D> {
    Expr::leaf(Node::Keyword("NULL"))
}

/// A label of the select list, in ORDER BY, GROUP BY or HAVING.
pub fn label_ref<D>(name: impl Into<Name>) -> Expr<D> {
    Expr::leaf(Node::Label(name.into()))
}

/// `*`: every column of the statement's sources.
pub fn star<D>() -> Expr<D> {
    Expr::leaf(Node::Star(None))
}

/// SQL in the engine's own words, checked by nobody: no construct in it is refused, and text from outside must never get
/// into it. Values go in as parameters, see [`Text::bind`](crate::Text::bind).
pub fn raw_expr<D>(sql: impl Into<crate::Text>) -> Expr<D> {
    Expr::leaf(Node::Raw(Box::new(sql.into())))
}

/// Takes the nodes of several expressions, with the depth of the deepest.
pub(crate) fn take_nodes<D>(expressions: impl IntoIterator<Item = Expr<D>>) -> (Vec<Node>, usize) {
    let mut depth = 0;
    let nodes = expressions
        .into_iter()
        .map(|expression| {
            depth = depth.max(expression.depth);
            expression.node
        })
        .collect();
    (nodes, depth)
}
