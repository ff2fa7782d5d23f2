//! One connection: the port's verbs on the wire.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel_dialect::{Dialect, Parameter};
use aludel_duckdb_sql::session_effect;
use aludel_engine::{Connection, Error, InsertTarget, Results, RowsChanged, SessionEffect, TransactionMode};
use aludel_postgres_wire::{Outcome, TransactionState, Wire};
use aludel_query::Prepared;
use arrow_array::RecordBatch;
use arrow_schema::Schema;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::bind::{self, Bound};
use crate::database::Shared;
use crate::dialect::MotherDuckEndpoint;
use crate::error::error;
use crate::plan::{self, Plan};
use crate::words::{self, Kind, Verb};

/// How long the types of a query's columns are believed outside of a transaction: another connection may change a table.
const BELIEVED: Duration = Duration::from_secs(1);

/// How many queries' plans are kept.
const PLANS: usize = 100;

/// A connection.
#[derive(Debug)]
pub(crate) struct EndpointConnection {
    wire: Wire,
    shared: Arc<Shared>,
    /// By text with its casts; emptied when a statement of this connection may have changed a table.
    plans: HashMap<String, (Instant, Plan)>,
    /// Whether the session has state of its own, which is lost with the connection.
    has_state: bool,
}

impl EndpointConnection {
    pub(crate) fn new(wire: Wire, shared: Arc<Shared>) -> Self {
        Self { wire, shared, plans: HashMap::new(), has_state: false }
    }

    /// Looks at a statement before anything is sent, and at the connection.
    async fn admit(&mut self, statement: &Prepared) -> Result<Kind, Error> {
        self.shared.check()?;
        if statement.dialect != MotherDuckEndpoint::NAME {
            let engine = MotherDuckEndpoint::NAME;
            return Err(Error::WrongDialect { rendered_for: statement.dialect, engine });
        }
        self.wake().await?;
        let kind = words::kind(&statement.sql);
        if !matches!(kind, Kind::Query | Kind::Shown) {
            self.plans.clear();
            self.has_state |= session_effect(&statement.sql) != SessionEffect::None;
        }
        Ok(kind)
    }

    /// Makes sure that there is a connection. One that is gone is replaced if nothing of its session went with it.
    async fn wake(&mut self) -> Result<(), Error> {
        if self.wire.settle().await {
            return Ok(());
        }
        if self.has_state || self.wire.transaction() != TransactionState::None {
            return Err(Error::Closed("connection"));
        }
        self.plans.clear();
        self.wire = self.shared.login().await?;
        Ok(())
    }

    /// The plan of a statement that answers with rows; `None` if it has none.
    async fn plan(&mut self, kind: &Kind, bound: &Bound) -> Result<Option<Plan>, Error> {
        match kind {
            Kind::Query | Kind::Shown => {}
            Kind::Returning(_) => {
                // The list stands where it stands in the text with casts.
                let Kind::Returning(returned) = words::kind(&bound.sql) else {
                    return Err(Error::Usage("what the statement returns can't be told".to_owned()));
                };
                return plan::of_returned(&mut self.wire, bound, &returned).await.map(Some);
            }
            Kind::Change | Kind::Other | Kind::Transaction(_) => return plan::of_other(&mut self.wire, bound).await,
        }
        let in_transaction = self.wire.transaction() != TransactionState::None;
        if let Some((asked, plan)) = self.plans.get(&bound.sql)
            && (in_transaction || asked.elapsed() < BELIEVED)
        {
            return Ok(Some(plan.clone()));
        }
        let plan = plan::of_query(&mut self.wire, bound, *kind == Kind::Shown).await?;
        if self.plans.len() >= PLANS {
            self.plans.clear();
        }
        self.plans.insert(bound.sql.clone(), (Instant::now(), plan.clone()));
        Ok(Some(plan))
    }

    /// The rows of a statement, read as its plan says.
    async fn rows(&mut self, plan: Plan, bound: Bound) -> Result<Results, Error> {
        let declared = bound.declared();
        let batches = self.wire.query(&plan.sql, &declared, bound.arguments, plan.columns()).await.map_err(error)?;
        let schema = plan.schema.clone();
        let mut batches = batches.map(move |batch| plan.decoded(&batch.map_err(error)?)).boxed();
        // The server refuses a statement when it runs it, which is now.
        let first = batches.try_next().await?;
        Ok(Results { schema, batches: stream::iter(first.map(Ok)).chain(batches).boxed() })
    }

    /// Runs a statement for its effect.
    async fn run(&mut self, kind: &Kind, statement: &Prepared) -> Result<u64, Error> {
        if let Kind::Transaction(verb) = kind {
            self.transact(*verb, &statement.sql).await?;
            return Ok(0);
        }
        let bound = bind::bind(&statement.sql, &statement.parameters).map_err(error)?;
        if matches!(kind, Kind::Query | Kind::Shown | Kind::Returning(_)) {
            let Some(plan) = self.plan(kind, &bound).await? else { return Ok(0) };
            let mut rows = self.rows(plan, bound).await?;
            let mut count = 0;
            while let Some(batch) = rows.batches.try_next().await? {
                count += batch.num_rows() as u64;
            }
            return Ok(if matches!(kind, Kind::Returning(_)) { count } else { 0 });
        }
        let declared = bound.declared();
        Ok(changed(&self.wire.run(&bound.sql, &declared, bound.arguments).await.map_err(error)?))
    }

