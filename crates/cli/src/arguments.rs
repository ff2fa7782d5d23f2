//! What a person may write.

use std::path::PathBuf;
use std::process::ExitCode;

use aludel::{EngineUrl, Value};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::table_name::TableName;

/// One command for DuckDB, ClickHouse and QuestDB: query, inspect, compare, prove, copy.
///
/// An engine is named by a URL:
///   duckdb:///shop.duckdb              the file shop.duckdb (four slashes: an absolute path)
///   duckdb://                          a database in memory
///   clickhouse://user:password@host/db
///   questdb://admin:quest@localhost:8812/qdb
///
/// A table is named table, schema.table or database.schema.table; a part with dots or quotes in it stands in double quotes.
///
/// Exit codes: 0 done, 1 it failed, 2 it was asked for in the wrong way, 130 interrupted.
#[derive(Debug, Parser)]
#[command(name = "aludel", version, verbatim_doc_comment, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Query(Query),
    Inspect(Inspect),
    Support(Support),
    Prove(Prove),
    Copy(Copy),
}

/// Run SQL and show the rows, or write them to a file.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  aludel query duckdb:///shop.duckdb 'SELECT region, sum(amount) FROM orders GROUP BY 1'
  aludel query duckdb:///shop.duckdb 'FROM orders WHERE amount >= :least' --param least=5
  aludel query clickhouse://localhost/default --file report.sql --output report.parquet
  echo 'SELECT 1' | aludel query questdb://admin:quest@localhost:8812/qdb - --format json")]
pub(crate) struct Query {
    /// The engine
    pub(crate) url: String,
    /// The SQL; `-` reads it from standard input
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    pub(crate) sql: Option<String>,
    /// Reads the SQL from a file
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// A value for `:NAME` in the SQL, which is sent beside it. An integer, `true`, `false` and `null` are what they look
    /// like, all else is text; NAME:TYPE=VALUE says it, with int, float, decimal, bool or text
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) parameters: Vec<(String, Value)>,
    /// How the rows are written [default: by the ending of --output; else a table on a terminal, and csv elsewhere]
    #[arg(long, value_enum)]
    pub(crate) format: Option<RowFormat>,
    /// Writes to a file, which appears when it is complete
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// How many rows a table shows; the others are counted. 0 shows all
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) rows: usize,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// For people
    Table,
    /// RFC 4180 with a line of names; NULL is empty, an empty text is ""
    Csv,
    /// One JSON object a line
    Json,
    /// Apache Parquet
    Parquet,
    /// An Arrow IPC file
    Arrow,
}

/// Show what an engine holds, or all that is declared of one table.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  aludel inspect duckdb:///shop.duckdb
  aludel inspect duckdb:///shop.duckdb orders
  aludel inspect clickhouse://localhost/default events --format json
  aludel inspect duckdb:///shop.duckdb orders --ddl --for questdb")]
pub(crate) struct Inspect {
    /// The engine
    pub(crate) url: String,
    /// The table or view
    pub(crate) table: Option<TableName>,
    /// Writes the statements that make the table instead
    #[arg(long, requires = "table")]
    pub(crate) ddl: bool,
    /// The dialect of the statements [default: the engine's own]; what is lost on the way is told on standard error
    #[arg(long = "for", value_name = "DIALECT", requires = "ddl")]
    pub(crate) dialect: Option<String>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = FactFormat::Table)]
    pub(crate) format: FactFormat,
}

/// How facts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FactFormat {
    /// For people
    Table,
    /// One JSON document
    Json,
}

/// Show what each dialect supports; with a URL, what that very server supports, and why not.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  aludel support
  aludel support --construct returning
  aludel support clickhouse://reader@localhost/default --construct join")]
pub(crate) struct Support {
    /// The engine
    pub(crate) url: Option<String>,
    /// Only constructs with this in their name, words or group
    #[arg(long, value_name = "TEXT")]
    pub(crate) construct: Option<String>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = FactFormat::Table)]
    pub(crate) format: FactFormat,
}

