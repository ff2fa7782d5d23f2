//! Statements: taking a text apart, preparing, describing, binding, running.

use std::ffi::CStr;
use std::ptr;

use duckdb::ffi;

use super::database::Connection;
use super::logical::{LogicalType, Shape};
use super::read::{Cell, read};
use super::value::Value;
use super::{Fault, c_string};

/// The statements of a text.
pub(crate) struct Script {
    raw: ffi::duckdb_extracted_statements,
    count: u64,
}

impl Drop for Script {
    fn drop(&mut self) {
        // SAFETY: ours alone.
        unsafe { ffi::duckdb_destroy_extracted(&mut self.raw) }
    }
}

/// What running a statement changes, as DuckDB's parser sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It gives rows: SELECT, EXPLAIN, SHOW, …
    Rows,
    /// It says how many rows it changed: INSERT, UPDATE, DELETE, MERGE, COPY.
    Count,
    /// BEGIN, COMMIT, ROLLBACK.
    Transaction,
    /// All else: DDL, SET, …
    Other,
}

/// A prepared statement.
pub(crate) struct Statement {
    raw: ffi::duckdb_prepared_statement,
}

impl Drop for Statement {
    fn drop(&mut self) {
        // SAFETY: ours alone; what was started from it holds its own reference.
        unsafe { ffi::duckdb_destroy_prepare(&mut self.raw) }
    }
}

impl Connection {
    /// Parses a text.
    pub(crate) fn script(&mut self, sql: &str) -> Result<Script, Fault> {
        let sql = c_string(sql)?;
        let mut script = Script { raw: ptr::null_mut(), count: 0 };
        // SAFETY: a live connection, a C string, a place for the handle.
        script.count = unsafe { ffi::duckdb_extract_statements(self.raw, sql.as_ptr(), &mut script.raw) };
        if script.count == 0 {
            // SAFETY: a live handle; the text belongs to it.
            let reason = unsafe { ffi::duckdb_extract_statements_error(script.raw) };
            if !reason.is_null() {
                // SAFETY: a string that lives as long as `script`.
                return Err(unsafe { Fault::from_text(reason) });
            }
        }
        Ok(script)
    }

    /// Prepares a statement of a script.
    pub(crate) fn prepare_of(&mut self, script: &Script, index: u64) -> Result<Statement, Fault> {
        let mut statement = Statement { raw: ptr::null_mut() };
        // SAFETY: live handles, an index that DuckDB checks, a place for the handle, which is set in each case.
        let state = unsafe { ffi::duckdb_prepare_extracted_statement(self.raw, script.raw, index, &mut statement.raw) };
        match state {
            ffi::DuckDBSuccess => Ok(statement),
            // SAFETY: a live handle; the text belongs to it.
            _ => Err(unsafe { Fault::from_text(ffi::duckdb_prepare_error(statement.raw)) }),
        }
    }

    /// Prepares the one statement of a text.
    pub(crate) fn prepare(&mut self, sql: &str) -> Result<Statement, Fault> {
        let script = self.script(sql)?;
        match script.count {
            1 => self.prepare_of(&script, 0),
            0 => Err(Fault("Invalid Input Error: No statement to prepare!".to_owned())),
            _ => Err(Fault("Invalid Input Error: Cannot prepare multiple statements at once!".to_owned())),
        }
    }

    /// Prepares the last statement of what DuckDB makes of one, and runs those before it: a PIVOT is several.
    pub(crate) fn prepare_last(&mut self, sql: &str) -> Result<Statement, Fault> {
        let script = self.script(sql)?;
        let Some(last) = script.count.checked_sub(1) else {
            return Err(Fault("Invalid Input Error: No statement to prepare!".to_owned()));
        };
        for index in 0..last {
            self.prepare_of(&script, index)?.run()?;
        }
        self.prepare_of(&script, last)
    }

    /// Runs a text of the server's own.
    pub(crate) fn run(&mut self, sql: &str) -> Result<(), Fault> {
        let script = self.script(sql)?;
        for index in 0..script.count {
            self.prepare_of(&script, index)?.run()?;
        }
        Ok(())
    }
}

impl Statement {
    /// What kind of statement it is.
    pub(crate) fn effect(&self) -> Effect {
        use ffi::{
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_CALL as CALL,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_COPY as COPY,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_DELETE as DELETE,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_EXECUTE as EXECUTE,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_EXPLAIN as EXPLAIN,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_INSERT as INSERT,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_MERGE_INTO as MERGE,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_PRAGMA as PRAGMA,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_RELATION as RELATION,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_SELECT as SELECT,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_TRANSACTION as TRANSACTION,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_UPDATE as UPDATE,
        };
        // SAFETY: a live handle.
        match unsafe { ffi::duckdb_prepared_statement_type(self.raw) } {
            SELECT | EXPLAIN | CALL | EXECUTE | PRAGMA | RELATION => Effect::Rows,
            INSERT | UPDATE | DELETE | MERGE | COPY => Effect::Count,
            TRANSACTION => Effect::Transaction,
            _ => Effect::Other,
        }
    }

    /// The types of its parameters.
    pub(crate) fn parameters(&self) -> Vec<Shape> {
        // SAFETY: a live handle; parameters count from 1; types are ours.
        unsafe {
            (1..=ffi::duckdb_nparams(self.raw))
                .map(|number| LogicalType::from_raw(ffi::duckdb_param_logical_type(self.raw, number)).shape())
                .collect()
        }
    }

