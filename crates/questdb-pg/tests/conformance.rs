//! Is QuestDB what it is declared to be?
#[path = "conformance/narrowed.rs"]
mod narrowed;
#[path = "conformance/server.rs"]
mod server;
use aludel_conformance::{Narrowed, Opened, Phase, Subject, async_trait};
use aludel_engine::{Database, Engine, Error};

struct OverTheWire;
#[async_trait]
impl Subject for OverTheWire {
    type Dialect = aludel_questdb_pg::QuestDb;
    const ENGINE: &'static str = "QuestDB";
    const VERSION: &'static str = "SELECT split_part(split_part(build(), ',', 1), ' ', 4)";
    const GOLDEN: &'static str = "../conformance/golden";
    async fn open(&self, settings: &[(String, String)]) -> Opened {
        server::open(settings).await
    }
    async fn close(&self, database: std::sync::Arc<dyn Database>) -> Result<(), Error> {
        server::close(database).await
    }
    fn missing(&self) -> Option<String> {
        server::missing()
    }
    fn narrowed(&self) -> Vec<Narrowed> {
        narrowed::all()
    }
    async fn open_narrowed(
        &self,
        _: &Narrowed,
        phase: Phase,
        _: &std::path::Path,
        settings: &[(String, String)],
    ) -> Opened {
        narrowed::opened(phase, settings).await
    }
    async fn create(&self, engine: &Engine, table: &aludel_query::Table) -> Result<(), Error> {
        server::create(engine, table).await
    }
}

fn main() -> std::process::ExitCode {
    aludel_conformance::run(OverTheWire)
}
