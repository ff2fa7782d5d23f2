//! One connection: the port's verbs on the wire.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aludel_dialect::{Dialect, Parameter};
use aludel_engine::{Connection, Error, InsertTarget, Results, RowsChanged, TransactionMode};
use aludel_postgres_wire::oid::Oid;
use aludel_postgres_wire::{Column, Kind, TransactionState, Wire, WireError};
use aludel_query::Prepared;
use arrow_array::RecordBatch;
use async_trait::async_trait;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::bind::{self, Bound};
use crate::database::Closed;
use crate::dialect::QuestDb;
use crate::error::{error, is_busy, is_stale};
use crate::line_protocol::{self, LineAddress};
use crate::types;
use crate::url::{Behaviour, Target, Visibility};
use crate::words::{self, Action};

/// The server resets the connection, without an answer, over a message longer than its buffer of a mebibyte.
const MESSAGE: usize = (1 << 20) - 4_096;

/// How long the types of a query's columns are believed. Of most changes to a table the server tells; where the wire does
/// not see a difference, as between microseconds and nanoseconds, it tells of none.
const BELIEVED: Duration = Duration::from_secs(1);

/// How long a statement waits for the other writers of a table without a log.
const PATIENCE: Duration = Duration::from_secs(10);

/// How a query is run: its text, perhaps with columns cast, and how these are read.
#[derive(Clone, Debug)]
struct Plan {
    sql: Arc<str>,
    parameters: Vec<Oid>,
    columns: Vec<Column>,
    /// When the server was asked for the columns' types.
    asked: Instant,
}

/// A connection.
#[derive(Debug)]
pub(crate) struct QuestDbConnection {
    wire: Wire,
    behaviour: Behaviour,
    /// Where bulk inserts go.
    lines: Option<LineAddress>,
    closed: Arc<Closed>,
    /// By text and declared types; emptied with the server's prepared statements, whose life they share.
    plans: HashMap<(Arc<str>, Vec<Oid>), Plan>,
    last_used: Instant,
    /// Lines are sent: if this is seen from outside they were given up, and what was sent of them may be taken.
    sending_lines: bool,
    /// The tables that the open transaction inserts into.
    written: Vec<Option<String>>,
    /// Whether the last query's plan was made for an earlier one.
    planned_before: bool,
}

impl QuestDbConnection {
    pub(crate) fn new(wire: Wire, target: &Target, closed: Arc<Closed>) -> Self {
        let last_used = Instant::now();
        let (behaviour, lines) = (target.behaviour, target.lines.clone());
        Self {
            wire,
            behaviour,
            lines,
            closed,
            plans: HashMap::new(),
            last_used,
            sending_lines: false,
            written: Vec::new(),
            planned_before: false,
        }
    }

    /// Looks at a statement before anything is sent, and at the connection.
    async fn admit(&mut self, statement: &Prepared) -> Result<(), Error> {
        self.closed.check()?;
        if statement.dialect != QuestDb::NAME {
            return Err(Error::WrongDialect { rendered_for: statement.dialect, engine: QuestDb::NAME });
        }
        check_size("the statement's text", statement.sql.len())?;
        if self.wire.transaction() != TransactionState::None && words::action(&statement.sql) == Action::AtOnce {
            let reason = "QuestDB does this at once, also in a transaction, and does not roll it back: run it outside of \
                          the transaction";
            return Err(Error::Usage(reason.to_owned()));
        }
        self.wake().await
    }

    /// Makes sure that there is a connection: the server closes one that is idle, and a result that was abandoned has
    /// closed its own. A session of QuestDB holds nothing but its transaction, so a new one is as good as the old.
    async fn wake(&mut self) -> Result<(), Error> {
        if self.wire.transaction() == TransactionState::None {
            if self.last_used.elapsed() >= self.behaviour.idle && self.wire.settle().await {
                // Its answer is seen below.
                let _ = self.wire.ping().await;
            }
            if !self.wire.settle().await {
                self.reconnect().await?;
            }
        }
        self.last_used = Instant::now();
        Ok(())
    }

    async fn reconnect(&mut self) -> Result<(), Error> {
        self.plans.clear();
        self.wire.reconnect().await.map_err(error)
    }

