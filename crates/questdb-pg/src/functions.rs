//! Neutral functions in QuestDB's words.
//!
//! Each was asked of QuestDB 9.3.4 with the cases in which engines differ. Where its own function means another thing and
//! no other expression means the same, the neutral one is refused.

use aludel_dialect::{SqlType, TimeUnit};
use aludel_query::FunctionSpelling::{self, Name, Refused, Template};
use aludel_query::{DatePart, Function, TimeBucket};

/// Why functions that count in a text are refused.
const UNITS: &str = "QuestDB counts UTF-16 units, of which some characters have two, and cuts between them";

/// As [`function`], of an argument of a type.
pub(crate) fn function_of(function: Function, argument: Option<&SqlType>) -> FunctionSpelling {
    match (function, argument) {
        // In groups, the least of LONGs among which there is NULL is NULL.
        (Function::Min, Some(SqlType::Int64)) => Template("(-max(-{0}){suffix})"),
        (Function::Min, None) => Refused("QuestDB's `min` of LONG finds NULL: describe the column's type"),
        (Function::TimeBucket(bucket), argument) => buckets(bucket, counted(argument)),
        _ => self::function(function),
    }
}

/// What a timestamp of a type counts, to which a number is added.
#[derive(Clone, Copy)]
enum Counted {
    Microseconds,
    Nanoseconds,
    /// Something else, of which a TIMESTAMP is made without loss.
    Coarser,
    Unknown,
}

fn counted(argument: Option<&SqlType>) -> Counted {
    match argument {
        None => Counted::Unknown,
        Some(SqlType::Timestamp(TimeUnit::Microsecond)) => Counted::Microseconds,
        Some(SqlType::Timestamp(TimeUnit::Nanosecond)) => Counted::Nanoseconds,
        Some(SqlType::Native(words)) if words.eq_ignore_ascii_case("TIMESTAMP") => Counted::Microseconds,
        Some(SqlType::Native(words)) if words.eq_ignore_ascii_case("TIMESTAMP_NS") => Counted::Nanoseconds,
        Some(SqlType::Timestamp(_)) => Counted::Coarser,
        Some(_) => Counted::Unknown,
    }
}

pub(crate) fn function(function: Function) -> FunctionSpelling {
    match function {
        Function::CountRows => Template("count(){suffix}"),
        Function::Count => Name("count"),
        // Of aggregates only `count` takes DISTINCT.
        Function::Sum => Template("sum({0}){suffix}"),
        // Of decimals it would be a decimal, rounded to their scale.
        Function::Avg => Template("avg(cast({0} AS DOUBLE)){suffix}"),
        Function::Min => Name("min"),
        Function::Max => Name("max"),
        Function::AnyValue => Template("first_not_null({0}){suffix}"),
        Function::StddevSample => Template("stddev_samp({0}){suffix}"),
        Function::StddevPopulation => Template("stddev_pop({0}){suffix}"),
        Function::VarianceSample => Template("var_samp({0}){suffix}"),
        Function::VariancePopulation => Template("var_pop({0}){suffix}"),
        Function::Correlation => Template("corr({0}, {1}){suffix}"),
        Function::ApproxCountDistinct => Template("approx_count_distinct({0}){suffix}"),
        Function::Mode => Template("mode({0}){suffix}"),
        Function::Median | Function::Quantile => {
            Refused("QuestDB 9.3 knows percentiles of positive numbers, and approximately, with `approx_percentile`")
        }
        Function::BoolAnd | Function::BoolOr => Refused("QuestDB 9.3 has no aggregate of truth values"),
        Function::StringAgg => Refused("QuestDB's `string_agg` takes no order"),
        Function::ArrayAgg => Refused("QuestDB 9.3 gathers no arrays"),
        Function::ArgMin | Function::ArgMax => {
            Refused("QuestDB 9.3 has no value of another column's extreme; `latest_on` finds the last row of each key")
        }

        Function::RowNumber => Name("row_number"),
        Function::Rank => Name("rank"),
        Function::DenseRank => Name("dense_rank"),
        Function::PercentRank => Name("percent_rank"),
        Function::Lag => Name("lag"),
        Function::Lead => Name("lead"),
        Function::FirstValue => Name("first_value"),
        Function::LastValue => Name("last_value"),
        Function::CumeDist | Function::Ntile | Function::NthValue => Refused("QuestDB 9.3 has no such window function"),

        Function::NullIf => Name("nullif"),
        Function::Coalesce => Name("coalesce"),
        Function::Greatest => Name("greatest"),
        Function::Least => Name("least"),
        Function::Abs => Name("abs"),
        Function::Ceil => Name("ceil"),
        Function::Floor => Name("floor"),
        Function::Round => Refused("QuestDB rounds the half of a negative number toward zero"),
        Function::Sqrt => Name("sqrt"),
        Function::Power => Name("power"),
        Function::Exp => Name("exp"),
        Function::Ln => Name("ln"),
        Function::Log10 => Name("log"),
        Function::Sign => Template("cast(sign({0}) AS INT)"),
        Function::Random => Refused("QuestDB draws numbers with `rnd_double`, once for a row wherever it stands"),

        Function::Lower => Name("lower"),
        Function::Upper => Name("upper"),
        Function::Trim => Name("trim"),
        Function::TrimStart => Name("ltrim"),
        Function::TrimEnd => Name("rtrim"),
        // In characters for VARCHAR alone; -1 of NULL.
        Function::Length => Template("nullif(length(cast({0} AS VARCHAR)), -1)"),
        Function::OctetLength => Refused("QuestDB measures no bytes; it has `length_bytes` for text"),
        Function::Replace => Name("replace"),
        Function::StartsWith => Name("starts_with"),
        Function::EndsWith => Template("(right({0}, length(cast({1} AS STRING))) = {1})"),
        Function::Contains => Template("(strpos({0}, {1}) > 0)"),
        Function::Substring
        | Function::Left
        | Function::Right
        | Function::LeftPad
        | Function::RightPad
        | Function::Position => Refused(UNITS),
        Function::Reverse | Function::Repeat => Refused("QuestDB 9.3 has no such function"),
        Function::SplitPart => Template("split_part({0}, {1}, cast({2} AS INT))"),
        Function::Concat => Name("concat"),
        Function::RegexpMatches => Template("({0} ~ {1})"),
        Function::RegexpReplace => Refused("QuestDB's replacements are Java's, with `$1` for a group"),
        Function::RegexpExtract => Refused("QuestDB 9.3 extracts nothing by a regular expression"),

        Function::Now => Name("now"),
        Function::CurrentDate => Refused("QuestDB has no type of days"),
        Function::Extract(part) => extract(part),
        Function::DateTrunc(_) => Template("date_trunc('{part}', {0})"),
        Function::DateDiff(part) => difference(part),
        Function::TimeBucket(bucket) => buckets(bucket, Counted::Unknown),

        Function::JsonArrayLength => Refused("QuestDB has no JSON type"),
        Function::ArrayLength => Refused("QuestDB's arrays hold numbers and have no NULL; it has `dim_length`"),
        Function::ArrayContains => Refused("QuestDB's arrays hold numbers and have no NULL"),
        _ => Refused("aludel does not write it for QuestDB"),
    }
}

