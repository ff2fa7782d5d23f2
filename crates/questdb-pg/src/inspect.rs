//! The questions that an inspector asks QuestDB, of its own functions.

use std::collections::HashSet;

use aludel_dialect::{Dialect, SqlType, TimeUnit};
use aludel_engine::{Error, Inspection, Scope};
use aludel_postgres_wire::{Wire, WireError};
use aludel_query::{Column, Effect, Prepared, Table};

use crate::dialect::QuestDb;
use crate::error::error;
use crate::table::{QuestDbColumn, QuestDbTable};

/// How QuestDB is asked about its objects. It has one schema, which it calls `public` to clients of Postgres.
#[derive(Clone, Debug)]
pub struct QuestDbInspection {
    /// The columns of `tables()`, of which an older server has fewer.
    of_tables: HashSet<String>,
    /// Whether it tells the columns of all tables at once, in its own words.
    tells_columns: bool,
}

/// How many tables are asked for at once: what a statement of a thousand parts needs is more than the server may have, and
/// it does not recover from that.
const AT_ONCE: usize = 32;

/// The columns of all tables, since 8.
const COLUMNS: &str = "information_schema.questdb_columns()";

impl QuestDbInspection {
    /// Asks the server what its functions tell.
    pub(crate) async fn of(wire: &mut Wire) -> Result<Self, Error> {
        let tables = wire.describe("SELECT * FROM tables()", &[]).await.map_err(error)?;
        let of_tables = tables.columns.into_iter().map(|column| column.name).collect();
        let tells_columns = match wire.describe(&format!("SELECT * FROM {COLUMNS}"), &[]).await {
            Ok(_) => true,
            Err(WireError::Server(_)) => false,
            Err(other) => return Err(error(other)),
        };
        Ok(Self { of_tables, tells_columns })
    }

    fn has(&self, column: &str) -> bool {
        self.of_tables.contains(column)
    }

