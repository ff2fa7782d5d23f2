//! Why a statement can't be rendered.

use std::borrow::Cow;

use aludel_dialect::{Refused, SqlType};

use crate::TextError;

/// Why a statement was not rendered; nothing was sent.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The dialect refuses a construct.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The dialect has no such function, or one that means something else.
    #[error("{dialect} has no function that means `{function}`{}: write `func::native` if another will do", reason_suffix(.reason))]
    Function {
        /// The dialect.
        dialect: &'static str,
        /// The neutral function.
        function: &'static str,
        /// Why, if the dialect says so.
        reason: Option<&'static str>,
    },
    /// The dialect has no type for this.
    #[error("{dialect} has no type for {sql_type}")]
    Type {
        /// The dialect.
        dialect: &'static str,
        /// The neutral type.
        sql_type: SqlType,
    },
    /// The dialect has no way to write this value.
    #[error("{dialect} has no way to write this value: {reason}")]
    Value {
        /// The dialect.
        dialect: &'static str,
        /// Why; the value itself is not repeated.
        reason: String,
    },
    /// Nothing in the dialect means the same as this expression.
    #[error("{dialect} has no expression that means the same: {reason}")]
    Expression {
        /// The dialect.
        dialect: &'static str,
        /// Why, and the way out.
        reason: Cow<'static, str>,
    },
    /// A table, subquery or CTE has no column of this name.
    #[error("{table} has no column {column:?}{}", known_suffix(.nearest, .columns))]
    UnknownColumn {
        /// The table's name.
        table: String,
        /// The name that was asked for.
        column: String,
        /// The names most like it.
        nearest: Vec<String>,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// A name that no engine can take.
    #[error("{name:?} can't be a name: {reason}")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A list that must hold something is empty.
    #[error("{what} is empty: {instead}")]
    Empty {
        /// What is empty.
        what: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
    /// No FROM was given and the columns do not tell one table.
    #[error("no FROM was given and the columns belong to {}: {}", tables(.0), from_instead(.0))]
    AmbiguousFrom(Vec<String>),
    /// The statement is nested too deeply.
    #[error("the statement is nested more than {0} levels deep")]
    TooDeep(usize),
    /// The statement's text would be too long to be sent.
    #[error(
        "{dialect} would need more than {mebibytes} MiB of text for the statement: where operands are nested it may have to \
         write them several times, so compute the inner ones in a subquery or a CTE; insert many rows in bulk"
    )]
    TooLong {
        /// The dialect.
        dialect: &'static str,
        /// How much text there may be.
        mebibytes: usize,
    },
    /// A statement written as text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Parts that do not fit together.
    #[error("{0}")]
    Usage(String),
}

fn reason_suffix(reason: &Option<&'static str>) -> String {
    reason.map(|reason| format!(" ({reason})")).unwrap_or_default()
}

/// So many columns are listed.
const LISTED: usize = 20;

fn known_suffix(nearest: &[String], columns: &[String]) -> String {
    match (nearest, columns) {
        ([], []) => String::new(),
        ([], columns) if columns.len() <= LISTED => format!(": it has {}", columns.join(", ")),
        ([], columns) => {
            format!(": it has {} and {} more", columns[..LISTED].join(", "), columns.len() - LISTED)
        }
        (names, _) => format!(": did you mean {}?", names.join(", ")),
    }
}

fn from_instead(names: &[String]) -> String {
    match names {
        [name] => format!("call `.from(..)` with {name}, which is no table"),
        _ => "call `.from(..)` with the join that is meant".to_owned(),
    }
}

fn tables(names: &[String]) -> String {
    match names {
        [] => "no table".to_owned(),
        names => names.join(" and "),
    }
}

impl BuildError {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        BuildError::Usage(message.into())
    }
}
