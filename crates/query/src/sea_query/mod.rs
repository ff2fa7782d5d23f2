//! Statements of sea-query on every engine, through the one renderer of this crate.
//!
//! A statement of sea-query is read into the tree that a statement of ours has, and rendered from there: refused where ours
//! is, rewritten where ours is, with the same meaning on every engine. What sea-query keeps to itself is heard by a builder
//! of ours, whose hooks sea-query calls for each part ([`hooks`]); the fixed words between the parts are read from the text
//! that sea-query writes around them ([`tape`]). So what is not known is seen, and refused by name: nothing is dropped.

mod changes;
mod expression;
mod hooks;
mod outline;
mod schema;
mod select;
mod sources;
mod tape;
mod types;
mod values;
mod with;

use std::fmt;

use ::sea_query::{
    DeleteStatement, InsertStatement, SelectStatement, TableCreateStatement, TableDropStatement,
    TableTruncateStatement, UpdateStatement, WithQuery,
};
use aludel_dialect::{Any, Capabilities, Grants, Levels, Parameter, cap};

use crate::ddl::DdlNode;
use crate::dml::DmlNode;
use crate::expr::Expr;
use crate::query::QueryNode;
use crate::render::{self, StatementNode};
use crate::{BuildError, Prepared, SchemaTranslateMap, Spelling, Statement, TransactionalStatement};

/// A statement of sea-query, to be run on any engine: made by [`sea`].
#[derive(Clone, Copy)]
pub struct Sea<'a, S>(&'a S);

/// A statement of sea-query as a statement for any engine: `engine.fetch(sea(&statement))`.
///
/// It is refused where a statement of ours is refused, with the same errors, before anything is sent; and where sea-query
/// says something that has no place here, such as text of an engine's own (`Expr::cust`), index hints, or operators of
/// Postgres: [`BuildError::Usage`] names it. Values travel as parameters.
///
/// Operators and functions mean what they mean in this crate, on every engine: `/` divides with a fraction.
///
/// ```
/// use aludel_dialect::Any;
/// use aludel_query::{Select, sea};
/// use sea_query::{Expr, ExprTrait, Order, Query};
///
/// let top = Query::select()
///     .columns(["region", "amount"])
///     .from("orders")
///     .and_where(Expr::col("amount").gt(5))
///     .order_by("amount", Order::Desc)
///     .limit(3)
///     .to_owned();
/// assert_eq!(
///     sea(&top).to_string(),
///     "SELECT orders.region, orders.amount FROM orders WHERE orders.amount > 5 ORDER BY orders.amount DESC LIMIT 3"
/// );
/// ```
pub fn sea<S: SeaStatement>(statement: &S) -> Sea<'_, S> {
    Sea(statement)
}

/// What [`sea`] takes: statements of sea-query that read, write, or make tables.
pub trait SeaStatement: read::Read {}

mod read {
    use super::{BuildError, Tree};

    /// For this crate alone.
    pub trait Read {
        #[allow(private_interfaces, reason = "only this crate's statements call it")]
        fn read(&self) -> Result<Tree, BuildError>;
    }
}

/// What a statement of sea-query is here.
pub(crate) enum Tree {
    Query(QueryNode),
    Change(Box<DmlNode>),
    Object(Box<DdlNode>),
}

impl Tree {
    fn with<T>(&self, take: impl FnOnce(StatementNode<'_>) -> T) -> Result<T, BuildError> {
        Ok(take(match self {
            Tree::Query(QueryNode::Select(select)) => StatementNode::Select(select),
            Tree::Query(QueryNode::Compound(compound)) => StatementNode::Compound(compound),
            Tree::Query(QueryNode::Text(text)) => StatementNode::Text(text),
            Tree::Query(QueryNode::Dml(dml)) | Tree::Change(dml) => StatementNode::Dml(dml),
            Tree::Query(QueryNode::Values(_)) => return Err(unwritten("VALUES alone")),
            Tree::Object(object) => StatementNode::Ddl(object),
        }))
    }
}

/// What sea-query says and has no place here.
fn unwritten(what: impl fmt::Display) -> BuildError {
    BuildError::usage(format!("sea-query's {what} can't be written for any engine: leave it out, or use a `text(..)`"))
}

/// Neutral SQL, for people; an error in its place where the statement has none.
impl<S: SeaStatement> fmt::Display for Sea<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.read().and_then(|tree| tree.with(render::display)) {
            Ok(text) => f.write_str(&text),
            Err(problem) => write!(f, "/* {problem} */"),
        }
    }
}

impl<S: SeaStatement> fmt::Debug for Sea<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sea({self})")
    }
}

impl<D: Levels, S: SeaStatement> Statement<D> for Sea<'_, S> {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        Statement::<D>::render_translated(self, spelling, capabilities, &SchemaTranslateMap::new())
    }

    fn render_translated(
        &self,
        spelling: &dyn Spelling,
        capabilities: &Capabilities,
        schemas: &SchemaTranslateMap,
    ) -> Result<Prepared, BuildError> {
        self.0.read()?.with(|node| render::render(node, spelling, capabilities, schemas))?
    }
}

macro_rules! statements {
    ($($statement:ident $read:path $(, $construct:ident)*;)*) => { $(
        impl read::Read for $statement {
            #[allow(private_interfaces, reason = "only this crate's statements call it")]
            fn read(&self) -> Result<Tree, BuildError> {
                $read(self)
            }
        }

        impl SeaStatement for $statement {}

        impl<D: Levels> TransactionalStatement<D> for Sea<'_, $statement> where
            $(D::$construct: Grants<D, cap::$construct>,)*
        {
        }
    )* };
}

statements! {
    SelectStatement select::read;
    InsertStatement changes::read_insert, TransactionalInsert;
    UpdateStatement changes::read_update, TransactionalUpdate;
    DeleteStatement changes::read_delete, TransactionalDelete;
    // What it does behind its WITH is known when it is rendered.
    WithQuery with::read, TransactionalInsert, TransactionalUpdate, TransactionalDelete;
    TableCreateStatement schema::read_create, TransactionalDdl;
    TableDropStatement schema::read_drop, TransactionalDdl;
    TableTruncateStatement schema::read_truncate, TransactionalDelete;
}

/// A value of sea-query as a parameter here, with its type, which a NULL has too.
///
/// # Errors
/// A value of another library's type, such as a network address.
pub fn sea_value(value: &::sea_query::Value) -> Result<Parameter, BuildError> {
    values::parameter(value)
}

/// An expression of sea-query as one of ours.
///
/// # Errors
/// What sea-query says and has no place here, by name.
impl TryFrom<&::sea_query::Expr> for Expr<Any> {
    type Error = BuildError;

    fn try_from(expression: &::sea_query::Expr) -> Result<Self, BuildError> {
        hooks::Shared::default().expression(expression)
    }
}
