//! SQLite's errors in the classes of the port.

use aludel_engine::{Error, ErrorClass, ServerError};

/// What `sqlx` says, as the port's error.
pub(crate) fn error(error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(answer) => {
            let code = answer.code().unwrap_or_default().into_owned();
            let class = class(code.parse().unwrap_or_default(), answer.message());
            Error::Server(ServerError::new(class, answer.message()).with_code(code))
        }
        sqlx::Error::WorkerCrashed => Error::Closed("connection"),
        sqlx::Error::Io(error) => Error::Server(ServerError::new(ErrorClass::Io, error.to_string())),
        other => Error::Server(ServerError::new(ErrorClass::Other, other.to_string())),
    }
}

/// The class of a result code, <https://sqlite.org/rescode.html>. The low byte is the primary code; of errors that have no
/// code of their own, the words tell.
fn class(code: u32, message: &str) -> ErrorClass {
    let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
    match code & 0xff {
        1 if says(&["syntax error", "incomplete input", "unrecognized token"]) => ErrorClass::Syntax,
        1 if says(&["no such", "unknown database"]) => ErrorClass::NotFound,
        1 if says(&["already exists"]) => ErrorClass::Exists,
        1 if says(&["not authorized"]) => ErrorClass::Refused,
        1 => ErrorClass::Invalid,
        2 | 11 | 26 => ErrorClass::Internal,
        3 | 23 => ErrorClass::Auth,
        // A file that may only be read.
        8 => ErrorClass::Refused,
        4..=6 => ErrorClass::Conflict,
        7 | 13 => ErrorClass::OutOfMemory,
        9 => ErrorClass::Cancelled,
        10 => ErrorClass::Io,
        14 => ErrorClass::Unavailable,
        18 | 20 => ErrorClass::Conversion,
        19 => ErrorClass::Constraint,
        25 => ErrorClass::Invalid,
        _ => ErrorClass::Other,
    }
}
