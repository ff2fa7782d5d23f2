//! What went wrong on the wire, as the engine crate's error. The endpoint sends no SQLSTATE that means something;
//! DuckDB's own name for the error, in front of its text, decides, as it does in process.

use std::sync::Arc;

use aludel_duckdb_sql::{error_class, error_name, without_quotation, without_secrets};
use aludel_engine::{Error, ErrorClass, ServerError};
use aludel_postgres_wire::{WireError, WireServerError};
use aludel_query::Prepared;

/// What a login is refused with, and with what class; the words are looked for in lower case.
const LOGIN: &[(&str, ErrorClass)] = &[
    ("authenticat", ErrorClass::Auth),
    ("unauthorized", ErrorClass::Auth),
    ("does not exist", ErrorClass::NotFound),
    ("not found", ErrorClass::NotFound),
    ("token", ErrorClass::Auth),
    ("password", ErrorClass::Auth),
    ("permission", ErrorClass::Auth),
];

/// What PostgreSQL's SQLSTATE tells of a server in front of DuckDB, by its first two letters.
fn class_of_state(sqlstate: &str) -> Option<ErrorClass> {
    Some(match sqlstate.get(..2)? {
        "08" => ErrorClass::Unavailable,
        "28" => ErrorClass::Auth,
        "3D" => ErrorClass::NotFound,
        "53" | "57" => ErrorClass::Unavailable,
        "42" if sqlstate == "42601" => ErrorClass::Syntax,
        "0A" => ErrorClass::Refused,
        _ => return None,
    })
}

/// What the names of functions begin with that are PostgreSQL's alone.
const POSTGRES: [&str; 9] =
    ["pg_", "jsonb_", "to_tsvector", "to_tsquery", "plainto_tsquery", "ts_rank", "lo_import", "lo_export", "dblink"];

/// Whether DuckDB knows no such function because it is PostgreSQL's: the endpoint speaks its wire and not its SQL.
fn is_of_postgres(message: &str) -> bool {
    let first_line = message.lines().next().unwrap_or_default();
    let named = first_line.split_once("Function with name ").filter(|_| first_line.contains("does not exist"));
    named.is_some_and(|(_, name)| {
        let name = name.trim_start_matches('"').to_ascii_lowercase();
        POSTGRES.iter().any(|known| name.starts_with(known))
    })
}

fn server_error(answer: WireServerError) -> ServerError {
    let WireServerError { sqlstate, message, .. } = answer;
    let told = error_name(&message).map(|name| (name, message.as_str()));
    let (class, name) = match told {
        Some((name, words)) if is_of_postgres(words) => (ErrorClass::Refused, Some(name.to_owned())),
        Some((name, words)) => (error_class(name, words), Some(name.to_owned())),
        None => (class_of_state(&sqlstate).unwrap_or(ErrorClass::Other), None),
    };
    let error = ServerError::new(class, message);
    let error = if sqlstate.is_empty() { error } else { error.with_sqlstate(sqlstate) };
    match name {
        Some(name) => error.with_code(name),
        None => error,
    }
}

/// The error of a statement.
pub(crate) fn error(fault: WireError) -> Error {
    match fault {
        WireError::Server(answer) => Error::Server(server_error(answer)),
        WireError::Lost(_) => Error::Server(ServerError::new(ErrorClass::Unavailable, fault.to_string())),
        WireError::LoginTimeout(_) => {
            let hint = "; a server without TLS, and a network that lets nothing through, do not answer";
            Error::Server(ServerError::new(ErrorClass::Unavailable, format!("{fault}{hint}")))
        }
        WireError::Tls(ref words) => {
            let hint = if words.contains("does not support TLS") {
                "; MotherDuck's endpoint always does, so this is another server: a QuestDB is opened with questdb://, and for \
                 PostgreSQL there is no backend"
            } else {
                "; the certificate must be of this host name (`sslmode=verify-full`), and signed by an authority that the \
                 system or the file of `sslrootcert` trusts"
            };
            Error::Server(ServerError::new(ErrorClass::Auth, format!("{fault}{hint}")))
        }
        WireError::RolledBack => Error::RolledBack,
        other => Error::Usage(other.to_string()),
    }
}

