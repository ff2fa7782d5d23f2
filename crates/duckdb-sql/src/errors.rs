//! What kind of failure a message of DuckDB tells of.
//!
//! DuckDB has no error codes. Its classes of errors have names, which begin every message (`Binder Error: …`); that is all
//! that the Postgres endpoint passes on. Where one class covers several kinds of failure, the words that tell them apart
//! were taken from answers of 1.5.6 and 2.0.0, and stand in one table.

use aludel_engine::ErrorClass;

/// `Binder` of `Binder Error: …`, or of the JSON that `SET errors_as_json = true` gives.
///
/// ```
/// # use aludel_duckdb_sql::error_name;
/// assert_eq!(error_name("Out of Memory Error: could not allocate"), Some("Out of Memory"));
/// assert_eq!(error_name("the server is gone"), None);
/// ```
pub fn error_name(message: &str) -> Option<&str> {
    if let Some(rest) = message.strip_prefix("{\"exception_type\":\"") {
        return rest.split('"').next();
    }
    let (name, _) = message.split_once(" Error: ")?;
    let is_name = name.len() < 40 && name.chars().all(|letter| letter.is_ascii_alphabetic() || letter == ' ');
    is_name.then_some(name)
}

/// The class of an error called `name`, as [`error_name`] gives it, with this message.
///
/// ```
/// # use aludel_duckdb_sql::error_class;
/// # use aludel_engine::ErrorClass;
/// let message = "Catalog Error: Table with name t does not exist!";
/// assert_eq!(error_class("Catalog", message), ErrorClass::NotFound);
/// ```
pub fn error_class(name: &str, message: &str) -> ErrorClass {
    // The words stand in the first line; what follows quotes the user's statement or guesses what was meant.
    let first_line = message.lines().next().unwrap_or_default();
    if is_overloaded(name, first_line) {
        return ErrorClass::Overloaded;
    }
    if is_login_refused(name, first_line) {
        return ErrorClass::Auth;
    }
    TOLD_BY_WORDS
        .iter()
        .find(|(class_name, words, _)| *class_name == name && first_line.contains(words))
        .map(|(_, _, class)| *class)
        .unwrap_or_else(|| class_of_name(name))
}

/// A service that MotherDuck or a file comes from says that it is busy.
fn is_overloaded(name: &str, first_line: &str) -> bool {
    const SAYS_SO: [&str; 7] = [
        "temporarily unavailable",
        "service unavailable",
        "rate limit",
        "http 429",
        "http 502",
        "http 503",
        "http 504",
    ];
    let of_network = matches!(name, "" | "HTTP" | "IO" | "Network" | "Connection");
    let first_line = first_line.to_lowercase();
    of_network && SAYS_SO.iter().any(|words| first_line.contains(words))
}

/// MotherDuck does not take a token: when its extension starts, or in the middle of a session.
fn is_login_refused(name: &str, first_line: &str) -> bool {
    let of_service = matches!(name, "" | "Invalid" | "Invalid Input" | "IO" | "HTTP" | "Network" | "Connection");
    of_service && first_line.contains("Your request is not authenticated")
}

fn class_of_name(name: &str) -> ErrorClass {
    match name {
        "Parser" => ErrorClass::Syntax,
        "Not implemented" | "Parameter Not Allowed" => ErrorClass::Refused,
        "Missing Extension" => ErrorClass::NotFound,
        "Constraint" | "Dependency" | "Sequence" => ErrorClass::Constraint,
        "Conversion" | "Out of Range" | "Decimal" | "Mismatch Type" | "Divide by Zero" | "Object Size" => {
            ErrorClass::Conversion
        }
        "Binder"
        | "Catalog"
        | "Expression"
        | "Invalid Input"
        | "Invalid Configuration"
        | "Invalid type"
        | "Settings"
        | "Unknown Type"
        | "Syntax"
        | "Parameter Not Resolved"
        | "TransactionContext" => ErrorClass::Invalid,
        "Permission" => ErrorClass::Auth,
        "INTERRUPT" => ErrorClass::Cancelled,
        "Out of Memory" => ErrorClass::OutOfMemory,
        "Connection" | "Network" | "HTTP" | "Extension Autoloading" => ErrorClass::Unavailable,
        "IO" | "Serialization" => ErrorClass::Io,
        "FATAL" | "INTERNAL" | "Optimizer" | "NullPointer" => ErrorClass::Internal,
        _ => ErrorClass::Other,
    }
}

