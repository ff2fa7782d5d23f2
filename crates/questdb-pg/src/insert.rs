//! Bulk insert as INSERT statements with many rows, for a server of which only the Postgres port can be reached.

use aludel_dialect::{Parameter, TimeUnit, Value};
use aludel_engine::decode::{Columns, FromColumn};
use aludel_engine::{Error, InsertTarget};
use aludel_postgres_wire::{Column, Kind, Wire, rows_per_statement};
use arrow_array::RecordBatch;
use futures_core::stream::BoxStream;
use futures_util::TryStreamExt;

use crate::bind;
use crate::error::error;
use crate::types::quoted;
use crate::visibility::rows;

/// How many rows one statement has at most; more make it no faster.
const ROWS: usize = 1_000;
/// How long a statement's text, and its values, may become, well below the server's limit of a mebibyte.
const BYTES: usize = 500_000;

/// Inserts all rows; in a transaction that the caller has begun.
pub(crate) async fn insert(
    wire: &mut Wire,
    target: &InsertTarget,
    columns: Vec<Target>,
    mut batches: BoxStream<'static, Result<RecordBatch, Error>>,
) -> Result<u64, Error> {
    let text_of_row: usize = columns.iter().map(|column| column.placeholder.len() + 12).sum();
    let most = rows_per_statement(columns.len(), ROWS.min(BYTES / text_of_row.max(1)).max(1));
    let mut writer = Writer { target, columns, waiting: Vec::new(), bytes: 0, count: 0 };
    while let Some(batch) = batches.try_next().await? {
        if batch.num_columns() != writer.columns.len() {
            let reason = format!("a batch of {} columns, not {}", batch.num_columns(), writer.columns.len());
            return Err(Error::Usage(reason));
        }
        let source = Columns::from(&batch);
        let mut readers = Vec::with_capacity(batch.num_columns());
        for index in 0..batch.num_columns() {
            readers.push(Value::reader(&source.at(index)?)?);
        }
        for row in 0..batch.num_rows() {
            for (reader, column) in readers.iter().zip(&writer.columns) {
                let number = writer.count + (writer.waiting.len() / writer.columns.len()) as u64;
                let value = column.fitted(Value::read(reader, row)?).map_err(|why| in_cell(number, column, &why))?;
                writer.bytes += match &value {
                    Value::Text(text) => text.len(),
                    Value::Bytes(bytes) => bytes.len(),
                    Value::List(items) | Value::Array(items) => 16 + 12 * items.len(),
                    _ => 16,
                };
                writer.waiting.push(Parameter { value, sql_type: None });
            }
            if writer.waiting.len() >= most * writer.columns.len() || writer.bytes >= BYTES {
                writer.write(wire).await?;
            }
        }
    }
    writer.write(wire).await?;
    Ok(writer.count)
}

pub(crate) fn in_cell(row: u64, column: &Target, reason: &str) -> Error {
    Error::Usage(format!("row {row}, column {:?}: {reason}", column.name))
}

struct Writer<'a> {
    target: &'a InsertTarget,
    columns: Vec<Target>,
    waiting: Vec<Parameter>,
    bytes: usize,
    count: u64,
}

impl Writer<'_> {
    async fn write(&mut self, wire: &mut Wire) -> Result<(), Error> {
        let width = self.columns.len();
        let parameters = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        if parameters.is_empty() {
            return Ok(());
        }
        let rows = parameters.len() / width;
        let sql = self.text(rows);
        let expected = wire.describe(&sql, &[]).await.map_err(error)?.parameters;
        let in_cell = |unbound: bind::Unbound, columns: &[Target], first: u64| {
            let index = unbound.number - 1;
            in_cell(first + (index / width) as u64, &columns[index % width], &unbound.reason)
        };
        let first = self.count;
        let mut bound = bind::bind(&parameters, &expected).map_err(|fault| in_cell(fault, &self.columns, first))?;
        if bound.declared.iter().any(|oid| *oid != 0) {
            let told = wire.describe(&sql, &bound.declared).await.map_err(error)?.parameters;
            let again = bind::bind(&parameters, &told).map_err(|fault| in_cell(fault, &self.columns, first))?;
            bound.arguments = again.arguments;
        }
        let size = bound.arguments.iter().map(|argument| 4 + argument.bytes.as_ref().map_or(0, Vec::len)).sum();
        crate::connection::check_size("the rows of one statement", size)?;
        self.count += wire.execute(&sql, &bound.declared, bound.arguments).await.map_err(error)?;
        Ok(())
    }

    fn text(&self, rows: usize) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| quoted(&column.name)).collect();
        let table = self.target.path.last().map(|name| quoted(name)).unwrap_or_default();
        let mut sql = format!("INSERT INTO {table} ({}) VALUES ", names.join(", "));
        let mut number = 0;
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for (index, column) in self.columns.iter().enumerate() {
                number += 1;
                if index > 0 {
                    sql.push_str(", ");
                }
                sql.push_str(&column.placeholder.replace('#', &number.to_string()));
            }
            sql.push(')');
        }
        sql
    }
}

