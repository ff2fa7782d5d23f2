//! Statements on their way: values that own everything they need, take options, and are awaited.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use aludel_dialect::{Capabilities, Construct, Parameter};
use aludel_query::{BuildError, Effect, Params, Prepared, Spelling, Statement, TransactionalStatement};
use arrow_array::RecordBatch;
use futures_core::Stream;
use futures_core::future::BoxFuture;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt};
use tokio::time::{Instant, Sleep};
use tracing::Instrument;

use crate::decode::decode_batch;
use crate::held::{Guard, Lane, Reading};
use crate::port::InsertTarget;
use crate::{BatchStream, Error, FromColumn, FromRow, RowStream, Rows};

/// A rendered statement and where it is to run.
struct Work {
    lane: Lane,
    prepared: Result<Prepared, Error>,
}

/// The text; no values.
impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.prepared.as_ref().map(|prepared| &*prepared.sql), f)
    }
}

/// Runs `work` within the time allowed; what takes longer is dropped, which cancels it, and waited for.
async fn within<T>(
    guard: &mut Guard,
    timeout: Option<Duration>,
    work: impl AsyncFnOnce(&mut Guard) -> Result<T, Error>,
) -> Result<T, Error> {
    let Some(timeout) = timeout else {
        return work(guard).await;
    };
    match tokio::time::timeout(timeout, work(guard)).await {
        Ok(done) => done,
        Err(_) => {
            guard.pooled()?.settle_soon().await;
            Err(Error::Timeout(timeout))
        }
    }
}

impl Work {
    fn new<D>(lane: Lane, statement: &impl Statement<D>) -> Self {
        let prepared = statement
            .render(lane.core.spelling(), lane.core.capabilities())
            .map_err(Error::from)
            .and_then(|prepared| lane.admit(&prepared).map(|()| prepared))
            .and_then(|prepared| match prepared.slots.first() {
                None => Ok(prepared),
                Some((name, _)) => {
                    let message =
                        format!("the parameter {:?} has no value: give it with `with(params!{{..}})`", &**name);
                    Err(BuildError::Usage(message).into())
                }
            });
        Self { lane, prepared }
    }

    /// Text of the backend's own.
    fn prepared(lane: Lane, prepared: Prepared) -> Self {
        Self { lane, prepared: Ok(prepared) }
    }

    async fn execute(self) -> Result<u64, Error> {
        let prepared = self.prepared?;
        let span = span(&self.lane, &prepared);
        let run = async {
            let mut guard = self.lane.guard().await?;
            self.lane.count(prepared.effect);
            within(&mut guard, self.lane.options.timeout, async |guard| {
                let pooled = guard.pooled()?;
                pooled.begin_work(&prepared);
                let done = pooled.connection.execute(&prepared).await;
                pooled.end(done.as_ref().err());
                done
            })
            .await
        };
        run.instrument(span).await
    }

    /// The result for one of the ways to run that read it to its end before they return.
    async fn read(self) -> Result<BatchStream, Error> {
        self.begin(false).await
    }

    /// The result for the caller, who may keep it: others on a connection that is held are told so instead of made to
    /// wait.
    async fn stream(self) -> Result<BatchStream, Error> {
        self.begin(true).await
    }

    async fn begin(self, kept: bool) -> Result<BatchStream, Error> {
        let prepared = self.prepared?;
        let span = span(&self.lane, &prepared);
        let timeout = self.lane.options.timeout;
        let begin = async {
            let mut guard = self.lane.guard().await?;
            self.lane.count(prepared.effect);
            let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
            let results = within(&mut guard, timeout, async |guard| {
                let pooled = guard.pooled()?;
                pooled.begin_work(&prepared);
                let results = pooled.connection.query(&prepared).await;
                if results.is_err() {
                    pooled.end(results.as_ref().err());
                }
                results
            })
            .await?;
            let leased = Leased {
                batches: Some(results.batches),
                reading: self.lane.held.as_ref().filter(|_| kept).map(Reading::new),
                guard: Some(guard),
                deadline: deadline.map(|at| Box::pin(tokio::time::sleep_until(at))),
                timeout: timeout.unwrap_or_default(),
            };
            Ok::<_, Error>(BatchStream::new(results.schema, leased.boxed()))
        };
        begin.instrument(span).await
    }

