//! What a person has to know who interrupts a copy.

use std::io::Write;

use crate::output::visible;

/// A target whose rows are gone: whoever drops it before that is told, as Ctrl-C does, tells it.
pub(super) struct Emptied {
    table: String,
    is_told: bool,
}

impl Emptied {
    /// The rows are about to go.
    pub(super) fn new(table: &str) -> Self {
        Self { table: visible(table).to_string(), is_told: false }
    }

    /// There is nothing to be told, or it is told elsewhere.
    pub(super) fn told(mut self) {
        self.is_told = true;
    }
}

impl Drop for Emptied {
    fn drop(&mut self) {
        if !self.is_told {
            // Without a place to complain there is only the exit code.
            let _ = writeln!(
                std::io::stderr(),
                "interrupted: the target {} was emptied before, and has none or a part of the rows",
                self.table
            );
        }
    }
}
