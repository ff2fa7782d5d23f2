//! Expressions as text.

use aludel_dialect::{Construct, Value};

use super::{Renderer, Values, Written};
use crate::Name;
use crate::expr::{BinaryOperator, CaseNode, CastKind, NaryOperator, Negation, Node, Precedence};
use crate::source::Origin;
use crate::spelling::OperatorSpelling;

impl Renderer<'_> {
    /// An expression where nothing binds tighter.
    pub(super) fn expression(&mut self, node: &Node) -> Written {
        self.operand(node, Precedence::Lowest)
    }

    pub(super) fn expressions(&mut self, nodes: &[Node]) -> Written {
        self.list(nodes, Self::expression)
    }

    /// An expression that gives a column of a result, with its label.
    pub(super) fn column_of_result(&mut self, node: &Node) -> Written {
        match node {
            Node::Labelled(node, name) => {
                self.operand(node, Precedence::Or)?;
                self.push(" AS ");
                self.name(name)
            }
            node => self.expression(node),
        }
    }

    pub(super) fn columns_of_result(&mut self, nodes: &[Node]) -> Written {
        self.list(nodes, Self::column_of_result)
    }

    /// An expression inside another, in parentheses if it binds more loosely than `at_least`.
    pub(super) fn operand(&mut self, node: &Node, at_least: Precedence) -> Written {
        if self.precedence(node) >= at_least {
            return self.bare(node);
        }
        self.push("(");
        self.bare(node)?;
        self.push(")");
        Ok(())
    }

    pub(super) fn precedence(&self, node: &Node) -> Precedence {
        match node {
            Node::Binary(operator, _) => match self.spelling.operator(*operator) {
                OperatorSpelling::Infix(_) => operator.precedence(),
                OperatorSpelling::Template(_) => Precedence::Atom,
            },
            Node::Nary(operator, _) => operator.precedence(),
            Node::Not(_) => Precedence::Not,
            Node::IsNull(..)
            | Node::Between(..)
            | Node::InList(..)
            | Node::InQuery(..)
            | Node::Like(_)
            | Node::Quantified(..) => Precedence::Comparison,
            Node::Negate(_) => Precedence::Unary,
            // `~a + b` is `~(a + b)` in the engines that come from PostgreSQL.
            Node::BitNot(_) => Precedence::Bitwise,
            Node::Collate(..) | Node::AtTimeZone(_) => Precedence::Postfix,
            Node::Exists(_, Negation::Negated) => Precedence::Not,
            // A user's own text, whose operators are not known; a lambda, which reaches as far as it can.
            Node::Raw(_) | Node::Lambda(..) => Precedence::Lowest,
            Node::Labelled(inner, _) => self.precedence(inner),
            // A negative literal after a minus would begin a comment; `NULL[1]` does not parse.
            Node::Value(_) if self.values == Values::Literals => Precedence::Unary,
            Node::Keyword(_) => Precedence::Unary,
            _ => Precedence::Atom,
        }
    }

    pub(super) fn bare(&mut self, node: &Node) -> Written {
        match node {
            Node::Column(origin, name) => self.column(origin, name),
            Node::Label(name) => self.name(name),
            Node::Value(parameter) => {
                if matches!(parameter.value, Value::Interval(_)) {
                    self.need(Construct::IntervalArithmetic)?;
                }
                self.parameter(parameter)
            }
            Node::Bind(name, sql_type) => self.bind(name, sql_type.as_ref()),
            Node::Keyword("DEFAULT") => {
                self.need(Construct::DefaultValue)?;
                self.push("DEFAULT");
                Ok(())
            }
            Node::Keyword(word) => {
                self.push(word);
                Ok(())
            }
            Node::Star(None) => {
                self.push("*");
                Ok(())
            }
            Node::Star(Some(origin)) => {
                self.qualifier(origin)?;
                self.push("*");
                Ok(())
            }
            Node::Raw(text) => {
                self.unknown_effect();
                self.text(text)
            }
            Node::Not(operand) => {
                self.push("NOT ");
                self.operand(operand, Precedence::Comparison)
            }
            Node::Negate(operand) => {
                self.push("-");
                self.operand(operand, Precedence::Atom)
            }
            Node::BitNot(operand) => {
                self.need(Construct::BitwiseOperators)?;
                self.push("~");
                self.operand(operand, Precedence::Atom)
            }
            Node::Binary(operator, sides) => self.binary(*operator, &sides.0, &sides.1),
            Node::Nary(operator, operands) => self.nary(*operator, operands),
            Node::IsNull(operand, negation) => {
                self.operand(operand, Precedence::Bitwise)?;
                self.push(if *negation == Negation::Plain { " IS NULL" } else { " IS NOT NULL" });
                Ok(())
            }
            Node::Between(parts, negation) => {
                let (tested, low, high) = &**parts;
                self.operand(tested, Precedence::Bitwise)?;
                self.push(if *negation == Negation::Plain { " BETWEEN " } else { " NOT BETWEEN " });
                self.operand(low, Precedence::Bitwise)?;
                self.push(" AND ");
                self.operand(high, Precedence::Bitwise)
            }
            Node::InList(tested, list, negation) => self.in_list(tested, list, *negation),
            Node::InQuery(tested, query, negation) => {
                self.need(Construct::InSubquery)?;
                self.tested(tested, *negation)?;
                self.query(query)?;
                self.push(")");
                Ok(())
            }
            Node::Like(like) => self.like(like),
            Node::Quantified(operator, quantifier, parts) => self.quantified(*operator, *quantifier, parts),
            Node::Exists(query, negation) => {
                self.need(Construct::Exists)?;
                self.push(if *negation == Negation::Plain { "EXISTS (" } else { "NOT EXISTS (" });
                self.query(query)?;
                self.push(")");
                Ok(())
            }
            Node::Subquery(query) => {
                self.need(Construct::ScalarSubquery)?;
                self.push("(");
                self.query(query)?;
                self.push(")");
                Ok(())
            }
            Node::Case(case) => self.case(case),
            Node::Cast(parts, kind) => {
                if *kind == CastKind::TryCast {
                    self.need(Construct::TryCast)?;
                }
                self.push(if *kind == CastKind::Cast { "CAST(" } else { "TRY_CAST(" });
                self.expression(&parts.0)?;
                self.push(" AS ");
                self.sql_type(&parts.1)?;
                self.push(")");
                Ok(())
            }
            Node::Call(call) => self.call(call),
            Node::Tuple(nodes) => {
                self.push("(");
                self.expressions(nodes)?;
                self.push(")");
                Ok(())
            }
            Node::Array(elements) => {
                self.need(Construct::ArrayLiteral)?;
                self.template(self.spelling.array(), elements, None)
            }
            Node::Struct(members) => {
                self.need(Construct::StructLiteral)?;
                self.push(self.spelling.structure());
                self.push("(");
                self.named_arguments(members)?;
                self.push(")");
                Ok(())
            }
            Node::Map(entries) => self.map(entries),
            Node::Index(parts) => {
                self.need(Construct::ArrayAccess)?;
                self.pair(self.spelling.element(), &parts.0, &parts.1)
            }
            Node::Slice(parts) => self.slice(&parts.0, parts.1.as_ref(), parts.2.as_ref()),
            Node::Member(node, name) => {
                self.need(Construct::StructAccess)?;
                self.push("(");
                self.expression(node)?;
                self.push(").");
                self.name(name)
            }
            Node::MapValue(parts) => {
                self.need(Construct::MapAccess)?;
                self.pair(self.spelling.map_value(), &parts.0, &parts.1)
            }
            Node::Json(parts, result) => self.json(&parts.0, &parts.1, *result),
            Node::Lambda(parameters, body) => self.lambda(parameters, body),
            Node::Collate(node, collation) => {
                self.need(Construct::Collate)?;
                self.operand(node, Precedence::Atom)?;
                self.push(" COLLATE ");
                self.name(collation)
            }
            Node::AtTimeZone(parts) => {
                self.need(Construct::AtTimeZone)?;
                self.operand(&parts.0, Precedence::Atom)?;
                self.push(" AT TIME ZONE ");
                self.operand(&parts.1, Precedence::Atom)
            }
            // The label belongs to the select list; everywhere else the expression itself is meant.
            Node::Labelled(node, _) => self.bare(node),
            Node::Grouping(grouping) => self.grouping(grouping),
            Node::Poisoned(error) => Err((**error).clone()),
        }
    }

    pub(super) fn column(&mut self, origin: &Origin, name: &Name) -> Written {
        if let Some((scope, outer)) = self.scopes.split_last()
            && !outer.is_empty()
        {
            let qualifier = origin.qualifier();
            if !scope.contains(qualifier) && outer.iter().any(|scope| scope.contains(qualifier)) {
                self.need(Construct::CorrelatedSubquery)?;
            }
        }
        self.qualifier(origin)?;
        self.name(name)
    }

    pub(super) fn qualifier(&mut self, origin: &Origin) -> Written {
        self.name(origin.qualifier())?;
        self.push(".");
        Ok(())
    }

    pub(super) fn binary(&mut self, operator: BinaryOperator, left: &Node, right: &Node) -> Written {
        if let Some(construct) = operator.construct() {
            self.need(construct)?;
        }
        match self.spelling.operator(operator) {
            OperatorSpelling::Template(template) => self.pair(template, left, right),
            OperatorSpelling::Infix(symbol) => {
                let (at_left, at_right) = match operator.precedence() {
                    Precedence::Additive => (Precedence::Additive, Precedence::Multiplicative),
                    Precedence::Multiplicative => (Precedence::Multiplicative, Precedence::Unary),
                    // Engines do not agree how these bind, so nothing is left to them.
                    Precedence::Bitwise => (Precedence::Unary, Precedence::Unary),
                    _ => (Precedence::Bitwise, Precedence::Bitwise),
                };
                self.operand(left, at_left)?;
                self.push(" ");
                self.push(symbol);
                self.push(" ");
                self.operand(right, at_right)
            }
        }
    }

    fn nary<'n>(&mut self, operator: NaryOperator, operands: impl IntoIterator<Item = &'n Node>) -> Written {
        let (symbol, at_least) = match operator {
            NaryOperator::And => (" AND ", Precedence::Not),
            NaryOperator::Or => (" OR ", Precedence::And),
            NaryOperator::Concat => (" || ", Precedence::Unary),
        };
        for (index, operand) in operands.into_iter().enumerate() {
            if index > 0 {
                self.push(symbol);
            }
            self.operand(operand, at_least)?;
        }
        Ok(())
    }

    pub(super) fn case(&mut self, case: &CaseNode) -> Written {
        self.push("CASE");
        if let Some(operand) = &case.operand {
            self.push(" ");
            self.expression(operand)?;
        }
        for (condition, result) in &case.branches {
            self.push(" WHEN ");
            self.expression(condition)?;
            self.push(" THEN ");
            self.expression(result)?;
        }
        if let Some(otherwise) = &case.otherwise {
            self.push(" ELSE ");
            self.expression(otherwise)?;
        }
        self.push(" END");
        Ok(())
    }
}
