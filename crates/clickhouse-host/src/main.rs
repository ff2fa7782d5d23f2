//! `clickhouse-host`: serves ClickHouse over HTTP until its standard input ends, and says where in one line.
//!
//! The library is taken from the folder that `cargo xtask engines` fills, or from `CHDB_LIB_DIR`.

mod library;

use std::env;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use aludel_clickhouse_host::users_file;

/// How long the server may take to answer; on a busy machine it takes seconds.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("clickhouse-host: {message}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), String> {
    let library = library_folder().join("libchdb.so");
    if !library.is_file() {
        return Err(format!("there is no {}; call `cargo xtask engines`", library.display()));
    }
    let folder = new_folder().map_err(|error| format!("no temporary folder: {error}"))?;
    let address = free_address().map_err(|error| format!("no free port: {error}"))?;
    let arguments = configure(&folder, address).map_err(|error| format!("{}: {error}", folder.display()))?;
    watch_input(folder.clone());
    announce_when_ready(address);
    let code = library::run(&library, &arguments)?;
    remove(&folder);
    Err(format!("the server ended by itself ({code})"))
}

/// Of this clone, wherever it was moved since it was built.
fn library_folder() -> PathBuf {
    let by_default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.engines/clickhouse");
    env::var_os("CHDB_LIB_DIR").filter(|folder| !folder.is_empty()).map_or_else(by_default, PathBuf::from)
}

fn new_folder() -> io::Result<PathBuf> {
    let folder = env::temp_dir().join(format!("aludel-clickhouse-{}", std::process::id()));
    if folder.exists() {
        // Left by a process of the same number that was killed.
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir(&folder)?;
    Ok(folder)
}

/// Free now. Another process may take it before the server does, which then ends and says so.
fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

fn configure(folder: &Path, address: SocketAddr) -> io::Result<Vec<String>> {
    let users = folder.join("users.xml");
    let config = folder.join("config.xml");
    fs::write(&users, users_file())?;
    fs::write(&config, format!("<clickhouse><users_config>{}</users_config></clickhouse>\n", users.display()))?;
    let path = |path: &Path| path.display().to_string();
    let words = [
        "clickhouse".to_owned(),
        "--config-file".to_owned(),
        path(&config),
        "--path".to_owned(),
        path(&folder.join("data")),
        "--http_port".to_owned(),
        address.port().to_string(),
        "--listen_host".to_owned(),
        address.ip().to_string(),
        "--query".to_owned(),
        // The listener lives as long as the query: 3 s for each of its rows, a month.
        "SYSTEM START LISTEN HTTP; SELECT sleepEachRow(3) FROM numbers(1000000) SETTINGS max_block_size=1, \
         function_sleep_max_microseconds_per_block=0 FORMAT Null"
            .to_owned(),
    ];
    Ok(words.into())
}

/// Whoever started us holds the other end; when that process ends, however it does, so do we.
fn watch_input(folder: PathBuf) {
    thread::spawn(move || {
        let mut nothing = [0; 64];
        while matches!(io::stdin().read(&mut nothing), Ok(1..)) {}
        remove(&folder);
        library::leave(0);
    });
}

fn announce_when_ready(address: SocketAddr) {
    thread::spawn(move || {
        let begun = Instant::now();
        while !answers(address) {
            if begun.elapsed() > PATIENCE {
                eprintln!("clickhouse-host: no answer within {PATIENCE:?}");
                library::leave(1);
            }
            thread::sleep(Duration::from_millis(50));
        }
        // Nobody reads it any more: then our input has ended too.
        let _ = writeln!(io::stdout(), "http://{address}");
    });
}

fn answers(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let mut answer = String::new();
    let asked = stream.write_all(b"GET /ping HTTP/1.0\r\n\r\n");
    asked.and_then(|()| stream.read_to_string(&mut answer)).is_ok() && answer.ends_with("Ok.\n")
}

fn remove(folder: &Path) {
    // The server is still at work in it, and may have made a file meanwhile.
    for _ in 0..10 {
        if fs::remove_dir_all(folder).is_ok() || !folder.exists() {
            break;
        }
    }
}
