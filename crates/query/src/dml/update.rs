//! UPDATE.

use std::marker::PhantomData;

use aludel_dialect::{Grants, Has, HasWhere, Levels, NoWhere, cap};

use super::{DmlNode, UpdateNode, target_column};
use crate::expr::{Columns, Expr, IntoExpr, Node, take_nodes};
use crate::source::IntoSource;
use crate::{BuildError, Name, Table};

/// Columns and their values: a tuple of pairs, whose values may be of any type, or an array or vector of pairs of a name and
/// an expression.
///
/// ```
/// # use aludel_query::{insert, Insert, Table};
/// # use aludel_dialect::Any;
/// let users = Table::new("users");
/// let tuple: Insert<Any> = insert(&users).values((("id", 1), ("name", "joe")));
/// let array: Insert<Any> = insert(&users).values([("id", 1.into()), ("name", "joe".into())]);
/// assert_eq!(tuple.to_string(), array.to_string());
/// ```
// An array of pairs whose values are not expressions would leave `1.into()` in an array without a type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be columns and their values",
    note = "write a tuple of pairs, `((\"id\", 1), (\"name\", \"joe\"))`, or make each value of an array an expression: `1.into()`"
)]
pub trait Assignments<D> {
    /// The names and nodes, with the depth of the deepest; for the statements of this crate.
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "only this crate's statements call it")]
    fn into_assignments(self) -> (Vec<(Name, Node)>, usize);
}

fn collect<D, N: Into<Name>>(pairs: impl IntoIterator<Item = (N, Expr<D>)>) -> (Vec<(Name, Node)>, usize) {
    let mut depth = 0;
    let pairs = pairs
        .into_iter()
        .map(|(name, value)| {
            depth = depth.max(value.depth);
            (name.into(), value.node)
        })
        .collect();
    (pairs, depth)
}

impl<D, N: Into<Name>, const K: usize> Assignments<D> for [(N, Expr<D>); K] {
    #[allow(private_interfaces, reason = "only this crate's statements call it")]
    fn into_assignments(self) -> (Vec<(Name, Node)>, usize) {
        collect(self)
    }
}

impl<D, N: Into<Name>> Assignments<D> for Vec<(N, Expr<D>)> {
    #[allow(private_interfaces, reason = "only this crate's statements call it")]
    fn into_assignments(self) -> (Vec<(Name, Node)>, usize) {
        collect(self)
    }
}

macro_rules! pairs {
    ($($name:ident $value:ident)+) => {
        #[diagnostic::do_not_recommend]
        impl<D, $($name: Into<Name>, $value: IntoExpr<D>),+> Assignments<D> for ($(($name, $value),)+) {
            #[allow(private_interfaces, reason = "only this crate's statements call it")]
            #[allow(non_snake_case, reason = "one name for type and value keeps the macro short")]
            fn into_assignments(self) -> (Vec<(Name, Node)>, usize) {
                let ($(($name, $value),)+) = self;
                let pairs: Vec<(Name, Expr<D>)> = vec![$(($name.into(), $value.into_expr())),+];
                collect(pairs)
            }
        }
    };
}

macro_rules! pairs_up_to {
    ($name:ident $value:ident) => { pairs!($name $value); };
    ($name:ident $value:ident $($rest:ident)+) => { pairs!($name $value $($rest)+); pairs_up_to!($($rest)+); };
}

pairs_up_to!(A B C E F G H I J K L M N O P Q R S T U V W X Y);

/// An UPDATE for dialect `D`; `W` says whether it has a WHERE.
///
/// ```
/// # use aludel_query::{update, Table, Update};
/// # use aludel_dialect::{Any, HasWhere};
/// let users = Table::new("users");
/// let rename: Update<Any, HasWhere> = update(&users).set("name", "Joe").filter(users.col("id").eq(1));
/// assert_eq!(rename.to_string(), "UPDATE users SET name = 'Joe' WHERE users.id = 1 /* needs UPDATE */");
/// ```
pub struct Update<D, W = NoWhere> {
    pub(crate) node: Box<DmlNode>,
    types: PhantomData<fn() -> (D, W)>,
}

impl<D, W> Clone for Update<D, W> {
    fn clone(&self) -> Self {
        Update { node: self.node.clone(), types: PhantomData }
    }
}

/// `UPDATE table`
pub fn update<D: Levels>(table: &Table) -> Update<D>
where
    D::Update: Grants<D, cap::Update>,
{
    let node = UpdateNode {
        table: table.clone(),
        assignments: Vec::new(),
        from: None,
        filter: Vec::new(),
        returning: Vec::new(),
        error: None,
        depth: 1,
    };
    Update { node: Box::new(DmlNode::Update(node)), types: PhantomData }
}

impl<D: Levels, W> Update<D, W> {
    fn change(mut self, depth: usize, change: impl FnOnce(&mut UpdateNode)) -> Self {
        if let DmlNode::Update(node) = &mut *self.node {
            node.depth = node.depth.max(depth + 1);
            change(node);
        }
        self
    }

    /// `SET column = value`
    pub fn set(self, column: impl Into<Name>, value: impl IntoExpr<D>) -> Self {
        let value = value.into_expr();
        let name = column.into();
        self.change(value.depth, |node| {
            let name = target_column(&node.table, name, &mut node.error);
            node.assignments.push((name, value.node));
        })
    }

    /// `SET` several columns.
    pub fn set_all(self, assignments: impl Assignments<D>) -> Self {
        let (assignments, depth) = assignments.into_assignments();
        self.change(depth, |node| {
            for (name, value) in assignments {
                let name = target_column(&node.table, name, &mut node.error);
                node.assignments.push((name, value));
            }
        })
    }

    /// `FROM source`: the rows to take values from, joined by the WHERE.
    pub fn from(self, source: impl IntoSource<D>) -> Self
    where
        D::UpdateFrom: Grants<D, cap::UpdateFrom>,
    {
        let source = source.into_source();
        self.change(source.depth, |node| {
            if node.from.replace(source.node).is_some() {
                let error = BuildError::usage("FROM is given twice: join the sources");
                node.error.get_or_insert_with(|| Box::new(error));
            }
        })
    }

    /// `WHERE condition`; called again, both must hold.
    pub fn filter(self, condition: impl IntoExpr<D>) -> Update<D, HasWhere> {
        let condition = condition.into_expr();
        let changed = self.change(condition.depth, |node| node.filter.push(condition.node));
        Update { node: changed.node, types: PhantomData }
    }

    /// `WHERE` all the conditions hold. An empty list is an error, never a filter that vanishes.
    pub fn filter_all(self, conditions: impl IntoIterator<Item = Expr<D>>) -> Update<D, HasWhere> {
        self.filter(crate::all_of(conditions))
    }

    /// `RETURNING columns`
    pub fn returning(self, columns: impl Columns<D>) -> Self
    where
        D::Returning: Grants<D, cap::Returning>,
    {
        let (nodes, depth) = take_nodes(columns.into_columns());
        self.change(depth, |node| node.returning.extend(nodes))
    }

    /// The statement for one member of the set that `D` is, or for an engine chosen by URL.
    pub fn on<E, I>(&self) -> Update<E, W>
    where
        D: Has<E, I>,
    {
        Update { node: self.node.clone(), types: PhantomData }
    }
}
