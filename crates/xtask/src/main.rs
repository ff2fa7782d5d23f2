//! `cargo xtask`: everything that a contributor runs.
//!
//! Called without a command it lists them. Nothing here links an engine, so that it builds in seconds on a machine that
//! has never seen the project, and can fetch what the rest of the workspace needs.

mod cargo;
mod commands;
mod engines;
mod failed_tests;
mod failure;
mod fetch;
mod manifests;
mod matrix;
mod outside_crate;
mod outside_dialect;
mod prerequisites;
mod progress;
mod release;
mod repository;
mod secrets;
mod steps;

use std::process::ExitCode;

use commands::Command;
use failure::Failure;
use repository::Repository;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        print!("{}", commands::help());
        return ExitCode::SUCCESS;
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", commands::help());
        return ExitCode::SUCCESS;
    }
    let Some(command) = commands::find(&name) else {
        eprint!("error: no command `{name}`\n\n{}", commands::help());
        return ExitCode::FAILURE;
    };
    match run(command, &arguments.collect::<Vec<_>>()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command, arguments: &[String]) -> Result<ExitCode, Failure> {
    if !command.takes_arguments
        && let Some(argument) = arguments.first()
    {
        return Err(Failure::new(format!("`cargo xtask {}` takes no arguments, got `{argument}`", command.name)));
    }
    let repository = Repository::find()?;
    prerequisites::check(command, &repository)?;
    (command.run)(&repository, arguments)
}
