//! A result that arrives while its connection is kept.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use arrow_array::RecordBatch;
use futures_core::Stream;
use futures_core::stream::BoxStream;
use tokio::time::{Instant, Sleep};

use crate::Error;
use crate::held::{Guard, Reading};

/// A result that keeps its connection until its end, or until it is dropped.
pub(super) struct Leased {
    batches: Option<BoxStream<'static, Result<RecordBatch, Error>>>,
    reading: Option<Reading>,
    guard: Option<Guard>,
    deadline: Option<Pin<Box<Sleep>>>,
    timeout: Duration,
}

impl Leased {
    /// `reading`: the caller may keep the result; others on a connection that is held are told so instead of made to wait.
    pub(super) fn new(
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
        guard: Guard,
        reading: Option<Reading>,
        timeout: Option<(Duration, Instant)>,
    ) -> Self {
        Self {
            batches: Some(batches),
            reading,
            guard: Some(guard),
            deadline: timeout.map(|(_, at)| Box::pin(tokio::time::sleep_until(at))),
            timeout: timeout.map(|(timeout, _)| timeout).unwrap_or_default(),
        }
    }

    fn finish(&mut self, error: Option<&Error>) {
        self.batches = None;
        self.deadline = None;
        self.reading = None;
        if let Some(mut guard) = self.guard.take()
            && let Ok(pooled) = guard.pooled()
        {
            pooled.end(error);
        }
    }

    /// Dropped while its end was not seen: the stream first, which cancels; then the lease, which waits for the
    /// acknowledgement.
    fn abandon(&mut self) {
        self.batches = None;
        self.reading = None;
        self.guard = None;
    }
}

impl Stream for Leased {
    type Item = Result<RecordBatch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(batches) = &mut this.batches else { return Poll::Ready(None) };
        // First, so that batches which are always ready do not keep it from being seen.
        if let Some(deadline) = &mut this.deadline
            && deadline.as_mut().poll(context).is_ready()
        {
            this.abandon();
            return Poll::Ready(Some(Err(Error::Timeout(this.timeout))));
        }
        let next = ready!(batches.as_mut().poll_next(context));
        match &next {
            Some(Ok(_)) => {}
            Some(Err(error)) => this.finish(Some(error)),
            None => this.finish(None),
        }
        Poll::Ready(next)
    }
}

impl Drop for Leased {
    fn drop(&mut self) {
        self.abandon();
    }
}
