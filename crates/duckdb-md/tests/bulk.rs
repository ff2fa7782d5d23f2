//! Rows from memory: Arrow with a rule for conflicts, Arrow as a table of one connection, rows by name; CHECKPOINT.
#[path = "common/mod.rs"]
mod common;
#[path = "files/folder.rs"]
mod folder;

use std::sync::Arc;

use aludel_duckdb_md::*;
use aludel_engine::{Connect, ErrorClass, Registry};
use aludel_query::{Joins, Params, Table, func, params, select, text};
use arrow_array::*;
use common::Tested;
use folder::{Folder, engine};

const USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, age INTEGER DEFAULT 7)";

fn users(ids: &[i32], names: &[Option<&str>]) -> Tested<RecordBatch> {
    let ids: ArrayRef = Arc::new(Int32Array::from(ids.to_vec()));
    let names: ArrayRef = Arc::new(StringArray::from(names.to_vec()));
    Ok(RecordBatch::try_from_iter([("id", ids), ("name", names)])?)
}

#[tokio::test]
async fn conflicts_end_as_it_is_said() -> Tested<()> {
    let table = Table::new("users");
    for (on_conflict, changed, rows) in [
        (OnConflict::Refuse, None, "1:old"),
        (OnConflict::Ignore, Some(1), "1:old,2:new"),
        (OnConflict::Replace, Some(2), "1:new,2:new"),
    ] {
        let engine = engine(&[USERS, "INSERT INTO users VALUES (1, 'old', 50)"]).await?;
        let batch = users(&[1, 2], &[Some("new"), Some("new")])?;
        let done = insert_from_arrow(&table, [batch]).on_conflict(on_conflict).run(&engine).await;
        match changed {
            Some(changed) => assert_eq!(done?, changed, "{on_conflict:?}"),
            None => assert_eq!(done.map_err(|error| error.class()), Err(Some(ErrorClass::Constraint))),
        }
        let found: String =
            engine.fetch_scalar(text("SELECT string_agg(id || ':' || name ORDER BY id) FROM users")).await?;
        assert_eq!(found, rows, "{on_conflict:?}");
        let left: i64 = engine.fetch_scalar(text("SELECT count(*) FROM duckdb_tables() WHERE temporary")).await?;
        assert_eq!(left, 0);
    }
    Ok(())
}

#[tokio::test]
async fn a_conflict_rule_changes_no_value_and_takes_all_rows_or_none() -> Tested<()> {
    let engine = engine(&[USERS]).await?;
    let table = Table::new("users");
    let fractions: ArrayRef = Arc::new(Float64Array::from(vec![1.0, 1.5]));
    let fractions = RecordBatch::try_from_iter([("id", fractions)])?;
    let null = users(&[1, 2], &[Some("a"), None])?;
    for (batch, says) in [(fractions, "without loss"), (null, "NOT NULL")] {
        let insert = insert_from_arrow(&table, [batch]).on_conflict(OnConflict::Ignore);
        let error = insert.run(&engine).await.map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says)), "{error:?}");
    }
    let rows: i64 = engine.fetch_scalar(text("SELECT count(*) FROM users")).await?;
    assert_eq!(rows, 0);
    Ok(())
}

#[tokio::test]
async fn a_value_that_is_too_large_is_refused_by_column() -> Tested<()> {
    let engine = engine(&["CREATE TABLE t (a INTEGER, big INTEGER)"]).await?;
    let fits: ArrayRef = Arc::new(Int32Array::from(vec![1, 2]));
    let large: ArrayRef = Arc::new(Int64Array::from(vec![1, 1 << 40]));
    for columns in [[("a", fits.clone()), ("big", large.clone())], [("big", large), ("a", fits)]] {
        let batch = RecordBatch::try_from_iter(columns)?;
        for on_conflict in [OnConflict::Refuse, OnConflict::Ignore] {
            let insert = insert_from_arrow(&Table::new("t"), [batch.clone()]).on_conflict(on_conflict);
            let error = insert.run(&engine).await.map_err(|error| (error.class(), error.to_string()));
            let named = |(class, words): &(Option<ErrorClass>, String)| {
                *class == Some(ErrorClass::Conversion) && words.contains("\"big\"") && words.contains("INTEGER")
            };
            assert!(error.as_ref().is_err_and(named), "{on_conflict:?}: {error:?}");
        }
    }
    let rows: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t")).await?;
    assert_eq!(rows, 0);
    Ok(())
}

