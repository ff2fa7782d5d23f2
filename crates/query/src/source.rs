//! What FROM takes: tables, subqueries, CTEs, functions, VALUES, and joins of them.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use aludel_dialect::{Grants, Levels, cap};

use crate::cte::CteData;
use crate::expr::{Call, Node};
use crate::join::JoinNode;
use crate::pivot::{PivotNode, UnpivotNode};
use crate::query::QueryNode;
use crate::{BuildError, Name, Table};

/// Where a column comes from; it tells the FROM if none is given.
///
/// As large as a [`Name`]: every column has one, and what is smaller is built, moved and let go of faster.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    Table(Table),
    Cte(Arc<CteData>, Option<Box<Name>>),
    /// A typed column's table.
    Named(&'static str),
    /// Something that must stand in FROM itself.
    Derived(Name),
}

impl Origin {
    pub(crate) fn qualifier(&self) -> &str {
        match self {
            Origin::Table(table) => table.qualifier(),
            Origin::Cte(cte, alias) => alias.as_deref().unwrap_or(&cte.name),
            Origin::Named(name) => name,
            Origin::Derived(name) => name,
        }
    }
}

#[derive(Clone)]
pub(crate) enum SourceNode {
    Table(Table),
    Named(Name),
    Cte(Arc<CteData>, Option<Name>),
    Query {
        /// Shared with the [`Subquery`](crate::Subquery) that it came from.
        query: Arc<QueryNode>,
        alias: Name,
        columns: Box<[Name]>,
        lateral: bool,
    },
    Function {
        call: Box<Call>,
        alias: Option<Name>,
        columns: Box<[Name]>,
        kind: FunctionKind,
    },
    Unnest(Box<UnnestNode>),
    Sampled(Box<SourceNode>, SampleNode),
    Final(Box<SourceNode>),
    Pivot(Box<PivotNode>),
    Unpivot(Box<UnpivotNode>),
    /// A source and those joined to it, in order; flat, so that a long chain is not a deep tree.
    Joined(Box<SourceNode>, Vec<JoinNode>),
    Poisoned(Box<BuildError>),
}

/// Neutral SQL, as [`Node`]'s.
impl fmt::Debug for SourceNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::render::display_source(self))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FunctionKind {
    Table,
    /// It reads a file where the engine runs.
    File,
}

/// How rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleMethod {
    /// Row by row.
    Bernoulli,
    /// Block by block: faster, less even.
    System,
    /// An exact number of rows.
    Reservoir,
}

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum SampleSize {
    /// So many per cent of the rows, 0 to 100.
    Percent(f64),
    /// So many rows.
    Rows(u64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SampleNode {
    pub(crate) size: SampleSize,
    pub(crate) method: Option<SampleMethod>,
    pub(crate) seed: Option<u32>,
}

/// The elements of an array as rows of one column.
#[derive(Clone, Debug)]
pub(crate) struct UnnestNode {
    pub(crate) array: Node,
    pub(crate) alias: Name,
    pub(crate) column: Name,
}

/// Something that FROM takes.
pub struct Source<D> {
    pub(crate) node: SourceNode,
    pub(crate) depth: usize,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(Source { node, depth, dialect });

impl<D> Source<D> {
    pub(crate) fn new(node: SourceNode, below: usize) -> Self {
        let depth = below + 1;
        if depth > crate::expr::MAX_DEPTH {
            let error = BuildError::TooDeep(crate::expr::MAX_DEPTH);
            return Source { node: SourceNode::Poisoned(Box::new(error)), depth: 1, dialect: PhantomData };
        }
        Source { node, depth, dialect: PhantomData }
    }
}

/// What may stand in FROM: `&Table`, `&Cte`, `&Subquery`, a table function, or a join.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't stand in FROM",
    note = "FROM takes `&Table`, `&Cte`, `&Subquery`, table functions and joins; call `.subquery(\"name\")` on a select"
)]
pub trait IntoSource<D> {
    /// The source.
    fn into_source(self) -> Source<D>;
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for &Table {
    fn into_source(self) -> Source<D> {
        Source::new(SourceNode::Table(self.clone()), 0)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for Table {
    fn into_source(self) -> Source<D> {
        Source::new(SourceNode::Table(self), 0)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for Source<D> {
    fn into_source(self) -> Source<D> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for &Source<D> {
    fn into_source(self) -> Source<D> {
        self.clone()
    }
}

impl<D: Levels> Source<D> {
    pub(crate) fn poisoned(error: BuildError) -> Self {
        Source::new(SourceNode::Poisoned(Box::new(error)), 0)
    }

    /// `FINAL`: merges the rows of the table's engine before reading them.
    pub fn final_rows(self) -> Self
    where
        D::Final: Grants<D, cap::Final>,
    {
        self.of_one("FINAL", |node| SourceNode::Final(Box::new(node)))
    }

    /// Draws a part of the source's rows.
    pub fn table_sample(self, size: SampleSize) -> Self
    where
        D::TableSample: Grants<D, cap::TableSample>,
    {
        self.sampled(SampleNode { size, method: None, seed: None })
    }

    /// Draws a part of the source's rows by `method`.
    pub fn table_sample_by(self, size: SampleSize, method: SampleMethod) -> Self
    where
        D::TableSample: Grants<D, cap::TableSample>,
        D::SampleMethod: Grants<D, cap::SampleMethod>,
    {
        self.sampled(SampleNode { size, method: Some(method), seed: None })
    }

    fn sampled(self, sample: SampleNode) -> Self {
        self.of_one("TABLESAMPLE", |node| SourceNode::Sampled(Box::new(node), sample))
    }

    /// What an engine reads as part of the last source of a join, so it is refused for the join.
    pub(crate) fn of_one(self, what: &str, wrap: impl FnOnce(SourceNode) -> SourceNode) -> Self {
        match self.node {
            SourceNode::Poisoned(_) => self,
            SourceNode::Joined(..) => Self::poisoned(BuildError::usage(format!(
                "{what} belongs to one source: write it at the table, before the join"
            ))),
            node => Source::new(wrap(node), self.depth),
        }
    }
}

impl Table {
    /// The table read with `FINAL`; see [`Source::final_rows`].
    pub fn final_rows<D: Levels>(&self) -> Source<D>
    where
        D::Final: Grants<D, cap::Final>,
    {
        self.into_source().final_rows()
    }

    /// A part of the table's rows; see [`Source::table_sample`].
    pub fn table_sample<D: Levels>(&self, size: SampleSize) -> Source<D>
    where
        D::TableSample: Grants<D, cap::TableSample>,
    {
        self.into_source().table_sample(size)
    }

    /// A part of the table's rows, drawn by `method`; see [`Source::table_sample_by`].
    pub fn table_sample_by<D: Levels>(&self, size: SampleSize, method: SampleMethod) -> Source<D>
    where
        D::TableSample: Grants<D, cap::TableSample>,
        D::SampleMethod: Grants<D, cap::SampleMethod>,
    {
        self.into_source().table_sample_by(size, method)
    }
}
