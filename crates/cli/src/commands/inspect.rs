//! `aludel inspect`

use std::io::Write;
use std::process::ExitCode;

use aludel::{
    Any, Capabilities, Column, Constraint, Engine, Error, ErrorClass, Relation, RelationKind, Spelling, Statement,
    Table, create_statements, transfer_to,
};
use serde_json::{Value as Json, json};

use crate::arguments::{FactFormat, Inspect};
use crate::dialects;
use crate::failure::Failure;
use crate::output::{plain_table, visible};

pub(crate) async fn run(inspect: Inspect) -> Result<ExitCode, Failure> {
    let engine = aludel::connect(inspect.url.as_str()).await?;
    let text = match &inspect.table {
        None => everything(&engine, inspect.format).await?,
        Some(name) => {
            let relation = engine.inspect().relation(name.table()).await?;
            if inspect.ddl {
                if relation.kind.is_view() {
                    let (name, kind) = (visible(&name.to_string()).to_string(), kind(relation.kind));
                    writeln!(
                        std::io::stderr(),
                        "lost: {name} is a {kind}: the statement makes a table of its columns"
                    )?;
                }
                ddl(&engine, &relation.table, inspect.dialect.as_deref(), inspect.format)?
            } else {
                one(&engine, &relation, inspect.format)?
            }
        }
    };
    engine.close().await?;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

fn document(json: &Json) -> Result<String, Failure> {
    serde_json::to_string_pretty(json).map_err(Failure::new)
}

async fn everything(engine: &Engine, format: FactFormat) -> Result<String, Failure> {
    let inspector = engine.inspect();
    let databases = told(inspector.databases().await)?;
    let schemas = told(inspector.schemas().await)?;
    let relations = inspector.relations().await?;
    if format == FactFormat::Json {
        let relations: Vec<Json> = relations
            .iter()
            .map(|relation| {
                json!({
                    "schema": relation.table.schema(),
                    "name": relation.table.name(),
                    "kind": kind(relation.kind),
                    "columns": relation.table.columns().len(),
                    "comment": relation.table.comment(),
                    "definition": relation.definition,
                })
            })
            .collect();
        let dialect = engine.capabilities().dialect();
        return document(&json!({
            "dialect": dialect, "databases": databases, "schemas": schemas, "relations": relations,
        }));
    }
    let mut text = String::new();
    for (what, names) in [("databases", databases), ("schemas", schemas)] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| visible(name)).collect();
            text += &format!("{what}: {}\n", names.join(", "));
        }
    }
    if relations.is_empty() {
        return Ok(text + "no tables");
    }
    let line = |relation: &Relation| {
        let table = &relation.table;
        [
            table.schema().unwrap_or_default().to_owned(),
            table.name().to_owned(),
            kind(relation.kind).to_owned(),
            table.columns().len().to_string(),
            table.comment().unwrap_or_default().to_owned(),
        ]
    };
    Ok(text + &plain_table(["schema", "name", "kind", "columns", "comment"], relations.iter().map(line)))
}

/// Not every engine has them, or tells them to everybody: nothing then.
fn told(names: Result<Vec<String>, Error>) -> Result<Vec<String>, Failure> {
    match names {
        Ok(names) => Ok(names),
        Err(Error::Refused(_) | Error::Usage(_)) => Ok(Vec::new()),
        Err(error) if matches!(error.class(), Some(ErrorClass::Refused | ErrorClass::Auth)) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

fn kind(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Table => "table",
        RelationKind::TemporaryTable => "temporary table",
        RelationKind::View => "view",
        RelationKind::TemporaryView => "temporary view",
        RelationKind::MaterializedView => "materialized view",
        _ => "other",
    }
}

/// What is said of a column beyond its type, in order.
fn key(column: &Column) -> &'static str {
    match (column.is_primary_key(), column.is_unique()) {
        (true, _) => "primary key",
        (_, true) => "unique",
        _ => "",
    }
}

fn default(column: &Column) -> Option<String> {
    let default = column.default().map(|default| default.to_string());
    default.or_else(|| column.generated_from().map(|generated| format!("generated: {generated}")))
}

fn said(constraint: &Constraint) -> String {
    let columns: Vec<&str> = constraint.columns().collect();
    let mut said = match constraint.condition() {
        Some(condition) => format!("CHECK ({condition})"),
        None => format!("{} ({})", constraint.words(), columns.join(", ")),
    };
    if let Some((table, columns)) = constraint.references() {
        said += &format!(" REFERENCES {} ({})", table.path().join("."), columns.join(", "));
    }
    said
}

fn spelling_of(engine: &Engine) -> Result<&'static dyn Spelling, Failure> {
    Ok(dialects::find(engine.capabilities().dialect())?.spelling)
}

