//! Conditions for engines in which NULL equals NULL and no condition is NULL.
//!
//! There each condition is written as "it is true" or "it is false", with NOT pushed down to what it negates, so that rows,
//! pairs and branches are chosen as SQL's three-valued logic chooses them. What is known never to be NULL is left as it is.

use aludel_dialect::{Parameter, Value};

use super::rewrite::holds;
use super::{Renderer, Written};
use crate::expr::{BinaryOperator, Call, Callee, CaseNode, LikeNode, NaryOperator, Negation, Node, Precedence};
use crate::{BuildError, Function};

/// What is asked of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    True,
    False,
}

impl Truth {
    fn opposite(self) -> Self {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
        }
    }

    /// What is asked of a predicate if this is asked of its negation.
    fn of(self, negation: Negation) -> Self {
        if negation == Negation::Plain { self } else { self.opposite() }
    }

    fn negation(self) -> Negation {
        if self == Truth::True { Negation::Plain } else { Negation::Negated }
    }
}

const NEVER: &str = "1 = 0";

/// Whether it is a condition by its form.
pub(super) fn is_predicate(node: &Node) -> bool {
    match node {
        Node::Call(call) => matches!(&call.callee, Callee::Neutral(function) if is_test(*function)),
        node => is_condition(node),
    }
}

/// Whether it is true or false by an operator.
pub(super) fn is_condition(node: &Node) -> bool {
    match node {
        Node::Not(_)
        | Node::IsNull(..)
        | Node::Between(..)
        | Node::InList(..)
        | Node::InQuery(..)
        | Node::Like(_)
        | Node::Quantified(..)
        | Node::Exists(..)
        | Node::Nary(NaryOperator::And | NaryOperator::Or, _) => true,
        Node::Binary(operator, _) => operator.precedence() == Precedence::Comparison,
        _ => false,
    }
}

/// Whether a function tests its arguments.
fn is_test(function: Function) -> bool {
    use Function::{ArrayContains, Contains, EndsWith, RegexpMatches, StartsWith};
    matches!(function, StartsWith | EndsWith | Contains | RegexpMatches | ArrayContains)
}

fn is_null_literal(node: &Node) -> bool {
    match node {
        Node::Value(parameter) => parameter.value.is_null(),
        Node::Keyword(word) => *word == "NULL",
        Node::Labelled(inner, _) => is_null_literal(inner),
        _ => false,
    }
}

fn is_value(node: &Node) -> bool {
    matches!(node, Node::Value(parameter) if !parameter.value.is_null())
}

/// The comparison that is true where the other is false.
fn opposite(operator: BinaryOperator) -> BinaryOperator {
    use BinaryOperator::*;
    match operator {
        Equal => NotEqual,
        NotEqual => Equal,
        Less => GreaterOrEqual,
        GreaterOrEqual => Less,
        Greater => LessOrEqual,
        LessOrEqual => Greater,
        DistinctFrom => NotDistinctFrom,
        NotDistinctFrom => DistinctFrom,
        other => other,
    }
}

