//! Asks an engine one probe, through the port: below the builder, the pool and every refusal of ours.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aludel_dialect::{Capabilities, Dialect, Parameter};
use aludel_engine::{Connection, Database, Error, ErrorClass, InsertTarget, Results, Row, Rows, TransactionMode};
use aludel_query::{Effect, Prepared, text};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::lent::engine_of;
use crate::opened::with_database;
use crate::probe::{Probe, Refusal, Step, Verb};
use crate::{ByHand, Narrowed, Observed, Phase, Subject, show};

/// How long an endless statement runs before it is stopped.
const BEFORE_STOPPING: Duration = Duration::from_millis(100);
/// How long an engine may take to stop it.
const STOPPED_WITHIN: Duration = Duration::from_secs(20);

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

/// Asks a probe. `nonsense` is what the engine says of a text that nobody understands.
pub(crate) async fn ask<S: Subject>(subject: &S, probe: &Probe, nonsense: &str) -> Observed {
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
pub(crate) async fn ask_narrowed<S: Subject>(subject: &S, probe: &Probe, narrowed: &Narrowed) -> Observed {
    let probe =
        &narrowed.refusals.iter().fold(probe.clone(), |probe, (class, words)| probe.with_refusal(*class, words));
    let asked = in_directory(async |directory| {
        let files = directory.join("files");
        std::fs::create_dir(&files).map_err(|error| error.to_string())?;
        with_database(
            subject,
            subject.open_narrowed(narrowed, Phase::Filling, directory, &probe.settings),
            async |database| {
                let asking = Asking::new(subject, probe, "", database, &files);
                asking.prepare().await.map_err(|ended| format!("filling it: {ended:?}"))
            },
        )
        .await?;
        with_database(
            subject,
            subject.open_narrowed(narrowed, Phase::Asking, directory, &probe.settings),
            async |database| {
                let mut asking = Asking::new(subject, probe, "", database, &files);
                asking.narrowed = Some(narrowed);
                Ok(asking.run().await.unwrap_or_else(|ended| ended))
            },
        )
        .await
    });
    asked.await.map_err(|error| error.to_string()).flatten().unwrap_or_else(Observed::Broken)
}

/// With what an engine opens that is narrowed.
pub(crate) async fn capabilities_of<S: Subject>(subject: &S, narrowed: &Narrowed) -> Result<Capabilities, String> {
    let opened = in_directory(async |directory| {
        for phase in [Phase::Filling, Phase::Asking] {
            let open = subject.open_narrowed(narrowed, phase, directory, &[]);
            let found = with_database(subject, open, async |database| Ok(database.capabilities().clone())).await?;
            if phase == Phase::Asking {
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
    nonsense: &'a str,
    database: Arc<dyn Database>,
    directory: &'a Path,
    /// What `rows` compares.
    found: String,
    /// What would be found if nothing had been done.
    untouched: Option<String>,
    /// The database was prepared before it was narrowed so: what is refused of that is done already.
    narrowed: Option<&'a Narrowed>,
}

/// How one step ended the probe.
type Ended = Observed;

impl<'a, S: Subject> Asking<'a, S> {
    fn new(
        subject: &'a S,
        probe: &'a Probe,
        nonsense: &'a str,
        database: Arc<dyn Database>,
        directory: &'a Path,
    ) -> Self {
        Self {
            subject,
            probe,
            nonsense,
            database,
            directory,
            found: "none".to_owned(),
            untouched: None,
            narrowed: None,
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
                if answer.as_ref().is_err_and(|error| self.was_done_before(error)) {
                    return Ok(());
                }
                let rows = answer.map_err(|error| broken(sql, &error))?;
                if matches!(step, Step::Effect(_)) {
                    self.found = rows_text(&rows);
                } else {
                    self.settle(connection).await?;
                }
            }
            Step::Ask(sql) | Step::Bare(sql) => self.ask(connection, sql, Vec::new()).await?,
            Step::Bind(value, sql) => {
                self.ask(connection, sql, vec![Parameter::new(value.clone())]).await?;
            }
            Step::Carry(setting, sql) => {
                let mut statement = Prepared::new(S::Dialect::NAME, self.placed(sql), Vec::new(), Effect::Unknown);
                statement.settings.push(setting.clone());
                let asked = run_prepared(connection, &statement).await;
                self.found = rows_text(&self.answered(asked, sql)?);
                self.settle(connection).await?;
            }
            Step::Bulk(rows, table) => {
                let inserted = bulk_insert(connection, *rows, table).await;
                let counted = self.answered(inserted, "the bulk insert")?;
                if counted != *rows as u64 {
                    return Err(Observed::Unseen(format!("{counted} rows inserted, not {rows}")));
                }
                self.settle(connection).await?;
            }
            Step::Verb(verb) => {
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
                let found = std::mem::take(&mut self.found);
                if found != *expected {
                    return Err(match self.untouched.take() {
                        Some(untouched) if untouched == found => Observed::NothingDone,
                        _ => Observed::Unseen(format!("found {found}, expected {expected}")),
                    });
                }
                self.found = found;
            }
            Step::Tells(words) => {
                if !self.found.contains(words) {
                    return Err(Observed::Unseen(format!("{words:?} is not in {}", self.found)));
                }
            }
            Step::Fails(class, sql) => match self.sql(connection, sql, Vec::new()).await {
                Ok(_) => return Err(Observed::Unseen(format!("{sql} does not fail"))),
                Err(error) if self.was_done_before(&error) => {}
                Err(error) if error.class().is_some_and(|found| *class == format!("{found:?}")) => {}
                Err(error) => return Err(broken(sql, &error)),
            },
            Step::Reconnect => {}
        }
        Ok(())
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
        self.found = rows_text(&self.answered(asked, sql)?);
        self.settle(connection).await
    }

    async fn settle(&self, connection: &mut dyn Connection) -> Result<(), Ended> {
        self.subject.settle(connection).await.map_err(|error| broken("settling", &error))
    }

    /// What the engine answered to the construct: an error ends the probe, as a refusal if it is one.
    fn answered<T>(&self, answer: Result<T, Error>, what: &str) -> Result<T, Ended> {
        answer.map_err(|error| {
            let refusal = error.server().and_then(|said| Some((said, self.probe.refusal(said.class, &said.message)?)));
            match refusal {
                Some((said, Refusal::Expected(words)))
                    if said.class == ErrorClass::Syntax && self.nonsense.contains(words) =>
                {
                    Observed::Broken(format!(
                        "{words:?} are words that the engine says of any nonsense: {}",
                        self.nonsense
                    ))
                }
                Some((said, Refusal::Expected(_))) if self.probe.is_bare() => {
                    Observed::RefusedWithoutWhere(said.to_string())
                }
                Some((said, Refusal::Expected(_))) => Observed::Refused(said.to_string()),
                Some((said, Refusal::InOtherWords)) => Observed::RefusedInOtherWords(said.class, said.to_string()),
                None => broken(what, &error),
            }
        })
    }

    /// Drops a statement half-way; the connection must answer soon after.
    async fn cancel(&mut self, connection: &mut dyn Connection, sql: &str) -> Result<(), Ended> {
        let begun = Instant::now();
        match tokio::time::timeout(BEFORE_STOPPING, self.sql(connection, sql, Vec::new())).await {
            Ok(Ok(_)) => return Err(Observed::Broken(format!("{sql} came to an end by itself"))),
            Ok(Err(error)) => return Err(broken(sql, &error)),
            Err(_) => {}
        }
        connection.settle().await.map_err(|error| broken("settling", &error))?;
        connection.ping().await.map_err(|error| broken("asking again", &error))?;
        soon(begun)
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
        soon(begun)
    }
}

fn soon(begun: Instant) -> Result<(), Ended> {
    if begun.elapsed() < STOPPED_WITHIN {
        Ok(())
    } else {
        Err(Observed::Unseen(format!("it took {:?} to stop", begun.elapsed())))
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
