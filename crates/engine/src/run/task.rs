//! What runs on a connection, seen from outside: its span, its effect, its time.

use std::time::Duration;

use aludel_query::{Effect, Prepared};
use futures_core::future::BoxFuture;
use tokio::time::Instant;
use tracing::Instrument;

use crate::held::{Guard, Lane};
use crate::port::Connection;
use crate::{Error, SessionEffect};

/// What is known of work before it begins.
pub(super) struct Task {
    pub(super) span: tracing::Span,
    pub(super) effect: Effect,
    pub(super) session: SessionEffect,
}

impl Task {
    pub(super) fn of(lane: &Lane, prepared: &Prepared, session: SessionEffect) -> Self {
        Self { span: span(lane, prepared), effect: prepared.effect, session }
    }
}

/// A connection that has done its work, and is unsettled until whoever has it says that the result has ended.
pub(super) struct Ran<T> {
    pub(super) guard: Guard,
    pub(super) done: T,
    /// The time allowed, and when it is over.
    pub(super) deadline: Option<(Duration, Instant)>,
}

impl Lane {
    /// Runs `work` on a connection; what takes longer than is allowed is dropped, which cancels it, and waited for.
    pub(super) async fn run<T>(
        &self,
        task: Task,
        work: impl for<'c> FnOnce(&'c mut dyn Connection) -> BoxFuture<'c, Result<T, Error>> + Send,
    ) -> Result<Ran<T>, Error> {
        let Task { span, effect, session } = task;
        let run = async {
            let mut guard = self.guard().await?;
            self.count(effect);
            let timeout = self.options.timeout;
            let deadline = timeout.and_then(|timeout| Some((timeout, Instant::now().checked_add(timeout)?)));
            let pooled = guard.pooled()?;
            pooled.begin_work(session);
            let work = work(&mut *pooled.connection);
            let done = match timeout {
                None => work.await,
                Some(timeout) => match tokio::time::timeout(timeout, work).await {
                    Ok(done) => done,
                    Err(_) => {
                        // If that fails, the connection is broken, which its next user is told.
                        let settled = pooled.settle_soon().await;
                        let late = Error::Timeout(timeout);
                        return Err(match settled {
                            Err(Error::CommitUnknown { .. }) => Error::CommitUnknown { error: Box::new(late) },
                            _ => late,
                        });
                    }
                },
            };
            match done {
                Ok(done) => Ok(Ran { guard, done, deadline }),
                Err(error) => {
                    pooled.end(Some(&error));
                    Err(error)
                }
            }
        };
        run.instrument(span).await
    }

    /// Runs `work` that has ended when it returns.
    pub(super) async fn run_to_end<T>(
        &self,
        task: Task,
        work: impl for<'c> FnOnce(&'c mut dyn Connection) -> BoxFuture<'c, Result<T, Error>> + Send,
    ) -> Result<T, Error> {
        let Ran { mut guard, done, .. } = self.run(task, work).await?;
        guard.pooled()?.end(None);
        Ok(done)
    }
}

/// A span with OpenTelemetry's names. Parameters are never in it, and literals are left out: they may be secrets, those of a
/// user's text as well as values that the renderer wrote where the wire takes no parameter (the URL that a table function
/// reads, a default, a comment).
fn span(lane: &Lane, prepared: &Prepared) -> tracing::Span {
    let span = tracing::debug_span!(
        "query",
        db.system.name = lane.core.capabilities().dialect(),
        db.query.text = tracing::field::Empty,
        db.operation.in_transaction = lane.in_transaction(),
    );
    if !span.is_disabled() {
        let shown = lane.core.spelling().lexical_rules().without_literals(&prepared.sql);
        span.record("db.query.text", shown.as_str());
    }
    span
}
