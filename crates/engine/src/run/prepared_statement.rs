//! Statements that are rendered once.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use aludel_dialect::Capabilities;
use aludel_query::{BuildError, Params, Prepared, SchemaTranslateMap, Spelling, Statement, TransactionalStatement};

use crate::Error;

/// A statement rendered once, to be run many times on the engine that prepared it. The engine's connections keep their
/// own prepared form of its text.
pub struct PreparedStatement<D> {
    prepared: Arc<Prepared>,
    /// What was granted when it was rendered.
    capabilities: Capabilities,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for PreparedStatement<D> {
    fn clone(&self) -> Self {
        Self { prepared: self.prepared.clone(), capabilities: self.capabilities.clone(), dialect: PhantomData }
    }
}

impl<D> fmt::Debug for PreparedStatement<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PreparedStatement").field(&self.prepared.sql).finish()
    }
}

impl<D> PreparedStatement<D> {
    pub(crate) fn new(prepared: Prepared, capabilities: Capabilities) -> Self {
        Self { prepared: Arc::new(prepared), capabilities, dialect: PhantomData }
    }

    /// The text in the engine's words.
    pub fn sql(&self) -> &str {
        &self.prepared.sql
    }

    /// The statement with values for its named parameters.
    ///
    /// # Errors
    /// A set that has not exactly the statement's parameters.
    pub fn with(&self, set: Params) -> Result<Self, Error> {
        let mut prepared = (*self.prepared).clone();
        prepared.parameters = prepared.values(&set)?;
        prepared.slots.clear();
        Ok(Self::new(prepared, self.capabilities.clone()))
    }

    fn check(&self, capabilities: &Capabilities) -> Result<(), BuildError> {
        if self.capabilities == *capabilities {
            return Ok(());
        }
        Err(BuildError::Usage(
            "the statement was prepared on an engine that can do other things: prepare it on this one".to_owned(),
        ))
    }
}

impl<D> Statement<D> for PreparedStatement<D> {
    fn render(&self, _: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        self.check(capabilities)?;
        Ok((*self.prepared).clone())
    }

    /// Its schemas were translated when it was prepared.
    fn render_translated(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        _schemas: &SchemaTranslateMap,
    ) -> Result<Prepared, BuildError> {
        Statement::<D>::render(self, spelling, capabilities)
    }
}

/// Whether it may run in a transaction is asked when it does.
impl<D> TransactionalStatement<D> for PreparedStatement<D> {}
