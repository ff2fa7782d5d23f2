//! What rendering a statement gives: text for one dialect, and the values that travel beside it.

use std::sync::Arc;

use aludel_dialect::{Construct, Parameter};

/// What running a statement may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: rendered by us from a query that only reads.
    Read,
    /// Rows.
    Write,
    /// Tables and other objects.
    Ddl,
    /// Not known: text that a user wrote.
    Unknown,
}

/// A statement in one dialect's words: the only thing that a connection runs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Prepared {
    /// The dialect that the text is for.
    pub dialect: &'static str,
    /// The text; values stand in it as the dialect's placeholders, in the order of `parameters`.
    pub sql: Arc<str>,
    /// The values, first placeholder first.
    pub parameters: Vec<Parameter>,
    /// What running it may change.
    pub effect: Effect,
    /// Engine settings that the statement's meaning needs, sent with it and with it alone.
    pub settings: Vec<(String, String)>,
    /// The construct that must be granted for it to run inside a transaction; `None`: it may.
    pub transactional: Option<Construct>,
}

impl Prepared {
    /// Text for `dialect` with its values.
    pub fn new(dialect: &'static str, sql: impl Into<Arc<str>>, parameters: Vec<Parameter>, effect: Effect) -> Self {
        Self { dialect, sql: sql.into(), parameters, effect, settings: Vec::new(), transactional: None }
    }
}
