//! The questions that an inspector asks ClickHouse, of its system tables.

use aludel_dialect::{Dialect, SqlType};
use aludel_engine::{Inspection, Scope, sql_type_of};
use aludel_query::{Column, Effect, Prepared, Table};

use crate::dialect::ClickHouse;
use crate::spelling::quote;
use crate::table::{ClickHouseColumn, ClickHouseTable};
use crate::types::{Type, Unzoned, field};

/// How ClickHouse is asked about its objects. What it calls a database is a schema here.
#[derive(Clone, Copy, Debug)]
pub struct ClickHouseInspection {
    unzoned: Unzoned,
}

impl ClickHouseInspection {
    /// Of a server whose times without a zone are these.
    pub(crate) fn new(unzoned: Unzoned) -> Self {
        Self { unzoned }
    }
}

impl Inspection for ClickHouseInspection {
    fn tables(&self) -> Prepared {
        // What a materialized view keeps its rows in is no table of its own.
        let sql = format!(
            "SELECT database AS schema, name, {KIND} AS kind FROM system.tables WHERE {} ORDER BY database, name",
            of_scope(&Scope::Everything, "name")
        );
        read(sql)
    }

    /// But those that `*` leaves out: `MATERIALIZED`, `ALIAS` and `EPHEMERAL`.
    fn columns(&self, path: &[String]) -> Prepared {
        let sql = format!(
            "SELECT database AS schema, name, CAST(type LIKE 'Nullable(%' OR type LIKE 'LowCardinality(Nullable(%' \
             AS Bool) AS nullable, CAST(is_in_primary_key AS Bool) AS primary_key \
             FROM system.columns WHERE {} AND default_kind IN ('', 'DEFAULT') ORDER BY position",
            of_relation(path, "table")
        );
        read(sql)
    }

    fn facts(&self, scope: &Scope) -> Option<Prepared> {
        let sql = FACTS.replace("{kind}", KIND);
        // The names come last: there may be braces in them.
        let parts: Vec<String> =
            sql.split("{columns}").map(|part| part.replace("{tables}", &of_scope(scope, "name"))).collect();
        Some(read(parts.join(&of_scope(scope, "table"))))
    }

    /// What ClickHouse calls a database is a schema, too: it stands in front of a table's name.
    fn objects(&self) -> Option<Prepared> {
        let sql = "SELECT if(kind = 'schema', found, '') AS schema, found AS object, kind, \
                   if(kind = 'schema' AND found = currentDatabase(), 'current', '') AS name, '' AS sql FROM \
                   (SELECT name AS found, arrayJoin(['database', 'schema']) AS kind FROM system.databases \
                   WHERE name NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')) ORDER BY kind, object";
        Some(read(sql))
    }

