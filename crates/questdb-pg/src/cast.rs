//! Casts: QuestDB's own never fail, so only those are written that keep every value.

use aludel_dialect::SqlType;
use aludel_query::Unspeakable;

/// How many bits an integer has.
fn width(sql_type: &SqlType) -> Option<u8> {
    match sql_type {
        SqlType::Int8 => Some(8),
        SqlType::Int16 => Some(16),
        SqlType::Int32 => Some(32),
        SqlType::Int64 => Some(64),
        _ => None,
    }
}

/// The template of a cast, or `None` for the plain one.
pub(crate) fn template(from: Option<&SqlType>, to: &SqlType) -> Result<Option<String>, Unspeakable> {
    use SqlType::{Boolean, Decimal, Float32, Float64, Native, Text, Timestamp, Uuid};
    // Whoever names a type in QuestDB's words means QuestDB's cast.
    if matches!(to, Native(_)) {
        return Ok(None);
    }
    let refused = |reason: &str| Err(Unspeakable::Value(reason.to_owned()));
    let Some(from) = from else {
        return refused("QuestDB's casts make NULL or another value of what does not fit: describe the column's type");
    };
    match (from, to) {
        // No server casts to it.
        (SqlType::Bytes, SqlType::Bytes) => Ok(Some("{0}".to_owned())),
        (from, to) if from == to => Ok(None),
        (Native(_), _) => Ok(None),
        (Boolean, to) if width(to).is_some() => Ok(None),
        (Boolean | Decimal { .. } | Uuid, Text) => Ok(None),
        (from, Text) if width(from).is_some() => Ok(None),
        (from, Float64 | Float32) if width(from).is_some() => Ok(None),
        (Decimal { .. }, Float64) => Ok(None),
        (from, Decimal { .. }) if width(from).is_some() => Ok(None),
        (Decimal { scale: finer, .. }, Decimal { precision, scale }) if finer > scale => {
            Ok(Some(format!("cast(round({{0}}, {scale}) AS DECIMAL({precision}, {scale}))")))
        }
        (Decimal { .. }, Decimal { .. }) => Ok(None),
        (Timestamp(coarse), Timestamp(fine)) if fine > coarse => Ok(None),
        (from, to) if width(from).zip(width(to)).is_some_and(|(from, to)| from < to) => Ok(None),
        (Text, _) => refused("QuestDB takes NULL for a text that is no such value"),
        (Float64 | Float32, _) => refused("QuestDB cuts or writes floats in another way"),
        _ => refused("QuestDB's cast would give another value of what does not fit"),
    }
}
