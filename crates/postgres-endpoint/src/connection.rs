//! One connection: the port's verbs on the wire.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel_dialect::{Dialect, Parameter};
use aludel_duckdb_sql::session_effect;
use aludel_engine::{Connection, Error, InsertTarget, Results, RowsChanged, SessionEffect, TransactionMode};
use aludel_postgres_wire::{Outcome, TransactionState, Wire, WireError};
use aludel_query::Prepared;
use arrow_array::RecordBatch;
use arrow_schema::Schema;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::bind::{self, Bound};
use crate::database::Shared;
use crate::dialect::MotherDuckEndpoint;
use crate::error::{Quoted, error, is_stale, needs_values};
use crate::plan::{self, Plan};
use crate::words::{self, Kind, SessionState, Verb};

/// How long the types of a query's columns are believed outside of a transaction: another connection may change a
/// table. Those of a query that does not name its columns are asked for each time.
const BELIEVED: Duration = Duration::from_secs(1);

/// How many queries' plans are kept.
const PLANS: usize = 100;

/// How many statements for the session are said again at most.
const TOLD: usize = 100;

/// A connection.
pub(crate) struct EndpointConnection {
    wire: Wire,
    shared: Arc<Shared>,
    /// By text with its casts; emptied when a statement of this connection may have changed a table.
    plans: HashMap<String, (Instant, Plan)>,
    /// What was said to the session since, and is said again to one that takes its place; `None` if words don't bring
    /// its state back.
    session: Option<Vec<String>>,
    /// Statements that the endpoint prepares with their values in them only.
    inlined: HashSet<Arc<str>>,
    whose: Whose,
}

/// Who began the transaction that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// The caller, who ends it.
    Callers,
    /// One call, for itself. If that is dropped half-way, nobody else knows of it.
    OneCalls,
}

/// Without the texts that it knows, in which values stand.
impl fmt::Debug for EndpointConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointConnection").field("wire", &self.wire).finish_non_exhaustive()
    }
}

/// A statement that was looked at.
struct Admitted {
    kind: Kind,
    effect: SessionEffect,
    /// What is to be said to the session that takes this one's place, if the statement succeeds.
    told: Option<String>,
    /// The transaction before it.
    before: TransactionState,
}

impl EndpointConnection {
    pub(crate) fn new(wire: Wire, shared: Arc<Shared>) -> Self {
        Self {
            wire,
            shared,
            plans: HashMap::new(),
            session: Some(Vec::new()),
            inlined: HashSet::new(),
            whose: Whose::Callers,
        }
    }

    /// Looks at a statement before anything is sent, and at the connection.
    async fn admit(&mut self, statement: &Prepared) -> Result<Admitted, Error> {
        self.shared.check()?;
        if statement.dialect != MotherDuckEndpoint::NAME {
            let engine = MotherDuckEndpoint::NAME;
            return Err(Error::WrongDialect { rendered_for: statement.dialect, engine });
        }
        self.wake().await?;
        let (kind, before) = (words::kind(&statement.sql), self.wire.transaction());
        // A function that is called may do more than to give rows.
        if matches!(kind, Kind::Query | Kind::Shown) && words::as_query(&statement.sql).is_none() {
            return Ok(Admitted { kind, effect: SessionEffect::None, told: None, before });
        }
        self.plans.clear();
        let effect = session_effect(&statement.sql);
        if effect == SessionEffect::Transaction && words::are_several(&statement.sql) {
            let reason =
                "a text that begins or ends a transaction has to be one statement: what is open would not be known";
            return Err(Error::Usage(reason.to_owned()));
        }
        let told = self.note_state(statement, effect);
        Ok(Admitted { kind, effect, told, before })
    }

    /// What the session that takes this one's place has to be told once the statement has succeeded. Where words will not do,
    /// the session is one of a kind, whether or not it succeeds.
    fn note_state(&mut self, statement: &Prepared, effect: SessionEffect) -> Option<String> {
        if matches!(effect, SessionEffect::None | SessionEffect::Transaction) {
            return None;
        }
        let is_told = statement.parameters.is_empty() && words::state(&statement.sql) == SessionState::Told;
        self.session = self.session.take().filter(|told| is_told && told.len() < TOLD);
        is_told.then(|| statement.sql.to_string())
    }

    /// Takes note of a statement that has succeeded.
    async fn succeeded(&mut self, admitted: Admitted) -> Result<(), Error> {
        let Admitted { kind, effect, told, .. } = admitted;
        if let (Some(session), Some(told)) = (&mut self.session, told) {
            session.push(told);
        }
        if effect == SessionEffect::Transaction && !matches!(kind, Kind::Transaction(_)) {
            // COMMIT would be answered with COMMIT, whatever it did.
            self.wire.give_up().await;
            let reason = "what the statement has done to the transaction is not known, so the connection was closed: use \
                          begin(), commit() and rollback()";
            return Err(Error::Usage(reason.to_owned()));
        }
        Ok(())
    }

