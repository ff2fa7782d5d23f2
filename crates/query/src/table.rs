//! Tables and columns as values.

use std::fmt;
use std::sync::Arc;

use aludel_dialect::{SqlType, Value, nearest};

use crate::expr::{Expr, Node};
use crate::source::Origin;
use crate::{BuildError, Name};

/// A column of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub(crate) name: Name,
    pub(crate) sql_type: SqlType,
    pub(crate) nullable: bool,
    pub(crate) primary_key: bool,
    pub(crate) unique: bool,
    pub(crate) default: Option<ColumnDefault>,
    /// The expression that it is computed from, in its engine's words.
    pub(crate) generated: Option<String>,
}

/// What a column is given where an INSERT leaves it out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ColumnDefault {
    Value(Value),
    /// In one dialect's words.
    Native {
        dialect: &'static str,
        sql: String,
    },
}

impl Column {
    /// A column that may be NULL.
    pub fn new(name: impl Into<Name>, sql_type: SqlType) -> Self {
        Column {
            name: name.into(),
            sql_type,
            nullable: true,
            primary_key: false,
            unique: false,
            default: None,
            generated: None,
        }
    }

    /// `NOT NULL`
    pub fn not_null(mut self) -> Self {
        self.nullable = false;
        self
    }

    /// Part of the table's primary key, and so not NULL.
    pub fn primary_key(mut self) -> Self {
        self.primary_key = true;
        self.nullable = false;
        self
    }

    /// `UNIQUE`
    pub fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// `DEFAULT value`
    pub fn default_value(mut self, value: impl Into<Value>) -> Self {
        self.default = Some(ColumnDefault::Value(value.into()));
        self
    }

    /// `DEFAULT expression`, in the words of `dialect`, as an inspector finds it; CREATE TABLE in another dialect is an error.
    pub fn default_native(mut self, dialect: &'static str, sql: impl Into<String>) -> Self {
        self.default = Some(ColumnDefault::Native { dialect, sql: sql.into() });
        self
    }

    /// The engine computes the column from this expression, in its own words, as an inspector finds it. CREATE TABLE with
    /// such a column is an error: how it is stored is not known here.
    pub fn generated_native(mut self, sql: impl Into<String>) -> Self {
        self.generated = Some(sql.into());
        self
    }

    /// Whether the engine computes the column from others.
    pub fn is_generated(&self) -> bool {
        self.generated.is_some()
    }

    /// The column's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The column's type.
    pub fn sql_type(&self) -> &SqlType {
        &self.sql_type
    }

    /// Whether the column may be NULL.
    pub fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// Whether the column is part of the primary key.
    pub fn is_primary_key(&self) -> bool {
        self.primary_key
    }
}

/// A table: its name, and its columns as far as they are known. Neutral, cheap to clone.
///
/// ```
/// # use aludel_query::{Column, Table};
/// # use aludel_dialect::SqlType;
/// let users = Table::new("users")
///     .column(Column::new("id", SqlType::Int64).primary_key())
///     .column(Column::new("name", SqlType::Text));
/// assert_eq!(users.to_string(), "users(id INT64 PRIMARY KEY, name TEXT)");
/// ```
#[derive(Clone, PartialEq)]
pub struct Table(Arc<TableData>);

#[derive(Clone, Debug, PartialEq)]
struct TableData {
    database: Option<Name>,
    schema: Option<Name>,
    name: Name,
    alias: Option<Name>,
    /// Shared with the table's aliases.
    columns: Arc<Vec<Column>>,
    options: Arc<Vec<(String, String)>>,
    /// In the engine's words.
    constraints: Arc<Vec<String>>,
}

impl Table {
    /// A table by its name. Until columns are added, any column name is taken on trust; once there are some, they are taken
    /// for all that it has: by CREATE TABLE, by rows that are inserted by position, and by a `*` that has to be written out
    /// because an engine lacks a clause beside it.
    pub fn new(name: impl Into<Name>) -> Self {
        let name = name.into();
        Table(Arc::new(TableData {
            database: None,
            schema: None,
            name,
            alias: None,
            columns: Arc::default(),
            options: Arc::default(),
            constraints: Arc::default(),
        }))
    }

