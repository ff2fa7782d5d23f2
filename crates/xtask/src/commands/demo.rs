//! `cargo xtask demo`: the library's main job on real data.

use std::process::ExitCode;

use super::{Command, FEATURES};
use crate::prerequisites::Tool;
use crate::{cargo, engines};

pub(crate) const COMMAND: Command = Command {
    name: "demo",
    line: "generate TPC-H data, load it into DuckDB, run the 22 queries, check their answers",
    needs: &[Tool::CCompiler, Tool::Npm],
    takes_arguments: true,
    run: |repository, arguments| {
        engines::fetch_duckdb(repository)?;
        let mut command = cargo::command(repository);
        command.args(["run", "--release"]).args(FEATURES).args(["--example", "tpch", "--"]).args(arguments);
        cargo::run(command)?;
        Ok(ExitCode::SUCCESS)
    },
};