/// Ask a server of your own whether what is declared of its dialect holds there.
///
/// Works in a place of its own, which is dropped at the end, also after a failure or Ctrl-C:
///   ClickHouse  a database for each question
///   DuckDB      a database in memory, so that no file is touched
///   QuestDB     tables of its one database, whose names must be free
#[derive(Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  aludel prove duckdb://
  aludel prove clickhouse://localhost/default --construct window
  aludel prove questdb://admin:quest@localhost:8812/qdb --format json"
)]
pub(crate) struct Prove {
    /// The engine
    pub(crate) url: String,
    /// Only constructs with this in their name, words or group
    #[arg(long, value_name = "TEXT")]
    pub(crate) construct: Option<String>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = FactFormat::Table)]
    pub(crate) format: FactFormat,
}

/// Copy a table or view from one engine to another, as a stream, and compare the counts.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  aludel copy duckdb:///shop.duckdb orders clickhouse://localhost/default orders --create
  aludel copy clickhouse://localhost/default orders duckdb:///shop.duckdb orders --truncate
  aludel copy questdb://admin:quest@localhost:8812/qdb ticks duckdb:///ticks.duckdb ticks --create --allow-loss")]
pub(crate) struct Copy {
    /// The engine to read from
    #[arg(value_name = "FROM_URL")]
    pub(crate) from: String,
    /// The table or view to read
    #[arg(value_name = "FROM_TABLE")]
    pub(crate) source: TableName,
    /// The engine to write to
    #[arg(value_name = "TO_URL")]
    pub(crate) to: String,
    /// The table to write to
    #[arg(value_name = "TO_TABLE")]
    pub(crate) target: TableName,
    /// Makes the table if it is missing
    #[arg(long)]
    pub(crate) create: bool,
    /// With --create: goes on although something declared of the table can't be declared there; it is listed
    #[arg(long, requires = "create")]
    pub(crate) allow_loss: bool,
    /// Adds to the rows of a table that is there
    #[arg(long)]
    pub(crate) append: bool,
    /// Empties a table that is there first
    #[arg(long, conflicts_with = "append")]
    pub(crate) truncate: bool,
    /// With --truncate: the source, a view on the target's server, does not read the target
    #[arg(long, requires = "truncate")]
    pub(crate) source_apart: bool,
}

/// Reads the arguments; what is wrong with them, help and version are told.
pub(crate) fn read() -> Result<Arguments, ExitCode> {
    Arguments::try_parse().map_err(|problem| {
        let code = u8::try_from(problem.exit_code()).unwrap_or(2);
        if problem.use_stderr() && given().any(|argument| argument.contains("://")) {
            // A misplaced argument is repeated to the person, and a URL may hold a password.
            eprint!("{}", redacted(&problem.to_string()));
        } else {
            // A reader who has gone needs no help.
            let _ = problem.print();
        }
        ExitCode::from(code)
    })
}

/// The text without the passwords that the program was given in URLs.
pub(crate) fn redacted(text: &str) -> String {
    without_secrets(text, given())
}

fn given() -> impl Iterator<Item = String> {
    std::env::args_os().map(|argument| argument.to_string_lossy().into_owned())
}

fn without_secrets(text: &str, arguments: impl Iterator<Item = String>) -> String {
    arguments.fold(text.to_owned(), |text, argument| urls(&argument).fold(text, without_secrets_of))
}

/// The argument if it is a URL, else those that stand in it: behind a flag, in quotes, in SQL.
fn urls(argument: &str) -> impl Iterator<Item = &str> {
    let is_of_scheme = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    argument.match_indices("://").map(move |(place, _)| {
        let begin = argument[..place].trim_end_matches(is_of_scheme).len();
        let ends = |letter: char| begin > 0 && (letter.is_whitespace() || "\"'".contains(letter));
        let url = &argument[begin..];
        &url[..url.find(ends).unwrap_or(url.len())]
    })
}

