//! The placeholders of a statement's text.

use crate::types::Type;

/// The types of `{p1:…}` to `{p<count>:…}`, in order of their numbers.
///
/// Read from the text, because it was rendered once, maybe for other values than those that it runs with now.
///
/// # Errors
/// A placeholder that is not there, or whose type can't be read.
pub(crate) fn types_of(sql: &str, count: usize) -> Result<Vec<Type>, String> {
    let mut found: Vec<Option<Type>> = vec![None; count];
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '"', '`', '{', '-', '/', '#']) {
        rest = rest.get(at..).unwrap_or_default();
        rest = match rest.as_bytes() {
            [quote @ (b'\'' | b'"' | b'`'), ..] => after_quoted(rest, *quote),
            [b'-', b'-', ..] | [b'#', b' ' | b'!', ..] => rest.split_once('\n').map_or("", |(_, after)| after),
            [b'/', b'*', ..] => rest.split_once("*/").map_or("", |(_, after)| after),
            [b'{', ..] => {
                let inside = rest.get(1..).unwrap_or_default();
                if let Some((number, after)) = numbered(inside)
                    && let Some(place) = number.checked_sub(1).and_then(|index| found.get_mut(index))
                {
                    let end = end_of_type(after);
                    let text = after.get(..end).unwrap_or_default();
                    *place = Some(text.parse().map_err(|error| format!("parameter {number}: {error}"))?);
                }
                inside
            }
            _ => rest.get(1..).unwrap_or_default(),
        };
    }
    let number = |(index, place): (usize, Option<Type>)| {
        place.ok_or_else(|| format!("the statement has no placeholder {{p{}:…}} for its parameter", index + 1))
    };
    found.into_iter().enumerate().map(number).collect()
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
    fn one_that_is_missing_or_unreadable_is_named() {
        assert!(types_of("SELECT {p1:Int8}", 2).unwrap_err().contains("{p2:"));
        assert!(types_of("SELECT {p1:Int8(}", 1).unwrap_err().starts_with("parameter 1"));
        assert!(types_of("SELECT {p1:", 1).is_err());
        assert!(types_of("SELECT 'open {p1:Int8}", 1).is_err());
    }
}
