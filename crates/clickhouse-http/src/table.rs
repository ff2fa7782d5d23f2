//! How a table is stored, and its columns: what ClickHouse is told beyond names and types.

use std::fmt::Write;

use aludel_dialect::{Dialect, Value};
use aludel_query::{Column, ColumnOptions, Spelling, Table, TableOptions, Unspeakable};

use crate::dialect::ClickHouse;
use crate::spelling::{ClickHouseSpelling, quote};

/// How a table is stored. Without one it is a `MergeTree`, sorted by the columns of the table's primary key. The fields are
/// ClickHouse's own words, as an inspector finds them.
///
/// ```
/// use aludel_clickhouse_http::{ClickHouse, ClickHouseTable};
/// use aludel_dialect::SqlType;
/// use aludel_query::{Column, Table, ToSql, create_table};
///
/// let events = Table::new("events")
///     .column(Column::new("id", SqlType::UInt32).not_null())
///     .column(Column::new("seen", SqlType::UInt64).not_null())
///     .with_options(
///         ClickHouseTable::replacing_merge_tree(["seen"]).order_by(["id"]).setting("index_granularity", 1024),
///     );
/// assert_eq!(
///     &*create_table(&events).to_sql::<ClickHouse>()?.sql,
///     "CREATE TABLE `events` (`id` UInt32 NOT NULL, `seen` UInt64 NOT NULL) ENGINE = ReplacingMergeTree(`seen`) \
///      ORDER BY (`id`) SETTINGS index_granularity = 1024"
/// );
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClickHouseTable {
    /// The table engine with its arguments: `ReplacingMergeTree(seen)`.
    pub engine: String,
    /// `PARTITION BY`
    pub partition_by: Option<String>,
    /// `PRIMARY KEY`, where it is not that of the columns.
    pub primary_key: Option<String>,
    /// `ORDER BY`
    pub order_by: Option<String>,
    /// `SAMPLE BY`
    pub sample_by: Option<String>,
    /// `TTL`
    pub ttl: Option<String>,
    /// `SETTINGS`: `index_granularity = 1024`.
    pub settings: Option<String>,
    /// The first setting that is none.
    refused: Option<String>,
}

impl TableOptions for ClickHouseTable {
    const DIALECT: &'static str = ClickHouse::NAME;
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

impl ClickHouseTable {
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
        Self {
            engine: words.into(),
            partition_by: None,
            primary_key: None,
            order_by: None,
            sample_by: None,
            ttl: None,
            settings: None,
            refused: None,
        }
    }

    /// `ORDER BY`: the columns that rows are sorted by.
    pub fn order_by<N: AsRef<str>>(self, columns: impl IntoIterator<Item = N>) -> Self {
        self.order_by_native(key(&list(columns)))
    }

    /// `ORDER BY` in ClickHouse's own words, such as `(toDate(at), id)`.
    pub fn order_by_native(mut self, words: impl Into<String>) -> Self {
        self.order_by = Some(words.into());
        self
    }

    /// `PRIMARY KEY`: those of the first columns of [`order_by`](Self::order_by) that the index holds. For a table whose
    /// columns name no key of their own.
    pub fn primary_key<N: AsRef<str>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.primary_key = Some(key(&list(columns)));
        self
    }

    /// `PARTITION BY` in ClickHouse's own words, such as `toYYYYMM(day)`.
    pub fn partition_by_native(mut self, words: impl Into<String>) -> Self {
        self.partition_by = Some(words.into());
        self
    }

    /// `SAMPLE BY` in ClickHouse's own words; without one, no part of the rows can be drawn.
    pub fn sample_by_native(mut self, words: impl Into<String>) -> Self {
        self.sample_by = Some(words.into());
        self
    }

    /// `TTL` in ClickHouse's own words, such as `at + INTERVAL 1 MONTH`.
    pub fn ttl_native(mut self, words: impl Into<String>) -> Self {
        self.ttl = Some(words.into());
        self
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
        self.settings = Some(match self.settings {
            Some(before) => format!("{before}, {out}"),
            None => out,
        });
        self
    }

    /// What an inspector was told: an option's name and its words.
    pub(crate) fn told(told: &[(String, String)]) -> Option<Self> {
        let find = |name| words_of(name, told);
        Some(Self {
            engine: find("engine")?,
            partition_by: find("partition_by"),
            primary_key: find("primary_key").map(one_pair),
            order_by: find("order_by").map(one_pair),
            sample_by: find("sample_by"),
            ttl: find("ttl"),
            settings: find("settings"),
            refused: None,
        })
    }
}

