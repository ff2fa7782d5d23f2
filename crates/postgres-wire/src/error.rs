//! What can go wrong on the wire, before a backend says what it means.

use sqlx::postgres::{PgDatabaseError, PgErrorPosition};

/// A failure of this crate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The server's own answer.
    #[error("{}", .0.message)]
    Server(WireServerError),
    /// The connection is gone, or was never made.
    #[error("the connection to the server is lost: {0}")]
    Lost(String),
    /// No encrypted connection was made: the server has none, or did not prove who it is. Nothing was said to it.
    #[error("no encrypted connection to the server: {0}")]
    Tls(String),
    /// No connection was made in time.
    #[error("no answer to the login within {0:?}")]
    LoginTimeout(std::time::Duration),
    /// A parameter that the server can't take as it is.
    #[error("parameter {number}: {reason}")]
    Parameter {
        /// From 1, as in the statement.
        number: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A result column whose content is not what its type says, or that can't be read without loss.
    #[error("column {name:?}: {reason}")]
    Column {
        /// The column's name.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// COMMIT was asked for, and a statement of the transaction had failed; it was rolled back.
    #[error("rolled back instead of committed")]
    RolledBack,
    /// A call that the caller can mend.
    #[error("{0}")]
    Usage(String),
}

/// The parts of a server's error that were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WireServerError {
    /// The SQLSTATE; some servers send `00000` with every error.
    pub sqlstate: String,
    /// The text.
    pub message: String,
    /// More text.
    pub detail: Option<String>,
    /// Where in the statement, in characters from 1.
    pub position: Option<usize>,
}

impl WireServerError {
    fn new(error: &PgDatabaseError) -> Self {
        let position = match error.position() {
            Some(PgErrorPosition::Original(position)) => Some(position),
            _ => None,
        };
        Self {
            sqlstate: error.code().to_owned(),
            message: error.message().to_owned(),
            detail: error.detail().map(str::to_owned),
            position,
        }
    }
}

impl WireError {
    /// Whether nothing more can be done on the connection.
    pub fn is_lost(&self) -> bool {
        matches!(self, WireError::Lost(_) | WireError::LoginTimeout(_) | WireError::Tls(_))
    }

    /// The same, with `***` where `secret` stands in a text that came from outside.
    pub(crate) fn without(self, secret: &str) -> Self {
        let hide = |text: String| if secret.is_empty() { text } else { text.replace(secret, "***") };
        match self {
            WireError::Server(answer) => WireError::Server(WireServerError {
                message: hide(answer.message),
                detail: answer.detail.map(hide),
                ..answer
            }),
            WireError::Lost(text) => WireError::Lost(hide(text)),
            WireError::Tls(text) => WireError::Tls(hide(text)),
            other => other,
        }
    }

    pub(crate) fn column(name: &str, reason: impl Into<String>) -> Self {
        WireError::Column { name: name.to_owned(), reason: reason.into() }
    }
}

/// All but a server's answer leaves the connection in a state that nobody knows.
impl From<sqlx::Error> for WireError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => match error.try_downcast::<PgDatabaseError>() {
                Ok(error) => WireError::Server(WireServerError::new(&error)),
                Err(other) => WireError::Lost(other.to_string()),
            },
            sqlx::Error::Io(error) if is_of_tls(&error) => WireError::Tls(error.to_string()),
            sqlx::Error::Io(error) => WireError::Lost(error.to_string()),
            sqlx::Error::Tls(error) => WireError::Tls(error.to_string()),
            other => WireError::Lost(other.to_string()),
        }
    }
}

/// Whether it was found while the connection was being encrypted: such as a certificate that nobody signed.
fn is_of_tls(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::InvalidData && error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>())
}