fn extract(part: DatePart) -> FunctionSpelling {
    match part {
        // Without the second in QuestDB.
        DatePart::Millisecond => Template("(extract(second FROM {0}) * 1000L + extract(milliseconds FROM {0}))"),
        DatePart::Microsecond => Template("(extract(second FROM {0}) * 1000000L + extract(microseconds FROM {0}))"),
        _ => Template("cast(extract({part} FROM {0}) AS LONG)"),
    }
}

/// `timestamp_floor` counts as the neutral function does; its own origin would be the earliest time that it knows. The number
/// by which a time is moved, in microseconds, is one of what its type counts.
fn buckets(bucket: TimeBucket, counted: Counted) -> FunctionSpelling {
    macro_rules! moved {
        ($unit:literal, $time:literal, $offset:literal) => {
            Template(concat!("(timestamp_floor('{count}", $unit, "', ", $time, " - ", $offset, ") + ", $offset, ")"))
        };
    }
    macro_rules! floor {
        ($unit:literal) => {
            match counted {
                _ if bucket.begins_as_usual() => Template(concat!("timestamp_floor('{count}", $unit, "', {0})")),
                Counted::Microseconds => moved!($unit, "{0}", "{offset}L"),
                Counted::Nanoseconds => moved!($unit, "{0}", "{offset}000L"),
                Counted::Coarser => moved!($unit, "cast({0} AS TIMESTAMP)", "{offset}L"),
                Counted::Unknown => Refused(
                    "an origin is a number of microseconds or nanoseconds: describe the column's type, or cast to one",
                ),
            }
        };
    }
    match bucket.part() {
        DatePart::Microsecond => floor!("U"),
        DatePart::Millisecond => floor!("T"),
        DatePart::Second => floor!("s"),
        DatePart::Minute => floor!("m"),
        DatePart::Hour => floor!("h"),
        DatePart::Day => floor!("d"),
        // From 1970-01-01 on when it is moved, as days are.
        DatePart::Week if bucket.begins_as_usual() => Template("timestamp_floor('{count}w', {0})"),
        DatePart::Week => Refused("QuestDB counts weeks from a Monday: say buckets of 7 days"),
        _ if bucket.begins_as_usual() => Template("timestamp_floor('{width}M', {0})"),
        _ => Refused("QuestDB counts months from 1970-01"),
    }
}

/// Boundaries between two times: QuestDB's `datediff` counts whole spans, and has no sign. A TIMESTAMP_NS is made one of
/// microseconds when it is cut already, for before 1970 the cast would cut towards it.
fn difference(part: DatePart) -> FunctionSpelling {
    macro_rules! spans {
        ($part:literal, $microseconds:literal) => {
            Template(concat!(
                "((cast(cast(date_trunc('",
                $part,
                "', {1}) AS TIMESTAMP) AS LONG) - cast(cast(date_trunc('",
                $part,
                "', {0}) AS TIMESTAMP) AS LONG)) / ",
                $microseconds,
                ")"
            ))
        };
    }
    match part {
        DatePart::Year => Template("cast(extract(year FROM {1}) - extract(year FROM {0}) AS LONG)"),
        DatePart::Quarter => Template(
            "cast(extract(year FROM {1}) * 4 + extract(quarter FROM {1}) \
             - extract(year FROM {0}) * 4 - extract(quarter FROM {0}) AS LONG)",
        ),
        DatePart::Month => Template(
            "cast(extract(year FROM {1}) * 12 + extract(month FROM {1}) \
             - extract(year FROM {0}) * 12 - extract(month FROM {0}) AS LONG)",
        ),
        DatePart::Week => spans!("week", "604800000000L"),
        DatePart::Day => spans!("day", "86400000000L"),
        DatePart::Hour => spans!("hour", "3600000000L"),
        DatePart::Minute => spans!("minute", "60000000L"),
        DatePart::Second => spans!("second", "1000000L"),
        DatePart::Millisecond => spans!("milliseconds", "1000L"),
        DatePart::Microsecond => spans!("microseconds", "1L"),
        _ => Refused("these boundaries can't be counted"),
    }
}
