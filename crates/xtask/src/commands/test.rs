//! `cargo xtask test`: everything that must hold, from a fresh clone.

use std::fs;
use std::process::ExitCode;

use super::{Command, FEATURES};
use crate::failure::Failure;
use crate::prerequisites::Tool;
use crate::repository::Repository;
use crate::steps::Steps;
use crate::{cargo, engines, outside_crate, outside_dialect, release, secrets};

pub(crate) const COMMAND: Command = Command {
    name: "test",
    line: "build and run everything: formatting, lints, all tests, examples, documentation",
    needs: &[Tool::CCompiler, Tool::Clippy, Tool::JavaOrPip, Tool::Maven, Tool::Npm, Tool::Rustfmt],
    takes_arguments: false,
    run: |repository, _| run(repository),
};

/// What an example wants on its command line; those not named want nothing.
const EXAMPLE_ARGUMENTS: [(&str, &[&str]); 2] =
    [("bi_switch", &["duckdb://"]), ("market_ticks", &["--rows", "20000", "duckdb://"])];

fn run(repository: &Repository) -> Result<ExitCode, Failure> {
    let mut steps = Steps::default();
    if steps.run("engines", || engines::fetch_all(repository)) {
        steps.run("formatting", || cargo(repository, &["fmt", "--all", "--check"]));
        steps.run("lints", || lints(repository));
        let mut printed = String::new();
        steps.run("tests", || tests(repository, &mut printed));
        steps.run("no secret in what they print", || secrets::none_in(&printed));
        steps.run("support matrix", || super::matrix::check_page(repository));
        match examples(repository) {
            Ok(found) => {
                for example in found {
                    steps.run(format!("example {}", example.name), || run_example(repository, &example));
                }
            }
            Err(failure) => {
                steps.run("examples", || Err(failure));
            }
        }
        steps.run("documentation", || documentation(repository));
        steps.run("a crate outside the workspace", || outside_crate::build_and_run(repository));
        steps.run("a dialect outside the workspace", || outside_dialect::test(repository));
        steps.run("each feature alone", || release::features_alone(repository));
        steps.run("wires without DuckDB's library", || release::wires_without_duckdb(repository));
        steps.run("packages", || release::packages(repository));
    }
    Ok(steps.finish())
}

fn cargo(repository: &Repository, arguments: &[&str]) -> Result<(), Failure> {
    let mut command = cargo::command(repository);
    command.args(arguments);
    cargo::run(command)
}

fn lints(repository: &Repository) -> Result<(), Failure> {
    let mut command = cargo::command(repository);
    command.args(["clippy", "--workspace", "--all-targets"]).args(FEATURES).args(["--", "-D", "warnings"]);
    cargo::run(command)
}

/// Unit, integration, compile-fail and documentation tests. Examples are compiled with them. An engine that is missing
/// is a failure here, where a plain `cargo test` says that it ignores what needs it. What passes prints too, so that
/// `printed` is all that the tests print.
fn tests(repository: &Repository, printed: &mut String) -> Result<(), Failure> {
    let clickhouse = engines::start_clickhouse()?;
    let questdb = engines::start_questdb()?;
    let mut command = cargo::command(repository);
    command.args(["test", "--workspace", "--no-fail-fast"]).args(FEATURES);
    command.env("ALUDEL_ENGINES", "required").env("ALUDEL_FUZZ", "20000").env("CLICKHOUSE_URL", clickhouse.url());
    command.env("QUESTDB_URL", questdb.url()).env("RUST_TEST_NOCAPTURE", "1");
    let (output, passed) = cargo::run_tests(command)?;
    *printed = output;
    passed
}

struct Example {
    name: String,
    /// How Cargo is told which: a package of its own, or an example of the library's.
    kind: &'static str,
    features: &'static [&'static str],
}

/// All of them, so that a new one is run without being named here.
fn examples(repository: &Repository) -> Result<Vec<Example>, Failure> {
    let folder = repository.examples();
    let entries = fs::read_dir(&folder).map_err(|error| Failure::io("read", &folder, &error))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| Failure::io("read", &folder, &error))?.path();
        let is_file = path.extension().is_some_and(|extension| extension == "rs");
        let (kind, features): (_, &[_]) = if is_file || path.join("main.rs").is_file() {
            ("--example", &FEATURES)
        } else if path.join("src").join("main.rs").is_file() {
            ("--package", &[])
        } else {
            continue;
        };
        if let Some(name) = path.file_stem().and_then(|name| name.to_str()) {
            found.push(Example { name: name.to_owned(), kind, features });
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn run_example(repository: &Repository, example: &Example) -> Result<(), Failure> {
    let mut command = cargo::command(repository);
    command.args(["run", "--quiet"]).args(example.features).args([example.kind, &example.name]);
    if let Some((_, arguments)) = EXAMPLE_ARGUMENTS.iter().find(|(name, _)| *name == example.name) {
        command.arg("--").args(*arguments);
    }
    cargo::run(command)
}

fn documentation(repository: &Repository) -> Result<(), Failure> {
    let mut command = cargo::command(repository);
    command.args(["doc", "--no-deps", "--workspace"]).args(FEATURES).env("RUSTDOCFLAGS", "-D warnings");
    cargo::run(command)
}
