//! Intervals of time by the text that people write, as a checked value: `2024-05`, `2024-05-[06..10]T09:30;6h30m`.

use std::str::FromStr;

use aludel_dialect::{TimeUnit, Timestamp};
use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Weekday};

use crate::expr::{InTarget, IntoExpr};
use crate::{BuildError, Expr, all_of, any_of};

/// How long a text may be, and how many intervals one may stand for.
const LONGEST: usize = 200;
const MOST: usize = 1_000;

/// One or more intervals of time, for [`is_in`](Expr::is_in) and [`not_in`](Expr::not_in): each from its beginning up to, and
/// without, its end.
///
/// | text | means |
/// |---|---|
/// | `2024`, `2024-05`, `2024-05-31` | the year, month, day |
/// | `2024-W07`, `2024-W07-3` | the ISO week, or its third day |
/// | `2024-05-31T09`, `…T09:30`, `…T09:30:15`, `…T09:30:15.25` | the hour, minute, second, hundredth of a second |
/// | `2024-[01,03..05]-15` | a list of numbers in the place of one |
/// | `2024-05-31T09:30;6h30m` | as long as that, from the beginning: `y`, `M`, `w`, `d`, `h`, `m`, `s`, `T` (milliseconds), `u` |
/// | `2024-05-31T09:30;6h30m;1d;5` | the same five times, a day later each time |
///
/// The text is read here and never sent: an engine gets comparisons with timestamps without a time zone, which mean the same
/// everywhere. It is the language of QuestDB's `IN`, of which time zones, `$today` and `#workday` are left out, and so is what
/// QuestDB reads in a surprising way (an interval of no length, a repetition of no times).
///
/// ```
/// use aludel_query::{Table, TimestampIntervals, select, star};
///
/// let trades = Table::new("trades");
/// let mornings: TimestampIntervals = "2024-05-[06..10]T09:30;2h".parse()?;
/// let rows = select::<aludel_dialect::Any>(star()).from(&trades).filter(trades.col("ts").is_in(&mornings));
/// assert_eq!(mornings.ranges().len(), 5);
/// assert!("2024-05-01' OR 1 = 1".parse::<TimestampIntervals>().is_err());
/// # let _ = rows;
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampIntervals {
    ranges: Vec<(NaiveDateTime, NaiveDateTime)>,
}

impl TimestampIntervals {
    /// The intervals in ascending order, those that touch each other as one: beginning and end, which is not part of it.
    pub fn ranges(&self) -> &[(NaiveDateTime, NaiveDateTime)] {
        &self.ranges
    }

    fn tested<D>(&self, tested: &Expr<D>) -> Expr<D> {
        let within = |from: NaiveDateTime, to: NaiveDateTime| {
            let at = |at: NaiveDateTime| IntoExpr::<D>::into_expr(moment(at));
            tested.clone().ge(at(from)).and(tested.clone().lt(at(to)))
        };
        match (self.ranges.as_slice(), self.ranges.first(), self.ranges.last()) {
            (several, Some(first), Some(last)) if several.len() > 1 => {
                // The whole span first: by that an engine finds what it need not read.
                let one_by_one = several.iter().map(|(from, to)| within(*from, *to));
                all_of([within(first.0, last.1), any_of(one_by_one)])
            }
            (_, Some((from, to)), _) => within(*from, *to),
            // Never made.
            _ => any_of([]),
        }
    }
}

fn moment(at: NaiveDateTime) -> Timestamp {
    Timestamp::naive(at.and_utc().timestamp_micros(), TimeUnit::Microsecond)
}

#[diagnostic::do_not_recommend]
impl<D> InTarget<D> for &TimestampIntervals {
    fn tested_in(self, tested: Expr<D>) -> Expr<D> {
        self.tested(&tested)
    }
}

#[diagnostic::do_not_recommend]
impl<D> InTarget<D> for TimestampIntervals {
    fn tested_in(self, tested: Expr<D>) -> Expr<D> {
        self.tested(&tested)
    }
}

/// Of all the places of a text, the last: how long the interval is if nothing else says it.
#[derive(Clone, Copy)]
enum Place {
    Months(u32),
    Microseconds(i64),
}

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

impl FromStr for TimestampIntervals {
    type Err = BuildError;

    /// # Errors
    /// A text that is no such interval; one of no length, or beyond the years 1 to 9999; more than 1,000 intervals.
    fn from_str(text: &str) -> Result<Self, BuildError> {
        read(text).map(|ranges| TimestampIntervals { ranges: joined(ranges) }).map_err(|why| {
            let shown: String = text.chars().take(60).collect();
            BuildError::usage(format!("{shown:?} is no interval of time: {why}"))
        })
    }
}

