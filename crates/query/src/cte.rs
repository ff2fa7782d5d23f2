//! Common table expressions. A statement that uses one gets its WITH by itself.

use std::marker::PhantomData;
use std::sync::Arc;

use aludel_dialect::{Grants, Levels, cap};

use crate::Name;
use crate::dml::DmlNode;
use crate::expr::Expr;
use crate::query::{IntoQuery, Query, QueryNode};
use crate::select::output_names;
use crate::source::{IntoSource, Origin, Source, SourceNode};
use crate::subquery::{all_columns, checked_column};

#[derive(Debug)]
pub(crate) struct CteData {
    pub(crate) name: Name,
    pub(crate) columns: Vec<Name>,
    pub(crate) query: QueryNode,
    pub(crate) materialized: Option<Materialization>,
    pub(crate) recursion: Recursion,
    depth: usize,
    known: Option<Vec<Name>>,
}

#[cfg(feature = "sea-query")]
impl CteData {
    /// What another library's statement says of one.
    pub(crate) fn read<D>(
        query: Query<D>,
        name: Name,
        columns: Vec<Name>,
        recursion: Recursion,
        materialized: Option<Materialization>,
    ) -> Self {
        let (query, depth) = query.into_parts();
        let known = if columns.is_empty() { output_names(&query) } else { Some(columns.clone()) };
        CteData { name, columns, query, materialized, recursion, depth, known }
    }

    pub(crate) fn depth(&self) -> usize {
        self.depth
    }
}

/// Whether the engine computes a CTE once, or each time it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Materialization {
    /// Once.
    Materialized,
    /// Each time.
    NotMaterialized,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recursion {
    Plain,
    Recursive,
}