    /// The names and types of its columns, before it is run.
    pub(crate) fn columns(&self) -> Vec<(String, Shape)> {
        // SAFETY: a live handle; columns count from 0; names and types are ours.
        unsafe {
            (0..ffi::duckdb_prepared_statement_column_count(self.raw))
                .map(|index| {
                    let name = ffi::duckdb_prepared_statement_column_name(self.raw, index);
                    let name = if name.is_null() {
                        String::new()
                    } else {
                        let copy = CStr::from_ptr(name).to_string_lossy().into_owned();
                        ffi::duckdb_free(name.cast_mut().cast());
                        copy
                    };
                    let kind = ffi::duckdb_prepared_statement_column_logical_type(self.raw, index);
                    (name, LogicalType::from_raw(kind).shape())
                })
                .collect()
        }
    }

    /// Binds a parameter; they count from 1.
    pub(crate) fn bind(&mut self, number: u64, cell: &Cell, shape: &Shape) -> Result<(), Fault> {
        let value = Value::new(cell, shape)?;
        // SAFETY: live handles; DuckDB copies the value.
        match unsafe { ffi::duckdb_bind_value(self.raw, number, value.raw()) } {
            ffi::DuckDBSuccess => Ok(()),
            // SAFETY: a live handle; the text belongs to it.
            _ => Err(unsafe { Fault::from_text(ffi::duckdb_prepare_error(self.raw)) }),
        }
    }

    fn run(&mut self) -> Result<(), Fault> {
        let mut cursor = self.start()?;
        while cursor.next_rows()?.is_some() {}
        Ok(())
    }

    /// Starts it. Rows come as they are made, where DuckDB can do that.
    pub(crate) fn start(&mut self) -> Result<Cursor, Fault> {
        let mut pending = Pending(ptr::null_mut());
        // SAFETY: a live statement and a place for the handle, which is set in each case.
        let state = unsafe { ffi::duckdb_pending_prepared_streaming(self.raw, &mut pending.0) };
        if state != ffi::DuckDBSuccess {
            // SAFETY: a live handle, or null, which gives null; the text belongs to it.
            return Err(unsafe { Fault::from_text(ffi::duckdb_pending_error(pending.0)) });
        }
        // SAFETY: pointers and numbers only, for which zero is allowed.
        let mut cursor = Cursor { raw: unsafe { std::mem::zeroed() }, columns: Vec::new() };
        // SAFETY: a live handle and a place for the result, which is ours.
        let state = unsafe { ffi::duckdb_execute_pending(pending.0, &mut cursor.raw) };
        if state != ffi::DuckDBSuccess {
            return Err(cursor.fault().unwrap_or_else(|| {
                // SAFETY: a live handle; the text belongs to it.
                unsafe { Fault::from_text(ffi::duckdb_pending_error(pending.0)) }
            }));
        }
        cursor.read_columns();
        Ok(cursor)
    }
}

struct Pending(ffi::duckdb_pending_result);

impl Drop for Pending {
    fn drop(&mut self) {
        // SAFETY: ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_pending(&mut self.0) }
    }
}

/// The rows of a running statement.
pub(crate) struct Cursor {
    raw: ffi::duckdb_result,
    columns: Vec<(String, Shape)>,
}

// SAFETY: used by one thread at a time, that of its connection.
unsafe impl Send for Cursor {}
// SAFETY: as above.
unsafe impl Send for Statement {}

impl Drop for Cursor {
    fn drop(&mut self) {
        // SAFETY: ours alone; a zeroed one is accepted.
        unsafe { ffi::duckdb_destroy_result(&mut self.raw) }
    }
}

impl Cursor {
    fn fault(&mut self) -> Option<Fault> {
        if self.raw.internal_data.is_null() {
            return None;
        }
        // SAFETY: a live result; the text belongs to it.
        let text = unsafe { ffi::duckdb_result_error(&mut self.raw) };
        // SAFETY: as above.
        (!text.is_null()).then(|| unsafe { Fault::from_text(text) })
    }

    fn read_columns(&mut self) {
        // SAFETY: a live result, indexes below the count; names belong to the result, types are ours.
        unsafe {
            for index in 0..ffi::duckdb_column_count(&mut self.raw) {
                let name = ffi::duckdb_column_name(&mut self.raw, index);
                let name = if name.is_null() { String::new() } else { CStr::from_ptr(name).to_string_lossy().into() };
                let shape = LogicalType::from_raw(ffi::duckdb_column_logical_type(&mut self.raw, index)).shape();
                self.columns.push((name, shape));
            }
        }
    }

    /// The names and types of its columns.
    pub(crate) fn columns(&self) -> &[(String, Shape)] {
        &self.columns
    }

    /// The next rows, or none after the last.
    pub(crate) fn next_rows(&mut self) -> Result<Option<Vec<Vec<Cell>>>, Fault> {
        let mut chunk = Chunk(ptr::null_mut());
        // SAFETY: a live result; the chunk is ours.
        chunk.0 = unsafe { ffi::duckdb_fetch_chunk(self.raw) };
        if chunk.0.is_null() {
            return self.fault().map_or(Ok(None), Err);
        }
        // SAFETY: a live chunk, with the columns of the result and as many values in each as it says.
        unsafe {
            let count = ffi::duckdb_data_chunk_get_size(chunk.0) as usize;
            if count == 0 {
                return Ok(None);
            }
            let vectors: Vec<_> =
                (0..self.columns.len() as u64).map(|index| ffi::duckdb_data_chunk_get_vector(chunk.0, index)).collect();
            let row =
                |row| vectors.iter().zip(&self.columns).map(move |(vector, (_, shape))| read(*vector, row, shape));
            Ok(Some((0..count).map(|number| row(number).collect()).collect()))
        }
    }
}

struct Chunk(ffi::duckdb_data_chunk);

impl Drop for Chunk {
    fn drop(&mut self) {
        // SAFETY: ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_data_chunk(&mut self.0) }
    }
}
