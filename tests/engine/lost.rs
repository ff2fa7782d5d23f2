//! What a driver can do wrong: connections that are lost, that do not stop, that can't roll back. None of them is lent
//! again. The driver here follows orders that come as the text of a statement.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aludel::arrow::array::{Int64Array, RecordBatch};
use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use aludel::{
    BuildError, Capabilities, ConnectOptions, Connection, Construct, Database, Dialect, Driver, Effect, ErrorClass,
    InsertTarget, Inspection, Parameter, PoolOptions, PrePing, Prepared, Registry, Results, RowsChanged, ServerError,
    SessionEffect, Spelling, SqlDialect, Text, TransactionMode, Value, create_table_as, literal,
};
use async_trait::async_trait;
use futures_util::stream::{self, BoxStream};
use futures_util::{StreamExt, TryStreamExt};

use crate::support::{Outcome, all_back, failure, soon};

/// What the test sees, and how verbs answer.
#[derive(Debug)]
struct World {
    opened: AtomicUsize,
    ended: AtomicUsize,
    answers_pings: AtomicBool,
    /// Verbs are not answered any more.
    is_silent: AtomicBool,
    commit: Mutex<Option<ErrorClass>>,
    rollback: Mutex<Option<ErrorClass>>,
    settle: Mutex<Option<ErrorClass>>,
    rollbacks: AtomicUsize,
    /// What was abandoned stops when there is a permit.
    stops: tokio::sync::Semaphore,
    /// A connection was used before its abandoned work had stopped.
    misused: AtomicBool,
}

#[derive(Clone, Debug)]
struct Fake(Arc<World>);

#[derive(Debug)]
struct FakeDatabase(Arc<World>, Capabilities);

#[derive(Debug)]
struct FakeConnection {
    world: Arc<World>,
    working: Arc<AtomicBool>,
}

impl Drop for FakeConnection {
    fn drop(&mut self) {
        self.world.ended.fetch_add(1, Ordering::SeqCst);
    }
}

fn answer(class: ErrorClass) -> Error {
    Error::Server(ServerError::new(class, "as ordered"))
}

fn ordered(order: &Mutex<Option<ErrorClass>>) -> Result<(), Error> {
    order.lock().expect("nobody panicked with it").map_or(Ok(()), |class| Err(answer(class)))
}

#[async_trait]
impl Driver for Fake {
    fn schemes(&self) -> &'static [&'static str] {
        &["fake"]
    }
    fn name(&self) -> &'static str {
        "orders"
    }
    async fn open(&self, _: &ConnectOptions) -> Result<Arc<dyn Database>, Error> {
        Ok(Arc::new(FakeDatabase(self.0.clone(), Capabilities::of::<DuckDb>())))
    }
}

#[async_trait]
impl Database for FakeDatabase {
    fn capabilities(&self) -> &Capabilities {
        &self.1
    }
    fn spelling(&self) -> &dyn Spelling {
        DuckDb::spelling()
    }
    fn inspection(&self) -> &dyn Inspection {
        &Nothing
    }
    fn session_effect(&self, _: &str) -> SessionEffect {
        SessionEffect::None
    }
    fn describe(&self) -> String {
        DuckDb::NAME.to_owned()
    }
    async fn connect(&self) -> Result<Box<dyn Connection>, Error> {
        self.0.opened.fetch_add(1, Ordering::SeqCst);
        Ok(Box::new(FakeConnection { world: self.0.clone(), working: Arc::default() }))
    }
    async fn close(&self) -> Result<(), Error> {
        Ok(())
    }
}

#[derive(Debug)]
struct Nothing;

impl Inspection for Nothing {
    fn tables(&self) -> Prepared {
        Prepared::new(DuckDb::NAME, "tables", Vec::new(), Effect::Read)
    }
    fn columns(&self, _: &[String]) -> Prepared {
        Prepared::new(DuckDb::NAME, "columns", Vec::new(), Effect::Read)
    }
}

impl FakeConnection {
    async fn hear(&self) {
        if self.world.is_silent.load(Ordering::SeqCst) {
            std::future::pending().await
        }
    }

