//! A real QuestDB server for tests, without a container: the server's own archive, run by a Java runtime.
//!
//! ```no_run
//! let server = aludel_questdb_host::HOST.start()?;
//! println!("{}", server.url());
//! # Ok::<(), aludel_test_server::NotStarted>(())
//! ```
//!
//! `cargo xtask engines` fetches both. A server listens on a free port of this machine, keeps its data in a temporary
//! folder, and goes, with the folder, when its [`Server`](aludel_test_server::Server) is dropped or the process that started it ends.

pub mod java;

use aludel_test_server::Host;

/// The program of this package. Its servers have the URL `questdb://admin:quest@127.0.0.1:<port>/qdb`; `QUESTDB_URL`
/// names the person's own.
pub static HOST: Host = Host::new("QuestDB", env!("CARGO_PKG_NAME"), "questdb-host", "QUESTDB_URL");

/// The user who may read and write: the server's own defaults.
pub const ADMIN: User = User { name: "admin", password: "quest" };

/// A user who may only read.
pub const READER: User = User { name: "reader", password: "re@ds/only%" };

/// The file that holds the server, in the folder that `cargo xtask engines` fills.
pub const ARCHIVE: &str = "questdb-9.3.4.jar";

/// A user of the test server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    /// The name to log in with.
    pub name: &'static str,
    /// The password in plain text: the server listens on this machine only, and lives as long as a test.
    pub password: &'static str,
}
