//! One connection of DuckDB: running statements and reading their results.

use std::sync::Arc;

use aludel_dialect::Parameter;
use aludel_duckdb_sql::only_reads;
use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};
use duckdb::ffi;

use super::column::Column;
use super::database::{Database, Runs};
use super::fault::{Fault, text_at};
use super::interrupt::Interrupter;
use super::read::{Rows, Unreadable, read};
use super::statement::{Kept, RawResult, Script, Statement};
use super::transaction::State;

/// A connection; one thread uses it at a time.
#[derive(Debug)]
pub(crate) struct Session {
    raw: ffi::duckdb_connection,
    interrupter: Arc<Interrupter>,
    kept: Kept,
    pub(super) state: State,
    // Dropped after the connection, by the order of the fields and because `drop` comes first.
    database: Arc<Database>,
}

// SAFETY: the handles may be used by any thread, by one at a time; `&mut self` sees to that.
unsafe impl Send for Session {}

impl Drop for Session {
    fn drop(&mut self) {
        self.kept = Kept::default();
        self.interrupter.close();
        // SAFETY: ours alone; the interrupter lets go of it above.
        unsafe { ffi::duckdb_disconnect(&mut self.raw) }
    }
}

impl Session {
    /// A new connection to `database`.
    pub(crate) fn open(database: &Arc<Database>) -> Result<Self, Fault> {
        let raw = database.connect()?;
        // SAFETY: live until `drop`, which closes the interrupter first.
        let interrupter = Arc::new(unsafe { Interrupter::new(raw) });
        Ok(Session { raw, interrupter, kept: Kept::default(), state: State::default(), database: database.clone() })
    }

    /// What cancels this connection's commands.
    pub(crate) fn interrupter(&self) -> Arc<Interrupter> {
        self.interrupter.clone()
    }

    pub(super) fn raw(&self) -> ffi::duckdb_connection {
        self.raw
    }

