//! The clauses of SELECT that few engines have.

use aludel_dialect::{Dialect, Grants, Levels, Value, cap};

use crate::expr::{Columns, IntoExpr, Node, RowCount, take_nodes};
use crate::sample_by::{SampleBy, SampleByNode};
use crate::select::{LimitNode, Select};
use crate::source::{SampleMethod, SampleNode, SampleSize};
use crate::{BuildError, Name, Text};

#[derive(Clone, Debug, Default)]
pub(crate) struct RareClauses {
    pub(crate) sample: Option<SampleNode>,
    pub(crate) array_join: Vec<(ArrayJoinKind, Vec<Node>)>,
    pub(crate) prewhere: Vec<Node>,
    pub(crate) with_totals: bool,
    pub(crate) limit_by: Option<(Node, Vec<Node>)>,
    pub(crate) sample_by: Option<SampleByNode>,
    pub(crate) latest_on: Option<(Node, Vec<Node>)>,
    pub(crate) lock: Option<RowLock>,
    pub(crate) settings: Vec<(Name, Value)>,
    pub(crate) own: Vec<OwnClause>,
}

/// A clause that one dialect alone has, in its own words.
#[derive(Clone, Debug)]
pub(crate) struct OwnClause {
    pub(crate) slot: ClauseSlot,
    pub(crate) dialect: &'static str,
    pub(crate) text: Text,
}

/// Where in a SELECT a dialect's own clause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClauseSlot {
    /// Behind FROM and its joins.
    AfterFrom,
    /// Behind WHERE, or where it would be.
    AfterWhere,
    /// Behind GROUP BY and HAVING, or where they would be.
    AfterGroupBy,
    /// Behind ORDER BY, or where it would be.
    AfterOrderBy,
    /// Behind everything.
    AtEnd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArrayJoinKind {
    Inner,
    Left,
}

/// How rows are locked for the rest of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowLock {
    /// `FOR UPDATE`
    Update,
    /// `FOR SHARE`
    Share,
}

impl<D: Levels> Select<D> {
    /// A clause that dialect `C` alone has, in its own words; for every other dialect the statement is an error. Meant for the
    /// author of a dialect, who gives it a method with a name, as an extension trait of [`Select`].
    pub fn own_clause<C: Dialect>(mut self, slot: ClauseSlot, clause: impl Into<Text>) -> Self {
        self.rare().own.push(OwnClause { slot, dialect: C::NAME, text: clause.into() });
        self
    }

    /// `WITH TOTALS`: one more row, aggregated over all.
    pub fn with_totals(mut self) -> Self
    where
        D::WithTotals: Grants<D, cap::WithTotals>,
    {
        self.rare().with_totals = true;
        self
    }

    /// `FETCH FIRST rows ROWS WITH TIES`: also the rows that are equal to the last in the statement's order.
    pub fn limit_with_ties(mut self, rows: impl RowCount<D>) -> Self
    where
        D::LimitWithTies: Grants<D, cap::LimitWithTies>,
    {
        let rows = rows.into_row_count();
        self.node.limit = Some(LimitNode::WithTies(rows.node));
        self.deepen(rows.depth);
        self
    }

    /// `LIMIT percent %`, 0 to 100.
    pub fn limit_percent(mut self, percent: f64) -> Self
    where
        D::LimitPercent: Grants<D, cap::LimitPercent>,
    {
        if !(0.0..=100.0).contains(&percent) {
            self.fail(BuildError::usage(format!("LIMIT takes 0 to 100 per cent, not {percent}")));
        }
        self.node.limit = Some(LimitNode::Percent(percent));
        self
    }

    /// `LIMIT rows BY columns`: so many rows for each combination of the columns.
    pub fn limit_by(mut self, rows: impl RowCount<D>, columns: impl Columns<D>) -> Self
    where
        D::LimitBy: Grants<D, cap::LimitBy>,
    {
        let rows = rows.into_row_count();
        let (nodes, depth) = take_nodes(columns.into_columns());
        if self.rare().limit_by.replace((rows.node, nodes)).is_some() {
            self.fail(BuildError::usage("LIMIT BY is given twice"));
        }
        self.deepen(depth.max(rows.depth));
        self
    }

