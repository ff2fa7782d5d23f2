//! Starting and ending servers.

use aludel_md_stand_in::{NotStarted, Quirks, StandIn};

use crate::{connected, started};

#[tokio::test]
async fn a_test_prepares_what_others_may_not_make() {
    let server = StandIn::builder().prepared("CREATE SEQUENCE work; CREATE TABLE t (i INT)").start().unwrap();
    let mut connection = connected(&server, "md:").await;
    let next: i64 = sqlx::query_scalar("SELECT nextval('work')").fetch_one(&mut connection).await.unwrap();
    assert_eq!(next, 1);
    sqlx::query("INSERT INTO t VALUES (1)").execute(&mut connection).await.unwrap();

    let error = StandIn::builder().prepared("SELEC").start().unwrap_err();
    assert!(matches!(error, NotStarted::DuckDb(_)) && error.to_string().contains("Parser Error"), "{error}");
}

#[tokio::test]
async fn a_server_starts_again_on_the_same_port() {
    let first = started(Quirks::documented());
    let port = first.address().port();
    let mut connection = connected(&first, "md:").await;
    assert!(matches!(StandIn::builder().port(port).start().unwrap_err(), NotStarted::System(_)));
    drop(first);
    let second = StandIn::builder().port(port).start().unwrap();
    assert!(sqlx::query("SELECT 1").execute(&mut connection).await.is_err());
    connected(&second, "md:").await;
}

#[tokio::test]
async fn what_was_seen_can_be_forgotten() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    sqlx::query("SELECT 1 WHERE 2 = $1").bind(2).execute(&mut connection).await.unwrap();
    sqlx::raw_sql("SELECT 3").execute(&mut connection).await.unwrap();
    assert_eq!(server.statements(), ["SELECT 1 WHERE 2 = $1", "SELECT 3"]);
    assert_eq!(server.parsed(), ["SELECT 1 WHERE 2 = $1"]);
    server.forget();
    assert!(server.statements().is_empty() && server.parsed().is_empty() && server.logins().is_empty());
    assert_eq!(server.connections(), 1);
}
