//! Twenty million rows go by. Bound: 300 MB of memory, whatever their number.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::time::Instant;

use aludel_engine::{ConnectOptions, Driver, EngineUrl};
use aludel_query::{Effect, Prepared};
use futures_util::TryStreamExt;
use tokio::runtime::Runtime;

const ROWS: usize = 20_000_000;

fn main() {
    Runtime::new().unwrap().block_on(read());
}

async fn read() {
    let url = aludel_questdb_host::HOST.url_for_tests().unwrap();
    let options = ConnectOptions::new(EngineUrl::parse(url).unwrap());
    let mut connection = aludel_questdb_pg::driver().open(&options).await.unwrap().connect().await.unwrap();
    let sql = format!("SELECT x, x / 3.0 AS ratio, rnd_varchar('a', 'bc', 'def') AS name FROM long_sequence({ROWS})");
    let begun = Instant::now();
    let statement = Prepared::new("questdb", sql, Vec::new(), Effect::Read);
    let mut batches = connection.query(&statement).await.unwrap().batches;
    let mut rows = 0;
    while let Some(batch) = batches.try_next().await.unwrap() {
        rows += batch.num_rows();
    }
    assert_eq!(rows, ROWS);
    let most = peak_memory() >> 10;
    println!("{rows} rows in {:.1} s; at most {most} MB of memory", begun.elapsed().as_secs_f64());
    assert!(most < 300, "no more than 300 MB");
}

/// The most memory that this process ever had, in KiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
