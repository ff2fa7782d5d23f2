//! Loading tables from files and writing files from queries: Parquet, CSV and JSON.

mod copy_from;
mod copy_to;
mod exact;
mod format;
mod objects;

pub use copy_from::{CopyFrom, copy_from_csv, copy_from_json, copy_from_parquet};
pub use copy_to::{CopyTo, ExistingFiles, OutsideTransaction, copy_to_csv, copy_to_json, copy_to_parquet};
pub use format::{Csv, Json, Parquet};

/// What becomes of values that would not be the same on the other side: 1.5 on its way into an INTEGER column, a HUGEINT
/// on its way into Parquet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Casts {
    /// They are errors that name file and column; nothing is rounded, cut or left out.
    #[default]
    Exact,
    /// DuckDB's own casts, which round and cut without a word.
    AsDuckDb,
}
