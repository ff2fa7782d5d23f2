//! What a table of QuestDB is told behind its columns.
//!
//! | option of [`Table::with_option`] | value | writes |
//! |---|---|---|
//! | [`TIMESTAMP`] | a column | `TIMESTAMP(column)`, the designated one |
//! | [`PARTITION_BY`] | `NONE`, `HOUR`, `DAY`, `WEEK`, `MONTH`, `YEAR` | `PARTITION BY …` |
//! | [`TTL`] | `7 DAYS` | `TTL …` |
//! | [`WAL`] | `true` or `false` | `WAL` or `BYPASS WAL` |
//! | [`DEDUP_KEYS`] | columns with commas between them | `DEDUP UPSERT KEYS(…)` |
//!
//! An inspector finds them so, too.

use aludel_query::{Table, Unspeakable, quote_identifier};

use crate::names::is_reserved;

/// The option that names the designated timestamp.
pub const TIMESTAMP: &str = "timestamp";
/// The option that says how the table is partitioned.
pub const PARTITION_BY: &str = "partition_by";
/// The option that says how long partitions are kept.
pub const TTL: &str = "ttl";
/// The option that says whether the table has a write-ahead log.
pub const WAL: &str = "wal";
/// The option that names the columns by which a later row replaces an earlier.
pub const DEDUP_KEYS: &str = "dedup_keys";

/// All of them.
pub(crate) const OPTIONS: [&str; 5] = [TIMESTAMP, PARTITION_BY, TTL, WAL, DEDUP_KEYS];

const PARTITIONS: [&str; 6] = ["NONE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR"];
const UNITS: [&str; 5] = ["HOUR", "DAY", "WEEK", "MONTH", "YEAR"];

fn refused<T>(reason: impl Into<String>) -> Result<T, Unspeakable> {
    Err(Unspeakable::Value(reason.into()))
}

fn column<'t>(table: &'t Table, name: &'t str) -> Result<&'t str, Unspeakable> {
    match table.columns().iter().find(|column| column.name().eq_ignore_ascii_case(name.trim())) {
        Some(column) => Ok(column.name()),
        None => refused(format!("the table {:?} has no column {name:?}", table.name())),
    }
}

/// The clauses that the table's options ask for.
pub(crate) fn clauses(table: &Table, out: &mut String) -> Result<(), Unspeakable> {
    let timestamp = table.option(TIMESTAMP);
    if let Some(name) = timestamp {
        out.push_str(" TIMESTAMP(");
        quote_identifier(column(table, name)?, '"', is_reserved, out)?;
        out.push(')');
    }
    let needs_a_timestamp = |option: &str| match timestamp {
        Some(_) => Ok(()),
        None => refused(format!("{option} needs a designated timestamp: say the option {TIMESTAMP:?}")),
    };
    let mut partitioned = false;
    if let Some(by) = table.option(PARTITION_BY) {
        needs_a_timestamp(PARTITION_BY)?;
        let Some(by) = PARTITIONS.iter().find(|known| known.eq_ignore_ascii_case(by)) else {
            return refused(format!("QuestDB partitions by {}", PARTITIONS.join(", ")));
        };
        partitioned = *by != "NONE";
        out.push_str(" PARTITION BY ");
        out.push_str(by);
    }
    if let Some(ttl) = table.option(TTL) {
        out.push_str(" TTL ");
        out.push_str(&time_to_live(ttl)?);
    }
    let wal = match table.option(WAL) {
        Some("true") if !partitioned => return refused("a table of QuestDB has a WAL if it is partitioned"),
        Some("true") => Some(" WAL"),
        Some("false") => Some(" BYPASS WAL"),
        Some(_) => return refused("the option \"wal\" is true or false"),
        None => None,
    };
    out.push_str(wal.unwrap_or_default());
    if let Some(keys) = table.option(DEDUP_KEYS) {
        if wal == Some(" BYPASS WAL") || !partitioned {
            return refused("DEDUP UPSERT KEYS need a partitioned table with a WAL");
        }
        let timestamp = timestamp.unwrap_or_default();
        if !keys.split(',').any(|key| key.trim().eq_ignore_ascii_case(timestamp)) {
            return refused("DEDUP UPSERT KEYS hold the designated timestamp");
        }
        out.push_str(" DEDUP UPSERT KEYS(");
        for (index, key) in keys.split(',').enumerate() {
            out.push_str(if index > 0 { ", " } else { "" });
            quote_identifier(column(table, key)?, '"', is_reserved, out)?;
        }
        out.push(')');
    }
    Ok(())
}

/// `7 DAYS`, checked word by word.
fn time_to_live(text: &str) -> Result<String, Unspeakable> {
    let mut words = text.split_whitespace();
    let count: Option<u32> = words.next().and_then(|count| count.parse().ok()).filter(|count| *count > 0);
    let unit = words.next().map(str::to_ascii_uppercase);
    let known = |unit: &String| UNITS.contains(&unit.trim_end_matches('S'));
    match (count, unit.filter(known), words.next()) {
        (Some(count), Some(unit), None) => Ok(format!("{count} {unit}")),
        _ => refused(format!("a TTL is a number and one of {}", UNITS.join(", "))),
    }
}
