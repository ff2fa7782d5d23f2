//! The questions that an inspector asks DuckDB, of its own catalog functions; never of the PostgreSQL-like catalogs,
//! which only resemble what they imitate.

use aludel_dialect::{Dialect, Parameter};
use aludel_engine::Inspection;
use aludel_query::{Effect, Prepared};

use crate::DuckDb;

/// Tables and views of the current database and the temporary one, in every schema.
const TABLES: &str = "\
SELECT schema_name AS schema, table_name AS name FROM duckdb_tables() \
WHERE database_name IN (current_database(), 'temp') AND NOT internal \
UNION ALL \
SELECT schema_name, view_name FROM duckdb_views() \
WHERE database_name IN (current_database(), 'temp') AND NOT internal \
ORDER BY 1, 2";

/// The columns of one table. An unqualified name means a temporary table first, then one of the current schema.
const COLUMNS: &str = "\
WITH found AS (\
SELECT *, dense_rank() OVER (ORDER BY database_name <> 'temp', schema_name <> current_schema()) AS preference \
FROM duckdb_columns() \
WHERE lower(table_name) = lower($1) \
AND CASE WHEN $2 IS NULL THEN schema_name = current_schema() OR database_name = 'temp' \
ELSE lower(schema_name) = lower($2) END \
AND CASE WHEN $3 IS NULL THEN database_name IN (current_database(), 'temp') \
ELSE lower(database_name) = lower($3) END) \
SELECT found.schema_name AS schema, found.column_name AS name, found.is_nullable AS nullable, \
coalesce(list_contains(keys.constraint_column_names, found.column_name), FALSE) AS primary_key \
FROM found LEFT JOIN duckdb_constraints() AS keys \
ON keys.table_oid = found.table_oid AND keys.database_oid = found.database_oid \
AND keys.constraint_type = 'PRIMARY KEY' \
WHERE found.preference = 1 \
ORDER BY found.column_index";

/// How DuckDB is asked about its objects.
#[derive(Clone, Copy, Debug)]
pub struct DuckDbInspection;

impl Inspection for DuckDbInspection {
    fn tables(&self) -> Prepared {
        Prepared::new(DuckDb::NAME, TABLES, Vec::new(), Effect::Read)
    }

    fn columns(&self, path: &[String]) -> Prepared {
        let mut names = path.iter().rev().cloned();
        let parameters = (0..3).map(|_| Parameter::new(names.next())).collect();
        Prepared::new(DuckDb::NAME, COLUMNS, parameters, Effect::Read)
    }
}
