//! SELECT.

use std::marker::PhantomData;

use aludel_dialect::{Grants, Has, Levels, cap};

use crate::compound::{Compound, SetOperator};
use crate::cte::{Cte, cte};
use crate::expr::{
    Columns, Expr, GroupingNode, IntoExpr, Node, OrderNode, OrderTerms, RowCount, Window, WindowNode, take_nodes,
    take_terms,
};
use crate::join::Joins;
use crate::query::{IntoQuery, QueryNode, scalar};
use crate::rare::RareClauses;
use crate::source::{IntoSource, Source, SourceNode};
use crate::subquery::{Subquery, derived};
use crate::{BuildError, Name};

#[derive(Clone, Debug, Default)]
pub(crate) struct SelectNode {
    pub(crate) distinct: DistinctNode,
    pub(crate) columns: Vec<Node>,
    pub(crate) from: Option<SourceNode>,
    pub(crate) filter: Vec<Node>,
    pub(crate) group_by: Vec<Node>,
    pub(crate) group_by_all: bool,
    pub(crate) having: Vec<Node>,
    pub(crate) windows: Vec<(Name, WindowNode)>,
    pub(crate) qualify: Vec<Node>,
    pub(crate) order_by: Vec<OrderNode>,
    pub(crate) order_by_all: bool,
    pub(crate) limit: Option<LimitNode>,
    pub(crate) offset: Option<Node>,
    /// The clauses that few engines have, apart so that the others do not carry them.
    pub(crate) rare: Option<Box<RareClauses>>,
    pub(crate) error: Option<Box<BuildError>>,
    pub(crate) depth: usize,
}

impl SelectNode {
    /// Whether it gives a row for each group, and none if there is no group.
    pub(crate) fn is_grouped(&self) -> bool {
        !self.group_by.is_empty() || self.group_by_all
    }

    /// Whether there are clauses that may repeat expressions of the select list, in which an engine must recognize them.
    pub(crate) fn repeats_its_list(&self) -> bool {
        let Self { group_by, having, order_by, .. } = self;
        !(group_by.is_empty() && having.is_empty() && order_by.is_empty())
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) enum DistinctNode {
    #[default]
    All,
    Distinct,
    On(Vec<Node>),
}

#[derive(Clone, Debug)]
pub(crate) enum LimitNode {
    Rows(Node),
    WithTies(Node),
    Percent(f64),
}

/// A SELECT for dialect `D`, which is inferred from the engine that runs it.
///
/// ```
/// # use aludel_query::{desc, func, select, Select, Table};
/// # use aludel_dialect::Any;
/// let orders = Table::new("orders");
/// let top: Select<Any> = select([orders.col("region"), func::sum(orders.col("amount")).label("total")])
///     .from(&orders)
///     .group_by([orders.col("region")])
///     .order_by([desc("total")])
///     .limit(5);
/// assert_eq!(
///     top.to_string(),
///     "SELECT orders.region, sum(orders.amount) AS total FROM orders GROUP BY orders.region ORDER BY total DESC LIMIT 5"
/// );
/// ```
pub struct Select<D> {
    pub(crate) node: Box<SelectNode>,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for Select<D> {
    fn clone(&self) -> Self {
        Select { node: self.node.clone(), dialect: PhantomData }
    }
}

/// `SELECT columns`. A FROM left out is taken from the columns if they all belong to one table.
pub fn select<D: Levels>(columns: impl Columns<D>) -> Select<D> {
    let mut select = Select { node: Box::default(), dialect: PhantomData };
    select.add(columns, |node| &mut node.columns);
    if select.node.columns.is_empty() {
        select.fail(BuildError::Empty { what: "the select list", instead: "select `star()` for every column" });
    }
    select
}

impl<D> Select<D> {
    pub(crate) fn deepen(&mut self, depth: usize) {
        let node = &mut self.node;
        node.depth = node.depth.max(depth + 1);
        if node.depth > crate::expr::MAX_DEPTH {
            // What is too deep is let go now, while it still can be.
            **node = SelectNode { error: node.error.take(), ..SelectNode::default() };
            self.fail(BuildError::TooDeep(crate::expr::MAX_DEPTH));
        }
    }

