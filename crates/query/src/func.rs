//! Functions with one meaning on all engines, each spelled by its dialect, or refused where none means the same.
//!
//! `func::native("name", args)` passes an engine's own function through.

use aludel_dialect::{Grants, Levels, cap};

use crate::expr::{Call, Callee, Columns, Expr, IntoExpr, Node, Selectable, take_nodes};
use crate::{BuildError, TimeBucket};

pub use crate::function::{DatePart, Function};
pub use crate::native::{native, native_bare, native_parametric};

pub(crate) fn call<D>(function: Function, arguments: impl IntoIterator<Item = Expr<D>>) -> Expr<D> {
    let (nodes, depth) = take_nodes(arguments);
    Expr::over_depth(Node::Call(Box::new(Call::new(Callee::Neutral(function), nodes))), depth)
}

/// The number of rows; a 64-bit integer.
pub fn count_rows<D>() -> Expr<D> {
    call(Function::CountRows, [])
}

/// The number of rows in which `x` is not NULL; a 64-bit integer.
pub fn count<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::Count, [x.into_column()])
}

/// The sum of what is not NULL; NULL if there is nothing. Integers sum exactly, in a type at least 64 bits wide; decimals keep their scale.
pub fn sum<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::Sum, [x.into_column()])
}

/// The mean of what is not NULL, as a 64-bit float; NULL if there is nothing.
pub fn avg<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::Avg, [x.into_column()])
}

/// The least value that is not NULL.
pub fn min<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::Min, [x.into_column()])
}

/// The greatest value that is not NULL.
pub fn max<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::Max, [x.into_column()])
}

/// Some value that is not NULL; the engine chooses which.
pub fn any_value<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::AnyValue, [x.into_column()])
}

/// The sample's standard deviation (divided by n - 1), as a 64-bit float; NULL for fewer than two values.
pub fn stddev<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::StddevSample, [x.into_column()])
}

/// The population's standard deviation (divided by n), as a 64-bit float.
pub fn stddev_population<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::StddevPopulation, [x.into_column()])
}

/// The sample's variance (divided by n - 1), as a 64-bit float; NULL for fewer than two values.
pub fn variance<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::VarianceSample, [x.into_column()])
}

/// The population's variance (divided by n), as a 64-bit float.
pub fn variance_population<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::VariancePopulation, [x.into_column()])
}

/// The middle of the numbers that are not NULL, between two of them their mean; a 64-bit float.
pub fn median<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::Median, [x.into_column()])
}

/// The number below which the fraction `q` (0 to 1) of the numbers lies, interpolated between neighbours; a 64-bit float.
pub fn quantile<D>(x: impl Selectable<D>, q: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Quantile, [x.into_column(), q.into_expr()])
}

/// The most frequent value.
pub fn mode<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::Mode, [x.into_column()])
}

/// Whether all that is not NULL is true.
pub fn bool_and<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::BoolAnd, [x.into_column()])
}

/// Whether any that is not NULL is true.
pub fn bool_or<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::BoolOr, [x.into_column()])
}

/// The texts that are not NULL, with `separator` between them, in the order that `aggregate_order_by` gives.
pub fn string_agg<D>(x: impl Selectable<D>, separator: impl IntoExpr<D>) -> Expr<D> {
    call(Function::StringAgg, [x.into_column(), separator.into_expr()])
}

/// All values, NULLs too, as an array.
pub fn array_agg<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::ArrayAgg, [x.into_column()])
}

/// The value of `x` in the row where `key` is least.
pub fn arg_min<D>(x: impl Selectable<D>, key: impl IntoExpr<D>) -> Expr<D> {
    call(Function::ArgMin, [x.into_column(), key.into_expr()])
}

/// The value of `x` in the row where `key` is greatest.
pub fn arg_max<D>(x: impl Selectable<D>, key: impl IntoExpr<D>) -> Expr<D> {
    call(Function::ArgMax, [x.into_column(), key.into_expr()])
}

/// About how many different values there are, NULL not counted.
pub fn approx_count_distinct<D>(x: impl Selectable<D>) -> Expr<D> {
    call(Function::ApproxCountDistinct, [x.into_column()])
}

/// The correlation of two columns, as a 64-bit float.
pub fn corr<D>(y: impl Selectable<D>, x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Correlation, [y.into_column(), x.into_expr()])
}

