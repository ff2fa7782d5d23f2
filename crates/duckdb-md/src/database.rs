//! An opened database: settings, capabilities, connections.

use std::sync::{Arc, Mutex, PoisonError};

use aludel_dialect::{Capabilities, Dialect};
use aludel_duckdb_sql::{DuckDb, DuckDbInspection, narrow_for_version, narrow_read_only, session_effect};
use aludel_engine::{
    ConnectOptions, Connection, Database, Error, Inspection, ServerError, SessionEffect, SettingValue,
};
use aludel_query::{Spelling, SqlDialect};
use async_trait::async_trait;

use crate::connection::DuckDbConnection;
use crate::native::{self, Config, Fault, Session};
use crate::url::{Target, wrong_setting};
use crate::worker::{Worker, on_thread};

/// What all connections of one engine share.
#[derive(Debug)]
pub(crate) struct DuckDbDatabase {
    capabilities: Capabilities,
    description: String,
    /// None once closed.
    database: Mutex<Option<Arc<native::Database>>>,
    /// `SET` statements for each connection: settings that a database can't be opened with.
    session_settings: Vec<String>,
    closed: Arc<Closed>,
}

/// Whether the engine was closed; connections that are out look here.
#[derive(Debug, Default)]
pub(crate) struct Closed(std::sync::atomic::AtomicBool);

impl Closed {
    /// # Errors
    /// [`Error::Closed`] if it was.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.0.load(std::sync::atomic::Ordering::Acquire) { Err(Error::Closed("engine")) } else { Ok(()) }
    }

    fn close(&self) {
        self.0.store(true, std::sync::atomic::Ordering::Release);
    }
}

impl DuckDbDatabase {
    /// Opens what the options name, on a thread of its own: it may have to replay a log.
    pub(crate) async fn open(options: &ConnectOptions) -> Result<Self, Error> {
        let target = Target::new(options)?;
        let description = describe(&target.path, options);
        let owned = options.clone();
        let opened = on_thread("aludel-duckdb-open", move || open(target, &owned)).await??;
        let mut capabilities = Capabilities::of::<DuckDb>();
        let refused = |error: aludel_dialect::WideningRefused| Error::Usage(error.to_string());
        if let Ok(version) = native::version().parse() {
            narrow_for_version(&mut capabilities, version).map_err(refused)?;
        }
        if opened.read_only {
            narrow_read_only(&mut capabilities).map_err(refused)?;
        }
        Ok(Self {
            capabilities,
            description,
            database: Mutex::new(Some(opened.database)),
            session_settings: opened.session_settings,
            closed: Arc::default(),
        })
    }
}

fn describe(path: &str, options: &ConnectOptions) -> String {
    let mut text = format!("{} {} at {path}", DuckDb::NAME, native::version());
    let resolved = options.resolved();
    for option in resolved.iter().filter(|option| !matches!(option.key.as_str(), "scheme" | "driver" | "database")) {
        text.push_str(&format!(", {} = {}", option.key, option.value));
    }
    text
}

struct Opened {
    database: Arc<native::Database>,
    session_settings: Vec<String>,
    read_only: bool,
}

/// The words of DuckDB's error for a setting that belongs to an extension which is not loaded yet.
fn belongs_to_extension(message: &str, key: &str) -> bool {
    message.to_lowercase().contains(&format!("to set the {} setting, the", key.to_lowercase()))
}

fn open(target: Target, options: &ConnectOptions) -> Result<Opened, Error> {
    let Target { path, mut settings } = target;
    // Those that DuckDB takes at opening, the others by SET on each connection.
    let mut later: Vec<(String, SettingValue)> = Vec::new();
    let database = loop {
        let mut config = Config::new()?;
        for (key, value) in std::mem::take(&mut settings) {
            if config.set(&key, &value.to_string())? {
                settings.push((key, value));
            } else {
                later.push((key, value));
            }
        }
        match native::Database::open(&path, &config) {
            Ok(database) => break database,
            Err(fault) => {
                let message = fault.to_string();
                match settings.iter().position(|(key, _)| belongs_to_extension(&message, key)) {
                    Some(index) => later.push(settings.remove(index)),
                    None => return Err(not_opened(fault)),
                }
            }
        }
    };
    let mut session = Session::open(&database)?;
    let mut session_settings = Vec::with_capacity(later.len());
    for (key, value) in later {
        let set = set_statement(&key, &value.to_string());
        session.execute(&set, &[]).map_err(|fault| wrong_setting(options, &key, &value, &fault.to_string()))?;
        session_settings.push(set);
    }
    let read_only = session.is_read_only()?;
    Ok(Opened { database, session_settings, read_only })
}

/// DuckDB's answer, with the way out where it has none.
fn not_opened(fault: Fault) -> Error {
    match Error::from(fault) {
        Error::Server(error) if error.message.contains("different configuration") => {
            let hint =
                "this process has the file open with other settings; close that engine, or open it with the same";
            let mut extended = ServerError::new(error.class, format!("{}\n{hint}", error.message));
            extended.code = error.code;
            Error::Server(extended)
        }
        other => other,
    }
}

/// `SET "key" = 'value'`: settings travel as text.
fn set_statement(key: &str, value: &str) -> String {
    format!("SET \"{}\" = '{}'", key.replace('"', "\"\""), value.replace('\'', "''"))
}

#[async_trait]
impl Database for DuckDbDatabase {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn spelling(&self) -> &dyn Spelling {
        DuckDb::spelling()
    }

    fn session_effect(&self, sql: &str) -> SessionEffect {
        session_effect(sql)
    }

    fn inspection(&self) -> &dyn Inspection {
        &DuckDbInspection
    }

    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        self.closed.check()?;
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let database = database.ok_or(Error::Closed("engine"))?;
        let mut worker = Worker::connect(database).await?;
        if !self.session_settings.is_empty() {
            let settings = self.session_settings.join("; ");
            worker.call(move |session| session.execute(&settings, &[])).await?;
        }
        Ok(Box::new(DuckDbConnection::new(worker, self.closed.clone())))
    }

    async fn close(&self) -> Result<(), Error> {
        self.closed.close();
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Closing the last reference writes a checkpoint.
        on_thread("aludel-duckdb-close", move || drop(database)).await?;
        Ok(())
    }
}