    /// Undoes the transaction of a call that was dropped half-way.
    async fn undo(&mut self) -> Result<(), Error> {
        if self.whose == Whose::OneCalls {
            if self.wire.transaction() != TransactionState::None
                && let Err(fault) = self.wire.rollback().await
            {
                self.wire.give_up().await;
                self.whose = Whose::Callers;
                return Err(error(fault));
            }
            self.whose = Whose::Callers;
        }
        Ok(())
    }

    /// Makes sure that there is a connection. One that is gone is replaced by one with the same session, if words can
    /// make it that.
    async fn wake(&mut self) -> Result<(), Error> {
        self.undo().await?;
        if self.wire.settle().await {
            return Ok(());
        }
        let told = match &self.session {
            Some(told) if self.wire.transaction() == TransactionState::None => told,
            _ => return Err(Error::Closed("connection")),
        };
        let mut wire = self.shared.login().await?;
        for sql in told {
            match self.shared.within_login(wire.run(sql, &[], Vec::new())).await {
                Ok(_) => {}
                // What it was once told it is not told now: it would be another session.
                Err(WireError::Server(_)) => return Err(Error::Closed("connection")),
                Err(fault) => return Err(error(fault)),
            }
        }
        self.plans.clear();
        self.wire = wire;
        Ok(())
    }

    /// A statement with its values.
    fn bound(&self, statement: &Prepared) -> Result<Bound, Error> {
        let bind = if self.inlined.contains(&statement.sql) { bind::inlined } else { bind::bind };
        bind(&statement.sql, &statement.parameters).map_err(error)
    }

    /// Whether the statement is to be tried once more, with its values in it: it was not prepared without them.
    fn inline(&mut self, statement: &Prepared, fault: &Error, before: TransactionState) -> bool {
        if !needs_values(fault) || statement.parameters.is_empty() || self.inlined.contains(&statement.sql) {
            return false;
        }
        if self.inlined.len() >= PLANS {
            self.inlined.clear();
        }
        self.inlined.insert(statement.sql.clone());
        // Preparing does nothing to a transaction, but what had failed before has failed.
        if before == TransactionState::Open {
            self.wire.resume_transaction();
        }
        true
    }