type Read<T> = Result<T, String>;
type Ranges = Vec<(NaiveDateTime, NaiveDateTime)>;

fn joined(mut ranges: Ranges) -> Ranges {
    ranges.sort_unstable();
    let mut joined: Ranges = Vec::with_capacity(ranges.len());
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(before) if from <= before.1 => before.1 = before.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn read(text: &str) -> Read<Ranges> {
    if text.len() > LONGEST {
        return Err(format!("it has more than {LONGEST} characters"));
    }
    let parts: Vec<&str> = text.split(';').collect();
    let (beginnings, place) = match parts.as_slice() {
        [at] | [at, _] | [at, _, _, _] => beginnings(at)?,
        _ => return Err("behind the time stands a length, or a length, a period and a count".to_owned()),
    };
    let length = parts.get(1).map(|length| durations(length)).transpose()?;
    let (period, count) = match (parts.get(2), parts.get(3)) {
        (Some(period), Some(count)) => (durations(period)?, number(count)?),
        _ => (Vec::new(), 1),
    };
    if count == 0 {
        return Err("it repeats no times".to_owned());
    }
    if beginnings.len().saturating_mul(count as usize) > MOST {
        return Err(format!("it stands for more than {MOST}"));
    }
    let mut ranges = Ranges::new();
    for mut from in beginnings {
        for time in 0..count {
            if time > 0 {
                from = moved(from, &period)?;
            }
            let to = match &length {
                Some(length) => moved(from, length)?,
                None => moved(from, &[place])?,
            };
            ranges.push((from, to));
        }
    }
    Ok(ranges)
}

fn moved(from: NaiveDateTime, by: &[Place]) -> Read<NaiveDateTime> {
    let beyond = || "it goes beyond the year 9999".to_owned();
    let mut at = from;
    for place in by {
        at = match place {
            // Not every month has such a day, and what comes in its place differs from engine to engine.
            Place::Months(_) if at.day() > 28 => {
                return Err("months and years are counted from a day up to the 28th; count days".to_owned());
            }
            Place::Months(months) => at.checked_add_months(Months::new(*months)).ok_or_else(beyond)?,
            Place::Microseconds(length) => {
                at.checked_add_signed(TimeDelta::microseconds(*length)).ok_or_else(beyond)?
            }
        };
    }
    if at.year() > 10_000 { Err(beyond()) } else { Ok(at) }
}

/// Up to nine digits.
fn number(text: &str) -> Read<u32> {
    let is_number = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if is_number => Ok(number),
        _ => Err(format!("{text:?} is no number of up to nine digits")),
    }
}

/// `1d12h`
fn durations(text: &str) -> Read<Vec<Place>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (count, behind) = rest.split_at(digits);
        let unit = behind.chars().next().ok_or("a unit is missing behind the number")?;
        let count = number(count)?;
        let micros = |one: i64| Place::Microseconds(one.saturating_mul(i64::from(count)));
        found.push(match unit {
            _ if count == 0 => return Err("a length of nothing".to_owned()),
            'y' => Place::Months(count.saturating_mul(12)),
            'M' => Place::Months(count),
            'w' => micros(7 * DAY),
            'd' => micros(DAY),
            'h' => micros(3_600 * SECOND),
            'm' => micros(60 * SECOND),
            's' => micros(SECOND),
            'T' => micros(1_000),
            'u' => micros(1),
            _ => return Err(format!("there is no unit {unit:?}: y, M, w, d, h, m, s, T and u are")),
        });
        rest = &behind[unit.len_utf8()..];
    }
    if found.is_empty() { Err("a length is missing".to_owned()) } else { Ok(found) }
}

/// `07`, or `[01,03..05]`: each number with so many digits.
fn choices(text: &str, digits: usize) -> Read<Vec<u32>> {
    let one = |text: &str| match text.len() == digits {
        true => number(text),
        false => Err(format!("{text:?} is no number of {digits} digits")),
    };
    let Some(list) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        return one(text).map(|number| vec![number]);
    };
    let mut found = Vec::new();
    for item in list.split(',') {
        match item.split_once("..") {
            None => found.push(one(item)?),
            Some((from, to)) => match (one(from)?, one(to)?) {
                (from, to) if from <= to && (to - from) as usize <= MOST => found.extend(from..=to),
                _ => return Err(format!("{item:?} does not ascend")),
            },
        }
    }
    Ok(found)
}