/// The row's number in its window's order, from 1. Call [`over`](Expr::over) on it.
pub fn row_number<D: Levels>() -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::RowNumber, [])
}

/// The number of rows before the row's peers, plus 1. Call [`over`](Expr::over) on it.
pub fn rank<D: Levels>() -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::Rank, [])
}

/// The number of peer groups up to the row's own. Call [`over`](Expr::over) on it.
pub fn dense_rank<D: Levels>() -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::DenseRank, [])
}

/// The rank as a fraction from 0 to 1. Call [`over`](Expr::over) on it.
pub fn percent_rank<D: Levels>() -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::PercentRank, [])
}

/// The fraction of rows up to the row's peers. Call [`over`](Expr::over) on it.
pub fn cume_dist<D: Levels>() -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::CumeDist, [])
}

/// The number, from 1 to `n`, of the row's part when the window is cut into `n` parts of the same size. Call [`over`](Expr::over) on it.
pub fn ntile<D: Levels>(n: impl IntoExpr<D>) -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::Ntile, [n.into_expr()])
}

/// `x` in the row `offset` before this one; `default` if there is none. Call [`over`](Expr::over) on it.
pub fn lag<D: Levels>(x: impl IntoExpr<D>, offset: impl IntoExpr<D>, default: impl IntoExpr<D>) -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::Lag, [x.into_expr(), offset.into_expr(), default.into_expr()])
}

/// `x` in the row `offset` after this one; `default` if there is none. Call [`over`](Expr::over) on it.
pub fn lead<D: Levels>(x: impl IntoExpr<D>, offset: impl IntoExpr<D>, default: impl IntoExpr<D>) -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::Lead, [x.into_expr(), offset.into_expr(), default.into_expr()])
}

/// `x` in the frame's first row. Call [`over`](Expr::over) on it.
pub fn first_value<D: Levels>(x: impl IntoExpr<D>) -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::FirstValue, [x.into_expr()])
}

/// `x` in the frame's last row. Call [`over`](Expr::over) on it.
pub fn last_value<D: Levels>(x: impl IntoExpr<D>) -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::LastValue, [x.into_expr()])
}

/// `x` in the frame's row number `n`, counted from 1; NULL if there is none. Call [`over`](Expr::over) on it.
pub fn nth_value<D: Levels>(x: impl IntoExpr<D>, n: impl IntoExpr<D>) -> Expr<D>
where
    D::WindowFunction: Grants<D, cap::WindowFunction>,
{
    call(Function::NthValue, [x.into_expr(), n.into_expr()])
}

/// NULL if `a = b`, else `a`.
pub fn nullif<D>(a: impl IntoExpr<D>, b: impl IntoExpr<D>) -> Expr<D> {
    call(Function::NullIf, [a.into_expr(), b.into_expr()])
}

/// The magnitude.
pub fn abs<D>(x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Abs, [x.into_expr()])
}

/// The least whole number not below `x`.
pub fn ceil<D>(x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Ceil, [x.into_expr()])
}

/// The greatest whole number not above `x`.
pub fn floor<D>(x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Floor, [x.into_expr()])
}

/// `x` rounded to `digits` after the point, half away from zero.
pub fn round<D>(x: impl IntoExpr<D>, digits: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Round, [x.into_expr(), digits.into_expr()])
}

/// The square root, as a 64-bit float.
pub fn sqrt<D>(x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Sqrt, [x.into_expr()])
}

/// `x` to the power of `y`, as a 64-bit float.
pub fn power<D>(x: impl IntoExpr<D>, y: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Power, [x.into_expr(), y.into_expr()])
}

/// e to the power of `x`.
pub fn exp<D>(x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Exp, [x.into_expr()])
}

/// The natural logarithm.
pub fn ln<D>(x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Ln, [x.into_expr()])
}

/// The logarithm to base 10.
pub fn log10<D>(x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Log10, [x.into_expr()])
}

/// -1, 0 or 1.
pub fn sign<D>(x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Sign, [x.into_expr()])
}

/// A 64-bit float, at least 0 and below 1, anew for each row.
pub fn random<D>() -> Expr<D> {
    call(Function::Random, [])
}

/// The text in lower case.
pub fn lower<D>(text: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Lower, [text.into_expr()])
}

/// The text in upper case.
pub fn upper<D>(text: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Upper, [text.into_expr()])
}

/// The text without spaces at both ends.
pub fn trim<D>(text: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Trim, [text.into_expr()])
}

