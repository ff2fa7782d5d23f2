//! Opening: who logs in, with which settings.

use aludel_clickhouse_host::{READER, TESTER};
use aludel_clickhouse_http::Access;
use aludel_engine::ErrorClass;

use super::*;

#[tokio::test]
async fn the_server_says_who_it_is_and_what_the_user_may() {
    let server = open(None, "").await.unwrap();
    assert!(server.version().split('.').count() >= 3, "{}", server.version());
    assert_eq!(server.access(), Access::Full);
    let tester = open(Some(TESTER), "").await.unwrap();
    assert_eq!(value(&mut tester.connect(), "SELECT currentUser()").await.unwrap(), text("tester"));
    assert_eq!(open(Some(READER), "").await.unwrap().access(), Access::ReadOnly);
}

#[tokio::test]
async fn a_wrong_password_and_database_are_named() {
    let wrong = User { password: "wrong", ..TESTER };
    let error = open(Some(wrong), "").await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::Auth), "{error}");
    assert!(!error.to_string().contains("wrong\""), "{error}");
    let error = open(None, "database=nowhere").await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::NotFound), "{error}");
}

#[tokio::test]
async fn settings_are_the_servers_and_checked() {
    let server = open(None, "max_threads=3&ch_join_use_nulls=true&compression=false").await.unwrap();
    let sql = "SELECT toString(getSetting('max_threads')), toString(getSetting('join_use_nulls'))";
    assert_eq!(rows(&mut server.connect(), sql).await.unwrap(), [[text("3"), text("true")]]);
    let error = open(None, "max_treads=3").await.unwrap_err().to_string();
    assert!(error.contains("max_treads") && error.contains("did you mean max_threads"), "{error}");
}

#[tokio::test]
async fn one_who_only_reads_is_sent_no_settings() {
    let mut connection = open(Some(READER), "").await.unwrap().connect();
    assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1));
    connection.ping().await.unwrap();
    let error = execute(&mut connection, "CREATE TABLE x (a UInt8) ENGINE = Memory").await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::Auth), "{error}");
}

#[tokio::test]
async fn nobody_is_there() {
    // Bound and closed again: nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let options = ConnectOptions::new(EngineUrl::parse(&format!("clickhouse://127.0.0.1:{port}")).unwrap());
    let error = Server::open(&options).await.unwrap_err();
    assert_eq!(error.class(), Some(ErrorClass::Unavailable));
    assert!(error.is_disconnect() && error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn a_closed_engine_is_closed() {
    let server = open(None, "").await.unwrap();
    let mut connection = server.connect();
    server.close();
    assert!(matches!(rows(&mut connection, "SELECT 1").await, Err(Error::Closed(_))));
    assert!(matches!(connection.ping().await, Err(Error::Closed(_))));
}
