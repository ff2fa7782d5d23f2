//! Bulk insert: batches of Arrow through DuckDB's appender.

use std::ffi::CString;
use std::marker::PhantomData;
use std::ptr;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::{Array, RecordBatch, StructArray};
use arrow_schema::Schema;
use duckdb::ffi;

use super::database::c_string;
use super::exact::{check_types, check_values};
use super::fault::{Fault, text_at};
use super::logical::LogicalType;
use super::session::Session;

/// How many rows DuckDB takes at a time.
const ROWS: usize = 2048;

/// Rows on their way into one table. They are in it once [`finish`](Self::finish) has returned, and then only if the
/// transaction around it commits.
pub(crate) struct Appender<'s> {
    raw: ffi::duckdb_appender,
    connection: ffi::duckdb_connection,
    columns: Vec<String>,
    types: Vec<LogicalType>,
    schema: Option<ConvertedSchema>,
    /// The names of the first batch's columns, which the later ones must have too.
    names: Option<Vec<String>>,
    taken: u64,
    _session: PhantomData<&'s mut Session>,
}

impl Drop for Appender<'_> {
    fn drop(&mut self) {
        // SAFETY: ours alone. Destroying would flush what is left, so it is cleared first; both report to nobody.
        unsafe {
            ffi::duckdb_appender_clear(self.raw);
            ffi::duckdb_appender_destroy(&mut self.raw);
        }
    }
}

impl Session {
    /// An appender for `columns` of the table at `path` (database, schema and table as far as they are named); all of
    /// its columns if none is named.
    pub(crate) fn appender(&mut self, path: &[String], columns: &[String]) -> Result<Appender<'_>, Fault> {
        let (catalog, schema, table) = match path {
            [table] => (None, None, table),
            [schema, table] => (None, Some(schema), table),
            [catalog, schema, table] => (Some(catalog), Some(schema), table),
            _ => return Err(Fault::Usage("a table is named by one to three names".to_owned())),
        };
        let name = |name: Option<&String>| name.map(|name| c_string(name, "a name")).transpose();
        let (catalog, schema, table) = (name(catalog)?, name(schema)?, c_string(table, "a name")?);
        let pointer = |name: &Option<CString>| name.as_ref().map_or(ptr::null(), |name| name.as_ptr());
        let mut appender = Appender {
            raw: ptr::null_mut(),
            connection: self.raw(),
            columns: columns.to_vec(),
            types: Vec::with_capacity(columns.len()),
            schema: None,
            names: None,
            taken: 0,
            _session: PhantomData,
        };
        // SAFETY: a live connection, C strings or null, a place for the handle, which is set in each case.
        let state = unsafe {
            let (catalog, schema) = (pointer(&catalog), pointer(&schema));
            ffi::duckdb_appender_create_ext(self.raw(), catalog, schema, table.as_ptr(), &mut appender.raw)
        };
        appender.check(state).map_err(|fault| match &fault {
            // DuckDB gives this no name, and a name with a dot before it.
            Fault::Engine { message, .. } if message.contains("could not be found") => {
                Fault::engine(format!("Catalog Error: table {:?} does not exist", path.join(".")))
            }
            _ => fault,
        })?;
        for column in columns {
            let column = c_string(column, "a name")?;
            // SAFETY: a live handle and a C string.
            if unsafe { ffi::duckdb_appender_add_column(appender.raw, column.as_ptr()) } != ffi::DuckDBSuccess {
                // DuckDB says "the column must exist in the table", and not which.
                let message = format!("Catalog Error: column {column:?} does not exist in table {table:?}");
                return Err(Fault::engine(message));
            }
        }
        // SAFETY: a live handle.
        let count = unsafe { ffi::duckdb_appender_column_count(appender.raw) };
        for index in 0..count {
            // SAFETY: a live handle, an index below the count; the type is ours.
            let kind = unsafe { LogicalType::from_raw(ffi::duckdb_appender_column_type(appender.raw, index)) };
            appender.types.push(kind);
        }
        Ok(appender)
    }
}

