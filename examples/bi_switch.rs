//! What a BI backend does: takes an engine's URL from a user, asks one question, hands the answer on.
//!
//! ```console
//! $ cargo run --example bi_switch -- duckdb://
//! $ cargo run --example bi_switch -- 'duckdb:///shop.duckdb?access_mode=read_only' --json 'SELECT * FROM orders'
//! $ cargo run --example bi_switch -- duckdb:// --arrow > answer.arrows
//! ```
//!
//! The question is built once and names no engine; or it is the user's own text.

use std::io::{Write, stdout};
use std::process::ExitCode;

use aludel::prelude::*;
use aludel::{EngineUrl, UrlPolicy};

const USAGE: &str = "usage: bi_switch <engine URL> [--table | --json | --arrow] [SQL]";

/// How the answer is handed on.
enum Format {
    /// For people.
    Table,
    /// One object a line.
    JsonLines,
    /// An Arrow IPC stream.
    Arrow,
}

/// Opens what a stranger's URL names, if that is allowed here.
async fn open(url: &str) -> Result<Engine, Error> {
    let url = EngineUrl::parse(url)?;
    let registry = aludel::registry();
    registry.find(&url)?; // an unknown scheme is answered with the known ones

    // Nothing may be opened that is not named here: databases in memory, and files below the working directory.
    let policy = UrlPolicy::deny_all().memory().folder(".").option("access_mode").option("threads");
    let policy = registry.schemes().into_iter().fold(policy, UrlPolicy::scheme);
    let url = policy.admit(&url)?;

    let mut connect = Connect::to(&url).statement_timeout(std::time::Duration::from_secs(30));
    if url.scheme() == "duckdb" {
        // What SQL may reach is the engine's to limit: no files, no extensions, no other databases.
        connect = connect.config("enable_external_access", false).config("lock_configuration", true);
    }
    connect.open().await
}

/// The question: revenue per region and its share of all. The same for every engine; one that lacks a part of it says so.
fn question() -> Select<Any> {
    let row = |region: &str, amount: i64| vec![literal(region), literal(amount)];
    let rows = [row("north", 5), row("south", 7), row("north", 10), row("west", 3)];
    let sales = values("sales", ["region", "amount"], rows);
    let revenue = select([sales.col("region"), func::sum(sales.col("amount")).label("revenue")])
        .from(&sales)
        .group_by([sales.col("region")])
        .cte("revenue");
    let all = func::sum(revenue.col("revenue")).over(window());
    let percent = func::round(revenue.col("revenue") * 100.0 / all, 1);
    select([revenue.col("region"), revenue.col("revenue"), percent.label("percent")])
        .from(&revenue)
        .order_by([desc("revenue")])
}

async fn answer(url: &str, format: Format, sql: Option<String>) -> Result<(), Box<dyn std::error::Error>> {
    let engine = open(url).await?;
    let rows = match sql {
        Some(sql) => engine.fetch(text(sql)).await?,
        None => engine.fetch(question()).await?,
    };
    match format {
        Format::Table => writeln!(stdout(), "{rows}")?,
        Format::JsonLines => rows.write_json_lines(stdout())?,
        Format::Arrow => rows.write_ipc(stdout())?,
    }
    Ok(engine.close().await?)
}

#[tokio::main]
async fn main() -> ExitCode {
    let (mut format, mut words) = (Format::Table, Vec::new());
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--table" => format = Format::Table,
            "--json" => format = Format::JsonLines,
            "--arrow" => format = Format::Arrow,
            _ => words.push(argument),
        }
    }
    let mut words = words.into_iter();
    let (Some(url), sql, None) = (words.next(), words.next(), words.next()) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match answer(&url, format, sql).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
