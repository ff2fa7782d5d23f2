//! What is known of an expression without asking an engine: its type, and whether it may be NULL.

use aludel_dialect::SqlType;

use super::origins::qualifiers;
use super::truth::is_predicate;
use super::{Renderer, Written};
use crate::expr::{BinaryOperator, Call, Callee, CastKind, NaryOperator, Node, Precedence};
use crate::join::{JoinKind, JoinNode};
use crate::source::{Origin, SourceNode};
use crate::{Column, Function, Name};

/// How many levels of an expression are looked through: what is asked at each level of a deep one must cost little.
const LEVELS: usize = 12;

/// The column of a described table.
fn described<'n>(origin: &'n Origin, name: &Name) -> Option<&'n Column> {
    match origin {
        Origin::Table(table) => table.find_column(name),
        _ => None,
    }
}

/// The names of sources whose columns are NULL where a join finds no partner.
pub(super) fn extended_by(source: &SourceNode, into: &mut Vec<Name>) {
    match source {
        SourceNode::Joined(first, joins) => {
            extended_by(first, into);
            let mut before = Vec::new();
            qualifiers(first, &mut before);
            for join in joins {
                extend(join, &before, into);
                qualifiers(&join.right, &mut before);
            }
        }
        SourceNode::Sampled(inner, _) | SourceNode::Final(inner) => extended_by(inner, into),
        _ => {}
    }
}

/// The same of one join, with the sources before it.
pub(super) fn extend(join: &JoinNode, before: &[Name], into: &mut Vec<Name>) {
    use JoinKind::{AnyLeft, Asof, AsofLeft, Full, Horizon, Left, Lt, Positional, Right, Splice, Window};
    extended_by(&join.right, into);
    if matches!(join.kind, Left | Full | AnyLeft | Asof | AsofLeft | Lt | Splice | Window | Horizon | Positional) {
        qualifiers(&join.right, into);
    }
    if matches!(join.kind, Right | Full | Splice | Positional) {
        into.extend(before.iter().cloned());
    }
}