    pub(crate) fn fail(&mut self, error: BuildError) {
        self.node.error.get_or_insert_with(|| Box::new(error));
    }

    fn add(&mut self, columns: impl Columns<D>, list: impl FnOnce(&mut SelectNode) -> &mut Vec<Node>) {
        let (nodes, depth) = take_nodes(columns.into_columns());
        match list(&mut self.node) {
            list if list.is_empty() => *list = nodes,
            list => list.extend(nodes),
        }
        self.deepen(depth);
    }

    pub(crate) fn condition(
        mut self,
        condition: Expr<D>,
        list: impl FnOnce(&mut SelectNode) -> &mut Vec<Node>,
    ) -> Self {
        list(&mut self.node).push(condition.node);
        self.deepen(condition.depth);
        self
    }

    pub(crate) fn rare(&mut self) -> &mut RareClauses {
        self.node.rare.get_or_insert_with(Box::default)
    }

    /// Adds columns to the select list.
    pub fn columns(mut self, columns: impl Columns<D>) -> Self {
        self.add(columns, |node| &mut node.columns);
        self
    }

    /// `FROM source`: a table, subquery, CTE, function, or a join of them. A second FROM is an error, because it would be
    /// a cross product: join the sources.
    pub fn from(mut self, source: impl IntoSource<D>) -> Self {
        let source = source.into_source();
        if self.node.from.is_some() {
            self.fail(BuildError::usage(
                "FROM is given twice: join the sources, with `cross_join` if every combination is meant",
            ));
        }
        self.node.from = Some(source.node);
        self.deepen(source.depth);
        self
    }

    /// `WHERE condition`; called again, both must hold.
    pub fn filter(self, condition: impl IntoExpr<D>) -> Self {
        self.condition(condition.into_expr(), |node| &mut node.filter)
    }

    /// `WHERE` all the conditions hold. An empty list is an error, never a filter that vanishes.
    pub fn filter_all(self, conditions: impl IntoIterator<Item = Expr<D>>) -> Self {
        self.filter(crate::all_of(conditions))
    }

    /// `GROUP BY columns`; called again, columns are added.
    pub fn group_by(mut self, columns: impl Columns<D>) -> Self {
        self.add(columns, |node| &mut node.group_by);
        self
    }

    /// `ORDER BY terms`; called again, terms are added. A text is a label of the select list.
    pub fn order_by(mut self, terms: impl OrderTerms<D>) -> Self {
        let (nodes, depth) = take_terms(terms);
        self.node.order_by.extend(nodes);
        self.deepen(depth);
        self
    }
}

impl<D: Levels> Joins<D> for Select<D> {
    type Joined = Select<D>;
    fn joined(mut self, extend: impl FnOnce(Source<D>) -> Source<D>) -> Select<D> {
        let left = match self.node.from.take() {
            Some(from) => Source::new(from, self.node.depth.saturating_sub(2)),
            None => {
                self.fail(BuildError::usage("a join was added before FROM: call `.from(..)` first"));
                return self;
            }
        };
        let joined = extend(left);
        self.node.from = Some(joined.node);
        self.deepen(joined.depth);
        self
    }
}

impl<D: Levels> Select<D> {
    /// `SELECT DISTINCT`
    pub fn distinct(mut self) -> Self
    where
        D::Distinct: Grants<D, cap::Distinct>,
    {
        self.node.distinct = DistinctNode::Distinct;
        self
    }

