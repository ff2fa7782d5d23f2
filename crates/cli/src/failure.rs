//! What a person is told where something does not work: one message, with the way out.

use std::fmt;
use std::process::ExitCode;

use crate::arguments::redacted;

/// Why the command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    way_out: Option<String>,
    code: u8,
    /// Whoever read the output has gone: nobody is to be told.
    is_quiet: bool,
}

impl Failure {
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), way_out: None, code: 1, is_quiet: false }
    }

    /// What was asked for can't be meant so.
    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self { code: 2, ..Self::new(message) }
    }

    /// The reader of the output has had enough, as `head` has.
    pub(crate) fn reader_gone() -> Self {
        Self { is_quiet: true, code: 0, ..Self::new("the reader has gone") }
    }

    /// What the person can do about it.
    pub(crate) fn way_out(self, way_out: impl Into<String>) -> Self {
        Self { way_out: Some(way_out.into()), ..self }
    }

    /// What has happened before, which the person has to know beside it.
    pub(crate) fn and(self, what: &str) -> Self {
        Self { message: format!("{}; {what}", self.message), ..self }
    }

    /// Tells it, and gives the program's exit code.
    pub(crate) fn report(&self) -> ExitCode {
        if !self.is_quiet {
            // Without a place to complain there is only the exit code.
            let _ = self.write(&mut std::io::stderr().lock());
        }
        ExitCode::from(self.code)
    }

    fn write(&self, to: &mut impl std::io::Write) -> std::io::Result<()> {
        // An engine repeats what it was given, and that may be a URL in the wrong place.
        writeln!(to, "error: {}", redacted(&self.message))?;
        match &self.way_out {
            Some(way_out) => writeln!(to, "  help: {}", redacted(way_out)),
            None => Ok(()),
        }
    }
}

impl From<aludel::Error> for Failure {
    fn from(error: aludel::Error) -> Self {
        Failure::new(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe { Self::reader_gone() } else { Self::new(error) }
    }
}
