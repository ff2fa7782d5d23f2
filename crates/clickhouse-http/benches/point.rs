//! A thousand rows, each by its key, beside the official client, on the same server.
//!
//! Bound: at most 1.1 times the official client with its parameter sent as the server's own (`{id:UInt64}`).

#![allow(clippy::unwrap_used, missing_docs)]

use std::time::Instant;

use aludel_clickhouse_host::HOST;
use aludel_clickhouse_http::{ClickHouseConnection, DIALECT, Server};
use aludel_dialect::Parameter;
use aludel_engine::{ConnectOptions, Connection, EngineUrl, Rows};
use aludel_query::{Effect, Prepared};
use clickhouse::{Client, Row};
use futures_util::TryStreamExt;
use serde::Deserialize;
use tokio::runtime::Runtime;

const QUERIES: usize = 1_000;
const WARM_UP: usize = 100;
const ROWS: u64 = 100_000;

#[derive(Row, Deserialize)]
struct Record {
    id: u64,
    #[allow(dead_code)]
    name: String,
    #[allow(dead_code)]
    ratio: f64,
}

fn main() {
    Runtime::new().unwrap().block_on(compare());
}

async fn compare() {
    let http = HOST.url_for_tests().unwrap();
    let client = Client::default().with_url(http);
    fill(&client).await;
    let url = http.replacen("http://", "clickhouse://", 1);
    let open = async |settings: &str| {
        let url = EngineUrl::parse(&format!("{url}?{settings}")).unwrap();
        Server::open(&ConnectOptions::new(url)).await.unwrap()
    };
    let (with_session, without) = (open("").await, open("autogenerate_session_id=false").await);
    let in_session = client.clone().with_setting("session_id", "point");
    let (mut ours_in_session, mut ours_without) = (with_session.connect(), without.connect());
    let mut times = [const { Vec::new() }; 5];
    // One query of each way after the other, so that what else the machine does hits all of them.
    for (index, id) in (0..WARM_UP + QUERIES).map(|index| (index, index as u64 * 7_919 % ROWS)) {
        for way in (0..times.len()).map(|way| (way + index) % 5) {
            let begun = Instant::now();
            match way {
                0 => official(&client, Ends::Waited, id).await,
                1 => official(&client, Ends::NotWaited, id).await,
                2 => official(&in_session, Ends::Waited, id).await,
                3 => ours(&mut ours_in_session, id).await,
                _ => ours(&mut ours_without, id).await,
            }
            if index >= WARM_UP {
                times[way].push(begun.elapsed());
            }
        }
    }
    for (part, name) in [(4, "a quarter of them within"), (2, "half of them within")] {
        let [waited, not_waited, session, ours, without] = times.each_mut().map(|times| {
            times.sort_unstable();
            times[QUERIES / part].as_secs_f64() * 1e6
        });
        println!(
            "a point query, {name}: official {waited:.0} µs, without waiting for the end {not_waited:.0} µs, in a session \
             {session:.0} µs; ours in a session {ours:.0} µs = {:.2} x, without {without:.0} µs = {:.2} x",
            ours / waited,
            without / waited
        );
    }
}

/// Whether the end of the answer is waited for: an error may stand there, and the session is held until then.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    Waited,
    NotWaited,
}

async fn official(client: &Client, ends: Ends, id: u64) {
    let sql = "SELECT id, name, ratio FROM aludel_bench_point WHERE id = {id:UInt64}";
    let query = client.query(sql).param("id", id);
    let record: Record = match ends {
        Ends::Waited => query.fetch_all().await.unwrap().remove(0),
        Ends::NotWaited => query.fetch_one().await.unwrap(),
    };
    assert_eq!(record.id, id);
}

async fn ours(connection: &mut ClickHouseConnection, id: u64) {
    let sql = "SELECT id, name, ratio FROM aludel_bench_point WHERE id = {p1:UInt64}";
    let statement = Prepared::new(DIALECT, sql, vec![Parameter::new(id)], Effect::Read);
    let results = connection.query(&statement).await.unwrap();
    let rows = Rows::new(results.schema, results.batches.try_collect().await.unwrap());
    let row = rows.iter().next().unwrap();
    assert_eq!(row.get::<u64>(0).unwrap(), id);
    assert!(row.get::<String>(1).is_ok() && row.get::<f64>(2).is_ok());
}

async fn fill(client: &Client) {
    client.query("DROP TABLE IF EXISTS aludel_bench_point").execute().await.unwrap();
    let create = format!(
        "CREATE TABLE aludel_bench_point ENGINE = MergeTree ORDER BY id AS SELECT number AS id, \
         concat('customer ', toString(number)) AS name, number / 3 AS ratio FROM numbers({ROWS})"
    );
    client.query(&create).execute().await.unwrap();
}
