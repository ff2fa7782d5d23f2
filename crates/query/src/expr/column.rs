//! Typed columns: names that know their Rust type.

use std::marker::PhantomData;

use super::{BinaryOperator, Expr, IntoExpr, Node, Order, TypedOperand, asc, desc};
use crate::source::Origin;
use crate::{Name, Table};

/// A column of Rust type `T`, neutral until it is used; comparing it with another type does not compile.
///
/// ```
/// # use aludel_query::{Col, Expr};
/// # use aludel_dialect::Any;
/// const NAME: Col<String> = Col::new("users", "name");
/// let condition: Expr<Any> = NAME.eq("joe");
/// assert_eq!(condition.to_string(), "users.name = 'joe'");
/// ```
pub struct Col<T> {
    database: Option<&'static str>,
    schema: Option<&'static str>,
    table: &'static str,
    name: &'static str,
    rust: PhantomData<fn() -> T>,
}

impl<T> Clone for Col<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Col<T> {}

impl<T> std::fmt::Debug for Col<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Col({}.{})", self.table, self.name)
    }
}

// Written out, not by a macro: the compiler shows these lines where a type does not fit.
#[allow(clippy::should_implement_trait, reason = "SQL's comparison gives an expression, not a bool")]
impl<T> Col<T> {
    /// The column `name` of the table `table`.
    pub const fn new(table: &'static str, name: &'static str) -> Self {
        Col { database: None, schema: None, table, name, rust: PhantomData }
    }

    /// The column of the table of this name in `schema`.
    pub const fn in_schema(self, schema: &'static str) -> Self {
        Col { schema: Some(schema), ..self }
    }

    /// The column of the table of this name in a schema of `database`.
    pub const fn in_database(self, database: &'static str) -> Self {
        Col { database: Some(database), ..self }
    }

    /// The column's name.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The column as an expression, which may be combined with any other.
    pub fn expr<D>(self) -> Expr<D> {
        let origin = match (self.database, self.schema) {
            (None, None) => Origin::Named(self.table),
            // A statement that says no FROM reads this table, not one of its name in the current schema.
            (database, schema) => {
                let placed = schema
                    .into_iter()
                    .fold(Table::new(Name::from_static(self.table)), |table, schema| table.in_schema(schema));
                Origin::Table(database.into_iter().fold(placed, |table, database| table.in_database(database)))
            }
        };
        Expr::leaf(Node::Column(origin, Name::from_static(self.name)))
    }

    /// `column = other`
    pub fn eq<D>(self, other: impl TypedOperand<D, T>) -> Expr<D> {
        self.expr().binary(BinaryOperator::Equal, other.into_operand())
    }

    /// `column <> other`
    pub fn ne<D>(self, other: impl TypedOperand<D, T>) -> Expr<D> {
        self.expr().binary(BinaryOperator::NotEqual, other.into_operand())
    }

    /// `column < other`
    pub fn lt<D>(self, other: impl TypedOperand<D, T>) -> Expr<D> {
        self.expr().binary(BinaryOperator::Less, other.into_operand())
    }

    /// `column <= other`
    pub fn le<D>(self, other: impl TypedOperand<D, T>) -> Expr<D> {
        self.expr().binary(BinaryOperator::LessOrEqual, other.into_operand())
    }

    /// `column > other`
    pub fn gt<D>(self, other: impl TypedOperand<D, T>) -> Expr<D> {
        self.expr().binary(BinaryOperator::Greater, other.into_operand())
    }

    /// `column >= other`
    pub fn ge<D>(self, other: impl TypedOperand<D, T>) -> Expr<D> {
        self.expr().binary(BinaryOperator::GreaterOrEqual, other.into_operand())
    }

    /// `column IS NULL`
    pub fn is_null<D>(self) -> Expr<D> {
        self.expr().is_null()
    }

    /// `column IS NOT NULL`
    pub fn is_not_null<D>(self) -> Expr<D> {
        self.expr().is_not_null()
    }

    /// `column BETWEEN low AND high`
    pub fn between<D>(self, low: impl TypedOperand<D, T>, high: impl TypedOperand<D, T>) -> Expr<D> {
        self.expr().between(low.into_operand(), high.into_operand())
    }

    /// `column IN (values)`; no values: false.
    pub fn is_in<D, V: TypedOperand<D, T>>(self, values: impl IntoIterator<Item = V>) -> Expr<D> {
        let values: Vec<Expr<D>> = values.into_iter().map(V::into_operand).collect();
        self.expr().in_list(values)
    }

    /// `column AS name`
    pub fn label<D>(self, name: impl Into<Name>) -> Expr<D> {
        self.expr().label(name)
    }

    /// `column ASC`
    pub fn asc<D>(self) -> Order<D> {
        asc(self.expr())
    }

    /// `column DESC`
    pub fn desc<D>(self) -> Order<D> {
        desc(self.expr())
    }
}

impl<D, T> From<Col<T>> for Expr<D> {
    fn from(column: Col<T>) -> Self {
        column.into_expr()
    }
}
