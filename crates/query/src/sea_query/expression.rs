//! Expressions.

use ::sea_query as sea;
use ::sea_query::extension::postgres::{PgBinOper, PgFunc};
use ::sea_query::{
    BinOper, ColumnName, ColumnRef, ConditionHolder, ConditionHolderContents, Func, FunctionCall, Keyword,
    LogicalChainOper, QueryBuilder, SubQueryOper, SubQueryStatement, UnOper,
};
use aludel_dialect::{Any, SqlType};

use super::hooks::{Inner, Shared};
use super::outline::Meaning;
use super::{sources, tape, types, unwritten, values};
use crate::expr::{
    BinaryOperator, Call, Callee, CaseNode, Expr, LikeKind, LikeNode, Negation, Node, QuantifiedOperand, Quantifier,
};
use crate::source::Origin;
use crate::{BuildError, IntoExpr, Name, all_of, any_of, exists, func};

type Read = Result<Expr<Any>, BuildError>;

pub(super) fn read(shared: &Shared, expression: &sea::Expr) -> Read {
    let _level = shared.level()?;
    one(shared, expression)
}

pub(super) fn all<'a>(
    shared: &Shared,
    expressions: impl IntoIterator<Item = &'a sea::Expr>,
) -> Result<Vec<Expr<Any>>, BuildError> {
    // A loop, and no iterator's adapters: their frames would stand between the levels.
    let mut read = Vec::new();
    for expression in expressions {
        read.push(self::read(shared, expression)?);
    }
    Ok(read)
}

fn one(shared: &Shared, expression: &sea::Expr) -> Read {
    use sea::Expr as E;
    match expression {
        E::Column(reference) => column(shared, reference),
        E::Tuple(items) => tuple(all(shared, items)?),
        E::Values(items) => tuple(items.iter().map(value).collect::<Result<_, _>>()?),
        E::Unary(UnOper::Not, operand) => Ok(!read(shared, operand)?),
        E::FunctionCall(call) => function(shared, call),
        E::Binary(left, operator, right) => binary(shared, left, *operator, right),
        E::SubQuery(None, query) => scalar(shared, query),
        E::SubQuery(Some(SubQueryOper::Exists), query) => Ok(exists(shared.inner_query(query)?)),
        E::SubQuery(Some(_), _) => Err(BuildError::usage("ANY, SOME and ALL stand behind a comparison")),
        E::Value(found) | E::Constant(found) => value(found),
        E::Keyword(keyword) => self::keyword(keyword),
        E::Case(case) => self::case(shared, case),
        E::Custom(_) | E::CustomWithExpr(..) => {
            let message = "sea-query's custom text is in the words of one engine and not looked into: use the expressions \
                           of sea-query, or a statement of this library with `raw_expr(..)`";
            Err(BuildError::usage(message))
        }
        E::AsEnum(name, _) => Err(unwritten(format_args!("cast to the enum {:?}", name.to_string()))),
        E::TypeName(_) => Err(BuildError::usage("the name of a type stands behind CAST")),
        other => Err(unwritten(format_args!("{other:?}"))),
    }
}

fn value(value: &sea::Value) -> Read {
    Ok(values::parameter(value)?.into_expr())
}

fn tuple(items: Vec<Expr<Any>>) -> Read {
    let (nodes, depth) = crate::expr::take_nodes(items);
    Ok(Expr::over_depth(Node::Tuple(nodes), depth))
}

fn scalar(shared: &Shared, query: &SubQueryStatement) -> Read {
    Ok(crate::query::scalar(shared.inner_query(query)?))
}

/// A column, or all of them.
pub(super) fn column(shared: &Shared, reference: &ColumnRef) -> Read {
    let origin = |table: &sea::TableName| match sources::table(table) {
        // The name alone may be an alias.
        table if table.path().len() == 1 => Origin::Derived(Name::from(table.name())),
        table => Origin::Table(table),
    };
    let node = match reference {
        ColumnRef::Column(ColumnName(None, name)) => shared.named_alone(Name::from(name.clone()))?,
        ColumnRef::Column(ColumnName(Some(table), name)) => Node::Column(origin(table), Name::from(name.clone())),
        ColumnRef::Asterisk(table) => Node::Star(table.as_ref().map(origin)),
        other => return Err(unwritten(format_args!("{other:?}"))),
    };
    Ok(Expr::leaf(node))
}

