//! Expressions as text.

use aludel_dialect::{Construct, Parameter, Value};

use super::{Renderer, Values, Written};
use crate::expr::{
    BinaryOperator, BoundNode, Call, Callee, CaseNode, CastKind, Direction, FrameExclusion, FrameNode, FrameUnit,
    GroupingNode, JsonResult, JsonStep, LikeKind, LikeNode, NaryOperator, Negation, Node, NullTreatment, NullsPosition,
    OrderNode, Over, Precedence, QuantifiedOperand, Quantifier, WindowNode,
};
use crate::func::Function;
use crate::source::Origin;
use crate::spelling::{FunctionSpelling, OperatorSpelling};
use crate::{BuildError, Name};

impl Renderer<'_> {
    /// An expression where nothing binds tighter.
    pub(super) fn expression(&mut self, node: &Node) -> Written {
        self.operand(node, Precedence::Lowest)
    }

    pub(super) fn expressions(&mut self, nodes: &[Node]) -> Written {
        self.list(nodes, Self::expression)
    }

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

    /// An expression inside another, in parentheses if it binds more loosely than `at_least`.
    fn operand(&mut self, node: &Node, at_least: Precedence) -> Written {
        if self.precedence(node) >= at_least {
            return self.bare(node);
        }
        self.push("(");
        self.bare(node)?;
        self.push(")");
        Ok(())
    }

    fn precedence(&self, node: &Node) -> Precedence {
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
            Node::Negate(_) | Node::BitNot(_) => Precedence::Unary,
            Node::Collate(..) | Node::AtTimeZone(_) => Precedence::Postfix,
            Node::Exists(_, Negation::Negated) => Precedence::Not,
            // A user's own text, whose operators are not known; a lambda, which reaches as far as it can.
            Node::Raw(_) | Node::Labelled(..) | Node::Lambda(..) => Precedence::Lowest,
            // A negative literal after a minus would begin a comment.
            Node::Value(_) if self.values == Values::Literals => Precedence::Unary,
            _ => Precedence::Atom,
        }
    }

    fn bare(&mut self, node: &Node) -> Written {
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
            Node::Raw(text) => self.text(text),
            Node::Not(operand) => {
                self.push("NOT ");
                self.operand(operand, Precedence::Comparison)
            }
            Node::Negate(operand) => {
                self.push("-");
                self.operand(operand, Precedence::Postfix)
            }
            Node::BitNot(operand) => {
                self.need(Construct::BitwiseOperators)?;
                self.push("~");
                self.operand(operand, Precedence::Postfix)
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
                self.operand(node, Precedence::Postfix)?;
                self.push(" COLLATE ");
                self.name(collation)
            }
            Node::AtTimeZone(parts) => {
                self.need(Construct::AtTimeZone)?;
                self.operand(&parts.0, Precedence::Postfix)?;
                self.push(" AT TIME ZONE ");
                self.operand(&parts.1, Precedence::Atom)
            }
            Node::Labelled(node, name) => {
                self.operand(node, Precedence::Or)?;
                self.push(" AS ");
                self.name(name)
            }
            Node::Grouping(grouping) => self.grouping(grouping),
            Node::Poisoned(error) => Err((**error).clone()),
        }
    }

    fn column(&mut self, origin: &Origin, name: &Name) -> Written {
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

    fn qualifier(&mut self, origin: &Origin) -> Written {
        self.name(origin.qualifier())?;
        self.push(".");
        Ok(())
    }

    fn binary(&mut self, operator: BinaryOperator, left: &Node, right: &Node) -> Written {
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

    fn nary(&mut self, operator: NaryOperator, operands: &[Node]) -> Written {
        let (symbol, at_least) = match operator {
            NaryOperator::And => (" AND ", Precedence::Not),
            NaryOperator::Or => (" OR ", Precedence::And),
            NaryOperator::Concat => (" || ", Precedence::Unary),
        };
        for (index, operand) in operands.iter().enumerate() {
            if index > 0 {
                self.push(symbol);
            }
            self.operand(operand, at_least)?;
        }
        Ok(())
    }

    fn tested(&mut self, tested: &Node, negation: Negation) -> Written {
        if matches!(tested, Node::Tuple(_)) {
            self.need(Construct::TupleIn)?;
        }
        self.operand(tested, Precedence::Bitwise)?;
        self.push(if negation == Negation::Plain { " IN (" } else { " NOT IN (" });
        Ok(())
    }

    fn in_list(&mut self, tested: &Node, list: &[Node], negation: Negation) -> Written {
        if list.is_empty() {
            // Nothing is in an empty list, NULL neither.
            self.push(if negation == Negation::Plain { "1 = 0" } else { "1 = 1" });
            return Ok(());
        }
        self.tested(tested, negation)?;
        self.expressions(list)?;
        self.push(")");
        Ok(())
    }

    fn like(&mut self, like: &LikeNode) -> Written {
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

    fn quantified(
        &mut self,
        operator: BinaryOperator,
        quantifier: Quantifier,
        (tested, operand): &(Node, QuantifiedOperand),
    ) -> Written {
        let OperatorSpelling::Infix(symbol) = self.spelling.operator(operator) else {
            return Err(BuildError::usage(format!("{} can't stand before ANY or ALL", operator.sql())));
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

    fn case(&mut self, case: &CaseNode) -> Written {
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

    fn slice(&mut self, array: &Node, first: Option<&Node>, last: Option<&Node>) -> Written {
        self.need(Construct::ArraySlice)?;
        let parts: Vec<Node> = [Some(array), first, last].into_iter().flatten().cloned().collect();
        self.template(self.spelling.slice(), &parts, None)
    }

    fn map(&mut self, entries: &[(Node, Node)]) -> Written {
        self.need(Construct::MapLiteral)?;
        for piece in pieces(self.spelling.map()) {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Slot("keys") => self.list(entries, |renderer, (key, _)| renderer.expression(key))?,
                Piece::Slot(_) => self.list(entries, |renderer, (_, value)| renderer.expression(value))?,
            }
        }
        Ok(())
    }

    fn lambda(&mut self, parameters: &[Name], body: &Node) -> Written {
        self.need(Construct::Lambda)?;
        for piece in pieces(self.spelling.lambda()) {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Slot("parameters") => self.names(parameters)?,
                Piece::Slot(_) => self.expression(body)?,
            }
        }
        Ok(())
    }

    fn json(&mut self, document: &Node, steps: &[JsonStep], result: JsonResult) -> Written {
        self.need(Construct::JsonAccess)?;
        let path = self.spelling.json_path(steps).map_err(|problem| self.unspeakable(problem, ""))?;
        let path = Node::Value(Box::new(Parameter::new(path)));
        let template = match result {
            JsonResult::Json => self.spelling.json_value(),
            JsonResult::Text => self.spelling.json_text(),
        };
        self.pair(template, document, &path)
    }

    fn grouping(&mut self, grouping: &GroupingNode) -> Written {
        match grouping {
            GroupingNode::Rollup(nodes) => {
                self.need(Construct::Rollup)?;
                self.push("ROLLUP (");
                self.expressions(nodes)?;
            }
            GroupingNode::Cube(nodes) => {
                self.need(Construct::Cube)?;
                self.push("CUBE (");
                self.expressions(nodes)?;
            }
            GroupingNode::Sets(sets) => {
                self.need(Construct::GroupingSets)?;
                self.push("GROUPING SETS (");
                self.list(sets, |renderer, set| {
                    renderer.push("(");
                    renderer.expressions(set)?;
                    renderer.push(")");
                    Ok(())
                })?;
            }
        }
        self.push(")");
        Ok(())
    }

    /// A template of two operands.
    fn pair(&mut self, template: &str, left: &Node, right: &Node) -> Written {
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Slot("0") => self.slot(template, left)?,
                Piece::Slot(_) => self.expression(right)?,
            }
        }
        Ok(())
    }

    /// The first operand of a template: in parentheses where the template begins with it and something follows.
    fn slot(&mut self, template: &str, node: &Node) -> Written {
        if template.starts_with('{') { self.operand(node, Precedence::Postfix) } else { self.expression(node) }
    }

    /// A template of a function's arguments.
    fn template(&mut self, template: &str, arguments: &[Node], part: Option<&str>) -> Written {
        for piece in pieces(template) {
            match piece {
                Piece::Text(text) => self.push(text),
                Piece::Slot("*") => self.expressions(arguments)?,
                Piece::Slot("part") => self.push(part.unwrap_or_default()),
                Piece::Slot(number) => {
                    match number.parse::<usize>().ok().and_then(|number| Some((number, arguments.get(number)?))) {
                        Some((0, argument)) => self.slot(template, argument)?,
                        Some((_, argument)) => self.expression(argument)?,
                        None => {
                            return Err(BuildError::usage(format!("{template:?} names an argument that is missing")));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn named_arguments(&mut self, arguments: &[(Name, Node)]) -> Written {
        self.list(arguments, |renderer, (name, value)| {
            renderer.name(name)?;
            renderer.push(renderer.spelling.named_argument());
            renderer.expression(value)
        })
    }

    /// A function with all that is attached to it.
    pub(super) fn call(&mut self, call: &Call) -> Written {
        match &call.callee {
            Callee::Neutral(function) => self.neutral_call(*function, call)?,
            Callee::Native(path, parameters) => {
                for (index, name) in path.iter().enumerate() {
                    if index > 0 {
                        self.push(".");
                    }
                    self.name(name)?;
                }
                if !parameters.is_empty() {
                    self.need(Construct::ParametricAggregate)?;
                    self.push("(");
                    self.expressions(parameters)?;
                    self.push(")");
                }
                self.arguments(call)?;
            }
        }
        if !call.within_group.is_empty() {
            self.need(Construct::WithinGroup)?;
            self.push(" WITHIN GROUP (ORDER BY ");
            self.order_terms(&call.within_group)?;
            self.push(")");
        }
        if let Some(filter) = &call.filter {
            self.need(Construct::AggregateFilter)?;
            self.push(" FILTER (WHERE ");
            self.expression(filter)?;
            self.push(")");
        }
        match &call.over {
            None => Ok(()),
            Some(Over::Named(name)) => {
                self.need(Construct::NamedWindow)?;
                self.push(" OVER ");
                self.name(name)
            }
            Some(Over::Window(window)) => {
                self.need(Construct::WindowFunction)?;
                self.push(" OVER (");
                self.window(window)?;
                self.push(")");
                Ok(())
            }
        }
    }

    fn neutral_call(&mut self, function: Function, call: &Call) -> Written {
        if matches!(function, Function::RegexpMatches | Function::RegexpReplace | Function::RegexpExtract) {
            self.need(Construct::Regexp)?;
        }
        match self.spelling.function(function) {
            FunctionSpelling::Name(name) => {
                self.push(name);
                self.arguments(call)
            }
            FunctionSpelling::Template(template) => {
                if call.distinct || !call.order_by.is_empty() || call.nulls.is_some() || !call.named.is_empty() {
                    let (dialect, function) = (self.dialect(), function.name());
                    return Err(BuildError::usage(format!(
                        "{dialect} writes `{function}` in a way that takes no DISTINCT, ORDER BY or IGNORE NULLS"
                    )));
                }
                let part = match function {
                    Function::Extract(part) | Function::DateTrunc(part) | Function::DateDiff(part) => {
                        Some(self.spelling.date_part(part))
                    }
                    _ => None,
                };
                self.template(template, &call.arguments, part)
            }
            FunctionSpelling::Refused(reason) => Err(BuildError::Function {
                dialect: self.dialect(),
                function: function.name(),
                reason: Some(reason).filter(|reason| !reason.is_empty()),
            }),
        }
    }

    fn arguments(&mut self, call: &Call) -> Written {
        self.push("(");
        if call.distinct {
            self.need(Construct::AggregateDistinct)?;
            self.push("DISTINCT ");
        }
        self.expressions(&call.arguments)?;
        if !call.named.is_empty() {
            self.need(Construct::NamedArguments)?;
            if call.named.iter().any(|(name, _)| name.eq_ignore_ascii_case("md_run")) {
                self.need(Construct::MdRun)?;
            }
            if !call.arguments.is_empty() {
                self.push(", ");
            }
            self.named_arguments(&call.named)?;
        }
        if !call.order_by.is_empty() {
            self.need(Construct::AggregateOrderBy)?;
            self.push(" ORDER BY ");
            self.order_terms(&call.order_by)?;
        }
        if let Some(treatment) = call.nulls {
            self.need(Construct::NullTreatment)?;
            self.push(match treatment {
                NullTreatment::Ignore => " IGNORE NULLS",
                NullTreatment::Respect => " RESPECT NULLS",
            });
        }
        self.push(")");
        Ok(())
    }

    pub(super) fn order_terms(&mut self, terms: &[OrderNode]) -> Written {
        self.list(terms, |renderer, term| {
            renderer.expression(&term.expr)?;
            if term.direction == Direction::Descending {
                renderer.push(" DESC");
            }
            if let Some(position) = term.nulls {
                renderer.need(Construct::NullsOrder)?;
                renderer.push(match position {
                    NullsPosition::First => " NULLS FIRST",
                    NullsPosition::Last => " NULLS LAST",
                });
            }
            if let Some(fill) = &term.fill {
                renderer.need(Construct::WithFill)?;
                renderer.push(" WITH FILL");
                for (word, node) in [(" FROM ", &fill.from), (" TO ", &fill.to), (" STEP ", &fill.step)] {
                    if let Some(node) = node {
                        renderer.push(word);
                        renderer.expression(node)?;
                    }
                }
            }
            Ok(())
        })
    }

    pub(super) fn window(&mut self, window: &WindowNode) -> Written {
        let mut gap = "";
        if let Some(base) = &window.base {
            self.need(Construct::NamedWindow)?;
            self.name(base)?;
            gap = " ";
        }
        if !window.partition_by.is_empty() {
            self.push(gap);
            self.push("PARTITION BY ");
            self.expressions(&window.partition_by)?;
            gap = " ";
        }
        if !window.order_by.is_empty() {
            self.push(gap);
            self.push("ORDER BY ");
            self.order_terms(&window.order_by)?;
            gap = " ";
        }
        if let Some(frame) = &window.frame {
            self.push(gap);
            self.frame(frame)?;
        }
        Ok(())
    }

    pub(super) fn frame(&mut self, frame: &FrameNode) -> Written {
        let (word, construct) = match frame.unit {
            FrameUnit::Rows => ("ROWS", Construct::RowsFrame),
            FrameUnit::Range => ("RANGE", Construct::RangeFrame),
            FrameUnit::Groups => ("GROUPS", Construct::GroupsFrame),
        };
        self.need(construct)?;
        let distance = |bound: &BoundNode| matches!(bound, BoundNode::Preceding(_) | BoundNode::Following(_));
        if frame.unit == FrameUnit::Range && (distance(&frame.start) || distance(&frame.end)) {
            self.need(Construct::RangeOffset)?;
        }
        self.push(word);
        self.push(" BETWEEN ");
        self.bound(&frame.start)?;
        self.push(" AND ");
        self.bound(&frame.end)?;
        if let Some(exclusion) = frame.exclusion {
            self.need(Construct::FrameExclusion)?;
            self.push(match exclusion {
                FrameExclusion::CurrentRow => " EXCLUDE CURRENT ROW",
                FrameExclusion::Group => " EXCLUDE GROUP",
                FrameExclusion::Ties => " EXCLUDE TIES",
                FrameExclusion::NoOthers => " EXCLUDE NO OTHERS",
            });
        }
        Ok(())
    }

    fn bound(&mut self, bound: &BoundNode) -> Written {
        match bound {
            BoundNode::UnboundedPreceding => self.push("UNBOUNDED PRECEDING"),
            BoundNode::UnboundedFollowing => self.push("UNBOUNDED FOLLOWING"),
            BoundNode::CurrentRow => self.push("CURRENT ROW"),
            BoundNode::Preceding(distance) => {
                self.operand(distance, Precedence::Additive)?;
                self.push(" PRECEDING");
            }
            BoundNode::Following(distance) => {
                self.operand(distance, Precedence::Additive)?;
                self.push(" FOLLOWING");
            }
        }
        Ok(())
    }
}

/// A part of a template.
enum Piece<'a> {
    Text(&'a str),
    /// What stands between braces.
    Slot(&'a str),
}

fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    template.split('{').enumerate().flat_map(|(index, part)| {
        let (slot, text) = match part.split_once('}') {
            Some((slot, text)) if index > 0 => (Some(slot), text),
            _ => (None, part),
        };
        slot.map(Piece::Slot).into_iter().chain((!text.is_empty()).then_some(Piece::Text(text)))
    })
}