    /// `SELECT DISTINCT ON (columns)`: the first row, in the statement's order, for each combination of the columns.
    pub fn distinct_on(mut self, columns: impl Columns<D>) -> Self
    where
        D::DistinctOn: Grants<D, cap::DistinctOn>,
    {
        let (nodes, depth) = take_nodes(columns.into_columns());
        self.node.distinct = DistinctNode::On(nodes);
        self.deepen(depth);
        self
    }

    /// `GROUP BY ALL`: by every column that is not an aggregate.
    pub fn group_by_all(mut self) -> Self
    where
        D::GroupByAll: Grants<D, cap::GroupByAll>,
    {
        self.node.group_by_all = true;
        self
    }

    /// `GROUP BY ROLLUP (columns)`
    pub fn rollup(self, columns: impl Columns<D>) -> Self
    where
        D::Rollup: Grants<D, cap::Rollup>,
    {
        let (nodes, depth) = take_nodes(columns.into_columns());
        self.grouping(GroupingNode::Rollup(nodes), depth)
    }

    /// `GROUP BY CUBE (columns)`
    pub fn cube(self, columns: impl Columns<D>) -> Self
    where
        D::Cube: Grants<D, cap::Cube>,
    {
        let (nodes, depth) = take_nodes(columns.into_columns());
        self.grouping(GroupingNode::Cube(nodes), depth)
    }

    /// `GROUP BY GROUPING SETS (sets)`; an empty set is the grand total.
    pub fn grouping_sets(self, sets: impl IntoIterator<Item = Vec<Expr<D>>>) -> Self
    where
        D::GroupingSets: Grants<D, cap::GroupingSets>,
    {
        let mut depth = 0;
        let sets = sets
            .into_iter()
            .map(|set| {
                let (nodes, below) = take_nodes(set);
                depth = depth.max(below);
                nodes
            })
            .collect();
        self.grouping(GroupingNode::Sets(sets), depth)
    }

    fn grouping(mut self, grouping: GroupingNode, depth: usize) -> Self {
        self.node.group_by.push(Node::Grouping(Box::new(grouping)));
        self.deepen(depth + 1);
        self
    }

    /// `HAVING condition`: filters groups. Called again, both must hold.
    pub fn having(self, condition: impl IntoExpr<D>) -> Self
    where
        D::Having: Grants<D, cap::Having>,
    {
        self.condition(condition.into_expr(), |node| &mut node.having)
    }

    /// `WINDOW name AS (window)`
    pub fn named_window(mut self, name: impl Into<Name>, window: Window<D>) -> Self
    where
        D::NamedWindow: Grants<D, cap::NamedWindow>,
    {
        self.node.windows.push((name.into(), window.node));
        self.deepen(window.depth);
        self
    }

    /// `QUALIFY condition`: filters by window functions. Called again, both must hold.
    pub fn qualify(self, condition: impl IntoExpr<D>) -> Self
    where
        D::Qualify: Grants<D, cap::Qualify>,
    {
        self.condition(condition.into_expr(), |node| &mut node.qualify)
    }

    /// `ORDER BY ALL`: by every column, from left to right.
    pub fn order_by_all(mut self) -> Self
    where
        D::OrderByAll: Grants<D, cap::OrderByAll>,
    {
        self.node.order_by_all = true;
        self
    }

    /// `LIMIT rows`
    pub fn limit(mut self, rows: impl RowCount<D>) -> Self
    where
        D::Limit: Grants<D, cap::Limit>,
    {
        let rows = rows.into_row_count();
        self.node.limit = Some(LimitNode::Rows(rows.node));
        self.deepen(rows.depth);
        self
    }

    /// `OFFSET rows`
    pub fn offset(mut self, rows: impl RowCount<D>) -> Self
    where
        D::Offset: Grants<D, cap::Offset>,
    {
        let rows = rows.into_row_count();
        self.node.offset = Some(rows.node);
        self.deepen(rows.depth);
        self
    }

    /// `self UNION other`: the rows of both, each once.
    pub fn union(self, other: impl IntoQuery<D>) -> Compound<D>
    where
        D::Union: Grants<D, cap::Union>,
    {
        Compound::new(self, SetOperator::Union, other)
    }

