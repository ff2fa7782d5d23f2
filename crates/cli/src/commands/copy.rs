//! `aludel copy`

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aludel::{
    BatchStream, Engine, Error, Table, TableOnEngine, Transferred, func, select, star, transfer_to, truncate,
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
    let from = aludel::connect(copy.from.as_str()).await?;
    let to = aludel::connect(copy.to.as_str()).await?;
    let source = from.inspect().table(copy.source.table()).await?;
    let target = copy.target.table();
    let before = if to.inspect().has_table(&target).await? {
        there(&copy, &to, &target).await?
    } else {
        made(&copy, &from, &source, &to, &target).await?;
        0
    };
    let expected = count(&from, &source).await?;
    let read = Arc::new(AtomicU64::new(0));
    let taken = {
        let progress = Progress::new("copying", Some(expected));
        let stream = from.stream_batches(select([star()]).from(&source)).await?;
        let (schema, counter, counted) = (stream.schema().clone(), progress.counter(), read.clone());
        let stream = stream.inspect_ok(move |batch| {
            counter.inc(batch.num_rows() as u64);
            counted.fetch_add(batch.num_rows() as u64, Ordering::Relaxed);
        });
        to.insert_stream(&target, BatchStream::new(schema, stream.boxed()))
            .await
            .map_err(|error| in_part(&copy, error))?
    };
    to.settled(&target, VISIBLE_WITHIN).await?;
    let (read, after) = (read.load(Ordering::Relaxed), count(&to, &target).await?);
    let added = after.checked_sub(before);
    if read != expected || taken != read || added != Some(read) {
        let added = added.map_or_else(|| format!("{after} left of {before}"), |added| added.to_string());
        return Err(Failure::new(format!(
            "the counts differ: {} counted at the source, {read} read, {taken} taken by the target, {added} added there",
            rows(expected),
        ))
        .way_out("others may have written to one of the tables meanwhile, or the target drops duplicates; compare them"));
    }
    from.close().await?;
    to.close().await?;
    let (source, target) = (visible(&copy.source.to_string()), visible(&copy.target.to_string()));
    writeln!(std::io::stderr(), "copied {} from {source} to {target}; counted on both sides", rows(read))?;
    Ok(ExitCode::SUCCESS)
}

async fn count(engine: &Engine, table: &Table) -> Result<u64, Failure> {
    let count: i64 = engine.fetch_scalar(select([func::count_rows().cast(aludel::SqlType::Int64)]).from(table)).await?;
    u64::try_from(count).map_err(|_| Failure::new(format!("the engine counts {count} rows")))
}

/// How many rows stay of a table that is there.
async fn there(copy: &Copy, to: &Engine, target: &Table) -> Result<u64, Failure> {
    if copy.truncate {
        to.execute(truncate(target)).await?;
        to.settled(target, VISIBLE_WITHIN).await?;
    }
    match count(to, target).await? {
        0 => Ok(0),
        before if copy.append => Ok(before),
        before if copy.truncate => Err(Failure::new(format!("the target still has {} behind TRUNCATE", rows(before)))),
        before => Err(Failure::new(format!("the target {} has {}", visible(&copy.target.to_string()), rows(before)))
            .way_out("add --append to keep them, or --truncate to be rid of them")),
    }
}

/// Makes the table as near to the source as the target's dialect can have it.
async fn made(copy: &Copy, from: &Engine, source: &Table, to: &Engine, target: &Table) -> Result<(), Failure> {
    if !copy.create {
        let name = visible(&copy.target.to_string());
        return Err(Failure::new(format!("the target has no table {name}")).way_out("add --create to make it"));
    }
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

fn in_part(copy: &Copy, error: Error) -> Failure {
    let failure = Failure::new(error);
    if copy.truncate {
        failure.way_out("the target was emptied before; copy again when the cause is gone")
    } else {
        failure
    }
}
