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

/// `found`: the columns of every table that a name may mean. An unqualified one means a temporary table first, then one of
/// the current schema; the first of these has the preference 1.
macro_rules! of_the_table_found {
    ($question:literal) => {
        concat!(
            "WITH found AS (",
            "SELECT *, dense_rank() OVER (ORDER BY database_name <> 'temp', schema_name <> current_schema()) AS preference ",
            "FROM duckdb_columns() ",
            "WHERE lower(table_name) = lower($1) ",
            "AND CASE WHEN $2 IS NULL THEN schema_name = current_schema() OR database_name = 'temp' ",
            "ELSE lower(schema_name) = lower($2) END ",
            "AND CASE WHEN $3 IS NULL THEN database_name IN (current_database(), 'temp') ",
            "ELSE lower(database_name) = lower($3) END) ",
            $question
        )
    };
}

/// The columns of one table.
const COLUMNS: &str = of_the_table_found!(
    "\
SELECT found.schema_name AS schema, found.column_name AS name, found.is_nullable AS nullable, \
coalesce(list_contains(keys.constraint_column_names, found.column_name), FALSE) AS primary_key \
FROM found LEFT JOIN duckdb_constraints() AS keys \
ON keys.table_oid = found.table_oid AND keys.database_oid = found.database_oid \
AND keys.constraint_type = 'PRIMARY KEY' \
WHERE found.preference = 1 \
ORDER BY found.column_index"
);

/// Defaults, generated columns, UNIQUE, CHECK and FOREIGN KEY of one table. That a column is generated, and not given a
/// default, only the table's text tells.
const DECLARATIONS: &str = of_the_table_found!(
    "\
SELECT found.column_name AS name, \
CASE WHEN contains(made.sql, concat(spelt.name, ' ', found.data_type, ' GENERATED ALWAYS AS(')) \
THEN 'generated' ELSE 'default' END AS kind, found.column_default AS sql \
FROM found JOIN duckdb_tables() AS made ON made.table_oid = found.table_oid AND made.database_oid = found.database_oid, \
LATERAL (SELECT CASE WHEN contains(made.sql, concat('\"', replace(found.column_name, '\"', '\"\"'), '\" ')) \
THEN concat('\"', replace(found.column_name, '\"', '\"\"'), '\"') ELSE found.column_name END AS name) AS spelt \
WHERE found.preference = 1 AND found.column_default IS NOT NULL \
UNION ALL \
SELECT DISTINCT CASE WHEN keys.constraint_type = 'UNIQUE' AND len(keys.constraint_column_names) = 1 \
THEN keys.constraint_column_names[1] ELSE '' END, \
CASE WHEN keys.constraint_type = 'UNIQUE' AND len(keys.constraint_column_names) = 1 THEN 'unique' ELSE 'constraint' END, \
keys.constraint_text \
FROM duckdb_constraints() AS keys JOIN found \
ON found.table_oid = keys.table_oid AND found.database_oid = keys.database_oid AND found.preference = 1 \
WHERE keys.constraint_type NOT IN ('PRIMARY KEY', 'NOT NULL')"
);

/// How DuckDB is asked about its objects.
#[derive(Clone, Copy, Debug)]
pub struct DuckDbInspection;

impl Inspection for DuckDbInspection {
    fn tables(&self) -> Prepared {
        Prepared::new(DuckDb::NAME, TABLES, Vec::new(), Effect::Read)
    }

    fn columns(&self, path: &[String]) -> Prepared {
        Prepared::new(DuckDb::NAME, COLUMNS, names(path), Effect::Read)
    }

    fn declarations(&self, path: &[String]) -> Option<Prepared> {
        Some(Prepared::new(DuckDb::NAME, DECLARATIONS, names(path), Effect::Read))
    }
}

/// Name, schema and database, as far as they are given.
fn names(path: &[String]) -> Vec<Parameter> {
    let mut names = path.iter().rev().cloned();
    (0..3).map(|_| Parameter::new(names.next())).collect()
}
