//! What kind of failure the server's words tell of.
//!
//! QuestDB sends the SQLSTATE `00000` with every error but one, so the class is in the words. They were taken from
//! answers of 9.3.4, and stand in one table; some differ from version to version.

use aludel_engine::{Error, ErrorClass, ServerError};
use aludel_postgres_wire::{WireError, WireServerError};

/// The one SQLSTATE that means something: a prepared statement's tables have changed.
const STALE: &str = "0A000";

/// The forms of answers, and the class that each tells of; `*` stands for whatever is there, such as a name that somebody
/// gave a table. A form is the whole first line, so that no name can pass for one. The first that fits counts.
const TOLD_BY_FORM: &[(&str, ErrorClass)] = &[
    // What begins with fixed words.
    ("invalid username/password", ErrorClass::Auth),
    ("Access denied*", ErrorClass::Auth),
    ("cancelled by user*", ErrorClass::Cancelled),
    ("timeout, query aborted*", ErrorClass::Timeout),
    ("global RSS memory limit exceeded*", ErrorClass::OutOfMemory),
    ("No space left*", ErrorClass::OutOfMemory),
    ("could not allocate*", ErrorClass::OutOfMemory),
    ("table busy [*", ErrorClass::Conflict),
    ("could not lock*", ErrorClass::Conflict),
    ("could not open*", ErrorClass::Io),
    ("table does not exist [table=*]", ErrorClass::NotFound),
    ("view does not exist [view=*]", ErrorClass::NotFound),
    ("materialized view does not exist*", ErrorClass::NotFound),
    ("column '*' does not exist*", ErrorClass::NotFound),
    ("Invalid column: *", ErrorClass::NotFound),
    ("unknown function name: *", ErrorClass::NotFound),
    ("query to cancel not found in registry*", ErrorClass::NotFound),
    ("column '*' already exists", ErrorClass::Exists),
    ("table already exists*", ErrorClass::Exists),
    ("view already exists*", ErrorClass::Exists),
    ("cannot rename, column with the name already exists*", ErrorClass::Exists),
    ("bad parameter value length *", ErrorClass::Conversion),
    ("inconvertible *", ErrorClass::Conversion),
    ("array type mismatch *", ErrorClass::Conversion),
    ("'*' operation failed: *", ErrorClass::Conversion),
    ("invalid UUID*", ErrorClass::Conversion),
    ("invalid timestamp*", ErrorClass::Conversion),
    ("Invalid date: *", ErrorClass::Conversion),
    ("numeric scale too big*", ErrorClass::Conversion),
    ("timestamp overflow*", ErrorClass::Conversion),
    ("designated timestamp column cannot be NULL", ErrorClass::Constraint),
    ("insert statement must populate timestamp", ErrorClass::Constraint),
    ("UPDATE statements with join are not supported*", ErrorClass::Refused),
    ("Designated timestamp column cannot be updated", ErrorClass::Refused),
    ("cannot modify view*", ErrorClass::Refused),
    ("unsupported *", ErrorClass::Refused),
    ("Cannot suspend table, database is not in dev mode", ErrorClass::Refused),
    ("statement is either no-op, or contains multiple transactions*", ErrorClass::Refused),
    ("function not implemented*", ErrorClass::Refused),
    ("not implemented*", ErrorClass::Refused),
    ("table name expected, got view*", ErrorClass::Invalid),
    ("there is no matching operator*", ErrorClass::Invalid),
    ("there is no matching function*", ErrorClass::Invalid),
    ("cannot compare *", ErrorClass::Invalid),
    ("left operand must be *", ErrorClass::Invalid),
    ("supported column types are *", ErrorClass::Invalid),
    ("impossible type cast*", ErrorClass::Invalid),
    ("argument type mismatch*", ErrorClass::Invalid),
    ("Invalid table name or alias", ErrorClass::Invalid),
    ("column must appear in GROUP BY*", ErrorClass::Invalid),
    ("aggregate functions are not allowed in GROUP BY", ErrorClass::Invalid),
    ("TIMESTAMP column is not present in select list", ErrorClass::Invalid),
    ("Ambiguous column*", ErrorClass::Invalid),
    ("invalid type: *", ErrorClass::Invalid),
    ("unexpected token [*", ErrorClass::Syntax),
    ("unclosed *", ErrorClass::Syntax),
    ("missing operator*", ErrorClass::Syntax),
    ("dangling *", ErrorClass::Syntax),
    ("not a function call*", ErrorClass::Syntax),
    ("no function or operator*", ErrorClass::Syntax),
    ("invalid constant: *", ErrorClass::Syntax),
    ("empty where clause", ErrorClass::Syntax),
    ("IS must be followed by *", ErrorClass::Syntax),
    ("identifier should start with *", ErrorClass::Syntax),
    ("too many arguments*", ErrorClass::Syntax),
    ("too few arguments*", ErrorClass::Syntax),
    ("export format must be specified*", ErrorClass::Syntax),
    ("found [tok='*", ErrorClass::Syntax),
    ("query is not expected*", ErrorClass::Syntax),
    ("query is not allowed here", ErrorClass::Syntax),
    ("Cannot invoke \"*", ErrorClass::Internal),
    // What begins with anything; what is quoted is left out before it is compared.
    ("*permission denied", ErrorClass::Auth),
    ("*memory limit exceeded*rss *", ErrorClass::OutOfMemory),
    ("*view with the requested name already exists*", ErrorClass::Exists),
    ("*have to be enclosed in double quotes, such as *", ErrorClass::Syntax),
    ("*are not supported*", ErrorClass::Refused),
    ("*is not supported*", ErrorClass::Refused),
    ("*not supported yet*", ErrorClass::Refused),
    ("*overflow*", ErrorClass::Conversion),
    ("*must be specified*", ErrorClass::Syntax),
    ("*too many*", ErrorClass::Syntax),
    ("*expected*", ErrorClass::Syntax),
];

