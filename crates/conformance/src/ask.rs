//! Asks an engine one probe, through the port: below the builder, the pool and every refusal of ours.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aludel_dialect::{Capabilities, Dialect, Parameter};
use aludel_engine::{Connection, Database, Error, InsertTarget, Results, Row, Rows, ServerError, TransactionMode};
use aludel_query::{Effect, Prepared, text};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::lent::engine_of;
use crate::nonsense::Nonsense;
use crate::opened::with_database;
use crate::probe::{Probe, Refusal, Step, Verb};
use crate::stopping::Watch;
use crate::{ByHand, Narrowed, Observed, Phase, Subject, show};

/// How long an endless statement runs before it is stopped.
const BEFORE_STOPPING: Duration = Duration::from_millis(100);

/// Tells the directories of one process apart.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// Gives `work` an empty directory of its own.
async fn in_directory<T>(work: impl AsyncFnOnce(&Path) -> T) -> Result<T, std::io::Error> {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let directory = std::env::temp_dir().join(format!("aludel-conformance-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let done = work(&directory).await;
    // Left behind, it is in nobody's way.
    let _ = std::fs::remove_dir_all(&directory);
    Ok(done)
}

pub(crate) async fn ask_by_hand(probe: ByHand) -> Observed {
    let asked = in_directory(async |directory| (probe.ask)(directory)).await;
    asked.unwrap_or_else(|error| Observed::Broken(error.to_string()))
}

/// Asks a probe. `nonsense` is what the engine says of texts that nobody understands.
pub(crate) async fn ask<S: Subject>(subject: &S, probe: &Probe, nonsense: &Nonsense) -> Observed {
    let asked = in_directory(async |directory| {
        with_database(subject, subject.open(&probe.settings), async |database| {
            let asked = Asking::new(subject, probe, nonsense, database, directory).run().await;
            Ok(asked.unwrap_or_else(|ended| ended))
        })
        .await
    });
    asked.await.map_err(|error| error.to_string()).flatten().unwrap_or_else(Observed::Broken)
}

/// Asks a probe of an engine that is narrowed.
pub(crate) async fn ask_narrowed<S: Subject>(
    subject: &S,
    probe: &Probe,
    nonsense: &Nonsense,
    narrowed: &Narrowed,
) -> Observed {
    let probe =
        &narrowed.refusals.iter().fold(probe.clone(), |probe, (class, words)| probe.with_refusal(*class, words));
    let asked = in_directory(async |directory| {
        let files = directory.join("files");
        std::fs::create_dir(&files).map_err(|error| error.to_string())?;
        with_database(
            subject,
            subject.open_narrowed(narrowed, Phase::Filling, directory, &probe.settings),
            async |database| {
                let asking = Asking::new(subject, probe, nonsense, database, &files);
                asking.prepare().await.map_err(|ended| format!("filling it: {ended:?}"))
            },
        )
        .await?;
        with_database(
            subject,
            subject.open_narrowed(narrowed, Phase::Asking, directory, &probe.settings),
            async |database| {
                let mut asking = Asking::new(subject, probe, nonsense, database, &files);
                asking.narrowed = Some(narrowed);
                Ok(asking.run().await.unwrap_or_else(|ended| ended))
            },
        )
        .await
    });
    asked.await.map_err(|error| error.to_string()).flatten().unwrap_or_else(Observed::Broken)
}

/// With what an engine opens that is narrowed, and what it says then of texts that nobody understands.
pub(crate) async fn opened_narrowed<S: Subject>(
    subject: &S,
    narrowed: &Narrowed,
) -> Result<(Capabilities, Nonsense), String> {
    let opened = in_directory(async |directory| {
        for phase in [Phase::Filling, Phase::Asking] {
            let open = subject.open_narrowed(narrowed, phase, directory, &[]);
            let found = with_database(subject, open, async |database| match phase {
                Phase::Filling => Ok(None),
                Phase::Asking => {
                    let nonsense = Nonsense::of::<S>(database.as_ref()).await.map_err(|error| error.to_string())?;
                    Ok(Some((database.capabilities().clone(), nonsense)))
                }
            });
            if let Some(found) = found.await? {
                return Ok(found);
            }
        }
        Err("it is not opened".to_owned())
    });
    opened.await.map_err(|error| error.to_string()).flatten()
}

fn broken(what: &str, error: &Error) -> Observed {
    Observed::Broken(format!("{what}: {error}"))
}

/// Runs text and collects its rows.
pub(crate) async fn run(
    connection: &mut dyn Connection,
    dialect: &'static str,
    sql: &str,
    parameters: Vec<Parameter>,
) -> Result<Rows, Error> {
    run_prepared(connection, &Prepared::new(dialect, sql, parameters, Effect::Unknown)).await
}

async fn run_prepared(connection: &mut dyn Connection, statement: &Prepared) -> Result<Rows, Error> {
    let Results { schema, batches } = connection.query(statement).await?;
    Ok(Rows::new(schema, batches.try_collect().await?))
}

pub(crate) fn rows_text(rows: &Rows) -> String {
    let row = |row: Row| match row.values() {
        Ok(values) => format!("({})", values.iter().map(show).collect::<Vec<_>>().join(", ")),
        Err(error) => format!("({error})"),
    };
    if rows.is_empty() { "none".to_owned() } else { rows.iter().map(row).collect::<Vec<_>>().join(" ") }
}

/// One probe while it is asked.
struct Asking<'a, S> {
    subject: &'a S,
    probe: &'a Probe,
    nonsense: &'a Nonsense,
    database: Arc<dyn Database>,
    directory: &'a Path,
    /// What `rows` compares: of the last step that has rows, if it is the last that could have.
    found: Option<String>,
    /// What would be found if nothing had been done.
    untouched: Option<String>,
    /// The database was prepared before it was narrowed so: what is refused of that is done already.
    narrowed: Option<&'a Narrowed>,
    /// The engine has taken what is asked next, but for the construct.
    controlled: bool,
}

/// How one step ended the probe.
type Ended = Observed;

impl<'a, S: Subject> Asking<'a, S> {
    fn new(
        subject: &'a S,
        probe: &'a Probe,
        nonsense: &'a Nonsense,
        database: Arc<dyn Database>,
        directory: &'a Path,
    ) -> Self {
        Self {
            subject,
            probe,
            nonsense,
            database,
            directory,
            found: None,
            untouched: None,
            narrowed: None,
            controlled: false,
        }
    }

    async fn run(mut self) -> Result<Observed, Ended> {
        let mut connection = self.connect().await?;
        for step in &self.probe.steps {
            if matches!(step, Step::Reconnect) {
                connection.close().await.map_err(|error| broken("closing", &error))?;
                connection = self.connect().await?;
            } else {
                self.step(connection.as_mut(), step).await?;
                // A control is one of the next that is asked, and of no other.
                self.controlled &= !step.asks();
            }
        }
        connection.close().await.map_err(|error| broken("closing", &error))?;
        if !self.probe.is_checked() {
            return Ok(Observed::Unseen("no `rows` or `tells` of the probe says which is expected".to_owned()));
        }
        Ok(match (self.probe.is_replacement(), self.probe.is_bare()) {
            (true, _) => Observed::ReplacementSeen,
            (_, true) => Observed::SeenWithoutWhere(self.probe.ours.clone()),
            _ => Observed::Seen,
        })
    }

    /// Does what the probe is given, and no more.
    async fn prepare(&self) -> Result<(), Ended> {
        let mut connection = self.connect().await?;
        for sql in self.probe.preparation() {
            self.sql(connection.as_mut(), sql, Vec::new()).await.map_err(|error| broken(sql, &error))?;
        }
        self.settle(connection.as_mut()).await?;
        connection.close().await.map_err(|error| broken("closing", &error))
    }

    async fn connect(&self) -> Result<Box<dyn Connection>, Ended> {
        let mut connection = self.database.connect().await.map_err(|error| broken("connecting", &error))?;
        for sql in S::SESSION {
            let ready = run(connection.as_mut(), S::Dialect::NAME, sql, Vec::new()).await;
            ready.map_err(|error| broken(sql, &error))?;
        }
        Ok(connection)
    }

    async fn step(&mut self, connection: &mut dyn Connection, step: &Step) -> Result<(), Ended> {
        match step {
            Step::Given(sql) | Step::Effect(sql) => {
                let answer = self.sql(connection, sql, Vec::new()).await;
                // What was found before is no effect of this.
                self.found = self.found.take().filter(|_| matches!(step, Step::Given(_)));
                if answer.as_ref().is_err_and(|error| self.was_done_before(error)) {
                    return Ok(());
                }
                let rows = answer.map_err(|error| broken(sql, &error))?;
                if matches!(step, Step::Effect(_)) {
                    self.found = Some(rows_text(&rows));
                } else {
                    self.settle(connection).await?;
                }
            }
            Step::Control(sql) => {
                self.sql(connection, sql, Vec::new()).await.map_err(|error| broken(sql, &error))?;
                self.controlled = true;
            }
            Step::Ask(sql) | Step::Bare(sql) => self.ask(connection, sql, Vec::new()).await?,
            Step::Bind(value, sql) => {
                self.ask(connection, sql, vec![Parameter::new(value.clone())]).await?;
            }
            Step::Carry(setting, sql) => {
                let mut statement = Prepared::new(S::Dialect::NAME, self.placed(sql), Vec::new(), Effect::Unknown);
                statement.settings.push(setting.clone());
                let asked = run_prepared(connection, &statement).await;
                self.found = Some(rows_text(&self.answered(asked, sql)?));
                self.settle(connection).await?;
            }
            Step::Bulk(rows, table) => {
                self.found = None;
                let inserted = bulk_insert(connection, *rows, table).await;
                let counted = self.answered(inserted, "the bulk insert")?;
                if counted != *rows as u64 {
                    return Err(Observed::Unseen(format!("{counted} rows inserted, not {rows}")));
                }
                self.settle(connection).await?;
            }
            Step::Verb(verb) => {
                self.found = None;
                let done = match verb {
                    Verb::Begin => connection.begin(TransactionMode::ReadWrite).await,
                    Verb::Commit => connection.commit().await,
                    Verb::Rollback => connection.rollback().await,
                };
                self.answered(done, &format!("{verb:?}"))?;
            }
            Step::Cancel(sql) => self.cancel(connection, sql).await?,
            Step::Timeout(sql) => self.time_out(sql).await?,
            Step::NoOp(rows) => self.untouched = Some(rows.clone()),
            Step::Rows(expected) => {
                let found = self.found()?;
                if found != expected {
                    return Err(match &self.untouched {
                        Some(untouched) if untouched == found => Observed::NothingDone,
                        _ => Observed::Unseen(format!("found {found}, expected {expected}")),
                    });
                }
            }
            Step::Tells(words) => {
                let found = self.found()?;
                if !found.contains(words) {
                    return Err(Observed::Unseen(format!("{words:?} is not in {found}")));
                }
            }
            Step::Fails(class, sql) => match self.sql(connection, sql, Vec::new()).await {
                Ok(_) => return Err(Observed::Unseen(format!("{sql} does not fail"))),
                Err(error) if self.was_done_before(&error) => {}
                Err(error) if error.class() == Some(*class) => {}
                Err(error) => return Err(broken(sql, &error)),
            },
            Step::Reconnect => {}
        }
        Ok(())
    }

    fn found(&self) -> Result<&str, Ended> {
        self.found.as_deref().ok_or_else(|| {
            Observed::Broken("`rows` and `tells` compare nothing: the step before them gave no rows".to_owned())
        })
    }

    /// Whether that is refused because the database is narrowed, and was done before it was.
    fn was_done_before(&self, error: &Error) -> bool {
        error.server().is_some_and(|said| self.narrowed.is_some_and(|narrowed| narrowed.refuses(said)))
    }

    async fn sql(&self, connection: &mut dyn Connection, sql: &str, parameters: Vec<Parameter>) -> Result<Rows, Error> {
        run(connection, S::Dialect::NAME, &self.placed(sql), parameters).await
    }

    fn placed(&self, sql: &str) -> String {
        sql.replace("{dir}", &self.directory.display().to_string().replace('\'', "''"))
    }

    async fn ask(
        &mut self,
        connection: &mut dyn Connection,
        sql: &str,
        parameters: Vec<Parameter>,
    ) -> Result<(), Ended> {
        let asked = self.sql(connection, sql, parameters).await;
        self.found = Some(rows_text(&self.answered(asked, sql)?));
        self.settle(connection).await
    }

    async fn settle(&self, connection: &mut dyn Connection) -> Result<(), Ended> {
        self.subject.settle(connection).await.map_err(|error| broken("settling", &error))
    }

    /// What the engine answered to the construct: an error ends the probe, as a refusal if it is one.
    fn answered<T>(&self, answer: Result<T, Error>, what: &str) -> Result<T, Ended> {
        answer.map_err(|error| {
            let Some(said) = error.server() else { return broken(what, &error) };
            let message = said.message.replace(&*self.directory.display().to_string(), "{dir}");
            match self.probe.refusal(&self.placed(what), said.class, &message) {
                Some(Refusal::Expected(words)) => match self.nonsense.of_which_it_says(said.class, &words) {
                    Some((text, of_nonsense)) if !self.controlled => {
                        Observed::RefusedAsNonsense(format!("{words:?} is what it says of `{text}` too: {of_nonsense}"))
                    }
                    _ => self.refused(said),
                },
                Some(Refusal::AtItsPlace) => self.refused(said),
                Some(Refusal::InOtherWords) => Observed::RefusedInOtherWords(said.class, said.to_string()),
                None => broken(what, &error),
            }
        })
    }

    fn refused(&self, said: &ServerError) -> Observed {
        if self.probe.is_bare() {
            Observed::RefusedWithoutWhere(said.to_string())
        } else {
            Observed::Refused(said.to_string())
        }
    }

    fn watch(&self) -> Watch {
        Watch::new::<S>(self.database.clone(), self.probe.running.as_deref().unwrap_or_default())
    }

    /// Drops a statement half-way; the connection must answer soon after, and the engine say that it has stopped.
    async fn cancel(&mut self, connection: &mut dyn Connection, sql: &str) -> Result<(), Ended> {
        let watch = self.watch();
        watch.drop_half_way(self.sql(connection, sql, Vec::new())).await.map_err(Observed::Broken)?;
        let dropped = Instant::now();
        connection.settle().await.map_err(|error| broken("settling", &error))?;
        connection.ping().await.map_err(|error| broken("asking again", &error))?;
        soon(dropped, watch.limit()).map_err(Observed::Unseen)?;
        watch.has_stopped().await.map_err(Observed::Broken)?.map_err(Observed::Unseen)
    }

    /// Runs a statement with a timeout of ours; the engine must answer soon after.
    async fn time_out(&self, sql: &str) -> Result<(), Ended> {
        let engine = engine_of(self.database.clone()).await.map_err(|error| broken("the engine", &error))?;
        let begun = Instant::now();
        match engine.fetch(text(sql.to_owned())).timeout(BEFORE_STOPPING).await {
            Err(Error::Timeout(_)) => {}
            Err(error) => return Err(broken(sql, &error)),
            Ok(_) => return Err(Observed::Broken(format!("{sql} came to an end by itself"))),
        }
        let session = engine.connection().await.map_err(|error| broken("connecting again", &error))?;
        session.ping().await.map_err(|error| broken("asking again", &error))?;
        let watch = self.watch();
        soon(begun, watch.limit()).map_err(Observed::ReplacementUnseen)?;
        watch.has_stopped().await.map_err(Observed::Broken)?.map_err(Observed::ReplacementUnseen)
    }
}

fn soon(begun: Instant, limit: Duration) -> Result<(), String> {
    match begun.elapsed() {
        elapsed if elapsed < limit => Ok(()),
        elapsed => Err(format!("it took {elapsed:?} until the connection answered")),
    }
}

/// Rows `0..rows` with the text `x`, in batches.
async fn bulk_insert(connection: &mut dyn Connection, rows: usize, table: &str) -> Result<u64, Error> {
    let schema =
        Arc::new(Schema::new(vec![Field::new("a", DataType::Int64, true), Field::new("b", DataType::Utf8, true)]));
    let batches: Vec<Result<RecordBatch, Error>> = (0..rows)
        .step_by(1_000)
        .map(|from| {
            let to = rows.min(from + 1_000);
            let numbers: Int64Array = (from..to).map(|number| i64::try_from(number).ok()).collect();
            let texts: StringArray = (from..to).map(|_| Some("x")).collect();
            let columns: Vec<ArrayRef> = vec![Arc::new(numbers), Arc::new(texts)];
            RecordBatch::try_new(schema.clone(), columns).map_err(|error| Error::Usage(error.to_string()))
        })
        .collect();
    let target = InsertTarget::new(vec![table.to_owned()], vec!["a".to_owned(), "b".to_owned()]);
    connection.insert(&target, stream::iter(batches).boxed()).await
}
