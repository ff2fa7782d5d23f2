//! `aludel-md-stand-in`: runs a stand-in for MotherDuck's Postgres endpoint until its standard input ends, or Ctrl-C.
//!
//! The first line that it prints is the URL of its default database, token included; the rest is for people.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use aludel_md_stand_in::{Builder, Quirks, Server, StandIn};

const USAGE: &str = "\
aludel-md-stand-in [options]: a stand-in for MotherDuck's Postgres endpoint, until standard input ends

  --port <number>     listen there (default: a free port)
  --token <token>     let this token in (default: a new one)
  --read-scaling-token <token>
                      let this one in, to read a replica (default: none is)
  --quirks <set>      documented (default), all or none
  --without-tls       plain text only";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| matches!(argument.as_str(), "-h" | "--help" | "help")) {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let started = builder(&arguments).and_then(|builder| builder.start().map_err(|error| error.to_string()));
    match started {
        Ok(server) => {
            // Nobody reads it any more: then our input has ended too.
            let _ = announce(&server);
            wait_for_end();
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("aludel-md-stand-in: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// Until the input ends, or Ctrl-C: either way the server's folder goes too.
fn wait_for_end() {
    let (end, ended) = mpsc::channel();
    let of_input = end.clone();
    thread::spawn(move || {
        let mut nothing = [0; 64];
        while matches!(io::stdin().read(&mut nothing), Ok(1..)) {}
        // Nobody waits any more only if the other has come first.
        let _ = of_input.send(());
    });
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if runtime.and_then(|runtime| runtime.block_on(tokio::signal::ctrl_c())).is_ok() {
            let _ = end.send(());
        }
    });
    // Fails when neither thread could wait.
    let _ = ended.recv();
}

fn builder(arguments: &[String]) -> Result<Builder, String> {
    let mut builder = StandIn::builder();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value\n\n{USAGE}"));
        builder = match argument.as_str() {
            "--port" => {
                let port = value()?;
                builder.port(port.parse().map_err(|_| format!("{port} is no port"))?)
            }
            "--token" => builder.token(value()?),
            "--read-scaling-token" => builder.read_scaling_token(value()?),
            "--quirks" => builder.quirks(match value()?.as_str() {
                "documented" => Quirks::documented(),
                "all" => Quirks::all(),
                "none" => Quirks::none(),
                other => return Err(format!("no quirks are called {other}\n\n{USAGE}")),
            }),
            "--without-tls" => builder.without_tls(),
            other => return Err(format!("unknown option {other}\n\n{USAGE}")),
        };
    }
    Ok(builder)
}

fn announce(server: &Server) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{}", server.url("md:"))?;
    writeln!(output, "  token (the password): {}", server.token())?;
    match server.ca_certificate() {
        Some(_) => writeln!(output, "  CA certificate:       {}", server.ca_file().display())?,
        None => writeln!(output, "  no TLS")?,
    }
    writeln!(output, "  databases:            md: (my_db), my_db, sample_data")?;
    output.flush()
}
