//! Which sources an expression's columns come from.

use std::sync::Arc;

use crate::expr::{BoundNode, Call, GroupingNode, Node, OrderNode, Over, QuantifiedOperand, WindowNode};
use crate::rare::RareClauses;
use crate::sample_by::{Alignment, FillValue, SampleByNode};
use crate::select::{DistinctNode, SelectNode};
use crate::source::{Origin, SourceNode};
use crate::time_join::TimesNode;
use crate::{BuildError, Name};

/// The qualifiers that a source brings into sight.
pub(super) fn qualifiers(source: &SourceNode, into: &mut Vec<Name>) {
    match source {
        SourceNode::Table(table) => into.push(table.qualifier().clone()),
        SourceNode::Named(name) => into.push(name.clone()),
        SourceNode::Cte(cte, alias) => into.push(alias.as_ref().unwrap_or(&cte.name).clone()),
        SourceNode::Query { alias, .. } => into.push(alias.clone()),
        SourceNode::Unnest(unnest) => into.push(unnest.alias.clone()),
        SourceNode::Function { alias, .. } => into.extend(alias.clone()),
        SourceNode::Sampled(inner, _) | SourceNode::Final(inner) => qualifiers(inner, into),
        SourceNode::Pivot(pivot) => into.push(pivot.alias.clone()),
        SourceNode::Unpivot(unpivot) => into.push(unpivot.alias.clone()),
        SourceNode::Joined(first, joins) => {
            qualifiers(first, into);
            for join in joins {
                qualifiers(&join.right, into);
                if let Some(TimesNode::Horizon(horizon)) = join.times.as_deref() {
                    into.push(horizon.alias.clone());
                }
            }
        }
        SourceNode::Poisoned(_) => {}
    }
}

/// The FROM of a SELECT that was given none: the one source that all its columns come from, or none if it has no columns
/// of any.
pub(super) fn implied_source(select: &SelectNode) -> Result<Option<SourceNode>, BuildError> {
    let mut found: Vec<&Origin> = Vec::new();
    clauses(select, &mut |node| origins(node, &mut found));
    match found.as_slice() {
        [] => Ok(None),
        [Origin::Table(table)] => Ok(Some(SourceNode::Table(table.clone()))),
        [Origin::Cte(cte, alias)] => Ok(Some(SourceNode::Cte(cte.clone(), alias.as_deref().cloned()))),
        [Origin::Named(name)] => Ok(Some(SourceNode::Named(Name::from_static(name)))),
        several => Err(BuildError::AmbiguousFrom(several.iter().map(|origin| name_of(origin)).collect())),
    }
}

fn name_of(origin: &Origin) -> String {
    match origin {
        Origin::Table(table) => table.path().join("."),
        other => other.qualifier().to_string(),
    }
}

/// Whether both are one source; a typed column knows only its table's name.
fn is_same(one: &Origin, other: &Origin) -> bool {
    match (one, other) {
        (Origin::Table(one), Origin::Table(other)) => one.is_same(other),
        (Origin::Cte(one, alias), Origin::Cte(other, other_alias)) => Arc::ptr_eq(one, other) && alias == other_alias,
        (Origin::Named(name), other) | (other, Origin::Named(name)) => *name == other.qualifier(),
        (Origin::Derived(one), Origin::Derived(other)) => one == other,
        _ => false,
    }
}

/// The different sources that an expression's own columns come from; those of its subqueries are theirs.
fn origins<'a>(node: &'a Node, found: &mut Vec<&'a Origin>) {
    match node {
        Node::Column(origin, _) | Node::Star(Some(origin)) => {
            match found.iter_mut().find(|known| is_same(known, origin)) {
                Some(known) if matches!(known, Origin::Named(_)) => *known = origin,
                Some(_) => {}
                None => found.push(origin),
            }
        }
        other => children(other, &mut |child| origins(child, found)),
    }
}

/// Every expression of a SELECT that may name a column of its FROM.
fn clauses<'a>(select: &'a SelectNode, visit: &mut impl FnMut(&'a Node)) {
    if let DistinctNode::On(columns) = &select.distinct {
        columns.iter().for_each(&mut *visit);
    }
    for list in [&select.columns, &select.filter, &select.group_by, &select.having, &select.qualify] {
        list.iter().for_each(&mut *visit);
    }
    for (_, window) in &select.windows {
        window_children(window, visit);
    }
    order_children(&select.order_by, visit);
    if let Some(rare) = &select.rare {
        rare_clauses(rare, visit);
    }
}

