//! `cargo xtask engines`: what the builds and tests link or start.

use std::process::ExitCode;

use super::Command;
use crate::failure::Failure;
use crate::prerequisites::Tool;
use crate::repository::Repository;
use crate::{cargo, engines};

pub(crate) const COMMAND: Command = Command {
    name: "engines",
    line: "fetch the prebuilt DuckDB and ClickHouse libraries and the QuestDB server, so that plain `cargo build` and \
           `cargo test` work; `start md-stand-in` runs a stand-in for MotherDuck's Postgres endpoint",
    needs: &[Tool::JavaOrPip, Tool::Maven, Tool::Npm],
    takes_arguments: true,
    run,
};

fn run(repository: &Repository, arguments: &[String]) -> Result<ExitCode, Failure> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => {
            engines::fetch_all(repository)?;
            eprintln!("MotherDuck's Postgres endpoint: `cargo xtask engines start md-stand-in` runs a stand-in for it");
        }
        ["start", "md-stand-in", options @ ..] => {
            engines::fetch_duckdb(repository)?;
            eprintln!("A stand-in for MotherDuck's Postgres endpoint, until Ctrl-D or Ctrl-C:");
            let mut command = engines::md_stand_in::command(repository);
            command.args(options);
            cargo::run(command)?;
        }
        other => {
            let reason = format!("`cargo xtask engines` does not know {:?}", other.join(" "));
            return Err(Failure::new(reason).way_out("call it alone, or with `start md-stand-in`"));
        }
    }
    Ok(ExitCode::SUCCESS)
}
