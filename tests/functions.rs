//! Every function with one meaning on all engines has a case, and DuckDB's answers are exact in value and type.
//!
//! The cases are those of the conformance suite, which asks every engine for the values.

use std::collections::BTreeSet;
use std::path::Path;

use aludel::prelude::*;
use aludel::sql_type_of;
use aludel_conformance::{FunctionCase, function_cases, show};

async fn run(engine: &Engine, case: &FunctionCase) -> Result<(), String> {
    let statement = case.statement()?;
    let rows = engine.fetch(&statement).await.map_err(|error| error.to_string())?;
    let found_type = sql_type_of(rows.schema().field(0)).map_err(|error| error.to_string())?.to_string();
    let values: Vec<Value> = rows
        .iter()
        .map(|row| row.get(0))
        .collect::<Result<_, _>>()
        .map_err(|error: aludel::DecodeError| error.to_string())?;
    let found = values.iter().map(show).collect::<Vec<_>>().join(", ");
    let is_expected = match &case.values {
        Some(expected) => found == *expected,
        None => !values.iter().any(Value::is_null),
    };
    if is_expected && found_type == case.sql_type { Ok(()) } else { Err(format!("found {found} : {found_type}")) }
}

#[tokio::test]
async fn every_function_means_what_it_says() {
    let engine = Connect::to("duckdb://").config("TimeZone", "UTC").open().await.expect("an engine in memory");
    let cases = function_cases().expect("cases that can be read");
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
    let cases = function_cases().expect("cases that can be read");
    let with_case: BTreeSet<String> = cases.iter().map(|case| without_count(&case.name)).collect();
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
            "date_trunc" | "date_diff" | "time_bucket" => {
                of_dates.iter().map(String::as_str).filter(|name| !name.contains("DayOf")).collect()
            }
            _ => vec![name],
        };
        missing.extend(wanted.into_iter().filter(|name| !with_case.contains(*name)).map(str::to_owned));
    }
    assert!(missing.is_empty(), "functions without a case: {}", missing.join(", "));
}

/// `time_bucket.Minute` of `time_bucket.15.Minute.from.120000000`.
fn without_count(name: &str) -> String {
    match name.split('.').collect::<Vec<_>>().as_slice() {
        [bucket @ "time_bucket", _, part, ..] => format!("{bucket}.{part}"),
        _ => name.to_owned(),
    }
}
