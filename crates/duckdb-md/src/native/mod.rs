//! The one place that talks to libduckdb, and the only one with `unsafe`.
//!
//! It goes through the C API of DuckDB 1.5 (`duckdb::ffi`) and not through the crate's own `Connection`: that one's
//! Arrow iterators panic on an error in mid-stream, and it can't bind nested values. Vectors are read into Arrow here
//! rather than by DuckDB's own export, because that one follows settings that a user may change
//! (`arrow_lossless_conversion`, `produce_arrow_string_view`, …), multiplies intervals past their range, and hands
//! text on without looking at its encoding.
//!
//! Each type owns one handle of the C API and lets go of it on drop. Nothing here panics on what an engine or a user
//! can cause, and nothing here knows async, threads or the port.
#![allow(unsafe_code)]

mod append;
mod bind;
mod cast;
mod column;
mod database;
mod exact;
mod fault;
mod interrupt;
mod logical;
mod read;
mod read_nested;
mod session;
mod statement;
mod transaction;

pub(crate) use database::{Config, Database, Runs, version};
pub(crate) use fault::Fault;
pub(crate) use interrupt::Interrupter;
pub(crate) use session::{Cursor, Session};
