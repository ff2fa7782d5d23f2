//! The proleptic Gregorian calendar, whose years `chrono` ends at ±262143.

use std::fmt;

/// Year, month and day of the day `days` after 1970-01-01, in the proleptic Gregorian calendar, by Howard Hinnant's
/// `civil_from_days`. Years before 1 are numbered as in ISO 8601: 1 BC is 0. Days further off than 10^17 are no dates of
/// any engine.
///
/// ```
/// use aludel_dialect::civil_from_days;
/// assert_eq!(civil_from_days(18_321), (2020, 2, 29));
/// assert_eq!(civil_from_days(-719_528), (0, 1, 1));
/// ```
pub const fn civil_from_days(days: i64) -> (i64, u32, u32) {
    // Days since 0000-03-01, so that a leap day ends its year; 400 years have 146,097 days.
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
    (year, month as u32, day as u32)
}

/// A day as ISO 8601 writes it.
pub(super) fn write_day(f: &mut fmt::Formatter<'_>, days: i64) -> fmt::Result {
    let (year, month, day) = civil_from_days(days);
    match year {
        0..=9_999 => write!(f, "{year:04}-{month:02}-{day:02}"),
        _ => write!(f, "{year:+05}-{month:02}-{day:02}"),
    }
}
