//! Is SQLite what it is declared to be?
use std::sync::atomic::{AtomicUsize, Ordering};

use aludel_conformance::{Opened, Subject, TruthValues, async_trait, open};

static OPENED: AtomicUsize = AtomicUsize::new(0);

struct Sqlite;

#[async_trait]
impl Subject for Sqlite {
    type Dialect = aludel_sqlite::Sqlite;
    const ENGINE: &'static str = "SQLite";
    const VERSION: &'static str = "SELECT sqlite_version()";
    const TRUTH_VALUES: TruthValues = TruthValues::Numbers;
    async fn open(&self, settings: &[(String, String)]) -> Opened {
        // A file of its own: in memory, readers wait for a writer's transaction.
        let file = format!("{}/{}.db", env!("CARGO_TARGET_TMPDIR"), OPENED.fetch_add(1, Ordering::Relaxed));
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{file}{end}"));
        }
        open(&aludel_sqlite::driver(), &format!("sqlite:///{file}"), settings).await
    }
}

fn main() -> std::process::ExitCode {
    aludel_conformance::run(Sqlite)
}
