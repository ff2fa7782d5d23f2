//! Statements of sea-query, those of its own documentation among them, on engines.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "sea_query/documented.rs"]
mod documented;
#[path = "sea_query/everywhere.rs"]
mod everywhere;
#[path = "sea_query/hidden.rs"]
mod hidden;
#[path = "sea_query/names.rs"]
mod names;
#[path = "sea_query/tables.rs"]
mod tables;

use aludel::prelude::*;
use aludel::{SeaStatement, SqlDialect, Statement, sea};
use sea_query::Iden;

/// The tables of sea-query's documentation.
#[derive(Iden)]
#[iden = "character"]
enum Char {
    Table,
    Id,
    Character,
    SizeW,
    SizeH,
    FontId,
    CreatedAt,
}

#[derive(Iden)]
enum Font {
    Table,
    Id,
    Name,
}

#[derive(Iden)]
enum Glyph {
    Table,
    Id,
    Image,
    Aspect,
    Tokens,
}

/// DuckDB with the tables of sea-query's documentation.
async fn duckdb() -> Result<Engine, Error> {
    let engine = aludel::connect("duckdb://").await?;
    for sql in [
        "CREATE TABLE font (id INTEGER PRIMARY KEY, name VARCHAR, variant VARCHAR, language VARCHAR)",
        "CREATE TABLE character (id INTEGER PRIMARY KEY, character VARCHAR UNIQUE, font_size INTEGER, size_w INTEGER, \
         size_h INTEGER, font_id INTEGER, ascii BOOLEAN, created_at TIMESTAMP, user_data JSON)",
        "CREATE TABLE glyph (id INTEGER PRIMARY KEY, image VARCHAR, aspect INTEGER, tokens VARCHAR)",
        "INSERT INTO font VALUES (1, 'Sans', 'bold', 'en'), (2, 'Serif', NULL, 'de')",
        "INSERT INTO character (id, character, font_size, size_w, size_h, font_id) VALUES \
         (1, 'A', 12, 3, 4, 1), (2, 'B', 14, 2, 5, 1), (3, 'C', 16, NULL, 6, 2)",
        "INSERT INTO glyph VALUES (1, 'A1', 3, 't'), (2, 'A2', 4, NULL), (3, 'B1', NULL, 't')",
    ] {
        engine.execute(text(sql)).await?;
    }
    Ok(engine)
}

/// The rows, each as `(1, 'x')`.
async fn rows<S: SeaStatement>(engine: &Engine, statement: &S) -> Result<String, Error> {
    Ok(shown(&engine.fetch(sea(statement)).await?)?)
}

fn shown(found: &Rows) -> Result<String, aludel::DecodeError> {
    let rows: Result<Vec<String>, _> = found
        .iter()
        .map(|row| {
            let values = row.values()?;
            Ok::<_, aludel::DecodeError>(format!(
                "({})",
                values.iter().map(aludel_conformance::show).collect::<Vec<_>>().join(", ")
            ))
        })
        .collect();
    Ok(rows?.join(" "))
}

/// The text in a dialect, or why there is none.
fn text_in<D: SqlDialect + aludel::Levels, S: SeaStatement>(statement: &S) -> String {
    match Statement::<D>::render(&sea(statement), D::spelling(), &aludel::Capabilities::of::<D>()) {
        Ok(prepared) => prepared.sql.to_string(),
        Err(problem) => format!("refused: {problem}"),
    }
}

/// Why DuckDB does not get it.
fn refusal<S: SeaStatement>(statement: &S) -> String {
    let said = text_in::<aludel::duckdb::DuckDb, S>(statement);
    assert!(said.starts_with("refused: "), "{said}");
    said
}
