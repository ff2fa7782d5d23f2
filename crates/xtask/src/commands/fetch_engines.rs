//! `cargo xtask engines`: what the builds and tests link or start.

use std::process::ExitCode;

use super::Command;
use crate::engines;
use crate::prerequisites::Tool;

pub(crate) const COMMAND: Command = Command {
    name: "engines",
    line: "fetch the prebuilt DuckDB and ClickHouse libraries and the QuestDB server, so that plain `cargo build` and `cargo test` work",
    needs: &[Tool::JavaOrPip, Tool::Maven, Tool::Npm],
    takes_arguments: false,
    run: |repository, _| {
        engines::fetch_all(repository)?;
        Ok(ExitCode::SUCCESS)
    },
};
