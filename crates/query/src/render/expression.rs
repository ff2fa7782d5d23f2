//! Expressions as text.

use std::collections::VecDeque;

use aludel_dialect::{Construct, Parameter, SqlType, Value};

use super::truth::{is_condition, is_predicate};
use super::{Failure, Qualification, Renderer, Written};
use crate::expr::{BinaryOperator, CaseNode, CastKind, NaryOperator, Negation, Node, Precedence};
use crate::query::QueryNode;
use crate::source::Origin;
use crate::spelling::{NullInText, OperatorSpelling};
use crate::{Name, Text};

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
                self.column_value(node, Precedence::Or)?;
                self.push(" AS ");
                self.name(name)
            }
            node => self.column_value(node, Precedence::Lowest),
        }
    }

    fn column_value(&mut self, node: &Node, at_least: Precedence) -> Written {
        match self.spelling.truth_value() {
            Some(template) if is_condition(node) => self.template(template, std::slice::from_ref(node), None),
            _ => self.operand(node, at_least),
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
            // It brings its own parentheses.
            node if self.two_valued && is_predicate(node) => Precedence::Atom,
            Node::Binary(operator, _) => match self.spelling.operator(*operator) {
                OperatorSpelling::Infix(_) => operator.precedence(),
                OperatorSpelling::Template(_) => Precedence::Atom,
            },
            Node::Nary(NaryOperator::Concat, _) if self.spelling.null_in_text() == NullInText::IsEmpty => {
                Precedence::Atom
            }
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
            Node::Value(parameter) if self.is_literal(parameter) => Precedence::Unary,
            Node::Keyword(_) => Precedence::Unary,
            _ => Precedence::Atom,
        }
    }

    /// The expression without parentheses of its own. It is on the stack once for each level of a deep tree, so what it
    /// does is done elsewhere.
    pub(super) fn bare(&mut self, node: &Node) -> Written {
        self.count()?;
        match node {
            node if self.two_valued && is_predicate(node) => self.truth_value(node),
            Node::Column(origin, name) => self.column(origin, name),
            Node::Label(name) => self.name(name),
            Node::Value(parameter) => self.value(parameter),
            Node::Bind(name, sql_type) => self.bind(name, sql_type.as_deref()),
            Node::Keyword(word) => self.keyword(word),
            Node::Star(origin) => self.star(origin.as_ref()),
            Node::Raw(text) => self.raw(text),
            Node::Not(operand) => self.prefixed("NOT ", operand, Precedence::Comparison),
            Node::Negate(operand) => self.prefixed("-", operand, Precedence::Atom),
            Node::BitNot(operand) => self.bit_not(operand),
            Node::Binary(operator, sides) => self.binary(*operator, &sides.0, &sides.1),
            Node::Nary(operator, operands) => self.chain(*operator, operands),
            Node::IsNull(operand, negation) => self.is_null(operand, *negation),
            Node::Between(parts, negation) => self.between(parts, *negation),
            Node::InList(tested, list, negation) => self.in_list(tested, list, *negation),
            Node::InQuery(tested, query, negation) => self.in_query(tested, query, *negation),
            Node::Like(like) => self.like(like),
            Node::Quantified(operator, quantifier, parts) => self.quantified(*operator, *quantifier, parts),
            Node::Exists(query, negation) => self.exists(query, *negation),
            Node::Subquery(query) => self.scalar_subquery(query),
            Node::Case(case) => self.case(case),
            Node::Cast(parts, kind) => self.cast(&parts.0, &parts.1, *kind),
            Node::Call(call) => self.call(call),
            Node::Tuple(nodes) => self.row_value(nodes),
            Node::Array(elements) => self.array(elements),
            Node::Struct(members) => self.structure(members),
            Node::Map(entries) => self.map(entries),
            Node::Index(parts) => self.element(parts),
            Node::Slice(parts) => self.slice(&parts.0, parts.1.as_ref(), parts.2.as_ref()),
            Node::Member(node, name) => self.member(node, name),
            Node::MapValue(parts) => self.map_value(parts),
            Node::Json(parts, result) => self.json(&parts.0, &parts.1, *result),
            Node::Lambda(parameters, body) => self.lambda(parameters, body),
            Node::Collate(node, collation) => self.collate(node, collation),
            Node::AtTimeZone(parts) => self.at_time_zone(&parts.0, &parts.1),
            // The label belongs to the select list; everywhere else the expression itself is meant.
            Node::Labelled(node, _) => self.bare(node),
            Node::Grouping(grouping) => self.grouping(grouping),
            Node::Poisoned(error) => Err(Failure(error.clone())),
        }
    }

    fn value(&mut self, parameter: &Parameter) -> Written {
        if matches!(parameter.value, Value::Interval(_)) {
            self.need(Construct::IntervalArithmetic)?;
        }
        self.parameter(parameter)
    }

    fn keyword(&mut self, word: &str) -> Written {
        if word == "DEFAULT" {
            self.need(Construct::DefaultValue)?;
        }
        self.push(word);
        Ok(())
    }

    fn star(&mut self, origin: Option<&Origin>) -> Written {
        if let Some(origin) = origin {
            self.qualifier(origin)?;
        }
        self.push("*");
        Ok(())
    }

    fn raw(&mut self, text: &Text) -> Written {
        self.unknown_effect();
        self.part(text)
    }

    fn prefixed(&mut self, operator: &str, operand: &Node, at_least: Precedence) -> Written {
        self.push(operator);
        self.operand(operand, at_least)
    }

    fn bit_not(&mut self, operand: &Node) -> Written {
        self.need(Construct::BitwiseOperators)?;
        self.prefixed("~", operand, Precedence::Atom)
    }

    /// Inside IN, rows are the [`TupleIn`](Construct::TupleIn) that was asked for there.
    fn row_value(&mut self, nodes: &[Node]) -> Written {
        self.need(Construct::RowValue)?;
        self.in_parentheses(nodes)
    }

    pub(super) fn in_parentheses(&mut self, nodes: &[Node]) -> Written {
        self.push("(");
        self.expressions(nodes)?;
        self.push(")");
        Ok(())
    }

    pub(super) fn query_in_parentheses(&mut self, query: &QueryNode) -> Written {
        self.push("(");
        self.query(query)?;
        self.push(")");
        Ok(())
    }

    pub(super) fn exists(&mut self, query: &QueryNode, negation: Negation) -> Written {
        self.need(Construct::Exists)?;
        self.push(if negation == Negation::Plain { "EXISTS " } else { "NOT EXISTS " });
        self.query_in_parentheses(query)
    }

    fn cast(&mut self, node: &Node, to: &SqlType, kind: CastKind) -> Written {
        if kind == CastKind::TryCast {
            self.need(Construct::TryCast)?;
        }
        if kind == CastKind::Cast {
            if self.capabilities.is_some() {
                self.check_type(to)?;
            }
            if let Some(template) = self.template_of_cast(node, to)? {
                return self.template(&template, std::slice::from_ref(node), None);
            }
        }
        self.push(if kind == CastKind::Cast { "CAST(" } else { "TRY_CAST(" });
        self.expression(node)?;
        self.push(" AS ");
        self.sql_type(to)?;
        self.push(")");
        Ok(())
    }

    #[inline(never)]
    fn template_of_cast(&self, node: &Node, to: &SqlType) -> Result<Option<String>, Failure> {
        let from = self.known_type(node);
        self.spelling.cast_from(from.as_ref(), to).map_err(|problem| self.unspeakable(problem, ""))
    }

    /// Without ELSE a CASE may be NULL.
    #[inline(never)]
    fn may_end_in_null(&self, case: &CaseNode) -> Written {
        match case.otherwise {
            Some(_) => Ok(()),
            None => {
                let known = case.branches.iter().find_map(|(_, result)| self.known_type(result));
                self.keeps_null(known.as_ref())
            }
        }
    }

    fn collate(&mut self, node: &Node, collation: &Name) -> Written {
        self.need(Construct::Collate)?;
        self.operand(node, Precedence::Atom)?;
        self.push(" COLLATE ");
        self.name(collation)
    }

    fn at_time_zone(&mut self, node: &Node, zone: &Node) -> Written {
        self.need(Construct::AtTimeZone)?;
        self.operand(node, Precedence::Atom)?;
        self.push(" AT TIME ZONE ");
        self.operand(zone, Precedence::Atom)
    }

    pub(super) fn column(&mut self, origin: &Origin, name: &Name) -> Written {
        if let Some((scope, outer)) = self.scopes.split_last()
            && !outer.is_empty()
        {
            let qualifier = origin.qualifier();
            let is_in = |scope: &[Name]| scope.iter().any(|name| **name == *qualifier);
            if let Some(place) = outer.iter().rposition(|scope| is_in(scope))
                && !is_in(scope)
            {
                self.correlated_with = Some(self.correlated_with.map_or(place, |known| known.min(place)));
                self.need(Construct::CorrelatedSubquery)?;
            }
        }
        if self.is_extended(origin.qualifier()) {
            self.keeps_null(self.type_of_column(origin, name).as_ref())?;
        }
        self.qualifier(origin)?;
        self.name(name)
    }

    pub(super) fn qualifier(&mut self, origin: &Origin) -> Written {
        if self.qualification == Qualification::LeftOut {
            return Ok(());
        }
        self.name(origin.qualifier())?;
        self.push(".");
        Ok(())
    }

    pub(super) fn binary(&mut self, operator: BinaryOperator, left: &Node, right: &Node) -> Written {
        if let Some(construct) = operator.construct() {
            self.need(construct)?;
        }
        // What is computed with a column keeps its own type: half of an integer is no integer.
        let (typed_left, typed_right) = match operator.precedence() {
            Precedence::Comparison => (self.typed_by(right, left), self.typed_by(left, right)),
            _ => (None, None),
        };
        let (left, right) = (typed_left.as_ref().unwrap_or(left), typed_right.as_ref().unwrap_or(right));
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

    fn chain(&mut self, operator: NaryOperator, operands: &VecDeque<Node>) -> Written {
        if operator == NaryOperator::Concat && self.spelling.null_in_text() == NullInText::IsEmpty {
            return self.joined_without_null(operands);
        }
        self.nary(operator, operands, Self::operand)
    }

    /// Texts one after the other, NULL if one of them is.
    fn joined_without_null(&mut self, operands: &VecDeque<Node>) -> Written {
        let operands: Vec<&Node> = operands.iter().collect();
        let guards = self.guards(&operands)?;
        if guards.is_empty() {
            self.push("(");
            self.nary(NaryOperator::Concat, operands, Self::operand)?;
            self.push(")");
            return Ok(());
        }
        self.push("CASE WHEN ");
        for (index, guard) in guards.into_iter().enumerate() {
            self.push(if index > 0 { " AND " } else { "" });
            self.is_null(guard, Negation::Negated)?;
        }
        self.push(" THEN ");
        self.nary(NaryOperator::Concat, operands, Self::operand)?;
        self.push(" END");
        Ok(())
    }

    pub(super) fn nary<'n>(
        &mut self,
        operator: NaryOperator,
        operands: impl IntoIterator<Item = &'n Node>,
        write: fn(&mut Self, &Node, Precedence) -> Written,
    ) -> Written {
        let (symbol, at_least) = match operator {
            NaryOperator::And => (" AND ", Precedence::Not),
            // Not needed, but `a AND b OR c AND d` is hard to read.
            NaryOperator::Or => (" OR ", Precedence::Not),
            NaryOperator::Concat => (" || ", Precedence::Unary),
        };
        for (index, operand) in operands.into_iter().enumerate() {
            if index > 0 {
                self.push(symbol);
            }
            write(self, operand, at_least)?;
        }
        Ok(())
    }

    pub(super) fn case(&mut self, case: &CaseNode) -> Written {
        self.may_end_in_null(case)?;
        self.push("CASE");
        let two_valued = self.two_valued;
        if let (Some(operand), false) = (&case.operand, two_valued) {
            self.push(" ");
            self.expression(operand)?;
        }
        for (condition, result) in &case.branches {
            self.push(" WHEN ");
            if two_valued {
                self.branch_condition(case, condition)?;
            } else {
                self.expression(condition)?;
            }
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
