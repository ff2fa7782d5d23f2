//! Statements that wait to be run, and what they will answer with.

use pgwire::messages::PgWireBackendMessage as Message;
use pgwire::messages::data::{FieldDescription, RowDescription};

use super::answers::Stop;
use super::{Compatibility, Session};
use crate::failure::Failure;
use crate::native::{Effect, Shape, Statement};
use crate::quirks::Quirk;
use crate::sql;
use crate::wire::{self, Column, Format, Oid};

/// A statement that was parsed.
pub(super) struct Prepared {
    /// As it came.
    pub(super) text: String,
    /// As it goes to DuckDB.
    pub(super) sql: String,
    /// `None` for an empty text.
    pub(super) statement: Option<Statement>,
    pub(super) has_run: bool,
    pub(super) parameters: Vec<Oid>,
    pub(super) answer: Answer,
}

/// What a statement answers with.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// `None`: no rows at all.
    pub(super) columns: Option<Vec<Column>>,
    pub(super) effect: Effect,
    /// What its command tag begins with.
    pub(super) tag: String,
}

impl Session {
    pub(super) fn prepare(&mut self, text: &str, sent: &sql::Sent, declared: &[Oid]) -> Result<Prepared, Stop> {
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
        Ok(Prepared {
            text: text.to_owned(),
            sql: sent.sql.clone(),
            statement: Some(statement),
            has_run: false,
            parameters,
            answer,
        })
    }

    /// What a statement will answer with.
    pub(super) fn answer(&self, statement: &Statement, sent: &sql::Sent) -> Result<Answer, Stop> {
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
}

pub(super) fn row_description(columns: &[Column], formats: &[i16]) -> Message {
    let field = |(index, column): (usize, &Column)| {
        let format = column.format(Format::of(formats, index)).code();
        FieldDescription::new(column.name.clone(), 0, 0, column.oid, -1, -1, format)
    };
    Message::RowDescription(RowDescription::new(columns.iter().enumerate().map(field).collect()))
}
