//! One thread for each connection, which does one command after the other.
//!
//! DuckDB is synchronous; its calls never run on a thread of the async runtime. A command is a closure that goes to
//! the connection's thread and answers through a oneshot. Dropping the future, or the stream of a result, cancels that
//! command and no other: commands have numbers, and [`Interrupter`] interrupts by number.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc as thread_channel;
use std::task::{Context, Poll, ready};
use std::thread;
use std::vec;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use tokio::sync::{mpsc, oneshot};

use crate::native::{Cursor, Database, Fault, Interrupter, Session};

/// Why a worker did not answer with a result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command failed.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The thread panicked; the connection is gone.
    #[error("the connection's thread panicked")]
    Panicked,
    /// The thread has ended.
    #[error("the connection is closed")]
    Closed,
    /// This process is a fork of the one that opened the database.
    #[error("opened before a fork")]
    Forked,
}

/// DuckDB walks nested statements by recursion; its own limit (`max_expression_depth`, 1000 unless set) needs more
/// than a thread's usual 2 MiB. Pages that are not touched cost nothing.
const STACK: usize = 64 << 20;

/// How many batches, or bytes, may wait for a slow reader.
const WAITING_BATCHES: usize = 16;
const WAITING_BYTES: usize = 4 << 20;

type Command = Box<dyn FnOnce(&mut Session) + Send>;

/// A connection's thread.
#[derive(Debug)]
pub(crate) struct Worker {
    commands: Option<thread_channel::Sender<(u64, Command)>>,
    interrupter: Arc<Interrupter>,
    last: u64,
    outstanding: Arc<Outstanding>,
    process: u32,
    /// Answers when the thread has let go of the connection.
    ended: Option<oneshot::Receiver<()>>,
}

/// What of earlier commands may still be about.
#[derive(Debug, Default)]
struct Outstanding {
    /// A result is being read.
    reading: AtomicBool,
    /// A command was cancelled, and may not have stopped yet.
    cancelled: AtomicBool,
}

impl Drop for Worker {
    fn drop(&mut self) {
        let commands = self.commands.take();
        if std::process::id() != self.process {
            // The thread at the other end is not in this process, but may hold its locks.
            std::mem::forget(commands);
        }
    }
}

/// Runs `work` on a thread of its own and waits for it without blocking.
pub(crate) async fn on_thread<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (reply, answer) = oneshot::channel();
    let builder = thread::Builder::new().name(name.to_owned()).stack_size(STACK);
    builder.spawn(move || drop(reply.send(work()))).map_err(|error| no_thread(&error))?;
    answer.await.map_err(|_| Failure::Panicked)
}

fn no_thread(error: &std::io::Error) -> Failure {
    Fault::engine(format!("Connection Error: no thread could be started: {error}")).into()
}

impl Worker {
    /// Connects to `database` on a new thread.
    pub(crate) async fn connect(database: Arc<Database>) -> Result<Self, Failure> {
        let process = std::process::id();
        if database.process() != process {
            return Err(Failure::Forked);
        }
        let (commands, queue) = thread_channel::channel();
        let (reply, connected) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let builder = thread::Builder::new().name("aludel-duckdb".to_owned()).stack_size(STACK);
        builder
            .spawn(move || {
                match Session::open(&database) {
                    Ok(session) => {
                        if reply.send(Ok(session.interrupter())).is_ok() {
                            serve(session, &queue);
                        }
                    }
                    Err(fault) => drop(reply.send(Err(fault))),
                }
                drop(database);
                // Nobody waits if the worker was dropped and not closed.
                let _ = end.send(());
            })
            .map_err(|error| no_thread(&error))?;
        let interrupter = connected.await.map_err(|_| Failure::Panicked)??;
        let (commands, ended) = (Some(commands), Some(ended));
        Ok(Worker { commands, interrupter, last: 0, outstanding: Arc::default(), process, ended })
    }

