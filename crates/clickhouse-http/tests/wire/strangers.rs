//! What answers in the place of a ClickHouse server, or answers too slowly.

use std::time::Instant;

use super::*;

const PAGE: &[u8] = b"<html><body>502 Bad Gateway</body></html>";

fn one(bytes: &'static [u8]) -> Answer {
    Answer::chunks([bytes].into_iter())
}

#[tokio::test]
async fn what_is_no_clickhouse_server_is_told() {
    let answers = [
        ("a proxy's page", one(PAGE).with_status("502 Bad Gateway"), "not that of a ClickHouse"),
        ("a page with status 200", one(PAGE), "not that of a ClickHouse"),
        ("a page that is not there", one(b"Not Found").with_status("404 Not Found"), "not that of a ClickHouse"),
        ("a page without a word", Answer::chunks([].into_iter()).with_status("503 Service Unavailable"), "503"),
        (
            "a redirection",
            one(PAGE).with_status("302 Found").with_header("Location", "http://127.0.0.1:1/"),
            "not that of a ClickHouse",
        ),
        (
            "a PostgreSQL server",
            Answer::raw(b"E\0\0\0\x61SFATAL\0C08P01\0Minvalid length of startup packet\0\0"),
            "can't be reached",
        ),
        ("a TLS server", Answer::raw(b"\x15\x03\x01\0\x02\x02\x46"), "can't be reached"),
        ("an SSH server", Answer::raw(b"SSH-2.0-OpenSSH_9.9\r\n"), "can't be reached"),
        ("one that hangs up", Answer::raw(b""), "can't be reached"),
        ("gzip that nobody asked for", one(b"\x1f\x8bgarbage").with_encoding("gzip"), "unpacked"),
        ("garbage as lz4", Answer::chunks([&[0x55; 64][..]].into_iter()).with_encoding("lz4"), "unpacked"),
        ("garbage as zstd", Answer::chunks([&[0x55; 64][..]].into_iter()).with_encoding("zstd"), "unpacked"),
    ];
    for (case, answer, words) in answers {
        let stranger = FakeServer::stranger(answer.clone()).await;
        // Whether it is so from the beginning, or something came in between.
        for error in [open(&stranger, "").await.map(drop), rows_of(answer, "").await.map(drop)] {
            let error = error.err().unwrap_or_else(|| panic!("{case}: no error"));
            assert!(matches!(error, Error::Server(_)) && error.to_string().contains(words), "{case}: {error}");
            assert!(error.is_disconnect() && error.to_string().len() < 400, "{case}: {error}");
        }
    }
}

#[tokio::test]
async fn an_error_that_is_only_a_number_is_told() {
    let answer = Answer::chunks([].into_iter()).with_status("500 Internal Server Error");
    let error = rows_of(answer.with_header("X-ClickHouse-Exception-Code", "241"), "").await.unwrap_err();
    let server = error.server().unwrap();
    assert_eq!((server.class, server.code.as_deref()), (ErrorClass::OutOfMemory, Some("241 MEMORY_LIMIT_EXCEEDED")));
    assert!(server.query_id.is_some(), "{error}");
}

#[tokio::test]
async fn where_in_its_code_a_server_failed_is_shown_to_nobody() {
    let text =
        b"Code: 60. DB::Exception: Table t does not exist. (UNKNOWN_TABLE), Stack trace (when copying this message, \
                 always include the lines below):\n\n0. DB::Exception::Exception() @ 0x0000 in /usr/bin/clickhouse\n\
                 1. main @ 0x0001 in /usr/bin/clickhouse\n (version 26.7.2.1)\n";
    for answer in [one(text).with_status("404 Not Found"), one(text)] {
        let error = rows_of(answer, "").await.unwrap_err();
        assert_eq!(error.to_string(), "not found: Table t does not exist.");
        assert_eq!(error.server().unwrap().code.as_deref(), Some("60 UNKNOWN_TABLE"));
    }
}

#[tokio::test]
async fn a_silent_server_is_waited_for_so_long() {
    const TIME: Duration = Duration::from_millis(300);
    for (case, answer) in [
        ("silent at once", Answer::raw(b"").held_open()),
        ("silent in a block", Answer::chunks([&BLOCK[..5]].into_iter()).held_open()),
        ("silent after a block", Answer::chunks([BLOCK].into_iter()).held_open()),
        ("a head without an end", Answer::raw(b"HTTP/1.1 200 OK\r\nA: ").dripping(b"b")),
        ("a block without an end", Answer::chunks([&BLOCK[..BLOCK.len() - 2]].into_iter()).dripping(b"1\r\nx\r\n")),
        (
            "an error without an end",
            Answer::raw(b"HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n").dripping(b"1\r\nx\r\n"),
        ),
    ] {
        let stranger = FakeServer::stranger(answer.clone()).await;
        let settings = "send_receive_timeout=300ms";
        let begun = Instant::now();
        let at_open = open(&stranger, settings).await.map(drop);
        let opened = begun.elapsed();
        for (error, took) in [(at_open, opened), (rows_of(answer, settings).await.map(drop), begun.elapsed() - opened)]
        {
            let error = error.err().unwrap_or_else(|| panic!("{case}: no error"));
            assert_eq!(error.class(), Some(ErrorClass::Timeout), "{case}: {error}");
            assert!(TIME <= took && took < TIME * 8, "{case}: after {took:?}");
        }
    }
}

#[tokio::test]
async fn a_slow_server_is_not_a_silent_one() {
    // A block every half second: each comes in time, all of them together do not.
    let blocks = b"16\r\n\x02\x01\x01a\x05UInt8\x01\x01s\x06String\x01x\r\n";
    let server = FakeServer::start(Answer::chunks([].into_iter()).dripping(blocks)).await;
    let mut connection = open(&server, "send_receive_timeout=1500ms").await.unwrap().connect();
    let statement = Prepared::new(DIALECT, "SELECT 1 AS a, 'x' AS s", Vec::new(), Effect::Read);
    let begun = Instant::now();
    let batches = connection.query(&statement).await.unwrap().batches;
    let rows: usize =
        batches.take(4).map_ok(|batch| batch.num_rows()).try_collect::<Vec<_>>().await.unwrap().iter().sum();
    assert!(rows == 4 && begun.elapsed() > Duration::from_millis(1_500), "{rows} rows in {:?}", begun.elapsed());
}

#[tokio::test]
async fn a_slow_reader_is_not_a_silent_server() {
    let server = FakeServer::start(Answer::chunks([BLOCK, BLOCK, BLOCK].into_iter())).await;
    let mut connection = open(&server, "send_receive_timeout=200ms").await.unwrap().connect();
    let statement = Prepared::new(DIALECT, "SELECT 1 AS a, 'x' AS s", Vec::new(), Effect::Read);
    let mut batches = connection.query(&statement).await.unwrap().batches;
    for _ in 0..3 {
        assert!(batches.try_next().await.unwrap().is_some());
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert!(batches.try_next().await.unwrap().is_none());
}
