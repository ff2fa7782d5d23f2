//! Waiting for what was written.

use std::time::Duration;

use aludel_query::Effect;

use super::task::Task;
use crate::held::Lane;
use crate::{Error, SessionEffect};

/// Waits until what was written into the table at `path` can be read.
pub(crate) async fn settled(lane: Lane, path: Vec<String>, within: Duration) -> Result<(), Error> {
    let span = tracing::debug_span!(
        "settled",
        db.system.name = lane.core.capabilities().dialect(),
        db.collection.name = path.join("."),
    );
    let task = Task { span, effect: Effect::Read, session: SessionEffect::None };
    lane.run_to_end(task, |connection| Box::pin(async move { connection.settled(&path, within).await })).await
}
