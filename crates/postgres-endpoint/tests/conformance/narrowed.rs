//! What a token for read scaling narrows the declaration to.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use aludel_conformance::{Capabilities, ErrorClass, Narrowed, Opened, Phase};
use aludel_dialect::Construct;
use aludel_duckdb_sql::narrow_writes;
use aludel_engine::Error;
use aludel_md_stand_in::{Quirks, Server, StandIn};
use aludel_postgres_endpoint::MotherDuckEndpoint;

pub(crate) fn all() -> Vec<Narrowed> {
    let mut reading = Capabilities::of::<MotherDuckEndpoint>();
    narrow_writes(&mut reading, "it is to be read alone").expect("writes are declared");
    vec![
        Narrowed::new("read-scaling token", reading)
            .refused_as(ErrorClass::Refused, "read-only mode")
            .shown_by_writing(&[
                Construct::Transaction,
                Construct::Rollback,
                Construct::ReadYourWrites,
                Construct::Cancel,
                Construct::StatementTimeout,
            ]),
    ]
}

/// Those that were filled, by the directory that is each caller's own.
static SERVERS: Mutex<Option<HashMap<PathBuf, Server>>> = Mutex::new(None);

/// A server that is filled with a token that may write, and then read with the other.
pub(crate) async fn opened(phase: Phase, directory: &Path, settings: &[(String, String)]) -> Opened {
    let url = {
        let mut servers = SERVERS.lock().unwrap_or_else(PoisonError::into_inner);
        let servers = servers.get_or_insert_default();
        match (phase, servers.get(directory)) {
            (Phase::Asking, Some(server)) => server.url_for_reading("md:"),
            _ => {
                // Each waits for its threads.
                let done = servers.extract_if(|directory, _| !directory.exists()).collect::<Vec<_>>();
                std::thread::spawn(move || drop(done));
                let server = StandIn::builder().quirks(Quirks::documented()).start();
                let server = server.map_err(|error| Error::Usage(error.to_string()))?;
                let url = server.url("md:");
                servers.insert(directory.to_owned(), server);
                url
            }
        }
    };
    aludel_conformance::open(&aludel_postgres_endpoint::driver(), &url, settings).await
}
