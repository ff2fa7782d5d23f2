//! Writing the log into the database file.

use aludel_dialect::Capabilities;
use aludel_duckdb_sql::DuckDb;
use aludel_query::{BuildError, Effect, Prepared, Spelling, Statement};

use crate::words::Words;

/// A CHECKPOINT, made by [`checkpoint`]. It runs on an engine or a session, and in no transaction: DuckDB refuses it in one
/// that has written.
#[derive(Clone, Debug, Default)]
pub struct Checkpoint {
    database: Option<String>,
    forced: bool,
}

/// `CHECKPOINT`: writes what the log holds into the database file.
///
/// ```
/// use aludel_duckdb_md::checkpoint;
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_query::ToSql;
///
/// assert_eq!(&*checkpoint().to_sql::<DuckDb>()?.sql, "CHECKPOINT");
/// assert_eq!(&*checkpoint().of("my db").force().to_sql::<DuckDb>()?.sql, "FORCE CHECKPOINT \"my db\"");
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
pub fn checkpoint() -> Checkpoint {
    Checkpoint::default()
}

impl Checkpoint {
    /// Of this attached database instead of the current one.
    #[must_use]
    pub fn of(mut self, database: impl Into<String>) -> Self {
        self.database = Some(database.into());
        self
    }

    /// `FORCE CHECKPOINT`: also while other transactions are open. DuckDB 1.5.6 lets them go on.
    #[must_use]
    pub fn force(mut self) -> Self {
        self.forced = true;
        self
    }
}

impl Statement<DuckDb> for Checkpoint {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        let mut words = Words::new(spelling, capabilities);
        words.push(if self.forced { "FORCE CHECKPOINT" } else { "CHECKPOINT" });
        if let Some(database) = &self.database {
            words.push(" ");
            words.name(database)?;
        }
        Ok(words.prepared(Effect::Write))
    }
}