    /// Runs a text: all its statements but the last for their effect, the last with `parameters`.
    pub(crate) fn run(&mut self, sql: &str, parameters: &[Parameter]) -> Result<Cursor<'_>, Fault> {
        match self.start(sql, parameters, Asked::Rows) {
            Ok(result) => Cursor::new(result, &mut self.state, self.interrupter.clone()),
            Err(fault) => {
                self.state.failed();
                Err(fault)
            }
        }
    }

    /// Runs a text and hands the last statement's result to `read`.
    pub(crate) fn read(
        &mut self,
        sql: &str,
        parameters: &[Parameter],
        read: &mut dyn FnMut(Cursor<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let done = self.run(sql, parameters).and_then(read);
        done.map_err(|fault| self.reason(fault, sql, parameters).without_secrets(sql))
    }

    /// Runs a text for its effect and returns how many rows its last statement changed.
    pub(crate) fn execute(&mut self, sql: &str, parameters: &[Parameter]) -> Result<u64, Fault> {
        let result = self.start(sql, parameters, Asked::Effect);
        self.effect(result).map_err(|fault| self.reason(fault, sql, parameters).without_secrets(sql))
    }

    /// Why a query failed that DuckDB says was interrupted, although nobody did.
    ///
    /// A task that fails interrupts the query's other tasks, and about once in a hundred times one of those reports
    /// first; the reason is lost then. What reads and does nothing else is run once more, outside a transaction and where
    /// that costs nobody money, for its error alone.
    fn reason(&mut self, fault: Fault, sql: &str, parameters: &[Parameter]) -> Fault {
        if fault.engine_name() != Some("INTERRUPT") || self.interrupter.is_cancelled() {
            return fault;
        }
        if !self.in_transaction() && self.database.runs() == Runs::Here && only_reads(sql) {
            let again = self.start(sql, parameters, Asked::Effect);
            match self.effect(again) {
                Err(reason) if reason.engine_name() != Some("INTERRUPT") => return reason,
                _ => {}
            }
        }
        Fault::Engine {
            name: String::new(),
            message: "a part of the query failed, and DuckDB lost the reason; running it again may tell".to_owned(),
        }
    }

    /// Runs a statement once for each set of parameters, all of them or none.
    pub(crate) fn execute_many(&mut self, sql: &str, sets: &[Vec<Parameter>]) -> Result<u64, Fault> {
        self.all_or_nothing(|session| {
            let mut changed = 0u64;
            for set in sets {
                if session.interrupter.is_cancelled() {
                    return Err(Fault::Cancelled);
                }
                changed += session.execute(sql, set)?;
            }
            Ok(changed)
        })
    }

    /// Whether the database itself was opened read-only.
    pub(crate) fn is_read_only(&mut self) -> Result<bool, Fault> {
        let sql = "SELECT readonly::BIGINT FROM duckdb_databases() WHERE database_name = current_database()";
        let mut result = self.internal_result(sql)?;
        Ok(first_bigint(&mut result)? == Some(1))
    }

    fn effect(&mut self, result: Result<RawResult, Fault>) -> Result<u64, Fault> {
        let changed = result.and_then(|mut result| rows_changed(&mut result));
        changed.inspect_err(|_| self.state.failed())
    }

    /// Starts a text's last statement, after the others.
    fn start(&mut self, sql: &str, parameters: &[Parameter], asked: Asked) -> Result<RawResult, Fault> {
        if let Some((sql, statement)) = self.kept.take(sql) {
            let result = statement.bind(parameters).and_then(|()| statement.start(&self.interrupter));
            if result.is_ok() {
                self.kept.keep(sql, statement);
            }
            return result;
        }
        // SAFETY: a live connection, which `self` keeps during the call.
        let script = unsafe { Script::new(self.raw, sql) }?;
        for index in 0..script.count - 1 {
            let statement = script.prepare(index)?;
            if asked == Asked::Rows && statement.is_select() {
                let (number, all) = (index + 1, script.count);
                return Err(Fault::Usage(format!(
                    "statement {number} of the text's {all} returns rows, and only the last one's could be read: \
                     run them one by one"
                )));
            }
            statement
                .bind(&[])
                .map_err(|_| Fault::Usage("only the last statement of a text can have parameters".to_owned()))?;
            rows_changed(&mut self.start_statement(&statement)?)?;
        }
        let statement = script.prepare(script.count - 1)?;
        statement.bind(parameters)?;
        let result = self.start_statement(&statement)?;
        if script.count == 1 {
            self.kept.keep(Arc::from(sql), statement);
        }
        Ok(result)
    }

    fn start_statement(&mut self, statement: &Statement) -> Result<RawResult, Fault> {
        if statement.is_transaction() { self.user_transaction(statement) } else { statement.start(&self.interrupter) }
    }

    pub(super) fn start_plain(&self, statement: &Statement) -> Result<RawResult, Fault> {
        statement.start(&self.interrupter)
    }
}

/// What a text is run for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Its last statement's rows; another's would be lost.
    Rows,
    /// Its effect.
    Effect,
}

/// Runs a result to its end and says how many rows its statement changed: those that it counted or returned.
fn rows_changed(result: &mut RawResult) -> Result<u64, Fault> {
    use ffi::{
        duckdb_result_type_DUCKDB_RESULT_TYPE_CHANGED_ROWS as CHANGED_ROWS,
        duckdb_result_type_DUCKDB_RESULT_TYPE_QUERY_RESULT as QUERY_RESULT,
        duckdb_statement_type_DUCKDB_STATEMENT_TYPE_DELETE as DELETE,
        duckdb_statement_type_DUCKDB_STATEMENT_TYPE_INSERT as INSERT,
        duckdb_statement_type_DUCKDB_STATEMENT_TYPE_MERGE_INTO as MERGE,
        duckdb_statement_type_DUCKDB_STATEMENT_TYPE_UPDATE as UPDATE,
    };
    // SAFETY (both): a live result.
    let kind = unsafe { ffi::duckdb_result_return_type(result.0) };
    let statement = unsafe { ffi::duckdb_result_statement_type(result.0) };
    let (mut counted, mut returned) = (0, 0);
    while let Some(chunk) = fetch(result)? {
        if kind == CHANGED_ROWS && chunk.rows() > 0 {
            // SAFETY: such a result is one BIGINT.
            counted += unsafe { *ffi::duckdb_vector_get_data(chunk.vector(0)).cast::<i64>() };
        }
        returned += chunk.rows() as u64;
    }
    Ok(match kind {
        CHANGED_ROWS => u64::try_from(counted).unwrap_or(0),
        QUERY_RESULT if matches!(statement, INSERT | UPDATE | DELETE | MERGE) => returned,
        _ => 0,
    })
}

