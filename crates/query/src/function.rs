//! The functions that mean the same everywhere, as values: what a dialect spells or refuses.

use crate::TimeBucket;

/// A field of a date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatePart {
    /// The year; 1 BC is 0.
    Year,
    /// 1 to 4.
    Quarter,
    /// 1 to 12.
    Month,
    /// The ISO week, 1 to 53; weeks begin on Monday.
    Week,
    /// The day of the month, 1 to 31.
    Day,
    /// 0 to 23.
    Hour,
    /// 0 to 59.
    Minute,
    /// 0 to 59, without the fraction.
    Second,
    /// The second and its fraction in thousandths.
    Millisecond,
    /// The second and its fraction in millionths.
    Microsecond,
    /// The ISO day of the week, Monday 1 to Sunday 7.
    IsoDayOfWeek,
    /// 1 to 366.
    DayOfYear,
}

/// A function that means the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Function {
    /// [`count_rows`](crate::func::count_rows)
    CountRows,
    /// [`count`](crate::func::count)
    Count,
    /// [`sum`](crate::func::sum)
    Sum,
    /// [`avg`](crate::func::avg)
    Avg,
    /// [`min`](crate::func::min)
    Min,
    /// [`max`](crate::func::max)
    Max,
    /// [`any_value`](crate::func::any_value)
    AnyValue,
    /// [`stddev`](crate::func::stddev)
    StddevSample,
    /// [`stddev_population`](crate::func::stddev_population)
    StddevPopulation,
    /// [`variance`](crate::func::variance)
    VarianceSample,
    /// [`variance_population`](crate::func::variance_population)
    VariancePopulation,
    /// [`median`](crate::func::median)
    Median,
    /// [`quantile`](crate::func::quantile)
    Quantile,
    /// [`mode`](crate::func::mode)
    Mode,
    /// [`bool_and`](crate::func::bool_and)
    BoolAnd,
    /// [`bool_or`](crate::func::bool_or)
    BoolOr,
    /// [`string_agg`](crate::func::string_agg)
    StringAgg,
    /// [`array_agg`](crate::func::array_agg)
    ArrayAgg,
    /// [`arg_min`](crate::func::arg_min)
    ArgMin,
    /// [`arg_max`](crate::func::arg_max)
    ArgMax,
    /// [`approx_count_distinct`](crate::func::approx_count_distinct)
    ApproxCountDistinct,
    /// [`corr`](crate::func::corr)
    Correlation,
    /// [`row_number`](crate::func::row_number)
    RowNumber,
    /// [`rank`](crate::func::rank)
    Rank,
    /// [`dense_rank`](crate::func::dense_rank)
    DenseRank,
    /// [`percent_rank`](crate::func::percent_rank)
    PercentRank,
    /// [`cume_dist`](crate::func::cume_dist)
    CumeDist,
    /// [`ntile`](crate::func::ntile)
    Ntile,
    /// [`lag`](crate::func::lag)
    Lag,
    /// [`lead`](crate::func::lead)
    Lead,
    /// [`first_value`](crate::func::first_value)
    FirstValue,
    /// [`last_value`](crate::func::last_value)
    LastValue,
    /// [`nth_value`](crate::func::nth_value)
    NthValue,
    /// [`nullif`](crate::func::nullif)
    NullIf,
    /// [`abs`](crate::func::abs)
    Abs,
    /// [`ceil`](crate::func::ceil)
    Ceil,
    /// [`floor`](crate::func::floor)
    Floor,
    /// [`round`](crate::func::round)
    Round,
    /// [`sqrt`](crate::func::sqrt)
    Sqrt,
    /// [`power`](crate::func::power)
    Power,
    /// [`exp`](crate::func::exp)
    Exp,
    /// [`ln`](crate::func::ln)
    Ln,
    /// [`log10`](crate::func::log10)
    Log10,
    /// [`sign`](crate::func::sign)
    Sign,
    /// [`random`](crate::func::random)
    Random,
    /// [`lower`](crate::func::lower)
    Lower,
    /// [`upper`](crate::func::upper)
    Upper,
    /// [`trim`](crate::func::trim)
    Trim,
    /// [`trim_start`](crate::func::trim_start)
    TrimStart,
    /// [`trim_end`](crate::func::trim_end)
    TrimEnd,
    /// [`length`](crate::func::length)
    Length,
    /// [`octet_length`](crate::func::octet_length)
    OctetLength,
    /// [`substring`](crate::func::substring)
    Substring,
    /// [`replace`](crate::func::replace)
    Replace,
    /// [`starts_with`](crate::func::starts_with)
    StartsWith,
    /// [`ends_with`](crate::func::ends_with)
    EndsWith,
    /// [`contains`](crate::func::contains)
    Contains,
    /// [`position`](crate::func::position)
    Position,
    /// [`left`](crate::func::left)
    Left,
    /// [`right`](crate::func::right)
    Right,
    /// [`lpad`](crate::func::lpad)
    LeftPad,
    /// [`rpad`](crate::func::rpad)
    RightPad,
    /// [`reverse`](crate::func::reverse)
    Reverse,
    /// [`repeat`](crate::func::repeat)
    Repeat,
    /// [`split_part`](crate::func::split_part)
    SplitPart,
    /// [`now`](crate::func::now)
    Now,
    /// [`current_date`](crate::func::current_date)
    CurrentDate,
    /// [`json_array_length`](crate::func::json_array_length)
    JsonArrayLength,
    /// [`array_length`](crate::func::array_length)
    ArrayLength,
    /// [`array_contains`](crate::func::array_contains)
    ArrayContains,
    /// [`coalesce`](crate::func::coalesce)
    Coalesce,
    /// [`greatest`](crate::func::greatest)
    Greatest,
    /// [`least`](crate::func::least)
    Least,
    /// [`concat`](crate::func::concat)
    Concat,
    /// [`regexp_matches`](crate::func::regexp_matches)
    RegexpMatches,
    /// [`regexp_replace`](crate::func::regexp_replace)
    RegexpReplace,
    /// [`regexp_extract`](crate::func::regexp_extract)
    RegexpExtract,
    /// [`extract`](crate::func::extract)
    Extract(DatePart),
    /// [`date_trunc`](crate::func::date_trunc)
    DateTrunc(DatePart),
    /// [`date_diff`](crate::func::date_diff)
    DateDiff(DatePart),
    /// [`time_bucket`](crate::func::time_bucket); `{count}`, `{width}` and `{offset}` in a template are the numbers of the
    /// bucket, `{part}` its part.
    TimeBucket(TimeBucket),
}

