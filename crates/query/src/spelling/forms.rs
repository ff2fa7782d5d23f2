//! The answers of a dialect's spelling: the forms that something is written in.

use aludel_dialect::{Construct, SqlType};

use crate::func::Function;
use crate::{BuildError, Table};

/// How a dialect writes a neutral function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FunctionSpelling {
    /// By this name, with the arguments in their order.
    Name(&'static str),
    /// As this text: `{0}`, `{1}` are the arguments, `{*}` all of them with commas, `{part}` the name of a date part,
    /// `{distinct}` the place of DISTINCT, without which there is none, `{nulls}` that of IGNORE NULLS, where RESPECT NULLS
    /// stands if neither is said, and `{suffix}` stands where FILTER, WITHIN GROUP and OVER go: behind the aggregate itself, as in
    /// `CAST(count({0}){suffix} AS BIGINT)`. A text without it takes none of them. It must keep together by itself:
    /// parentheses where operators stand.
    Template(&'static str),
    /// Not at all, because nothing in the engine means the same.
    Refused(&'static str),
}

/// How a dialect writes an operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperatorSpelling {
    /// Between them.
    Infix(&'static str),
    /// As this text: `{0}` and `{1}` are the operands. It must keep together by itself.
    Template(&'static str),
}

/// How an OFFSET is written where the dialect declares it rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitForm {
    /// Not at all.
    None,
    /// `LIMIT m, m + n`: the row numbers between which the rows lie (QuestDB).
    LowerUpper,
    /// Behind a LIMIT, which an OFFSET alone gets too: this many, which means all (`-1` in SQLite).
    BehindLimit(&'static str),
}

/// What comparisons with NULL give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NullLogic {
    /// NULL, as in standard SQL.
    ThreeValued,
    /// True or false: NULL equals NULL and differs from each value, is neither less nor greater than one, and no condition
    /// is ever NULL. Conditions are then written so that they choose the rows that they choose in standard SQL.
    TwoValued,
}

/// What `||` makes of NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NullInText {
    /// NULL, as in standard SQL.
    IsNull,
    /// An empty text.
    IsEmpty,
}

/// How an ASOF join is told what times to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AsofForm {
    /// By an inequality in its condition.
    Condition,
    /// By the designated timestamps of both tables, their [`Table::time_column`](crate::Table::time_column)s: the inequality is
    /// left out, and another one is refused. What else the condition holds are keys, which may not be NULL on both sides.
    DesignatedTimestamps,
}

/// Where the WITH of an inserted query stands if it can't stand before the INSERT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InsertedWith {
    /// `INSERT INTO t WITH … SELECT …`
    BeforeSelect,
    /// `INSERT INTO t SELECT * FROM (WITH … SELECT …)`
    InSubquery,
}

/// Which queries can be ordered by expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderedByExpressions {
    /// All.
    Any,
    /// Those that give the rows of their sources as they are. Others become a subquery, with the query around it ordered.
    PlainQueries,
}

/// What a window is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WindowOrder {
    /// Nothing.
    None,
    /// Columns that are known never to be NULL.
    ColumnsWithoutNull,
    /// Columns that may be NULL, which come last.
    ColumnsWithNull,
    /// Other expressions too.
    Expressions,
}

/// How far the frame of a window reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameReach {
    /// None is said: all rows, or in an order all up to the row and its equals.
    Unsaid,
    /// All rows.
    Whole,
    /// To the row itself, or not as far.
    ToTheRow,
    /// Beyond it.
    Beyond,
}

/// How PIVOT is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PivotForm {
    /// As itself.
    Clause,
    /// As a subquery that groups by the other columns of a described table and aggregates for each value, for an engine whose
    /// PIVOT gives other rows.
    Groups,
}

/// Where a window stands that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NamedWindows {
    /// In a clause `WINDOW`, and its name at each function.
    Clause,
    /// Itself at each function, with all that it extends, for an engine that reads one that extends another as something else.
    InPlace,
}

/// What there is to know of a call with OVER.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WindowedCall {
    /// The function, unless it is one of the engine's own.
    pub function: Option<Function>,
    /// What its window is ordered by.
    pub order: WindowOrder,
    /// How far its frame reaches.
    pub reach: FrameReach,
}

/// Where IGNORE NULLS and RESPECT NULLS stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NullTreatmentPosition {
    /// `f(x) IGNORE NULLS OVER (…)`, standard SQL
    Behind,
    /// `f(x IGNORE NULLS) OVER (…)`
    Inside,
}

/// How a part of a table's rows is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleForm {
    /// `TABLESAMPLE (10 PERCENT)`
    TableSample,
    /// `SAMPLE 10/100`, or `SAMPLE 1000` for rows (ClickHouse).
    Fraction,
}

/// Whether an engine tells names apart by case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameCase {
    /// `a` and `A` are one name, or may be.
    Folded,
    /// `a` and `A` are two names, quoted or not.
    Distinguished,
}

/// A place in a statement where some engines take no parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterPlace {
    /// Wherever an expression stands, but for the others.
    Expression,
    /// LIMIT, OFFSET and their kin.
    RowCount,
    /// An argument of a table function.
    TableFunction,
    /// The distance of a frame.
    Frame,
    /// The times and values of SAMPLE BY.
    SampleBy,
    /// An argument of a window function that says how far, such as the second of `lag`.
    WindowArgument,
    /// What RETURNING gives back.
    // Not `Returning`: rustc would then write the construct of that name with its path in every refusal.
    ReturningList,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterForm {
    /// As a placeholder, with the value beside the text.
    Placeholder,
    /// As a literal in the text.
    Literal,
}

