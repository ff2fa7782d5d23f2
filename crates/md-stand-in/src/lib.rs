//! A stand-in for MotherDuck's Postgres endpoint, for tests, examples and the demo.
//!
//! It serves DuckDB over the Postgres wire, with TLS and a token, and imitates the ways in which the endpoint is
//! known to differ from a Postgres server; each is a [`Quirk`] that can be switched off. What it can't show is how
//! the service behaves where nobody has said so: see `docs/design.md`.
//!
//! ```
//! use aludel_md_stand_in::{Quirks, StandIn};
//!
//! let server = StandIn::builder().quirks(Quirks::documented()).token("a token").start()?;
//! assert!(server.url("md:").starts_with("postgresql://postgres:a%20token@localhost:"));
//! # Ok::<(), aludel_md_stand_in::NotStarted>(())
//! ```
//!
//! A second token is for read scaling: [`Server::url_for_reading`] has it. It reaches a replica, what the databases held at the
//! login, attached to be read alone.
//!
//! It has one DuckDB in memory with the databases `my_db` (empty, the one of `md:`) and `sample_data`
//! (`hn.hacker_news`, a few rows); each connection is one connection of DuckDB's, so that transactions are real.

mod certificates;
mod connection;
mod data;
mod failure;
mod faults;
mod folder;
mod journal;
mod native;
mod quirks;
mod replica;
mod server;
mod session;
mod shared;
mod sql;
mod wire;
mod worker;

pub use certificates::Certificate;
pub use faults::Moment;
pub use journal::Login;
pub use quirks::{Quirk, Quirks};
pub use server::{Builder, NotStarted, Server, StandIn};