impl Renderer<'_> {
    /// A condition by which pairs or branches are chosen.
    pub(super) fn choice(&mut self, node: &Node) -> Written {
        if !self.two_valued {
            return self.expression(node);
        }
        self.elsewhere(|renderer| renderer.is_true(node, Precedence::Lowest))
    }

    /// What is written is no filter of rows, although it may stand in one.
    fn elsewhere(&mut self, write: impl FnOnce(&mut Self) -> Written) -> Written {
        self.as_filter(false, write)
    }

    pub(super) fn as_filter(&mut self, is_filter: bool, write: impl FnOnce(&mut Self) -> Written) -> Written {
        let around = std::mem::replace(&mut self.is_filter, is_filter);
        let written = write(self);
        self.is_filter = around;
        written
    }

    pub(super) fn is_true(&mut self, node: &Node, at_least: Precedence) -> Written {
        self.is(Truth::True, node, at_least)
    }

    /// A condition as a value: where it may be NULL, the engine would make false of that.
    #[inline(never)]
    pub(super) fn truth_value(&mut self, node: &Node) -> Written {
        if self.may_be_null(node) {
            // What is refused for itself is refused so.
            self.unseen(|renderer| renderer.elsewhere(|inner| inner.is(Truth::True, node, Precedence::Lowest)))?;
            return Err(self.inexpressible(
                "a truth value is never NULL here, and this one may be: choose between values with `case()`",
            ));
        }
        self.push("(");
        self.elsewhere(|renderer| renderer.is(Truth::True, node, Precedence::Lowest))?;
        self.push(")");
        Ok(())
    }

    fn is(&mut self, truth: Truth, node: &Node, at_least: Precedence) -> Written {
        match node {
            Node::Labelled(inner, _) => self.is(truth, inner, at_least),
            Node::Not(inner) => self.is(truth.opposite(), inner, at_least),
            Node::Nary(operator @ (NaryOperator::And | NaryOperator::Or), operands) => {
                let all = (*operator == NaryOperator::And) == (truth == Truth::True);
                let operator = if all { NaryOperator::And } else { NaryOperator::Or };
                self.each(operator, at_least, operands, |renderer, operand| {
                    renderer.is(truth, operand, Precedence::Not)
                })
            }
            Node::Binary(operator, sides) if operator.precedence() == Precedence::Comparison => {
                self.compared(truth, *operator, &sides.0, &sides.1, at_least)
            }
            Node::IsNull(operand, negation) => {
                self.guarded(&[], at_least, |renderer| renderer.is_null(operand, truth.of(*negation).negation()))
            }
            Node::Between(parts, negation) => self.is_between(truth.of(*negation), parts, at_least),
            Node::InList(tested, list, negation) => self.is_in(truth.of(*negation), tested, list, at_least),
            Node::Like(like) => self.is_like(truth, like, at_least),
            Node::Case(case) => self.is_case(truth, case),
            Node::Value(parameter) => match parameter.value {
                Value::Null => self.never(),
                Value::Boolean(value) => {
                    self.expression(&Node::Value(Box::new(Parameter::new(value == (truth == Truth::True)))))
                }
                _ => self.as_it_is(truth, node, at_least),
            },
            Node::Keyword("NULL") => self.never(),
            Node::InQuery(tested, query, negation) => {
                let negation = truth.of(*negation).negation();
                if negation == Negation::Negated && !self.is_two_valued_search(tested, query) {
                    self.unseen(|renderer| renderer.in_query(tested, query, negation))?;
                    return Err(self.inexpressible("NOT IN (subquery) finds other rows where there is NULL"));
                }
                let guards = self.guards(&[tested])?;
                self.guarded(&guards, at_least, |renderer| renderer.in_query(tested, query, negation))
            }
            Node::Exists(query, negation) => {
                self.guarded(&[], at_least, |renderer| renderer.exists(query, truth.of(*negation).negation()))
            }
            Node::Quantified(operator, quantifier, parts) => {
                self.unseen(|renderer| renderer.quantified(*operator, *quantifier, parts))?;
                Err(self.inexpressible("ANY and ALL find other rows where there is NULL"))
            }
            Node::Call(call) => self.is_call(truth, node, call, at_least),
            other => self.as_it_is(truth, other, at_least),
        }
    }

    fn never(&mut self) -> Written {
        self.push(NEVER);
        Ok(())
    }

    /// What is never NULL in this engine: a column of truth values, a user's own words.
    fn as_it_is(&mut self, truth: Truth, node: &Node, at_least: Precedence) -> Written {
        match truth {
            Truth::True => self.operand(node, at_least),
            Truth::False => self.guarded(&[], at_least, |renderer| {
                renderer.push("NOT ");
                renderer.operand(node, Precedence::Atom)
            }),
        }
    }

    fn is_call(&mut self, truth: Truth, node: &Node, call: &Call, at_least: Precedence) -> Written {
        let Callee::Neutral(function) = call.callee else { return self.as_it_is(truth, node, at_least) };
        if !is_test(function) {
            self.unseen(|renderer| renderer.expression(node))?;
            return Err(self.inexpressible("a truth value is never NULL here, and that of a function may be"));
        }
        let arguments: Vec<&Node> = call.arguments.iter().collect();
        let guards = self.guards(&arguments)?;
        self.guarded(&guards, at_least, |renderer| {
            if truth == Truth::False {
                renderer.push("NOT ");
            }
            renderer.call(call)
        })
    }

    /// `main`, and that none of `guards` is NULL.
    fn guarded(&mut self, guards: &[&Node], at_least: Precedence, main: impl FnOnce(&mut Self) -> Written) -> Written {
        let precedence = if guards.is_empty() { Precedence::Comparison } else { Precedence::And };
        let enclosed = precedence < at_least;
        if enclosed {
            self.push("(");
        }
        main(self)?;
        for guard in guards {
            self.push(" AND ");
            self.is_null(guard, Negation::Negated)?;
        }
        if enclosed {
            self.push(")");
        }
        Ok(())
    }

    /// Those that may be NULL, which are then written twice.
    pub(super) fn guards<'n>(&mut self, nodes: &[&'n Node]) -> Result<Vec<&'n Node>, super::Failure> {
        let guards: Vec<&Node> = nodes.iter().copied().filter(|node| self.may_be_null(node)).collect();
        guards.iter().try_for_each(|node| self.repeatable(node))?;
        Ok(guards)
    }

    /// An operand may be written twice if it is the same both times.
    fn repeatable(&mut self, node: &Node) -> Written {
        let may_change = |node: &Node| match node {
            Node::Raw(_) => true,
            Node::Call(call) => matches!(call.callee, Callee::Native(..) | Callee::Neutral(Function::Random)),
            _ => false,
        };
        if holds(node, &may_change) {
            return Err(self.inexpressible(
                "NULL equals NULL, so an operand has to be asked whether it is NULL, and a function or text of the \
                 engine's own may be another the second time: compute it in a subquery",
            ));
        }
        let is_query = |node: &Node| {
            matches!(node, Node::Subquery(_) | Node::InQuery(..) | Node::Exists(..) | Node::Quantified(..))
        };
        if holds(node, &is_query) { self.is_repeatable(node) } else { Ok(()) }
    }

    fn each<'n>(
        &mut self,
        operator: NaryOperator,
        at_least: Precedence,
        operands: impl IntoIterator<Item = &'n Node>,
        mut write: impl FnMut(&mut Self, &'n Node) -> Written,
    ) -> Written {
        let enclosed = operator.precedence() < at_least;
        if enclosed {
            self.push("(");
        }
        for (index, operand) in operands.into_iter().enumerate() {
            if index > 0 {
                self.push(if operator == NaryOperator::And { " AND " } else { " OR " });
            }
            write(self, operand)?;
        }
        if enclosed {
            self.push(")");
        }
        Ok(())
    }

    fn compared(
        &mut self,
        truth: Truth,
        operator: BinaryOperator,
        left: &Node,
        right: &Node,
        at_least: Precedence,
    ) -> Written {
        use BinaryOperator::{DistinctFrom, Equal, GreaterOrEqual, LessOrEqual, NotDistinctFrom, NotEqual};
        let operator = if truth == Truth::True { operator } else { opposite(operator) };
        if matches!(operator, DistinctFrom | NotDistinctFrom) {
            return self.guarded(&[], at_least, |renderer| renderer.binary(operator, left, right));
        }
        if is_null_literal(left) || is_null_literal(right) {
            self.unseen(|renderer| renderer.binary(operator, left, right))?;
            return self.never();
        }
        let (left_may, right_may) = (self.may_be_null(left), self.may_be_null(right));
        let guards = match operator {
            // Both may be NULL, and then equal; one is enough to tell.
            Equal | LessOrEqual | GreaterOrEqual if left_may && right_may => {
                let guard = if matches!(right, Node::Column(..)) { right } else { left };
                self.guards(&[guard])?
            }
            NotEqual => self.guards(&[left, right])?,
            _ => Vec::new(),
        };
        self.guarded(&guards, at_least, |renderer| renderer.binary(operator, left, right))
    }

    /// As two comparisons: engines of this kind may take the limits in any order.
    fn is_between(&mut self, truth: Truth, (tested, low, high): &(Node, Node, Node), at_least: Precedence) -> Written {
        self.repeatable(tested)?;
        let (operator, sides) = match truth {
            Truth::True => (NaryOperator::And, [BinaryOperator::GreaterOrEqual, BinaryOperator::LessOrEqual]),
            Truth::False => (NaryOperator::Or, [BinaryOperator::Less, BinaryOperator::Greater]),
        };
        let mut sides = sides.into_iter();
        self.each(operator, at_least, [low, high], |renderer, limit| match sides.next() {
            Some(side) => renderer.compared(Truth::True, side, tested, limit, Precedence::Not),
            None => Ok(()),
        })
    }

    fn is_in(&mut self, truth: Truth, tested: &Node, list: &[Node], at_least: Precedence) -> Written {
        let negation = truth.negation();
        if let Node::Tuple(parts) = tested
            && parts.iter().any(|part| self.may_be_null(part))
        {
            return Err(
                self.inexpressible("a row that may hold NULL would find itself: compare its columns one by one")
            );
        }
        if list.is_empty() || matches!(tested, Node::Tuple(_)) {
            return self.guarded(&[], at_least, |renderer| renderer.in_list(tested, list, negation));
        }
        let known: Vec<Node> = list.iter().filter(|member| !is_null_literal(member)).cloned().collect();
        let impossible = is_null_literal(tested) || known.is_empty();
        if impossible || (truth == Truth::False && known.len() < list.len()) {
            self.unseen(|renderer| renderer.in_list(tested, list, negation))?;
            return self.never();
        }
        if known.iter().all(is_value) {
            let guards = if truth == Truth::False { self.guards(&[tested])? } else { Vec::new() };
            return self.guarded(&guards, at_least, |renderer| renderer.in_list(tested, &known, negation));
        }
        self.repeatable(tested)?;
        let (operator, side) = match truth {
            Truth::True => (NaryOperator::Or, BinaryOperator::Equal),
            Truth::False => (NaryOperator::And, BinaryOperator::NotEqual),
        };
        self.each(operator, at_least, &known, |renderer, member| {
            renderer.compared(Truth::True, side, tested, member, Precedence::Not)
        })
    }

    fn is_like(&mut self, truth: Truth, like: &LikeNode, at_least: Precedence) -> Written {
        let negation = truth.of(like.negation).negation();
        let guards = match negation {
            Negation::Plain => Vec::new(),
            Negation::Negated => self.guards(&[&like.text, &like.pattern])?,
        };
        self.guarded(&guards, at_least, |renderer| renderer.like_or_not(like, negation))
    }

    /// A CASE whose results are conditions.
    fn is_case(&mut self, truth: Truth, case: &CaseNode) -> Written {
        self.push("CASE");
        for (condition, result) in &case.branches {
            self.push(" WHEN ");
            self.branch_condition(case, condition)?;
            self.push(" THEN ");
            self.is(truth, result, Precedence::Lowest)?;
        }
        self.push(" ELSE ");
        match &case.otherwise {
            Some(otherwise) => self.is(truth, otherwise, Precedence::Lowest)?,
            None => self.never()?,
        }
        self.push(" END");
        Ok(())
    }

    /// The condition of a branch; in `CASE x WHEN y`, that they are equal.
    pub(super) fn branch_condition(&mut self, case: &CaseNode, condition: &Node) -> Written {
        match &case.operand {
            None => self.choice(condition),
            Some(operand) => {
                self.repeatable(operand)?;
                self.compared(Truth::True, BinaryOperator::Equal, operand, condition, Precedence::Lowest)
            }
        }
    }

    #[cold]
    pub(super) fn inexpressible(&self, reason: &'static str) -> super::Failure {
        BuildError::Expression { dialect: self.dialect(), reason: reason.into() }.into()
    }

    /// Whether a join may leave out rows of a source, so that its columns are NULL.
    pub(super) fn is_extended(&self, qualifier: &str) -> bool {
        self.extended.iter().any(|name| name.as_str() == qualifier)
    }
}