    /// What a row of `tables()`, which is called `t`, is.
    fn kind(&self) -> &'static str {
        if self.has("table_type") {
            "CASE t.table_type WHEN 'V' THEN 'view' WHEN 'M' THEN 'materialized view' ELSE 'table' END"
        } else if self.has("matView") {
            "CASE WHEN t.matView THEN 'materialized view' ELSE 'table' END"
        } else {
            "'table'"
        }
    }

    fn is_table(&self) -> &'static str {
        if self.has("table_type") {
            "t.table_type = 'T'"
        } else if self.has("matView") {
            "NOT t.matView"
        } else {
            "true"
        }
    }

    /// What each relation is, and the queries of views.
    fn relations(&self) -> String {
        let view = |function: &str| format!("SELECT view_name, view_sql FROM {function}()");
        let views = match (self.has("table_type"), self.has("matView")) {
            (true, _) => Some(format!("{} UNION ALL {}", view("views"), view("materialized_views"))),
            (false, true) => Some(view("materialized_views")),
            (false, false) => None,
        };
        let (query, join) = match views {
            Some(views) => {
                ("coalesce(v.view_sql, '')", format!(" LEFT JOIN ({views}) v ON v.view_name = t.table_name"))
            }
            None => ("''", String::new()),
        };
        format!(
            "SELECT 'public' AS schema, t.table_name AS relation, {} AS kind, 'current' AS name, {query} AS sql, \
             0 AS part, 0 AS place FROM tables() t{join}",
            self.kind()
        )
    }

    /// The options of [`QuestDbTable`] that `tables()` tells.
    fn options(&self) -> Vec<String> {
        let of_tables = |part: u8, kind: &str, value: &str, condition: &str| {
            let is_table = if kind.starts_with("option:") { self.is_table() } else { "true" };
            format!(
                "SELECT 'public', t.table_name, '{kind}', '', {value}, {part}, 0 FROM tables() t \
                 WHERE {is_table} AND {condition}"
            )
        };
        let truth = |column: &str| format!("CASE WHEN {column} THEN 'true' ELSE 'false' END");
        let mut parts = vec![
            of_tables(3, "time column", "t.designatedTimestamp", "t.designatedTimestamp IS NOT NULL"),
            of_tables(4, "option:partition_by", "t.partitionBy", "t.partitionBy <> 'NONE'"),
            of_tables(4, "option:wal", &truth("t.walEnabled"), "t.partitionBy <> 'NONE'"),
        ];
        if self.has("ttlValue") && self.has("ttlUnit") {
            parts.push(of_tables(4, "option:ttl", "concat(t.ttlValue, ' ', t.ttlUnit)", "t.ttlValue > 0"));
        }
        parts
    }

    /// The columns of all tables. Nothing but BOOLEAN, BYTE, SHORT and the designated timestamp is never NULL, and nothing
    /// is a key.
    fn columns_of_all(&self) -> [String; 2] {
        [
            format!(
                "SELECT 'public', c.table_name, 'column', c.column_name, c.data_type, 1, c.ordinal_position FROM {COLUMNS} c"
            ),
            format!(
                "SELECT 'public', c.table_name, 'not null', c.column_name, '', 2, c.ordinal_position FROM {COLUMNS} c \
                 JOIN tables() t ON t.table_name = c.table_name \
                 WHERE c.column_name = t.designatedTimestamp OR c.data_type IN ('BOOLEAN', 'BYTE', 'SHORT')"
            ),
        ]
    }

    /// The tables of which `table_columns` tells more.
    fn with_further(&self) -> String {
        let further = "SELECT 'public', t.table_name, 'further', '', '', 5, 0 FROM tables() t";
        if !self.tells_columns {
            return further.to_owned();
        }
        let is_deduplicated = if self.has("dedup") { "t.dedup" } else { "true" };
        format!(
            "{further} LEFT JOIN (SELECT DISTINCT table_name FROM {COLUMNS} WHERE data_type = 'SYMBOL') s \
             ON s.table_name = t.table_name WHERE {} AND ({is_deduplicated} OR s.table_name IS NOT NULL)",
            self.is_table()
        )
    }

    /// How symbols are kept and what rows are told apart by, and the columns themselves where nothing else tells them.
    fn further(&self, tables: &[(&str, &str)]) -> String {
        let of_table = |(_, table): &(&str, &str)| {
            let table = table.replace('\'', "''");
            format!(
                "SELECT '{table}' AS relation, \"column\", type, indexed, indexBlockCapacity, symbolCached, symbolCapacity, \
                 designated, upsertKey FROM table_columns('{table}')"
            )
        };
        let columns: Vec<String> = tables.iter().map(of_table).collect();
        let told = if self.tells_columns { "k.x > 2" } else { "true" };
        format!(
            "SELECT 'public' AS schema, relation, CASE k.x WHEN 1 THEN 'column' WHEN 2 THEN 'not null' \
             WHEN 3 THEN 'option:capacity' WHEN 4 THEN 'option:cache' WHEN 5 THEN 'option:index' \
             ELSE 'option:dedup_key' END AS kind, \
             CASE WHEN k.x = 6 THEN '' ELSE \"column\" END AS name, \
             CASE k.x WHEN 1 THEN type WHEN 2 THEN '' WHEN 3 THEN concat(symbolCapacity, '') \
             WHEN 4 THEN CASE WHEN symbolCached THEN 'true' ELSE 'false' END WHEN 5 THEN concat(indexBlockCapacity, '') \
             ELSE \"column\" END AS sql \
             FROM ({}) c CROSS JOIN long_sequence(6) k WHERE {told} AND CASE k.x WHEN 1 THEN true \
             WHEN 2 THEN designated OR type IN ('BOOLEAN', 'BYTE', 'SHORT') WHEN 3 THEN type = 'SYMBOL' \
             WHEN 4 THEN type = 'SYMBOL' WHEN 5 THEN indexed ELSE upsertKey END",
            columns.join(" UNION ALL ")
        )
    }
}

impl Inspection for QuestDbInspection {
    fn tables(&self) -> Prepared {
        read(format!(
            "SELECT 'public' AS schema, t.table_name AS name, {} AS kind FROM tables() t ORDER BY t.table_name",
            self.kind()
        ))
    }

    fn columns(&self, path: &[String]) -> Prepared {
        // Of a table that is not there, `table_columns` is an error.
        read(format!(
            "SELECT 'public' AS schema, c.column_name AS name, \
             NOT (c.column_name = t.designatedTimestamp OR c.data_type IN ('boolean', 'smallint')) AS nullable, \
             false AS primary_key \
             FROM information_schema.columns() c JOIN tables() t ON c.table_name = t.table_name \
             WHERE {} ORDER BY c.ordinal_position",
            is_of(path, "c.table_name")
        ))
    }

    fn facts(&self, scope: &Scope) -> Option<Prepared> {
        let mut parts = vec![self.relations()];
        if self.tells_columns {
            parts.extend(self.columns_of_all());
        }
        parts.extend(self.options());
        parts.push(self.with_further());
        let condition = match scope {
            Scope::Relation(path) => is_of(path, "relation"),
            Scope::Schema(schema) => format!("lower('{}') = 'public'", schema.replace('\'', "''")),
            Scope::Everything => "true".to_owned(),
        };
        Some(read(format!(
            "SELECT schema, relation, kind, name, sql FROM ({}) WHERE {condition} ORDER BY relation, part, place",
            parts.join(" UNION ALL ")
        )))
    }

