//! What a default, a generated column or a CHECK is computed from.

use std::fmt;
use std::sync::Arc;

use aludel_dialect::{Any, Value};

use super::Numbers;
use crate::expr::Node;
use crate::{Expr, IntoExpr, Name, Sequence, Table};

/// What a default, a generated column or a CHECK is computed from: a value, an expression of the builder, or text in one
/// dialect's words, as an inspector finds it. CREATE TABLE in another dialect than that of the words is an error.
#[derive(Clone)]
pub struct SchemaExpr(
    pub(crate) SchemaExprKind,
    /// Which numbers the sequence gives, of the next number of one.
    Option<Box<Numbers>>,
);

#[derive(Clone)]
pub(crate) enum SchemaExprKind {
    Value(Value),
    Expression(Arc<Node>),
    Native {
        dialect: &'static str,
        sql: Arc<str>,
    },
    /// The next number of the sequence at this place.
    NextOf(Table),
}

impl SchemaExpr {
    pub(crate) fn value(value: impl Into<Value>) -> Self {
        SchemaExpr(SchemaExprKind::Value(value.into()), None)
    }

    pub(crate) fn expression(expression: impl IntoExpr<Any>) -> Self {
        let expression: Expr<Any> = expression.into_expr();
        SchemaExpr(SchemaExprKind::Expression(Arc::new(expression.node)), None)
    }

    pub(crate) fn native(dialect: &'static str, sql: impl Into<String>) -> Self {
        SchemaExpr(SchemaExprKind::Native { dialect, sql: sql.into().into() }, None)
    }

    pub(crate) fn next_of(sequence: &Sequence) -> Self {
        SchemaExpr(SchemaExprKind::NextOf(sequence.place.clone()), Some(Box::new(sequence.numbers)))
    }

    /// The sequence whose next number it is.
    pub(crate) fn sequence(&self) -> Option<Sequence> {
        match &self.0 {
            SchemaExprKind::NextOf(place) => {
                Some(Sequence { place: place.clone(), numbers: self.1.as_deref().copied().unwrap_or_default() })
            }
            _ => None,
        }
    }

    pub(crate) fn or_in_schema(self, schema: &Name) -> Self {
        match self.0 {
            SchemaExprKind::NextOf(place) => SchemaExpr(SchemaExprKind::NextOf(place.or_in_schema(schema)), self.1),
            other => SchemaExpr(other, self.1),
        }
    }

    /// The dialect and its words, of what is said in one dialect's own.
    pub fn native_words(&self) -> Option<(&'static str, &str)> {
        match &self.0 {
            SchemaExprKind::Native { dialect, sql } => Some((dialect, sql)),
            _ => None,
        }
    }
}

impl PartialEq for SchemaExpr {
    fn eq(&self, other: &Self) -> bool {
        use SchemaExprKind as K;
        match (&self.0, &other.0) {
            (K::Value(a), K::Value(b)) => a == b,
            // Trees are compared by what they say.
            (K::Expression(a), K::Expression(b)) => format!("{a:?}") == format!("{b:?}"),
            (K::Native { dialect, sql }, K::Native { dialect: other, sql: words }) => dialect == other && sql == words,
            (K::NextOf(one), K::NextOf(other)) => one == other,
            _ => false,
        }
    }
}

/// Neutral SQL, or the dialect's words.
impl fmt::Display for SchemaExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            SchemaExprKind::Value(value) => write!(f, "{value}"),
            SchemaExprKind::Expression(node) => write!(f, "{node:?}"),
            SchemaExprKind::Native { sql, .. } => f.write_str(sql),
            SchemaExprKind::NextOf(sequence) => write!(f, "NEXT VALUE FOR {}", sequence.path().join(".")),
        }
    }
}

impl fmt::Debug for SchemaExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SchemaExpr({self})")
    }
}