fn without_secrets_of(text: String, url: &str) -> String {
    let shown = EngineUrl::parse(url).map_or_else(|_| "URL".to_owned(), |parsed| parsed.to_string());
    let text = text.replace(url, &shown);
    // A part of it may be repeated alone.
    let authority = url.split_once("://").and_then(|(_, behind)| behind.rsplit_once('@'));
    match authority.and_then(|(user, _)| user.split_once(':')) {
        Some((user, password)) if !password.is_empty() => {
            text.replace(&format!("{user}:{password}@"), &format!("{user}:***@"))
        }
        _ => text,
    }
}

fn parameter(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("it is NAME=VALUE")?;
    let (name, kind) = name.split_once(':').map_or((name, None), |(name, kind)| (name, Some(kind)));
    let typed = |problem: &str| format!("{value:?} is no {problem}");
    let value = match kind {
        None => guessed(value),
        Some("text") => Value::Text(value.to_owned()),
        Some("int") => integer(value).ok_or_else(|| typed("integer"))?,
        Some("float") => Value::Float64(value.parse().map_err(|_| typed("number"))?),
        Some("decimal") => Value::Decimal(value.parse().map_err(|_| typed("decimal number"))?),
        Some("bool") => Value::Boolean(value.parse().map_err(|_| typed("truth value: true or false"))?),
        Some(other) => return Err(format!("there is no type {other:?}: say int, float, decimal, bool or text")),
    };
    Ok((name.to_owned(), value))
}

fn integer(text: &str) -> Option<Value> {
    let small = text.parse().map(Value::Int64).ok();
    small.or_else(|| text.parse().map(Value::Int128).ok())
}

fn guessed(text: &str) -> Value {
    let digits = text.strip_prefix('-').unwrap_or(text);
    // 007 is a name.
    let is_number = !digits.is_empty()
        && digits.bytes().all(|digit| digit.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    match text {
        "true" => Value::Boolean(true),
        "false" => Value::Boolean(false),
        "null" => Value::Null,
        number if is_number => integer(number).unwrap_or_else(|| Value::Text(text.to_owned())),
        _ => Value::Text(text.to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_whole() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_parameter_is_what_it_looks_like_or_what_is_said() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (written, expected) in [
            ("a=5", Value::Int64(5)),
            ("a=-5", Value::Int64(-5)),
            ("a=007", text("007")),
            ("a=1.5", text("1.5")),
            ("a:decimal=1.50", Value::Decimal("1.50".parse().unwrap())),
            ("a:float=1.5", Value::Float64(1.5)),
            ("a:text=5", text("5")),
            ("a=true", Value::Boolean(true)),
            ("a=null", Value::Null),
            ("a:text=null", text("null")),
            ("a=b=c", text("b=c")),
            ("a=", text("")),
        ] {
            assert_eq!(parameter(written), Ok(("a".to_owned(), expected)), "{written}");
        }
        for wrong in ["a", "a:int=x", "a:date=2020-01-01", "a:bool=1"] {
            assert!(parameter(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_url_in_the_wrong_place_is_shown_without_its_password() {
        let argument = "clickhouse://joe:hush@host/db".to_owned();
        let text = without_secrets(&format!("unexpected argument '{argument}' found"), [argument].into_iter());
        assert_eq!(text, "unexpected argument 'clickhouse://joe:***@host/db' found");
        for written in ["\"clickhouse://joe:hush@host/db\"", "--format=clickhouse://joe:hush@host/db"] {
            let text = without_secrets(&format!("no table {written:?}"), [written.to_owned()].into_iter());
            assert!(!text.contains("hush") && text.contains("joe:***@host/db"), "{text}");
        }
        let broken = "clickhouse://joe:hu%sh@host/db".to_owned();
        assert!(!without_secrets(&broken.clone(), [broken].into_iter()).contains("sh"));
    }
}