/// The first value of a result whose first column is a BIGINT.
pub(super) fn first_bigint(result: &mut RawResult) -> Result<Option<i64>, Fault> {
    let Some(chunk) = fetch(result)?.filter(|chunk| chunk.rows() > 0) else { return Ok(None) };
    // SAFETY: the caller's statement gives a BIGINT that is not NULL.
    Ok(Some(unsafe { *ffi::duckdb_vector_get_data(chunk.vector(0)).cast::<i64>() }))
}

/// A block of rows, owned.
struct Chunk(ffi::duckdb_data_chunk);

impl Drop for Chunk {
    fn drop(&mut self) {
        // SAFETY: ours alone.
        unsafe { ffi::duckdb_destroy_data_chunk(&mut self.0) }
    }
}

impl Chunk {
    fn rows(&self) -> usize {
        // SAFETY: a live chunk.
        unsafe { ffi::duckdb_data_chunk_get_size(self.0) as usize }
    }

    /// The vector of a column, which lives as long as the chunk.
    fn vector(&self, index: u64) -> ffi::duckdb_vector {
        // SAFETY: a live chunk; an index that is too high gives null.
        unsafe { ffi::duckdb_data_chunk_get_vector(self.0, index) }
    }
}

fn fetch(result: &mut RawResult) -> Result<Option<Chunk>, Fault> {
    // SAFETY: a live result; the chunk is the caller's.
    let chunk = unsafe { ffi::duckdb_fetch_chunk(result.0) };
    if chunk.is_null() {
        return result.error().map_or(Ok(None), Err);
    }
    Ok(Some(Chunk(chunk)))
}

/// A result that is read batch by batch.
pub(crate) struct Cursor<'s> {
    result: RawResult,
    columns: Vec<Column>,
    schema: SchemaRef,
    /// Parts of a chunk that was too much for one batch, last first.
    rest: Vec<RecordBatch>,
    ended: bool,
    state: &'s mut State,
    interrupter: Arc<Interrupter>,
}

impl Drop for Cursor<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.interrupter.abandon();
            self.state.failed();
        }
    }
}

impl<'s> Cursor<'s> {
    fn new(mut result: RawResult, state: &'s mut State, interrupter: Arc<Interrupter>) -> Result<Self, Fault> {
        // SAFETY: a live result, indexes below its column count; the name belongs to the result, the type is ours.
        let columns = unsafe {
            (0..ffi::duckdb_column_count(&mut result.0))
                .map(|index| {
                    let name = text_at(ffi::duckdb_column_name(&mut result.0, index)).unwrap_or_default();
                    let kind = ffi::duckdb_column_logical_type(&mut result.0, index);
                    Column::new(&name, &super::logical::LogicalType::from_raw(kind))
                })
                .collect::<Result<Vec<_>, _>>()
        };
        let columns = columns.inspect_err(|_| state.failed())?;
        let fields: Vec<_> = columns.iter().map(|column| column.field.clone()).collect();
        let schema = Arc::new(Schema::new(fields));
        Ok(Cursor { result, columns, schema, rest: Vec::new(), ended: false, state, interrupter })
    }