    /// `self UNION ALL other`: the rows of both.
    pub fn union_all(self, other: impl IntoQuery<D>) -> Compound<D>
    where
        D::UnionAll: Grants<D, cap::UnionAll>,
    {
        Compound::new(self, SetOperator::UnionAll, other)
    }

    /// `self UNION ALL BY NAME other`: the rows of both, columns matched by name.
    pub fn union_all_by_name(self, other: impl IntoQuery<D>) -> Compound<D>
    where
        D::UnionByName: Grants<D, cap::UnionByName>,
    {
        Compound::new(self, SetOperator::UnionAllByName, other)
    }

    /// `self INTERSECT other`: the rows that are in both, each once.
    pub fn intersect(self, other: impl IntoQuery<D>) -> Compound<D>
    where
        D::Intersect: Grants<D, cap::Intersect>,
    {
        Compound::new(self, SetOperator::Intersect, other)
    }

    /// `self INTERSECT ALL other`: the rows that are in both, as often as in the one that has fewer.
    pub fn intersect_all(self, other: impl IntoQuery<D>) -> Compound<D>
    where
        D::IntersectAll: Grants<D, cap::IntersectAll>,
    {
        Compound::new(self, SetOperator::IntersectAll, other)
    }

    /// `self EXCEPT other`: the rows that are not in `other`, each once.
    pub fn except(self, other: impl IntoQuery<D>) -> Compound<D>
    where
        D::Except: Grants<D, cap::Except>,
    {
        Compound::new(self, SetOperator::Except, other)
    }

    /// `self EXCEPT ALL other`: each row as often as it is more often in `self` than in `other`.
    pub fn except_all(self, other: impl IntoQuery<D>) -> Compound<D>
    where
        D::ExceptAll: Grants<D, cap::ExceptAll>,
    {
        Compound::new(self, SetOperator::ExceptAll, other)
    }

    /// The query as a source for another FROM.
    pub fn subquery(self, name: impl Into<Name>) -> Subquery<D>
    where
        D::DerivedTable: Grants<D, cap::DerivedTable>,
    {
        derived(self, name.into())
    }

    /// The query as a named part of a statement: `WITH name AS (self)`.
    pub fn cte(self, name: impl Into<Name>) -> Cte<D>
    where
        D::Cte: Grants<D, cap::Cte>,
    {
        cte(self, name.into())
    }

    /// `EXISTS (self)`
    pub fn exists(self) -> Expr<D>
    where
        D::Exists: Grants<D, cap::Exists>,
    {
        crate::exists(self)
    }

    /// The query as a value: its one column of its one row; NULL if it has no row.
    pub fn scalar_subquery(self) -> Expr<D>
    where
        D::ScalarSubquery: Grants<D, cap::ScalarSubquery>,
    {
        scalar(self)
    }

    /// The statement for one member of the set that `D` is, or for an engine chosen by URL.
    pub fn on<E, I>(&self) -> Select<E>
    where
        D: Has<E, I>,
    {
        Select { node: self.node.clone(), dialect: PhantomData }
    }
}

/// The names of a query's columns, where all can be told from the tree.
pub(crate) fn output_names(query: &QueryNode) -> Option<Vec<Name>> {
    let columns = match query {
        // What it would have had is not known any more.
        QueryNode::Select(select) if select.error.is_some() => return None,
        QueryNode::Select(select) => &select.columns,
        QueryNode::Compound(compound) => return output_names(&compound.first),
        QueryNode::Dml(dml) => dml.returning(),
        QueryNode::Values(_) | QueryNode::Text(_) => return None,
    };
    let named = columns.iter().map(|column| match column {
        Node::Labelled(_, name) | Node::Column(_, name) => Some(name.clone()),
        _ => None,
    });
    named.collect()
}
