//! The database, its connections, and stopping what one of them does.

use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};

use duckdb::ffi;

use super::{Fault, c_string, take_text};

/// One DuckDB in memory.
#[derive(Debug)]
pub(crate) struct Database(ffi::duckdb_database);

// SAFETY: the C++ class behind it may be used by several threads; it is only connected to.
unsafe impl Send for Database {}
// SAFETY: as above.
unsafe impl Sync for Database {}

impl Drop for Database {
    fn drop(&mut self) {
        // SAFETY: ours alone; connections hold their own reference to the instance.
        unsafe { ffi::duckdb_close(&mut self.0) }
    }
}

impl Database {
    /// A new one, with these settings.
    pub(crate) fn open(settings: &[(&str, &str)]) -> Result<Self, Fault> {
        let (mut config, mut raw, mut reason) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        // SAFETY: places for handles; C strings that DuckDB copies; the configuration is destroyed on each way out.
        unsafe {
            if ffi::duckdb_create_config(&mut config) != ffi::DuckDBSuccess {
                return Err(Fault("Out of Memory Error: no configuration".to_owned()));
            }
            for (name, value) in settings {
                let (name, value) = (c_string(name)?, c_string(value)?);
                if ffi::duckdb_set_config(config, name.as_ptr(), value.as_ptr()) != ffi::DuckDBSuccess {
                    ffi::duckdb_destroy_config(&mut config);
                    return Err(Fault(format!("Catalog Error: DuckDB does not take the setting {name:?}")));
                }
            }
            let state = ffi::duckdb_open_ext(c":memory:".as_ptr(), &mut raw, config, &mut reason);
            ffi::duckdb_destroy_config(&mut config);
            let reason = take_text(reason);
            match state {
                ffi::DuckDBSuccess => Ok(Self(raw)),
                _ => Err(Fault(reason.unwrap_or_else(|| "IO Error: no database".to_owned()))),
            }
        }
    }

    /// A new connection.
    pub(crate) fn connect(&self) -> Result<Connection, Fault> {
        let mut raw = ptr::null_mut();
        // SAFETY: a live database and a place for the handle.
        match unsafe { ffi::duckdb_connect(self.0, &mut raw) } {
            ffi::DuckDBSuccess => Ok(Connection { raw, interrupter: Interrupter(Arc::new(Mutex::new(raw as usize))) }),
            _ => Err(Fault("Connection Error: DuckDB gave no connection".to_owned())),
        }
    }
}

/// A connection; it belongs to one thread at a time.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(super) raw: ffi::duckdb_connection,
    interrupter: Interrupter,
}

// SAFETY: a connection may move between threads as long as one at a time uses it, which `&mut` and ownership see to.
unsafe impl Send for Connection {}

impl Drop for Connection {
    fn drop(&mut self) {
        self.interrupter.close();
        // SAFETY: ours alone.
        unsafe { ffi::duckdb_disconnect(&mut self.raw) }
    }
}

impl Connection {
    /// What stops its statements from another thread.
    pub(crate) fn interrupter(&self) -> Interrupter {
        self.interrupter.clone()
    }
}

/// Stops what a connection does at the moment.
#[derive(Clone, Debug)]
pub(crate) struct Interrupter(Arc<Mutex<usize>>);

impl Interrupter {
    /// Stops it; nothing once the connection is gone.
    pub(crate) fn interrupt(&self) {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *connection != 0 {
            // SAFETY: live, because `close` was not called; the function sets an atomic flag.
            unsafe { ffi::duckdb_interrupt(*connection as ffi::duckdb_connection) }
        }
    }

    fn close(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = 0;
    }
}
