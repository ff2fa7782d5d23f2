//! The questions that an inspector asks DuckDB, of its own catalog functions; never of the PostgreSQL-like catalogs,
//! which only resemble what they imitate.

use aludel_dialect::{Dialect, Parameter, SqlType};
use aludel_engine::{Inspection, Scope};
use aludel_query::{Effect, Prepared};

use crate::{DuckDb, type_text};

/// Tables and views of the current database and the temporary one, in every schema.
const TABLES: &str = "\
SELECT schema_name AS schema, table_name AS name FROM duckdb_tables() \
WHERE database_name IN (current_database(), 'temp') AND NOT internal \
UNION ALL \
SELECT schema_name, view_name FROM duckdb_views() \
WHERE database_name IN (current_database(), 'temp') AND NOT internal \
ORDER BY 1, 2";

/// Everything that is declared of the tables and views that are asked for: `$1` is the table's name or NULL for all, `$2` the
/// schema, `$3` the database. An unqualified name means a temporary table first, then one of the current schema. That a
/// column is generated, and not given a default, only the table's text tells, where a column begins and outside of texts;
/// DuckDB puts a cast around what it is computed from, each time anew. The text alone tells a collation, too: a constraint
/// that is known in DuckDB's words alone. A temporary table stands before one of the same name.
const FACTS: &str = "\
WITH relations AS (
    SELECT database_name, database_oid, schema_name, table_oid AS oid, table_name AS name, sql, comment,
        CASE WHEN temporary THEN 'temporary table' ELSE 'table' END AS kind
    FROM duckdb_tables() WHERE NOT internal OR $3 IS NOT NULL
    UNION ALL
    SELECT database_name, database_oid, schema_name, view_oid, view_name, sql, comment,
        CASE WHEN temporary THEN 'temporary view' ELSE 'view' END
    FROM duckdb_views() WHERE NOT internal OR $3 IS NOT NULL),
found AS (
    SELECT * FROM relations
    WHERE ($1 IS NULL OR lower(name) = lower($1))
    AND CASE WHEN $2 IS NOT NULL THEN lower(schema_name) = lower($2)
        ELSE $1 IS NULL OR schema_name = current_schema() OR database_name = 'temp' END
    AND CASE WHEN $3 IS NOT NULL THEN lower(database_name) = lower($3)
        ELSE database_name IN (current_database(), 'temp') END
    QUALIFY $1 IS NULL
        OR dense_rank() OVER (ORDER BY database_name <> 'temp', schema_name <> current_schema()) = 1),
texts AS (
    SELECT *, regexp_replace(sql, '(\"(?:[^\"]|\"\")*\")|''(?:[^'']|'''')*''', '\\1', 'g') AS declared FROM found),
described AS (
    SELECT texts.oid, texts.database_oid, texts.database_name, texts.schema_name, texts.name AS relation,
        columns.column_name AS name, columns.column_index AS place, columns.data_type, columns.is_nullable,
        columns.column_default, columns.comment,
        contains(declared, concat('(', words)) OR contains(declared, concat(', ', words)) AS generated,
        concat(' AS ', columns.data_type, ')') AS cast_end,
        spelt.name AS spelt_name,
        CASE WHEN columns.data_type = 'VARCHAR' AND contains(declared, ' VARCHAR COLLATE ')
        THEN regexp_extract(declared, concat('[(,] ?',
            regexp_escape(spelt.name), ' VARCHAR (COLLATE (?:\"(?:[^\"]|\"\")*\"|[\\w.]+))'), 1) END AS collated_by
    FROM texts JOIN duckdb_columns() AS columns
        ON columns.table_oid = texts.oid AND columns.database_oid = texts.database_oid,
        LATERAL (SELECT CASE WHEN contains(declared, concat('\"', replace(columns.column_name, '\"', '\"\"'), '\" '))
            THEN concat('\"', replace(columns.column_name, '\"', '\"\"'), '\"') ELSE columns.column_name END AS name) AS spelt,
        LATERAL (SELECT concat(spelt.name, ' ',
            regexp_replace(columns.data_type, '(\"(?:[^\"]|\"\")*\")|''(?:[^'']|'''')*''', '\\1', 'g'),
            ' GENERATED ALWAYS AS(') AS words) AS looked_for),
constraints AS (
    SELECT found.schema_name, found.name AS relation, keys.* EXCLUDE (schema_name),
        keys.constraint_index::VARCHAR AS number
    FROM duckdb_constraints() AS keys JOIN found
        ON found.oid = keys.table_oid AND found.database_oid = keys.database_oid
    WHERE keys.constraint_type <> 'NOT NULL'),
indexes AS (
    SELECT found.database_name, found.schema_name, found.name AS relation, keys.index_name, keys.is_unique, keys.index_oid AS number,
        unnest(CAST(keys.expressions AS VARCHAR[])) AS key,
        unnest(range(len(CAST(keys.expressions AS VARCHAR[])))) AS place
    FROM duckdb_indexes() AS keys JOIN found
        ON found.oid = keys.table_oid AND found.database_oid = keys.database_oid),
