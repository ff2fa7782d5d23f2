//! What goes wrong is a typed error in bounded time, and the token is in none of them: not in an error, a log line, or what
//! `Debug` shows.

mod common;

use std::fmt::Write as _;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use aludel_dialect::{Parameter, Value};
use aludel_engine::{
    Connect, ConnectOptions, Driver, Engine, EngineUrl, Error, ErrorClass, ExecutionOptions, Registry,
};
use aludel_md_stand_in::{Certificate, Moment, Quirk, Quirks, Server, StandIn};
use aludel_postgres_endpoint::TokenSource;
use aludel_query::text;
use common::{Tested, open, rows, sql, with};

const TOKEN: &str = "s3cret-t0ken-of-n0body";
const SOON: Duration = Duration::from_secs(20);

/// Every log line and every error of this file's tests, to be searched.
fn told() -> &'static Mutex<String> {
    static TOLD: OnceLock<Mutex<String>> = OnceLock::new();
    TOLD.get_or_init(|| {
        let _ = tracing::subscriber::set_global_default(Listener);
        Mutex::default()
    })
}

struct Listener;

struct Fields(String);

impl tracing::field::Visit for Fields {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl tracing::Subscriber for Listener {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        let mut fields = Fields(span.metadata().name().to_owned());
        span.record(&mut fields);
        note(&fields.0);
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        let mut fields = Fields(String::new());
        values.record(&mut fields);
        note(&fields.0);
    }
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields(event.metadata().target().to_owned());
        event.record(&mut fields);
        note(&fields.0);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

fn note(line: &str) {
    let mut told = told().lock().unwrap_or_else(PoisonError::into_inner);
    told.push_str(line);
    told.push('\n');
}

/// The token is nowhere in what was told so far.
fn nothing_is_given_away() {
    let told = told().lock().unwrap_or_else(PoisonError::into_inner);
    let line = told.lines().find(|line| line.contains(TOKEN) || line.contains("s3cret"));
    assert_eq!(line, None);
}

/// The class of an error, which is noted with its chain.
fn class(fault: &Error) -> Option<ErrorClass> {
    note(&format!("{fault} {fault:?} {:?}", std::error::Error::source(fault)));
    nothing_is_given_away();
    fault.class()
}

fn builder() -> aludel_md_stand_in::Builder {
    told();
    StandIn::builder().token(TOKEN)
}

fn with_query(server: &Server, query: &str) -> String {
    let url = server.url("md:");
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{query}")
}

/// The server's URL without its token, and with a file of authorities that outlives it.
fn tokenless(server: &Server) -> Tested<EngineUrl> {
    let file = format!("{}/authority-{}.pem", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    std::fs::write(&file, server.ca_certificate().unwrap_or_default())?;
    let url =
        EngineUrl::new("postgresql")?.with_user("postgres").with_host("localhost").with_port(server.address().port());
    Ok(url.with_database("md:").with_query("sslrootcert", file))
}

async fn engine(url: &str) -> Result<Engine, Error> {
    let registry = Registry::new().with(aludel_postgres_endpoint::driver());
    Connect::through(registry, url).open().await
}

async fn one(engine: &Engine) -> Result<i32, Error> {
    engine.fetch_scalar(text("SELECT 1")).await
}

#[tokio::test]
async fn a_token_that_is_missing_wrong_or_broken_is_told_apart() -> Tested {
    let server = builder().start()?;
    let url = EngineUrl::parse(&server.url("md:"))?;
    for (password, expected, words) in [
        ("s3cret-of-another", Some(ErrorClass::Auth), "Please check your MotherDuck token"),
        ("s3cret-t0ken-of-n0body\n", None, "a line break"),
        ("", None, "is empty"),
    ] {
        let fault = open(&url.clone().with_password(password).to_string_with_secrets()).await.expect_err("refused");
        assert_eq!(class(&fault), expected, "{password:?}: {fault}");
        assert!(fault.to_string().contains(words), "{password:?}: {fault}");
    }
    let fault = open(&tokenless(&server)?.to_string()).await.expect_err("no token");
    assert!(fault.to_string().contains("MOTHERDUCK_TOKEN"), "{fault}");
    let missing = server.url("no_such_database");
    let fault = open(&missing).await.expect_err("no such database");
    assert_eq!(class(&fault), Some(ErrorClass::NotFound), "{fault}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_does_not_prove_who_it_is_gets_no_token() -> Tested {
    for (certificate, query, words) in [
        (Certificate::WrongName, "", "this host name"),
        (Certificate::Expired, "", "certificate"),
        (Certificate::UnknownAuthority, "", "certificate"),
        (Certificate::WrongName, "sslmode=verify-full", "this host name"),
    ] {
        let server = builder().certificate(certificate).start()?;
        let url = server.url("md:");
        let url = if query.is_empty() { url } else { url.replace("sslmode=verify-full", query) };
        let begun = Instant::now();
        let fault = open(&url).await.expect_err("not proven");
        assert_eq!(class(&fault), Some(ErrorClass::Auth), "{certificate:?}: {fault}");
        assert!(fault.to_string().contains(words) && begun.elapsed() < SOON, "{certificate:?}: {fault}");
        assert!(server.logins().is_empty(), "{certificate:?}");
    }
    // Without the file, the authority is one that nobody knows.
    let server = builder().start()?;
    let system = server.url("md:").split_once('?').map(|(url, _)| url.to_owned()).unwrap_or_default();
    let fault = open(&system).await.expect_err("an unknown authority");
    assert_eq!(class(&fault), Some(ErrorClass::Auth), "{fault}");
    // Whoever says so encrypts to whoever answers.
    open(&format!("{system}?sslmode=require")).await?;
    let named = builder().certificate(Certificate::WrongName).start()?;
    open(&named.url("md:").replace("verify-full", "verify-ca")).await?;
    Ok(())
}

#[tokio::test]
async fn a_server_without_tls_gets_no_token() -> Tested {
    let server = builder().quirks(Quirks::documented().without(Quirk::PlainTextHangs)).without_tls().start()?;
    let url = format!("postgresql://postgres:{TOKEN}@{}/md:?connect_timeout=2s", server.address());
    let begun = Instant::now();
    let fault = open(&url).await.expect_err("no TLS");
    assert_eq!(class(&fault), Some(ErrorClass::Auth), "{fault}");
    assert!(begun.elapsed() < SOON && server.logins().is_empty(), "{fault}");
    assert!(fault.to_string().contains("questdb://"), "{fault}");
    // One that says nothing at all.
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("postgresql://postgres:{TOKEN}@{}/md:?connect_timeout=300ms", silent.local_addr()?);
    let fault = open(&url).await.expect_err("no answer");
    assert_eq!(class(&fault), Some(ErrorClass::Unavailable), "{fault}");
    assert!(begun.elapsed() < SOON && fault.to_string().contains("300ms"), "{fault}");
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let fault = open(&format!("postgresql://postgres:{TOKEN}@{free}/md:")).await.expect_err("nobody listens");
    assert_eq!(class(&fault), Some(ErrorClass::Unavailable), "{fault}");
    Ok(())
}

#[tokio::test]
async fn another_server_that_speaks_the_same_wire_is_refused_at_once() -> Tested {
    for (said, words) in [
        ("PostgreSQL 16.2 on x86_64-pc-linux-gnu", "no backend for PostgreSQL"),
        ("PostgreSQL 12.3, compiled by Visual C++ build 1914, 64-bit, QuestDB", "questdb://"),
    ] {
        let server = builder().prepared(format!("CREATE MACRO version() AS '{said}'")).start()?;
        let fault = open(&server.url("md:")).await.expect_err("not DuckDB");
        assert_eq!(class(&fault), None, "{fault}");
        assert!(fault.to_string().contains(words) && fault.to_string().contains("MotherDuck"), "{fault}");
    }
    Ok(())
}

#[tokio::test]
async fn a_questdb_is_refused_with_its_own_scheme() -> Tested {
    let questdb = EngineUrl::parse(aludel_questdb_host::HOST.url_for_tests()?)?;
    let port = questdb.port().unwrap_or(8_812);
    let aludel_questdb_host::User { name, password } = aludel_questdb_host::ADMIN;
    // As it is, without TLS: nothing is said to it.
    let fault = open(&format!("postgresql://{name}:{password}@127.0.0.1:{port}/md:")).await.expect_err("no TLS");
    assert!(fault.to_string().contains("questdb://"), "{fault}");
    // With TLS in front of it, it lets the user in and says what it is.
    let server = builder().in_front_of(([127, 0, 0, 1], port).into()).start()?;
    let url = tokenless(&server)?.with_user(name).with_password(password).to_string_with_secrets();
    let fault = open(&url).await.expect_err("no DuckDB");
    assert_eq!(class(&fault), None, "{fault}");
    assert!(fault.to_string().contains("a QuestDB is opened with questdb://"), "{fault}");
    Ok(())
}

/// Of a real PostgreSQL, where one is at hand: the variable names it.
#[tokio::test]
async fn a_postgresql_is_refused_if_one_may_be_asked() -> Tested {
    let Ok(given) = std::env::var("ALUDEL_POSTGRES_URL") else {
        eprintln!("not asked: ALUDEL_POSTGRES_URL is not set");
        return Ok(());
    };
    let given = EngineUrl::parse(&given)?;
    let behind = format!("{}:{}", given.host().unwrap_or("127.0.0.1"), given.port().unwrap_or(5_432)).parse()?;
    let server = builder().in_front_of(behind).start()?;
    let url = tokenless(&server)?.with_user(given.user().unwrap_or("postgres"));
    let url = url.with_password(given.password().unwrap_or("none")).with_database("postgres");
    let fault = open(&url.to_string_with_secrets()).await.expect_err("no DuckDB");
    assert_eq!(class(&fault), None, "{fault}");
    assert!(fault.to_string().contains("no backend for PostgreSQL"), "{fault}");
    Ok(())
}

#[tokio::test]
async fn connections_that_are_reset_under_load_are_replaced() -> Tested {
    let server = builder().start()?;
    let engine = engine(&server.url("md:")).await?;
    let mut failed = 0;
    for round in 0..3 {
        server.reset_after(5);
        let tasks = (0..12).map(|_| {
            let engine = engine.clone();
            tokio::spawn(async move { one(&engine).await })
        });
        for task in tasks.collect::<Vec<_>>() {
            match tokio::time::timeout(SOON, task).await?? {
                Ok(value) => assert_eq!(value, 1),
                Err(fault) => {
                    failed += 1;
                    assert_eq!(class(&fault), Some(ErrorClass::Unavailable), "round {round}: {fault}");
                    assert!(fault.is_transient() && fault.is_disconnect(), "{fault}");
                }
            }
        }
        server.reset_connections();
    }
    assert!(failed > 0, "nothing was reset");
    let mut tries = 0;
    // Those that were reset while they were idle are found when they are lent.
    while let Err(fault) = one(&engine).await {
        assert!(fault.is_transient() && tries < 20, "{fault}");
        tries += 1;
    }
    Ok(())
}

#[tokio::test]
async fn a_result_that_is_cut_is_an_error_and_no_shorter_result() -> Tested {
    let server = builder().start()?;
    let engine = engine(&server.url("md:")).await?;
    assert_eq!(one(&engine).await?, 1);
    server.reset_after_rows(20_000);
    let fault = engine.fetch(text("SELECT x, repeat('x', 20) FROM range(100000) t(x)")).await.expect_err("cut");
    assert_eq!(class(&fault), Some(ErrorClass::Unavailable), "{fault}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_was_started_anew_is_found_again() -> Tested {
    let server = builder().start()?;
    let url = tokenless(&server)?.with_password(TOKEN).to_string_with_secrets();
    let port = server.address().port();
    let engine = engine(&url).await?;
    assert_eq!(one(&engine).await?, 1);
    drop(server);
    let fault = tokio::time::timeout(SOON, one(&engine)).await?.expect_err("nobody is there");
    assert_eq!(class(&fault), Some(ErrorClass::Unavailable), "{fault}");
    let _again = builder().port(port).start()?;
    let mut tries = 0;
    while let Err(fault) = tokio::time::timeout(SOON, one(&engine)).await? {
        class(&fault);
        assert!(tries < 20, "{fault}");
        tries += 1;
    }
    Ok(())
}

#[tokio::test]
async fn a_server_that_falls_silent_does_not_hold_anybody() -> Tested {
    let server = builder().start()?;
    let engine = engine(&server.url("md:")).await?;
    assert_eq!(one(&engine).await?, 1);
    server.fall_silent(Moment::Statement);
    let begun = Instant::now();
    let fault = engine.fetch(text("SELECT 1")).timeout(Duration::from_millis(300)).await.expect_err("silence");
    assert_eq!(class(&fault), Some(ErrorClass::Timeout), "{fault}");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    server.answer_again();
    assert_eq!(tokio::time::timeout(SOON, one(&engine)).await??, 1);
    server.fall_silent(Moment::Login);
    let begun = Instant::now();
    let fault = open(&with_query(&server, "connect_timeout=300ms")).await.expect_err("silence");
    assert_eq!(class(&fault), Some(ErrorClass::Unavailable), "{fault}");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    server.answer_again();
    Ok(())
}

#[tokio::test]
async fn a_server_that_falls_silent_behind_the_login_is_given_up() -> Tested {
    let server = builder().start()?;
    server.fall_silent(Moment::Statement);
    let begun = Instant::now();
    let fault = tokio::time::timeout(SOON, open(&with_query(&server, "connect_timeout=500ms"))).await?;
    let fault = fault.expect_err("silence");
    assert_eq!(class(&fault), Some(ErrorClass::Unavailable), "{fault}");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    server.answer_again();
    Ok(())
}

#[tokio::test]
async fn a_token_that_runs_out_in_mid_session_is_told_as_that_and_a_new_one_is_asked_for() -> Tested {
    let server = builder().start()?;
    let fresh = Arc::new(Mutex::new(TOKEN.to_owned()));
    let asked = fresh.clone();
    let source = TokenSource::new(move || {
        let token = asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
        async move { Ok(token) }
    });
    let registry = Registry::new().with(aludel_postgres_endpoint::driver().with_tokens_of(source));
    let engine = Connect::through(registry, tokenless(&server)?.to_string()).open().await?;
    assert_eq!(one(&engine).await?, 1);
    server.renew_token("s3cret-of-tomorrow");
    let fault = one(&engine).await.expect_err("it has run out");
    assert_eq!(class(&fault), Some(ErrorClass::Auth), "{fault}");
    // Nobody has the new one yet: it is a typed error, however often it is tried.
    for _ in 0..3 {
        let fault = tokio::time::timeout(SOON, one(&engine)).await?.expect_err("it has run out");
        assert!(matches!(class(&fault), Some(ErrorClass::Auth | ErrorClass::Unavailable)), "{fault}");
    }
    "s3cret-of-tomorrow".clone_into(&mut fresh.lock().unwrap_or_else(PoisonError::into_inner));
    let mut tries = 0;
    while let Err(fault) = one(&engine).await {
        class(&fault);
        assert!(tries < 5, "{fault}");
        tries += 1;
    }
    Ok(())
}

#[tokio::test]
async fn what_a_server_repeats_of_the_token_is_hidden() -> Tested {
    let server = builder().prepared(format!("CREATE TABLE known AS SELECT '{TOKEN}' AS a FROM range(3)")).start()?;
    let engine = engine(&server.url("md:")).await?;
    for sql in [
        "SELECT error('no user has ' || a) FROM known",
        "SELECT CAST(a AS INTEGER) AS n FROM known",
        "INSERT INTO known SELECT CAST(a AS INTEGER) FROM known",
        "DELETE FROM known RETURNING CAST(a AS INTEGER) AS n",
        "CREATE TABLE other AS SELECT CAST(a AS DATE) FROM known",
    ] {
        for fault in [
            engine.fetch(text(sql)).await.map(drop).expect_err("refused"),
            engine.execute(text(sql)).await.map(drop).expect_err("refused"),
        ] {
            class(&fault);
            assert!(fault.to_string().contains("***"), "{sql}: {fault}");
        }
    }
    Ok(())
}

/// DuckDB quotes the statement in its errors, with whatever stands in it.
#[tokio::test]
async fn what_is_quoted_of_a_statement_has_no_secrets() -> Tested {
    const SECRET: &str = "hush-5e1f";
    let server = builder().prepared("CREATE TABLE whole AS SELECT 1 AS a").start()?;
    let mut connection = open(&server.url("md:")).await?.connect().await?;
    let shown = |fault: Error| format!("{fault} {fault:?}");
    for text in [
        format!("CREATE SECRET s (TYPE s3, KEY_ID 'k', SECRET '{SECRET}', OOPS 1)"),
        format!("SET s3_secret_access_key = '{SECRET}' oops"),
        format!("SELECT '{SECRET}' AS password, nosuch FROM whole"),
        format!("SELECT error('{SECRET}') AS password"),
        format!("INSERT INTO whole VALUES (error('{SECRET} password'))"),
        format!("DELETE FROM whole WHERE '{SECRET}' = 'password' RETURNING nosuch"),
    ] {
        let fault = shown(connection.execute(&sql(&text)).await.expect_err(&text));
        assert!(fault.contains("Error: ") && !fault.contains(SECRET), "{text}: {fault}");
        if let Err(fault) = rows(&mut *connection, &sql(&text)).await {
            assert!(!fault.to_string().contains(SECRET), "{text}: {fault}");
        }
    }
    // What tells of no secret is quoted as it is.
    let fault = shown(connection.execute(&sql("SELECT nosuch FROM whole")).await.expect_err("there is no such column"));
    assert!(fault.contains("SELECT nosuch"), "{fault}");
    // Here the values stand in the text, because the endpoint prepares it with them only.
    let values = vec![Parameter::new(0.5_f64), Parameter::new(SECRET)];
    let inlined = with("SELECT quantile_cont(a, $1) AS q, $2 AS b FROM whole", values);
    rows(&mut *connection, &inlined).await?;
    connection.execute(&sql("DROP TABLE whole")).await?;
    let fault = connection.execute(&inlined).await.expect_err("there is no table");
    assert!(shown(fault).contains("whole"));
    let fault = shown(connection.execute(&inlined).await.expect_err("there is no table"));
    assert!(fault.contains("does not exist") && !fault.contains(SECRET), "{fault}");
    Ok(())
}

#[tokio::test]
async fn a_session_that_cannot_be_had_again_is_closed() -> Tested {
    let server = builder().start()?;
    let database = open(&server.url("md:")).await?;
    let mut connection = database.connect().await?;
    let connection = connection.as_mut();
    connection.execute(&sql("CREATE DATABASE staging")).await?;
    connection.execute(&sql("USE nowhere")).await.expect_err("there is none");
    connection.execute(&sql("USE staging")).await?;
    // What was refused is not tried again, now that it could be.
    connection.execute(&sql("CREATE DATABASE nowhere")).await?;
    server.reset_connections();
    let mut tries = 0;
    let current = loop {
        match rows(connection, &sql("SELECT current_database()")).await {
            Ok(found) => break found,
            Err(fault) => assert!(tries < 5, "{fault}"),
        }
        tries += 1;
    };
    assert_eq!(current, [[Value::Text("staging".to_owned())]]);
    // What is refused now would leave it in another database.
    let mut other = database.connect().await?;
    server.reset_connections();
    while rows(other.as_mut(), &sql("SELECT 1")).await.is_err() {}
    other.execute(&sql("DROP DATABASE staging")).await?;
    connection.execute(&sql("SELECT 1")).await.expect_err("it was reset");
    for _ in 0..2 {
        let fault = connection.execute(&sql("SELECT 1")).await.expect_err("it would be another session");
        class(&fault);
        assert!(matches!(fault, Error::Closed("connection")), "{fault:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_string_of_libpq_is_as_good_as_a_url() -> Tested {
    let server = builder().start()?;
    let url = tokenless(&server)?;
    let file = url.query_value("sslrootcert").unwrap_or_default();
    let text =
        format!("host=localhost port={} dbname=md: password={TOKEN} sslrootcert='{file}'", server.address().port());
    assert_eq!(one(&engine(&text).await?).await?, 1);
    assert_eq!(one(&engine(&text.replace("host=", "host = ")).await?).await?, 1);
    let fault = engine(&format!("{text} sslmode=prefer")).await.expect_err("in plain text");
    assert_eq!(class(&fault), None, "{fault}");
    let fault = engine(&format!("{text} sslmode='")).await.expect_err("no end");
    assert!(class(&fault).is_none() && fault.to_string().contains("key=value"), "{fault}");
    Ok(())
}

#[tokio::test]
async fn what_is_shown_of_an_engine_has_no_token() -> Tested {
    let server = builder().start()?;
    let options = ConnectOptions::new(EngineUrl::parse(&server.url("md:"))?);
    let source = TokenSource::new(|| async { Ok(TOKEN.to_owned()) });
    let driver = aludel_postgres_endpoint::driver().with_tokens_of(source.clone());
    let database = driver.open(&options).await?;
    let mut connection = database.connect().await?;
    // A secret that the session was told is one, too.
    connection.execute(&sql("SET http_proxy_password = 's3cret-of-the-proxy'")).await?;
    let value = Parameter::new("s3cret-value");
    rows(connection.as_mut(), &with("SELECT $1 AS a", vec![value.clone()])).await?;
    connection.execute(&with("CREATE TABLE t (a VARCHAR)", Vec::new())).await?;
    connection.execute(&with("INSERT INTO t VALUES ($1)", vec![value])).await?;
    note(&format!("{driver:?} {source:?} {options:?} {database:?} {connection:?} {}", database.describe()));
    let engine = engine(&server.url("md:")).await?;
    note(&format!("{engine:?} {:?}", ExecutionOptions::new()));
    nothing_is_given_away();
    Ok(())
}

#[tokio::test]
async fn a_source_is_asked_for_a_token_at_each_connection() -> Tested {
    let server = builder().start()?;
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = asked.clone();
    let source = TokenSource::new(move || {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        // The second is out of date.
        async move { Ok(if number == 1 { "s3cret-of-yesterday".to_owned() } else { TOKEN.to_owned() }) }
    });
    let options = ConnectOptions::new(tokenless(&server)?);
    let database = aludel_postgres_endpoint::driver().with_tokens_of(source).open(&options).await?;
    let fault = database.connect().await.expect_err("out of date");
    assert_eq!(class(&fault), Some(ErrorClass::Auth), "{fault}");
    database.connect().await?;
    assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed), 3);
    Ok(())
}
