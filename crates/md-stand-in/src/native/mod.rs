//! The one place that talks to libduckdb, and the only one with `unsafe`.
//!
//! It goes through the C API (`duckdb::ffi`), because a statement has to be described without running it. Each type
//! owns one handle and lets go of it on drop.
#![allow(unsafe_code)]

mod database;
mod logical;
mod read;
mod statement;
mod value;

pub(crate) use database::{Connection, Database, Interrupter};
pub(crate) use logical::Shape;
pub(crate) use read::Cell;
pub(crate) use statement::{Cursor, Effect, Statement};

use std::ffi::{CStr, CString, c_char};

/// What DuckDB said, word for word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault(pub(crate) String);

impl Fault {
    /// # Safety
    /// `text` is null or a string of the C API that lives during the call.
    unsafe fn from_text(text: *const c_char) -> Self {
        if text.is_null() {
            return Self("INTERNAL Error: DuckDB failed and gave no reason".to_owned());
        }
        // SAFETY: not null, so by the caller's promise a string.
        Self(unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
    }
}

/// `text` for the C API, which ends strings at their first NUL.
fn c_string(text: &str) -> Result<CString, Fault> {
    CString::new(text).map_err(|_| Fault("Invalid Input Error: the statement holds a NUL character".to_owned()))
}

/// A copy of a text that DuckDB allocated for its caller, which is freed.
///
/// # Safety
/// `text` is null or a string that nobody else uses.
unsafe fn take_text(text: *mut c_char) -> Option<String> {
    // SAFETY: the caller's promise; copied before it is freed.
    unsafe {
        let copy = (!text.is_null()).then(|| CStr::from_ptr(text).to_string_lossy().into_owned());
        duckdb::ffi::duckdb_free(text.cast());
        copy
    }
}
