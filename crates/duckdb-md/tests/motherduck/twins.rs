//! The Rust side of what `docs/from-sqlalchemy.md` and `docs/motherduck.md` show of `md:`, run through an opener in
//! MotherDuck's place.

use std::cell::Cell;
use std::time::Duration;

use aludel_duckdb_md::{
    AccessMode, AttachMode, ConnectToMotherDuck, Login, MotherDuckEngine, MotherDuckUrl, create_snapshot,
    refresh_database, stable_session_name,
};
use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Engine, Error, ExecutionOptions, IntoUrl, PrePing, RetryTransient};
use aludel_query::{ToSql, text};

use crate::common::Tested;
use crate::log::Warnings;
use crate::opener::{InMemory, expected};
use crate::token::in_child;

thread_local! {
    /// Each test has a thread, and so an opener, of its own.
    static OPENER: InMemory = InMemory::default();
    /// Whether what is opened gets a token, as if the environment held one.
    static LOGGED_IN: Cell<bool> = const { Cell::new(true) };
}

const TOKEN: (&str, &str) = ("motherduck_token", "t");

fn opener() -> InMemory {
    OPENER.with(InMemory::clone)
}

/// In the place of the engine crate's.
struct Connect;

impl Connect {
    fn to(url: impl IntoUrl) -> aludel_engine::Connect {
        let connect = opener().connect(url);
        if LOGGED_IN.get() { connect.config(TOKEN.0, TOKEN.1) } else { connect }
    }
}

/// In the place of the facade.
mod aludel {
    pub(super) async fn connect(
        url: impl aludel_engine::IntoUrl,
    ) -> Result<aludel_engine::Engine, aludel_engine::Error> {
        super::Connect::to(url).open().await
    }
}

fn motherduck(database: &str) -> aludel_duckdb_md::MotherDuck {
    aludel_duckdb_md::motherduck(database).token(TOKEN.1).driver(opener().driver())
}

fn read_scaling(database: &str, session_name: Option<&str>) -> aludel_duckdb_md::MotherDuck {
    aludel_duckdb_md::read_scaling(database, session_name).token(TOKEN.1).driver(opener().driver())
}

async fn engine_from_paths(paths: [&str; 3]) -> Result<Engine, Error> {
    aludel_duckdb_md::connect_to_paths(opener().driver(), paths)?.config(TOKEN.0, TOKEN.1).open().await
}

/// What was opened last has this path and these settings, and answers.
async fn opened(engine: &Engine, path: &str, settings: &[(&str, &str)]) -> Tested<()> {
    assert_eq!(opener().last(), expected(path, settings));
    let databases = engine.fetch(text("SHOW DATABASES")).await?;
    assert!(!databases.is_empty());
    Ok(())
}

#[tokio::test]
async fn tokens() -> Tested<()> {
    let engine = aludel::connect("duckdb:///md:my_db").await?;
    for row in engine.fetch(text("SHOW DATABASES")).await?.iter() {
        println!("{row}");
    }

    opened(&engine, "md:my_db", &[TOKEN]).await?;

    let token = "asdfwerasdf"; // Fill in your token
    let engine = Connect::to("duckdb:///md:my_db").config("motherduck_token", token).open().await?;

    opened(&engine, "md:my_db", &[("motherduck_token", token)]).await?;

    let engine = aludel::connect(format!("duckdb:///md:my_db?motherduck_token={token}")).await?;

    opened(&engine, "md:my_db", &[("motherduck_token", token)]).await?;
    assert!(!format!("{engine:?}").contains(token));

    let token = "o";
    LOGGED_IN.set(false);
    let engine = Connect::to("duckdb:///md:my_db").config("motherduck_oauth_token", token).open().await?;

    opened(&engine, "md:my_db", &[("motherduck_oauth_token", token)]).await?;
    Ok(())
}

#[test]
fn a_login_in_the_browser_is_asked_for() -> Tested<()> {
    in_child("twins::child_that_logs_in", &[])
}

#[tokio::test]
#[ignore = "run by a_login_in_the_browser_is_asked_for, in an environment of its own"]
async fn child_that_logs_in() -> Tested<()> {
    LOGGED_IN.set(false);
    let engine = Connect::to("duckdb:///md:my_db").login(Login::Browser).open().await?;

    opened(&engine, "md:my_db", &[]).await?;
    let refused = aludel::connect("duckdb:///md:my_db").await.map(|_| ()).map_err(|error| error.to_string());
    assert!(refused.is_err_and(|error| error.contains("MOTHERDUCK_TOKEN")));
    Ok(())
}

