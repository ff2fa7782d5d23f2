//! What QuestDB is told of a table and its columns beyond names and types.

use aludel_dialect::Dialect;
use aludel_query::{ColumnOptions, Table, TableOptions, Unspeakable, quote_identifier};

use crate::dialect::QuestDb;
use crate::names::is_reserved;

/// A span of the calendar: what a table is partitioned by, and what a time to live is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// `HOUR`
    Hour,
    /// `DAY`
    Day,
    /// `WEEK`
    Week,
    /// `MONTH`
    Month,
    /// `YEAR`
    Year,
}

impl Period {
    const ALL: [Period; 5] = [Period::Hour, Period::Day, Period::Week, Period::Month, Period::Year];

    fn word(self) -> &'static str {
        match self {
            Period::Hour => "HOUR",
            Period::Day => "DAY",
            Period::Week => "WEEK",
            Period::Month => "MONTH",
            Period::Year => "YEAR",
        }
    }

    fn parse(word: &str) -> Option<Period> {
        let word = word.trim().to_ascii_uppercase();
        let word = word.strip_suffix('S').unwrap_or(&word);
        Period::ALL.into_iter().find(|period| period.word() == word)
    }
}

/// Whether a table has a write-ahead log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteAheadLog {
    /// `WAL`
    On,
    /// `BYPASS WAL`
    Bypassed,
}

/// How a table is kept. Its designated timestamp is its [`time_column`](Table::time_column).
///
/// ```
/// use aludel_dialect::{SqlType, TimeUnit};
/// use aludel_query::{Column, Table, ToSql, create_table};
/// use aludel_questdb_pg::QuestDb;
/// use aludel_questdb_pg::table::{Period, QuestDbTable};
///
/// let ticks = Table::new("ticks")
///     .column(Column::new("ts", SqlType::Timestamp(TimeUnit::Microsecond)))
///     .with_time_column("ts")
///     .with_options(QuestDbTable::new().partition_by(Period::Day).write_ahead_log().dedup_keys(["ts"]));
/// assert_eq!(
///     &*create_table(&ticks).to_sql::<QuestDb>()?.sql,
///     "CREATE TABLE ticks (ts TIMESTAMP) TIMESTAMP(ts) PARTITION BY DAY WAL DEDUP UPSERT KEYS(ts)"
/// );
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuestDbTable {
    /// `PARTITION BY`
    pub partition_by: Option<Period>,
    /// `TTL`: how long partitions are kept.
    pub ttl: Option<(u32, Period)>,
    /// `WAL` or `BYPASS WAL`
    pub write_ahead_log: Option<WriteAheadLog>,
    /// `DEDUP UPSERT KEYS`: by these columns a later row replaces an earlier.
    pub dedup_keys: Vec<String>,
}

impl TableOptions for QuestDbTable {
    const DIALECT: &'static str = QuestDb::NAME;
}

impl QuestDbTable {
    /// As QuestDB keeps tables of which nothing is said.
    pub fn new() -> Self {
        Self::default()
    }

    /// `PARTITION BY period`
    pub fn partition_by(mut self, period: Period) -> Self {
        self.partition_by = Some(period);
        self
    }

    /// `TTL count period`: partitions that are older are dropped.
    pub fn ttl(mut self, count: u32, period: Period) -> Self {
        self.ttl = Some((count, period));
        self
    }

    /// `WAL`
    pub fn write_ahead_log(mut self) -> Self {
        self.write_ahead_log = Some(WriteAheadLog::On);
        self
    }

    /// `BYPASS WAL`
    pub fn bypass_write_ahead_log(mut self) -> Self {
        self.write_ahead_log = Some(WriteAheadLog::Bypassed);
        self
    }

    /// `DEDUP UPSERT KEYS(columns)`, the designated timestamp among them.
    pub fn dedup_keys<N: Into<String>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.dedup_keys = columns.into_iter().map(N::into).collect();
        self
    }

    /// What an inspector was told, an option's name and its words, and what of it can't be read: a newer server may say more.
    pub(crate) fn told(told: &[(String, String)]) -> (Self, Vec<String>) {
        let mut options = Self::new();
        let mut unread = Vec::new();
        for (name, words) in told {
            let read = match name.as_str() {
                "partition_by" => Period::parse(words).map(|period| options.partition_by = Some(period)),
                "ttl" => Self::ttl_told(words).map(|ttl| options.ttl = Some(ttl)),
                "wal" => log_told(words).map(|log| options.write_ahead_log = Some(log)),
                "dedup_key" => {
                    options.dedup_keys.push(words.clone());
                    Some(())
                }
                _ => None,
            };
            if read.is_none() {
                unread.push(unread_option(name, words));
            }
        }
        (options, unread)
    }

    fn ttl_told(words: &str) -> Option<(u32, Period)> {
        let (count, period) = words.split_once(' ')?;
        Some((count.parse().ok()?, Period::parse(period)?))
    }
}

