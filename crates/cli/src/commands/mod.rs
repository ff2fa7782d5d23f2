//! What the program does, a module for each command.

pub(crate) mod copy;
pub(crate) mod inspect;
// Some of what it has is for one engine alone.
#[cfg_attr(
    not(all(feature = "duckdb-md", feature = "clickhouse-http", feature = "questdb-pg")),
    allow(dead_code, unused_variables, reason = "an engine is left out")
)]
pub(crate) mod prove;
pub(crate) mod query;
pub(crate) mod support;

use aludel::Construct;

/// Whether the filter of a person means the construct.
fn is_meant(construct: Construct, filter: Option<&str>) -> bool {
    let Some(filter) = filter.map(str::to_lowercase) else { return true };
    [construct.name(), construct.words(), construct.group()].iter().any(|text| text.to_lowercase().contains(&filter))
}

/// What was meant is none.
fn no_construct(filter: Option<&str>) -> crate::failure::Failure {
    let filter = filter.unwrap_or_default();
    crate::failure::Failure::usage(format!("no construct has {filter:?} in its name, words or group"))
        .way_out("`aludel support` lists all of them")
}