#[tokio::test]
async fn columns_are_named_by_position_if_that_is_said() -> Tested<()> {
    let engine = engine(&[USERS]).await?;
    let (table, session) = (Table::new("users"), engine.connection().await?);
    let insert = |batches: Vec<RecordBatch>| insert_from_arrow(&table, batches).columns(["age", "name"]);
    for (batches, says) in [
        (insert_from_arrow(&table, [users(&[1], &[None])?]).columns(["id"]), "1 columns are named"),
        (insert_from_arrow(&table, [users(&[1], &[None])?]).columns(["id", "ID"]), "named twice"),
        (insert_from_arrow(&table, [users(&[1], &[None])?]).columns(["id", ""]), "empty name"),
        (insert_from_arrow(&table, [users(&[1], &[None])?]).columns(["id", "nosuch"]), "nosuch"),
    ] {
        let error = batches.run(&engine).await.map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says)), "{error:?}");
    }
    assert_eq!(insert(Vec::new()).run(&engine).await?, 0);
    engine.execute(text("ALTER TABLE users ALTER id SET DEFAULT 1")).await?;
    let tx = session.begin().await?;
    assert_eq!(insert(vec![users(&[30], &[Some("x")])?]).on_conflict(OnConflict::Ignore).run(&tx).await?, 1);
    assert_eq!(insert(vec![users(&[31], &[Some("y")])?]).on_conflict(OnConflict::Replace).run(&session).await?, 1);
    tx.commit().await?;
    let found: Vec<(i32, String, i32)> = engine.fetch_all(text("FROM users")).await?;
    assert_eq!(found, [(1, "y".to_owned(), 31)]);
    Ok(())
}

#[tokio::test]
async fn arrow_is_a_table_of_one_connection() -> Tested<()> {
    let engine = engine(&["CREATE TABLE t AS SELECT 2 AS id, 'two' AS word"]).await?;
    let t = engine.inspect().table("t").await?;
    let session = engine.connection().await?;
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let batch = RecordBatch::try_from_iter([("it's \"id\"", ids)])?;
    let mine = register_arrow("mine'; --", [batch.clone()]).run(&session).await?;
    let joined = select([t.col("word")]).from(&t).join(&mine, mine.col("it's \"id\"").eq(t.col("id")));
    let word: String = session.fetch_scalar(&joined).await?;
    assert_eq!(word, "two");
    assert!(session.fetch_batches(text("FROM \"mine'; --\"")).await?[0].column(0) == batch.column(0));
    let twice = register_arrow("mine'; --", [batch.clone()]).run(&session).await.map_err(|error| error.class());
    assert_eq!(twice, Err(Some(ErrorClass::Exists)));
    register_arrow("mine'; --", [batch.slice(0, 1)]).or_replace().run(&session).await?;
    let rows: i64 = session.fetch_scalar(select([func::count_rows()]).from(&mine)).await?;
    assert_eq!(rows, 1);
    let other = engine.connection().await?;
    assert!(other.fetch(&joined).await.is_err());
    drop(session);
    assert!(engine.fetch(&joined).await.is_err(), "the next user of the connection finds the table");
    let none = register_arrow("none", []).run(&other).await.map_err(|error| error.to_string());
    assert!(none.as_ref().is_err_and(|error| error.contains("give a batch")), "{none:?}");
    let none = register_arrow("none", [batch.slice(0, 0)]).run(&other).await?;
    let rows: i64 = other.fetch_scalar(select([func::count_rows()]).from(&none)).await?;
    assert_eq!(rows, 0);
    Ok(())
}

