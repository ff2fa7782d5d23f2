//! How many bytes a column takes, before any memory is set aside for it.
//!
//! A column is read when all of it has arrived; so what is allocated is in proportion to bytes that are there, whatever
//! lengths the stream names.

use super::scan::{Scan, Scanned, Stop};
use crate::types::{EnumSize, Kind, Type};

/// What is missing where the server was not told to send JSON as text.
pub(super) const JSON_AS_TEXT: &str = "JSON as text";

/// How far the strings of a column were looked through when bytes were missing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    rows: usize,
    at: usize,
}

/// Goes over a whole column.
pub(super) fn skip_column(of: &Type, rows: usize, scan: &mut Scan<'_>, progress: &mut Progress) -> Scanned<()> {
    if rows == 0 {
        return Ok(());
    }
    skip_prefix(of, scan)?;
    skip_values(of, rows, scan, progress)
}

/// Goes over what stands before the values of a column: versions of formats, of which there is one each that we read.
pub(super) fn skip_prefix(of: &Type, scan: &mut Scan<'_>) -> Scanned<()> {
    let version = |scan: &mut Scan<'_>, wanted: u64, what| {
        if scan.number()? == wanted { Ok(()) } else { Err(Stop::Malformed(what)) }
    };
    match &of.kind {
        Kind::LowCardinality(_) => version(scan, 1, "version of LowCardinality"),
        Kind::Json => version(scan, 1, JSON_AS_TEXT),
        Kind::Nullable(inner) | Kind::Array(inner) => skip_prefix(inner, scan),
        Kind::Map(entry) => {
            skip_prefix(&entry.0, scan)?;
            skip_prefix(&entry.1, scan)
        }
        Kind::Tuple(members) => members.iter().try_for_each(|member| skip_prefix(&member.member_type, scan)),
        Kind::Variant(alternatives) => {
            version(scan, 0, "form of Variant")?;
            alternatives.iter().try_for_each(|alternative| skip_prefix(alternative, scan))
        }
        _ => Ok(()),
    }
}

fn skip_values(of: &Type, rows: usize, scan: &mut Scan<'_>, progress: &mut Progress) -> Scanned<()> {
    if rows == 0 {
        return Ok(());
    }
    if let Some(width) = width(&of.kind) {
        scan.take_values(rows, width)?;
        return Ok(());
    }
    let mut fresh = Progress::default();
    match &of.kind {
        Kind::String | Kind::Json => skip_strings(rows, scan, progress),
        Kind::Nullable(inner) => {
            scan.take(rows)?;
            skip_values(inner, rows, scan, progress)
        }
        Kind::LowCardinality(inner) => {
            let (key_width, keys) = dictionary_head(scan)?;
            skip_values(without_null(inner), keys, scan, &mut fresh)?;
            if scan.count()? != rows {
                return Err(Stop::Malformed("number of rows"));
            }
            scan.take_values(rows, key_width).map(drop)
        }
        Kind::Array(element) => {
            let elements = last_offset(rows, scan)?;
            skip_values(element, elements, scan, &mut fresh)
        }
        Kind::Map(entry) => {
            let entries = last_offset(rows, scan)?;
            skip_values(&entry.0, entries, scan, &mut fresh)?;
            skip_values(&entry.1, entries, scan, &mut Progress::default())
        }
        Kind::Tuple(members) => {
            members.iter().try_for_each(|member| skip_values(&member.member_type, rows, scan, &mut Progress::default()))
        }
        Kind::Variant(alternatives) => {
            let counts = count_alternatives(alternatives.len(), scan.take(rows)?)?;
            alternatives
                .iter()
                .zip(counts)
                .try_for_each(|(alternative, count)| skip_values(alternative, count, scan, &mut Progress::default()))
        }
        _ => Err(Stop::Malformed("type")),
    }
}

fn skip_strings(rows: usize, scan: &mut Scan<'_>, progress: &mut Progress) -> Scanned<()> {
    if progress.rows > 0 {
        scan.go_to(progress.at);
    }
    for row in progress.rows..rows {
        if let Err(stop) = scan.text() {
            *progress = Progress { rows: row, at: scan.at() };
            return Err(match stop {
                // Each of the others takes a byte at least.
                Stop::Short(end) => Stop::Short(end.saturating_add(rows - row - 1)),
                malformed => malformed,
            });
        }
    }
    Ok(())
}

/// How many bytes a value takes, if that is the same for all.
pub(crate) fn width(kind: &Kind) -> Option<usize> {
    Some(match kind {
        Kind::Nothing | Kind::Bool | Kind::Int8 | Kind::UInt8 | Kind::Enum(EnumSize::Eight, _) => 1,
        Kind::Int16 | Kind::UInt16 | Kind::BFloat16 | Kind::Date | Kind::Enum(EnumSize::Sixteen, _) => 2,
        Kind::Int32 | Kind::UInt32 | Kind::Float32 | Kind::Date32 | Kind::DateTime(_) | Kind::Time | Kind::IPv4 => 4,
        Kind::Int64 | Kind::UInt64 | Kind::Float64 | Kind::DateTime64(..) | Kind::Time64(_) | Kind::Interval(_) => 8,
        Kind::Int128 | Kind::UInt128 | Kind::Uuid | Kind::IPv6 => 16,
        Kind::Int256 | Kind::UInt256 => 32,
        Kind::Decimal { precision, .. } => match precision {
            0..=9 => 4,
            10..=18 => 8,
            19..=38 => 16,
            _ => 32,
        },
        Kind::FixedString(length) => usize::try_from(*length).ok()?,
        // A byte for each row stands for nothing.
        Kind::Tuple(members) if members.is_empty() => 1,
        _ => return None,
    })
}

/// The type of a dictionary's values, whose NULL is the value at place 0.
pub(super) fn without_null(of: &Type) -> &Type {
    match &of.kind {
        Kind::Nullable(inner) => inner,
        _ => of,
    }
}

/// What stands before a dictionary: how wide a key is, and how many values follow.
pub(super) fn dictionary_head(scan: &mut Scan<'_>) -> Scanned<(usize, usize)> {
    const SHARED_WITH_OTHER_BLOCKS: u64 = 1 << 8;
    const VALUES_FOLLOW: u64 = 1 << 9;
    let flags = scan.number()?;
    let key_width = match flags & 0xff {
        0 => 1,
        1 => 2,
        2 => 4,
        3 => 8,
        _ => return Err(Stop::Malformed("width of keys")),
    };
    if flags & SHARED_WITH_OTHER_BLOCKS != 0 || flags & VALUES_FOLLOW == 0 {
        return Err(Stop::Malformed("dictionary of its own"));
    }
    Ok((key_width, scan.count()?))
}

/// Where the last of the rows' lists ends.
fn last_offset(rows: usize, scan: &mut Scan<'_>) -> Scanned<usize> {
    scan.take_values(rows - 1, 8)?;
    scan.count()
}

/// The number that stands for NULL.
pub(super) const NO_ALTERNATIVE: u8 = 255;

/// How many rows have each of the alternatives.
pub(super) fn count_alternatives(alternatives: usize, chosen: &[u8]) -> Scanned<Vec<usize>> {
    let mut counts = vec![0; alternatives];
    for number in chosen.iter().filter(|number| **number != NO_ALTERNATIVE) {
        let count = counts.get_mut(usize::from(*number)).ok_or(Stop::Malformed("number of an alternative"))?;
        *count += 1;
    }
    Ok(counts)
}
