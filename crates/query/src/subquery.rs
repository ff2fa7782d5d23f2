//! Queries in FROM, and the columns of what a query yields.

use std::sync::Arc;

use aludel_dialect::{Grants, Levels, cap, nearest};

use crate::expr::{Expr, Node};
use crate::query::IntoQuery;
use crate::source::{IntoSource, Origin, Source, SourceNode};
use crate::{BuildError, Name};

/// A query in FROM, with a name.
pub struct Subquery<D> {
    pub(crate) source: Source<D>,
    pub(crate) name: Name,
    pub(crate) known: Option<Vec<Name>>,
}

clone_and_debug!(Subquery { source, name, known });

pub(crate) fn derived<D: Levels>(query: impl IntoQuery<D>, name: Name) -> Subquery<D>
where
    D::DerivedTable: Grants<D, cap::DerivedTable>,
{
    let (query, depth) = query.into_query().into_parts();
    let known = crate::select::output_names(&query);
    let node =
        SourceNode::Query { query: Arc::new(query), alias: name.clone(), columns: Box::default(), lateral: false };
    Subquery { source: Source::new(node, depth), name, known }
}

impl<D: Levels> Subquery<D> {
    /// Lets the query see the columns of the sources before it.
    pub fn lateral(mut self) -> Self
    where
        D::LateralJoin: Grants<D, cap::LateralJoin>,
    {
        if let SourceNode::Query { lateral, .. } = &mut self.source.node {
            *lateral = true;
        }
        self
    }
}

/// A column by name, checked against the names that a query is known to have.
pub(crate) fn checked_column<D>(origin: Origin, known: Option<&[Name]>, name: Name) -> Expr<D> {
    match known {
        Some(names) if !names.contains(&name) => Expr::poisoned(BuildError::UnknownColumn {
            table: origin.qualifier().to_string(),
            column: name.to_string(),
            nearest: nearest(&name, names.iter().map(Name::as_str)),
            columns: names.iter().map(Name::to_string).collect(),
        }),
        _ => Expr::leaf(Node::Column(origin, name)),
    }
}

/// Every column of a source, each `depth` levels deep.
pub(crate) fn all_columns<D>(origin: &Origin, known: Option<&[Name]>, depth: usize) -> Vec<Expr<D>> {
    let nodes: Vec<Node> = match known {
        None => vec![Node::Star(Some(origin.clone()))],
        Some(names) => names.iter().map(|name| Node::Column(origin.clone(), name.clone())).collect(),
    };
    nodes.into_iter().map(|node| Expr::over_depth(node, depth - 1)).collect()
}

impl<D> Subquery<D> {
    /// Every column: those that are known one by one, else `name.*`.
    pub fn all_columns(&self) -> Vec<Expr<D>> {
        all_columns(&Origin::Derived(self.name.clone()), self.known.as_deref(), 1)
    }

    /// The column `name` of the query's result; an unknown one is an error when the statement is rendered.
    pub fn col(&self, name: impl Into<Name>) -> Expr<D> {
        checked_column(Origin::Derived(self.name.clone()), self.known.as_deref(), name.into())
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for &Subquery<D> {
    fn into_source(self) -> Source<D> {
        self.source.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for Subquery<D> {
    fn into_source(self) -> Source<D> {
        self.source
    }
}