/// DuckDB would cut them, or take them for others.
#[tokio::test]
async fn what_duckdb_would_change_of_arrow_is_refused_by_column() -> Tested<()> {
    let engine = engine(&[]).await?;
    let session = engine.connection().await?;
    let micros = |value: i64| TimestampMicrosecondArray::from(vec![None, Some(value)]);
    let cases: Vec<(ArrayRef, Option<&str>)> = vec![
        (Arc::new(DurationNanosecondArray::from(vec![1])), Some("nanoseconds")),
        (Arc::new(DurationNanosecondArray::from(vec![1_000])), None),
        (Arc::new(DurationSecondArray::from(vec![i64::MAX])), Some("too long")),
        (Arc::new(Date64Array::from(vec![-1])), Some("time of day")),
        (Arc::new(Date64Array::from(vec![-86_400_000])), None),
        (Arc::new(Date32Array::from(vec![i32::MAX])), Some("day")),
        (Arc::new(Time32SecondArray::from(vec![-1])), Some("before 00:00")),
        (Arc::new(Time32SecondArray::from(vec![86_399])), None),
        (Arc::new(Time64MicrosecondArray::from(vec![86_400_000_001])), Some("after 24:00")),
        (Arc::new(micros(i64::MAX)), Some("infinity")),
        (Arc::new(micros(-i64::MAX)), Some("infinity")),
        (Arc::new(micros(i64::MIN)), Some("can't show")),
        (Arc::new(TimestampNanosecondArray::from(vec![i64::MIN])), Some("can't show")),
        (Arc::new(micros(0).with_timezone("Mars/X")), Some("no time zone \"Mars/X\"")),
        (Arc::new(micros(0).with_timezone("Europe/Berlin")), None),
        (Arc::new(micros(0).with_timezone("+02:00")), None),
    ];
    for (array, says) in cases {
        let batch = RecordBatch::try_from_iter([("odd one", array)])?;
        let kind = batch.schema();
        let done = register_arrow("mine", [batch]).run(&session).await;
        let done = done.map(|_| ()).map_err(|error| (error.class(), error.to_string()));
        match says {
            None => {
                assert_eq!(done, Ok(()), "{kind:?}");
                session.execute(text("DROP TABLE mine")).await?;
            }
            Some(says) => {
                let named = |(class, words): &(Option<ErrorClass>, String)| {
                    *class == Some(ErrorClass::Conversion) && words.contains("\"odd one\"") && words.contains(says)
                };
                assert!(done.as_ref().is_err_and(named), "{kind:?}: {done:?}");
                assert!(session.fetch(text("FROM mine")).await.is_err(), "it is registered");
            }
        }
    }
    // DuckDB's own infinity stays one.
    let batches =
        session.fetch_batches(text("SELECT 'infinity'::TIMESTAMP AS moment, '-infinity'::DATE AS day")).await?;
    register_arrow("mine", batches).run(&session).await?;
    let found: String = session.fetch_scalar(text("SELECT moment || ' ' || day FROM mine")).await?;
    assert_eq!(found, "infinity -infinity");
    Ok(())
}

