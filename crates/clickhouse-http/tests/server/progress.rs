//! How far a statement has come.

use std::time::Duration;

use aludel_clickhouse_host::READER;
use futures_util::StreamExt;

use super::*;

/// A second and more of work, told of every tenth of a second.
const SLOW: &str = "SELECT count() FROM numbers(30) WHERE sleepEachRow(0.05) = 0 SETTINGS max_block_size = 1";

#[tokio::test]
async fn progress_comes_while_a_statement_runs() {
    let mut connection = connect().await;
    let mut progress = connection.progress().unwrap();
    let statement = statement(SLOW, vec![]);
    for is_query in [true, false] {
        let work = async {
            if is_query {
                assert_eq!(rows_of(&mut connection, &statement).await.unwrap(), [[Value::UInt64(30)]]);
            } else {
                connection.execute(&statement).await.unwrap();
            }
        };
        tokio::pin!(work);
        let mut seen = Vec::new();
        loop {
            tokio::select! {
                () = &mut work => break,
                event = progress.next() => seen.push(event.unwrap()),
            }
        }
        assert!(seen.len() >= 5, "{seen:?}");
        assert!(
            seen.is_sorted_by_key(|event| event.read_rows) && seen.is_sorted_by_key(|event| event.elapsed),
            "{seen:?}"
        );
        let (first, last) = (&seen[0], &seen[seen.len() - 1]);
        assert!(first.read_rows < last.read_rows && last.read_rows <= 30 && last.total_rows_to_read == 30, "{seen:?}");
        assert!(first.query_id == last.query_id && first.query_id.starts_with("aludel-"), "{seen:?}");
        assert!(Duration::from_millis(500) < last.elapsed && last.elapsed < Duration::from_secs(60), "{seen:?}");
    }
    drop(connection);
    assert!(progress.count().await <= 1, "the newest, then the end");
}

#[tokio::test]
async fn one_who_is_told_of_progress_waits_longer() {
    let mut connection = open(None, "send_receive_timeout=600ms").await.unwrap().connect();
    assert!(rows(&mut connection, SLOW).await.unwrap_err().to_string().contains("silent"));
    let progress = connection.progress().unwrap();
    assert_eq!(value(&mut connection, SLOW).await.unwrap(), Value::UInt64(30));
    drop(progress);
    assert!(rows(&mut connection, SLOW).await.is_err(), "nobody asks any more");
}

#[tokio::test]
async fn many_statements_are_told_apart() {
    let server = open(None, "").await.unwrap();
    let worker = |rows: u64| {
        let mut connection = server.connect();
        async move {
            let progress = connection.progress().unwrap();
            let seen = tokio::spawn(progress.collect::<Vec<_>>());
            let sql =
                format!("SELECT count() FROM numbers({rows}) WHERE sleepEachRow(0.05) = 0 SETTINGS max_block_size = 1");
            assert_eq!(value(&mut connection, &sql).await.unwrap(), Value::UInt64(rows));
            drop(connection);
            let seen = seen.await.unwrap();
            assert!(!seen.is_empty() && seen.iter().all(|event| event.total_rows_to_read == rows), "{seen:?}");
        }
    };
    futures_util::future::join_all([10, 15, 20].map(worker)).await;
}

#[tokio::test]
async fn one_who_sends_no_settings_is_told_that_there_is_no_progress() {
    let mut connection = open(Some(READER), "").await.unwrap().connect();
    let error = connection.progress().err().unwrap();
    assert!(matches!(error, Error::Usage(_)) && error.to_string().contains("readonly=1"), "{error}");
}
