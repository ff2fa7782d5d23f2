//! Names of time zones.

use super::Source;
use crate::failure::Failure;

/// What canonical names begin with; the older names of places in these areas are taken for canonical too.
const AREAS: [&str; 11] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
];

/// Refuses to set a time zone by another name than its canonical one.
pub(super) fn check(source: &Source<'_>) -> Result<(), Failure> {
    let words = source.words_from(0);
    let rest = match words.as_slice() {
        ["SET", "SESSION" | "LOCAL" | "GLOBAL", rest @ ..] | ["SET", rest @ ..] => rest,
        _ => return Ok(()),
    };
    let zone = match rest {
        ["TIMEZONE", "=" | "TO", zone] | ["TIME", "ZONE", zone] => zone.trim_matches('\''),
        _ => return Ok(()),
    };
    let area = zone.split_once('/').map(|(area, _)| area);
    if area.is_some_and(|area| AREAS.contains(&area)) || zone.eq_ignore_ascii_case("UTC") {
        return Ok(());
    }
    Err(Failure::new("22023", format!("Invalid Input Error: Unknown TimeZone '{zone}': not a canonical name")))
}
