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
    for (user, settings, class, words) in [
        (None, "max_treads=3", None, "no setting \"max_treads\"; did you mean max_threads"),
        (None, "ch_compresion=3", None, "compresion"),
        (None, "max_threads=2&sql_nothing_like_it=3", None, "\"sql_nothing_like_it\""),
        (None, "max_threads=several", Some(ErrorClass::Conversion), "several"),
        (Some(READER), "max_threads=3", Some(ErrorClass::Auth), "max_threads"),
    ] {
        let error = open(user, settings).await.unwrap_err();
        assert_eq!(error.class(), class, "{settings}: {error}");
        assert!(error.to_string().contains(words), "{settings}: {error}");
    }
}

#[tokio::test]
async fn a_request_says_who_it_comes_from() {
    let settings = "client_name=tests%2F7&headers=Referer:%20here&headers=X-Forwarded-For:%2010.1.2.3";
    let mut connection = open(None, settings).await.unwrap().connect();
    let sql = "SELECT http_user_agent, http_referer, forwarded_for FROM system.processes WHERE query_id = queryID()";
    let found = rows(&mut connection, sql).await.unwrap().remove(0);
    let Value::Text(agent) = &found[0] else { panic!("a text") };
    assert!(agent.contains("tests/7") && agent.contains("aludel/"), "{agent}");
    assert_eq!(found[1..], [text("here"), text("10.1.2.3")]);
}

#[tokio::test]
async fn every_compression_gives_the_same() {
    let sql = "SELECT number, toString(number) FROM numbers(10000)";
    let expected = rows(&mut open(None, "compression=false").await.unwrap().connect(), sql).await.unwrap();
    for settings in
        ["compression=lz4", "compression=true", "compress=zstd", "compression=zstd&http_zlib_compression_level=9"]
    {
        let mut connection = open(None, settings).await.unwrap().connect();
        assert!(rows(&mut connection, sql).await.unwrap() == expected, "{settings}");
        execute(&mut connection, "CREATE TEMPORARY TABLE packed (a UInt64, b String)").await.unwrap();
        let batches = connection.query(&statement(sql, vec![])).await.unwrap().batches;
        let target = aludel_engine::InsertTarget::new(vec!["packed".to_owned()], vec!["a".to_owned(), "b".to_owned()]);
        let batches = batches.try_collect::<Vec<_>>().await.unwrap();
        let batches = Box::pin(futures_util::stream::iter(batches.into_iter().map(Ok)));
        assert_eq!(connection.insert(&target, batches).await.unwrap(), 10_000);
        assert!(rows(&mut connection, "SELECT * FROM packed ORDER BY a").await.unwrap() == expected, "{settings}");
    }
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
