//! Statements: taking a text apart, preparing, binding, starting; and the prepared ones that a connection keeps.

use std::collections::HashMap;
use std::ffi::CString;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aludel_dialect::Parameter;
use duckdb::ffi;

use super::bind::bound;
use super::fault::Fault;
use super::interrupt::Interrupter;

/// A prepared statement.
#[derive(Debug)]
pub(super) struct Statement {
    raw: ffi::duckdb_prepared_statement,
    /// What kind of statement it is.
    pub(super) kind: ffi::duckdb_statement_type,
    parameters: usize,
}

impl Drop for Statement {
    fn drop(&mut self) {
        // SAFETY: ours alone; what was started from it holds its own reference.
        unsafe { ffi::duckdb_destroy_prepare(&mut self.raw) }
    }
}

impl Statement {
    /// Whether it may be run again. One without parameters may not: what DuckDB knew of the rows when it made the plan is
    /// written into it. One with parameters it plans anew for their values.
    fn is_kept(&self) -> bool {
        self.parameters > 0 && self.is_of_rows()
    }

    /// Whether it only reads or writes rows.
    fn is_of_rows(&self) -> bool {
        use ffi::{
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_DELETE as DELETE,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_INSERT as INSERT,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_MERGE_INTO as MERGE,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_SELECT as SELECT,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_UPDATE as UPDATE,
        };
        matches!(self.kind, SELECT | INSERT | UPDATE | DELETE | MERGE)
    }

    /// Whether it only reads.
    pub(super) fn is_select(&self) -> bool {
        self.kind == ffi::duckdb_statement_type_DUCKDB_STATEMENT_TYPE_SELECT
    }

    /// Whether running it may change what other statements mean: settings, variables, the catalogue, extensions.
    fn changes_meaning(&self) -> bool {
        use ffi::{
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_COPY as COPY,
            duckdb_statement_type_DUCKDB_STATEMENT_TYPE_EXPLAIN as EXPLAIN,
        };
        !(self.is_of_rows() || self.is_transaction() || matches!(self.kind, COPY | EXPLAIN))
    }

    /// Whether it is BEGIN, COMMIT or ROLLBACK.
    pub(super) fn is_transaction(&self) -> bool {
        self.kind == ffi::duckdb_statement_type_DUCKDB_STATEMENT_TYPE_TRANSACTION
    }

    /// Binds all parameters.
    pub(super) fn bind(&self, parameters: &[Parameter]) -> Result<(), Fault> {
        if parameters.len() != self.parameters {
            let (expected, given) = (self.parameters, parameters.len());
            return Err(Fault::Usage(format!(
                "the statement has {expected} parameters, and {given} values were given"
            )));
        }
        for (number, parameter) in (1..).zip(parameters) {
            let refused = |reason| Fault::Parameter { number, reason };
            let value = bound(&parameter.value, parameter.sql_type.as_ref()).map_err(refused)?;
            // SAFETY: live handles; DuckDB copies the value.
            let state = unsafe { ffi::duckdb_bind_value(self.raw, number as u64, value.raw()) };
            if state != ffi::DuckDBSuccess {
                // SAFETY: a live handle; the text belongs to it.
                let fault = unsafe { Fault::from_text(ffi::duckdb_prepare_error(self.raw)) };
                return Err(refused(fault.to_string()));
            }
        }
        Ok(())
    }

    /// Starts it; the result streams if DuckDB can stream it.
    pub(super) fn start(&self, interrupter: &Interrupter) -> Result<RawResult, Fault> {
        let mut pending = Pending(ptr::null_mut());
        // SAFETY: a live statement and a place for the handle, which is set in each case.
        let state = unsafe { ffi::duckdb_pending_prepared_streaming(self.raw, &mut pending.0) };
        if state != ffi::DuckDBSuccess {
            // SAFETY: a live handle (or null, which gives null); the text belongs to it.
            return Err(unsafe { Fault::from_text(ffi::duckdb_pending_error(pending.0)) });
        }
        // Making the pending result has cleared DuckDB's interrupt flag, so one that came before is lost; from here on
        // none is.
        if interrupter.repeat() {
            return Err(Fault::Cancelled);
        }
        let mut result = RawResult::empty();
        // SAFETY: a live handle and a place for the result, which is ours.
        let state = unsafe { ffi::duckdb_execute_pending(pending.0, &mut result.0) };
        if self.changes_meaning() {
            MEANING.fetch_add(1, Ordering::Release);
        }
        match state {
            ffi::DuckDBSuccess => Ok(result),
            _ => Err(result.error().unwrap_or_else(|| {
                // SAFETY: as above.
                unsafe { Fault::from_text(ffi::duckdb_pending_error(pending.0)) }
            })),
        }
    }
}

struct Pending(ffi::duckdb_pending_result);

impl Drop for Pending {
    fn drop(&mut self) {
        // SAFETY: ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_pending(&mut self.0) }
    }
}

/// A result of the C API, owned.
pub(super) struct RawResult(pub(super) ffi::duckdb_result);

