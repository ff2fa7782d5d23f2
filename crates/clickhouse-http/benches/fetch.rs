//! A million rows of eight columns, beside the official client's two ways to read them, from the same server.
//!
//! Bounds: at most 1.1 times its typed `RowBinary` fetch, at most 1.0 times its own decoding of `Native`.

#![allow(clippy::unwrap_used, missing_docs)]

use aludel_clickhouse_host::url_for_tests;
use aludel_clickhouse_http::{DIALECT, Server};
use aludel_engine::{ConnectOptions, Connection, EngineUrl};
use aludel_query::{Effect, Prepared};
use clickhouse::{Client, Compression, Row};
use criterion::{Criterion, criterion_group, criterion_main};
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

fn fetch(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let http = url_for_tests().unwrap();
    let client = |compression| Client::default().with_url(http).with_compression(compression);
    runtime.block_on(async {
        let client = client(Compression::None);
        client.query("DROP TABLE IF EXISTS aludel_bench_fetch").execute().await.unwrap();
        let create = format!(
            "CREATE TABLE aludel_bench_fetch ENGINE = Memory AS SELECT number AS id, toInt64(number * 7) AS amount, \
             concat('customer ', toString(number % 5000)) AS name, number / 3 AS ratio, toDate(number % 20000) AS day, \
             toDateTime(number) AS at, toInt32(number % 1000) AS small, if(number % 7 = 0, NULL, toInt64(number)) AS maybe \
             FROM numbers({ROWS})"
        );
        client.query(&create).execute().await.unwrap();
    });
    let mut group = criterion.benchmark_group("fetch");
    group.sample_size(10);
    for (name, compression) in [("plain", Compression::None), ("lz4", Compression::Lz4)] {
        let client = client(compression);
        group.bench_function(format!("official typed, {name}"), |bencher| {
            bencher.to_async(&runtime).iter(|| async {
                let rows = client.query(SQL).fetch_all::<Record>().await.unwrap();
                assert_eq!(rows.len(), ROWS);
            });
        });
        if compression == Compression::None {
            group.bench_function("official native blocks, plain", |bencher| {
                bencher.to_async(&runtime).iter(|| async {
                    let mut cursor = client.query(SQL).fetch_native().unwrap();
                    let mut rows = 0;
                    while let Some(block) = cursor.next().await.unwrap() {
                        rows += block.num_rows();
                    }
                    assert_eq!(rows, ROWS);
                });
            });
        }
        let compression = if name == "lz4" { "lz4" } else { "false" };
        let url = format!("{}?compression={compression}", http.replacen("http://", "clickhouse://", 1));
        let options = ConnectOptions::new(EngineUrl::parse(&url).unwrap());
        let server = runtime.block_on(Server::open(&options)).unwrap();
        let statement = Prepared::new(DIALECT, SQL, Vec::new(), Effect::Read);
        group.bench_function(format!("ours as Arrow, {name}"), |bencher| {
            bencher.to_async(&runtime).iter(|| async {
                let results = server.connect().query(&statement).await.unwrap();
                let batches: Vec<_> = results.batches.try_collect().await.unwrap();
                assert_eq!(batches.iter().map(arrow_array::RecordBatch::num_rows).sum::<usize>(), ROWS);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, fetch);
criterion_main!(benches);
