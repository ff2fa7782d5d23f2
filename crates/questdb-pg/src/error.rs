//! What kind of failure the server's words tell of.
//!
//! QuestDB sends the SQLSTATE `00000` with every error but one, so the class is in the words. They were taken from
//! answers of 9.3.4, and stand in one table; some differ from version to version.

use aludel_engine::{Error, ErrorClass, ServerError};
use aludel_postgres_wire::{WireError, WireServerError};

/// The one SQLSTATE that means something: a prepared statement's tables have changed.
const STALE: &str = "0A000";

/// Words in the first line of an answer, and the class they tell of. The first that fits counts.
const TOLD_BY_WORDS: &[(&str, ErrorClass)] = &[
    ("invalid username/password", ErrorClass::Auth),
    ("permission denied", ErrorClass::Auth),
    ("Access denied", ErrorClass::Auth),
    ("cancelled by user", ErrorClass::Cancelled),
    ("timeout, query aborted", ErrorClass::Timeout),
    ("timeout", ErrorClass::Timeout),
    ("global RSS memory limit exceeded", ErrorClass::OutOfMemory),
    ("memory limit", ErrorClass::OutOfMemory),
    ("could not allocate", ErrorClass::OutOfMemory),
    ("No space left", ErrorClass::OutOfMemory),
    ("table busy", ErrorClass::Conflict),
    ("could not lock", ErrorClass::Conflict),
    ("could not open read-write", ErrorClass::Io),
    ("could not open", ErrorClass::Io),
    ("does not exist", ErrorClass::NotFound),
    ("Invalid column", ErrorClass::NotFound),
    ("unknown function name", ErrorClass::NotFound),
    ("not found in registry", ErrorClass::NotFound),
    ("already exists", ErrorClass::Exists),
    ("table name expected, got view", ErrorClass::Invalid),
    ("bad parameter value length", ErrorClass::Conversion),
    ("inconvertible", ErrorClass::Conversion),
    ("inconvertible value", ErrorClass::Conversion),
    ("array type mismatch", ErrorClass::Conversion),
    ("operation failed", ErrorClass::Conversion),
    ("invalid UUID", ErrorClass::Conversion),
    ("numeric scale too big", ErrorClass::Conversion),
    ("overflow", ErrorClass::Conversion),
    ("cannot be NULL", ErrorClass::Constraint),
    ("must populate timestamp", ErrorClass::Constraint),
    ("not supported", ErrorClass::Refused),
    ("cannot be updated", ErrorClass::Refused),
    ("cannot modify view", ErrorClass::Refused),
    ("unsupported", ErrorClass::Refused),
    ("not in dev mode", ErrorClass::Refused),
    ("unexpected token", ErrorClass::Syntax),
    ("expected", ErrorClass::Syntax),
    ("have to be enclosed in double quotes", ErrorClass::Syntax),
    ("unclosed", ErrorClass::Syntax),
    ("too many", ErrorClass::Syntax),
    ("missing operator", ErrorClass::Syntax),
    ("dangling literal", ErrorClass::Syntax),
    ("dangling expression", ErrorClass::Syntax),
    ("not a function call", ErrorClass::Syntax),
    ("no function or operator", ErrorClass::Syntax),
    ("invalid constant", ErrorClass::Syntax),
    ("IS must be followed by", ErrorClass::Syntax),
    ("identifier should start with", ErrorClass::Syntax),
    ("must be specified", ErrorClass::Syntax),
    ("not implemented", ErrorClass::Refused),
    ("there is no matching", ErrorClass::Invalid),
    ("cannot compare", ErrorClass::Invalid),
    ("impossible type cast", ErrorClass::Invalid),
    ("argument type mismatch", ErrorClass::Invalid),
    ("Invalid table name or alias", ErrorClass::Invalid),
    ("must appear in GROUP BY", ErrorClass::Invalid),
    ("is not present in select list", ErrorClass::Invalid),
    ("Ambiguous column", ErrorClass::Invalid),
    ("Cannot invoke", ErrorClass::Internal),
];

/// The class of an answer. A statement word that the server does not know is read as a table's name, so that of a missing
/// table at the statement's first character, whatever stands there is no statement of this engine.
pub(crate) fn error_class(message: &str, position: Option<usize>) -> ErrorClass {
    let first_line = message.lines().next().unwrap_or_default();
    if position == Some(1) && first_line.contains("table does not exist") {
        return ErrorClass::Syntax;
    }
    TOLD_BY_WORDS.iter().find(|(words, _)| first_line.contains(words)).map_or(ErrorClass::Other, |(_, class)| *class)
}

