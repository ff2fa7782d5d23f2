//! How a table is stored: ClickHouse's table engines, as [options](Table::with_option) of a [`Table`].

use std::fmt::Write;

use aludel_dialect::Value;
use aludel_query::{Column, Spelling, Table, Unspeakable};

use crate::spelling::{ClickHouseSpelling, quote};

// With the dialect in front: another has a `partition_by` of its own, which is not this one.
const ENGINE: &str = "clickhouse.engine";
const PARTITION_BY: &str = "clickhouse.partition_by";
const PRIMARY_KEY: &str = "clickhouse.primary_key";
const ORDER_BY: &str = "clickhouse.order_by";
const SAMPLE_BY: &str = "clickhouse.sample_by";
const TTL: &str = "clickhouse.ttl";
const SETTINGS: &str = "clickhouse.settings";

/// The options that [`write_clauses`] reads, in the order in which they are written.
pub(crate) const OPTIONS: &[&str] = &[ENGINE, PARTITION_BY, PRIMARY_KEY, ORDER_BY, SAMPLE_BY, TTL, SETTINGS];

/// How a table is stored. Without one it is a `MergeTree`, sorted by the columns of the table's primary key.
///
/// ```
/// use aludel_clickhouse_http::{ClickHouse, TableEngine};
/// use aludel_dialect::SqlType;
/// use aludel_query::{Column, Table, ToSql, create_table};
///
/// let events = Table::new("events")
///     .column(Column::new("id", SqlType::UInt32).not_null())
///     .column(Column::new("seen", SqlType::UInt64).not_null());
/// let events = TableEngine::replacing_merge_tree(["seen"]).order_by(["id"]).setting("index_granularity", 1024).of(&events);
/// assert_eq!(
///     &*create_table(&events).to_sql::<ClickHouse>()?.sql,
///     "CREATE TABLE `events` (`id` UInt32 NOT NULL, `seen` UInt64 NOT NULL) ENGINE = ReplacingMergeTree(`seen`) \
///      ORDER BY (`id`) SETTINGS index_granularity = 1024"
/// );
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableEngine {
    /// By their names, in ClickHouse's own words.
    options: Vec<(&'static str, String)>,
    settings: Vec<String>,
    /// The first setting whose value is none.
    refused: Option<String>,
}

/// A family of `MergeTree`, whose arguments are columns.
macro_rules! families {
    ($($name:ident $engine:literal $what:literal;)+) => {
        $(
            #[doc = concat!("`", $engine, "`: ", $what)]
            pub fn $name<N: AsRef<str>>(columns: impl IntoIterator<Item = N>) -> Self {
                let columns = list(columns);
                Self::native(if columns.is_empty() { $engine.to_owned() } else { format!("{}({columns})", $engine) })
            }
        )+
    };
}

impl TableEngine {
    /// `MergeTree`: rows sorted by [`order_by`](Self::order_by).
    pub fn merge_tree() -> Self {
        Self::native("MergeTree")
    }

    families! {
        replacing_merge_tree "ReplacingMergeTree"
            "of rows with one key the newest is kept, by the column of versions, if one is given; a second says which are deleted.";
        summing_merge_tree "SummingMergeTree" "rows with one key become their sum, of these columns, or of all that are numbers.";
        aggregating_merge_tree "AggregatingMergeTree" "the states of rows with one key are merged; it takes no columns.";
        collapsing_merge_tree "CollapsingMergeTree" "a row takes away another with one key, by the column of signs.";
        versioned_collapsing_merge_tree "VersionedCollapsingMergeTree" "the same, by the columns of signs and of versions.";
    }

    /// Any other in ClickHouse's own words, such as `Memory`, `Log`, or `Distributed('cluster', 'db', 't')`.
    pub fn native(words: impl Into<String>) -> Self {
        Self { options: vec![(ENGINE, words.into())], settings: Vec::new(), refused: None }
    }

    fn with(mut self, name: &'static str, words: impl Into<String>) -> Self {
        self.options.push((name, words.into()));
        self
    }

    /// `ORDER BY`: the columns that rows are sorted by.
    pub fn order_by<N: AsRef<str>>(self, columns: impl IntoIterator<Item = N>) -> Self {
        let columns = list(columns);
        self.with(ORDER_BY, if columns.is_empty() { "tuple()".to_owned() } else { format!("({columns})") })
    }

    /// `ORDER BY` in ClickHouse's own words, such as `(toDate(at), id)`.
    pub fn order_by_native(self, words: impl Into<String>) -> Self {
        self.with(ORDER_BY, words)
    }

    /// `PRIMARY KEY`: those of the first columns of [`order_by`](Self::order_by) that the index holds. For a table whose
    /// columns name no key of their own.
    pub fn primary_key<N: AsRef<str>>(self, columns: impl IntoIterator<Item = N>) -> Self {
        let columns = list(columns);
        self.with(PRIMARY_KEY, format!("({columns})"))
    }

    /// `PARTITION BY` in ClickHouse's own words, such as `toYYYYMM(day)`.
    pub fn partition_by_native(self, words: impl Into<String>) -> Self {
        self.with(PARTITION_BY, words)
    }

    /// `SAMPLE BY` in ClickHouse's own words; without one, no part of the rows can be drawn.
    pub fn sample_by_native(self, words: impl Into<String>) -> Self {
        self.with(SAMPLE_BY, words)
    }

    /// `TTL` in ClickHouse's own words, such as `at + INTERVAL 1 MONTH`.
    pub fn ttl_native(self, words: impl Into<String>) -> Self {
        self.with(TTL, words)
    }

    /// `SETTINGS name = value`. A name that is none, and a value that is no truth value, number or text, are errors of the
    /// statement.
    pub fn setting(mut self, name: &str, value: impl Into<Value>) -> Self {
        let mut out = format!("{name} = ");
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let written = ClickHouseSpelling.setting_value(&value.into(), &mut out);
        if written.is_err() || name.is_empty() || !name.bytes().all(plain) {
            self.refused.get_or_insert_with(|| name.to_owned());
        }
        self.settings.push(out);
        self
    }

    /// The table, stored so.
    pub fn of(self, table: &Table) -> Table {
        let mut stored = table.clone();
        for (name, words) in self.options {
            stored = stored.with_option(name, words);
        }
        if let Some(name) = self.refused {
            // No dialect has such an option, so that CREATE TABLE names it.
            return stored.with_option(format!("setting {name}"), "");
        }
        if self.settings.is_empty() { stored } else { stored.with_option(SETTINGS, self.settings.join(", ")) }
    }
}

/// Names of columns, quoted, with commas.
fn list<N: AsRef<str>>(columns: impl IntoIterator<Item = N>) -> String {
    let mut out = String::new();
    for column in columns {
        out.push_str(if out.is_empty() { "" } else { ", " });
        quote(column.as_ref(), '`', &mut out);
    }
    out
}

/// What stands behind the columns of a new table.
pub(crate) fn write_clauses(table: &Table, out: &mut String) -> Result<(), Unspeakable> {
    let engine = table.option(ENGINE).unwrap_or("MergeTree");
    let is_sorted = engine.split('(').next().is_some_and(|name| name.trim().ends_with("MergeTree"));
    for name in OPTIONS {
        let words = match (*name, table.option(name)) {
            (ENGINE, _) => engine.to_owned(),
            (_, Some(words)) => words.to_owned(),
            (ORDER_BY, None) if is_sorted => {
                let keys = table.columns().iter().filter(|column| column.is_primary_key()).map(Column::name);
                let keys = list(keys);
                if keys.is_empty() { "tuple()".to_owned() } else { format!("({keys})") }
            }
            _ => continue,
        };
        let plain = name.strip_prefix("clickhouse.").unwrap_or(name).to_ascii_uppercase();
        let keyword = if *name == ENGINE { "ENGINE =" } else { &plain.replace('_', " ") };
        // Writing into a text does not fail.
        let _ = write!(out, " {keyword} {words}");
    }
    Ok(())
}
