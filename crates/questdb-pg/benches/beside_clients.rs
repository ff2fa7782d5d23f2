//! What a connection costs beside the bare clients, on the same server: `sqlx` for a point query and for many rows, `questdb-rs`
//! and INSERT for bulk inserts.
//!
//! Bounds: a point query and a fetch at most 1.1 times bare `sqlx`; bulk insert at most 1.15 times bare `questdb-rs` and at
//! least 20 times as fast as INSERT with many rows. `QUESTDB_BENCH_ROWS` says how many rows are fetched and inserted.

#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel_dialect::Parameter;
use aludel_engine::{ConnectOptions, Connection, Driver, EngineUrl, FromRow, InsertTarget, decode_batch};
use aludel_query::{Effect, Prepared};
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use futures_util::{StreamExt, TryStreamExt, stream};
use questdb::ingress::{Protocol, SenderBuilder, TimestampMicros};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{ConnectOptions as _, Row as _};
use tokio::runtime::Runtime;

const POINTS: usize = 1_000;
const BATCH: usize = 50_000;
/// How often each way fetches, in turns.
const TURNS: usize = 5;

type Ours = Box<dyn Connection>;

struct Tick {
    ts: chrono::NaiveDateTime,
    symbol: String,
    price: f64,
    size: i64,
}

