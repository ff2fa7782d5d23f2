//! Who is let in, and how.

use std::time::Duration;

use aludel_md_stand_in::{Certificate, Quirk, Quirks, StandIn};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{Connection, Row};

use crate::{connected, started};

#[tokio::test]
async fn a_client_with_the_token_is_let_in() {
    let server = StandIn::builder().token("päss/word %").start().unwrap();
    let mut connection = connected(&server, "md:").await;
    let database: String = sqlx::query_scalar("SELECT current_database()").fetch_one(&mut connection).await.unwrap();
    assert_eq!(database, "my_db");
    assert_eq!(server.connections(), 1);
    connection.close().await.unwrap();
    let begun = std::time::Instant::now();
    while server.connections() > 0 && begun.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_wrong_token_is_refused_and_not_repeated() {
    let server = started(Quirks::documented());
    let options: PgConnectOptions = server.url("md:").parse().unwrap();
    let error = PgConnection::connect_with(&options.password("wrong horse")).await.unwrap_err().to_string();
    assert!(error.contains("Please check your MotherDuck token"), "{error}");
    assert!(!error.contains("wrong horse") && !error.contains(&server.token()), "{error}");
    assert_eq!((server.connections(), server.logins().len()), (0, 0));
}

#[tokio::test]
async fn databases_are_entered_by_name_and_a_missing_one_is_refused() {
    let server = started(Quirks::documented());
    for (database, current) in [("md:", "my_db"), ("md:sample_data", "sample_data"), ("sample_data", "sample_data")] {
        let mut connection = connected(&server, database).await;
        let found: String = sqlx::query_scalar("SELECT current_database()").fetch_one(&mut connection).await.unwrap();
        assert_eq!(found, current, "{database}");
    }
    let options: PgConnectOptions = server.url("nowhere").parse().unwrap();
    let error = PgConnection::connect_with(&options).await.unwrap_err().to_string();
    assert!(error.contains("\"nowhere\" does not exist"), "{error}");
}

#[tokio::test]
async fn a_login_tells_what_it_said() {
    let server = started(Quirks::documented());
    let options: PgConnectOptions = server.url("md:").parse().unwrap();
    let options = options.application_name("a test").options([("attach_mode", "single")]);
    PgConnection::connect_with(&options).await.unwrap();
    let [login] = &server.logins()[..] else { panic!("{:?}", server.logins()) };
    assert_eq!(login.database, "md:");
    assert!(login.is_encrypted);
    assert_eq!(login.parameters["application_name"], "a test");
    assert_eq!(login.parameters["options"], "-c attach_mode=single");
    assert!(!format!("{login:?}").contains(&server.token()));
}

#[tokio::test]
async fn plain_text_is_never_answered_unless_the_quirk_is_off() {
    let documented = started(Quirks::documented());
    let patient = Duration::from_millis(500);
    let options: PgConnectOptions = documented.url("md:").parse().unwrap();
    let plain = options.ssl_mode(PgSslMode::Disable);
    assert!(tokio::time::timeout(patient, PgConnection::connect_with(&plain)).await.is_err(), "it was answered");

    let answering = started(Quirks::documented().without(Quirk::PlainTextHangs));
    let options: PgConnectOptions = answering.url("md:").parse().unwrap();
    PgConnection::connect_with(&options.ssl_mode(PgSslMode::Disable)).await.unwrap();
    assert!(!answering.logins()[0].is_encrypted);
    connected(&answering, "md:").await;
    assert!(answering.logins()[1].is_encrypted);
}

#[tokio::test]
async fn without_tls_all_is_plain() {
    let server = StandIn::builder().without_tls().start().unwrap();
    assert_eq!(server.ca_certificate(), None);
    connected(&server, "md:").await;
    let options: PgConnectOptions = server.url("md:").parse().unwrap();
    let error = PgConnection::connect_with(&options.ssl_mode(PgSslMode::Require)).await.unwrap_err();
    assert!(matches!(error, sqlx::Error::Tls(_)), "{error}");
}

#[tokio::test]
async fn certificates_are_wrong_in_the_way_that_was_asked_for() {
    for (certificate, full, ca, require) in [
        (Certificate::Right, true, true, true),
        (Certificate::WrongName, false, true, true),
        (Certificate::Expired, false, false, true),
        (Certificate::UnknownAuthority, false, false, true),
    ] {
        let server = StandIn::builder().certificate(certificate).start().unwrap();
        let named: PgConnectOptions = server.url("md:").parse().unwrap();
        // `require` looks at the authority as soon as one is named.
        let unnamed = PgConnectOptions::new_without_pgpass()
            .host("localhost")
            .port(server.address().port())
            .username("anyone")
            .password(&server.token())
            .database("md:");
        for (options, is_let_in) in [
            (named.clone().ssl_mode(PgSslMode::VerifyFull), full),
            (named.ssl_mode(PgSslMode::VerifyCa), ca),
            (unnamed.ssl_mode(PgSslMode::Require), require),
        ] {
            let connected = PgConnection::connect_with(&options).await;
            assert_eq!(connected.is_ok(), is_let_in, "{certificate:?} with {options:?}: {:?}", connected.err());
        }
    }
}

#[tokio::test]
async fn the_guides_first_queries_run() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    let rows = sqlx::query("SHOW DATABASES").fetch_all(&mut connection).await.unwrap();
    let names: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(["my_db", "sample_data"].iter().all(|name| names.iter().any(|found| found == name)), "{names:?}");

    let sql = "SELECT title, score FROM sample_data.hn.hacker_news WHERE type = 'story' ORDER BY score DESC LIMIT 5";
    let rows = sqlx::query(sql).fetch_all(&mut connection).await.unwrap();
    let scores: Vec<i64> = rows.iter().map(|row| row.get("score")).collect();
    assert_eq!(scores, [1204, 958, 671, 412, 233]);
}

