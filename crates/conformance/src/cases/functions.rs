//! Every function with one meaning on all engines, through the builder.
//!
//! The cases are data, `functions/*.cases`, a line each:
//!
//! ```text
//! left('añ🦆', 2) = 'añ' : TEXT
//! date_trunc.Month(DATE'2020-05-17') = 2020-05-01 00:00:00 : TIMESTAMP(6)
//! arg_min(x, y) from (7, 1) (5, 2) = 7 : INT64
//! lag(x, 1, 0) over from (0) (1) (2) = 0, 0, 1 : INT64
//! now() is TIMESTAMP(6) WITH TIME ZONE
//! ```
//!
//! `from` gives the rows of the columns `x` and `y`, `over` a window ordered by `x`, `sorted` an aggregate ordered by `x`.
//! `or none` behind an answer says that an engine may lack a value of the call, if it says so.
//! Behind `is` stands the type of an answer that nobody can foresee: it is only not NULL. Arguments travel as parameters: `5`
//! is 64 bits wide, `2.5` a decimal, `2.5f` a float, `NULL:TEXT` a NULL of that type; `\u{9}` is a character by its number.
//!
//! The type behind the colon is DuckDB's. Engines differ in how wide a sum is, so that it is asked of DuckDB alone.

use std::collections::BTreeMap;

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::{Any, Construct, SqlType, TimeUnit, Value};
use aludel_query::{Expr, Select, Subquery, asc, literal, select, typed_literal, values, window};
use chrono::{NaiveDate, NaiveDateTime};

use super::call::call;
use super::{Answer, Case};

const FILES: [&str; 3] = [
    include_str!("functions/aggregates.cases"),
    include_str!("functions/scalars.cases"),
    include_str!("functions/dates.cases"),
];

/// A line of a file of function cases.
#[derive(Clone, Debug)]
pub struct FunctionCase {
    /// The line.
    pub line: String,
    /// The function's name, with the part of a date behind a dot.
    pub name: String,
    /// The values, as they are shown; `None` where nobody can foresee them.
    pub values: Option<String>,
    /// The type that DuckDB gives them.
    pub sql_type: String,
    arguments: Vec<String>,
    /// An engine may lack an argument's value, if it says so.
    or_none: bool,
    sorted: bool,
    over: bool,
    rows: Vec<Vec<String>>,
}

/// Every function case.
///
/// # Errors
/// A line that can't be read.
pub fn function_cases() -> Result<Vec<FunctionCase>, String> {
    let lines = FILES.into_iter().flat_map(str::lines).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| FunctionCase::read(line).map_err(|error| format!("{line}: {error}"))).collect()
}

/// The function cases as cases: those of one function have its name and a number.
pub(super) fn cases() -> Vec<Case> {
    let mut numbers = BTreeMap::new();
    // A file that can't be read is found by a test.
    function_cases().unwrap_or_default().into_iter().map(|function| function.case(&mut numbers)).collect()
}

impl FunctionCase {
    fn case(self, numbers: &mut BTreeMap<String, u32>) -> Case {
        let number = numbers.entry(self.name.clone()).or_default();
        *number += 1;
        Case {
            name: format!("{}_{number}", self.name.replace('.', "_").to_lowercase()),
            needs: self.needs(),
            tables: Vec::new(),
            answer: match &self.values {
                None => Answer::Rows("(TRUE)".to_owned()),
                Some(values) if self.over => {
                    Answer::Rows(values.split(", ").map(|value| format!("({value})")).collect::<Vec<_>>().join(" "))
                }
                Some(values) if self.or_none => Answer::RowsOrError(format!("({values})")),
                Some(values) => Answer::Rows(format!("({values})")),
            },
            statement: Box::new(move || match self.written() {
                Ok(statement) => Box::new(statement),
                // Its error is found by a test, too.
                Err(error) => Box::new(select::<Any>(literal(error))),
            }),
        }
    }

    fn needs(&self) -> Vec<Construct> {
        let mut needs = match self.rows.as_slice() {
            [] => vec![Construct::SelectWithoutFrom],
            _ => vec![Construct::ValuesTable, Construct::SourceColumns],
        };
        if self.sorted {
            needs.extend([Construct::AggregateOrderBy, Construct::NullsOrder]);
        }
        if self.over {
            needs.push(Construct::WindowFunction);
        }
        match self.name.as_str() {
            "count_distinct" => needs.push(Construct::AggregateDistinct),
            name if name.starts_with("regexp_") => needs.push(Construct::Regexp),
            _ => {}
        }
        needs
    }

    /// The statement, which asks of what nobody can foresee whether it is there.
    fn written(&self) -> Result<Select<Any>, String> {
        match &self.values {
            Some(_) => self.statement(),
            None => Ok(select([call(&self.name, Vec::new())?.is_not_null()])),
        }
    }

    fn read(line: &str) -> Result<FunctionCase, String> {
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
        let (mut rows, mut or_none) = (Vec::new(), false);
        while let (true, Some(row)) = (from, rest.strip_prefix(" (")) {
            let (values, after) = list(row)?;
            rows.push(values);
            rest = after;
        }
        let (values, sql_type) = match (rest.strip_prefix(" = "), rest.strip_prefix(" is ")) {
            (Some(answer), _) => {
                let (values, sql_type) = answer.rsplit_once(" : ").ok_or("no type behind the answer")?;
                let values = values.strip_suffix(" or none").inspect(|_| or_none = true).unwrap_or(values);
                (Some(values.to_owned()), sql_type)
            }
            (_, Some(sql_type)) => (None, sql_type),
            _ => return Err(format!("no answer in {rest:?}")),
        };
        let (name, sql_type) = (name.to_owned(), sql_type.to_owned());
        Ok(FunctionCase { line: line.to_owned(), name, values, sql_type, arguments, or_none, sorted, over, rows })
    }

    /// The call in the builder's words.
    ///
    /// # Errors
    /// A function or value that nobody knows.
    pub fn statement(&self) -> Result<Select<Any>, String> {
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
        "TIMESTAMP" => Ok(SqlType::Timestamp(TimeUnit::Microsecond)),
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
        _ if token.contains('.') => token.parse::<BigDecimal>().map(Value::from).map_err(|error| told(&error)),
        _ => token.parse::<i64>().map(Value::from).map_err(|error| told(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::function_cases;

    #[test]
    fn every_line_is_a_statement() -> Result<(), String> {
        for case in function_cases()? {
            case.statement().map_err(|error| format!("{}: {error}", case.line))?;
        }
        Ok(())
    }
}
