//! From files of JSON, with the digits that their numbers have: DuckDB's reader makes doubles of them.

use aludel_dialect::SqlType;
use aludel_duckdb_sql::DuckDb;
use aludel_engine::Error;
use aludel_query::{Expr, TableFunction, case, func, literal, null, read_json, structure, table_function};

use super::copy_from::{Pair, SourceFormat};
use super::exact::{FromText, from_text};
use super::{Casts, Json};

/// How many rows and files are looked at to find out which keys a file of JSON has: all.
const ALL_FILES: i64 = 1_000_000_000;

/// What stands before a number, texts as a whole, and the number; at last the end, so that no match begins in a text.
const NUMBERS: &str = r#"((?:"(?:[^"\\]|\\.)*"|[^"0-9-])*)(-?[0-9]+(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?|$)"#;

impl SourceFormat for Json {
    fn look(&self, path: &str) -> TableFunction<DuckDb> {
        read_json(path).arg("sample_size", -1).arg("maximum_sample_files", ALL_FILES).arg("union_by_name", true)
    }

    /// With types, for DuckDB would guess them by the first rows.
    #[expect(private_interfaces, reason = "nobody outside writes a format")]
    fn read(&self, path: &str, pairs: &[Pair<'_>]) -> TableFunction<DuckDb> {
        let column = |pair: &Pair<'_>| (pair.file.name.clone(), literal(pair.table.type_text.as_str()));
        read_json(path).arg("columns", structure(pairs.iter().map(column)))
    }

    fn whole(&self, path: &str) -> Option<TableFunction<DuckDb>> {
        Some(table_function("read_json_objects", [literal(path)]))
    }

    #[expect(private_interfaces, reason = "nobody outside writes a format")]
    fn value(&self, _: &Pair<'_>, column: Expr<DuckDb>, _: Casts) -> Result<Expr<DuckDb>, Error> {
        Ok(column)
    }
}

/// A JSON text with quotes around each of its numbers, whose digits then stay as they are.
pub(super) fn quoted(json: Expr<DuckDb>) -> Expr<DuckDb> {
    let text = json.cast(SqlType::Text);
    let quoted = func::native("regexp_replace", [text, literal(NUMBERS), literal(r#"\1"\2""#), literal("g")]);
    // The quotes that the end was given.
    func::native("array_slice", [quoted, literal(1), literal(-3)])
}

/// The value of a key: `object` as it is in the file, `quoted` the same with quoted numbers.
pub(super) fn value(pair: &Pair<'_>, object: Expr<DuckDb>, quoted_object: Expr<DuckDb>) -> Result<Expr<DuckDb>, Error> {
    let key = literal(format!("/{}", pair.file.name.replace('~', "~0").replace('/', "~1")));
    let of = |function: &str, json: &Expr<DuckDb>| func::native(function, [json.clone(), key.clone()]);
    let text = of("json_extract_string", &quoted_object);
    let to = SqlType::Native(pair.table.type_text.clone());
    let part = of("json_extract", &object);
    let is_nested = || of("json_type", &object).is_in([literal("OBJECT"), literal("ARRAY")]);
    // DuckDB writes a part of JSON with its numbers as doubles: it is the same if they still have the same digits.
    let stays = || quoted(part.clone()).eq(of("json_extract", &quoted_object).cast(SqlType::Text));
    let nested = |part: Expr<DuckDb>| {
        case().when(stays(), part).otherwise(pair.not_exact(of("json_extract", &quoted_object).cast(SqlType::Text)))
    };
    match (from_text(&pair.table.sql_type), &pair.table.sql_type) {
        (FromText::Matching(_), _) => pair.read_text(text, Casts::Exact),
        (FromText::Refused(reason), _) => Err(pair.refused(reason)),
        (FromText::Cast, SqlType::Bytes) => Err(pair.refused("JSON has no bytes")),
        (FromText::Cast, SqlType::Text) => {
            Ok(case().when(is_nested(), nested(part.clone().cast(SqlType::Text))).otherwise(text))
        }
        (FromText::Cast, SqlType::Json) => {
            let is_number = of("json_type", &object).is_in([literal("DOUBLE"), literal("UBIGINT"), literal("BIGINT")]);
            Ok(case()
                .when(text.clone().is_null(), null())
                .when(is_nested(), nested(part.clone()))
                .when(is_number, text.cast(to))
                .otherwise(part))
        }
        (FromText::Cast, SqlType::List(_) | SqlType::Array(..) | SqlType::Struct(_) | SqlType::Map(..)) => {
            Ok(of("json_extract", &quoted_object).cast(to))
        }
        (FromText::Cast, _) => Ok(text.cast(to)),
    }
}