#[tokio::test]
async fn a_token_for_read_scaling_reads_what_was_there_at_the_login() {
    for quirks in [Quirks::documented(), Quirks::none()] {
        let server = started(quirks);
        let mut writer = connected(&server, "md:").await;
        sqlx::raw_sql("CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)").execute(&mut writer).await.unwrap();
        let options: PgConnectOptions = server.url_for_reading("md:").parse().unwrap();
        let mut reader = PgConnection::connect_with(&options).await.unwrap();
        sqlx::raw_sql("INSERT INTO t VALUES (2)").execute(&mut writer).await.unwrap();
        let count = |connection| sqlx::query_scalar::<_, i64>("SELECT count(*) FROM t").fetch_one(connection);
        assert_eq!((count(&mut writer).await.unwrap(), count(&mut reader).await.unwrap()), (2, 1));
        let titles: i64 =
            sqlx::query_scalar("SELECT count(*) FROM sample_data.hn.hacker_news").fetch_one(&mut reader).await.unwrap();
        assert!(titles > 0);
        for sql in ["INSERT INTO t VALUES (3)", "CREATE TABLE u (a INTEGER)", "DROP TABLE t"] {
            let error = sqlx::raw_sql(sql).execute(&mut reader).await.unwrap_err().to_string();
            assert!(error.contains("read-only mode"), "{sql}: {error}");
        }
    }
}

#[tokio::test]
async fn a_token_that_has_run_out_ends_its_sessions() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    server.renew_token("another");
    let error = sqlx::query("SELECT 1").execute(&mut connection).await.unwrap_err().to_string();
    assert!(error.contains("Jwt is expired"), "{error}");
    assert!(sqlx::query("SELECT 1").execute(&mut connection).await.is_err());
    sqlx::query("SELECT 1").execute(&mut connected(&server, "md:").await).await.unwrap();
}
