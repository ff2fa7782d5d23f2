//! The tree behind [`Expr`](super::Expr): neutral nodes, which know nothing of dialects.

use std::collections::VecDeque;
use std::fmt;

use aludel_dialect::{Construct, Parameter, SqlType};

use crate::func::Function;
use crate::join::JoinNode;
use crate::query::QueryNode;
use crate::source::Origin;
use crate::{BuildError, Name, Text};

/// How deep a statement may be nested. A deeper node is replaced by its error, so that nothing that walks a tree (writing,
/// cloning, dropping) can run out of stack.
///
/// Measured without optimization on x86-64: a level takes at most 2.7 KB of stack (a window in a window), so that the
/// deepest statement fits a thread of 1 MiB, the smallest that is usual; a thread of Rust has 2 MiB. A chain of AND, OR,
/// `||`, set operations or joins is one level however long it is. DuckDB's own limit for expressions is 1,000.
pub(crate) const MAX_DEPTH: usize = 300;

/// A statement is built by moving its nodes about, and an operator has its two operands in one allocation, which the usual
/// allocators serve fastest up to 128 bytes: what a node rarely has is boxed.
const _: () = assert!(size_of::<Node>() <= 48 && size_of::<JoinNode>() <= 128);

#[derive(Clone)]
pub(crate) enum Node {
    Column(Origin, Name),
    /// A name that stands alone: a label in ORDER BY, a parameter of a lambda.
    Label(Name),
    Value(Box<Parameter>),
    /// A parameter that gets its value when the statement is run.
    Bind(Name, Option<Box<SqlType>>),
    /// A keyword that is a value: NULL, TRUE, DEFAULT.
    Keyword(&'static str),
    Star(Option<Origin>),
    Raw(Box<Text>),
    Not(Box<Node>),
    Negate(Box<Node>),
    BitNot(Box<Node>),
    Binary(BinaryOperator, Box<(Node, Node)>),
    Nary(NaryOperator, VecDeque<Node>),
    IsNull(Box<Node>, Negation),
    Between(Box<(Node, Node, Node)>, Negation),
    InList(Box<Node>, Vec<Node>, Negation),
    InQuery(Box<Node>, Box<QueryNode>, Negation),
    Like(Box<LikeNode>),
    Quantified(BinaryOperator, Quantifier, Box<(Node, QuantifiedOperand)>),
    Exists(Box<QueryNode>, Negation),
    Subquery(Box<QueryNode>),
    Case(Box<CaseNode>),
    Cast(Box<(Node, SqlType)>, CastKind),
    Call(Box<Call>),
    Tuple(Vec<Node>),
    Array(Vec<Node>),
    Struct(Vec<(Name, Node)>),
    Map(Vec<(Node, Node)>),
    Index(Box<(Node, Node)>),
    Slice(Box<(Node, Option<Node>, Option<Node>)>),
    Member(Box<Node>, Name),
    MapValue(Box<(Node, Node)>),
    Json(Box<(Node, Vec<JsonStep>)>, JsonResult),
    Lambda(Vec<Name>, Box<Node>),
    Collate(Box<Node>, Name),
    AtTimeZone(Box<(Node, Node)>),
    Labelled(Box<Node>, Name),
    /// A grouping construct of GROUP BY.
    Grouping(Box<GroupingNode>),
    /// What could not be built; rendering reports it.
    Poisoned(Box<BuildError>),
}

/// Neutral SQL: a derived form of a deep tree would need a deep stack, and nobody could read it.
impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::render::display_expression(self))
    }
}

/// Whether a predicate is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Negation {
    Plain,
    Negated,
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BinaryOperator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `IS DISTINCT FROM`: never NULL
    DistinctFrom,
    /// `IS NOT DISTINCT FROM`: never NULL
    NotDistinctFrom,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// Division with a fraction, whatever the operands are
    Divide,
    /// Division of integers, rounding toward zero
    DivideInteger,
    /// The remainder of [`DivideInteger`](Self::DivideInteger), with the dividend's sign
    Remainder,
    /// Bitwise and
    BitAnd,
    /// Bitwise or
    BitOr,
    /// Bitwise exclusive or
    BitXor,
    /// Shift to the left
    ShiftLeft,
    /// Shift to the right
    ShiftRight,
}

/// How tightly an expression binds; a weaker one inside a tighter one is put into parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precedence {
    Lowest,
    Or,
    And,
    Not,
    Comparison,
    Bitwise,
    Additive,
    Multiplicative,
    Unary,
    Postfix,
    Atom,
}

impl BinaryOperator {
    pub(crate) fn precedence(self) -> Precedence {
        use BinaryOperator::*;
        match self {
            Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual | DistinctFrom | NotDistinctFrom => {
                Precedence::Comparison
            }
            Add | Subtract => Precedence::Additive,
            Multiply | Divide | DivideInteger | Remainder => Precedence::Multiplicative,
            BitAnd | BitOr | BitXor | ShiftLeft | ShiftRight => Precedence::Bitwise,
        }
    }

    /// The construct that a dialect must grant for it.
    pub(crate) fn construct(self) -> Option<Construct> {
        use BinaryOperator::*;
        match self {
            DistinctFrom | NotDistinctFrom => Some(Construct::IsDistinctFrom),
            DivideInteger => Some(Construct::IntegerDivision),
            BitAnd | BitOr | BitXor | ShiftLeft | ShiftRight => Some(Construct::BitwiseOperators),
            _ => None,
        }
    }

