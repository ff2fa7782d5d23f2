//! SQLite through `sqlx`, for aludel: a dialect that is not of the project, made with its published crates alone.
//!
//! `sqlite://` opens a database in memory, `sqlite:///shop.db` the file `shop.db`. A value comes back as SQLite keeps it: a
//! 64-bit integer, a floating-point number, text or bytes; from a column that was declared BOOLEAN, a truth value. A column
//! whose values are of several kinds is refused by its name.

mod connection;
mod database;
mod dialect;
mod driver;
mod error;
mod rows;
mod spelling;
mod values;

pub use dialect::Sqlite;
pub use driver::{SqliteDriver, driver};
pub use spelling::SqliteSpelling;
