//! `aludel copy`

mod apart;
mod columns;
mod emptied;

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use aludel::{
    BatchStream, Construct, Engine, Table, TableOnEngine, Transaction, Transferred, func, select, transfer_to, truncate,
};
use futures_util::{StreamExt, TryStreamExt};

use crate::arguments::Copy;
use crate::dialects;
use crate::failure::Failure;
use crate::output::visible;
use crate::progress::{Progress, rows};
use emptied::Emptied;

/// How long an engine may take until it shows what it has taken.
const VISIBLE_WITHIN: Duration = Duration::from_secs(60);

pub(crate) async fn run(copy: Copy) -> Result<ExitCode, Failure> {
    let from = aludel::connect(copy.from.as_str()).await?;
    let to = aludel::connect(copy.to.as_str()).await?;
    let ends = Ends { from, to };
    apart::not_into_itself(&copy, &ends)?;
    let source = ends.from.inspect().relation(copy.source.table()).await?;
    let named = copy.target.table();
    let is_there = ends.to.inspect().has_table(&named).await?;
    let (target, before) = if is_there {
        (ends.to.inspect().table(&named).await?, held(&copy, &ends.to, &named).await?)
    } else {
        (to_be_made(&copy, &ends, &source.table)?, 0)
    };
    let emptying = is_there && copy.truncate;
    if emptying && !rolls_back(&ends.to) {
        apart::source_has_rows_of_its_own(&copy, &ends, &source)?;
    }
    let columns = columns::copied(&source.table, &target, &ends)?;
    // A source that can't be read fails here, where the target is as it was.
    let expected = count(&ends.from, &source.table).await?;
    let stream = ends.from.stream_batches(select(columns).from(&source.table)).await?;
    let work = Work { source: source.table, expected, target };
    let copied = if !emptying {
        if !is_there {
            work.target.create(&ends.to).await?;
        }
        work.copied(&ends.to, stream, before).await?
    } else if rolls_back(&ends.to) {
        work.replaced(&ends, stream).await?
    } else {
        work.emptied_and_copied(&copy, &ends, stream).await?
    };
    ends.from.close().await?;
    ends.to.close().await?;
    let (source, target) = (visible(&copy.source.to_string()), visible(&copy.target.to_string()));
    writeln!(std::io::stderr(), "copied {} from {source} to {target}; counted on both sides", rows(copied))?;
    Ok(ExitCode::SUCCESS)
}

/// Both ends of a copy.
struct Ends {
    from: Engine,
    to: Engine,
}

/// Whether a table that was emptied in a transaction is as it was when that is rolled back.
fn rolls_back(engine: &Engine) -> bool {
    let needed =
        [Construct::Transaction, Construct::Rollback, Construct::TransactionalDdl, Construct::TransactionalInsert];
    needed.into_iter().all(|construct| engine.capabilities().require(construct).is_ok())
}

/// What takes the rows: an engine, or a transaction that may be undone.
trait Writer {
    async fn insert(&self, table: &Table, rows: BatchStream) -> Result<u64, Failure>;
    /// Waits until what was written can be read.
    async fn settled(&self, table: &Table) -> Result<(), Failure>;
    async fn count(&self, table: &Table) -> Result<u64, Failure>;
}

impl Writer for Engine {
    async fn insert(&self, table: &Table, rows: BatchStream) -> Result<u64, Failure> {
        Ok(self.insert_stream(table, rows).await?)
    }

    async fn settled(&self, table: &Table) -> Result<(), Failure> {
        Ok(Engine::settled(self, table, VISIBLE_WITHIN).await?)
    }

    async fn count(&self, table: &Table) -> Result<u64, Failure> {
        count(self, table).await
    }
}

impl Writer for Transaction<aludel::Any> {
    async fn insert(&self, table: &Table, rows: BatchStream) -> Result<u64, Failure> {
        Ok(self.insert_stream(table, rows).await?)
    }

    /// Reads its own writes.
    async fn settled(&self, _: &Table) -> Result<(), Failure> {
        Ok(())
    }

    async fn count(&self, table: &Table) -> Result<u64, Failure> {
        counted(self.fetch_scalar(select([rows_of()]).from(table)).await?)
    }
}

/// What is copied.
struct Work {
    source: Table,
    /// The rows of the source, counted before anything was done to the target.
    expected: u64,
    target: Table,
}

