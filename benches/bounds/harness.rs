//! Running several ways to do the same work in turns, and the table of how they compare.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

use aludel::duckdb::DuckDb;
use aludel::{Engine, text};
use duckdb::Connection;

use crate::Outcome;

/// How much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// What the bounds are for.
    Full,
    /// A tenth of it.
    Tenth,
    /// A hundredth, once: only to see that it runs.
    Once,
}

/// One way to do a piece of work. It gives the time that counts: what it prepares before each run does not.
pub struct Way<'a> {
    name: &'static str,
    /// How many times as long as this way ours may take.
    bound: Option<f64>,
    run: Box<dyn FnMut() -> Outcome<Duration> + 'a>,
}

impl<'a> Way<'a> {
    /// A way that ours is held against.
    pub fn bound(name: &'static str, bound: f64, run: impl FnMut() -> Outcome<Duration> + 'a) -> Self {
        Way { name, bound: Some(bound), run: Box::new(run) }
    }

    /// A way that is shown beside ours.
    pub fn shown(name: &'static str, run: impl FnMut() -> Outcome<Duration> + 'a) -> Self {
        Way { name, bound: None, run: Box::new(run) }
    }
}

/// How long `work` takes; letting go of what it gives does not count.
pub fn timed<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<Duration> {
    let begin = Instant::now();
    let done = black_box(work()?);
    let time = begin.elapsed();
    drop(done);
    Ok(time)
}

/// How long one of `times` runs takes on average.
pub fn repeated<T>(times: u32, mut work: impl FnMut() -> Outcome<T>) -> Outcome<Duration> {
    let begin = Instant::now();
    for _ in 0..times {
        black_box(work()?);
    }
    Ok(begin.elapsed() / times)
}

/// The database that a raw way works on, and the one for ours: in memory, each with what `setup` makes.
pub async fn databases(setup: &str) -> Outcome<(Connection, Engine<DuckDb>)> {
    let raw = Connection::open_in_memory()?;
    raw.execute_batch(setup)?;
    let engine = aludel::duckdb::connect("duckdb://").await?;
    engine.execute(text(setup.to_owned())).await?;
    Ok((raw, engine))
}

/// What was measured so far.
pub struct Bench {
    size: Size,
    lines: Vec<Line>,
}

impl Bench {
    pub fn new(size: Size) -> Self {
        Bench { size, lines: Vec::new() }
    }

    /// `full`, or the part of it that is done in this run.
    pub fn scaled(&self, full: u32) -> u32 {
        match self.size {
            Size::Full => full,
            Size::Tenth => full / 10,
            Size::Once => full / 100,
        }
    }

    /// How often the ways take turns: `full` times, unless it is only to see that they run.
    pub fn rounds(&self, full: usize) -> usize {
        if self.size == Size::Once { 1 } else { full }
    }

    /// Lets the ways take turns for `rounds`, after one round that does not count.
    pub fn compare<'a>(
        &mut self,
        work: &'static str,
        rounds: usize,
        mut ours: impl FnMut() -> Outcome<Duration> + 'a,
        mut raw: Vec<Way<'a>>,
    ) -> Outcome {
        eprintln!("{work} …");
        let rounds = self.rounds(rounds);
        let mut our_times = Vec::with_capacity(rounds);
        let mut raw_times = vec![Vec::with_capacity(rounds); raw.len()];
        for round in 0..=rounds {
            // Who is first changes, so that nobody always finds the caches that the same other left.
            let our_turn = round % (raw.len() + 1);
            for turn in 0..=raw.len() {
                if turn == our_turn {
                    our_times.push(ours()?);
                }
                if let (Some(way), Some(times)) = (raw.get_mut(turn), raw_times.get_mut(turn)) {
                    times.push((way.run)()?);
                }
            }
        }
        for (way, times) in raw.iter().zip(&raw_times) {
            let ratios = our_times.iter().zip(times).skip(1);
            let ratio = median(ratios.map(|(ours, raw)| ours.as_secs_f64() / raw.as_secs_f64()).collect());
            self.lines.push(Line {
                work: work.to_owned(),
                against: way.name,
                raw: shown(median_time(&times[1..])),
                ours: shown(median_time(&our_times[1..])),
                ratio: format!("{ratio:.2}"),
                bound: way.bound.map(|bound| format!("{bound:.2}")).unwrap_or_default(),
                verdict: way.bound.map(|bound| ratio <= bound),
            });
        }
        Ok(())
    }

    /// Adds a line that was not measured in turns.
    pub fn add(&mut self, line: Line) {
        self.lines.push(line);
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    if numbers.len() % 2 == 1 { numbers[middle] } else { (numbers[middle - 1] + numbers[middle]) / 2.0 }
}

/// The one in the middle.
pub fn median_time(times: &[Duration]) -> Duration {
    Duration::from_secs_f64(median(times.iter().map(Duration::as_secs_f64).collect()))
}

/// A time with three digits.
pub fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (number, unit) = match seconds {
        0.0..1e-6 => (seconds * 1e9, "ns"),
        1e-6..1e-3 => (seconds * 1e6, "µs"),
        1e-3..1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    let digits = if number < 10.0 { 2 } else { usize::from(number < 100.0) };
    format!("{number:.digits$} {unit}")
}

/// A line of the table.
pub struct Line {
    pub work: String,
    pub against: &'static str,
    pub raw: String,
    pub ours: String,
    pub ratio: String,
    pub bound: String,
    /// Whether the bound is met, if there is one.
    pub verdict: Option<bool>,
}

impl Line {
    fn cells(&self, size: Size) -> [&str; 7] {
        // What was done once proves nothing of the time.
        let verdict = match self.verdict.filter(|_| size != Size::Once) {
            None => "",
            Some(true) => "ok",
            Some(false) => "over",
        };
        [&self.work, self.against, &self.raw, &self.ours, &self.ratio, &self.bound, verdict]
    }
}

/// The table; a ratio is the median of the rounds' own ratios.
impl fmt::Display for Bench {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size {
            Size::Full => {}
            Size::Tenth => writeln!(f, "a tenth of the work:")?,
            Size::Once => writeln!(f, "a hundredth of the work, once; the times mean nothing:")?,
        }
        let header = ["work", "against", "raw", "ours", "ours/raw", "bound", ""];
        let mut widths = header.map(|cell| cell.chars().count());
        for line in &self.lines {
            for (width, cell) in widths.iter_mut().zip(line.cells(self.size)) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let mut row = |cells: [&str; 7]| {
            for (column, (cell, width)) in cells.into_iter().zip(widths).enumerate() {
                match column {
                    0 => write!(f, "{cell:<width$}")?,
                    1 | 6 => write!(f, "  {cell:<width$}")?,
                    _ => write!(f, "  {cell:>width$}")?,
                }
            }
            writeln!(f)
        };
        row(header)?;
        self.lines.iter().try_for_each(|line| row(line.cells(self.size)))
    }
}
