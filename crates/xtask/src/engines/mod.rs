//! The engines that builds and tests need: one file each.

mod clickhouse;
mod duckdb;
pub(crate) mod md_stand_in;
mod questdb;

use std::path::PathBuf;

pub(crate) use clickhouse::{fetch as fetch_clickhouse, start as start_clickhouse};
pub(crate) use questdb::{fetch as fetch_questdb, start as start_questdb};

use crate::failure::Failure;
use crate::repository::Repository;

/// Brings all engines to where builds and tests look for them. Cheap when they are there.
pub(crate) fn fetch_all(repository: &Repository) -> Result<(), Failure> {
    duckdb::fetch(repository)?;
    clickhouse::fetch(repository)?;
    questdb::fetch(repository)
}

/// Brings what every build links.
pub(crate) fn fetch_duckdb(repository: &Repository) -> Result<(), Failure> {
    duckdb::fetch(repository)
}

/// Whether something is still to be fetched with npm.
pub(crate) fn needs_npm(repository: &Repository) -> bool {
    duckdb::is_to_be_fetched(repository) || clickhouse::is_to_be_fetched()
}

/// Whether something is still to be fetched with Maven.
pub(crate) fn needs_maven() -> bool {
    questdb::is_to_be_fetched()
}

/// Whether something is still to be fetched with pip.
pub(crate) fn needs_pip() -> bool {
    questdb::needs_runtime()
}

/// Where builds find DuckDB's library.
pub(crate) fn duckdb_library_folder(repository: &Repository) -> PathBuf {
    duckdb::library_folder(repository)
}