/// Whether the text has the form.
fn fits(form: &str, text: &str) -> bool {
    let mut parts = form.split('*');
    let Some(mut rest) = parts.next().and_then(|start| text.strip_prefix(start)) else { return false };
    let Some(end) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(end)
}

/// The line without what the server quotes: texts in quotes and `[key=value]`, up to the last end of such.
fn without_quoted(line: &str) -> String {
    let mut masked = line.to_owned();
    for (open, close) in [("'", '\''), ("`", '`'), ("\"", '"'), ("=", ']')] {
        if let (Some(start), Some(end)) = (masked.find(open), masked.rfind(close))
            && start < end
        {
            masked.replace_range(start + open.len()..end, "");
        }
    }
    masked
}

/// The class of an answer. A statement word that the server does not know is read as a table's name, so that of a missing
/// table at the statement's first character, whatever stands there is no statement of this engine.
pub(crate) fn error_class(message: &str, position: Option<usize>) -> ErrorClass {
    let line = message.lines().next().unwrap_or_default();
    // Some have the number of the system's error in front.
    let line = match line.strip_prefix('[').and_then(|line| line.split_once("] ")) {
        Some((number, rest)) if number.parse::<i32>().is_ok() => rest,
        _ => line,
    };
    if position == Some(1) && fits("table does not exist [table=*]", line) {
        return ErrorClass::Syntax;
    }
    let masked = without_quoted(line);
    let told = TOLD_BY_FORM.iter().find(|(form, _)| {
        let begins_free = form.starts_with('*');
        fits(form, if begins_free { &masked } else { line })
    });
    told.map_or(ErrorClass::Other, |(_, class)| *class)
}

/// Whether another connection writes to the table, which has one writer at a time.
pub(crate) fn is_busy(fault: &Error) -> bool {
    fault.server().is_some_and(|answer| fits("table busy [*", &answer.message))
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
        (Exists, "table already exists", 14),
        (Conflict, "table busy [reason=insert]", 1),
        (Timeout, "timeout, query aborted [fd=12]", 1),
        (OutOfMemory, "global RSS memory limit exceeded [usage=1, limit=2]", 1),
        (Conversion, "invalid timestamp", 43),
        (Invalid, "table name expected, got view or materialized view name", 12),
        (Invalid, "invalid type: STRING", 47),
        (Syntax, "empty where clause", 32),
        (Syntax, "query is not expected, did you mean column?", 8),
        (
            Refused,
            "statement is either no-op, or contains multiple transactions, such as 'alter table add column col1, \
                   col2', and currently not supported for WAL tables [table=t]",
            1,
        ),
    ];

    /// Forms of answers with a name in them, which another may have given.
    const WITH_A_NAME: &[(ErrorClass, &str)] = &[
        (NotFound, "table does not exist [table=#]"),
        (NotFound, "[-105] table does not exist [table=#]"),
        (NotFound, "Invalid column: #"),
        (NotFound, "unknown function name: #(INT)"),
        (NotFound, "unknown function name: \"#\"(INT)"),
        (Exists, "column '#' already exists"),
        (Refused, "cannot modify view [view=#]"),
        (Refused, "unsupported column type: #"),
        (Refused, "unsupported column type: \"#\""),
        (Conflict, "could not lock '#' [reason='busyReader']"),
        (Conversion, "inconvertible value: `#` [STRING -> INT]"),
        (Conversion, "Invalid date: #"),
        (Invalid, "Ambiguous column [name=#]"),
        (Syntax, "unexpected token [#]"),
        (Syntax, "found [tok='#', len=7] ',' or ')' expected"),
        (Syntax, "invalid constant: #"),
    ];

    #[test]
    fn answers_have_a_class() {
        for (class, message, position) in ANSWERS {
            assert_eq!(error_class(message, Some(*position)), *class, "{message}");
        }
    }

    #[test]
    fn a_name_does_not_pass_for_what_the_server_says() {
        let names = ["session_timeouts", "timeout", "a [b=c] d", "it's"];
        for (class, form) in WITH_A_NAME {
            // Each form of answer as a name, too.
            for name in names.into_iter().chain(ANSWERS.iter().map(|(_, message, _)| *message)) {
                let message = form.replace('#', name);
                assert_eq!(error_class(&message, Some(9)), *class, "{message}");
            }
        }
    }

    #[test]
    fn a_form_is_the_whole_line() {
        for (form, text, expected) in [
            ("a*c", "abc", true),
            ("a*c", "ac", true),
            ("a*c", "abcd", false),
            ("a", "a", true),
            ("a", "ab", false),
            ("*b*", "abc", true),
            ("a*b*c", "a c", false),
        ] {
            assert_eq!(fits(form, text), expected, "{form} {text}");
        }
    }
}
