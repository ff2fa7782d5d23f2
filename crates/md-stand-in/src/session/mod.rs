//! One session: a connection of DuckDB's, its prepared statements and its portals. It lives on a thread of its own.

mod answers;
mod prepared;
mod running;

use std::collections::HashMap;

use pgwire::messages::PgWireBackendMessage as Message;
use pgwire::messages::data::{NoData, ParameterDescription};
use pgwire::messages::extendedquery::PortalSuspended;
use pgwire::messages::response::{EmptyQueryResponse, TransactionStatus};

pub(crate) use answers::{Answers, Outcome};

use crate::failure::Failure;
use crate::native::{Cell, Connection, Effect, Shape};
use crate::quirks::{Quirk, Quirks};
use crate::sql::Dialogue;
use crate::wire::{self, Format, Oid};
use answers::Stop;
use prepared::{Answer, Prepared, row_description};
use running::Running;

struct Portal {
    statement: String,
    parameters: Vec<(Cell, Shape)>,
    formats: Vec<i16>,
    running: Option<Running>,
}

/// Whose ways the session is to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compatibility {
    /// The endpoint's own.
    None,
    /// What `--compatibility-mode=metabase` was measured to change: CREATE and INSERT give no rows, elements of arrays
    /// are quoted.
    Metabase,
}

/// A session.
pub(crate) struct Session {
    quirks: Quirks,
    compatibility: Compatibility,
    dialogue: Dialogue,
    statements: HashMap<String, Prepared>,
    portals: HashMap<String, Portal>,
    transaction: TransactionStatus,
    /// Goes after what was made of it.
    connection: Connection,
}

impl Session {
    pub(crate) fn new(
        connection: Connection,
        quirks: Quirks,
        compatibility: Compatibility,
        dialogue: Dialogue,
    ) -> Self {
        let quirks = match compatibility {
            Compatibility::None => quirks,
            Compatibility::Metabase => quirks.without(Quirk::UnquotedArrayElements),
        };
        Self {
            connection,
            quirks,
            compatibility,
            dialogue,
            statements: HashMap::new(),
            portals: HashMap::new(),
            transaction: TransactionStatus::Idle,
        }
    }

    /// Makes `database` the current one.
    pub(crate) fn enter(&mut self, database: &str) -> Result<(), Failure> {
        self.connection.run("SET TimeZone = 'UTC'")?;
        let name = database.replace('"', "\"\"");
        self.connection
            .run(&format!("USE \"{name}\""))
            .map_err(|_| Failure::fatal("3D000", format!("Catalog Error: Database \"{database}\" does not exist!")))
    }

    /// What `ReadyForQuery` is to say.
    pub(crate) fn status(&self) -> TransactionStatus {
        if self.quirks.has(Quirk::IdleStatus) { TransactionStatus::Idle } else { self.transaction }
    }

    fn told(&mut self, answers: &Answers, done: Result<(), Stop>) -> Outcome {
        match done {
            Ok(()) => Outcome::Done,
            Err(Stop::Gone) => Outcome::Failed,
            Err(Stop::Failed(failure)) => {
                if self.transaction == TransactionStatus::Transaction && failure.ends_transaction() {
                    self.transaction = TransactionStatus::Error;
                }
                let message = self.dialogue.as_sent(failure.message());
                // If nobody listens any more, nobody has to be told.
                let _ = answers.send(vec![failure.with_message(message).response(self.quirks)]);
                Outcome::Failed
            }
        }
    }

    /// `Query`.
    pub(crate) fn simple(&mut self, text: &str, answers: &Answers) -> Outcome {
        let done = self.try_simple(text, answers);
        self.told(answers, done)
    }

    fn try_simple(&mut self, text: &str, answers: &Answers) -> Result<(), Stop> {
        let statements = self.dialogue.statements(text)?;
        if statements.is_empty() {
            answers.send(vec![Message::EmptyQueryResponse(EmptyQueryResponse::new())])?;
        }
        for sent in statements {
            let mut statement = self.connection.prepare_last(&sent.sql)?;
            let answer = self.answer(&statement, &sent)?;
            if let Some(columns) = &answer.columns {
                answers.send(vec![row_description(columns, &[])])?;
            }
            let mut running = Running::start(&mut statement, answer, self.quirks)?;
            self.send_rows(&mut running, &[], 0, answers)?;
            self.finish(running, answers)?;
        }
        Ok(())
    }

    /// `Parse`.
    pub(crate) fn parse(&mut self, name: &str, text: &str, declared: &[Oid], answers: &Answers) -> Outcome {
        let done = self.try_parse(name, text, declared);
        self.told(answers, done)
    }

    fn try_parse(&mut self, name: &str, text: &str, declared: &[Oid]) -> Result<(), Stop> {
        // A name that is taken is given anew: clients that lose count would else be stuck.
        self.statements.remove(name);
        let mut statements = self.dialogue.statements(text)?;
        let prepared = match statements.len() {
            0 => Prepared {
                text: text.to_owned(),
                sql: String::new(),
                statement: None,
                has_run: false,
                parameters: Vec::new(),
                answer: Answer { columns: None, effect: Effect::Rows, tag: String::new() },
            },
            1 => self.prepare(text, &statements.remove(0), declared)?,
            _ => {
                let reason = "Invalid Input Error: Cannot prepare multiple statements at once!";
                return Err(Failure::new("42601", reason).into());
            }
        };
        self.statements.insert(name.to_owned(), prepared);
        Ok(())
    }

