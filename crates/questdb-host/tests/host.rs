//! The host runs a real QuestDB, and leaves nothing behind.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use aludel_questdb_host::{ADMIN, HOST, READER, User};

/// The text of the server's answers to a login: its parameters, or an error.
fn log_in(address: &str, user: User) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let message = |kind: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len() + 4).expect("short").to_be_bytes();
        [kind, &length[..], body].concat()
    };
    stream.write_all(&message(b"", format!("\0\x03\0\0user\0{}\0\0", user.name).as_bytes()))?;
    stream.write_all(&message(b"p", format!("{}\0", user.password).as_bytes()))?;
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    // Ready for a query, or closed.
    while !answer.ends_with(b"Z\0\0\0\x05I") {
        match stream.read(&mut part)? {
            0 => break,
            read => answer.extend_from_slice(&part[..read]),
        }
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[test]
fn it_serves_its_users_and_goes_when_it_is_dropped() {
    let server = HOST.start().expect("`cargo xtask engines` was run");
    let address = server.url().strip_prefix("questdb://admin:quest@").and_then(|rest| rest.strip_suffix("/qdb"));
    let address = address.expect("a URL for the defaults").to_owned();
    for user in [ADMIN, READER] {
        let answer = log_in(&address, user).expect("an answer");
        assert!(answer.contains("questdb_version\09.3.4\0"), "{answer}");
    }
    let wrong = log_in(&address, User { password: "wrong", ..ADMIN }).expect("an answer");
    assert!(wrong.contains("invalid username/password"), "{wrong}");
    drop(server);
    let begun = Instant::now();
    while TcpStream::connect(&address).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(10), "the server is still there");
    }
}
