//! The driver: what goes into a registry.

use std::sync::Arc;

use aludel_engine::{ConnectOptions, Database, Driver, Error};
use async_trait::async_trait;

use crate::database::DuckDbDatabase;

/// Opens `duckdb://` URLs in this process.
///
/// ```
/// assert_eq!(format!("{:?}", aludel_duckdb_md::driver()), "DuckDbDriver");
/// ```
pub fn driver() -> DuckDbDriver {
    DuckDbDriver
}

/// DuckDB in process; see [`driver`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct DuckDbDriver;

#[async_trait]
impl Driver for DuckDbDriver {
    fn schemes(&self) -> &'static [&'static str] {
        &["duckdb"]
    }

    fn name(&self) -> &'static str {
        "native"
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(Arc::new(DuckDbDatabase::open(options).await?))
    }
}