/// Splits at `mark`, but not within brackets.
fn split(text: &str, mark: char) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (at, found) in text.char_indices() {
        match found {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if found == mark && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + found.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Every beginning that the text before the first `;` stands for, and how long each is.
fn beginnings(text: &str) -> Read<(Vec<NaiveDateTime>, Place)> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let (days, mut place) = dates(&split(date, '-'))?;
    let mut times = vec![0_i64];
    if let Some(time) = time {
        if split(date, '-').len() < 3 {
            return Err("a time stands behind a whole date".to_owned());
        }
        (times, place) = times_of_day(&split(time, ':'))?;
    }
    if days.len().saturating_mul(times.len()) > MOST {
        return Err(format!("it stands for more than {MOST}"));
    }
    let at = |day: &NaiveDate, time: &i64| {
        day.and_time(chrono::NaiveTime::MIN).checked_add_signed(TimeDelta::microseconds(*time))
    };
    let all: Option<Vec<NaiveDateTime>> =
        days.iter().flat_map(|day| times.iter().map(move |time| at(day, time))).collect();
    Ok((all.ok_or("it goes beyond what is counted")?, place))
}

fn dates(parts: &[&str]) -> Read<(Vec<NaiveDate>, Place)> {
    let every = |years: &str, seconds: Vec<u32>, thirds: Vec<u32>, day: &dyn Fn(i32, u32, u32) -> Option<NaiveDate>| {
        let mut days = Vec::new();
        for year in choices(years, 4)?.into_iter().filter_map(|year| i32::try_from(year).ok()) {
            for second in &seconds {
                for third in &thirds {
                    match day(year, *second, *third).filter(|_| year > 0) {
                        Some(day) => days.push(day),
                        None => return Err("there is no such day".to_owned()),
                    }
                    if days.len() > MOST {
                        return Err(format!("it stands for more than {MOST}"));
                    }
                }
            }
        }
        Ok(days)
    };
    let month: &dyn Fn(i32, u32, u32) -> Option<NaiveDate> = &NaiveDate::from_ymd_opt;
    let week = |year: i32, week: u32, day: u32| {
        let day = Weekday::try_from(u8::try_from(day.checked_sub(1)?).ok()?).ok()?;
        NaiveDate::from_isoywd_opt(year, week, day)
    };
    match parts {
        [year, weeks] if weeks.starts_with('W') => {
            Ok((every(year, choices(&weeks[1..], 2)?, vec![1], &week)?, Place::Microseconds(7 * DAY)))
        }
        [year, weeks, days] if weeks.starts_with('W') => {
            Ok((every(year, choices(&weeks[1..], 2)?, choices(days, 1)?, &week)?, Place::Microseconds(DAY)))
        }
        [year] => Ok((every(year, vec![1], vec![1], month)?, Place::Months(12))),
        [year, months] => Ok((every(year, choices(months, 2)?, vec![1], month)?, Place::Months(1))),
        [year, months, days] => {
            Ok((every(year, choices(months, 2)?, choices(days, 2)?, month)?, Place::Microseconds(DAY)))
        }
        _ => Err("a date is a year, a month and a day".to_owned()),
    }
}

/// In microseconds after midnight.
fn times_of_day(parts: &[&str]) -> Read<(Vec<i64>, Place)> {
    let (mut times, mut place) = (vec![0_i64], DAY);
    for (index, part) in parts.iter().enumerate() {
        let (part, fraction) = match part.split_once('.').filter(|_| index == 2 && !part.starts_with('[')) {
            Some((part, fraction)) => (part, Some(fraction)),
            None => (*part, None),
        };
        let (unit, below) = match index {
            0 => (3_600 * SECOND, 24),
            1 => (60 * SECOND, 60),
            2 => (SECOND, 60),
            _ => return Err("a time is hours, minutes and seconds".to_owned()),
        };
        let choices = choices(part, 2)?;
        if choices.iter().any(|choice| *choice >= below) {
            return Err("there is no such time of the day".to_owned());
        }
        if times.len().saturating_mul(choices.len()) > MOST {
            return Err(format!("it stands for more than {MOST}"));
        }
        times = times.iter().flat_map(|time| choices.iter().map(move |one| time + i64::from(*one) * unit)).collect();
        place = unit;
        if let Some(fraction) = fraction {
            if fraction.len() > 6 {
                return Err("microseconds are the finest".to_owned());
            }
            let digits = number(fraction)?;
            place = 10_i64.pow(6 - u32::try_from(fraction.len()).unwrap_or(6));
            times.iter_mut().for_each(|time| *time += i64::from(digits) * place);
        }
    }
    Ok((times, Place::Microseconds(place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As QuestDB 9.3.4 shows them in its plans, but for the end, which it includes.
    fn shown(text: &str) -> String {
        match text.parse::<TimestampIntervals>() {
            Ok(found) => {
                let ends = found.ranges().iter().map(|(from, to)| format!("{from:?}..{to:?}"));
                ends.collect::<Vec<_>>().join(" ").replace(":00 ", " ")
            }
            Err(why) => format!("! {why}"),
        }
    }

    #[test]
    fn a_text_stands_for_intervals() {
        for (text, expected) in [
            ("2024", "2024-01-01T00:00:00..2025-01-01T00:00:00"),
            ("2024-02", "2024-02-01T00:00:00..2024-03-01T00:00:00"),
            ("2024-02-29", "2024-02-29T00:00:00..2024-03-01T00:00:00"),
            ("9999", "9999-01-01T00:00:00..+10000-01-01T00:00:00"),
            ("2020-W53", "2020-12-28T00:00:00..2021-01-04T00:00:00"),
            ("2024-W01-1", "2024-01-01T00:00:00..2024-01-02T00:00:00"),
            ("2024-05-01T09", "2024-05-01T09:00:00..2024-05-01T10:00:00"),
            ("2024-05-01T09:00:20.25", "2024-05-01T09:00:20.250..2024-05-01T09:00:20.260"),
            ("2024-05-01T09:00:20.123456", "2024-05-01T09:00:20.123456..2024-05-01T09:00:20.123457"),
            ("2024-05-[01..03]", "2024-05-01T00:00:00..2024-05-04T00:00:00"),
            ("2024-[05,07]", "2024-05-01T00:00:00..2024-06-01T00:00 2024-07-01T00:00:00..2024-08-01T00:00:00"),
            ("2024-05-01T[09,11]:30", "2024-05-01T09:30:00..2024-05-01T09:31 2024-05-01T11:30:00..2024-05-01T11:31:00"),
            ("2024-05-01;1d12h", "2024-05-01T00:00:00..2024-05-02T12:00:00"),
            ("2024-05-01;2M", "2024-05-01T00:00:00..2024-07-01T00:00:00"),
            ("2024-05-01T09:00;2d;1d;3", "2024-05-01T09:00:00..2024-05-05T09:00:00"),
            ("2024-05-01;1h;1d;2", "2024-05-01T00:00:00..2024-05-01T01:00 2024-05-02T00:00:00..2024-05-02T01:00:00"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for (text, words) in [
            ("", "no number of 4 digits"),
            ("2024-02-30", "no such day"),
            ("0000", "no such day"),
            ("2024-W53", "no such day"),
            ("2024-5-1", "no number of 2 digits"),
            ("2024-05-01T24:00", "no such time"),
            ("2024-05-01T9", "no number of 2 digits"),
            ("2024-05T09", "behind a whole date"),
            ("2024-05-01 09:00", "no number of 2 digits"),
            ("2024-05-01T09:00:00Z", "no number of 2 digits"),
            ("2024-05-01@Europe/Berlin", "no number of 2 digits"),
            ("$today", "no number of 4 digits"),
            ("2024-05-01#Wed", "no number of 2 digits"),
            ("2024-05-[03..01]", "does not ascend"),
            ("2024-05-01T00:00:00.1234567", "microseconds are the finest"),
            ("2024-05-01;", "a length is missing"),
            ("2024-05-01;0d", "a length of nothing"),
            ("2024-05-01;-1d", "no number"),
            ("2024-05-01;1d;1d", "a period and a count"),
            ("2024-05-01;1h;1d;0", "repeats no times"),
            ("2024-05-01;1h;1d;-2", "no number"),
            ("2024-05-01;1h;1d;1001", "more than 1000"),
            ("2024-01-31;1h;1M;3", "up to the 28th"),
            ("2024-05-01;999999999y", "year 9999"),
            ("[0001..9999]-[01..12]-[01..28]", "does not ascend"),
            ("2024-[01..12]-[01..28]T[00..23]", "more than 1000"),
            ("2024-05-01T[00..23]:[00..59]", "more than 1000"),
            ("2024-05-01' OR '1' = '1", "no number of 2 digits"),
            ("2024-05-01') --", "a date is a year"),
            ("2024-05-0é", "no number of 2 digits"),
            ("\u{0}", "no number of 4 digits"),
        ] {
            let told = shown(text);
            assert!(told.starts_with('!') && told.contains(words), "{text}: {told}");
        }
        assert!(shown(&"1".repeat(201)).contains("more than 200"));
    }
}
