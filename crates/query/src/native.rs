//! An engine's own functions, passed through by name.

use aludel_dialect::{Grants, Levels, cap};

use crate::expr::{Call, Callee, Columns, Expr, IntoExpr, Node, take_nodes};
use crate::{BuildError, Name};

fn native_call<D>(path: Vec<Name>, parameters: Vec<Expr<D>>, arguments: Vec<Expr<D>>) -> Expr<D> {
    let (parameters, above) = take_nodes(parameters);
    let (arguments, depth) = take_nodes(arguments);
    let call = Call::new(Callee::Native(path, parameters), arguments);
    Expr::over_depth(Node::Call(Box::new(call)), depth.max(above))
}

/// An engine's own function, by the name it has there; no dialect refuses it, the engine may. A dot parts a schema from
/// the name.
pub fn native<D>(name: &str, arguments: impl Columns<D>) -> Expr<D> {
    native_call(name.split('.').map(Name::from).collect(), Vec::new(), arguments.into_columns())
}

/// An engine's own parametric aggregate: `quantiles(0.5, 0.9)(x)`.
pub fn native_parametric<D: Levels>(name: &str, parameters: impl Columns<D>, arguments: impl Columns<D>) -> Expr<D>
where
    D::ParametricAggregate: Grants<D, cap::ParametricAggregate>,
{
    native_call(name.split('.').map(Name::from).collect(), parameters.into_columns(), arguments.into_columns())
}

/// `native` without arguments.
pub fn native_bare<D>(name: &str) -> Expr<D> {
    native_call(name.split('.').map(Name::from).collect(), Vec::new(), Vec::new())
}

impl<D> Expr<D> {
    /// Adds a named argument to an engine's own function: `f(x, name := value)`.
    pub fn named_argument(mut self, name: impl Into<Name>, value: impl IntoExpr<D>) -> Self
    where
        D: Levels,
        D::NamedArguments: Grants<D, cap::NamedArguments>,
    {
        let value = value.into_expr();
        match &mut self.node {
            Node::Call(call) => {
                call.named.push((name.into(), value.node));
                let below = (self.depth - 1).max(value.depth);
                Self::over_depth(self.node, below)
            }
            Node::Poisoned(_) => self,
            _ => Self::poisoned(BuildError::usage("a named argument belongs to a function")),
        }
    }
}