fn log_told(words: &str) -> Option<WriteAheadLog> {
    match words {
        "true" => Some(WriteAheadLog::On),
        "false" => Some(WriteAheadLog::Bypassed),
        _ => None,
    }
}

/// As in SQL: `PARTITION BY QUARTER`.
fn unread_option(name: &str, words: &str) -> String {
    format!("{} {words}", name.replace('_', " ").to_ascii_uppercase())
}

fn refused<T>(reason: impl Into<String>) -> Result<T, Unspeakable> {
    Err(Unspeakable::Value(reason.into()))
}

fn column<'t>(table: &'t Table, name: &'t str) -> Result<&'t str, Unspeakable> {
    match table.columns().iter().find(|column| column.name().eq_ignore_ascii_case(name)) {
        Some(column) => Ok(column.name()),
        None => refused(format!("the table {:?} has no column {name:?}", table.name())),
    }
}

/// The clauses that the table's options ask for.
pub(crate) fn clauses(table: &Table, out: &mut String) -> Result<(), Unspeakable> {
    let timestamp = table.time_column();
    if let Some(name) = timestamp {
        out.push_str(" TIMESTAMP(");
        quote_identifier(column(table, name)?, '"', is_reserved, out)?;
        out.push(')');
    }
    let Some(options) = table.options::<QuestDbTable>() else { return Ok(()) };
    if let Some(by) = options.partition_by {
        if timestamp.is_none() {
            return refused("PARTITION BY needs a designated timestamp: say `with_time_column`");
        }
        out.push_str(" PARTITION BY ");
        out.push_str(by.word());
    }
    if let Some((count, period)) = options.ttl {
        if count == 0 || options.partition_by.is_none() {
            return refused("a TTL is at least 1, of a table that is partitioned");
        }
        out.push_str(&format!(" TTL {count} {}", period.word()));
    }
    match options.write_ahead_log {
        Some(WriteAheadLog::On) if options.partition_by.is_none() => {
            return refused("a table of QuestDB has a WAL if it is partitioned");
        }
        Some(WriteAheadLog::On) => out.push_str(" WAL"),
        Some(WriteAheadLog::Bypassed) => out.push_str(" BYPASS WAL"),
        None => {}
    }
    if options.dedup_keys.is_empty() {
        return Ok(());
    }
    if options.write_ahead_log == Some(WriteAheadLog::Bypassed) || options.partition_by.is_none() {
        return refused("DEDUP UPSERT KEYS need a partitioned table with a WAL");
    }
    let is_the_time = |key: &String| timestamp.is_some_and(|timestamp| key.eq_ignore_ascii_case(timestamp));
    if !options.dedup_keys.iter().any(is_the_time) {
        return refused("DEDUP UPSERT KEYS hold the designated timestamp");
    }
    out.push_str(" DEDUP UPSERT KEYS(");
    for (index, key) in options.dedup_keys.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        quote_identifier(column(table, key)?, '"', is_reserved, out)?;
    }
    out.push(')');
    Ok(())
}

/// How the values of a SYMBOL column are kept.
///
/// ```
/// use aludel_dialect::SqlType;
/// use aludel_query::{Column, Table, ToSql, create_table};
/// use aludel_questdb_pg::QuestDb;
/// use aludel_questdb_pg::table::QuestDbColumn;
///
/// let symbol = Column::new("symbol", SqlType::Native("SYMBOL".into()));
/// let symbol = symbol.with_options(QuestDbColumn::new().capacity(128).cached().indexed());
/// assert_eq!(
///     &*create_table(&Table::new("t").column(symbol)).to_sql::<QuestDb>()?.sql,
///     "CREATE TABLE t (symbol SYMBOL CAPACITY 128 CACHE INDEX)"
/// );
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuestDbColumn {
    /// `CAPACITY`: how many different values there is room for.
    pub capacity: Option<u32>,
    /// `CACHE` or `NOCACHE`
    pub cache: Option<SymbolCache>,
    /// `INDEX`, and its capacity: how many rows of one value are kept together.
    pub index: Option<SymbolIndex>,
    /// What an inspector was told and could not read, in the server's words. Such a column is not made again.
    pub unread: Vec<String>,
}

