//! What connections to DuckDB narrow its declaration to.

use aludel_dialect::Capabilities;
use aludel_duckdb_sql::{DuckDb, Version, narrow_for_version, narrow_read_only};

/// Each with a name.
pub(crate) fn all() -> Vec<(&'static str, Capabilities)> {
    let (mut read_only, mut old) = (Capabilities::of::<DuckDb>(), Capabilities::of::<DuckDb>());
    narrow_read_only(&mut read_only).expect("writes are declared");
    narrow_for_version(&mut old, Version::new(1, 2, 2)).expect("older versions have less");
    vec![("read-only", read_only), ("DuckDB 1.2", old)]
}
