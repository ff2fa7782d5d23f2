//! One connection: the port's verbs through `sqlx`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aludel_dialect::{Dialect, Parameter};
use aludel_engine::{Connection, Error, InsertTarget, Results, Rows, RowsChanged, TransactionMode};
use aludel_query::{Effect, Prepared, Spelling, Unspeakable};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt, stream};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, Either, Executor, SqlSafeStr, Statement};
use tokio::sync::{Mutex, OwnedMutexGuard, mpsc};

use crate::error::error;
use crate::rows::Collected;
use crate::values::arguments;
use crate::{Sqlite, SqliteSpelling};

/// How many steps of SQLite's machine lie between two looks at whether a statement is to stop.
const STEPS: i32 = 1_000;
/// How many batches wait for a reader that is slow.
const AHEAD: usize = 2;

type Inner = Arc<Mutex<sqlx::SqliteConnection>>;

/// Stops the statement that runs, when it is dropped before it was told that all is done.
struct Stopper(Option<Arc<AtomicBool>>);

impl Stopper {
    fn done(&mut self) {
        self.0 = None;
    }
}

impl Drop for Stopper {
    fn drop(&mut self) {
        if let Some(stop) = &self.0 {
            stop.store(true, Ordering::Release);
        }
    }
}

/// A connection; `sqlx` gives it a thread of its own.
#[derive(Debug)]
pub(crate) struct SqliteConnection {
    inner: Inner,
    stop: Arc<AtomicBool>,
    closed: Arc<AtomicBool>,
    /// Whether several rows are being written, which are undone if that is not finished.
    is_writing: bool,
}

/// What a task that reads sends: first the columns, then the rows.
enum Sent {
    Columns(SchemaRef),
    Rows(RecordBatch),
}

impl SqliteConnection {
    pub(crate) async fn open(options: &SqliteConnectOptions, closed: Arc<AtomicBool>) -> Result<Self, Error> {
        let mut inner = sqlx::SqliteConnection::connect_with(options).await.map_err(error)?;
        let stop = Arc::new(AtomicBool::new(false));
        let asked = stop.clone();
        inner.lock_handle().await.map_err(error)?.set_progress_handler(STEPS, move || !asked.load(Ordering::Acquire));
        Ok(Self { inner: Arc::new(Mutex::new(inner)), stop, closed, is_writing: false })
    }

    /// The connection for one statement, and what stops it if it is not waited for.
    async fn begin_work(&self) -> Result<(OwnedMutexGuard<sqlx::SqliteConnection>, Stopper), Error> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::Closed("engine"));
        }
        let inner = self.inner.clone().lock_owned().await;
        Ok((inner, Stopper(Some(self.stop.clone()))))
    }

    async fn run(&self, sql: &str, parameters: &[Parameter]) -> Result<u64, Error> {
        let arguments = arguments(parameters)?;
        let (mut inner, mut stopper) = self.begin_work().await?;
        let query = sqlx::query_with(AssertSqlSafe(sql.to_owned()), arguments).persistent(false);
        let done = (*inner).execute(query).await;
        stopper.done();
        done.map(|done| done.rows_affected()).map_err(error)
    }

    /// Runs `sql` once for each set: all of them, or none if one fails or it is not waited for.
    async fn run_each(
        &mut self,
        sql: &str,
        sets: impl Iterator<Item = Result<Vec<Parameter>, Error>>,
    ) -> Result<u64, Error> {
        self.run("SAVEPOINT aludel", &[]).await?;
        self.is_writing = true;
        let mut count = 0;
        for set in sets {
            let ran = match set {
                Ok(set) => self.run(sql, &set).await,
                Err(error) => Err(error),
            };
            match ran {
                Ok(changed) => count += changed,
                Err(error) => {
                    self.undo().await?;
                    return Err(error);
                }
            }
        }
        self.run("RELEASE aludel", &[]).await?;
        self.is_writing = false;
        Ok(count)
    }

    async fn undo(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.is_writing) {
            // Some errors have undone the whole transaction, and the savepoint with it.
            for sql in ["ROLLBACK TO aludel", "RELEASE aludel"] {
                unless(self.run(sql, &[]).await.map(drop), "no such savepoint", Ok(()))?;
            }
        }
        Ok(())
    }
}

fn check(statement: &Prepared) -> Result<(), Error> {
    if statement.dialect == Sqlite::NAME {
        Ok(())
    } else {
        Err(Error::WrongDialect { rendered_for: statement.dialect, engine: Sqlite::NAME })
    }
}

/// `answer`, or `instead` if it is an error that says `words`.
fn unless(answer: Result<(), Error>, words: &str, instead: Result<(), Error>) -> Result<(), Error> {
    match answer {
        Err(error) if error.server().is_some_and(|server| server.message.contains(words)) => instead,
        other => other,
    }
}