    /// Lets go of what was prepared before a table changed, if that is what went wrong, and says whether to try again.
    async fn forget(&mut self, fault: &Error) -> Result<bool, Error> {
        if !is_stale(fault) || self.wire.transaction() != TransactionState::None {
            return Ok(false);
        }
        self.plans.clear();
        self.wire.forget_statements().await.map_err(error)?;
        Ok(true)
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
        // A transaction sees one state of the tables.
        if let Some((asked, plan)) = self.plans.get(&bound.sql)
            && (in_transaction || (asked.elapsed() < BELIEVED && words::names_its_columns(&bound.sql)))
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
    async fn rows(&mut self, plan: Plan, bound: Bound, quoted: Quoted) -> Result<Results, Error> {
        let declared = bound.declared();
        let batches = self.wire.query(&plan.sql, &declared, bound.arguments, plan.columns()).await;
        let batches = batches.map_err(|fault| quoted.hidden_in(error(fault)))?;
        let schema = plan.schema.clone();
        let mut batches = batches
            .map_ok(move |batch| {
                let parts = plan.parts_of(&batch);
                let plan = plan.clone();
                stream::iter(parts.into_iter().map(move |part| plan.decoded(&part)))
            })
            .map_err(move |fault| quoted.hidden_in(error(fault)))
            .try_flatten()
            .boxed();
        // The server refuses a statement when it runs it, which is now.
        let first = batches.try_next().await?;
        Ok(Results { schema, batches: stream::iter(first.map(Ok)).chain(batches).boxed() })
    }

    /// Starts a statement that answers with rows; `None` if it has none.
    async fn start(&mut self, kind: &Kind, statement: &Prepared) -> Result<Option<Results>, Error> {
        let (bound, quoted) = (self.bound(statement)?, Quoted::of(statement));
        match self.plan(kind, &bound).await.map_err(|fault| quoted.hidden_in(fault))? {
            Some(plan) => self.rows(plan, bound, quoted).await.map(Some),
            None => Ok(None),
        }
    }

    /// Runs a statement for its effect.
    async fn run(&mut self, kind: &Kind, statement: &Prepared) -> Result<u64, Error> {
        let before = self.wire.transaction();
        if let Kind::Transaction(verb) = kind {
            self.transact(*verb, &statement.sql).await?;
            return Ok(0);
        }
        match self.run_once(kind, statement).await {
            Err(fault) if self.inline(statement, &fault, before) => self.run_once(kind, statement).await,
            other => other,
        }
    }

    async fn run_once(&mut self, kind: &Kind, statement: &Prepared) -> Result<u64, Error> {
        if matches!(kind, Kind::Query | Kind::Shown | Kind::Returning(_)) {
            let Some(mut rows) = self.start(kind, statement).await? else { return Ok(0) };
            let mut count = 0;
            while let Some(batch) = rows.batches.try_next().await? {
                count += batch.num_rows() as u64;
            }
            return Ok(if matches!(kind, Kind::Returning(_)) { count } else { 0 });
        }
        let bound = self.bound(statement)?;
        let declared = bound.declared();
        let outcome = self.wire.run(&bound.sql, &declared, bound.arguments).await;
        Ok(changed(&outcome.map_err(|fault| Quoted::of(statement).hidden_in(error(fault)))?))
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

    /// Begins a transaction for one call, of which the caller knows nothing.
    async fn begin_own(&mut self) -> Result<(), Error> {
        self.whose = Whose::OneCalls;
        self.wire.begin().await.map_err(error)
    }

    /// Ends it.
    async fn end_own<T>(&mut self, done: Result<T, Error>) -> Result<T, Error> {
        match done {
            Ok(value) => {
                let committed = self.wire.commit().await;
                self.whose = Whose::Callers;
                committed.map_err(|fault| match (fault.is_lost(), error(fault)) {
                    (true, lost) => Error::CommitUnknown { error: Box::new(lost) },
                    (false, other) => other,
                })?;
                Ok(value)
            }
            Err(fault) => {
                // What it answers is of less interest than why.
                let _ = self.wire.rollback().await;
                self.whose = Whose::Callers;
                Err(fault)
            }
        }
    }

    fn warn(&self, target: &InsertTarget, inserted: crate::insert::Inserted) {
        let table = target.path.join(".");
        if inserted.is_too_much(target) && self.shared.is_first(&table) {
            tracing::warn!(
                db.collection.name = table,
                rows = inserted.rows,
                statements = inserted.statements,
                "rows were inserted over the Postgres endpoint, which is slow for so many: the native road \
                 (`duckdb:///md:…`) loads them faster, and so does `create_table_as` or `insert` from a file that MotherDuck can read"
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
        let admitted = self.admit(statement).await?;
        let kind = admitted.kind.clone();
        let nothing = || Results { schema: Arc::new(Schema::empty()), batches: stream::empty().boxed() };
        if let Kind::Transaction(verb) = kind {
            self.transact(verb, &statement.sql).await?;
            return Ok(nothing());
        }
        let started = match self.start(&kind, statement).await {
            Err(fault) if self.inline(statement, &fault, admitted.before) || self.forget(&fault).await? => {
                self.start(&kind, statement).await?
            }
            other => other?,
        };
        let results = match started {
            Some(results) => results,
            None => {
                self.run(&kind, statement).await?;
                nothing()
            }
        };
        self.succeeded(admitted).await?;
        Ok(results)
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        let admitted = self.admit(statement).await?;
        let changed = self.run(&admitted.kind, statement).await?;
        self.succeeded(admitted).await?;
        Ok(changed.into())
    }

    /// All sets or none, also outside a transaction.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        let admitted = self.admit(statement).await?;
        let changed = if self.wire.transaction() != TransactionState::None {
            self.run_many(&admitted.kind, statement, sets).await?
        } else {
            self.begin_own().await?;
            let done = self.run_many(&admitted.kind, statement, sets).await;
            self.end_own(done).await?
        };
        self.succeeded(admitted).await?;
        Ok(changed.into())
    }

    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.shared.check()?;
        self.wake().await?;
        let inserted = if self.wire.transaction() == TransactionState::None {
            self.begin_own().await?;
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
        // Another connection may have changed a table since.
        self.plans.clear();
        match mode {
            TransactionMode::ReadOnly => self.wire.begin_read_only().await,
            _ => self.wire.begin().await,
        }
        .map_err(error)
    }

    async fn commit(&mut self) -> Result<(), Error> {
        self.shared.check()?;
        self.undo().await?;
        self.plans.clear();
        self.wire.commit().await.map_err(error)
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.shared.check()?;
        self.undo().await?;
        self.plans.clear();
        self.wire.rollback().await.map_err(error)
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.shared.check()?;
        self.undo().await?;
        self.wire.ping().await.map_err(error)
    }

    /// A transaction whose connection was closed is rolled back by whoever asks next.
    async fn settle(&mut self) -> Result<(), Error> {
        self.undo().await?;
        if !self.wire.settle().await && self.wire.transaction() == TransactionState::None {
            self.wake().await?;
        }
        Ok(())
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        self.wire.close().await.map_err(error)
    }
}
