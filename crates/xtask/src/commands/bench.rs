//! `cargo xtask bench`: speed and memory, each against the raw client in the same run, on the same server.

use std::process::ExitCode;

use super::{Command, FEATURES};
use crate::failure::Failure;
use crate::prerequisites::Tool;
use crate::repository::Repository;
use crate::{cargo, engines};

pub(crate) const COMMAND: Command = Command {
    name: "bench",
    line: "run the benchmarks of duckdb, clickhouse, questdb, or of those that are named; words behind `--` choose \
           DuckDB's, as in `bench -- quick` or `bench -- rows insert`",
    needs: &[Tool::CCompiler, Tool::Npm],
    takes_arguments: true,
    run,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    DuckDb,
    ClickHouse,
    QuestDb,
}

const ALL: [(&str, Engine); 3] =
    [("duckdb", Engine::DuckDb), ("clickhouse", Engine::ClickHouse), ("questdb", Engine::QuestDb)];

fn run(repository: &Repository, arguments: &[String]) -> Result<ExitCode, Failure> {
    let (engines, words) = chosen(arguments)?;
    engines::fetch_duckdb(repository)?;
    for engine in engines {
        match engine {
            Engine::DuckDb => {
                let mut command = bench(repository, "aludel", &["bounds"]);
                command.arg("--").args(words);
                cargo::run(command)?;
            }
            Engine::ClickHouse => {
                engines::fetch_clickhouse(repository)?;
                let server = engines::start_clickhouse()?;
                for (package, benches) in [
                    ("aludel-clickhouse-http", ["fetch", "point", "stream"].as_slice()),
                    ("aludel", &["clickhouse_insert"]),
                ] {
                    let mut command = bench(repository, package, benches);
                    command.env("CLICKHOUSE_URL", server.url());
                    cargo::run(command)?;
                }
            }
            Engine::QuestDb => {
                engines::fetch_questdb(repository)?;
                let server = engines::start_questdb()?;
                let mut command = bench(repository, "aludel-questdb-pg", &["beside_clients", "stream"]);
                command.env("QUESTDB_URL", server.url());
                cargo::run(command)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// `cargo bench` of some benches of a package.
fn bench(repository: &Repository, package: &str, benches: &[&str]) -> std::process::Command {
    let mut command = cargo::command(repository);
    command.args(["bench", "--package", package]);
    if package == "aludel" {
        command.args(FEATURES);
    }
    for bench in benches {
        command.args(["--bench", bench]);
    }
    command
}

/// The engines that are named, and the words that are handed on. Words alone are for DuckDB's benches, which know them.
fn chosen(arguments: &[String]) -> Result<(Vec<Engine>, &[String]), Failure> {
    let end = arguments.iter().position(|argument| argument == "--");
    let (names, words) = arguments.split_at(end.unwrap_or(arguments.len()));
    let words = words.get(1..).unwrap_or_default();
    let engines: Vec<Engine> = match (names, words) {
        ([], []) => ALL.map(|(_, engine)| engine).to_vec(),
        ([], _) => vec![Engine::DuckDb],
        (names, _) => names.iter().map(|name| named(name)).collect::<Result<_, _>>()?,
    };
    if words.is_empty() || engines == [Engine::DuckDb] {
        return Ok((engines, words));
    }
    Err(Failure::new("words behind `--` choose among DuckDB's benches").way_out("name no other engine with them"))
}

fn named(name: &str) -> Result<Engine, Failure> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, engine)| *engine).ok_or_else(|| {
        let known: Vec<&str> = ALL.iter().map(|(known, _)| *known).collect();
        Failure::new(format!("`cargo xtask bench` does not know {name:?}"))
            .way_out(format!("name {}", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_and_words_are_told_apart() {
        use Engine::{ClickHouse, DuckDb, QuestDb};
        for (arguments, expected) in [
            (vec![], Some((vec![DuckDb, ClickHouse, QuestDb], 0))),
            (vec!["clickhouse"], Some((vec![ClickHouse], 0))),
            (vec!["questdb", "duckdb"], Some((vec![QuestDb, DuckDb], 0))),
            (vec!["--", "quick"], Some((vec![DuckDb], 1))),
            (vec!["duckdb", "--", "rows", "insert"], Some((vec![DuckDb], 2))),
            (vec!["questdb", "--", "quick"], None),
            (vec!["oracle"], None),
        ] {
            let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
            let found = chosen(&arguments).ok().map(|(engines, words)| (engines, words.len()));
            assert_eq!(found, expected, "{arguments:?}");
        }
    }
}
