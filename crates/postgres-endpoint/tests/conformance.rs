//! Is MotherDuck's Postgres endpoint what it is declared to be? Asked of a server that imitates it over DuckDB.
#[path = "conformance/narrowed.rs"]
mod narrowed;
#[path = "conformance/server.rs"]
mod server;
use aludel_conformance::{Narrowed, Opened, Phase, Subject, async_trait};
use aludel_engine::{Database, Error};

struct OverTheWire;
#[async_trait]
impl Subject for OverTheWire {
    type Dialect = aludel_postgres_endpoint::MotherDuckEndpoint;
    const ENGINE: &'static str = "the stand-in, DuckDB";
    const NOT_PROVEN: &'static [aludel_dialect::Construct] = aludel_postgres_endpoint::NOT_PROVEN;
    const GOLDEN: &'static str = "../conformance/golden";
    const SESSION: &'static [&'static str] = &["SET TimeZone = 'UTC'"];
    async fn open(&self, settings: &[(String, String)]) -> Opened {
        server::open(settings).await
    }
    async fn close(&self, database: std::sync::Arc<dyn Database>) -> Result<(), Error> {
        server::close(database).await
    }
    fn narrowed(&self) -> Vec<Narrowed> {
        narrowed::all()
    }
    async fn open_narrowed(
        &self,
        _: &Narrowed,
        phase: Phase,
        at: &std::path::Path,
        settings: &[(String, String)],
    ) -> Opened {
        narrowed::opened(phase, at, settings).await
    }
}

fn main() -> std::process::ExitCode {
    aludel_conformance::run(OverTheWire)
}
