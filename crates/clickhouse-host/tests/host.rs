//! The host serves a real ClickHouse, and leaves nothing behind.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use aludel_clickhouse_host::{ANALYST, HOST, READER, TESTER, User};

const DEFAULT: Option<User> = None;

/// The server's answer without its headers.
fn ask(address: &str, user: Option<User>, sql: &str) -> std::io::Result<String> {
    let login = user.map_or_else(String::new, |user| {
        format!("X-ClickHouse-User: {}\r\nX-ClickHouse-Key: {}\r\n", user.name, user.password)
    });
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "POST / HTTP/1.0\r\n{login}Content-Length: {}\r\n\r\n{sql}", sql.len())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.split_once("\r\n\r\n").map_or(answer.clone(), |(_, body)| body.to_owned()))
}

#[test]
fn it_serves_its_users_and_goes_when_it_is_dropped() {
    let server = HOST.start().expect("`cargo xtask engines` was run");
    let address = server.url().strip_prefix("http://").expect("an HTTP URL").to_owned();
    let cases = [
        (DEFAULT, "SELECT currentUser(), getSetting('implicit_select')", "default\tfalse\n"),
        (Some(TESTER), "SELECT currentUser(), getSetting('implicit_select')", "tester\tfalse\n"),
        (Some(READER), "SELECT currentUser(), getSetting('readonly')", "reader\t1\n"),
        (Some(ANALYST), "SELECT currentUser(), getSetting('readonly')", "analyst\t2\n"),
    ];
    for (user, sql, expected) in cases {
        assert_eq!(ask(&address, user, sql).expect("an answer"), expected);
    }
    let wrong = User { password: "wrong", ..TESTER };
    assert!(ask(&address, Some(wrong), "SELECT 1").expect("an answer").contains("AUTHENTICATION_FAILED"));
    assert!(ask(&address, DEFAULT, "1 + 1").expect("an answer").contains("SYNTAX_ERROR"), "as a server judges it");
    drop(server);
    let begun = Instant::now();
    while ask(&address, DEFAULT, "SELECT 1").is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(10), "the server is still there");
    }
}
