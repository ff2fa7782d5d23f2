//! IN, LIKE, ANY and ALL, lists of conditions.

use aludel_dialect::{Construct, Parameter, Value};

use super::{Renderer, Written};
use crate::expr::{
    BinaryOperator, Call, Callee, LikeKind, LikeNode, Negation, Node, Precedence, QuantifiedOperand, Quantifier,
};
use crate::spelling::{ListMembers, OperatorSpelling};
use crate::{BuildError, Function};

impl Renderer<'_> {
    /// Conditions that must all hold.
    pub(super) fn conjunction(&mut self, nodes: &[Node]) -> Written {
        match nodes {
            [condition] => self.condition(condition, Precedence::Lowest),
            conditions => {
                for (index, condition) in conditions.iter().enumerate() {
                    if index > 0 {
                        self.push(" AND ");
                    }
                    self.condition(condition, Precedence::Not)?;
                }
                Ok(())
            }
        }
    }

    pub(super) fn tested(&mut self, tested: &Node, negation: Negation) -> Written {
        match tested {
            Node::Tuple(columns) => {
                self.need(Construct::TupleIn)?;
                self.in_parentheses(columns)?;
            }
            tested => self.operand(tested, Precedence::Bitwise)?,
        }
        self.push(if negation == Negation::Plain { " IN (" } else { " NOT IN (" });
        Ok(())
    }

    pub(super) fn is_null(&mut self, operand: &Node, negation: Negation) -> Written {
        self.operand(operand, Precedence::Bitwise)?;
        self.push(if negation == Negation::Plain { " IS NULL" } else { " IS NOT NULL" });
        Ok(())
    }

    pub(super) fn between(&mut self, (tested, low, high): &(Node, Node, Node), negation: Negation) -> Written {
        self.operand(tested, Precedence::Bitwise)?;
        self.push(if negation == Negation::Plain { " BETWEEN " } else { " NOT BETWEEN " });
        let (typed_low, typed_high) = (self.typed_by(tested, low), self.typed_by(tested, high));
        self.operand(typed_low.as_ref().unwrap_or(low), Precedence::Bitwise)?;
        self.push(" AND ");
        self.operand(typed_high.as_ref().unwrap_or(high), Precedence::Bitwise)
    }

    pub(super) fn in_list(&mut self, tested: &Node, list: &[Node], negation: Negation) -> Written {
        if list.is_empty() {
            // Nothing is in an empty list, NULL neither. What was tested may still be wrong.
            self.unseen(|renderer| renderer.tested(tested, negation))?;
            self.push(if negation == Negation::Plain { "1 = 0" } else { "1 = 1" });
            return Ok(());
        }
        let is_value = |node: &Node| match node {
            Node::Value(parameter) => !parameter.value.is_null(),
            Node::Tuple(parts) => parts.iter().all(|part| matches!(part, Node::Value(part) if !part.value.is_null())),
            _ => false,
        };
        if self.spelling.list_members() == ListMembers::Values && !list.iter().all(is_value) {
            return self.one_of(tested, list, negation);
        }
        self.tested(tested, negation)?;
        let rows = matches!(tested, Node::Tuple(_));
        self.list(list, |renderer, element| match element {
            Node::Tuple(values) if rows => renderer.in_parentheses(values),
            element => match renderer.typed_by(tested, element) {
                Some(typed) => renderer.expression(&typed),
                None => renderer.expression(element),
            },
        })?;
        self.push(")");
        Ok(())
    }

    /// `(x = a OR x = b)`, or `(x <> a AND x <> b)`: a list of IN whose members are compared one by one.
    fn one_of(&mut self, tested: &Node, list: &[Node], negation: Negation) -> Written {
        let (operator, between) = match negation {
            Negation::Plain => (BinaryOperator::Equal, " OR "),
            Negation::Negated => (BinaryOperator::NotEqual, " AND "),
        };
        if matches!(tested, Node::Tuple(_)) {
            self.need(Construct::TupleIn)?;
        }
        self.push("(");
        for (index, element) in list.iter().enumerate() {
            if index > 0 {
                self.push(between);
            }
            self.binary(operator, tested, element)?;
        }
        self.push(")");
        Ok(())
    }

    pub(super) fn like(&mut self, like: &LikeNode) -> Written {
        self.like_or_not(like, like.negation)
    }

    pub(super) fn like_or_not(&mut self, like: &LikeNode, negation: Negation) -> Written {
        let word = match like.kind {
            LikeKind::Like => "LIKE ",
            LikeKind::Ilike => {
                self.need(Construct::Ilike)?;
                "ILIKE "
            }
            LikeKind::SimilarTo => {
                self.need(Construct::SimilarTo)?;
                "SIMILAR TO "
            }
        };
        self.operand(&like.text, Precedence::Bitwise)?;
        self.push(if negation == Negation::Plain { " " } else { " NOT " });
        self.push(word);
        match self.spelling.default_like_escape() {
            Some(escape) if like.escape.is_none() && like.kind != LikeKind::SimilarTo => {
                self.escaped_pattern(&like.pattern, escape)?;
            }
            _ => self.operand(&like.pattern, Precedence::Bitwise)?,
        }
        if let Some(escape) = like.escape {
            self.need(Construct::LikeEscape)?;
            self.push(" ESCAPE ");
            self.literal(&Value::Text(escape.to_string()))?;
        }
        Ok(())
    }

    /// A pattern in which nothing escapes, for an engine in which `escape` does.
    fn escaped_pattern(&mut self, pattern: &Node, escape: char) -> Written {
        let (once, twice) = (escape.to_string(), format!("{escape}{escape}"));
        match pattern {
            Node::Value(parameter) => match &parameter.value {
                Value::Text(text) => {
                    let value = Value::Text(text.replace(&once, &twice));
                    self.parameter(&Parameter { value, sql_type: parameter.sql_type.clone() })
                }
                _ => self.parameter(parameter),
            },
            pattern => {
                let text = |text: String| Node::Value(Box::new(Parameter::new(text)));
                let arguments = vec![pattern.clone(), text(once), text(twice)];
                self.neutral_call(Function::Replace, &Call::new(Callee::Neutral(Function::Replace), arguments))
            }
        }
    }

    pub(super) fn quantified(
        &mut self,
        operator: BinaryOperator,
        quantifier: Quantifier,
        (tested, operand): &(Node, QuantifiedOperand),
    ) -> Written {
        let OperatorSpelling::Infix(symbol) = self.spelling.operator(operator) else {
            return Err(BuildError::usage(format!("{} can't stand before ANY or ALL", operator.sql())).into());
        };
        self.operand(tested, Precedence::Bitwise)?;
        let word = if quantifier == Quantifier::Any { "ANY" } else { "ALL" };
        self.push(&format!(" {symbol} {word} ("));
        match operand {
            QuantifiedOperand::Query(query) => {
                self.need(Construct::QuantifiedSubquery)?;
                self.query(query)?;
            }
            QuantifiedOperand::Array(array) => {
                self.need(Construct::QuantifiedArray)?;
                self.expression(array)?;
            }
        }
        self.push(")");
        Ok(())
    }
}