    /// The whole result. Rows are decoded while the next batch is on its way.
    async fn all<T: FromRow>(self) -> Result<Vec<T>, Error> {
        let mut batches = self.read().await?;
        let mut rows = Vec::new();
        while let Some(batch) = batches.try_next().await? {
            rows.reserve(batch.num_rows());
            decode_batch(&batch, rows.len() as u64, &mut rows)?;
        }
        Ok(rows)
    }

    /// The only row, if there is one; the work is cancelled once a second one is seen.
    async fn optional(self) -> Result<Option<(BatchStream, RecordBatch)>, Error> {
        let mut batches = self.read().await?;
        let mut only = None;
        while let Some(batch) = batches.try_next().await? {
            match (batch.num_rows(), &only) {
                (0, _) => {}
                (1, None) => only = Some(batch),
                _ => return Err(Error::SeveralRows),
            }
        }
        Ok(only.map(|batch| (batches, batch)))
    }
}

/// A span with OpenTelemetry's names. Parameters are never in it, and the string literals of a user's own text are left
/// out, because they may be secrets.
fn span(lane: &Lane, prepared: &Prepared) -> tracing::Span {
    let span = tracing::debug_span!(
        "query",
        db.system.name = lane.core.capabilities().dialect(),
        db.query.text = tracing::field::Empty,
        db.operation.in_transaction = lane.in_transaction(),
    );
    if !span.is_disabled() {
        match prepared.effect {
            Effect::Unknown => span.record("db.query.text", without_literals(&prepared.sql).as_str()),
            _ => span.record("db.query.text", &*prepared.sql),
        };
    }
    span
}

/// The text with `'?'` for each string literal, dollar quotes included; what is unterminated is left out to the end.
fn without_literals(sql: &str) -> String {
    let mut shown = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(start) = rest.find(['\'', '$']) {
        let (before, literal) = rest.split_at(start);
        shown.push_str(before);
        let delimiter = match literal.strip_prefix('$') {
            None => Some("'"),
            Some(tagged) => tagged
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|end| tagged[*end..].starts_with('$'))
                .map(|end| &literal[..end + 2]),
        };
        let Some(delimiter) = delimiter else {
            shown.push('$');
            rest = &literal[1..];
            continue;
        };
        shown.push_str("'?'");
        let inside = &literal[delimiter.len()..];
        rest = inside.find(delimiter).map_or("", |end| &inside[end + delimiter.len()..]);
    }
    shown.push_str(rest);
    shown
}

/// A result that keeps its connection until its end, or until it is dropped.
struct Leased {
    batches: Option<BoxStream<'static, Result<RecordBatch, Error>>>,
    reading: Option<Reading>,
    guard: Option<Guard>,
    deadline: Option<Pin<Box<Sleep>>>,
    timeout: Duration,
}

impl Leased {
    fn finish(&mut self, error: Option<&Error>) {
        self.batches = None;
        self.deadline = None;
        self.reading = None;
        if let Some(mut guard) = self.guard.take()
            && let Ok(pooled) = guard.pooled()
        {
            pooled.end(error);
        }
    }

    /// Dropped while its end was not seen: the stream first, which cancels; then the lease, which waits for the
    /// acknowledgement.
    fn abandon(&mut self) {
        self.batches = None;
        self.reading = None;
        self.guard = None;
    }
}

