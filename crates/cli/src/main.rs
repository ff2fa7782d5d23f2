//! The command `aludel`: queries, inspects, compares and copies between the engines that the library speaks to.
//!
//! `arguments` is what a person may write, one module of `commands` does it, and `failure` is what the person is told where
//! that does not work.

mod arguments;
mod commands;
mod dialects;
mod failure;
mod interrupted;
mod output;
mod progress;
mod table_name;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use failure::Failure;

fn main() -> ExitCode {
    let arguments = match arguments::read() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    match run(arguments) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("the program can't start: {error}")))?;
    let done = match arguments.command {
        Command::Query(query) => {
            let asked = interrupted::or_exit(&runtime, || commands::query::read(query))?;
            runtime.block_on(interrupted::or(commands::query::run(asked)))
        }
        Command::Inspect(inspect) => runtime.block_on(interrupted::or(commands::inspect::run(inspect))),
        Command::Support(support) => runtime.block_on(interrupted::or(commands::support::run(support))),
        Command::Copy(copy) => runtime.block_on(interrupted::or(commands::copy::run(copy))),
        Command::Prove(prove) => commands::prove::run(&runtime, prove),
    };
    // What was cancelled is told so to the engine, which may take a moment; nobody waits for longer.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    done
}
