//! Inserting a million structs.

use aludel::text;
use tokio::runtime::Runtime;

use crate::Outcome;
use crate::harness::{Bench, Way, databases, timed};
use crate::reading::{COLUMNS, Reading, build_by_hand, query};

const ROWS: u32 = 1_000_000;

/// Rows in a batch that is built by hand.
const BATCH: usize = 65_536;

pub fn measure(bench: &mut Bench, runtime: &Runtime) -> Outcome {
    let empty = format!("CREATE OR REPLACE TABLE inserted({COLUMNS})");
    let (raw, engine) = runtime.block_on(databases(&empty))?;
    let readings: Vec<Reading> = runtime.block_on(async { engine.fetch_all(text(query(bench.scaled(ROWS)))).await })?;
    let expected = readings.len() as u64;

    let borrowed = || {
        runtime.block_on(async { engine.execute(text(empty.clone())).await })?;
        timed(|| {
            let inserted = runtime.block_on(async { engine.insert(&readings).await })?;
            assert_eq!(inserted, expected);
            Ok(())
        })
    };
    let owned = || {
        runtime.block_on(async { engine.execute(text(empty.clone())).await })?;
        let readings = readings.clone();
        timed(|| {
            let inserted = runtime.block_on(async { engine.insert(readings).await })?;
            assert_eq!(inserted, expected);
            Ok(())
        })
    };
    let by_hand = || {
        raw.execute_batch(&empty)?;
        timed(|| {
            let mut appender = raw.appender("inserted")?;
            for readings in readings.chunks(BATCH) {
                appender.append_record_batch(build_by_hand(readings)?)?;
            }
            appender.flush()?;
            Ok(())
        })
    };
    bench.compare(
        "insert 1 M structs, by reference",
        11,
        borrowed,
        vec![Way::bound("duckdb-rs appender, batches by hand", 1.2, by_hand)],
    )?;
    bench.compare(
        "insert 1 M structs, handed over",
        11,
        owned,
        vec![Way::bound("duckdb-rs appender, batches by hand", 1.2, by_hand)],
    )
}