impl Function {
    /// The function's neutral name, as in [`func`](crate::func).
    pub fn name(self) -> &'static str {
        match self {
            Function::CountRows => "count_rows",
            Function::Count => "count",
            Function::Sum => "sum",
            Function::Avg => "avg",
            Function::Min => "min",
            Function::Max => "max",
            Function::AnyValue => "any_value",
            Function::StddevSample => "stddev",
            Function::StddevPopulation => "stddev_population",
            Function::VarianceSample => "variance",
            Function::VariancePopulation => "variance_population",
            Function::Median => "median",
            Function::Quantile => "quantile",
            Function::Mode => "mode",
            Function::BoolAnd => "bool_and",
            Function::BoolOr => "bool_or",
            Function::StringAgg => "string_agg",
            Function::ArrayAgg => "array_agg",
            Function::ArgMin => "arg_min",
            Function::ArgMax => "arg_max",
            Function::ApproxCountDistinct => "approx_count_distinct",
            Function::Correlation => "corr",
            Function::RowNumber => "row_number",
            Function::Rank => "rank",
            Function::DenseRank => "dense_rank",
            Function::PercentRank => "percent_rank",
            Function::CumeDist => "cume_dist",
            Function::Ntile => "ntile",
            Function::Lag => "lag",
            Function::Lead => "lead",
            Function::FirstValue => "first_value",
            Function::LastValue => "last_value",
            Function::NthValue => "nth_value",
            Function::NullIf => "nullif",
            Function::Abs => "abs",
            Function::Ceil => "ceil",
            Function::Floor => "floor",
            Function::Round => "round",
            Function::Sqrt => "sqrt",
            Function::Power => "power",
            Function::Exp => "exp",
            Function::Ln => "ln",
            Function::Log10 => "log10",
            Function::Sign => "sign",
            Function::Random => "random",
            Function::Lower => "lower",
            Function::Upper => "upper",
            Function::Trim => "trim",
            Function::TrimStart => "trim_start",
            Function::TrimEnd => "trim_end",
            Function::Length => "length",
            Function::OctetLength => "octet_length",
            Function::Substring => "substring",
            Function::Replace => "replace",
            Function::StartsWith => "starts_with",
            Function::EndsWith => "ends_with",
            Function::Contains => "contains",
            Function::Position => "position",
            Function::Left => "left",
            Function::Right => "right",
            Function::LeftPad => "lpad",
            Function::RightPad => "rpad",
            Function::Reverse => "reverse",
            Function::Repeat => "repeat",
            Function::SplitPart => "split_part",
            Function::Now => "now",
            Function::CurrentDate => "current_date",
            Function::JsonArrayLength => "json_array_length",
            Function::ArrayLength => "array_length",
            Function::ArrayContains => "array_contains",
            Function::Coalesce => "coalesce",
            Function::Greatest => "greatest",
            Function::Least => "least",
            Function::Concat => "concat",
            Function::RegexpMatches => "regexp_matches",
            Function::RegexpReplace => "regexp_replace",
            Function::RegexpExtract => "regexp_extract",
            Function::Extract(_) => "extract",
            Function::DateTrunc(_) => "date_trunc",
            Function::DateDiff(_) => "date_diff",
            Function::TimeBucket(_) => "time_bucket",
        }
    }

    /// Whether it is computed over several rows (an aggregate), so that FILTER and DISTINCT can be attached.
    pub fn is_aggregate(self) -> bool {
        matches!(
            self,
            Function::CountRows
                | Function::Count
                | Function::Sum
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
                | Function::Mode
                | Function::BoolAnd
                | Function::BoolOr
                | Function::StringAgg
                | Function::ArrayAgg
                | Function::ArgMin
                | Function::ArgMax
                | Function::ApproxCountDistinct
                | Function::Correlation
        )
    }
}
