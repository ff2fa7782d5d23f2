//! One engine on several databases that take turns.

use std::sync::Arc;

use aludel_engine::{
    Connect, ConnectOptions, Database, Driver, Engine, EngineUrl, Error, PoolOptions, Registry, UrlError,
};
use async_trait::async_trait;

use super::connect::url_of;
use super::keys::{SESSION_NAME, canonical};
use super::path::{is_motherduck, parts};
use crate::DuckDbDriver;
use crate::database::DuckDbDatabase;

/// Opens one engine whose connections go to several databases in turn, so that several MotherDuck users or replicas share
/// the load: `["md:my_db?user=1", "md:my_db?user=2"]`, or URLs. What they hold should be the same, for nobody knows which
/// one a statement reaches.
///
/// # Errors
/// As [`connect_to_paths`], and as opening the first of them.
pub async fn engine_from_paths<P: AsRef<str>>(paths: impl IntoIterator<Item = P>) -> Result<Engine, Error> {
    connect_to_paths(DuckDbDriver::default(), paths)?.open().await
}

/// As [`engine_from_paths`], through this driver and with options beside the paths, which hold for all of them.
///
/// ```
/// use aludel_duckdb_md::{connect_to_paths, driver};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), aludel_engine::Error> {
/// let engine = connect_to_paths(driver(), [":memory:", ":memory:"])?.config("threads", 2).open().await?;
/// let one: i64 = engine.fetch_scalar(aludel_query::text("SELECT 1::BIGINT")).await?;
/// assert_eq!(one, 1);
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`UrlError::Usage`] for no path at all, and for a URL that is not of `duckdb://`; a URL that can't be read.
pub fn connect_to_paths<P: AsRef<str>>(
    driver: DuckDbDriver,
    paths: impl IntoIterator<Item = P>,
) -> Result<Connect, UrlError> {
    let urls: Result<Vec<EngineUrl>, UrlError> = paths.into_iter().map(|path| url_of(path.as_ref())).collect();
    let urls = urls?;
    if urls.iter().any(|url| url.scheme() != "duckdb" || url.driver().is_some_and(|name| name != driver.name())) {
        return Err(UrlError::Usage("the paths of one engine are all DuckDB's: `md:my_db`, a file, or `duckdb:///…`"));
    }
    let Some(first) = urls.first() else {
        return Err(UrlError::Usage("no path was given: name at least one database"));
    };
    // What names the engine holds no setting of any path, and so no secret.
    let name = first.database().and_then(|database| database.split('?').next()).unwrap_or_default();
    let label = EngineUrl::new("duckdb")?.with_database(name);
    Ok(Connect::through(Registry::new().with(InTurn { driver, urls }), label))
}

/// Opens its own URLs, with what is said beside the one that it is asked for.
#[derive(Debug)]
struct InTurn {
    driver: DuckDbDriver,
    urls: Vec<EngineUrl>,
}

#[async_trait]
impl Driver for InTurn {
    fn schemes(&self) -> &'static [&'static str] {
        self.driver.schemes()
    }

    fn name(&self) -> &'static str {
        self.driver.name()
    }

    fn pool(&self, options: &ConnectOptions) -> PoolOptions {
        // As those of them need it that keep least.
        match self.urls.iter().find(|url| url.database().is_some_and(is_motherduck)) {
            Some(url) => self.driver.pool(&ConnectOptions::new(url.clone())),
            None => self.driver.pool(options),
        }
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        let beside = options.settings().take_rest()?;
        let names_session = |url: &EngineUrl| {
            let in_database = url.database().map(parts).transpose()?.map(|parts| parts.query).unwrap_or_default();
            let keys = url.query().map(|(key, _)| key).chain(in_database.iter().map(|(key, _)| key.as_str()));
            Ok::<_, UrlError>(keys.into_iter().any(|key| canonical(key).key == SESSION_NAME))
        };
        if names_session(options.url())? {
            for url in &self.urls {
                if names_session(url)? {
                    return Err(Error::Usage(
                        "one of the engine's paths has a session name of its own: open the paths anew with another"
                            .to_owned(),
                    ));
                }
            }
        }
        let with_settings = |url: &EngineUrl| {
            let mut all = ConnectOptions::new(url.clone());
            all = options.user().into_iter().fold(all, ConnectOptions::with_user);
            all = options.password().into_iter().fold(all, ConnectOptions::with_password);
            beside.iter().fold(all, |all, (key, value)| all.with_config(key, value.clone()))
        };
        let all = self.urls.iter().map(with_settings).collect();
        Ok(Arc::new(DuckDbDatabase::open(all, self.driver.opener()).await?))
    }
}
