//! Is ClickHouse what it is declared to be?
#[path = "conformance/narrowed.rs"]
mod narrowed;
#[path = "conformance/server.rs"]
mod server;
use aludel_conformance::{Narrowed, Opened, Phase, Subject, async_trait};
use server::{Closed, Path, Shared};
struct OverHttp;
#[async_trait]
impl Subject for OverHttp {
    type Dialect = aludel_clickhouse_http::ClickHouse;
    const ENGINE: &'static str = "ClickHouse";
    const GOLDEN: &'static str = "../conformance/golden";
    async fn open(&self, settings: &[(String, String)]) -> Opened {
        server::open(settings).await
    }
    async fn close(&self, database: Shared) -> Closed {
        server::close(database).await
    }
    fn narrowed(&self) -> Vec<Narrowed> {
        narrowed::all()
    }
    async fn open_narrowed(&self, to: &Narrowed, phase: Phase, at: &Path, settings: &[(String, String)]) -> Opened {
        narrowed::opened(to, phase, at, settings).await
    }
}
fn main() -> std::process::ExitCode {
    aludel_conformance::run(OverHttp)
}
