//! The Postgres wire for engines that are not Postgres: rows become Arrow batches as they arrive, parameters travel with
//! exactly the type that the server asks for, and a connection with unread rows is closed, never reused.
//!
//! What a backend adds is which Arrow type a column's values are read as ([`Kind`]) and what an error means.
//!
//! Built on `sqlx`'s driver, of which only describing, binding and the stream of rows are used: not its transactions,
//! which believe what the server says of its state, and not its types, which lose what they do not know.

mod build;
mod column;
mod connect;
mod encode;
mod error;
mod numeric;
pub mod oid;
mod rows;
mod values;
mod wire;

pub use column::{Column, Kind, Zone, arrow_unit};
pub use connect::{Address, Authorities, Security};
pub use encode::{Argument, Mismatch, encode, natural_type};
pub use error::{WireError, WireServerError};
pub use rows::Batches;
pub use values::{MOST_PARAMETERS, Placeholders, rows_per_statement};
pub use wire::{Described, DescribedColumn, Outcome, TransactionState, Wire};
