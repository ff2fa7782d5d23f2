//! An engine of a few words: `use Insert` uses a construct, `bare Delete` uses it without WHERE. How it answers is told
//! beforehand.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use aludel_dialect::{Capabilities, Parameter};
use aludel_engine::{
    Connection, Database, Error, ErrorClass, InsertTarget, Inspection, Results, RowsChanged, ServerError,
    TransactionMode,
};
use aludel_query::{Effect, Prepared, Spelling, SqlDialect};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use async_trait::async_trait;
use futures_util::stream::{self, BoxStream, StreamExt};

use crate::dialect::Toy;

/// How it answers to a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It does it: `(1)`.
    Does,
    /// It accepts it, and something else comes of it: `(7)`.
    Errs,
    /// It accepts it and does nothing: `(0)`.
    Nothing,
    /// It does not, with an error of this class.
    Fails(ErrorClass),
    /// It does not, with an error of this class, in these words.
    Says(ErrorClass, &'static str),
    /// It does not, because a word is misspelt.
    SeesSlip,
    /// It never answers, and when nobody waits any more, it goes on.
    Abandons,
    /// It never answers.
    Waits,
    /// It never answers, and holds the thread.
    Blocks,
}

/// Its answers by what it is told.
pub(crate) type Answers = Arc<HashMap<String, Answer>>;

#[derive(Debug)]
pub(crate) struct Tiny {
    pub(crate) answers: Answers,
    pub(crate) capabilities: Capabilities,
    /// How many statements are at work.
    pub(crate) at_work: AtWork,
}

/// Counts what is at work.
pub(crate) type AtWork = Arc<AtomicI64>;

/// A statement at work, until it is dropped.
struct Work(AtWork);

impl Work {
    fn begin(at_work: &AtWork) -> Self {
        at_work.fetch_add(1, Ordering::SeqCst);
        Work(at_work.clone())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[async_trait]
impl Database for Tiny {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn spelling(&self) -> &dyn Spelling {
        Toy::spelling()
    }

    fn inspection(&self) -> &dyn Inspection {
        self
    }

    fn describe(&self) -> String {
        "tiny".to_owned()
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        Ok(Box::new(Talk(self.answers.clone(), self.at_work.clone())))
    }

    async fn close(&self) -> Result<(), Error> {
        Ok(())
    }
}

impl Inspection for Tiny {
    fn tables(&self) -> Prepared {
        Prepared::new("toy", "tables", Vec::new(), Effect::Read)
    }

    fn columns(&self, _: &[String]) -> Prepared {
        Prepared::new("toy", "columns", Vec::new(), Effect::Read)
    }
}

#[derive(Debug)]
struct Talk(Answers, AtWork);

fn answer(column: ArrayRef, data_type: DataType) -> Result<Results, Error> {
    let schema = Arc::new(Schema::new(vec![Field::new("x", data_type, true)]));
    let batch = RecordBatch::try_new(schema.clone(), vec![column]);
    let batch = batch.map_err(|error| Error::Usage(error.to_string()));
    Ok(Results { schema, batches: stream::iter([batch]).boxed() })
}

fn number(number: i64) -> Result<Results, Error> {
    answer(Arc::new(Int64Array::from(vec![number])), DataType::Int64)
}

#[async_trait]
impl Connection for Talk {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        match &*statement.sql {
            "SELECT version()" => return answer(Arc::new(StringArray::from(vec!["7"])), DataType::Utf8),
            // A setting that is not sent changes nothing.
            "use StatementSettings" if statement.settings.is_empty() => return number(0),
            "endless" => {
                let work = Work::begin(&self.1);
                if self.0.get("endless") == Some(&Answer::Abandons) {
                    std::mem::forget(work);
                    return std::future::pending().await;
                }
                tokio::time::sleep(Duration::from_secs(3_600)).await;
            }
            "how many are at work" if !self.0.contains_key("how many are at work") => {
                return number(self.1.load(Ordering::SeqCst));
            }
            _ => {}
        }
        match self.0.get(&*statement.sql) {
            Some(Answer::Does) => number(1),
            Some(Answer::Errs) => number(7),
            Some(Answer::Nothing) => number(0),
            Some(Answer::Fails(class)) => Err(ServerError::new(*class, "so it is").into()),
            Some(Answer::Says(class, words)) => Err(ServerError::new(*class, *words).into()),
            Some(Answer::Waits | Answer::Abandons) => std::future::pending().await,
            Some(Answer::Blocks) => {
                std::thread::sleep(Duration::from_secs(3_600));
                number(1)
            }
            Some(Answer::SeesSlip) => Err(ServerError::new(ErrorClass::Syntax, "near \"slip\"").into()),
            None => Err(ServerError::new(ErrorClass::Other, format!("nobody said {:?}", statement.sql)).into()),
        }
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.query(statement).await.map(|_| RowsChanged::Unknown)
    }

    async fn execute_many(&mut self, statement: &Prepared, _: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.execute(statement).await
    }

    async fn insert(
        &mut self,
        _: &InsertTarget,
        _: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        Ok(0)
    }

    async fn begin(&mut self, _: TransactionMode) -> Result<(), Error> {
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), Error> {
        Ok(())
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), Error> {
        Ok(())
    }

    async fn settle(&mut self) -> Result<(), Error> {
        Ok(())
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        Ok(())
    }
}
