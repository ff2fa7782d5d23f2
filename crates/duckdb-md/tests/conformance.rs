//! Is DuckDB what it is declared to be?
#[path = "conformance/by_hand.rs"]
mod by_hand;
#[path = "conformance/narrowed.rs"]
mod narrowed;
use aludel_conformance::{ByHand, Narrowed, Opened, Phase, Subject, async_trait, open};
use narrowed::Path;
struct InProcess;
#[async_trait]
impl Subject for InProcess {
    type Dialect = aludel_duckdb_sql::DuckDb;
    const ENGINE: &'static str = "DuckDB";
    const GOLDEN: &'static str = "../conformance/golden";
    const SESSION: &'static [&'static str] = &["SET TimeZone = 'UTC'"];
    async fn open(&self, settings: &[(String, String)]) -> Opened {
        open(&aludel_duckdb_md::driver(), "duckdb://", settings).await
    }
    fn by_hand(&self) -> Vec<ByHand> {
        by_hand::ALL.to_vec()
    }
    fn narrowed(&self) -> Vec<Narrowed> {
        narrowed::all()
    }
    async fn open_narrowed(&self, _: &Narrowed, phase: Phase, at: &Path, settings: &[(String, String)]) -> Opened {
        narrowed::opened(phase, at, settings).await
    }
}
fn main() -> std::process::ExitCode {
    by_hand::in_child().unwrap_or_else(|| aludel_conformance::run(InProcess))
}
