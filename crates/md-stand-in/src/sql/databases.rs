//! CREATE and DROP DATABASE, which the service has and DuckDB has not: a database here is one in memory, attached.

use super::{Source, unsupported};
use crate::failure::Failure;

/// The statement as DuckDB knows it, if it is one of these.
pub(super) fn rewritten(source: &Source<'_>) -> Result<Option<String>, Failure> {
    let words = source.words_from(0);
    Ok(match words.as_slice() {
        ["CREATE", "OR", "REPLACE", "DATABASE", rest @ ..] => Some(created("ATTACH OR REPLACE", rest, source)?),
        ["CREATE", "DATABASE", "IF", "NOT", "EXISTS", rest @ ..] => {
            Some(created("ATTACH IF NOT EXISTS", rest, source)?)
        }
        ["CREATE", "DATABASE", rest @ ..] => Some(created("ATTACH", rest, source)?),
        ["DROP", "DATABASE", "IF", "EXISTS", rest @ ..] => Some(dropped("DETACH DATABASE IF EXISTS", rest, source)?),
        ["DROP", "DATABASE", rest @ ..] => Some(dropped("DETACH DATABASE", rest, source)?),
        _ => None,
    })
}

fn created(verb: &str, rest: &[&str], source: &Source<'_>) -> Result<String, Failure> {
    match rest.len() {
        1 => Ok(format!("{verb} ':memory:' AS {}", name(source, 1))),
        _ => Err(unsupported("CREATE DATABASE with more than a name")),
    }
}

fn dropped(verb: &str, rest: &[&str], source: &Source<'_>) -> Result<String, Failure> {
    match rest {
        [_] => Ok(format!("{verb} {}", name(source, 1))),
        [_, "CASCADE" | "RESTRICT"] => Ok(format!("{verb} {}", name(source, 2))),
        _ => Err(Failure::new("42601", "Parser Error: syntax error in DROP DATABASE")),
    }
}

/// The token that stands so many places before the end, as it was written.
fn name<'a>(source: &Source<'a>, from_end: usize) -> &'a str {
    let token = source.tokens.len().checked_sub(from_end).and_then(|at| source.tokens.get(at));
    token.map_or("", |token| &source.text[token.at.clone()])
}
