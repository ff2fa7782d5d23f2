//! Neutral functions in ClickHouse's words.
//!
//! Each was asked of ClickHouse 26.7 with the cases in which engines differ. Where its own function means another thing and
//! no other expression means the same, the neutral one is refused.

use aludel_query::FunctionSpelling::{self, Name, Refused, Template};
use aludel_query::{BucketWidth, DatePart, Function};

/// NULL in the place of NaN and infinity, which ClickHouse gives where there are too few values.
macro_rules! not_a_number {
    ($aggregate:literal) => {
        Template(concat!("arrayFirstOrNull(v -> ifNull(isFinite(v), 0), [", $aggregate, "])"))
    };
}

/// `value` of the argument `v`, cast to a type that is made of the argument's own. The name of a lambda's parameter's type is
/// known before the query runs, also where the argument is an aggregate.
macro_rules! of_its_type {
    ($before:literal, $value:literal, $type:literal, $instead:literal, $behind:literal) => {
        Template(concat!(
            $before,
            "arrayElement(arrayMap(v -> CAST(",
            $value,
            ", replaceRegexpOne(toTypeName(v), '",
            $type,
            "', '",
            $instead,
            "')), [{0}]), 1)",
            $behind
        ))
    };
}

/// The setting with which an aggregate of no rows is NULL; without it, it is 0 or an empty text.
pub(crate) fn is_null_for_empty(function: Function) -> bool {
    matches!(
        function,
        Function::Sum
            | Function::Avg
            | Function::Min
            | Function::Max
            | Function::AnyValue
            | Function::StddevSample
            | Function::StddevPopulation
            | Function::VarianceSample
            | Function::VariancePopulation
            | Function::Median
            | Function::Quantile
            | Function::BoolAnd
            | Function::BoolOr
            | Function::ArgMin
            | Function::ArgMax
            | Function::Correlation
    )
}