/// Whether another connection writes to the table, which has one writer at a time.
pub(crate) fn is_busy(fault: &Error) -> bool {
    fault.server().is_some_and(|answer| answer.message.contains("table busy"))
}

/// Whether a prepared statement is of no use any more.
pub(crate) fn is_stale(fault: &Error) -> bool {
    fault.server().is_some_and(|answer| answer.sqlstate.as_deref() == Some(STALE))
}

fn server_error(answer: WireServerError) -> ServerError {
    let WireServerError { sqlstate, message, position, .. } = answer;
    let class = if sqlstate == STALE { ErrorClass::Conflict } else { error_class(&message, position) };
    let text = match position {
        // Where it is, for messages that quote nothing.
        Some(position) => format!("{message} (at character {position})"),
        None => message,
    };
    ServerError::new(class, text).with_sqlstate(sqlstate)
}

/// What went wrong on the wire, as the engine crate's error.
pub(crate) fn error(fault: WireError) -> Error {
    match fault {
        WireError::Server(answer) => Error::Server(server_error(answer)),
        WireError::Lost(_) => Error::Server(ServerError::new(ErrorClass::Unavailable, fault.to_string())),
        WireError::LoginTimeout(_) => {
            let hint = "; a server that has all the connections it takes does not answer";
            Error::Server(ServerError::new(ErrorClass::Unavailable, format!("{fault}{hint}")))
        }
        WireError::RolledBack => Error::RolledBack,
        other => Error::Usage(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aludel_engine::ErrorClass::{self, *};

    /// Answers of QuestDB 9.3.4, with where they point.
    const ANSWERS: &[(ErrorClass, &str, usize)] = &[
        (Syntax, "unexpected token [HAVING]", 40),
        (Syntax, "',' expected", 30),
        (Syntax, "found [tok='PRIMARY', len=7] ',' or ')' expected", 22),
        (Syntax, "missing operator", 34),
        (Syntax, "dangling literal", 26),
        (Syntax, "not a function call", 21),
        (Syntax, "no function or operator?", 41),
        (Syntax, "IS must be followed by NULL, TRUE or FALSE", 25),
        (Syntax, "export format must be specified, supported formats: 'parquet'", 1),
        (Refused, "function not implemented for given window parameters", 8),
        (Conflict, "could not lock 'big' [reason='busyReader']", 1),
        (Syntax, "table does not exist [table=SELEC]", 1),
        (Syntax, "table does not exist [table=SAVEPOINT]", 1),
        (NotFound, "table does not exist [table=nosuchtable]", 15),
        (NotFound, "[-105] table does not exist [table=nosuch]", 8),
        (NotFound, "Invalid column: nosuch", 8),
        (NotFound, "unknown function name: median(DOUBLE)", 8),
        (NotFound, "query to cancel not found in registry [id=999999]", 1),
        (Exists, "column 'newc' already exists", 30),
        (Auth, "invalid username/password", 1),
        (Auth, "Could not create table, Write permission denied", 1),
        (Cancelled, "cancelled by user [fd=12]", 1),
        (Conversion, "bad parameter value length [sizeRequired=8, sizeActual=4, variableIndex=1]", 1),
        (Conversion, "inconvertible value: 5000000000 [LONG -> INT]", 1),
        (Conversion, "'/' operation failed: Division by zero", 1),
        (Conversion, "array type mismatch [expected=DOUBLE[], actual=LONG[]]", 1),
        (Constraint, "designated timestamp column cannot be NULL", 1),
        (Constraint, "insert statement must populate timestamp", 1),
        (Refused, "UPDATE statements with join are not supported yet for WAL tables", 1),
        (Refused, "Designated timestamp column cannot be updated", 1),
        (Refused, "cannot modify view [view=v1]", 1),
        (Refused, "unsupported column type: SERIAL", 1),
        (Invalid, "there is no matching operator `=` with the argument types: DOUBLE = CURSOR", 1),
        (Invalid, "cannot compare LONG with type CURSOR", 1),
        (Invalid, "Invalid table name or alias", 1),
        (Internal, "Cannot invoke \"io.questdb.cutlass.pgwire.PGPipelineEntry.close()\" because \"pe\" is null", 1),
        (Other, "something new", 1),
    ];

    #[test]
    fn answers_have_a_class() {
        for (class, message, position) in ANSWERS {
            assert_eq!(error_class(message, Some(*position)), *class, "{message}");
        }
    }
}