    /// A user's own BEGIN, COMMIT or ROLLBACK: what is known of the transaction must stay true.
    async fn transact(&mut self, verb: Verb, sql: &str) -> Result<(), Error> {
        let is_open = self.wire.transaction() != TransactionState::None;
        match verb {
            Verb::Begin if !is_open => self.wire.begin().await.map_err(error),
            Verb::BeginReadOnly if !is_open => self.wire.begin_read_only().await.map_err(error),
            Verb::Commit if is_open => self.wire.commit().await.map_err(error),
            Verb::Rollback if is_open => self.wire.rollback().await.map_err(error),
            // The server says what is wrong with it.
            _ => self.wire.run(sql, &[], Vec::new()).await.map(drop).map_err(error),
        }
    }

    async fn run_many(&mut self, kind: &Kind, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<u64, Error> {
        let mut count = 0;
        let mut one = statement.clone();
        for parameters in sets {
            one.parameters = parameters;
            count += self.run(kind, &one).await?;
        }
        Ok(count)
    }

    /// Ends a transaction that was begun here, of which the caller knows nothing.
    async fn end_own<T>(&mut self, done: Result<T, Error>) -> Result<T, Error> {
        match done {
            Ok(value) => {
                let committed = self.wire.commit().await;
                committed.map_err(|fault| match (fault.is_lost(), error(fault)) {
                    (true, lost) => Error::CommitUnknown { error: Box::new(lost) },
                    (false, other) => other,
                })?;
                Ok(value)
            }
            Err(fault) => {
                // What it answers is of less interest than why.
                let _ = self.wire.rollback().await;
                Err(fault)
            }
        }
    }

    fn warn(&self, target: &InsertTarget, inserted: crate::insert::Inserted) {
        let table = target.path.join(".");
        if inserted.statements > 1 && self.shared.is_first(&table) {
            tracing::warn!(
                db.collection.name = table,
                rows = inserted.rows,
                statements = inserted.statements,
                "rows were inserted over the Postgres endpoint, which is slow for so many: the native road (`duckdb:///md:…`) \
                 loads them faster, and so does `create_table_as` or `insert` from a file that MotherDuck can read"
            );
        }
    }
}

/// How many rows were changed: DuckDB answers with a row of one column `Count`, or the command's tag tells.
fn changed(outcome: &Outcome) -> u64 {
    match outcome.columns.as_slice() {
        [name] if name == "Count" => outcome.first.and_then(|count| u64::try_from(count).ok()).unwrap_or(0),
        [] => outcome.tagged,
        _ => 0,
    }
}

#[async_trait]
impl Connection for EndpointConnection {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        let kind = self.admit(statement).await?;
        let nothing = || Results { schema: Arc::new(Schema::empty()), batches: stream::empty().boxed() };
        if let Kind::Transaction(verb) = kind {
            self.transact(verb, &statement.sql).await?;
            return Ok(nothing());
        }
        let bound = bind::bind(&statement.sql, &statement.parameters).map_err(error)?;
        match self.plan(&kind, &bound).await? {
            Some(plan) => self.rows(plan, bound).await,
            None => {
                self.run(&kind, statement).await?;
                Ok(nothing())
            }
        }
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        let kind = self.admit(statement).await?;
        Ok(self.run(&kind, statement).await?.into())
    }

    /// All sets or none, also outside a transaction.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        let kind = self.admit(statement).await?;
        if self.wire.transaction() != TransactionState::None {
            return Ok(self.run_many(&kind, statement, sets).await?.into());
        }
        self.wire.begin().await.map_err(error)?;
        let done = self.run_many(&kind, statement, sets).await;
        Ok(self.end_own(done).await?.into())
    }

    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.shared.check()?;
        self.wake().await?;
        let inserted = if self.wire.transaction() == TransactionState::None {
            self.wire.begin().await.map_err(error)?;
            let done = crate::insert::insert(&mut self.wire, target, batches).await;
            self.end_own(done).await?
        } else {
            let done = crate::insert::insert(&mut self.wire, target, batches).await;
            if done.is_err() {
                // Some of the rows may be there.
                self.wire.fail_transaction();
            }
            done?
        };
        self.warn(target, inserted);
        Ok(inserted.rows)
    }

    async fn begin(&mut self, mode: TransactionMode) -> Result<(), Error> {
        self.shared.check()?;
        self.wake().await?;
        match mode {
            TransactionMode::ReadOnly => self.wire.begin_read_only().await,
            _ => self.wire.begin().await,
        }
        .map_err(error)
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.shared.check()?;
        self.plans.clear();
        self.wire.commit().await.map_err(error)
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.shared.check()?;
        self.plans.clear();
        self.wire.rollback().await.map_err(error)
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.shared.check()?;
        self.wire.ping().await.map_err(error)
    }

    /// A transaction whose connection was closed is rolled back by whoever asks next.
    async fn settle(&mut self) -> Result<(), Error> {
        if !self.wire.settle().await && self.wire.transaction() == TransactionState::None {
            self.wake().await?;
        }
        Ok(())
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        self.wire.close().await.map_err(error)
    }
}
