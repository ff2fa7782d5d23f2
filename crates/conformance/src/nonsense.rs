//! What an engine says of texts that nobody understands: such words name no construct.

use std::sync::Arc;

use aludel_dialect::Dialect;
use aludel_engine::{Database, Error, ErrorClass, ServerError};

use crate::Subject;
use crate::ask::run;

/// Nonsense of every kind that a slip of the pen may make of a probe. An engine may take some of it for sense.
const TEXTS: &[&str] = &[
    // A word that begins nothing.
    "NONSENSE",
    "NONSENSE nonsense",
    "NONSENSE 'nonsense' AS nonsense",
    "NONSENSE nonsense (nonsense)",
    "NONSENSE nonsense = 1",
    "SELECT NONSENSE nonsense nonsense",
    "CREATE NONSENSE nonsense",
    "CREATE TABLE nonsense NONSENSE",
    "CREATE TABLE nonsense (a INTEGER NONSENSE)",
    "DROP NONSENSE nonsense",
    "ALTER NONSENSE nonsense",
    "ALTER TABLE nonsense NONSENSE nonsense",
    "INSERT NONSENSE nonsense",
    "INSERT INTO nonsense NONSENSE nonsense",
    "UPDATE nonsense NONSENSE nonsense",
    "DELETE NONSENSE nonsense",
    "BEGIN NONSENSE",
    // A word in the midst of others.
    "SELECT a AS b NONSENSE FROM (SELECT 1 AS a) AS x",
    "SELECT a NONSENSE 1 FROM (SELECT 1 AS a) AS x",
    "SELECT a NONSENSE (1) FROM (SELECT 1 AS a) AS x",
    "SELECT a FROM (SELECT 1 AS a) AS x NONSENSE",
    "SELECT a FROM (SELECT 1 AS a) AS x NONSENSE 1",
    "SELECT a FROM (SELECT 1 AS a) AS x NONSENSE (a)",
    "SELECT a FROM (SELECT 1 AS a) AS x WHERE a NONSENSE 1",
    "SELECT a FROM (SELECT 1 AS a) AS x WHERE a IS NONSENSE",
    "SELECT a FROM (SELECT 1 AS a) AS x GROUP BY a NONSENSE a",
    "SELECT a FROM (SELECT 1 AS a) AS x ORDER BY a NONSENSE a",
    "SELECT a FROM (SELECT 1 AS a) AS x LIMIT 1 NONSENSE 1",
    "SELECT x.a FROM (SELECT 1 AS a) AS x NONSENSE JOIN (SELECT 1 AS a) AS y ON x.a = y.a",
    "SELECT x.a FROM (SELECT 1 AS a) AS x JOIN (SELECT 1 AS a) AS y NONSENSE (a)",
    "SELECT a FROM (SELECT 1 AS a) AS x NONSENSE SELECT a FROM (SELECT 1 AS a) AS y",
    "SELECT sum(a NONSENSE a) FROM (SELECT 1 AS a) AS x",
    // A sign too many, or one too few.
    "SELECT",
    "SELECT (1",
    "SELECT 1)",
    "SELECT 1 + ",
    "SELECT 1 + * 2",
    "SELECT 'nonsense",
    "SELECT a FROM",
    // What is not there.
    "SELECT nonsense",
    "SELECT nonsense.a FROM (SELECT 1 AS a) AS x",
    "SELECT nonsense.nonsense.a FROM (SELECT 1 AS a) AS x",
    "SELECT nonsense(1)",
    "SELECT nonsense(a) FROM (SELECT 1 AS a) AS x",
    "SELECT * FROM nonsense",
    "SELECT * FROM nonsense.nonsense",
    "SELECT * FROM 'nonsense'",
    "SELECT * FROM nonsense(1)",
    "SELECT CAST(1 AS nonsense)",
    "SET nonsense = 1",
    // What does not fit.
    "SELECT upper(1, 2, 3)",
    "SELECT CAST('nonsense' AS INTEGER)",
    "SELECT nonsense, count(*) FROM (SELECT 1 AS a) AS x GROUP BY a",
    "SELECT a, b, count(*) FROM (SELECT 1 AS a, 2 AS b) AS x GROUP BY a",
    "SELECT a FROM (SELECT 1 AS a) AS x WHERE a = 'nonsense'",
];

/// The answers of one engine.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nonsense(Arc<[(&'static str, ServerError)]>);

impl Nonsense {
    /// Asks it.
    ///
    /// # Errors
    /// No connection.
    pub(crate) async fn of<S: Subject>(database: &dyn Database) -> Result<Self, Error> {
        let mut connection = database.connect().await?;
        let mut answers = Vec::with_capacity(TEXTS.len());
        for text in TEXTS {
            if let Err(error) = run(connection.as_mut(), S::Dialect::NAME, text, Vec::new()).await
                && let Some(said) = error.server()
                // Then it lacks the word SET, and names it.
                && !(text.starts_with("SET") && said.message.contains("SET"))
            {
                answers.push((*text, said.clone()));
            }
            // What it says of nonsense may have ended it.
            if connection.ping().await.is_err() {
                connection = database.connect().await?;
            }
        }
        connection.close().await?;
        Ok(Self(answers.into()))
    }

    /// A nonsense of which the engine says these words too, and all that it says of it.
    pub(crate) fn of_which_it_says(&self, class: ErrorClass, words: &str) -> Option<&(&'static str, ServerError)> {
        self.0.iter().find(|(_, said)| said.class == class && said.message.contains(words))
    }
}
