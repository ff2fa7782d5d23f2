//! An opener that keeps what it receives, and opens a database in memory that stands in for MotherDuck's.

use std::sync::{Arc, Mutex, PoisonError};

use aludel_duckdb_md::{DuckDbDriver, Opener, Opening, driver};
use aludel_engine::{Connect, Engine, Error, IntoUrl, Registry};

/// What was received: path, and settings in order of their keys without the user agent.
pub(crate) type Received = (String, Vec<(String, String)>);

#[derive(Clone, Debug, Default)]
pub(crate) struct InMemory {
    received: Arc<Mutex<Vec<Opening>>>,
}

impl Opener for InMemory {
    fn open(&self, asked: Opening) -> Result<Opening, Error> {
        let path = asked.path().to_owned();
        let mut opening = Opening::new(":memory:");
        for (key, value) in asked.settings() {
            if !key.starts_with("motherduck_") {
                opening = opening.setting(key, value.clone());
            }
        }
        self.received.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
        let database = path.split('?').next().unwrap_or_default();
        let name = database.split_once(':').map_or("", |(_, name)| name);
        let opened = format!("CREATE TABLE opened AS SELECT '{}' AS path", path.replace('\'', "''"));
        Ok(match name {
            "" => opening.statement(opened),
            name => opening
                .statement(format!("ATTACH ':memory:' AS \"{name}\""))
                .statement(format!("USE \"{name}\"; {opened}"))
                .on_connect(format!("USE \"{name}\"")),
        })
    }
}

impl InMemory {
    pub(crate) fn driver(&self) -> DuckDbDriver {
        driver().with_opener(Arc::new(self.clone()))
    }

    pub(crate) fn connect(&self, url: impl IntoUrl) -> Connect {
        Connect::through(Registry::new().with(self.driver()), url)
    }

    pub(crate) fn openings(&self) -> Vec<Opening> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was received last.
    pub(crate) fn last(&self) -> Received {
        let Some(last) = self.openings().pop() else { return Received::default() };
        let setting = |(key, value): (&str, &aludel_engine::SettingValue)| (key.to_owned(), value.to_string());
        let mut settings: Vec<_> = last.settings().map(setting).filter(|(key, _)| key != "custom_user_agent").collect();
        settings.sort();
        (last.path().to_owned(), settings)
    }
}

/// What an engine opened by `connect` received, once it has answered a query.
pub(crate) async fn received(opener: &InMemory, connect: Connect) -> Result<Received, Error> {
    let engine: Engine = connect.open().await?;
    let path: String = engine.fetch_scalar(aludel_query::text("SELECT path FROM opened")).await?;
    let received = opener.last();
    assert_eq!(path, received.0);
    Ok(received)
}

/// A `Received` to compare with.
pub(crate) fn expected(path: &str, settings: &[(&str, &str)]) -> Received {
    (path.to_owned(), settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}
