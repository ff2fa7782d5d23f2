//! A market's ticks on any engine: trades and quotes are generated, and asked for candles, for the last trades, and for how
//! far trades were from what was asked.
//!
//! ```console
//! $ cargo run --release --example market_ticks
//! $ cargo run --release --example market_ticks -- 'questdb://localhost:8812/qdb?wait_for_visibility=writes'
//! ```
//!
//! The questions are built once and name no engine. One that lacks what a question needs refuses it by name, before
//! anything is sent. Two questions that mean the same must have the same answer.

#![allow(unreachable_pub, reason = "the modules are written as those of a library would be")]

mod market;
mod questions;

use std::process::ExitCode;
use std::time::Instant;

use aludel::prelude::*;

use crate::market::Market;
use crate::questions::{QUESTIONS, Question};

const USAGE: &str = "usage: market_ticks [--rows N] [engine URL]";
/// Of both tables together.
const ROWS: usize = 1_000_000;
/// Rows of an answer that are shown.
const SHOWN: i64 = 4;

#[tokio::main]
async fn main() -> ExitCode {
    let (mut rows, mut url) = (ROWS, "duckdb://".to_owned());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rows" => match words.next().and_then(|count| count.parse().ok()) {
                Some(count) => rows = count,
                None => return failed(USAGE),
            },
            word if word.starts_with("--") => return failed(USAGE),
            _ => url = word,
        }
    }
    match run(&url, rows).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(differing) => failed(format!("{differing} answers differ from those they should be")),
        Err(error) => failed(error),
    }
}

fn failed(why: impl std::fmt::Display) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}

/// Runs all questions; gives how many answers are not what they should be.
async fn run(url: &str, rows: usize) -> Result<usize, Error> {
    let engine = aludel::connect(url).await?;
    let market = Market::of(&engine);
    let begun = Instant::now();
    let count = market.load(&engine, rows / 2).await?;
    println!("{}: {count} rows in {:.1?}", engine.capabilities().dialect(), begun.elapsed());
    let mut differing = 0;
    for Question { title, build, same_as } in QUESTIONS {
        let question = build(&market)?;
        println!("\n── {title}");
        if let Err(refused) = engine.render(&question) {
            println!("refused: {refused}");
            continue;
        }
        let begun = Instant::now();
        let answer = engine.fetch(&question).await?;
        let time = begun.elapsed();
        println!("{}\n{} rows in {time:.1?}", engine.fetch(question.limit(SHOWN)).await?, answer.len());
        let Some(same_as) = same_as else { continue };
        let is_same = values(&answer)? == values(&engine.fetch(same_as(&market)?).await?)?;
        println!("{}", if is_same { "the same as without it" } else { "ANOTHER ANSWER THAN WITHOUT IT" });
        differing += usize::from(!is_same);
    }
    engine.execute(drop_table(&market.trades)).await?;
    engine.execute(drop_table(&market.quotes)).await?;
    Ok(differing)
}

fn values(rows: &Rows) -> Result<Vec<Vec<Value>>, Error> {
    Ok(rows.iter().map(|row| row.values()).collect::<Result<_, _>>()?)
}