    fn further_facts(&self, relations: &[(&str, &str)]) -> Vec<Prepared> {
        relations.chunks(AT_ONCE).map(|tables| read(self.further(tables))).collect()
    }

    fn sql_type(&self, text: &str) -> SqlType {
        sql_type(text)
    }

    fn table_options(&self, table: Table, told: &[(String, String)]) -> Table {
        if told.is_empty() {
            return table;
        }
        let (options, unread) = QuestDbTable::told(told);
        unread.iter().fold(table.with_options(options), Table::with_native_constraint)
    }

    fn column_options(&self, column: Column, told: &[(String, String)]) -> Column {
        if told.is_empty() { column } else { column.with_options(QuestDbColumn::told(told)) }
    }
}

fn read(sql: String) -> Prepared {
    Prepared::new(QuestDb::NAME, sql, Vec::new(), Effect::Read)
}

/// The condition that finds the table at `path`, where tables have their names in `column`.
fn is_of(path: &[String], column: &str) -> String {
    let name = path.last().map(|name| name.replace('\'', "''")).unwrap_or_default();
    let schema = path.len().checked_sub(2).and_then(|place| path.get(place));
    match schema {
        Some(schema) if !schema.eq_ignore_ascii_case("public") => "false".to_owned(),
        _ => format!("lower({column}) = lower('{name}')"),
    }
}

/// The neutral type of a column, or the server's own words where they say more of it than a result does.
fn sql_type(text: &str) -> SqlType {
    let native = || SqlType::Native(text.to_owned());
    let (base, arguments) = text.split_once('(').map_or((text, None), |(base, rest)| (base, rest.strip_suffix(')')));
    if let Some(element) = text.strip_suffix("[]") {
        return SqlType::list(sql_type(element));
    }
    match (base.to_ascii_uppercase().as_str(), arguments) {
        ("BOOLEAN", None) => SqlType::Boolean,
        ("BYTE", None) => SqlType::Int8,
        ("SHORT", None) => SqlType::Int16,
        ("INT", None) => SqlType::Int32,
        ("LONG", None) => SqlType::Int64,
        ("FLOAT", None) => SqlType::Float32,
        ("DOUBLE", None) => SqlType::Float64,
        ("STRING" | "VARCHAR", None) => SqlType::Text,
        ("BINARY", None) => SqlType::Bytes,
        ("UUID", None) => SqlType::Uuid,
        ("DATE", None) => SqlType::Timestamp(TimeUnit::Millisecond),
        ("TIMESTAMP", None) => SqlType::Timestamp(TimeUnit::Microsecond),
        ("TIMESTAMP_NS", None) => SqlType::Timestamp(TimeUnit::Nanosecond),
        ("DECIMAL", Some(arguments)) => {
            let numbers = arguments.split_once(',');
            let numbers = numbers.and_then(|(p, s)| Some((p.trim().parse().ok()?, s.trim().parse().ok()?)));
            numbers.map_or_else(native, |(precision, scale)| SqlType::decimal(precision, scale))
        }
        _ => native(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What 8.1.4 tells, asked of that server.
    fn older() -> QuestDbInspection {
        let of_tables =
            "id table_name designatedTimestamp partitionBy maxUncommittedRows o3MaxLag walEnabled directoryName dedup";
        QuestDbInspection { of_tables: of_tables.split(' ').map(str::to_owned).collect(), tells_columns: false }
    }

    #[test]
    fn an_older_server_is_asked_for_nothing_that_it_has_not() {
        let questions = [older().tables(), older().facts(&Scope::Everything).expect("it tells them")];
        for question in &questions {
            for missing in ["table_type", "matView", "ttlValue", "ttlUnit", "views()", "questdb_columns"] {
                assert!(!question.sql.contains(missing), "{missing}: {}", question.sql);
            }
        }
        let further = older().further_facts(&[("public", "t")]);
        assert!(further[0].sql.contains("WHERE true"), "columns are told by the table: {}", further[0].sql);
    }

    #[test]
    fn tables_are_asked_for_some_at_once() {
        let tables: Vec<(&str, &str)> = (0..65).map(|_| ("public", "t")).collect();
        assert_eq!(older().further_facts(&tables).len(), 3);
    }
}