/// Whether the values of a SYMBOL column are kept in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolCache {
    /// `CACHE`
    Cached,
    /// `NOCACHE`
    Uncached,
}

/// The index of a SYMBOL column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SymbolIndex {
    /// `CAPACITY`: how many rows of one value are kept together.
    pub capacity: Option<u32>,
}

impl ColumnOptions for QuestDbColumn {
    const DIALECT: &'static str = QuestDb::NAME;
}

impl QuestDbColumn {
    /// As QuestDB keeps columns of which nothing is said.
    pub fn new() -> Self {
        Self::default()
    }

    /// `CAPACITY values`
    pub fn capacity(mut self, values: u32) -> Self {
        self.capacity = Some(values);
        self
    }

    /// `CACHE`
    pub fn cached(mut self) -> Self {
        self.cache = Some(SymbolCache::Cached);
        self
    }

    /// `NOCACHE`
    pub fn uncached(mut self) -> Self {
        self.cache = Some(SymbolCache::Uncached);
        self
    }

    /// `INDEX`
    pub fn indexed(mut self) -> Self {
        self.index = Some(SymbolIndex { capacity: None });
        self
    }

    /// `INDEX CAPACITY rows`
    pub fn indexed_by(mut self, rows: u32) -> Self {
        self.index = Some(SymbolIndex { capacity: Some(rows) });
        self
    }

    /// What an inspector was told: an option's name and its words.
    pub(crate) fn told(told: &[(String, String)]) -> Self {
        let mut options = Self::new();
        for (name, words) in told {
            let read = match name.as_str() {
                "capacity" => words.parse().ok().map(|capacity| options.capacity = Some(capacity)),
                "cache" => cache_told(words).map(|cache| options.cache = Some(cache)),
                "index" => words.parse().ok().map(|rows| options.index = Some(SymbolIndex { capacity: Some(rows) })),
                _ => None,
            };
            if read.is_none() {
                options.unread.push(unread_option(name, words));
            }
        }
        options
    }

    pub(crate) fn write(&self, out: &mut String) -> Result<(), Unspeakable> {
        if let Some(unread) = self.unread.first() {
            return refused(format!("the server said {unread:?} of it, which is not known here"));
        }
        if let Some(capacity) = self.capacity {
            out.push_str(&format!(" CAPACITY {capacity}"));
        }
        match self.cache {
            Some(SymbolCache::Cached) => out.push_str(" CACHE"),
            Some(SymbolCache::Uncached) => out.push_str(" NOCACHE"),
            None => {}
        }
        match self.index {
            Some(SymbolIndex { capacity: Some(capacity) }) => out.push_str(&format!(" INDEX CAPACITY {capacity}")),
            Some(SymbolIndex { capacity: None }) => out.push_str(" INDEX"),
            None => {}
        }
        Ok(())
    }
}

fn cache_told(words: &str) -> Option<SymbolCache> {
    match words {
        "true" => Some(SymbolCache::Cached),
        "false" => Some(SymbolCache::Uncached),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(options: &[(&str, &str)]) -> Vec<(String, String)> {
        options.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect()
    }

    #[test]
    fn what_a_newer_server_says_of_a_table_is_kept_beside_what_is_read() {
        for (name, words, unread) in [
            ("partition_by", "QUARTER", "PARTITION BY QUARTER"),
            ("ttl", "3 FORTNIGHT", "TTL 3 FORTNIGHT"),
            ("ttl", "forever", "TTL forever"),
            ("wal", "sometimes", "WAL sometimes"),
            ("storage_policy", "cold", "STORAGE POLICY cold"),
        ] {
            let known = QuestDbTable::new().dedup_keys(["ts"]);
            let found = QuestDbTable::told(&told(&[(name, words), ("dedup_key", "ts")]));
            assert_eq!(found, (known, vec![unread.to_owned()]));
        }
    }

    #[test]
    fn a_column_with_what_is_not_known_is_not_made_again_without_it() {
        for (name, words, unread) in [
            ("capacity", "-1", "CAPACITY -1"),
            ("cache", "warm", "CACHE warm"),
            ("index", "bitmap", "INDEX bitmap"),
            ("codec", "lz4", "CODEC lz4"),
        ] {
            let found = QuestDbColumn::told(&told(&[(name, words)]));
            assert_eq!(found.unread, [unread]);
            assert!(found.write(&mut String::new()).is_err_and(|error| format!("{error:?}").contains(unread)));
        }
    }
}
