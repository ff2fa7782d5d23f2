//! Real servers for tests, without a container.
//!
//! Each server has a *host*, a small program of this workspace that runs it until its standard input ends and says in
//! one line where it listens. [`Host`] is how tests start one; [`host`] holds what such programs have in common.

pub mod host;
mod server;

pub use server::{Host, NotStarted, Server};
