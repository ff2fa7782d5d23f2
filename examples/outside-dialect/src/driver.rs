//! The driver: what goes into a registry.

use std::sync::Arc;

use aludel_engine::{ConnectOptions, Database, Driver, Error};
use async_trait::async_trait;

use crate::database::SqliteDatabase;

/// Opens `sqlite://` URLs.
pub fn driver() -> SqliteDriver {
    SqliteDriver
}

/// SQLite in this process; see [`driver`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SqliteDriver;

#[async_trait]
impl Driver for SqliteDriver {
    fn schemes(&self) -> &'static [&'static str] {
        &["sqlite"]
    }

    fn name(&self) -> &'static str {
        "sqlx"
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(Arc::new(SqliteDatabase::open(options).await?))
    }
}
