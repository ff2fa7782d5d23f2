//! A statement for many sets of parameters.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use aludel_dialect::Parameter;
use aludel_query::{Params, Prepared, Statement};
use futures_core::future::BoxFuture;

use super::task::Task;
use crate::held::Lane;
use crate::{Error, RowsChanged, SessionEffect};

/// A statement that runs once for each set of parameters; gives how many rows all of them changed, if the engine tells.
#[must_use = "it does nothing until it is awaited"]
pub struct ManyExecution {
    lane: Lane,
    prepared: Result<(Prepared, Vec<Vec<Parameter>>, SessionEffect), Error>,
}

/// The text; no values.
impl fmt::Debug for ManyExecution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.prepared.as_ref().map(|(prepared, sets, _)| (&*prepared.sql, sets.len()));
        f.debug_struct("ManyExecution").field("statement_and_sets", &text).finish_non_exhaustive()
    }
}

impl ManyExecution {
    pub(crate) fn new<D>(lane: Lane, statement: &impl Statement<D>, sets: impl IntoIterator<Item = Params>) -> Self {
        let sets = sets.into_iter().collect();
        let prepared = statement
            .render_many(lane.core.spelling(), lane.core.capabilities(), lane.schemas(), sets)
            .map_err(Error::from)
            .and_then(|(prepared, values)| {
                values.iter().try_for_each(|values| prepared.check_values(values))?;
                Ok((prepared, values))
            })
            .and_then(|(prepared, values)| lane.admit(&prepared).map(|session| (prepared, values, session)));
        Self { lane, prepared }
    }

    /// Cancels the statement if all of its runs together take longer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.lane.options.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<RowsChanged, Error> {
        let (prepared, sets, session) = self.prepared?;
        if sets.is_empty() {
            return Ok(RowsChanged::Known(0));
        }
        let task = Task::of(&self.lane, &prepared, session);
        self.lane
            .run_to_end(task, |connection| Box::pin(async move { connection.execute_many(&prepared, sets).await }))
            .await
    }
}

impl IntoFuture for ManyExecution {
    type Output = Result<RowsChanged, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
