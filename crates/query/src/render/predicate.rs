//! IN, LIKE, ANY and ALL, lists of conditions.

use aludel_dialect::{Construct, Value};

use super::{Renderer, Written};
use crate::BuildError;
use crate::expr::{BinaryOperator, LikeKind, LikeNode, Negation, Node, Precedence, QuantifiedOperand, Quantifier};
use crate::query::QueryNode;
use crate::spelling::OperatorSpelling;

impl Renderer<'_> {
    /// Conditions that must all hold.
    pub(super) fn conjunction(&mut self, nodes: &[Node]) -> Written {
        match nodes {
            [condition] => self.expression(condition),
            conditions => {
                for (index, condition) in conditions.iter().enumerate() {
                    if index > 0 {
                        self.push(" AND ");
                    }
                    self.operand(condition, Precedence::Not)?;
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
        self.operand(low, Precedence::Bitwise)?;
        self.push(" AND ");
        self.operand(high, Precedence::Bitwise)
    }

    pub(super) fn in_query(&mut self, tested: &Node, query: &QueryNode, negation: Negation) -> Written {
        self.need(Construct::InSubquery)?;
        self.tested(tested, negation)?;
        self.query(query)?;
        self.push(")");
        Ok(())
    }

    pub(super) fn in_list(&mut self, tested: &Node, list: &[Node], negation: Negation) -> Written {
        if list.is_empty() {
            // Nothing is in an empty list, NULL neither. What was tested may still be wrong.
            self.unseen(|renderer| renderer.tested(tested, negation))?;
            self.push(if negation == Negation::Plain { "1 = 0" } else { "1 = 1" });
            return Ok(());
        }
        self.tested(tested, negation)?;
        let rows = matches!(tested, Node::Tuple(_));
        self.list(list, |renderer, element| match element {
            Node::Tuple(values) if rows => renderer.in_parentheses(values),
            element => renderer.expression(element),
        })?;
        self.push(")");
        Ok(())
    }

    pub(super) fn like(&mut self, like: &LikeNode) -> Written {
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
        self.push(if like.negation == Negation::Plain { " " } else { " NOT " });
        self.push(word);
        self.operand(&like.pattern, Precedence::Bitwise)?;
        if let Some(escape) = like.escape {
            self.need(Construct::LikeEscape)?;
            self.push(" ESCAPE ");
            self.literal(&Value::Text(escape.to_string()))?;
        }
        Ok(())
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
