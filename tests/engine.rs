//! What an engine promises to those who hold one, on embedded DuckDB: opening, running, pooling, sessions, transactions,
//! time limits, cancellation, and what never leaks.

#![allow(clippy::panic, unreachable_pub, reason = "tests fail by panicking; their modules are private")]

#[path = "engine/cancel.rs"]
mod cancel;
#[path = "engine/connect.rs"]
mod connect;
#[path = "engine/lost.rs"]
mod lost;
#[path = "engine/pool.rs"]
mod pool;
#[path = "engine/prepare.rs"]
mod prepare;
#[path = "engine/run.rs"]
mod run;
#[path = "engine/runtime.rs"]
mod runtime;
#[path = "engine/secrets.rs"]
mod secrets;
#[path = "engine/session.rs"]
mod session;
#[path = "engine/support.rs"]
mod support;
#[path = "engine/timeout.rs"]
mod timeout;
#[path = "engine/transaction.rs"]
mod transaction;
#[path = "engine/words.rs"]
mod words;
