//! Errors as the wire carries them.

use pgwire::messages::PgWireBackendMessage;
use pgwire::messages::response::ErrorResponse;

use crate::native::Fault;
use crate::quirks::{Quirk, Quirks};

/// What a client is told: DuckDB's message word for word, and the SQLSTATE that Postgres would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    message: String,
    state: &'static str,
    is_fatal: bool,
    ends_transaction: bool,
}

impl Failure {
    pub(crate) fn new(state: &'static str, message: impl Into<String>) -> Self {
        Self { message: message.into(), state, is_fatal: false, ends_transaction: false }
    }

    /// One after which the server hangs up.
    pub(crate) fn fatal(state: &'static str, message: impl Into<String>) -> Self {
        Self { message: message.into(), state, is_fatal: true, ends_transaction: true }
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The same with another message.
    pub(crate) fn with_message(self, message: String) -> Self {
        Self { message, ..self }
    }

    /// Whether an open transaction can only be rolled back after it.
    pub(crate) fn ends_transaction(&self) -> bool {
        self.ends_transaction
    }

    pub(crate) fn response(&self, quirks: Quirks) -> PgWireBackendMessage {
        let severity = if self.is_fatal { "FATAL" } else { "ERROR" };
        let mut fields = vec![(b'S', severity.to_owned()), (b'V', severity.to_owned())];
        if !quirks.has(Quirk::NoSqlState) {
            fields.push((b'C', self.state.to_owned()));
        }
        fields.push((b'M', self.message.clone()));
        PgWireBackendMessage::ErrorResponse(ErrorResponse::new(fields))
    }
}

impl From<Fault> for Failure {
    fn from(Fault(message): Fault) -> Self {
        let state = sql_state(&message);
        // DuckDB 1.5 goes on with a transaction after what it finds before it runs a statement.
        let goes_on = ["Parser Error", "Binder Error", "Catalog Error"].iter().any(|class| message.starts_with(class));
        Self { message, state, is_fatal: false, ends_transaction: !goes_on }
    }
}

/// The nearest SQLSTATE for DuckDB's words.
fn sql_state(message: &str) -> &'static str {
    let (class, rest) = message.split_once(" Error: ").unwrap_or((message, ""));
    match class {
        "Parser" => "42601",
        "Catalog" if rest.starts_with("Table") && rest.contains("does not exist") => "42P01",
        "Catalog" if rest.starts_with("Scalar Function") && rest.contains("does not exist") => "42883",
        "Catalog" if rest.contains("already exists") => "42P07",
        "Catalog" => "42704",
        "Binder" if rest.contains("column") => "42703",
        "Binder" => "42P10",
        "Constraint" if rest.contains("NOT NULL") => "23502",
        "Constraint" if rest.contains("foreign key") => "23503",
        "Constraint" if rest.contains("CHECK") => "23514",
        "Constraint" => "23505",
        "Conversion" => "22P02",
        "Out of Range" => "22003",
        "TransactionContext" if rest.contains("onflict") => "40001",
        "TransactionContext" => "25P02",
        "INTERRUPT" => "57014",
        "Not implemented" => "0A000",
        "Permission" => "42501",
        "Out of Memory" => "53200",
        _ => "XX000",
    }
}
