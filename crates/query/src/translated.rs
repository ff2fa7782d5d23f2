//! A statement with other names for schemas.

use std::fmt;

use aludel_dialect::{Capabilities, Parameter};

use crate::{BuildError, Params, Prepared, SchemaTranslateMap, Spelling, Statement, TransactionalStatement};

/// A statement with other names for schemas; made by [`TranslateSchemas::schema_translate_map`].
#[derive(Clone, Debug)]
pub struct Translated<S> {
    statement: S,
    schemas: SchemaTranslateMap,
}

/// Other names for the schemas of one statement.
pub trait TranslateSchemas: Sized {
    /// The statement with these names for its schemas, and not with those that the engine has.
    ///
    /// ```
    /// # use aludel_dialect::Any;
    /// use aludel_query::{SchemaTranslateMap, Table, TranslateSchemas, select};
    ///
    /// let orders = Table::new("orders").in_schema("per_tenant");
    /// let tenant = SchemaTranslateMap::new().schema("per_tenant", "tenant_7");
    /// let statement = select::<Any>([orders.col("id")]).schema_translate_map(tenant);
    /// ```
    fn schema_translate_map(self, schemas: SchemaTranslateMap) -> Translated<Self> {
        Translated { statement: self, schemas }
    }
}

impl<S> TranslateSchemas for S {}

impl<D, S: Statement<D>> Statement<D> for Translated<S> {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        self.statement.render_translated(spelling, capabilities, &self.schemas)
    }

    /// The nearest map counts.
    fn render_translated(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        _farther: &SchemaTranslateMap,
    ) -> Result<Prepared, BuildError> {
        self.statement.render_translated(spelling, capabilities, &self.schemas)
    }

    fn render_many(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        _farther: &SchemaTranslateMap,
        sets: Vec<Params>,
    ) -> Result<(Prepared, Vec<Vec<Parameter>>), BuildError> {
        self.statement.render_many(spelling, capabilities, &self.schemas, sets)
    }
}

impl<D, S: TransactionalStatement<D>> TransactionalStatement<D> for Translated<S> {}

/// The statement as it says its names.
impl<S: fmt::Display> fmt::Display for Translated<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.statement.fmt(f)
    }
}
