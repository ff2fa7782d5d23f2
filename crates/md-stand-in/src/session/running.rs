//! Statements that run: their rows, and the tag at the end.

use pgwire::messages::PgWireBackendMessage as Message;
use pgwire::messages::data::DataRow;
use pgwire::messages::response::{CommandComplete, TransactionStatus};

use super::Session;
use super::answers::{Answers, Stop};
use super::prepared::Answer;
use crate::failure::Failure;
use crate::native::{Cell, Cursor, Effect, Statement};
use crate::quirks::{Quirk, Quirks};
use crate::wire::{Column, Format};

/// Rows that are sent on together.
const BATCH: usize = 512;

/// A portal that has been started.
pub(super) struct Running {
    cursor: Cursor,
    answer: Answer,
    waiting: std::vec::IntoIter<Vec<Cell>>,
    rows: u64,
    changed: Option<i128>,
}

impl Running {
    /// Starts a statement, which must still give what it was described to give.
    pub(super) fn start(statement: &mut Statement, mut answer: Answer, quirks: Quirks) -> Result<Self, Stop> {
        let cursor = statement.start()?;
        if let Some(described) = &mut answer.columns {
            let columns: Vec<Column> =
                cursor.columns().iter().map(|(name, shape)| Column::new(name, shape, quirks)).collect();
            let types = |columns: &[Column]| columns.iter().map(|column| column.oid).collect::<Vec<_>>();
            if types(described) != types(&columns) {
                let reason = "Invalid Input Error: cached plan must not change result type";
                return Err(Failure::new("0A000", reason).into());
            }
            // Digits after the point may be others.
            *described = columns;
        }
        Ok(Self { cursor, answer, waiting: Vec::new().into_iter(), rows: 0, changed: None })
    }
}

impl Session {
    /// Sends up to `max_rows` rows (0: all); tells whether there are more.
    pub(super) fn send_rows(
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

    /// Sends the tag.
    pub(super) fn finish(&mut self, running: Running, answers: &Answers) -> Result<(), Stop> {
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
}
