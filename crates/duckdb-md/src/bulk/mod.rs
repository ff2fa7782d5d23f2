//! Rows from memory: Arrow with a rule for conflicts, Arrow as a table of one connection, rows by name.

mod arrow;
mod exact;
mod register;
mod rows;

pub(crate) use arrow::Staged;
pub use arrow::{InsertFromArrow, OnConflict, insert_from_arrow};
pub use register::{RegisterArrow, register_arrow};
pub use rows::{CopyFromRows, MissingValues, copy_from_rows};