    /// The operator's words in standard SQL.
    pub fn sql(self) -> &'static str {
        use BinaryOperator::*;
        match self {
            Equal => "=",
            NotEqual => "<>",
            Less => "<",
            LessOrEqual => "<=",
            Greater => ">",
            GreaterOrEqual => ">=",
            DistinctFrom => "IS DISTINCT FROM",
            NotDistinctFrom => "IS NOT DISTINCT FROM",
            Add => "+",
            Subtract => "-",
            Multiply => "*",
            Divide => "/",
            DivideInteger => "DIV",
            Remainder => "%",
            BitAnd => "&",
            BitOr => "|",
            BitXor => "^",
            ShiftLeft => "<<",
            ShiftRight => ">>",
        }
    }
}

/// An operator that takes any number of operands, kept flat so that a long chain is not a deep tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NaryOperator {
    And,
    Or,
    Concat,
}

impl NaryOperator {
    pub(crate) fn precedence(self) -> Precedence {
        match self {
            NaryOperator::And => Precedence::And,
            NaryOperator::Or => Precedence::Or,
            NaryOperator::Concat => Precedence::Bitwise,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LikeKind {
    Like,
    Ilike,
    SimilarTo,
}

#[derive(Clone, Debug)]
pub(crate) struct LikeNode {
    pub(crate) kind: LikeKind,
    pub(crate) negation: Negation,
    pub(crate) text: Node,
    pub(crate) pattern: Node,
    pub(crate) escape: Option<char>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    Any,
    All,
}

#[derive(Clone, Debug)]
pub(crate) enum QuantifiedOperand {
    Query(QueryNode),
    Array(Node),
}

#[derive(Clone, Debug)]
pub(crate) struct CaseNode {
    pub(crate) operand: Option<Node>,
    pub(crate) branches: Vec<(Node, Node)>,
    pub(crate) otherwise: Option<Node>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CastKind {
    Cast,
    TryCast,
}

/// One step into a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonStep {
    /// The member of an object.
    Key(String),
    /// The element of an array, counted from 0.
    Index(u32),
}

impl From<&str> for JsonStep {
    fn from(key: &str) -> Self {
        JsonStep::Key(key.to_owned())
    }
}

impl From<String> for JsonStep {
    fn from(key: String) -> Self {
        JsonStep::Key(key)
    }
}

impl From<u32> for JsonStep {
    fn from(index: u32) -> Self {
        JsonStep::Index(index)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonResult {
    /// A JSON value.
    Json,
    /// The value as text, without quotes.
    Text,
}

/// A function, and everything that can be attached to its call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) callee: Callee,
    pub(crate) arguments: Vec<Node>,
    pub(crate) named: Vec<(Name, Node)>,
    pub(crate) distinct: bool,
    pub(crate) order_by: Vec<OrderNode>,
    pub(crate) within_group: Vec<OrderNode>,
    pub(crate) filter: Option<Node>,
    pub(crate) nulls: Option<NullTreatment>,
    pub(crate) over: Option<Over>,
}

impl Call {
    pub(crate) fn new(callee: Callee, arguments: Vec<Node>) -> Self {
        Self {
            callee,
            arguments,
            named: Vec::new(),
            distinct: false,
            order_by: Vec::new(),
            within_group: Vec::new(),
            filter: None,
            nulls: None,
            over: None,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Callee {
    /// A function with one meaning everywhere.
    Neutral(Function),
    /// An engine's own function; the second list holds the parameters of a parametric aggregate.
    Native(Vec<Name>, Vec<Node>),
}

/// What a window function does with NULLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NullTreatment {
    /// Skip them.
    Ignore,
    /// Count them like other values.
    Respect,
}

impl NullTreatment {
    /// The words, behind a space.
    pub(crate) fn words(self) -> &'static str {
        match self {
            NullTreatment::Ignore => " IGNORE NULLS",
            NullTreatment::Respect => " RESPECT NULLS",
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Over {
    Window(Box<WindowNode>),
    Named(Name),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct WindowNode {
    pub(crate) base: Option<Name>,
    pub(crate) partition_by: Vec<Node>,
    pub(crate) order_by: Vec<OrderNode>,
    pub(crate) frame: Option<FrameNode>,
}

#[derive(Clone, Debug)]
pub(crate) struct FrameNode {
    pub(crate) unit: FrameUnit,
    pub(crate) start: BoundNode,
    pub(crate) end: BoundNode,
    pub(crate) exclusion: Option<FrameExclusion>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameUnit {
    Rows,
    Range,
    Groups,
}

#[derive(Clone, Debug)]
pub(crate) enum BoundNode {
    UnboundedPreceding,
    Preceding(Node),
    CurrentRow,
    Following(Node),
    UnboundedFollowing,
}

/// Which rows of a frame are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameExclusion {
    /// The row itself.
    CurrentRow,
    /// The row and its peers.
    Group,
    /// The row's peers, not the row.
    Ties,
    /// None.
    NoOthers,
}

#[derive(Clone, Debug)]
pub(crate) struct OrderNode {
    pub(crate) expr: Node,
    pub(crate) direction: Direction,
    pub(crate) nulls: Option<NullsPosition>,
    /// Another term has seen to it that NULLs stand where they should.
    pub(crate) settled: bool,
    pub(crate) fill: Option<Box<FillNode>>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct FillNode {
    pub(crate) from: Option<Node>,
    pub(crate) to: Option<Node>,
    pub(crate) step: Option<Node>,
}

/// Which way a term of an ORDER BY sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The smallest first.
    Ascending,
    /// The largest first.
    Descending,
}

/// Where NULLs stand in what an ORDER BY sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullsPosition {
    /// Before all values.
    First,
    /// Behind all values.
    Last,
}

#[derive(Clone, Debug)]
pub(crate) enum GroupingNode {
    Rollup(Vec<Node>),
    Cube(Vec<Node>),
    Sets(Vec<Vec<Node>>),
}
