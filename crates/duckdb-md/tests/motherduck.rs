//! MotherDuck up to the network: what DuckDB is opened with, seen by an opener that opens a database in memory instead.
mod common;
#[path = "motherduck/engines.rs"]
mod engines;
#[path = "motherduck/hybrid.rs"]
mod hybrid;
#[path = "motherduck/log.rs"]
mod log;
#[path = "motherduck/opener.rs"]
mod opener;
#[path = "motherduck/page.rs"]
mod page;
#[path = "motherduck/paths.rs"]
mod paths;
#[path = "motherduck/token.rs"]
mod token;
#[path = "motherduck/twins.rs"]
mod twins;