facts AS (
    SELECT database_name, schema_name, name AS relation, 1 AS part, 0::BIGINT AS number, 0::BIGINT AS place, kind,
        CASE WHEN database_name = 'temp' OR (schema_name = current_schema() AND NOT EXISTS (
            FROM relations AS before WHERE before.database_name = 'temp' AND lower(before.name) = lower(found.name)))
        THEN 'current' ELSE '' END AS name,
        coalesce(sql, '') AS sql FROM found
    UNION ALL
    SELECT database_name, schema_name, name, 2, 0, 0, 'comment', '', comment FROM found WHERE comment IS NOT NULL
    UNION ALL
    SELECT database_name, schema_name, relation, 3, place, 0, 'column', name, data_type FROM described
    UNION ALL
    SELECT database_name, schema_name, relation, 4, place, 0, 'not null', name, '' FROM described WHERE NOT is_nullable
    UNION ALL
    SELECT database_name, schema_name, relation, 4, place, 1, CASE WHEN generated THEN 'generated' ELSE 'default' END, name,
        CASE WHEN generated AND starts_with(column_default, 'CAST(') AND ends_with(column_default, cast_end)
        THEN column_default[6:len(column_default) - len(cast_end)] ELSE column_default END
    FROM described WHERE column_default IS NOT NULL
    UNION ALL
    SELECT database_name, schema_name, relation, 4, place, 2, 'comment', name, comment FROM described WHERE comment IS NOT NULL
    UNION ALL
    SELECT database_name, schema_name, relation, 4, place, 3, 'constraint', name, concat(spelt_name, ' VARCHAR ', collated_by)
    FROM described WHERE collated_by <> ''
    UNION ALL
    SELECT database_name, schema_name, relation, 5, constraint_index, place, lower(constraint_type), number, key FROM (
        SELECT *, unnest(constraint_column_names) AS key, unnest(range(len(constraint_column_names))) AS place
        FROM constraints WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY'))
    UNION ALL
    SELECT database_name, schema_name, relation, 6, constraint_index, 0, 'references', number, referenced_table
    FROM constraints WHERE constraint_type = 'FOREIGN KEY'
    UNION ALL
    SELECT database_name, schema_name, relation, 7, constraint_index, place, 'referenced column', number, key FROM (
        SELECT *, unnest(referenced_column_names) AS key, unnest(range(len(referenced_column_names))) AS place
        FROM constraints WHERE constraint_type = 'FOREIGN KEY')
    UNION ALL
    SELECT database_name, schema_name, relation, 8, constraint_index, 0, 'check', number, expression
    FROM constraints WHERE constraint_type = 'CHECK'
    UNION ALL
    SELECT database_name, schema_name, relation, 9, number, place, CASE WHEN is_unique THEN 'unique index' ELSE 'index' END,
        index_name, key FROM indexes)
SELECT schema_name AS schema, relation, kind, name, sql FROM facts
ORDER BY schema_name, relation, database_name = 'temp', part, number, place";

/// Databases, schemas, sequences and enums.
const OBJECTS: &str = "\
SELECT schema, object, kind, name, sql FROM (
    SELECT '' AS schema, database_name AS object, 'database' AS kind, '' AS name, '' AS sql, 0::BIGINT AS place
    FROM duckdb_databases() WHERE NOT internal
    UNION ALL
    SELECT schema_name, schema_name, 'schema', CASE WHEN schema_name = current_schema() THEN 'current' ELSE '' END, '', 0
    FROM duckdb_schemas()
    WHERE database_name = current_database() AND schema_name NOT IN ('information_schema', 'pg_catalog')
    UNION ALL
    SELECT schema_name, sequence_name, 'sequence', unnest(['start', 'increment', 'minimum', 'maximum', 'cycle']),
        unnest([start_value::VARCHAR, increment_by::VARCHAR, min_value::VARCHAR, max_value::VARCHAR, cycle::VARCHAR]), 0
    FROM duckdb_sequences() WHERE database_name = current_database()
    UNION ALL
    SELECT schema_name, type_name, 'enum', '', unnest(labels), unnest(range(len(labels)))
    FROM duckdb_types() WHERE database_name = current_database() AND NOT internal AND logical_type = 'ENUM')
ORDER BY kind, schema, object, place";

/// The columns of one table.
const COLUMNS: &str = "\
SELECT schema_name AS schema, column_name AS name, is_nullable AS nullable, FALSE AS primary_key FROM duckdb_columns() \
WHERE lower(table_name) = lower($1) \
AND CASE WHEN $2 IS NULL THEN schema_name = current_schema() OR database_name = 'temp' \
ELSE lower(schema_name) = lower($2) END \
AND CASE WHEN $3 IS NULL THEN database_name IN (current_database(), 'temp') ELSE lower(database_name) = lower($3) END \
ORDER BY column_index";

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

    fn facts(&self, scope: &Scope) -> Option<Prepared> {
        let parameters = match scope {
            Scope::Relation(path) => names(path),
            Scope::Schema(schema) => {
                vec![Parameter::new(None::<String>), Parameter::new(schema.as_str()), Parameter::new(None::<String>)]
            }
            Scope::Everything => (0..3).map(|_| Parameter::new(None::<String>)).collect(),
        };
        Some(Prepared::new(DuckDb::NAME, FACTS, parameters, Effect::Read))
    }

    fn objects(&self) -> Option<Prepared> {
        Some(Prepared::new(DuckDb::NAME, OBJECTS, Vec::new(), Effect::Read))
    }

    fn sql_type(&self, text: &str) -> SqlType {
        type_text::parse(text)
    }
}

/// Name, schema and database, as far as they are given.
fn names(path: &[String]) -> Vec<Parameter> {
    let mut names = path.iter().rev().cloned();
    (0..3).map(|_| Parameter::new(names.next())).collect()
}
