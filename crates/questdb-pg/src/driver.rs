//! The driver: what goes into a registry.

use std::sync::Arc;

use aludel_engine::{ConnectOptions, Database, Driver, Error};
use async_trait::async_trait;

use crate::database::QuestDbDatabase;

/// Opens `questdb://` URLs over the Postgres wire.
///
/// ```
/// assert_eq!(format!("{:?}", aludel_questdb_pg::driver()), "QuestDbDriver");
/// ```
pub fn driver() -> QuestDbDriver {
    QuestDbDriver
}

/// QuestDB over the Postgres wire; see [`driver`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct QuestDbDriver;

#[async_trait]
impl Driver for QuestDbDriver {
    fn schemes(&self) -> &'static [&'static str] {
        &["questdb"]
    }

    fn name(&self) -> &'static str {
        "pg"
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(Arc::new(QuestDbDatabase::open(options).await?))
    }
}
