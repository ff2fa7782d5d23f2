//! The questions that an inspector asks ClickHouse, of its system tables.

use aludel_dialect::Dialect;
use aludel_engine::Inspection;
use aludel_query::{Effect, Prepared};

use crate::dialect::ClickHouse;
use crate::spelling::quote;

/// How ClickHouse is asked about its objects. What it calls a database is a schema here.
#[derive(Clone, Copy, Debug)]
pub struct ClickHouseInspection;

impl Inspection for ClickHouseInspection {
    fn tables(&self) -> Prepared {
        let sql = "SELECT database AS schema, name FROM system.tables \
                   WHERE database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema') \
                   ORDER BY database, name";
        Prepared::new(ClickHouse::NAME, sql, Vec::new(), Effect::Read)
    }

    fn columns(&self, path: &[String]) -> Prepared {
        let text = |name: &str| {
            let mut out = String::new();
            quote(name, '\'', &mut out);
            out
        };
        let table = path.last().map(|name| text(name)).unwrap_or_default();
        let schema = match path {
            [.., schema, _] => text(schema),
            _ => "currentDatabase()".to_owned(),
        };
        let sql = format!(
            "SELECT database AS schema, name, CAST(type LIKE 'Nullable(%' OR type LIKE 'LowCardinality(Nullable(%' \
             AS Bool) AS nullable, CAST(is_in_primary_key AS Bool) AS primary_key FROM system.columns \
             WHERE database = {schema} AND table = {table} ORDER BY position"
        );
        Prepared::new(ClickHouse::NAME, sql, Vec::new(), Effect::Read)
    }
}
