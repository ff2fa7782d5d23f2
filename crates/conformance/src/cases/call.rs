//! From a function's name to the function.

use aludel_dialect::{Any, TimeUnit, Timestamp};
use aludel_query::{DatePart, Expr, TimeBucket, func};

/// The function called `name`, of these arguments.
pub(super) fn call(name: &str, arguments: Vec<Expr<Any>>) -> Result<Expr<Any>, String> {
    if matches!(name, "coalesce" | "greatest" | "least" | "concat") {
        return Ok(match name {
            "coalesce" => func::coalesce(arguments),
            "greatest" => func::greatest(arguments),
            "least" => func::least(arguments),
            _ => func::concat(arguments),
        });
    }
    let count = arguments.len();
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next().ok_or_else(|| format!("{name} takes more arguments"));
    if let Some(bucket) = name.strip_prefix("time_bucket.") {
        return Ok(func::time_bucket(bucket_of(bucket)?, next()?));
    }
    if let Some((name, part)) = name.split_once('.') {
        return of_dates(name, part, next(), next());
    }
    Ok(match (name, count) {
        ("count_rows", 0) => func::count_rows(),
        ("row_number", 0) => func::row_number(),
        ("rank", 0) => func::rank(),
        ("dense_rank", 0) => func::dense_rank(),
        ("percent_rank", 0) => func::percent_rank(),
        ("cume_dist", 0) => func::cume_dist(),
        ("random", 0) => func::random(),
        ("now", 0) => func::now(),
        ("current_date", 0) => func::current_date(),
        ("count", 1) => func::count(next()?),
        ("sum", 1) => func::sum(next()?),
        ("avg", 1) => func::avg(next()?),
        ("min", 1) => func::min(next()?),
        ("max", 1) => func::max(next()?),
        ("any_value", 1) => func::any_value(next()?),
        ("stddev", 1) => func::stddev(next()?),
        ("stddev_population", 1) => func::stddev_population(next()?),
        ("variance", 1) => func::variance(next()?),
        ("variance_population", 1) => func::variance_population(next()?),
        ("median", 1) => func::median(next()?),
        ("mode", 1) => func::mode(next()?),
        ("bool_and", 1) => func::bool_and(next()?),
        ("bool_or", 1) => func::bool_or(next()?),
        ("array_agg", 1) => func::array_agg(next()?),
        ("approx_count_distinct", 1) => func::approx_count_distinct(next()?),
        ("count_distinct", 1) => func::count_distinct(next()?),
        ("abs", 1) => func::abs(next()?),
        ("ceil", 1) => func::ceil(next()?),
        ("floor", 1) => func::floor(next()?),
        ("sqrt", 1) => func::sqrt(next()?),
        ("exp", 1) => func::exp(next()?),
        ("ln", 1) => func::ln(next()?),
        ("log10", 1) => func::log10(next()?),
        ("sign", 1) => func::sign(next()?),
        ("lower", 1) => func::lower(next()?),
        ("upper", 1) => func::upper(next()?),
        ("trim", 1) => func::trim(next()?),
        ("trim_start", 1) => func::trim_start(next()?),
        ("trim_end", 1) => func::trim_end(next()?),
        ("length", 1) => func::length(next()?),
        ("octet_length", 1) => func::octet_length(next()?),
        ("reverse", 1) => func::reverse(next()?),
        ("json_array_length", 1) => func::json_array_length(next()?),
        ("array_length", 1) => func::array_length(next()?),
        ("first_value", 1) => func::first_value(next()?),
        ("last_value", 1) => func::last_value(next()?),
        ("ntile", 1) => func::ntile(next()?),
        ("quantile", 2) => func::quantile(next()?, next()?),
        ("string_agg", 2) => func::string_agg(next()?, next()?),
        ("arg_min", 2) => func::arg_min(next()?, next()?),
        ("arg_max", 2) => func::arg_max(next()?, next()?),
        ("corr", 2) => func::corr(next()?, next()?),
        ("nullif", 2) => func::nullif(next()?, next()?),
        ("power", 2) => func::power(next()?, next()?),
        ("round", 2) => func::round(next()?, next()?),
        ("starts_with", 2) => func::starts_with(next()?, next()?),
        ("ends_with", 2) => func::ends_with(next()?, next()?),
        ("contains", 2) => func::contains(next()?, next()?),
        ("position", 2) => func::position(next()?, next()?),
        ("left", 2) => func::left(next()?, next()?),
        ("right", 2) => func::right(next()?, next()?),
        ("repeat", 2) => func::repeat(next()?, next()?),
        ("array_contains", 2) => func::array_contains(next()?, next()?),
        ("nth_value", 2) => func::nth_value(next()?, next()?),
        ("regexp_matches", 2) => func::regexp_matches(next()?, next()?),
        ("lag", 3) => func::lag(next()?, next()?, next()?),
        ("lead", 3) => func::lead(next()?, next()?, next()?),
        ("substring", 3) => func::substring(next()?, next()?, next()?),
        ("replace", 3) => func::replace(next()?, next()?, next()?),
        ("lpad", 3) => func::lpad(next()?, next()?, next()?),
        ("rpad", 3) => func::rpad(next()?, next()?, next()?),
        ("split_part", 3) => func::split_part(next()?, next()?, next()?),
        ("regexp_replace", 3) => func::regexp_replace(next()?, next()?, next()?),
        ("regexp_extract", 3) => func::regexp_extract(next()?, next()?, next()?),
        _ => return Err(format!("there is no function {name} of {count} arguments")),
    })
}

/// `15.Minute`, or `15.Minute.from.120000000`: counted from so many microseconds after 1970.
fn bucket_of(text: &str) -> Result<TimeBucket, String> {
    let unknown = || format!("{text:?} is no bucket");
    let (count, rest) = text.split_once('.').ok_or_else(unknown)?;
    let (part, origin) = match rest.split_once(".from.") {
        Some((part, origin)) => (part, Some(origin)),
        None => (rest, None),
    };
    let bucket = TimeBucket::every(count.parse().map_err(|_| unknown())?, part_of(part)?);
    let Some(origin) = origin else { return bucket.map_err(|error| error.to_string()) };
    let origin = Timestamp::naive(origin.parse().map_err(|_| unknown())?, TimeUnit::Microsecond);
    bucket.and_then(|bucket| bucket.beginning_at(origin)).map_err(|error| error.to_string())
}

fn of_dates(
    name: &str,
    part: &str,
    first: Result<Expr<Any>, String>,
    second: Result<Expr<Any>, String>,
) -> Result<Expr<Any>, String> {
    let part = part_of(part)?;
    match name {
        "extract" => Ok(func::extract(part, first?)),
        "date_trunc" => Ok(func::date_trunc(part, first?)),
        "date_diff" => Ok(func::date_diff(part, first?, second?)),
        other => Err(format!("{other} has no parts")),
    }
}

fn part_of(name: &str) -> Result<DatePart, String> {
    Ok(match name {
        "Year" => DatePart::Year,
        "Quarter" => DatePart::Quarter,
        "Month" => DatePart::Month,
        "Week" => DatePart::Week,
        "Day" => DatePart::Day,
        "Hour" => DatePart::Hour,
        "Minute" => DatePart::Minute,
        "Second" => DatePart::Second,
        "Millisecond" => DatePart::Millisecond,
        "Microsecond" => DatePart::Microsecond,
        "IsoDayOfWeek" => DatePart::IsoDayOfWeek,
        "DayOfYear" => DatePart::DayOfYear,
        other => return Err(format!("there is no part {other:?}")),
    })
}
