//! The dialects that are compiled in.

use aludel::{Capabilities, Spelling, Table};

use crate::commands::prove::{self, Proving};

use crate::failure::Failure;

/// One of them.
pub(crate) struct Known {
    /// Its name: `duckdb`.
    pub(crate) name: &'static str,
    /// What it declares, before any server narrows it.
    pub(crate) capabilities: Capabilities,
    /// How it writes a statement.
    pub(crate) spelling: &'static dyn Spelling,
    /// The files of its probes.
    pub(crate) probes: &'static [(&'static str, &'static str)],
    /// How they are asked of a person's own server.
    pub(crate) proving: Proving,
    /// Whether a table holds its rows itself, and does not read them from others.
    pub(crate) has_rows: fn(&Table) -> bool,
}

#[cfg(any(feature = "duckdb-md", feature = "clickhouse-http", feature = "postgres-endpoint", feature = "questdb-pg"))]
fn known<D: aludel::SqlDialect>(probes: &'static [(&'static str, &'static str)], proving: Proving) -> Known {
    let (capabilities, spelling) = (Capabilities::of::<D>(), D::spelling());
    Known { name: D::NAME, capabilities, spelling, probes, proving, has_rows: |_| true }
}

/// The engines that keep rows; the others read other tables, or what is elsewhere.
#[cfg(feature = "clickhouse-http")]
fn has_rows_in_clickhouse(table: &Table) -> bool {
    let engine = table.options::<aludel::clickhouse::ClickHouseTable>().map_or("", |options| options.engine.as_str());
    let name = engine.split('(').next().unwrap_or_default().trim_matches('`');
    name.ends_with("MergeTree") || ["Log", "StripeLog", "TinyLog", "Memory", "Null", "Set", "Join"].contains(&name)
}

/// All of them, side by side as they are shown.
pub(crate) fn all() -> Vec<Known> {
    vec![
        #[cfg(feature = "duckdb-md")]
        known::<aludel::duckdb::DuckDb>(aludel::duckdb::PROBES, prove::duckdb::PROVING),
        #[cfg(feature = "clickhouse-http")]
        Known {
            has_rows: has_rows_in_clickhouse,
            ..known::<aludel::clickhouse::ClickHouse>(aludel::clickhouse::PROBES, prove::clickhouse::PROVING)
        },
        #[cfg(feature = "postgres-endpoint")]
        known::<aludel::motherduck_endpoint::MotherDuckEndpoint>(&[], prove::endpoint::PROVING),
        #[cfg(feature = "questdb-pg")]
        known::<aludel::questdb::QuestDb>(aludel::questdb::PROBES, prove::questdb::PROVING),
    ]
}

/// The one of this name.
pub(crate) fn find(name: &str) -> Result<Known, Failure> {
    let all = all();
    let names: Vec<&str> = all.iter().map(|known| known.name).collect();
    let names = names.join(", ");
    all.into_iter().find(|known| known.name == name).ok_or_else(|| {
        Failure::usage(format!("there is no dialect {name:?}")).way_out(format!("the dialects are {names}"))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_probes_is_compiled_in() {
        for (dialect, package) in
            [("duckdb", "duckdb-md"), ("clickhouse", "clickhouse-http"), ("questdb", "questdb-pg")]
        {
            let folder = format!("{}/../{package}/tests/probes", env!("CARGO_MANIFEST_DIR"));
            let mut files: Vec<String> = std::fs::read_dir(&folder)
                .unwrap()
                .map(|file| file.unwrap().file_name().into_string().unwrap())
                .filter(|file| file.ends_with(".probes"))
                .collect();
            files.sort();
            let known = find(dialect).unwrap();
            assert_eq!(known.probes.iter().map(|(file, _)| (*file).to_owned()).collect::<Vec<_>>(), files, "{dialect}");
        }
    }
}
