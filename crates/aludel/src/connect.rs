//! Opening an engine by URL, with the backends that are compiled in.

use aludel_engine::{Engine, EngineUrl, Error, Registry};

/// The backends that are compiled in; those that are not are known by the feature that would bring them.
pub fn registry() -> Registry {
    let registry = Registry::new();
    #[cfg(feature = "duckdb-md")]
    let registry = registry.with(aludel_duckdb_md::driver());
    #[cfg(not(feature = "duckdb-md"))]
    let registry = registry.mention("duckdb", "duckdb-md");
    registry
}

/// Opens the engine that a URL names: `duckdb:///shop.duckdb`, `duckdb://` for one in memory.
///
/// # Errors
/// A URL that can't be read, a scheme that no backend answers to (with those that are there), a setting that the backend
/// does not know, and what the engine says when it is opened.
pub async fn connect(url: &str) -> Result<Engine, Error> {
    Connect::to(url).open().await
}

/// Opens the engine that a URL names which was taken apart already, for example by a
/// [`UrlPolicy`](aludel_engine::UrlPolicy).
///
/// # Errors
/// As [`connect`].
pub async fn connect_url(url: EngineUrl) -> Result<Engine, Error> {
    aludel_engine::Connect::through_url(registry(), url).open().await
}

/// An engine that is about to be opened, with options beside its URL.
#[derive(Debug)]
pub enum Connect {}

impl Connect {
    /// The engine that `url` names: `Connect::to(url).config("threads", 4).open().await?`
    pub fn to(url: &str) -> aludel_engine::Connect {
        aludel_engine::Connect::through(registry(), url)
    }
}