    /// Describes a query, and asks for the types of its columns.
    async fn plan(&mut self, sql: &Arc<str>, declared: &[Oid]) -> Result<Plan, WireError> {
        let key = (sql.clone(), declared.to_vec());
        let open = self.wire.transaction() != TransactionState::None;
        // A cast would make almost anything of what the column has become.
        let is_believed = |plan: &&Plan| open || (plan.sql == *sql && plan.asked.elapsed() < BELIEVED);
        if let Some(plan) = self.plans.get(&key).filter(is_believed) {
            self.planned_before = true;
            return Ok(plan.clone());
        }
        self.planned_before = false;
        let described = self.wire.describe(sql, declared).await?;
        let mut plan = Plan {
            sql: sql.clone(),
            parameters: described.parameters.clone(),
            columns: Vec::new(),
            asked: Instant::now(),
        };
        if !described.columns.is_empty() {
            let refused = |name: &str, reason| WireError::Column { name: name.to_owned(), reason };
            let names = match words::action(sql) {
                Action::Query => Some(self.names_of_types(&types::question(sql, &described.columns), declared).await?),
                _ => None,
            };
            let mut selected = Vec::with_capacity(described.columns.len());
            for (index, column) in described.columns.iter().enumerate() {
                let found = match &names {
                    Some(names) => match names.get(index) {
                        Some(name) => types::selected(column, name),
                        None => Err("the server did not say its type".to_owned()),
                    },
                    None => types::described_only(column),
                };
                selected.push(found.map_err(|reason| refused(&column.name, reason))?);
            }
            if let Some(projected) = types::projected(sql, &selected) {
                plan.parameters = self.wire.describe(&projected, declared).await?.parameters;
                plan.sql = projected.into();
            }
            plan.columns = selected.into_iter().map(|selected| selected.column).collect();
        }
        if self.plans.len() >= self.wire.address().statements {
            self.plans.clear();
        }
        self.plans.insert(key, plan.clone());
        Ok(plan)
    }

    /// The answer is an error, which would undo an open transaction; so there another connection asks.
    async fn names_of_types(&mut self, question: &str, declared: &[Oid]) -> Result<Vec<String>, WireError> {
        let answer = match self.wire.transaction() {
            TransactionState::None => self.wire.describe(question, declared).await,
            _ => {
                let mut other = Wire::connect(self.wire.address().clone()).await?;
                let answer = other.describe(question, declared).await;
                other.close().await?;
                answer
            }
        };
        let unknown = |words: &str| {
            WireError::Usage(format!(
                "the types of the result's columns can't be learnt, and without them values could be lost; asked for \
                 them, the server says: {words}"
            ))
        };
        match answer {
            Err(WireError::Server(answer)) => {
                types::named_types(&answer.message).ok_or_else(|| unknown(&answer.message))
            }
            Err(other) => Err(other),
            Ok(_) => Err(unknown("nothing")),
        }
    }

    /// Binds the parameters, telling the server types where it guessed wrong.
    async fn bound(&mut self, sql: &Arc<str>, parameters: &[Parameter]) -> Result<Bound, Error> {
        let expected = self.wire.describe(sql, &[]).await.map_err(error)?.parameters;
        let bound = bind::bind(parameters, &expected).map_err(unbound)?;
        if bound.declared.iter().all(|oid| *oid == 0) {
            return Ok(bound);
        }
        // What is told is taken, so the same arguments fit.
        let told = self.wire.describe(sql, &bound.declared).await.map_err(error)?.parameters;
        let again = bind::bind(parameters, &told).map_err(unbound)?;
        Ok(Bound { declared: bound.declared, arguments: again.arguments })
    }

