//! What happens to a text before DuckDB sees it.

mod tokens;

use tokens::{Kind, Token, tokens};

use crate::failure::Failure;

/// A statement as it goes to DuckDB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) sql: String,
    /// What Postgres' command tag for it begins with.
    pub(crate) tag: String,
    /// Whether it has a RETURNING clause.
    pub(crate) is_returning: bool,
}

/// Changes texts on their way to DuckDB, and DuckDB's answers on their way back.
#[derive(Clone, Debug)]
pub(crate) struct Dialogue;

impl Dialogue {
    /// The statements of a text.
    pub(crate) fn statements(&self, text: &str) -> Result<Vec<Sent>, Failure> {
        let all = tokens(text);
        let is_end = |token: &Token| token.kind == Kind::Sign && &text[token.at.clone()] == ";";
        let statements = all.split(is_end).filter(|tokens| !tokens.is_empty());
        statements.map(|tokens| self.statement(text, tokens)).collect()
    }

    fn statement(&self, text: &str, tokens: &[Token]) -> Result<Sent, Failure> {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return Err(Failure::new("42601", "Parser Error: no statement"));
        };
        let words: Vec<String> = tokens
            .iter()
            .filter(|token| token.kind == Kind::Word)
            .map(|token| text[token.at.clone()].to_ascii_uppercase())
            .collect();
        let tag = command_tag(&words);
        let is_returning = words.iter().any(|word| word == "RETURNING");
        Ok(Sent { sql: text[first.at.start..last.at.end].to_owned(), tag, is_returning })
    }

    /// A message of DuckDB's, with names as they were sent.
    pub(crate) fn as_sent(&self, message: &str) -> String {
        message.to_owned()
    }
}

fn command_tag(words: &[String]) -> String {
    let Some(first) = words.first() else { return "SELECT".to_owned() };
    let kind = |words: &[String]| {
        const KINDS: [&str; 10] =
            ["TABLE", "VIEW", "SCHEMA", "SEQUENCE", "INDEX", "TYPE", "DATABASE", "MACRO", "FUNCTION", "SECRET"];
        words.iter().take(5).find(|word| KINDS.contains(&word.as_str())).cloned()
    };
    match first.as_str() {
        "WITH" => {
            let main = words.iter().find(|word| matches!(word.as_str(), "INSERT" | "UPDATE" | "DELETE" | "MERGE"));
            main.map_or_else(|| "SELECT".to_owned(), Clone::clone)
        }
        "CREATE" | "ALTER" | "DROP" => match kind(words) {
            Some(kind) => format!("{first} {kind}"),
            None => first.clone(),
        },
        "START" => "BEGIN".to_owned(),
        "END" => "COMMIT".to_owned(),
        "ABORT" => "ROLLBACK".to_owned(),
        "INSERT" | "UPDATE" | "DELETE" | "MERGE" | "COPY" | "BEGIN" | "COMMIT" | "ROLLBACK" | "SET" | "RESET"
        | "USE" | "ATTACH" | "DETACH" | "COMMENT" | "TRUNCATE" | "LOAD" | "INSTALL" | "CHECKPOINT" | "ANALYZE"
        | "VACUUM" => first.clone(),
        _ => "SELECT".to_owned(),
    }
}

/// The text with a cast around each parameter whose type is known; the types are by the parameters' numbers.
pub(crate) fn with_types(sql: &str, types: &[Option<String>]) -> String {
    let mut written = String::with_capacity(sql.len());
    let (mut copied, mut unnumbered) = (0, 0);
    for token in tokens(sql) {
        if token.kind != Kind::Parameter {
            continue;
        }
        let name = &sql[token.at.start + 1..token.at.end];
        let number = if name.is_empty() && sql[token.at.clone()].starts_with('?') {
            unnumbered += 1;
            Some(unnumbered)
        } else {
            name.parse::<usize>().ok()
        };
        let known = number.and_then(|number| types.get(number.checked_sub(1)?)?.as_ref());
        if let Some(known) = known {
            written.push_str(&sql[copied..token.at.start]);
            written.push_str(&format!("CAST({} AS {known})", &sql[token.at.clone()]));
            copied = token.at.end;
        }
    }
    written.push_str(&sql[copied..]);
    written
}

#[cfg(test)]
mod tests {
    use super::with_types;

    #[test]
    fn parameters_get_their_types() {
        let types = [Some("BIGINT".to_owned()), None];
        for (sql, expected) in [
            ("SELECT $1, $2, '$1'", "SELECT CAST($1 AS BIGINT), $2, '$1'"),
            ("SELECT ?, ?", "SELECT CAST(? AS BIGINT), ?"),
            ("SELECT $name", "SELECT $name"),
        ] {
            assert_eq!(with_types(sql, &types), expected);
        }
    }
}
