//! Constraints of a table.

use aludel_dialect::Any;

use super::SchemaExpr;
use crate::{IntoExpr, Name, Table};

/// A constraint of a table: [`Table::constraint`] adds it.
///
/// ```
/// use aludel_dialect::SqlType;
/// use aludel_query::{Column, Constraint, Table, create_table};
/// # use aludel_dialect::Any;
///
/// let users = Table::new("users").column(Column::new("id", SqlType::Int64).primary_key());
/// let orders = Table::new("orders")
///     .column(Column::new("line", SqlType::Int64))
///     .column(Column::new("user_id", SqlType::Int64))
///     .constraint(Constraint::foreign_key(["user_id"], &users, ["id"]))
///     .constraint(Constraint::unique(["user_id", "line"]).named("one_line"));
/// let orders = orders.clone().constraint(Constraint::check(orders.col("line").gt(0)));
/// assert_eq!(
///     create_table::<Any>(&orders).to_string(),
///     "CREATE TABLE orders (line INT64, user_id INT64, FOREIGN KEY (user_id) REFERENCES users (id), \
///      CONSTRAINT one_line UNIQUE (user_id, line), CHECK (line > 0)) /* needs FOREIGN KEY, UNIQUE, CHECK */"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Constraint {
    pub(crate) name: Option<Name>,
    pub(crate) kind: ConstraintKind,
    pub(crate) on_delete: Option<ReferentialAction>,
    pub(crate) on_update: Option<ReferentialAction>,
}

/// What happens to the rows that refer to one that is deleted, or whose key is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferentialAction {
    /// The change is refused at the end of the statement or of the transaction; this is what happens where nothing is said.
    NoAction,
    /// The change is refused at once.
    Restrict,
    /// They are deleted too, or get the new key.
    Cascade,
    /// They refer to nothing from then on.
    SetNull,
    /// They refer to what the default of their columns says.
    SetDefault,
}

impl ReferentialAction {
    /// Its words in SQL: `SET NULL`.
    pub fn words(self) -> &'static str {
        match self {
            ReferentialAction::NoAction => "NO ACTION",
            ReferentialAction::Restrict => "RESTRICT",
            ReferentialAction::Cascade => "CASCADE",
            ReferentialAction::SetNull => "SET NULL",
            ReferentialAction::SetDefault => "SET DEFAULT",
        }
    }

    /// Whether it changes the rows that refer to others.
    pub fn changes_rows(self) -> bool {
        !matches!(self, ReferentialAction::NoAction | ReferentialAction::Restrict)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ConstraintKind {
    PrimaryKey(Vec<Name>),
    Unique(Vec<Name>),
    /// `table` without its columns.
    ForeignKey {
        columns: Vec<Name>,
        table: Table,
        referred: Vec<Name>,
    },
    Check(SchemaExpr),
}

fn names<N: Into<Name>>(names: impl IntoIterator<Item = N>) -> Vec<Name> {
    names.into_iter().map(N::into).collect()
}

impl Constraint {
    fn new(kind: ConstraintKind) -> Self {
        Constraint { name: None, kind, on_delete: None, on_update: None }
    }

    /// `PRIMARY KEY (columns)`, in this order. The key that [`Column::primary_key`](crate::Column::primary_key) makes has the
    /// order of the columns.
    pub fn primary_key<N: Into<Name>>(columns: impl IntoIterator<Item = N>) -> Self {
        Self::new(ConstraintKind::PrimaryKey(names(columns)))
    }

    /// `UNIQUE (columns)`
    pub fn unique<N: Into<Name>>(columns: impl IntoIterator<Item = N>) -> Self {
        Self::new(ConstraintKind::Unique(names(columns)))
    }

    /// `FOREIGN KEY (columns) REFERENCES table (referred)`
    pub fn foreign_key<N: Into<Name>, R: Into<Name>>(
        columns: impl IntoIterator<Item = N>,
        table: &Table,
        referred: impl IntoIterator<Item = R>,
    ) -> Self {
        let (columns, referred) = (names(columns), names(referred));
        Self::new(ConstraintKind::ForeignKey { columns, table: table.bare(), referred })
    }

    /// `ON DELETE action`, of a foreign key.
    pub fn on_delete(mut self, action: ReferentialAction) -> Self {
        self.on_delete = Some(action);
        self
    }

    /// `ON UPDATE action`, of a foreign key.
    pub fn on_update(mut self, action: ReferentialAction) -> Self {
        self.on_update = Some(action);
        self
    }

    /// What a foreign key does when a row that is referred to is deleted, and when its key is changed; `None`: nothing is said.
    pub fn actions(&self) -> (Option<ReferentialAction>, Option<ReferentialAction>) {
        (self.on_delete, self.on_update)
    }

    /// The actions that change rows, in SQL. The others refuse the change, as the engine does where nothing is said, and engines
    /// forget them.
    pub(crate) fn action_words(&self) -> String {
        let words = |what: &str, action: Option<ReferentialAction>| match action.filter(|action| action.changes_rows())
        {
            Some(action) => format!(" ON {what} {}", action.words()),
            None => String::new(),
        };
        words("DELETE", self.on_delete) + &words("UPDATE", self.on_update)
    }

    /// `CHECK (condition)`
    pub fn check(condition: impl IntoExpr<Any>) -> Self {
        Self::new(ConstraintKind::Check(SchemaExpr::expression(condition)))
    }

    /// `CHECK (condition)` in the words of `dialect`, as an inspector finds it.
    pub fn check_native(dialect: &'static str, condition: impl Into<String>) -> Self {
        Self::new(ConstraintKind::Check(SchemaExpr::native(dialect, condition)))
    }

    /// `CONSTRAINT name`
    pub fn named(mut self, name: impl Into<Name>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Its name, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its columns; none for a CHECK.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let columns = match &self.kind {
            ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns) => columns.as_slice(),
            ConstraintKind::ForeignKey { columns, .. } => columns,
            ConstraintKind::Check(_) => &[],
        };
        columns.iter().map(Name::as_str)
    }

    /// The table that a foreign key refers to, and the columns there.
    pub fn references(&self) -> Option<(&Table, Vec<&str>)> {
        match &self.kind {
            ConstraintKind::ForeignKey { table, referred, .. } => {
                Some((table, referred.iter().map(Name::as_str).collect()))
            }
            _ => None,
        }
    }

    /// The condition of a CHECK.
    pub fn condition(&self) -> Option<&SchemaExpr> {
        match &self.kind {
            ConstraintKind::Check(condition) => Some(condition),
            _ => None,
        }
    }

    /// Whether it is the table's primary key.
    pub fn is_primary_key(&self) -> bool {
        matches!(self.kind, ConstraintKind::PrimaryKey(_))
    }

    /// Its words in SQL: `UNIQUE`.
    pub fn words(&self) -> &'static str {
        match &self.kind {
            ConstraintKind::PrimaryKey(_) => "PRIMARY KEY",
            ConstraintKind::Unique(_) => "UNIQUE",
            ConstraintKind::ForeignKey { .. } => "FOREIGN KEY",
            ConstraintKind::Check(_) => "CHECK",
        }
    }
}
