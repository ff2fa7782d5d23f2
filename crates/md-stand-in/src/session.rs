//! One session: a connection of DuckDB's, its prepared statements and its portals. It lives on a thread of its own.

use std::collections::HashMap;

use pgwire::messages::PgWireBackendMessage as Message;
use pgwire::messages::data::{DataRow, FieldDescription, NoData, ParameterDescription, RowDescription};
use pgwire::messages::extendedquery::PortalSuspended;
use pgwire::messages::response::{CommandComplete, EmptyQueryResponse, TransactionStatus};
use tokio::sync::mpsc::Sender;

use crate::failure::Failure;
use crate::native::{Cell, Connection, Cursor, Effect, Fault, Shape, Statement};
use crate::quirks::{Quirk, Quirks};
use crate::sql::{self, Dialogue};
use crate::wire::{self, Column, Format, Oid};

/// Rows that are sent on together.
const BATCH: usize = 512;

/// Where answers go; full, it makes the session wait for its client.
pub(crate) struct Answers(Sender<Vec<Message>>);

/// The client has gone.
#[derive(Debug)]
struct Gone;

impl Answers {
    pub(crate) fn new(sender: Sender<Vec<Message>>) -> Self {
        Self(sender)
    }

    fn send(&self, messages: Vec<Message>) -> Result<(), Gone> {
        self.0.blocking_send(messages).map_err(|_| Gone)
    }
}

/// Why an answer ended early.
enum Stop {
    Failed(Failure),
    Gone,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Failed(fault.into())
    }
}

impl From<Gone> for Stop {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

/// How a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// The client was told why.
    Failed,
}

/// A statement that was parsed.
struct Prepared {
    /// As it came.
    text: String,
    /// `None` for an empty text.
    statement: Option<Statement>,
    parameters: Vec<Oid>,
    answer: Answer,
}

/// What a statement answers with.
#[derive(Clone, Debug)]
struct Answer {
    /// `None`: no rows at all.
    columns: Option<Vec<Column>>,
    effect: Effect,
    /// What its command tag begins with.
    tag: String,
}

struct Portal {
    statement: String,
    parameters: Vec<(Cell, Shape)>,
    formats: Vec<i16>,
    running: Option<Running>,
}