/// Name of the error, words in its message, class. The first that fits counts.
const TOLD_BY_WORDS: &[(&str, &str, ErrorClass)] = &[
    // MotherDuck's, of a token that is wrong or has run out.
    ("Invalid Input", "request is not authenticated", ErrorClass::Auth),
    ("Catalog", "write-write conflict", ErrorClass::Conflict),
    ("Catalog", "already exists", ErrorClass::Exists),
    ("Catalog", "does not exist", ErrorClass::NotFound),
    ("Catalog", "is not in the catalog", ErrorClass::NotFound),
    ("Catalog", "unrecognized configuration parameter", ErrorClass::NotFound),
    ("Catalog", "No catalog + schema named", ErrorClass::NotFound),
    ("Catalog", "main key table", ErrorClass::Constraint),
    ("Catalog", "depends on it", ErrorClass::Constraint),
    ("Catalog", "read-only mode", ErrorClass::Refused),
    ("Binder", "Invalid named parameter", ErrorClass::Refused),
    ("Binder", "not supported", ErrorClass::Refused),
    ("Binder", "already exists", ErrorClass::Exists),
    ("Binder", "not found", ErrorClass::NotFound),
    ("Binder", "does not have a column", ErrorClass::NotFound),
    ("Binder", "does not exist", ErrorClass::NotFound),
    ("Invalid Input", "read-only mode", ErrorClass::Refused),
    ("Invalid Input", "readonly database", ErrorClass::Refused),
    ("Invalid Input", "STORED generated column", ErrorClass::Refused),
    ("Invalid Input", "configuration has been locked", ErrorClass::Refused),
    ("Invalid Input", "options were not recognized", ErrorClass::NotFound),
    ("TransactionContext", "transaction is aborted", ErrorClass::AbortedTransaction),
    ("TransactionContext", "read-only mode", ErrorClass::Refused),
    ("TransactionContext", "constraint", ErrorClass::Constraint),
    ("TransactionContext", "onflict", ErrorClass::Conflict),
    ("Connection", "different configuration", ErrorClass::Invalid),
    ("IO", "Could not set lock", ErrorClass::Unavailable),
    ("IO", ".duckdb_extension\" not found", ErrorClass::NotFound),
    ("IO", "Failed to download extension", ErrorClass::Unavailable),
    ("IO", "read-only mode: database does not exist", ErrorClass::NotFound),
    ("IO", "read-only mode", ErrorClass::Refused),
    ("IO", "No space left on device", ErrorClass::OutOfMemory),
];

#[cfg(test)]
mod tests {
    use aludel_engine::ErrorClass::{self, *};

    use super::{error_class, error_name};

