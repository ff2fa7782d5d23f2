//! What goes wrong is a typed error, or the right rows.

mod common;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use aludel_dialect::Value;
use aludel_engine::{Connection, EngineUrl, Error, ErrorClass, InsertTarget};
use arrow_array::{ArrayRef, Int32Array, RecordBatch, TimestampMicrosecondArray};
use common::{Tested, column, connect, fetch, open, rows, sql, table, untyped, url, with};
use futures_util::{StreamExt, TryStreamExt};

fn class(fault: &Error) -> ErrorClass {
    fault.class().unwrap_or(ErrorClass::Other)
}

#[tokio::test]
async fn a_wrong_password_is_an_auth_error_and_is_not_repeated() -> Tested {
    let wrong = EngineUrl::parse(&url("")?)?.with_password("s3cret-word");
    let fault = open(&wrong.to_string_with_secrets()).await.expect_err("a wrong password");
    assert_eq!(class(&fault), ErrorClass::Auth, "{fault}");
    assert!(!format!("{fault} {fault:?}").contains("s3cret"), "{fault:?}");
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() -> Tested {
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let fault = open(&format!("questdb://{free}/qdb")).await.expect_err("nobody listens");
    assert_eq!(class(&fault), ErrorClass::Unavailable, "{fault}");
    // One that takes the connection and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0")?;
    let address = silent.local_addr()?;
    let begun = Instant::now();
    let fault = open(&format!("questdb://{address}/qdb?connect_timeout=300ms")).await.expect_err("no answer");
    assert_eq!(class(&fault), ErrorClass::Unavailable, "{fault}");
    assert!(begun.elapsed() < Duration::from_secs(5) && fault.to_string().contains("300ms"), "{fault}");
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// What is open ends; what comes then is served.
    Open,
    /// Nobody is served any more.
    All,
}

/// Hands bytes through to the server, as one that is stopped, or stopped and started.
struct CuttableProxy {
    url: String,
    cut: Sender<(Cut, Sender<()>)>,
}

impl CuttableProxy {
    /// Comes back when it is cut.
    fn cut(&self, what: Cut) -> Tested {
        let (done, is_done) = channel();
        self.cut.send((what, done))?;
        Ok(is_done.recv()?)
    }
}

fn cuttable_proxy() -> Tested<CuttableProxy> {
    proxy_that_ends_at(None)
}

/// A connection by which the client sends `word` ends there, and the server does not read it.
fn proxy_that_ends_at(word: Option<&'static str>) -> Tested<CuttableProxy> {
    let real = EngineUrl::parse(&url("")?)?;
    let address = format!("{}:{}", real.host().unwrap_or("localhost"), real.port().unwrap_or(8812));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let proxy = real.with_host("127.0.0.1").with_port(listener.local_addr()?.port());
    let (cut, told) = channel::<(Cut, Sender<()>)>();
    thread::spawn(move || {
        let mut open: Vec<TcpStream> = Vec::new();
        let _ = listener.set_nonblocking(true);
        loop {
            if let Ok((cut, done)) = told.try_recv() {
                for stream in open.drain(..) {
                    let _ = stream.shutdown(Shutdown::Both);
                }
                if cut == Cut::All {
                    drop(listener);
                    let _ = done.send(());
                    return;
                }
                let _ = done.send(());
            }
            let Ok((client, _)) = listener.accept() else {
                thread::sleep(Duration::from_millis(5));
                continue;
            };
            let Ok(server) = TcpStream::connect(&address) else { return };
            let _ = client.set_nonblocking(false);
            for (from, to) in [(&client, &server), (&server, &client)] {
                let (Ok(mut from), Ok(mut to)) = (from.try_clone(), to.try_clone()) else { return };
                thread::spawn(move || {
                    let mut part = [0; 16_384];
                    while let Ok(read @ 1..) = from.read(&mut part) {
                        let ends = |word: &str| part[..read].windows(word.len()).any(|sent| sent == word.as_bytes());
                        if word.is_some_and(ends) {
                            let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
                            break;
                        }
                        if to.write_all(&part[..read]).is_err() {
                            break;
                        }
                    }
                });
            }
            open.extend([client, server]);
        }
    });
    Ok(CuttableProxy { url: proxy.to_string_with_secrets(), cut })
}

#[tokio::test]
async fn a_connection_that_is_cut_in_the_middle_of_a_result_is_unavailable() -> Tested {
    let proxy = cuttable_proxy()?;
    let mut connection = open(&proxy.url).await?.connect().await?;
    let mut results = connection.query(&sql("SELECT x FROM long_sequence(100000000)")).await?;
    let first = results.batches.try_next().await?;
    assert!(first.is_some_and(|batch| batch.num_rows() > 0));
    proxy.cut(Cut::All)?;
    let fault = loop {
        match results.batches.try_next().await {
            Ok(Some(_)) => {}
            Ok(None) => return Err("a result that was cut had an end".into()),
            Err(fault) => break fault,
        }
    };
    assert_eq!(class(&fault), ErrorClass::Unavailable, "{fault}");
    assert!(fault.is_disconnect());
    Ok(())
}

/// The server has room for 64, and leaves others without an answer; one test holds them, so one test is all there is.
#[tokio::test]
async fn seventy_connections_are_too_many_and_it_is_said() -> Tested {
    let server = aludel_questdb_host::HOST.start()?;
    let database = open(&format!("{}?connect_timeout=1500ms", server.url())).await?;
    let mut held: Vec<Box<dyn Connection>> = Vec::new();
    let fault = loop {
        match database.connect().await {
            Ok(connection) => held.push(connection),
            Err(fault) => break fault,
        }
        assert!(held.len() < 70, "the server takes more than it says");
    };
    assert_eq!(held.len(), 64);
    assert_eq!(class(&fault), ErrorClass::Unavailable, "{fault}");
    assert!(fault.to_string().contains("does not answer"), "{fault}");
    // Those that are held work, and one that goes makes room.
    let mut first = held.remove(0);
    assert_eq!(column(&mut first, &sql("SELECT 1::INT")).await?, [Value::Int32(1)]);
    first.close().await?;
    let begun = Instant::now();
    while database.connect().await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "no room");
    }
    Ok(())
}

