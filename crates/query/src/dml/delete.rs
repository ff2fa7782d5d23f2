//! DELETE.

use std::marker::PhantomData;

use aludel_dialect::{Grants, Has, HasWhere, Levels, NoWhere, cap};

use super::{DeleteNode, DmlNode};
use crate::expr::{Columns, Expr, IntoExpr, take_nodes};
use crate::source::{IntoSource, SourceNode};
use crate::{BuildError, Table};

/// A DELETE for dialect `D`; `W` says whether it has a WHERE.
///
/// ```
/// # use aludel_query::{delete, Delete, Table};
/// # use aludel_dialect::{Any, HasWhere};
/// let users = Table::new("users");
/// let purge: Delete<Any, HasWhere> = delete(&users).filter(users.col("name").like("%temp%"));
/// assert_eq!(purge.to_string(), "DELETE FROM users WHERE users.name LIKE '%temp%' /* needs DELETE */");
/// ```
pub struct Delete<D, W = NoWhere> {
    pub(crate) node: Box<DmlNode>,
    types: PhantomData<fn() -> (D, W)>,
}

impl<D, W> Clone for Delete<D, W> {
    fn clone(&self) -> Self {
        Delete { node: self.node.clone(), types: PhantomData }
    }
}

/// `DELETE FROM table`
pub fn delete<D: Levels>(table: &Table) -> Delete<D>
where
    D::Delete: Grants<D, cap::Delete>,
{
    let node = DeleteNode { table: table.clone(), using: None, filter: Vec::new(), returning: Vec::new(), depth: 1 };
    Delete { node: Box::new(DmlNode::Delete(node)), types: PhantomData }
}

impl<D: Levels, W> Delete<D, W> {
    fn change(mut self, depth: usize, change: impl FnOnce(&mut DeleteNode)) -> Self {
        if let DmlNode::Delete(node) = &mut *self.node {
            node.depth = node.depth.max(depth + 1);
            change(node);
        }
        self
    }

    /// `USING source`: other rows that the WHERE may speak of.
    pub fn using(self, source: impl IntoSource<D>) -> Self
    where
        D::DeleteUsing: Grants<D, cap::DeleteUsing>,
    {
        let source = source.into_source();
        self.change(source.depth, |node| {
            node.using = Some(match node.using {
                None => source.node,
                Some(_) => {
                    let error = BuildError::usage("USING is given twice: join the sources");
                    SourceNode::Poisoned(Box::new(error))
                }
            });
        })
    }

    /// `WHERE condition`; called again, both must hold.
    pub fn filter(self, condition: impl IntoExpr<D>) -> Delete<D, HasWhere> {
        let condition = condition.into_expr();
        let changed = self.change(condition.depth, |node| node.filter.push(condition.node));
        Delete { node: changed.node, types: PhantomData }
    }

    /// `WHERE` all the conditions hold. An empty list is an error, never a filter that vanishes.
    pub fn filter_all(self, conditions: impl IntoIterator<Item = Expr<D>>) -> Delete<D, HasWhere> {
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
    pub fn on<E, I>(&self) -> Delete<E, W>
    where
        D: Has<E, I>,
    {
        Delete { node: self.node.clone(), types: PhantomData }
    }
}