pub(crate) fn function(function: Function) -> FunctionSpelling {
    match function {
        // UInt64 in ClickHouse.
        Function::CountRows => Template("toInt64(count(){suffix})"),
        Function::Count => Template("toInt64(count({distinct}{0}){suffix})"),
        // Its sums of integers go round in 64 bits.
        Function::Sum => of_its_type!("sum({distinct}", "v", "U?Int(8|16|32|64)", "Int128", "){suffix}"),
        Function::Avg => Name("avg"),
        Function::Min => Name("min"),
        Function::Max => Name("max"),
        Function::AnyValue => Name("any"),
        // NaN of one value in ClickHouse.
        Function::StddevSample => not_a_number!("stddevSampStable({0}){suffix}"),
        Function::StddevPopulation => not_a_number!("stddevPopStable({0}){suffix}"),
        Function::VarianceSample => not_a_number!("varSampStable({0}){suffix}"),
        Function::VariancePopulation => not_a_number!("varPopStable({0}){suffix}"),
        Function::Median => Template("quantileExactInclusive(0.5)(toFloat64({0})){suffix}"),
        Function::Quantile => Template("quantileExactInclusive({1})(toFloat64({0})){suffix}"),
        Function::Mode => Refused("ClickHouse finds the most frequent value only approximately, with `topK`"),
        Function::BoolAnd => Template("CAST(min({0}){suffix} AS Nullable(Bool))"),
        Function::BoolOr => Template("CAST(max({0}){suffix} AS Nullable(Bool))"),
        Function::StringAgg => {
            Refused("ClickHouse's aggregates take no order; sort and join an array, with `arraySort` and `groupArray`")
        }
        Function::ArrayAgg => Refused("ClickHouse's `groupArray` leaves NULLs out and takes no order"),
        // In a tuple, NULL is a value like others.
        Function::ArgMin => Template("tupleElement(argMin(tuple(toNullable({0})), {1}){suffix}, 1)"),
        Function::ArgMax => Template("tupleElement(argMax(tuple(toNullable({0})), {1}){suffix}, 1)"),
        Function::ApproxCountDistinct => Template("toInt64(uniq({0}){suffix})"),
        Function::Correlation => not_a_number!("corrStable({0}, {1}){suffix}"),

        Function::RowNumber => Template("toInt64(row_number(){suffix})"),
        Function::Rank => Template("toInt64(rank(){suffix})"),
        Function::DenseRank => Template("toInt64(dense_rank(){suffix})"),
        Function::PercentRank => Name("percent_rank"),
        Function::CumeDist => Name("cume_dist"),
        Function::Ntile => Refused("ClickHouse's `ntile` takes an unsigned number only"),
        // Without a row there, they give 0 or an empty text of what can't be NULL.
        Function::Lag => Template("lag(toNullable({0}), {1}, {2}){suffix}"),
        Function::Lead => Template("lead(toNullable({0}), {1}, {2}){suffix}"),
        Function::FirstValue => Template("first_value({0}){nulls}{suffix}"),
        Function::LastValue => Template("last_value({0}){nulls}{suffix}"),
        Function::NthValue => Template("nth_value(toNullable({0}), {1}){suffix}"),

        Function::NullIf => Name("nullIf"),
        // `abs` gives unsigned integers.
        Function::Abs => Template("multiply({0}, sign({0}))"),
        // Of decimals they keep digits behind the point.
        Function::Ceil => of_its_type!("", "ceil(v)", "Decimal\\\\((\\\\d+), \\\\d+\\\\)", "Decimal(\\\\1, 0)", ""),
        Function::Floor => of_its_type!("", "floor(v)", "Decimal\\\\((\\\\d+), \\\\d+\\\\)", "Decimal(\\\\1, 0)", ""),
        Function::Round => Refused("ClickHouse rounds a half to the even neighbour"),
        Function::Sqrt => Name("sqrt"),
        Function::Power => Name("power"),
        Function::Exp => Name("exp"),
        Function::Ln => Name("log"),
        Function::Log10 => Name("log10"),
        Function::Sign => Name("sign"),
        Function::Random => Name("randCanonical"),

        Function::Lower => Name("lowerUTF8"),
        Function::Upper => Name("upperUTF8"),
        Function::Trim => Name("trimBoth"),
        Function::TrimStart => Name("trimLeft"),
        Function::TrimEnd => Name("trimRight"),
        Function::Length => Template("toInt64(lengthUTF8({0}))"),
        Function::OctetLength => Template("toInt64(length({0}))"),
        Function::Substring => Name("substringUTF8"),
        Function::Replace => Name("replaceAll"),
        Function::StartsWith => Template("CAST(startsWith({0}, {1}) AS Nullable(Bool))"),
        Function::EndsWith => Template("CAST(endsWith({0}, {1}) AS Nullable(Bool))"),
        Function::Contains => Template("CAST(position({0}, {1}) > 0 AS Nullable(Bool))"),
        Function::Position => Template("toInt64(positionUTF8({0}, {1}))"),
        Function::Left => Name("leftUTF8"),
        Function::Right => Name("rightUTF8"),
        Function::LeftPad => Name("leftPadUTF8"),
        Function::RightPad => Name("rightPadUTF8"),
        Function::Reverse => Name("reverseUTF8"),
        Function::Repeat => Name("repeat"),
        Function::SplitPart => Template("arrayElement(splitByString({1}, {0}), {2})"),

        Function::Now => Template("now64(6, 'UTC')"),
        Function::CurrentDate => Template("toDate32(today())"),
        Function::JsonArrayLength => Refused("a JSON column of ClickHouse holds objects only"),
        Function::ArrayLength => Template("toInt64(length({0}))"),
        Function::ArrayContains => Template("CAST(has({0}, {1}) AS Bool)"),

        Function::Coalesce => Name("coalesce"),
        Function::Greatest => Name("greatest"),
        Function::Least => Name("least"),
        Function::Concat => Template("arrayStringConcat([{*}])"),

        Function::RegexpMatches => Template("CAST(match({0}, {1}) AS Nullable(Bool))"),
        Function::RegexpReplace => Name("replaceRegexpAll"),
        Function::RegexpExtract => Name("regexpExtract"),

        Function::Extract(part) => extract(part),
        Function::DateTrunc(_) => Template("toDateTime64(dateTrunc('{part}', {0}), 6)"),
        // `toStartOfInterval` counts from another time before 1970, and takes no earlier origin.
        Function::TimeBucket(bucket) => match bucket.width() {
            BucketWidth::Microseconds(_) => Template(
                "(toDateTime64({0}, 6) - toIntervalMicrosecond(\
                 positiveModulo(toUnixTimestamp64Micro(toDateTime64({0}, 6)) - {offset}, toInt64({width}))))",
            ),
            BucketWidth::Months(_) => Template(
                "toDateTime64(addMonths(dateTrunc('month', {0}), \
                 -positiveModulo((toYear({0}) - 1970) * 12 + toMonth({0}) - 1 - {offset}, toInt64({width}))), 6)",
            ),
            _ => Refused("these buckets can't be counted"),
        },
        Function::DateDiff(DatePart::Week) => Refused("ClickHouse counts the weeks before 1970 in another way"),
        Function::DateDiff(_) => Template("toInt64(dateDiff('{part}', {0}, {1}))"),
        _ => Refused("it is newer than this dialect's list of functions"),
    }
}

fn extract(part: DatePart) -> FunctionSpelling {
    Template(match part {
        DatePart::Year => "toInt64(toYear({0}))",
        DatePart::Quarter => "toInt64(toQuarter({0}))",
        DatePart::Month => "toInt64(toMonth({0}))",
        DatePart::Week => "toInt64(toISOWeek({0}))",
        DatePart::Day => "toInt64(toDayOfMonth({0}))",
        DatePart::Hour => "toInt64(toHour({0}))",
        DatePart::Minute => "toInt64(toMinute({0}))",
        DatePart::Second => "toInt64(toSecond({0}))",
        DatePart::Millisecond => "toInt64(toSecond({0}) * 1000 + toMillisecond({0}))",
        DatePart::IsoDayOfWeek => "toInt64(toDayOfWeek({0}))",
        DatePart::DayOfYear => "toInt64(toDayOfYear({0}))",
        _ => return Refused("ClickHouse has no function for it"),
    })
}
