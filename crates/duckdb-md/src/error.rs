//! What went wrong below, as the engine crate's error: DuckDB's name for an error decides its class.

use aludel_engine::{Error, ErrorClass, ServerError};

use crate::native::Fault;
use crate::worker::Failure;

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Engine { name, message } => {
                let error = ServerError::new(class(&name, &message), message);
                Error::Server(if name.is_empty() { error } else { error.with_code(name) })
            }
            Fault::Cancelled => Error::Server(ServerError::new(ErrorClass::Cancelled, fault.to_string())),
            Fault::RolledBack => Error::RolledBack,
            Fault::Parameter { .. } | Fault::Column { .. } | Fault::Usage(_) => Error::Usage(fault.to_string()),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Fault(fault) => fault.into(),
            Failure::Panicked => Error::Server(ServerError::new(ErrorClass::Internal, failure.to_string())),
            Failure::Closed => Error::Closed("connection"),
            Failure::Forked => Error::Forked,
        }
    }
}

/// The class of an error by DuckDB's name for it; where that name covers several classes, by its words.
fn class(name: &str, message: &str) -> ErrorClass {
    let says = |words: &str| message.contains(words);
    match name {
        "Parser" | "Syntax" => ErrorClass::Syntax,
        "Catalog" | "Binder" if says("already exists") => ErrorClass::Exists,
        "Catalog" | "Binder" if says("does not exist") || says("not found") || says("not in the catalog") => {
            ErrorClass::NotFound
        }
        "Constraint" | "Dependency" => ErrorClass::Constraint,
        "Conversion" | "Out of Range" | "Mismatch Type" | "Decimal" | "Divide by Zero" => ErrorClass::Conversion,
        "Not implemented" => ErrorClass::Refused,
        "Invalid Input" | "Permission" if says("read-only mode") => ErrorClass::Refused,
        "Permission" => ErrorClass::Auth,
        "TransactionContext" if says("onflict") => ErrorClass::Conflict,
        "TransactionContext" if says("aborted") => ErrorClass::AbortedTransaction,
        "TransactionContext" if says("onstraint") => ErrorClass::Constraint,
        "INTERRUPT" => ErrorClass::Cancelled,
        "Out of Memory" => ErrorClass::OutOfMemory,
        "FATAL" | "INTERNAL" => ErrorClass::Internal,
        "IO" if says("Could not set lock") => ErrorClass::Unavailable,
        "IO" if says("No space left") => ErrorClass::OutOfMemory,
        "IO" | "Serialization" => ErrorClass::Io,
        "Connection" if says("different configuration") => ErrorClass::Invalid,
        "HTTP" | "Network" | "Connection" => ErrorClass::Unavailable,
        "Missing Extension" | "Extension Autoloading" => ErrorClass::NotFound,
        "Binder" | "Catalog" | "Invalid Input" | "Invalid type" | "Invalid" | "Expression" | "Settings"
        | "Invalid Configuration" | "Parameter Not Resolved" | "Parameter Not Allowed" | "TransactionContext" => {
            ErrorClass::Invalid
        }
        _ => ErrorClass::Other,
    }
}
