//! The questions that an inspector asks QuestDB, of its own functions.

use aludel_dialect::Dialect;
use aludel_engine::Inspection;
use aludel_query::{Effect, Prepared};

use crate::dialect::QuestDb;
use crate::table;

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

    /// The options of [`table`](crate::table), and how symbols are kept.
    fn declarations(&self, path: &[String]) -> Option<Prepared> {
        let name = last(path);
        let of_tables = |option: &str, value: &str, condition: &str| {
            format!(
                "SELECT '{option}' AS name, 'option' AS kind, {value} AS sql FROM tables() \
                 WHERE lower(table_name) = lower('{name}') AND {condition}"
            )
        };
        let parts = [
            of_tables(table::TIMESTAMP, "designatedTimestamp", "designatedTimestamp IS NOT NULL"),
            of_tables(table::PARTITION_BY, "partitionBy", "designatedTimestamp IS NOT NULL"),
            of_tables(table::WAL, "CASE WHEN walEnabled THEN 'true' ELSE 'false' END", "partitionBy <> 'NONE'"),
            of_tables(table::TTL, "concat(ttlValue, ' ', ttlUnit)", "ttlValue > 0"),
            format!(
                "SELECT '{}', 'option', keys FROM (SELECT string_agg(\"column\", ',') AS keys \
                 FROM table_columns('{name}') WHERE upsertKey) WHERE keys IS NOT NULL",
                table::DEDUP_KEYS
            ),
            format!(
                "SELECT \"column\", 'type', concat('SYMBOL CAPACITY ', symbolCapacity, \
                 CASE WHEN symbolCached THEN ' CACHE' ELSE ' NOCACHE' END, \
                 CASE WHEN indexed THEN concat(' INDEX CAPACITY ', indexBlockCapacity) ELSE '' END) \
                 FROM table_columns('{name}') WHERE type = 'SYMBOL'"
            ),
        ];
        Some(Prepared::new(QuestDb::NAME, parts.join(" UNION ALL "), Vec::new(), Effect::Read))
    }
}

/// The table's name, as it stands in a literal.
fn last(path: &[String]) -> String {
    path.last().map(|name| name.replace('\'', "''")).unwrap_or_default()
}
