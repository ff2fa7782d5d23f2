//! MotherDuck's Postgres endpoint: DuckDB's SQL over the Postgres wire, behind the port of `aludel-engine`, without
//! DuckDB's library.
//!
//! [`driver`] goes into a registry and opens
//!
//! | URL | opens |
//! |---|---|
//! | `postgresql://postgres@pg.us-east-1-aws.motherduck.com:5432/md:` | the workspace, all of its databases in sight |
//! | `…/sample_data` | one database |
//! | `postgresql+psycopg://…`, `postgres://…` | the same, as it is pasted from another program |
//! | `motherduck+pg://sample_data?region=us-east-1` | a database, by its region |
//! | `host=… dbname=md:` ([`Conninfo`]) | what libpq's strings say |
//! | [`from_env()`](from_env) | what the PG* variables say, which are read nowhere else |
//!
//! | option | means | default |
//! |---|---|---|
//! | `sslmode` | `verify-full`, `verify-ca` or `require`; anything less is refused | `verify-full` |
//! | `sslrootcert` | `system`, or a file of certificates that count beside the system's | `system` |
//! | `options` | options of the session in the server's words, such as `--compatibility-mode=…` | none |
//! | `application_name` | what the server lists sessions as | `aludel` |
//! | `connect_timeout` | how long a login may take | `10s` |
//! | `statement_cache_capacity` | how many prepared statements a connection keeps, 1 to 9000 | `100` |
//!
//! The password is MotherDuck's access token: of the URL, beside it, from a [`TokenSource`] that is asked at each new
//! connection, or, for hosts of motherduck.com alone, from the variable `MOTHERDUCK_TOKEN`. At opening, the server
//! must say that it is DuckDB; another is refused with what would open it.
//!
//! # Results and parameters
//! DuckDB is asked for its own names of a result's types (`DESCRIBE`), once for each text and second, and each time for a
//! query that leaves its columns to a table (`SELECT *`). What the wire
//! would change, or has no type for, is selected as text, nested values as JSON of texts, and becomes the same Arrow
//! that DuckDB in process gives: field by field, with DuckDB's type text under `aludel.type`. A parameter travels as
//! text with a cast to its type around it; what that would change is refused before it is sent.
//!
//! # Transactions
//! The endpoint says of every session that it is idle. What is open is known here, from what was sent; `commit()`
//! after an error is an error, where DuckDB would say COMMIT and roll back.
//!
//! # Cancelling
//! A future or result that is dropped closes its connection; the next statement opens another, to which `SET`, `RESET`
//! and `USE` are said again. A session that these words don't bring back (a variable, `PRAGMA`), or that refuses them now,
//! is closed, and says so; so is one with a transaction. Whether the server goes on with what was dropped is its own matter.
//!
//! # Reading alone
//! Where every database in sight is attached to be read alone, as with a token for read scaling, what writes is refused
//! before it is sent.

mod bind;
mod calendar;
mod connection;
mod database;
mod dialect;
mod driver;
mod error;
mod insert;
mod inspect;
mod libpq;
mod plan;
mod read;
mod token;
mod url;
mod words;

pub use dialect::{MotherDuckEndpoint, NOT_PROVEN};
pub use driver::{EndpointDriver, driver};
pub use libpq::{Conninfo, from_env};
pub use token::TokenSource;
