//! SELECT, and the set operations that sea-query keeps in it.

use ::sea_query::{OrderExpr, QueryBuilder, SelectExpr, SelectStatement, WindowSelectType};
use aludel_dialect::{Any, Value};

use super::hooks::{Inner, Shared};
use super::tape::{self, Tape};
use super::{Tree, expression, sources, unwritten};
use crate::expr::{
    BoundNode, Expr, FrameNode, FrameUnit, Node, NullsPosition, Order, Window, take_nodes, take_terms, window,
};
use crate::query::{IntoQuery, Query};
use crate::render::holds;
use crate::select::Select;
use crate::{BuildError, Compound, Name, SetOperator, desc, select};

pub(super) fn read(statement: &SelectStatement) -> Result<Tree, BuildError> {
    Ok(Tree::Query(query(&Shared::default(), statement)?.into_parts().0))
}

/// The query of a statement, with the WITH before it.
pub(super) fn query(shared: &Shared, statement: &SelectStatement) -> Result<Query<Any>, BuildError> {
    super::with::scope(shared, || {
        shared.among(shared.alone_in(statement), || {
            let mut tape = shared.tape(|hooks, sql| hooks.prepare_select_statement(statement, sql))?;
            let query = parts(&mut tape)?;
            tape.end()?;
            Ok(query)
        })
    })
}

/// A name that stands alone in HAVING is a label; if what has the label is computed from a column of that name, it may be that
/// column as well, as the standard has it, and engines choose differently.
fn one_meaning_in_having(select: &Select<Any>) -> Result<(), BuildError> {
    for labelled in &select.node.columns {
        let Node::Labelled(labelled, label) = labelled else { continue };
        let is_the_column = |node: &Node| matches!(node, Node::Column(_, name) if name == label);
        let is_the_label = |node: &Node| matches!(node, Node::Label(name) if name == label);
        let is_computed_from_it = !is_the_column(labelled) && holds(labelled, &is_the_column);
        if is_computed_from_it && select.node.having.iter().any(|condition| holds(condition, &is_the_label)) {
            return Err(BuildError::usage(format!(
                "{:?} stands alone in HAVING of a statement of sea-query, and is a column and the label of what is computed \
                 from it: say the table of the column, or give the label another name",
                label.as_str()
            )));
        }
    }
    Ok(())
}

/// A SELECT up to where something else begins.
pub(super) fn parts(tape: &mut Tape) -> Result<Query<Any>, BuildError> {
    tape.expect("SELECT")?;
    let distinct = tape.part_if(tape::distinct);
    let mut made: Select<Any> = select(tape.list(tape::expr)?);
    if let Some((distinct, depth)) = distinct {
        made.node.distinct = distinct;
        made.deepen(depth);
    }
    if tape.eat("FROM") {
        made = made.from(sources::from(tape)?);
    }
    if tape.eat("WHERE") {
        made = made.filter(tape.part(tape::expr)?);
    }
    if tape.eat("GROUP BY") {
        made = made.group_by(tape.list(tape::expr)?);
    }
    if tape.eat("HAVING") {
        made = made.having(tape.part(tape::expr)?);
        one_meaning_in_having(&made)?;
    }
    let mut unions = Vec::new();
    while let Some(union) = tape.part_if(tape::union) {
        unions.push(union);
    }
    let terms = if tape.eat("ORDER BY") { tape.list(tape::order)? } else { Vec::new() };
    let limit = if tape.eat("LIMIT") { Some(count(tape)?) } else { None };
    let offset = if tape.eat("OFFSET") { Some(count(tape)?) } else { None };
    let lock = tape.part_if(tape::lock);
    if tape.eat("WINDOW") {
        let name = tape.part(tape::name)?;
        tape.expect("AS (")?;
        let window = over(tape)?;
        tape.expect(")")?;
        made = made.named_window(name, window);
    }
    let (terms, depth) = take_terms(terms);
    if unions.is_empty() {
        made.node.order_by = terms;
        made.deepen(depth);
        if let Some(limit) = limit {
            made.node.limit = Some(crate::select::LimitNode::Rows(limit.node));
        }
        made.node.offset = offset.map(|offset| offset.node);
        if let Some(lock) = lock {
            made = made.lock_rows(lock);
        }
        return Ok(made.into_query());
    }
    if lock.is_some() {
        return Err(unwritten("row lock of a set operation"));
    }
    let mut unions = tighter_first(unions).into_iter();
    let Some((operator, other)) = unions.next() else { return Ok(made.into_query()) };
    // ORDER BY and LIMIT behind a set operation are those of the whole.
    let first = Compound::new(made, operator, other);
    let mut whole = unions.fold(first, |whole, (operator, other)| whole.combine(operator, other));
    whole.node.order_by = terms;
    whole.node.limit = limit.map(|limit| limit.node);
    whole.node.offset = offset.map(|offset| offset.node);
    whole.deepen(depth);
    Ok(whole.into_query())
}

/// Makes each run of INTERSECT behind another operation one query. INTERSECT binds tighter in the text of sea-query,
/// on most engines; on those that go from left to right the parentheses say the same.
fn tighter_first(unions: Vec<(SetOperator, Query<Any>)>) -> Vec<(SetOperator, Query<Any>)> {
    let is_intersect = |union: &(SetOperator, Query<Any>)| union.0 == SetOperator::Intersect;
    let mut grouped = Vec::new();
    let mut rest = unions.into_iter().peekable();
    while let Some((operator, query)) = rest.next() {
        // At the beginning of the chain they come first anyway.
        if operator == SetOperator::Intersect {
            grouped.push((operator, query));
            continue;
        }
        let query = match rest.next_if(is_intersect) {
            None => query,
            Some((intersect, other)) => {
                let mut run = Compound::new(query, intersect, other);
                while let Some((intersect, other)) = rest.next_if(is_intersect) {
                    run = run.combine(intersect, other);
                }
                run.into_query()
            }
        };
        grouped.push((operator, query));
    }
    grouped
}