impl Stream for Leased {
    type Item = Result<RecordBatch, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(batches) = &mut this.batches else { return Poll::Ready(None) };
        // First, so that batches which are always ready do not keep it from being seen.
        if let Some(deadline) = &mut this.deadline
            && deadline.as_mut().poll(context).is_ready()
        {
            this.abandon();
            return Poll::Ready(Some(Err(Error::Timeout(this.timeout))));
        }
        let next = ready!(batches.as_mut().poll_next(context));
        match &next {
            Some(Ok(_)) => {}
            Some(Err(error)) => this.finish(Some(error)),
            None => this.finish(None),
        }
        Poll::Ready(next)
    }
}

impl Drop for Leased {
    fn drop(&mut self) {
        self.abandon();
    }
}

macro_rules! awaited {
    ($(#[$doc:meta])* $name:ident $(<$row:ident: $bound:path>)? -> $output:ty, $work:ident => $run:expr) => {
        $(#[$doc])*
        ///
        /// The statement was rendered when this was made; it runs when this is awaited.
        #[must_use = "it does nothing until it is awaited"]
        #[derive(Debug)]
        pub struct $name$(<$row>)? {
            work: Work,
            $(row: PhantomData<fn() -> $row>,)?
        }

        impl$(<$row>)? $name$(<$row>)? {
            pub(crate) fn new<D>(lane: Lane, statement: &impl Statement<D>) -> Self {
                Self { work: Work::new(lane, statement), $(row: PhantomData::<fn() -> $row>)? }
            }

            /// Cancels the statement if it takes longer.
            pub fn timeout(mut self, timeout: Duration) -> Self {
                self.work.lane.options.timeout = Some(timeout);
                self
            }
        }

        impl$(<$row: $bound + Send + 'static>)? IntoFuture for $name$(<$row>)? {
            type Output = Result<$output, Error>;
            type IntoFuture = BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                let $work = self.work;
                Box::pin($run)
            }
        }
    };
}

awaited! {
    /// A statement run for its effect; gives how many rows it changed.
    Execution -> u64, work => work.execute()
}

awaited! {
    /// A statement whose whole result is kept.
    Fetch -> Rows, work => async move { work.read().await?.collect().await }
}

impl Fetch {
    pub(crate) fn prepared(lane: Lane, prepared: Prepared) -> Self {
        Self { work: Work::prepared(lane, prepared) }
    }
}

awaited! {
    /// A statement whose rows are read as `T`.
    FetchAll<T: FromRow> -> Vec<T>, work => work.all::<T>()
}

awaited! {
    /// A statement of one row.
    FetchOne<T: FromRow> -> T, work => async move {
        let (_, batch) = work.optional().await?.ok_or(Error::NoRow)?;
        first(&batch)
    }
}

awaited! {
    /// A statement of one row or none.
    FetchOptional<T: FromRow> -> Option<T>, work => async move {
        match work.optional().await? {
            Some((_, batch)) => first(&batch).map(Some),
            None => Ok(None),
        }
    }
}

awaited! {
    /// A statement of one value.
    FetchScalar<T: FromColumn> -> T, work => async move {
        let (batches, batch) = work.optional().await?.ok_or(Error::NoRow)?;
        Rows::new(batches.schema().clone(), vec![batch]).scalar()
    }
}

awaited! {
    /// A statement whose result is taken as Arrow batches.
    FetchBatches -> Vec<RecordBatch>, work => async move { work.read().await?.try_collect().await }
}

awaited! {
    /// A statement whose Arrow batches are taken as they arrive.
    StreamBatches -> BatchStream, work => work.stream()
}

awaited! {
    /// A statement whose rows are taken as they arrive.
    StreamRows<T: FromRow> -> RowStream<T>, work => async move { Ok(work.stream().await?.rows()) }
}

fn first<T: FromRow>(batch: &RecordBatch) -> Result<T, Error> {
    let mut rows = Vec::with_capacity(1);
    decode_batch(batch, 0, &mut rows)?;
    rows.pop().ok_or(Error::NoRow)
}

/// A statement that runs once for each set of parameters; gives how many rows all of them changed.
#[must_use = "it does nothing until it is awaited"]
pub struct ManyExecution {
    lane: Lane,
    prepared: Result<(Prepared, Vec<Vec<Parameter>>), Error>,
}

/// The text; no values.
impl fmt::Debug for ManyExecution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.prepared.as_ref().map(|(prepared, sets)| (&*prepared.sql, sets.len()));
        f.debug_struct("ManyExecution").field("statement_and_sets", &text).finish_non_exhaustive()
    }
}

