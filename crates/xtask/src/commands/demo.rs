//! `cargo xtask demo`: the library's main job on real data.

use std::process::ExitCode;

use aludel_test_server::Server;

use super::Command;
use crate::engines::md_stand_in::StandIn;
use crate::failure::Failure;
use crate::prerequisites::Tool;
use crate::repository::Repository;
use crate::{cargo, engines};

pub(crate) const COMMAND: Command = Command {
    name: "demo",
    line: "generate TPC-H data, load it into an engine, run the 22 queries, check their answers; `--engine` takes duckdb, \
           clickhouse, questdb, motherduck-pg (a stand-in) or a URL",
    needs: &[Tool::CCompiler, Tool::Npm],
    takes_arguments: true,
    run,
};

fn run(repository: &Repository, arguments: &[String]) -> Result<ExitCode, Failure> {
    engines::fetch_duckdb(repository)?;
    let mut arguments = arguments.to_vec();
    let features = features(named_engine(&mut arguments).map(|engine| engine.as_str()));
    let served = named_engine(&mut arguments).map(|engine| Served::start(repository, engine)).transpose()?;
    if let (Some(engine), Some(served)) = (named_engine(&mut arguments), &served) {
        *engine = served.url();
    }
    let mut command = cargo::command(repository);
    // Not optimized: whoever sees this first has built nothing yet, and the engine is what works here.
    command.args(["run", "--package", "tpch"]).args(features).arg("--").args(&arguments);
    cargo::run(command)?;
    Ok(ExitCode::SUCCESS)
}

/// What stands behind the name of an engine. What was started for it ends with this.
enum Served {
    ClickHouse(Server),
    QuestDb(Server),
    StandIn(StandIn),
    /// A URL of the user's own.
    Elsewhere(String),
}

impl Served {
    fn start(repository: &Repository, engine: &str) -> Result<Self, Failure> {
        Ok(match engine {
            "clickhouse" => {
                engines::fetch_clickhouse(repository)?;
                Self::ClickHouse(engines::start_clickhouse()?)
            }
            "questdb" => {
                engines::fetch_questdb(repository)?;
                Self::QuestDb(engines::start_questdb()?)
            }
            "motherduck-pg" => Self::StandIn(StandIn::start(repository)?),
            "duckdb" => Self::Elsewhere("duckdb://".to_owned()),
            url => Self::Elsewhere(url.to_owned()),
        })
    }

    fn url(&self) -> String {
        match self {
            Self::ClickHouse(server) => server.url().replacen("http://", "clickhouse://", 1),
            // It shows rows some time after it has taken them.
            Self::QuestDb(server) => {
                let joint = if server.url().contains('?') { '&' } else { '?' };
                format!("{}{joint}wait_for_visibility=writes", server.url())
            }
            Self::StandIn(stand_in) => stand_in.url().to_owned(),
            Self::Elsewhere(url) => url.clone(),
        }
    }
}

/// What the example is built with beside DuckDB. The whole of the backends takes minutes, so the others come only with their
/// engine.
fn features(engine: Option<&str>) -> &'static [&'static str] {
    let scheme = engine.map(|engine| engine.split([':', '+']).next().unwrap_or(engine));
    match scheme {
        None | Some("duckdb") => &[],
        Some("clickhouse" | "clickhousedb") => &["--features", "clickhouse-http"],
        Some("questdb") => &["--features", "questdb-pg"],
        Some("motherduck-pg" | "motherduck" | "postgresql" | "postgres") => &["--features", "postgres-endpoint"],
        Some(_) => &["--all-features"],
    }
}

/// What stands behind `--engine`, apart from it.
fn named_engine(arguments: &mut Vec<String>) -> Option<&mut String> {
    if let Some(place) = arguments.iter().position(|argument| argument.starts_with("--engine=")) {
        let named = arguments[place].split_off("--engine=".len());
        arguments[place].truncate("--engine".len());
        arguments.insert(place + 1, named);
    }
    let place = arguments.iter().position(|argument| argument == "--engine")?;
    arguments.get_mut(place + 1)
}

#[cfg(test)]
mod tests {
    use super::{features, named_engine};

    #[test]
    fn only_the_backend_that_is_asked_for_is_built_beside_duckdb() {
        for (engine, expected) in [
            (None, [].as_slice()),
            (Some("duckdb"), &[]),
            (Some("duckdb:///a.db"), &[]),
            (Some("clickhouse"), &["--features", "clickhouse-http"]),
            (Some("clickhousedb+connect://host/"), &["--features", "clickhouse-http"]),
            (Some("questdb://admin:quest@host:8812/qdb"), &["--features", "questdb-pg"]),
            (Some("motherduck-pg"), &["--features", "postgres-endpoint"]),
            (Some("postgresql+psycopg://postgres@host/md:"), &["--features", "postgres-endpoint"]),
            (Some("elsewhere://host"), &["--all-features"]),
        ] {
            assert_eq!(features(engine), expected, "{engine:?}");
        }
    }

    #[test]
    fn the_engine_is_found_in_both_forms() {
        for (words, expected) in [
            (vec!["--engine", "questdb"], Some("questdb")),
            (vec!["--query", "1", "--engine=questdb"], Some("questdb")),
            (vec!["--engine"], None),
            (vec![], None),
        ] {
            let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            assert_eq!(named_engine(&mut words).map(|engine| engine.as_str()), expected);
        }
    }
}
