//! What an engine answered when it did not do what was asked.

use std::fmt;

/// What kind of failure it was, taken from the engine's own code or error class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The engine could not read the statement.
    Syntax,
    /// The engine understood it and does not do such a thing.
    Refused,
    /// A table, column, function or other object is not there.
    NotFound,
    /// An object is there already.
    Exists,
    /// A constraint would be violated.
    Constraint,
    /// A value does not fit its type.
    Conversion,
    /// The statement's types or arguments do not fit together.
    Invalid,
    /// The user may not do this, or is not who they say.
    Auth,
    /// It took too long.
    Timeout,
    /// It was cancelled.
    Cancelled,
    /// The engine ran out of memory or disk.
    OutOfMemory,
    /// Another transaction was in the way; trying again may help.
    Conflict,
    /// The engine or the way to it is not there; trying again may help.
    Unavailable,
    /// A file or other resource could not be read or written.
    Io,
    /// The transaction can't go on: a statement in it failed.
    AbortedTransaction,
    /// A fault of the engine itself; the connection is not used again.
    Internal,
    /// None of the others.
    Other,
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ErrorClass::Syntax => "syntax error",
            ErrorClass::Refused => "not supported by the engine",
            ErrorClass::NotFound => "not found",
            ErrorClass::Exists => "already exists",
            ErrorClass::Constraint => "constraint violated",
            ErrorClass::Conversion => "value does not fit",
            ErrorClass::Invalid => "invalid statement",
            ErrorClass::Auth => "not allowed",
            ErrorClass::Timeout => "timed out",
            ErrorClass::Cancelled => "cancelled",
            ErrorClass::OutOfMemory => "out of memory",
            ErrorClass::Conflict => "conflict with another transaction",
            ErrorClass::Unavailable => "unavailable",
            ErrorClass::Io => "input or output failed",
            ErrorClass::AbortedTransaction => "transaction aborted by an earlier error, so roll it back",
            ErrorClass::Internal => "internal error of the engine",
            ErrorClass::Other => "engine error",
        })
    }
}

/// An engine's own answer: its code, SQLSTATE, text and query id, and the class they belong to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[error("{class}: {message}")]
pub struct ServerError {
    /// What kind of failure it was.
    pub class: ErrorClass,
    /// The engine's own code or error name, if it gave one.
    pub code: Option<String>,
    /// The SQLSTATE, if the engine gave one.
    pub sqlstate: Option<String>,
    /// The engine's text.
    pub message: String,
    /// The id under which the engine knows the query, if it has one.
    pub query_id: Option<String>,
}

impl ServerError {
    /// An answer of this class with the engine's text.
    pub fn new(class: ErrorClass, message: impl Into<String>) -> Self {
        Self { class, code: None, sqlstate: None, message: message.into(), query_id: None }
    }

    /// The same with the engine's own code or error name.
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The same with the SQLSTATE that the engine gave.
    pub fn with_sqlstate(mut self, sqlstate: impl Into<String>) -> Self {
        self.sqlstate = Some(sqlstate.into());
        self
    }

    /// The same with the engine's id of the query.
    pub fn with_query_id(mut self, query_id: impl Into<String>) -> Self {
        self.query_id = Some(query_id.into());
        self
    }
}
