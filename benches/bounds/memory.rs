//! A result that is larger than memory should get: streamed by a process of its own, which says how much it needed.

use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use aludel::prelude::*;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::harness::{Bench, Line, median_time, shown};

const ROWS: u32 = 100_000_000;

const BOUND_MB: u64 = 300;

/// The word that makes this program stream and say what it needed.
const WORD: &str = "--stream";

/// Which way the rows are streamed.
#[derive(Clone, Copy)]
pub enum Road {
    Ours(u32),
    Raw(u32),
}

/// The road that a child process is told to take.
pub fn road(arguments: &[String]) -> Option<Road> {
    match arguments {
        [word, road, rows] if word == WORD => {
            let rows = rows.parse().ok()?;
            Some(if road == "ours" { Road::Ours(rows) } else { Road::Raw(rows) })
        }
        _ => None,
    }
}

/// Streams and prints: the peak in KB, when the first batch came and when the last, in microseconds.
pub fn stream(road: Road) -> Outcome {
    let (first, total) = match road {
        Road::Ours(rows) => Runtime::new()?.block_on(ours(rows))?,
        Road::Raw(rows) => raw(rows)?,
    };
    println!("{} {} {}", peak_kb()?, first.as_micros(), total.as_micros());
    Ok(())
}

async fn ours(rows: u32) -> Outcome<(Duration, Duration)> {
    let engine = aludel::duckdb::connect("duckdb://").await?;
    let numbers = table_function("range", [literal(rows)]).alias("numbers");
    let numbers_col = || label_ref("range");
    let statement = select([numbers_col().label("a"), (numbers_col() * 2).label("b")]).from(numbers);
    let begin = Instant::now();
    let mut batches = engine.stream_batches(statement).await?;
    let (mut first, mut seen) = (None, 0);
    while let Some(batch) = batches.try_next().await? {
        first.get_or_insert_with(|| begin.elapsed());
        seen += batch.num_rows();
    }
    ended(rows, seen, first, begin)
}

fn raw(rows: u32) -> Outcome<(Duration, Duration)> {
    let connection = duckdb::Connection::open_in_memory()?;
    let begin = Instant::now();
    let mut prepared = connection.prepare("SELECT range AS a, range * 2 AS b FROM range($1)")?;
    let (mut first, mut seen) = (None, 0);
    for batch in prepared.stream_arrow([rows])? {
        first.get_or_insert_with(|| begin.elapsed());
        seen += batch.num_rows();
    }
    ended(rows, seen, first, begin)
}

fn ended(rows: u32, seen: usize, first: Option<Duration>, begin: Instant) -> Outcome<(Duration, Duration)> {
    if seen != rows as usize {
        return Err(format!("{seen} rows instead of {rows}").into());
    }
    Ok((first.ok_or("no batch")?, begin.elapsed()))
}

/// The most memory that this process has had, in KB: its high-water mark of resident pages.
fn peak_kb() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

pub fn measure(bench: &mut Bench) -> Outcome {
    if !cfg!(target_os = "linux") {
        eprintln!("memory: only Linux tells a process's peak; not measured");
        return Ok(());
    }
    eprintln!("100 M rows × 2 BIGINT …");
    let rows = bench.scaled(ROWS);
    let (mut raws, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..bench.rounds(5) {
        raws.push(child("raw", rows)?);
        ours.push(child("ours", rows)?);
    }
    let (raw, ours) = (Needed::of(&raws), Needed::of(&ours));
    let ratio = |ours: f64, raw: f64| format!("{:.2}", ours / raw);
    let megabytes = |kb: u64| format!("{} MB", kb / 1_000);
    let line = |work: &str, raw: String, ours: String, ratio: String, bound: String, met: Option<bool>| Line {
        work: format!("stream 100 M rows × 2 BIGINT: {work}"),
        against: "duckdb-rs stream_arrow",
        raw,
        ours,
        ratio,
        bound,
        verdict: met,
    };
    bench.add(line(
        "peak memory",
        megabytes(raw.kb),
        megabytes(ours.kb),
        ratio(ours.kb as f64, raw.kb as f64),
        format!("{BOUND_MB} MB"),
        Some(ours.kb < BOUND_MB * 1_000),
    ));
    bench.add(line(
        "first batch",
        shown(raw.first),
        shown(ours.first),
        ratio(ours.first.as_secs_f64(), raw.first.as_secs_f64()),
        "the end".to_owned(),
        // Not just before it: while the query has most of its way to go.
        Some(ours.first * 2 < ours.end),
    ));
    let times = ratio(ours.end.as_secs_f64(), raw.end.as_secs_f64());
    bench.add(line("the end", shown(raw.end), shown(ours.end), times, String::new(), None));
    Ok(())
}

/// What a child process says.
struct Needed {
    /// The peak of its memory.
    kb: u64,
    /// When the first batch came, and when the last had.
    first: Duration,
    end: Duration,
}

impl Needed {
    /// The highest peak of several runs, and their median times.
    fn of(runs: &[Needed]) -> Needed {
        let times = |time: fn(&Needed) -> Duration| median_time(&runs.iter().map(time).collect::<Vec<_>>());
        Needed {
            kb: runs.iter().map(|run| run.kb).max().unwrap_or_default(),
            first: times(|run| run.first),
            end: times(|run| run.end),
        }
    }
}

fn child(road: &str, rows: u32) -> Outcome<Needed> {
    let output = Command::new(env::current_exe()?).args([WORD, road, &rows.to_string()]).output()?;
    if !output.status.success() {
        return Err(format!("streaming failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<u64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    match numbers[..] {
        [kb, first, end] => Ok(Needed { kb, first: Duration::from_micros(first), end: Duration::from_micros(end) }),
        _ => Err(format!("not understood: {text:?}").into()),
    }
}
