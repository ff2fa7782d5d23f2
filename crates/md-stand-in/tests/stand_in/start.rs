//! Starting and ending servers.

use aludel_md_stand_in::{NotStarted, Quirks, StandIn};

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::raw::Raw;
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

#[tokio::test]
async fn many_clients_work_at_once() {
    let server = started(Quirks::documented());
    sqlx::query("CREATE TABLE t (i INT)").execute(&mut connected(&server, "md:").await).await.unwrap();
    let clients: Vec<_> = (0..20)
        .map(|client| {
            let options: PgConnectOptions = server.url("md:").parse().unwrap();
            tokio::spawn(async move {
                let mut connection = PgConnection::connect_with(&options).await.unwrap();
                for _ in 0..5 {
                    let insert = sqlx::query("INSERT INTO t VALUES ($1)").bind(client);
                    insert.execute(&mut connection).await.unwrap();
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    let mut connection = connected(&server, "md:").await;
    let counts: (i64, i64) =
        sqlx::query_as("SELECT count(*), count(DISTINCT i) FROM t").fetch_one(&mut connection).await.unwrap();
    assert_eq!(counts, (100, 20));
    assert_eq!(server.logins().len(), 22);
}

#[tokio::test]
async fn who_does_not_speak_the_protocol_harms_nobody() {
    for quirks in [Quirks::documented(), Quirks::none()] {
        let server = started(quirks);
        for said in [
            &b""[..],
            b"GET / HTTP/1.1\r\n\r\n",
            &[0; 64],
            &[0xff; 64],
            &[0, 0, 0, 8, 4, 210, 22, 47, 1, 2, 3],
            &[0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5],
            &[0, 0, 0, 12, 0, 3, 0, 0, 0, 0, 0, 0],
        ] {
            let mut stream = TcpStream::connect(server.address()).await.unwrap();
            stream.write_all(said).await.unwrap();
        }
        // Knows the secret, and breaks off in the middle.
        let mut raw = Raw::connect(&server, "").await;
        raw.send('P', &[0, b'S']).await;
        drop(raw);
        connected(&server, "md:").await;
    }
}
