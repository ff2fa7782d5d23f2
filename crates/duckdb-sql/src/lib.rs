//! DuckDB SQL without a driver: what both roads to DuckDB share, the library in this process and MotherDuck's Postgres
//! endpoint.
//!
//! - [`DuckDb`]: the declaration, what DuckDB grants and what it refuses, with reasons; [`narrow_for_version`],
//!   [`narrow_read_only`] and [`narrow_writes`] lower it for a connection.
//! - [`DuckDbSpelling`]: names, literals, types, functions and operators in DuckDB's words.
//! - [`session_effect`]: what a text leaves behind in its session.
//! - [`tokens`]: a text's words, names, literals and parameters.
//! - [`only_reads`]: whether a text may be run again.
//! - [`error_class`]: what kind of failure a message of DuckDB tells of; [`without_secrets`]: such a message without the
//!   secrets that it quotes.
//!
//! Facts about DuckDB are of version 1.5.6 unless another is named.

mod calendar;
mod dialect;
mod errors;
mod functions;
mod inspect;
mod literal;
mod only_reads;
mod reserved;
mod secrets;
mod session;
mod settings;
mod spelling;
#[cfg(test)]
mod tests;
mod tokens;
mod type_text;
mod types;
mod version;

pub use dialect::{DuckDb, narrow_for_version, narrow_read_only, narrow_writes};
pub use errors::{error_class, error_name};
pub use inspect::DuckDbInspection;
pub use only_reads::only_reads;
pub use secrets::{without_quotation, without_secrets};
pub use session::session_effect;
pub use settings::changes_meaning;
pub use spelling::DuckDbSpelling;
pub use tokens::{Token, TokenKind, Tokens, tokens};
pub use type_text::{PLAIN_TYPES, type_text};
pub use version::{NotAVersion, Version};