    async fn obey(&self, order: &str) -> Result<RowsChanged, Error> {
        if self.working.load(Ordering::SeqCst) {
            self.world.misused.store(true, Ordering::SeqCst);
        }
        match order.trim_start_matches("SELECT ") {
            "lose" => Err(answer(ErrorClass::Unavailable)),
            "break" => Err(answer(ErrorClass::Internal)),
            "refuse" => Err(answer(ErrorClass::Syntax)),
            "hang" => {
                self.working.store(true, Ordering::SeqCst);
                std::future::pending().await
            }
            "work in secret" => Ok(RowsChanged::Unknown),
            _ => Ok(RowsChanged::Known(1)),
        }
    }
}

#[async_trait]
impl Connection for FakeConnection {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        self.obey(&statement.sql).await?;
        let batch = RecordBatch::try_from_iter([("a", Arc::new(Int64Array::from(vec![1])) as _)]);
        let batch = batch.map_err(|error| Error::Usage(error.to_string()))?;
        let schema = batch.schema();
        let batches = match statement.sql.trim_start_matches("SELECT ") {
            "lose late" => stream::iter([Ok(batch), Err(answer(ErrorClass::Unavailable))]).boxed(),
            "hang late" => {
                self.working.store(true, Ordering::SeqCst);
                stream::iter([Ok(batch)]).chain(stream::pending()).boxed()
            }
            _ => stream::iter([Ok(batch)]).boxed(),
        };
        Ok(Results { schema, batches })
    }
    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.obey(&statement.sql).await
    }
    async fn execute_many(&mut self, statement: &Prepared, _: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.obey(&statement.sql).await
    }
    async fn insert(
        &mut self,
        _: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        batches.try_fold(0, async |rows, batch| Ok(rows + batch.num_rows() as u64)).await
    }
    async fn begin(&mut self, _: TransactionMode) -> Result<(), Error> {
        self.hear().await;
        self.obey("begin").await.map(drop)
    }
    async fn commit(&mut self) -> Result<(), Error> {
        self.hear().await;
        ordered(&self.world.commit)
    }
    async fn rollback(&mut self) -> Result<(), Error> {
        self.hear().await;
        self.obey("rollback").await?;
        self.world.rollbacks.fetch_add(1, Ordering::SeqCst);
        ordered(&self.world.rollback)
    }
    async fn ping(&mut self) -> Result<(), Error> {
        self.hear().await;
        if self.world.answers_pings.load(Ordering::SeqCst) { Ok(()) } else { Err(answer(ErrorClass::Unavailable)) }
    }
    async fn settle(&mut self) -> Result<(), Error> {
        if self.working.load(Ordering::SeqCst) {
            let permit = self.world.stops.acquire().await;
            permit.map_err(|_| Error::Closed("connection"))?.forget();
            self.working.store(false, Ordering::SeqCst);
        }
        ordered(&self.world.settle)
    }
    async fn close(self: Box<Self>) -> Result<(), Error> {
        self.hear().await;
        Ok(())
    }
}

async fn fake(pool: PoolOptions) -> Result<(Engine, Arc<World>), Error> {
    let world = Arc::new(World {
        opened: AtomicUsize::new(0),
        ended: AtomicUsize::new(0),
        answers_pings: AtomicBool::new(true),
        is_silent: AtomicBool::new(false),
        commit: Mutex::default(),
        rollback: Mutex::default(),
        settle: Mutex::default(),
        rollbacks: AtomicUsize::new(0),
        stops: tokio::sync::Semaphore::new(0),
        misused: AtomicBool::new(false),
    });
    let registry = Registry::new().with(Fake(world.clone()));
    Ok((Connect::through(registry, "fake://").pool(pool).open().await?, world))
}

async fn of_one() -> Result<(Engine, Arc<World>), Error> {
    fake(PoolOptions::new().size(1)).await
}

/// An order as a text that changes nothing in the session.
fn order(order: &str) -> Text {
    text(format!("SELECT {order}"))
}

impl World {
    fn counts(&self) -> (usize, usize) {
        (self.opened.load(Ordering::SeqCst), self.ended.load(Ordering::SeqCst))
    }

    fn order(order: &Mutex<Option<ErrorClass>>, class: impl Into<Option<ErrorClass>>) {
        *order.lock().expect("nobody panicked with it") = class.into();
    }
}