    /// `Describe` of a statement.
    pub(crate) fn describe_statement(&mut self, name: &str, answers: &Answers) -> Outcome {
        let done = match self.statements.get(name) {
            None => Err(no_statement(name).into()),
            Some(prepared) => {
                let parameters = ParameterDescription::new(prepared.parameters.clone());
                let columns = match &prepared.answer.columns {
                    Some(columns) => row_description(columns, &[]),
                    None => Message::NoData(NoData::new()),
                };
                answers.send(vec![Message::ParameterDescription(parameters), columns]).map_err(Stop::from)
            }
        };
        self.told(answers, done)
    }

    /// `Describe` of a portal.
    pub(crate) fn describe_portal(&mut self, name: &str, answers: &Answers) -> Outcome {
        let found = self.portals.get(name).and_then(|portal| Some((portal, self.statements.get(&portal.statement)?)));
        let done = match found {
            None => Err(no_portal(name).into()),
            Some((portal, prepared)) => {
                let columns = match &prepared.answer.columns {
                    Some(columns) => row_description(columns, &portal.formats),
                    None => Message::NoData(NoData::new()),
                };
                answers.send(vec![columns]).map_err(Stop::from)
            }
        };
        self.told(answers, done)
    }

    /// `Bind`.
    pub(crate) fn bind(&mut self, bind: &Bind, answers: &Answers) -> Outcome {
        let done = self.try_bind(bind);
        self.told(answers, done)
    }

    fn try_bind(&mut self, bind: &Bind) -> Result<(), Stop> {
        self.portals.remove(&bind.portal);
        let prepared = self.statements.get(&bind.statement).ok_or_else(|| no_statement(&bind.statement))?;
        if bind.values.len() != prepared.parameters.len() {
            let (given, expected) = (bind.values.len(), prepared.parameters.len());
            let reason =
                format!("bind message supplies {given} parameters, but prepared statement requires {expected}");
            return Err(Failure::new("08P01", reason).into());
        }
        let mut parameters = Vec::with_capacity(bind.values.len());
        for (index, (value, oid)) in bind.values.iter().zip(&prepared.parameters).enumerate() {
            let format = Format::of(&bind.value_formats, index);
            let decoded = wire::decode(value.as_deref(), format, *oid).map_err(|reason| {
                Failure::new("22P03", format!("Invalid Input Error: parameter {}: {reason}", index + 1))
            })?;
            parameters.push(decoded);
        }
        let portal = Portal {
            statement: bind.statement.clone(),
            parameters,
            formats: bind.result_formats.clone(),
            running: None,
        };
        self.portals.insert(bind.portal.clone(), portal);
        Ok(())
    }

    /// `Execute`; 0 rows are all.
    pub(crate) fn execute(&mut self, name: &str, max_rows: usize, answers: &Answers) -> Outcome {
        let done = self.try_execute(name, max_rows, answers);
        self.told(answers, done)
    }

    fn try_execute(&mut self, name: &str, max_rows: usize, answers: &Answers) -> Result<(), Stop> {
        let mut portal = self.portals.remove(name).ok_or_else(|| no_portal(name))?;
        let mut running = match portal.running.take() {
            Some(running) => running,
            None => {
                let prepared =
                    self.statements.get_mut(&portal.statement).ok_or_else(|| no_statement(&portal.statement))?;
                let Some(statement) = &mut prepared.statement else {
                    answers.send(vec![Message::EmptyQueryResponse(EmptyQueryResponse::new())])?;
                    self.portals.insert(name.to_owned(), portal);
                    return Ok(());
                };
                // DuckDB 1.5 divides by zero when CREATE TABLE AS is run once more after it has failed.
                if std::mem::replace(&mut prepared.has_run, true) && prepared.answer.tag.starts_with("CREATE") {
                    *statement = self.connection.prepare(&prepared.sql)?;
                }
                for (number, (cell, shape)) in (1..).zip(&portal.parameters) {
                    statement.bind(number, cell, shape)?;
                }
                Running::start(statement, prepared.answer.clone(), self.quirks)?
            }
        };
        if self.send_rows(&mut running, &portal.formats, max_rows, answers)? {
            answers.send(vec![Message::PortalSuspended(PortalSuspended::new())])?;
            portal.running = Some(running);
            self.portals.insert(name.to_owned(), portal);
            return Ok(());
        }
        self.finish(running, answers)
    }

    /// The text of a portal's statement, unless it runs already.
    pub(crate) fn text_of_portal(&self, name: &str) -> Option<&str> {
        let portal = self.portals.get(name).filter(|portal| portal.running.is_none())?;
        self.statements.get(&portal.statement).map(|prepared| prepared.text.as_str())
    }

    /// `Close` of a statement.
    pub(crate) fn close_statement(&mut self, name: &str) {
        self.portals.retain(|_, portal| portal.statement != name);
        self.statements.remove(name);
    }

    /// `Close` of a portal.
    pub(crate) fn close_portal(&mut self, name: &str) {
        self.portals.remove(name);
    }

    /// `Sync`: portals do not outlive their transaction.
    pub(crate) fn sync(&mut self) {
        self.portals.remove("");
        if self.transaction == TransactionStatus::Idle {
            self.portals.clear();
        }
    }
}

/// `Bind`, as it came.
pub(crate) struct Bind {
    pub(crate) portal: String,
    pub(crate) statement: String,
    pub(crate) values: Vec<Option<bytes::Bytes>>,
    pub(crate) value_formats: Vec<i16>,
    pub(crate) result_formats: Vec<i16>,
}

fn no_statement(name: &str) -> Failure {
    Failure::new("26000", format!("Invalid Input Error: prepared statement \"{name}\" does not exist"))
}

fn no_portal(name: &str) -> Failure {
    Failure::new("34000", format!("Invalid Input Error: portal \"{name}\" does not exist"))
}
