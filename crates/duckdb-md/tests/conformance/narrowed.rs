//! What connections to DuckDB narrow its declaration to.

pub(crate) use std::path::Path;
use std::time::{Duration, Instant};

use aludel_conformance::{Capabilities, ErrorClass, Narrowed, Opened, Phase, open};
use aludel_dialect::Construct;
use aludel_duckdb_sql::{DuckDb, Version, narrow_for_version, narrow_read_only};

/// A database that is only read, and an older version.
pub(crate) fn all() -> Vec<Narrowed> {
    let (mut read_only, mut old) = (Capabilities::of::<DuckDb>(), Capabilities::of::<DuckDb>());
    narrow_read_only(&mut read_only).expect("writes are declared");
    narrow_for_version(&mut old, Version::new(1, 2, 2)).expect("older versions have less");
    let read_only = Narrowed::new("read-only", read_only)
        .refused_as(ErrorClass::Refused, "read-only mode")
        .refused_as(ErrorClass::Refused, "Cannot append to a readonly database")
        .although_granted(&[Construct::TemporaryTable])
        .shown_by_writing(&[
            Construct::Transaction,
            Construct::ReadYourWrites,
            Construct::Cancel,
            Construct::StatementTimeout,
        ]);
    vec![read_only, Narrowed::new("DuckDB 1.2", old).not_asked("no library of this version is linked here")]
}

/// A file, first to be written, then to be read alone.
pub(crate) async fn opened(phase: Phase, directory: &Path, settings: &[(String, String)]) -> Opened {
    let url = format!("duckdb:///{}/narrowed.duckdb", directory.display());
    let mut settings = settings.to_vec();
    if phase == Phase::Asking {
        settings.push(("access_mode".to_owned(), "read_only".to_owned()));
    }
    let begun = Instant::now();
    loop {
        match open(&aludel_duckdb_md::driver(), &url, &settings).await {
            // The connection that filled it closes on its own thread.
            Err(error) if error.to_string().contains("other settings") && begun.elapsed() < Duration::from_secs(20) => {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            opened => return opened,
        }
    }
}
