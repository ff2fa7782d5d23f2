//! TPC-H from end to end: generates the data, loads it through bulk insert, runs the 22 queries written with the query
//! builder, and checks their answers.
//!
//! Begin with `queries/`, which is what programs that use this library look like.

#![allow(unreachable_pub, reason = "the modules are written as those of a library would be")]

mod answers;
mod arguments;
mod data;
mod layout;
mod queries;
mod schema;
mod storage;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use aludel::prelude::{Any, Engine, Rows, create_table, literal};
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::Arguments;
use crate::queries::Query;
use crate::schema::Tpch;

/// Rows of a result that are shown.
const SHOWN: usize = 5;

type Failure = Box<dyn Error>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(exit) => exit,
        // Whoever reads the output has seen enough.
        Err(failure) if is_broken_pipe(&*failure) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(failure: &(dyn Error + 'static)) -> bool {
    failure.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

async fn run() -> Result<ExitCode, Failure> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let mut out = io::stdout();
    if arguments.help {
        writeln!(out, "{}", arguments::HELP)?;
        return Ok(ExitCode::SUCCESS);
    }
    let engine = aludel::connect(&arguments.engine).await?;
    let tpch = storage::tables_for(&engine);
    if !arguments.sql_only {
        load(&engine, &tpch, arguments.scale).await?;
    }
    let mut reports = Vec::new();
    for query in Query::ALL.into_iter().filter(|query| arguments.wants(query.number)) {
        let refused = print_query(&mut out, &engine, &tpch, &query)?;
        if !arguments.sql_only {
            let report = match refused {
                Some(reason) => Report { query, outcome: Outcome::Refused(reason) },
                None => answer(&engine, &tpch, query, arguments.scale).await?,
            };
            report.print_result(&mut out)?;
            reports.push(report);
        }
    }
    if arguments.sql_only {
        return Ok(ExitCode::SUCCESS);
    }
    summarize(&mut out, &reports, arguments.scale)
}

/// Creates the tables and fills them, a batch at a time: memory does not grow with the scale.
async fn load(engine: &Engine, tpch: &Tpch, scale: f64) -> Result<(), Failure> {
    let start = Instant::now();
    let bar = ProgressBar::new_spinner().with_message("making the text that comments are cut from");
    bar.enable_steady_tick(Duration::from_millis(100));
    data::prepare();
    bar.set_style(ProgressStyle::with_template("{spinner} loading {msg:8} {bar:30} {human_pos} rows ({elapsed})")?);
    let mut rows = 0;
    for data in data::generate(tpch, scale) {
        let name = data.table.name().to_owned();
        let loading = |error: aludel::Error| format!("loading {name}: {error}");
        bar.set_message(name.clone());
        bar.set_length(data.rows);
        bar.set_position(0);
        let counter = bar.clone();
        let batches = data.batches.inspect(move |batch| counter.inc(batch.num_rows() as u64));
        engine.execute(create_table(&storage::to_create(engine, &data.table))).await.map_err(loading)?;
        rows += engine.insert_batches(&data.table, batches).await.map_err(loading)?;
    }
    bar.finish_and_clear();
    eprintln!("TPC-H at scale {scale}: {rows} rows in 8 tables, generated and loaded in {:.1?}", start.elapsed());
    Ok(())
}

/// Prints a query's text, or why the engine refuses it, which is given back.
fn print_query(
    out: &mut impl Write,
    engine: &Engine,
    tpch: &Tpch,
    query: &Query<Any>,
) -> Result<Option<String>, Failure> {
    let heading = format!("Query {}: {} ", query.number, query.title);
    writeln!(out, "\n── {heading:─<70}")?;
    let prepared = match engine.render((query.build)(tpch)) {
        Ok(prepared) => prepared,
        Err(refused) => {
            writeln!(out, "refused: {refused}")?;
            return Ok(Some(refused.to_string()));
        }
    };
    let values: Vec<String> =
        prepared.parameters.iter().map(|parameter| literal::<Any>(parameter.value.clone()).to_string()).collect();
    writeln!(out, "{}", layout::layout(&prepared.sql))?;
    writeln!(out, "-- with {}", values.join(", "))?;
    Ok(None)
}

/// What came of a query.
struct Report {
    query: Query<Any>,
    outcome: Outcome,
}

enum Outcome {
    /// Nothing was sent: the engine can't do this.
    Refused(String),
    Ran {
        rows: Rows,
        time: Duration,
        verdict: Verdict,
    },
}

enum Verdict {
    Matches,
    Differs(String),
    /// There is no answer for this scale.
    Unknown,
}

async fn answer(engine: &Engine, tpch: &Tpch, query: Query<Any>, scale: f64) -> Result<Report, Failure> {
    let failed = |error: String| format!("query {}: {error}", query.number);
    let statement = (query.build)(tpch);
    let start = Instant::now();
    let rows = engine.fetch(&statement).await.map_err(|error| failed(error.to_string()))?;
    let time = start.elapsed();
    let verdict = if scale == answers::SCALE {
        let values: Result<Vec<_>, _> = rows.iter().map(|row| row.values()).collect();
        match answers::check(query.number, &values.map_err(|error| failed(error.to_string()))?) {
            Ok(()) => Verdict::Matches,
            Err(difference) => Verdict::Differs(difference),
        }
    } else {
        Verdict::Unknown
    };
    Ok(Report { query, outcome: Outcome::Ran { rows, time, verdict } })
}

impl Report {
    fn print_result(&self, out: &mut impl Write) -> io::Result<()> {
        let Outcome::Ran { rows, time, verdict } = &self.outcome else { return Ok(()) };
        writeln!(out, "{}", table(rows))?;
        let shown = rows.len().min(SHOWN);
        write!(out, "{shown} of {} rows, {time:.1?}", rows.len())?;
        match verdict {
            Verdict::Matches => writeln!(out, ": the answer matches"),
            Verdict::Differs(difference) => writeln!(out, ": THE ANSWER DIFFERS: {difference}"),
            Verdict::Unknown => writeln!(out),
        }
    }
}

/// The first rows as a table.
fn table(rows: &Rows) -> String {
    let mut left = SHOWN;
    let mut first = Vec::new();
    for batch in rows.batches() {
        let batch = batch.slice(0, batch.num_rows().min(left));
        left -= batch.num_rows();
        first.push(batch);
    }
    let text = Rows::new(rows.schema().clone(), first).to_string();
    // Its last line counts the rows, which would be those that are shown.
    text.rsplit_once('\n').map_or(text.clone(), |(table, _)| table.to_owned())
}

fn summarize(out: &mut impl Write, reports: &[Report], scale: f64) -> Result<ExitCode, Failure> {
    writeln!(out, "\n{:>5}  {:35} {:>6} {:>10}", "query", "", "rows", "time")?;
    let (mut total, mut matching, mut differing, mut refused) = (Duration::ZERO, 0, 0, Vec::new());
    for Report { query: Query { number, title, .. }, outcome } in reports {
        let (rows, time, verdict) = match outcome {
            Outcome::Ran { rows, time, verdict } => (rows, time, verdict),
            Outcome::Refused(reason) => {
                writeln!(out, "{number:>5}  {title:35} refused")?;
                refused.push(format!("{number}: {reason}"));
                continue;
            }
        };
        total += *time;
        let note = match verdict {
            Verdict::Matches => {
                matching += 1;
                ""
            }
            Verdict::Differs(_) => {
                differing += 1;
                "  THE ANSWER DIFFERS"
            }
            Verdict::Unknown => "",
        };
        let milliseconds = time.as_secs_f64() * 1e3;
        writeln!(out, "{number:>5}  {title:35} {:>6} {milliseconds:>7.1} ms{note}", rows.len())?;
    }
    writeln!(out, "{:>5}  {:35} {:>6} {:>7.1} ms", "", "together", "", total.as_secs_f64() * 1e3)?;
    if !refused.is_empty() {
        writeln!(out, "\n{} refused, before anything was sent:\n  {}", refused.len(), refused.join("\n  "))?;
    }
    if scale != answers::SCALE {
        writeln!(out, "\nno answers to compare with: they are for scale {}", answers::SCALE)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "\n{matching} of {} answers match", reports.len())?;
    Ok(if differing == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
