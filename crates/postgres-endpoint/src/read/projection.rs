//! Expressions that turn a column into text which loses nothing.
//!
//! A value without parts becomes its text. What has parts becomes JSON: an array for each list, struct, map and
//! union, and in them the parts' texts and nulls. No number is left to JSON, no name of a member, no quote to
//! DuckDB's own text of a list.

use aludel_dialect::SqlType;

/// Whether it is a type made of others.
pub(super) fn has_parts(sql_type: &SqlType) -> bool {
    matches!(
        sql_type,
        SqlType::List(_) | SqlType::Array(..) | SqlType::Struct(_) | SqlType::Map(..) | SqlType::Union(_)
    )
}

/// The text of `value`, a name.
pub(super) fn text(value: &str, sql_type: &SqlType) -> String {
    let expression = expression(value, sql_type, 0);
    if has_parts(sql_type) { format!("CAST(to_json({expression}) AS VARCHAR)") } else { expression }
}

/// The text of `value`, an expression, which stands in it once: it may be another value each time.
pub(super) fn text_of_one(value: &str, sql_type: &SqlType) -> String {
    match sql_type {
        SqlType::TimestampTz(_) | SqlType::Struct(_) | SqlType::Union(_) => {
            format!("list_transform([{value}], lambda aludel: {})[1]", text("aludel", sql_type))
        }
        _ => text(value, sql_type),
    }
}

/// `value` as text, or as something of which `to_json` makes arrays of texts.
fn expression(value: &str, sql_type: &SqlType, depth: usize) -> String {
    match sql_type {
        // The text would have the session's zone, of whose offset DuckDB leaves the seconds out.
        SqlType::TimestampTz(_) => {
            format!(
                "CASE WHEN isfinite({value}) THEN CAST(epoch_us({value}) AS VARCHAR) ELSE CAST({value} AS VARCHAR) END"
            )
        }
        SqlType::Bytes => format!("hex({value})"),
        SqlType::Native(_) => format!("hex(ST_AsWKB({value}))"),
        SqlType::List(element) | SqlType::Array(element, _) => {
            let item = format!("aludel_{depth}");
            format!("list_transform({value}, lambda {item}: {})", expression(&item, element, depth + 1))
        }
        SqlType::Map(key, mapped) => {
            let item = format!("aludel_{depth}");
            let part =
                |number, sql_type| expression(&format!("struct_extract_at({item}, {number})"), sql_type, depth + 1);
            let pair = format!("json_array({}, {})", part(1, key), part(2, mapped));
            format!("list_transform(map_entries({value}), lambda {item}: {pair})")
        }
        SqlType::Struct(members) => {
            let parts = members.iter().enumerate().map(|(index, member)| {
                expression(&format!("struct_extract_at({value}, {})", index + 1), &member.sql_type, depth)
            });
            unless_null(value, &parts.collect::<Vec<_>>())
        }
        SqlType::Union(members) => {
            let parts = members.iter().map(|member| {
                let tag = member.name.replace('\'', "''");
                expression(&format!("union_extract({value}, '{tag}')"), &member.sql_type, depth)
            });
            let tag = format!("CAST(union_tag({value}) AS VARCHAR)");
            unless_null(value, &std::iter::once(tag).chain(parts).collect::<Vec<_>>())
        }
        _ => format!("CAST({value} AS VARCHAR)"),
    }
}

fn unless_null(value: &str, parts: &[String]) -> String {
    format!("CASE WHEN {value} IS NULL THEN NULL ELSE json_array({}) END", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use aludel_dialect::{Field, TimeUnit};

    use super::*;

    #[test]
    fn parts_are_told_apart_by_their_place() {
        let pair = SqlType::Struct(vec![Field::new("a'b", SqlType::Bytes), Field::new("", SqlType::Int64)]);
        assert_eq!(
            text("c0", &SqlType::list(pair)),
            "CAST(to_json(list_transform(c0, lambda aludel_0: CASE WHEN aludel_0 IS NULL THEN NULL ELSE json_array(\
             hex(struct_extract_at(aludel_0, 1)), CAST(struct_extract_at(aludel_0, 2) AS VARCHAR)) END)) AS VARCHAR)"
        );
        assert_eq!(text("c0", &SqlType::Date), "CAST(c0 AS VARCHAR)");
        let now = SqlType::TimestampTz(TimeUnit::Microsecond);
        assert!(text("c0", &now).contains("epoch_us(c0)"));
        assert_eq!(text_of_one("f()", &now).matches("f()").count(), 1);
    }
}