/// A driver that forgets to check it, as this one does, can't cut it: no connection is even opened.
#[tokio::test]
async fn a_timestamp_finer_than_a_microsecond_reaches_no_driver() -> Outcome {
    let (engine, world) = of_one().await?;
    let fine = chrono::DateTime::from_timestamp_nanos(1);
    let value = || Value::from(fine);
    let nested = Value::Struct(vec![("a".to_owned(), Value::List(vec![Value::Null, value()]))]);
    let t = Table::new("t");
    for error in [
        failure(engine.execute(text("SELECT :at").bind("at", fine)).await),
        failure(engine.fetch(text("SELECT :at").bind("at", nested)).await),
        failure(engine.fetch(select([literal(fine)])).await),
        failure(engine.execute_many(text("SELECT :at"), [params! { at: 1 }, params! { at: fine }]).await),
        failure(engine.execute(create_table_as(&t, select([literal(fine)]))).await),
        failure(engine.execute(create_table_as(&t, text("SELECT :at").bind("at", fine))).await),
    ] {
        assert!(error.to_string().contains("is finer than a microsecond: cut it"), "{error}");
    }
    assert_eq!(world.opened.load(Ordering::SeqCst), 0);
    Ok(())
}

/// A statement as someone else's builder may have rendered it.
struct Rendered(Prepared);

impl Statement<Any> for Rendered {
    fn render(&self, _: &dyn Spelling, _: &Capabilities) -> Result<Prepared, BuildError> {
        Ok(self.0.clone())
    }
}

#[tokio::test]
async fn settings_of_a_statement_reach_no_driver_that_can_not_send_them() -> Outcome {
    let (engine, world) = of_one().await?;
    let mut statement = Prepared::new(DuckDb::NAME, "SELECT work", Vec::new(), Effect::Read);
    statement.settings = vec![("join_use_nulls".to_owned(), "1".to_owned())];
    let statement = || Rendered(statement.clone());
    for error in [
        failure(engine.execute(statement()).await),
        failure(engine.fetch(statement()).await),
        failure(engine.execute(engine.prepare(statement())?).await),
    ] {
        assert!(
            matches!(&error, Error::Refused(refused) if refused.construct() == Construct::StatementSettings),
            "{error}"
        );
    }
    assert_eq!(world.opened.load(Ordering::SeqCst), 0);
    Ok(())
}

#[tokio::test]
async fn a_count_that_the_engine_does_not_tell_is_no_number() -> Outcome {
    let (engine, _) = of_one().await?;
    assert_eq!(engine.execute(order("work in secret")).await?, RowsChanged::Unknown);
    assert_eq!(engine.execute_many(order("work in secret"), [params! {}]).await?.known(), None);
    assert_eq!(engine.execute(order("work")).await?.known(), Some(1));
    Ok(())
}

/// What a driver's own types print may hold what was said to a session.
#[tokio::test]
async fn a_session_prints_nothing_of_its_driver() -> Outcome {
    let (engine, _) = fake(PoolOptions::new().size(2)).await?;
    let (session, other) = (engine.connection().await?, engine.connection().await?);
    drop(other);
    let transaction = session.begin().await?;
    assert_eq!(engine.pool_status().idle, 1);
    for shown in [format!("{session:?} {session:#?}"), format!("{transaction:?} {transaction:#?}")] {
        assert!(shown.contains(DuckDb::NAME), "{shown}");
        assert!(!["Fake", "World", "working"].iter().any(|word| shown.contains(word)), "{shown}");
    }
    transaction.rollback().await?;
    Ok(())
}

#[tokio::test]
async fn a_lost_connection_is_not_lent_again() -> Outcome {
    for lost in ["lose", "break"] {
        let (engine, world) = of_one().await?;
        let ways = [
            failure(engine.execute(order(lost)).await),
            failure(engine.execute_many(order(lost), [params! {}]).await),
            failure(engine.fetch(order(lost)).await),
            failure(engine.fetch_all::<i64>(order("lose late")).await),
            failure(engine.fetch_one::<i64>(order("lose late")).await),
        ];
        assert!(ways.iter().all(Error::is_disconnect), "{ways:?}");
        assert_eq!(engine.pool_status().open, 0);
        assert_eq!(world.counts(), (5, 5), "{lost}");
        assert_eq!(engine.execute(order("work")).await?, 1);
        failure(engine.execute(order("refuse")).await);
        assert_eq!(world.counts(), (6, 5), "an error that is only the statement's changes nothing");
    }
    Ok(())
}

