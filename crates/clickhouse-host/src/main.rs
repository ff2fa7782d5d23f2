//! `clickhouse-host`: serves ClickHouse over HTTP until its standard input ends, and says where in one line.
//!
//! The library is taken from the folder that `cargo xtask engines` fills, or from `CHDB_LIB_DIR`.

mod library;

use std::env;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use aludel_clickhouse_host::users_file;
use aludel_test_server::host::{Folder, engines_folder, free_address, when_input_ends};

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
    let folder = Folder::new("clickhouse").map_err(|error| format!("no temporary folder: {error}"))?;
    let address = free_address().map_err(|error| format!("no free port: {error}"))?;
    let arguments =
        configure(folder.path(), address).map_err(|error| format!("{}: {error}", folder.path().display()))?;
    when_input_ends(|| {
        drop(folder);
        library::leave(0);
    });
    announce_when_ready(address);
    let code = library::run(&library, &arguments)?;
    Err(format!("the server ended by itself ({code})"))
}

fn library_folder() -> PathBuf {
    let by_default = || engines_folder().join("clickhouse");
    env::var_os("CHDB_LIB_DIR").filter(|folder| !folder.is_empty()).map_or_else(by_default, PathBuf::from)
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
