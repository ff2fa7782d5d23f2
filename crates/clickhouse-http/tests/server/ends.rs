//! A server that goes away, requests that are too long, settings that may not be sent.

use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel_clickhouse_host::READER;
use aludel_engine::{ErrorClass, InsertTarget};
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use futures_util::{StreamExt, stream};

use super::*;

const SOON: Duration = Duration::from_secs(20);

/// A server of one's own, to be ended.
async fn own() -> (aludel_test_server::Server, Arc<Server>) {
    let host = tokio::task::spawn_blocking(|| aludel_clickhouse_host::HOST.start()).await.unwrap().unwrap();
    let url = EngineUrl::parse(&host.url().replacen("http://", "clickhouse://", 1)).unwrap();
    let server = Server::open(&ConnectOptions::new(url)).await.unwrap();
    (host, server)
}

async fn end(host: aludel_test_server::Server) {
    tokio::task::spawn_blocking(move || drop(host)).await.unwrap();
}

#[tokio::test]
async fn a_server_that_ends_in_the_middle_ends_everything_with_an_error() {
    let (host, server) = own().await;
    let mut result = server.connect();
    let endless = statement("SELECT number FROM system.numbers", vec![]);
    let mut batches = result.query(&endless).await.unwrap().batches;
    assert!(batches.try_next().await.unwrap().is_some());
    let mut running = server.connect();
    let running = tokio::spawn(async move { execute(&mut running, "SELECT count() FROM system.numbers").await });
    let mut inserting = server.connect();
    execute(&mut inserting, "CREATE TABLE ended (v Int64) ENGINE = MergeTree ORDER BY v").await.unwrap();
    let inserting = tokio::spawn(async move {
        let values: ArrayRef = Arc::new(Int64Array::from_iter_values(0..1_000));
        let batch = RecordBatch::try_from_iter([("v", values)]).unwrap();
        let source = stream::iter(std::iter::repeat_with(move || Ok(batch.clone()))).then(|batch| async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            batch
        });
        inserting.insert(&InsertTarget::new(vec!["ended".to_owned()], vec![]), source.boxed()).await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    end(host).await;
    let begun = Instant::now();
    let errors = [
        ("reading", batches.try_for_each(|_| async { Ok(()) }).await.unwrap_err()),
        ("running", running.await.unwrap().unwrap_err()),
        ("inserting", inserting.await.unwrap().unwrap_err()),
        ("the next statement", rows(&mut server.connect(), "SELECT 1").await.unwrap_err()),
        ("opening", rows(&mut result, "SELECT 1").await.unwrap_err()),
    ];
    for (case, error) in errors {
        assert_eq!(error.class(), Some(ErrorClass::Unavailable), "{case}: {error}");
        assert!(error.is_disconnect(), "{case}: {error}");
    }
    assert!(begun.elapsed() < SOON, "after {:?}", begun.elapsed());
}

#[tokio::test]
async fn a_megabyte_in_the_url_is_an_error_that_does_not_repeat_it() {
    let long = "x".repeat(1 << 20);
    for settings in [
        format!("max_threads={long}"),
        format!("database={long}"),
        format!("ch_{long}=1"),
        format!("proxy_path={long}"),
    ] {
        let options = ConnectOptions::new(url(None, ""));
        let (key, value) = settings.split_once('=').unwrap();
        let error = Server::open(&options.with_config(key, value)).await.unwrap_err();
        let shown = error.to_string();
        assert!(shown.len() < 1_000, "{}: {} bytes", &settings[..20], shown.len());
        assert!(matches!(error, Error::Usage(_) | Error::Server(_) | Error::Url(_)), "{shown}");
    }
    let parsed = EngineUrl::parse(&format!("clickhouse://localhost/?a={long}"));
    if let Ok(url) = parsed {
        assert!(Server::open(&ConnectOptions::new(url)).await.unwrap_err().to_string().len() < 1_000);
    }
}

#[tokio::test]
async fn a_statement_of_a_megabyte_is_read() {
    let mut connection = connect().await;
    let long = "x".repeat(1 << 20);
    let found = rows(&mut connection, &format!("SELECT length('{long}')")).await.unwrap();
    assert_eq!(found, [[Value::UInt64(1 << 20)]]);
    // Columns are named in the URL of an INSERT.
    let batch = |count: usize| {
        let values: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        RecordBatch::try_from_iter((0..count).map(|index| (format!("column_{index:05}"), Arc::clone(&values)))).unwrap()
    };
    for (count, fits) in [(2_000, true), (6_000, false)] {
        let columns: Vec<String> = (0..count).map(|index| format!("column_{index:05} Int64")).collect();
        execute(&mut connection, &format!("CREATE OR REPLACE TEMPORARY TABLE broad ({})", columns.join(", ")))
            .await
            .unwrap();
        let source = stream::iter([Ok(batch(count))]).boxed();
        let inserted = connection.insert(&InsertTarget::new(vec!["broad".to_owned()], vec![]), source).await;
        match inserted {
            Ok(rows) => assert!(fits && rows == 1),
            Err(error) => {
                assert!(!fits && matches!(error, Error::Usage(_)) && error.to_string().len() < 1_000, "{error}")
            }
        }
        assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1));
    }
}

#[tokio::test]
async fn settings_of_a_statement_are_refused_to_one_who_may_send_none() {
    let mut connection = open(Some(READER), "").await.unwrap().connect();
    for sql in ["SELECT 1 SETTINGS max_threads = 1", "SET max_threads = 1"] {
        let error = rows(&mut connection, sql).await.unwrap_err();
        assert_eq!(error.server().and_then(|server| server.code.as_deref()), Some("164 READONLY"), "{sql}: {error}");
        assert_eq!(error.class(), Some(ErrorClass::Auth));
    }
    let mut with_settings = statement("SELECT 1", vec![]);
    with_settings.settings.push(("join_use_nulls".into(), "1".into()));
    let error = rows_of(&mut connection, &with_settings).await.unwrap_err();
    assert_eq!(error.server().and_then(|server| server.code.as_deref()), Some("164 READONLY"), "{error}");
    assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1));
}
