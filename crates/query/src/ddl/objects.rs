//! CREATE and DROP of what is no table.

use std::marker::PhantomData;

use aludel_dialect::{Grants, Has, Levels, cap};

use super::DdlNode;
use crate::query::{IntoQuery, QueryNode};
use crate::{EnumType, Index, Name, Sequence, Table};

/// What is made or dropped.
#[derive(Clone, Debug)]
pub(crate) enum Object {
    Schema(Table),
    Database(Name),
    View { place: Table, columns: Vec<Name>, query: Option<Box<QueryNode>> },
    MaterializedView { place: Table, query: Option<Box<QueryNode>> },
    Index { table: Table, index: Index },
    Sequence(Sequence),
    Enum(EnumType),
}

#[derive(Clone, Debug)]
pub(crate) struct CreateNode {
    pub(crate) object: Object,
    pub(crate) if_not_exists: bool,
    pub(crate) or_replace: bool,
    pub(crate) temporary: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct DropNode {
    pub(crate) object: Object,
    pub(crate) if_exists: bool,
}

super::statement! {
    /// A CREATE VIEW for dialect `D`.
    CreateView
}

super::statement! {
    /// A CREATE of a schema, a database, a materialized view, an index, a sequence or an enum, for dialect `D`.
    CreateObject
}

super::statement! {
    /// A DROP of what is no table, for dialect `D`.
    DropObject
}

fn create(object: Object) -> DdlNode {
    DdlNode::Create(Box::new(CreateNode { object, if_not_exists: false, or_replace: false, temporary: false }))
}

fn dropped<D>(object: Object) -> DropObject<D> {
    DropObject { node: DdlNode::Drop(Box::new(DropNode { object, if_exists: false })), dialect: PhantomData }
}

fn view_of<D: Levels>(view: &Table, query: impl IntoQuery<D>) -> CreateView<D> {
    let (query, _) = query.into_query().into_parts();
    let object = Object::View { place: view.bare(), columns: Vec::new(), query: Some(Box::new(query)) };
    CreateView { node: create(object), dialect: PhantomData }
}

/// `CREATE VIEW view AS query`; of the table only its name counts.
///
/// ```
/// # use aludel_query::{create_view, select, CreateView, Table};
/// # use aludel_dialect::Any;
/// let users = Table::new("users");
/// let names: CreateView<Any> = create_view(&Table::new("names"), select(users.col("name"))).or_replace();
/// assert_eq!(
///     names.to_string(),
///     "CREATE OR REPLACE VIEW names AS SELECT users.name FROM users /* needs CREATE OR REPLACE, views */"
/// );
/// ```
pub fn create_view<D: Levels>(view: &Table, query: impl IntoQuery<D>) -> CreateView<D>
where
    D::View: Grants<D, cap::View>,
{
    view_of(view, query)
}

/// `CREATE TEMPORARY VIEW view AS query`: gone with the connection, so create it on a `connection()`, not on an engine.
pub fn create_temporary_view<D: Levels>(view: &Table, query: impl IntoQuery<D>) -> CreateView<D>
where
    D::TemporaryView: Grants<D, cap::TemporaryView>,
{
    view_of(view, query).change(|node| node.temporary = true)
}

impl<D: Levels> CreateView<D> {
    fn change(mut self, change: impl FnOnce(&mut CreateNode)) -> Self {
        if let DdlNode::Create(node) = &mut self.node {
            change(node);
        }
        self
    }

    /// Names the view's columns.
    pub fn columns<N: Into<Name>>(self, names: impl IntoIterator<Item = N>) -> Self {
        self.change(|node| {
            if let Object::View { columns, .. } = &mut node.object {
                *columns = names.into_iter().map(N::into).collect();
            }
        })
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
}

impl<D: Levels> CreateObject<D> {
    /// `IF NOT EXISTS`
    pub fn if_not_exists(mut self) -> Self
    where
        D::CreateIfNotExists: Grants<D, cap::CreateIfNotExists>,
    {
        if let DdlNode::Create(node) = &mut self.node {
            node.if_not_exists = true;
        }
        self
    }
}

impl<D: Levels> DropObject<D> {
    /// `IF EXISTS`
    pub fn if_exists(mut self) -> Self
    where
        D::DropIfExists: Grants<D, cap::DropIfExists>,
    {
        if let DdlNode::Drop(node) = &mut self.node {
            node.if_exists = true;
        }
        self
    }
}

macro_rules! objects {
    ($($construct:ident $create:ident $made:literal $drop:ident $dropped:literal
        ($($argument:ident: $type:ty),*) $object:expr, ($($named:ident: $named_type:ty),*) $gone:expr;)+) => { $(
        #[doc = $made]
        pub fn $create<D: Levels>($($argument: $type),*) -> CreateObject<D>
        where
            D::$construct: Grants<D, cap::$construct>,
        {
            CreateObject { node: create($object), dialect: PhantomData }
        }

        #[doc = $dropped]
        pub fn $drop<D: Levels>($($named: $named_type),*) -> DropObject<D>
        where
            D::$construct: Grants<D, cap::$construct>,
        {
            dropped($gone)
        }
    )+ };
}

objects! {
    Schema create_schema "`CREATE SCHEMA name`" drop_schema "`DROP SCHEMA name`"
        (name: impl Into<Name>) Object::Schema(Table::new(name)), (name: impl Into<Name>) Object::Schema(Table::new(name));
    Database create_database "`CREATE DATABASE name`" drop_database "`DROP DATABASE name`, with all that is in it"
        (name: impl Into<Name>) Object::Database(name.into()), (name: impl Into<Name>) Object::Database(name.into());
    Index create_index "`CREATE INDEX … ON table`" drop_index "`DROP INDEX`, of the index `name` of `table`"
        (table: &Table, index: &Index) Object::Index { table: table.bare(), index: index.clone() },
        (table: &Table, name: impl Into<Name>)
            Object::Index { table: table.bare(), index: Index::new(name, Vec::<Name>::new()) };
    Sequence create_sequence "`CREATE SEQUENCE`" drop_sequence "`DROP SEQUENCE`"
        (sequence: &Sequence) Object::Sequence(sequence.clone()), (sequence: &Sequence) Object::Sequence(sequence.clone());
    EnumType create_enum "`CREATE TYPE … AS ENUM (…)`" drop_enum "`DROP TYPE`"
        (enumeration: &EnumType) Object::Enum(enumeration.clone()), (enumeration: &EnumType) Object::Enum(enumeration.clone());
}

/// `CREATE MATERIALIZED VIEW view AS query`, stored as the table's options say; of the table its name and its options count.
pub fn create_materialized_view<D: Levels>(view: &Table, query: impl IntoQuery<D>) -> CreateObject<D>
where
    D::MaterializedView: Grants<D, cap::MaterializedView>,
{
    let (query, _) = query.into_query().into_parts();
    let object = Object::MaterializedView { place: view.without_columns(), query: Some(Box::new(query)) };
    CreateObject { node: create(object), dialect: PhantomData }
}

/// `DROP VIEW view`
pub fn drop_view<D: Levels>(view: &Table) -> DropObject<D>
where
    D::View: Grants<D, cap::View>,
{
    dropped(Object::View { place: view.bare(), columns: Vec::new(), query: None })
}

/// `DROP MATERIALIZED VIEW view`
pub fn drop_materialized_view<D: Levels>(view: &Table) -> DropObject<D>
where
    D::MaterializedView: Grants<D, cap::MaterializedView>,
{
    dropped(Object::MaterializedView { place: view.bare(), query: None })
}
