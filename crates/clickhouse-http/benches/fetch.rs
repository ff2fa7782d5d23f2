//! A million rows of eight columns, beside the official client's two ways to read them, from the same server.
//!
//! Bounds: at most 1.1 times its typed `RowBinary` fetch, at most 1.0 times its own decoding of `Native`.

#![allow(clippy::unwrap_used, missing_docs)]

use std::time::Instant;

use aludel_clickhouse_host::HOST;
use aludel_clickhouse_http::{DIALECT, Server};
use aludel_engine::{ConnectOptions, Connection, EngineUrl};
use aludel_query::{Effect, Prepared};
use clickhouse::{Client, Compression, Row};
use futures_util::TryStreamExt;
use serde::Deserialize;
use tokio::runtime::Runtime;

const ROWS: usize = 1_000_000;
const SQL: &str = "SELECT id, amount, name, ratio, day, at, small, maybe FROM aludel_bench_fetch";

#[derive(Row, Deserialize)]
#[allow(dead_code)]
struct Record {
    id: u64,
    amount: i64,
    name: String,
    ratio: f64,
    day: u16,
    at: u32,
    small: i32,
    maybe: Option<i64>,
}

/// Each way once, one after the other, so many times; the median of each.
const ROUNDS: usize = 9;

fn main() {
    let runtime = Runtime::new().unwrap();
    for compression in [Compression::None, Compression::Lz4] {
        runtime.block_on(compare(compression));
    }
}

async fn compare(compression: Compression) {
    let http = HOST.url_for_tests().unwrap();
    let client = Client::default().with_url(http).with_compression(compression);
    fill(&client).await;
    let lz4 = compression == Compression::Lz4;
    let url = format!("{}?compression={lz4}", http.replacen("http://", "clickhouse://", 1));
    let server = Server::open(&ConnectOptions::new(EngineUrl::parse(&url).unwrap())).await.unwrap();
    let statement = Prepared::new(DIALECT, SQL, Vec::new(), Effect::Read);
    let mut times = [const { Vec::new() }; 3];
    for round in 0..=ROUNDS {
        let begun = Instant::now();
        let rows = client.query(SQL).fetch_all::<Record>().await.unwrap();
        let typed = begun.elapsed();
        assert_eq!(rows.len(), ROWS);
        let begun = Instant::now();
        let mut cursor = client.query(SQL).fetch_native().unwrap();
        let mut count = 0;
        while let Some(block) = cursor.next().await.unwrap() {
            count += block.num_rows();
        }
        let native = begun.elapsed();
        assert_eq!(count, ROWS);
        let begun = Instant::now();
        let results = server.connect().query(&statement).await.unwrap();
        let batches: Vec<_> = results.batches.try_collect().await.unwrap();
        let ours = begun.elapsed();
        assert_eq!(batches.iter().map(arrow_array::RecordBatch::num_rows).sum::<usize>(), ROWS);
        // The first warms up.
        if round > 0 {
            for (times, time) in times.iter_mut().zip([typed, native, ours]) {
                times.push(time);
            }
        }
    }
    let [typed, native, ours] = times.map(|mut times| {
        times.sort_unstable();
        times[ROUNDS / 2].as_secs_f64() * 1e3
    });
    println!(
        "compression {compression:?}: official typed {typed:.0} ms, official native blocks (never compressed) {native:.0} ms, \
         ours as Arrow {ours:.0} ms = {:.2} x typed, {:.2} x native",
        ours / typed,
        ours / native
    );
}

async fn fill(client: &Client) {
    client.query("DROP TABLE IF EXISTS aludel_bench_fetch").execute().await.unwrap();
    let create = format!(
        "CREATE TABLE aludel_bench_fetch ENGINE = Memory AS SELECT number AS id, toInt64(number * 7) AS amount, \
         concat('customer ', toString(number % 5000)) AS name, number / 3 AS ratio, toDate(number % 20000) AS day, \
         toDateTime(number) AS at, toInt32(number % 1000) AS small, if(number % 7 = 0, NULL, toInt64(number)) AS maybe \
         FROM numbers({ROWS})"
    );
    client.query(&create).execute().await.unwrap();
}