impl Drop for RawResult {
    fn drop(&mut self) {
        // SAFETY: ours alone; a zeroed one is accepted.
        unsafe { ffi::duckdb_destroy_result(&mut self.0) }
    }
}

impl RawResult {
    fn empty() -> Self {
        // SAFETY: pointers and numbers only, for which zero is allowed.
        Self(unsafe { std::mem::zeroed() })
    }

    /// What went wrong with it, if anything did.
    pub(super) fn error(&mut self) -> Option<Fault> {
        if self.0.internal_data.is_null() {
            return None;
        }
        // SAFETY: a live result; the text belongs to it.
        let text = unsafe { ffi::duckdb_result_error(&mut self.0) };
        // SAFETY: as above.
        (!text.is_null()).then(|| unsafe { Fault::from_text(text) })
    }
}

/// The statements of a text.
pub(super) struct Script {
    raw: ffi::duckdb_extracted_statements,
    pub(super) count: u64,
    connection: ffi::duckdb_connection,
}

impl Drop for Script {
    fn drop(&mut self) {
        // SAFETY: ours alone.
        unsafe { ffi::duckdb_destroy_extracted(&mut self.raw) }
    }
}

impl Script {
    /// # Safety
    /// `connection` is live, and outlives the script.
    pub(super) unsafe fn new(connection: ffi::duckdb_connection, sql: &str) -> Result<Self, Fault> {
        let sql = CString::new(sql)
            .map_err(|_| Fault::Usage("the statement holds a NUL character, which DuckDB can't take".to_owned()))?;
        let mut script = Script { raw: ptr::null_mut(), count: 0, connection };
        // SAFETY: a live connection, a C string, a place for the handle.
        script.count = unsafe { ffi::duckdb_extract_statements(connection, sql.as_ptr(), &mut script.raw) };
        if script.count > 0 {
            return Ok(script);
        }
        // SAFETY: a live handle; the text belongs to it.
        let reason = unsafe { ffi::duckdb_extract_statements_error(script.raw) };
        if reason.is_null() {
            return Err(Fault::Usage("the text holds no statement".to_owned()));
        }
        // SAFETY: not null, so a string that lives as long as `script`.
        Err(unsafe { Fault::from_text(reason) })
    }

    pub(super) fn prepare(&self, index: u64) -> Result<Statement, Fault> {
        let mut statement = Statement { raw: ptr::null_mut(), kind: 0, parameters: 0 };
        // SAFETY: live handles, an index below the count, a place for the handle, which is set in each case.
        let state =
            unsafe { ffi::duckdb_prepare_extracted_statement(self.connection, self.raw, index, &mut statement.raw) };
        if state != ffi::DuckDBSuccess {
            // SAFETY: a live handle; the text belongs to it.
            return Err(unsafe { Fault::from_text(ffi::duckdb_prepare_error(statement.raw)) });
        }
        // SAFETY: a live handle.
        unsafe {
            statement.kind = ffi::duckdb_prepared_statement_type(statement.raw);
            statement.parameters = ffi::duckdb_nparams(statement.raw) as usize;
        }
        Ok(statement)
    }
}

/// How many prepared statements a connection keeps.
const KEPT: usize = 128;

/// Texts longer than this are not kept.
const KEPT_BYTES: usize = 64 * 1024;

/// Goes up whenever a statement may have changed what others mean. For the whole process: many settings belong to the
/// database, which connections and engines share.
static MEANING: AtomicU64 = AtomicU64::new(0);

/// Prepared statements by their text; the longest unused one goes first.
///
/// They have parameters, see [`Statement::is_kept`]. DuckDB itself prepares one anew when the catalogue has changed since, but not after SET, although settings are
/// written into plans (the order of NULLs, the time zone); so all go when anything else than rows may have changed.
#[derive(Debug, Default)]
pub(super) struct Kept {
    statements: HashMap<Arc<str>, (u64, Statement)>,
    uses: u64,
    meaning: u64,
}

impl Kept {
    pub(super) fn take(&mut self, sql: &str) -> Option<(Arc<str>, Statement)> {
        let meaning = MEANING.load(Ordering::Acquire);
        if self.meaning != meaning {
            self.meaning = meaning;
            self.statements.clear();
        }
        self.statements.remove_entry(sql).map(|(sql, (_, statement))| (sql, statement))
    }

    /// Keeps a statement that was prepared, or used, since [`take`](Self::take) was asked for it.
    pub(super) fn keep(&mut self, sql: Arc<str>, statement: Statement) {
        if !statement.is_kept() || sql.len() > KEPT_BYTES {
            return;
        }
        if self.statements.len() >= KEPT {
            let oldest = self.statements.iter().min_by_key(|(_, (used, _))| *used).map(|(sql, _)| sql.clone());
            if let Some(oldest) = oldest {
                self.statements.remove(&oldest);
            }
        }
        self.uses += 1;
        self.statements.insert(sql, (self.uses, statement));
    }
}
