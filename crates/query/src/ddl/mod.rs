//! CREATE TABLE, DROP TABLE, TRUNCATE; beside them other objects, and ALTER TABLE.

mod alter;
mod objects;

use std::marker::PhantomData;

use aludel_dialect::{Grants, Has, Levels, cap};

use crate::Table;
use crate::query::{IntoQuery, QueryNode};
pub(crate) use alter::AlterAction;
pub use alter::{AlterTable, Alteration, alter_table};
pub(crate) use objects::{CreateNode, DropNode, Object};
pub use objects::{
    CreateObject, CreateView, DropObject, create_database, create_enum, create_index, create_materialized_view,
    create_schema, create_sequence, create_temporary_view, create_view, drop_database, drop_enum, drop_index,
    drop_materialized_view, drop_schema, drop_sequence, drop_view,
};

#[derive(Clone, Debug)]
pub(crate) enum DdlNode {
    CreateTable(CreateTableNode),
    DropTable { table: Table, if_exists: bool, cascade: bool },
    Truncate(Table),
    Create(Box<CreateNode>),
    Drop(Box<DropNode>),
    Alter(Table, Box<AlterAction>),
}

#[derive(Clone, Debug)]
pub(crate) struct CreateTableNode {
    pub(crate) table: Table,
    pub(crate) if_not_exists: bool,
    pub(crate) or_replace: bool,
    pub(crate) temporary: bool,
    pub(crate) query: Option<Box<QueryNode>>,
}

macro_rules! statement {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name<D> {
            pub(crate) node: DdlNode,
            dialect: PhantomData<fn() -> D>,
        }

        impl<D> Clone for $name<D> {
            fn clone(&self) -> Self {
                $name { node: self.node.clone(), dialect: PhantomData }
            }
        }

        impl<D: Levels> $name<D> {
            /// The statement for one member of the set that `D` is, or for an engine chosen by URL.
            pub fn on<E, I>(&self) -> $name<E>
            where
                D: Has<E, I>,
            {
                $name { node: self.node.clone(), dialect: PhantomData }
            }
        }
    };
}

use statement;

statement! {
    /// A CREATE TABLE for dialect `D`.
    ///
    /// ```
    /// # use aludel_query::{create_table, Column, CreateTable, Table};
    /// # use aludel_dialect::{Any, SqlType};
    /// let users = Table::new("users").column(Column::new("id", SqlType::Int64).not_null());
    /// let create: CreateTable<Any> = create_table(&users).if_not_exists();
    /// assert_eq!(create.to_string(), "CREATE TABLE IF NOT EXISTS users (id INT64 NOT NULL)");
    /// ```
    CreateTable
}

statement! {
    /// A DROP TABLE for dialect `D`.
    DropTable
}

statement! {
    /// A TRUNCATE for dialect `D`.
    Truncate
}

/// `CREATE TABLE table (columns)`. Indexes and comments are statements of their own, so a table that has some is an error here:
/// `table.create(&engine)` runs them all.
pub fn create_table<D: Levels>(table: &Table) -> CreateTable<D>
where
    D::CreateTable: Grants<D, cap::CreateTable>,
{
    CreateTable { node: create(table, None), dialect: PhantomData }
}

/// `CREATE TABLE table AS query`; the table's own columns are not used.
pub fn create_table_as<D: Levels>(table: &Table, query: impl IntoQuery<D>) -> CreateTable<D>
where
    D::CreateTableAs: Grants<D, cap::CreateTableAs>,
{
    let (query, _) = query.into_query().into_parts();
    CreateTable { node: create(table, Some(Box::new(query))), dialect: PhantomData }
}

fn create(table: &Table, query: Option<Box<QueryNode>>) -> DdlNode {
    DdlNode::CreateTable(CreateTableNode {
        table: table.clone(),
        if_not_exists: false,
        or_replace: false,
        temporary: false,
        query,
    })
}

impl<D: Levels> CreateTable<D> {
    fn change(mut self, change: impl FnOnce(&mut CreateTableNode)) -> Self {
        if let DdlNode::CreateTable(node) = &mut self.node {
            change(node);
        }
        self
    }

    /// `IF NOT EXISTS`
    pub fn if_not_exists(self) -> Self
    where
        D::CreateIfNotExists: Grants<D, cap::CreateIfNotExists>,
    {
        self.change(|node| node.if_not_exists = true)
    }

    /// `OR REPLACE`
    pub fn or_replace(self) -> Self
    where
        D::CreateOrReplace: Grants<D, cap::CreateOrReplace>,
    {
        self.change(|node| node.or_replace = true)
    }

    /// `TEMPORARY`: gone with the connection, so create it on a `connection()`, not on an engine.
    pub fn temporary(self) -> Self
    where
        D::TemporaryTable: Grants<D, cap::TemporaryTable>,
    {
        self.change(|node| node.temporary = true)
    }
}

/// `DROP TABLE table`
pub fn drop_table<D: Levels>(table: &Table) -> DropTable<D>
where
    D::DropTable: Grants<D, cap::DropTable>,
{
    let node = DdlNode::DropTable { table: table.clone(), if_exists: false, cascade: false };
    DropTable { node, dialect: PhantomData }
}

impl<D: Levels> DropTable<D> {
    /// `IF EXISTS`
    pub fn if_exists(mut self) -> Self
    where
        D::DropIfExists: Grants<D, cap::DropIfExists>,
    {
        if let DdlNode::DropTable { if_exists, .. } = &mut self.node {
            *if_exists = true;
        }
        self
    }

    /// `CASCADE`: what depends on the table goes too.
    pub fn cascade(mut self) -> Self
    where
        D::DropCascade: Grants<D, cap::DropCascade>,
    {
        if let DdlNode::DropTable { cascade, .. } = &mut self.node {
            *cascade = true;
        }
        self
    }
}

/// `TRUNCATE table`: removes every row, on purpose.
pub fn truncate<D: Levels>(table: &Table) -> Truncate<D>
where
    D::Truncate: Grants<D, cap::Truncate>,
{
    Truncate { node: DdlNode::Truncate(table.clone()), dialect: PhantomData }
}
