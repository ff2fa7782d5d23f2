//! A database of its own for each question.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aludel::{Database, Engine, EngineUrl, Error, ErrorClass, text};
use aludel_conformance::{Opened, Probes, Subject, async_trait, open};

use super::Proving;
use super::scratch::{Scratch, Sweep, left};
use crate::failure::Failure;

pub(crate) const PROVING: Proving = Proving {
    sweeper: |runtime, url, _| Ok(Box::new(runtime.block_on(Sweeper::new(url))?)),
    ask: |asking| {
        let subject = OwnDatabases::new(asking.url.clone(), asking.probes()?, asking.scratch.clone());
        asking.judged(subject)
    },
};

/// What the probes make outside of a database, because the engine has it there: name, what finds it, what drops it.
const OUTSIDE: [(&str, &str, &str); 2] = [
    (
        "database probe_database",
        "SELECT count(*) FROM system.databases WHERE name = 'probe_database'",
        "DROP DATABASE IF EXISTS probe_database",
    ),
    (
        "function probe_macro",
        "SELECT count(*) FROM system.functions WHERE name = 'probe_macro'",
        "DROP FUNCTION IF EXISTS probe_macro",
    ),
];

/// Drops the databases that are left, and what stands outside of them.
struct Sweeper(Engine);

impl Sweeper {
    /// Nothing of the person's own may have the name of what is dropped at the end.
    async fn new(url: &str) -> Result<Self, Failure> {
        let engine = aludel::connect(url).await?;
        for (what, found, _) in OUTSIDE {
            if engine.fetch_scalar::<u64>(text(found)).await? > 0 {
                return Err(Failure::new(format!("the server has a {what}, which the probes would make and drop"))
                    .way_out("ask another server, or give it another name"));
            }
        }
        Ok(Self(engine))
    }
}

#[async_trait]
impl Sweep for Sweeper {
    async fn sweep(&self, scratch: &Scratch) -> Result<(), Failure> {
        let outside = OUTSIDE.iter().map(|(_, _, drop)| (*drop).to_owned());
        let mut kept = Vec::new();
        for sql in scratch.drops().into_iter().chain(outside) {
            if let Err(error) = self.0.execute(text(sql.clone())).await {
                kept.push(format!("{sql}: {error}"));
            }
        }
        self.0.close().await?;
        left(&kept)
    }
}

struct OwnDatabases {
    url: String,
    probes: Probes,
    scratch: Arc<Scratch>,
    next: AtomicU64,
    /// Tells the databases of this run from those of any other, also from another machine.
    run: u64,
    /// Their names, by where they are.
    open: Mutex<BTreeMap<usize, String>>,
}

impl OwnDatabases {
    fn new(url: String, probes: Probes, scratch: Arc<Scratch>) -> Self {
        let run = RandomState::new().hash_one(std::process::id());
        Self { url, probes, scratch, next: AtomicU64::new(0), run, open: Mutex::default() }
    }

    async fn run(&self, sql: String) -> Result<(), Error> {
        let engine = aludel::connect(self.url.as_str()).await?;
        engine.execute(text(sql)).await?;
        engine.close().await
    }

    async fn opened(&self, name: &str, settings: &[(String, String)]) -> Opened {
        let url = EngineUrl::parse(&self.url)?.with_database(name);
        let utc = ("session_timezone".to_owned(), "UTC".to_owned());
        let settings: Vec<_> = [utc].into_iter().chain(settings.iter().cloned()).collect();
        open(&aludel::clickhouse::driver(), &url.to_string_with_secrets(), &settings).await
    }
}

fn drop_database(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS {name} SYNC")
}

fn place(database: &Arc<dyn Database>) -> usize {
    Arc::as_ptr(database).cast::<()>() as usize
}

#[async_trait]
impl Subject for OwnDatabases {
    type Dialect = aludel::clickhouse::ClickHouse;
    const ENGINE: &'static str = "ClickHouse";

    fn probes(&self) -> Result<Probes, String> {
        Ok(self.probes.clone())
    }

    async fn open(&self, settings: &[(String, String)]) -> Opened {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let name = format!("aludel_prove_{:016x}_{number}", self.run);
        if !self.scratch.remember(&name, drop_database(&name)) {
            return Err(Error::Usage("it was interrupted".to_owned()));
        }
        let made = self.run(format!("CREATE DATABASE {name}")).await;
        if made.as_ref().is_err_and(|error| error.class() == Some(ErrorClass::Exists)) {
            // It is another's, and not to be dropped.
            self.scratch.forget(&name);
        }
        made?;
        let database = self.opened(&name, settings).await?;
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(place(&database), name);
        Ok(database)
    }

    async fn close(&self, database: Arc<dyn Database>) -> Result<(), Error> {
        let name = self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&place(&database));
        database.close().await?;
        if let Some(name) = name {
            self.run(drop_database(&name)).await?;
            self.scratch.forget(&name);
        }
        Ok(())
    }
}
