//! QuestDB's types: what the server calls them, what the wire makes of them, and what they are in Arrow.
//!
//! The wire's own description is not enough: under one number travel STRING, IPv4 and GEOHASH, of which the last two break
//! the binary form of the row they stand in; under another TIMESTAMP, TIMESTAMP_NS, which loses its nanoseconds there, and
//! DATE. So the server is asked for its own names, with a question that costs no execution: it answers a call of a function
//! that does not exist with the types of the arguments.

use aludel_dialect::TimeUnit;
use aludel_postgres_wire::{Column, DescribedColumn, Kind, Zone, oid};

/// A function that no server has.
pub(crate) const NO_FUNCTION: &str = "aludel_types_of";

/// A column, and how it is selected so that the wire does not change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selected {
    pub(crate) column: Column,
    /// The template of an expression of the column `{}`; `None`: as it is.
    pub(crate) projection: Option<&'static str>,
}

/// The statement whose error names the types of a query's columns.
pub(crate) fn question(query: &str, columns: &[DescribedColumn]) -> String {
    let names: Vec<String> = columns.iter().map(|column| format!("x.{}", reference(&column.name))).collect();
    format!("SELECT {NO_FUNCTION}({}) FROM ({}\n) x", names.join(","), without_end(query))
}

/// The query with its columns selected so that the wire does not change them; `None` if they need nothing.
pub(crate) fn projected(query: &str, columns: &[Selected]) -> Option<String> {
    if columns.iter().all(|selected| selected.projection.is_none()) {
        return None;
    }
    let items: Vec<String> = columns
        .iter()
        .map(|selected| {
            let name = reference(&selected.column.name);
            match selected.projection {
                Some(template) => format!("{} {name}", template.replace("{}", &name)),
                None => name,
            }
        })
        .collect();
    Some(format!("SELECT {} FROM ({}\n)", items.join(", "), without_end(query)))
}

/// Without the semicolon that may end a statement but not a subquery.
fn without_end(query: &str) -> &str {
    query.trim_end().trim_end_matches(';')
}

/// A column of a subquery by the name that the server gives it. The names that it makes of expressions have quotes already.
fn reference(name: &str) -> String {
    let is_quoted = name.len() > 2 && name.starts_with('"') && name.ends_with('"');
    if is_quoted { name.to_owned() } else { quoted(name) }
}

pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The types in `unknown function name: f(IPv4,DECIMAL(18,4),DOUBLE[][])`.
pub(crate) fn named_types(answer: &str) -> Option<Vec<String>> {
    let (_, after) = answer.split_once(&format!("{NO_FUNCTION}("))?;
    let mut types = vec![String::new()];
    let mut depth = 0;
    for letter in after.chars() {
        match letter {
            ')' if depth == 0 => return Some(types.into_iter().map(|name| name.trim().to_owned()).collect()),
            ',' if depth == 0 => {
                types.push(String::new());
                continue;
            }
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        types.last_mut()?.push(letter);
    }
    None
}

/// How a column of the type that the server names is read.
pub(crate) fn selected(described: &DescribedColumn, type_name: &str) -> Result<Selected, String> {
    let (base, arguments) = match type_name.split_once(['(', '[']) {
        Some((base, _)) => (base, &type_name[base.len()..]),
        None => (type_name, ""),
    };
    let projection = match base.to_ascii_uppercase().as_str() {
        "IPV4" => Some("cast({} AS VARCHAR)"),
        // NULL would become an empty text, which no geohash is.
        "GEOHASH" => Some("nullif(cast({} AS VARCHAR), '')"),
        // The inner cast does nothing, unless the column has become one of microseconds since it was asked for.
        "TIMESTAMP_NS" => Some("cast(cast({} AS TIMESTAMP_NS) AS LONG)"),
        _ => None,
    };
    let kind = match base.to_ascii_uppercase().as_str() {
        _ if arguments.starts_with('[') => array(base, arguments)?,
        "BYTE" => Kind::Int8,
        "SHORT" => Kind::Int16,
        "DECIMAL" => decimal(arguments)?,
        "DATE" => Kind::Timestamp(TimeUnit::Millisecond, Zone::None),
        "TIMESTAMP" => Kind::Timestamp(TimeUnit::Microsecond, Zone::None),
        "TIMESTAMP_NS" => Kind::EpochNanoseconds(Zone::None),
        "CHAR" | "STRING" | "VARCHAR" | "SYMBOL" | "LONG256" | "IPV4" | "GEOHASH" | "INTERVAL" | "UNKNOWN" | "NULL" => {
            Kind::Text
        }
        "BOOLEAN" | "INT" | "LONG" | "FLOAT" | "DOUBLE" | "UUID" | "BINARY" => plain(described)?,
        _ => return Err(format!("QuestDB's type {type_name} is not known here; cast the column to another")),
    };
    let column = Column { name: described.name.clone(), kind, type_name: type_name.to_owned() };
    Ok(Selected { column, projection })
}

/// How a column of a statement that is no query is read: what SHOW and EXPLAIN answer.
pub(crate) fn described_only(described: &DescribedColumn) -> Result<Selected, String> {
    let (kind, type_name) = match described.oid {
        oid::INT2 => (Kind::Int16, "SHORT"),
        oid::BPCHAR => (Kind::Text, "CHAR"),
        oid::VARCHAR | oid::TEXT => (Kind::Text, "VARCHAR"),
        oid::TIMESTAMP => (Kind::Timestamp(TimeUnit::Microsecond, Zone::None), "TIMESTAMP"),
        oid::BOOL => (Kind::Boolean, "BOOLEAN"),
        oid::INT4 => (Kind::Int32, "INT"),
        oid::INT8 => (Kind::Int64, "LONG"),
        oid::FLOAT4 => (Kind::Float32, "FLOAT"),
        oid::FLOAT8 => (Kind::Float64, "DOUBLE"),
        oid::UUID => (Kind::Uuid, "UUID"),
        oid::BYTEA => (Kind::Bytes, "BINARY"),
        other => return Err(format!("the wire calls its type {}, which says too little", oid::name(other))),
    };
    let column = Column { name: described.name.clone(), kind, type_name: type_name.to_owned() };
    Ok(Selected { column, projection: None })
}

/// Types that the wire tells apart; it knows best how wide they travel.
fn plain(described: &DescribedColumn) -> Result<Kind, String> {
    Ok(described_only(described)?.column.kind)
}

/// `(18,4)`
fn decimal(arguments: &str) -> Result<Kind, String> {
    let numbers = arguments.trim_matches(['(', ')']).split_once(',');
    numbers
        .and_then(|(precision, scale)| Some((precision.trim().parse().ok()?, scale.trim().parse().ok()?)))
        .filter(|(precision, scale)| (1..=76).contains(precision) && scale <= precision)
        .map(|(precision, scale)| Kind::Decimal(precision, scale))
        .ok_or_else(|| format!("DECIMAL{arguments} is not a decimal that Arrow holds"))
}

/// `[]`, `[][]`, …
fn array(base: &str, brackets: &str) -> Result<Kind, String> {
    let element = match base {
        "DOUBLE" => Kind::Float64,
        "LONG" => Kind::Int64,
        _ => return Err(format!("arrays of {base} are not known here")),
    };
    Ok(Kind::Array(Box::new(element), brackets.matches('[').count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_names_the_types() {
        let answer = "unknown function name: aludel_types_of(IPv4,DECIMAL(18,4),DOUBLE[][],GEOHASH(5c),CHAR)";
        let types = ["IPv4", "DECIMAL(18,4)", "DOUBLE[][]", "GEOHASH(5c)", "CHAR"].map(str::to_owned);
        assert_eq!(named_types(answer), Some(types.to_vec()));
        assert_eq!(named_types("Invalid column: x.ip"), None);
        assert_eq!(named_types("unknown function name: aludel_types_of(IPv4"), None);
    }

    #[test]
    fn what_the_wire_would_change_is_projected() {
        let column = |name: &str, oid| DescribedColumn { name: name.to_owned(), oid, type_name: String::new() };
        let selected = [
            selected(&column("ip", oid::VARCHAR), "IPv4").expect("known"),
            selected(&column("s", oid::VARCHAR), "SYMBOL").expect("known"),
            selected(&column("t\"n", oid::TIMESTAMP), "TIMESTAMP_NS").expect("known"),
        ];
        assert_eq!(
            projected("SELECT * FROM t; ", &selected).as_deref(),
            Some(
                "SELECT cast(\"ip\" AS VARCHAR) \"ip\", \"s\", \
                 cast(cast(\"t\"\"n\" AS TIMESTAMP_NS) AS LONG) \"t\"\"n\" FROM (SELECT * FROM t\n)"
            )
        );
        assert_eq!(projected("SELECT 1", &selected[1..2]), None);
    }

    #[test]
    fn a_type_that_is_not_known_is_refused() {
        let column = DescribedColumn { name: "c".to_owned(), oid: oid::VARCHAR, type_name: String::new() };
        for name in ["HYPERLOG", "DECIMAL(80,2)", "DECIMAL", "UUID[]"] {
            assert!(selected(&column, name).is_err(), "{name}");
        }
    }
}
