//! Other names for schemas, decided when a statement is written.

use std::borrow::Cow;

use crate::{Name, Table};

/// Which schema stands for which when a statement is written: SQLAlchemy's `schema_translate_map`.
///
/// The tables, sequences, enums and views of a statement keep the names that they have; where their path is written, a schema
/// of the map gives way to the one that stands for it. A name without a schema means the default one, which may be mapped too.
/// What the map does not know stays as it is, as does a name that says its database, and what is written as text.
///
/// ```
/// use aludel_query::{SchemaTranslateMap, Table};
///
/// let map = SchemaTranslateMap::new().schema("per_tenant", "tenant_7").default_schema("shared");
/// assert_eq!(map.translate(&Table::new("orders").in_schema("per_tenant")).path(), ["tenant_7", "orders"]);
/// assert_eq!(map.translate(&Table::new("countries")).path(), ["shared", "countries"]);
/// assert_eq!(map.translate(&Table::new("log").in_schema("audit")).path(), ["audit", "log"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaTranslateMap {
    /// `None` is the default schema.
    pairs: Vec<(Option<Name>, Option<Name>)>,
}

impl SchemaTranslateMap {
    /// Every schema stays as it is.
    pub const fn new() -> Self {
        SchemaTranslateMap { pairs: Vec::new() }
    }

    /// What is said to be in the schema `named` is in `actual`.
    #[must_use]
    pub fn schema(self, named: impl Into<Name>, actual: impl Into<Name>) -> Self {
        self.with(Some(named.into()), Some(actual.into()))
    }

    /// What is said to be in no schema is in `actual`.
    #[must_use]
    pub fn default_schema(self, actual: impl Into<Name>) -> Self {
        self.with(None, Some(actual.into()))
    }

    /// What is said to be in the schema `named` is in the default one.
    #[must_use]
    pub fn to_default_schema(self, named: impl Into<Name>) -> Self {
        self.with(Some(named.into()), None)
    }

    /// The last that is said of a schema counts.
    fn with(mut self, named: Option<Name>, actual: Option<Name>) -> Self {
        self.pairs.retain(|(known, _)| *known != named);
        self.pairs.push((named, actual));
        self
    }

    /// Whether every schema stays as it is.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn actual(&self, named: Option<&str>) -> Option<&Option<Name>> {
        self.pairs.iter().find(|(known, _)| known.as_deref() == named).map(|(_, actual)| actual)
    }

    /// The schema that stands for `named`; `None` is the default one.
    pub fn translate_schema<'a>(&'a self, named: Option<&'a str>) -> Option<&'a str> {
        match self.actual(named) {
            Some(actual) => actual.as_deref(),
            None => named,
        }
    }

    /// The name and the place of the table that is meant, and nothing else of it.
    pub fn translate(&self, table: &Table) -> Table {
        self.placed(table).bare()
    }

    /// The table in the schema that is meant.
    pub(crate) fn placed<'t>(&self, table: &'t Table) -> Cow<'t, Table> {
        if self.is_empty() || table.database().is_some() {
            return Cow::Borrowed(table);
        }
        match self.actual(table.schema()) {
            Some(actual) => Cow::Owned(table.bare().in_optional_schema(actual.clone())),
            None => Cow::Borrowed(table),
        }
    }
}
