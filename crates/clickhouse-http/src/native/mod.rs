//! ClickHouse's format `Native`, read as it arrives: blocks of columns, each column a piece of memory, which is what
//! Arrow's are.
//!
//! Chosen over `RowBinaryWithNamesAndTypes`, which the server writes, and we would read, value by value. What it costs:
//! an empty result has no block, so no columns either; see [`crate::query`].

mod measure;
mod nested;
mod read;
mod scan;

use std::sync::Arc;

pub(crate) use measure::width;

use aludel_engine::{DecodeError, DecodeErrorKind};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};

use crate::types::{self, NotRead, Type, Unzoned};
use measure::{JSON_AS_TEXT, Progress, skip_column};
use read::{Fault, read_column};
use scan::{Scan, Scanned, Stop};

/// A result has no more columns than this; what names more is no result.
const MOST_COLUMNS: usize = 1 << 20;

const NO_SETTINGS: &str = "JSON is read as text, which a setting asks the server for, and a user with readonly=1 sends none: \
                           select toJSONString(column), or put output_format_native_write_json_as_string=1 into the \
                           user's profile";

/// Why a stream can't be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NativeError {
    /// The bytes are not in the format; it may be an error message of the server in their place.
    #[error("the server's answer is not in the format Native: its {0} makes no sense")]
    Malformed(&'static str),
    /// The stream ended inside a block.
    #[error("the server's answer ends in the middle of a block")]
    CutShort,
    /// A column has a type that is not read, or a value that has no place in Arrow.
    #[error(transparent)]
    Column(#[from] DecodeError),
}

/// Takes bytes as they arrive and gives batches as they are whole.
#[derive(Debug, Default)]
pub(crate) struct Decoder {
    /// What has arrived; before `start` it has been read.
    buffer: Vec<u8>,
    start: usize,
    /// So many unread bytes must be there before going on makes sense.
    wanted: usize,
    columns: Vec<Column>,
    schema: Option<SchemaRef>,
    block: Option<Block>,
    rows_before: u64,
    unzoned: Unzoned,
}

#[derive(Debug)]
struct Column {
    name: String,
    column_type: Type,
    field: arrow_schema::Field,
}

/// The block that is being read.
#[derive(Debug, Default)]
struct Block {
    width: usize,
    rows: usize,
    arrays: Vec<ArrayRef>,
    /// The head of the next column has been read.
    has_head: bool,
    /// The bytes of the block's own head, for whoever looks what came in the place of a block.
    head: Vec<u8>,
    progress: Progress,
}

impl Decoder {
    /// One that reads times whose type names no zone as what `unzoned` says they are.
    pub(crate) fn new(unzoned: Unzoned) -> Self {
        Self { unzoned, ..Self::default() }
    }

    /// Takes the next bytes of the stream.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        // What is left is moved to the front only when that is less than what was read.
        if self.start > self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The columns, known once the first block was read.
    pub(crate) fn schema(&self) -> Option<&SchemaRef> {
        self.schema.as_ref()
    }

    /// What has arrived of the block that can't be read, as far as it was not read as columns.
    pub(crate) fn remains(&self) -> Vec<u8> {
        let first = self.block.as_ref().filter(|block| block.arrays.is_empty());
        [first.map_or(&[][..], |block| &block.head), self.unread()].concat()
    }

    /// What has arrived and was not read.
    fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Whether the stream may end here: between blocks.
    ///
    /// # Errors
    /// [`NativeError::CutShort`].
    pub(crate) fn finish(&self) -> Result<(), NativeError> {
        if self.block.is_none() && self.unread().is_empty() { Ok(()) } else { Err(NativeError::CutShort) }
    }

    /// The next block that is whole and has rows; `None` if more bytes are needed.
    pub(crate) fn next(&mut self) -> Result<Option<RecordBatch>, NativeError> {
        loop {
            match self.step() {
                Ok(Some(batch)) if batch.num_rows() == 0 => {}
                Ok(Some(batch)) => {
                    self.rows_before += batch.num_rows() as u64;
                    return Ok(Some(batch));
                }
                Ok(None) => return Ok(None),
                Err(Ended::Stop(Stop::Short(wanted))) => {
                    self.wanted = wanted;
                    return Ok(None);
                }
                Err(Ended::Stop(Stop::Malformed(what))) => return Err(NativeError::Malformed(what)),
                Err(Ended::Error(error)) => return Err(error),
            }
        }
    }

    /// Reads a block to its end, or as far as it has arrived.
    fn step(&mut self) -> Result<Option<RecordBatch>, Ended> {
        if self.unread().is_empty() || self.unread().len() < self.wanted {
            return Ok(None);
        }
        let mut block = match self.block.take() {
            Some(block) => block,
            None => self.begin_block()?,
        };
        while block.arrays.len() < block.width {
            if let Err(ended) = self.read_next(&mut block) {
                self.block = Some(block);
                return Err(ended);
            }
        }
        let schema = self.schema.get_or_insert_with(|| {
            Arc::new(Schema::new(self.columns.iter().map(|column| column.field.clone()).collect::<Vec<_>>()))
        });
        let options = RecordBatchOptions::new().with_row_count(Some(block.rows));
        let batch = RecordBatch::try_new_with_options(Arc::clone(schema), block.arrays, &options)
            .map_err(|_| Ended::Stop(Stop::Malformed("block")))?;
        Ok(Some(batch))
    }

    /// Moves past what `scan` goes over, all of it or nothing.
    fn read<T>(&mut self, scan: impl FnOnce(&mut Scan<'_>) -> Scanned<T>) -> Result<T, Ended> {
        let mut place = Scan::new(self.unread());
        let read = scan(&mut place).map_err(Ended::Stop)?;
        self.start += place.at();
        self.wanted = 0;
        Ok(read)
    }

    fn begin_block(&mut self) -> Result<Block, Ended> {
        let known = self.schema.as_ref().map(|schema| schema.fields().len());
        let begin = self.start;
        let (width, rows) = self.read(|scan| {
            let width = scan.varint()?;
            if width > MOST_COLUMNS || known.is_some_and(|known| known != width) {
                return Err(Stop::Malformed("number of columns"));
            }
            let rows = scan.varint()?;
            if i32::try_from(rows).is_err() {
                return Err(Stop::Malformed("number of rows"));
            }
            Ok((width, rows))
        })?;
        let head = self.buffer.get(begin..self.start).unwrap_or_default().to_vec();
        Ok(Block { width, rows, head, ..Block::default() })
    }

    fn read_next(&mut self, block: &mut Block) -> Result<(), Ended> {
        let index = block.arrays.len();
        if !block.has_head {
            self.read_head(index)?;
            block.has_head = true;
        }
        let Some(column) = self.columns.get(index) else { return Err(Ended::Stop(Stop::Malformed("block"))) };
        let bytes = self.buffer.get(self.start..).unwrap_or_default();
        let mut scan = Scan::new(bytes);
        skip_column(&column.column_type, block.rows, &mut scan, &mut block.progress).map_err(|stop| match stop {
            Stop::Malformed(JSON_AS_TEXT) => Ended::Error(
                column.error(Fault::Unreadable { row: None, reason: NO_SETTINGS.to_owned() }, self.rows_before),
            ),
            stop => Ended::Stop(stop),
        })?;
        let bytes = bytes.get(..scan.at()).unwrap_or_default();
        let array = read_column(&column.column_type, column.field.data_type(), block.rows, bytes)
            .map_err(|fault| Ended::Error(column.error(fault, self.rows_before)))?;
        self.start += bytes.len();
        self.wanted = 0;
        block.arrays.push(array);
        block.has_head = false;
        block.progress = Progress::default();
        Ok(())
    }

    /// A column's name and type: of the first block they are the result's, the others must have the same.
    fn read_head(&mut self, index: usize) -> Result<(), Ended> {
        let known = self.columns.get(index).map(|column| (column.name.clone(), column.column_type.text.clone()));
        let is_known = known.is_some();
        let (name, column_type) = self.read(|scan| {
            // Of an expression without a label it is the expression, whose texts may be any bytes.
            let name = String::from_utf8_lossy(scan.text()?).into_owned();
            let type_text = utf8(scan.text()?, "type of a column")?;
            if known.is_some_and(|known| known.0 != name || known.1 != type_text) {
                return Err(Stop::Malformed("column"));
            }
            let column_type: Type = type_text.parse().map_err(|_| Stop::Malformed("type of a column"))?;
            Ok((name, column_type))
        })?;
        if is_known {
            return Ok(());
        }
        let field = types::field(&name, &column_type, self.unzoned)
            .map_err(|refused| Ended::Error(NativeError::Column(not_read(&name, &column_type, &refused))))?;
        self.columns.push(Column { name, column_type, field });
        Ok(())
    }
}

/// Why a block was not read to its end.
enum Ended {
    Stop(Stop),
    Error(NativeError),
}

fn utf8(bytes: &[u8], what: &'static str) -> Scanned<String> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Stop::Malformed(what))
}

/// The error for a column whose type is not read.
pub(crate) fn not_read(name: &str, column_type: &Type, refused: &NotRead) -> DecodeError {
    let reason = format!("values of {} are not read; {}", refused.type_text, refused.way_out);
    DecodeError::new(DecodeErrorKind::Unreadable { reason }).in_column(name, &column_type.text)
}

impl Column {
    fn error(&self, fault: Fault, rows_before: u64) -> NativeError {
        match fault {
            Fault::Malformed(what) => NativeError::Malformed(what),
            Fault::Unreadable { row, reason } => {
                let error = DecodeError::new(DecodeErrorKind::Unreadable { reason });
                let error = error.in_column(&self.name, &self.column_type.text);
                NativeError::Column(match row {
                    Some(row) => error.in_row(rows_before + row as u64),
                    None => error,
                })
            }
        }
    }
}

#[cfg(test)]
mod tests;