impl Renderer<'_> {
    /// The type of an expression, as far as descriptions of tables and values tell it.
    pub(super) fn known_type(&self, node: &Node) -> Option<SqlType> {
        self.type_within(LEVELS, node)
    }

    /// The type of a column of a table or query.
    pub(super) fn type_of_column(&self, origin: &Origin, name: &Name) -> Option<SqlType> {
        self.column_within(LEVELS, origin, name)
    }

    fn column_within(&self, levels: usize, origin: &Origin, name: &Name) -> Option<SqlType> {
        match described(origin, name) {
            Some(column) => Some(column.sql_type().clone()),
            None => self.type_of_output(levels, origin, name),
        }
    }

    pub(super) fn type_within(&self, levels: usize, node: &Node) -> Option<SqlType> {
        let levels = levels.checked_sub(1)?;
        match node {
            Node::Column(origin, name) => self.column_within(levels, origin, name),
            Node::Value(parameter) => parameter.sql_type.clone().or_else(|| parameter.value.sql_type()),
            Node::Bind(_, sql_type) => sql_type.as_deref().cloned(),
            Node::Cast(parts, _) => Some(parts.1.clone()),
            Node::Labelled(inner, _) | Node::Negate(inner) => self.type_within(levels, inner),
            Node::Nary(NaryOperator::Concat, _) => Some(SqlType::Text),
            node if is_predicate(node) => Some(SqlType::Boolean),
            Node::Binary(BinaryOperator::Divide, _) => Some(SqlType::Float64),
            Node::Binary(_, sides) => {
                let (left, right) = (self.type_within(levels, &sides.0)?, self.type_within(levels, &sides.1)?);
                // A decimal's digits grow.
                (left == right && !matches!(left, SqlType::Decimal { .. })).then_some(left)
            }
            Node::Case(case) => {
                let results = case.branches.iter().map(|(_, result)| result).chain(&case.otherwise);
                results
                    .filter(|result| !matches!(result, Node::Keyword("NULL")))
                    .find_map(|one| self.type_within(levels, one))
            }
            Node::Call(call) => self.type_of_call(levels, call),
            _ => None,
        }
    }

    fn type_of_call(&self, levels: usize, call: &Call) -> Option<SqlType> {
        use Function::*;
        let Callee::Neutral(function) = call.callee else { return None };
        match function {
            CountRows | Count | RowNumber | Rank | DenseRank | Ntile | ApproxCountDistinct | Extract(_)
            | DateDiff(_) => Some(SqlType::Int64),
            Avg | StddevSample | StddevPopulation | VarianceSample | VariancePopulation | Median | Quantile | Sqrt
            | Power | Exp | Ln | Log10 | Random | PercentRank | CumeDist | Correlation => Some(SqlType::Float64),
            Lower | Upper | Trim | TrimStart | TrimEnd | Replace | Concat | SplitPart | Substring | StringAgg => {
                Some(SqlType::Text)
            }
            Min | Max | AnyValue | Abs | NullIf | Lag | Lead | FirstValue | LastValue | NthValue => {
                self.type_within(levels, call.arguments.first()?)
            }
            Coalesce | Greatest | Least => {
                call.arguments.iter().find_map(|argument| self.type_within(levels, argument))
            }
            _ => None,
        }
    }

    /// Whether an expression may be NULL: if it is not known, it may.
    pub(super) fn may_be_null(&self, node: &Node) -> bool {
        self.null_within(LEVELS, node)
    }

    pub(super) fn null_within(&self, levels: usize, node: &Node) -> bool {
        let Some(levels) = levels.checked_sub(1) else { return true };
        match node {
            Node::Value(parameter) => parameter.value.is_null(),
            Node::Keyword(word) => *word == "NULL",
            Node::Column(origin, name) => match described(origin, name) {
                Some(_) if self.is_extended(origin.qualifier()) => true,
                Some(column) => column.is_nullable() && !self.spelling.is_never_null(column.sql_type()),
                None => self.is_extended(origin.qualifier()) || self.output_may_be_null(levels, origin, name),
            },
            Node::Label(name) => !self.whole_labels.contains(name),
            Node::Labelled(inner, _) | Node::Negate(inner) | Node::Not(inner) => self.null_within(levels, inner),
            Node::Nary(_, operands) => operands.iter().any(|operand| self.null_within(levels, operand)),
            Node::Binary(BinaryOperator::DistinctFrom | BinaryOperator::NotDistinctFrom, _) => false,
            // Whatever is divided by zero.
            Node::Binary(operator, _) if operator.precedence() == Precedence::Multiplicative => match operator {
                BinaryOperator::Multiply => self.either_within(levels, node),
                _ => true,
            },
            Node::Binary(..) => self.either_within(levels, node),
            Node::IsNull(..) | Node::Exists(..) => false,
            Node::Between(parts, _) => {
                [&parts.0, &parts.1, &parts.2].into_iter().any(|part| self.null_within(levels, part))
            }
            Node::InList(tested, list, _) => {
                !list.is_empty()
                    && (self.null_within(levels, tested) || list.iter().any(|member| self.null_within(levels, member)))
            }
            Node::Like(like) => self.null_within(levels, &like.text) || self.null_within(levels, &like.pattern),
            Node::Case(case) => {
                let results = || case.branches.iter().map(|(_, result)| result).chain(&case.otherwise);
                case.otherwise.is_none() || results().any(|result| self.null_within(levels, result))
            }
            Node::Cast(parts, CastKind::Cast) => {
                // Of other casts an engine may make NULL.
                !matches!(parts.1, SqlType::Text | SqlType::Float64) || self.null_within(levels, &parts.0)
            }
            Node::Call(call) => self.call_within(levels, call),
            _ => true,
        }
    }

    fn either_within(&self, levels: usize, node: &Node) -> bool {
        match node {
            Node::Binary(_, sides) => self.null_within(levels, &sides.0) || self.null_within(levels, &sides.1),
            _ => true,
        }
    }

    fn call_within(&self, levels: usize, call: &Call) -> bool {
        use Function::*;
        let Callee::Neutral(function) = call.callee else { return true };
        let mut arguments = call.arguments.iter();
        match function {
            CountRows | Count | RowNumber | Rank | DenseRank | PercentRank | CumeDist | Ntile | ApproxCountDistinct
            | Now | CurrentDate | Random | Concat => false,
            Coalesce | Greatest | Least => arguments.all(|argument| self.null_within(levels, argument)),
            Lower | Upper | Trim | TrimStart | TrimEnd | Length | Replace | StartsWith | EndsWith | Contains
            | RegexpMatches | Abs => arguments.any(|argument| self.null_within(levels, argument)),
            _ => true,
        }
    }

    /// A value whose type has no NULL in this engine stands where NULL may have to.
    pub(super) fn keeps_null(&self, sql_type: Option<&SqlType>) -> Written {
        match sql_type {
            Some(sql_type) if self.capabilities.is_some() && self.spelling.is_never_null(sql_type) => {
                Err(self.inexpressible(
                    "it would give false or 0 in the place of NULL: cast to a wider type, or say what stands there instead",
                ))
            }
            _ => Ok(()),
        }
    }
}
