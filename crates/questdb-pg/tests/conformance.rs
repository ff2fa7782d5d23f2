//! Is QuestDB what it is declared to be?
#[path = "conformance/server.rs"]
mod server;
use aludel_conformance::{Opened, Subject, async_trait};
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
    async fn create(&self, engine: &Engine, table: &aludel_query::Table) -> Result<(), Error> {
        server::create(engine, table).await
    }
}

fn main() -> std::process::ExitCode {
    aludel_conformance::run(OverTheWire)
}
