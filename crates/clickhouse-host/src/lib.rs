//! A real ClickHouse server for tests, without a container: chDB's library holds the whole server, and the program
//! `clickhouse-host` of this package runs it behind ClickHouse's own HTTP interface.
//!
//! ```no_run
//! let server = aludel_clickhouse_host::HOST.start()?;
//! println!("{}", server.url());
//! # Ok::<(), aludel_test_server::NotStarted>(())
//! ```
//!
//! `cargo xtask engines` fetches the library. A server listens on a free port of this machine, keeps its data in a
//! temporary folder, and goes, with the folder, when its [`Server`](aludel_test_server::Server) is dropped or the process that started it ends.

mod users;

use aludel_test_server::Host;

pub use users::{ANALYST, READER, TESTER, User, users_file};

/// The program of this package. Its servers have the URL `http://127.0.0.1:<port>`, for the user `default` without
/// password and the users below; `CLICKHOUSE_URL` names the person's own.
pub static HOST: Host = Host::new("ClickHouse", env!("CARGO_PKG_NAME"), "clickhouse-host", "CLICKHOUSE_URL");