/// What the dialect writes behind the columns, or behind one.
fn clauses(written: impl FnOnce(&mut String) -> bool) -> Option<String> {
    let mut text = String::new();
    let is_written = written(&mut text);
    let text = text.trim().to_owned();
    (is_written && !text.is_empty()).then_some(text)
}

/// The engine's own word for the column's type, where it has one.
fn type_of(spelling: &dyn Spelling, column: &Column) -> String {
    let own = clauses(|text| spelling.column_type(column, text).is_ok());
    own.unwrap_or_else(|| column.sql_type().to_string())
}

fn one(engine: &Engine, relation: &Relation, format: FactFormat) -> Result<String, Failure> {
    let spelling = spelling_of(engine)?;
    let table = &relation.table;
    let options = clauses(|text| !relation.kind.is_view() && spelling.table_clauses(table, text).is_ok());
    let of_column = |column: &Column| clauses(|text| spelling.column_clauses(column, text).is_ok());
    let constraints = table.constraints().iter().map(said);
    let constraints: Vec<String> = constraints.chain(table.native_constraints().iter().cloned()).collect();
    if format == FactFormat::Json {
        let columns = table.columns().iter().map(|column| {
            json!({
                "name": column.name(),
                "type": type_of(spelling, column),
                "neutral_type": column.sql_type().to_string(),
                "nullable": column.is_nullable(),
                "primary_key": column.is_primary_key(),
                "unique": column.is_unique(),
                "default": column.default().map(ToString::to_string),
                "generated": column.generated_from().map(ToString::to_string),
                "options": of_column(column),
                "comment": column.comment(),
            })
        });
        let indexes = table.indexes().iter().map(|index| {
            json!({ "name": index.name(), "unique": index.is_unique(), "keys": index.keys().collect::<Vec<_>>() })
        });
        return document(&json!({
            "path": table.path(),
            "kind": kind(relation.kind),
            "definition": relation.definition,
            "columns": columns.collect::<Vec<_>>(),
            "constraints": constraints,
            "indexes": indexes.collect::<Vec<_>>(),
            "time_column": table.time_column(),
            "options": options,
            "comment": table.comment(),
        }));
    }
    let line = |column: &Column| {
        let null = if column.is_nullable() { "" } else { "not null" };
        let comment: Vec<String> =
            [of_column(column), column.comment().map(str::to_owned)].into_iter().flatten().collect();
        [
            column.name().to_owned(),
            type_of(spelling, column),
            null.to_owned(),
            key(column).to_owned(),
            default(column).unwrap_or_default(),
            comment.join("; "),
        ]
    };
    let mut text =
        plain_table(["column", "type", "null", "key", "default", "comment"], table.columns().iter().map(line));
    let mut tell = |what: &str, said: &str| text += &format!("\n{what}: {}", visible(said));
    if relation.kind != RelationKind::Table {
        tell(kind(relation.kind), relation.definition.as_deref().unwrap_or_default());
    }
    for constraint in &constraints {
        tell("constraint", constraint);
    }
    for index in table.indexes() {
        let unique = if index.is_unique() { "unique " } else { "" };
        tell("index", &format!("{unique}{} ({})", index.name(), index.keys().collect::<Vec<_>>().join(", ")));
    }
    let rest = [("time column", table.time_column()), ("options", options.as_deref()), ("comment", table.comment())];
    for (what, said) in rest {
        if let Some(said) = said {
            tell(what, said);
        }
    }
    Ok(text)
}

/// The statements that make the table, each with a semicolon.
fn ddl(engine: &Engine, table: &Table, dialect: Option<&str>, format: FactFormat) -> Result<String, Failure> {
    let own = engine.capabilities().dialect();
    let known = dialects::find(dialect.unwrap_or(own))?;
    let there = transfer_to(table, own, known.spelling, &known.capabilities);
    let statements = statements(&there.table, known.spelling, &known.capabilities)?;
    if format == FactFormat::Json {
        let losses = there.losses.iter().map(|loss| json!({ "what": loss.what, "reason": loss.reason }));
        return document(&json!({
            "dialect": known.name, "statements": statements, "losses": losses.collect::<Vec<_>>(),
        }));
    }
    for loss in &there.losses {
        writeln!(std::io::stderr(), "lost: {}", visible(&loss.to_string()))?;
    }
    Ok(statements.iter().map(|statement| format!("{statement};")).collect::<Vec<_>>().join("\n"))
}

fn statements(table: &Table, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Vec<String>, Failure> {
    let rendered = create_statements(table).into_iter().map(|statement| {
        let prepared = Statement::<Any>::render(&statement, spelling, capabilities).map_err(Failure::new)?;
        Ok(prepared.sql.to_string())
    });
    rendered.collect()
}
