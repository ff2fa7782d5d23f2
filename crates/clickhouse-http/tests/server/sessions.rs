//! Sessions, and queries that nobody waits for any more.

use std::time::{Duration, Instant};

use aludel_engine::InsertTarget;
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use futures_util::{StreamExt, stream};
use tokio::io::AsyncWriteExt;

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
async fn a_session_ends_when_nothing_is_asked_in_it() {
    let mut connection = open(None, "session_timeout=1s").await.unwrap().connect();
    execute(&mut connection, "CREATE TEMPORARY TABLE mine (a UInt8)").await.unwrap();
    assert_eq!(rows(&mut connection, "SELECT * FROM mine").await.unwrap().len(), 0);
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(rows(&mut connection, "SELECT * FROM mine").await.is_err());
    // More than the server allows is an error when the engine is used, and says so.
    let error = rows(&mut open(None, "session_timeout=2h").await.unwrap().connect(), "SELECT 1").await.unwrap_err();
    assert!(error.to_string().contains("max_session_timeout"), "{error}");
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
async fn a_session_is_never_used_twice_at_a_time() {
    let mut connection = connect().await;
    let Results { batches, .. } =
        connection.query(&statement("SELECT number FROM system.numbers", vec![])).await.unwrap();
    let error = rows(&mut connection, "SELECT 1").await.unwrap_err();
    assert!(matches!(error, Error::Usage(_)) && error.to_string().contains("still being read"), "{error}");
    assert!(connection.ping().await.is_err() && execute(&mut connection, "SELECT 1").await.is_err());
    drop(batches);
    // Nobody waits until the query has ended, but for the next statement itself.
    assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1));
    // Without a session nothing is in the way.
    let mut connection = open(None, "autogenerate_session_id=false").await.unwrap().connect();
    let Results { batches, .. } =
        connection.query(&statement("SELECT number FROM system.numbers", vec![])).await.unwrap();
    assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1));
    drop(batches);
    connection.settle().await.unwrap();
}

#[tokio::test]
async fn a_statement_follows_one_that_failed_on_the_way() {
    let mut connection = connect().await;
    for _ in 0..30 {
        // The server is still sending when the column is found not to be text.
        let sql = "SELECT unhex('ff') AS strange FROM numbers(1000000)";
        assert!(rows(&mut connection, sql).await.unwrap_err().to_string().contains("UTF-8"));
        assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1));
    }
}

/// Holds the connection's session for half a second, as the end of a request on another connection to the server does
/// for a moment.
async fn hold(id: String) -> tokio::net::TcpStream {
    let sql = format!("SELECT sleep(0.5), '{id}'");
    let port = url(None, "").port().unwrap();
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let request = format!(
        "POST /?session_id={id}&session_timeout=60 HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n{sql}",
        sql.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    wait_until_running(&id).await;
    stream
}

fn session_of(connection: &ClickHouseConnection) -> String {
    format!("{connection:?}").split('"').nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_session_that_is_held_for_a_moment_is_waited_for() {
    let mut connection = connect().await;
    execute(&mut connection, "CREATE TEMPORARY TABLE mine (a Int64)").await.unwrap();
    let held = hold(session_of(&connection)).await;
    assert_eq!(value(&mut connection, "SELECT count() FROM mine").await.unwrap(), Value::UInt64(0));
    drop(held);
    // Held when the INSERT begins, after the table's columns were asked for.
    let id = session_of(&connection);
    let source = stream::once(async move {
        // Hung up at once: the server goes on all the same.
        drop(hold(id).await);
        let values: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3]));
        Ok(RecordBatch::try_from_iter([("a", values)]).unwrap())
    });
    let target = InsertTarget::new(vec!["mine".to_owned()], vec!["a".to_owned()]);
    assert_eq!(connection.insert(&target, source.boxed()).await.unwrap(), 3);
    assert_eq!(value(&mut connection, "SELECT count() FROM mine").await.unwrap(), Value::UInt64(3));
    // One that others know of is theirs to hold.
    let mut connection = open(None, "session_id=known_to_others").await.unwrap().connect();
    let held = hold(session_of(&connection)).await;
    let error = rows(&mut connection, "SELECT 1").await.unwrap_err();
    assert_eq!(error.server().and_then(|server| server.code.as_deref()), Some("373 SESSION_IS_LOCKED"), "{error}");
    assert!(error.is_transient());
    drop(held);
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

#[tokio::test]
async fn statements_share_a_connection_to_the_server() {
    let front = super::front::Front::plain().await;
    let url = format!("clickhouse://127.0.0.1:{}", front.port);
    let server = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap();
    let mut connection = server.connect();
    for number in 0..50_u8 {
        let query = with_placeholders("SELECT {}", vec![Parameter::new(number)]);
        assert_eq!(rows_of(&mut connection, &query).await.unwrap(), [[Value::UInt8(number)]]);
        execute(&mut connection, "SELECT 1").await.unwrap();
        assert_eq!(rows(&mut connection, "SELECT 1 WHERE 0").await.unwrap().len(), 0);
    }
    assert!(front.connections() <= 3, "{} connections for 150 statements", front.connections());
}
