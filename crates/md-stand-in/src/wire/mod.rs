//! Values between DuckDB and the Postgres wire.
//!
//! Written for this server alone: the client under test has its own, so that no mistake is made twice.

mod decode;
mod encode;
mod numeric;
mod oid;

pub(crate) use decode::decode;
pub(crate) use encode::{Column, Format};
pub(crate) use oid::{Oid, of_parameter, sql_type};
