//! What `text()` promises.

mod hostile;
mod lists;
mod scanning;
mod sets;

use super::*;

/// As DuckDB's scanner reads.
const DUCKDB: LexicalRules = LexicalRules::standard()
    .escape_strings()
    .dollar_quotes()
    .numbered_placeholders()
    .named_placeholders()
    .question_placeholders();

/// As ClickHouse's scanner reads.
const CLICKHOUSE: LexicalRules =
    LexicalRules::standard().backslash_escapes().backtick_names().dollar_quotes().hash_comments(HashComments::Spaced);

/// The statement with `<name.element=value>` for each placeholder.
fn rendered(statement: &Text, rules: &LexicalRules) -> Result<String, TextError> {
    let mut out = String::new();
    statement.render(rules, |piece| out.push_str(&shown(&piece)))?;
    Ok(out)
}

fn shown(piece: &Piece<'_>) -> String {
    match piece {
        Piece::Sql(sql) => (*sql).to_owned(),
        Piece::Parameter { name, element, parameter } => format!("<{name}.{element}={:?}>", parameter.value),
    }
}

fn names(sql: &'static str, rules: &LexicalRules) -> Result<Vec<String>, TextError> {
    let statement = text(sql);
    let segments = statement.segments(rules)?;
    let name = |segment: &Segment<'_>| match segment {
        Segment::Parameter(slot) => Some(slot.name.to_owned()),
        Segment::Sql(_) => None,
    };
    Ok(segments.iter().filter_map(name).collect())
}