#[tokio::test]
async fn rows_by_name() -> Tested<()> {
    let engine = engine(&[USERS]).await?;
    let table = Table::new("users");
    let rows = || vec![params! { name: "a", id: 1 }, params! { id: 2, name: "b", age: 30 }];
    let refused = copy_from_rows(&table, rows()).run(&engine).await.map_err(|error| error.to_string());
    assert!(refused.as_ref().is_err_and(|error| error.contains("row 0") && error.contains("\"age\"")), "{refused:?}");
    let taken = copy_from_rows(&table, rows()).missing(MissingValues::Null).run(&engine).await?;
    assert_eq!(taken, 2);
    let found: Vec<(i32, String, Option<i32>)> = engine.fetch_all(text("FROM users ORDER BY id")).await?;
    assert_eq!(found, [(1, "a".to_owned(), None), (2, "b".to_owned(), Some(30))]);
    assert_eq!(copy_from_rows(&table, Vec::<Params>::new()).run(&engine).await?, 0);
    for (row, says) in [
        (params! { id: 1.5, name: "x" }, "FLOAT64 can't be bound as INT32"),
        (params! { id: 5_000_000_000_i64, name: "x" }, "5000000000"),
        (params! { nosuch: 1 }, "no column \"nosuch\"; it has id, name, age"),
        (params! { id: 3, name: None::<&str> }, "NOT NULL"),
        (Params::new(), "no values"),
    ] {
        let good = params! { id: 9, name: "good" };
        let rows = if row.get("name").is_some() { vec![good, row] } else { vec![row] };
        let error = copy_from_rows(&table, rows).run(&engine).await.map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says)), "{says}: {error:?}");
    }
    let rows: i64 = engine.fetch_scalar(text("SELECT count(*) FROM users")).await?;
    assert_eq!(rows, 2);
    Ok(())
}

#[tokio::test]
async fn many_rows_of_any_type_go_in_as_they_are() -> Tested<()> {
    let engine =
        engine(&["CREATE TABLE t (a BIGINT, b VARCHAR, c DECIMAL(20, 4), d DATE, l INTEGER[], h HUGEINT)"]).await?;
    let row = |number: i32| {
        let day = (number % 2 == 0).then_some(aludel_dialect::Date { days: number });
        params! { a: number, b: format!("t'{number}"), c: number, d: day, l: vec![number, 1], h: i128::MAX }
    };
    assert_eq!(copy_from_rows(&Table::new("t"), (0..25_000).map(row)).run(&engine).await?, 25_000);
    let good = "b = 't''' || a AND c = a AND l = [a, 1] AND h = 170141183460469231731687303715884105727 AND \
                d IS NOT DISTINCT FROM CASE WHEN a % 2 = 0 THEN DATE '1970-01-01' + a::INT END";
    let good: i64 = engine.fetch_scalar(text(format!("SELECT count(*) FROM t WHERE {good}"))).await?;
    assert_eq!(good, 25_000);
    Ok(())
}

#[tokio::test]
async fn checkpoints_write_the_log_into_the_file() -> Tested<()> {
    let folder = Folder::new()?;
    let path = folder.path("shop.duckdb");
    let registry = Registry::new().with(driver());
    let engine = Connect::through(registry, format!("duckdb:///{}", path.display())).open().await?;
    let engine = engine.typed::<aludel_duckdb_sql::DuckDb>()?;
    engine.execute(text("CREATE TABLE t AS SELECT 1 AS a")).await?;
    let log = folder.path("shop.duckdb.wal");
    assert!(log.is_file());
    engine.execute(checkpoint()).await?;
    assert!(!log.is_file());
    let missing = engine.execute(checkpoint().of("no such")).await.map_err(|error| error.class());
    assert_eq!(missing, Err(Some(ErrorClass::NotFound)));
    let session = engine.connection().await?;
    let tx = session.begin().await?;
    tx.execute(text("INSERT INTO t VALUES (2)")).await?;
    let inside = session.execute(checkpoint().of("shop")).await.map_err(|error| error.class());
    assert_eq!(inside, Err(Some(ErrorClass::Invalid)));
    drop(tx);
    let tx = session.begin().await?;
    tx.execute(text("INSERT INTO t VALUES (3)")).await?;
    engine.execute(checkpoint().force()).await?;
    tx.commit().await?;
    let rows: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t")).await?;
    assert_eq!(rows, 2);
    Ok(())
}