fn rare_clauses<'a>(rare: &'a RareClauses, visit: &mut impl FnMut(&'a Node)) {
    rare.prewhere.iter().for_each(&mut *visit);
    for (_, arrays) in &rare.array_join {
        arrays.iter().for_each(&mut *visit);
    }
    for (first, columns) in rare.limit_by.iter().chain(&rare.latest_on) {
        visit(first);
        columns.iter().for_each(&mut *visit);
    }
    if let Some(sample_by) = &rare.sample_by {
        sample_by_children(sample_by, visit);
    }
}

fn sample_by_children<'a>(sample_by: &'a SampleByNode, visit: &mut impl FnMut(&'a Node)) {
    if let Some((from, to)) = &sample_by.range {
        visit(from);
        visit(to);
    }
    for fill in &sample_by.fill {
        if let FillValue::Value(value) = fill {
            visit(value);
        }
    }
    if let Some(Alignment::Calendar { zone, offset }) = &sample_by.alignment {
        zone.iter().chain(offset).for_each(visit);
    }
}

fn order_children<'a>(terms: &'a [OrderNode], visit: &mut impl FnMut(&'a Node)) {
    for term in terms {
        visit(&term.expr);
        if let Some(fill) = &term.fill {
            fill.from.iter().chain(&fill.to).chain(&fill.step).for_each(&mut *visit);
        }
    }
}

fn window_children<'a>(window: &'a WindowNode, visit: &mut impl FnMut(&'a Node)) {
    window.partition_by.iter().for_each(&mut *visit);
    order_children(&window.order_by, visit);
    if let Some(frame) = &window.frame {
        for bound in [&frame.start, &frame.end] {
            if let BoundNode::Preceding(distance) | BoundNode::Following(distance) = bound {
                visit(distance);
            }
        }
    }
}

fn call_children<'a>(call: &'a Call, visit: &mut impl FnMut(&'a Node)) {
    call.arguments.iter().for_each(&mut *visit);
    call.named.iter().for_each(|(_, value)| visit(value));
    order_children(&call.order_by, visit);
    order_children(&call.within_group, visit);
    call.filter.iter().for_each(&mut *visit);
    if let Some(Over::Window(window)) = &call.over {
        window_children(window, visit);
    }
}

pub(super) fn children<'a>(node: &'a Node, visit: &mut impl FnMut(&'a Node)) {
    match node {
        Node::Not(inner)
        | Node::Negate(inner)
        | Node::BitNot(inner)
        | Node::IsNull(inner, _)
        | Node::InQuery(inner, _, _)
        | Node::Member(inner, _)
        | Node::Collate(inner, _)
        | Node::Lambda(_, inner)
        | Node::Labelled(inner, _) => visit(inner),
        Node::Binary(_, pair) | Node::Index(pair) | Node::MapValue(pair) | Node::AtTimeZone(pair) => {
            visit(&pair.0);
            visit(&pair.1);
        }
        Node::Nary(_, nodes) => nodes.iter().for_each(visit),
        Node::Tuple(nodes) | Node::Array(nodes) => nodes.iter().for_each(visit),
        Node::Between(parts, _) => {
            visit(&parts.0);
            visit(&parts.1);
            visit(&parts.2);
        }
        Node::InList(tested, list, _) => {
            visit(tested);
            list.iter().for_each(visit);
        }
        Node::Like(like) => {
            visit(&like.text);
            visit(&like.pattern);
        }
        Node::Quantified(_, _, parts) => {
            visit(&parts.0);
            if let QuantifiedOperand::Array(array) = &parts.1 {
                visit(array);
            }
        }
        Node::Case(case) => {
            case.operand.iter().chain(&case.otherwise).for_each(&mut *visit);
            for (condition, result) in &case.branches {
                visit(condition);
                visit(result);
            }
        }
        Node::Cast(parts, _) => visit(&parts.0),
        Node::Json(parts, _) => visit(&parts.0),
        Node::Slice(parts) => {
            visit(&parts.0);
            parts.1.iter().chain(&parts.2).for_each(visit);
        }
        Node::Struct(members) => members.iter().for_each(|(_, member)| visit(member)),
        Node::Map(entries) => {
            for (key, value) in entries {
                visit(key);
                visit(value);
            }
        }
        Node::Call(call) => call_children(call, visit),
        Node::Grouping(grouping) => match &**grouping {
            GroupingNode::Rollup(nodes) | GroupingNode::Cube(nodes) => nodes.iter().for_each(visit),
            GroupingNode::Sets(sets) => sets.iter().flatten().for_each(visit),
        },
        Node::Column(..)
        | Node::Label(_)
        | Node::Value(_)
        | Node::Bind(..)
        | Node::Keyword(_)
        | Node::Star(_)
        | Node::Raw(_)
        | Node::Exists(..)
        | Node::Subquery(_)
        | Node::Poisoned(_) => {}
    }
}
