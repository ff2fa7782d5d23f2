//! The driver, and an opened server behind the port.

use std::sync::Arc;

use aludel_dialect::{Capabilities, Dialect};
use aludel_engine::{
    ConnectOptions, Connection, Database, Driver, Error, ErrorClass, Inspection, ServerError, SessionEffect,
};
use aludel_query::{Spelling, SqlDialect};
use async_trait::async_trait;

use crate::Server;
use crate::dialect::{ClickHouse, narrow_for_access, narrow_for_version};
use crate::inspect::ClickHouseInspection;

/// Opens `clickhouse://` URLs over HTTP.
///
/// ```
/// assert_eq!(format!("{:?}", aludel_clickhouse_http::driver()), "ClickHouseDriver");
/// ```
pub fn driver() -> ClickHouseDriver {
    ClickHouseDriver
}

/// ClickHouse over HTTP; see [`driver`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct ClickHouseDriver;

#[async_trait]
impl Driver for ClickHouseDriver {
    fn schemes(&self) -> &'static [&'static str] {
        ClickHouse::SCHEMES
    }

    fn name(&self) -> &'static str {
        "http"
    }

    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        let server = Server::open(options).await?;
        let mut capabilities = Capabilities::of::<ClickHouse>();
        let widened = |error: aludel_dialect::WideningRefused| {
            Error::Server(ServerError::new(ErrorClass::Internal, error.to_string()))
        };
        narrow_for_version(&mut capabilities, server.version()).map_err(widened)?;
        narrow_for_access(&mut capabilities, server.access()).map_err(widened)?;
        let host = options.url().host().unwrap_or("localhost");
        let description = format!("{} {} at {host}", ClickHouse::NAME, server.version());
        let inspection = ClickHouseInspection::new(server.unzoned());
        Ok(Arc::new(ClickHouseDatabase { server, capabilities, inspection, description }))
    }
}

/// What all connections of one engine share.
#[derive(Debug)]
struct ClickHouseDatabase {
    server: Arc<Server>,
    capabilities: Capabilities,
    inspection: ClickHouseInspection,
    description: String,
}

#[async_trait]
impl Database for ClickHouseDatabase {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn spelling(&self) -> &dyn Spelling {
        ClickHouse::spelling()
    }

    fn session_effect(&self, sql: &str) -> SessionEffect {
        session_effect(sql)
    }

    fn inspection(&self) -> &dyn Inspection {
        &self.inspection
    }

    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        self.server.check_open()?;
        Ok(Box::new(self.server.connect()))
    }

    async fn close(&self) -> Result<(), Error> {
        self.server.close();
        Ok(())
    }
}

/// Statements that leave nothing behind in the session, by their first word.
const STATELESS: [&str; 26] = [
    "select", "with", "from", "values", "insert", "update", "delete", "alter", "truncate", "drop", "undrop", "rename",
    "exchange", "describe", "desc", "show", "explain", "exists", "check", "optimize", "system", "kill", "grant",
    "revoke", "detach", "attach",
];

/// What running `sql` does to its session. The server takes one statement at a time.
fn session_effect(sql: &str) -> SessionEffect {
    let mut words = sql.split(|char: char| !char.is_alphanumeric() && char != '_').filter(|word| !word.is_empty());
    if sql.trim_start_matches([' ', '\t', '\r', '\n', '(']).starts_with(['-', '/', '#']) {
        return SessionEffect::MayStay;
    }
    let first = words.next().unwrap_or_default().to_ascii_lowercase();
    match first.as_str() {
        "" => SessionEffect::None,
        "begin" | "start" | "commit" | "rollback" => SessionEffect::Transaction,
        "set" | "use" => SessionEffect::ForSession,
        "create" if words.take(4).any(|word| word.eq_ignore_ascii_case("temporary")) => SessionEffect::ForSession,
        "create" => SessionEffect::None,
        known if STATELESS.contains(&known) => SessionEffect::None,
        _ => SessionEffect::MayStay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_in_a_session_is_known() {
        for (sql, effect) in [
            ("SELECT 1", SessionEffect::None),
            ("(SELECT 1)", SessionEffect::None),
            ("SET max_threads = 1", SessionEffect::ForSession),
            ("create or replace temporary table t (a Int8)", SessionEffect::ForSession),
            ("CREATE TABLE temporary (a Int8)", SessionEffect::ForSession),
            ("CREATE TABLE t (a Int8)", SessionEffect::None),
            ("BEGIN TRANSACTION", SessionEffect::Transaction),
            ("-- SELECT\nSET a = 1", SessionEffect::MayStay),
            ("EXECUTE AS x", SessionEffect::MayStay),
        ] {
            assert_eq!(session_effect(sql), effect, "{sql}");
        }
    }
}
