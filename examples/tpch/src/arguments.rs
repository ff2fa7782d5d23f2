//! The command line.

use crate::answers;

pub const HELP: &str = "\
Generates TPC-H data, loads it into an engine, runs the 22 queries and checks their answers.

Usage: tpch [--scale N] [--engine URL] [--query N]... [--sql-only]

  --scale N      how much data: 1 is about a gigabyte (default 0.01, the scale that there are answers for)
  --engine URL   the engine to use (default duckdb://, in memory); the tables must not be there yet
  --query N      only this query; may be given several times
  --sql-only     print the queries' SQL for the engine; load and run nothing";

pub struct Arguments {
    pub scale: f64,
    pub engine: String,
    /// Empty: all.
    pub queries: Vec<usize>,
    pub sql_only: bool,
    pub help: bool,
}

impl Arguments {
    /// # Errors
    /// What is wrong with the command line.
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Arguments {
            scale: answers::SCALE,
            engine: "duckdb://".to_owned(),
            queries: Vec::new(),
            sql_only: false,
            help: false,
        };
        while let Some(word) = words.next() {
            let (name, attached) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            let mut value = || attached.clone().or_else(|| words.next()).ok_or(format!("{name} needs a value"));
            match name {
                "--scale" => arguments.scale = scale(&value()?)?,
                "--engine" => arguments.engine = value()?,
                "--query" => arguments.queries.push(query(&value()?)?),
                "--sql-only" => arguments.sql_only = true,
                "--help" | "-h" => arguments.help = true,
                other => return Err(format!("unknown argument {other:?}; --help tells those that there are")),
            }
        }
        Ok(arguments)
    }

    pub fn wants(&self, query: usize) -> bool {
        self.queries.is_empty() || self.queries.contains(&query)
    }
}

fn scale(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(scale) if (0.001..=1000.0).contains(&scale) => Ok(scale),
        _ => Err(format!("--scale takes a number from 0.001 to 1000, not {text:?}")),
    }
}

fn query(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=22).contains(&number) => Ok(number),
        _ => Err(format!("--query takes a number from 1 to 22, not {text:?}")),
    }
}