fn keyword(keyword: &Keyword) -> Read {
    match keyword {
        Keyword::Null => Ok(crate::null()),
        Keyword::CurrentDate => Ok(func::current_date()),
        Keyword::CurrentTimestamp => Ok(func::now()),
        Keyword::Default => Ok(crate::default()),
        Keyword::CurrentTime => Err(unwritten("CURRENT_TIME")),
        Keyword::Custom(_) => Err(unwritten("custom keyword")),
        other => Err(unwritten(format_args!("{other:?}"))),
    }
}

/// A condition; none where it is empty, or TRUE, which is what sea-query makes of one without members.
pub(super) fn condition(shared: &Shared, holder: &ConditionHolder) -> Result<Option<Expr<Any>>, BuildError> {
    match &holder.contents {
        ConditionHolderContents::Empty => Ok(None),
        ConditionHolderContents::Condition(condition) => filter(shared, &sea::Expr::from(condition.clone())),
        ConditionHolderContents::Chain(chain) => {
            // AND binds tighter than OR.
            let mut any: Vec<Vec<Expr<Any>>> = Vec::new();
            for member in chain {
                match (member, any.last_mut()) {
                    (LogicalChainOper::And(condition), Some(all)) => all.push(read(shared, condition)?),
                    (LogicalChainOper::And(condition) | LogicalChainOper::Or(condition), _) => {
                        any.push(vec![read(shared, condition)?]);
                    }
                }
            }
            let alternatives: Vec<Expr<Any>> = any.into_iter().map(all_of).collect();
            Ok((!alternatives.is_empty()).then(|| any_of(alternatives)))
        }
    }
}

fn filter(shared: &Shared, condition: &sea::Expr) -> Result<Option<Expr<Any>>, BuildError> {
    match condition {
        sea::Expr::Constant(sea::Value::Bool(Some(true))) => Ok(None),
        condition => read(shared, condition).map(Some),
    }
}

/// The operands of a chain of one operator, from left to right, which is one level however long it is.
fn chain<'a>(left: &'a sea::Expr, operator: BinOper, right: &'a sea::Expr) -> Vec<&'a sea::Expr> {
    let mut operands = vec![right];
    let mut rest = left;
    while let sea::Expr::Binary(left, same, right) = rest
        && *same == operator
    {
        operands.push(right);
        rest = left;
    }
    operands.push(rest);
    operands.reverse();
    operands
}

/// An operator that stands between two operands here too.
fn plain(operator: BinOper) -> Option<BinaryOperator> {
    use BinaryOperator as B;
    Some(match operator {
        BinOper::Equal => B::Equal,
        BinOper::NotEqual => B::NotEqual,
        BinOper::SmallerThan => B::Less,
        BinOper::SmallerThanOrEqual => B::LessOrEqual,
        BinOper::GreaterThan => B::Greater,
        BinOper::GreaterThanOrEqual => B::GreaterOrEqual,
        BinOper::Add => B::Add,
        BinOper::Sub => B::Subtract,
        BinOper::Mul => B::Multiply,
        BinOper::Div => B::Divide,
        BinOper::Mod => B::Remainder,
        BinOper::BitAnd => B::BitAnd,
        BinOper::BitOr => B::BitOr,
        BinOper::LShift => B::ShiftLeft,
        BinOper::RShift => B::ShiftRight,
        _ => return None,
    })
}

