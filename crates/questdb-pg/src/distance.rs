//! How QuestDB writes how far two times lie apart: a number with a letter, or with a word in a WINDOW JOIN.

use std::fmt::Write;

use aludel_dialect::Interval;
use aludel_query::{DistancePlace, Unspeakable};

const MICROSECOND: i128 = 1_000;
const DAY: i128 = 86_400_000_000_000;

/// Units by their nanoseconds, the coarsest first.
const UNITS: [(i128, &str, &str); 7] = [
    (DAY, "d", "days"),
    (3_600_000_000_000, "h", "hours"),
    (60_000_000_000, "m", "minutes"),
    (1_000_000_000, "s", "seconds"),
    (1_000_000, "T", "milliseconds"),
    (MICROSECOND, "U", "microseconds"),
    (1, "n", "nanoseconds"),
];

fn refused<T>(reason: &str) -> Result<T, Unspeakable> {
    Err(Unspeakable::Value(reason.to_owned()))
}

pub(crate) fn write(distance: &Interval, place: DistancePlace, out: &mut String) -> Result<(), Unspeakable> {
    if distance.months != 0 {
        return refused("a distance in months differs from time to time; give it in days");
    }
    let nanoseconds = i128::from(distance.days) * DAY;
    let Some(nanoseconds) = nanoseconds.checked_add(distance.nanoseconds) else {
        return refused("a distance is less than 292 years");
    };
    match place {
        DistancePlace::Tolerance if nanoseconds <= 0 => return refused("a tolerance is more than nothing"),
        DistancePlace::Range if nanoseconds < 0 => {
            return refused("a bound of a range is not negative; look at the other side of the row");
        }
        // It would be cut.
        DistancePlace::Range | DistancePlace::Offset if nanoseconds % MICROSECOND != 0 => {
            return refused("QuestDB looks at whole microseconds here");
        }
        _ => {}
    }
    let exact = |(unit, ..): &&(i128, &str, &str)| nanoseconds % unit == 0;
    let Some((unit, letter, word)) = UNITS.iter().find(exact).filter(|_| nanoseconds != 0).or(UNITS.get(3)) else {
        return refused("it is no number of nanoseconds");
    };
    let count = nanoseconds / unit;
    // The server keeps microseconds in 64 bits, and takes a number of 32 bits where a letter stands behind it.
    let fits = i64::try_from(nanoseconds / MICROSECOND).is_ok_and(|it| it != i64::MAX && it != i64::MIN);
    if !fits || (place != DistancePlace::Range && i32::try_from(count).is_err()) {
        return refused("it is too far to be told in one unit: round it to a coarser one");
    }
    // Writing into a text does not fail.
    let _ = match place {
        DistancePlace::Range => write!(out, "{count} {word}"),
        _ => write!(out, "{count}{letter}"),
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use DistancePlace::{Offset, Range, Tolerance};

    use super::*;

    #[test]
    fn a_distance_is_a_number_of_the_coarsest_unit_that_keeps_it() {
        for (distance, place, expected) in [
            (Interval::seconds(90), Tolerance, Ok("90s")),
            (Interval::minutes(90), Tolerance, Ok("90m")),
            (Interval::weeks(1), Tolerance, Ok("7d")),
            (Interval { months: 0, days: 1, nanoseconds: 1_000_000 }, Tolerance, Ok("86400001T")),
            (Interval::nanoseconds(7), Tolerance, Ok("7n")),
            (Interval::microseconds(-1), Offset, Ok("-1U")),
            (Interval::default(), Offset, Ok("0s")),
            (Interval::default(), Range, Ok("0 seconds")),
            (Interval::milliseconds(1_500), Range, Ok("1500 milliseconds")),
            (Interval::microseconds(i64::MAX - 1), Range, Ok("9223372036854775806 microseconds")),
            (Interval::microseconds(i64::MAX), Range, Err("too far")),
            (Interval::microseconds(1 << 40), Tolerance, Err("too far")),
            (Interval::default(), Tolerance, Err("more than nothing")),
            (Interval::seconds(-1), Tolerance, Err("more than nothing")),
            (Interval::seconds(-1), Range, Err("not negative")),
            (Interval::months(1), Offset, Err("months")),
            (Interval::nanoseconds(1_001), Offset, Err("whole microseconds")),
            (Interval { months: 0, days: 1, nanoseconds: i128::MAX }, Offset, Err("292 years")),
        ] {
            let mut out = String::new();
            let written = write(&distance, place, &mut out).map(|()| out).map_err(|it| format!("{it:?}"));
            match expected {
                Ok(text) => assert_eq!(written.as_deref(), Ok(text)),
                Err(words) => assert!(written.as_ref().is_err_and(|why| why.contains(words)), "{written:?}"),
            }
        }
    }
}
