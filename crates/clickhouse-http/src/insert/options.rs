//! What can be said of a bulk insert.

/// How rows are inserted in bulk.
///
/// ```
/// use aludel_clickhouse_http::{AsyncInsert, InsertOptions};
///
/// let options = InsertOptions::new().deduplication_token("orders of 2026-11-21").asynchronous(AsyncInsert::Confirmed);
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct InsertOptions {
    asynchronous: Option<AsyncInsert>,
    deduplication_token: Option<String>,
}

/// Inserts that the server gathers, from many clients, before it writes them (`async_insert`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AsyncInsert {
    /// It is waited until the rows are written.
    Confirmed,
    /// The server has the rows in its memory, no more is known: what goes wrong later is told to nobody
    /// (`wait_for_async_insert=0`). The number of rows that is given back is that of the rows it has there.
    Unconfirmed,
}

impl InsertOptions {
    /// Each statement is written at once, unless the engine's URL has a setting `async_insert`.
    pub fn new() -> Self {
        Self::default()
    }

    /// The server may gather them with others.
    pub fn asynchronous(self, asynchronous: AsyncInsert) -> Self {
        Self { asynchronous: Some(asynchronous), ..self }
    }

    /// Rows under a token that the server has seen for this table are not inserted again, though they are counted: after
    /// an error, the same batches with the same token may be sent once more. The second statement of a long insert has
    /// the token with `-1` behind it, and so on.
    ///
    /// Tables that are not replicated need the setting `non_replicated_deduplication_window` for it.
    pub fn deduplication_token(self, token: impl Into<String>) -> Self {
        Self { deduplication_token: Some(token.into()), ..self }
    }

    /// The settings of the statement of this number, from 0.
    pub(super) fn settings(&self, statement: usize, is_decided: bool) -> Vec<(String, String)> {
        let mut settings = Vec::new();
        let mut set = |name: &str, value: &str| settings.push((name.to_owned(), value.to_owned()));
        match self.asynchronous {
            // Since server 26.2 it is on by default, and has nothing to gather from blocks like ours.
            None if !is_decided => set("async_insert", "0"),
            None => {}
            Some(asynchronous) => {
                set("async_insert", "1");
                set("wait_for_async_insert", if asynchronous == AsyncInsert::Confirmed { "1" } else { "0" });
                if self.deduplication_token.is_some() {
                    set("async_insert_deduplicate", "1");
                }
            }
        }
        if let Some(token) = &self.deduplication_token {
            match statement {
                0 => set("insert_deduplication_token", token),
                number => set("insert_deduplication_token", &format!("{token}-{number}")),
            }
        }
        settings
    }
}
