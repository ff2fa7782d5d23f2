//! ALTER TABLE and comments.

use std::marker::PhantomData;

use aludel_dialect::{Any, Grants, Has, Levels, SqlType, Value, cap};

use super::DdlNode;
use crate::schema::SchemaExpr;
use crate::{Column, IntoExpr, Name, Table};

#[derive(Clone, Debug)]
pub(crate) enum AlterAction {
    AddColumn(Box<Column>),
    DropColumn(Name),
    RenameColumn(Name, Name),
    ColumnType(Name, SqlType),
    SetDefault(Name, SchemaExpr),
    DropDefault(Name),
    SetNotNull(Name),
    DropNotNull(Name),
    RenameTable(Name),
    CommentTable(Option<String>),
    CommentColumn(Name, Option<String>),
}

super::statement! {
    /// An ALTER TABLE, or a comment, for dialect `D`; made by [`alter_table`].
    AlterTable
}

/// The table that is to be altered; its methods say how.
#[derive(Clone, Debug)]
pub struct Alteration(Table);

/// Alters a table, one thing at a time.
///
/// ```
/// # use aludel_query::{alter_table, AlterTable, Table};
/// # use aludel_dialect::Any;
/// let users = Table::new("users");
/// let renamed: AlterTable<Any> = alter_table(&users).rename_column("name", "full_name");
/// assert_eq!(
///     renamed.to_string(),
///     "ALTER TABLE users RENAME COLUMN name TO full_name /* needs ALTER TABLE … RENAME COLUMN */"
/// );
/// ```
pub fn alter_table(table: &Table) -> Alteration {
    Alteration(table.clone())
}

macro_rules! actions {
    ($($construct:ident $(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) $action:expr;)+) => {
        impl Alteration {
            $(
                $(#[$doc])*
                pub fn $name<D: Levels>(self, $($argument: $type),*) -> AlterTable<D>
                where
                    D::$construct: Grants<D, cap::$construct>,
                {
                    AlterTable { node: DdlNode::Alter(self.0, Box::new($action)), dialect: PhantomData }
                }
            )+
        }
    };
}

actions! {
    AlterAddColumn
        /// `ADD COLUMN`
        add_column(column: Column) AlterAction::AddColumn(Box::new(column));
    AlterDropColumn
        /// `DROP COLUMN`
        drop_column(name: impl Into<Name>) AlterAction::DropColumn(name.into());
    AlterRenameColumn
        /// `RENAME COLUMN name TO other`
        rename_column(name: impl Into<Name>, other: impl Into<Name>) AlterAction::RenameColumn(name.into(), other.into());
    AlterColumnType
        /// `ALTER COLUMN name TYPE`
        column_type(name: impl Into<Name>, sql_type: SqlType) AlterAction::ColumnType(name.into(), sql_type);
    AlterColumnDefault
        /// `ALTER COLUMN name SET DEFAULT value`
        set_default(name: impl Into<Name>, value: impl Into<Value>)
            AlterAction::SetDefault(name.into(), SchemaExpr::value(value));
    AlterColumnDefault
        /// `ALTER COLUMN name SET DEFAULT expression`
        set_default_expression(name: impl Into<Name>, expression: impl IntoExpr<Any>)
            AlterAction::SetDefault(name.into(), SchemaExpr::expression(expression));
    AlterColumnDefault
        /// `ALTER COLUMN name DROP DEFAULT`
        drop_default(name: impl Into<Name>) AlterAction::DropDefault(name.into());
    AlterColumnNullability
        /// `ALTER COLUMN name SET NOT NULL`. An engine whose types tell whether there may be NULL must know the column's: the
        /// table has it, or it is an error.
        set_not_null(name: impl Into<Name>) AlterAction::SetNotNull(name.into());
    AlterColumnNullability
        /// `ALTER COLUMN name DROP NOT NULL`; see [`set_not_null`](Self::set_not_null).
        drop_not_null(name: impl Into<Name>) AlterAction::DropNotNull(name.into());
    RenameTable
        /// `RENAME TO name`: the table stays in its schema.
        rename_to(name: impl Into<Name>) AlterAction::RenameTable(name.into());
    TableComment
        /// `COMMENT ON TABLE table IS comment`
        comment(comment: impl Into<String>) AlterAction::CommentTable(Some(comment.into()));
    TableComment
        /// `COMMENT ON TABLE table IS NULL`
        drop_comment() AlterAction::CommentTable(None);
    ColumnComment
        /// `COMMENT ON COLUMN name IS comment`
        comment_column(name: impl Into<Name>, comment: impl Into<String>)
            AlterAction::CommentColumn(name.into(), Some(comment.into()));
    ColumnComment
        /// `COMMENT ON COLUMN name IS NULL`
        drop_column_comment(name: impl Into<Name>) AlterAction::CommentColumn(name.into(), None);
}

impl Alteration {
    /// `ALTER COLUMN name SET DEFAULT`, to what another table's column has.
    pub(crate) fn set_default_to(self, name: &Name, default: SchemaExpr) -> AlterTable<Any> {
        AlterTable {
            node: DdlNode::Alter(self.0, Box::new(AlterAction::SetDefault(name.clone(), default))),
            dialect: PhantomData,
        }
    }
}
