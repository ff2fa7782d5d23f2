//! An engine from opening to closing, none of which lasts for ever.

use std::sync::Arc;
use std::time::Duration;

use aludel_engine::Database;

use crate::Subject;
use crate::subject::Opened;

/// Works with what was opened, and closes it. Waiting for one's turn in `open` is not limited; what follows is, each by itself.
pub(crate) async fn with_database<S: Subject, T>(
    subject: &S,
    open: impl Future<Output = Opened>,
    work: impl AsyncFnOnce(Arc<dyn Database>) -> Result<T, String>,
) -> Result<T, String> {
    let database = open.await.map_err(|error| format!("opening: {error}"))?;
    let worked = within(S::TIME_LIMIT, "it", work(database.clone())).await;
    let closing = async { subject.close(database).await.map_err(|error| format!("closing: {error}")) };
    let closed = within(S::TIME_LIMIT, "closing", closing).await;
    let worked = worked?;
    closed.map(|()| worked)
}

async fn within<T>(limit: Duration, what: &str, work: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done,
        Err(_) => Err(format!(
            "{what} does not end within {limit:?}; something that the driver or the subject's `settle` waits for does not come"
        )),
    }
}
