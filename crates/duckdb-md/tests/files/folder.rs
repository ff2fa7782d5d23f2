//! A folder of a test's own, and an engine.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Connect, Engine, Error, Registry};
use aludel_query::text;

/// It is removed with its files when it is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> std::io::Result<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("files-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A file with this content.
    pub(crate) fn file(&self, name: &str, content: &str) -> std::io::Result<PathBuf> {
        let path = self.path(name);
        std::fs::write(&path, content)?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An engine in memory, after these statements.
pub(crate) async fn engine(statements: &[&'static str]) -> Result<Engine<DuckDb>, Error> {
    let registry = Registry::new().with(aludel_duckdb_md::driver());
    let engine = Connect::through(registry, "duckdb://").open().await?.typed::<DuckDb>()?;
    for statement in statements {
        engine.execute(text(*statement)).await?;
    }
    Ok(engine)
}
