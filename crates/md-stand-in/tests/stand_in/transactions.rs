//! Transactions are DuckDB's own.

use aludel_md_stand_in::{Quirks, Server};
use sqlx::postgres::PgConnection;
use sqlx::{Connection, raw_sql};

use crate::{connected, started};

async fn count(connection: &mut PgConnection) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(connection).await.unwrap()
}

async fn two(server: &Server) -> (PgConnection, PgConnection) {
    let (mut one, two) = (connected(server, "md:").await, connected(server, "md:").await);
    raw_sql("CREATE TABLE t (i INT UNIQUE)").execute(&mut one).await.unwrap();
    (one, two)
}

#[tokio::test]
async fn others_see_what_is_committed() {
    for quirks in [Quirks::all(), Quirks::none()] {
        let server = started(quirks);
        let (mut one, mut two) = two(&server).await;
        raw_sql("BEGIN").execute(&mut one).await.unwrap();
        sqlx::query("INSERT INTO t VALUES ($1::INT)").bind(1).execute(&mut one).await.unwrap();
        assert_eq!((count(&mut one).await, count(&mut two).await), (1, 0));
        raw_sql("COMMIT").execute(&mut one).await.unwrap();
        assert_eq!((count(&mut one).await, count(&mut two).await), (1, 1));
        raw_sql("BEGIN; INSERT INTO t VALUES (2); ROLLBACK").execute(&mut one).await.unwrap();
        assert_eq!((count(&mut one).await, count(&mut two).await), (1, 1));
    }
}

#[tokio::test]
async fn a_lost_connection_rolls_back() {
    let server = started(Quirks::documented());
    let (mut one, mut two) = two(&server).await;
    raw_sql("BEGIN; INSERT INTO t VALUES (1)").execute(&mut one).await.unwrap();
    drop(one);
    assert_eq!(count(&mut two).await, 0);
}

#[tokio::test]
async fn two_writers_of_one_row_are_in_conflict() {
    let server = started(Quirks::documented());
    let (mut one, mut two) = two(&server).await;
    raw_sql("INSERT INTO t VALUES (1)").execute(&mut one).await.unwrap();
    for connection in [&mut one, &mut two] {
        raw_sql("BEGIN").execute(&mut *connection).await.unwrap();
    }
    raw_sql("UPDATE t SET i = 2").execute(&mut one).await.unwrap();
    let error = raw_sql("UPDATE t SET i = 3").execute(&mut two).await.unwrap_err().to_string();
    assert!(error.contains("TransactionContext Error") && error.contains("onflict"), "{error}");
}

/// DuckDB's own trap, which the client has to see through.
#[tokio::test]
async fn commit_of_a_failed_transaction_says_commit() {
    let server = started(Quirks::documented());
    let (mut one, _two) = two(&server).await;
    raw_sql("BEGIN; INSERT INTO t VALUES (1)").execute(&mut one).await.unwrap();
    raw_sql("INSERT INTO t VALUES (1)").execute(&mut one).await.unwrap_err();
    raw_sql("COMMIT").execute(&mut one).await.unwrap();
    assert_eq!(count(&mut one).await, 0);
}

/// What the quirk does to a client that trusts the status: the transaction stays open.
#[tokio::test]
async fn the_drivers_own_transactions_fail_with_the_idle_status() {
    let server = started(Quirks::documented());
    let (mut one, _two) = two(&server).await;
    let error = one.begin().await.map(drop).unwrap_err();
    assert!(matches!(error, sqlx::Error::BeginFailed), "{error}");
    let error = raw_sql("BEGIN").execute(&mut one).await.unwrap_err().to_string();
    assert!(error.contains("cannot start a transaction within a transaction"), "{error}");

    let server = started(Quirks::none());
    let mut plain = connected(&server, "md:").await;
    plain.begin().await.unwrap().rollback().await.unwrap();
}
