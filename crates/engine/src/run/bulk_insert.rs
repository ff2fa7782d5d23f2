//! Bulk inserts.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use aludel_dialect::Construct;
use aludel_query::Effect;
use arrow_array::RecordBatch;
use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use futures_util::StreamExt;

use super::task::Task;
use crate::held::Lane;
use crate::port::InsertTarget;
use crate::{Error, SessionEffect};

/// A batch with these columns in this order; those that come after the first may have another order, but no others.
fn in_order(batch: RecordBatch, columns: &[String]) -> Result<RecordBatch, Error> {
    let fields = batch.schema_ref().fields();
    if fields.iter().map(|field| field.name()).eq(columns) {
        return Ok(batch);
    }
    let places: Option<Vec<usize>> =
        columns.iter().map(|column| fields.iter().position(|field| field.name() == column)).collect();
    places.filter(|places| places.len() == fields.len()).and_then(|places| batch.project(&places).ok()).ok_or_else(
        || {
            let found: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
            let (found, first) = (found.join(", "), columns.join(", "));
            Error::Usage(format!("a batch has the columns {found}, and the first had {first}"))
        },
    )
}

/// A bulk insert; gives how many rows were taken: all of them. After an error none are, but for what
/// [`PartlyInserted`](Error::PartlyInserted) and [`CommitUnknown`](Error::CommitUnknown) tell.
#[must_use = "it does nothing until it is awaited"]
pub struct BulkInsert {
    lane: Lane,
    target: InsertTarget,
    batches: BoxStream<'static, Result<RecordBatch, Error>>,
}

impl BulkInsert {
    pub(crate) fn new(
        lane: Lane,
        target: InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Self {
        let columns = target.columns.clone();
        let batches = batches.map(move |batch| in_order(batch?, &columns)).boxed();
        Self { lane, target, batches }
    }

    /// Cancels the insert if it takes longer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.lane.options.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<u64, Error> {
        let Self { lane, target, batches } = self;
        lane.require(Construct::BulkInsert)?;
        if lane.in_transaction() {
            lane.require(Construct::TransactionalInsert)?;
        }
        let span = tracing::debug_span!(
            "insert",
            db.system.name = lane.core.capabilities().dialect(),
            db.collection.name = target.path.join("."),
            db.operation.in_transaction = lane.in_transaction(),
        );
        let task = Task { span, effect: Effect::Write, session: SessionEffect::None };
        lane.run_to_end(task, |connection| Box::pin(async move { connection.insert(&target, batches).await })).await
    }
}

impl fmt::Debug for BulkInsert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkInsert").field("target", &self.target).finish_non_exhaustive()
    }
}

impl IntoFuture for BulkInsert {
    type Output = Result<u64, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
