//! What the databases hold at the start, and how far they may reach.

use std::io;

use crate::native::{Database, Fault};
use crate::shared::DEFAULT_DATABASE;
use crate::sql::Fixtures;

/// DuckDB's own example, which MotherDuck's guide loads.
const WEATHER: &str = "https://raw.githubusercontent.com/duckdb/duckdb-web/main/data/weather.csv";

/// Puts files behind the addresses that the examples use.
pub(crate) fn fixtures(fixtures: &Fixtures) -> io::Result<()> {
    fixtures.put(WEATHER, include_bytes!("../data/weather.csv"))
}

/// The settings of every DuckDB here: nothing is fetched while tests run.
pub(crate) const OFFLINE: [(&str, &str); 2] =
    [("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false")];

/// Fills a new database.
pub(crate) fn fill(database: &Database) -> Result<(), Fault> {
    let mut connection = database.connect()?;
    connection.run("ATTACH ':memory:' AS my_db")?;
    connection.run("ATTACH ':memory:' AS sample_data")?;
    connection.run(include_str!("../data/hacker_news.sql"))
}

/// Runs a test's own statements in the default database.
pub(crate) fn prepare(database: &Database, statements: &[String]) -> Result<(), Fault> {
    let mut connection = database.connect()?;
    connection.run(&format!("USE {DEFAULT_DATABASE}"))?;
    statements.iter().try_for_each(|sql| connection.run(sql))
}

/// Leaves it no files but the fixtures.
pub(crate) fn confine(database: &Database, fixtures: &Fixtures) -> Result<(), Fault> {
    let mut connection = database.connect()?;
    let folder = fixtures.folder().display().to_string().replace('\'', "''");
    connection.run(&format!("SET allowed_directories = ['{folder}']"))?;
    connection.run("SET enable_external_access = false")
}