/// A portal that has been started.
struct Running {
    cursor: Cursor,
    answer: Answer,
    waiting: std::vec::IntoIter<Vec<Cell>>,
    rows: u64,
    changed: Option<i128>,
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
    connection: Connection,
    quirks: Quirks,
    compatibility: Compatibility,
    dialogue: Dialogue,
    statements: HashMap<String, Prepared>,
    portals: HashMap<String, Portal>,
    transaction: TransactionStatus,
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
                if self.transaction == TransactionStatus::Transaction && !failure.leaves_transaction_open() {
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
            let mut statement = self.connection.prepare(&sent.sql)?;
            let answer = self.answer(&statement, &sent)?;
            if let Some(columns) = &answer.columns {
                answers.send(vec![row_description(columns, &[])])?;
            }
            let mut running = start(&mut statement, answer)?;
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
                statement: None,
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

    fn prepare(&mut self, text: &str, sent: &sql::Sent, declared: &[Oid]) -> Result<Prepared, Stop> {
        let statement = self.connection.prepare(&sent.sql)?;
        let inferred = statement.parameters();
        let declared_type = |index: usize| {
            let oid = declared.get(index).copied().filter(|oid| *oid != 0)?;
            wire::sql_type(oid)?;
            Some(oid)
        };
        let parameters: Vec<Oid> = inferred
            .iter()
            .enumerate()
            .map(|(index, shape)| declared_type(index).unwrap_or_else(|| wire::of_parameter(shape)))
            .collect();
        let heeds = !self.quirks.has(Quirk::DeclaredTypesIgnored);
        let refuses = self.quirks.has(Quirk::AmbiguousColumnTypes);
        // The types that the text's own parameters are known by: what was declared, and text for the rest unless that
        // is refused.
        let known: Vec<Option<String>> = inferred
            .iter()
            .enumerate()
            .map(|(index, shape)| match declared_type(index).filter(|_| heeds) {
                Some(oid) => wire::sql_type(oid),
                None if *shape == Shape::Unknown && !refuses => Some("VARCHAR".to_owned()),
                None => None,
            })
            .collect();
        let answer = if known.iter().any(Option::is_some) {
            // Described by a statement with the types written in; run as it was sent. One that DuckDB does not take
            // with casts in it is described as it is.
            match self.connection.prepare(&sql::with_types(&sent.sql, &known)) {
                Ok(typed) => self.answer(&typed, sent)?,
                Err(_) => self.answer(&statement, sent)?,
            }
        } else {
            self.answer(&statement, sent)?
        };
        Ok(Prepared { text: text.to_owned(), statement: Some(statement), parameters, answer })
    }

    /// What a statement will answer with.
    fn answer(&self, statement: &Statement, sent: &sql::Sent) -> Result<Answer, Stop> {
        let effect = statement.effect();
        let gives_rows = effect == Effect::Rows || sent.is_returning;
        let is_silent =
            self.compatibility == Compatibility::Metabase && (sent.tag.starts_with("CREATE") || sent.tag == "INSERT");
        let columns = if gives_rows || (self.quirks.has(Quirk::RowsForEveryStatement) && !is_silent) {
            let columns = statement.columns();
            if columns.iter().any(|(_, shape)| *shape == Shape::Unknown) {
                // With the switch off each parameter has a type by now, but for those that a cast can't reach.
                return Err(Failure::new("42P18", "Invalid Input Error: ambiguous result column types").into());
            }
            Some(columns.iter().map(|(name, shape)| Column::new(name, shape, self.quirks)).collect())
        } else {
            None
        };
        Ok(Answer { columns, effect, tag: sent.tag.clone() })
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
                for (number, (cell, shape)) in (1..).zip(&portal.parameters) {
                    statement.bind(number, cell, shape)?;
                }
                start(statement, prepared.answer.clone())?
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

    /// Sends up to `max_rows` rows (0: all); tells whether there are more.
    fn send_rows(
        &mut self,
        running: &mut Running,
        formats: &[i16],
        max_rows: usize,
        answers: &Answers,
    ) -> Result<bool, Stop> {
        let mut sent = 0;
        let mut batch = Vec::new();
        loop {
            let Some(row) = running.waiting.next() else {
                match running.cursor.next_rows()? {
                    Some(rows) => running.waiting = rows.into_iter(),
                    None => break,
                }
                continue;
            };
            if running.answer.effect == Effect::Count
                && let [Cell::Integer(changed)] = row[..]
            {
                running.changed = Some(changed);
            }
            if let Some(columns) = &running.answer.columns {
                let mut data = bytes::BytesMut::new();
                for (index, (column, cell)) in columns.iter().zip(&row).enumerate() {
                    column.encode(cell, Format::of(formats, index), self.quirks, &mut data)?;
                }
                batch.push(Message::DataRow(DataRow::new(data, columns.len() as i16)));
                running.rows += 1;
                sent += 1;
            }
            if batch.len() >= BATCH {
                answers.send(std::mem::take(&mut batch))?;
            }
            if max_rows != 0 && sent == max_rows {
                answers.send(batch)?;
                return Ok(true);
            }
        }
        answers.send(batch)?;
        Ok(false)
    }

    fn finish(&mut self, running: Running, answers: &Answers) -> Result<(), Stop> {
        let Running { answer, rows, changed, .. } = running;
        if answer.effect == Effect::Transaction {
            self.transaction = match answer.tag.as_str() {
                "BEGIN" => TransactionStatus::Transaction,
                _ => TransactionStatus::Idle,
            };
        }
        let count = match answer.effect {
            _ if answer.columns.is_some() && self.quirks.has(Quirk::TagCountsAnswer) => Some(rows.into()),
            Effect::Count => Some(changed.unwrap_or_else(|| rows.into())),
            Effect::Rows => Some(rows.into()),
            _ => None,
        };
        let tag = match (answer.tag.as_str(), count) {
            ("INSERT", Some(count)) => format!("INSERT 0 {count}"),
            (tag, Some(count)) => format!("{tag} {count}"),
            (tag, None) => tag.to_owned(),
        };
        answers.send(vec![Message::CommandComplete(CommandComplete::new(tag))])?;
        Ok(())
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

fn start(statement: &mut Statement, answer: Answer) -> Result<Running, Stop> {
    let cursor = statement.start()?;
    if let Some(columns) = &answer.columns {
        let same = columns.len() == cursor.columns().len()
            && columns.iter().zip(cursor.columns()).all(|(column, (_, shape))| column.shape == *shape);
        if !same {
            let reason = "Invalid Input Error: cached plan must not change result type";
            return Err(Failure::new("0A000", reason).into());
        }
    }
    Ok(Running { cursor, answer, waiting: Vec::new().into_iter(), rows: 0, changed: None })
}

fn no_statement(name: &str) -> Failure {
    Failure::new("26000", format!("Invalid Input Error: prepared statement \"{name}\" does not exist"))
}

fn no_portal(name: &str) -> Failure {
    Failure::new("34000", format!("Invalid Input Error: portal \"{name}\" does not exist"))
}

fn row_description(columns: &[Column], formats: &[i16]) -> Message {
    let field = |(index, column): (usize, &Column)| {
        let format = column.format(Format::of(formats, index)).code();
        FieldDescription::new(column.name.clone(), 0, 0, column.oid, -1, -1, format)
    };
    Message::RowDescription(RowDescription::new(columns.iter().enumerate().map(field).collect()))
}