/// A column that is written.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// As the table spells it.
    pub(crate) name: String,
    pub(crate) type_name: String,
    /// Whether it is the designated timestamp.
    pub(crate) designated: bool,
    /// With `#` for the parameter's number.
    placeholder: String,
}

impl Target {
    fn new(name: &str, type_name: &str, designated: bool) -> Self {
        let cast = type_name.starts_with("GEOHASH") || type_name == "TIMESTAMP_NS";
        let placeholder = if cast { format!("cast($# AS {type_name})") } else { "$#".to_owned() };
        Self { name: name.to_owned(), type_name: type_name.to_owned(), designated, placeholder }
    }

    fn is_geohash_of_bits(&self) -> bool {
        self.type_name.starts_with("GEOHASH") && self.type_name.ends_with("b)")
    }

    /// What the wire would cut is refused, or sent in a way in which it is kept.
    pub(crate) fn fitted(&self, value: Value) -> Result<Value, String> {
        if let (Value::Text(bits), true) = (&value, self.is_geohash_of_bits()) {
            // Text would be read as a geohash of letters.
            let number = u64::from_str_radix(bits, 2).ok().and_then(|number| i64::try_from(number).ok());
            let fits = number.filter(|_| format!("GEOHASH({}b)", bits.len()) == self.type_name);
            return fits.map(Value::Int64).ok_or_else(|| format!("{bits:?} is not a {} of 0 and 1", self.type_name));
        }
        if let Some(why) = value.refused() {
            return Err(format!("it {why}"));
        }
        if let Value::Text(text) = &value
            && bind::is_null_text(&self.type_name, text)
        {
            return Err(format!("{text}, which QuestDB would take for NULL"));
        }
        let Value::Timestamp(at) = &value else { return Ok(value) };
        match self.type_name.as_str() {
            // Counts of nanoseconds, which are cast.
            "TIMESTAMP_NS" => {
                let factor = TimeUnit::Nanosecond.per_second() / at.unit.per_second();
                let nanoseconds = at.value.checked_mul(factor).ok_or("it is out of the range of TIMESTAMP_NS")?;
                Ok(Value::Int64(nanoseconds))
            }
            "DATE" if at.unit > TimeUnit::Millisecond && at.value % (at.unit.per_second() / 1_000) != 0 => {
                Err("it is finer than a millisecond, which DATE counts".to_owned())
            }
            _ => Ok(value),
        }
    }
}

/// What the table says of the columns.
///
/// # Errors
/// One that it does not have, and one that is named twice: names that differ by case alone are the same column.
pub(crate) async fn columns_of(wire: &mut Wire, target: &InsertTarget) -> Result<Vec<Target>, Error> {
    let table = target.path.last().cloned().unwrap_or_default();
    let text = |name: &str| Column { name: name.to_owned(), kind: Kind::Text, type_name: "STRING".to_owned() };
    let designated = Column { name: "designated".to_owned(), kind: Kind::Boolean, type_name: "BOOLEAN".to_owned() };
    let sql = format!("SELECT \"column\", type, designated FROM table_columns('{}')", table.replace('\'', "''"));
    let found: Vec<(String, String, bool)> = rows(wire, &sql, vec![text("column"), text("type"), designated]).await?;
    let mut columns: Vec<Target> = Vec::with_capacity(target.columns.len());
    for asked in &target.columns {
        let (name, type_name, designated) = found
            .iter()
            .find(|(found, ..)| found.eq_ignore_ascii_case(asked))
            .ok_or_else(|| Error::Usage(format!("table {table:?} has no column {asked:?}")))?;
        // A line would bring the first value alone.
        if let Some(before) = columns.iter().position(|column| column.name == *name) {
            let before = &target.columns[before];
            let reason = format!("{before:?} and {asked:?} are one column of table {table:?}: insert one of them");
            return Err(Error::Usage(reason));
        }
        columns.push(Target::new(name, type_name, *designated));
    }
    Ok(columns)
}