#[tokio::test]
async fn a_session_whose_connection_was_lost_is_closed() -> Outcome {
    let (engine, world) = of_one().await?;
    let session = engine.connection().await?;
    failure(session.execute(order("lose")).await);
    assert!(matches!(failure(session.execute(order("work")).await), Error::Closed("connection")));
    assert!(matches!(failure(session.begin().await), Error::Closed("connection")));
    drop(session);
    assert_eq!(world.counts(), (1, 1));
    Ok(())
}

#[tokio::test]
async fn a_connection_that_does_not_answer_is_replaced_before_it_is_lent() -> Outcome {
    let (engine, world) = fake(PoolOptions::new().size(1).pre_ping(PrePing::OnCheckout)).await?;
    engine.execute(order("work")).await?;
    world.answers_pings.store(false, Ordering::SeqCst);
    assert_eq!(engine.execute(order("work")).await?, 1);
    assert_eq!(world.counts(), (2, 1), "a new one is not asked");
    Ok(())
}

#[tokio::test]
async fn an_abandoned_connection_comes_back_when_its_work_has_stopped() -> Outcome {
    let (engine, world) = of_one().await?;
    for endless in ["hang", "hang late"] {
        let work = engine.fetch(order(endless)).into_future();
        assert!(tokio::time::timeout(Duration::from_millis(5), work).await.is_err());
        let next = tokio::spawn(engine.execute(order("work")).into_future());
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(!next.is_finished() && engine.pool_status().idle == 0);
        world.stops.add_permits(1);
        assert_eq!(soon("the next", next).await??, 1);
    }
    let session = engine.connection().await?;
    let work = session.execute(order("hang")).into_future();
    assert!(tokio::time::timeout(Duration::from_millis(5), work).await.is_err());
    let next = session.execute(order("work")).into_future();
    assert!(tokio::time::timeout(Duration::from_millis(20), next).await.is_err(), "it waits");
    world.stops.add_permits(1);
    assert_eq!(soon("the next", session.execute(order("work"))).await?, 1);
    assert!(!world.misused.load(Ordering::SeqCst));
    assert_eq!(world.counts(), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_timeout_waits_until_the_work_has_stopped() -> Outcome {
    let (engine, world) = of_one().await?;
    let work = tokio::spawn(engine.execute(order("hang")).timeout(Duration::from_millis(5)).into_future());
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert!(!work.is_finished());
    world.stops.add_permits(1);
    assert!(matches!(failure(soon("it", work).await?), Error::Timeout(_)));
    assert_eq!((engine.pool_status().idle, world.counts()), (1, (1, 0)));
    Ok(())
}

#[tokio::test]
async fn what_does_not_stop_is_closed() -> Outcome {
    let (engine, world) = of_one().await?;
    World::order(&world.settle, ErrorClass::Unavailable);
    let work = engine.execute(order("hang")).into_future();
    assert!(tokio::time::timeout(Duration::from_millis(5), work).await.is_err());
    world.stops.add_permits(1);
    all_back(&engine).await;
    assert_eq!(soon("the next", engine.execute(order("work"))).await?, 1);
    assert_eq!(world.counts(), (2, 1));
    Ok(())
}

#[tokio::test]
async fn a_dropped_transaction_is_rolled_back_before_anything_else_is_sent() -> Outcome {
    let (engine, world) = of_one().await?;
    drop(engine.begin().await?);
    assert_eq!(world.rollbacks.load(Ordering::SeqCst), 1, "at once: this driver answers at once");
    assert_eq!((engine.pool_status().idle, world.counts()), (1, (1, 0)));

    let session = engine.connection().await?;
    drop(session.begin().await?);
    assert_eq!(world.rollbacks.load(Ordering::SeqCst), 2);
    session.begin().await?.rollback().await?;
    assert_eq!(world.rollbacks.load(Ordering::SeqCst), 3, "once each");
    Ok(())
}

#[tokio::test]
async fn a_connection_that_can_not_roll_back_is_closed() -> Outcome {
    let (engine, world) = of_one().await?;
    World::order(&world.rollback, ErrorClass::Other);
    drop(engine.begin().await?);
    all_back(&engine).await;
    assert_eq!(world.counts(), (1, 1));
    failure(engine.begin().await?.rollback().await);
    assert_eq!(world.counts(), (2, 2));
    let outcome = engine.transaction(async |_| Err::<(), _>(Error::NoRow)).await;
    assert!(matches!(outcome, Err(Error::NoRow)), "the closure's own error is what is told: {outcome:?}");
    all_back(&engine).await;
    assert_eq!(world.counts(), (3, 3));

    let session = engine.connection().await?;
    drop(session.begin().await?);
    assert!(matches!(failure(soon("the next", session.execute(order("work"))).await), Error::Closed(_)));
    Ok(())
}

#[tokio::test]
async fn after_a_commit_that_failed_nothing_is_open() -> Outcome {
    let (engine, world) = of_one().await?;
    World::order(&world.commit, ErrorClass::Conflict);
    assert_eq!(failure(engine.begin().await?.commit().await).class(), Some(ErrorClass::Conflict));
    assert_eq!((world.rollbacks.load(Ordering::SeqCst), world.counts()), (1, (1, 0)));

    // The answer of an engine that has rolled back already.
    World::order(&world.rollback, ErrorClass::Invalid);
    assert_eq!(failure(engine.begin().await?.commit().await).class(), Some(ErrorClass::Conflict));
    assert_eq!((engine.pool_status().idle, world.counts()), (1, (1, 0)));

    World::order(&world.commit, ErrorClass::Unavailable);
    let error = failure(engine.begin().await?.commit().await);
    assert!(error.is_disconnect());
    assert_eq!(world.counts(), (1, 1));
    Ok(())
}

/// An engine that waits no longer than it must, 5 s for each silence, whose driver falls silent when it is told.
async fn impatient() -> Result<(Engine, Arc<World>), Error> {
    let (engine, world) = of_one().await?;
    Ok((engine.with_options(ExecutionOptions::new().timeout(Duration::from_millis(20))), world))
}

#[tokio::test]
async fn an_engine_that_does_not_answer_is_not_waited_for_for_ever() -> Outcome {
    let (engine, world) = impatient().await?;
    let (silence, speech) =
        (|| world.is_silent.store(true, Ordering::SeqCst), || world.is_silent.store(false, Ordering::SeqCst));
    let no_answer = |error: &Error, to: &str| matches!(error, Error::NoAnswer { asked, .. } if *asked == to);
    engine.execute(order("work")).await?;

    silence();
    let error = failure(soon("begin", engine.begin()).await);
    assert!(no_answer(&error, "BEGIN") && error.is_transient(), "{error}");
    assert_eq!(world.counts(), (1, 1), "the connection is given up");

    speech();
    let session = engine.connection().await?;
    silence();
    let error = failure(soon("ping", session.ping()).await);
    assert!(no_answer(&error, "a ping"), "{error}");
    assert!(matches!(failure(session.execute(order("work")).await), Error::Closed("connection")));
    drop(session);

    speech();
    let transaction = engine.begin().await?;
    silence();
    let error = failure(soon("rollback", transaction.rollback()).await);
    assert!(no_answer(&error, "ROLLBACK"), "{error}");
    assert_eq!(world.counts(), (3, 3));

    speech();
    engine.execute(order("work")).await?;
    silence();
    let error = failure(soon("close", engine.close()).await);
    assert!(no_answer(&error, "the end of a connection"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_commit_without_an_answer_says_that_nobody_knows() -> Outcome {
    let (engine, world) = impatient().await?;
    let transaction = engine.begin().await?;
    world.is_silent.store(true, Ordering::SeqCst);
    let late = failure(soon("commit", transaction.commit()).await);
    world.is_silent.store(false, Ordering::SeqCst);
    World::order(&world.commit, ErrorClass::Unavailable);
    let lost = failure(engine.transaction(async |_| Ok::<_, Error>(())).await);
    for error in [late, lost] {
        assert!(matches!(error, Error::CommitUnknown { .. }), "{error}");
        assert!(error.to_string().starts_with("whether the transaction was committed is not known ("), "{error}");
        assert!(error.is_disconnect() && !error.is_transient(), "what may have been done is not done again");
    }
    assert_eq!((world.rollbacks.load(Ordering::SeqCst), world.counts()), (0, (2, 2)));
    Ok(())
}
