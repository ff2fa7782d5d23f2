//! Days, times and timestamps in DuckDB's text, both ways: `0044-03-15 (BC) 12:00:00.5`.

/// The day that DuckDB calls `infinity`, and its negative.
pub(crate) const INFINITE_DAY: i32 = i32::MAX;
/// The count that DuckDB calls `infinity` in every unit, and its negative.
pub(crate) const INFINITE_TIMESTAMP: i64 = i64::MAX;

const SECONDS_OF_DAY: i64 = 86_400;

/// Days since 1970-01-01 of a year (0 is 1 BC), month and day of the proleptic Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the odd day is the last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

/// The year, month and day of so many days since 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, carried) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year + era * 400 + carried, month, day)
}

/// Days since 1970-01-01 of `2024-01-31` or `0044-03-15 (BC)`, and the text behind them.
fn read_days(text: &str) -> Option<(i64, &str)> {
    let (year, rest) = text.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let (day, rest) = rest.split_at_checked(2)?;
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let (year, rest) = match rest.strip_prefix(" (BC)") {
        Some(rest) => (1 - year, rest),
        None => (year, rest),
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| (days(year, month, day), rest))
}

/// Digits alone, at most nine of them.
fn number(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Nanoseconds of `12:34:56.789`, with any number of hours, and the text behind them.
fn read_clock(text: &str) -> Option<(i64, &str)> {
    let (hours, rest) = text.split_once(':')?;
    let (minutes, rest) = rest.split_once(':')?;
    let (seconds, rest) = rest.split_at_checked(2)?;
    let hours: i64 = hours.parse().ok().filter(|hours| *hours >= 0)?;
    let seconds = hours.checked_mul(3_600)?.checked_add(number(minutes)? * 60 + number(seconds)?)?;
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len())),
        None => ("", rest),
    };
    if fraction.len() > 9 {
        return None;
    }
    let nanoseconds: i64 = format!("{fraction:0<9}").parse().ok()?;
    Some((seconds.checked_mul(1_000_000_000)?.checked_add(nanoseconds)?, rest))
}

/// The days of a DATE.
pub(crate) fn date(text: &str) -> Option<i32> {
    match text {
        "infinity" => Some(INFINITE_DAY),
        "-infinity" => Some(-INFINITE_DAY),
        text => read_days(text).filter(|(_, rest)| rest.is_empty()).and_then(|(days, _)| i32::try_from(days).ok()),
    }
}

/// The count of a TIMESTAMP without zone, in units of which a second has `per_second`.
pub(crate) fn timestamp(text: &str, per_second: i64) -> Option<i64> {
    match text {
        "infinity" => return Some(INFINITE_TIMESTAMP),
        "-infinity" => return Some(-INFINITE_TIMESTAMP),
        _ => {}
    }
    let (days, rest) = read_days(text)?;
    let (nanoseconds, rest) = read_clock(rest.strip_prefix(' ')?)?;
    let per_unit = 1_000_000_000 / per_second;
    if !rest.is_empty() || nanoseconds % per_unit != 0 {
        return None;
    }
    let units = i128::from(days) * i128::from(SECONDS_OF_DAY * per_second) + i128::from(nanoseconds / per_unit);
    i64::try_from(units).ok()
}

/// The nanoseconds of a TIME or TIME_NS since midnight.
pub(crate) fn time(text: &str) -> Option<i64> {
    read_clock(text).filter(|(_, rest)| rest.is_empty()).map(|(nanoseconds, _)| nanoseconds)
}

/// The nanoseconds of a TIMETZ since midnight on its own clock, and its offset in seconds east of UTC.
pub(crate) fn time_tz(text: &str) -> Option<(i64, i32)> {
    let (nanoseconds, offset) = read_clock(text)?;
    let (sign, offset) = match offset.split_at_checked(1)? {
        ("+", offset) => (1, offset),
        ("-", offset) => (-1, offset),
        _ => return None,
    };
    let mut seconds = 0;
    for (part, weight) in offset.split(':').zip([3_600, 60, 1]) {
        seconds += i32::try_from(number(part)?).ok()? * weight;
    }
    Some((nanoseconds, sign * seconds))
}

/// Months, days and nanoseconds of an INTERVAL: `1 year 2 months -3 days 04:05:06.789`.
///
/// # Errors
/// Why it is none.
pub(crate) fn interval(text: &str) -> Result<(i32, i32, i64), String> {
    let unreadable = || format!("{text:?} is not an interval");
    let (mut months, mut days, mut nanoseconds) = (0_i32, 0_i32, 0_i64);
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        if word.contains(':') {
            let (sign, clock) = match word.strip_prefix('-') {
                Some(clock) => (-1, clock),
                None => (1, word),
            };
            let too_long = || "an interval past 64-bit nanoseconds (about 292 years of time): cast it".to_owned();
            let (read, rest) = read_clock(clock).ok_or_else(too_long)?;
            nanoseconds = if rest.is_empty() { sign * read } else { return Err(unreadable()) };
            continue;
        }
        let count: i32 = word.parse().map_err(|_| unreadable())?;
        let counted = match words.next() {
            Some("year" | "years") => {
                count.checked_mul(12).and_then(|count| months.checked_add(count)).map(|sum| months = sum)
            }
            Some("month" | "months") => months.checked_add(count).map(|sum| months = sum),
            Some("day" | "days") => days.checked_add(count).map(|sum| days = sum),
            _ => None,
        };
        counted.ok_or_else(unreadable)?;
    }
    Ok((months, days, nanoseconds))
}

