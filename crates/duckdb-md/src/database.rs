//! An engine's database: capabilities and connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use aludel_dialect::{Capabilities, Dialect};
use aludel_duckdb_sql::{DuckDb, DuckDbInspection, narrow_for_version, narrow_read_only, only_reads, session_effect};
use aludel_engine::{ConnectOptions, Connection, Database, Error, Inspection, SessionEffect};
use aludel_query::{Spelling, SqlDialect};
use async_trait::async_trait;

use crate::connection::DuckDbConnection;
use crate::instance::Instance;
use crate::native;
use crate::opener::Opener;

/// What all connections of one engine share.
#[derive(Debug)]
pub(crate) struct DuckDbDatabase {
    capabilities: Capabilities,
    description: String,
    /// One, or several that take turns.
    instances: Vec<Arc<Instance>>,
    turn: AtomicUsize,
    closed: Arc<Closed>,
}

/// Whether the engine was closed; connections that are out look here.
#[derive(Debug, Default)]
pub(crate) struct Closed(AtomicBool);

impl Closed {
    /// # Errors
    /// [`Error::Closed`] if it was.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.0.load(Ordering::Acquire) { Err(Error::Closed("engine")) } else { Ok(()) }
    }

    fn close(&self) {
        self.0.store(true, Ordering::Release);
    }
}

impl DuckDbDatabase {
    /// Opens the first of what the options name; the others when their turn comes.
    pub(crate) async fn open(all: Vec<ConnectOptions>, opener: Arc<dyn Opener>) -> Result<Self, Error> {
        let instances: Result<Vec<Arc<Instance>>, Error> =
            all.into_iter().map(|options| Instance::new(options, opener.clone()).map(Arc::new)).collect();
        let instances = instances?;
        let Some(first) = instances.first() else {
            return Err(Error::Usage("no path was given: name at least one database".to_owned()));
        };
        let opened = first.open().await?;
        let mut capabilities = Capabilities::of::<DuckDb>();
        let refused = |error: aludel_dialect::WideningRefused| Error::Usage(error.to_string());
        if let Ok(version) = native::version().parse() {
            narrow_for_version(&mut capabilities, version).map_err(refused)?;
        }
        if opened.read_only || instances.iter().any(|instance| instance.is_asked_read_only()) {
            narrow_read_only(&mut capabilities).map_err(refused)?;
        }
        let description = describe(&instances);
        Ok(Self { capabilities, description, instances, turn: AtomicUsize::new(0), closed: Arc::default() })
    }
}

fn describe(instances: &[Arc<Instance>]) -> String {
    let names: Vec<&str> = instances.iter().map(|instance| instance.name()).collect();
    let mut text = format!("{} {} at {}", DuckDb::NAME, native::version(), names.join(", "));
    for instance in instances {
        let resolved = instance.options().resolved();
        for option in resolved.iter().filter(|option| !matches!(option.key.as_str(), "scheme" | "driver" | "database"))
        {
            text.push_str(&format!(", {} = {}", option.key, option.value));
        }
    }
    text
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

    fn only_reads(&self, sql: &str) -> bool {
        only_reads(sql)
    }

    fn inspection(&self) -> &dyn Inspection {
        &DuckDbInspection
    }

    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        self.closed.check()?;
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let instance = self.instances.get(turn % self.instances.len().max(1)).ok_or(Error::Closed("engine"))?;
        let worker = instance.connect().await?;
        Ok(Box::new(DuckDbConnection::new(worker, self.closed.clone(), instance.secrets())))
    }

    async fn close(&self) -> Result<(), Error> {
        self.closed.close();
        for instance in &self.instances {
            instance.close().await?;
        }
        Ok(())
    }
}