    /// The columns.
    pub(crate) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The next rows; `None` after the last.
    pub(crate) fn next_batch(&mut self) -> Result<Option<RecordBatch>, Fault> {
        if let Some(batch) = self.rest.pop() {
            return Ok(Some(batch));
        }
        if self.ended {
            return Ok(None);
        }
        loop {
            let Some(chunk) = fetch(&mut self.result)? else {
                self.ended = true;
                return Ok(None);
            };
            if chunk.rows() == 0 {
                continue;
            }
            let mut parts = Vec::new();
            self.batches(&chunk, 0, chunk.rows(), &mut parts)?;
            self.rest.extend(parts.into_iter().rev());
            return Ok(self.rest.pop());
        }
    }

    /// Reads rows of a chunk into one batch, or into halves if they are too much for Arrow's offsets.
    fn batches(&self, chunk: &Chunk, start: usize, len: usize, out: &mut Vec<RecordBatch>) -> Result<(), Fault> {
        let mut arrays = Vec::with_capacity(self.columns.len());
        for (index, column) in (0..).zip(&self.columns) {
            let rows = Rows { vector: chunk.vector(index), start, len, hidden: None };
            // SAFETY: a vector of the chunk, which lives; chunks that are fetched are flat; `column` was made from the
            // result's type for it.
            match unsafe { read(column, rows) } {
                Ok(array) => arrays.push(array),
                Err(Unreadable::TooMuch) if len > 1 => {
                    let half = len / 2;
                    self.batches(chunk, start, half, out)?;
                    return self.batches(chunk, start + half, len - half, out);
                }
                Err(Unreadable::TooMuch) => {
                    return Err(Fault::column(column.field.name(), "one value is longer than Arrow counts (2 GiB)"));
                }
                Err(Unreadable::Broken(reason)) => return Err(Fault::column(column.field.name(), reason)),
            }
        }
        let options = RecordBatchOptions::new().with_row_count(Some(len));
        let batch = RecordBatch::try_new_with_options(self.schema.clone(), arrays, &options);
        out.push(batch.map_err(|error| Fault::Usage(format!("a batch could not be made: {error}")))?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::Config;

    /// The next value of the sequence, behind an interruption that nobody asked for.
    fn next_behind(runs: Runs, sql: &str) -> Result<Option<i64>, Fault> {
        let mut session = Session::open(&Database::open(":memory:", &Config::new()?, runs)?)?;
        session.execute("CREATE SEQUENCE s", &[])?;
        let interrupted = Fault::engine("INTERRUPT Error: Interrupted!");
        let reason = session.reason(interrupted, sql, &[]).to_string();
        assert!(reason.contains("lost the reason"), "{sql}: {reason}");
        first_bigint(&mut session.internal_result("SELECT nextval('s')")?)
    }

    #[test]
    fn a_query_that_may_do_something_is_not_run_for_its_error() -> Result<(), Fault> {
        for sql in ["SELECT nextval('s')", "SELECT 1, \"nextval\"('s')", "SELECT * FROM query('SELECT nextval(''s'')')"]
        {
            assert_eq!(next_behind(Runs::Here, sql)?, Some(1), "{sql}");
        }
        Ok(())
    }

    #[test]
    fn what_only_reads_is_run_for_its_error_where_that_costs_nothing() -> Result<(), Fault> {
        for (runs, reason) in [(Runs::Here, "Conversion Error"), (Runs::Elsewhere, "lost the reason")] {
            let mut session = Session::open(&Database::open(":memory:", &Config::new()?, runs)?)?;
            let interrupted = Fault::engine("INTERRUPT Error: Interrupted!");
            let told =
                session.reason(interrupted, "SELECT CAST(x AS INT) FROM (VALUES ('a')) AS t(x)", &[]).to_string();
            assert!(told.contains(reason), "{runs:?}: {told}");
        }
        Ok(())
    }
}
