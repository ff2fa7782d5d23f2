//! Connections that go away.

use aludel_md_stand_in::Quirks;
use sqlx::{Executor, raw_sql};

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
