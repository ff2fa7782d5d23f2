//! The questions that an inspector asks ClickHouse, of its system tables.

use aludel_dialect::Dialect;
use aludel_engine::Inspection;
use aludel_query::{Column, Effect, Prepared, Table};

use crate::dialect::ClickHouse;
use crate::spelling::quote;
use crate::table::{ClickHouseColumn, ClickHouseTable};

/// How ClickHouse is asked about its objects. What it calls a database is a schema here.
#[derive(Clone, Copy, Debug)]
pub struct ClickHouseInspection;

impl Inspection for ClickHouseInspection {
    fn tables(&self) -> Prepared {
        // What a materialized view keeps its rows in is no table of its own.
        let sql = "SELECT database AS schema, name, multiIf(engine = 'MaterializedView', 'materialized view', \
                   endsWith(engine, 'View'), 'view', is_temporary, 'temporary table', 'table') AS kind FROM system.tables \
                   WHERE database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema') \
                   AND NOT startsWith(name, '.inner.') AND NOT startsWith(name, '.inner_id.') \
                   ORDER BY database, name";
        Prepared::new(ClickHouse::NAME, sql, Vec::new(), Effect::Read)
    }

    /// But those that `*` leaves out: `MATERIALIZED`, `ALIAS` and `EPHEMERAL`. A primary key that is not made of columns in their
    /// order is none of theirs, but an option of the table.
    fn columns(&self, path: &[String]) -> Prepared {
        let sql = format!(
            "SELECT database AS schema, name, CAST(type LIKE 'Nullable(%' OR type LIKE 'LowCardinality(Nullable(%' \
             AS Bool) AS nullable, CAST(is_in_primary_key AND {HAS_PLAIN_KEY} AS Bool) AS primary_key \
             FROM system.columns WHERE {{columns}} AND default_kind IN ('', 'DEFAULT') ORDER BY position"
        );
        let sql = placed(&sql, path);
        Prepared::new(ClickHouse::NAME, sql, Vec::new(), Effect::Read)
    }

    fn declarations(&self, path: &[String]) -> Option<Prepared> {
        let sql = placed(&DECLARATIONS.replace("{has_plain_key}", HAS_PLAIN_KEY), path);
        Some(Prepared::new(ClickHouse::NAME, sql, Vec::new(), Effect::Read))
    }

    /// What ClickHouse calls a database is a schema, too: it stands in front of a table's name.
    fn objects(&self) -> Option<Prepared> {
        let sql = "SELECT if(kind = 'schema', found, '') AS schema, found AS object, kind, '' AS name, '' AS sql FROM \
                   (SELECT name AS found, arrayJoin(['database', 'schema']) AS kind FROM system.databases \
                   WHERE name NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')) ORDER BY kind, object";
        Some(Prepared::new(ClickHouse::NAME, sql, Vec::new(), Effect::Read))
    }

    fn table_options(&self, table: Table, told: &[(String, String)]) -> Table {
        match ClickHouseTable::told(told) {
            Some(options) => table.with_options(options),
            None => table,
        }
    }

    fn column_options(&self, column: Column, told: &[(String, String)]) -> Column {
        if told.is_empty() { column } else { column.with_options(ClickHouseColumn::told(told)) }
    }
}

/// Whether the primary key is made of columns, in their order.
const HAS_PLAIN_KEY: &str = "(SELECT any(primary_key) FROM system.tables WHERE {table}) = \
    (SELECT arrayStringConcat(groupArray(name), ', ') FROM \
    (SELECT name FROM system.columns WHERE {columns} AND is_in_primary_key ORDER BY position))";

/// The question about the table at `path`.
fn placed(sql: &str, path: &[String]) -> String {
    // The names of the table come last: there may be braces in them.
    let parts: Vec<String> = sql.split("{columns}").map(|part| part.replace("{table}", &is_of(path, "name"))).collect();
    parts.join(&is_of(path, "table"))
}

/// Defaults; the engine with its clauses, as the options that [`ClickHouseTable`](crate::ClickHouseTable) gives; and all else that
/// CREATE TABLE from a description would leave out.
const DECLARATIONS: &str = r"
SELECT name, 'default' AS kind, default_expression AS sql FROM system.columns WHERE {columns} AND default_kind = 'DEFAULT'
UNION ALL
SELECT '', 'constraint', arrayJoin(arrayFilter(what -> what != '', [
    if(default_kind IN ('', 'DEFAULT'), '', concat(name, ' ', default_kind, ' ', default_expression)),
    if(comment = '', '', concat(name, ' COMMENT'))])) FROM system.columns WHERE {columns}
UNION ALL
SELECT name, 'option:codec', extract(compression_codec, '^CODEC\\((.*)\\)$') FROM system.columns
WHERE {columns} AND compression_codec != ''
UNION ALL
SELECT '', concat('option:', option.1), option.2 FROM (SELECT arrayJoin([
    ('engine', extract(engine_full, '^`?\\w+`?(?:\\((?:[^()\']|\'(?:[^\'\\\\]|\\\\.)*\'|\\([^()]*\\))*\\))?')),
    ('partition_by', partition_key),
    ('primary_key', if(primary_key IN ('', sorting_key) OR {has_plain_key}, '', concat('(', primary_key, ')'))),
    ('order_by', if(sorting_key = '', if(engine LIKE '%MergeTree', 'tuple()', ''), concat('(', sorting_key, ')'))),
    ('sample_by', sampling_key),
    ('ttl', extract(engine_full, ' TTL (.*?)(?: SETTINGS |$)')),
    ('settings', extract(engine_full, ' SETTINGS (.*)$'))]) AS option FROM system.tables WHERE {table})
WHERE option.2 != ''
UNION ALL
SELECT '', 'constraint', arrayJoin(arrayConcat(
    extractAll(splitByString(') ENGINE = ', create_table_query)[1], '(?:CONSTRAINT|INDEX|PROJECTION) [^ ]+'),
    extractAll(splitByString(') ENGINE = ', create_table_query)[1], 'TTL [^,]+'),
    if(comment = '', [], ['COMMENT']))) FROM system.tables WHERE {table}";

/// The condition that finds what is of the table at `path`, whose name stands in the column `name`.
fn is_of(path: &[String], name: &str) -> String {
    let text = |name: &str| {
        let mut out = String::new();
        quote(name, '\'', &mut out);
        out
    };
    let table = path.last().map(|name| text(name)).unwrap_or_default();
    match path {
        [.., schema, _] => format!("database = {} AND {name} = {table}", text(schema)),
        _ => format!("database = currentDatabase() AND {name} = {table}"),
    }
}
