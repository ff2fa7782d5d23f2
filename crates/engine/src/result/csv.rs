//! Results as CSV.

use std::io::Write;

use aludel_dialect::Value;
use arrow_array::RecordBatch;
use arrow_schema::Schema;

use super::WriteError;
use super::json::Json;
use crate::decode::{Columns, DecodeError};

/// Writes a result as CSV (RFC 4180, in UTF-8, lines end with `\n`), batch by batch: a line of the columns' names, then one
/// for each row, with nothing lost:
///
/// - NULL is an empty field, an empty text is `""`, as DuckDB and Postgres read them;
/// - a field with a comma, a quote or a line break stands in quotes, with its quotes doubled;
/// - numbers have all their digits; NaN and the infinities are `NaN`, `Infinity` and `-Infinity`;
/// - bytes are hexadecimal digits, bit strings `0` and `1`;
/// - dates, times, intervals and UUIDs are as SQL writes them;
/// - lists, structs, maps and unions are the JSON of [`Rows::write_json_lines`](super::Rows::write_json_lines).
///
/// ```
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
/// # use aludel_engine::CsvWriter;
/// # let id: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
/// # let name: ArrayRef = Arc::new(StringArray::from(vec![Some("say \"hi\""), None]));
/// # let batch = RecordBatch::try_from_iter_with_nullable([("id", id, true), ("name", name, true)])?;
/// let mut csv = CsvWriter::new(Vec::new(), &batch.schema())?;
/// csv.write(&batch)?;
/// assert_eq!(csv.finish()?, b"id,name\n1,\"say \"\"hi\"\"\"\n2,\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CsvWriter<W> {
    to: W,
    rows: u64,
}

impl<W: Write> CsvWriter<W> {
    /// Writes the line of names.
    ///
    /// # Errors
    /// A failing `to`.
    pub fn new(mut to: W, schema: &Schema) -> Result<Self, WriteError> {
        let names = schema.fields().iter().map(|field| field.name().as_str());
        write_line(&mut to, names.map(Field::text))?;
        Ok(Self { to, rows: 0 })
    }

    /// Writes the rows of a batch that has the columns of the first.
    ///
    /// # Errors
    /// A column without a reader, a failing writer.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), WriteError> {
        let columns = Columns::from(batch);
        let readers =
            (0..columns.len()).map(|index| columns.read_at::<Value>(index)).collect::<Result<Vec<_>, DecodeError>>()?;
        for row in 0..batch.num_rows() {
            let number = self.rows;
            let fields: Vec<Field> = readers
                .iter()
                .map(|reader| reader.read::<Value>(row).map(Field::of).map_err(|error| error.in_row(number)))
                .collect::<Result<_, DecodeError>>()?;
            write_line(&mut self.to, fields)?;
            self.rows += 1;
        }
        Ok(())
    }

    /// Flushes, and gives back where it was written to.
    ///
    /// # Errors
    /// A failing writer.
    pub fn finish(mut self) -> Result<W, WriteError> {
        self.to.flush()?;
        Ok(self.to)
    }
}

/// One field of a line; nothing for NULL.
struct Field(Option<String>);

impl Field {
    fn text(text: &str) -> Self {
        Field(Some(text.to_owned()))
    }

    fn of(value: Value) -> Self {
        Field(match value {
            Value::Null => None,
            Value::Text(text) | Value::Enum(text) | Value::Json(text) => Some(text),
            nested @ (Value::List(_) | Value::Array(_) | Value::Struct(_) | Value::Map(_) | Value::Union(..)) => {
                Some(Json::Value(&nested).to_string())
            }
            // What JSON has no type for is a string there, of letters that it does not escape.
            plain => Some(Json::Value(&plain).to_string().trim_matches('"').to_owned()),
        })
    }
}

fn write_line(to: &mut impl Write, fields: impl IntoIterator<Item = Field>) -> Result<(), WriteError> {
    for (index, Field(field)) in fields.into_iter().enumerate() {
        if index > 0 {
            to.write_all(b",")?;
        }
        match field {
            None => {}
            Some(text) if text.is_empty() || text.contains([',', '"', '\n', '\r']) => {
                write!(to, "\"{}\"", text.replace('"', "\"\""))?;
            }
            Some(text) => to.write_all(text.as_bytes())?,
        }
    }
    Ok(to.write_all(b"\n")?)
}