/// The text without spaces at its start.
pub fn trim_start<D>(text: impl IntoExpr<D>) -> Expr<D> {
    call(Function::TrimStart, [text.into_expr()])
}

/// The text without spaces at its end.
pub fn trim_end<D>(text: impl IntoExpr<D>) -> Expr<D> {
    call(Function::TrimEnd, [text.into_expr()])
}

/// How many characters (Unicode code points) the text has.
pub fn length<D>(text: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Length, [text.into_expr()])
}

/// How many bytes there are in a value of bytes; cast a text to bytes first.
pub fn octet_length<D>(bytes: impl IntoExpr<D>) -> Expr<D> {
    call(Function::OctetLength, [bytes.into_expr()])
}

/// `length` characters of the text from the one at `start`, counted from 1.
pub fn substring<D>(text: impl IntoExpr<D>, start: impl IntoExpr<D>, length: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Substring, [text.into_expr(), start.into_expr(), length.into_expr()])
}

/// The text with each `from` replaced by `to`.
pub fn replace<D>(text: impl IntoExpr<D>, from: impl IntoExpr<D>, to: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Replace, [text.into_expr(), from.into_expr(), to.into_expr()])
}

/// Whether the text begins with `prefix`; nothing in it is special.
pub fn starts_with<D>(text: impl IntoExpr<D>, prefix: impl IntoExpr<D>) -> Expr<D> {
    call(Function::StartsWith, [text.into_expr(), prefix.into_expr()])
}

/// Whether the text ends with `suffix`; nothing in it is special.
pub fn ends_with<D>(text: impl IntoExpr<D>, suffix: impl IntoExpr<D>) -> Expr<D> {
    call(Function::EndsWith, [text.into_expr(), suffix.into_expr()])
}

/// Whether `part` is in the text; nothing in it is special.
pub fn contains<D>(text: impl IntoExpr<D>, part: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Contains, [text.into_expr(), part.into_expr()])
}

/// Where `part` begins in the text, counted in characters from 1; 0 if it is not there.
pub fn position<D>(text: impl IntoExpr<D>, part: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Position, [text.into_expr(), part.into_expr()])
}

/// The first `n` characters.
pub fn left<D>(text: impl IntoExpr<D>, n: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Left, [text.into_expr(), n.into_expr()])
}

/// The last `n` characters.
pub fn right<D>(text: impl IntoExpr<D>, n: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Right, [text.into_expr(), n.into_expr()])
}

/// The text with `fill` before it up to `length` characters, cut if it is longer.
pub fn lpad<D>(text: impl IntoExpr<D>, length: impl IntoExpr<D>, fill: impl IntoExpr<D>) -> Expr<D> {
    call(Function::LeftPad, [text.into_expr(), length.into_expr(), fill.into_expr()])
}

/// The text with `fill` behind it up to `length` characters, cut if it is longer.
pub fn rpad<D>(text: impl IntoExpr<D>, length: impl IntoExpr<D>, fill: impl IntoExpr<D>) -> Expr<D> {
    call(Function::RightPad, [text.into_expr(), length.into_expr(), fill.into_expr()])
}

/// The characters in reverse order.
pub fn reverse<D>(text: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Reverse, [text.into_expr()])
}

/// The text `n` times.
pub fn repeat<D>(text: impl IntoExpr<D>, n: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Repeat, [text.into_expr(), n.into_expr()])
}

/// Part number `n`, counted from 1, of the text split at `separator`; empty if there is none.
pub fn split_part<D>(text: impl IntoExpr<D>, separator: impl IntoExpr<D>, n: impl IntoExpr<D>) -> Expr<D> {
    call(Function::SplitPart, [text.into_expr(), separator.into_expr(), n.into_expr()])
}

/// The point in time at which the transaction or statement began.
pub fn now<D>() -> Expr<D> {
    call(Function::Now, [])
}

/// Today, in the session's time zone.
pub fn current_date<D>() -> Expr<D> {
    call(Function::CurrentDate, [])
}

/// How many elements the JSON array has.
pub fn json_array_length<D>(json: impl IntoExpr<D>) -> Expr<D> {
    call(Function::JsonArrayLength, [json.into_expr()])
}

/// How many elements the array has.
pub fn array_length<D>(array: impl IntoExpr<D>) -> Expr<D> {
    call(Function::ArrayLength, [array.into_expr()])
}

