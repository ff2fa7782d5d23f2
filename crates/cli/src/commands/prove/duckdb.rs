//! DuckDB is in this program: it is asked in memory, with the settings of the URL, and no file is touched.

use aludel::EngineUrl;
use aludel_conformance::{Opened, Probes, Subject, async_trait, open};

use super::{Proving, scratch};

pub(crate) const PROVING: Proving = Proving {
    sweeper: |_, _, _| Ok(Box::new(scratch::Nothing)),
    ask: |asking| {
        let subject = InMemory { url: asking.url.clone(), probes: asking.probes()? };
        asking.judged(subject)
    },
};

struct InMemory {
    url: String,
    probes: Probes,
}

#[async_trait]
impl Subject for InMemory {
    type Dialect = aludel::duckdb::DuckDb;
    const ENGINE: &'static str = "DuckDB";
    const SESSION: &'static [&'static str] = &["SET TimeZone = 'UTC'"];

    fn probes(&self) -> Result<Probes, String> {
        Ok(self.probes.clone())
    }

    async fn open(&self, settings: &[(String, String)]) -> Opened {
        let url = EngineUrl::parse(&self.url)?;
        // What the person sets, and nothing of the file.
        let own = url.query().filter(|(key, _)| *key != "access_mode");
        let own = own.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let settings: Vec<_> = own.chain(settings.iter().cloned()).collect();
        open(&aludel::duckdb::driver(), "duckdb://", &settings).await
    }
}
