//! Results for other tools: JSON lines, Arrow IPC, the Arrow C interface.

use std::io::Write;

use aludel_dialect::Value;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, Schema};

use super::Rows;
use super::json::{Json, check_names};
use crate::decode::{Columns, DecodeError};

/// A result could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The place that it was written to failed.
    #[error("the result could not be written: {0}")]
    Io(#[from] std::io::Error),
    /// A column could not be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Arrow could not write it.
    #[error("the result could not be written as Arrow: {0}")]
    Arrow(#[from] ArrowError),
}

impl Rows {
    /// Writes one JSON object a line, with nothing lost:
    ///
    /// - integers and finite floats are numbers, with all their digits, as SQL's `sum` of integers has them;
    /// - decimals are strings (`"1.50"`), because most readers would take them for binary floats;
    /// - NaN and the infinities are the strings `"NaN"`, `"Infinity"` and `"-Infinity"`;
    /// - bytes are strings of hexadecimal digits, bit strings of `0` and `1`;
    /// - dates, times, intervals and UUIDs are strings as SQL writes them;
    /// - JSON is put in as it is, without its line breaks and spaces; text that is no JSON is a string;
    /// - structs are objects, lists arrays, maps arrays of `{"key": …, "value": …}`;
    /// - a union is an object of one member, named as its alternative.
    ///
    /// # Errors
    /// Two columns of one name, a column without a reader, a failing `to`.
    pub fn write_json_lines(&self, to: impl Write) -> Result<(), WriteError> {
        write_json_lines(self.schema(), self.batches(), to)
    }

    /// Writes an Arrow IPC stream, which every Arrow implementation of any version reads.
    ///
    /// # Errors
    /// A failing `to`.
    pub fn write_ipc(&self, to: impl Write) -> Result<(), WriteError> {
        let mut writer = StreamWriter::try_new(to, self.schema())?;
        for batch in self.batches() {
            writer.write(batch)?;
        }
        Ok(writer.finish()?)
    }

    /// The result as an Arrow C stream: how it reaches another Arrow version, or another language, without a copy.
    pub fn into_c_stream(self) -> FFI_ArrowArrayStream {
        let schema = self.schema().clone();
        let batches = self.into_batches().into_iter().map(Ok);
        FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, schema)))
    }
}

fn write_json_lines(schema: &Schema, batches: &[RecordBatch], to: impl Write) -> Result<(), WriteError> {
    check_names(schema)?;
    let mut to = std::io::BufWriter::new(to);
    let mut number = 0_u64;
    for batch in batches {
        let columns = Columns::from(batch);
        let readers =
            (0..columns.len()).map(|index| columns.read_at::<Value>(index)).collect::<Result<Vec<_>, DecodeError>>()?;
        for row in 0..batch.num_rows() {
            to.write_all(b"{")?;
            for (index, (reader, name)) in readers.iter().zip(columns.names()).enumerate() {
                if index > 0 {
                    to.write_all(b",")?;
                }
                let value = reader.read::<Value>(row).map_err(|error| error.in_row(number))?;
                write!(to, "{}:{}", Json::string(name), Json::Value(&value))?;
            }
            to.write_all(b"}\n")?;
            number += 1;
        }
    }
    Ok(to.flush()?)
}