#[tokio::test]
async fn settings() -> Tested<()> {
    let engine = Connect::to("duckdb:///md:my_db").config("threads", 4).config("memory_limit", "1GB").open().await?;

    opened(&engine, "md:my_db", &[("memory_limit", "1GB"), TOKEN, ("threads", "4")]).await?;
    let threads: i64 = engine.fetch_scalar(text("SELECT current_setting('threads')")).await?;
    assert_eq!(threads, 4);

    let url = "duckdb:///md:my_db?attach_mode=single&access_mode=read_only&session_name=team-a";
    let engine = aludel::connect(url).await?;

    let path = "md:my_db?access_mode=read_only&attach_mode=single&session_name=team-a";
    opened(&engine, path, &[TOKEN]).await?;

    let engine = aludel::connect("duckdb:///md:my_db?host=localhost&port=1984&tls=off").await?;

    opened(&engine, "md:my_db?host=localhost&port=1984&tls=off", &[TOKEN]).await?;
    let beside = Connect::to("duckdb:///md:my_db").config("host", "localhost").config("port", 1984);
    let engine = beside.config("tls", "off").open().await?;
    opened(&engine, "md:my_db?host=localhost&port=1984&tls=off", &[TOKEN]).await?;

    let url = "duckdb:///md:my_db?host=custom.motherduck.com&port=443&tls=true&saas_mode=pgendpoint";
    let engine = aludel::connect(url).await?;

    let path = "md:my_db?host=custom.motherduck.com&port=443&saas_mode=pgendpoint&tls=true";
    opened(&engine, path, &[TOKEN]).await?;

    let log = Warnings::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let url = "duckdb:///md:my_db?motherduck_session_hint=h&cachebust=1&motherduck_attach_mode=single";
    let engine = aludel::connect(url).await?;
    drop(guard);
    opened(&engine, "md:my_db?attach_mode=single&cache_buster=1&session_name=h", &[TOKEN]).await?;
    assert_eq!(log.lines().len(), 3);
    Ok(())
}

#[tokio::test]
async fn helpers() -> Tested<()> {
    let url = MotherDuckUrl::new("md:my_db")
        .attach_mode(AttachMode::Single)
        .access_mode(AccessMode::ReadOnly)
        .session_name("team-a")
        .query("memory_limit", "1GB");
    let engine = Connect::to(url).open().await?;

    let path = "md:my_db?access_mode=read_only&attach_mode=single&session_name=team-a";
    opened(&engine, path, &[("memory_limit", "1GB"), TOKEN]).await?;

    let engine = motherduck("md:analytics")
        .attach_mode(AttachMode::Single)
        .access_mode(AccessMode::ReadOnly)
        .session_name(stable_session_name("user-123", Some("org-1")))
        .performance()
        .open()
        .await?;

    let path = "md:analytics?access_mode=read_only&attach_mode=single&session_name=4a8ba4de1d90213b";
    opened(&engine, path, &[TOKEN]).await?;

    let asked = motherduck("md:my_db").attach_mode(AttachMode::Single).performance();

    let pool = asked.pool_options().ok_or("no pool")?;
    assert_eq!((pool.pre_ping, pool.recycle), (PrePing::OnCheckout, Some(Duration::from_secs(82_800))));
    opened(&asked.open().await?, "md:my_db?attach_mode=single", &[TOKEN]).await?;

    let retry = RetryTransient::times(2).backoff(Duration::from_millis(500));
    let conn = engine.connection().await?.with_options(ExecutionOptions::new().retry(retry));
    conn.execute(text("select 1")).await?;

    let engine = engine_from_paths(["md:my_db?user=1", "md:my_db?user=2", "md:my_db?user=3"]).await?;

    let mut held = Vec::new();
    for turn in [1, 2, 3, 1] {
        let connection = engine.connection().await?;
        let path: String = connection.fetch_scalar(text("SELECT path FROM opened")).await?;
        assert_eq!(path, format!("md:my_db?user={turn}"));
        held.push(connection);
    }
    Ok(())
}

/// What the pages show of a writer beside a reader.
#[tokio::test]
async fn a_writer_beside_a_reader() -> Tested<()> {
    let writer = motherduck("md:analytics").attach_mode(AttachMode::Single).performance().open().await?;
    let session = stable_session_name("user-123", Some("org-1"));
    let reader = read_scaling("md:analytics", Some(&session)).performance().open().await?;

    writer.execute(text("CREATE TABLE visits AS SELECT 1 AS id")).await?;
    let refused = reader.execute(aludel_query::create_table(&aludel_query::Table::new("t"))).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("read-only")));

    reader.recycle().await?; // the next connection may reach another replica
    let another = reader.with_session_name(&stable_session_name("user-456", Some("org-1"))).await?;

    opened(&another, &opener().last().0, &[TOKEN]).await?;

    // No DuckDB in process knows these two; MotherDuck's does.
    let snapshot = create_snapshot("analytics").to_sql::<DuckDb>()?;
    let refresh = refresh_database("analytics").to_sql::<DuckDb>()?;
    assert_eq!((&*snapshot.sql, &*refresh.sql), ("CREATE SNAPSHOT OF analytics", "REFRESH DATABASE analytics"));
    Ok(())
}