impl ManyExecution {
    pub(crate) fn new<D>(lane: Lane, statement: &impl Statement<D>, sets: impl IntoIterator<Item = Params>) -> Self {
        let sets = sets.into_iter().collect();
        let prepared = statement
            .render_many(lane.core.spelling(), lane.core.capabilities(), sets)
            .map_err(Error::from)
            .and_then(|(prepared, values)| lane.admit(&prepared).map(|()| (prepared, values)));
        Self { lane, prepared }
    }

    /// Cancels the statement if all of its runs together take longer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.lane.options.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<u64, Error> {
        let (prepared, sets) = self.prepared?;
        if sets.is_empty() {
            return Ok(0);
        }
        let span = span(&self.lane, &prepared);
        let run = async {
            let mut guard = self.lane.guard().await?;
            self.lane.count(prepared.effect);
            within(&mut guard, self.lane.options.timeout, async |guard| {
                let pooled = guard.pooled()?;
                pooled.begin_work(&prepared);
                let done = pooled.connection.execute_many(&prepared, sets).await;
                pooled.end(done.as_ref().err());
                done
            })
            .await
        };
        run.instrument(span).await
    }
}

impl IntoFuture for ManyExecution {
    type Output = Result<u64, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// A batch with these columns in this order; those that come after the first may have another order, but no others.
fn in_order(batch: RecordBatch, columns: &[String]) -> Result<RecordBatch, Error> {
    let fields = batch.schema_ref().fields();
    if fields.iter().map(|field| field.name()).eq(columns) {
        return Ok(batch);
    }
    let places: Option<Vec<usize>> =
        columns.iter().map(|column| fields.iter().position(|field| field.name() == column)).collect();
    places.filter(|places| places.len() == fields.len()).and_then(|places| batch.project(&places).ok()).ok_or_else(
        || {
            let found: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
            let (found, first) = (found.join(", "), columns.join(", "));
            Error::Usage(format!("a batch has the columns {found}, and the first had {first}"))
        },
    )
}

/// A bulk insert; gives how many rows were taken, all of them or none.
#[must_use = "it does nothing until it is awaited"]
pub struct BulkInsert {
    lane: Lane,
    target: InsertTarget,
    batches: BoxStream<'static, Result<RecordBatch, Error>>,
}

impl BulkInsert {
    pub(crate) fn new(
        lane: Lane,
        target: InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Self {
        let columns = target.columns.clone();
        let batches = batches.map(move |batch| in_order(batch?, &columns)).boxed();
        Self { lane, target, batches }
    }

    /// Cancels the insert if it takes longer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.lane.options.timeout = Some(timeout);
        self
    }

    async fn run(self) -> Result<u64, Error> {
        let Self { lane, target, batches } = self;
        lane.require(Construct::BulkInsert)?;
        if lane.in_transaction() {
            lane.require(Construct::TransactionalInsert)?;
        }
        let span = tracing::debug_span!(
            "insert",
            db.system.name = lane.core.capabilities().dialect(),
            db.collection.name = target.path.join("."),
            db.operation.in_transaction = lane.in_transaction(),
        );
        let run = async {
            let mut guard = lane.guard().await?;
            lane.count(Effect::Write);
            within(&mut guard, lane.options.timeout, async |guard| {
                let pooled = guard.pooled()?;
                pooled.begin();
                let done = pooled.connection.insert(&target, batches).await;
                pooled.end(done.as_ref().err());
                done
            })
            .await
        };
        run.instrument(span).await
    }
}

impl fmt::Debug for BulkInsert {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkInsert").field("target", &self.target).finish_non_exhaustive()
    }
}

