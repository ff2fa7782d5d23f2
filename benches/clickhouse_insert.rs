//! A million structs into ClickHouse, beside the official client's `insert` of the same structs, on the same server.
//!
//! Bound: at most 1.1 times as long.

#![allow(clippy::unwrap_used, missing_docs)]

use std::time::{Duration, Instant};

use aludel::clickhouse::ClickHouse;
use aludel::{Engine, Record, text};
use aludel_clickhouse_host::HOST;
use clickhouse::{Client, Row};
use serde::Serialize;
use tokio::runtime::Runtime;

const ROWS: u32 = 1_000_000;
/// Each way once, one after the other, so many times; the median of each.
const ROUNDS: usize = 9;
const COLUMNS: &str = "id UInt64, amount Int64, name String, ratio Float64, small Int32, maybe Nullable(Int64)";

#[derive(Record, Row, Serialize)]
#[record(table = "aludel_bench_insert")]
struct Order {
    id: u64,
    amount: i64,
    name: String,
    ratio: f64,
    small: i32,
    maybe: Option<i64>,
}

fn main() {
    Runtime::new().unwrap().block_on(compare());
}

async fn compare() {
    let http = HOST.url_for_tests().unwrap();
    let client = Client::default().with_url(http);
    let url = http.replacen("http://", "clickhouse://", 1);
    let orders: Vec<Order> = (0..ROWS).map(order).collect();
    for (compression, setting) in [(clickhouse::Compression::None, "false"), (clickhouse::Compression::Lz4, "lz4")] {
        let client = client.clone().with_compression(compression);
        let ours = aludel::clickhouse::connect(&format!("{url}?compression={setting}")).await.unwrap();
        let mut times = [const { Vec::new() }; 2];
        for round in 0..=ROUNDS {
            let in_turn = [round % 2, 1 - round % 2];
            for way in in_turn {
                empty(&ours).await;
                let begun = Instant::now();
                match way {
                    0 => by_the_client(&client, &orders).await,
                    _ => assert_eq!(ours.insert(&orders).await.unwrap(), u64::from(ROWS)),
                }
                let time = begun.elapsed();
                assert_eq!(count(&ours).await, u64::from(ROWS));
                // The first warms up.
                if round > 0 {
                    times[way].push(time);
                }
            }
        }
        let [client, ours] = times.map(median);
        println!(
            "insert 1 M structs, compression {setting}: official insert {client:.1?}, ours {ours:.1?} = {:.2} x",
            ours.as_secs_f64() / client.as_secs_f64()
        );
    }
}

fn order(number: u32) -> Order {
    Order {
        id: number.into(),
        amount: i64::from(number) * 7,
        name: format!("customer {}", number % 5_000),
        ratio: f64::from(number) / 3.0,
        small: i32::try_from(number % 1_000).unwrap(),
        maybe: (!number.is_multiple_of(7)).then(|| number.into()),
    }
}

async fn by_the_client(client: &Client, orders: &[Order]) {
    let mut insert = client.insert::<Order>("aludel_bench_insert").await.unwrap();
    for order in orders {
        insert.write(order).await.unwrap();
    }
    insert.end().await.unwrap();
}

async fn empty(engine: &Engine<ClickHouse>) {
    engine.execute(text("DROP TABLE IF EXISTS aludel_bench_insert")).await.unwrap();
    engine.execute(text(format!("CREATE TABLE aludel_bench_insert ({COLUMNS}) ENGINE = Memory"))).await.unwrap();
}

async fn count(engine: &Engine<ClickHouse>) -> u64 {
    engine.fetch_one(text("SELECT count() FROM aludel_bench_insert")).await.unwrap()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
