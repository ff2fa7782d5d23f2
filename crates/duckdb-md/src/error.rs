//! What went wrong below, as the engine crate's error: DuckDB's name for an error decides its class.

use aludel_duckdb_sql::error_class;
use aludel_engine::{Error, ErrorClass, ServerError};

use crate::native::Fault;
use crate::url::Secrets;
use crate::worker::Failure;

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Engine { name, message } => {
                let error = ServerError::new(error_class(&name, &message), message);
                Error::Server(if name.is_empty() { error } else { error.with_code(name) })
            }
            Fault::Cancelled => Error::Server(ServerError::new(ErrorClass::Cancelled, fault.to_string())),
            Fault::RolledBack => Error::RolledBack,
            Fault::Parameter { .. } | Fault::Column { .. } | Fault::Usage(_) => Error::Usage(fault.to_string()),
        }
    }
}

impl Failure {
    /// The error that the caller sees: none leaves a worker without the secrets taken out.
    pub(crate) fn without(self, secrets: &Secrets) -> Error {
        secrets.hidden_in(match self {
            Failure::Fault(fault) => fault.into(),
            Failure::Panicked => Error::Server(ServerError::new(ErrorClass::Internal, self.to_string())),
            Failure::Closed => Error::Closed("connection"),
            Failure::Forked => Error::Forked,
        })
    }
}
