//! How far a long statement is, for a person who looks.

use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::task::JoinHandle;

/// What takes less is not worth a line.
const PATIENCE: Duration = Duration::from_secs(1);

/// A line on standard error that counts rows, if that is a terminal and the work takes long.
pub(crate) struct Progress {
    bar: ProgressBar,
    shown: JoinHandle<()>,
}

impl Progress {
    /// Of work that moves so many rows, if that is known.
    pub(crate) fn new(what: &'static str, rows: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(rows, ProgressDrawTarget::hidden());
        let template = match rows {
            Some(_) => "{msg} {wide_bar} {human_pos}/{human_len} rows {per_sec} {eta}",
            None => "{spinner} {msg} {human_pos} rows, {elapsed}",
        };
        // The templates are our own; without one the bar is the library's.
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        let late = bar.clone();
        let shown = tokio::spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            // Hidden by the library where it is no terminal.
            late.set_draw_target(ProgressDrawTarget::stderr());
            late.enable_steady_tick(Duration::from_millis(200));
        });
        Self { bar, shown }
    }

    /// So many rows more.
    pub(crate) fn add(&self, rows: usize) {
        self.bar.inc(rows as u64);
    }

    /// What counts the same work from elsewhere.
    pub(crate) fn counter(&self) -> ProgressBar {
        self.bar.clone()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.shown.abort();
        self.bar.finish_and_clear();
    }
}

/// `1 row`, `2,000 rows`
pub(crate) fn rows(count: u64) -> String {
    format!("{} row{}", HumanCount(count), if count == 1 { "" } else { "s" })
}
