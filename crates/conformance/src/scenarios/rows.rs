//! Many rows and long values: written in each way, read as a whole and as a stream.

use std::sync::Arc;

use aludel_dialect::Any;
use aludel_engine::{Error, PoolOptions};
use aludel_query::{BuildError, Select, Table, bindparam, func, insert, params, select, typed_bindparam};
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use futures_util::TryStreamExt;

use super::{LONG, all_back, check, same, scenarios, soon};
use crate::cases::Fixture;

const MANY: i64 = 10_000;

fn table() -> Table {
    Fixture::Arrived.table()
}

fn id() -> aludel_query::Expr<Any> {
    table().col("id")
}

/// How many rows there are, the first, the last, and the sum.
fn summary() -> Select<Any> {
    select((func::count_rows(), func::min(id()), func::max(id()), func::sum(table().col("n"))))
}

/// Of the rows `10..10_010`, beside those that were there.
const ALL: &str = "(10002, 2, 10009, 50095500)";

fn batch(from: i64, to: i64) -> Result<RecordBatch, Error> {
    let fields = ["id", "n"].map(|name| Field::new(name, DataType::Int64, true));
    let numbers = || -> ArrayRef { Arc::new(Int64Array::from_iter_values(from..to)) };
    RecordBatch::try_new(Arc::new(Schema::new(fields.to_vec())), vec![numbers(), numbers()])
        .map_err(|error| Error::Usage(error.to_string()))
}

scenarios! {
    ten_thousand_rows_in_one_statement (Insert, InsertManyRows) [Arrived] |stage| {
        let rows = (10..MANY + 10).map(|n| [n, n]);
        let count = stage.engine.execute(insert(&table()).columns(["id", "n"]).rows(rows)).await?;
        check(count == 10_000, "it does not count them")?;
        stage.gives(summary(), ALL).await
    }
    ten_thousand_rows_in_bulk (BulkInsert) [Arrived] |stage| {
        let batches = [batch(10, 5_000)?, batch(5_000, MANY + 10)?];
        let count = stage.engine.insert_batches(&table(), batches).await?;
        check(count == 10_000, "it does not count them")?;
        stage.gives(summary(), ALL).await
    }
    a_thousand_rows_one_by_one (Insert) [Arrived] |stage| {
        let one = insert(&table()).values((("id", bindparam::<Any>("id")), ("n", bindparam("n"))));
        let sets = (10..1_010_i64).map(|n| params! { id: n, n: n });
        let count = stage.engine.execute_many(one, sets).await?;
        check(count == 1_000, "it does not count them")?;
        stage.gives(summary(), "(1002, 2, 1009, 510000)").await
    }
    no_rows_in_bulk_are_none (BulkInsert) [Arrived] |stage| {
        let count = stage.engine.insert_batches(&table(), [batch(5, 5)?]).await?;
        check(count == 0, "it counts rows")?;
        stage.gives(summary(), "(2, 2, 3, 500)").await
    }
    a_stream_gives_every_row_in_its_order (BulkInsert) [Arrived] |stage| {
        stage.engine.insert_batches(&table(), [batch(10, MANY + 10)?]).await?;
        stage.settle().await?;
        let rows = stage.engine.stream::<i64>(select(id()).filter(id().ge(10)).order_by(id())).await?;
        let rows: Vec<i64> = rows.try_collect().await?;
        check(rows.iter().copied().eq(10..MANY + 10), "rows are missing, or in another order")
    }
    a_stream_that_is_dropped_frees_its_connection (BulkInsert) [Arrived] |stage| {
        stage.engine.insert_batches(&table(), [batch(10, MANY + 10)?]).await?;
        stage.settle().await?;
        let engine = stage.engine_with(PoolOptions::new().size(1).timeout(LONG)).await?;
        let mut rows = engine.stream::<i64>(select(id()).order_by(id())).await?;
        check(rows.try_next().await?.is_some(), "there is no row")?;
        drop(rows);
        let count: i64 = soon(engine.fetch_scalar(select(func::count_rows::<Any>()).from(table()))).await?;
        check(count == 10_002, "rows are missing")?;
        all_back(&engine).await
    }
    a_stream_of_nothing_ends_at_once () [Arrived] |stage| {
        let rows = stage.engine.stream::<i64>(select(id()).filter(id().gt(100))).await?;
        check(rows.try_collect::<Vec<i64>>().await?.is_empty(), "there are rows")
    }
    a_text_of_sixteen_megabytes_is_stored (Insert) [Things] |stage| {
        let things = Fixture::Things.table();
        let long = "añ".repeat((16 << 20) / 3);
        match stage.engine.execute(insert(&things).values((("id", 9_i64), ("name", long.as_str())))).await {
            // Where none is so long, it is refused, and not cut.
            Err(Error::Build(BuildError::Value { .. })) => return Ok(()),
            inserted => inserted?,
        };
        stage.settle().await?;
        let name = select(things.col::<Any>("name")).filter(things.col("id").eq(9));
        let found: String = stage.engine.fetch_scalar(name).await?;
        check(found == long, "it is another text")
    }
    a_prepared_statement_takes_other_values () [Arrived] |stage| {
        let wanted = typed_bindparam::<Any>("wanted", aludel_dialect::SqlType::Int64);
        let prepared = stage.engine.prepare(select(table().col::<Any>("n")).filter(id().eq(wanted)))?;
        for (wanted, expected) in [(2_i64, "200"), (3, "300"), (2, "200")] {
            let found: i64 = stage.engine.fetch_scalar(prepared.with(params! { wanted: wanted })?).await?;
            same(&found.to_string(), expected)?;
        }
        Ok(())
    }
}
