//! SQLite's rows as batches of Arrow.
//!
//! In SQLite a value has a type and a column has none, only words that it was declared with. A column is what its declaration
//! says, or, for an expression, what the values of the first batch are; a value of another kind ends the result with an error
//! that names the column, because Arrow's columns hold one type.

use std::collections::HashMap;
use std::sync::Arc;

use aludel_engine::{Error, ErrorClass, ServerError, TYPE_NAME};
use arrow_array::{ArrayRef, BinaryArray, BooleanArray, Float64Array, Int64Array, NullArray, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use sqlx::sqlite::{SqliteColumn, SqliteRow};
use sqlx::{Column, Row, TypeInfo, ValueRef};

use crate::error::error;

/// How many rows a batch has.
pub(crate) const BATCH: usize = 1_024;

/// One value.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    fn read(row: &SqliteRow, index: usize) -> Result<Self, sqlx::Error> {
        let raw = row.try_get_raw(index)?;
        if raw.is_null() {
            return Ok(Cell::Null);
        }
        let kind = raw.type_info().name().to_owned();
        Ok(match kind.as_str() {
            "INTEGER" => Cell::Integer(row.try_get_unchecked(index)?),
            "REAL" => Cell::Real(row.try_get_unchecked(index)?),
            "TEXT" => Cell::Text(row.try_get_unchecked(index)?),
            _ => Cell::Bytes(row.try_get_unchecked(index)?),
        })
    }

    /// What SQLite calls its kind.
    fn kind(&self) -> &'static str {
        match self {
            Cell::Null => "NULL",
            Cell::Integer(_) => "INTEGER",
            Cell::Real(_) => "REAL",
            Cell::Text(_) => "TEXT",
            Cell::Bytes(_) => "BLOB",
        }
    }
}

/// Rows on their way into a batch.
#[derive(Debug)]
pub(crate) struct Collected {
    names: Vec<String>,
    /// The kind of each column: what it was declared as, if that is one.
    kinds: Vec<&'static str>,
    columns: Vec<Vec<Cell>>,
    rows: usize,
    schema: Option<SchemaRef>,
}

impl Collected {
    /// For rows of these columns.
    pub(crate) fn new(columns: &[SqliteColumn]) -> Self {
        let declared = |column: &SqliteColumn| match column.type_info().name() {
            "INTEGER" => "INTEGER",
            "REAL" => "REAL",
            "TEXT" => "TEXT",
            "BLOB" => "BLOB",
            "BOOLEAN" => "BOOLEAN",
            _ => "NULL",
        };
        Self {
            names: columns.iter().map(|column| column.name().to_owned()).collect(),
            kinds: columns.iter().map(declared).collect(),
            columns: vec![Vec::new(); columns.len()],
            rows: 0,
            schema: None,
        }
    }

    /// Takes a row, and says whether the batch is full.
    pub(crate) fn push(&mut self, row: &SqliteRow) -> Result<bool, Error> {
        for (index, column) in self.columns.iter_mut().enumerate() {
            column.push(Cell::read(row, index).map_err(error)?);
        }
        self.rows += 1;
        Ok(self.rows == BATCH)
    }

    /// The columns, by what was declared and by the values so far; they stay what they are when this was called first.
    pub(crate) fn schema(&mut self) -> SchemaRef {
        if let Some(schema) = &self.schema {
            return schema.clone();
        }
        for (kind, cells) in self.kinds.iter_mut().zip(&self.columns) {
            if *kind == "NULL" {
                *kind = cells.iter().map(Cell::kind).find(|kind| *kind != "NULL").unwrap_or("NULL");
            }
        }
        let field = |(name, kind): (&String, &&'static str)| {
            let metadata = HashMap::from([(TYPE_NAME.to_owned(), (*kind).to_owned())]);
            Field::new(name, data_type(kind), true).with_metadata(metadata)
        };
        let schema = Arc::new(Schema::new(self.names.iter().zip(&self.kinds).map(field).collect::<Vec<_>>()));
        self.schema.insert(schema).clone()
    }

    /// Whether the columns are settled.
    pub(crate) fn is_announced(&self) -> bool {
        self.schema.is_some()
    }

    /// The rows so far as a batch.
    pub(crate) fn take(&mut self) -> Result<RecordBatch, Error> {
        let schema = self.schema();
        let rows = std::mem::take(&mut self.rows);
        let mut arrays = Vec::with_capacity(self.columns.len());
        for ((cells, kind), name) in self.columns.iter_mut().zip(&self.kinds).zip(&self.names) {
            arrays.push(array(kind, name, std::mem::take(cells))?);
        }
        let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(schema, arrays, &options).map_err(|error| Error::Usage(error.to_string()))
    }
}

fn data_type(kind: &str) -> DataType {
    match kind {
        "INTEGER" => DataType::Int64,
        "REAL" => DataType::Float64,
        "TEXT" => DataType::Utf8,
        "BLOB" => DataType::Binary,
        "BOOLEAN" => DataType::Boolean,
        _ => DataType::Null,
    }
}

fn array(kind: &str, name: &str, cells: Vec<Cell>) -> Result<ArrayRef, Error> {
    /// The cells as values of one kind.
    fn all<T>(
        kind: &str,
        name: &str,
        cells: Vec<Cell>,
        read: impl Fn(Cell) -> Result<T, Cell>,
    ) -> Result<Vec<Option<T>>, Error> {
        let value = |cell| match cell {
            Cell::Null => Ok(None),
            other => read(other).map(Some).map_err(|other| mixed(kind, name, &other)),
        };
        cells.into_iter().map(value).collect()
    }
    Ok(match kind {
        "INTEGER" => Arc::new(Int64Array::from(all(kind, name, cells, |cell| match cell {
            Cell::Integer(number) => Ok(number),
            other => Err(other),
        })?)),
        "REAL" => Arc::new(Float64Array::from(all(kind, name, cells, |cell| match cell {
            Cell::Real(number) => Ok(number),
            other => Err(other),
        })?)),
        "TEXT" => Arc::new(StringArray::from(all(kind, name, cells, |cell| match cell {
            Cell::Text(text) => Ok(text),
            other => Err(other),
        })?)),
        "BLOB" => {
            let bytes = all(kind, name, cells, |cell| match cell {
                Cell::Bytes(bytes) => Ok(bytes),
                other => Err(other),
            })?;
            Arc::new(bytes.iter().map(Option::as_deref).collect::<BinaryArray>())
        }
        "BOOLEAN" => Arc::new(BooleanArray::from(all(kind, name, cells, |cell| match cell {
            Cell::Integer(number @ (0 | 1)) => Ok(number == 1),
            other => Err(other),
        })?)),
        _ => {
            let rows = cells.len();
            all::<i64>(kind, name, cells, Err)?;
            Arc::new(NullArray::new(rows))
        }
    })
}

fn mixed(kind: &str, name: &str, found: &Cell) -> Error {
    let message = format!("column {name:?} is {kind} and has a value of kind {}; cast it to one type", found.kind());
    Error::Server(ServerError::new(ErrorClass::Conversion, message))
}
