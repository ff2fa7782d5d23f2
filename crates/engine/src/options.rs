//! Options of an execution; they attach to an engine, a connection or a statement, and the nearest wins.

use std::time::Duration;

use aludel_query::SchemaTranslateMap;

use crate::RetryTransient;

/// How a statement is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExecutionOptions {
    /// How long a statement may take, from the moment a connection is free; `None`: as long as it takes.
    pub timeout: Option<Duration>,
    /// What is done about a failure that may pass; `None`: it is an error at once.
    pub retry: Option<RetryTransient>,
    /// Which schema stands for which; `None`: each for itself.
    pub schema_translate_map: Option<SchemaTranslateMap>,
}

impl ExecutionOptions {
    /// No limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels a statement that takes longer.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Tries a statement that only reads again after a failure that may pass.
    #[must_use]
    pub fn retry(mut self, retry: RetryTransient) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Gives other names to the schemas of tables, sequences, enums and views: in statements, in bulk inserts, and where
    /// [`MetaData`](aludel_query::MetaData) and tables are made, compared, reflected and dropped. An
    /// [`Inspector`](crate::Inspector) asks for the names that it is given. Takes the place of a map that is there.
    #[must_use]
    pub fn schema_translate_map(mut self, schemas: SchemaTranslateMap) -> Self {
        self.schema_translate_map = Some(schemas);
        self
    }

    pub(crate) fn schemas(&self) -> &SchemaTranslateMap {
        static NONE: SchemaTranslateMap = SchemaTranslateMap::new();
        self.schema_translate_map.as_ref().unwrap_or(&NONE)
    }

    /// These options, and those of `outer` where these say nothing.
    pub(crate) fn or(self, outer: &ExecutionOptions) -> Self {
        Self {
            timeout: self.timeout.or(outer.timeout),
            retry: self.retry.or_else(|| outer.retry.clone()),
            schema_translate_map: self.schema_translate_map.or_else(|| outer.schema_translate_map.clone()),
        }
    }
}
