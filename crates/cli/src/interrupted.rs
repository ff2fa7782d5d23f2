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

/// Waits for what can't be dropped, such as input; when the person interrupts it, the program ends.
pub(crate) fn or_exit<T>(runtime: &tokio::runtime::Runtime, wait: impl FnOnce() -> T) -> T {
    let listener = runtime.spawn(async {
        signal().await;
        std::process::exit(i32::from(CODE));
    });
    let waited_for = wait();
    listener.abort();
    waited_for
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
