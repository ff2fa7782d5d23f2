//! An opened database: what its connections share, and what an inspector asks it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use aludel_dialect::{Capabilities, Dialect, Parameter};
use aludel_engine::{ConnectOptions, Connection, Database, Error, Inspection, SessionEffect};
use aludel_query::{Effect, Prepared, Spelling};
use async_trait::async_trait;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use tokio::sync::Mutex;

use crate::connection::SqliteConnection;
use crate::{Sqlite, SqliteSpelling};

/// Tells the databases in memory of one process apart.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// What all connections of one engine share.
#[derive(Debug)]
pub(crate) struct SqliteDatabase {
    capabilities: Capabilities,
    options: SqliteConnectOptions,
    description: String,
    /// A database in memory is there as long as a connection to it is.
    kept_open: Mutex<Option<SqliteConnection>>,
    closed: Arc<AtomicBool>,
}

impl SqliteDatabase {
    pub(crate) async fn open(options: &ConnectOptions) -> Result<Self, Error> {
        let url = options.url();
        if url.host().is_some() || options.user().is_some() || options.password().is_some() {
            let reason = "SQLite runs in this process: it has no host and no users; `sqlite:///shop.db` opens a file";
            return Err(Error::Usage(reason.to_owned()));
        }
        options.settings().finish(&[])?;
        let path = url.database().filter(|path| *path != ":memory:");
        let target = match path {
            // With a log beside it, readers and a writer do not wait for each other.
            Some(path) => {
                SqliteConnectOptions::new().filename(path).create_if_missing(true).journal_mode(SqliteJournalMode::Wal)
            }
            None => {
                // Where this begins with a slash, the connections of one process share the database, each with its own view.
                let name = format!("/aludel-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
                SqliteConnectOptions::new().filename(name).vfs("memdb").create_if_missing(true)
            }
        };
        // LIKE tells letters apart by case everywhere else. Statements are not logged, their values may be secrets.
        let target = target.pragma("case_sensitive_like", "ON").disable_statement_logging();
        let closed = Arc::default();
        let first = SqliteConnection::open(&target, Arc::clone(&closed)).await?;
        Ok(Self {
            capabilities: Capabilities::of::<Sqlite>(),
            options: target,
            description: format!("{} at {}", Sqlite::NAME, path.unwrap_or(":memory:")),
            kept_open: Mutex::new(Some(first)),
            closed,
        })
    }
}

#[async_trait]
impl Database for SqliteDatabase {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn spelling(&self) -> &dyn Spelling {
        &SqliteSpelling
    }

    fn session_effect(&self, sql: &str) -> SessionEffect {
        let word = sql.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or_default();
        match word.to_ascii_uppercase().as_str() {
            "BEGIN" | "COMMIT" | "END" | "ROLLBACK" | "SAVEPOINT" | "RELEASE" => SessionEffect::Transaction,
            "SELECT" | "VALUES" | "INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "EXPLAIN" if !sql.contains(';') => {
                SessionEffect::None
            }
            "ATTACH" | "DETACH" | "PRAGMA" => SessionEffect::ForSession,
            _ => SessionEffect::MayStay,
        }
    }

    fn inspection(&self) -> &dyn Inspection {
        &Catalog
    }

    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::Closed("engine"));
        }
        Ok(Box::new(SqliteConnection::open(&self.options, self.closed.clone()).await?))
    }

    async fn close(&self) -> Result<(), Error> {
        self.closed.store(true, Ordering::Release);
        match self.kept_open.lock().await.take() {
            Some(connection) => Box::new(connection).close().await,
            None => Ok(()),
        }
    }
}

/// SQLite's own catalog.
#[derive(Debug)]
struct Catalog;

const TABLES: &str = "SELECT schema, name FROM pragma_table_list \
WHERE type IN ('table', 'view', 'virtual') AND substr(name, 1, 7) <> 'sqlite_' ORDER BY 1, 2";

const COLUMNS: &str = "SELECT t.schema, c.name, NOT (c.`notnull` OR c.pk) AS nullable, c.pk > 0 AS primary_key \
FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name, t.schema) AS c \
WHERE lower(t.name) = lower(?1) AND lower(t.schema) = lower(coalesce(?2, 'main')) ORDER BY c.cid";

/// Foreign keys in SQLite's words, with what they do: the catalog tells the parts.
const FOREIGN_KEYS: &str = "\
SELECT '' AS name, 'constraint' AS kind, 'FOREIGN KEY (' || group_concat(key.\"from\", ', ' ORDER BY key.seq) \
|| ') REFERENCES ' || key.\"table\" \
|| coalesce(' (' || group_concat(key.\"to\", ', ' ORDER BY key.seq) || ')', '') \
|| CASE key.on_delete WHEN 'NO ACTION' THEN '' ELSE ' ON DELETE ' || key.on_delete END \
|| CASE key.on_update WHEN 'NO ACTION' THEN '' ELSE ' ON UPDATE ' || key.on_update END AS sql \
FROM pragma_foreign_key_list(?1, coalesce(?2, 'main')) AS key GROUP BY key.id ORDER BY key.id DESC";

impl Inspection for Catalog {
    fn tables(&self) -> Prepared {
        Prepared::new(Sqlite::NAME, TABLES, Vec::new(), Effect::Read)
    }

    fn columns(&self, path: &[String]) -> Prepared {
        let mut names = path.iter().rev().cloned();
        let parameters = (0..2).map(|_| Parameter::new(names.next())).collect();
        Prepared::new(Sqlite::NAME, COLUMNS, parameters, Effect::Read)
    }

    fn declarations(&self, path: &[String]) -> Option<Prepared> {
        let mut names = path.iter().rev().cloned();
        let parameters = (0..2).map(|_| Parameter::new(names.next())).collect();
        Some(Prepared::new(Sqlite::NAME, FOREIGN_KEYS, parameters, Effect::Read))
    }
}
