//! An opened endpoint: capabilities, connections.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aludel_dialect::{Capabilities, Dialect, WideningRefused};
use aludel_duckdb_sql::{Version, narrow_for_version, session_effect};
use aludel_engine::{ConnectOptions, Connection, Database, Error, Inspection, Rows, SessionEffect};
use aludel_postgres_wire::{Column, Kind, Wire, WireError};
use aludel_query::{Spelling, SqlDialect};
use async_trait::async_trait;
use futures_util::TryStreamExt;

use crate::connection::EndpointConnection;
use crate::dialect::{MotherDuckEndpoint, narrow_to_reading};
use crate::error::login_error;
use crate::inspect::EndpointInspection;
use crate::token::TokenSource;
use crate::url::Target;

/// What all connections of one engine share.
#[derive(Debug)]
pub(crate) struct EndpointDatabase {
    shared: Arc<Shared>,
    capabilities: Capabilities,
    description: String,
}

/// What connections that are out look at.
#[derive(Debug)]
pub(crate) struct Shared {
    target: Target,
    closed: AtomicBool,
    /// The tables of which it was said that there is a faster road.
    warned: Mutex<HashSet<String>>,
}

impl Shared {
    /// # Errors
    /// [`Error::Closed`] if the engine was closed.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.closed.load(Ordering::Acquire) { Err(Error::Closed("engine")) } else { Ok(()) }
    }

    /// Logs in with a token that is asked for now.
    pub(crate) async fn login(&self) -> Result<Wire, Error> {
        let mut address = self.target.address.clone();
        address.password = self.target.token.get().await?;
        Wire::connect(address).await.map_err(login_error)
    }

    /// What is asked where a login would be: it may take as long as that.
    pub(crate) async fn within_login<T>(
        &self,
        asked: impl Future<Output = Result<T, WireError>>,
    ) -> Result<T, WireError> {
        let limit = self.target.address.login_timeout;
        tokio::time::timeout(limit, asked).await.unwrap_or(Err(WireError::LoginTimeout(limit)))
    }

    /// Whether this is the first time that it is asked of the table.
    pub(crate) fn is_first(&self, table: &str) -> bool {
        self.warned.lock().unwrap_or_else(PoisonError::into_inner).insert(table.to_owned())
    }
}

impl EndpointDatabase {
    /// Logs in once, and asks who answers.
    pub(crate) async fn open(options: &ConnectOptions, source: Option<&TokenSource>) -> Result<Self, Error> {
        let target = Target::new(options, source)?;
        let shared = Arc::new(Shared { target, closed: AtomicBool::new(false), warned: Mutex::default() });
        let mut wire = shared.login().await?;
        let asked = said(&mut wire, "SELECT version() AS said");
        let version = duckdb_version(&shared.within_login(asked).await.map_err(login_error)?)?;
        let reads = match shared.within_login(said(&mut wire, READS)).await {
            Ok(said) => said == "true",
            // It does not tell, so it will refuse what is written.
            Err(WireError::Server(_)) => false,
            Err(fault) => return Err(login_error(fault)),
        };
        shared.within_login(wire.close()).await.map_err(login_error)?;
        let mut capabilities = Capabilities::of::<MotherDuckEndpoint>();
        let refused = |error: WideningRefused| Error::Usage(error.to_string());
        narrow_for_version(&mut capabilities, version).map_err(refused)?;
        if reads {
            narrow_to_reading(&mut capabilities).map_err(refused)?;
        }
        let address = &shared.target.address;
        let description = format!(
            "{} ({version}) at {}:{}/{}{}",
            MotherDuckEndpoint::NAME,
            address.host,
            address.port,
            address.database,
            if reads { ", to be read alone" } else { "" }
        );
        Ok(Self { shared, capabilities, description })
    }
}

/// Asks whether nothing can be written: the current database can't, nor any other that is kept somewhere.
const READS: &str = "SELECT CAST(bool_and(readonly) AS VARCHAR) AS said FROM duckdb_databases() \
                     WHERE NOT internal AND (path IS NOT NULL OR database_name = current_database())";

/// What the server answers to a question with one text; nothing if that is NULL.
async fn said(wire: &mut Wire, question: &str) -> Result<String, WireError> {
    let column = Column { name: "said".to_owned(), kind: Kind::Text, type_name: "VARCHAR".to_owned() };
    let answer = wire.query(question, &[], Vec::new(), vec![column]).await?;
    let schema = answer.schema().clone();
    let rows = Rows::new(schema, answer.try_collect().await?);
    let said: Vec<Option<String>> = rows.into_vec().map_err(|error| WireError::Usage(error.to_string()))?;
    Ok(said.into_iter().next().flatten().unwrap_or_default())
}

/// The version, if it is DuckDB that answers.
///
/// # Errors
/// [`Error::Usage`] that names what it is instead, and what opens that.
fn duckdb_version(said: &str) -> Result<Version, Error> {
    let first = said.split_whitespace().next().unwrap_or_default();
    if let Ok(version) = first.parse() {
        return Ok(version);
    }
    let shown: String = said.chars().take(80).collect();
    let way_out = if said.contains("QuestDB") {
        "a QuestDB is opened with questdb://"
    } else if said.contains("PostgreSQL") {
        "aludel has no backend for PostgreSQL, whose SQL is another; `sqlx` or `sea-query` speak it"
    } else {
        "the host of the endpoint is pg.<region>-aws.motherduck.com"
    };
    Err(Error::Usage(format!(
        "postgresql:// is here for MotherDuck's Postgres endpoint, which speaks DuckDB's SQL, and this server \
         says that it is \
         {shown:?}: {way_out}"
    )))
}

#[async_trait]
impl Database for EndpointDatabase {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn spelling(&self) -> &dyn Spelling {
        MotherDuckEndpoint::spelling()
    }

    fn session_effect(&self, sql: &str) -> SessionEffect {
        match session_effect(sql) {
            // Of a query that is selected from once more, the order would be lost.
            SessionEffect::None | SessionEffect::Transaction => session_effect(sql),
            _ if sql.to_ascii_lowercase().contains("preserve_insertion_order") => SessionEffect::ChangesMeaning,
            other => other,
        }
    }

    fn inspection(&self) -> &dyn Inspection {
        &EndpointInspection
    }

    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        self.shared.check()?;
        Ok(Box::new(EndpointConnection::new(self.shared.login().await?, self.shared.clone())))
    }

    async fn close(&self) -> Result<(), Error> {
        self.shared.closed.store(true, Ordering::Release);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_server_is_refused_with_what_opens_it() {
        assert_eq!(duckdb_version("v1.5.6").ok(), Some(Version::new(1, 5, 6)));
        for (said, words) in [
            ("PostgreSQL 16.2 on x86_64-pc-linux-gnu", "no backend for PostgreSQL"),
            ("PostgreSQL 12.3, compiled by Visual C++ build 1914, 64-bit, QuestDB", "questdb://"),
            ("", "pg.<region>-aws.motherduck.com"),
        ] {
            let error = duckdb_version(said).expect_err(said).to_string();
            assert!(error.contains(words) && error.contains("DuckDB's SQL"), "{error}");
        }
    }
}
