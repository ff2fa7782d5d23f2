//! Arrays, structs, maps, JSON, rows, lambdas.

use aludel_dialect::{Grants, Levels, cap};

use super::{Columns, Expr, IntoExpr, JsonResult, JsonStep, Node, take_nodes};
use crate::{BuildError, Name};

/// `(a, b, …)`: a row of values, to be compared with another row or with IN.
pub fn row<D>(columns: impl Columns<D>) -> Expr<D> {
    let (nodes, depth) = take_nodes(columns.into_columns());
    if nodes.is_empty() {
        return Expr::poisoned(BuildError::Empty { what: "the row", instead: "give it a column" });
    }
    Expr::over_depth(Node::Tuple(nodes), depth)
}

/// An array of the elements.
pub fn array<D: Levels>(elements: impl IntoIterator<Item = impl IntoExpr<D>>) -> Expr<D>
where
    D::ArrayLiteral: Grants<D, cap::ArrayLiteral>,
{
    let (nodes, depth) = take_nodes(elements.into_iter().map(IntoExpr::into_expr));
    Expr::over_depth(Node::Array(nodes), depth)
}

/// A struct of named members.
pub fn structure<D: Levels>(members: impl IntoIterator<Item = (impl Into<Name>, Expr<D>)>) -> Expr<D>
where
    D::StructLiteral: Grants<D, cap::StructLiteral>,
{
    let mut depth = 0;
    let members: Vec<_> = members
        .into_iter()
        .map(|(name, value)| {
            depth = depth.max(value.depth);
            (name.into(), value.node)
        })
        .collect();
    if members.is_empty() {
        return Expr::poisoned(BuildError::Empty { what: "the struct", instead: "give it a member" });
    }
    Expr::over_depth(Node::Struct(members), depth)
}

/// A map of keys to values.
pub fn map<D: Levels>(entries: impl IntoIterator<Item = (Expr<D>, Expr<D>)>) -> Expr<D>
where
    D::MapLiteral: Grants<D, cap::MapLiteral>,
{
    let mut depth = 0;
    let entries = entries
        .into_iter()
        .map(|(key, value)| {
            depth = depth.max(key.depth).max(value.depth);
            (key.node, value.node)
        })
        .collect();
    Expr::over_depth(Node::Map(entries), depth)
}

/// A lambda for functions that take one: `lambda(["x"], label_ref("x") + 1)`.
pub fn lambda<D: Levels, N: Into<Name>>(parameters: impl IntoIterator<Item = N>, body: Expr<D>) -> Expr<D>
where
    D::Lambda: Grants<D, cap::Lambda>,
{
    let parameters: Vec<Name> = parameters.into_iter().map(N::into).collect();
    body.map(|body| Node::Lambda(parameters, Box::new(body)))
}

impl<D: Levels> Expr<D> {
    /// The element at `position` of an array, counted from 1; NULL past its end.
    pub fn element(self, position: impl IntoExpr<D>) -> Self
    where
        D::ArrayAccess: Grants<D, cap::ArrayAccess>,
    {
        self.combine(position.into_expr(), |array, position| Node::Index(Box::new((array, position))))
    }

    /// The elements from `first` to `last` of an array, both included, counted from 1.
    pub fn slice(self, first: impl IntoExpr<D>, last: impl IntoExpr<D>) -> Self
    where
        D::ArraySlice: Grants<D, cap::ArraySlice>,
    {
        let (first, last) = (first.into_expr(), last.into_expr());
        let below = self.depth.max(first.depth).max(last.depth);
        Self::over_depth(Node::Slice(Box::new((self.node, Some(first.node), Some(last.node)))), below)
    }

    /// The member `name` of a struct.
    pub fn member(self, name: impl Into<Name>) -> Self
    where
        D::StructAccess: Grants<D, cap::StructAccess>,
    {
        let name = name.into();
        self.map(|node| Node::Member(Box::new(node), name))
    }

    /// The value of a map at `key`; NULL if it is not there.
    pub fn map_value(self, key: impl IntoExpr<D>) -> Self
    where
        D::MapAccess: Grants<D, cap::MapAccess>,
    {
        self.combine(key.into_expr(), |map, key| Node::MapValue(Box::new((map, key))))
    }

    /// What a JSON document holds at the end of the steps, as JSON; NULL if it is not there.
    pub fn json<S: Into<JsonStep>>(self, steps: impl IntoIterator<Item = S>) -> Self
    where
        D::JsonAccess: Grants<D, cap::JsonAccess>,
    {
        self.json_steps(steps.into_iter().map(S::into).collect(), JsonResult::Json)
    }

    /// The same as text, without a string's quotes.
    pub fn json_text<S: Into<JsonStep>>(self, steps: impl IntoIterator<Item = S>) -> Self
    where
        D::JsonAccess: Grants<D, cap::JsonAccess>,
    {
        self.json_steps(steps.into_iter().map(S::into).collect(), JsonResult::Text)
    }

    fn json_steps(self, steps: Vec<JsonStep>, result: JsonResult) -> Self {
        if steps.is_empty() {
            return Expr::poisoned(BuildError::Empty { what: "the path into JSON", instead: "name a key or an index" });
        }
        self.map(|node| Node::Json(Box::new((node, steps)), result))
    }
}
