//! Fetching a million rows, as structs and as batches.

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use aludel::{Statement, decode_batch};
use arrow_array::RecordBatch;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::harness::{Bench, Way, databases, timed};
use crate::reading::{Reading, query, read_by_hand, read_row};

const ROWS: u32 = 1_000_000;

const SQL: &str = "SELECT id, sensor, value, price, kind, note, day, taken FROM readings";

fn setup(bench: &Bench) -> String {
    format!("CREATE TABLE readings AS {}", query(bench.scaled(ROWS)))
}

fn statement() -> impl Statement<DuckDb> {
    let readings = Table::new("readings");
    select(["id", "sensor", "value", "price", "kind", "note", "day", "taken"].map(|name| readings.col(name)))
        .from(&readings)
}

/// Structs from batches that are there already.
pub fn decode(bench: &mut Bench, runtime: &Runtime) -> Outcome {
    let setup = setup(bench);
    let batches: Vec<RecordBatch> = runtime.block_on(async {
        let (_, engine) = databases(&setup).await?;
        Outcome::Ok(engine.fetch_batches(statement()).await?)
    })?;
    let ours = || {
        timed(|| {
            let mut readings: Vec<Reading> = Vec::new();
            for batch in &batches {
                decode_batch(batch, readings.len() as u64, &mut readings)?;
            }
            Ok(readings)
        })
    };
    let by_hand = || {
        timed(|| {
            let mut readings = Vec::new();
            batches.iter().try_for_each(|batch| read_by_hand(batch, &mut readings))?;
            Ok(readings)
        })
    };
    bench.compare("1 M rows × 8: batches to structs", 15, ours, vec![Way::bound("a loop by hand", 1.15, by_hand)])
}

/// Structs from a query.
pub fn rows(bench: &mut Bench, runtime: &Runtime) -> Outcome {
    let (raw, engine) = runtime.block_on(databases(&setup(bench)))?;
    let ours = || timed(|| Ok(runtime.block_on(async { engine.fetch_all::<Reading>(statement()).await })?));
    let by_hand = || {
        timed(|| {
            runtime.block_on(async {
                let mut batches = engine.stream_batches(statement()).await?;
                let mut readings = Vec::new();
                while let Some(batch) = batches.try_next().await? {
                    read_by_hand(&batch, &mut readings)?;
                }
                Ok(readings)
            })
        })
    };
    let raw_by_hand = || {
        timed(|| {
            let mut prepared = raw.prepare(SQL)?;
            let mut readings = Vec::new();
            prepared.stream_arrow([])?.try_for_each(|batch| read_by_hand(&batch, &mut readings))?;
            Ok(readings)
        })
    };
    let query_map = || {
        timed(|| {
            let mut prepared = raw.prepare(SQL)?;
            let readings: Vec<Reading> = prepared.query_map([], read_row)?.collect::<Result<_, _>>()?;
            Ok(readings)
        })
    };
    bench.compare(
        "1 M rows × 8: query to structs",
        15,
        ours,
        vec![
            Way::bound("a loop by hand over our stream", 1.15, by_hand),
            Way::shown("duckdb-rs stream_arrow and that loop", raw_by_hand),
            Way::shown("duckdb-rs query_map", query_map),
        ],
    )
}

/// Batches from a query.
pub fn batches(bench: &mut Bench, runtime: &Runtime) -> Outcome {
    let (raw, engine) = runtime.block_on(databases(&setup(bench)))?;
    let ours = || {
        timed(|| {
            runtime.block_on(async {
                let mut batches = engine.stream_batches(statement()).await?;
                let mut rows = 0;
                while let Some(batch) = batches.try_next().await? {
                    rows += batch.num_rows();
                }
                Ok(rows)
            })
        })
    };
    let streamed = || {
        timed(|| {
            let mut prepared = raw.prepare(SQL)?;
            Ok(prepared.stream_arrow([])?.map(|batch| batch.num_rows()).sum::<usize>())
        })
    };
    bench.compare(
        "1 M rows × 8: streamed as batches",
        25,
        ours,
        vec![Way::bound("duckdb-rs stream_arrow", 1.05, streamed)],
    )
}
