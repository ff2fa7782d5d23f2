//! One row by its primary key, over a pool that is warm.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use aludel::prelude::*;
use duckdb::Connection;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::Outcome;
use crate::harness::{Bench, Way, databases, timed};
use crate::reading::{COLUMNS, Reading, query, read_row};

const ROWS: u32 = 100_000;

/// Queries in a round.
const QUERIES: u32 = 2_000;

const SQL: &str = "SELECT id, sensor, value, price, kind, note, day, taken FROM keyed WHERE id = $1";

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// A connection on a thread of its own, which takes work from a channel: what it takes to call DuckDB from async code.
struct Hop(mpsc::Sender<Job>);

impl Hop {
    fn new(connection: Connection) -> Self {
        let (sender, work) = mpsc::channel::<Job>();
        thread::spawn(move || work.iter().for_each(|work| work(&connection)));
        Hop(sender)
    }

    async fn call<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> T + Send + 'static) -> Outcome<T> {
        let (reply, answer) = oneshot::channel();
        let work = Box::new(move |connection: &Connection| drop(reply.send(work(connection))));
        self.0.send(work).map_err(|_| "the thread has ended")?;
        Ok(answer.await?)
    }
}

fn by_key(connection: &Connection, id: i64) -> duckdb::Result<Reading> {
    connection.prepare_cached(SQL)?.query_row([id], read_row)
}

/// On one thread of DuckDB, where a query takes least and what is around it counts most; and on all, as DuckDB is set up.
pub fn measure(bench: &mut Bench, runtime: &Runtime) -> Outcome {
    compare(bench, runtime, ["point query, one thread of DuckDB", "the same, built each time"], "SET threads = 1;")?;
    compare(bench, runtime, ["point query, DuckDB as it is set up", "the same, built each time"], "")
}

fn compare(bench: &mut Bench, runtime: &Runtime, works: [&'static str; 2], set: &str) -> Outcome {
    let rows = query(ROWS);
    let setup = format!("{set} CREATE TABLE keyed({COLUMNS}, PRIMARY KEY (id)); INSERT INTO keyed {rows}");
    let (raw, engine) = runtime.block_on(databases(&setup))?;
    let hop = Hop::new(raw.try_clone()?);
    let queries = bench.scaled(QUERIES);
    // Keys all over the table.
    let ids = || (0..queries).map(|index| i64::from(index * 7_919 % ROWS));

    let keyed = Table::new("keyed");
    let columns = ["id", "sensor", "value", "price", "kind", "note", "day", "taken"];
    let statement =
        |id: Expr<_>| select(columns.map(|name| keyed.col(name))).from(&keyed).filter(keyed.col("id").eq(id));
    let prepared = engine.prepare(statement(bindparam("id")))?;
    let ours = || {
        each(queries, || {
            runtime.block_on(async {
                for id in ids() {
                    let reading: Reading = engine.fetch_one(prepared.with(params! { id: id })?).await?;
                    assert_eq!(reading.id, id);
                }
                Ok(())
            })
        })
    };
    let built = || {
        each(queries, || {
            runtime.block_on(async {
                for id in ids() {
                    let reading: Reading = engine.fetch_one(statement(literal(id))).await?;
                    assert_eq!(reading.id, id);
                }
                Ok(())
            })
        })
    };
    let hopping = || {
        each(queries, || {
            runtime.block_on(async {
                for id in ids() {
                    let reading = hop.call(move |connection| by_key(connection, id)).await??;
                    assert_eq!(reading.id, id);
                }
                Ok(())
            })
        })
    };
    let direct = || {
        each(queries, || {
            for id in ids() {
                assert_eq!(by_key(&raw, id)?.id, id);
            }
            Ok(())
        })
    };
    let ways = vec![
        Way::bound("duckdb-rs prepare_cached behind a hop", 1.3, hopping),
        Way::shown("duckdb-rs prepare_cached, no hop", direct),
    ];
    bench.compare(works[0], 15, ours, ways)?;
    bench.compare(works[1], 15, built, vec![Way::shown("duckdb-rs prepare_cached behind a hop", hopping)])
}

/// How long one of the `queries` takes that `work` runs.
fn each(queries: u32, work: impl FnOnce() -> Outcome) -> Outcome<Duration> {
    Ok(timed(work)? / queries)
}
