//! Every function with one meaning on all engines, through the builder, on the engine: values and types are exact.
//!
//! The cases are data, `data/functions/*.cases`, a line each:
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
//! Behind `is` stands the type of an answer that nobody can foresee. Arguments travel as parameters: `5` is 64 bits wide,
//! `2.5` a decimal, `2.5f` a float, `NULL:TEXT` a NULL of that type; `\u{9}` is a character by its number.

#[path = "functions/call.rs"]
mod call;
#[path = "functions/case.rs"]
mod case;

use std::collections::BTreeSet;
use std::path::Path;

use aludel::prelude::*;
use aludel::sql_type_of;
use aludel_conformance::show;

use crate::case::{Answer, Case};

fn cases() -> Result<Vec<Case>, String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/functions");
    let mut cases = Vec::new();
    for file in ["aggregates", "scalars", "dates"] {
        let path = directory.join(file).with_extension("cases");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            cases.push(Case::read(line).map_err(|error| format!("{line}: {error}"))?);
        }
    }
    Ok(cases)
}

async fn run(engine: &Engine, case: &Case) -> Result<(), String> {
    let statement = case.statement()?;
    let rows = engine.fetch(&statement).await.map_err(|error| error.to_string())?;
    let found_type = sql_type_of(rows.schema().field(0)).map_err(|error| error.to_string())?.to_string();
    let values: Vec<Value> = rows
        .iter()
        .map(|row| row.get(0))
        .collect::<Result<_, _>>()
        .map_err(|error: aludel::DecodeError| error.to_string())?;
    let found = values.iter().map(show).collect::<Vec<_>>().join(", ");
    match &case.answer {
        Answer::Values(expected, sql_type) if (&found, &found_type) != (expected, sql_type) => {
            Err(format!("found {found} : {found_type}"))
        }
        Answer::Type(expected) if *expected != found_type || values.iter().any(Value::is_null) => {
            Err(format!("found {found} : {found_type}"))
        }
        _ => Ok(()),
    }
}

#[tokio::test]
async fn every_function_means_what_it_says() {
    let engine = Connect::to("duckdb://").config("TimeZone", "UTC").open().await.expect("an engine in memory");
    let cases = cases().expect("cases that can be read");
    let mut failures = Vec::new();
    for case in &cases {
        if let Err(why) = run(&engine, case).await {
            failures.push(format!("{}\n    {why}", case.line));
        }
    }
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// The variants of an enum in a source text, without their fields.
fn variants<'a>(source: &'a str, name: &str) -> Vec<&'a str> {
    let start = source.find(&format!("pub enum {name} {{")).expect("the enum");
    let body = &source[start..start + source[start..].find("\n}").expect("its end")];
    let lines = body.lines().skip(1).map(str::trim).filter(|line| !line.starts_with("//"));
    lines.map(|line| line.trim_end_matches(',').split('(').next().unwrap_or_default()).collect()
}

/// The builder's own source, whichever of its files a thing stands in.
fn builder_source() -> String {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/query/src");
    let listed = std::fs::read_dir(directory).expect("the builder's source");
    let paths = listed.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file());
    paths.map(|path| std::fs::read_to_string(path).expect("text")).collect()
}

#[test]
fn every_function_has_a_case() {
    let source = &builder_source();
    let cases = cases().expect("cases that can be read");
    let with_case: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let (functions, parts) = (variants(source, "Function"), variants(source, "DatePart"));
    assert!(functions.len() >= 80 && parts.len() == 12, "{} functions, {} parts", functions.len(), parts.len());
    let mut missing = Vec::new();
    for function in functions {
        // `Function::CountRows => "count_rows"`
        let arm = [format!("Function::{function} => \""), format!("Function::{function}(_) => \"")];
        let at = arm.iter().find_map(|arm| Some(source.find(arm.as_str())? + arm.len())).expect("a name");
        let name = source[at..].split('"').next().expect("its end");
        let of_dates: Vec<String> = parts.iter().map(|part| format!("{name}.{part}")).collect();
        let wanted: Vec<&str> = match name {
            "extract" => of_dates.iter().map(String::as_str).collect(),
            // A day of the week or year is no stretch of time.
            "date_trunc" | "date_diff" => {
                of_dates.iter().map(String::as_str).filter(|name| !name.contains("DayOf")).collect()
            }
            _ => vec![name],
        };
        missing.extend(wanted.into_iter().filter(|name| !with_case.contains(name)).map(str::to_owned));
    }
    assert!(missing.is_empty(), "functions without a case: {}", missing.join(", "));
}