/// Which members a list of IN, or the rows of its subquery, may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListMembers {
    /// Any expression, and NULL among them makes the answer unknown, as in standard SQL.
    Any,
    /// Only values that are not NULL: with others the engine's answer is another one. So those of a list are compared one by
    /// one, and a subquery that may give NULL is asked whether it does.
    Values,
}

/// How a value is looked for in the rows of a subquery.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SubqueryMembers {
    /// As it is, wherever an expression may stand.
    Compared,
    /// Both sides cast, so that equal values stay equal and others different; only where rows are filtered.
    Cast {
        /// The type that the value is cast to.
        tested: SqlType,
        /// The type that the subquery's column is cast to.
        found: SqlType,
    },
    /// Not at all, of these types, with the reason.
    Refused(&'static str),
}

/// What a subquery that aggregates gives where it is correlated and finds no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmptyCorrelated {
    /// What its aggregates give of nothing, as in standard SQL: a count is 0.
    Computed,
    /// NULL, whatever its aggregates give. A count becomes 0 again by COALESCE; what else may not be NULL is refused.
    Null,
}

/// What may need settings to mean the same as everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Meaning {
    /// A construct of the statement.
    Construct(Construct),
    /// A neutral function.
    Function(Function),
}

/// What is known where [`Spelling::condition`](super::Spelling::condition) is asked.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Known<'a> {
    /// The table that is changed, as the user or the inspector described it.
    Changed(&'a Table),
    /// The type of the column that is tested.
    Tested(&'a SqlType),
    /// Nothing: the column's table is not described, or it is no column.
    Nothing,
}

/// Why a value or type can't be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unspeakable {
    /// The dialect has no such type.
    Type(SqlType),
    /// The dialect can't write this value.
    Value(String),
    /// The name can't be a name.
    Name(&'static str),
}

impl Unspeakable {
    /// The error of a statement that can't be written because of this. `name` is the name that was to be written, if one was.
    pub fn into_error(self, dialect: &'static str, name: &str) -> BuildError {
        match self {
            Unspeakable::Type(sql_type) => BuildError::Type { dialect, sql_type },
            Unspeakable::Value(reason) => BuildError::Value { dialect, reason },
            Unspeakable::Name(reason) => BuildError::Name { name: name.to_owned(), reason },
        }
    }
}

/// A piece of DDL that dialects write in different ways: a template with places in braces. What a statement says and its
/// template has no place for is an error that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DdlForm {
    /// `{replace}`, `{temporary}`, `{exists}`, `{name}`, `{columns}`, `{query}`
    CreateView,
    /// `{exists}`, `{name}`, `{clauses}`, `{query}`
    CreateMaterializedView,
    /// `{unique}`, `{exists}`, `{name}`, `{table}`, `{using}` or `{method}`, `{keys}`
    CreateIndex,
    /// `{exists}`, `{name}` (with the table's schema), `{plain}` (without), `{table}`
    DropIndex,
    /// Behind the column's type: `{expression}`
    GeneratedVirtual,
    /// Behind the column's type: `{expression}`
    GeneratedStored,
    /// `{table}`, `{column}`, `{type}`
    AlterColumnType,
    /// `{table}`, `{column}`, `{default}`
    SetDefault,
    /// `{table}`, `{column}`
    DropDefault,
    /// `{table}`, `{column}`, `{type}`
    SetNotNull,
    /// `{table}`, `{column}`, `{type}`
    DropNotNull,
    /// `{table}`, `{to}` (alone), `{to_path}` (with its schema)
    RenameTable,
    /// `{table}`, `{text}`
    CommentTable,
    /// `{table}`, `{column}`, `{text}`
    CommentColumn,
    /// What stands for no comment.
    NoComment,
    /// The words in front of the view's name.
    DropMaterializedView,
    /// The next number of a sequence: `{sequence}` (with its schema), or `{text}`, the same as a text
    NextValue,
}

impl DdlForm {
    /// As standard SQL has it, or most engines do.
    pub fn standard(self) -> &'static str {
        match self {
            DdlForm::CreateView => "CREATE {replace}{temporary}VIEW {exists}{name}{columns} AS {query}",
            DdlForm::CreateMaterializedView => "CREATE MATERIALIZED VIEW {exists}{name} AS {query}",
            DdlForm::CreateIndex => "CREATE {unique}INDEX {exists}{name} ON {table}{using} ({keys})",
            DdlForm::DropIndex => "DROP INDEX {exists}{name}",
            DdlForm::GeneratedVirtual => "GENERATED ALWAYS AS ({expression}) VIRTUAL",
            DdlForm::GeneratedStored => "GENERATED ALWAYS AS ({expression}) STORED",
            DdlForm::AlterColumnType => "ALTER TABLE {table} ALTER COLUMN {column} TYPE {type}",
            DdlForm::SetDefault => "ALTER TABLE {table} ALTER COLUMN {column} SET DEFAULT {default}",
            DdlForm::DropDefault => "ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT",
            DdlForm::SetNotNull => "ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL",
            DdlForm::DropNotNull => "ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL",
            DdlForm::RenameTable => "ALTER TABLE {table} RENAME TO {to}",
            DdlForm::CommentTable => "COMMENT ON TABLE {table} IS {text}",
            DdlForm::CommentColumn => "COMMENT ON COLUMN {table}.{column} IS {text}",
            DdlForm::NoComment => "NULL",
            DdlForm::DropMaterializedView => "DROP MATERIALIZED VIEW ",
            DdlForm::NextValue => "NEXT VALUE FOR {sequence}",
        }
    }
}
