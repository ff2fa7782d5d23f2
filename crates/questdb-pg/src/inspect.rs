//! The questions that an inspector asks QuestDB, of its own functions.

use aludel_dialect::Dialect;
use aludel_engine::Inspection;
use aludel_query::{Effect, Prepared};

use crate::dialect::QuestDb;

/// How QuestDB is asked about its objects. It has one schema, which it calls `public` to clients of Postgres.
#[derive(Clone, Copy, Debug)]
pub struct QuestDbInspection;

impl Inspection for QuestDbInspection {
    fn tables(&self) -> Prepared {
        let sql = "SELECT 'public' AS schema, table_name AS name FROM tables() ORDER BY table_name";
        Prepared::new(QuestDb::NAME, sql, Vec::new(), Effect::Read)
    }

    fn columns(&self, path: &[String]) -> Prepared {
        let table = path.last().map(|name| name.replace('\'', "''")).unwrap_or_default();
        // Nothing but BOOLEAN, BYTE, SHORT and the designated timestamp is never NULL, and nothing is a key.
        let sql = format!(
            "SELECT 'public' AS schema, \"column\" AS name, \
             NOT (designated OR type IN ('BOOLEAN', 'BYTE', 'SHORT')) AS nullable, false AS primary_key \
             FROM table_columns('{table}')"
        );
        Prepared::new(QuestDb::NAME, sql, Vec::new(), Effect::Read)
    }
}
