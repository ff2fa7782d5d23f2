use super::*;
use crate::worker::*;
use futures_util::StreamExt;
use std::time::{Duration, Instant};
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn race() {
    let db = Database::open(":memory:", &Config::new().unwrap()).unwrap();
    let mut w = Worker::connect(db).await.unwrap();
    let t = Instant::now();
    let (mut cancelled, mut done) = (0, 0);
    for i in 0..10_000u64 {
        let f = w.call(|s| s.execute("select sum(i) from range(200000) t(i)", &[]));
        let f = Box::pin(f);
        match tokio::time::timeout(Duration::from_micros(i * 37 % 1500), f).await { Ok(r) => { r.unwrap(); done += 1 } Err(_) => cancelled += 1 }
        // no settle: the next command must not be hit
        if i % 2 == 0 { w.settle().await.unwrap(); }
        let (_, rows) = w.query(|s, read| read(s.run("select 1", &[])?)).await.unwrap();
        let n: Vec<_> = rows.collect().await;
        assert!(n.iter().all(|r| r.is_ok()), "{n:?}");
    }
    println!("cancelled {cancelled} done {done} in {:?}", t.elapsed());
}
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn point() {
    let db = Database::open(":memory:", &Config::new().unwrap()).unwrap();
    let mut w = Worker::connect(db.clone()).await.unwrap();
    w.call(|s| s.execute("create table p(id bigint primary key, name varchar, v double); insert into p select i, 'name'||i, i*0.5 from range(100000) t(i)", &[])).await.unwrap();
    for _ in 0..3 {
    let t = Instant::now();
    for i in 0..5000i64 {
        let p = vec![aludel_dialect::Parameter::new(i)];
        let (_, rows) = w.query(move |s, read| read(s.run("select name, v from p where id = $1", &p)?)).await.unwrap();
        let n: Vec<_> = rows.collect().await; assert_eq!(n.len(), 1);
    }
    println!("worker query: {:?} each", t.elapsed() / 5000);
    let mut s = Session::open(&db).unwrap();
    let t = Instant::now();
    for i in 0..5000i64 { let mut c = s.run("select name, v from p where id = $1", &[aludel_dialect::Parameter::new(i)]).unwrap(); while let Some(_) = c.next_batch().unwrap() {} }
    println!("session direct: {:?} each", t.elapsed() / 5000);
    let t = Instant::now();
    for i in 0..5000i64 { w.call(move |_| Ok(i)).await.unwrap(); }
    println!("hop: {:?} each", t.elapsed() / 5000);
    }
    let raw = duckdb::Connection::open_in_memory().unwrap();
    raw.execute_batch("create table p(id bigint primary key, name varchar, v double); insert into p select i, 'name'||i, i*0.5 from range(100000) t(i)").unwrap();
    let mut st = raw.prepare("select name, v from p where id = $1").unwrap();
    let t = Instant::now();
    for i in 0..5000i64 { let n = st.query_arrow([i]).unwrap().count(); assert_eq!(n, 1); }
    println!("raw query_arrow: {:?} each", t.elapsed() / 5000);
    let t = Instant::now();
    for i in 0..5000i64 { let _: (String, f64) = st.query_row([i], |r| Ok((r.get(0)?, r.get(1)?))).unwrap(); }
    println!("raw query_row: {:?} each", t.elapsed() / 5000);
}
const MIXED: &str = "select i::int a, i b, i*0.5 c, 'name' || i d, (i % 2 = 0) e, date '2020-01-01' + (i % 1000)::int f, (i::decimal(18,2)) g, case when i % 3 = 0 then null else timestamp '2020-01-01' + interval (i) second end h from range(1000000) t(i)";
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn stream() {
    let db = Database::open(":memory:", &Config::new().unwrap()).unwrap();
    let mut w = Worker::connect(db.clone()).await.unwrap();
    w.call(|s| s.execute(&format!("create table m as {MIXED}"), &[])).await.unwrap();
    let raw = duckdb::Connection::open_in_memory().unwrap();
    raw.execute_batch(&format!("create table m as {MIXED}")).unwrap();
    let mut batches = vec![];
    for _ in 0..4 {
        let t = Instant::now();
        let (_, mut rows) = w.query(|s, read| read(s.run("select * from m", &[])?)).await.unwrap();
        let mut n = 0; batches.clear();
        while let Some(b) = rows.next().await { let b = b.unwrap(); n += b.num_rows(); batches.push(b) }
        println!("worker stream {n}: {:?}", t.elapsed());
        let t = Instant::now();
        let mut st = raw.prepare("select * from m").unwrap();
        let t2 = Instant::now();
        let n: usize = st.stream_arrow([]).unwrap().map(|b| b.num_rows()).sum();
        println!("raw stream_arrow {n}: {:?} (with prep {:?})", t2.elapsed(), t.elapsed());
    }
    for _ in 0..3 {
        w.call(|s| s.execute("create or replace table n as from m limit 0", &[])).await.unwrap();
        let src = batches.clone();
        let t = Instant::now();
        let n = w.insert(vec!["n".into()], vec![], futures_util::stream::iter(src.into_iter().map(Ok::<_, ()>))).await.unwrap().unwrap();
        println!("insert {n}: {:?}", t.elapsed());
         {
        raw.execute_batch("create or replace table n as from m limit 0").unwrap();
        let src = batches.clone();
        let t = Instant::now();
        let mut a = raw.appender("n").unwrap();
        for b in src { a.append_record_batch(b).unwrap(); }
        a.flush().unwrap(); drop(a);
        println!("raw insert: {:?}", t.elapsed());
        }
    }
}
