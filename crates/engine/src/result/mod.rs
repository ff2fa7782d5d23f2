//! Results as programs and people use them: rows, tables, streams, and the way out to other tools.

mod csv;
mod json;
mod json_text;
mod row;
mod rows;
mod stream;
mod table;
mod write;

pub use csv::CsvWriter;
pub use row::{ColumnKey, Row};
pub use rows::{Rows, RowsIter};
pub use stream::{BatchStream, RowStream};
pub use write::WriteError;
