//! What the databases hold at the start.

use crate::native::{Database, Fault};

/// Fills a new database.
pub(crate) fn fill(database: &Database) -> Result<(), Fault> {
    let mut connection = database.connect()?;
    connection.run("ATTACH ':memory:' AS my_db")?;
    connection.run("ATTACH ':memory:' AS sample_data")?;
    connection.run(include_str!("../data/hacker_news.sql"))
}