fn binary(shared: &Shared, left: &sea::Expr, operator: BinOper, right: &sea::Expr) -> Read {
    if let Some(operator) = plain(operator) {
        return compared(shared, left, operator, right);
    }
    match operator {
        BinOper::And => Ok(all_of(all(shared, chain(left, operator, right))?)),
        BinOper::Or => Ok(any_of(all(shared, chain(left, operator, right))?)),
        BinOper::PgOperator(PgBinOper::Concatenate) => {
            let mut operands = all(shared, chain(left, operator, right))?.into_iter();
            let first = operands.next().ok_or_else(|| unwritten("||"))?;
            Ok(operands.fold(first, |text, operand| text.concat(operand)))
        }
        BinOper::Is => is(shared, left, right, Negation::Plain),
        BinOper::IsNot => is(shared, left, right, Negation::Negated),
        BinOper::In => member(shared, left, right, Negation::Plain),
        BinOper::NotIn => member(shared, left, right, Negation::Negated),
        BinOper::Between => between(shared, left, right, Negation::Plain),
        BinOper::NotBetween => between(shared, left, right, Negation::Negated),
        BinOper::Like => like(shared, LikeKind::Like, left, right, Negation::Plain),
        BinOper::NotLike => like(shared, LikeKind::Like, left, right, Negation::Negated),
        BinOper::PgOperator(PgBinOper::ILike) => like(shared, LikeKind::Ilike, left, right, Negation::Plain),
        BinOper::PgOperator(PgBinOper::NotILike) => like(shared, LikeKind::Ilike, left, right, Negation::Negated),
        BinOper::As | BinOper::Escape => Err(BuildError::usage("AS stands in CAST, and ESCAPE behind LIKE")),
        BinOper::Custom(words) => Err(unwritten(format_args!("custom operator {words:?}"))),
        BinOper::PgOperator(operator) => Err(unwritten(format_args!("operator {operator:?} of Postgres"))),
        other => Err(unwritten(format_args!("operator {other:?}"))),
    }
}

/// Two operands, of which the right one may be ANY or ALL of a query.
fn compared(shared: &Shared, left: &sea::Expr, operator: BinaryOperator, right: &sea::Expr) -> Read {
    let (quantifier, query) = match right {
        sea::Expr::SubQuery(Some(SubQueryOper::Any | SubQueryOper::Some), query) => (Quantifier::Any, query),
        sea::Expr::SubQuery(Some(SubQueryOper::All), query) => (Quantifier::All, query),
        sea::Expr::FunctionCall(call) if is_any(call) => {
            let array = all(shared, call.get_args())?.swap_remove(0);
            return Ok(read(shared, left)?.any_of_array(operator, array));
        }
        _ => return arithmetic(shared, left, operator, right),
    };
    let (left, (query, depth)) = (read(shared, left)?, shared.inner_query(query)?.into_parts());
    let below = depth.max(left.depth);
    let operands = Box::new((left.node, QuantifiedOperand::Query(query)));
    Ok(Expr::over_depth(Node::Quantified(operator, quantifier, operands), below))
}

/// `ANY(array)` of Postgres.
fn is_any(call: &FunctionCall) -> bool {
    matches!(call.get_func(), Func::PgFunction(PgFunc::Any | PgFunc::Some)) && call.get_args().len() == 1
}

/// ANY or ALL, which is no operand by itself.
fn is_quantified(operand: &sea::Expr) -> bool {
    match operand {
        sea::Expr::SubQuery(quantifier, _) => quantifier.is_some(),
        sea::Expr::FunctionCall(call) => is_any(call),
        _ => false,
    }
}

/// Operators to the left are gone through in a loop: `a + b - c` is a chain, which sea-query's users make by folding.
fn arithmetic(shared: &Shared, left: &sea::Expr, operator: BinaryOperator, right: &sea::Expr) -> Read {
    let mut behind = vec![(operator, right)];
    let mut first = left;
    while let sea::Expr::Binary(left, operator, right) = first
        && let Some(operator) = plain(*operator)
        && !is_quantified(right)
    {
        behind.push((operator, right));
        first = left;
    }
    let mut whole = read(shared, first)?;
    while let Some((operator, right)) = behind.pop() {
        whole = whole.binary(operator, read(shared, right)?);
    }
    Ok(whole)
}

