//! Everything that can go wrong, in one type.

use std::fmt;

use aludel_dialect::Refused;
use aludel_query::{BuildError, Prepared};

use crate::{Database, DecodeError, EncodeError, ErrorClass, ServerError, UrlError};

/// Why a call failed.
///
/// `Debug` shows the same words as `Display`, because it is what a `main` that returns an error prints.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The dialect refuses a construct; nothing was sent.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The statement is not whole or contradicts itself; nothing was sent.
    #[error(transparent)]
    Build(BuildError),
    /// The URL or an option beside it is wrong; nothing was opened.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// The engine answered with an error.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// A statement given to [`on_connect`](crate::Connect::on_connect) failed on a new connection.
    #[error("on_connect({statement:?}) failed: {error}")]
    OnConnect {
        /// The statement, without the texts in it.
        statement: String,
        /// Why it failed.
        error: Box<Error>,
    },
    /// A result could not be read as the type that was asked for.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A record could not be put into its columns.
    #[error(transparent)]
    Encode(#[from] EncodeError),
    /// The statement was rendered for one dialect and run on another.
    #[error("a statement rendered for {rendered_for} was run on {engine}")]
    WrongDialect {
        /// The dialect of the text.
        rendered_for: &'static str,
        /// The engine's dialect.
        engine: &'static str,
    },
    /// The time allowed for the statement is over; it was cancelled.
    #[error("the statement did not finish within {0:?} and was cancelled")]
    Timeout(std::time::Duration),
    /// No connection became free in time.
    #[error(
        "no connection became free within {waited:?}; {size} are in use: raise the pool's size or its timeout, or let go of \
         those that the caller itself holds (a session, a transaction, a stream)"
    )]
    PoolTimeout {
        /// How long the caller waited.
        waited: std::time::Duration,
        /// How many connections the pool may hold.
        size: usize,
    },
    /// There is no table of this name.
    #[error("there is no table {table:?}{}", did_you_mean(.nearest))]
    NoSuchTable {
        /// The name, with schema and database if they were given.
        table: String,
        /// The names most like it.
        nearest: Vec<String>,
    },
    /// One row was asked for and none came.
    #[error("the query returned no row")]
    NoRow,
    /// One row was asked for and more came.
    #[error("the query returned more than one row")]
    SeveralRows,
    /// A statement in this transaction failed, so that the engine can't commit it; it was rolled back.
    #[error("a statement of this transaction failed, so it was rolled back instead of committed")]
    RolledBack,
    /// The engine did not answer in time to something that is no statement: the beginning or the end of a transaction, a
    /// ping, the end of a connection.
    #[error("the engine did not answer {asked} within {waited:?}; the connection was given up")]
    NoAnswer {
        /// What it was asked for.
        asked: &'static str,
        /// How long the caller waited.
        waited: std::time::Duration,
    },
    /// The connection was lost, or the time was over, while the engine committed: it may have done so or not. Not
    /// [transient](Error::is_transient), for what was committed would be done twice. Of a bulk insert that is sent in parts it
    /// is the last part of which this is not known; then the error in it tells the rows before, as
    /// [`PartlyInserted`](Error::PartlyInserted).
    #[error("whether the transaction was committed is not known ({error}): look at the data before it is done again")]
    CommitUnknown {
        /// Why there is no answer.
        error: Box<Error>,
    },
    /// A bulk insert that is sent in parts, each all or none, failed behind the first: the rows before are there. Not
    /// [transient](Error::is_transient), for the whole would write them twice.
    #[error("the first {rows} rows are written, and no row behind them: {error}")]
    PartlyInserted {
        /// How many rows are written, counted from the first.
        rows: u64,
        /// Why no more are.
        error: Box<Error>,
    },
    /// The transaction's closure failed on an engine that does not roll back.
    #[error(
        "the transaction failed, and up to {statements} of its statements have taken effect: {dialect} does not roll back"
    )]
    NotRolledBack {
        /// How many statements were begun that may have taken effect, in whole or in part.
        statements: u64,
        /// The engine's dialect.
        dialect: &'static str,
    },
    /// The engine or connection was closed.
    #[error("this {0} is closed")]
    Closed(&'static str),
    /// The process was forked since the engine was opened; engines in process do not survive that.
    #[error("this engine was opened before the process was forked: open a new one in the child")]
    Forked,
    /// A call that the caller can mend.
    #[error("{0}")]
    Usage(String),
}

fn did_you_mean(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!(": did you mean {}?", names.join(", ")) }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Refused(refused) => Error::Refused(refused),
            other => Error::Build(other),
        }
    }
}

impl Error {
    /// Why a hook of `database` failed.
    pub(crate) fn on_connect(database: &dyn Database, hook: &Prepared, error: Error) -> Self {
        let statement = database.spelling().lexical_rules().without_literals(&hook.sql);
        Error::OnConnect { statement, error: Box::new(error) }
    }

    /// What kind of failure it was, if an engine was involved.
    pub fn class(&self) -> Option<ErrorClass> {
        match self {
            Error::Server(server) => Some(server.class),
            Error::OnConnect { error, .. } | Error::CommitUnknown { error } | Error::PartlyInserted { error, .. } => {
                error.class()
            }
            Error::Refused(_) => Some(ErrorClass::Refused),
            Error::NoSuchTable { .. } => Some(ErrorClass::NotFound),
            Error::Timeout(_) | Error::PoolTimeout { .. } | Error::NoAnswer { .. } => Some(ErrorClass::Timeout),
            Error::RolledBack => Some(ErrorClass::AbortedTransaction),
            _ => None,
        }
    }

    /// The engine's own answer, if there was one.
    pub fn server(&self) -> Option<&ServerError> {
        match self {
            Error::Server(server) => Some(server),
            Error::OnConnect { error, .. } | Error::CommitUnknown { error } | Error::PartlyInserted { error, .. } => {
                error.server()
            }
            _ => None,
        }
    }

    /// Whether the same call may succeed when it is tried again.
    pub fn is_transient(&self) -> bool {
        if let Error::OnConnect { error, .. } = self {
            return error.is_transient();
        }
        if matches!(self, Error::CommitUnknown { .. } | Error::PartlyInserted { .. }) {
            return false;
        }
        matches!(self, Error::PoolTimeout { .. } | Error::NoAnswer { .. })
            || matches!(self.class(), Some(ErrorClass::Conflict | ErrorClass::Overloaded | ErrorClass::Unavailable))
    }

    /// Whether the connection is lost.
    pub fn is_disconnect(&self) -> bool {
        if let Error::OnConnect { error, .. } | Error::CommitUnknown { error } | Error::PartlyInserted { error, .. } =
            self
        {
            return error.is_disconnect();
        }
        matches!(self, Error::Closed(_) | Error::NoAnswer { .. })
            || matches!(self.class(), Some(ErrorClass::Unavailable | ErrorClass::Internal))
    }
}
