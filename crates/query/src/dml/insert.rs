//! INSERT.

use std::marker::PhantomData;

use aludel_dialect::{Grants, Has, Levels, cap};

use super::{Assignments, DmlNode, target_column};
use crate::expr::{Columns, Expr, Node, RowValues, take_nodes};
use crate::query::{IntoQuery, QueryNode};
use crate::source::Origin;
use crate::{BuildError, Name, Table};

#[derive(Clone, Debug)]
pub(crate) struct InsertNode {
    pub(crate) table: Table,
    pub(crate) columns: Vec<Name>,
    pub(crate) rows: InsertRows,
    pub(crate) by_name: bool,
    pub(crate) or_replace: bool,
    pub(crate) conflict: Option<(ConflictTarget, ConflictAction)>,
    pub(crate) returning: Vec<Node>,
    pub(crate) error: Option<Box<BuildError>>,
    pub(crate) depth: usize,
}

impl InsertNode {
    fn fail(&mut self, message: &str) {
        self.error.get_or_insert_with(|| Box::new(BuildError::usage(message)));
    }

    /// Takes the rows from a query or the defaults; those that were given before would be lost.
    fn take_rows(&mut self, rows: InsertRows) {
        if !matches!(&self.rows, InsertRows::Values(values) if values.is_empty()) {
            self.fail("an INSERT takes its rows from values, from a query or from the defaults, not from two of them");
        }
        self.rows = rows;
    }
}

#[derive(Clone, Debug)]
pub(crate) enum InsertRows {
    /// The values, row after row, each as long as the list of columns.
    Values(Vec<Vec<Node>>),
    Query(Box<QueryNode>),
    Defaults,
}

#[derive(Clone, Debug)]
pub(crate) enum ConflictTarget {
    Columns(Vec<Name>),
    Constraint(Name),
}

#[derive(Clone, Debug)]
pub(crate) enum ConflictAction {
    Nothing,
    Update(Vec<(Name, Node)>),
}

/// An INSERT for dialect `D`.
///
/// ```
/// # use aludel_query::{insert, Insert, Table};
/// # use aludel_dialect::Any;
/// let users = Table::new("users");
/// let joe: Insert<Any> = insert(&users).values((("id", 1), ("name", "joe")));
/// assert_eq!(joe.to_string(), "INSERT INTO users (id, name) VALUES (1, 'joe')");
/// ```
pub struct Insert<D> {
    pub(crate) node: Box<DmlNode>,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for Insert<D> {
    fn clone(&self) -> Self {
        Insert { node: self.node.clone(), dialect: PhantomData }
    }
}

/// `INSERT INTO table`
pub fn insert<D: Levels>(table: &Table) -> Insert<D>
where
    D::Insert: Grants<D, cap::Insert>,
{
    let node = InsertNode {
        table: table.clone(),
        columns: Vec::new(),
        rows: InsertRows::Values(Vec::new()),
        by_name: false,
        or_replace: false,
        conflict: None,
        returning: Vec::new(),
        error: None,
        depth: 1,
    };
    Insert { node: Box::new(DmlNode::Insert(node)), dialect: PhantomData }
}

impl Table {
    /// `INSERT INTO` this table.
    pub fn insert<D: Levels>(&self) -> Insert<D>
    where
        D::Insert: Grants<D, cap::Insert>,
    {
        insert(self)
    }
}

/// The row that could not be inserted, in [`Insert::on_conflict_do_update`]: `excluded.name`.
pub fn excluded<D>(name: impl Into<Name>) -> Expr<D> {
    Expr::leaf(Node::Column(Origin::Derived(Name::from_static("excluded")), name.into()))
}

/// DEFAULT, as a value in INSERT.
pub fn default<D: Levels>() -> Expr<D>
where
    D::DefaultValue: Grants<D, cap::DefaultValue>,
{
    Expr::leaf(Node::Keyword("DEFAULT"))
}

impl<D: Levels> Insert<D> {
    fn change(mut self, change: impl FnOnce(&mut InsertNode)) -> Self {
        if let DmlNode::Insert(node) = &mut *self.node {
            change(node);
        }
        self
    }

    /// Names the columns, for [`row`](Self::row) and [`rows`](Self::rows).
    pub fn columns<N: Into<Name>>(self, columns: impl IntoIterator<Item = N>) -> Self {
        self.change(|node| {
            let names = columns.into_iter().map(N::into);
            node.columns = names.map(|name| target_column(&node.table, name, &mut node.error)).collect();
        })
    }

    /// One row, as columns and their values. Called again, another row with the same columns.
    pub fn values(self, values: impl Assignments<D>) -> Self {
        let (values, depth) = values.into_assignments();
        let (names, values): (Vec<Name>, Vec<Node>) = values.into_iter().unzip();
        let named = self.change(|node| {
            let first = node.columns.is_empty();
            let names: Vec<Name> =
                names.into_iter().map(|name| target_column(&node.table, name, &mut node.error)).collect();
            if first {
                node.columns = names;
            } else if node.columns != names {
                node.error.get_or_insert_with(|| {
                    Box::new(BuildError::usage("the rows of an INSERT must name the same columns in the same order"))
                });
            }
        });
        named.add_row(values, depth)
    }

