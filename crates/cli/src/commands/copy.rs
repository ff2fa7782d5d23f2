//! `aludel copy`

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aludel::{
    BatchStream, Engine, EngineUrl, Table, TableOnEngine, Transferred, func, select, star, transfer_to, truncate,
};
use futures_util::{StreamExt, TryStreamExt};

use crate::arguments::Copy;
use crate::dialects;
use crate::failure::Failure;
use crate::output::visible;
use crate::progress::{Progress, rows};

/// How long an engine may take until it shows what it has taken.
const VISIBLE_WITHIN: Duration = Duration::from_secs(60);

pub(crate) async fn run(copy: Copy) -> Result<ExitCode, Failure> {
    not_into_itself(&copy)?;
    let from = aludel::connect(copy.from.as_str()).await?;
    let to = aludel::connect(copy.to.as_str()).await?;
    let source = from.inspect().table(copy.source.table()).await?;
    let target = copy.target.table();
    let is_there = to.inspect().has_table(&target).await?;
    let before = if is_there { held(&copy, &to, &target).await? } else { 0 };
    // A source that can't be read fails here, where the target is as it was.
    let expected = count(&from, &source).await?;
    let stream = from.stream_batches(select([star()]).from(&source)).await?;
    let ends = Ends { from, source, expected, to, target };
    if !is_there {
        made(&copy, &ends).await?;
    } else if copy.truncate {
        ends.to.execute(truncate(&ends.target)).await?;
    }
    let copied = async {
        let before = if is_there && copy.truncate { ends.emptied().await? } else { before };
        ends.copied(stream, before).await
    };
    let copied = copied.await;
    let rows_copied = if is_there && copy.truncate {
        copied.map_err(|failure| failure.and("the target was emptied before"))?
    } else {
        copied?
    };
    ends.from.close().await?;
    ends.to.close().await?;
    let (source, target) = (visible(&copy.source.to_string()), visible(&copy.target.to_string()));
    writeln!(std::io::stderr(), "copied {} from {source} to {target}; counted on both sides", rows(rows_copied))?;
    Ok(ExitCode::SUCCESS)
}

/// A table that is copied into itself would be emptied, or be there twice.
fn not_into_itself(copy: &Copy) -> Result<(), Failure> {
    let (Ok(from), Ok(to)) = (EngineUrl::parse(&copy.from), EngineUrl::parse(&copy.to)) else {
        // Connecting tells what is wrong with it.
        return Ok(());
    };
    let is_in_memory = from.host().is_none() && from.database().is_none_or(str::is_empty);
    if !is_in_memory && place(&from) == place(&to) && copy.source == copy.target {
        return Err(Failure::usage("the source and the target are the same table").way_out("name another target"));
    }
    Ok(())
}

/// Where the tables of a URL are, whoever asks for them and how.
fn place(url: &EngineUrl) -> (String, Option<String>, Option<u16>, Option<PathBuf>) {
    let host = url.host().map(str::to_lowercase);
    // A file may be named in more than one way.
    let path = url.database().map(|name| match url.host() {
        None => std::fs::canonicalize(name).unwrap_or_else(|_| name.into()),
        Some(_) => name.into(),
    });
    (url.scheme().to_owned(), host, url.port(), path)
}

/// Both ends of a copy.
struct Ends {
    from: Engine,
    source: Table,
    /// The rows of the source, counted before anything was done to the target.
    expected: u64,
    to: Engine,
    target: Table,
}

impl Ends {
    /// Makes sure that TRUNCATE took the target's rows and no others; how many are left of them, which is none.
    async fn emptied(&self) -> Result<u64, Failure> {
        self.to.settled(&self.target, VISIBLE_WITHIN).await?;
        let there = count(&self.from, &self.source).await?;
        if there != self.expected {
            return Err(Failure::new(format!(
                "the source had {} and has {} since the target was truncated",
                rows(self.expected),
                rows(there)
            ))
            .way_out("the source may be made of the target's rows, as a view of it is; or others write to it"));
        }
        match count(&self.to, &self.target).await? {
            0 => Ok(0),
            left => Err(Failure::new(format!("the target still has {} behind TRUNCATE", rows(left)))),
        }
    }

    /// Writes the rows and counts both sides; how many were copied.
    async fn copied(&self, stream: BatchStream, before: u64) -> Result<u64, Failure> {
        let (expected, read) = (self.expected, Arc::new(AtomicU64::new(0)));
        let taken = {
            let progress = Progress::new("copying", Some(expected));
            let (schema, counter, counted) = (stream.schema().clone(), progress.counter(), read.clone());
            let stream = stream.inspect_ok(move |batch| {
                counter.inc(batch.num_rows() as u64);
                counted.fetch_add(batch.num_rows() as u64, Ordering::Relaxed);
            });
            self.to.insert_stream(&self.target, BatchStream::new(schema, stream.boxed())).await?
        };
        self.to.settled(&self.target, VISIBLE_WITHIN).await?;
        let (read, after) = (read.load(Ordering::Relaxed), count(&self.to, &self.target).await?);
        let added = after.checked_sub(before);
        if read == expected && taken == read && added == Some(read) {
            return Ok(read);
        }
        let added = added.map_or_else(|| format!("{after} left of {before}"), |added| added.to_string());
        Err(Failure::new(format!(
            "the counts differ: {} counted at the source, {read} read, {taken} taken by the target, {added} added there",
            rows(expected),
        ))
        .way_out("others may have written to one of the tables meanwhile, or the target drops duplicates; compare them"))
    }
}

async fn count(engine: &Engine, table: &Table) -> Result<u64, Failure> {
    let count: i64 = engine.fetch_scalar(select([func::count_rows().cast(aludel::SqlType::Int64)]).from(table)).await?;
    u64::try_from(count).map_err(|_| Failure::new(format!("the engine counts {count} rows")))
}

/// How many rows a table has that is there, if that is allowed.
async fn held(copy: &Copy, to: &Engine, target: &Table) -> Result<u64, Failure> {
    match count(to, target).await? {
        before if before == 0 || copy.append || copy.truncate => Ok(before),
        before => Err(Failure::new(format!("the target {} has {}", visible(&copy.target.to_string()), rows(before)))
            .way_out("add --append to keep them, or --truncate to be rid of them")),
    }
}

/// Makes the table as near to the source as the target's dialect can have it.
async fn made(copy: &Copy, ends: &Ends) -> Result<(), Failure> {
    if !copy.create {
        let name = visible(&copy.target.to_string());
        return Err(Failure::new(format!("the target has no table {name}")).way_out("add --create to make it"));
    }
    let Ends { from, source, to, target, .. } = ends;
    let known = dialects::find(to.capabilities().dialect())?;
    let from = from.capabilities().dialect();
    let Transferred { table, losses, .. } =
        transfer_to(&source.clone().renamed(target), from, known.spelling, to.capabilities());
    for loss in &losses {
        writeln!(std::io::stderr(), "lost: {}", visible(&loss.to_string()))?;
    }
    if !losses.is_empty() && !copy.allow_loss {
        let target = known.name;
        return Err(Failure::new(format!("{target} can't have all that is declared of the table; nothing was made"))
            .way_out(
                "add --allow-loss to make it without, or make it by hand: `aludel inspect … --ddl --for` writes it",
            ));
    }
    table.create(to).await?;
    Ok(())
}
