//! Opening an engine by URL, with the backends that are compiled in.

use aludel_engine::{Connect, Engine, Error, IntoUrl, Registry};

/// The backends that are compiled in; those that are not are known by the feature that would bring them.
pub fn registry() -> Registry {
    let registry = Registry::new();
    #[cfg(feature = "duckdb-md")]
    let registry = registry.with(aludel_duckdb_md::driver());
    #[cfg(not(feature = "duckdb-md"))]
    let registry = registry.mention("duckdb", "the feature `duckdb-md` of the crate `aludel`");
    #[cfg(feature = "clickhouse-http")]
    let registry = registry.with(aludel_clickhouse_http::driver());
    #[cfg(not(feature = "clickhouse-http"))]
    let registry = ["clickhouse", "clickhousedb"].into_iter().fold(registry, |registry, scheme| {
        registry.mention(scheme, "the feature `clickhouse-http` of the crate `aludel`")
    });
    #[cfg(feature = "questdb-pg")]
    let registry = registry.with(aludel_questdb_pg::driver());
    #[cfg(not(feature = "questdb-pg"))]
    let registry = registry.mention("questdb", "the feature `questdb-pg` of the crate `aludel`");
    #[cfg(feature = "postgres-endpoint")]
    let registry = registry.with(aludel_postgres_endpoint::driver());
    #[cfg(not(feature = "postgres-endpoint"))]
    let registry = ["postgresql", "postgres", "motherduck"].into_iter().fold(registry, |registry, scheme| {
        registry.mention(scheme, "the feature `postgres-endpoint` of the crate `aludel`")
    });
    registry.mention("md", "the feature `duckdb-md` of the crate `aludel`, as `duckdb:///md:my_db`")
}

/// Opens the engine that a URL names: `duckdb:///shop.duckdb`, `duckdb://` for one in memory, `duckdb:///md:my_db`,
/// `questdb://admin:quest@localhost:8812/qdb`.
///
/// # Errors
/// A URL that can't be read, a scheme that no backend answers to (with those that are there), a setting that the backend
/// does not know, and what the engine says when it is opened.
pub async fn connect(url: impl IntoUrl) -> Result<Engine, Error> {
    Connect::to(url).open().await
}

/// [`Connect::to`]: an engine of the backends that are compiled in, with options beside its URL.
pub trait ConnectTo {
    /// The engine that `url` names: `Connect::to(url).config("threads", 4).open().await?`
    fn to(url: impl IntoUrl) -> Connect;
}

impl ConnectTo for Connect {
    fn to(url: impl IntoUrl) -> Connect {
        Connect::through(registry(), url)
    }
}
