//! What can go wrong below the port, before it becomes the engine crate's error.

use std::ffi::{CStr, c_char};

use aludel_duckdb_sql::{error_name, without_secrets};

/// A failure of this module.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// DuckDB's own answer; `name` is its name for the kind of error (`Binder`, `Constraint`, …).
    #[error("{message}")]
    Engine { name: String, message: String },
    /// A parameter that DuckDB can't hold.
    #[error("parameter {number}: {reason}")]
    Parameter { number: usize, reason: String },
    /// A result column that Arrow can't hold, or whose content is broken.
    #[error("column {name:?}: {reason}")]
    Column { name: String, reason: String },
    /// A call that the caller can mend.
    #[error("{0}")]
    Usage(String),
    /// Cancelled before DuckDB began with it.
    #[error("cancelled before it began")]
    Cancelled,
    /// COMMIT was asked for, and DuckDB could only roll back.
    #[error("rolled back instead of committed")]
    RolledBack,
}

impl Fault {
    /// DuckDB's text, whose first words are the error's name: `Binder Error: …`.
    pub(crate) fn engine(message: impl Into<String>) -> Self {
        let message = message.into();
        Fault::Engine { name: error_name(&message).unwrap_or_default().to_owned(), message }
    }

    /// Takes the text behind a pointer that DuckDB keeps; an empty one if there is none.
    ///
    /// # Safety
    /// `text` is null or a string of the C API that lives during the call.
    pub(super) unsafe fn from_text(text: *const c_char) -> Self {
        // SAFETY: the caller's promise.
        Fault::engine(unsafe { text_at(text) }.unwrap_or_else(|| "DuckDB failed and gave no reason".to_owned()))
    }

    /// The same without what DuckDB quotes of `sql`, if a word of that tells that it holds a secret.
    pub(super) fn without_secrets(self, sql: &str) -> Self {
        match self {
            Fault::Engine { name, message } => Fault::Engine { name, message: without_secrets(message, sql) },
            other => other,
        }
    }

    pub(super) fn column(name: &str, reason: impl Into<String>) -> Self {
        Fault::Column { name: name.to_owned(), reason: reason.into() }
    }

    /// DuckDB's name of the error, if DuckDB answered.
    pub(crate) fn engine_name(&self) -> Option<&str> {
        match self {
            Fault::Engine { name, .. } => Some(name),
            _ => None,
        }
    }
}

/// A copy of a C string; `None` for null.
///
/// # Safety
/// `text` is null or a NUL-terminated string that lives during the call.
pub(super) unsafe fn text_at(text: *const c_char) -> Option<String> {
    // SAFETY: not null, so by the caller's promise a string.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// A copy of a C string that DuckDB allocated for the caller, which is freed; `None` for null.
///
/// # Safety
/// `text` is null or a NUL-terminated string that `duckdb_free` may free and nobody else uses.
pub(super) unsafe fn take_text(text: *mut c_char) -> Option<String> {
    // SAFETY: the caller's promise; the copy is made before the string is freed.
    unsafe {
        let copy = text_at(text);
        duckdb::ffi::duckdb_free(text.cast());
        copy
    }
}
