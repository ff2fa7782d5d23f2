//! How far a statement has come, as the server tells while it runs.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_core::stream::BoxStream;
use futures_util::StreamExt;
use futures_util::stream;
use tokio::sync::watch::{Receiver, Sender};
use tokio::time::Instant;

/// How far a statement has come: what its server counted since the statement began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The id under which the server knows the statement.
    pub query_id: String,
    /// Rows read from tables and table functions.
    pub read_rows: u64,
    /// The same in bytes, uncompressed.
    pub read_bytes: u64,
    /// How many rows are to be read, as far as the server knows; it may grow. 0: not known.
    pub total_rows_to_read: u64,
    /// Rows written, those of materialized views included.
    pub written_rows: u64,
    /// The same in bytes, uncompressed.
    pub written_bytes: u64,
    /// Bytes of memory that the statement takes; 0 before server 25.11, which does not tell.
    pub memory_usage: u64,
    /// How long the server has been at it.
    pub elapsed: Duration,
}

/// The newest progress not yet seen, as it comes. Whoever reads slowly misses what was overtaken.
pub(crate) fn events(receiver: Receiver<Option<Progress>>) -> BoxStream<'static, Progress> {
    stream::unfold(receiver, |mut receiver| async {
        loop {
            receiver.changed().await.ok()?;
            let newest = receiver.borrow_and_update().clone();
            if let Some(progress) = newest {
                return Some((progress, receiver));
            }
        }
    })
    .boxed()
}

/// Who wants to know of which statement.
#[derive(Clone, Default)]
pub(crate) struct Watchers(Arc<Registry>);

#[derive(Default)]
struct Registry {
    count: AtomicUsize,
    by_query: Mutex<HashMap<String, Watcher>>,
}

struct Watcher {
    sender: Sender<Option<Progress>>,
    heard: Instant,
}

impl Watchers {
    fn by_query(&self) -> MutexGuard<'_, HashMap<String, Watcher>> {
        self.0.by_query.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anybody watches anything.
    pub(crate) fn are_there(&self) -> bool {
        self.0.count.load(Ordering::Acquire) > 0
    }

    /// Tells `sender` of a statement until what is returned is dropped.
    pub(crate) fn watch(&self, query_id: &str, sender: Sender<Option<Progress>>) -> Watch {
        let watcher = Watcher { sender, heard: Instant::now() };
        if self.by_query().insert(query_id.to_owned(), watcher).is_none() {
            self.0.count.fetch_add(1, Ordering::AcqRel);
        }
        Watch { query_id: query_id.to_owned(), watchers: self.clone() }
    }

    /// What the server has said of a statement.
    pub(crate) fn tell(&self, query_id: &str, json: &str) {
        if let Some(watcher) = self.by_query().get_mut(query_id) {
            watcher.heard = Instant::now();
            watcher.sender.send_replace(Some(parse(query_id, json)));
        }
    }
}

/// A statement that is watched.
pub(crate) struct Watch {
    query_id: String,
    watchers: Watchers,
}

impl Watch {
    /// When the server last said something of it.
    pub(crate) fn heard(&self) -> Option<Instant> {
        self.watchers.by_query().get(&self.query_id).map(|watcher| watcher.heard)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if self.watchers.by_query().remove(&self.query_id).is_some() {
            self.watchers.0.count.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// `{"read_rows":"10","elapsed_ns":"7"}`: names and numbers, both in quotes. What is not known is left out.
fn parse(query_id: &str, json: &str) -> Progress {
    let mut progress = Progress { query_id: query_id.to_owned(), ..Progress::default() };
    let mut texts = json.split('"').skip(1).step_by(2);
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        let Ok(number) = value.parse::<u64>() else { continue };
        match name {
            "read_rows" => progress.read_rows = number,
            "read_bytes" => progress.read_bytes = number,
            "total_rows_to_read" => progress.total_rows_to_read = number,
            "written_rows" => progress.written_rows = number,
            "written_bytes" => progress.written_bytes = number,
            "memory_usage" => progress.memory_usage = number,
            "elapsed_ns" => progress.elapsed = Duration::from_nanos(number),
            _ => {}
        }
    }
    progress
}
