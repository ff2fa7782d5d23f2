//! A server of its own for each trial, so that each begins with nothing in it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aludel_conformance::Opened;
use aludel_engine::{Database, Error};
use aludel_md_stand_in::{Quirks, Server, StandIn};

/// The servers of what is open, by the address of the opened engine.
static SERVERS: Mutex<Option<HashMap<usize, Server>>> = Mutex::new(None);

fn key(database: &Arc<dyn Database>) -> usize {
    Arc::as_ptr(database).cast::<()>() as usize
}

pub(crate) async fn open(settings: &[(String, String)]) -> Opened {
    let server = StandIn::builder()
        .quirks(Quirks::documented())
        .prepared("CREATE SEQUENCE work")
        .prepared("SET allow_persistent_secrets = false")
        .start();
    let server = server.map_err(|error| Error::Usage(error.to_string()))?;
    let database = aludel_conformance::open(&aludel_postgres_endpoint::driver(), &server.url("md:"), settings).await?;
    let mut servers = SERVERS.lock().unwrap_or_else(PoisonError::into_inner);
    servers.get_or_insert_default().insert(key(&database), server);
    Ok(database)
}

pub(crate) async fn close(database: Arc<dyn Database>) -> Result<(), Error> {
    let server = {
        let mut servers = SERVERS.lock().unwrap_or_else(PoisonError::into_inner);
        servers.get_or_insert_default().remove(&key(&database))
    };
    let closed = database.close().await;
    // It waits for its threads.
    tokio::task::spawn_blocking(move || drop(server)).await.map_err(|error| Error::Usage(error.to_string()))?;
    closed
}