/// A statement that an error may quote.
#[derive(Clone)]
pub(crate) struct Quoted {
    sql: Arc<str>,
    /// Casts of its values, or the values themselves, stand in what is sent.
    has_values: bool,
}

impl Quoted {
    pub(crate) fn of(statement: &Prepared) -> Self {
        Self { sql: statement.sql.clone(), has_values: !statement.parameters.is_empty() }
    }

    /// `error` without the secrets of the statement, and without a text that is not the author's.
    pub(crate) fn hidden_in(&self, error: Error) -> Error {
        match error {
            Error::Server(mut answer) => {
                let message = without_secrets(std::mem::take(&mut answer.message), &self.sql);
                answer.message = if self.has_values { without_quotation(message) } else { message };
                Error::Server(answer)
            }
            other => other,
        }
    }
}

/// Whether the endpoint could not prepare the statement because it does not know the parameters' values.
pub(crate) fn needs_values(error: &Error) -> bool {
    // In an error of a conversion they would be a user's value.
    error.server().is_some_and(|answer| {
        answer.class != ErrorClass::Conversion && answer.message.contains("ambiguous result column types")
    })
}

/// Whether what was prepared is of no use, because a table has changed since.
pub(crate) fn is_stale(error: &Error) -> bool {
    error.server().is_some_and(|answer| {
        answer.class != ErrorClass::Conversion && answer.message.contains("cached plan must not change result type")
    })
}

/// The error of a login.
pub(crate) fn login_error(fault: WireError) -> Error {
    let is_answer = matches!(fault, WireError::Server(_));
    let mut error = error(fault);
    if let Error::Server(answer) = &mut error
        && matches!(answer.class, ErrorClass::Other | ErrorClass::Invalid | ErrorClass::Unavailable)
        && is_answer
    {
        let words = answer.message.to_lowercase();
        if let Some((_, class)) = LOGIN.iter().find(|(told, _)| words.contains(told)) {
            answer.class = *class;
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(sqlstate: &str, message: &str) -> WireError {
        let mut answer = WireServerError::default();
        answer.sqlstate = sqlstate.to_owned();
        answer.message = message.to_owned();
        WireError::Server(answer)
    }

    #[test]
    fn duckdbs_own_name_decides() {
        for (sqlstate, message, class) in [
            ("XX000", "Catalog Error: Table with name t does not exist!", ErrorClass::NotFound),
            ("42P01", "Parser Error: syntax error at or near \"x\"", ErrorClass::Syntax),
            ("XX000", "TransactionContext Error: Conflict on update!", ErrorClass::Conflict),
            ("57P01", "terminating connection", ErrorClass::Unavailable),
            ("XX000", "something new", ErrorClass::Other),
            ("", "Catalog Error: Scalar Function with name pg_advisory_lock does not exist!", ErrorClass::Refused),
            ("", "Catalog Error: Table Function with name \"dblink\" does not exist!", ErrorClass::Refused),
            ("", "Catalog Error: Scalar Function with name nope does not exist!\nx pg_", ErrorClass::NotFound),
        ] {
            let told = error(answer(sqlstate, message));
            assert_eq!(told.class(), Some(class), "{message}");
        }
        let told = error(answer("XX000", "Catalog Error: Table with name t does not exist!"));
        assert_eq!(told.server().and_then(|server| server.code.as_deref()), Some("Catalog"));
    }

    #[test]
    fn a_login_that_is_refused_is_told_from_a_server_that_is_not_there() {
        for (fault, class) in [
            (answer("28P01", "password authentication failed"), ErrorClass::Auth),
            (answer("", "Invalid MotherDuck token"), ErrorClass::Auth),
            (answer("3D000", "database \"x\" does not exist"), ErrorClass::NotFound),
            (answer("", "database \"token_db\" does not exist"), ErrorClass::NotFound),
            (WireError::Lost("connection refused".to_owned()), ErrorClass::Unavailable),
            (WireError::Tls("UnknownIssuer".to_owned()), ErrorClass::Auth),
        ] {
            assert_eq!(login_error(fault.clone()).class(), Some(class), "{fault:?}");
        }
    }
}
