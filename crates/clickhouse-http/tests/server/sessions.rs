//! Sessions, and queries that nobody waits for any more.

use std::time::{Duration, Instant};

use super::*;

const LONG: &str = "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))";

async fn is_running(query: &str) -> bool {
    let mut other = connect().await;
    let sql =
        format!("SELECT count() FROM system.processes WHERE query LIKE '%{query}%' AND query NOT LIKE '%processes%'");
    value(&mut other, &sql).await.unwrap() != Value::UInt64(0)
}

async fn wait_until_running(query: &str) {
    let begun = Instant::now();
    while !is_running(query).await {
        assert!(begun.elapsed() < Duration::from_secs(20), "{query} was not begun");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_connection_is_a_session() {
    let server = open(None, "").await.unwrap();
    let (mut one, mut other) = (server.connect(), server.connect());
    execute(&mut one, "CREATE TEMPORARY TABLE mine AS SELECT 7::UInt8 AS a").await.unwrap();
    execute(&mut one, "SET max_threads = 5").await.unwrap();
    assert_eq!(value(&mut one, "SELECT a FROM mine").await.unwrap(), Value::UInt8(7));
    assert_eq!(value(&mut one, "SELECT toString(getSetting('max_threads'))").await.unwrap(), text("5"));
    assert!(rows(&mut other, "SELECT a FROM mine").await.is_err());
    let mut without = open(None, "autogenerate_session_id=false").await.unwrap().connect();
    execute(&mut without, "CREATE TEMPORARY TABLE mine (a UInt8)").await.unwrap();
    assert!(rows(&mut without, "SELECT a FROM mine").await.is_err(), "it went with its statement");
}

#[tokio::test]
async fn a_dropped_result_ends_its_query() {
    let mut connection = connect().await;
    let sql = "SELECT number, 'dropped result' FROM system.numbers";
    let Results { mut batches, .. } = connection.query(&statement(sql, vec![])).await.unwrap();
    assert!(batches.try_next().await.unwrap().is_some());
    assert!(is_running("dropped result").await);
    drop(batches);
    connection.settle().await.unwrap();
    assert!(!is_running("dropped result").await);
    assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1), "the session is free");
}

#[tokio::test]
async fn a_dropped_future_ends_its_query() {
    let mut connection = connect().await;
    let sql = format!("{LONG} AND 'dropped future' != ''");
    let prepared = statement(&sql, vec![]);
    tokio::select! {
        result = connection.execute(&prepared) => panic!("{result:?}"),
        () = wait_until_running("dropped future") => {}
    }
    connection.settle().await.unwrap();
    assert!(!is_running("dropped future").await);
    assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1), "the session is free");
}

#[tokio::test]
async fn a_query_that_was_just_sent_is_ended_too() {
    let mut connection = connect().await;
    let sql = format!("{LONG} AND 'just sent' != ''");
    for _ in 0..5 {
        let prepared = statement(&sql, vec![]);
        let _ = tokio::time::timeout(Duration::from_millis(1), connection.execute(&prepared)).await;
        connection.settle().await.unwrap();
        assert!(!is_running("just sent").await);
    }
}

#[tokio::test]
async fn a_silent_server_is_waited_for_so_long() {
    let mut connection = open(None, "send_receive_timeout=300ms").await.unwrap().connect();
    let error = execute(&mut connection, &format!("{LONG} AND 'silent' != ''")).await.unwrap_err();
    assert_eq!(error.class(), Some(aludel_engine::ErrorClass::Timeout), "{error}");
    connection.settle().await.unwrap();
    assert!(!is_running("silent").await);
}

#[tokio::test]
async fn written_rows_are_counted() {
    let mut connection = connect().await;
    execute(&mut connection, "CREATE TEMPORARY TABLE counted (a UInt64)").await.unwrap();
    assert_eq!(execute(&mut connection, "INSERT INTO counted SELECT number FROM numbers(1234)").await.unwrap(), 1_234);
    assert_eq!(execute(&mut connection, "INSERT INTO counted VALUES (1), (2)").await.unwrap(), 2);
    assert_eq!(execute(&mut connection, "SELECT * FROM counted").await.unwrap(), 0);
}
