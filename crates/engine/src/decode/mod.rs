//! Reading Arrow columns as Rust values.
//!
//! A reader is made once per batch: there the column is found, its type is checked and its buffers are taken hold of.
//! Reading a row is then a look into those buffers.
//!
//! What a Rust type reads depends on the column's Arrow type and extension alone. Integers of any width are read as any
//! other, and a value that does not fit is an error; a floating-point number is read only as one; nothing is rounded,
//! cut or guessed.
//!
//! What Arrow has no type for comes as the extension `arrow.opaque` with the vendor `aludel` (or `DuckDB`, whose formats
//! these are) and one of these type names: `hugeint` and `uhugeint`, 16 bytes, the least first; `bit`, `bignum` and
//! `time_tz`, as DuckDB's `arrow_lossless_conversion` writes them.

mod bytes;
mod calendar;
mod column;
mod columns;
mod decimals;
mod duckdb_bytes;
mod error;
mod floats;
mod from_column;
mod from_row;
mod integers;
mod lists;
mod logical;
mod maps;
mod names;
mod nulls;
mod option;
mod structs;
mod temporal;
mod text;
mod timestamp_ns;
mod value;

pub use bytes::BytesReader;
pub use column::{Column, ColumnReader};
pub use columns::Columns;
pub use decimals::DecimalReader;
pub use error::{DecodeError, DecodeErrorKind};
pub use floats::{BooleanReader, FloatReader};
pub use from_column::FromColumn;
pub use from_row::{FromRow, decode_batch};
pub use integers::IntegerReader;
pub use lists::{ListReader, VecReader};
pub use logical::{ENUM_NAMES, TYPE_NAME, sql_type_of};
pub use maps::MapReader;
pub use nulls::Nulls;
pub use option::OptionReader;
pub use structs::StructReader;
pub use temporal::{DateReader, IntervalReader, TimeReader, TimestampReader};
pub use text::TextReader;
pub use value::ValueReader;

pub(crate) use columns::position;
pub(crate) use logical::found_type;
