//! The one error type: what went wrong, why, and what to do about it.

use std::fmt;
use std::path::Path;

/// Something that stops a command. Shown to a person, never matched on.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    way_out: Option<String>,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), way_out: None }
    }

    /// For a failed operation on a file or folder, which the operating system's own message does not name.
    pub(crate) fn io(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {doing} {}: {error}", path.display()))
    }

    /// Adds what the person can do.
    pub(crate) fn way_out(mut self, way_out: impl Into<String>) -> Self {
        self.way_out = Some(way_out.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if let Some(way_out) = &self.way_out {
            for line in way_out.lines() {
                write!(f, "\n  {line}")?;
            }
        }
        Ok(())
    }
}