/// How many rows. sea-query counts without a sign, which not every engine has a type for.
fn count(tape: &mut Tape) -> Result<Expr<Any>, BuildError> {
    let count = tape.part(tape::expr)?;
    let number = match &count.node {
        Node::Value(parameter) => match parameter.value {
            Value::UInt64(number) => i64::try_from(number).ok(),
            Value::UInt32(number) => Some(i64::from(number)),
            _ => None,
        },
        _ => None,
    };
    Ok(number.map_or(count, Expr::from))
}

/// A column of the select list, with its window and its name.
pub(super) fn column(shared: &Shared, column: &SelectExpr) -> Result<Expr<Any>, BuildError> {
    let made = expression::read(shared, &column.expr)?;
    let made = match &column.window {
        None => made,
        Some(WindowSelectType::Name(name)) => made.over_named(Name::from(name.clone())),
        Some(WindowSelectType::Query(query)) => {
            let mut tape = shared.tape(|hooks, sql| hooks.prepare_window_statement(query, sql))?;
            let window = over(&mut tape)?;
            tape.end()?;
            made.over(window)
        }
        Some(other) => return Err(unwritten(format_args!("{other:?}"))),
    };
    Ok(match &column.alias {
        Some(alias) => made.label(Name::from(alias.clone())),
        None => made,
    })
}

/// What stands between the parentheses of a window.
fn over(tape: &mut Tape) -> Result<Window<Any>, BuildError> {
    let mut made = window();
    if tape.eat("PARTITION BY") {
        made = made.partition_by(tape.list(tape::expr)?);
    }
    if tape.eat("ORDER BY") {
        made = made.order_by(tape.list(tape::order)?);
    }
    let unit = match () {
        () if tape.eat("RANGE") => FrameUnit::Range,
        () if tape.eat("ROWS") => FrameUnit::Rows,
        () => return Ok(made),
    };
    let (start, end) = if tape.eat("BETWEEN") {
        let start = bound(tape, &mut made.depth)?;
        tape.expect("AND")?;
        (start, bound(tape, &mut made.depth)?)
    } else {
        (bound(tape, &mut made.depth)?, BoundNode::CurrentRow)
    };
    made.node.frame = Some(FrameNode { unit, start, end, exclusion: None });
    Ok(made)
}

fn bound(tape: &mut Tape, depth: &mut usize) -> Result<BoundNode, BuildError> {
    if tape.eat("UNBOUNDED PRECEDING") {
        return Ok(BoundNode::UnboundedPreceding);
    }
    if tape.eat("UNBOUNDED FOLLOWING") {
        return Ok(BoundNode::UnboundedFollowing);
    }
    if tape.eat("CURRENT ROW") {
        return Ok(BoundNode::CurrentRow);
    }
    let distance = count(tape)?;
    *depth = (*depth).max(distance.depth);
    if tape.eat("PRECEDING") {
        return Ok(BoundNode::Preceding(distance.node));
    }
    tape.expect("FOLLOWING")?;
    Ok(BoundNode::Following(distance.node))
}

/// A term of ORDER BY.
pub(super) fn order(shared: &Shared, order: &OrderExpr) -> Result<Order<Any>, BuildError> {
    let mut tape = shared.tape(|hooks, sql| Inner(hooks).prepare_order_expr(order, sql))?;
    let mut term = if tape.eat("CASE") {
        by_list(&mut tape)?
    } else {
        let key = tape.part(tape::expr)?;
        if tape.eat("DESC") {
            desc(key)
        } else {
            tape.expect("ASC")?;
            key.asc()
        }
    };
    tape.end()?;
    // Where NULLs stand is its own. Its builder for Postgres tells it too, but goes down a chain of operators by calls.
    term.node.nulls = match super::with::shown(order)?.end {
        told if told.ends_with(", nulls: None }") => None,
        told if told.ends_with(", nulls: Some(First) }") => Some(NullsPosition::First),
        told if told.ends_with(", nulls: Some(Last) }") => Some(NullsPosition::Last),
        _ => return Err(unwritten("order of NULLs")),
    };
    Ok(term)
}

/// `WHEN key=value THEN 0 … ELSE n END`: the order of a list.
fn by_list(tape: &mut Tape) -> Result<Order<Any>, BuildError> {
    let mut case = crate::case();
    let mut place: i32 = 0;
    while tape.eat("WHEN") {
        let key = tape.part(tape::expr)?;
        tape.expect("=")?;
        let value = tape.part(tape::expr)?;
        tape.expect("THEN")?;
        tape.expect(&place.to_string())?;
        case = case.when(key.eq(value), place);
        place += 1;
    }
    tape.expect("ELSE")?;
    tape.expect(&place.to_string())?;
    tape.expect("END")?;
    Ok(case.otherwise(place).asc())
}

/// Columns of RETURNING.
pub(super) fn returning(tape: &mut Tape) -> Result<(Vec<Node>, usize), BuildError> {
    if !tape.eat("RETURNING") {
        return Ok((Vec::new(), 0));
    }
    if tape.eat("*") {
        return Ok((vec![Node::Star(None)], 1));
    }
    Ok(take_nodes(tape.list(tape::expr)?))
}