/// A query is asked again on a new connection; of a write nobody knows whether it was done, so it is not.
#[tokio::test]
async fn a_server_that_was_started_anew_between_two_statements() -> Tested {
    let proxy = cuttable_proxy()?;
    let mut connection = open(&proxy.url).await?.connect().await?;
    let query = sql("SELECT 1::INT");
    assert_eq!(column(&mut connection, &query).await?, [Value::Int32(1)]);
    proxy.cut(Cut::Open)?;
    assert_eq!(column(&mut connection, &query).await?, [Value::Int32(1)]);

    let name = table("anew");
    connection.execute(&sql(&format!("CREATE TABLE {name} (v INT)"))).await?;
    let insert = sql(&format!("INSERT INTO {name} VALUES (1)"));
    connection.execute(&insert).await?;
    proxy.cut(Cut::Open)?;
    let fault = connection.execute(&insert).await.expect_err("cut");
    assert!(fault.is_disconnect() && fault.is_transient(), "{fault}");
    connection.execute(&insert).await?;
    let found = column(&mut connection, &sql(&format!("SELECT v FROM {name}"))).await?;
    assert_eq!(found, [Value::Int32(1), Value::Int32(1)]);

    proxy.cut(Cut::All)?;
    let fault = column(&mut connection, &query).await.expect_err("gone").to_string();
    assert!(fault.contains("lost"), "{fault}");
    Ok(())
}

/// Both commit by themselves, and nobody knows whether that was done.
#[tokio::test]
async fn a_commit_without_an_answer_is_unknown_and_not_tried_again() -> Tested {
    let proxy = proxy_that_ends_at(Some("COMMIT"))?;
    let database = open(&proxy.url).await?;
    let name = table("unknown");
    let create = format!("CREATE TABLE {name} (v INT, ts TIMESTAMP) TIMESTAMP(ts) PARTITION BY DAY WAL");
    database.connect().await?.execute(&sql(&create)).await?;
    let insert = with(&format!("INSERT INTO {name} VALUES ($1, '2024-01-01')"), Vec::new());
    let sets = (1..3).map(|number| vec![untyped(Value::Int32(number))]).collect();
    let many = database.connect().await?.execute_many(&insert, sets).await.map(drop);
    let rows = RecordBatch::try_from_iter([
        ("v", Arc::new(Int32Array::from(vec![1])) as ArrayRef),
        ("ts", Arc::new(TimestampMicrosecondArray::from(vec![1]))),
    ])?;
    let target = InsertTarget::new(vec![name], vec!["v".to_owned(), "ts".to_owned()]);
    let rows = futures_util::stream::iter([Ok(rows)]).boxed();
    let bulk = database.connect().await?.insert(&target, rows).await.map(drop);
    for (call, done) in [("execute_many", many), ("insert", bulk)] {
        let fault = done.expect_err(call);
        assert!(matches!(fault, Error::CommitUnknown { .. }), "{call}: {fault}");
        assert!(!fault.is_transient() && fault.is_disconnect(), "{call}: {fault}");
    }
    Ok(())
}

#[tokio::test]
async fn a_statement_that_is_too_long_is_refused_before_it_is_sent() -> Tested {
    let mut connection = connect().await?;
    let long = "x".repeat(1_100_000);
    let cases = [sql(&format!("SELECT '{long}'")), with("SELECT $1", vec![untyped(Value::Text(long))])];
    for statement in cases {
        let fault = fetch(&mut connection, &statement).await.expect_err("too long");
        assert!(matches!(fault, Error::Usage(_)) && fault.to_string().contains("in parts"), "{fault}");
    }
    // What is just short enough arrives whole.
    let text = "x".repeat(1_000_000);
    let found = column(&mut connection, &with("SELECT $1", vec![untyped(Value::Text(text.clone()))])).await?;
    assert_eq!(found, [Value::Text(text)]);
    Ok(())
}

