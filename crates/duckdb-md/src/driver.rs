//! The driver: what goes into a registry.

use std::sync::Arc;

use aludel_engine::{ConnectOptions, Database, Driver, Error, PoolOptions, Reuse};
use async_trait::async_trait;

use crate::database::DuckDbDatabase;
use crate::motherduck::is_motherduck;
use crate::opener::{AsAsked, Opener};

/// Opens `duckdb://` URLs in this process.
///
/// ```
/// let driver = aludel_duckdb_md::driver();
/// assert!(format!("{driver:?}").starts_with("DuckDbDriver"));
/// ```
pub fn driver() -> DuckDbDriver {
    DuckDbDriver::default()
}

/// DuckDB in process; see [`driver`].
#[derive(Clone, Debug)]
pub struct DuckDbDriver {
    opener: Arc<dyn Opener>,
}

impl Default for DuckDbDriver {
    fn default() -> Self {
        Self { opener: Arc::new(AsAsked) }
    }
}

impl DuckDbDriver {
    /// The same with another last step before DuckDB.
    #[must_use]
    pub fn with_opener(self, opener: Arc<dyn Opener>) -> Self {
        Self { opener }
    }

    pub(crate) fn opener(&self) -> Arc<dyn Opener> {
        self.opener.clone()
    }
}

#[async_trait]
impl Driver for DuckDbDriver {
    fn schemes(&self) -> &'static [&'static str] {
        &["duckdb"]
    }

    fn name(&self) -> &'static str {
        "native"
    }

    /// MotherDuck's connections are used once unless a pool is asked for: it keeps an instance as long as somebody is
    /// connected, and counts its time.
    fn pool(&self, options: &ConnectOptions) -> PoolOptions {
        let reuse = if options.url().database().is_some_and(is_motherduck) { Reuse::Never } else { Reuse::WhenFree };
        PoolOptions::new().reuse(reuse)
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(Arc::new(DuckDbDatabase::open(vec![options.clone()], self.opener()).await?))
    }
}