    /// First lines of answers of DuckDB 1.5.6.
    const ANSWERS: &[(ErrorClass, &str)] = &[
        (Syntax, "Parser Error: syntax error at or near \"selec\""),
        (Auth, "Invalid Error: Request failed: Your request is not authenticated. Please check your MotherDuck token."),
        (
            Auth,
            "Invalid Input Error: Initialization function \"motherduck_duckdb_cpp_init\" from file \
             \"motherduck.duckdb_extension\" threw an exception: \"Invalid Error: Request failed: Your request is not \
             authenticated. Please check your MotherDuck token. (Jwt is expired)\"",
        ),
        (Syntax, "Parser Error: SELECT locking clause is not supported!"),
        (Syntax, "Parser Error: A CTE needs a SELECT"),
        (NotFound, "IO Error: Cannot open database \"/none.db\" in read-only mode: database does not exist"),
        (Refused, "Not implemented Error: ON CONSTRAINT conflict target is not supported yet"),
        (Refused, "Not implemented Error: Constraint not implemented!"),
        (Refused, "Invalid Input Error: Can not create a STORED generated column!"),
        (Refused, "Binder Error: Invalid named parameter \"md_run\" for function read_csv"),
        (Refused, "Parameter Not Allowed Error: Parameter not supported in GROUP BY clause"),
        (
            Refused,
            "Invalid Input Error: Cannot execute statement of type \"INSERT\" on database \"x\" which is attached in \
             read-only mode!",
        ),
        (Refused, "Invalid Input Error: Cannot append to a readonly database."),
        (
            Refused,
            "TransactionContext Error: Cannot write to database \"memory\" - transaction is launched in read-only mode",
        ),
        (
            NotFound,
            "Catalog Error: Table with name nope does not exist!\nDid you mean \"a table that already exists\"?",
        ),
        (NotFound, "Catalog Error: Scalar Function with name nope does not exist!"),
        (NotFound, "Catalog Error: unrecognized configuration parameter \"nope\""),
        (NotFound, "Binder Error: Referenced column \"nope\" not found in FROM clause!"),
        (NotFound, "Binder Error: Table \"t\" does not have a column named \"nope\""),
        (NotFound, "Binder Error: Table \"t\" does not have a column with name \"c\""),
        (NotFound, "Invalid Input Error: The following options were not recognized: nope"),
        (Exists, "Catalog Error: Table with name \"t\" already exists!"),
        (Constraint, "Constraint Error: Duplicate key \"a: 1\" violates primary key constraint."),
        (Constraint, "Constraint Error: NOT NULL constraint failed: t.b"),
        (
            Constraint,
            "TransactionContext Error: Failed to commit: PRIMARY KEY or UNIQUE constraint violation: duplicate key \"5\"",
        ),
        (Constraint, "Dependency Error: Cannot drop entry \"sc\" because there are entries that depend on it."),
        (Constraint, "Catalog Error: Cannot change the type of this column: an index depends on it!"),
        (
            Constraint,
            "Catalog Error: Could not drop the table because this table is main key table of the table \"fk\"",
        ),
        (Conversion, "Conversion Error: Could not convert string 'x' to INT32"),
        (Conversion, "Out of Range Error: Overflow in addition of INT64 (9223372036854775807 + 1)!"),
        (Invalid, "Binder Error: table t has 2 columns but 1 values were supplied"),
        (Invalid, "TransactionContext Error: cannot start a transaction within a transaction"),
        (Invalid, "TransactionContext Error: cannot commit - no transaction is active"),
        (Conflict, "TransactionContext Error: Conflict on update!"),
        (Conflict, "TransactionContext Error: Catalog write-write conflict on create with \"Schema\\0main\""),
        (
            Conflict,
            "TransactionContext Error: Failed to commit: Transaction conflict: attempting to insert into table \"t\" but \
             it has been dropped by a different transaction",
        ),
        (AbortedTransaction, "TransactionContext Error: Current transaction is aborted (please ROLLBACK)"),
        (Auth, "Invalid Input Error: Your request is not authenticated. Please check your MotherDuck token."),
        (Auth, "Permission Error: Cannot access file \"/a\" - file system operations are disabled by configuration"),
        (Cancelled, "INTERRUPT Error: Interrupted!"),
        (OutOfMemory, "Out of Memory Error: could not allocate block of size 256.0 KiB (9.3 MiB/9.5 MiB used)"),
        (NotFound, "IO Error: Extension \"/x/nope.duckdb_extension\" not found."),
        (Io, "IO Error: No files found that match the pattern \"/nope.csv\""),
        (Unavailable, "IO Error: Could not set lock on file \"c.db\": Conflicting lock is held in a (PID 1)"),
        (
            Invalid,
            "Connection Error: Can't open a connection to same database file with a different configuration than \
             existing connections",
        ),
        (Overloaded, "HTTP Error: HTTP GET error on 'https://h/f.csv' (HTTP 503)"),
        (Overloaded, "IO Error: Service temporarily unavailable, try again"),
        (Unavailable, "HTTP Error: HTTP GET error on 'https://h/f.csv' (HTTP 404)"),
        (Invalid, "Binder Error: no function takes 'rate limit'"),
        (Internal, "INTERNAL Error: Attempted to access index 0 within vector of size 0"),
        (Other, "Whatever Error: comes next"),
    ];

    #[test]
    fn messages_have_a_class() {
        for (class, message) in ANSWERS {
            let name = error_name(message).unwrap_or_default();
            assert_eq!(error_class(name, message), *class, "{message}");
        }
    }

    #[test]
    fn the_first_words_name_the_error() {
        assert_eq!(error_name("{\"exception_type\":\"Catalog\",\"exception_message\":\"x\"}"), Some("Catalog"));
        assert_eq!(error_name("TransactionContext Error: Conflict on update!"), Some("TransactionContext"));
        for nameless in ["", "no name here", "it's said: 'My Error: x'", "{\"exception_type\""] {
            assert_eq!(error_name(nameless), None, "{nameless}");
        }
    }
}