#[tokio::test]
async fn a_table_made_anew_with_other_types_under_a_prepared_statement_gives_the_right_rows() -> Tested {
    let mut connection = connect().await?;
    let mut other = connect().await?;
    let name = table("anew");
    let query = sql(&format!("SELECT v, w FROM {name}"));
    for (types, values, expected) in [
        ("v INT, w TIMESTAMP", "1, 1", [Value::Int32(1), timestamp(1, 1_000)]),
        ("v VARCHAR, w TIMESTAMP_NS", "'a', 1", [Value::Text("a".into()), timestamp(1, 1)]),
        ("v IPV4, w TIMESTAMP", "'1.2.3.4', 2", [Value::Text("1.2.3.4".into()), timestamp(2, 1_000)]),
        ("v DOUBLE, w DATE", "0.5, 3", [Value::Float64(0.5), timestamp(3, 1_000_000)]),
    ] {
        other.execute(&sql(&format!("CREATE TABLE {name} ({types})"))).await?;
        other.execute(&sql(&format!("INSERT INTO {name} VALUES ({values})"))).await?;
        for _ in 0..2 {
            assert_eq!(rows(&mut connection, &query).await?, [expected.to_vec()], "{types}");
        }
        other.execute(&sql(&format!("DROP TABLE {name}"))).await?;
    }
    let fault = rows(&mut connection, &query).await.expect_err("dropped").to_string();
    assert!(fault.contains("does not exist"), "{fault}");
    Ok(())
}

fn timestamp(value: i64, nanoseconds: i64) -> Value {
    use aludel_dialect::{TimeUnit, Timestamp};
    let units = [TimeUnit::Nanosecond, TimeUnit::Microsecond, TimeUnit::Millisecond];
    let unit = units.into_iter().find(|unit| 1_000_000_000 / unit.per_second() == nanoseconds);
    Value::Timestamp(Timestamp::naive(value, unit.unwrap_or(TimeUnit::Second)))
}

/// The names are words that the server has for other failures.
#[tokio::test]
async fn an_error_has_its_class_whatever_names_say() -> Tested {
    let mut connection = connect().await?;
    let name = table("session_timeouts");
    connection.execute(&sql(&format!("CREATE TABLE {name} (\"memory limit\" INT)"))).await?;
    for (expected, text) in [
        (ErrorClass::Exists, format!("CREATE TABLE {name} (a INT)")),
        (ErrorClass::Exists, format!("ALTER TABLE {name} ADD COLUMN \"memory limit\" INT")),
        (ErrorClass::NotFound, format!("SELECT * FROM \"{name} already exists\"")),
        (ErrorClass::NotFound, format!("SELECT \"permission denied\" FROM {name}")),
        (ErrorClass::NotFound, format!("SELECT \"timeout, query aborted\"(1) FROM {name}")),
        (ErrorClass::NotFound, format!("INSERT INTO {name} (\"not supported\") VALUES (1)")),
        (ErrorClass::NotFound, format!("UPDATE {name} SET \"cancelled by user\" = 1")),
        (ErrorClass::Refused, "CREATE TABLE other (a \"could not lock\")".to_owned()),
        (ErrorClass::Conversion, format!("SELECT 'timeout' + 1 FROM {name}")),
        (ErrorClass::Syntax, format!("SELECT 1 FROM {name} HAVING timeout")),
    ] {
        let fault = fetch(&mut connection, &sql(&text)).await.expect_err(&text);
        assert_eq!(class(&fault), expected, "{text}: {fault}");
        assert!(!fault.is_disconnect() && !fault.is_transient(), "{text}: {fault}");
    }
    Ok(())
}

/// A result that is dropped early leaves nothing for the next statement to trip over.
#[tokio::test]
async fn an_abandoned_result_reaches_nobody() -> Tested {
    let mut connection = connect().await?;
    for number in 0..5 {
        drop(connection.query(&sql("SELECT x FROM long_sequence(1000000)")).await?);
        connection.settle().await?;
        let query = with("SELECT $1", vec![untyped(Value::Int32(number))]);
        assert_eq!(column(&mut connection, &query).await?, [Value::Int64(number.into())]);
    }
    Ok(())
}

#[tokio::test]
async fn a_user_who_may_only_read_gets_an_auth_error() -> Tested {
    use aludel_questdb_host::READER;
    let server = aludel_questdb_host::HOST.start()?;
    let url = EngineUrl::parse(server.url())?.with_user(READER.name).with_password(READER.password);
    let mut connection = open(&url.to_string_with_secrets()).await?.connect().await?;
    let fault = connection.execute(&sql("CREATE TABLE t (a INT)")).await.expect_err("refused");
    assert_eq!(class(&fault), ErrorClass::Auth, "{fault}");
    Ok(())
}
