//! A real ClickHouse server for tests, without a container: chDB's library holds the whole server, and the program
//! `clickhouse-host` of this package runs it behind ClickHouse's own HTTP interface.
//!
//! ```no_run
//! let server = aludel_clickhouse_host::Server::start()?;
//! println!("{}", server.url());
//! # Ok::<(), aludel_clickhouse_host::NotStarted>(())
//! ```
//!
//! `cargo xtask engines` fetches the library. A server listens on a free port of this machine, keeps its data in a
//! temporary folder, and goes, with the folder, when its [`Server`] is dropped or the process that started it ends.

mod server;
mod users;

pub use server::{NotStarted, Server, url_for_tests};
pub use users::{READER, TESTER, User, users_file};