    async fn start_query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        self.planned_before = !self.plans.is_empty();
        let mut bound = self.bound(&statement.sql, &statement.parameters).await?;
        let plan = self.plan(&statement.sql, &bound.declared).await.map_err(error)?;
        if plan.sql != statement.sql {
            // The projection's text may guess types in its own way.
            let arguments = bind::bind(&statement.parameters, &plan.parameters).map_err(unbound)?.arguments;
            bound.arguments = arguments;
        }
        check_size("the statement's parameters", size(&bound))?;
        let batches =
            self.wire.query(&plan.sql, &bound.declared, bound.arguments, plan.columns).await.map_err(error)?;
        let schema = batches.schema().clone();
        let mut batches = batches.map_err(error).boxed();
        // The server refuses a statement when it runs it, which is now.
        let first = batches.try_next().await?;
        let batches = stream::iter(first.map(Ok)).chain(batches).boxed();
        Ok(Results { schema, batches })
    }

    /// Whether the server tells how many rows a statement changes: of an UPDATE of a table with a log it tells the number
    /// of the log's transaction in their place.
    async fn tells_rows(&mut self, statement: &Prepared) -> Result<bool, Error> {
        let Some(table) = words::updated(&statement.sql) else { return Ok(!words::updates_after_with(&statement.sql)) };
        let column = Column { name: "walEnabled".to_owned(), kind: Kind::Boolean, type_name: "BOOLEAN".to_owned() };
        let sql =
            format!("SELECT walEnabled FROM tables() WHERE lower(table_name) = lower('{}')", table.replace('\'', "''"));
        let has_log: Vec<bool> = crate::visibility::rows(&mut self.wire, &sql, vec![column]).await?;
        Ok(has_log == [false])
    }

    /// Runs a statement when it is its turn: a table without a log has one writer at a time, and answers others that it is
    /// busy before it has done anything.
    async fn run_in_turn(&mut self, statement: &Prepared) -> Result<u64, Error> {
        let (begun, mut pause) = (Instant::now(), Duration::from_millis(1));
        loop {
            match self.run(statement).await {
                Err(fault)
                    if is_busy(&fault)
                        && self.wire.transaction() == TransactionState::None
                        && begun.elapsed() < PATIENCE =>
                {
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_millis(50));
                }
                other => return other,
            }
        }
    }

    async fn run(&mut self, statement: &Prepared) -> Result<u64, Error> {
        let bound = self.bound(&statement.sql, &statement.parameters).await?;
        check_size("the statement's parameters", size(&bound))?;
        self.wire.execute(&statement.sql, &bound.declared, bound.arguments).await.map_err(error)
    }

    /// Lets go of what was prepared before a table changed, if that may be what went wrong, and says whether to try again.
    async fn forget(&mut self, statement: &Prepared, fault: &Error) -> Result<bool, Error> {
        if self.wire.transaction() != TransactionState::None {
            return Ok(false);
        }
        if is_stale(fault) {
            self.plans.clear();
            self.wire.forget_statements().await.map_err(error)?;
            return Ok(true);
        }
        // Columns that are not what they were: the wire breaks, or values do not fit. Or the server was started anew.
        let may_be_old = self.planned_before && words::action(&statement.sql) == Action::Query;
        if may_be_old && (fault.is_disconnect() || matches!(fault, Error::Usage(_))) {
            self.plans.clear();
            if !self.wire.settle().await {
                self.reconnect().await?;
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// Ends a transaction that was begun here, of which the caller knows nothing: without an answer to COMMIT nobody knows
    /// whether the rows are there.
    async fn commit_own(&mut self) -> Result<(), Error> {
        let tables = std::mem::take(&mut self.written);
        self.wire.commit().await.map_err(|fault| match (fault.is_lost(), error(fault)) {
            (true, lost) => Error::CommitUnknown { error: Box::new(lost) },
            (false, other) => other,
        })?;
        self.written(tables).await
    }

    /// Waits until what was written can be read, if that was asked for.
    async fn written(&mut self, tables: Vec<Option<String>>) -> Result<(), Error> {
        if self.behaviour.visibility == Visibility::Eventual || tables.is_empty() {
            return Ok(());
        }
        crate::visibility::wait(&mut self.wire, &tables, self.behaviour.visibility_timeout).await
    }

    async fn after(&mut self, statement: &Prepared) -> Result<(), Error> {
        if !matches!(words::action(&statement.sql), Action::Insert | Action::AtOnce) {
            return Ok(());
        }
        let table = words::target(&statement.sql);
        if self.wire.transaction() == TransactionState::None {
            self.written(vec![table]).await
        } else {
            if !self.written.contains(&table) {
                self.written.push(table);
            }
            Ok(())
        }
    }

    /// Runs `statement` with each set; in one transaction if that can take inserts back and none is open.
    async fn run_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<u64, Error> {
        let mut count = 0;
        let mut one = statement.clone();
        for parameters in sets {
            one.parameters = parameters;
            count += self.run(&one).await?;
        }
        Ok(count)
    }
}

fn unbound(unbound: bind::Unbound) -> Error {
    error(WireError::Parameter { number: unbound.number, reason: unbound.reason })
}

/// How long the message with the parameters will be.
fn size(bound: &Bound) -> usize {
    bound.arguments.iter().map(|argument| 4 + argument.bytes.as_ref().map_or(0, Vec::len)).sum()
}

/// # Errors
/// [`Error::Usage`] for more than the server takes: it would close the connection without a word.
pub(crate) fn check_size(what: &str, size: usize) -> Result<(), Error> {
    if size <= MESSAGE {
        return Ok(());
    }
    Err(Error::Usage(format!("{what} is {size} bytes long, and QuestDB takes {MESSAGE}: send it in parts")))
}

#[async_trait]
impl Connection for QuestDbConnection {
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error> {
        self.admit(statement).await?;
        let results = match self.start_query(statement).await {
            Err(fault) if self.forget(statement, &fault).await? => self.start_query(statement).await?,
            other => other?,
        };
        self.after(statement).await?;
        Ok(results)
    }

    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error> {
        self.admit(statement).await?;
        let tells_rows = self.tells_rows(statement).await?;
        let count = match self.run_in_turn(statement).await {
            Err(fault) if self.forget(statement, &fault).await? => self.run_in_turn(statement).await?,
            other => other?,
        };
        self.after(statement).await?;
        Ok(if tells_rows { RowsChanged::Known(count) } else { RowsChanged::Unknown })
    }

    /// All sets or none, also outside a transaction, for an INSERT; nothing else can be taken back.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error> {
        self.admit(statement).await?;
        let tells_rows = self.tells_rows(statement).await?;
        let alone = self.wire.transaction() == TransactionState::None;
        if !alone || words::action(&statement.sql) != Action::Insert {
            let count = self.run_many(statement, sets).await?;
            self.after(statement).await?;
            return Ok(if tells_rows { RowsChanged::Known(count) } else { RowsChanged::Unknown });
        }
        self.begin(TransactionMode::ReadWrite).await?;
        let done = self.run_many(statement, sets).await;
        match done {
            Ok(count) => {
                self.written.push(words::target(&statement.sql));
                self.commit_own().await?;
                Ok(count.into())
            }
            Err(fault) => {
                // What it answers is of less interest than why.
                let _ = self.rollback().await;
                Err(fault)
            }
        }
    }

    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error> {
        self.closed.check()?;
        self.wake().await?;
        let alone = self.wire.transaction() == TransactionState::None;
        let table = target.path.last().cloned();
        let columns = crate::insert::columns_of(&mut self.wire, target).await?;
        if let (true, Some(address), Some(name)) = (alone, &self.lines, &table)
            && let Some(lines) = line_protocol::open(address, name, &columns).await?
        {
            self.sending_lines = true;
            let inserted = lines.insert(batches).await;
            self.sending_lines = false;
            let count = inserted?;
            self.written(vec![table]).await?;
            return Ok(count);
        }
        if !alone {
            let count = crate::insert::insert(&mut self.wire, target, columns, batches).await;
            self.written.push(table);
            return count;
        }
        self.begin(TransactionMode::ReadWrite).await?;
        match crate::insert::insert(&mut self.wire, target, columns, batches).await {
            Ok(count) => {
                self.written.push(table);
                self.commit_own().await?;
                Ok(count)
            }
            Err(fault) => {
                let _ = self.rollback().await;
                Err(fault)
            }
        }
    }

    async fn begin(&mut self, mode: TransactionMode) -> Result<(), Error> {
        self.closed.check()?;
        if mode != TransactionMode::ReadWrite {
            let reason = "QuestDB has no transaction that is READ ONLY: log in as a user who may only read";
            return Err(Error::Usage(reason.to_owned()));
        }
        self.wake().await?;
        self.written.clear();
        self.wire.begin().await.map_err(error)
    }

    /// After an error the server answers COMMIT with `COMMIT` and drops the inserts.
    async fn commit(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        let tables = std::mem::take(&mut self.written);
        self.wire.commit().await.map_err(error)?;
        self.written(tables).await
    }

    async fn rollback(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        self.written.clear();
        self.wire.rollback().await.map_err(error)
    }

    async fn ping(&mut self) -> Result<(), Error> {
        self.closed.check()?;
        self.wake().await?;
        self.wire.ping().await.map_err(error)
    }

    /// A transaction whose connection was closed is rolled back by whoever asks next.
    async fn settled(&mut self, path: &[String], within: Duration) -> Result<(), Error> {
        self.closed.check()?;
        self.wake().await?;
        crate::visibility::wait(&mut self.wire, &[path.last().cloned()], within).await
    }

    async fn settle(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.sending_lines) {
            let reason = "it was given up while lines were sent";
            return Err(Error::CommitUnknown { error: Box::new(Error::Usage(reason.to_owned())) });
        }
        if !self.wire.settle().await && self.wire.transaction() == TransactionState::None {
            self.reconnect().await?;
        }
        Ok(())
    }

    async fn close(self: Box<Self>) -> Result<(), Error> {
        self.wire.close().await.map_err(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_is_too_long_is_refused_with_both_sizes() {
        assert!(check_size("the text", MESSAGE).is_ok());
        let fault = check_size("the text", 2_000_000).expect_err("too long").to_string();
        assert!(fault.contains("2000000") && fault.contains(&MESSAGE.to_string()), "{fault}");
    }
}