/// How a column is kept, in ClickHouse's own words.
///
/// ```
/// use aludel_clickhouse_http::{ClickHouse, ClickHouseColumn};
/// use aludel_dialect::SqlType;
/// use aludel_query::{Column, Table, ToSql, create_table};
///
/// let at = Column::new("n", SqlType::Int64).not_null().with_options(ClickHouseColumn::new().codec("Delta, ZSTD(3)"));
/// assert_eq!(
///     &*create_table(&Table::new("t").column(at)).to_sql::<ClickHouse>()?.sql,
///     "CREATE TABLE `t` (`n` Int64 NOT NULL CODEC(Delta, ZSTD(3))) ENGINE = MergeTree ORDER BY tuple()"
/// );
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClickHouseColumn {
    /// What stands in `CODEC(…)`.
    pub codec: Option<String>,
    /// `TTL`
    pub ttl: Option<String>,
}

impl ColumnOptions for ClickHouseColumn {
    const DIALECT: &'static str = ClickHouse::NAME;
}

impl ClickHouseColumn {
    /// As ClickHouse keeps columns of which nothing is said.
    pub fn new() -> Self {
        Self::default()
    }

    /// `CODEC(words)`, such as `Delta, ZSTD(3)`.
    pub fn codec(mut self, words: impl Into<String>) -> Self {
        self.codec = Some(words.into());
        self
    }

    /// `TTL words`, such as `day + INTERVAL 1 DAY`.
    pub fn ttl(mut self, words: impl Into<String>) -> Self {
        self.ttl = Some(words.into());
        self
    }

    /// What an inspector was told: an option's name and its words.
    pub(crate) fn told(told: &[(String, String)]) -> Self {
        Self { codec: words_of("codec", told), ttl: words_of("ttl", told) }
    }

    pub(crate) fn write(&self, out: &mut String) {
        if let Some(codec) = &self.codec {
            out.push_str(&format!(" CODEC({codec})"));
        }
        if let Some(ttl) = &self.ttl {
            out.push_str(&format!(" TTL {ttl}"));
        }
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

/// A key in one pair of parentheses: the server keeps those that were written, and an inspector is told one pair more.
fn one_pair(words: String) -> String {
    let mut inner = words.as_str();
    while let Some(stripped) = inner.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let mut depth = 0_i32;
        let is_pair = stripped.chars().all(|letter| {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            depth >= 0
        });
        if !is_pair || depth != 0 {
            break;
        }
        inner = stripped;
    }
    if inner.len() == words.len() { words } else { format!("({inner})") }
}

/// Columns to sort by.
fn key(columns: &str) -> String {
    if columns.is_empty() { "tuple()".to_owned() } else { format!("({columns})") }
}

/// What stands behind the columns of a new table.
pub(crate) fn write_clauses(table: &Table, out: &mut String) -> Result<(), Unspeakable> {
    let plain = ClickHouseTable::merge_tree();
    let stored = table.options::<ClickHouseTable>().unwrap_or(&plain);
    if let Some(name) = &stored.refused {
        let refusal = format!("a setting is a plain name with a truth value, a number or a text, and {name:?} is none");
        return Err(Unspeakable::Value(refusal));
    }
    let is_sorted = stored.engine.split('(').next().is_some_and(|name| name.trim().ends_with("MergeTree"));
    let by_the_columns = || {
        let keys = table.columns().iter().filter(|column| column.is_primary_key()).map(Column::name);
        key(&list(keys))
    };
    let order_by = stored.order_by.clone().or_else(|| is_sorted.then(by_the_columns));
    let clauses = [
        ("ENGINE =", Some(&stored.engine)),
        ("PARTITION BY", stored.partition_by.as_ref()),
        ("PRIMARY KEY", stored.primary_key.as_ref()),
        ("ORDER BY", order_by.as_ref()),
        ("SAMPLE BY", stored.sample_by.as_ref()),
        ("TTL", stored.ttl.as_ref()),
        ("SETTINGS", stored.settings.as_ref()),
    ];
    for (keyword, words) in clauses {
        if let Some(words) = words {
            // Writing into a text does not fail.
            let _ = write!(out, " {keyword} {words}");
        }
    }
    Ok(())
}

/// The words of an option that an inspector was told.
fn words_of(option: &str, told: &[(String, String)]) -> Option<String> {
    told.iter().find(|(name, _)| name == option).map(|(_, words)| words.clone())
}
