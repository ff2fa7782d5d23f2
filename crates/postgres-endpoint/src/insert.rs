//! Bulk insert: INSERT statements with as many rows as the wire has parameters for.

use aludel_dialect::{Parameter, SqlType, Value};
use aludel_duckdb_sql::{DuckDbInspection, DuckDbSpelling};
use aludel_engine::decode::{Columns, FromColumn};
use aludel_engine::{Error, InsertTarget, Inspection};
use aludel_postgres_wire::{Argument, MOST_PARAMETERS, Wire};
use aludel_query::Spelling;
use arrow_array::RecordBatch;
use futures_core::stream::BoxStream;
use futures_util::TryStreamExt;

use crate::bind::{self, Bound};
use crate::error::error;
use crate::plan;

/// How many rows one statement has at most; more make it no faster.
const ROWS: usize = 2_000;
/// How long the values of one statement may become.
const BYTES: usize = 4 << 20;

/// The rows, and how many statements they took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inserted {
    pub(crate) rows: u64,
    pub(crate) statements: u64,
}

impl Inserted {
    /// Whether one statement could not have taken them: it has a parameter for each value.
    pub(crate) fn is_too_much(&self, target: &InsertTarget) -> bool {
        self.rows.saturating_mul(target.columns.len() as u64) > MOST_PARAMETERS as u64
    }
}

/// Inserts all rows; in a transaction that the caller has begun.
pub(crate) async fn insert(
    wire: &mut Wire,
    target: &InsertTarget,
    mut batches: BoxStream<'static, Result<RecordBatch, Error>>,
) -> Result<Inserted, Error> {
    let mut writer = Writer::new(wire, target).await?;
    let width = writer.columns.len();
    if width == 0 {
        return Err(Error::Usage("the columns that are inserted are missing".to_owned()));
    }
    let most = (MOST_PARAMETERS / width).clamp(1, ROWS) * width;
    while let Some(batch) = batches.try_next().await? {
        if batch.num_columns() != width {
            return Err(Error::Usage(format!("a batch of {} columns, not {width}", batch.num_columns())));
        }
        let source = Columns::from(&batch);
        let mut readers = Vec::with_capacity(width);
        for index in 0..width {
            readers.push(Value::reader(&source.at(index)?)?);
        }
        for row in 0..batch.num_rows() {
            for (index, reader) in readers.iter().enumerate() {
                writer.add(index, Value::read(reader, row)?)?;
            }
            if writer.waiting.len() >= most || writer.bytes >= BYTES {
                writer.write(wire).await?;
            }
        }
    }
    writer.write(wire).await?;
    Ok(writer.inserted)
}

struct Writer {
    /// `INSERT INTO t ("a", "b") VALUES `
    head: String,
    columns: Vec<Written>,
    waiting: Vec<Argument>,
    bytes: usize,
    inserted: Inserted,
}

struct Written {
    name: String,
    sql_type: SqlType,
    type_name: String,
}

impl Writer {
    /// Asks for the types of the table's columns.
    async fn new(wire: &mut Wire, target: &InsertTarget) -> Result<Self, Error> {
        let quoted = |name: &String| format!("\"{}\"", name.replace('"', "\"\""));
        let table = target.path.iter().map(quoted).collect::<Vec<_>>().join(".");
        let names = target.columns.iter().map(quoted).collect::<Vec<_>>().join(", ");
        let nothing = Bound { sql: String::new(), arguments: Vec::new() };
        let found = plan::described(wire, &format!("SELECT {names} FROM {table}"), &nothing).await?;
        let written = |(name, type_text): (String, String)| {
            let sql_type = DuckDbInspection.sql_type(&type_text);
            let mut type_name = String::new();
            match DuckDbSpelling::TYPED_BY_CAST.type_name(&sql_type, &mut type_name) {
                Ok(()) => Ok(Written { name, sql_type, type_name }),
                Err(_) => Err(Error::Usage(format!("column {name:?}: values of type {type_text} can't be inserted"))),
            }
        };
        let columns = found.into_iter().map(written).collect::<Result<Vec<_>, _>>()?;
        let head = format!("INSERT INTO {table} ({names}) VALUES ");
        Ok(Self { head, columns, waiting: Vec::new(), bytes: 0, inserted: Inserted::default() })
    }

    fn add(&mut self, index: usize, value: Value) -> Result<(), Error> {
        let width = self.columns.len();
        let row = self.inserted.rows + (self.waiting.len() / width) as u64;
        let Some(column) = self.columns.get(index) else { return Ok(()) };
        let parameter = Parameter { value, sql_type: Some(column.sql_type.clone()) };
        let argument = bind::argument(&parameter)
            .map_err(|reason| Error::Usage(format!("row {row}, column {:?}: {reason}", column.name)))?;
        self.bytes += argument.bytes.as_ref().map_or(0, Vec::len);
        self.waiting.push(argument);
        Ok(())
    }

    async fn write(&mut self, wire: &mut Wire) -> Result<(), Error> {
        let arguments = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        if arguments.is_empty() {
            return Ok(());
        }
        let width = self.columns.len();
        let mut bound = Bound { sql: self.head.clone(), arguments };
        for number in 0..bound.arguments.len() {
            let before = match (number % width, number) {
                (0, 0) => "(",
                (0, _) => "), (",
                _ => ", ",
            };
            let type_name = self.columns.get(number % width).map_or("VARCHAR", |column| &column.type_name);
            bound.sql.push_str(&format!("{before}CAST(${} AS {type_name})", number + 1));
        }
        bound.sql.push(')');
        let rows = (bound.arguments.len() / width) as u64;
        let declared = bound.declared();
        wire.run(&bound.sql, &declared, bound.arguments).await.map_err(error)?;
        self.inserted.rows += rows;
        self.inserted.statements += 1;
        Ok(())
    }
}
