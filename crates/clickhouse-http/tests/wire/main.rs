//! What a server, or what stands in its place, can do to a result: every bad end is a typed error, and soon.

#![allow(clippy::unwrap_used, clippy::panic)]

mod fake;
mod retries;
mod strangers;

use std::sync::Arc;
use std::time::Duration;

use aludel_clickhouse_http::{AsyncInsert, DIALECT, InsertOptions, Server};
use aludel_dialect::Value;
use aludel_engine::{ConnectOptions, Connection, EngineUrl, Error, ErrorClass, InsertTarget, Results, Rows};
use aludel_query::{Effect, Prepared};
use arrow_array::{ArrayRef, RecordBatch, UInt8Array};
use fake::{Answer, FakeServer};
use futures_util::{StreamExt, TryStreamExt, stream};

/// `SELECT 1 AS a, 'x' AS s`.
const BLOCK: &[u8] = b"\x02\x01\x01a\x05UInt8\x01\x01s\x06String\x01x";
const TAG: &str = "rnywyenlaeqynhmu";
const MESSAGE: &str = "Code: 159. DB::Exception: Timeout exceeded: elapsed 1.2 seconds. (TIMEOUT_EXCEEDED) (version 26.7.2.1 (official build))";

/// Opens an engine there.
async fn open(server: &FakeServer, settings: &str) -> Result<Arc<Server>, Error> {
    let url = format!("clickhouse://127.0.0.1:{}?compression=false&{settings}", server.port());
    Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await
}

/// As servers since 25.11 write an exception into a result.
fn tagged() -> Vec<u8> {
    let message = format!("{MESSAGE}\n");
    let length = message.len();
    format!("\r\n__exception__\r\n{TAG}\r\n{message}{length} {TAG}\r\n__exception__\r\n").into_bytes()
}

/// As older servers do.
fn plain() -> Vec<u8> {
    format!("{MESSAGE}\n").into_bytes()
}

/// The rows of a query that is answered so.
async fn rows_of(answer: Answer, settings: &str) -> Result<Vec<Vec<Value>>, Error> {
    let server = FakeServer::start(answer).await;
    let url = format!("clickhouse://127.0.0.1:{}?compression=false&{settings}", server.port());
    let work = async {
        let opened = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await?;
        let mut connection = opened.connect();
        let statement = Prepared::new(DIALECT, "SELECT 1 AS a, 'x' AS s", Vec::new(), Effect::Read);
        let Results { schema, batches } = connection.query(&statement).await?;
        let width = schema.fields().len();
        let rows = Rows::new(schema, batches.try_collect().await?);
        rows.iter().map(|row| (0..width).map(|index| Ok(row.get::<Value>(index)?)).collect()).collect()
    };
    tokio::time::timeout(Duration::from_secs(10), work).await.unwrap_or_else(|_| panic!("no end"))
}

fn assert_timeout_exceeded(result: Result<Vec<Vec<Value>>, Error>, case: &str) {
    let error = result.err().unwrap_or_else(|| panic!("{case}: no error"));
    let server = error.server().unwrap_or_else(|| panic!("{case}: {error}"));
    assert_eq!(server.class, ErrorClass::Timeout, "{case}: {error}");
    assert_eq!(server.code.as_deref(), Some("159 TIMEOUT_EXCEEDED"), "{case}: {error}");
    assert_eq!(server.message, "Timeout exceeded: elapsed 1.2 seconds.", "{case}");
}

/// The official client drops a piece that ends an exception and does not hold all of it; then the message, and the code
/// if that was in the piece, are not to be had.
fn assert_is_exception(result: Result<Vec<Vec<Value>>, Error>, case: &str) {
    let error = result.err().unwrap_or_else(|| panic!("{case}: no error"));
    if error.to_string().contains("was lost on the way") {
        let code = error.server().and_then(|server| server.code.as_deref());
        assert!(code.is_none_or(|code| code.starts_with("159") || "159".starts_with(code)), "{case}: {error}");
    } else {
        assert_timeout_exceeded(Err(error), case);
    }
}

#[tokio::test]
async fn a_result_is_a_result() {
    let expected = vec![vec![Value::UInt8(1), Value::Text("x".into())]; 2];
    for size in [1, 7, 1_000] {
        let answer = Answer::chunks([BLOCK, BLOCK].concat().chunks(size));
        assert_eq!(rows_of(answer, "").await.unwrap(), expected, "in chunks of {size}");
    }
}

#[tokio::test]
async fn an_exception_in_a_result_is_an_error_however_it_is_split() {
    for (framing, exception) in [("tagged", tagged()), ("plain", plain())] {
        for begun in [0, BLOCK.len(), BLOCK.len() + 9] {
            let body = [&[BLOCK, BLOCK].concat()[..begun], &exception].concat();
            let whole = Answer::chunks([&body[..]].into_iter()).with_tag(TAG);
            assert_timeout_exceeded(rows_of(whole, "").await, &format!("{framing} after {begun} in one chunk"));
            for at in (begun.max(1)..body.len()).step_by(13) {
                let (one, other) = body.split_at(at);
                let halves = Answer::chunks([one, other].into_iter()).with_tag(TAG);
                assert_is_exception(rows_of(halves, "").await, &format!("{framing} after {begun} split at {at}"));
            }
            let bytes = Answer::chunks(body.chunks(1)).with_tag(TAG);
            assert_timeout_exceeded(rows_of(bytes, "").await, &format!("{framing} after {begun} byte by byte"));
        }
    }
}

