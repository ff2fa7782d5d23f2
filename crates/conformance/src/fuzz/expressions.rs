//! Expressions of a kind, over the columns that can be seen.

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::{Any, Interval, SqlType, TimeUnit};
use aludel_query::{
    BinaryOperator, Bound, DatePart, Expr, Frame, FrameExclusion, Select, Window, case, exists, func, literal,
    not_exists, row, select, typed_literal, window,
};
use chrono::NaiveDate;

use super::dice::Dice;
use super::statements::Scope;

/// What an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Whole,
    Words,
    Real,
    Truth,
    Day,
    Moment,
}

use Kind::{Day, Moment, Real, Truth, Whole, Words};

pub(super) const KINDS: [Kind; 6] = [Whole, Words, Real, Truth, Day, Moment];

impl Kind {
    pub(super) fn sql_type(self) -> SqlType {
        match self {
            Whole => SqlType::Int64,
            Words => SqlType::Text,
            Real => SqlType::Float64,
            Truth => SqlType::Boolean,
            Day => SqlType::Date,
            Moment => SqlType::Timestamp(TimeUnit::Microsecond),
        }
    }
}

fn value(dice: &mut Dice<'_>, kind: Kind) -> Expr<Any> {
    if dice.one_in(8) {
        return typed_literal(aludel_dialect::Value::Null, kind.sql_type());
    }
    let day = |dice: &mut Dice<'_>| {
        let days = [NaiveDate::from_ymd_opt(2024, 2, 29), NaiveDate::from_ymd_opt(1969, 12, 31)];
        dice.choose(&days).unwrap_or_default()
    };
    match kind {
        Whole => literal(*dice.choose(&[0_i64, 1, -1, 7, i64::from(i32::MAX), i64::from(i32::MIN)])),
        Words => literal(dice.text()),
        Real => literal(*dice.choose(&[0.5, -2.0, 1e300, f64::NAN, f64::INFINITY, -0.0])),
        Truth => literal(dice.one_in(2)),
        Day => literal(day(dice)),
        Moment => literal(day(dice).and_time(chrono::NaiveTime::MIN)),
    }
}

/// A column of the kind, or a value if there is none.
fn leaf(dice: &mut Dice<'_>, scope: &Scope, kind: Kind) -> Expr<Any> {
    let columns = scope.of(kind);
    if columns.is_empty() || dice.one_in(3) { value(dice, kind) } else { dice.choose(&columns).clone() }
}

/// An expression of the kind in which no query stands. Some engines take none in the condition of an outer join, in
/// RETURNING, in ON CONFLICT and in windows.
pub(super) fn bare(dice: &mut Dice<'_>, scope: &Scope, kind: Kind, depth: usize) -> Expr<Any> {
    dice.without_queries(|dice| expression(dice, scope, kind, depth))
}

/// An expression of the kind.
pub(super) fn expression(dice: &mut Dice<'_>, scope: &Scope, kind: Kind, depth: usize) -> Expr<Any> {
    if depth == 0 || !dice.one_in(2) && dice.roll(3) == 0 {
        return leaf(dice, scope, kind);
    }
    let depth = depth - 1;
    macro_rules! of {
        ($kind:ident) => {
            expression(dice, scope, $kind, depth)
        };
    }
    match dice.roll(5) {
        0 => return case().when(of!(Truth), expression(dice, scope, kind, depth)).otherwise(leaf(dice, scope, kind)),
        1 => return func::coalesce([expression(dice, scope, kind, depth), leaf(dice, scope, kind)]),
        _ => {}
    }
    match kind {
        Whole => match dice.roll(16) {
            0 => of!(Whole) + of!(Whole),
            1 => of!(Whole) - of!(Whole),
            2 => of!(Whole) * of!(Whole),
            3 => -of!(Whole),
            4 => of!(Whole) % of!(Whole),
            5 => of!(Whole).div_integer(of!(Whole)),
            6 => of!(Whole).bit_and(of!(Whole)),
            7 => of!(Whole).bit_xor(of!(Whole).bit_not()),
            8 => func::length(of!(Words)),
            9 => func::position(of!(Words), of!(Words)),
            10 => func::extract(*dice.choose(&[DatePart::Year, DatePart::Quarter, DatePart::DayOfYear]), of!(Day)),
            11 => func::date_diff(*dice.choose(&[DatePart::Month, DatePart::Day]), of!(Day), of!(Day)),
            12 => func::nullif(of!(Whole), of!(Whole)),
            13 => func::greatest([of!(Whole), of!(Whole)]),
            14 if dice.takes_queries() => counted(dice, scope).scalar_subquery(),
            _ => of!(Truth).cast(SqlType::Int64),
        },
        Words => match dice.roll(12) {
            0 => of!(Words).concat(of!(Words)),
            1 => func::lower(of!(Words)),
            2 => func::trim(of!(Words)),
            3 => func::replace(of!(Words), of!(Words), of!(Words)),
            4 => func::substring(of!(Words), 1_i64, of!(Whole)),
            5 => func::left(of!(Words), of!(Whole)),
            6 => func::split_part(of!(Words), of!(Words), 1_i64),
            7 => func::regexp_replace(of!(Words), "[a-z]+", of!(Words)),
            8 => of!(Whole).cast(SqlType::Text),
            9 => of!(Day).cast(SqlType::Text),
            10 => func::concat([of!(Words), of!(Words)]),
            _ => of!(Words).try_cast(SqlType::Text),
        },
        Real => match dice.roll(7) {
            0 => of!(Real) + of!(Real),
            1 => of!(Real) / of!(Real),
            2 => of!(Whole).cast(SqlType::Float64),
            3 => func::round(of!(Real), 2_i64),
            4 => func::exp(of!(Real)),
            5 => of!(Real) * literal(BigDecimal::from(3)).cast(SqlType::Float64),
            _ => func::floor(of!(Real)),
        },
        Truth => truth(dice, scope, depth),
        Day => of!(Moment).cast(SqlType::Date),
        Moment => match dice.roll(4) {
            0 => func::date_trunc(*dice.choose(&[DatePart::Month, DatePart::Week, DatePart::Hour]), of!(Moment)),
            1 => of!(Moment) + *dice.choose(&[Interval::months(1), Interval::hours(-25), Interval::days(3)]),
            2 => of!(Moment) - Interval::microseconds(1),
            _ => of!(Day).cast(SqlType::Timestamp(TimeUnit::Microsecond)),
        },
    }
}

