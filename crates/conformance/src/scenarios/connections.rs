//! Connections: cancelling, time limits, a pool that is exhausted, many at once.

use std::time::{Duration, Instant};

use aludel_dialect::Any;
use aludel_engine::{Engine, Error, PoolOptions};
use aludel_query::{Table, func, insert, literal, select};
use futures_util::future::try_join_all;

use super::{LONG, all_back, arrived, check, same, scenarios, soon};
use crate::ask::rows_text;
use crate::cases::Fixture;

const SHORT: Duration = Duration::from_millis(100);

async fn small_pool(stage: &super::Stage<'_>, size: usize) -> Result<Engine, Error> {
    stage.engine_with(PoolOptions::new().size(size).timeout(LONG)).await
}

fn table() -> Table {
    Fixture::Arrived.table()
}

scenarios! {
    a_statement_that_is_dropped_frees_its_connection (Cancel) [Arrived] |stage| {
        let engine = small_pool(stage, 1).await?;
        let (endless, watch) = stage.endless()?;
        watch.drop_half_way(engine.fetch(endless).into_future()).await?;
        let dropped = Instant::now();
        let found = rows_text(&soon(engine.fetch(arrived())).await?);
        check(dropped.elapsed() < LONG, "it is not cancelled in time")?;
        watch.has_stopped().await??;
        same(&found, "(2, 200) (3, 300)")
    }
    a_statement_ends_with_its_time (Cancel) [Arrived] |stage| {
        let engine = small_pool(stage, 1).await?;
        let (endless, watch) = stage.endless()?;
        match soon(engine.fetch(endless).timeout(SHORT)).await {
            Err(super::Failure::Error(Error::Timeout(SHORT))) => {}
            Err(other) => return Err(other),
            Ok(_) => return Err("the endless statement comes to an end".to_owned().into()),
        }
        watch.has_stopped().await??;
        let found = rows_text(&soon(engine.fetch(arrived())).await?);
        same(&found, "(2, 200) (3, 300)")
    }
    a_statement_that_ends_in_time_is_not_cut () [Arrived] |stage| {
        let found = rows_text(&stage.engine.fetch(arrived()).timeout(LONG).await?);
        same(&found, "(2, 200) (3, 300)")
    }
    who_waits_for_a_connection_too_long_is_told_so () [Arrived] |stage| {
        let engine = stage.engine_with(PoolOptions::new().size(1).timeout(SHORT)).await?;
        let held = engine.connection().await?;
        match engine.fetch(arrived()).await {
            Err(Error::PoolTimeout { size: 1, .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Err("a second connection is lent".to_owned().into()),
        }
        drop(held);
        let found = rows_text(&soon(engine.fetch(arrived())).await?);
        same(&found, "(2, 200) (3, 300)")
    }
    who_waits_for_a_connection_gets_the_next_that_is_free () [Arrived] |stage| {
        let engine = small_pool(stage, 1).await?;
        let held = engine.connection().await?;
        let waiting = engine.clone();
        let waiting = tokio::spawn(async move { waiting.fetch(arrived()).await });
        tokio::time::sleep(SHORT).await;
        drop(held);
        let found = waiting.await.map_err(|error| error.to_string())??;
        same(&rows_text(&found), "(2, 200) (3, 300)")
    }
    an_error_leaves_the_connection_as_it_was () [Arrived] |stage| {
        let engine = small_pool(stage, 1).await?;
        for _ in 0..3 {
            let nowhere = select(Table::new("nowhere").col::<Any>("x"));
            check(engine.fetch(nowhere).await.is_err(), "a table that is not there is read")?;
            let found = rows_text(&soon(engine.fetch(arrived())).await?);
            same(&found, "(2, 200) (3, 300)")?;
        }
        all_back(&engine).await
    }
    many_write_at_once_and_nothing_is_lost (Insert) [Arrived] |stage| {
        let engine = small_pool(stage, 4).await?;
        let tasks = (0..8_i64).map(|task| {
            let engine = engine.clone();
            tokio::spawn(async move {
                for row in 0..5_i64 {
                    engine.execute(insert(&table()).values((("id", 10 + task * 5 + row), ("n", task)))).await?;
                }
                Ok::<_, Error>(())
            })
        });
        for done in try_join_all(tasks).await.map_err(|error| error.to_string())? {
            done?;
        }
        let id = || table().col::<Any>("id");
        stage.gives(select((func::count_rows(), func::min(id()), func::max(id()))), "(42, 2, 49)").await
    }
    many_read_at_once_and_each_gets_its_own () [Arrived] |stage| {
        let engine = small_pool(stage, 3).await?;
        let tasks = (0..20_i64).map(|number| {
            let engine = engine.clone();
            tokio::spawn(async move {
                let own = select(literal(number)).from(table()).filter(table().col("id").eq(2));
                engine.fetch(own).await.map(|rows| (number, rows_text(&rows)))
            })
        });
        for read in try_join_all(tasks).await.map_err(|error| error.to_string())? {
            let (number, found) = read?;
            same(&found, &format!("({number})"))?;
        }
        all_back(&engine).await
    }
    what_one_engine_wrote_another_reads (Insert) [Arrived] |stage| {
        let (one, other) = (small_pool(stage, 1).await?, small_pool(stage, 1).await?);
        one.execute(insert(&table()).values((("id", 4_i64), ("n", 400_i64)))).await?;
        stage.settle().await?;
        let found = rows_text(&other.fetch(arrived()).await?);
        same(&found, "(2, 200) (3, 300) (4, 400)")
    }
    a_session_keeps_its_connection () [Arrived] |stage| {
        let engine = small_pool(stage, 1).await?;
        let session = engine.connection().await?;
        for _ in 0..3 {
            let found = rows_text(&session.fetch(arrived()).await?);
            same(&found, "(2, 200) (3, 300)")?;
        }
        drop(session);
        all_back(&engine).await
    }
}
