//! Is QuestDB what it is declared to be?
//!
//! On a server of its own: each probe begins with nothing in it, and QuestDB has one database.

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use aludel_conformance::{Opened, Outcome, Subject, Suite, async_trait, open};
use aludel_dialect::Dialect;
use aludel_engine::{Database, Error};
use aludel_query::{Effect, Prepared};
use aludel_questdb_host::HOST;
use aludel_questdb_pg::QuestDb;
use tokio::sync::Semaphore;

struct OverTheWire;

/// Started once, and gone with this process.
fn server() -> Result<&'static str, String> {
    static URL: OnceLock<Result<String, String>> = OnceLock::new();
    let url = URL.get_or_init(|| {
        let server = HOST.start().map_err(|error| error.to_string())?;
        let url = server.url().to_owned();
        std::mem::forget(server);
        Ok(url)
    });
    url.as_deref().map_err(Clone::clone)
}

/// Held from opening to closing, for all trials have the one database.
static TURN: Semaphore = Semaphore::const_new(1);

#[async_trait]
impl Subject for OverTheWire {
    type Dialect = QuestDb;
    const ENGINE: &'static str = "QuestDB";
    const VERSION: &'static str = "SELECT build()";

    async fn open(&self, settings: &[(String, String)]) -> Opened {
        let url = server().map_err(Error::Usage)?;
        let turn = TURN.acquire().await.map_err(|closed| Error::Usage(closed.to_string()))?;
        let database =
            open(&aludel_questdb_pg::driver(), &format!("{url}?wait_for_visibility=writes"), settings).await?;
        let mut connection = database.connect().await?;
        let names = "SELECT table_name, table_type FROM tables()";
        let asked = Prepared::new(QuestDb::NAME, names, Vec::new(), Effect::Read);
        let results = connection.query(&asked).await?;
        let schema = results.schema.clone();
        let batches = futures_util::TryStreamExt::try_collect(results.batches).await?;
        let found: Vec<(String, String)> = aludel_engine::Rows::new(schema, batches).into_vec()?;
        // What stands on another goes first.
        for (letter, kind) in [("V", "VIEW"), ("M", "MATERIALIZED VIEW"), ("T", "TABLE")] {
            for (name, _) in found.iter().filter(|(_, found)| found == letter) {
                let drop = format!("DROP {kind} IF EXISTS '{name}'");
                let drop = Prepared::new(QuestDb::NAME, drop, Vec::new(), Effect::Ddl);
                let begun = Instant::now();
                // A query that was cancelled may still read it.
                while let Err(fault) = connection.execute(&drop).await {
                    if !fault.is_transient() || begun.elapsed() > Duration::from_secs(20) {
                        return Err(fault);
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
        connection.close().await?;
        // Given back by `close`.
        turn.forget();
        Ok(database)
    }

    async fn close(&self, database: Arc<dyn Database>) -> Result<(), Error> {
        TURN.add_permits(1);
        database.close().await
    }

    fn missing(&self) -> Option<String> {
        server().err()
    }
}

/// The declaration against the engine. What the builder writes for it is tried when it writes more than nothing.
fn main() -> ExitCode {
    let suite = match Suite::new(OverTheWire) {
        Ok(suite) => suite,
        Err(reason) => {
            eprintln!("{reason}");
            return ExitCode::FAILURE;
        }
    };
    let filter = std::env::args().nth(1).filter(|word| !word.starts_with('-')).unwrap_or_default();
    let (mut passed, mut failed) = (0, 0);
    for trial in suite.trials().iter().filter(|trial| trial.name().starts_with("probe::")) {
        if !trial.name().contains(&filter) {
            continue;
        }
        match trial.run() {
            Outcome::Passed => passed += 1,
            Outcome::Ignored(reason) => println!("{} ignored: {reason}", trial.name()),
            Outcome::Failed(reason) => {
                failed += 1;
                println!("{} FAILED: {reason}", trial.name());
            }
        }
    }
    println!("{passed} probes passed; {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
