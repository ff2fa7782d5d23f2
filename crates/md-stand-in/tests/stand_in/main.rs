//! The stand-in, seen through sqlx, which is what the client uses, and through the protocol itself, for what sqlx
//! hides.

#![allow(clippy::unwrap_used, clippy::panic)]

mod cancel;
mod login;
mod program;
mod quirks;
mod raw;
mod refusals;
mod remote;
mod resets;
mod start;
mod transactions;
mod types;

use aludel_md_stand_in::{Quirks, Server, StandIn};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};

fn started(quirks: Quirks) -> Server {
    StandIn::builder().quirks(quirks).start().unwrap()
}

async fn connected(server: &Server, database: &str) -> PgConnection {
    let options: PgConnectOptions = server.url(database).parse().unwrap();
    PgConnection::connect_with(&options).await.unwrap()
}