impl Work {
    /// The target's rows are gone when the others are there, and not before.
    async fn replaced(&self, ends: &Ends, stream: BatchStream) -> Result<u64, Failure> {
        let transaction = ends.to.begin().await?;
        let work = async {
            transaction.execute(truncate(&self.target)).await?;
            self.copied(&transaction, stream, 0).await
        };
        let copied = match work.await {
            Ok(copied) => transaction.commit().await.map(|()| copied).map_err(Failure::from),
            Err(failure) => {
                drop(transaction);
                Err(failure)
            }
        };
        copied.map_err(|failure| failure.and("the target is as it was"))
    }

    /// Of an engine that does not bring the rows back.
    async fn emptied_and_copied(&self, copy: &Copy, ends: &Ends, stream: BatchStream) -> Result<u64, Failure> {
        let emptied = Emptied::new(&copy.target.to_string());
        if let Err(refused) = ends.to.execute(truncate(&self.target)).await {
            emptied.told();
            return Err(refused.into());
        }
        let work = async {
            let before = self.left(ends).await?;
            self.copied(&ends.to, stream, before).await
        };
        let copied = work.await;
        emptied.told();
        copied.map_err(|failure| failure.and("the target was emptied before"))
    }

    /// Makes sure that TRUNCATE took the target's rows and no others; how many are left of them, which is none.
    async fn left(&self, ends: &Ends) -> Result<u64, Failure> {
        Writer::settled(&ends.to, &self.target).await?;
        let there = count(&ends.from, &self.source).await?;
        if there != self.expected {
            return Err(Failure::new(format!(
                "the source had {} and has {} since the target was truncated",
                rows(self.expected),
                rows(there)
            ))
            .way_out("the source may be made of the target's rows, as a view of it is; or others write to it"));
        }
        match count(&ends.to, &self.target).await? {
            0 => Ok(0),
            left => Err(Failure::new(format!("the target still has {} behind TRUNCATE", rows(left)))),
        }
    }

    /// Writes the rows and counts both sides; how many were copied.
    async fn copied(&self, to: &impl Writer, stream: BatchStream, before: u64) -> Result<u64, Failure> {
        let (expected, read) = (self.expected, Arc::new(AtomicU64::new(0)));
        let taken = {
            let progress = Progress::new("copying", Some(expected));
            let (schema, counter, counted) = (stream.schema().clone(), progress.counter(), read.clone());
            let stream = stream.inspect_ok(move |batch| {
                counter.inc(batch.num_rows() as u64);
                counted.fetch_add(batch.num_rows() as u64, Ordering::Relaxed);
            });
            to.insert(&self.target, BatchStream::new(schema, stream.boxed())).await?
        };
        to.settled(&self.target).await?;
        let (read, after) = (read.load(Ordering::Relaxed), to.count(&self.target).await?);
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

fn rows_of() -> aludel::Expr<aludel::Any> {
    func::count_rows().cast(aludel::SqlType::Int64)
}

fn counted(count: i64) -> Result<u64, Failure> {
    u64::try_from(count).map_err(|_| Failure::new(format!("the engine counts {count} rows")))
}

async fn count(engine: &Engine, table: &Table) -> Result<u64, Failure> {
    counted(engine.fetch_scalar(select([rows_of()]).from(table)).await?)
}

/// How many rows a table has that is there, if that is allowed.
async fn held(copy: &Copy, to: &Engine, target: &Table) -> Result<u64, Failure> {
    match count(to, target).await? {
        before if before == 0 || copy.append || copy.truncate => Ok(before),
        before => Err(Failure::new(format!("the target {} has {}", visible(&copy.target.to_string()), rows(before)))
            .way_out("add --append to keep them, or --truncate to be rid of them")),
    }
}

/// The table as near to the source as the target's dialect can have it.
fn to_be_made(copy: &Copy, ends: &Ends, source: &Table) -> Result<Table, Failure> {
    if !copy.create {
        let name = visible(&copy.target.to_string());
        return Err(Failure::new(format!("the target has no table {name}")).way_out("add --create to make it"));
    }
    let known = dialects::find(ends.to.capabilities().dialect())?;
    let from = ends.from.capabilities().dialect();
    let Transferred { table, losses, .. } =
        transfer_to(&source.clone().renamed(&copy.target.table()), from, known.spelling, ends.to.capabilities());
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
    Ok(table)
}