fn is(shared: &Shared, left: &sea::Expr, right: &sea::Expr, negation: Negation) -> Read {
    let is_null = match right {
        sea::Expr::Keyword(Keyword::Null) => true,
        sea::Expr::Value(value) | sea::Expr::Constant(value) => values::parameter(value)?.value.is_null(),
        _ => false,
    };
    let operand = read(shared, left)?;
    if is_null {
        return Ok(operand.map(|node| Node::IsNull(Box::new(node), negation)));
    }
    // IS of a value never gives NULL.
    let operator = match negation {
        Negation::Plain => BinaryOperator::NotDistinctFrom,
        Negation::Negated => BinaryOperator::DistinctFrom,
    };
    Ok(operand.binary(operator, read(shared, right)?))
}

fn member(shared: &Shared, left: &sea::Expr, right: &sea::Expr, negation: Negation) -> Read {
    let tested = read(shared, left)?;
    let list = match right {
        sea::Expr::Tuple(items) => all(shared, items)?,
        sea::Expr::Values(items) => items.iter().map(value).collect::<Result<_, _>>()?,
        sea::Expr::SubQuery(None, query) => {
            let (query, depth) = shared.inner_query(query)?.into_parts();
            let below = depth.max(tested.depth);
            return Ok(Expr::over_depth(Node::InQuery(Box::new(tested.node), Box::new(query), negation), below));
        }
        _ => return Err(BuildError::usage("IN stands before a list or a query")),
    };
    let (list, depth) = crate::expr::take_nodes(list);
    let below = depth.max(tested.depth);
    Ok(Expr::over_depth(Node::InList(Box::new(tested.node), list, negation), below))
}

fn between(shared: &Shared, tested: &sea::Expr, bounds: &sea::Expr, negation: Negation) -> Read {
    let sea::Expr::Binary(low, BinOper::And, high) = bounds else {
        return Err(BuildError::usage("BETWEEN stands before two values with AND"));
    };
    let (tested, low, high) = (read(shared, tested)?, read(shared, low)?, read(shared, high)?);
    let below = tested.depth.max(low.depth).max(high.depth);
    Ok(Expr::over_depth(Node::Between(Box::new((tested.node, low.node, high.node)), negation), below))
}

fn like(shared: &Shared, kind: LikeKind, text: &sea::Expr, pattern: &sea::Expr, negation: Negation) -> Read {
    let (pattern, escape) = match pattern {
        sea::Expr::Binary(pattern, BinOper::Escape, escape) => match escape.as_ref() {
            sea::Expr::Constant(sea::Value::Char(Some(escape))) => (pattern.as_ref(), Some(*escape)),
            _ => return Err(BuildError::usage("ESCAPE stands before one character")),
        },
        pattern => (pattern, None),
    };
    let (text, pattern) = (read(shared, text)?, read(shared, pattern)?);
    Ok(text.combine(pattern, |text, pattern| Node::Like(Box::new(LikeNode { kind, negation, text, pattern, escape }))))
}

fn function(shared: &Shared, call: &FunctionCall) -> Read {
    if let Func::Cast = call.get_func() {
        return cast(shared, call);
    }
    let arguments = || all(shared, call.get_args());
    // No aggregate holds a label, which may be of an aggregate itself: `HAVING sum(amount) > 7` behind `sum(amount) AS amount`.
    let mut arguments =
        if is_aggregate(call.get_func()) { shared.meaning(Meaning::Column, arguments)? } else { arguments()? };
    let count = arguments.len();
    let mut next = || arguments.remove(0);
    let called = match (call.get_func(), count) {
        (Func::Max, 1) => func::max(next()),
        (Func::Min, 1) => func::min(next()),
        (Func::Sum, 1) => func::sum(next()),
        (Func::Avg, 1) => func::avg(next()),
        (Func::Abs, 1) => func::abs(next()),
        (Func::Count, 1) => match next() {
            all if matches!(all.node, Node::Star(None)) => func::count_rows(),
            counted => func::count(counted),
        },
        (Func::CharLength, 1) => func::length(next()),
        (Func::Lower, 1) => func::lower(next()),
        (Func::Upper, 1) => func::upper(next()),
        (Func::Round, 1) => func::round(next(), 0),
        (Func::Round, 2) => func::round(next(), next()),
        (Func::Random, 0) => func::random(),
        (Func::PgFunction(PgFunc::StartsWith), 2) => func::starts_with(next(), next()),
        (Func::PgFunction(PgFunc::ArrayAgg), 1) => func::array_agg(next()),
        (Func::IfNull, 2) => func::coalesce(arguments),
        (Func::Coalesce, 1..) => func::coalesce(arguments),
        (Func::Greatest, 1..) => func::greatest(arguments),
        (Func::Least, 1..) => func::least(arguments),
        (Func::Custom(name), _) => {
            let (nodes, depth) = crate::expr::take_nodes(arguments);
            let call = Call::new(Callee::Native(vec![Name::from(name.clone())], Vec::new()), nodes);
            Expr::over_depth(Node::Call(Box::new(call)), depth)
        }
        (other, count) => {
            return Err(BuildError::usage(format!(
                "sea-query's function {other:?} of {count} has no one meaning on all engines: call the engine's own with \
                 `Func::cust(..)`"
            )));
        }
    };
    attached(shared, call, called)
}

