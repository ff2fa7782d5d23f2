//! Opened databases: one for each file in a process.

use std::ffi::{CString, c_char};
use std::ptr;
use std::sync::{Arc, OnceLock};

use duckdb::ffi;

use super::fault::{Fault, take_text, text_at};

/// The version of the library that is linked: `v1.5.6`.
pub(crate) fn version() -> String {
    // SAFETY: a static string of the library.
    unsafe { text_at(ffi::duckdb_library_version()) }.unwrap_or_default()
}

/// Settings to open a database with.
#[derive(Debug)]
pub(crate) struct Config(ffi::duckdb_config);

impl Drop for Config {
    fn drop(&mut self) {
        // SAFETY: ours alone.
        unsafe { ffi::duckdb_destroy_config(&mut self.0) }
    }
}

impl Config {
    /// No settings.
    pub(crate) fn new() -> Result<Self, Fault> {
        let mut raw = ptr::null_mut();
        // SAFETY: a place for the handle.
        match unsafe { ffi::duckdb_create_config(&mut raw) } {
            ffi::DuckDBSuccess => Ok(Config(raw)),
            _ => Err(Fault::engine("Out of Memory Error: no configuration could be made")),
        }
    }

    /// Sets `name`; `false` if DuckDB does not take it (unknown, of the wrong type, or only for a connection).
    pub(crate) fn set(&mut self, name: &str, value: &str) -> Result<bool, Fault> {
        let (name, value) = (c_string(name, "a setting's name")?, c_string(value, "a setting")?);
        // SAFETY: a live handle, and C strings that DuckDB copies.
        Ok(unsafe { ffi::duckdb_set_config(self.0, name.as_ptr(), value.as_ptr()) } == ffi::DuckDBSuccess)
    }

    /// The names of the settings that a database can be opened with.
    pub(crate) fn names() -> Vec<String> {
        // SAFETY: indexes below the count; the names are static.
        unsafe {
            (0..ffi::duckdb_config_count())
                .filter_map(|index| {
                    let mut name: *const c_char = ptr::null();
                    ffi::duckdb_get_config_flag(index, &mut name, ptr::null_mut());
                    text_at(name)
                })
                .collect()
        }
    }
}

/// `text` for the C API, which ends strings at their first NUL.
pub(super) fn c_string(text: &str, what: &str) -> Result<CString, Fault> {
    CString::new(text).map_err(|_| Fault::Usage(format!("{what} holds a NUL character, which DuckDB can't take")))
}

/// The process's databases by path. DuckDB locks files against other processes only; two databases on one file in one
/// process would destroy it, so that all of them are opened here.
struct Instances(ffi::duckdb_instance_cache);

// SAFETY: the C++ class behind it (`DBInstanceCache`) locks itself.
unsafe impl Send for Instances {}
// SAFETY: as above.
unsafe impl Sync for Instances {}

fn instances() -> &'static Instances {
    static INSTANCES: OnceLock<Instances> = OnceLock::new();
    // SAFETY: no arguments; never destroyed, as the process keeps it.
    INSTANCES.get_or_init(|| Instances(unsafe { ffi::duckdb_create_instance_cache() }))
}

/// Where a database's statements run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runs {
    /// In this process.
    Here,
    /// At a service, which counts their time.
    Elsewhere,
}

/// An opened database.
#[derive(Debug)]
pub(crate) struct Database {
    raw: ffi::duckdb_database,
    runs: Runs,
    /// The process that opened it.
    process: u32,
}

// SAFETY: the C++ class behind it (`DuckDB`, a shared pointer to a `DatabaseInstance`) may be used by several threads.
unsafe impl Send for Database {}
// SAFETY: as above; we only ever connect to it.
unsafe impl Sync for Database {}

impl Drop for Database {
    fn drop(&mut self) {
        // A forked child has the memory, but neither DuckDB's threads nor the lock on the file: it must not close it.
        if self.process == std::process::id() {
            // SAFETY: ours alone; connections hold their own reference to the instance.
            unsafe { ffi::duckdb_close(&mut self.raw) }
        }
    }
}

impl Database {
    /// Opens the file at `path` (`:memory:` for none, new each time), or shares it if this process has it open with
    /// the same settings.
    pub(crate) fn open(path: &str, config: &Config, runs: Runs) -> Result<Arc<Self>, Fault> {
        let path = c_string(path, "the path")?;
        let (mut raw, mut reason) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: live handles, a C string, places for the handle and the reason; the reason is ours to free.
        unsafe {
            let state =
                ffi::duckdb_get_or_create_from_cache(instances().0, path.as_ptr(), &mut raw, config.0, &mut reason);
            let reason = take_text(reason);
            match state {
                ffi::DuckDBSuccess => Ok(Arc::new(Database { raw, runs, process: std::process::id() })),
                _ => Err(Fault::engine(reason.unwrap_or_else(|| "the database could not be opened".to_owned()))),
            }
        }
    }

    /// Where its statements run.
    pub(super) fn runs(&self) -> Runs {
        self.runs
    }

    /// The process that opened it; in a fork of that one it can't be used.
    pub(crate) fn process(&self) -> u32 {
        self.process
    }

    /// A new connection's handle.
    pub(super) fn connect(&self) -> Result<ffi::duckdb_connection, Fault> {
        let mut raw = ptr::null_mut();
        // SAFETY: a live database and a place for the handle.
        match unsafe { ffi::duckdb_connect(self.raw, &mut raw) } {
            ffi::DuckDBSuccess => Ok(raw),
            _ => Err(Fault::engine("Connection Error: DuckDB gave no connection")),
        }
    }
}
