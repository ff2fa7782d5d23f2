//! PIVOT and UNPIVOT: values as columns, and columns as values.

use aludel_dialect::{Grants, Levels, Value, cap};

use crate::expr::{Columns, Node, take_nodes};
use crate::source::{IntoSource, Source, SourceNode};
use crate::subquery::Subquery;
use crate::{BuildError, Name, Table};

#[derive(Clone)]
pub(crate) struct PivotNode {
    pub(crate) source: SourceNode,
    pub(crate) aggregates: Vec<Node>,
    pub(crate) column: Name,
    pub(crate) values: Vec<(Value, Name)>,
    pub(crate) alias: Name,
}

#[derive(Clone)]
pub(crate) struct UnpivotNode {
    pub(crate) source: SourceNode,
    pub(crate) value: Name,
    pub(crate) name: Name,
    pub(crate) columns: Vec<Name>,
    pub(crate) nulls: UnpivotNulls,
    pub(crate) alias: Name,
}

/// What UNPIVOT does with columns that are NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnpivotNulls {
    /// They give no row.
    Exclude,
    /// They give a row.
    Include,
}

impl<D: Levels> Source<D> {
    /// `PIVOT (aggregates FOR column IN (values)) AS alias`: a column for each of the values of `column`, under the name beside
    /// it; the rows are grouped by all columns that stand neither here nor there.
    ///
    /// ```
    /// # use aludel_query::{func, select, star, Select, Table};
    /// # use aludel_dialect::Any;
    /// let sales = Table::new("sales");
    /// let by_year = sales.pivot("by_year", func::sum(sales.col("amount")), "year", [(2025, "last"), (2026, "this")]);
    /// let compared: Select<Any> = select(by_year.col("this") - by_year.col("last")).from(&by_year);
    /// assert!(compared.to_string().contains("FOR year IN (2025 AS last, 2026 AS this)) AS by_year"));
    /// ```
    pub fn pivot<V: Into<Value>, N: Into<Name>>(
        self,
        alias: impl Into<Name>,
        aggregates: impl Columns<D>,
        column: impl Into<Name>,
        values: impl IntoIterator<Item = (V, N)>,
    ) -> Subquery<D>
    where
        D::Pivot: Grants<D, cap::Pivot>,
    {
        let (aggregates, depth) = take_nodes(aggregates.into_columns());
        let (alias, column) = (alias.into(), column.into());
        let values: Vec<(Value, Name)> = values.into_iter().map(|(value, name)| (value.into(), name.into())).collect();
        let name = alias.clone();
        let below = self.depth.max(depth);
        let source = self.of_one("PIVOT", |source| match values.is_empty() || aggregates.is_empty() {
            true => SourceNode::Poisoned(Box::new(BuildError::Empty {
                what: "PIVOT",
                instead: "give it an aggregate and the values that become columns",
            })),
            false => SourceNode::Pivot(Box::new(PivotNode { source, aggregates, column, values, alias })),
        });
        Subquery { source: Source::new(source.node, below), name, known: None }
    }

    /// `UNPIVOT (value FOR name IN (columns)) AS alias`: a row for each of the columns, with its name in the column `name` and
    /// its value in the column `value`.
    pub fn unpivot<N: Into<Name>>(
        self,
        alias: impl Into<Name>,
        value: impl Into<Name>,
        name: impl Into<Name>,
        columns: impl IntoIterator<Item = N>,
        nulls: UnpivotNulls,
    ) -> Subquery<D>
    where
        D::Unpivot: Grants<D, cap::Unpivot>,
    {
        let (alias, value, column) = (alias.into(), value.into(), name.into());
        let columns: Vec<Name> = columns.into_iter().map(N::into).collect();
        let (name, below) = (alias.clone(), self.depth);
        let source = self.of_one("UNPIVOT", |source| match columns.is_empty() {
            true => SourceNode::Poisoned(Box::new(BuildError::Empty {
                what: "UNPIVOT",
                instead: "name the columns that become rows",
            })),
            false => SourceNode::Unpivot(Box::new(UnpivotNode { source, value, name: column, columns, nulls, alias })),
        });
        Subquery { source: Source::new(source.node, below), name, known: None }
    }
}

impl Table {
    /// Values as columns; see [`Source::pivot`].
    pub fn pivot<D: Levels, V: Into<Value>, N: Into<Name>>(
        &self,
        alias: impl Into<Name>,
        aggregates: impl Columns<D>,
        column: impl Into<Name>,
        values: impl IntoIterator<Item = (V, N)>,
    ) -> Subquery<D>
    where
        D::Pivot: Grants<D, cap::Pivot>,
    {
        self.into_source().pivot(alias, aggregates, column, values)
    }

    /// Columns as values; see [`Source::unpivot`].
    pub fn unpivot<D: Levels, N: Into<Name>>(
        &self,
        alias: impl Into<Name>,
        value: impl Into<Name>,
        name: impl Into<Name>,
        columns: impl IntoIterator<Item = N>,
        nulls: UnpivotNulls,
    ) -> Subquery<D>
    where
        D::Unpivot: Grants<D, cap::Unpivot>,
    {
        self.into_source().unpivot(alias, value, name, columns, nulls)
    }
}
