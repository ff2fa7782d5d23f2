//! What connections to ClickHouse narrow its declaration to.

use aludel_clickhouse_http::{Access, ClickHouse, narrow_for_access, narrow_for_version};
use aludel_conformance::{Capabilities, Narrowed};

/// Older versions are declared alone: their servers were not asked.
pub(crate) fn all() -> Vec<Narrowed> {
    let (mut reader, mut old) = (Capabilities::of::<ClickHouse>(), Capabilities::of::<ClickHouse>());
    narrow_for_access(&mut reader, Access::ReadOnly).expect("writes are declared");
    narrow_for_version(&mut old, "25.3.1.1").expect("older versions have less");
    vec![Narrowed::new("readonly=1", reader), Narrowed::new("ClickHouse 25.3", old)]
}
