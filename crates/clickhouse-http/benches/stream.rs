//! Fifty million rows go by. Bound: 300 MB of memory, whatever their number.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::time::Instant;

use aludel_clickhouse_host::HOST;
use aludel_clickhouse_http::{DIALECT, Server};
use aludel_engine::{ConnectOptions, Connection, EngineUrl};
use aludel_query::{Effect, Prepared};
use futures_util::TryStreamExt;
use tokio::runtime::Runtime;

const ROWS: usize = 50_000_000;

fn main() {
    Runtime::new().unwrap().block_on(read());
}

async fn read() {
    let url = HOST.url_for_tests().unwrap().replacen("http://", "clickhouse://", 1);
    let server = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap();
    let sql = format!("SELECT number, number / 3 AS ratio, toString(number % 5000) AS name FROM numbers({ROWS})");
    let statement = Prepared::new(DIALECT, sql, Vec::new(), Effect::Read);
    let begun = Instant::now();
    let mut batches = server.connect().query(&statement).await.unwrap().batches;
    let (mut rows, mut bytes) = (0, 0);
    while let Some(batch) = batches.try_next().await.unwrap() {
        rows += batch.num_rows();
        bytes += batch.get_array_memory_size();
    }
    assert_eq!(rows, ROWS);
    println!(
        "{rows} rows, {} MB, in {:.1} s; at most {} MB of memory",
        bytes >> 20,
        begun.elapsed().as_secs_f64(),
        peak_memory() >> 10
    );
    assert!(peak_memory() < 300 << 10, "no more than 300 MB");
}

/// The most memory that this process ever had, in KiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