/// Whether SQLite counts rows for it; for others it still tells the count of the statement before.
fn counts_rows(statement: &Prepared) -> bool {
    let word = statement.sql.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    match statement.effect {
        Effect::Write => true,
        Effect::Unknown => matches!(word.as_str(), "INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "WITH"),
        Effect::Read | Effect::Ddl => false,
    }
}

/// Reads rows and sends them, until nobody takes them any more.
async fn read(
    inner: &mut sqlx::SqliteConnection,
    sql: Arc<str>,
    parameters: &[Parameter],
    sender: &mpsc::Sender<Result<Sent, Error>>,
) -> Result<(), Error> {
    let query = sqlx::query_with(AssertSqlSafe(sql.clone()), arguments(parameters)?).persistent(false);
    let mut steps = (*inner).fetch_many(query);
    let mut collected: Option<Collected> = None;
    let mut is_over = false;
    while let Some(step) = steps.next().await {
        let row = match step.map_err(error)? {
            // The end of one of several statements.
            Either::Left(_) => {
                is_over = collected.is_some();
                continue;
            }
            Either::Right(_) if is_over => return Err(Error::Usage("the text has more than one result".to_owned())),
            Either::Right(row) => row,
        };
        let rows = collected.get_or_insert_with(|| Collected::new(sqlx::Row::columns(&row)));
        if rows.push(&row)? && !send(rows, sender).await? {
            return Ok(());
        }
    }
    drop(steps);
    let mut rows = match collected {
        Some(rows) => rows,
        // Without rows `sqlx` tells no columns. The statement is prepared for them, not run; what can't be prepared again,
        // such as DROP TABLE, has none.
        None => match (*inner).prepare(AssertSqlSafe(sql).into_sql_str()).await {
            Ok(statement) => Collected::new(statement.columns()),
            Err(_) => Collected::new(&[]),
        },
    };
    send(&mut rows, sender).await.map(drop)
}

/// Sends what is collected, and says whether somebody takes it.
async fn send(rows: &mut Collected, sender: &mpsc::Sender<Result<Sent, Error>>) -> Result<bool, Error> {
    let is_first = !rows.is_announced();
    let schema = rows.schema();
    if is_first && sender.send(Ok(Sent::Columns(schema))).await.is_err() {
        return Ok(false);
    }
    let batch = rows.take()?;
    Ok(batch.num_rows() == 0 || sender.send(Ok(Sent::Rows(batch))).await.is_ok())
}

#[async_trait]
impl Connection for SqliteConnection {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        check(statement)?;
        let (mut inner, mut stopper) = self.begin_work().await?;
        let (sql, parameters) = (statement.sql.clone(), statement.parameters.clone());
        let (sender, mut receiver) = mpsc::channel(AHEAD);
        tokio::spawn(async move {
            if let Err(error) = read(&mut inner, sql, &parameters, &sender).await {
                // Nobody may be there to hear it.
                let _ = sender.send(Err(error)).await;
            }
        });
        let schema = match receiver.recv().await {
            Some(Ok(Sent::Columns(schema))) => schema,
            Some(Err(error)) => {
                stopper.done();
                return Err(error);
            }
            Some(Ok(Sent::Rows(_))) | None => return Err(Error::Closed("connection")),
        };
        let batches = stream::unfold((receiver, stopper), |(mut receiver, mut stopper)| async {
            match receiver.recv().await {
                Some(Ok(Sent::Rows(batch))) => Some((Ok(batch), (receiver, stopper))),
                Some(Err(error)) => {
                    stopper.done();
                    Some((Err(error), (receiver, stopper)))
                }
                Some(Ok(Sent::Columns(_))) | None => {
                    stopper.done();
                    None
                }
            }
        });
        Ok(Results { schema, batches: batches.boxed() })
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        check(statement)?;
        let changed = self.run(&statement.sql, &statement.parameters).await?;
        Ok(RowsChanged::Known(if counts_rows(statement) { changed } else { 0 }))
    }

    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        check(statement)?;
        self.run_each(&statement.sql, sets.into_iter().map(Ok)).await.map(RowsChanged::Known)
    }

    async fn insert(
        &mut self,
        target: &InsertTarget,
        mut batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        let sql = insert_sql(target).map_err(|problem| Error::Usage(format!("a name of the target: {problem:?}")))?;
        let mut rows = Vec::new();
        while let Some(batch) = batches.next().await {
            let batch = batch?;
            for row in &Rows::new(batch.schema(), vec![batch]) {
                rows.push(Ok(row.values()?.into_iter().map(Parameter::new).collect()));
            }
        }
        self.run_each(&sql, rows.into_iter()).await
    }

    async fn begin(&mut self, mode: TransactionMode) -> Result<(), Error> {
        match mode {
            TransactionMode::ReadWrite => self.run("BEGIN", &[]).await.map(drop),
            _ => Err(Error::Usage("SQLite has no read-only transactions".to_owned())),
        }
    }

    async fn commit(&mut self) -> Result<(), Error> {
        unless(self.run("COMMIT", &[]).await.map(drop), "no transaction is active", Err(Error::RolledBack))
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        unless(self.run("ROLLBACK", &[]).await.map(drop), "no transaction is active", Ok(()))
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.run("SELECT 1", &[]).await.map(drop)
    }

    async fn settle(&mut self) -> Result<(), Error> {
        // The task that reads has the first lock while it reads, and the thread that runs the statement the second.
        let mut inner = self.inner.lock().await;
        drop(inner.lock_handle().await.map_err(error)?);
        self.stop.store(false, Ordering::Release);
        drop(inner);
        self.undo().await
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        match Arc::into_inner(self.inner) {
            Some(inner) => inner.into_inner().close().await.map_err(error),
            // A task still reads from it; when that is stopped, the connection is closed with it.
            None => Ok(()),
        }
    }
}

fn insert_sql(target: &InsertTarget) -> Result<String, Unspeakable> {
    let mut sql = "INSERT INTO ".to_owned();
    for (index, name) in target.path.iter().enumerate() {
        sql.push_str(if index > 0 { "." } else { "" });
        SqliteSpelling.identifier(name, &mut sql)?;
    }
    for (index, name) in target.columns.iter().enumerate() {
        sql.push_str(if index > 0 { ", " } else { " (" });
        SqliteSpelling.identifier(name, &mut sql)?;
    }
    let placeholders: Vec<String> = (1..=target.columns.len()).map(|number| format!("?{number}")).collect();
    sql.push_str(&format!(") VALUES ({})", placeholders.join(", ")));
    Ok(sql)
}
