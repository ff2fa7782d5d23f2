//! What `docs/motherduck.md` shows.

use std::time::Duration;

use aludel_duckdb_md::*;
use aludel_engine::{ExecutionOptions, RetryTransient};
use aludel_query::text;

use crate::common::Tested;
use crate::opener::InMemory;

#[tokio::test]
async fn the_page_is_true() -> Tested<()> {
    let token = "t0ken";
    let asked = motherduck("md:my_db").attach_mode(AttachMode::Single).token(token).performance();
    let engine = asked.driver(InMemory::default().driver()).open().await?;

    let retry = ExecutionOptions::new().retry(RetryTransient::times(2).backoff(Duration::from_millis(500)));
    let rows = engine.with_options(retry).fetch(text("SELECT current_database()")).await?;
    assert_eq!(rows.len(), 1);

    let url = MotherDuckUrl::new("md:my_db").attach_mode(AttachMode::Single).session_name("team-a");
    assert_eq!(url.to_string(), "duckdb:///md%3Amy_db?attach_mode=single&session_name=team-a");
    Ok(())
}
