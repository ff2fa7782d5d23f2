//! The placeholders of a statement's text.

use std::ops::Range;

use crate::types::Type;

/// A placeholder in a text.
struct Placeholder<'a> {
    number: usize,
    type_text: &'a str,
    place: Range<usize>,
}

/// Those of a text, in the order in which they stand there.
fn placeholders(sql: &str) -> Vec<Placeholder<'_>> {
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '"', '`', '{', '-', '/', '#']) {
        rest = rest.get(at..).unwrap_or_default();
        rest = match rest.as_bytes() {
            [quote @ (b'\'' | b'"' | b'`'), ..] => after_quoted(rest, *quote),
            [b'-', b'-', ..] | [b'#', b' ' | b'!', ..] => rest.split_once('\n').map_or("", |(_, after)| after),
            [b'/', b'*', ..] => rest.split_once("*/").map_or("", |(_, after)| after),
            [b'{', ..] => {
                let start = sql.len() - rest.len();
                let inside = rest.get(1..).unwrap_or_default();
                match numbered(inside) {
                    Some((number, after)) => {
                        let end = end_of_type(after);
                        let behind = after.get(end..).unwrap_or_default();
                        let behind = behind.strip_prefix('}').unwrap_or(behind);
                        let type_text = after.get(..end).unwrap_or_default();
                        found.push(Placeholder { number, type_text, place: start..sql.len() - behind.len() });
                        behind
                    }
                    None => inside,
                }
            }
            _ => rest.get(1..).unwrap_or_default(),
        };
    }
    found
}

/// The types of `{p1:…}` to `{p<count>:…}`, in order of their numbers.
///
/// Read from the text, because it was rendered once, maybe for other values than those that it runs with now.
///
/// # Errors
/// A placeholder that is not there, or whose type can't be read.
pub(crate) fn types_of(sql: &str, count: usize) -> Result<Vec<Type>, String> {
    let mut found: Vec<Option<Type>> = vec![None; count];
    if count == 0 {
        return Ok(Vec::new());
    }
    for Placeholder { number, type_text, .. } in placeholders(sql) {
        if let Some(place) = number.checked_sub(1).and_then(|index| found.get_mut(index)) {
            *place = Some(type_text.parse().map_err(|error| format!("parameter {number}: {error}"))?);
        }
    }
    let number = |(index, place): (usize, Option<Type>)| {
        place.ok_or_else(|| format!("the statement has no placeholder {{p{}:…}} for its parameter", index + 1))
    };
    found.into_iter().enumerate().map(number).collect()
}

/// The text with literals in the places of `{p1:…}` and so on.
pub(crate) fn in_place(sql: &str, literals: &[String]) -> String {
    let mut out = String::with_capacity(sql.len() + literals.iter().map(String::len).sum::<usize>());
    let mut end = 0;
    for Placeholder { number, place, .. } in placeholders(sql) {
        if let Some(literal) = number.checked_sub(1).and_then(|index| literals.get(index)) {
            out.push_str(sql.get(end..place.start).unwrap_or_default());
            out.push_str(literal);
            end = place.end;
        }
    }
    out.push_str(sql.get(end..).unwrap_or_default());
    out
}

/// `1` and what follows the colon, of `p1:…`.
fn numbered(text: &str) -> Option<(usize, &str)> {
    let (name, after) = text.split_once(':')?;
    Some((name.trim().strip_prefix('p')?.parse().ok()?, after))
}

/// The closing brace, outside quotes.
fn end_of_type(text: &str) -> usize {
    let mut rest = text;
    while let Some(at) = rest.find(['\'', '`', '}']) {
        rest = rest.get(at..).unwrap_or_default();
        match rest.as_bytes() {
            [b'}', ..] => return text.len() - rest.len(),
            [quote, ..] => rest = after_quoted(rest, *quote),
            [] => break,
        }
    }
    text.len()
}

/// What follows a quoted text; a doubled quote begins another one, which comes to the same.
pub(crate) fn after_quoted(text: &str, quote: u8) -> &str {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'\\' => 2,
            byte if *byte == quote => return text.get(at + 1..).unwrap_or_default(),
            _ => 1,
        };
    }
    ""
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_outside_of_texts_and_comments() {
        let sql = "SELECT '{p1:Bad', \"{p1:Bad\", `\\`{p1:Bad`, -- {p1:Bad}\n/* {p1:Bad} */ 'it''s \\' {p1:Bad' \
                   , {p2:Array(Nullable(String))}, {p1:Enum8('}' = 1)}, {p2:Array(Nullable(String))} # {p1:Bad";
        let types: Vec<String> = types_of(sql, 2).unwrap().into_iter().map(|found| found.text).collect();
        assert_eq!(types, ["Enum8('}' = 1)", "Array(Nullable(String))"]);
    }

    #[test]
    fn literals_take_their_places() {
        let sql = "SELECT '{p1:Int8}', {p1:Int8}, {p2:Enum8('}' = 1)} /* {p1:Int8} */ FROM t WHERE a = {p1:Int8}";
        let literals = ["CAST('{p2:Int8}', 'Int8')".to_owned(), "'x'".to_owned()];
        assert_eq!(
            in_place(sql, &literals),
            "SELECT '{p1:Int8}', CAST('{p2:Int8}', 'Int8'), 'x' /* {p1:Int8} */ FROM t WHERE a = CAST('{p2:Int8}', 'Int8')"
        );
    }

    #[test]
    fn one_that_is_missing_or_unreadable_is_named() {
        assert!(types_of("SELECT {p1:Int8}", 2).unwrap_err().contains("{p2:"));
        assert!(types_of("SELECT {p1:Int8(}", 1).unwrap_err().starts_with("parameter 1"));
        assert!(types_of("SELECT {p1:", 1).is_err());
        assert!(types_of("SELECT 'open {p1:Int8}", 1).is_err());
    }
}
