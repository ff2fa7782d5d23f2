//! Progress of long steps: bars and spinners on a terminal, plain lines elsewhere.

use std::io::{IsTerminal, Read};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A step that shows that it is alive.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Work of unknown length.
    pub(crate) fn spinner(doing: &str) -> Self {
        let progress =
            Self::begin(doing, || ProgressBar::new_spinner().with_style(style("{spinner} {msg} ({elapsed})")));
        progress.bar.enable_steady_tick(Duration::from_millis(120));
        progress
    }

    /// Work over a known number of bytes.
    pub(crate) fn bytes(doing: &str, length: u64) -> Self {
        Self::begin(doing, || {
            ProgressBar::new(length).with_style(style("{spinner} {msg} {bar:30} {bytes}/{total_bytes}"))
        })
    }

    /// Counts what is read through it.
    pub(crate) fn reading<R: Read>(&self, reader: R) -> impl Read + use<R> {
        self.bar.wrap_read(reader)
    }

    fn begin(doing: &str, bar: impl FnOnce() -> ProgressBar) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            bar().with_message(doing.to_owned())
        } else {
            eprintln!("{doing}");
            ProgressBar::hidden()
        };
        Self { bar }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// A template that can't be read costs the looks, not the run.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