    fn change(mut self, change: impl FnOnce(&mut TableData)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The table of this name in `schema`.
    pub fn in_schema(self, schema: impl Into<Name>) -> Self {
        self.change(|data| data.schema = Some(schema.into()))
    }

    /// The table of this name in a schema of `database`.
    pub fn in_database(self, database: impl Into<Name>) -> Self {
        self.change(|data| data.database = Some(database.into()))
    }

    /// Adds a column.
    pub fn column(self, column: Column) -> Self {
        self.change(|data| Arc::make_mut(&mut data.columns).push(column))
    }

    /// Says what else is known of the table in its engine's words, such as its storage. What an engine can do with a table may
    /// depend on it, and CREATE TABLE says it; an option that the dialect does not [read](crate::Spelling::table_options) is
    /// an error there.
    pub fn with_option(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.change(|data| Arc::make_mut(&mut data.options).push((name.into(), value.into())))
    }

    /// Adds a constraint that is known in its engine's words alone, such as `CHECK (price > 0)`, as an inspector finds it.
    /// CREATE TABLE of a table that has one is an error, because it would be left out.
    pub fn with_native_constraint(self, sql: impl Into<String>) -> Self {
        self.change(|data| Arc::make_mut(&mut data.constraints).push(sql.into()))
    }

    /// The constraints that are known in the engine's words alone.
    pub fn native_constraints(&self) -> &[String] {
        &self.0.constraints
    }

    /// The names that [`with_option`](Self::with_option) was given.
    pub fn options(&self) -> impl Iterator<Item = &str> {
        self.0.options.iter().map(|(name, _)| name.as_str())
    }

    /// What is known of it besides its columns.
    pub(crate) fn without_columns(&self) -> Table {
        self.clone().change(|data| data.columns = Arc::default())
    }

    /// What [`with_option`](Self::with_option) said last; `None` if it is not known.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.0.options.iter().rev().find_map(|(known, value)| (known == name).then_some(value.as_str()))
    }

    /// The same table under another name, to join it with itself.
    pub fn alias(&self, alias: impl Into<Name>) -> Self {
        self.clone().change(|data| data.alias = Some(alias.into()))
    }

    /// The table's own name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Database, schema and name, as far as they are given; the name last.
    pub fn path(&self) -> Vec<String> {
        self.path_names().map(|name| name.to_string()).collect()
    }

    pub(crate) fn path_names(&self) -> impl Iterator<Item = &Name> {
        self.0.database.iter().chain(self.0.schema.iter()).chain(std::iter::once(&self.0.name))
    }

    pub(crate) fn alias_name(&self) -> Option<&Name> {
        self.0.alias.as_ref()
    }

    /// Whether both name the same table in the same way, whatever is known of its columns.
    pub(crate) fn is_same(&self, other: &Table) -> bool {
        self.path_names().eq(other.path_names()) && self.0.alias == other.0.alias
    }

    /// The name that columns are qualified with: the alias, or the table's name.
    pub(crate) fn qualifier(&self) -> &Name {
        self.0.alias.as_ref().unwrap_or(&self.0.name)
    }

    /// The columns that are known.
    pub fn columns(&self) -> &[Column] {
        &self.0.columns
    }

    /// Finds a column; `None` if it is not among those that are known.
    pub fn find_column(&self, name: &str) -> Option<&Column> {
        self.0.columns.iter().find(|column| column.name() == name)
    }

    /// The column `name`. If the table's columns are known and it is not among them, rendering the statement is an error
    /// that says so, with the names most like it.
    pub fn col<D>(&self, name: impl Into<Name>) -> Expr<D> {
        match self.check(&name.into()) {
            Ok(name) => Expr::leaf(Node::Column(Origin::Table(self.clone()), name)),
            Err(error) => Expr::poisoned(error),
        }
    }

    /// The name, if the table has it or its columns are not known. Upper and lower case differ, as they do in some engines.
    pub(crate) fn check(&self, name: &Name) -> Result<Name, BuildError> {
        let columns = &self.0.columns;
        if columns.is_empty() || self.find_column(name).is_some() {
            return Ok(name.clone());
        }
        Err(BuildError::UnknownColumn {
            table: self.0.name.to_string(),
            column: name.to_string(),
            nearest: nearest(name, columns.iter().map(Column::name)),
            columns: columns.iter().map(|column| column.name().to_owned()).collect(),
        })
    }

    /// Every column: those that are known one by one, else `table.*`.
    pub fn all_columns<D>(&self) -> Vec<Expr<D>> {
        match self.0.columns.as_slice() {
            [] => vec![Expr::leaf(Node::Star(Some(Origin::Table(self.clone()))))],
            columns => columns.iter().map(|column| self.col(column.name.clone())).collect(),
        }
    }
}

/// The table of this name; a dot is part of the name, see [`Table::in_schema`].
impl From<&str> for Table {
    fn from(name: &str) -> Self {
        Table::new(name)
    }
}

impl From<&Table> for Table {
    fn from(table: &Table) -> Self {
        table.clone()
    }
}

/// The table as a declaration, for people.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, part) in self.path_names().enumerate() {
            write!(f, "{}{part}", if index == 0 { "" } else { "." })?;
        }
        if let Some(alias) = &self.0.alias {
            write!(f, " AS {alias}")?;
        }
        for (index, column) in self.0.columns.iter().enumerate() {
            write!(f, "{}{} {}", if index == 0 { "(" } else { ", " }, column.name, column.sql_type)?;
            match column {
                Column { primary_key: true, .. } => f.write_str(" PRIMARY KEY")?,
                Column { nullable: false, .. } => f.write_str(" NOT NULL")?,
                _ => {}
            }
        }
        if self.0.columns.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({self})")
    }
}