    /// One row of values, in the order of [`columns`](Self::columns), or of the table's own columns.
    pub fn row(self, values: impl RowValues<D>) -> Self {
        let (nodes, depth) = take_nodes(values.into_values());
        self.add_row(nodes, depth)
    }

    fn add_row(self, nodes: Vec<Node>, depth: usize) -> Self {
        self.change(|node| {
            node.depth = node.depth.max(depth + 1);
            match &mut node.rows {
                InsertRows::Values(rows) => rows.push(nodes),
                InsertRows::Query(_) | InsertRows::Defaults => {
                    node.error.get_or_insert_with(|| {
                        Box::new(BuildError::usage("an INSERT takes its rows from values or from a query, not both"))
                    });
                }
            }
        })
    }

    /// Many rows of values in one statement.
    pub fn rows<R: RowValues<D>>(self, rows: impl IntoIterator<Item = R>) -> Self
    where
        D::InsertManyRows: Grants<D, cap::InsertManyRows>,
    {
        rows.into_iter().fold(self, Self::row)
    }

    /// `INSERT INTO table (columns) query`
    pub fn from_select<N: Into<Name>>(self, columns: impl IntoIterator<Item = N>, query: impl IntoQuery<D>) -> Self
    where
        D::InsertFromSelect: Grants<D, cap::InsertFromSelect>,
    {
        let (query, depth) = query.into_query().into_parts();
        self.columns(columns).change(|node| {
            node.depth = node.depth.max(depth + 1);
            node.take_rows(InsertRows::Query(Box::new(query)));
        })
    }

    /// `INSERT INTO table DEFAULT VALUES`
    pub fn default_values(self) -> Self
    where
        D::InsertDefaultValues: Grants<D, cap::InsertDefaultValues>,
    {
        self.change(|node| node.take_rows(InsertRows::Defaults))
    }

    /// `INSERT INTO table BY NAME query`: columns are matched by name.
    pub fn by_name(self) -> Self
    where
        D::InsertByName: Grants<D, cap::InsertByName>,
    {
        self.change(|node| node.by_name = true)
    }

    /// `INSERT OR REPLACE`: a row with the same key is replaced.
    pub fn or_replace(self) -> Self
    where
        D::InsertOrReplace: Grants<D, cap::InsertOrReplace>,
    {
        self.change(|node| node.or_replace = true)
    }

    fn on_conflict(self, mut target: ConflictTarget, mut action: ConflictAction, depth: usize) -> Self {
        self.change(|node| {
            node.depth = node.depth.max(depth + 1);
            if node.conflict.is_some() {
                node.fail("ON CONFLICT is given twice");
            }
            if let ConflictTarget::Columns(columns) = &mut target {
                for name in columns {
                    *name = target_column(&node.table, name.clone(), &mut node.error);
                }
            }
            if let ConflictAction::Update(assignments) = &mut action {
                for (name, _) in assignments {
                    *name = target_column(&node.table, name.clone(), &mut node.error);
                }
            }
            node.conflict = Some((target, action));
        })
    }

    /// `ON CONFLICT (columns) DO NOTHING`; no columns: any conflict.
    pub fn on_conflict_do_nothing<N: Into<Name>>(self, columns: impl IntoIterator<Item = N>) -> Self
    where
        D::OnConflictDoNothing: Grants<D, cap::OnConflictDoNothing>,
    {
        let columns = columns.into_iter().map(N::into).collect();
        self.on_conflict(ConflictTarget::Columns(columns), ConflictAction::Nothing, 0)
    }

    /// `ON CONFLICT (columns) DO UPDATE SET assignments`; [`excluded`] is the row that could not be inserted.
    pub fn on_conflict_do_update<N: Into<Name>>(
        self,
        columns: impl IntoIterator<Item = N>,
        assignments: impl Assignments<D>,
    ) -> Self
    where
        D::OnConflictDoUpdate: Grants<D, cap::OnConflictDoUpdate>,
    {
        let columns = columns.into_iter().map(N::into).collect();
        let (assignments, depth) = assignments.into_assignments();
        self.on_conflict(ConflictTarget::Columns(columns), ConflictAction::Update(assignments), depth)
    }

    /// `ON CONFLICT ON CONSTRAINT name DO UPDATE SET assignments`
    pub fn on_constraint_do_update(self, name: impl Into<Name>, assignments: impl Assignments<D>) -> Self
    where
        D::OnConflictDoUpdate: Grants<D, cap::OnConflictDoUpdate>,
        D::OnConflictConstraint: Grants<D, cap::OnConflictConstraint>,
    {
        let (assignments, depth) = assignments.into_assignments();
        self.on_conflict(ConflictTarget::Constraint(name.into()), ConflictAction::Update(assignments), depth)
    }

    /// `RETURNING columns`
    pub fn returning(self, columns: impl Columns<D>) -> Self
    where
        D::Returning: Grants<D, cap::Returning>,
    {
        let (nodes, depth) = take_nodes(columns.into_columns());
        self.change(|node| {
            node.depth = node.depth.max(depth + 1);
            node.returning.extend(nodes);
        })
    }

    /// The statement for one member of the set that `D` is, or for an engine chosen by URL.
    pub fn on<E, I>(&self) -> Insert<E>
    where
        D: Has<E, I>,
    {
        Insert { node: self.node.clone(), dialect: PhantomData }
    }
}
