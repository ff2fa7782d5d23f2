//! Is SQLite what it is declared to be?
use aludel_conformance::{Opened, Subject, async_trait, open};

struct Sqlite;

#[async_trait]
impl Subject for Sqlite {
    type Dialect = aludel_sqlite::Sqlite;
    const ENGINE: &'static str = "SQLite";
    const VERSION: &'static str = "SELECT sqlite_version()";
    async fn open(&self, settings: &[(String, String)]) -> Opened {
        open(&aludel_sqlite::driver(), "sqlite://", settings).await
    }
}

fn main() -> std::process::ExitCode {
    aludel_conformance::run(Sqlite)
}
