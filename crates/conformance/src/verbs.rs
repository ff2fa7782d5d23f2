//! What a program does with an engine without writing a statement: verbs, each for its construct.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aludel_dialect::Construct;
use aludel_engine::{Engine, Error};
use aludel_query::Table;
use arrow_array::{Int64Array, RecordBatch};
use arrow_schema::{DataType, Field, Schema};

use crate::samples;

/// The constructs that a verb uses.
pub(crate) const ALL: &[Construct] = &[
    Construct::BulkInsert,
    Construct::Transaction,
    Construct::Rollback,
    Construct::TransactionalInsert,
    Construct::TransactionalUpdate,
    Construct::TransactionalDelete,
    Construct::TransactionalDdl,
    Construct::ReadOnlyTransaction,
];

/// What came of a verb.
pub(crate) struct Called {
    pub(crate) answer: Result<(), Error>,
    /// How much of it reached the wire; what had to go before is left out.
    pub(crate) sent: usize,
}

/// Calls the verb of `construct`.
pub(crate) async fn call(construct: Construct, engine: &Engine, wire: &AtomicUsize) -> Called {
    let count = || wire.load(Ordering::Relaxed);
    let before = count();
    // What is dropped is rolled back; that is counted no more.
    let called = |answer: Result<(), Error>, before: usize| Called { answer, sent: count() - before };
    match construct {
        Construct::BulkInsert => return called(insert(engine).await, before),
        Construct::ReadOnlyTransaction => return called(engine.begin_read_only().await.map(drop), before),
        _ => {}
    }
    let transaction = match engine.begin().await {
        Ok(transaction) => transaction,
        Err(error) => return called(Err(error), before),
    };
    if construct == Construct::Transaction {
        return called(Ok(()), before);
    }
    let before = count();
    let changed = match construct {
        Construct::Rollback => {
            let answer = transaction.rollback().await;
            // A transaction whose `rollback()` was refused is dropped by it, and so undone as far as the engine can.
            let dropped = if answer.is_err() { count() } else { before };
            return called(answer, dropped);
        }
        Construct::TransactionalInsert => Construct::Insert,
        Construct::TransactionalUpdate => Construct::Update,
        Construct::TransactionalDelete => Construct::Delete,
        _ => Construct::CreateTable,
    };
    let Some(statement) = samples().into_iter().find(|sample| sample.construct() == changed) else {
        return called(Err(Error::Usage(format!("{changed:?} has no sample"))), before);
    };
    called(transaction.execute(statement).await.map(drop), before)
}

async fn insert(engine: &Engine) -> Result<(), Error> {
    engine.insert_batches(&Table::new("t"), [batch()?]).await.map(drop)
}

fn batch() -> Result<RecordBatch, Error> {
    let schema = Arc::new(Schema::new(vec![Field::new("a", DataType::Int64, true)]));
    RecordBatch::try_new(schema, vec![Arc::new(Int64Array::from(vec![1]))])
        .map_err(|error| Error::Usage(error.to_string()))
}