impl IntoFuture for BulkInsert {
    type Output = Result<u64, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// A statement rendered once, to be run many times on the engine that prepared it. The engine's connections keep their
/// own prepared form of its text.
pub struct PreparedStatement<D> {
    prepared: Arc<Prepared>,
    /// What was granted when it was rendered.
    capabilities: Capabilities,
    dialect: PhantomData<fn() -> D>,
}

impl<D> Clone for PreparedStatement<D> {
    fn clone(&self) -> Self {
        Self { prepared: self.prepared.clone(), capabilities: self.capabilities.clone(), dialect: PhantomData }
    }
}

impl<D> fmt::Debug for PreparedStatement<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PreparedStatement").field(&self.prepared.sql).finish()
    }
}

impl<D> PreparedStatement<D> {
    pub(crate) fn new(prepared: Prepared, capabilities: Capabilities) -> Self {
        Self { prepared: Arc::new(prepared), capabilities, dialect: PhantomData }
    }

    /// The text in the engine's words.
    pub fn sql(&self) -> &str {
        &self.prepared.sql
    }

    /// The statement with values for its named parameters.
    ///
    /// # Errors
    /// A set that has not exactly the statement's parameters.
    pub fn with(&self, set: Params) -> Result<Self, Error> {
        let mut prepared = (*self.prepared).clone();
        prepared.parameters = prepared.values(&set)?;
        prepared.slots.clear();
        Ok(Self::new(prepared, self.capabilities.clone()))
    }

    fn check(&self, capabilities: &Capabilities) -> Result<(), BuildError> {
        if self.capabilities == *capabilities {
            return Ok(());
        }
        Err(BuildError::Usage(
            "the statement was prepared on an engine that can do other things: prepare it on this one".to_owned(),
        ))
    }
}

impl<D> Statement<D> for PreparedStatement<D> {
    fn render(&self, _: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        self.check(capabilities)?;
        Ok((*self.prepared).clone())
    }
}

/// Whether it may run in a transaction is asked when it does.
impl<D> TransactionalStatement<D> for PreparedStatement<D> {}