impl Appender<'_> {
    /// Takes a batch. The first one's columns are in the order of the appender's; those of a later one are put into the
    /// order of the first one's by their names, and their types looked at again.
    pub(crate) fn append(&mut self, batch: &RecordBatch) -> Result<(), Fault> {
        if batch.num_columns() != self.types.len() {
            let (given, expected) = (batch.num_columns(), self.types.len());
            return Err(Fault::Usage(format!("the batch has {given} columns, the insert {expected}")));
        }
        if self.columns.is_empty() {
            self.columns = batch.schema_ref().fields().iter().map(|field| field.name().clone()).collect();
        }
        let ordered = self.ordered(batch)?;
        let batch = ordered.as_ref().unwrap_or(batch);
        for (name, array) in self.columns.iter().zip(batch.columns()) {
            check_values(&array.to_data()).map_err(|reason| Fault::column(name, reason))?;
        }
        let mut schema = match self.schema.take() {
            Some(schema) if schema.of == *batch.schema_ref().as_ref() => schema,
            _ => ConvertedSchema::new(self.connection, batch.schema_ref())?,
        };
        for start in (0..batch.num_rows()).step_by(ROWS) {
            let rows = batch.slice(start, ROWS.min(batch.num_rows() - start));
            let len = rows.num_rows() as u64;
            let chunk = self.chunk(&schema, rows)?;
            if !schema.checked {
                check_types(&chunk.types(self.types.len()), &self.types, &self.columns)?;
                schema.checked = true;
            }
            // SAFETY: live handles; DuckDB copies the rows.
            let state = unsafe { ffi::duckdb_append_data_chunk(self.raw, chunk.0) };
            self.check(state)?;
            self.taken += len;
        }
        self.schema = Some(schema);
        Ok(())
    }

    /// The batch with its columns in the order of the first one's; `None` if they are in it already.
    fn ordered(&mut self, batch: &RecordBatch) -> Result<Option<RecordBatch>, Fault> {
        let given = batch.schema_ref().fields();
        let Some(names) = &self.names else {
            self.names = Some(given.iter().map(|field| field.name().clone()).collect());
            return Ok(None);
        };
        if names.iter().eq(given.iter().map(|field| field.name())) {
            return Ok(None);
        }
        let positions = names.iter().map(|name| {
            let mut found = given.iter().enumerate().filter(|(_, field)| field.name() == name);
            match (found.next(), found.next()) {
                (Some((position, _)), None) => Ok(position),
                _ => Err(Fault::column(name, "the first batch has this column, a later one not, or not just once")),
            }
        });
        let positions = positions.collect::<Result<Vec<_>, _>>()?;
        // As many columns as the first one has: if all its names are there once, none is left over, unless the first
        // one has a name twice.
        if positions.iter().collect::<std::collections::HashSet<_>>().len() < positions.len() {
            return Err(Fault::Usage("the batches' columns have other names than the first one's".to_owned()));
        }
        let unordered = |error| Fault::Usage(format!("the batch's columns can't be put in order: {error}"));
        batch.project(&positions).map(Some).map_err(unordered)
    }

    /// Puts the rows into the table and says how many there were.
    pub(crate) fn finish(self) -> Result<u64, Fault> {
        // SAFETY: a live handle.
        let state = unsafe { ffi::duckdb_appender_close(self.raw) };
        self.check(state)?;
        Ok(self.taken)
    }

    /// The rows as a chunk of DuckDB, which borrows from them where it can and keeps them alive.
    fn chunk(&self, schema: &ConvertedSchema, rows: RecordBatch) -> Result<Chunk, Fault> {
        let mut array = FFI_ArrowArray::new(&StructArray::from(rows).into_data());
        let mut chunk = Chunk(ptr::null_mut());
        // SAFETY: live handles; the layouts of the two structs are the same (the C data interface); DuckDB takes the
        // array over by clearing its release callback, so that dropping it here frees nothing.
        let error = unsafe {
            let array: *mut FFI_ArrowArray = &mut array;
            ffi::duckdb_data_chunk_from_arrow(self.connection, array.cast(), schema.raw, &mut chunk.0)
        };
        ErrorData(error).into_result()?;
        Ok(chunk)
    }

    fn check(&self, state: ffi::duckdb_state) -> Result<(), Fault> {
        if state == ffi::DuckDBSuccess {
            return Ok(());
        }
        // SAFETY: a live handle, or null, which gives null.
        let error = ErrorData(unsafe { ffi::duckdb_appender_error_data(self.raw) });
        error.into_result()?;
        Err(Fault::engine("Invalid Input Error: the appender failed and gave no reason"))
    }
}

struct Chunk(ffi::duckdb_data_chunk);

