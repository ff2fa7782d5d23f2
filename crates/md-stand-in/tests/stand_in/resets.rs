//! Connections that go away, and servers that do not answer.

use std::time::Duration;

use aludel_md_stand_in::{Moment, Quirks};
use futures_util::StreamExt;
use sqlx::{Executor, Row, raw_sql};
use tokio::time::timeout;

use crate::{connected, started};

fn is_lost(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_))
}

#[tokio::test]
async fn the_statement_after_the_last_is_reset_and_not_run() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    connection.execute("CREATE TABLE t (i INT)").await.unwrap();
    server.reset_after(2);
    for _ in 0..2 {
        connection.execute("INSERT INTO t VALUES (1)").await.unwrap();
    }
    let error = sqlx::query("INSERT INTO t VALUES (1)").execute(&mut connection).await.unwrap_err();
    assert!(is_lost(&error), "{error:?}");
    // Once.
    let mut again = connected(&server, "md:").await;
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(&mut again).await.unwrap();
    assert_eq!(count, 2);
}

#[tokio::test]
async fn all_connections_can_be_reset() {
    let server = started(Quirks::documented());
    let (mut one, mut two) = (connected(&server, "md:").await, connected(&server, "md:").await);
    server.reset_connections();
    for connection in [&mut one, &mut two] {
        let error = raw_sql("SELECT 1").execute(connection).await.unwrap_err();
        assert!(is_lost(&error), "{error:?}");
    }
    connected(&server, "md:").await;
}

#[tokio::test]
async fn a_result_can_break_off() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    server.reset_after_rows(1500);
    let mut rows = sqlx::query("SELECT * FROM range(100000)").fetch(&mut connection);
    for expected in 0..1500_i64 {
        assert_eq!(rows.next().await.unwrap().unwrap().get::<i64, _>(0), expected);
    }
    let error = rows.next().await.unwrap().unwrap_err();
    assert!(is_lost(&error), "{error:?}");
}

#[tokio::test]
async fn a_server_can_fall_silent_and_go_on() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    let patient = Duration::from_millis(200);

    server.fall_silent(Moment::Login);
    assert!(timeout(patient, connected(&server, "md:")).await.is_err());
    raw_sql("SELECT 1").execute(&mut connection).await.unwrap();

    server.fall_silent(Moment::Statement);
    let mut other = connected(&server, "md:").await;
    assert!(timeout(patient, other.execute("SELECT 1")).await.is_err());
    let waiting = tokio::spawn(async move { sqlx::query("SELECT 2").execute(&mut connection).await.map(drop) });
    tokio::time::sleep(patient).await;
    assert!(!waiting.is_finished());
    server.answer_again();
    waiting.await.unwrap().unwrap();
}