/// A named query of a statement: `WITH name AS (query)`, written once however often it is used.
///
/// ```
/// # use aludel_query::{func, select, Select, Table};
/// # use aludel_dialect::Any;
/// let orders = Table::new("orders");
/// let big = select([orders.col("id")]).from(&orders).filter(orders.col("total").gt(100)).cte("big");
/// let count: Select<Any> = select([func::count_rows()]).from(&big);
/// assert_eq!(
///     count.to_string(),
///     "WITH big AS (SELECT orders.id FROM orders WHERE orders.total > 100) SELECT count(*) FROM big"
/// );
/// ```
pub struct Cte<D> {
    data: Arc<CteData>,
    alias: Option<Name>,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(Cte { data, alias, dialect });

pub(crate) fn cte<D: Levels>(query: impl IntoQuery<D>, name: Name) -> Cte<D>
where
    D::Cte: Grants<D, cap::Cte>,
{
    build(query.into_query(), name, Vec::new(), Recursion::Plain)
}

/// An INSERT, UPDATE, DELETE or MERGE as a named part of a statement.
pub(crate) fn dml_cte<D>(statement: Box<DmlNode>, name: Name) -> Cte<D> {
    let depth = statement.depth();
    build(Query::new(QueryNode::Dml(statement), depth), name, Vec::new(), Recursion::Plain)
}

fn build<D>(query: Query<D>, name: Name, columns: Vec<Name>, recursion: Recursion) -> Cte<D> {
    let (query, depth) = query.into_parts();
    let known = if columns.is_empty() { output_names(&query) } else { Some(columns.clone()) };
    let data = CteData { name, columns, query, materialized: None, recursion, depth, known };
    Cte { data: Arc::new(data), alias: None, dialect: PhantomData }
}

/// `WITH RECURSIVE name(columns) AS (…)`: `query` gets the CTE itself, to begin with some rows and unite them with a
/// step that reads from it.
///
/// ```
/// # use aludel_query::{recursive_cte, literal, select, Select};
/// # use aludel_dialect::Any;
/// let numbers = recursive_cte("numbers", ["n"], |numbers| {
///     select([literal(1)]).union_all(select([numbers.col("n") + 1]).from(numbers).filter(numbers.col("n").lt(10)))
/// });
/// let all: Select<Any> = select([numbers.col("n")]).from(&numbers);
/// assert!(all.to_string().starts_with("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT numbers.n + 1"));
/// ```
pub fn recursive_cte<D: Levels, N: Into<Name>, Q: IntoQuery<D>>(
    name: impl Into<Name>,
    columns: impl IntoIterator<Item = N>,
    query: impl FnOnce(&CteSelf<D>) -> Q,
) -> Cte<D>
where
    D::RecursiveCte: Grants<D, cap::RecursiveCte>,
    D::CteColumns: Grants<D, cap::CteColumns>,
{
    let name = name.into();
    let columns: Vec<Name> = columns.into_iter().map(N::into).collect();
    let itself = CteSelf { name: name.clone(), columns: columns.clone(), dialect: PhantomData };
    build(query(&itself).into_query(), name, columns, Recursion::Recursive)
}

/// A recursive CTE as its own query sees it.
pub struct CteSelf<D> {
    name: Name,
    columns: Vec<Name>,
    dialect: PhantomData<fn() -> D>,
}

clone_and_debug!(CteSelf { name, columns, dialect });

impl<D> CteSelf<D> {
    /// The column `name`.
    pub fn col(&self, name: impl Into<Name>) -> Expr<D> {
        checked_column(Origin::Derived(self.name.clone()), Some(&self.columns), name.into())
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for &CteSelf<D> {
    fn into_source(self) -> Source<D> {
        Source::new(SourceNode::Named(self.name.clone()), 0)
    }
}

impl<D: Levels> Cte<D> {
    /// `AS MATERIALIZED` or `AS NOT MATERIALIZED`
    pub fn materialized(self, materialization: Materialization) -> Self
    where
        D::MaterializedCte: Grants<D, cap::MaterializedCte>,
    {
        self.change(|data| data.materialized = Some(materialization))
    }

    /// Names the columns: `WITH name(columns) AS …`
    pub fn columns<N: Into<Name>>(self, columns: impl IntoIterator<Item = N>) -> Self
    where
        D::CteColumns: Grants<D, cap::CteColumns>,
    {
        let columns: Vec<Name> = columns.into_iter().map(N::into).collect();
        self.change(|data| {
            data.known = Some(columns.clone());
            data.columns = columns;
        })
    }

    fn change(self, change: impl FnOnce(&mut CteData)) -> Self {
        let data = &self.data;
        let mut data = CteData {
            name: data.name.clone(),
            columns: data.columns.clone(),
            query: data.query.clone(),
            materialized: data.materialized,
            recursion: data.recursion,
            depth: data.depth,
            known: data.known.clone(),
        };
        change(&mut data);
        Cte { data: Arc::new(data), ..self }
    }
}

impl<D> Cte<D> {
    /// Every column: those that are known one by one, else `name.*`.
    pub fn all_columns(&self) -> Vec<Expr<D>> {
        let origin = Origin::Cte(self.data.clone(), self.alias.clone().map(Box::new));
        all_columns(&origin, self.data.known.as_deref(), self.data.depth + 1)
    }

    /// The same CTE under another name in FROM, to join it with itself.
    pub fn alias(&self, alias: impl Into<Name>) -> Self {
        Cte { alias: Some(alias.into()), ..self.clone() }
    }

    /// The column `name` of the query's result; an unknown one is an error when the statement is rendered.
    pub fn col(&self, name: impl Into<Name>) -> Expr<D> {
        let origin = Origin::Cte(self.data.clone(), self.alias.clone().map(Box::new));
        let mut column = checked_column(origin, self.data.known.as_deref(), name.into());
        // The column holds the whole query, which must not be dropped or rendered deeper than the limit.
        column.depth = self.data.depth + 1;
        column
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for &Cte<D> {
    fn into_source(self) -> Source<D> {
        Source::new(SourceNode::Cte(self.data.clone(), self.alias.clone()), self.data.depth)
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoSource<D> for Cte<D> {
    fn into_source(self) -> Source<D> {
        (&self).into_source()
    }
}
