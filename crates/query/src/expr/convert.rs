//! What may stand where an expression is expected.

use aludel_dialect::bigdecimal::{BigDecimal, num_bigint::BigInt};
use aludel_dialect::{
    Bits, Date, Grants, Interval, Levels, Parameter, Time, TimeTz, Timestamp, TimestampNs, ToValue, Value, cap,
};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use uuid::Uuid;

use super::{Col, Expr, Node};

/// What may be an operand: an expression, a typed column, or a Rust value, which becomes a parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be an operand of an expression",
    note = "operands are expressions, typed columns, and values that can be parameters; write `select(..).scalar_subquery()` for a subquery"
)]
pub trait IntoExpr<D> {
    /// The expression.
    fn into_expr(self) -> Expr<D>;
}

/// What may stand in a select list, GROUP BY or PARTITION BY: an expression or a typed column, not a bare value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a column of a statement",
    note = "a text stands for a value: write `literal(..)` for the value, `label_ref(..)` for a label, `table.col(..)` for a column"
)]
pub trait Selectable<D> {
    /// The expression.
    fn into_column(self) -> Expr<D>;
}

#[diagnostic::do_not_recommend]
impl<D> Selectable<D> for Expr<D> {
    fn into_column(self) -> Expr<D> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<D> Selectable<D> for &Expr<D> {
    fn into_column(self) -> Expr<D> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<D, T> Selectable<D> for Col<T> {
    fn into_column(self) -> Expr<D> {
        self.expr()
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoExpr<D> for Expr<D> {
    fn into_expr(self) -> Expr<D> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoExpr<D> for &Expr<D> {
    fn into_expr(self) -> Expr<D> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<D, T> IntoExpr<D> for Col<T> {
    fn into_expr(self) -> Expr<D> {
        self.expr()
    }
}

#[diagnostic::do_not_recommend]
impl<D> IntoExpr<D> for Parameter {
    fn into_expr(self) -> Expr<D> {
        Expr::leaf(Node::Value(Box::new(self)))
    }
}

#[diagnostic::do_not_recommend]
impl<D, T: ToValue> IntoExpr<D> for Option<T> {
    fn into_expr(self) -> Expr<D> {
        Parameter::new(self).into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<D, T: ToValue> IntoExpr<D> for Vec<T> {
    fn into_expr(self) -> Expr<D> {
        Parameter::new(self).into_expr()
    }
}

macro_rules! values {
    ($($rust:ty),* $(,)?) => { $(
        #[diagnostic::do_not_recommend]
        impl<D> IntoExpr<D> for $rust {
            fn into_expr(self) -> Expr<D> {
                Parameter::new(self).into_expr()
            }
        }

        impl<D> From<$rust> for Expr<D> {
            fn from(value: $rust) -> Self {
                Parameter::new(value).into_expr()
            }
        }
    )* };
}

values!(
    bool,
    i8,
    i16,
    i32,
    i64,
    i128,
    u8,
    u16,
    u32,
    u64,
    u128,
    BigInt,
    f32,
    f64,
    BigDecimal,
    rust_decimal::Decimal,
    &str,
    &String,
    String,
    &[u8],
    Bits,
    Date,
    NaiveDate,
    Time,
    NaiveTime,
    TimeTz,
    Timestamp,
    TimestampNs,
    NaiveDateTime,
    DateTime<Utc>,
    DateTime<FixedOffset>,
    Uuid,
    Value,
);

/// An interval exists to be added to a time, so it asks for that.
#[diagnostic::do_not_recommend]
impl<D: Levels> IntoExpr<D> for Interval
where
    D::IntervalArithmetic: Grants<D, cap::IntervalArithmetic>,
{
    fn into_expr(self) -> Expr<D> {
        Parameter::new(self).into_expr()
    }
}

/// How many rows LIMIT takes or OFFSET skips: an integer, or an expression where the dialect takes one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a number of rows",
    note = "LIMIT and OFFSET take integers and expressions"
)]
pub trait RowCount<D> {
    /// The expression.
    fn into_row_count(self) -> Expr<D>;
}

macro_rules! row_counts {
    ($($integer:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<D> RowCount<D> for $integer {
            fn into_row_count(self) -> Expr<D> {
                self.into_expr()
            }
        }
    )* };
}

row_counts!(i8 i16 i32 i64 u8 u16 u32);

/// More rows than any result has, and as many as every engine counts: DuckDB refuses more.
const ALL_ROWS: u64 = 1 << 62;

/// More than 2^62 is taken for 2^62: no result has as many rows, and engines refuse greater numbers.
#[diagnostic::do_not_recommend]
impl<D> RowCount<D> for u64 {
    fn into_row_count(self) -> Expr<D> {
        i64::try_from(self.min(ALL_ROWS)).unwrap_or(i64::MAX).into_expr()
    }
}

/// As of `u64`.
#[diagnostic::do_not_recommend]
impl<D> RowCount<D> for usize {
    fn into_row_count(self) -> Expr<D> {
        RowCount::into_row_count(u64::try_from(self).unwrap_or(ALL_ROWS))
    }
}

#[diagnostic::do_not_recommend]
impl<D: Levels> RowCount<D> for Expr<D>
where
    D::LimitExpression: Grants<D, cap::LimitExpression>,
{
    fn into_row_count(self) -> Expr<D> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<D: Levels> RowCount<D> for &Expr<D>
where
    D::LimitExpression: Grants<D, cap::LimitExpression>,
{
    fn into_row_count(self) -> Expr<D> {
        self.clone()
    }
}

/// What a typed column may be compared with: a value of its own Rust type, another column of it, or an expression.
#[diagnostic::on_unimplemented(
    message = "a column of type `{T}` can't be compared with `{Self}`",
    note = "convert the value, or cast the column: `column.expr().cast(..)`"
)]
pub trait TypedOperand<D, T> {
    /// The expression.
    fn into_operand(self) -> Expr<D>;
}

#[diagnostic::do_not_recommend]
impl<D, T> TypedOperand<D, T> for Col<T> {
    fn into_operand(self) -> Expr<D> {
        self.expr()
    }
}

#[diagnostic::do_not_recommend]
impl<D, T> TypedOperand<D, T> for Expr<D> {
    fn into_operand(self) -> Expr<D> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<D, T: ToValue> TypedOperand<D, T> for T {
    fn into_operand(self) -> Expr<D> {
        Parameter::new(self).into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<D> TypedOperand<D, String> for &str {
    fn into_operand(self) -> Expr<D> {
        Parameter::new(self).into_expr()
    }
}

/// What a select list may be: one column, an array, a vector, or a tuple of up to sixteen columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the columns of a statement",
    note = "columns are expressions and typed columns: one, or an array, vector or tuple of them",
    note = "a text stands for a value: write `table.col(..)` for a column, `label_ref(..)` for a label"
)]
pub trait Columns<D> {
    /// The columns' expressions.
    fn into_columns(self) -> Vec<Expr<D>>;
}

#[diagnostic::do_not_recommend]
impl<D> Columns<D> for Expr<D> {
    fn into_columns(self) -> Vec<Expr<D>> {
        vec![self]
    }
}

#[diagnostic::do_not_recommend]
impl<D, T> Columns<D> for Col<T> {
    fn into_columns(self) -> Vec<Expr<D>> {
        vec![self.expr()]
    }
}

#[diagnostic::do_not_recommend]
impl<D, E: Selectable<D>, const N: usize> Columns<D> for [E; N] {
    fn into_columns(self) -> Vec<Expr<D>> {
        self.into_iter().map(E::into_column).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<D, E: Selectable<D>> Columns<D> for Vec<E> {
    fn into_columns(self) -> Vec<Expr<D>> {
        self.into_iter().map(E::into_column).collect()
    }
}

/// For a list that is used twice, in the select list and in GROUP BY.
#[diagnostic::do_not_recommend]
impl<D, const N: usize> Columns<D> for &[Expr<D>; N] {
    fn into_columns(self) -> Vec<Expr<D>> {
        self.to_vec()
    }
}

/// For a list that is used twice, in the select list and in GROUP BY.
#[diagnostic::do_not_recommend]
impl<D> Columns<D> for &Vec<Expr<D>> {
    fn into_columns(self) -> Vec<Expr<D>> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<D> Columns<D> for &[Expr<D>] {
    fn into_columns(self) -> Vec<Expr<D>> {
        self.to_vec()
    }
}

/// The values of a row: an array, a vector or a tuple of up to sixteen values or expressions.
pub trait RowValues<D> {
    /// The values' expressions.
    fn into_values(self) -> Vec<Expr<D>>;
}

impl<D, E: IntoExpr<D>, const N: usize> RowValues<D> for [E; N] {
    fn into_values(self) -> Vec<Expr<D>> {
        self.into_iter().map(E::into_expr).collect()
    }
}

impl<D, E: IntoExpr<D>> RowValues<D> for Vec<E> {
    fn into_values(self) -> Vec<Expr<D>> {
        self.into_iter().map(E::into_expr).collect()
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        #[diagnostic::do_not_recommend]
        impl<D, $($name: IntoExpr<D>),+> RowValues<D> for ($($name,)+) {
            #[allow(non_snake_case, reason = "one name for type and value keeps the macro short")]
            fn into_values(self) -> Vec<Expr<D>> {
                let ($($name,)+) = self;
                vec![$($name.into_expr()),+]
            }
        }

        #[diagnostic::do_not_recommend]
        impl<D, $($name: Selectable<D>),+> Columns<D> for ($($name,)+) {
            #[allow(non_snake_case, reason = "one name for type and value keeps the macro short")]
            fn into_columns(self) -> Vec<Expr<D>> {
                let ($($name,)+) = self;
                vec![$($name.into_column()),+]
            }
        }
    };
}

macro_rules! tuples_up_to {
    ($first:ident) => { tuples!($first); };
    ($first:ident $($rest:ident)+) => { tuples!($first $($rest)+); tuples_up_to!($($rest)+); };
}

tuples_up_to!(A B C E F G H I J K L M N O P Q);