fn is_aggregate(function: &Func) -> bool {
    matches!(function, Func::Max | Func::Min | Func::Sum | Func::Avg | Func::Count | Func::PgFunction(PgFunc::ArrayAgg))
}

/// DISTINCT and FILTER.
fn attached(shared: &Shared, call: &FunctionCall, called: Expr<Any>) -> Read {
    let called = match call.get_mods() {
        [modifier] if modifier.distinct => called.distinct(),
        several if several.iter().any(|modifier| modifier.distinct) => {
            return Err(unwritten("DISTINCT of one among several arguments"));
        }
        _ => called,
    };
    match call.get_filter() {
        None => Ok(called),
        Some(condition) => match filter(shared, &sea::Expr::from(condition.clone()))? {
            Some(condition) => Ok(called.filter_where(condition)),
            None => Ok(called),
        },
    }
}

/// # Errors
/// DISTINCT or FILTER, where no aggregate is.
pub(super) fn unattached(call: &FunctionCall, what: &str) -> Result<(), BuildError> {
    if call.get_filter().is_some() {
        return Err(unwritten(format_args!("FILTER of {what}")));
    }
    if call.get_mods().iter().any(|modifier| modifier.distinct) {
        return Err(unwritten(format_args!("DISTINCT of {what}")));
    }
    Ok(())
}

fn cast(shared: &Shared, call: &FunctionCall) -> Read {
    unattached(call, "a CAST")?;
    let [sea::Expr::Binary(operand, BinOper::As, name)] = call.get_args() else {
        return Err(BuildError::usage("CAST takes an expression and the name of a type"));
    };
    let to: SqlType = match name.as_ref() {
        sea::Expr::Custom(name) => types::named(name)?,
        sea::Expr::TypeName(sea::TypeRef(None, name)) => types::named(&name.to_string())?,
        _ => return Err(unwritten("type with a schema")),
    };
    Ok(read(shared, operand)?.cast(to))
}

/// `(CASE WHEN (condition) THEN result … ELSE result END)`, whose parts are sea-query's own.
fn case(shared: &Shared, case: &sea::CaseStatement) -> Read {
    let mut tape = shared.tape(|hooks, sql| Inner(hooks).prepare_case_statement(case, sql))?;
    tape.expect("(CASE")?;
    let mut node = CaseNode { operand: None, branches: Vec::new(), otherwise: None };
    let mut depth = 0;
    let mut part = |tape: &mut tape::Tape| {
        let part = tape.part(tape::expr)?;
        depth = depth.max(part.depth);
        Ok::<Node, BuildError>(part.node)
    };
    while tape.eat("WHEN (") {
        let condition = part(&mut tape)?;
        tape.expect(") THEN")?;
        node.branches.push((condition, part(&mut tape)?));
    }
    if tape.eat("ELSE") {
        node.otherwise = Some(part(&mut tape)?);
    }
    tape.expect("END)")?;
    tape.end()?;
    if node.branches.is_empty() {
        return Err(BuildError::Empty { what: "CASE", instead: "add a branch" });
    }
    Ok(Expr::over_depth(Node::Case(Box::new(node)), depth))
}