#[tokio::test]
async fn a_result_that_is_cut_short_is_an_error() {
    let two = [BLOCK, BLOCK].concat();
    for end in [1, BLOCK.len() - 1, BLOCK.len() + 1, two.len() - 1] {
        // The answer says that it is whole.
        let error = rows_of(Answer::chunks([&two[..end]].into_iter()), "").await.unwrap_err();
        assert!(error.is_disconnect() && error.to_string().contains("middle of a block"), "{end}: {error}");
    }
    for end in [1, BLOCK.len(), two.len()] {
        // The connection ends before the answer does, even where a block ends.
        let error = rows_of(Answer::chunks([&two[..end]].into_iter()).cut_off(), "").await.unwrap_err();
        assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{end}: {error}");
    }
}

#[tokio::test]
async fn plain_http_is_not_spoken_where_tls_is_asked_for() {
    let server = FakeServer::start(Answer::chunks([BLOCK].into_iter())).await;
    let url = format!("clickhouse://user:secret@127.0.0.1:{}?secure=true&connect_timeout=500ms", server.port());
    let error = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[tokio::test]
async fn path_and_login_are_sent_as_they_are_given() {
    let server = FakeServer::start(Answer::chunks([BLOCK].into_iter())).await;
    for (settings, first, words) in [
        ("proxy_path=/a/b", "POST /a/b?", ""),
        ("access_token=t0ken", "POST /?", "authorization: bearer t0ken"),
        ("user=u&password=p", "POST /?", "x-clickhouse-key: p"),
        ("password=p", "POST /?", "x-clickhouse-user: default"),
        ("compression=zstd", "POST /?", "accept-encoding: zstd"),
        ("database=d%20b", "POST /?", "database=d+b"),
    ] {
        let url = format!("clickhouse://127.0.0.1:{}?{settings}", server.port());
        let opened = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap();
        let statement = Prepared::new(DIALECT, "SELECT 1 AS a, 'x' AS s", Vec::new(), Effect::Read);
        opened.connect().query(&statement).await.unwrap();
        let request = server.queries().pop().unwrap();
        assert!(request.starts_with(first) && request.to_ascii_lowercase().contains(words), "{settings}: {request}");
    }
}

/// `DESCRIBE TABLE` of a table with one column, `v UInt8`.
const DESCRIBED: &[u8] = b"\x02\x01\x04name\x06String\x01v\x04type\x06String\x05UInt8";

#[tokio::test]
async fn an_insert_says_how_it_is_to_be_done() {
    let confirmed = InsertOptions::new().asynchronous(AsyncInsert::Confirmed);
    for (settings, options, asked) in [
        ("", InsertOptions::new(), &["async_insert=0"][..]),
        ("", confirmed.clone(), &["async_insert=1", "wait_for_async_insert=1"]),
        (
            "",
            InsertOptions::new().asynchronous(AsyncInsert::Unconfirmed),
            &["async_insert=1", "wait_for_async_insert=0"],
        ),
        ("async_insert=1", InsertOptions::new(), &["async_insert=1"]),
        ("async_insert=0", confirmed.clone(), &["async_insert=1", "wait_for_async_insert=1"]),
        ("", InsertOptions::new().deduplication_token("t"), &["async_insert=0", "insert_deduplication_token=t"]),
        (
            "",
            confirmed.deduplication_token("a b"),
            &[
                "async_insert=1",
                "async_insert_deduplicate=1",
                "insert_deduplication_token=a+b",
                "wait_for_async_insert=1",
            ],
        ),
    ] {
        // One answer for the question whether the server has the setting, where there is one.
        let ok = Answer::chunks([].into_iter());
        let mut answers = vec![Answer::chunks([DESCRIBED].into_iter()), ok.clone()];
        if !settings.is_empty() {
            answers.insert(0, ok);
        }
        let server = FakeServer::start_with(answers).await;
        let url = format!("clickhouse://127.0.0.1:{}?compression=false&{settings}", server.port());
        let opened = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap();
        let values: ArrayRef = Arc::new(UInt8Array::from(vec![1, 2]));
        let batch = RecordBatch::try_from_iter([("v", values)]).unwrap();
        let target = InsertTarget::new(vec!["t".to_owned()], vec![]);
        let inserted = opened.connect().insert_with(&options, &target, stream::iter([Ok(batch)]).boxed()).await;
        assert_eq!(inserted.unwrap(), 2);
        let request = server.queries().pop().unwrap();
        let line = request.lines().next().unwrap();
        let mut found: Vec<&str> = line.split(['?', '&', ' ']).filter(|word| word.contains("insert")).collect();
        found.sort_unstable();
        let mut asked = asked.to_vec();
        asked.sort_unstable();
        assert_eq!(found, asked, "{line}");
    }
}
