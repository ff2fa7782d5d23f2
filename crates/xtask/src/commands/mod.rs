//! The commands: one file each, listed once.

mod bench;
mod demo;
mod engines;
mod golden;
mod matrix;
mod test;

use std::process::ExitCode;

use crate::failure::Failure;
use crate::prerequisites::Tool;
use crate::repository::Repository;

/// What `cargo xtask <name>` does.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// One line for the list.
    pub(crate) line: &'static str,
    /// Looked for before it begins.
    pub(crate) needs: &'static [Tool],
    /// Whether arguments after the name are handed on.
    pub(crate) takes_arguments: bool,
    pub(crate) run: fn(&Repository, &[String]) -> Result<ExitCode, Failure>,
}

const ALL: [&Command; 6] =
    [&demo::COMMAND, &test::COMMAND, &bench::COMMAND, &matrix::COMMAND, &golden::COMMAND, &engines::COMMAND];

/// The backends that examples, tests and documentation are built with, by name: not `--all-features`, which would turn on
/// `bundled` and compile DuckDB from source.
pub(crate) const FEATURES: [&str; 2] =
    ["--features", "clickhouse-http,duckdb-md,postgres-endpoint,questdb-pg,sea-query"];

pub(crate) fn find(name: &str) -> Option<&'static Command> {
    ALL.into_iter().find(|command| command.name == name)
}

/// The list of commands.
pub(crate) fn help() -> String {
    let mut text = String::from("cargo xtask <command>\n\n");
    for command in ALL {
        let needs: Vec<&str> = command.needs.iter().map(|tool| tool.name()).collect();
        let arguments = if command.takes_arguments { " [arguments]" } else { "" };
        let call = format!("{}{arguments}", command.name);
        text += &format!("  {call:18}  {} (needs {})\n", command.line, needs.join(", "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_is_listed_with_a_line() {
        let help = help();
        for command in ALL {
            assert!(help.lines().any(|line| line.contains(command.name) && line.contains(command.line)), "{help}");
            assert!(find(command.name).is_some());
        }
        assert!(find("nothing").is_none());
    }
}
