//! Dates and timestamps as DuckDB reads them, over its whole range.

use aludel_dialect::{Date, Time, TimeUnit, Timestamp, civil_from_days};
use aludel_query::Unspeakable;

const SECONDS_PER_DAY: i64 = 86_400;

/// A day in the proleptic Gregorian calendar: `2020-02-29`, `0044-03-15 (BC)`, `infinity`.
pub(crate) fn date(date: Date) -> String {
    match date {
        Date::INFINITY => "infinity".to_owned(),
        Date::NEGATIVE_INFINITY => "-infinity".to_owned(),
        Date { days } => day(i64::from(days)),
    }
}

/// A timestamp's text, and the name of the type that it has.
pub(crate) fn timestamp(at: &Timestamp) -> Result<(String, &'static str), Unspeakable> {
    let type_name = match (&at.zone, at.unit) {
        (None, TimeUnit::Second) => "TIMESTAMP_S",
        (None, TimeUnit::Millisecond) => "TIMESTAMP_MS",
        (None, TimeUnit::Microsecond) => "TIMESTAMP",
        (None, TimeUnit::Nanosecond) => "TIMESTAMP_NS",
        (Some(_), _) => "TIMESTAMPTZ",
    };
    if let Some(why) = at.refused() {
        return Err(Unspeakable::Value(format!("a timestamp {why}")));
    }
    match at.value {
        i64::MAX => return Ok(("infinity".to_owned(), type_name)),
        value if value == -i64::MAX => return Ok(("-infinity".to_owned(), type_name)),
        _ => {}
    }
    if at.zone.is_some() && at.unit == TimeUnit::Nanosecond && at.value % 1_000 != 0 {
        return Err(Unspeakable::Value("DuckDB's TIMESTAMPTZ counts microseconds".to_owned()));
    }
    let per_second = at.unit.per_second();
    let (seconds, fraction) = (at.value.div_euclid(per_second), at.value.rem_euclid(per_second));
    let nanoseconds = fraction * (TimeUnit::Nanosecond.per_second() / per_second);
    let time = Time { nanoseconds: seconds.rem_euclid(SECONDS_PER_DAY) * 1_000_000_000 + nanoseconds };
    let zone = if at.zone.is_some() { "+00:00" } else { "" };
    Ok((format!("{} {time}{zone}", day(seconds.div_euclid(SECONDS_PER_DAY))), type_name))
}

/// DuckDB numbers the years before 1 backwards: 1 BC, 2 BC.
fn day(days: i64) -> String {
    let (year, month, day) = civil_from_days(days);
    if year > 0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{:04}-{month:02}-{day:02} (BC)", 1 - year)
    }
}

#[cfg(test)]
mod tests {
    use aludel_dialect::{Date, TimeUnit, Timestamp};

    use super::{date, day, timestamp};

    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (18_321, "2020-02-29"),
            (-719_162, "0001-01-01"),
            (-719_163, "0001-12-31 (BC)"),
            (-719_528, "0001-01-01 (BC)"),
            (-735_160, "0044-03-15 (BC)"),
            // DuckDB's last and first day.
            (2_147_483_646, "5881580-07-10"),
            (-2_147_483_646, "5877642-06-25 (BC)"),
        ] {
            assert_eq!(day(days), text);
        }
        assert_eq!(date(Date::INFINITY), "infinity");
        assert_eq!(date(Date::NEGATIVE_INFINITY), "-infinity");
    }

    #[test]
    fn timestamps_are_exact_at_both_ends() {
        for (at, text, type_name) in [
            (Timestamp::naive(-1, TimeUnit::Nanosecond), "1969-12-31 23:59:59.999999999", "TIMESTAMP_NS"),
            (Timestamp::naive(i64::MAX - 1, TimeUnit::Microsecond), "294247-01-10 04:00:54.775806", "TIMESTAMP"),
            (
                Timestamp::naive(-9_223_372_022_400_000_000, TimeUnit::Microsecond),
                "290309-12-22 (BC) 00:00:00",
                "TIMESTAMP",
            ),
            (Timestamp::utc(1, TimeUnit::Millisecond), "1970-01-01 00:00:00.001+00:00", "TIMESTAMPTZ"),
            (Timestamp::naive(i64::MAX, TimeUnit::Second), "infinity", "TIMESTAMP_S"),
            (Timestamp::naive(-i64::MAX, TimeUnit::Millisecond), "-infinity", "TIMESTAMP_MS"),
        ] {
            assert_eq!(timestamp(&at), Ok((text.to_owned(), type_name)));
        }
        assert!(timestamp(&Timestamp::utc(1, TimeUnit::Nanosecond)).is_err());
        assert!(timestamp(&Timestamp::naive(i64::MIN, TimeUnit::Nanosecond)).is_err());
        // The ends of the count in seconds, which no calendar reaches: no overflow here, DuckDB refuses them.
        for value in [i64::MIN, i64::MAX - 1] {
            assert!(timestamp(&Timestamp::naive(value, TimeUnit::Second)).is_ok());
        }
    }
}