/// Whether `x` is an element of the array.
pub fn array_contains<D>(array: impl IntoExpr<D>, x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::ArrayContains, [array.into_expr(), x.into_expr()])
}

/// The number of different values of `x`, NULL not counted; a 64-bit integer.
pub fn count_distinct<D: Levels>(x: impl Selectable<D>) -> Expr<D>
where
    D::AggregateDistinct: Grants<D, cap::AggregateDistinct>,
{
    count(x).distinct()
}

fn variadic<D>(function: Function, arguments: impl Columns<D>) -> Expr<D> {
    let arguments = arguments.into_columns();
    if arguments.is_empty() {
        return Expr::poisoned(BuildError::Empty {
            what: "the function's list of arguments",
            instead: "give it at least one",
        });
    }
    call(function, arguments)
}

/// The first of its arguments that is not NULL. Write `literal(..)` for values.
pub fn coalesce<D>(arguments: impl Columns<D>) -> Expr<D> {
    variadic(Function::Coalesce, arguments)
}

/// The greatest of its arguments, NULLs left out; NULL if all are.
pub fn greatest<D>(arguments: impl Columns<D>) -> Expr<D> {
    variadic(Function::Greatest, arguments)
}

/// The least of its arguments, NULLs left out; NULL if all are.
pub fn least<D>(arguments: impl Columns<D>) -> Expr<D> {
    variadic(Function::Least, arguments)
}

/// The texts one after the other, NULLs left out; [`Expr::concat`] is NULL if one of them is.
pub fn concat<D>(arguments: impl Columns<D>) -> Expr<D> {
    variadic(Function::Concat, arguments)
}

/// Whether the regular expression (RE2's syntax) matches somewhere in the text.
pub fn regexp_matches<D: Levels>(text: impl IntoExpr<D>, pattern: impl IntoExpr<D>) -> Expr<D>
where
    D::Regexp: Grants<D, cap::Regexp>,
{
    call(Function::RegexpMatches, [text.into_expr(), pattern.into_expr()])
}

/// The text with every match of the regular expression replaced; `\\1` in `replacement` is the first group.
pub fn regexp_replace<D: Levels>(
    text: impl IntoExpr<D>,
    pattern: impl IntoExpr<D>,
    replacement: impl IntoExpr<D>,
) -> Expr<D>
where
    D::Regexp: Grants<D, cap::Regexp>,
{
    call(Function::RegexpReplace, [text.into_expr(), pattern.into_expr(), replacement.into_expr()])
}

/// Group number `group` (0: all) of the first match of the regular expression; empty if there is no match.
pub fn regexp_extract<D: Levels>(text: impl IntoExpr<D>, pattern: impl IntoExpr<D>, group: impl IntoExpr<D>) -> Expr<D>
where
    D::Regexp: Grants<D, cap::Regexp>,
{
    call(Function::RegexpExtract, [text.into_expr(), pattern.into_expr(), group.into_expr()])
}

/// The field `part` of a date or timestamp, as a 64-bit integer.
pub fn extract<D>(part: DatePart, x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::Extract(part), [x.into_expr()])
}

/// The timestamp at which the `part` that `x` lies in begins; weeks begin on Monday. A date gives a timestamp.
pub fn date_trunc<D>(part: DatePart, x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::DateTrunc(part), [x.into_expr()])
}

/// When the bucket begins that `x` lies in, as a timestamp. Buckets are counted in the time that `x` tells, without a zone.
///
/// ```
/// # use aludel_dialect::Any;
/// # use aludel_query::{Column, DatePart, Table, TimeBucket, func, select};
/// let ticks = Table::new("ticks");
/// let minute = || TimeBucket::every(1, DatePart::Minute).map(|minute| func::time_bucket(minute, ticks.col("ts")));
/// let candles = select::<Any>((minute()?.label("minute"), func::max(ticks.col("price")))).group_by(minute()?);
/// assert!(candles.to_string().contains("time_bucket"));
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
pub fn time_bucket<D>(bucket: TimeBucket, x: impl IntoExpr<D>) -> Expr<D> {
    call(Function::TimeBucket(bucket), [x.into_expr()])
}

/// How many boundaries of `part` lie between `from` and `to`, negative if `to` is earlier.
pub fn date_diff<D>(part: DatePart, from: impl IntoExpr<D>, to: impl IntoExpr<D>) -> Expr<D> {
    call(Function::DateDiff(part), [from.into_expr(), to.into_expr()])
}
