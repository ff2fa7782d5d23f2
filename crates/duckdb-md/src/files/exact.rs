//! Which values are the same on the other side. What DuckDB rounds or cuts without a word was asked of DuckDB 1.5.6.

use aludel_dialect::{Field, SqlType, TimeUnit};

/// Whether every value of `from` either is one of `to` or makes DuckDB's cast fail.
pub(super) fn fits(from: &SqlType, to: &SqlType) -> bool {
    use SqlType::*;
    match (from, to) {
        (Null, _) => true,
        (Decimal { scale, .. }, Decimal { scale: other, .. }) => scale <= other,
        (List(from) | Array(from, _), List(to)) | (Array(from, _), Array(to, _)) => fits(from, to),
        (Map(key, value), Map(to_key, to_value)) => fits(key, to_key) && fits(value, to_value),
        (Struct(from), Struct(to)) | (Union(from), Union(to)) => {
            let fit = |from: &Field, to: &Field| {
                from.name.eq_ignore_ascii_case(&to.name) && fits(&from.sql_type, &to.sql_type)
            };
            from.len() == to.len() && from.iter().zip(to).all(|(from, to)| fit(from, to))
        }
        // DuckDB checks what a text is made into, but for numbers and moments.
        (Text, Enum(_) | Uuid | Json) | (Enum(_) | Json, Text) | (Enum(_), Enum(_)) => true,
        (Int8 | UInt8 | Int16 | UInt16, Float32) => true,
        (Int8 | UInt8 | Int16 | UInt16 | Int32 | UInt32, Float64) | (Float32, Float64) => true,
        (Date, Timestamp(_)) => true,
        (Time(from), Time(to)) | (Timestamp(from), Timestamp(to)) | (TimestampTz(from), TimestampTz(to)) => from <= to,
        (from, Decimal { .. } | BigInteger) if is_integer(from) => true,
        (from, to) => from == to || is_integer(from) && is_integer(to),
    }
}

fn is_integer(sql_type: &SqlType) -> bool {
    use SqlType::*;
    matches!(sql_type, Int8 | Int16 | Int32 | Int64 | Int128 | UInt8 | UInt16 | UInt32 | UInt64 | UInt128)
}

/// How a text of a file becomes a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FromText {
    /// By DuckDB's cast, which refuses what is no such value.
    Cast,
    /// By DuckDB's cast, if the whole text matches this pattern: else the cast would round or cut it.
    Matching(String),
    /// Not at all, for this reason.
    Refused(&'static str),
}

const DAY: &str = r"[0-9]+[-/][0-9]+[-/][0-9]+( ?\(BC\))?";

/// How a text becomes a `to` without loss.
pub(super) fn from_text(to: &SqlType) -> FromText {
    use SqlType::*;
    let pattern = match to {
        integer if is_integer(integer) || *integer == BigInteger => r"[+-]?[0-9]+".to_owned(),
        Decimal { scale, .. } => format!(r"[+-]?([0-9]+([.]{0})?|[.]{0})", digits(usize::from(*scale))),
        Date => format!("{DAY}|-?infinity"),
        Time(unit) => time(*unit),
        // Behind a moment without zone, DuckDB drops an offset.
        Timestamp(unit) => format!("{DAY}([ T]{})?|-?infinity", time(*unit)),
        // What follows the fraction is the offset or the zone; units, in an interval.
        TimestampTz(_) | TimeTz | Interval => format!(r"[^.]*([.]{}([^.0-9].*)?)?", digits(6)),
        List(_) | Array(..) | Struct(_) | Map(..) | Union(_) if !is_checked_by_cast(to) => {
            return FromText::Refused("its elements would be rounded or cut without a word");
        }
        _ => return FromText::Cast,
    };
    FromText::Matching(format!(r"\s*({pattern})\s*"))
}

/// At most so many digits that count, then zeros.
fn digits(count: usize) -> String {
    format!("[0-9]{{0,{count}}}0*")
}

fn time(unit: TimeUnit) -> String {
    format!("[0-9]+:[0-9]+(:[0-9]+([.]{})?)?", digits(unit.digits()))
}

fn is_checked_by_cast(sql_type: &SqlType) -> bool {
    use SqlType::*;
    match sql_type {
        List(element) | Array(element, _) => is_checked_by_cast(element),
        Map(key, value) => is_checked_by_cast(key) && is_checked_by_cast(value),
        Struct(members) | Union(members) => members.iter().all(|member| is_checked_by_cast(&member.sql_type)),
        leaf => from_text(leaf) == FromText::Cast,
    }
}

/// What Parquet, as DuckDB writes it, makes of values of this type.
pub(super) fn lost_in_parquet(sql_type: &SqlType) -> Option<&'static str> {
    any_part(sql_type, &|part| match part {
        SqlType::Int128 | SqlType::UInt128 => Some(
            "Parquet has no integers of 128 bits and DuckDB would write a DOUBLE: cast it to DECIMAL(38, 0) or VARCHAR",
        ),
        SqlType::TimeTz => Some("Parquet keeps no offset of a time of day: cast it to VARCHAR"),
        SqlType::Interval => Some("an interval of Parquet ends at milliseconds: cast it to VARCHAR"),
        SqlType::Union(_) => Some("Parquet has no unions, and DuckDB would write a struct: cast it to VARCHAR"),
        _ => None,
    })
}

/// What JSON, as DuckDB writes it, makes of values of this type.
pub(super) fn lost_in_json(sql_type: &SqlType) -> Option<&'static str> {
    any_part(sql_type, &|part| match part {
        SqlType::Bytes => Some("JSON has no bytes: write `base64(..)` or `hex(..)` of it"),
        // Up to 15 digits it writes them as a double, with the zero.
        SqlType::Decimal { precision, scale } if precision == scale && *precision > 15 => Some(
            "DuckDB would write no zero before the point, which is no JSON: cast it to VARCHAR or to a DECIMAL with a digit \
             before the point",
        ),
        _ => None,
    })
}

/// What the error of a NaN or an infinity on its way into JSON says.
pub(super) const NO_NUMBER: &str = "a NaN or an infinity is no number of JSON";

/// Whether values of this type may be a NaN or an infinity.
pub(super) fn has_floats(sql_type: &SqlType) -> bool {
    let float = |part: &SqlType| matches!(part, SqlType::Float32 | SqlType::Float64).then_some("");
    any_part(sql_type, &float).is_some()
}

fn any_part(sql_type: &SqlType, lost: &impl Fn(&SqlType) -> Option<&'static str>) -> Option<&'static str> {
    use SqlType::*;
    lost(sql_type).or_else(|| match sql_type {
        List(element) | Array(element, _) => any_part(element, lost),
        Map(key, value) => any_part(key, lost).or_else(|| any_part(value, lost)),
        Struct(members) | Union(members) => members.iter().find_map(|member| any_part(&member.sql_type, lost)),
        _ => None,
    })
}
