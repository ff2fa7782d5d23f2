//! Expressions nested in themselves: a dialect that writes an operand more than once must not write without end.

use std::time::{Duration, Instant};

use aludel_dialect::{Any, Capabilities, SqlType};
use aludel_query::{BuildError, Expr, SqlDialect, Statement, Table, case, func, literal, select};

use crate::fuzz::is_refusal;

type Wrap = fn(Expr<Any>) -> Expr<Any>;

/// How often each is nested in itself: so that what doubles is beyond all bounds, almost as often as the builder takes it, and as
/// often as it may refuse.
const LEVELS: [usize; 3] = [40, 290, 300];
/// How long one may take to be written, on a machine that is busy.
const TIME: Duration = Duration::from_secs(60);
/// How much text there may be: what the builder allows, and the last expression that it begins.
const LONGEST: usize = 64 << 20;

fn table() -> Table {
    Table::new("t")
}

fn decimal() -> SqlType {
    SqlType::Decimal { precision: 18, scale: 4 }
}

/// What is nested.
const FORMS: &[(&str, Wrap)] = &[
    ("cast_to_integer", |x| x.cast(SqlType::Int64)),
    ("cast_to_decimal", |x| x.cast(decimal())),
    ("cast_to_date", |x| x.cast(SqlType::Date)),
    ("cast_to_text", |x| x.cast(SqlType::Text)),
    ("casts_to_and_fro", |x| x.cast(SqlType::Float64).cast(SqlType::Text)),
    ("concat", |x| x.concat("x")),
    ("coalesce", |x| func::coalesce((x, literal(1)))),
    ("nullif", |x| func::nullif(x, 1)),
    ("sign", func::sign),
    ("starts_with", |x| func::starts_with(x, "a")),
    ("ends_with", |x| func::ends_with(x, "a")),
    ("divide", |x| x / 2),
    ("bit_xor", |x| x.bit_xor(1)),
    ("equal", |x| x.eq(Table::new("t").col::<Any>("b"))),
    ("not_equal", |x| x.ne(Table::new("t").col::<Any>("b"))),
    ("between", |x| x.between(1, 2)),
    ("in_list", |x| !x.is_in([Table::new("t").col::<Any>("b")])),
    ("in_query", |x| !x.is_in(select(Table::new("u").col::<Any>("b")).from(Table::new("u")))),
    ("in_its_query", |x| {
        let inner = select(x).from(Table::new("u"));
        !Table::new("t").col::<Any>("b").is_in(inner)
    }),
    ("like", |x| !x.like("x")),
    ("case", case_of),
];

fn case_of(x: Expr<Any>) -> Expr<Any> {
    case().when(x.clone().eq(1), literal(2)).otherwise(literal(3))
}

/// The names of the forms, each with what tries it.
pub(crate) fn trials<D: SqlDialect>() -> impl Iterator<Item = (&'static str, impl Fn() -> Result<(), String>)> {
    FORMS.iter().map(|(name, wrap)| {
        let tried = move || {
            for levels in LEVELS {
                if written::<D>(levels, *wrap)? == Length::TooLong {
                    // More of them begin with the same text.
                    break;
                }
            }
            Ok(())
        };
        (*name, tried)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Bounded,
    TooLong,
}

fn written<D: SqlDialect>(levels: usize, wrap: Wrap) -> Result<Length, String> {
    let nested = (0..levels).fold(table().col::<Any>("a"), |inside, _| wrap(inside));
    let begun = Instant::now();
    let rendered = select(nested).from(table()).render(D::spelling(), &Capabilities::of::<D>());
    let took = begun.elapsed();
    if took > TIME {
        return Err(format!("{levels} levels take {took:?} to write"));
    }
    match rendered {
        Ok(prepared) if prepared.sql.len() <= LONGEST => Ok(Length::Bounded),
        Ok(prepared) => Err(format!("{levels} levels are a text of {} bytes", prepared.sql.len())),
        Err(BuildError::TooLong { .. }) => Ok(Length::TooLong),
        Err(error) if is_refusal(&error) => Ok(Length::Bounded),
        Err(error) => Err(format!("{levels} levels are not written: {error}")),
    }
}
