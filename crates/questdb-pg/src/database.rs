//! An opened server: capabilities, connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aludel_dialect::{Capabilities, Dialect};
use aludel_engine::{ConnectOptions, Connection, Database, Error, ErrorClass, Inspection, ServerError, SessionEffect};
use aludel_postgres_wire::{Column, Kind, Wire};
use aludel_query::{Spelling, SqlDialect};
use async_trait::async_trait;

use crate::access;
use crate::connection::QuestDbConnection;
use crate::dialect::QuestDb;
use crate::error::error;
use crate::inspect::QuestDbInspection;
use crate::url::Target;
use crate::visibility::rows;
use crate::words::{self, Action};

/// What all connections of one engine share.
#[derive(Debug)]
pub(crate) struct QuestDbDatabase {
    target: Target,
    capabilities: Capabilities,
    inspection: QuestDbInspection,
    description: String,
    closed: Arc<Closed>,
}

/// Whether the engine was closed; connections that are out look here.
#[derive(Debug, Default)]
pub(crate) struct Closed(AtomicBool);

impl Closed {
    /// # Errors
    /// [`Error::Closed`] if it was.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.0.load(Ordering::Acquire) { Err(Error::Closed("engine")) } else { Ok(()) }
    }
}

impl QuestDbDatabase {
    /// Logs in once, and asks for the version, what the user may do, and what the server tells of its tables.
    pub(crate) async fn open(options: &ConnectOptions) -> Result<Self, Error> {
        let target = Target::new(options)?;
        let mut wire = Wire::connect(target.address.clone()).await.map_err(error)?;
        let column = Column { name: "build".to_owned(), kind: Kind::Text, type_name: "STRING".to_owned() };
        let build: Vec<String> = rows(&mut wire, "SELECT build()", vec![column]).await?;
        let mut capabilities = Capabilities::of::<QuestDb>();
        let widened = |error: aludel_dialect::WideningRefused| {
            Error::Server(ServerError::new(ErrorClass::Internal, error.to_string()))
        };
        access::narrow_for_access(&mut capabilities, access::ask(&mut wire).await?).map_err(widened)?;
        let inspection = QuestDbInspection::of(&mut wire).await?;
        wire.close().await.map_err(error)?;
        let version = build.first().and_then(|text| version_in(text)).unwrap_or("of unknown version");
        let description = format!("{} {version} at {}:{}", QuestDb::NAME, target.address.host, target.address.port);
        Ok(Self { target, capabilities, inspection, description, closed: Arc::default() })
    }
}

/// `9.3.4` of `Build Information: QuestDB 9.3.4, JDK 17, Commit Hash …`.
fn version_in(build: &str) -> Option<&str> {
    build.split_once("QuestDB ")?.1.split(',').next().map(str::trim).filter(|version| !version.is_empty())
}

#[async_trait]
impl Database for QuestDbDatabase {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn spelling(&self) -> &dyn Spelling {
        QuestDb::spelling()
    }

    /// A session holds nothing but its transaction: SET is taken, and does nothing.
    fn session_effect(&self, sql: &str) -> SessionEffect {
        match words::action(sql) {
            Action::Transaction => SessionEffect::Transaction,
            _ => SessionEffect::None,
        }
    }

    fn inspection(&self) -> &dyn Inspection {
        &self.inspection
    }

    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        self.closed.check()?;
        let wire = Wire::connect(self.target.address.clone()).await.map_err(error)?;
        Ok(Box::new(QuestDbConnection::new(wire, &self.target, self.closed.clone())))
    }

    async fn close(&self) -> Result<(), Error> {
        self.closed.0.store(true, Ordering::Release);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_version_is_read() {
        assert_eq!(version_in("Build Information: QuestDB 9.3.4, JDK 24.0.2, Commit Hash 9ea"), Some("9.3.4"));
        assert_eq!(version_in("something else"), None);
    }
}
