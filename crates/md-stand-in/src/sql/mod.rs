//! What happens to a text before DuckDB sees it: the endpoint takes some things that DuckDB does not, and refuses
//! some that DuckDB takes. All else goes through as it came.

mod command;
mod databases;
mod fixtures;
mod parameters;
mod refusals;
mod remote;
mod time_zones;
mod tokens;

use std::ops::Range;

pub(crate) use fixtures::Fixtures;
pub(crate) use parameters::with_types;
use tokens::{Kind, Token, tokens};

use crate::failure::Failure;
use crate::quirks::{Quirk, Quirks};

/// A statement as it goes to DuckDB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) sql: String,
    /// What Postgres' command tag for it begins with.
    pub(crate) tag: String,
    /// Whether it has a RETURNING clause.
    pub(crate) is_returning: bool,
}

/// Changes texts on their way to DuckDB, and DuckDB's messages on their way back.
#[derive(Clone, Debug)]
pub(crate) struct Dialogue {
    quirks: Quirks,
    fixtures: Fixtures,
}

/// One statement of a text, taken apart.
struct Source<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Its words in capitals, and quoted names and texts as they are: what keywords are looked for in.
    words: Vec<String>,
}

/// A part of a text and what is written there instead.
type Edit = (Range<usize>, String);

impl<'a> Source<'a> {
    fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let word = |token: &Token| match token.kind {
            Kind::Word => text[token.at.clone()].to_ascii_uppercase(),
            _ => text[token.at.clone()].to_owned(),
        };
        Self { text, tokens, words: tokens.iter().map(word).collect() }
    }

    /// The words from `at` on.
    fn words_from(&self, at: usize) -> Vec<&str> {
        self.words.iter().skip(at).map(String::as_str).collect()
    }

    /// The text as it came, without what stands before its first and behind its last token.
    fn span(&self) -> Range<usize> {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => first.at.start..last.at.end,
            _ => 0..0,
        }
    }

    fn edited(&self, mut edits: Vec<Edit>) -> String {
        edits.sort_by_key(|(at, _)| at.start);
        let Range { start, end } = self.span();
        let (mut written, mut copied) = (String::with_capacity(end - start), start);
        for (at, instead) in edits {
            written.push_str(&self.text[copied..at.start]);
            written.push_str(&instead);
            copied = at.end;
        }
        written.push_str(&self.text[copied..end]);
        written
    }
}

impl Dialogue {
    pub(crate) fn new(quirks: Quirks, fixtures: Fixtures) -> Self {
        Self { quirks, fixtures }
    }

    /// The statements of a text.
    pub(crate) fn statements(&self, text: &str) -> Result<Vec<Sent>, Failure> {
        let all = tokens(text);
        let is_end = |token: &Token| token.kind == Kind::Sign && &text[token.at.clone()] == ";";
        let statements = all.split(is_end).filter(|tokens| !tokens.is_empty());
        statements.map(|tokens| self.statement(&Source::new(text, tokens))).collect()
    }

    fn statement(&self, source: &Source<'_>) -> Result<Sent, Failure> {
        refusals::check(source, self.quirks.has(Quirk::Refusals))?;
        if self.quirks.has(Quirk::CanonicalTimeZones) {
            time_zones::check(source)?;
        }
        let sql = match databases::rewritten(source)? {
            Some(sql) => sql,
            None => source.edited(remote::edits(source, &self.fixtures)?),
        };
        let is_returning = source.words.iter().any(|word| word == "RETURNING");
        Ok(Sent { sql, tag: command::tag(&source.words), is_returning })
    }

    /// A message of DuckDB's, with the addresses that were sent in place of our files.
    pub(crate) fn as_sent(&self, message: &str) -> String {
        self.fixtures.as_sent(message)
    }
}

/// The refusal of what the endpoint does not do. The words are ours, the form is DuckDB's.
fn unsupported(what: &str) -> Failure {
    Failure::new("0A000", format!("Not implemented Error: {what} is not supported by the Postgres endpoint"))
}
