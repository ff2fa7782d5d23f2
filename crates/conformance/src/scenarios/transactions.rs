//! Transactions: what is kept, what is undone, what others see.

use std::time::Duration;

use aludel_dialect::{Any, SqlType};
use aludel_engine::{Engine, Error, PoolOptions, Transaction};
use aludel_query::{Column, Table, create_table, delete, insert, select, update};

use super::{AS_IT_WAS, LONG, all_back, arrived, check, same, scenarios, soon};
use crate::ask::rows_text;
use crate::cases::Fixture;

fn table() -> Table {
    Fixture::Arrived.table()
}

/// Inserts `(4, 400)`.
async fn add(transaction: &Transaction<Any>) -> Result<(), Error> {
    transaction.execute(insert(&table()).values((("id", 4_i64), ("n", 400_i64)))).await.map(drop)
}

async fn one_connection(stage: &super::Stage<'_>) -> Result<Engine, Error> {
    stage.engine_with(PoolOptions::new().size(1).timeout(LONG)).await
}

scenarios! {
    a_commit_keeps_what_was_inserted (Transaction, TransactionalInsert) [Arrived] |stage| {
        let transaction = stage.engine.begin().await?;
        add(&transaction).await?;
        transaction.commit().await?;
        stage.gives(arrived(), "(2, 200) (3, 300) (4, 400)").await
    }
    a_rollback_undoes_an_insert (Transaction, Rollback, TransactionalInsert) [Arrived] |stage| {
        let transaction = stage.engine.begin().await?;
        add(&transaction).await?;
        transaction.rollback().await?;
        stage.gives(arrived(), AS_IT_WAS).await
    }
    a_rollback_undoes_an_update (Transaction, Rollback, Update, TransactionalUpdate) [Arrived] |stage| {
        let transaction = stage.engine.begin().await?;
        transaction.execute(update(&table()).set("n", 0_i64).filter(table().col("id").gt(0))).await?;
        transaction.rollback().await?;
        stage.gives(arrived(), AS_IT_WAS).await
    }
    a_rollback_undoes_a_delete (Transaction, Rollback, Delete, TransactionalDelete) [Arrived] |stage| {
        let transaction = stage.engine.begin().await?;
        transaction.execute(delete(&table()).filter(table().col("id").gt(0))).await?;
        transaction.rollback().await?;
        stage.gives(arrived(), AS_IT_WAS).await
    }
    a_rollback_undoes_a_new_table (Transaction, Rollback, TransactionalDdl, CreateTable) [] |stage| {
        let made = Table::new("made").column(Column::new("id", SqlType::Int64));
        let transaction = stage.engine.begin().await?;
        transaction.execute(create_table(&made)).await?;
        transaction.rollback().await?;
        check(stage.engine.fetch(select(made.col::<Any>("id"))).await.is_err(), "the table is there")
    }
    a_rollback_undoes_all_of_several_statements (Transaction, Rollback, TransactionalInsert) [Arrived] |stage| {
        let transaction = stage.engine.begin().await?;
        for _ in 0..10 {
            add(&transaction).await?;
        }
        transaction.rollback().await?;
        stage.gives(arrived(), AS_IT_WAS).await
    }
    a_transaction_that_is_dropped_is_rolled_back (Transaction, Rollback, TransactionalInsert) [Arrived] |stage| {
        let engine = one_connection(stage).await?;
        let transaction = engine.begin().await?;
        add(&transaction).await?;
        if !engine.capabilities().grants(aludel_dialect::Construct::Rollback) {
            return transaction.rollback().await.map_err(Into::into);
        }
        drop(transaction);
        all_back(&engine).await?;
        stage.gives(arrived(), AS_IT_WAS).await
    }
    a_closure_that_fails_is_rolled_back (Transaction, Rollback, TransactionalInsert) [Arrived] |stage| {
        if !stage.engine.capabilities().grants(aludel_dialect::Construct::Rollback) {
            return stage.engine.begin().await?.rollback().await.map_err(Into::into);
        }
        let failed: Result<(), Error> = stage.engine.transaction(async |transaction| {
            add(transaction).await?;
            Err(Error::Usage("so it is".to_owned()))
        }).await;
        match failed {
            Err(Error::Usage(_)) => stage.gives(arrived(), AS_IT_WAS).await,
            Err(error) => Err(error.into()),
            Ok(()) => Err("the closure's error is lost".to_owned().into()),
        }
    }
    a_closure_that_ends_well_is_committed (Transaction, TransactionalInsert) [Arrived] |stage| {
        stage.engine.transaction(async |transaction| add(transaction).await).await?;
        stage.gives(arrived(), "(2, 200) (3, 300) (4, 400)").await
    }
    a_transaction_reads_what_it_wrote (Transaction, TransactionalInsert, ReadYourWrites) [Arrived] |stage| {
        let transaction = stage.engine.begin().await?;
        add(&transaction).await?;
        let found = rows_text(&transaction.fetch(arrived()).await?);
        transaction.commit().await?;
        same(&found, "(2, 200) (3, 300) (4, 400)")
    }
    what_is_not_committed_is_seen_by_no_other (Transaction, Rollback, TransactionalInsert) [Arrived] |stage| {
        let transaction = stage.engine.begin().await?;
        add(&transaction).await?;
        if !stage.engine.capabilities().grants(aludel_dialect::Construct::Rollback) {
            return transaction.rollback().await.map_err(Into::into);
        }
        stage.gives(arrived(), AS_IT_WAS).await?;
        transaction.commit().await?;
        stage.gives(arrived(), "(2, 200) (3, 300) (4, 400)").await
    }
    of_two_transactions_that_change_a_row_none_is_lost (Transaction, Rollback, Update, TransactionalUpdate) [Arrived] |stage| {
        let one_more = || update(&table()).set("n", table().col::<Any>("n") + 1_i64).filter(table().col("id").eq(2));
        let (first, other) = (one_connection(stage).await?, one_connection(stage).await?);
        let transaction = first.begin().await?;
        transaction.execute(one_more()).await?;
        if !first.capabilities().grants(aludel_dialect::Construct::Rollback) {
            return transaction.rollback().await.map_err(Into::into);
        }
        // It waits for the first, or it fails because of it.
        let second = tokio::spawn(async move {
            let transaction = other.begin().await?;
            transaction.execute(one_more()).await?;
            transaction.commit().await
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        transaction.commit().await?;
        let expected = match soon(async { Ok(second.await) }).await?.map_err(|error| error.to_string())? {
            Ok(()) => "(2, 202) (3, 300)",
            Err(error) if error.is_transient() => "(2, 201) (3, 300)",
            Err(error) => return Err(error.into()),
        };
        stage.gives(arrived(), expected).await
    }
    a_statement_that_fails_in_a_transaction_is_of_no_concern_to_the_next (Transaction, TransactionalInsert) [Arrived] |stage| {
        let engine = one_connection(stage).await?;
        let transaction = engine.begin().await?;
        let nowhere = Table::new("nowhere");
        match transaction.fetch(select(nowhere.col::<Any>("x"))).await {
            Err(error @ Error::Refused(_)) => return Err(error.into()),
            Err(_) => {}
            Ok(_) => add(&transaction).await?,
        }
        drop(transaction);
        all_back(&engine).await?;
        let found = rows_text(&soon(engine.fetch(arrived())).await?);
        same(&found, AS_IT_WAS)
    }
    a_read_only_transaction_reads (Transaction, ReadOnlyTransaction) [Arrived] |stage| {
        let transaction = stage.engine.begin_read_only().await?;
        let found = rows_text(&transaction.fetch(arrived()).await?);
        let written = add(&transaction).await;
        drop(transaction);
        check(written.is_err(), "it writes")?;
        tokio::time::sleep(Duration::from_millis(1)).await;
        same(&found, AS_IT_WAS)?;
        stage.gives(arrived(), AS_IT_WAS).await
    }
}
