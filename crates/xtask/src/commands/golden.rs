//! `cargo xtask golden`: the text of every behaviour case in every dialect.

use std::process::ExitCode;

use super::{Command, FEATURES};
use crate::failure::Failure;
use crate::prerequisites::Tool;
use crate::{cargo, engines};

pub(crate) const COMMAND: Command = Command {
    name: "golden",
    line: "compare the SQL of every behaviour case with crates/conformance/golden; with --bless, write it anew",
    needs: &[Tool::CCompiler, Tool::Npm],
    takes_arguments: true,
    run: |repository, arguments| {
        engines::fetch_all(repository)?;
        let mut command = cargo::command(repository);
        command.args(["test", "--quiet", "--workspace", "--no-fail-fast"]).args(FEATURES);
        command.args(["--test", "conformance", "--", "golden::"]);
        match arguments {
            [] => {}
            [bless] if bless == "--bless" => {
                command.env("ALUDEL_GOLDEN", "bless");
            }
            other => {
                let failure = Failure::new(format!("`cargo xtask golden` does not know `{}`", other.join(" ")));
                return Err(failure.way_out("call it alone, or with --bless"));
            }
        }
        cargo::run(command)?;
        Ok(ExitCode::SUCCESS)
    },
};