    /// Draws a part of the rows of FROM, after WHERE.
    pub fn sample(mut self, size: SampleSize) -> Self
    where
        D::Sample: Grants<D, cap::Sample>,
    {
        if self.rare().sample.replace(SampleNode { size, method: None, seed: None }).is_some() {
            self.fail(BuildError::usage("a sample is given twice"));
        }
        self
    }

    /// Draws a part of the rows by `method`, the same part each time for the same `seed`.
    pub fn sample_repeatably(mut self, size: SampleSize, method: SampleMethod, seed: u32) -> Self
    where
        D::Sample: Grants<D, cap::Sample>,
        D::SampleMethod: Grants<D, cap::SampleMethod>,
        D::SampleSeed: Grants<D, cap::SampleSeed>,
    {
        if self.rare().sample.replace(SampleNode { size, method: Some(method), seed: Some(seed) }).is_some() {
            self.fail(BuildError::usage("a sample is given twice"));
        }
        self
    }

    /// `PREWHERE condition`: filters before the other columns are read.
    pub fn prewhere(self, condition: impl IntoExpr<D>) -> Self
    where
        D::Prewhere: Grants<D, cap::Prewhere>,
    {
        self.condition(condition.into_expr(), |node| &mut node.rare.get_or_insert_with(Box::default).prewhere)
    }

    /// `ARRAY JOIN arrays`: a row for each element; rows with an empty array are left out.
    pub fn array_join(self, arrays: impl Columns<D>) -> Self
    where
        D::ArrayJoin: Grants<D, cap::ArrayJoin>,
    {
        self.add_array_join(ArrayJoinKind::Inner, arrays)
    }

    /// `LEFT ARRAY JOIN arrays`: a row for each element; rows with an empty array are kept.
    pub fn left_array_join(self, arrays: impl Columns<D>) -> Self
    where
        D::ArrayJoin: Grants<D, cap::ArrayJoin>,
    {
        self.add_array_join(ArrayJoinKind::Left, arrays)
    }

    fn add_array_join(mut self, kind: ArrayJoinKind, arrays: impl Columns<D>) -> Self {
        let (nodes, depth) = take_nodes(arrays.into_columns());
        self.rare().array_join.push((kind, nodes));
        self.deepen(depth);
        self
    }

    /// `SAMPLE BY interval …`: groups a time series by time.
    pub fn sample_by(mut self, sample_by: SampleBy<D>) -> Self
    where
        D::SampleBy: Grants<D, cap::SampleBy>,
    {
        if self.rare().sample_by.replace(sample_by.node).is_some() {
            self.fail(BuildError::usage("SAMPLE BY is given twice"));
        }
        self.deepen(sample_by.depth);
        self
    }

    /// `LATEST ON time PARTITION BY columns`: of the rows that WHERE leaves, the latest for each combination of the columns.
    pub fn latest_on(mut self, time: impl IntoExpr<D>, columns: impl Columns<D>) -> Self
    where
        D::LatestOn: Grants<D, cap::LatestOn>,
    {
        let time = time.into_expr();
        let (nodes, depth) = take_nodes(columns.into_columns());
        if self.rare().latest_on.replace((time.node, nodes)).is_some() {
            self.fail(BuildError::usage("LATEST ON is given twice"));
        }
        self.deepen(depth.max(time.depth));
        self
    }

    /// `FOR UPDATE` or `FOR SHARE`
    pub fn lock_rows(mut self, lock: RowLock) -> Self
    where
        D::RowLock: Grants<D, cap::RowLock>,
    {
        self.rare().lock = Some(lock);
        self
    }

    /// `SETTINGS name = value`, for this statement alone.
    pub fn setting(mut self, name: impl Into<Name>, value: impl Into<Value>) -> Self
    where
        D::Settings: Grants<D, cap::Settings>,
    {
        self.rare().settings.push((name.into(), value.into()));
        self
    }
}
