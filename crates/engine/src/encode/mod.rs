//! Writing Rust values as Arrow columns: what bulk insert sends.
//!
//! The columns of a record are known when it is compiled, so every value goes straight into the builder of its type.

mod builder;
mod decimals;
mod error;
mod lists;
mod primitive;
mod record;
mod temporal;
mod text;
mod to_column;

// Generated code names these.
#[doc(hidden)]
pub use aludel_query::{Col, Column, Table};
#[doc(hidden)]
pub use arrow_array::ArrayRef;
#[doc(hidden)]
pub use arrow_schema::{ArrowError, Field};

pub use builder::{ColumnBuilder, FixedBuilder, Primitive, VecBuilder};
pub use decimals::DecimalBuilder;
pub use error::EncodeError;
#[doc(hidden)]
pub use record::described;
pub use record::{Record, RecordBuilder, record_batches};
pub use to_column::{Shape, ToColumn};