    /// As a result has it.
    fn sql_type(&self, text: &str) -> SqlType {
        let known = text.parse::<Type>().ok().and_then(|found| field("", &found, self.unzoned).ok());
        known.and_then(|field| sql_type_of(&field).ok()).unwrap_or_else(|| SqlType::Native(text.to_owned()))
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

fn read(sql: impl Into<String>) -> Prepared {
    Prepared::new(ClickHouse::NAME, sql.into(), Vec::new(), Effect::Read)
}

/// What a row of `system.tables` is.
const KIND: &str = "multiIf(engine = 'MaterializedView', 'materialized view', concat(if(is_temporary, 'temporary ', ''), \
                    if(endsWith(engine, 'View'), 'view', 'table')))";

/// All that is declared, of one row of `system.tables` after the other. What the columns of the system tables leave out (a
/// column's TTL, constraints, skip indexes, projections) stands in the table's statement, which `formatQuery` writes with one
/// declaration a line, what is within one deeper. `ttl` is found outside of texts and quoted names.
///
/// A primary key that is not made of columns in their order is no key of theirs, but an option of the table. What
/// [`ClickHouseTable`] and [`ClickHouseColumn`] have no place for is told as a constraint. The server keeps the pair of
/// parentheses in which a literal was written.
const FACTS: &str = r"
SELECT schema, relation, fact.2 AS kind, fact.3 AS name, fact.4 AS sql FROM (
    SELECT schema, relation, arrayJoin(arrayMap((fact, number) -> (number, fact.1, fact.2, fact.3), facts,
        arrayEnumerate(facts))) AS fact
    FROM (
        SELECT schema, relation, arrayFilter(fact -> fact.1 != '', arrayConcat(
            [(kind, current, if(is_view, create_table_query, '')), (if(comment = '', '', 'comment'), '', comment)],
            arrayFlatten(arrayMap(c -> [
                ('column', c.name, c.type),
                (if(match(c.type, '^(LowCardinality\\()?Nullable\\('), '', 'not null'), c.name, ''),
                (transform(c.default_kind, ['DEFAULT', 'ALIAS', 'MATERIALIZED'], ['default', 'generated', 'stored'], ''),
                    c.name, replaceRegexpOne(c.default_expression, '^\\((\'(?:[^\'\\\\]|\\\\.)*\'|[-\\w.]+)\\)$', '\\1')),
                (if(c.comment = '', '', 'comment'), c.name, c.comment),
                (if(c.codec = '', '', 'option:codec'), c.name, extract(c.codec, '^CODEC\\((.*)\\)$'))
            ], arrayFilter(c -> c.default_kind != 'EPHEMERAL', columns))),
            if(has_plain_key, arrayMap(c -> ('primary key', '', c.name), arrayFilter(c -> c.is_key, columns)), []),
            if(is_view, [], arrayConcat(
                arrayFlatten(arrayMap((c, words) -> [
                    (if(extract(words, '^(?:[^\'`]|\'(?:[^\'\\\\]|\\\\.)*\'|`(?:[^`\\\\]|\\\\.)*`)*? TTL (.*)$') AS ttl = '',
                        '', 'option:ttl'), c.name, ttl),
                    (if(c.default_kind = 'EPHEMERAL' OR match(
                        replaceRegexpAll(words, '\'(?:[^\'\\\\]|\\\\.)*\'|`(?:[^`\\\\]|\\\\.)*`', ''),
                        if(ttl = '', ' (STATISTICS\\(|COLLATE |SETTINGS \\()', ' (STATISTICS\\(|COLLATE )')),
                        'constraint', ''), '', words)
                ], columns, arrayResize(column_words, length(columns)))),
                arrayMap(words -> ('constraint', '', words), arrayFilter(words -> NOT startsWith(words, '`'), declared)),
                if(length(column_words) != length(columns) OR engine = 'Dictionary',
                    [('constraint', '', create_table_query)], []),
                arrayMap(option -> (if(option.2 = '', '', concat('option:', option.1)), '', option.2), [
                    ('engine', extract(engine_full, '^`?\\w+`?(?:\\((?:[^()\']|\'(?:[^\'\\\\]|\\\\.)*\'|\\([^()]*\\))*\\))?')),
                    ('partition_by', partition_key),
                    ('primary_key', if(primary_key IN ('', sorting_key) OR has_plain_key, '', concat('(', primary_key, ')'))),
                    ('order_by', if(sorting_key = '', if(engine LIKE '%MergeTree', 'tuple()', ''),
                        concat('(', sorting_key, ')'))),
                    ('sample_by', sampling_key),
                    ('ttl', extract(engine_full, ' TTL (.*?)(?: SETTINGS |$)')),
                    ('settings', extract(engine_full, ' SETTINGS (.*)$'))])))
        )) AS facts
        FROM (
            SELECT database AS schema, t.name AS relation, {kind} AS kind, endsWith(engine, 'View') AS is_view,
                if(is_temporary OR (database = currentDatabase()
                    AND name NOT IN (SELECT name FROM system.tables WHERE is_temporary)), 'current', '') AS current,
                create_table_query, comment, engine, engine_full, partition_key, sorting_key, primary_key, sampling_key, columns,
                arrayMap(words -> replaceRegexpOne(words, ',$', ''), arraySlice(splitByString('\n    ', replaceRegexpAll(
                    splitByString('\n)', ifNull(formatQueryOrNull(create_table_query), ''))[1],
                    '\n {5,}|\n {4}([()])', ' \\1')), 2)) AS declared,
                arrayFilter(words -> startsWith(words, '`'), declared) AS column_words,
                primary_key = arrayStringConcat(arrayMap(c -> c.name, arrayFilter(c -> c.is_key, columns)), ', ')
                    AS has_plain_key
            FROM system.tables AS t LEFT JOIN (
                SELECT database AS schema, table AS relation, arraySort(c -> c.position, groupArray(CAST(
                    (position, name, type, default_kind, default_expression, comment, compression_codec, is_in_primary_key),
                    'Tuple(position UInt64, name String, type String, default_kind String, default_expression String,
                    comment String, codec String, is_key UInt8)'))) AS columns
                FROM system.columns WHERE {columns} GROUP BY database, table
            ) AS c ON c.schema = t.database AND c.relation = t.name
            WHERE {tables})))
ORDER BY schema, relation, fact.1";

/// The condition that finds what is of the scope, where tables have their names in the column `name`.
fn of_scope(scope: &Scope, name: &str) -> String {
    let of_users = format!("NOT startsWith({name}, '.inner.') AND NOT startsWith({name}, '.inner_id.')");
    match scope {
        Scope::Relation(path) => of_relation(path, name),
        Scope::Schema(schema) => format!("database = {} AND {of_users}", text(schema)),
        Scope::Everything => {
            format!("database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema') AND {of_users}")
        }
    }
}

/// The condition that finds what is of the table at `path`. A temporary table has no database, and stands before another of
/// its name.
fn of_relation(path: &[String], name: &str) -> String {
    let table = path.last().map(|name| text(name)).unwrap_or_default();
    match path {
        [.., schema, _] => format!("database = {} AND {name} = {table}", text(schema)),
        _ => format!("database IN ('', currentDatabase()) AND {name} = {table}"),
    }
}

fn text(name: &str) -> String {
    let mut out = String::new();
    quote(name, '\'', &mut out);
    out
}
