//! What the endpoint is known to refuse.
//!
//! Local files are DuckDB's own to refuse: the database has no access to any but the fixtures.

use super::tokens::Kind;
use super::{Source, unsupported};
use crate::failure::Failure;

/// Refuses what the endpoint refuses: what DuckDB does not have in any case, the rest if `all`.
pub(super) fn check(source: &Source<'_>, all: bool) -> Result<(), Failure> {
    let words = source.words_from(0);
    if words.first() == Some(&"COPY") && words.windows(2).any(|pair| pair == ["FROM", "STDIN"]) {
        return Err(unsupported("COPY FROM STDIN"));
    }
    match if all { refused(source, &words) } else { None } {
        Some(what) => Err(unsupported(what)),
        None => Ok(()),
    }
}

fn refused(source: &Source<'_>, words: &[&str]) -> Option<&'static str> {
    match words {
        ["CREATE", rest @ ..] => {
            let rest = rest.strip_prefix(&["OR", "REPLACE"]).unwrap_or(rest);
            match rest {
                ["TEMP" | "TEMPORARY", ..] | ["LOCAL" | "GLOBAL", "TEMP" | "TEMPORARY", ..] => {
                    Some("a temporary object")
                }
                ["INDEX", ..] | ["UNIQUE", "INDEX", ..] => Some("CREATE INDEX"),
                ["SEQUENCE", ..] => Some("CREATE SEQUENCE"),
                _ => None,
            }
        }
        ["LOAD", ..] => Some("LOAD"),
        ["INSTALL", ..] | ["FORCE", "INSTALL", ..] => Some("INSTALL"),
        ["UPDATE", "EXTENSIONS", ..] => Some("UPDATE EXTENSIONS"),
        ["ATTACH", ..] => {
            let path = source.tokens.iter().find(|token| token.kind == Kind::Text)?;
            let path = source.text[path.at.clone()].trim_matches('\'');
            (!path.starts_with("md:") && !path.contains("://")).then_some("ATTACH of a local database")
        }
        _ => None,
    }
}
