//! SQL text that is DuckDB's alone, with names and literals by the dialect's own writers.

use aludel_dialect::{Capabilities, Value};
use aludel_query::{BuildError, Effect, Prepared, Spelling};

/// A statement while it is written.
pub(crate) struct Words<'s> {
    spelling: &'s dyn Spelling,
    dialect: &'static str,
    sql: String,
}

impl<'s> Words<'s> {
    pub(crate) fn new(spelling: &'s dyn Spelling, capabilities: &Capabilities) -> Self {
        Self { spelling, dialect: capabilities.dialect(), sql: String::new() }
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.sql.push_str(text);
    }

    pub(crate) fn name(&mut self, name: &str) -> Result<(), BuildError> {
        self.spelling.identifier(name, &mut self.sql).map_err(|problem| problem.into_error(self.dialect, name))
    }

    pub(crate) fn literal(&mut self, value: &Value) -> Result<(), BuildError> {
        self.spelling.literal(value, &mut self.sql).map_err(|problem| problem.into_error(self.dialect, ""))
    }

    pub(crate) fn sql(self) -> String {
        self.sql
    }

    pub(crate) fn prepared(self, effect: Effect) -> Prepared {
        Prepared::new(self.dialect, self.sql, Vec::new(), effect)
    }
}
