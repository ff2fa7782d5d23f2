//! ClickHouse over HTTP, behind the port of `aludel-engine`.
//!
//! [`driver`] goes into a registry. Below it, [`Server::open`] reads the options and asks the server who it is;
//! [`Server::connect`] gives connections with the port's verbs. [`Options`] says what a URL says, with types.
//! [`ClickHouse`] is the declaration, [`ClickHouseSpelling`] the text.
//!
//! | URL | opens |
//! |---|---|
//! | `clickhouse://user:password@host/database` | port 8123 by HTTP; `clickhousedb://` and `clickhousedb+connect://` are the same |
//! | `clickhouse+https://host`, `clickhouse://host?secure=true`, `clickhouse://host:8443` | port 8443 by TLS |
//!
//! | option | is |
//! |---|---|
//! | `compression` or `compress` | `lz4` (the default), `zstd`, `true`, `false` |
//! | `connect_timeout`, `send_receive_timeout` | 10 s to connect, TLS included; 300 s in which the server may be silent |
//! | `query_retries` | how often a statement that only reads is tried again when the server is not there for a moment: 0 |
//! | `session_id`, `autogenerate_session_id` | a session for each connection, unless one is named or it is `false` |
//! | `session_timeout` | how long a session lives in which nothing is asked: an hour, the most that servers allow by default |
//! | `access_token` | a JSON web token in the place of user and password |
//! | `database`, `user`, `password` | as in the URL |
//! | `secure`, `interface` | whether by TLS, said in another way |
//! | `ca_cert` | who vouches for the server: a PEM file, or `certifi` (the default), which is Mozilla's roots, built in |
//! | `client_cert`, `client_cert_key` | PEM files with a certificate and its key, which may be in one |
//! | `tls_mode` | `mutual`: the certificate stands for the password; `proxy` or `strict`: it does not |
//! | `server_host_name` | the name in the server's certificate, if that is not the host's |
//! | `http_proxy`, `https_proxy` | the proxy, `http://user:password@host:port`, without TLS and with it |
//! | `proxy_path`, `headers`, `client_name` | the path before the server's, `Name: value`, and a name for the server's log |
//! | anything else, and what begins with `ch_` | a setting of the server, which must know it |
//!
//! Options of clickhouse-connect that have no meaning here, or none yet, are refused by name and with a reason; none is
//! taken for a setting of the server.
//!
//! Everything is asynchronous: no thread waits for the server. A result is decoded as it arrives, a block at a time.
//! Dropping it, or the future of a statement, ends the query on the server; `settle` waits until it has.

mod codes;
mod connection;
mod connector;
mod database;
mod dialect;
mod error;
mod functions;
mod insert;
mod inspect;
mod native;
mod options;
mod parameter;
mod probes;
mod progress;
mod query;
mod retry;
mod running;
mod server;
mod spelling;
mod table;
mod transport;
mod types;
mod url;

pub use connection::ClickHouseConnection;
pub use database::{ClickHouseDriver, driver};
pub use dialect::{ClickHouse, narrow_for_access, narrow_for_version};
pub use insert::{AsyncInsert, InsertOptions};
pub use inspect::ClickHouseInspection;
pub use options::{ClientCertificateFor, Compression, Options, SessionId, Tls};
pub use parameter::parameter_type;
pub use probes::PROBES;
pub use progress::Progress;
pub use server::{Access, Server};
pub use spelling::ClickHouseSpelling;
pub use table::{ClickHouseColumn, ClickHouseTable};
pub use url::DIALECT;
