//! `aludel query`

use std::io::{IsTerminal, Read};
use std::path::Path;
use std::process::ExitCode;

use aludel::{Parameter, text};

use crate::arguments::{Query, RowFormat};
use crate::failure::Failure;
use crate::output::{Place, Writer};
use crate::progress::Progress;

/// What is to be run. It is read before Ctrl-C is listened to: reading from a pipe can't be dropped, but ended.
pub(crate) struct Asked {
    query: Query,
    sql: String,
    format: RowFormat,
}

pub(crate) fn read(query: Query) -> Result<Asked, Failure> {
    let format = format(&query)?;
    let sql = sql(&query)?;
    Ok(Asked { query, sql, format })
}

pub(crate) async fn run(Asked { query, sql, format }: Asked) -> Result<ExitCode, Failure> {
    let statement = query
        .parameters
        .into_iter()
        .fold(text(sql), |statement, (name, value)| statement.bind_parameter(name, Parameter::new(value)));
    let engine = aludel::connect(query.url.as_str()).await?;
    let progress = Progress::new("reading", None);
    let mut batches = engine.stream_batches(statement).await?;
    let place = match &query.output {
        Some(path) => Place::file(path)?,
        None => Place::standard(),
    };
    let mut writer = Writer::new(format, place, batches.schema(), query.rows)?;
    while let Some(batch) = batches.try_next().await? {
        progress.add(batch.num_rows());
        writer.write(batch)?;
        // Rows may come faster than they are written; Ctrl-C is heard in between.
        tokio::task::yield_now().await;
    }
    drop(progress);
    writer.finish()?;
    drop(batches);
    engine.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn sql(query: &Query) -> Result<String, Failure> {
    match (&query.sql, &query.file) {
        (_, Some(path)) => {
            std::fs::read_to_string(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
        }
        (Some(dash), _) if dash == "-" => {
            let mut sql = String::new();
            let read = std::io::stdin().lock().read_to_string(&mut sql);
            read.map_err(|error| Failure::new(format!("standard input: {error}")))?;
            Ok(sql)
        }
        (sql, None) => Ok(sql.clone().unwrap_or_default()),
    }
}

/// What is asked for, else by the ending of the file, else by who reads it.
fn format(query: &Query) -> Result<RowFormat, Failure> {
    let is_binary = |format: RowFormat| matches!(format, RowFormat::Parquet | RowFormat::Arrow);
    let on_terminal = query.output.is_none() && std::io::stdout().is_terminal();
    match (query.format, &query.output) {
        (Some(format), None) if is_binary(format) && on_terminal => {
            Err(Failure::usage("a terminal does not show this format").way_out("add --output FILE"))
        }
        (Some(format), _) => Ok(format),
        (None, Some(path)) => by_ending(path),
        (None, None) if on_terminal => Ok(RowFormat::Table),
        (None, None) => Ok(RowFormat::Csv),
    }
}

fn by_ending(path: &Path) -> Result<RowFormat, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("csv") => Ok(RowFormat::Csv),
        Some("json" | "jsonl" | "ndjson") => Ok(RowFormat::Json),
        Some("parquet") => Ok(RowFormat::Parquet),
        Some("arrow" | "feather" | "ipc") => Ok(RowFormat::Arrow),
        Some("txt") => Ok(RowFormat::Table),
        _ => Err(Failure::usage(format!("the ending of {} tells no format", path.display())).way_out("add --format")),
    }
}
