//! Neutral functions in DuckDB's words.
//!
//! Each was asked of DuckDB 1.5.6 and 2.0.0, with the cases in which engines differ. A plain name is one whose meaning is
//! the documented one; where it is not, the template says what to do about it. DuckDB 1.4 gives the same answers but for
//! one: there `date_trunc` to whole days gives a DATE.

use aludel_query::FunctionSpelling::{self, Name, Template};
use aludel_query::{BucketWidth, DatePart, Function};

pub(crate) fn function(function: Function) -> FunctionSpelling {
    match function {
        Function::CountRows => Template("count(*){suffix}"),
        Function::Count => Name("count"),
        Function::Sum => Name("sum"),
        Function::Avg => Name("avg"),
        Function::Min => Name("min"),
        Function::Max => Name("max"),
        Function::AnyValue => Name("any_value"),
        Function::StddevSample => Name("stddev_samp"),
        Function::StddevPopulation => Name("stddev_pop"),
        Function::VarianceSample => Name("var_samp"),
        Function::VariancePopulation => Name("var_pop"),
        // Of DECIMALs DuckDB gives a DECIMAL with their scale: between 1.25 and 1.26 it cuts their mean to 1.25.
        Function::Median => Template("median(CAST({0} AS DOUBLE)){suffix}"),
        Function::Quantile => Template("quantile_cont(CAST({0} AS DOUBLE), {1}){suffix}"),
        Function::Mode => Name("mode"),
        Function::BoolAnd => Name("bool_and"),
        Function::BoolOr => Name("bool_or"),
        Function::StringAgg => Name("string_agg"),
        Function::ArrayAgg => Name("array_agg"),
        // `arg_min` passes over rows in which `x` is NULL.
        Function::ArgMin => Name("arg_min_null"),
        Function::ArgMax => Name("arg_max_null"),
        Function::ApproxCountDistinct => Name("approx_count_distinct"),
        Function::Correlation => Name("corr"),

        Function::RowNumber => Name("row_number"),
        Function::Rank => Name("rank"),
        Function::DenseRank => Name("dense_rank"),
        Function::PercentRank => Name("percent_rank"),
        Function::CumeDist => Name("cume_dist"),
        Function::Ntile => Name("ntile"),
        Function::Lag => Name("lag"),
        Function::Lead => Name("lead"),
        Function::FirstValue => Name("first_value"),
        Function::LastValue => Name("last_value"),
        Function::NthValue => Name("nth_value"),

        Function::NullIf => Name("nullif"),
        Function::Abs => Name("abs"),
        Function::Ceil => Name("ceil"),
        Function::Floor => Name("floor"),
        // Here and below: a position or length that DuckDB takes as INTEGER only, not as BIGINT.
        Function::Round => Template("round({0}, CAST({1} AS INTEGER))"),
        Function::Sqrt => Name("sqrt"),
        Function::Power => Name("power"),
        Function::Exp => Name("exp"),
        Function::Ln => Name("ln"),
        Function::Log10 => Name("log10"),
        Function::Sign => Name("sign"),
        Function::Random => Name("random"),

        Function::Lower => Name("lower"),
        Function::Upper => Name("upper"),
        // With one argument they remove every space that Unicode has.
        Function::Trim => Template("trim({0}, ' ')"),
        Function::TrimStart => Template("ltrim({0}, ' ')"),
        Function::TrimEnd => Template("rtrim({0}, ' ')"),
        Function::Length => Name("length"),
        Function::OctetLength => Name("octet_length"),
        Function::Substring => Name("substring"),
        Function::Replace => Name("replace"),
        Function::StartsWith => Name("starts_with"),
        Function::EndsWith => Name("ends_with"),
        Function::Contains => Name("contains"),
        Function::Position => Name("instr"),
        Function::Left => Name("left"),
        Function::Right => Name("right"),
        Function::LeftPad => Template("lpad({0}, CAST({1} AS INTEGER), {2})"),
        Function::RightPad => Template("rpad({0}, CAST({1} AS INTEGER), {2})"),
        // `reverse` keeps a letter and its combining marks in their order.
        Function::Reverse => Template("array_to_string(list_reverse(string_split({0}, '')), '')"),
        Function::Repeat => Name("repeat"),
        Function::SplitPart => Name("split_part"),

        Function::Now => Name("now"),
        Function::CurrentDate => Name("current_date"),
        // UBIGINT in DuckDB, and subtracting from it fails below zero.
        Function::JsonArrayLength => Template("CAST(json_array_length({0}) AS BIGINT)"),
        Function::ArrayLength => Name("len"),
        Function::ArrayContains => Name("list_contains"),

        Function::Coalesce => Name("coalesce"),
        Function::Greatest => Name("greatest"),
        Function::Least => Name("least"),
        Function::Concat => Name("concat"),

        Function::RegexpMatches => Name("regexp_matches"),
        Function::RegexpReplace => Template("regexp_replace({0}, {1}, {2}, 'g')"),
        Function::RegexpExtract => Template("regexp_extract({0}, {1}, CAST({2} AS INTEGER))"),

        Function::Extract(_) => Template("date_part('{part}', {0})"),
        Function::DateTrunc(_) => Template("date_trunc('{part}', {0})"),
        // DuckDB counts weeks from the first date on: from a Sunday to the Monday after it there are none.
        Function::DateDiff(DatePart::Week) => {
            Template("(date_diff('day', date_trunc('week', {0}), date_trunc('week', {1})) // 7)")
        }
        Function::DateDiff(_) => Template("date_diff('{part}', {0}, {1})"),
        Function::TimeBucket(bucket) => match bucket.width() {
            BucketWidth::Microseconds(_) => {
                Template("time_bucket(to_microseconds({width}), CAST({0} AS TIMESTAMP), make_timestamp({offset}))")
            }
            BucketWidth::Months(_) => Template(
                "time_bucket(to_months({width}), CAST({0} AS TIMESTAMP), TIMESTAMP '1970-01-01' + to_months({offset}))",
            ),
            _ => FunctionSpelling::Refused("these buckets can't be counted"),
        },
        _ => FunctionSpelling::Refused("it is newer than this dialect's list of functions"),
    }
}