fn main() {
    let rows = std::env::var("QUESTDB_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok());
    Runtime::new().unwrap().block_on(compare(rows.unwrap_or(1_000_000)));
}

async fn open(url: &str, settings: &str) -> Ours {
    let url = EngineUrl::parse(&format!("{url}?{settings}")).unwrap();
    aludel_questdb_pg::driver().open(&ConnectOptions::new(url)).await.unwrap().connect().await.unwrap()
}

async fn run(connection: &mut Ours, sql: &str) {
    connection.execute(&Prepared::new("questdb", sql, Vec::new(), Effect::Unknown)).await.unwrap();
}

async fn compare(rows: usize) {
    let url = aludel_questdb_host::HOST.url_for_tests().unwrap();
    let parsed = EngineUrl::parse(url).unwrap();
    let bare = PgConnectOptions::new_without_pgpass()
        .host(parsed.host().unwrap())
        .port(parsed.port().unwrap())
        .username("admin")
        .password("quest")
        .database("qdb")
        .ssl_mode(PgSslMode::Disable);
    let mut bare = bare.connect().await.unwrap();
    let asked = "SELECT value FROM (SHOW PARAMETERS) WHERE property_path = 'http.bind.to'";
    let http: String = sqlx::query(asked).fetch_one(&mut bare).await.unwrap().get(0);
    let (mut inserts, mut lines) = (open(url, "").await, open(url, &format!("ilp={http}")).await);

    let names = ["bench_inserts", "bench_lines", "bench_client"];
    for name in names {
        run(&mut inserts, &format!("DROP TABLE IF EXISTS {name}")).await;
        let columns = "ts TIMESTAMP, symbol SYMBOL, price DOUBLE, size LONG";
        run(&mut inserts, &format!("CREATE TABLE {name} ({columns}) TIMESTAMP(ts) PARTITION BY DAY WAL")).await;
    }
    let by_insert = insert(&mut inserts, names[0], rows / 10).await * 10;
    let by_lines = insert(&mut lines, names[1], rows).await;
    let by_client = client(&http, names[2], rows).await;
    println!(
        "{rows} rows inserted: INSERT {by_insert:.1?} (ten times a tenth), ours by lines {by_lines:.1?} = {:.1} x as fast; bare \
         questdb-rs {by_client:.1?}, of which ours is {:.2} x",
        by_insert.as_secs_f64() / by_lines.as_secs_f64(),
        by_lines.as_secs_f64() / by_client.as_secs_f64()
    );
    for name in names {
        inserts.settled(&[name.to_owned()], Duration::from_secs(120)).await.unwrap();
    }
    points(&mut inserts, &mut bare, rows).await;
    fetches(&mut inserts, &mut bare).await;
}

fn tick(number: usize) -> (i64, &'static str, f64, i64) {
    let number = i64::try_from(number).unwrap();
    let symbol = ["ADA", "BTC", "ETH", "SOL"][usize::try_from(number % 4).unwrap()];
    (1_709_510_400_000_000 + number * 1_000, symbol, number as f64 / 4.0, number)
}

fn batch(from: usize, to: usize) -> RecordBatch {
    let ticks = || (from..to).map(tick);
    let columns: [(&str, ArrayRef); 4] = [
        ("ts", Arc::new(TimestampMicrosecondArray::from_iter_values(ticks().map(|tick| tick.0)))),
        ("symbol", Arc::new(StringArray::from_iter_values(ticks().map(|tick| tick.1)))),
        ("price", Arc::new(Float64Array::from_iter_values(ticks().map(|tick| tick.2)))),
        ("size", Arc::new(Int64Array::from_iter_values(ticks().map(|tick| tick.3)))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

async fn insert(connection: &mut Ours, name: &str, rows: usize) -> Duration {
    let columns = ["ts", "symbol", "price", "size"].map(str::to_owned).to_vec();
    let target = InsertTarget::new(vec![name.to_owned()], columns);
    let batches: Vec<_> = (0..rows).step_by(BATCH).map(|from| Ok(batch(from, rows.min(from + BATCH)))).collect();
    let begun = Instant::now();
    assert_eq!(connection.insert(&target, stream::iter(batches).boxed()).await.unwrap(), rows as u64);
    begun.elapsed()
}

async fn client(http: &str, name: &'static str, rows: usize) -> Duration {
    let (host, port) = http.rsplit_once(':').unwrap();
    let (host, port) = (host.to_owned(), port.to_owned());
    let work = move || {
        let mut sender =
            SenderBuilder::new(Protocol::Http, host, port).max_buf_size(usize::MAX).unwrap().build().unwrap();
        let begun = Instant::now();
        let mut buffer = sender.new_buffer();
        for number in 0..rows {
            let (ts, symbol, price, size) = tick(number);
            buffer.table(name).unwrap().symbol("symbol", symbol).unwrap();
            buffer.column_f64("price", price).unwrap().column_i64("size", size).unwrap();
            buffer.at(TimestampMicros::new(ts)).unwrap();
            if buffer.len() >= 16 << 20 {
                sender.flush(&mut buffer).unwrap();
            }
        }
        sender.flush(&mut buffer).unwrap();
        begun.elapsed()
    };
    tokio::task::spawn_blocking(work).await.unwrap()
}

async fn points(ours: &mut Ours, bare: &mut PgConnection, rows: usize) {
    let sql = "SELECT symbol, price, size FROM bench_client WHERE ts = $1";
    let mut times = [const { Vec::new() }; 2];
    for turn in 0..POINTS + 100 {
        let (at, _, _, size) = tick(turn * 7_919 % rows);
        let at = chrono::DateTime::from_timestamp_micros(at).unwrap().naive_utc();
        for way in [turn % 2, 1 - turn % 2] {
            let begun = Instant::now();
            let found: i64 = if way == 0 {
                let row = sqlx::query(sql).bind(at).fetch_one(&mut *bare).await.unwrap();
                let _: (String, f64) = (row.get(0), row.get(1));
                row.get(2)
            } else {
                let statement = Prepared::new("questdb", sql, vec![Parameter::new(at)], Effect::Read);
                fetch::<(String, f64, i64)>(ours, &statement).await.remove(0).2
            };
            assert_eq!(found, size);
            if turn >= 100 {
                times[way].push(begun.elapsed());
            }
        }
    }
    tell("a point query", times);
}

async fn fetches(ours: &mut Ours, bare: &mut PgConnection) {
    let sql = "SELECT ts, symbol, price, size FROM bench_client";
    let mut times = [const { Vec::new() }; 2];
    for turn in 0..TURNS * 2 {
        let begun = Instant::now();
        let sum: i64 = if turn % 2 == 0 {
            let mut rows = sqlx::query(sql).fetch(&mut *bare);
            let mut ticks = Vec::new();
            while let Some(row) = rows.try_next().await.unwrap() {
                ticks.push(Tick { ts: row.get(0), symbol: row.get(1), price: row.get(2), size: row.get(3) });
            }
            sum(&ticks)
        } else {
            let statement = Prepared::new("questdb", sql, Vec::new(), Effect::Read);
            let rows = fetch::<(chrono::NaiveDateTime, String, f64, i64)>(ours, &statement).await;
            let ticks = rows.into_iter().map(|(ts, symbol, price, size)| Tick { ts, symbol, price, size });
            let ticks: Vec<Tick> = ticks.collect();
            sum(&ticks)
        };
        assert!(sum > 0);
        times[turn % 2].push(begun.elapsed());
    }
    tell("all rows as structs", times);
}

/// So that all of them are made.
fn sum(ticks: &[Tick]) -> i64 {
    std::hint::black_box(ticks.iter().map(|tick| (tick.ts, &tick.symbol, tick.price))).count();
    ticks.iter().map(|tick| tick.size).sum()
}

async fn fetch<T: FromRow>(ours: &mut Ours, statement: &Prepared) -> Vec<T> {
    let mut results = ours.query(statement).await.unwrap();
    let mut rows = Vec::new();
    while let Some(batch) = results.batches.try_next().await.unwrap() {
        decode_batch(&batch, rows.len() as u64, &mut rows).unwrap();
    }
    rows
}

/// The median of bare `sqlx` and of ours.
fn tell(what: &str, mut times: [Vec<Duration>; 2]) {
    let [bare, ours] = times.each_mut().map(|times| {
        times.sort_unstable();
        times[times.len() / 2]
    });
    println!("{what}: sqlx {bare:.1?}, ours {ours:.1?} = {:.2} x", ours.as_secs_f64() / bare.as_secs_f64());
}