    /// Runs `work` on the connection's thread. Dropping the future cancels it.
    pub(crate) async fn call<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Session) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Failure> {
        let (reply, answer) = oneshot::channel();
        let command = self.send(Box::new(move |session| drop(reply.send(work(session)))))?;
        let mut guard = self.guard(command);
        let answer = answer.await;
        guard.armed = false;
        Ok(answer.map_err(|_| Failure::Panicked)??)
    }

    /// Runs a query on the connection's thread and returns its columns and first rows; the others follow as they come.
    pub(crate) async fn query(
        &mut self,
        work: impl FnOnce(&mut Session, &mut dyn FnMut(Cursor<'_>) -> Result<(), Fault>) -> Result<(), Fault>
        + Send
        + 'static,
    ) -> Result<(SchemaRef, Rows), Failure> {
        let (reply, answer) = oneshot::channel();
        let command = self.send(Box::new(move |session| {
            let mut reader = Reader::First(reply);
            let done = work(session, &mut |cursor| reader.read(cursor));
            reader.finish(done);
        }))?;
        let mut guard = self.guard(command);
        let answer = answer.await;
        guard.armed = false;
        let (schema, first, rest) = answer.map_err(|_| Failure::Panicked)??;
        guard.armed = true;
        self.outstanding.reading.store(true, Ordering::Release);
        Ok((schema, Rows { ready: first.into_iter().collect::<Vec<_>>().into_iter(), rest, guard }))
    }

    /// Inserts batches into the table at `path`: all of them or none. The stream's own error ends it as one of its
    /// batches would.
    pub(crate) async fn insert<E>(
        &mut self,
        path: Vec<String>,
        columns: Vec<String>,
        mut batches: impl Stream<Item = Result<RecordBatch, E>> + Unpin,
    ) -> Result<Result<u64, E>, Failure> {
        let (sender, mut receiver) = mpsc::channel(WAITING_INSERTS);
        let inserted = self.call(move |session| {
            session.all_or_nothing(|session| {
                let mut appender = session.appender(&path, &columns)?;
                loop {
                    match receiver.blocking_recv() {
                        Some(Fed::Batch(batch)) => appender.append(&batch)?,
                        Some(Fed::End) => return appender.finish(),
                        None => return Err(Fault::Cancelled),
                    }
                }
            })
        });
        let feed = async move {
            loop {
                let fed = match batches.next().await {
                    Some(Ok(batch)) => sender.send(Fed::Batch(batch)).await,
                    Some(Err(error)) => return Some(error),
                    None => {
                        drop(sender.send(Fed::End).await);
                        return None;
                    }
                };
                if fed.is_err() {
                    // The thread has stopped; its answer says why.
                    return None;
                }
            }
        };
        match select(pin!(inserted), pin!(feed)).await {
            Either::Left((inserted, _)) => inserted.map(Ok),
            // Either way the thread has yet to answer: it commits, or rolls back because the feed ended too soon.
            Either::Right((error, inserted)) => match (error, inserted.await) {
                (Some(error), _) => Ok(Err(error)),
                (None, inserted) => inserted.map(Ok),
            },
        }
    }

    /// Waits until what was cancelled has stopped.
    pub(crate) async fn settle(&mut self) -> Result<(), Failure> {
        if !self.outstanding.cancelled.load(Ordering::Acquire) {
            return Ok(());
        }
        self.call(|_| Ok(())).await?;
        self.outstanding.cancelled.store(false, Ordering::Release);
        Ok(())
    }

    /// Ends the thread and waits until it has let go of the connection.
    pub(crate) async fn close(mut self) -> Result<(), Failure> {
        if std::process::id() != self.process {
            return Err(Failure::Forked);
        }
        drop(self.commands.take());
        if let Some(ended) = self.ended.take() {
            ended.await.map_err(|_| Failure::Panicked)?;
        }
        Ok(())
    }

    fn send(&mut self, command: Command) -> Result<u64, Failure> {
        if std::process::id() != self.process {
            return Err(Failure::Forked);
        }
        if self.outstanding.reading.load(Ordering::Acquire) {
            let reason = "the last result of this connection is still being read: read it to its end, or drop it";
            return Err(Fault::Usage(reason.to_owned()).into());
        }
        self.last += 1;
        let commands = self.commands.as_ref().ok_or(Failure::Closed)?;
        commands.send((self.last, command)).map_err(|_| Failure::Closed)?;
        Ok(self.last)
    }

    fn guard(&self, command: u64) -> Guard {
        let (interrupter, outstanding) = (self.interrupter.clone(), self.outstanding.clone());
        Guard { command, interrupter, outstanding, armed: true, process: self.process }
    }
}

/// How many batches may wait for the thread that inserts them.
const WAITING_INSERTS: usize = 4;

/// What an insert is fed with.
enum Fed {
    Batch(RecordBatch),
    End,
}

/// Cancels a command when it is dropped, unless it is known to have ended.
#[derive(Debug)]
struct Guard {
    command: u64,
    interrupter: Arc<Interrupter>,
    outstanding: Arc<Outstanding>,
    armed: bool,
    process: u32,
}

impl Drop for Guard {
    fn drop(&mut self) {
        // In a forked child the lock of the interrupter may be held for ever.
        if self.armed && std::process::id() == self.process {
            self.outstanding.cancelled.store(true, Ordering::Release);
            self.interrupter.cancel(self.command);
            self.outstanding.reading.store(false, Ordering::Release);
        }
    }
}

/// The thread's loop: it ends when the worker is dropped, or after a panic.
fn serve(mut session: Session, queue: &thread_channel::Receiver<(u64, Command)>) {
    let interrupter = session.interrupter();
    while let Ok((number, command)) = queue.recv() {
        let may_run = interrupter.begin(number);
        let done = catch_unwind(AssertUnwindSafe(|| {
            if may_run {
                command(&mut session);
            }
        }));
        interrupter.end();
        if done.is_err() {
            return;
        }
    }
}

type First = (SchemaRef, Option<RecordBatch>, mpsc::Receiver<Result<Vec<RecordBatch>, Fault>>);

/// The thread's end of a result.
enum Reader {
    /// Nothing was sent yet.
    First(oneshot::Sender<Result<First, Fault>>),
    /// The columns and first rows were sent.
    Rest(mpsc::Sender<Result<Vec<RecordBatch>, Fault>>),
    /// Nobody listens.
    Gone,
}

impl Reader {
    /// Reads a cursor to its end, or until nobody listens.
    fn read(&mut self, mut cursor: Cursor<'_>) -> Result<(), Fault> {
        let first = cursor.next_batch()?;
        let Reader::First(reply) = std::mem::replace(self, Reader::Gone) else { return Ok(()) };
        let (sender, receiver) = mpsc::channel(1);
        if reply.send(Ok((cursor.schema().clone(), first, receiver))).is_err() {
            return Ok(());
        }
        *self = Reader::Rest(sender.clone());
        let (mut waiting, mut bytes) = (Vec::new(), 0);
        while let Some(batch) = cursor.next_batch()? {
            bytes += batch.get_array_memory_size();
            waiting.push(batch);
            match sender.try_reserve() {
                Ok(place) => place.send(Ok(std::mem::take(&mut waiting))),
                Err(mpsc::error::TrySendError::Closed(())) => return Ok(()),
                Err(mpsc::error::TrySendError::Full(()))
                    if bytes < WAITING_BYTES && waiting.len() < WAITING_BATCHES =>
                {
                    continue;
                }
                Err(mpsc::error::TrySendError::Full(())) => {
                    if sender.blocking_send(Ok(std::mem::take(&mut waiting))).is_err() {
                        return Ok(());
                    }
                }
            }
            bytes = 0;
        }
        if !waiting.is_empty() {
            drop(sender.blocking_send(Ok(waiting)));
        }
        Ok(())
    }

    /// Says how it ended. An end that is not said is a panic, so that no part of a result passes for all of it.
    fn finish(self, done: Result<(), Fault>) {
        match self {
            Reader::First(reply) => drop(done.err().map(|fault| reply.send(Err(fault)))),
            Reader::Rest(sender) => drop(sender.blocking_send(done.map(|()| Vec::new()))),
            Reader::Gone => {}
        }
    }
}

/// The rows of a result as they arrive. Dropping it before its end cancels the query.
#[derive(Debug)]
pub(crate) struct Rows {
    ready: vec::IntoIter<RecordBatch>,
    rest: mpsc::Receiver<Result<Vec<RecordBatch>, Fault>>,
    guard: Guard,
}

impl Rows {
    fn end(&mut self) {
        self.guard.armed = false;
        self.guard.outstanding.reading.store(false, Ordering::Release);
    }
}

impl Stream for Rows {
    type Item = Result<RecordBatch, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(batch) = self.ready.next() {
                return Poll::Ready(Some(Ok(batch)));
            }
            if !self.guard.armed {
                return Poll::Ready(None);
            }
            match ready!(self.rest.poll_recv(context)) {
                Some(Ok(batches)) if batches.is_empty() => self.end(),
                Some(Ok(batches)) => self.ready = batches.into_iter(),
                Some(Err(fault)) => {
                    self.end();
                    return Poll::Ready(Some(Err(fault.into())));
                }
                None => {
                    self.end();
                    return Poll::Ready(Some(Err(Failure::Panicked)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;

    use super::{Failure, Worker};
    use crate::native::{Config, Database, Fault, Runs};

    async fn worker() -> Result<Worker, Failure> {
        Worker::connect(Database::open(":memory:", &Config::new()?, Runs::Here)?).await
    }

    #[expect(clippy::panic, reason = "the panic is what is tested")]
    fn break_down() {
        panic!("on purpose");
    }

    #[tokio::test]
    async fn a_panic_on_the_thread_is_an_error_and_then_the_connection_is_closed() -> Result<(), Failure> {
        let mut worker = worker().await?;
        let broken = worker
            .call(|_| {
                break_down();
                Ok(())
            })
            .await;
        assert!(matches!(broken, Err(Failure::Panicked)));
        while !matches!(worker.call(|_| Ok(())).await, Err(Failure::Closed)) {}
        Ok(())
    }

    #[tokio::test]
    async fn a_panic_in_mid_result_does_not_pass_for_its_end() -> Result<(), Failure> {
        let mut worker = worker().await?;
        let (_, rows) = worker
            .query(|session, read| {
                read(session.run("SELECT 1", &[])?)?;
                break_down();
                Ok::<(), Fault>(())
            })
            .await?;
        assert!(matches!(rows.try_collect::<Vec<_>>().await, Err(Failure::Panicked)));
        Ok(())
    }
}
