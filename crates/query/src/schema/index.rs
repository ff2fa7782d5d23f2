//! Indexes of a table.

use aludel_dialect::Any;

use super::SchemaExpr;
use crate::{IntoExpr, Name};

/// An index of a table: [`Table::index`](crate::Table::index) adds it, [`create_index`](crate::create_index) makes it alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    pub(crate) name: Name,
    pub(crate) keys: Vec<IndexKey>,
    pub(crate) unique: bool,
    pub(crate) method: Option<Name>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum IndexKey {
    Column(Name),
    Expression(SchemaExpr),
}

impl Index {
    /// An index on columns.
    pub fn new<N: Into<Name>>(name: impl Into<Name>, columns: impl IntoIterator<Item = N>) -> Self {
        let keys = columns.into_iter().map(|column| IndexKey::Column(column.into())).collect();
        Index { name: name.into(), keys, unique: false, method: None }
    }

    /// An index on columns whose name is for the [`NamingConvention`](crate::NamingConvention) of a
    /// [`MetaData`](crate::MetaData) to make.
    pub fn unnamed<N: Into<Name>>(columns: impl IntoIterator<Item = N>) -> Self {
        Self::new(Name::from_static(""), columns)
    }

    /// One more column.
    pub fn column(mut self, name: impl Into<Name>) -> Self {
        self.keys.push(IndexKey::Column(name.into()));
        self
    }

    /// One more key, computed from the columns.
    pub fn key(mut self, expression: impl IntoExpr<Any>) -> Self {
        self.keys.push(IndexKey::Expression(SchemaExpr::expression(expression)));
        self
    }

    /// One more key in the words of `dialect`, as an inspector finds it.
    pub fn key_native(mut self, dialect: &'static str, sql: impl Into<String>) -> Self {
        self.keys.push(IndexKey::Expression(SchemaExpr::native(dialect, sql)));
        self
    }

    /// `UNIQUE`
    pub fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// The kind of index, by the name that the engine has for it: `ART` in DuckDB, `minmax` in ClickHouse, which wants one.
    pub fn using(mut self, method: impl Into<Name>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// The index's name; empty where a naming convention is still to make it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its keys for people: columns by their names, what is computed in SQL.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        self.keys.iter().map(|key| match key {
            IndexKey::Column(name) => name.to_string(),
            IndexKey::Expression(expression) => expression.to_string(),
        })
    }

    /// Whether no two rows have the same keys.
    pub fn is_unique(&self) -> bool {
        self.unique
    }
}