/// The number of rows of a table, or of those of them that belong to a row outside.
fn counted(dice: &mut Dice<'_>, scope: &Scope) -> Select<Any> {
    let (inner, of) = super::statements::inner(dice);
    let counted = select(func::count_rows()).from(&inner);
    let outside = scope.of(Whole);
    if outside.is_empty() || dice.one_in(2) { counted } else { counted.filter(of.eq(dice.choose(&outside))) }
}

fn truth(dice: &mut Dice<'_>, scope: &Scope, depth: usize) -> Expr<Any> {
    let kind = *dice.choose(&KINDS);
    macro_rules! of {
        ($kind:expr) => {
            expression(dice, scope, $kind, depth)
        };
    }
    match dice.roll(22) {
        0 => of!(kind).eq(of!(kind)),
        1 => of!(kind).ne(of!(kind)),
        2 => of!(kind).lt(of!(kind)),
        3 => of!(Truth).and(of!(Truth)),
        4 => of!(Truth).or(of!(Truth)),
        5 => !of!(Truth),
        6 => of!(kind).is_null(),
        7 => of!(kind).is_in([of!(kind), of!(kind)]),
        8 => of!(kind).not_in(Vec::<Expr<Any>>::new()),
        9 => of!(kind).between(of!(kind), of!(kind)),
        10 => of!(kind).not_between(of!(kind), of!(kind)),
        11 => of!(Words).like(of!(Words)),
        12 => of!(Words).not_ilike(of!(Words)),
        13 => of!(Words).like_escape("50!%", '!'),
        14 => of!(Words).similar_to("(a|b)+"),
        15 => func::starts_with(of!(Words), of!(Words)),
        16 => func::regexp_matches(of!(Words), "^[a-z]"),
        17 => of!(kind).is_distinct_from(of!(kind)),
        18 if dice.takes_queries() => {
            if dice.one_in(2) {
                exists(counted(dice, scope))
            } else {
                not_exists(counted(dice, scope))
            }
        }
        19 if dice.takes_queries() => of!(Whole).is_in(counted(dice, scope)),
        20 if dice.takes_queries() => of!(Whole).any_of_query(BinaryOperator::Less, counted(dice, scope)),
        _ => row((of!(Whole), of!(Words))).is_in([row((of!(Whole), of!(Words)))]),
    }
}

/// An aggregate that is a number.
pub(super) fn aggregate(dice: &mut Dice<'_>, scope: &Scope, depth: usize) -> Expr<Any> {
    let call = match dice.roll(8) {
        0 => return func::count_rows(),
        1 => func::sum(expression(dice, scope, Whole, depth)),
        2 => func::avg(expression(dice, scope, Real, depth)),
        3 => func::max(expression(dice, scope, Whole, depth)),
        4 => func::count(expression(dice, scope, Words, depth)),
        5 => return func::count_distinct(expression(dice, scope, Words, depth)),
        6 => func::stddev(expression(dice, scope, Real, depth)),
        _ => return func::median(expression(dice, scope, Whole, depth)),
    };
    if dice.one_in(3) { call.filter_where(expression(dice, scope, Truth, depth)) } else { call }
}

fn frame(dice: &mut Dice<'_>) -> Frame<Any> {
    let start = match dice.roll(3) {
        0 => Bound::unbounded_preceding(),
        1 => Bound::preceding(2_i64),
        _ => Bound::current_row(),
    };
    let end = match dice.roll(3) {
        0 => Bound::current_row(),
        1 => Bound::following(1_i64),
        _ => Bound::unbounded_following(),
    };
    let frame = Frame::between(start, end);
    if dice.one_in(3) { frame.exclude(FrameExclusion::CurrentRow) } else { frame }
}

fn over(dice: &mut Dice<'_>, scope: &Scope) -> Window<Any> {
    let mut over = window();
    if dice.one_in(2) {
        over = over.partition_by(bare(dice, scope, Words, 1));
    }
    over = over.order_by(bare(dice, scope, Whole, 1));
    match dice.roll(4) {
        1 => over.rows(frame(dice)),
        2 => over.groups(frame(dice)),
        3 => over.range(frame(dice)),
        _ => over,
    }
}

/// A window function that is a number.
pub(super) fn windowed(dice: &mut Dice<'_>, scope: &Scope) -> Expr<Any> {
    match dice.roll(6) {
        0 => func::row_number().over(window().order_by(bare(dice, scope, Words, 1))),
        1 => func::rank().over(window().order_by(bare(dice, scope, Whole, 1))),
        2 => {
            let (x, default) = (bare(dice, scope, Whole, 1), bare(dice, scope, Whole, 1));
            func::lag(x, 1_i64, default).over(window().order_by(bare(dice, scope, Day, 1)))
        }
        3 => func::first_value(bare(dice, scope, Whole, 1)).over(over(dice, scope)),
        _ => func::sum(bare(dice, scope, Whole, 1)).over(over(dice, scope)),
    }
}
