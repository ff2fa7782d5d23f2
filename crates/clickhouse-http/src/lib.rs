//! ClickHouse over HTTP, behind the port of `aludel-engine`.

mod codes;
mod connection;
mod error;
mod insert;
mod native;
mod parameter;
mod query;
mod running;
mod server;
mod transport;
mod types;
mod url;

pub use connection::ClickHouseConnection;
pub use parameter::parameter_type;
pub use server::{Access, Server};
pub use url::DIALECT;
