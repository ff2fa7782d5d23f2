//! Statements made by chance: each is refused by the builder or bound by DuckDB.
#![allow(missing_docs, reason = "a test")]

use std::io::Write as _;

use aludel_conformance::{Opened, Subject, async_trait, fuzz, open};

struct InProcess;

#[async_trait]
impl Subject for InProcess {
    type Dialect = aludel_duckdb_sql::DuckDb;
    const ENGINE: &'static str = "DuckDB";
    async fn open(&self, settings: &[(String, String)]) -> Opened {
        open(&aludel_duckdb_md::driver(), "duckdb://", settings).await
    }
}

#[test]
fn every_statement_is_refused_or_bound() -> Result<(), String> {
    // `cargo xtask test` asks for 20 000.
    let count = std::env::var("ALUDEL_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let tried = fuzz(&InProcess, count)?;
    // Past what the test harness keeps to itself.
    writeln!(std::io::stderr(), "{tried}").map_err(|error| error.to_string())?;
    assert!(tried.accepted > u64::from(count) * 9 / 10, "{tried}");
    Ok(())
}
