//! The stand-in for MotherDuck's Postgres endpoint: a program of the workspace, because it links DuckDB, as nothing here may.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::cargo;
use crate::failure::Failure;
use crate::repository::Repository;

/// The package and its program.
const PACKAGE: &str = "aludel-md-stand-in";

/// The stand-in, to be run with its output going to the terminal.
pub(crate) fn command(repository: &Repository) -> Command {
    let mut command = cargo::command(repository);
    command.args(["run", "--quiet", "--package", PACKAGE, "--"]);
    command
}

/// A stand-in that runs until this is dropped.
pub(crate) struct StandIn {
    program: Child,
    url: String,
}

impl StandIn {
    /// Builds it if need be, and waits until it listens.
    pub(crate) fn start(repository: &Repository) -> Result<Self, Failure> {
        let failed = |reason: String| Failure::new(format!("the stand-in for MotherDuck's endpoint: {reason}"));
        let mut command = command(repository);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut program = command.spawn().map_err(|error| failed(error.to_string()))?;
        let mut url = String::new();
        // Its first line is the URL.
        if let Some(output) = program.stdout.take() {
            BufReader::new(output).read_line(&mut url).map_err(|error| failed(error.to_string()))?;
        }
        let stand_in = StandIn { program, url: url.trim_end().to_owned() };
        if stand_in.url.is_empty() { Err(failed("it did not start".to_owned())) } else { Ok(stand_in) }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.program.stdin.take());
        let _ = self.program.wait();
    }
}