/// A DATE's text.
pub(crate) fn date_text(days: i32) -> String {
    match days {
        INFINITE_DAY => "infinity".to_owned(),
        days if days == -INFINITE_DAY => "-infinity".to_owned(),
        days => day_text(days.into()),
    }
}

fn day_text(days: i64) -> String {
    let (year, month, day) = civil(days);
    if year > 0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{:04}-{month:02}-{day:02} (BC)", 1 - year)
    }
}

/// The text of a TIMESTAMP of so many units, of which a second has `per_second`.
pub(crate) fn timestamp_text(value: i64, per_second: i64) -> String {
    match value {
        INFINITE_TIMESTAMP => return "infinity".to_owned(),
        value if value == -INFINITE_TIMESTAMP => return "-infinity".to_owned(),
        _ => {}
    }
    let units_of_day = SECONDS_OF_DAY * per_second;
    let (days, units) = (value.div_euclid(units_of_day), value.rem_euclid(units_of_day));
    format!("{} {}", day_text(days), time_text(units * (1_000_000_000 / per_second)))
}

/// The text of a time of day, in nanoseconds since midnight.
pub(crate) fn time_text(nanoseconds: i64) -> String {
    let (seconds, rest) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match rest {
        0 => clock,
        rest => format!("{clock}.{}", format!("{rest:09}").trim_end_matches('0')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_both_ways() {
        for (text, expected) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("0044-03-15 (BC)", -735_160),
            ("5877642-06-25 (BC)", -2_147_483_646),
            ("5881580-07-10", 2_147_483_646),
            ("infinity", i32::MAX),
            ("-infinity", -i32::MAX),
        ] {
            assert_eq!(date(text), Some(expected), "{text}");
            assert_eq!(date_text(expected), text);
        }
        for text in ["", "2024-1", "2024-13-01", "2024-01-01x", "x-01-01", "2024-01-32"] {
            assert_eq!(date(text), None, "{text}");
        }
        for days in (-800_000..800_000).step_by(97) {
            assert_eq!(date(&date_text(days)), Some(days));
        }
    }

    #[test]
    fn timestamps_go_both_ways() {
        for (text, per_second, expected) in [
            ("1970-01-01 00:00:00", 1, 0),
            ("2024-01-01 00:00:00.123456789", 1_000_000_000, 1_704_067_200_123_456_789),
            ("1969-12-31 23:59:59.999", 1_000, -1),
            ("290309-12-22 (BC) 00:00:00", 1_000_000, -9_223_372_022_400_000_000),
            ("294247-01-10 04:00:54.775806", 1_000_000, 9_223_372_036_854_775_806),
            ("infinity", 1_000_000, i64::MAX),
        ] {
            assert_eq!(timestamp(text, per_second), Some(expected), "{text}");
            assert_eq!(timestamp_text(expected, per_second), text);
        }
        for text in ["2024-01-01", "2024-01-01 00:00:00+00", "2024-01-01 00:00:00.0000001"] {
            assert_eq!(timestamp(text, 1_000_000), None, "{text}");
        }
    }

    #[test]
    fn times_and_offsets() {
        assert_eq!(time("24:00:00"), Some(86_400_000_000_000));
        assert_eq!(time_text(45_296_789_000_000), "12:34:56.789");
        assert_eq!(time_tz("12:34:56.789+02:30:15"), Some((45_296_789_000_000, 9_015)));
        assert_eq!(time_tz("00:00:00-15:59:59"), Some((0, -57_599)));
        assert_eq!(time_tz("00:00:00+00"), Some((0, 0)));
        assert_eq!(time_tz("00:00:00"), None);
    }

    #[test]
    fn intervals_are_read() {
        for (text, expected) in [
            ("1 year 2 months -3 days 04:05:06.789", (14, -3, 14_706_789_000_000)),
            ("-00:00:00.000001", (0, 0, -1_000)),
            ("00:00:00", (0, 0, 0)),
            ("-1 years -1 months", (-13, 0, 0)),
        ] {
            assert_eq!(interval(text), Ok(expected), "{text}");
        }
        assert!(interval("2562047788015:12:55.807").is_err_and(|why| why.contains("292 years")));
        assert!(interval("soon").is_err());
    }
}
