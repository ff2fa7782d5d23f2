//! The questions that an inspector asks QuestDB, of its own functions.

use aludel_dialect::Dialect;
use aludel_engine::Inspection;
use aludel_query::{Column, Effect, Prepared, Table};

use crate::dialect::QuestDb;
use crate::table::{QuestDbColumn, QuestDbTable};

/// How QuestDB is asked about its objects. It has one schema, which it calls `public` to clients of Postgres.
#[derive(Clone, Copy, Debug)]
pub struct QuestDbInspection;

impl Inspection for QuestDbInspection {
    fn tables(&self) -> Prepared {
        let sql = "SELECT 'public' AS schema, table_name AS name FROM tables() ORDER BY table_name";
        Prepared::new(QuestDb::NAME, sql, Vec::new(), Effect::Read)
    }

    fn columns(&self, path: &[String]) -> Prepared {
        let table = last(path);
        // Nothing but BOOLEAN, BYTE, SHORT and the designated timestamp is never NULL, and nothing is a key. Of a table that
        // is not there, `table_columns` is an error.
        let sql = format!(
            "SELECT 'public' AS schema, c.column_name AS name, \
             NOT (c.column_name = t.designatedTimestamp OR c.data_type IN ('boolean', 'smallint')) AS nullable, \
             false AS primary_key \
             FROM information_schema.columns() c JOIN tables() t ON c.table_name = t.table_name \
             WHERE lower(c.table_name) = lower('{table}') ORDER BY c.ordinal_position"
        );
        Prepared::new(QuestDb::NAME, sql, Vec::new(), Effect::Read)
    }

    /// The designated timestamp, the options of [`table`](crate::table), and how symbols are kept.
    fn declarations(&self, path: &[String]) -> Option<Prepared> {
        let name = last(path);
        let of_tables = |kind: &str, value: &str, condition: &str| {
            format!(
                "SELECT '' AS name, '{kind}' AS kind, {value} AS sql FROM tables() \
                 WHERE lower(table_name) = lower('{name}') AND {condition}"
            )
        };
        let of_symbols = |kind: &str, value: &str, condition: &str| {
            format!(
                "SELECT \"column\", '{kind}', {value} FROM table_columns('{name}') WHERE type = 'SYMBOL' AND {condition}"
            )
        };
        let truth = |column: &str| format!("CASE WHEN {column} THEN 'true' ELSE 'false' END");
        let parts = [
            of_tables("time column", "designatedTimestamp", "designatedTimestamp IS NOT NULL"),
            of_tables("option:partition_by", "partitionBy", "partitionBy <> 'NONE'"),
            of_tables("option:wal", &truth("walEnabled"), "partitionBy <> 'NONE'"),
            of_tables("option:ttl", "concat(ttlValue, ' ', ttlUnit)", "ttlValue > 0"),
            format!("SELECT '', 'option:dedup_key', \"column\" FROM table_columns('{name}') WHERE upsertKey"),
            of_symbols("type", "'SYMBOL'", "true"),
            of_symbols("option:capacity", "concat(symbolCapacity, '')", "true"),
            of_symbols("option:cache", &truth("symbolCached"), "true"),
            of_symbols("option:index", "concat(indexBlockCapacity, '')", "indexed"),
        ];
        Some(Prepared::new(QuestDb::NAME, parts.join(" UNION ALL "), Vec::new(), Effect::Read))
    }

    fn table_options(&self, table: Table, told: &[(String, String)]) -> Table {
        match QuestDbTable::told(told) {
            Some(options) => table.with_options(options),
            None => table,
        }
    }

    fn column_options(&self, column: Column, told: &[(String, String)]) -> Column {
        if told.is_empty() { column } else { column.with_options(QuestDbColumn::told(told)) }
    }
}

/// The table's name, as it stands in a literal.
fn last(path: &[String]) -> String {
    path.last().map(|name| name.replace('\'', "''")).unwrap_or_default()
}