/// The ways to run a statement, the same on engines, sessions and transactions.
macro_rules! ways_to_run {
    ($statement:ident) => {
        /// Runs a statement for its effect; gives how many rows it changed, 0 for DDL.
        pub fn execute(&self, statement: impl $statement<D>) -> crate::Execution {
            crate::Execution::new(self.lane(), &statement)
        }

        /// Runs a statement once for each set of parameters, with `params!`; gives how many rows all of them changed.
        pub fn execute_many(
            &self,
            statement: impl $statement<D>,
            sets: impl IntoIterator<Item = aludel_query::Params>,
        ) -> crate::ManyExecution {
            crate::ManyExecution::new(self.lane(), &statement, sets)
        }

        /// The whole result, which prints as a table, gives rows, keys and Arrow batches.
        pub fn fetch(&self, statement: impl $statement<D>) -> crate::Fetch {
            crate::Fetch::new(self.lane(), &statement)
        }

        /// Every row as a `T`: a struct that derives `FromRow`, a tuple, or the type of the only column.
        pub fn fetch_all<T: crate::FromRow>(&self, statement: impl $statement<D>) -> crate::FetchAll<T> {
            crate::FetchAll::new(self.lane(), &statement)
        }

        /// The only row as a `T`; no row, and more than one, are errors.
        pub fn fetch_one<T: crate::FromRow>(&self, statement: impl $statement<D>) -> crate::FetchOne<T> {
            crate::FetchOne::new(self.lane(), &statement)
        }

        /// The only row as a `T`, or `None`; more than one is an error.
        pub fn fetch_optional<T: crate::FromRow>(&self, statement: impl $statement<D>) -> crate::FetchOptional<T> {
            crate::FetchOptional::new(self.lane(), &statement)
        }

        /// The first column of the only row.
        pub fn fetch_scalar<T: crate::FromColumn>(&self, statement: impl $statement<D>) -> crate::FetchScalar<T> {
            crate::FetchScalar::new(self.lane(), &statement)
        }

        /// The whole result as Arrow batches.
        pub fn fetch_batches(&self, statement: impl $statement<D>) -> crate::FetchBatches {
            crate::FetchBatches::new(self.lane(), &statement)
        }

        /// The rows as they arrive, in bounded memory. Dropping the stream cancels the statement.
        pub fn stream<T: crate::FromRow>(&self, statement: impl $statement<D>) -> crate::StreamRows<T> {
            crate::StreamRows::new(self.lane(), &statement)
        }

        /// The Arrow batches as they arrive, in bounded memory. Dropping the stream cancels the statement.
        pub fn stream_batches(&self, statement: impl $statement<D>) -> crate::StreamBatches {
            crate::StreamBatches::new(self.lane(), &statement)
        }

        /// Inserts records, one or many, by the engine's fastest road: structs with `#[derive(Record)]`, which names the
        /// table. All of them or none are taken.
        pub fn insert<R: crate::Records>(&self, records: R) -> crate::BulkInsert {
            let path = <R::Record as crate::encode::Record>::TABLE.iter().map(|name| (*name).to_owned()).collect();
            let fields = <R::Record as crate::encode::Record>::fields();
            let columns = fields.iter().map(|field| field.name().clone()).collect();
            crate::BulkInsert::new(self.lane(), crate::InsertTarget::new(path, columns), records.into_batches())
        }

        /// Inserts a result as it arrives, for example another engine's, by the engine's fastest road. The columns are
        /// matched by name; the table's others take their defaults. All rows or none are taken.
        pub fn insert_stream(&self, table: &aludel_query::Table, rows: crate::BatchStream) -> crate::BulkInsert {
            let columns = rows.schema().fields().iter().map(|field| field.name().clone()).collect();
            let target = crate::InsertTarget::new(table.path(), columns);
            crate::BulkInsert::new(self.lane(), target, futures_util::StreamExt::boxed(rows))
        }

        /// Inserts Arrow batches by the engine's fastest road. The batches' columns are matched by name; the table's
        /// others take their defaults. All rows or none are taken.
        pub fn insert_batches<I>(&self, table: &aludel_query::Table, batches: I) -> crate::BulkInsert
        where
            I: IntoIterator<Item = arrow_array::RecordBatch>,
            I::IntoIter: Send + 'static,
        {
            let mut batches = batches.into_iter().peekable();
            let columns = match batches.peek() {
                Some(first) => first.schema().fields().iter().map(|field| field.name().clone()).collect(),
                None => Vec::new(),
            };
            let target = crate::InsertTarget::new(table.path(), columns);
            let batches = futures_util::StreamExt::boxed(futures_util::stream::iter(batches.map(Ok)));
            crate::BulkInsert::new(self.lane(), target, batches)
        }
    };
}

pub(crate) use ways_to_run;

#[cfg(test)]
mod tests {
    use super::without_literals;

    #[test]
    fn literals_of_a_text_stay_out_of_spans() {
        for (sql, shown) in [
            ("CREATE SECRET s (TYPE s3, SECRET 'hun''ter2')", "CREATE SECRET s (TYPE s3, SECRET '?''?')"),
            ("SELECT $1, $x", "SELECT $1, $x"),
            ("SELECT $$secret$$, $a$it's$a$ AS b", "SELECT '?', '?' AS b"),
            ("SELECT 'open", "SELECT '?'"),
            ("SELECT 1", "SELECT 1"),
        ] {
            assert_eq!(without_literals(sql), shown);
        }
    }
}
