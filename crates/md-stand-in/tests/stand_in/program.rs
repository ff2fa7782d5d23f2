//! The program, for people and for whoever can't link the library.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};

fn program(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aludel-md-stand-in"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

#[tokio::test]
async fn it_says_where_it_listens_and_ends_with_its_input() {
    let mut child = program(&["--token", "t0ken", "--quirks", "none"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    let rest: Vec<String> = (0..3).map(|_| lines.next().unwrap().unwrap()).collect();
    assert!(rest[0].ends_with(" t0ken") && rest[1].ends_with("ca.pem"), "{rest:?}");
    let options: PgConnectOptions = url.parse().unwrap();
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    connection.begin().await.unwrap().commit().await.unwrap();
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_it_does_not_understand_it_says() {
    for (arguments, expected) in [
        (vec!["--quirks", "some"], "no quirks are called some"),
        (vec!["--port"], "--port needs a value"),
        (vec!["--fast"], "unknown option --fast"),
    ] {
        let output = program(&arguments).wait_with_output().unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(expected), "{said}");
    }
}
