//! Ctrl-C, and being told to end.

use std::process::ExitCode;

use crate::failure::Failure;

/// 128 and the number of SIGINT, as shells have it.
pub(crate) const CODE: u8 = 130;

/// Does the work; when the person interrupts it, it is dropped, which cancels what the engine does for it.
pub(crate) async fn or(work: impl Future<Output = Result<ExitCode, Failure>>) -> Result<ExitCode, Failure> {
    tokio::select! {
        done = work => done,
        () = signal() => Ok(ExitCode::from(CODE)),
    }
}

/// Comes to an end when the program is told to.
pub(crate) async fn signal() {
    #[cfg(unix)]
    if let Ok(mut ended) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = ended.recv() => {}
        }
        return;
    }
    // Without a way to hear of it the program ends as the system ends it.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
