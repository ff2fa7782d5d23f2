//! Whether a statement for which nobody waits any more has stopped on the server too.

use std::sync::Arc;
use std::time::Duration;

use aludel_dialect::Dialect;
use aludel_engine::{Database, Error};
use futures_util::future::{Either, select};

use crate::ask::{rows_text, run};
use crate::{Subject, show};

/// How long the server is left alone between two questions.
const BETWEEN: Duration = Duration::from_millis(20);

/// A statement that would run for hours, as the probe of `Cancel` has it.
#[derive(Clone, Debug)]
pub(crate) struct Endless {
    /// What it needs.
    pub(crate) given: Vec<String>,
    pub(crate) sql: String,
    /// Asks the server whether it runs.
    pub(crate) running: String,
}

/// Asks the server, on connections of its own, whether a statement runs there.
#[derive(Debug)]
pub(crate) struct Watch {
    database: Arc<dyn Database>,
    dialect: &'static str,
    session: &'static [&'static str],
    running: String,
    /// How long the server may take to begin, and to stop.
    limit: Duration,
}

impl Watch {
    pub(crate) fn new<S: Subject>(database: Arc<dyn Database>, running: &str) -> Self {
        let limit = S::TIME_LIMIT / 6;
        Self { database, dialect: S::Dialect::NAME, session: S::SESSION, running: running.to_owned(), limit }
    }

    /// How long the server may take to stop.
    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    async fn is_running(&self) -> Result<bool, String> {
        let told = |error: Error| format!("{}: {error}", self.running);
        let mut connection = self.database.connect().await.map_err(told)?;
        for sql in self.session {
            run(connection.as_mut(), self.dialect, sql, Vec::new()).await.map_err(told)?;
        }
        let rows = run(connection.as_mut(), self.dialect, &self.running, Vec::new()).await.map_err(told)?;
        connection.close().await.map_err(told)?;
        let values = rows.iter().next().map(|row| row.values()).transpose().map_err(|error| error.to_string())?;
        let first = values.unwrap_or_default().first().map(show);
        match first.as_deref() {
            Some("TRUE") => Ok(true),
            Some("FALSE") => Ok(false),
            Some(number) if number.parse::<i64>().is_ok() => Ok(number != "0"),
            _ => Err(format!("{} gives {}, neither a number nor a truth value", self.running, rows_text(&rows))),
        }
    }

    /// Waits until the server says that `work` runs there, and drops it then.
    ///
    /// # Errors
    /// It ends before, or the server does not say so.
    pub(crate) async fn drop_half_way<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<(), String> {
        let seen = async {
            while !self.is_running().await? {
                tokio::time::sleep(BETWEEN).await;
            }
            Ok(())
        };
        match tokio::time::timeout(self.limit, select(Box::pin(seen), Box::pin(work))).await {
            Ok(Either::Left((seen, _))) => seen,
            Ok(Either::Right((Ok(_), _))) => Err("the endless statement came to an end by itself".to_owned()),
            Ok(Either::Right((Err(error), _))) => Err(format!("the endless statement: {error}")),
            Err(_) => Err(format!("the engine does not say that it runs the endless statement: {}", self.running)),
        }
    }

    /// Waits until the server says that nothing runs there.
    ///
    /// # Errors
    /// It does not say so in time, as an inner one; and those of asking.
    pub(crate) async fn has_stopped(&self) -> Result<Result<(), String>, String> {
        let stopped = async {
            while self.is_running().await? {
                tokio::time::sleep(BETWEEN).await;
            }
            Ok(())
        };
        match tokio::time::timeout(self.limit, stopped).await {
            Ok(stopped) => stopped.map(Ok),
            Err(_) => Ok(Err(format!("the engine still runs it {:?} after nobody waits for it", self.limit))),
        }
    }
}
