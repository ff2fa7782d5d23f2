//! Columns as values.

use aludel_dialect::{Any, SqlType, Value};

use crate::options::OptionSet;
use crate::{ColumnOptions, Identity, IntoExpr, Name, SchemaExpr, Sequence};

/// A column of a [`Table`](crate::Table).
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub(crate) name: Name,
    pub(crate) sql_type: SqlType,
    pub(crate) nullable: bool,
    pub(crate) primary_key: bool,
    pub(crate) unique: bool,
    pub(crate) default: Option<SchemaExpr>,
    pub(crate) generated: Option<(SchemaExpr, Stored)>,
    pub(crate) identity: Option<Identity>,
    pub(crate) comment: Option<String>,
    pub(crate) options: OptionSet,
}

/// Whether the values of a generated column are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stored {
    /// Computed when a row is written.
    Stored,
    /// Computed when a row is read.
    Virtual,
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
            identity: None,
            comment: None,
            options: OptionSet::default(),
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
        self.default = Some(SchemaExpr::value(value));
        self
    }

    /// `DEFAULT expression`, such as the next number of a sequence.
    pub fn default_expression(mut self, expression: impl IntoExpr<Any>) -> Self {
        self.default = Some(SchemaExpr::expression(expression));
        self
    }

    /// The default is the next number of a sequence.
    pub fn default_next_of(mut self, sequence: &Sequence) -> Self {
        self.default = Some(SchemaExpr::next_of(sequence));
        self
    }

    /// `GENERATED … AS IDENTITY`: the engine numbers the rows by it, so that it is not NULL.
    pub fn with_identity(mut self, identity: Identity) -> Self {
        self.identity = Some(identity);
        self.nullable = false;
        self
    }

    /// How it numbers the rows, if it does.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// `DEFAULT expression`, in the words of `dialect`, as an inspector finds it; CREATE TABLE in another dialect is an error.
    pub fn default_native(mut self, dialect: &'static str, sql: impl Into<String>) -> Self {
        self.default = Some(SchemaExpr::native(dialect, sql));
        self
    }

    /// `GENERATED ALWAYS AS (expression)`: computed when a row is read.
    pub fn generated(mut self, expression: impl IntoExpr<Any>) -> Self {
        self.generated = Some((SchemaExpr::expression(expression), Stored::Virtual));
        self
    }

    /// `GENERATED ALWAYS AS (expression) STORED`: computed when a row is written.
    pub fn generated_stored(mut self, expression: impl IntoExpr<Any>) -> Self {
        self.generated = Some((SchemaExpr::expression(expression), Stored::Stored));
        self
    }

    /// As [`generated`](Self::generated) in the words of `dialect`, as an inspector finds it.
    pub fn generated_native(mut self, dialect: &'static str, sql: impl Into<String>) -> Self {
        self.generated = Some((SchemaExpr::native(dialect, sql), Stored::Virtual));
        self
    }

    /// As [`generated_stored`](Self::generated_stored) in the words of `dialect`, as an inspector finds it.
    pub fn generated_stored_native(mut self, dialect: &'static str, sql: impl Into<String>) -> Self {
        self.generated = Some((SchemaExpr::native(dialect, sql), Stored::Stored));
        self
    }

    /// A comment, which is a statement of its own: `table.create(&engine)` and `create_all` write it.
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// What one dialect says of the column beyond its type; the other dialects pass it over. Takes the place of options of the
    /// same type.
    pub fn with_options<O: ColumnOptions>(mut self, options: O) -> Self {
        self.options.put(O::DIALECT, options);
        self
    }

    /// What [`with_options`](Self::with_options) said, or an inspector found; `None` if it is not known.
    pub fn options<O: ColumnOptions>(&self) -> Option<&O> {
        self.options.get()
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

    /// Whether no two rows have the same value.
    pub fn is_unique(&self) -> bool {
        self.unique
    }

    /// What the column is given where an INSERT leaves it out.
    pub fn default(&self) -> Option<&SchemaExpr> {
        self.default.as_ref()
    }

    /// What the engine computes the column from.
    pub fn generated_from(&self) -> Option<&SchemaExpr> {
        self.generated.as_ref().map(|(expression, _)| expression)
    }

    /// The comment on it.
    pub fn comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }

    /// Whether the column is part of the primary key.
    pub fn is_primary_key(&self) -> bool {
        self.primary_key
    }
}
