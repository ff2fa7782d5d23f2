//! `cargo xtask bench`: speed and memory, each against the raw crate in the same run.

use std::process::ExitCode;

use super::{Command, FEATURES};
use crate::prerequisites::Tool;
use crate::{cargo, engines};

pub(crate) const COMMAND: Command = Command {
    name: "bench",
    line: "run the benchmarks; words behind `--` choose, as in `bench -- quick` or `bench -- rows insert`",
    needs: &[Tool::CCompiler, Tool::Npm],
    takes_arguments: true,
    run: |repository, arguments| {
        engines::fetch_duckdb(repository)?;
        let mut command = cargo::command(repository);
        command.args(["bench", "--package", "aludel"]).args(FEATURES);
        // Without a choice: all of them, and not the library's unit tests, whose harness knows no bench options.
        if !arguments.iter().take_while(|argument| *argument != "--").any(|argument| argument.starts_with("--bench")) {
            command.arg("--bench").arg("*");
        }
        command.args(arguments);
        cargo::run(command)?;
        Ok(ExitCode::SUCCESS)
    },
};
