//! A rendered statement, and the ways to run it.

use std::fmt;
use std::time::Duration;

use aludel_query::{BuildError, Prepared, Statement};
use arrow_array::RecordBatch;
use futures_util::StreamExt;

use super::leased::Leased;
use super::task::{Ran, Task};
use crate::decode::decode_batch;
use crate::held::{Lane, Reading};
use crate::retry::Attempts;
use crate::{BatchStream, Error, FromRow, Results, RetryTransient, RowsChanged, SessionEffect};

impl Lane {
    async fn execute(&self, prepared: Prepared, session: SessionEffect) -> Result<RowsChanged, Error> {
        let task = Task::of(self, &prepared, session);
        self.run_to_end(task, |connection| Box::pin(async move { connection.execute(&prepared).await })).await
    }

    async fn query(&self, prepared: Prepared, session: SessionEffect) -> Result<Ran<Results>, Error> {
        let task = Task::of(self, &prepared, session);
        self.run(task, |connection| Box::pin(async move { connection.query(&prepared).await })).await
    }
}

/// A rendered statement and where it is to run.
pub(super) struct Work {
    lane: Lane,
    prepared: Result<(Prepared, SessionEffect), Error>,
}

/// The text; no values.
impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.prepared.as_ref().map(|(prepared, _)| &*prepared.sql), f)
    }
}

impl Work {
    pub(super) fn new<D>(lane: Lane, statement: &impl Statement<D>) -> Self {
        let prepared = statement
            .render_translated(lane.core.spelling(), lane.core.capabilities(), lane.schemas())
            .map_err(Error::from)
            .and_then(|prepared| lane.admit(&prepared).map(|session| (prepared, session)))
            .and_then(|(prepared, session)| match prepared.slots.first() {
                None => Ok((prepared, session)),
                Some((name, _)) => {
                    let message =
                        format!("the parameter {:?} has no value: give it with `with(params!{{..}})`", &**name);
                    Err(BuildError::Usage(message).into())
                }
            });
        Self { lane, prepared }
    }

    /// Text of the backend's own.
    pub(super) fn prepared(lane: Lane, prepared: Prepared) -> Self {
        Self { lane, prepared: Ok((prepared, SessionEffect::None)) }
    }

    pub(super) fn set_timeout(&mut self, timeout: Duration) {
        self.lane.options.timeout = Some(timeout);
    }

    pub(super) fn set_retry(&mut self, retry: RetryTransient) {
        self.lane.options.retry = Some(retry);
    }

    pub(super) async fn execute(self) -> Result<RowsChanged, Error> {
        let (prepared, session) = self.prepared?;
        let mut attempts = Attempts::of(&self.lane, &prepared);
        while attempts.are_left() {
            match self.lane.execute(prepared.clone(), session).await {
                Err(error) => attempts.wait(error).await?,
                done => return done,
            }
        }
        self.lane.execute(prepared, session).await
    }

    /// The result for one of the ways to run that read it to its end before they return.
    pub(super) async fn read(self) -> Result<BatchStream, Error> {
        self.begin(|_| None).await
    }

    /// The result for the caller, who may keep it.
    pub(super) async fn stream(self) -> Result<BatchStream, Error> {
        self.begin(|lane| lane.held.as_ref().map(Reading::new)).await
    }

    async fn begin(self, reading: impl FnOnce(&Lane) -> Option<Reading>) -> Result<BatchStream, Error> {
        let (prepared, session) = self.prepared?;
        let mut attempts = Attempts::of(&self.lane, &prepared);
        let ran = loop {
            if !attempts.are_left() {
                break self.lane.query(prepared, session).await?;
            }
            match self.lane.query(prepared.clone(), session).await {
                Err(error) => attempts.wait(error).await?,
                Ok(ran) => break ran,
            }
        };
        let Ran { guard, done: results, deadline } = ran;
        let leased = Leased::new(results.batches, guard, reading(&self.lane), deadline);
        Ok(BatchStream::new(results.schema, leased.boxed()))
    }

    /// The whole result. Rows are decoded while the next batch is on its way.
    pub(super) async fn all<T: FromRow>(self) -> Result<Vec<T>, Error> {
        let mut batches = self.read().await?;
        let mut rows = Vec::new();
        while let Some(batch) = batches.try_next().await? {
            rows.reserve(batch.num_rows());
            decode_batch(&batch, rows.len() as u64, &mut rows)?;
        }
        Ok(rows)
    }

    /// The only row, if there is one; the work is cancelled once a second one is seen.
    pub(super) async fn optional(self) -> Result<Option<(BatchStream, RecordBatch)>, Error> {
        let mut batches = self.read().await?;
        let mut only = None;
        while let Some(batch) = batches.try_next().await? {
            match (batch.num_rows(), &only) {
                (0, _) => {}
                (1, None) => only = Some(batch),
                _ => return Err(Error::SeveralRows),
            }
        }
        Ok(only.map(|batch| (batches, batch)))
    }
}