impl Drop for Chunk {
    fn drop(&mut self) {
        // SAFETY: ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_data_chunk(&mut self.0) }
    }
}

impl Chunk {
    fn types(&self, count: usize) -> Vec<LogicalType> {
        // SAFETY: a live chunk, indexes below its column count; the types are ours.
        (0..count as u64)
            .map(|index| unsafe {
                let vector = ffi::duckdb_data_chunk_get_vector(self.0, index);
                LogicalType::from_raw(ffi::duckdb_vector_get_column_type(vector))
            })
            .collect()
    }
}

/// DuckDB's reading of an Arrow schema.
struct ConvertedSchema {
    raw: ffi::duckdb_arrow_converted_schema,
    of: Schema,
    /// Its types were found to go into the table's without loss.
    checked: bool,
}

impl Drop for ConvertedSchema {
    fn drop(&mut self) {
        // SAFETY: ours alone.
        unsafe { ffi::duckdb_destroy_arrow_converted_schema(&mut self.raw) }
    }
}

impl ConvertedSchema {
    fn new(connection: ffi::duckdb_connection, schema: &Schema) -> Result<Self, Fault> {
        let unreadable = |error| Fault::Usage(format!("the batch's schema can't be handed to DuckDB: {error}"));
        let mut exported = FFI_ArrowSchema::try_from(schema).map_err(unreadable)?;
        let mut converted = ConvertedSchema { raw: ptr::null_mut(), of: schema.clone(), checked: false };
        // SAFETY: a live connection; the layouts of the two structs are the same; DuckDB reads the schema, which is
        // dropped here.
        let error = unsafe {
            let exported: *mut FFI_ArrowSchema = &mut exported;
            ffi::duckdb_schema_from_arrow(connection, exported.cast(), &mut converted.raw)
        };
        ErrorData(error).into_result()?;
        Ok(converted)
    }
}

struct ErrorData(ffi::duckdb_error_data);

impl Drop for ErrorData {
    fn drop(&mut self) {
        // SAFETY: ours alone; the function accepts null.
        unsafe { ffi::duckdb_destroy_error_data(&mut self.0) }
    }
}

impl ErrorData {
    fn into_result(self) -> Result<(), Fault> {
        // SAFETY: null, or a live handle whose text belongs to it.
        unsafe {
            if self.0.is_null() || !ffi::duckdb_error_data_has_error(self.0) {
                return Ok(());
            }
            let message = text_at(ffi::duckdb_error_data_message(self.0)).unwrap_or_default();
            let fault = Fault::engine(message.clone());
            // The appender leaves out the words that name the error.
            let kind = ffi::duckdb_error_data_error_type(self.0);
            Err(match fault.engine_name() {
                Some("") => Fault::Engine { name: error_name(kind).to_owned(), message },
                _ => fault,
            })
        }
    }
}

/// DuckDB's name for a kind of error, for those that an appender can give.
fn error_name(kind: ffi::duckdb_error_type) -> &'static str {
    match kind {
        ffi::duckdb_error_type_DUCKDB_ERROR_CONSTRAINT => "Constraint",
        ffi::duckdb_error_type_DUCKDB_ERROR_CONVERSION => "Conversion",
        ffi::duckdb_error_type_DUCKDB_ERROR_OUT_OF_RANGE => "Out of Range",
        ffi::duckdb_error_type_DUCKDB_ERROR_OUT_OF_MEMORY => "Out of Memory",
        ffi::duckdb_error_type_DUCKDB_ERROR_CATALOG => "Catalog",
        ffi::duckdb_error_type_DUCKDB_ERROR_TRANSACTION => "TransactionContext",
        ffi::duckdb_error_type_DUCKDB_ERROR_NOT_IMPLEMENTED => "Not implemented",
        ffi::duckdb_error_type_DUCKDB_ERROR_IO => "IO",
        ffi::duckdb_error_type_DUCKDB_ERROR_INTERRUPT => "INTERRUPT",
        ffi::duckdb_error_type_DUCKDB_ERROR_PERMISSION => "Permission",
        ffi::duckdb_error_type_DUCKDB_ERROR_INVALID_INPUT => "Invalid Input",
        ffi::duckdb_error_type_DUCKDB_ERROR_FATAL => "FATAL",
        ffi::duckdb_error_type_DUCKDB_ERROR_INTERNAL => "INTERNAL",
        _ => "",
    }
}
