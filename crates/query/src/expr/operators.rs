//! Comparison, arithmetic, logic, casts.

use std::collections::VecDeque;
use std::ops;

use aludel_dialect::{Grants, Levels, SqlType, cap};

use super::{BinaryOperator, CastKind, Expr, IntoExpr, NaryOperator, Negation, Node};
use crate::Name;

macro_rules! binary_methods_gated {
    ($($(#[$doc:meta])* $method:ident $operator:ident $construct:ident;)*) => { $(
        $(#[$doc])*
        pub fn $method(self, other: impl IntoExpr<D>) -> Self
        where
            D::$construct: Grants<D, cap::$construct>,
        {
            self.binary(BinaryOperator::$operator, other.into_expr())
        }
    )* };
}

// Written out, not by a macro: the compiler shows these lines where an operand does not fit.
#[allow(clippy::should_implement_trait, reason = "SQL's comparison gives an expression, not a bool")]
impl<D> Expr<D> {
    pub(crate) fn binary(self, operator: BinaryOperator, other: Self) -> Self {
        self.combine(other, |left, right| Node::Binary(operator, Box::new((left, right))))
    }

    /// `self = other`: NULL if either side is. So `eq(None)` is never true, as in SQL: ask with
    /// [`is_null`](Self::is_null), or with [`is_not_distinct_from`](Self::is_not_distinct_from) where `other` may be either.
    ///
    /// ```
    /// # use aludel_query::{Expr, Table};
    /// # use aludel_dialect::Any;
    /// let users = Table::new("users");
    /// let nobody: Expr<Any> = users.col("name").eq(None::<String>);
    /// assert_eq!(nobody.to_string(), "users.name = NULL");
    /// ```
    pub fn eq(self, other: impl IntoExpr<D>) -> Self {
        self.binary(BinaryOperator::Equal, other.into_expr())
    }

    /// `self <> other`: NULL if either side is, so `ne(None)` is never true.
    pub fn ne(self, other: impl IntoExpr<D>) -> Self {
        self.binary(BinaryOperator::NotEqual, other.into_expr())
    }

    /// `self < other`
    pub fn lt(self, other: impl IntoExpr<D>) -> Self {
        self.binary(BinaryOperator::Less, other.into_expr())
    }

    /// `self <= other`
    pub fn le(self, other: impl IntoExpr<D>) -> Self {
        self.binary(BinaryOperator::LessOrEqual, other.into_expr())
    }

    /// `self > other`
    pub fn gt(self, other: impl IntoExpr<D>) -> Self {
        self.binary(BinaryOperator::Greater, other.into_expr())
    }

    /// `self >= other`
    pub fn ge(self, other: impl IntoExpr<D>) -> Self {
        self.binary(BinaryOperator::GreaterOrEqual, other.into_expr())
    }

    fn nary(self, operator: NaryOperator, other: Self) -> Self {
        // A chain stays one node, so its depth is that of its deepest operand plus one, however long it is.
        let split = |side: Self| match side.node {
            Node::Nary(same, operands) if same == operator => (operands, side.depth - 1),
            node => (VecDeque::from([node]), side.depth),
        };
        let (mut before, at_left) = split(self);
        let (mut after, at_right) = split(other);
        // The shorter side moves, so that a chain that grows at its front costs no more than one that grows at its end.
        let operands = if before.len() >= after.len() {
            before.append(&mut after);
            before
        } else {
            while let Some(operand) = before.pop_back() {
                after.push_front(operand);
            }
            after
        };
        Self::over_depth(Node::Nary(operator, operands), at_left.max(at_right))
    }

    /// `self AND other`
    pub fn and(self, other: impl IntoExpr<D>) -> Self {
        self.nary(NaryOperator::And, other.into_expr())
    }

    /// `self OR other`
    pub fn or(self, other: impl IntoExpr<D>) -> Self {
        self.nary(NaryOperator::Or, other.into_expr())
    }

    /// `self || other`: NULL if either side is.
    pub fn concat(self, other: impl IntoExpr<D>) -> Self {
        self.nary(NaryOperator::Concat, other.into_expr())
    }

    /// `self IS NULL`
    pub fn is_null(self) -> Self {
        self.map(|node| Node::IsNull(Box::new(node), Negation::Plain))
    }

    /// `self IS NOT NULL`
    pub fn is_not_null(self) -> Self {
        self.map(|node| Node::IsNull(Box::new(node), Negation::Negated))
    }

    /// `CAST(self AS type)`: an error of the engine if a value does not fit.
    pub fn cast(self, to: SqlType) -> Self {
        self.map(|node| Node::Cast(Box::new((node, to)), CastKind::Cast))
    }
}

impl<D: Levels> Expr<D> {
    binary_methods_gated! {
        /// `self IS DISTINCT FROM other`: as `<>`, with NULL taken for a value; never NULL.
        is_distinct_from DistinctFrom IsDistinctFrom;
        /// `self IS NOT DISTINCT FROM other`: as `=`, with NULL taken for a value; never NULL.
        is_not_distinct_from NotDistinctFrom IsDistinctFrom;
        /// Division of integers, rounding toward zero; NULL or an error if `other` is zero, as the engine has it.
        div_integer DivideInteger IntegerDivision;
        /// Bitwise and.
        bit_and BitAnd BitwiseOperators;
        /// Bitwise or.
        bit_or BitOr BitwiseOperators;
        /// Bitwise exclusive or.
        bit_xor BitXor BitwiseOperators;
        /// Shift to the left.
        shift_left ShiftLeft BitwiseOperators;
        /// Shift to the right.
        shift_right ShiftRight BitwiseOperators;
    }

    /// Bitwise complement.
    pub fn bit_not(self) -> Self
    where
        D::BitwiseOperators: Grants<D, cap::BitwiseOperators>,
    {
        self.map(|node| Node::BitNot(Box::new(node)))
    }

    /// `TRY_CAST(self AS type)`: NULL if a value does not fit.
    pub fn try_cast(self, to: SqlType) -> Self
    where
        D::TryCast: Grants<D, cap::TryCast>,
    {
        self.map(|node| Node::Cast(Box::new((node, to)), CastKind::TryCast))
    }

    /// `self COLLATE collation`
    pub fn collate(self, collation: impl Into<Name>) -> Self
    where
        D::Collate: Grants<D, cap::Collate>,
    {
        let collation = collation.into();
        self.map(|node| Node::Collate(Box::new(node), collation))
    }

    /// `self AT TIME ZONE zone`: a timestamp with zone becomes the clock's reading there, one without becomes a point in
    /// time.
    pub fn at_time_zone(self, zone: impl IntoExpr<D>) -> Self
    where
        D::AtTimeZone: Grants<D, cap::AtTimeZone>,
    {
        self.combine(zone.into_expr(), |node, zone| Node::AtTimeZone(Box::new((node, zone))))
    }
}

macro_rules! operator_traits {
    ($($trait:ident $method:ident $operator:ident;)*) => { $(
        impl<D, R: IntoExpr<D>> ops::$trait<R> for Expr<D> {
            type Output = Expr<D>;
            fn $method(self, other: R) -> Expr<D> {
                self.binary(BinaryOperator::$operator, other.into_expr())
            }
        }
    )* };
}

operator_traits! {
    Add add Add;
    Sub sub Subtract;
    Mul mul Multiply;
    Div div Divide;
    Rem rem Remainder;
}

macro_rules! values_on_the_left {
    ($($value:ty)*) => { $(
        values_on_the_left!(@each $value: Add add Add, Sub sub Subtract, Mul mul Multiply, Div div Divide, Rem rem Remainder);
    )* };
    (@each $value:ty: $($trait:ident $method:ident $operator:ident),*) => { $(
        impl<D> ops::$trait<Expr<D>> for $value {
            type Output = Expr<D>;
            fn $method(self, other: Expr<D>) -> Expr<D> {
                IntoExpr::<D>::into_expr(self).binary(BinaryOperator::$operator, other)
            }
        }
    )* };
}

// So that `1 - discount` reads as it does in SQL.
values_on_the_left!(i32 i64 f64);

/// `-self`
impl<D> ops::Neg for Expr<D> {
    type Output = Expr<D>;
    fn neg(self) -> Expr<D> {
        self.map(|node| Node::Negate(Box::new(node)))
    }
}

/// `NOT self`
impl<D> ops::Not for Expr<D> {
    type Output = Expr<D>;
    fn not(self) -> Expr<D> {
        self.map(|node| Node::Not(Box::new(node)))
    }
}
