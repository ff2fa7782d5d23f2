//! Stopping what runs.

use std::time::{Duration, Instant};

use aludel_md_stand_in::Quirks;

use crate::raw::{Raw, content, error_field, text};
use crate::started;

/// Takes minutes.
const LONG: &str = "SELECT count(*) FROM range(10000000) a, range(1000000) b WHERE (a.range * b.range) % 7 = 3";

#[tokio::test]
async fn a_cancel_request_stops_the_statement_and_not_the_connection() {
    let server = started(Quirks::documented());
    let mut raw = Raw::connect(&server, "").await;
    let (process, secret) = (raw.process, raw.secret.clone());
    let begun = Instant::now();
    let canceller = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        // Of nobody.
        Raw::cancel(&server, process, &[1, 2, 3, 4]).await;
        Raw::cancel(&server, process, &secret).await;
    };
    let (stopped, ()) = tokio::join!(raw.simple(LONG), canceller);
    assert!(error_field(&stopped, 'M').unwrap().starts_with("INTERRUPT Error"), "{stopped:?}");
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(server.cancels(), 1);
    assert_eq!(text(&raw.simple("SELECT 5").await), "5");
}

#[tokio::test]
async fn a_cancel_request_for_nothing_does_no_harm() {
    let server = started(Quirks::documented());
    let mut raw = Raw::connect(&server, "").await;
    Raw::cancel(&server, raw.process, &raw.secret.clone()).await;
    assert_eq!(content(&raw.extended("SELECT 5::INT", 0).await, 'D')[6..], 5_i32.to_be_bytes());
}

#[tokio::test]
async fn the_server_ends_while_a_statement_runs() {
    let server = started(Quirks::documented());
    let mut raw = Raw::connect(&server, "").await;
    raw.send('Q', format!("{LONG}\0").as_bytes()).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    drop(server);
    assert!(begun.elapsed() < Duration::from_secs(5));
}
