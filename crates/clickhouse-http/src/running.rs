//! Which query of a connection runs, and how it is ended when nobody wants it any more.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aludel_engine::{Error, ErrorClass, ServerError};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::transport::{Request, Transport};

/// How often a query is looked for that the server may not have begun yet, and how long it is waited in between.
const ATTEMPTS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(20);

/// The requests of a connection: how many are under way, and which were abandoned and not yet seen to end.
#[derive(Clone, Default)]
pub(crate) struct Requests(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    under_way: usize,
    endings: Vec<Ending>,
}

enum Ending {
    /// Being ended by a task.
    Task(JoinHandle<Result<(), Error>>),
    /// To be ended: nobody could do it when it was abandoned.
    Open(String),
}

impl Requests {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a result is still being read.
    pub(crate) fn are_under_way(&self) -> bool {
        self.state().under_way > 0
    }

    /// Waits until all that was abandoned has stopped.
    pub(crate) async fn settle(&self, transport: &Transport) -> Result<(), Error> {
        let endings = std::mem::take(&mut self.state().endings);
        for ending in endings {
            match ending {
                Ending::Task(task) => match task.await {
                    Ok(ended) => ended?,
                    Err(error) => return Err(Error::Server(ServerError::new(ErrorClass::Internal, error.to_string()))),
                },
                Ending::Open(query_id) => end(transport, &query_id).await?,
            }
        }
        Ok(())
    }
}

/// A query that runs. Dropped before it is [finished](Self::finish), it is ended on the server.
pub(crate) struct Running {
    query_id: Option<String>,
    transport: Transport,
    requests: Requests,
}

impl Running {
    pub(crate) fn new(query_id: &str, transport: &Transport, requests: &Requests) -> Self {
        requests.state().under_way += 1;
        Self { query_id: Some(query_id.to_owned()), transport: transport.clone(), requests: requests.clone() }
    }

    /// The server has answered to the end.
    pub(crate) fn finish(mut self) {
        self.query_id = None;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let mut state = self.requests.state();
        state.under_way = state.under_way.saturating_sub(1);
        let Some(query_id) = self.query_id.take() else { return };
        let ending = match Handle::try_current() {
            Ok(runtime) => {
                let transport = self.transport.clone();
                Ending::Task(runtime.spawn(async move { end(&transport, &query_id).await }))
            }
            Err(_) => Ending::Open(query_id),
        };
        state.endings.push(ending);
    }
}

/// Ends a query and waits until it has. That it had ended by itself is as good.
async fn end(transport: &Transport, query_id: &str) -> Result<(), Error> {
    for attempt in 0..ATTEMPTS {
        let kill = Request::new(format!("KILL QUERY WHERE query_id = '{}' SYNC", query_id.replace(['\\', '\''], "")));
        let mut answer = transport.send(&kill, "TSV")?;
        let mut found = false;
        while let Some(bytes) = answer.next().await? {
            found |= !bytes.as_ref().is_empty();
        }
        if found {
            return Ok(());
        }
        // It has ended, or not begun.
        if attempt + 1 < ATTEMPTS {
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(())
}
