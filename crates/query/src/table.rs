//! Tables as values.

use std::fmt;
use std::sync::Arc;

use aludel_dialect::nearest;

use crate::expr::{Expr, Node};
use crate::options::OptionSet;
use crate::schema::ConstraintKind;
use crate::source::Origin;
use crate::{BuildError, Column, Constraint, Index, Name, TableOptions};

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
    options: OptionSet,
    time_column: Option<Name>,
    constraints: Arc<Vec<Constraint>>,
    /// In the engine's words.
    native_constraints: Arc<Vec<String>>,
    indexes: Arc<Vec<Index>>,
    comment: Option<String>,
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
            options: OptionSet::default(),
            time_column: None,
            constraints: Arc::default(),
            native_constraints: Arc::default(),
            indexes: Arc::default(),
            comment: None,
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

    /// The same table at the place of another: under its name, in its schema and its database, if it has them.
    ///
    /// ```
    /// use aludel_query::{Index, Table};
    ///
    /// let orders = Table::new("orders").in_schema("shop").index(Index::new("quick", ["day"]));
    /// let copy = orders.clone().renamed(&Table::new("orders_copy"));
    /// assert_eq!(copy.path(), ["orders_copy"]);
    /// assert_eq!(copy.indexes(), orders.indexes());
    /// ```
    pub fn renamed(self, other: &Table) -> Self {
        self.change(|data| {
            data.name = other.0.name.clone();
            (data.database, data.schema) = (other.0.database.clone(), other.0.schema.clone());
        })
    }

    /// Adds a column.
    pub fn column(self, mut column: Column) -> Self {
        self.change(|data| {
            let is_key = |constraint: &Constraint| match &constraint.kind {
                ConstraintKind::PrimaryKey(names) => names.contains(&column.name),
                _ => false,
            };
            if data.constraints.iter().any(is_key) {
                column = column.primary_key();
            }
            Arc::make_mut(&mut data.columns).push(column);
        })
    }

    /// Adds a constraint. The columns of a primary key are not NULL, as in every engine.
    pub fn constraint(self, constraint: Constraint) -> Self {
        self.change(|data| {
            if let ConstraintKind::PrimaryKey(names) = &constraint.kind {
                let keys = Arc::make_mut(&mut data.columns).iter_mut().filter(|column| names.contains(&column.name));
                keys.for_each(|column| (column.primary_key, column.nullable) = (true, false));
            }
            Arc::make_mut(&mut data.constraints).push(constraint);
        })
    }

    /// The constraints beyond those that a single column says of itself.
    pub fn constraints(&self) -> &[Constraint] {
        &self.0.constraints
    }

    /// Adds an index, which is a statement of its own: `table.create(&engine)` and `create_all` write it.
    pub fn index(self, index: Index) -> Self {
        self.change(|data| Arc::make_mut(&mut data.indexes).push(index))
    }

    /// The indexes that were added.
    pub fn indexes(&self) -> &[Index] {
        &self.0.indexes
    }

    /// A comment, which is a statement of its own: `table.create(&engine)` and `create_all` write it.
    pub fn with_comment(self, comment: impl Into<String>) -> Self {
        self.change(|data| data.comment = Some(comment.into()))
    }

    /// The comment on it.
    pub fn comment(&self) -> Option<&str> {
        self.0.comment.as_deref()
    }

    /// What one dialect says of the table beyond its columns, such as how it is stored; the other dialects pass it over. What
    /// an engine can do with a table may depend on it. Takes the place of options of the same type.
    pub fn with_options<O: TableOptions>(self, options: O) -> Self {
        self.change(|data| data.options.put(O::DIALECT, options))
    }

    /// What [`with_options`](Self::with_options) said, or an inspector found; `None` if it is not known.
    pub fn options<O: TableOptions>(&self) -> Option<&O> {
        self.0.options.get()
    }

    pub(crate) fn option_set(&self) -> &OptionSet {
        &self.0.options
    }

    /// Says which column holds the time of each row. It is a fact about the rows: an engine that keeps them by their time (the
    /// designated timestamp of QuestDB) is told so, to the others it makes no difference.
    pub fn with_time_column(self, name: impl Into<Name>) -> Self {
        self.change(|data| data.time_column = Some(name.into()))
    }

    /// The column that holds the time of each row, as far as it is known.
    pub fn time_column(&self) -> Option<&str> {
        self.0.time_column.as_deref()
    }

    /// Adds a constraint that is known in its engine's words alone, such as `CHECK (price > 0)`, as an inspector finds it.
    /// CREATE TABLE of a table that has one is an error, because it would be left out.
    pub fn with_native_constraint(self, sql: impl Into<String>) -> Self {
        self.change(|data| Arc::make_mut(&mut data.native_constraints).push(sql.into()))
    }

    /// The constraints that are known in the engine's words alone.
    pub fn native_constraints(&self) -> &[String] {
        &self.0.native_constraints
    }

    /// How it is stored, and nothing of its columns.
    pub(crate) fn without_columns(&self) -> Table {
        let mut stored = self.bare();
        let data = Arc::make_mut(&mut stored.0);
        data.options = self.0.options.clone();
        data.time_column = self.0.time_column.clone();
        stored
    }

    /// In `schema`, if it is in none; so are the tables without one that its foreign keys refer to.
    pub(crate) fn or_in_schema(self, schema: &Name) -> Table {
        self.change(|data| {
            data.schema.get_or_insert_with(|| schema.clone());
            let counts = |column: &Column| column.default().is_some_and(|default| default.sequence().is_some());
            if data.columns.iter().any(counts) {
                for column in Arc::make_mut(&mut data.columns) {
                    column.default = column.default.take().map(|default| default.or_in_schema(schema));
                }
            }
            let is_without =
                |constraint: &Constraint| constraint.references().is_some_and(|(table, _)| table.schema().is_none());
            if data.constraints.iter().any(is_without) {
                for constraint in Arc::make_mut(&mut data.constraints) {
                    if let ConstraintKind::ForeignKey { table, .. } = &mut constraint.kind
                        && table.schema().is_none()
                    {
                        *table = table.clone().in_schema(schema.clone());
                    }
                }
            }
        })
    }

    /// The table of this name in the current schema; so are those of its own schema that its foreign keys refer to.
    pub fn out_of_schema(self) -> Table {
        self.moved_to(None)
    }

    /// The same table under a name in `schema`, or in the current one; so are those of its own schema that its foreign keys
    /// refer to.
    pub fn moved_to(self, schema: Option<&str>) -> Table {
        let place = |table: Table| match schema {
            Some(schema) => table.in_schema(schema),
            None => table,
        };
        self.change(|data| {
            let own = data.schema.take();
            data.schema = schema.map(Name::from);
            data.database = None;
            if data.constraints.iter().any(|constraint| constraint.references().is_some()) {
                for constraint in Arc::make_mut(&mut data.constraints) {
                    if let ConstraintKind::ForeignKey { table, .. } = &mut constraint.kind
                        && table.schema() == own.as_deref()
                    {
                        *table = place(Table::new(table.name()));
                    }
                }
            }
        })
    }

    /// With these in the place of its constraints and indexes.
    pub(crate) fn with_constraints_and_indexes(self, constraints: Vec<Constraint>, indexes: Vec<Index>) -> Table {
        self.change(|data| (data.constraints, data.indexes) = (Arc::new(constraints), Arc::new(indexes)))
    }

    /// Without the UNIQUE that columns say of themselves.
    pub(crate) fn without_unique_columns(self) -> Table {
        self.change(|data| {
            if data.columns.iter().any(|column| column.unique) {
                Arc::make_mut(&mut data.columns).iter_mut().for_each(|column| column.unique = false);
            }
        })
    }

    /// With another column in the place of that of its name.
    pub(crate) fn with_column(self, column: Column) -> Table {
        self.change(|data| {
            if let Some(place) = data.columns.iter().position(|known| known.name == column.name) {
                Arc::make_mut(&mut data.columns)[place] = column;
            }
        })
    }

    pub(crate) fn with_options_of(self, other: &Table) -> Table {
        self.change(|data| data.options = other.0.options.clone())
    }

    /// Its name and where it stands, and nothing else that is known of it.
    pub fn bare(&self) -> Table {
        self.beside(self.0.name.clone())
    }

    /// The table `name` where this one stands: in the same schema of the same database. Nothing else is known of it.
    ///
    /// ```
    /// # use aludel_query::Table;
    /// let orders = Table::new("orders").in_schema("shop");
    /// assert_eq!(orders.beside("customers"), Table::new("customers").in_schema("shop"));
    /// ```
    pub fn beside(&self, name: impl Into<Name>) -> Table {
        let (database, schema) = (self.0.database.clone(), self.0.schema.clone());
        Table::new(name).change(|data| (data.database, data.schema) = (database, schema))
    }

    /// Without what CREATE TABLE can't say, and other statements do: indexes and comments.
    pub(crate) fn without_the_rest(&self) -> Table {
        self.clone().change(|data| {
            data.indexes = Arc::default();
            data.comment = None;
            if data.columns.iter().any(|column| column.comment.is_some()) {
                Arc::make_mut(&mut data.columns).iter_mut().for_each(|column| column.comment = None);
            }
        })
    }

    pub(crate) fn in_optional_schema(self, schema: Option<Name>) -> Table {
        self.change(|data| data.schema = schema)
    }

    /// The database that it is said to be in.
    pub fn database(&self) -> Option<&str> {
        self.0.database.as_deref()
    }

    /// The schema that it is said to be in.
    pub fn schema(&self) -> Option<&str> {
        self.0.schema.as_deref()
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
        // Names of a table are often as long as each other and begin alike: their ends tell them apart.
        let is_named =
            |own: &str| own.len() == name.len() && own.as_bytes().last() == name.as_bytes().last() && own == name;
        self.0.columns.iter().find(|column| is_named(column.name()))
    }

    /// The column `name`. If the table's columns are known and it is not among them, rendering the statement is an error
    /// that says so, with the names most like it.
    pub fn col<D>(&self, name: impl Into<Name>) -> Expr<D> {
        let name = name.into();
        match self.check(&name) {
            Ok(()) => Expr::leaf(Node::Column(Origin::Table(self.clone()), name)),
            Err(error) => Expr::leaf(Node::Poisoned(error)),
        }
    }

    /// Whether the table has the column, or its columns are not known. Upper and lower case differ, as they do in some
    /// engines.
    pub(crate) fn check(&self, name: &str) -> Result<(), Box<BuildError>> {
        if self.0.columns.is_empty() || self.find_column(name).is_some() {
            return Ok(());
        }
        Err(self.unknown_column(name))
    }

    #[cold]
    fn unknown_column(&self, name: &str) -> Box<BuildError> {
        let columns = &self.0.columns;
        Box::new(BuildError::UnknownColumn {
            table: self.0.name.to_string(),
            column: name.to_owned(),
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
