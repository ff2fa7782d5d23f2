//! Cases as they stand in the files.

use aludel::prelude::*;
use aludel::{Subquery, typed_literal};
use chrono::{NaiveDate, NaiveDateTime};

use crate::call::call;

/// What is expected.
pub(crate) enum Answer {
    /// These values, as they are shown, of this type.
    Values(String, String),
    /// Some value of this type.
    Type(String),
}

/// A line of a file.
pub(crate) struct Case {
    pub(crate) line: String,
    /// The function's name, with the part of a date behind a dot.
    pub(crate) name: String,
    arguments: Vec<String>,
    sorted: bool,
    over: bool,
    rows: Vec<Vec<String>>,
    pub(crate) answer: Answer,
}

impl Case {
    pub(crate) fn read(line: &str) -> Result<Case, String> {
        let text = unescaped(line)?;
        let (name, rest) = text.split_once('(').ok_or("no arguments")?;
        let (arguments, mut rest) = list(rest)?;
        let mut word = |word: &str| match rest.strip_prefix(word) {
            Some(after) => {
                rest = after;
                true
            }
            None => false,
        };
        let (sorted, over, from) = (word(" sorted"), word(" over"), word(" from"));
        let mut rows = Vec::new();
        while let (true, Some(row)) = (from, rest.strip_prefix(" (")) {
            let (values, after) = list(row)?;
            rows.push(values);
            rest = after;
        }
        let answer = match (rest.strip_prefix(" = "), rest.strip_prefix(" is ")) {
            (Some(answer), _) => {
                let (values, sql_type) = answer.rsplit_once(" : ").ok_or("no type behind the answer")?;
                Answer::Values(values.to_owned(), sql_type.to_owned())
            }
            (_, Some(sql_type)) => Answer::Type(sql_type.to_owned()),
            _ => return Err(format!("no answer in {rest:?}")),
        };
        Ok(Case { line: line.to_owned(), name: name.to_owned(), arguments, sorted, over, rows, answer })
    }

    /// The case in the builder's words.
    pub(crate) fn statement(&self) -> Result<Select<Any>, String> {
        if self.rows.is_empty() {
            let arguments = self.arguments.iter().map(|token| value(token)).collect::<Result<Vec<_>, _>>()?;
            return Ok(select([call(&self.name, arguments)?]));
        }
        let parsed = self.rows.iter().map(|row| row.iter().map(|token| value(token)).collect());
        let rows: Vec<Vec<Expr<Any>>> = parsed.collect::<Result<_, String>>()?;
        let names = ["x", "y"].into_iter().take(self.rows[0].len());
        let source: Subquery<Any> = values("v", names, rows);
        let arguments = self.arguments.iter().map(|token| match token.as_str() {
            "x" | "y" => Ok(source.col(token.as_str())),
            other => value(other),
        });
        let mut expression = call(&self.name, arguments.collect::<Result<Vec<_>, String>>()?)?;
        if self.sorted {
            expression = expression.aggregate_order_by(asc(source.col("x")).nulls_last());
        }
        if self.over {
            expression = expression.over(window().order_by(source.col("x")));
        }
        let statement = select([expression]).from(&source);
        Ok(if self.over { statement.order_by(source.col("x")) } else { statement })
    }
}

/// `\u{301}` and what it stands for.
fn unescaped(line: &str) -> Result<String, String> {
    let mut parts = line.split("\\u{");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('}').ok_or("no } behind a character's number")?;
        let number = u32::from_str_radix(digits, 16).map_err(|error| error.to_string())?;
        text.push(char::from_u32(number).ok_or("no such character")?);
        text.push_str(rest);
    }
    Ok(text)
}

/// The items up to the bracket that closes them, and what follows it.
fn list(text: &str) -> Result<(Vec<String>, &str), String> {
    let (mut items, mut item) = (Vec::new(), String::new());
    let (mut depth, mut quoted) = (0_u32, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted && depth > 0 => depth -= 1,
            ')' | ']' if !quoted => {
                if !item.trim().is_empty() {
                    items.push(item.trim().to_owned());
                }
                return Ok((items, &text[at + 1..]));
            }
            ',' if !quoted && depth == 0 => {
                items.push(std::mem::take(&mut item).trim().to_owned());
                continue;
            }
            _ => {}
        }
        item.push(letter);
    }
    Err("a bracket is not closed".to_owned())
}

fn null_type(name: &str) -> Result<SqlType, String> {
    match name {
        "INT64" => Ok(SqlType::Int64),
        "TEXT" => Ok(SqlType::Text),
        "BOOLEAN" => Ok(SqlType::Boolean),
        other => Err(format!("no type {other:?}")),
    }
}

/// An argument; everything but a NULL of a type travels with the type that it has.
fn value(token: &str) -> Result<Expr<Any>, String> {
    match token.strip_prefix("NULL:") {
        Some(name) => Ok(typed_literal(Value::Null, null_type(name)?)),
        None => Ok(literal(plain(token)?)),
    }
}

fn plain(token: &str) -> Result<Value, String> {
    let told = |error: &dyn std::fmt::Display| format!("{token:?}: {error}");
    if let Some(items) = token.strip_prefix('[') {
        let (items, _) = list(items)?;
        return Ok(Value::List(items.iter().map(|item| plain(item)).collect::<Result<_, _>>()?));
    }
    if let Some((kind, rest)) = token.split_once('\'') {
        let content = rest.strip_suffix('\'').ok_or("a quote is not closed")?;
        return match kind {
            "" => Ok(content.into()),
            "BYTES" => Ok(content.as_bytes().into()),
            "JSON" => Ok(Value::Json(content.to_owned())),
            "DATE" => content.parse::<NaiveDate>().map(Value::from).map_err(|error| told(&error)),
            "TIMESTAMP" => {
                let parsed = NaiveDateTime::parse_from_str(content, "%Y-%m-%d %H:%M:%S%.f");
                parsed.map(Value::from).map_err(|error| told(&error))
            }
            other => Err(format!("no kind of value is called {other:?}")),
        };
    }
    match token {
        "NULL" => Ok(Value::Null),
        "TRUE" => Ok(true.into()),
        "FALSE" => Ok(false.into()),
        _ if token.ends_with('f') => {
            token.trim_end_matches('f').parse::<f64>().map(Value::from).map_err(|error| told(&error))
        }
        _ if token.contains('.') => {
            token.parse::<aludel::bigdecimal::BigDecimal>().map(Value::from).map_err(|error| told(&error))
        }
        _ => token.parse::<i64>().map(Value::from).map_err(|error| told(&error)),
    }
}
