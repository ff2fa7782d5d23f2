use std::time::{Duration, Instant};

use super::*;

fn error(sql: impl Into<String>) -> Option<TextError> {
    text(sql.into()).segments(&DUCKDB).err()
}

fn at(line: usize, column: usize) -> TextPosition {
    TextPosition { line, column }
}

#[test]
fn a_text_without_statement_is_an_error() {
    for sql in ["", " \n\t", "-- nothing", "/* nothing */", " ; ;", "\u{a0}"] {
        assert_eq!(error(sql), Some(TextError::Empty), "{sql:?}");
    }
}

#[test]
fn a_nul_is_an_error_wherever_it_stands() {
    assert_eq!(error("SELECT 1,\n '\0'"), Some(TextError::Nul { at: at(2, 3) }));
    assert_eq!(error("\0"), Some(TextError::Nul { at: at(1, 1) }));
}

#[test]
fn what_has_no_end_is_named_with_its_place() {
    for (sql, what, place) in [
        ("SELECT 'it''s :x", "string literal", at(1, 8)),
        ("SELECT\nE'\\'", "string literal", at(2, 2)),
        ("SELECT E'\\", "string literal", at(1, 9)),
        ("SELECT \"é\", \"", "quoted name", at(1, 13)),
        ("SELECT /* /* */", "comment", at(1, 8)),
        ("SELECT /*/", "comment", at(1, 8)),
        ("SELECT $a$ $$ $b$", "dollar-quoted literal", at(1, 8)),
    ] {
        assert_eq!(error(sql), Some(TextError::Unterminated { what, at: place }), "{sql}");
    }
}

#[test]
fn ten_megabytes_are_read_in_linear_time() {
    let repeat = |piece: &str, bytes: usize| format!("SELECT {}1", piece.repeat(bytes / piece.len()));
    let rules = LexicalRules::standard().escape_strings().dollar_quotes();
    let started = Instant::now();
    let mixed = "'it''s', E'a'\n'', (:a /* b */), \"n\" :: c -- d\n, $t$ e $t$, ";
    assert!(text(repeat(mixed, 10_000_000)).segments(&rules).is_ok());
    for piece in ["(", ":a /**/,", "'',", "$", "$a ", "E'a'\n'',", "/**/", "--\n", "::", "\\:", "a:", "é", ": "] {
        let _ = text(repeat(piece, 1_000_000)).segments(&rules);
    }
    assert_eq!(error("/*".repeat(500_000)), Some(TextError::Unterminated { what: "comment", at: at(1, 1) }));
    // Anything but linear would take hours.
    assert!(started.elapsed() < Duration::from_secs(60), "took {:?}", started.elapsed());
}

#[test]
fn seventy_thousand_parameters_are_no_more_than_that() -> Result<(), TextError> {
    let count = 70_000;
    let sql: String = (0..count).map(|number| format!(",:p{number}")).collect();
    let statement =
        (0..count).fold(text(format!("SELECT 0{sql}")), |text, number| text.bind(format!("p{number}"), number));
    let mut found = 0;
    statement.render(&DUCKDB, |piece| found += i32::from(matches!(piece, Piece::Parameter { .. })))?;
    assert_eq!(found, count);
    Ok(())
}
